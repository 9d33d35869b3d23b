"""Single cells of a plan by name, and layers of changed inputs as cases of one evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..formula.errors import PlanError
from ..formula.states import compacted
from ..formula.values import EMPTY, NUMBER, Values, scalar
from . import cells as columns_of_cells
from . import kinds
from .columns import StoredValue
from .sheet import encode
from .structure import declared_type, key_target, nearest

if TYPE_CHECKING:
    from .plan import Plan


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a column by its row id, or a Parameter or Figure (`row` None)."""

    node: str
    row: int | None = None


Layer = Mapping[Cell, StoredValue]
"""Input cells and what they hold instead; None is an emptied cell (or a Parameter's default), a Reference a row id."""


def find_cell(plan: Plan, text: str, row: int | str | None = None) -> Cell:
    """The cell a text names: a Name, a column with a row, or the key of a row that has a result.

    A column is `Sheet_name[Column]`, its row an id or key; a key alone (a KPI, an objective) means the column that its
    worksheet declares as its result. PlanError proposes the nearest.
    """
    node = plan.structure.node_name(text)
    if node is not None and node in plan.structure.places:
        place = plan.structure.places[node]
        if place.column is None:
            return Cell(node)
        sheet = plan.sheet(place.worksheet)
        if row is None:
            raise PlanError(f"{node} has a cell in every row. Name the row of {sheet.title} too.")
        found = row if isinstance(row, int) and row in sheet.ids else sheet.row_of(str(row))
        if found is None:
            raise PlanError(f"{sheet.title} has no row {row}{nearest(str(row), sheet.key_labels())}.")
        return Cell(node, found)
    results = {name: declared.result for name, declared in plan.structure.worksheets.items() if declared.result}
    for name, result in results.items():
        at = plan.sheet(name).row_of(text)
        if at is not None:
            return Cell(f"{name}[{result}]", at)
    known = [*plan.parameters, *plan.figures, *(label for name in results for label in plan.sheet(name).key_labels())]
    near = nearest(text, known)
    how = "" if near else " Write a Name, a KPI or objective by its name, or Sheet_name[Column] with its row."
    raise PlanError(f"There is no Figure, Parameter or row {text}{near}.{how}")


def find_node(plan: Plan, text: str) -> str:
    """The column or Name that a text names; PlanError proposes the nearest."""
    node = plan.structure.node_name(text)
    if node is None:
        near = nearest(text, plan.structure.places)
        raise PlanError(f"There is no column or Name {text}{near}. Write a column as Sheet_name[Column].")
    return node


def is_input(plan: Plan, cell: Cell) -> bool:
    """Whether a cell is typed rather than computed."""
    return cell.node not in plan.structure.checked and cell.node not in plan.structure.broken


def is_number(plan: Plan, cell: Cell) -> bool:
    """Whether an input holds a number that can be raised and lowered."""
    kind = plan.structure.places[cell.node].kind
    return declared_type(kind) == "number" and type(held(plan, cell)) is float


def held(plan: Plan, cell: Cell) -> StoredValue:
    """What an input cell of the plan stores; a Parameter's default where nothing was set."""
    place = plan.structure.places[cell.node]
    if place.column is None:
        return plan.stored_parameter(cell.node)
    assert cell.row is not None
    return plan.rows[place.worksheet].stored(cell.row, place.column.stored_as)


def place_of(plan: Plan, cell: Cell) -> int:
    """Where a cell stands in the values of its node, from 0."""
    worksheet = plan.structure.places[cell.node].worksheet
    return 0 if cell.row is None else plan.rows[worksheet].index(cell.row)


def python_value(plan: Plan, cell: Cell, values: Values | None = None, case: int = 0) -> Any:
    """A cell as Python gives it (rules.md 1.2), from the plan or from other values of its node."""
    found = plan.values(cell.node) if values is None else values
    return plan.python_value(cell.node, scalar(found, plan.texts, place_of(plan, cell), case))


def cell_label(plan: Plan, cell: Cell) -> str:
    """What people call a cell: “Retention rate of Homes”, or the Name in words."""
    place = plan.structure.places[cell.node]
    if place.column is None or cell.row is None:
        return cell.node.replace("_", " ")
    return f"{place.column.title} of {_row_words(plan, place.worksheet, cell.row)}"


def _row_words(plan: Plan, worksheet: str, row: int) -> str:
    """What people call a row: its key, or what it holds in the first two required columns where it has none."""
    sheet = plan.sheet(worksheet)
    if sheet.declaration.keys:
        return sheet.key_text(row)
    told = [column for column in sheet.columns if column.required and not column.formula][:2]
    texts = [kinds.show(column.kind, column.format, sheet.value(row, column.title)) for column in told]
    return ", ".join(text for text in texts if text) or f"{sheet.key_text(row)} of {sheet.title}"


def layered(plan: Plan, layers: Sequence[Layer]) -> dict[str, Values]:
    """The inputs that any layer changes, shape (layers, rows) or (layers, 1), for `plan.calculation.cases`.

    Case k holds the plan's own cells with those of layer k instead. Rows that are gone are passed over.
    """
    changed: dict[str, list[tuple[int, int, StoredValue]]] = {}
    for case, layer in enumerate(layers):
        for cell, stored in layer.items():
            if _is_there(plan, cell):
                changed.setdefault(cell.node, []).append((case, place_of(plan, cell), stored))
    return {node: _input_cases(plan, node, len(layers), found) for node, found in changed.items()}


def _is_there(plan: Plan, cell: Cell) -> bool:
    place = plan.structure.places.get(cell.node)
    if place is None or not is_input(plan, cell):
        return False
    return cell.row is None if place.column is None else plan.rows[place.worksheet].has(cell.row or 0)


def _input_cases(plan: Plan, node: str, cases: int, changed: Iterable[tuple[int, int, StoredValue]]) -> Values:
    place = plan.structure.places[node]
    base = plan.parameter_values[node] if place.column is None else plan.rows[place.worksheet].values(
        place.column.stored_as
    )  # fmt: skip
    numbers = np.repeat(base.numbers, cases, axis=0)
    states = np.full(numbers.shape, NUMBER, dtype=np.uint8)
    if base.states is not None:
        states[:] = base.states
    listed = list(changed)
    default = plan.parameters[node].default if place.column is None else None
    cells = encode([default if stored is None else stored for _, _, stored in listed], plan.texts)
    case, at = np.array([case for case, _, _ in listed]), np.array([at for _, at, _ in listed])
    numbers[case, at], states[case, at] = cells.numbers, cells.states
    found = compacted(Values(numbers, states if states.any() else None))
    if place.column is None or place.column.kind.name != "Reference":
        return found
    sheet, key = key_target(plan.structure, place.column.kind.target)
    return columns_of_cells.key_texts(found, plan.rows[sheet].ids, plan.values(f"{sheet}[{key.title}]"))


def upstream_inputs(plan: Plan, targets: Iterable[Cell]) -> list[str]:
    """Input columns and Parameters that the targets rest on in this round, in declared order."""
    seen: set[str] = set()
    pending = [cell.node for cell in targets]
    while pending:
        node = pending.pop()
        if node not in seen:
            seen.add(node)
            pending.extend(read.node for read in plan.structure.reads[node] if not read.prior)
    return [node for node in plan.structure.places if node in seen and node not in plan.structure.checked]


def input_cells(plan: Plan, nodes: Iterable[str]) -> list[Cell]:
    """Every filled cell of input columns, and the Parameters among the nodes."""
    found = []
    for node in nodes:
        place = plan.structure.places[node]
        if place.column is None:
            found.append(Cell(node))
            continue
        states = plan.rows[place.worksheet].values(place.column.stored_as).states
        filled = np.ones(len(plan.rows[place.worksheet]), dtype=bool) if states is None else states[0] != EMPTY
        found += [Cell(node, int(row)) for row in plan.rows[place.worksheet].ids[filled]]
    return found

"""What computed columns suggest for inputs of their rows, and taking suggestions as one step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..formula.errors import FormulaError, PlanError
from ..model.changes import Change, SetCells, Together
from ..model.explain import shown
from ..model.inputs import Cell, cell_label, python_value
from ..model.plan import Plan
from ..model.structure import column_node

EQUAL = 1e-9
"""Relative: a suggestion nearer than this is what the cell holds."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that a computed column suggests for an input cell, as Python gives values (None: the cell is empty).

    `source` is the computed cell, `label` what people call the input, `reason` a sentence with the values behind it.
    """

    cell: Cell
    source: Cell
    held: Any
    suggested: Any
    label: str
    reason: str


def suggestions(plan: Plan) -> tuple[Suggestion, ...]:
    """Every input that a column of its worksheet suggests another value for, in declared order.

    Columns say so by `suggests`; one whose suggestion is empty or an error suggests nothing.
    """
    found = []
    for name, sheet in plan.structure.worksheets.items():
        for column in sheet.columns:
            if column.suggests:
                nodes = column_node(name, column.suggests), column_node(name, column.title)
                found += [_suggestion(plan, *pair) for pair in _differing(plan, name, *nodes)]
    return tuple(found)


def _differing(plan: Plan, worksheet: str, target: str, source: str) -> list[tuple[Cell, Cell]]:
    cells = [(Cell(target, row), Cell(source, row)) for row in plan.sheet(worksheet).ids]
    return [pair for pair in cells if _differ(*(python_value(plan, cell) for cell in pair))]


def _differ(held: Any, suggested: Any) -> bool:
    if suggested is None or isinstance(suggested, FormulaError):
        return False
    if isinstance(held, float) and isinstance(suggested, float):
        return not math.isclose(held, suggested, rel_tol=EQUAL, abs_tol=EQUAL)
    return bool(held != suggested)


def _suggestion(plan: Plan, cell: Cell, source: Cell) -> Suggestion:
    held, suggested = python_value(plan, cell), python_value(plan, source)
    label = cell_label(plan, cell)
    place = plan.structure.places[source.node]
    instead = f" instead of {shown(plan, place, held)}" if held is not None else ""
    behind = _behind(plan, source, cell.node)
    because = f", from {', '.join(behind[:-1])}{' and ' if behind[1:] else ''}{behind[-1]}" if behind else ""
    reason = f"{label}: {shown(plan, place, suggested)}{instead}{because}."
    return Suggestion(cell, source, held, suggested, label, reason)


def _behind(plan: Plan, source: Cell, target: str) -> list[str]:
    """The filled cells of the row, but the target, and the Names that a suggestion is computed from, with values."""
    worksheet = plan.structure.places[source.node].worksheet
    found = []
    for read in plan.structure.reads[source.node]:
        place = plan.structure.places[read.node]
        if read.prior or read.node == target or (place.column is not None and place.worksheet != worksheet):
            continue
        value = python_value(plan, Cell(read.node, source.row if place.column is not None else None))
        name = place.column.title if place.column is not None else read.node.replace("_", " ")
        if value is not None:
            found.append(f"{name} {shown(plan, place, value)}")
    return list(dict.fromkeys(found))


def accept(taken: Sequence[Suggestion]) -> Change:
    """The change that writes suggested values into their cells, as one undo step; PlanError when there are none."""
    if not taken:
        raise PlanError("There is no suggestion to accept. Close a round, or choose one that is listed.")
    cells: dict[str, dict[tuple[int, str], object]] = {}
    for suggestion in taken:
        worksheet, _, title = suggestion.cell.node.partition("[")
        cells.setdefault(worksheet, {})[suggestion.cell.row or 0, title.removesuffix("]")] = suggestion.suggested
    label = f"Accept {len(taken)} suggestions" if len(taken) > 1 else f"Accept suggested {_small(taken[0].label)}"
    return Together(label, [SetCells(worksheet, changed) for worksheet, changed in cells.items()])


def _small(label: str) -> str:
    """A label inside a sentence: its first letter small unless it begins an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]

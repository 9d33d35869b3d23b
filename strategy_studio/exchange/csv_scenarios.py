"""The changed cells of all scenarios as one CSV table, and back from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..formula.errors import PlanError
from ..model import kinds
from ..model.changes import Change
from ..model.inputs import Cell, Layer, held, is_input
from ..model.keys import RowLabels
from ..model.plan import Plan
from ..model.scenario_changes import SetScenarioCells, SetScenarioParameters
from ..model.structure import declared_type, key_target
from .csv_numbers import in_english
from .csv_text import ROW_ID, Table

SCENARIO_CELLS = "Scenario cells"
"""The name of the file; with its space it is no worksheet's."""
InsertedRows = Mapping[tuple[str, str], int]
"""The rows an import has inserted, by worksheet and the row id they have in its files."""
TITLES = ("Scenario", "Worksheet", ROW_ID, "Row", "Column", "Value")


def scenario_rows(plan: Plan) -> Iterator[tuple[object, ...]]:
    """One row for each changed cell, as TITLES say; a Parameter stands in Column, without a worksheet."""
    labels = RowLabels(plan)
    for name, scenario in plan.scenarios.items():
        for cell, stored in scenario.layer.items():
            place = plan.structure.places[cell.node]
            if place.column is None or cell.row is None:
                yield name, "", None, "", cell.node, kinds.to_python(place.kind, stored)
                continue
            label = labels.of(place.worksheet, cell.row)
            yield name, place.worksheet, float(cell.row), label, place.column.title, _value(plan, cell, stored)


def _value(plan: Plan, cell: Cell, stored: object) -> object:
    """What the cell holds under the scenario; a Reference is the key's text."""
    kind = plan.structure.places[cell.node].kind
    if kind.name != "Reference" or stored is None:
        return kinds.to_python(kind, stored)  # type: ignore[arg-type]
    target, _ = key_target(plan.structure, kind.target)
    return plan.sheet(target).key_text(int(stored))  # type: ignore[call-overload]


def scenario_changes(plan: Plan, table: Table, inserted: InsertedRows | None = None) -> tuple[list[Change], list[str]]:
    """The changes that give scenarios the cells of a table, and a sentence for each cell that differs.

    Rows are those inserted for the id before, else found by id, else by what they are called. PlanError names the
    line that cannot be taken.
    """
    inserted = inserted or {}
    table = in_english(table, lambda row, title: title == "Value" and _holds_number(plan, row))
    cells: dict[tuple[str, str], dict[tuple[int, str], object]] = {}
    parameters: dict[str, dict[str, object]] = {}
    sentences = []
    for line, row in table.rows:
        scenario, worksheet, title = (row.get(name, "").strip() for name in ("Scenario", "Worksheet", "Column"))
        if not scenario:
            raise PlanError(f"{table.name}, line {line}: the scenario has no name. Write one.")
        value = row.get("Value") or None
        if worksheet:
            sheet = plan.sheet(worksheet)
            cells.setdefault((scenario, sheet.name), {})[_row(plan, table, line, row, inserted), title] = value
        else:
            parameters.setdefault(scenario, {})[title] = value
        where = f"{title} of {row.get('Row') or row.get(ROW_ID)}" if worksheet else title
        if _differs(plan, scenario, _cell(plan, table, line, row, inserted), value, where):
            sentences.append(f"{where} becomes {value or 'empty'} under {scenario}.")
    changes: list[Change] = [SetScenarioCells(name, sheet, found) for (name, sheet), found in cells.items()]
    return [*changes, *(SetScenarioParameters(name, found) for name, found in parameters.items())], sentences


def _holds_number(plan: Plan, row: Mapping[str, str]) -> bool:
    """Whether the cell that a row of the table changes is to hold a number."""
    sheet, title = row.get("Worksheet", "").strip(), row.get("Column", "").strip()
    try:
        node = plan.sheet(sheet).node(title) if sheet else plan.name_or_refuse(title)
    except PlanError:
        return False  # refused with its line where the row is taken
    return declared_type(plan.structure.places[node].kind) == "number"


def _row(plan: Plan, table: Table, line: int, row: dict[str, str], inserted: InsertedRows) -> int:
    sheet = plan.sheet(row["Worksheet"])
    number = row.get(ROW_ID, "").strip()
    if (sheet.name, number) in inserted:
        return inserted[sheet.name, number]
    if number.isdecimal() and plan.rows[sheet.name].has(int(number)):
        return int(number)
    found = sheet.row_of(row.get("Row", "").strip())
    if found is None:
        raise PlanError(f"{table.name}, line {line}: {sheet.title} has no row {row.get('Row') or number}. Correct it.")
    return found


def _cell(plan: Plan, table: Table, line: int, row: dict[str, str], inserted: InsertedRows) -> Cell:
    if row.get("Worksheet", "").strip():
        return Cell(plan.sheet(row["Worksheet"]).node(row.get("Column", "")), _row(plan, table, line, row, inserted))
    return Cell(plan.name_or_refuse(row.get("Column", "")))


def _differs(plan: Plan, scenario: str, cell: Cell, text: str | None, where: str) -> bool:
    """Whether a cell would hold something else than it does under the scenario; a computed one is refused later."""
    if not is_input(plan, cell):
        return True
    layer: Layer = plan.scenarios[scenario].layer if scenario in plan.scenarios else {}
    stored = layer.get(cell, held(plan, cell))
    kind = plan.structure.places[cell.node].kind
    if kind.name == "Reference":
        return _value(plan, cell, stored) != text
    return kinds.read(kind, text, where) != stored

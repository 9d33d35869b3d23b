"""Taking the inputs of CSV tables into a plan: rows are found by id, else by key; all of it is one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..formula.errors import PlanError
from ..model import kinds
from ..model.changes import InsertRows, SetCells, SetParameters
from ..model.columns import Column, Kind, StoredValue
from ..model.draft import Draft
from ..model.keys import RowLabels, key_index, key_texts
from ..model.plan import Plan
from ..model.structure import declared_type, key_target
from ..model.worksheet import Worksheet
from .csv_numbers import in_english
from .csv_scenarios import SCENARIO_CELLS, scenario_changes
from .csv_text import PARAMETERS, ROW_ID, Table, cell_text


@dataclass(slots=True)
class Differences:
    """What one table would change: cells of known rows, rows to insert with the ids they had, and both in words."""

    cells: dict[tuple[int, str], object] = field(default_factory=dict)
    new: list[dict[str, object]] = field(default_factory=list)
    old_ids: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TakeTables:
    """Set the inputs that the tables give; cells and rows they do not mention stay."""

    label: str
    tables: Sequence[Table]

    def carry_out(self, draft: Draft) -> None:
        """Worksheet by worksheet, those that are named by References first."""
        take(draft, self.tables)


def take(draft: Draft, tables: Sequence[Table]) -> list[str]:
    """Carry the tables out on a draft; gives one sentence for each difference."""
    sentences: list[str] = []
    inserted: dict[tuple[str, str], int] = {}
    layers = [table for table in tables if table.name.casefold() == SCENARIO_CELLS.casefold()]
    for table in in_order_of_reference(draft.plan, [table for table in tables if table not in layers]):
        if table.name.casefold() == PARAMETERS.casefold():
            values, said = parameter_differences(draft.plan, table)
            SetParameters(values).carry_out(draft)
            sentences += said
            continue
        name = draft.plan.structure.sheet_or_refuse(table.name)
        found = differences(draft.plan, table)
        if found.cells:
            SetCells(name, found.cells).carry_out(draft)
        if found.new:
            known = set(draft.plan.sheet(name).ids)
            InsertRows(name, found.new).carry_out(draft)
            new = [row for row in draft.plan.sheet(name).ids if row not in known]
            inserted |= {(name, old): row for old, row in zip(found.old_ids, new, strict=True) if old}
        sentences += found.sentences
    for table in layers:  # last: they name rows and columns of the worksheets
        changes, said = scenario_changes(draft.plan, table, inserted)
        for change in changes if said else ():
            change.carry_out(draft)
        sentences += said
    return sentences


def in_order_of_reference(plan: Plan, tables: Sequence[Table]) -> list[Table]:
    """The tables so that each comes after those its References name; PlanError for one that is no worksheet."""
    named = {
        table.name
        if table.name.casefold() == PARAMETERS.casefold()
        else plan.structure.sheet_or_refuse(table.name): table
        for table in tables
    }
    order: dict[str, Table] = {}

    def visit(name: str, above: frozenset[str]) -> None:
        if name in order or name in above:
            return
        for column in plan.structure.worksheets[name].columns if name in plan.structure.worksheets else ():
            if column.kind.name == "Reference" and not column.formula:
                visit(key_target(plan.structure, column.kind.target)[0], above | {name})
        if name in named:
            order[name] = named[name]

    for name in named:
        visit(name, frozenset())
    return list(order.values())


def parameter_differences(plan: Plan, table: Table) -> tuple[dict[str, object], list[str]]:
    """Parameters that a table (Name, Value) would change, and the sentences that say so."""
    values: dict[str, object] = {}
    sentences: list[str] = []
    numbers = {name.casefold() for name, each in plan.parameters.items() if declared_type(each.kind) == "number"}
    table = in_english(table, lambda row, title: title == "Value" and row.get("Name", "").casefold() in numbers)
    for _, row in table.rows:
        name, text = plan.name_or_refuse(row.get("Name", "")), row.get("Value", "")
        if name not in plan.parameters:
            raise PlanError(f"{name} is computed and cannot be set. Remove it from {table.name}.")
        parameter = plan.parameters[name]
        new, old = kinds.read(parameter.kind, text, name), plan.stored_parameter(name)
        if new is not None and new != old:
            values[name] = text
            sentences.append(f"{name}: {_shown(parameter.kind, old)} becomes {_shown(parameter.kind, new)}.")
    return values, sentences


def differences(plan: Plan, table: Table) -> Differences:
    """What a table would change in the worksheet of its name; PlanError says which title or row it does not have."""
    name = plan.structure.sheet_or_refuse(table.name)
    sheet = plan.declaration(name)
    inputs = _inputs(sheet, table)
    numbers = {column.title.casefold() for column in sheet.columns if declared_type(column.kind) == "number"}
    table = in_english(table, lambda _, title: title.casefold() in numbers)
    keys, index = [column.title for column in sheet.keys], key_index(plan, name)
    current = _Current(plan, name)
    found = Differences()
    for line, row in table.rows:
        by_id = _by_id(plan, name, row)
        known = index.get(_key_of(row, keys)) if by_id is None and keys else by_id
        if known is None:
            _refuse_new(sheet, table, line, row)
            for title, column in inputs.items():
                kinds.read(column.kind, row.get(title), f"{table.name}, line {line}: {title}")
            whole = ROW_ID in table.titles  # then an empty cell is meant, else it takes the column's default
            found.new.append({title: row.get(title) for title in inputs if whole or row.get(title)})
            found.old_ids.append(row.get(ROW_ID, "").strip())
            found.sentences.append(f"{sheet.title}: new row {_label(keys, row, line)}.")
            continue
        locked = keys if sheet.rows.mode != "free" or by_id is None else []
        for title, column in inputs.items():
            if title in row and title not in locked:
                _compare(found, sheet, column, known, row[title], current)
    return found


def _inputs(sheet: Worksheet, table: Table) -> dict[str, Column]:
    """The input columns a table gives, by its own spelling of their titles."""
    by_title = {column.title.casefold(): column for column in sheet.columns}
    inputs: dict[str, Column] = {}
    for title in table.titles:
        if not title or title.casefold() == ROW_ID.casefold():
            continue
        column = by_title.get(title.casefold())
        if column is None:
            raise PlanError(f"{sheet.title} has no column {title}. Correct the title in {table.name}, or remove it.")
        if not column.formula:
            inputs[title] = column
    return inputs


def _by_id(plan: Plan, name: str, row: dict[str, str]) -> int | None:
    number = row.get(ROW_ID, "").strip()
    return int(number) if number.isdecimal() and plan.rows[name].has(int(number)) else None


def _key_of(row: dict[str, str], keys: list[str]) -> tuple[str, ...]:
    return tuple(row.get(title, "").strip().casefold() for title in keys)


def _refuse_new(sheet: Worksheet, table: Table, line: int, row: dict[str, str]) -> None:
    if sheet.rows.mode != "free":
        label = _label([column.title for column in sheet.keys], row, line)
        where = "are fixed" if sheet.rows.mode == "fixed" else "follow other worksheets"
        raise PlanError(f"{table.name}, line {line}: the rows of {sheet.title} {where}, and {label} is none of them.")


def _label(keys: list[str], row: dict[str, str], line: int) -> str:
    return " / ".join(row.get(title, "") for title in keys if row.get(title)) or f"of line {line}"


class _Current:
    """What the cells of a worksheet hold before the import; a Reference is the key's text."""

    def __init__(self, plan: Plan, name: str) -> None:
        self._plan, self._name = plan, name
        self._texts: dict[str, list[str]] = {}
        self._labels = RowLabels(plan)

    def cell(self, row: int, column: Column) -> StoredValue:
        rows = self._plan.rows[self._name]
        if column.kind.name != "Reference":
            return rows.stored(row, column.stored_as)
        if column.title not in self._texts:
            self._texts[column.title] = key_texts(self._plan, self._name, column)
        return self._texts[column.title][rows.index(row)] or None

    def label(self, row: int) -> str:
        return self._labels.of(self._name, row)


def _compare(found: Differences, sheet: Worksheet, column: Column, row: int, text: str, current: _Current) -> None:
    label = current.label(row)
    new = kinds.read(column.kind, text, f"{column.title} of {label} in {sheet.title}")
    old = current.cell(row, column)
    same = new == old and type(new) is type(old)
    if column.kind.name == "Reference" and isinstance(new, str) and isinstance(old, str):
        same = new.casefold() == old.casefold()
    if not same:
        found.cells[row, column.title] = text
        becomes = f"{_shown(column.kind, old)} becomes {_shown(column.kind, new)}"
        found.sentences.append(f"{sheet.title}: {column.title} of {label}: {becomes}.")


def _shown(kind: Kind, stored: StoredValue) -> str:
    return cell_text(kinds.to_python(kind, stored)) or "empty"

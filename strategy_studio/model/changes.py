"""Changes to cells, rows and Parameters: frozen values that say what to do to a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from ..formula.errors import PlanError
from . import kinds
from .columns import Column, StoredValue
from .draft import Draft, default_cells
from .keys import in_a_sentence, key_texts
from .refusals import (
    input_column,
    refuse_equal_keys,
    refuse_locked,
    refuse_not_free,
    refuse_unknown_row,
    row_label,
)
from .storage import Edit
from .worksheet import Worksheet

Cells = Mapping[tuple[int, str], object]


class Change(Protocol):
    """What to do to a plan; `carry_out` works on a draft and refuses with PlanError."""

    @property
    def label(self) -> str:
        """What the undo menu calls it."""
        ...

    def carry_out(self, draft: Draft) -> None:
        """Do it on a draft, which takes all of it back when PlanError is raised."""
        ...


@dataclass(frozen=True, slots=True)
class SetCells:
    """Set cells of one worksheet, {(row id, column title): value}; None empties."""

    worksheet: str
    cells: Cells
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            columns = list(dict.fromkeys(column for _, column in self.cells))
            what = columns[0] if len(columns) == 1 else f"{len(self.cells)} cells"
            object.__setattr__(self, "label", f"Edit {what}")

    def carry_out(self, draft: Draft) -> None:
        """Read every value, then write them all."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        sheet = draft.plan.declaration(name)
        rows: dict[int, dict[str, StoredValue]] = {}
        columns = {title: input_column(sheet, title) for title in dict.fromkeys(title for _, title in self.cells)}
        asked, known = set[str](), draft.plan.rows[name].by_id
        for (row, title), value in self.cells.items():
            column = columns[title]
            if title not in asked or row not in known:  # of all rows that are there the same column is locked
                refuse_locked(draft.plan, name, row, column)
                asked.add(title)
            rows.setdefault(row, {})[column.stored_as] = _read(draft, name, sheet, row, column, value)
        draft.write(name, rows)
        if any(column.stored_as in cells for column in sheet.keys for cells in rows.values()):
            refuse_equal_keys(draft.plan, name)


def _read(draft: Draft, worksheet: str, sheet: Worksheet, row: int, column: Column, value: object) -> StoredValue:
    """A value as the cell will store it; what the row is called is looked up only for a refusal."""
    try:
        return draft.read_cell(sheet, column, value, "")
    except PlanError:
        return draft.read_cell(sheet, column, value, row_label(draft.plan, worksheet, row))


@dataclass(frozen=True, slots=True)
class InsertRows:
    """Insert rows, [{column title: value}], before a row id, or at the end."""

    worksheet: str
    rows: Sequence[Mapping[str, object]]
    before: int | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            count = len(self.rows)
            object.__setattr__(self, "label", "Insert row" if count == 1 else f"Insert {count} rows")

    def carry_out(self, draft: Draft) -> None:
        """Read every value, then insert all rows; defaults fill the columns left out."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        sheet = draft.plan.declaration(name)
        refuse_not_free(sheet, "added")
        draft.refuse_too_many(name, len(self.rows))
        positions = free_positions(draft, name, len(self.rows), self.before)
        defaults = default_cells(sheet)
        columns = {title: input_column(sheet, title) for title in dict.fromkeys(chain.from_iterable(self.rows))}
        stored = []
        for number, row in enumerate(self.rows, start=1):
            label = in_a_sentence(str(row.get(sheet.keys[0].title) or "")) if sheet.keys else ""
            cells = {
                columns[title].stored_as: draft.read_cell(sheet, columns[title], value, label or f"new row {number}")
                for title, value in row.items()
            }
            if len(cells) < len(row):
                raise PlanError(
                    f"A row to be added to {sheet.title} names a column twice. Give each of its columns once."
                )
            stored.append({**defaults, **cells})
        draft.insert(name, stored, positions)
        refuse_equal_keys(draft.plan, name)


@dataclass(frozen=True, slots=True)
class RemoveRows:
    """Remove rows by id, with what is generated from them."""

    worksheet: str
    rows: Sequence[int]
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            count = len(self.rows)
            object.__setattr__(self, "label", "Remove row" if count == 1 else f"Remove {count} rows")

    def carry_out(self, draft: Draft) -> None:
        """Remove the rows; References to them become empty."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        refuse_not_free(draft.plan.declaration(name), "removed")
        for row in self.rows:
            refuse_unknown_row(draft.plan, name, row)
        draft.remove(name, self.rows)


@dataclass(frozen=True, slots=True)
class MoveRows:
    """Move rows before another row id, or to the end; they keep their order among themselves."""

    worksheet: str
    rows: Sequence[int]
    before: int | None = None
    label: str = "Move rows"

    def carry_out(self, draft: Draft) -> None:
        """Give the rows positions at their new place."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        refuse_not_free(draft.plan.declaration(name), "moved")
        held = draft.plan.rows[name]
        for row in (*self.rows, *(() if self.before is None else (self.before,))):
            refuse_unknown_row(draft.plan, name, row)
        moving = set(self.rows)
        rest = [int(row) for row in held.ids if int(row) not in moving]
        place = len(rest) if self.before is None or self.before in moving else rest.index(self.before)
        order = rest[:place] + [int(row) for row in held.ids if int(row) in moving] + rest[place:]
        set_positions(draft, name, {row: float(at) for at, row in enumerate(order, start=1)})


@dataclass(frozen=True, slots=True)
class DuplicateRows:
    """Copy rows below themselves; a key becomes “Homes (2)”."""

    worksheet: str
    rows: Sequence[int]
    label: str = "Duplicate rows"

    def carry_out(self, draft: Draft) -> None:
        """Insert each copy after its original."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        sheet = draft.plan.declaration(name)
        refuse_not_free(sheet, "added")
        for row in self.rows:
            refuse_unknown_row(draft.plan, name, row)
            held = draft.plan.rows[name]
            cells = {column.stored_as: held.stored(row, column.stored_as) for column in sheet.columns}
            if sheet.keys and sheet.keys[0].kind.name != "Reference":
                key = sheet.keys[0]
                taken = {text.casefold() for text in key_texts(draft.plan, name, key)}
                cells[key.stored_as] = free_key(cells[key.stored_as], taken)
            following = held.index(row) + 1
            before = int(held.ids[following]) if following < len(held) else None
            draft.insert(name, [cells], free_positions(draft, name, 1, before))


@dataclass(frozen=True, slots=True)
class SetParameters:
    """Set Parameters, {Name: value}; None restores the default."""

    values: Mapping[str, object]
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", f"Edit {', '.join(self.values)}")

    def carry_out(self, draft: Draft) -> None:
        """Read every value, then set them."""
        for text, value in self.values.items():
            name = draft.plan.name_or_refuse(text)
            parameter = draft.plan.parameters.get(name)
            if parameter is None:
                raise PlanError(f"{name} is computed and cannot be set. Change one of its inputs.")
            stored = kinds.read(parameter.kind, value, name)
            draft.record("parameter", name, None if stored is None else {"value": stored})


@dataclass(frozen=True, slots=True)
class Together:
    """Several changes as one step; all are carried out or none."""

    label: str
    changes: Sequence[Change]

    def carry_out(self, draft: Draft) -> None:
        """Carry them out one after the other."""
        for change in self.changes:
            change.carry_out(draft)


def free_key(text: StoredValue, taken: set[str]) -> StoredValue:
    """The first of “text (2)”, “text (3)” ... that no row has; empty stays empty."""
    if text is None:
        return None
    number = 2
    while f"{text} ({number})".casefold() in taken:
        number += 1
    return f"{text} ({number})"


def free_positions(draft: Draft, worksheet: str, count: int, before: int | None) -> list[float]:
    """Positions for new rows before a row, or at the end; rows are renumbered when there is no room left."""
    rows = draft.plan.rows[worksheet]
    if before is None:
        last = float(rows.positions[-1]) if len(rows) else 0.0
        return [last + number for number in range(1, count + 1)]
    refuse_unknown_row(draft.plan, worksheet, before)
    place = rows.index(before)
    low = float(rows.positions[place - 1]) if place else float(rows.positions[0]) - count - 1
    high = float(rows.positions[place])
    step = (high - low) / (count + 1)
    if step < 1e-6:
        set_positions(draft, worksheet, {int(row): float(at) for at, row in enumerate(rows.ids, start=1)})
        return free_positions(draft, worksheet, count, before)
    return [low + step * number for number in range(1, count + 1)]


def set_positions(draft: Draft, worksheet: str, positions: Mapping[int, float]) -> None:
    """Give rows new positions; those that keep theirs are left alone."""
    rows = draft.plan.rows[worksheet]
    old = {row: float(rows.positions[rows.index(row)]) for row in positions}
    draft.do([
        Edit("row", row, {"position": old[row]}, {"position": position})
        for row, position in positions.items()
        if position != old[row]
    ])  # fmt: skip

"""A change in the making: edits are carried out on the plan one after the other, and all taken back on refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product
from math import isfinite, prod

from ..formula.errors import PlanError
from . import kinds
from .columns import Column, StoredValue
from .edits import condensed
from .keys import key_index, references_to
from .plan import Plan, Touched
from .scenarios import edits_without_rows
from .storage import Edit, Image, Table
from .structure import key_target
from .worksheet import Worksheet

MOST_ROWS = 1_000_000
MOST_GENERATED = 200_000
UNLIMITED = frozenset(("Number", "Percent", "Money"))


class Draft:
    """The plan while a change is carried out; `edits` is what the journal will keep."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.edits: list[Edit] = []
        self.touched = Touched()
        self._keys: dict[str, dict[tuple[str, ...], int]] = {}

    def do(self, edits: Sequence[Edit]) -> None:
        """Carry out edits and remember them."""
        if not edits:
            return
        touched = self.plan.absorb(edits)
        self.edits.extend(edits)
        self.touched.nodes |= touched.nodes
        self.touched.rows |= touched.rows
        self.touched.scenarios |= touched.scenarios
        self.touched.structure |= touched.structure
        self.touched.rounds |= touched.rounds
        self._keys.clear()

    def take_back(self) -> None:
        """Leave the plan as it was before the change."""
        self.take_back_from(0)

    def take_back_from(self, place: int) -> None:
        """Take back the edits from a place on."""
        doomed = condensed(self.edits[place:])
        del self.edits[place:]
        self._keys.clear()
        self.plan.absorb([edit.inverse for edit in reversed(doomed)])

    def new_id(self) -> int:
        """An id never used before in this plan."""
        found = self.plan.next_id
        self.plan.next_id += 1
        return found

    # cells

    def read_cell(self, sheet: Worksheet, column: Column, value: object, label: str) -> StoredValue:
        """A value as the cell will store it; a Reference becomes the id of the row it names."""
        if type(value) is float and column.kind.name in UNLIMITED and isfinite(value):
            return value  # what a long import holds most of needs no further reading
        where = f"{column.title} of {label}" if label else f"{column.title} in {sheet.title}"
        stored = kinds.read(column.kind, value, where)
        if column.kind.name != "Reference" or stored is None:
            return stored
        return float(self.row_named(column, str(stored), where))

    def row_named(self, column: Column, text: str, where: str) -> int:
        """The row a Reference text names; PlanError when there is none."""
        target, key = key_target(self.plan.structure, column.kind.target)
        found = self.keys(target).get((text.casefold(),))
        if found is None:
            title = self.plan.declaration(target).title
            raise PlanError(f"{where} names “{text}”, but {title} has no such {key.title}. Add it there first.")
        return found

    def keys(self, worksheet: str) -> dict[tuple[str, ...], int]:
        """Row ids by their keys, folded; rows with an empty key are left out."""
        found = self._keys.get(worksheet)
        if found is None:
            found = self._keys[worksheet] = key_index(self.plan, worksheet)
        return found

    def write(self, worksheet: str, cells: Mapping[int, Mapping[str, StoredValue]]) -> None:
        """Set stored cells, {row: {stored column: value}}; cells that hold the value already are left alone."""
        rows = self.plan.rows[worksheet]
        places = rows.places(cells)
        columns = dict.fromkeys(chain.from_iterable(cells.values()))
        held = {column: rows.stored_at(places, column) for column in columns}
        edits = []
        for place, (row, changed) in enumerate(cells.items()):
            before, after = {}, {}
            for column, cell in changed.items():
                old = held[column][place]
                if type(old) is not type(cell) or old != cell:
                    before[column], after[column] = old, cell
            if after:
                edits.append(Edit("row", row, {"cells": before}, {"cells": after}))
        self.do(edits)

    # rows

    def insert(
        self, worksheet: str, rows: Sequence[Mapping[str, StoredValue]], positions: Sequence[float]
    ) -> list[int]:
        """Insert rows of stored cells (empty ones left out) and what is generated from them; gives their ids."""
        self.refuse_too_many(worksheet, len(rows))
        ids = [self.new_id() for _ in rows]
        stored_as = self.plan.stored_name(worksheet)
        whole = {"worksheet": stored_as, "sources": None}
        self.do([
            Edit("row", row, None, {**whole, "position": position, "cells": filled(cells)})
            for row, cells, position in zip(ids, rows, positions, strict=True)
        ])  # fmt: skip
        self.generate()
        return ids

    def refuse_too_many(self, worksheet: str, more: int) -> None:
        """PlanError when rows would pass the limit."""
        count = len(self.plan.rows[worksheet]) + more
        if count > MOST_ROWS:
            title = self.plan.declaration(worksheet).title
            raise PlanError(f"{title} would have {count:,} rows; a worksheet takes {MOST_ROWS:,}. Nothing was added.")

    def remove(self, worksheet: str, rows: Iterable[int]) -> None:
        """Remove rows, what is generated from them, and empty the References to them, in all scenarios."""
        gone = list(dict.fromkeys(rows))
        self._empty_references(worksheet, set(gone))
        self.do(edits_without_rows(self.plan, worksheet, set(gone)))
        self._remove_generated(worksheet, set(gone))
        held = self.plan.rows[worksheet]
        self.do([Edit("row", row, held.image(row), None) for row in gone])

    def _remove_generated(self, worksheet: str, gone: set[int]) -> None:
        for name, sources in self.plan.generated().items():
            rows = self.plan.rows[name]
            doomed = [
                int(rows.ids[place])
                for column, source in enumerate(sources)
                if source == worksheet
                for place in range(len(rows))
                if int(rows.sources[place, column]) in gone
            ]
            if doomed:
                self.remove(name, doomed)

    def _empty_references(self, worksheet: str, gone: set[int]) -> None:
        for name, column in references_to(self.plan, worksheet):
            rows = self.plan.rows[name]
            cells = rows.cells.get(column.stored_as)
            if cells is None or (column in self.plan.declaration(name).keys and self._is_generated(name)):
                continue
            hit = [int(row) for row, cell in zip(rows.ids, cells.numbers, strict=True) if int(cell) in gone]
            filled_rows = [row for row in hit if rows.stored(row, column.stored_as) is not None]
            self.write(name, {row: {column.stored_as: None} for row in filled_rows})

    def _is_generated(self, worksheet: str) -> bool:
        return self.plan.declaration(worksheet).rows.mode == "generated"

    def generate(self) -> None:
        """Add the rows that generated worksheets lack."""
        for name, sources in self.plan.generated().items():
            count = prod(len(self.plan.rows[source]) for source in sources)
            if count == len(self.plan.rows[name]):
                continue  # no source gained a row
            sheet = self.plan.declaration(name)
            if count > MOST_GENERATED:
                raise PlanError(
                    f"{sheet.title} would get {count:,} rows; {MOST_GENERATED:,} are the most. "
                    "Add fewer rows, or remove some first."
                )
            present = {tuple(pair) for pair in self.plan.rows[name].sources.tolist()}
            wanted = product(*(self.plan.rows[source].ids.tolist() for source in sources))
            self._insert_generated(sheet, [pair for pair in wanted if pair not in present])

    def _insert_generated(self, sheet: Worksheet, pairs: Sequence[tuple[int, ...]]) -> None:
        defaults = default_cells(sheet)
        keys = [column.stored_as for column in sheet.keys]
        edits = []
        for pair in pairs:
            cells = {**defaults, **{key: float(source) for key, source in zip(keys, pair, strict=True)}}
            image: Image = {"worksheet": sheet.stored_as, "position": 0.0, "sources": list(pair), "cells": cells}
            edits.append(Edit("row", self.new_id(), None, image))
        self.do(edits)

    # records

    def record(self, table: Table, key: int | str, after: Image | None) -> None:
        """Write a record whole, or remove it with None; fields of None are taken away."""
        before = self.plan.records.get((table, str(key)))
        if before is not None and after is not None:
            names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
            self.do([
                Edit(
                    table, key, {name: before.get(name) for name in names}, {name: after.get(name) for name in names}
                )
            ] if names else [])  # fmt: skip
        elif before is not None or after is not None:
            self.do([Edit(table, key, before, after)])


def filled(cells: Mapping[str, StoredValue]) -> dict[str, StoredValue]:
    """The cells that hold something."""
    return {column: cell for column, cell in cells.items() if cell is not None}


def default_cells(sheet: Worksheet) -> dict[str, StoredValue]:
    """What a new row begins with."""
    return {column.stored_as: column.default for column in sheet.columns if column.default is not None}

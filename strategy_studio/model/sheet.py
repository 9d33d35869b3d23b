"""The rows of one worksheet in memory: ids in order, and every input column as numpy arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..formula.states import anywhere
from ..formula.values import BOOLEAN, EMPTY, NUMBER, TEXT, Floats, States, Texts, Values
from .columns import StoredValue
from .storage import Image

Ids = npt.NDArray[np.int64]
_NUMBERS = frozenset((float, int, type(None)))
NO_IDS: Ids = np.zeros(0, dtype=np.int64)


@dataclass(slots=True, eq=False)
class InputColumn:
    """Stored cells of one column, one per row: numbers (text code, row id) and states.

    Arrays that are `lent` are never written into again, so that a column that holds them holds what was typed.
    """

    numbers: Floats
    states: States
    lent: bool = False

    def values(self) -> Values:
        """The cells, shape (1, rows), without a copy."""
        self.lent = True
        numbers, states = self.numbers.reshape(1, -1), self.states.reshape(1, -1)
        numbers.flags.writeable = states.flags.writeable = False
        return Values(numbers, states if anywhere(states) else None)

    def gave(self, values: Values) -> bool:
        """Whether `values` gave these numbers and nothing was written since."""
        return values.numbers.base is self.numbers

    def write(self, places: npt.NDArray[np.intp], new: InputColumn) -> None:
        """Set the cells at places."""
        if self.lent:
            self.numbers, self.states, self.lent = self.numbers.copy(), self.states.copy(), False
        self.numbers[places], self.states[places] = new.numbers, new.states


def encode(cells: Sequence[StoredValue], texts: Texts) -> InputColumn:
    """Stored values as arrays; None is an empty cell."""
    if _NUMBERS.issuperset(map(type, cells)):  # the common case
        numbers = np.array(cells, dtype=np.float64)
        blank = np.isnan(numbers)
        return InputColumn(np.where(blank, 0.0, numbers), np.where(blank, EMPTY, NUMBER).astype(np.uint8))
    pairs = [_encoded(cell, texts) for cell in cells]
    return InputColumn(
        np.array([number for number, _ in pairs], dtype=np.float64),
        np.array([state for _, state in pairs], dtype=np.uint8),
    )


def _encoded(cell: StoredValue, texts: Texts) -> tuple[float, int]:
    if cell is None:
        return 0.0, EMPTY
    if isinstance(cell, str):
        return float(texts.code(cell)), TEXT
    return float(cell), BOOLEAN if isinstance(cell, bool) else NUMBER


@dataclass(slots=True, eq=False)
class Rows:
    """Rows of a worksheet as the plan file holds them; columns are called by their stored names."""

    texts: Texts
    stored_as: str
    ids: Ids = field(default_factory=lambda: NO_IDS)
    positions: Floats = field(default_factory=lambda: np.zeros(0))
    sources: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    cells: dict[str, InputColumn] = field(default_factory=dict)
    _index: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def by_id(self) -> Mapping[int, int]:
        """The place of every row on screen, from 0, by its id."""
        if self._index is None:
            self._index = dict(zip(self.ids.tolist(), range(len(self.ids)), strict=True))
        return self._index

    def index(self, row: int) -> int:
        """The place of a row id on screen, from 0; KeyError when it is not here."""
        return self.by_id[row]

    def places(self, rows: Iterable[int]) -> npt.NDArray[np.intp]:
        """The places of row ids on screen; KeyError when one is not here."""
        return np.array([*map(self.by_id.__getitem__, rows)], dtype=np.intp)

    def has(self, row: int) -> bool:
        """Whether the row id is one of this worksheet."""
        return row in self.by_id

    def stored(self, row: int, column: str) -> StoredValue:
        """What the cell stores."""
        cells = self.cells.get(column)
        return None if cells is None else self._decode(cells, self.index(row))

    def _decode(self, cells: InputColumn, place: int) -> StoredValue:
        return self._read(int(cells.states[place]), float(cells.numbers[place]))

    def _read(self, state: int, number: float) -> StoredValue:
        if state == EMPTY:
            return None
        if state == TEXT:
            return self.texts.text(number)
        return number != 0 if state == BOOLEAN else number

    def stored_column(self, column: str) -> list[StoredValue]:
        """What the cells of a column store, in row order."""
        cells = self.cells.get(column)
        if cells is None:
            return [None] * len(self)
        return self._decoded(cells.numbers, cells.states)

    def stored_at(self, places: npt.NDArray[np.intp], column: str) -> list[StoredValue]:
        """What the cells of a column store at places."""
        cells = self.cells.get(column)
        return [None] * len(places) if cells is None else self._decoded(cells.numbers[places], cells.states[places])

    def _decoded(self, numbers: Floats, states: States) -> list[StoredValue]:
        found: list[StoredValue] = numbers.tolist()
        for place in np.flatnonzero(states != NUMBER).tolist():
            found[place] = self._read(int(states[place]), float(numbers[place]))
        return found

    def values(self, column: str) -> Values:
        """The column, shape (1, rows); all empty when nothing was ever entered."""
        cells = self.cells.get(column)
        if cells is None:
            shape = (1, len(self))
            return Values(np.zeros(shape), np.full(shape, EMPTY, dtype=np.uint8))
        return cells.values()

    def write(self, column: str, changed: Mapping[int, StoredValue]) -> None:
        """Set cells of one column, by row."""
        cells = self.cells.get(column)
        if cells is None:
            size = len(self)
            cells = self.cells[column] = InputColumn(np.zeros(size), np.full(size, EMPTY, dtype=np.uint8))
        cells.write(self.places(changed), encode([*changed.values()], self.texts))

    def insert(self, images: Sequence[tuple[int, Image]]) -> None:
        """Add rows with their ids, positions, sources and cells."""
        rows = [image.get("cells", {}) for _, image in images]
        named = dict.fromkeys(column for cells in rows for column in cells)
        size = len(self)
        for column in [*self.cells, *(column for column in named if column not in self.cells)]:
            old = self.cells.get(column) or InputColumn(np.zeros(size), np.full(size, EMPTY, dtype=np.uint8))
            new = encode([cells.get(column) for cells in rows], self.texts)
            self.cells[column] = InputColumn(
                np.concatenate((old.numbers, new.numbers)), np.concatenate((old.states, new.states))
            )
        self.ids = np.concatenate((self.ids, np.array([row for row, _ in images], dtype=np.int64)))
        positions = [float(image.get("position", 0.0)) for _, image in images]
        self.positions = np.concatenate((self.positions, np.array(positions)))
        self._append_sources([image.get("sources") or [] for _, image in images])
        self._index = None

    def _append_sources(self, sources: Sequence[Sequence[int]]) -> None:
        """Add what rows follow; 0, which no row is called, fills up where rows of older plans follow fewer."""
        width = max(self.sources.shape[1], max(map(len, sources), default=0))
        filled = [found if len(found) == width else [*found, *[0] * (width - len(found))] for found in sources]
        more = np.zeros((len(self.sources), width - self.sources.shape[1]), dtype=np.int64)
        new = np.array(filled, dtype=np.int64).reshape(len(filled), width)
        self.sources = np.concatenate((np.concatenate((self.sources, more), axis=1), new))

    def remove(self, rows: Iterable[int]) -> None:
        """Take rows away."""
        if not (gone := list(rows)):
            return
        keep = np.ones(len(self), dtype=bool)
        keep[self.places(gone)] = False
        self._take(np.flatnonzero(keep))

    def taken_out(self, places: npt.NDArray[np.intp]) -> Rows:
        """Rows taken away from places, as rows of their own with all they hold."""
        cells = {name: InputColumn(held.numbers[places], held.states[places]) for name, held in self.cells.items()}
        found = Rows(self.texts, self.stored_as, self.ids[places], self.positions[places], self.sources[places], cells)
        self.remove(found.ids.tolist())
        return found

    def move(self, positions: Mapping[int, float]) -> None:
        """Give rows new positions."""
        for row, position in positions.items():
            self.positions[self.index(row)] = position

    def sort(self, keys: Sequence[Any] | None = None) -> None:
        """Put rows in order: by position, or by the given arrays, the most important last."""
        order = np.lexsort((self.ids, self.positions) if keys is None else keys)
        if not np.array_equal(order, np.arange(len(order))):
            self._take(order)

    def _take(self, places: npt.NDArray[np.intp]) -> None:
        self.ids, self.positions, self.sources = self.ids[places], self.positions[places], self.sources[places]
        for cells in self.cells.values():
            cells.numbers, cells.states, cells.lent = cells.numbers[places], cells.states[places], False
        self._index = None

    def image(self, row: int) -> Image:
        """The row as the plan file holds it."""
        place = self.index(row)
        decoded = {column: self._decode(cells, place) for column, cells in self.cells.items()}
        sources = [int(source) for source in self.sources[place] if source] or None
        return {
            "worksheet": self.stored_as,
            "position": float(self.positions[place]),
            "sources": sources,
            "cells": {column: cell for column, cell in decoded.items() if cell is not None},
        }

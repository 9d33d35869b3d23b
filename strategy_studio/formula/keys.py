"""An index of one column's distinct values: which number a value has, and in which row it first stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .distinct import numbered
from .operators import highest_equal, lowest_equal
from .states import ALL_TEXTS, Flags, Rows, anywhere, states_of
from .values import BOOLEAN, NUMBER, TEXT, Floats, Texts, Values


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """Distinct keys numbered from 0; `rows` has the number of each row (`count` for empties and errors).

    `lows` and `highs` are the sorted ends of the ranges of equal numbers, which are the keys from 0 on; `folds` gives
    the key of each folded text code, `truths` the keys of FALSE and TRUE; -1 is no key. `first` is the first row of
    each key.
    """

    count: int
    rows: Rows
    lows: Floats
    highs: Floats
    folds: Rows
    truths: tuple[int, int]
    first: Rows

    def find(self, values: Values, texts: Texts) -> Rows:
        """The key equal to each cell, -1 for none, for empties and for errors; shape of the values."""
        if values.states is None:
            return self._find_numbers(values.numbers)
        if values.states is ALL_TEXTS:
            return self._find_texts(values.numbers, texts)
        states = np.broadcast_to(values.states, values.numbers.shape)
        found = np.full(values.numbers.shape, -1, dtype=np.intp)
        is_text = states == TEXT
        if is_text.all():
            return self._find_texts(values.numbers, texts)
        if anywhere(is_text):
            found[is_text] = self._find_texts(values.numbers[is_text], texts)
        is_number = states == NUMBER
        if anywhere(is_number):
            found[is_number] = self._find_numbers(values.numbers[is_number])
        is_boolean = states == BOOLEAN
        if anywhere(is_boolean):
            found[is_boolean] = np.array(self.truths)[values.numbers[is_boolean].astype(np.intp)]
        return found

    def _find_texts(self, codes: Floats, texts: Texts) -> Rows:
        if not codes.size or not self.folds.size:
            return np.full(codes.shape, -1, dtype=np.intp)
        folded = texts.folded(codes).astype(np.intp)
        known = folded < len(self.folds)
        return np.where(known, self.folds[np.where(known, folded, 0)], -1)

    def _find_numbers(self, numbers: Floats) -> Rows:
        if not self.lows.size:
            return np.full(numbers.shape, -1, dtype=np.intp)
        place = np.searchsorted(self.highs, lowest_equal(numbers))
        near = np.minimum(place, len(self.lows) - 1)
        return np.where((place < len(self.lows)) & (self.lows[near] <= highest_equal(numbers)), near, -1)


NO_ENDS: Floats = np.zeros(0)


def index_keys(column: Values, texts: Texts) -> KeyIndex:
    """The index of a whole column of one case, shape (1, rows)."""
    numbers = column.numbers[0]
    if column.states is ALL_TEXTS and len(numbers):
        rows = np.empty(numbers.shape, dtype=np.intp)
        folds, count = _text_keys(numbers, np.ones(numbers.shape, dtype=np.bool_), rows, texts, 0)
        return KeyIndex(count, rows, NO_ENDS, NO_ENDS, folds, (-1, -1), _first_rows(rows, count))
    states = np.broadcast_to(states_of(column)[0], numbers.shape)
    rows = np.full(numbers.shape, -1, dtype=np.intp)
    lows, highs = _number_keys(numbers, states == NUMBER, rows)
    folds, count = _text_keys(numbers, states == TEXT, rows, texts, len(lows))
    truths = [-1, -1]
    for truth in (0, 1):
        chosen = (states == BOOLEAN) & (numbers == truth)
        if anywhere(chosen):
            rows[chosen] = truths[truth] = count
            count += 1
    rows[rows < 0] = count
    return KeyIndex(count, rows, lows, highs, folds, (truths[0], truths[1]), _first_rows(rows, count))


def _first_rows(rows: Rows, count: int) -> Rows:
    first = np.zeros(count + 1, dtype=np.intp)
    first[rows[::-1]] = np.arange(len(rows))[::-1]
    return first[:count]


def _number_keys(numbers: Floats, chosen: Flags, rows: Rows) -> tuple[Floats, Floats]:
    """Numbers the chosen rows by their numbers; gives the sorted lowest and highest number of each key."""
    if not anywhere(chosen):
        return np.zeros(0), np.zeros(0)
    distinct, _, inverse = numbered(numbers[chosen])
    apart = distinct[1:] > highest_equal(distinct[:-1])
    rows[chosen] = np.concatenate([[0], np.cumsum(apart)])[inverse]
    return distinct[np.concatenate([[True], apart])], distinct[np.concatenate([apart, [True]])]


def _text_keys(numbers: Floats, chosen: Flags, rows: Rows, texts: Texts, count: int) -> tuple[Rows, int]:
    """Numbers the chosen rows by their texts from `count` on; gives the key of each folded code and the next number."""
    if not anywhere(chosen):
        return np.zeros(0, dtype=np.intp), count
    folded = texts.folded(numbers[chosen]).astype(np.intp)
    present = np.zeros(int(folded.max()) + 1, dtype=np.bool_)
    present[folded] = True
    following = count + int(present.sum())
    folds = np.where(present, np.cumsum(present) - 1 + count, -1)
    rows[chosen] = folds[folded]
    return folds, following

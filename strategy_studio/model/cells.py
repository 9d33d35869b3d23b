"""Whole columns of cells: compared, cut into blocks of cases and joined, row ids turned into the texts of keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..formula.states import anywhere
from ..formula.values import EMPTY, REF, TEXT, Values

SHORT = 512


def key_texts(cells: Values, ids: npt.NDArray[np.int64], keys: Values) -> Values:
    """Cells that hold row ids, in any number of cases, as the texts of the keys of those rows (of one case).

    #REF! stands for an id that is not there.
    """
    shape = cells.numbers.shape
    filled = np.ones(shape, dtype=bool) if cells.states is None else np.broadcast_to(cells.states, shape) != EMPTY
    if not len(ids) or not filled.any():
        return Values(np.zeros(shape), np.full(shape, EMPTY, dtype=np.uint8))
    by_id = np.argsort(ids)
    found = by_id[np.minimum(np.searchsorted(ids, cells.numbers, sorter=by_id), len(ids) - 1)]
    known = filled & (ids[found] == cells.numbers)
    states = np.full(shape, TEXT, dtype=np.uint8)
    if keys.states is not None:
        states = np.broadcast_to(keys.states, keys.numbers.shape)[0][found]
    states[~filled] = EMPTY
    states[filled & ~known] = REF
    return Values(np.where(known & (states == TEXT), keys.numbers[0][found], 0.0), states)


def same(old: Values, new: Values) -> bool:
    """Whether two columns hold the same in every cell."""
    if old is new:
        return True
    if old.numbers.shape != new.numbers.shape or not _equal(old.numbers, new.numbers):
        return False
    if old.states is None or new.states is None:
        other = new.states if old.states is None else old.states
        return other is None or not anywhere(other)
    if old.states is new.states and old.states.size == 1:
        return True
    shape = old.numbers.shape
    return np.array_equal(np.broadcast_to(old.states, shape), np.broadcast_to(new.states, shape))


def _equal(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    """Whether two arrays of one size hold the same; short ones are compared as bytes first, which is quicker."""
    if one.size <= SHORT and one.tobytes() == other.tobytes():
        return True
    return bool(np.count_nonzero(one.reshape(other.shape) == other) == one.size)


def block_of_cases(values: Values, start: int, size: int) -> Values:
    """`size` cases from `start` on; values that stand for all cases stay as they are."""
    if values.numbers.shape[0] == 1:
        return values
    states = values.states
    part = states[start : start + size] if states is not None and states.shape[0] > 1 else states
    return Values(values.numbers[start : start + size], part)


def stretched(values: Values, cases: int) -> Values:
    """The values with a first axis of so many cases."""
    shape = (cases, values.numbers.shape[1])
    states = None if values.states is None else np.broadcast_to(values.states, shape)
    return Values(np.broadcast_to(values.numbers, shape), states)


def joined(parts: list[Values]) -> Values:
    """Blocks of cases one after the other."""
    numbers = np.concatenate([part.numbers for part in parts])
    if all(part.states is None for part in parts):
        return Values(numbers)
    states = [np.zeros(part.numbers.shape, dtype=np.uint8) if part.states is None else part.states for part in parts]
    return Values(numbers, np.concatenate(states))

"""Rows gathered into groups, and what is computed of each group at once, for all cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .states import Flags, Rows
from .values import Floats, States


class Groups(Protocol):
    """Groups of rows; every result has shape (cases, groups + 1), the last standing for a group without rows."""

    def sum(self, numbers: Floats) -> Floats:
        """The sums of numbers, shape (cases, rows)."""
        ...

    def extreme(self, numbers: Floats, pick: Any, nothing: float) -> Floats:
        """The largest or smallest (`pick` np.maximum or np.minimum), `nothing` where there is none."""
        ...

    def first_error(self, states: States) -> States:
        """The first state along the rows that is not NUMBER."""
        ...


@dataclass(frozen=True, slots=True)
class RowGroups:
    """Groups that share no row: `rows` has the group of each row, `count` for none."""

    rows: Rows
    count: int

    def sum(self, numbers: Floats) -> Floats:
        """See Groups."""
        if numbers.shape[0] == 1:
            sums: Floats = np.bincount(self.rows, numbers[0], self.count + 1)[None, :].astype(np.float64, copy=False)
            sums[:, self.count] = 0.0
            return sums
        return self._reduced(numbers, np.add, 0.0)

    def extreme(self, numbers: Floats, pick: Any, nothing: float) -> Floats:
        """See Groups."""
        return self._reduced(numbers, pick, nothing)

    def first_error(self, states: States) -> States:
        """See Groups."""
        first = np.zeros((states.shape[0], self.count + 1), dtype=np.uint8)
        for case in range(states.shape[0]):
            # Assigned from the last row to the first, so that the first stays.
            failing = np.flatnonzero(states[case])[::-1]
            first[case, self.rows[failing]] = states[case, failing]
        first[:, self.count] = 0
        return first

    def _reduced(self, numbers: Floats, pick: Any, nothing: float) -> Floats:
        result = np.full((numbers.shape[0], self.count + 1), nothing)
        if len(self.rows):
            order = np.argsort(self.rows, kind="stable")
            ordered = self.rows[order]
            starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
            result[:, ordered[starts]] = pick.reduceat(numbers[:, order], starts, axis=1)
        result[:, self.count] = nothing
        return result


@dataclass(frozen=True, slots=True)
class MaskGroups:
    """Groups that may overlap: `masks`, shape (groups, rows), says which rows are in each."""

    masks: Flags

    def sum(self, numbers: Floats) -> Floats:
        """See Groups."""
        return self._with_none(numbers @ self.masks.T.astype(np.float64), 0.0)

    def extreme(self, numbers: Floats, pick: Any, nothing: float) -> Floats:
        """See Groups."""
        picked = [pick.reduce(np.where(self.masks, case, nothing), axis=1, initial=nothing) for case in numbers]
        return self._with_none(np.array(picked), nothing)

    def first_error(self, states: States) -> States:
        """See Groups."""
        first = np.zeros((states.shape[0], len(self.masks) + 1), dtype=np.uint8)
        for case in range(states.shape[0]):
            failing = np.where(self.masks, states[case], np.uint8(0))
            place = (failing != 0).argmax(axis=1)
            first[case, :-1] = np.take_along_axis(failing, place[:, None], axis=1)[:, 0]
        return first

    def _with_none(self, results: Floats, nothing: float) -> Floats:
        return np.concatenate([results, np.full((len(results), 1), nothing)], axis=1)

"""Rows gathered into groups, and what is computed of each group at once, for all cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .states import Flags, Rows
from .values import Floats, States

SIDE_BY_SIDE = 256
"""From so many cases on, rows are added up whole rather than cell by cell."""


class Groups(Protocol):
    """Groups of rows; every result has shape (cases, groups + 1), the last standing for a group without rows."""

    def sum(self, numbers: Floats) -> Floats:
        """The sums of numbers, shape (cases, rows)."""
        ...

    def sizes(self, length: int) -> Floats:
        """How many of the rows, of which there are `length`, are in each group."""
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
            single: Floats = np.bincount(self.rows, numbers[0], self.count + 1)[None, :].astype(np.float64, copy=False)
            single[:, self.count] = 0.0
            return single
        cases, groups = len(numbers), self.count + 1
        if cases >= SIDE_BY_SIDE:
            return self._sum_side_by_side(numbers)
        flat = (self.rows + np.arange(cases)[:, None] * groups).ravel()
        sums = np.bincount(flat, numbers.ravel(), cases * groups)
        totals: Floats = sums.astype(np.float64, copy=False).reshape(cases, groups)
        totals[:, self.count] = 0.0
        return totals

    def _sum_side_by_side(self, numbers: Floats) -> Floats:
        """The first row of every group, then the second of those that have one, and so on, for all cases at once."""
        totals: Floats = np.zeros((self.count + 1, len(numbers)))
        order = np.argsort(self.rows, kind="stable")
        order = order[: np.count_nonzero(self.rows < self.count)]
        groups = self.rows[order]
        places = np.arange(len(groups)) - np.searchsorted(groups, groups)
        turns = np.argsort(places, kind="stable")
        start, cells = 0, numbers.T
        with np.errstate(all="ignore"):  # as bincount does it
            for length in np.bincount(places).tolist():
                turn = turns[start : start + length]
                totals[groups[turn]] += cells[order[turn]]
                start += length
        return totals.T

    def sizes(self, length: int) -> Floats:
        """See Groups."""
        sizes = np.bincount(self.rows, minlength=self.count + 1)[None, :].astype(np.float64)
        sizes[:, self.count] = 0.0
        return sizes

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
    """Groups that may overlap: `masks`, shape (cases|1, groups, rows), says which rows are in each."""

    masks: Flags

    def sum(self, numbers: Floats) -> Floats:
        """See Groups."""
        weights, numbers = self.masks.astype(np.float64, order="C"), np.ascontiguousarray(numbers)
        if len(weights) == 1:
            return self._with_none(numbers @ weights[0].T, 0.0)
        return self._with_none(np.matmul(weights, numbers[:, :, None])[:, :, 0], 0.0)

    def sizes(self, length: int) -> Floats:
        """See Groups."""
        return self._with_none(self.masks.sum(axis=2, dtype=np.float64), 0.0)

    def extreme(self, numbers: Floats, pick: Any, nothing: float) -> Floats:
        """See Groups."""
        picked = np.empty((self._cases(numbers), self.masks.shape[1]))
        for group in range(picked.shape[1]):
            picked[:, group] = pick.reduce(np.where(self.masks[:, group], numbers, nothing), axis=1, initial=nothing)
        return self._with_none(picked, nothing)

    def first_error(self, states: States) -> States:
        """See Groups."""
        first = np.zeros((self._cases(states), self.masks.shape[1] + 1), dtype=np.uint8)
        for case in range(len(first)):
            cells = states[case if len(states) > 1 else 0]
            failing = np.where(self._of_case(case), cells, np.uint8(0))
            place = (failing != 0).argmax(axis=1)
            first[case, :-1] = np.take_along_axis(failing, place[:, None], axis=1)[:, 0]
        return first

    def _cases(self, cells: Floats | States) -> int:
        return max(len(cells), len(self.masks))

    def _of_case(self, case: int) -> Flags:
        masks: Flags = self.masks[case if len(self.masks) > 1 else 0]
        return masks

    def _with_none(self, results: Floats, nothing: float) -> Floats:
        return np.concatenate([results, np.full((len(results), 1), nothing)], axis=1)

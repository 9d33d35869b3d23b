"""Flip points: how far an input can move before one figure stops being ahead of another, or of a threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..formula.errors import PlanError
from ..formula.values import Floats
from ..model.inputs import Cell, cell_label
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from .single_cells import (
    base_numbers,
    held_number,
    kind_of,
    measurable,
    one_at_a_time,
    shown,
    stated,
    varied_cells,
    within_limits,
)
from .tornado import Ranges, checked_ranges, within_kind

POINTS = 65
"""Values of an input that are looked at between the ends of its range before a turn is narrowed down."""
PARTS = 9
NARROW = 1e-12
MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest value of one input at which the order turns; `at` None when it never does within the range."""

    cell: Cell
    label: str
    held: float
    low: float
    high: float
    at: float | None
    sentence: str

    @property
    def distance(self) -> float:
        """How far the input must move, as a share of its size; infinite when nothing turns."""
        return math.inf if self.at is None else abs(self.at - self.held) / (abs(self.held) or 1.0)


@dataclass(frozen=True, slots=True)
class Bracket:
    """An input's value where the order still is as now, and one next to it where it has turned."""

    cell: Cell
    same: float
    turned: float


def usual_range(plan: Plan, cell: Cell) -> tuple[float, float]:
    """Where an input is looked for unless a range is stated: a score's range, 0 to 100 %, else nothing to double."""
    number, kind = held_number(plan, cell), kind_of(plan, cell)
    if kind.low is not None and kind.high is not None:
        return kind.low, kind.high
    if kind.name == "Percent" and 0 <= number <= 1:
        return 0.0, 1.0
    if number == 0:
        return -1.0, 1.0
    return within_kind(kind, min(0.0, 2 * number), max(0.0, 2 * number))


def grid(plan: Plan, cell: Cell, low: float, high: float, points: int = POINTS) -> Floats:
    """Ascending values of an input from low to high, the one it holds among them when it lies between."""
    spread = within_limits(kind_of(plan, cell), np.linspace(low, high, points))
    number = held_number(plan, cell)
    inside = [number] if low <= number <= high else []
    return np.unique(np.concatenate([spread, [low, high], inside]))


def flip_points(
    plan: Plan,
    first: Cell,
    second: Cell | float,
    cells: Sequence[Cell] | None = None,
    ranges: Ranges | None = None,
    progress: Progress = unwatched,
) -> tuple[Flip, ...]:
    """For each input the nearest value at which `first` comes to stand on the other side of `second`.

    Being equal counts as being ahead. Every point is found on the plan itself: a scan of the range outwards from the
    value held, then the turn narrowed down, all inputs at once; inputs that turn it soonest come first. Two turns
    between neighbouring values of the scan are not seen. PlanError when there is nothing to compare now.
    """
    targets = [first, second] if isinstance(second, Cell) else [first]
    measurable(plan, targets)
    if first == second:
        raise PlanError(f"{cell_label(plan, first)} is compared with itself. Name another figure, or a number.")
    chosen, stated = varied_cells(plan, targets, cells), checked_ranges(plan, ranges or {})
    order = Order(plan, first, second, targets)
    limits = [stated.get(cell) or usual_range(plan, cell) for cell in chosen]
    trials = [
        (cell, np.union1d(grid(plan, cell, *ends), [held_number(plan, cell)]))
        for cell, ends in zip(chosen, limits, strict=True)
    ]
    scanned = one_at_a_time(plan, trials, targets, progress)
    brackets = [
        found
        for (cell, numbers), results in zip(trials, scanned, strict=False)
        if (found := _nearest_turn(cell, held_number(plan, cell), numbers, order.ahead(results)))
    ]
    turns = {bracket.cell: bracket.turned for bracket in _narrowed(plan, order, brackets)}
    flips = [
        order.flip(cell, ends, turns.get(cell), len(numbers))
        for (cell, numbers), ends, _ in zip(trials, limits, scanned, strict=False)
    ]  # fmt: skip
    return tuple(sorted(flips, key=lambda flip: flip.distance))


class Order:
    """Who is ahead of whom, now and in other cases."""

    def __init__(self, plan: Plan, first: Cell, second: Cell | float, targets: Sequence[Cell]) -> None:
        self.plan, self.first, self.second, self.targets = plan, first, second, targets
        base = base_numbers(plan, targets)
        for cell, number in zip(targets, base, strict=True):
            if math.isnan(number):
                raise PlanError(f"{cell_label(plan, cell)} has no value now, so that nothing can turn. "
                                "Fill in its inputs first.")  # fmt: skip
        self.now = self.ahead(base[None, :])[0] > 0

    def ahead(self, results: Floats) -> Floats:
        """1 where first is ahead of second or equal to it, 0 where not, NaN where one has no number."""
        other = results[:, 1] if isinstance(self.second, Cell) else float(self.second)
        gap = results[:, 0] - other
        return np.where(np.isnan(gap), np.nan, gap >= 0)

    def flip(self, cell: Cell, ends: tuple[float, float], at: float | None, tried: int) -> Flip:
        """The result of one input; what was seen at the values tried is not said of all those between them."""
        number, label = held_number(self.plan, cell), cell_label(self.plan, cell)
        low, high = (shown(self.plan, cell, end) for end in ends)
        if at is None:
            sentence = f"{self.words()} at all {tried} values of {label} tried between {low} and {high}."
        else:
            moves = "falls below" if at < number else "rises above"
            if kind_of(self.plan, cell).name == "Whole number":
                moves = "falls to" if at < number else "rises to"
            sentence = f"{self.words()} until {label} {moves} {shown(self.plan, cell, at)}."
        return Flip(cell, label, number, *ends, at, sentence)

    def words(self) -> str:
        """How the two stand now."""
        if not isinstance(self.second, Cell):
            side = "at or above" if self.now else "below"
            return f"{cell_label(self.plan, self.first)} stays {side} {stated(self.plan, self.first, self.second)}"
        one, other = cell_label(self.plan, self.first), cell_label(self.plan, self.second)
        side = "ahead of" if self.now else "behind"
        if self.first.node == self.second.node and self.first.row and self.second.row:
            title = one.split(" of ", 1)[0]
            one, other = one.removeprefix(f"{title} of "), other.removeprefix(f"{title} of ")
            return f"{one} stays {side} {other} in {title}"
        return f"{one} stays {side} {other}"


def _nearest_turn(cell: Cell, number: float, numbers: Floats, ahead: Floats) -> Bracket | None:
    """The first turn on the way out from the value held, on the nearer side; where nothing has a value it ends."""
    middle = int(np.searchsorted(numbers, number))
    found = []
    for step, end in ((1, len(numbers)), (-1, -1)):
        for at in range(middle + step, end, step):
            if np.isnan(ahead[at]):
                break
            if ahead[at] != ahead[middle]:
                found.append(Bracket(cell, float(numbers[at - step]), float(numbers[at])))
                break
    return min(found, key=lambda bracket: abs(bracket.turned - number), default=None)


def _narrowed(plan: Plan, order: Order, brackets: list[Bracket]) -> list[Bracket]:
    """Brackets narrowed down to neighbouring numbers, all of them in every round."""
    for _ in range(MOST_ROUNDS):
        trials = [(bracket.cell, _inside(plan, bracket)) for bracket in brackets]
        wide = [at for at, (_, numbers) in enumerate(trials) if len(numbers)]
        if not wide:
            break
        for at, results in zip(wide, one_at_a_time(plan, [trials[at] for at in wide], order.targets), strict=True):
            brackets[at] = _tightened(brackets[at], trials[at][1], order.ahead(results), order.now)
    return brackets


def _inside(plan: Plan, bracket: Bracket) -> Floats:
    """Values to look at between the ends, from the side that is as now; none when the bracket is narrow enough."""
    width = abs(bracket.turned - bracket.same)
    if width <= NARROW * max(abs(bracket.turned), abs(bracket.same)):
        return np.zeros(0)
    inner = within_limits(kind_of(plan, bracket.cell), np.linspace(bracket.same, bracket.turned, PARTS + 1)[1:-1])
    between: Floats = inner[(inner != bracket.same) & (inner != bracket.turned)]
    return between


def _tightened(bracket: Bracket, numbers: Floats, ahead: Floats, now: bool) -> Bracket:
    """The bracket around the first turn inside it; a value without a result counts as turned no more than before."""
    turned = np.flatnonzero(~np.isnan(ahead) & (ahead != float(now)))
    if not len(turned):
        return Bracket(bracket.cell, float(numbers[-1]), bracket.turned)
    first = int(turned[0])
    return Bracket(bracket.cell, float(numbers[first - 1]) if first else bracket.same, float(numbers[first]))

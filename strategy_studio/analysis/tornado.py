"""A tornado: how far one figure swings when each input is lowered and raised, one at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..formula.errors import PlanError
from ..formula.values import Floats
from ..model.columns import Kind
from ..model.inputs import Cell, cell_label
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from .single_cells import (
    base_numbers,
    held_number,
    is_date,
    kind_of,
    measurable,
    one_at_a_time,
    shown,
    varied_cells,
    within_limits,
)

Ranges = Mapping[Cell, tuple[float, float]]
DAYS = 30.0
"""How far a date is moved to both sides unless something else is said."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One input, lowered and raised, and the target at both; None where it then is empty or an error.

    `low_text` and `high_text` are the inputs as people write them.
    """

    cell: Cell
    label: str
    low_input: float
    high_input: float
    low_text: str
    high_text: str
    low: float | None
    high: float | None

    def width(self, base: float | None) -> float:
        """How far apart the target comes out, the plan's own value included; 0 when nothing came out."""
        ends = [end for end in (self.low, self.high, base) if end is not None]
        return max(ends) - min(ends) if ends else 0.0


@dataclass(frozen=True, slots=True)
class Tornado:
    """Swings of one target around the plan's own value, widest first; `complete` is False when it was cancelled."""

    target: Cell
    label: str
    base: float | None
    swings: tuple[Swing, ...]
    complete: bool = True


def tornado(
    plan: Plan,
    target: Cell,
    cells: Sequence[Cell] | None = None,
    percent: float = 0.10,
    ranges: Ranges | None = None,
    progress: Progress = unwatched,
    days: float = DAYS,
) -> Tornado:
    """The target with each input at its value less and plus `percent` of it, or at its stated (low, high).

    Without cells all numeric inputs that the target rests on, Parameters too. Dates are varied where they are named,
    by `days` before and after. Scores stay in their range, shares at or below 100 %, whole numbers are rounded
    outwards. PlanError for cells that cannot be varied, wrong ranges and a target that is a text.
    """
    measurable(plan, [target])
    stated = checked_ranges(plan, ranges or {})
    if not 0 < percent < math.inf:
        raise PlanError(f"Inputs are varied by more than 0 %, not by {percent * 100:g} %. Choose 10 %, say.")
    if not 1 <= days < math.inf:
        raise PlanError(f"Dates are varied by a day or more, not {days:g}. Write 30 for a month.")
    chosen = varied_cells(plan, [target], cells, dates=True)
    ends = [stated[cell] if cell in stated else around(plan, cell, percent, days) for cell in chosen]
    found = one_at_a_time(plan, [(c, np.array(e)) for c, e in zip(chosen, ends, strict=True)], [target], progress)
    base = or_none(base_numbers(plan, [target])[0])
    swings = [
        _swing(plan, cell, end, result[:, 0]) for cell, end, result in zip(chosen, ends, found, strict=False)
    ]  # fmt: skip
    widest_first = sorted(swings, key=lambda swing: -swing.width(base))
    return Tornado(target, cell_label(plan, target), base, tuple(widest_first), len(found) == len(chosen))


def _swing(plan: Plan, cell: Cell, ends: tuple[float, float], results: Floats) -> Swing:
    low, high = ends
    return Swing(cell, cell_label(plan, cell), low, high, shown(plan, cell, low), shown(plan, cell, high),
                 or_none(results[0]), or_none(results[1]))  # fmt: skip


def or_none(number: float) -> float | None:
    """A float, None instead of NaN."""
    return None if math.isnan(number) else float(number)


def around(plan: Plan, cell: Cell, percent: float, days: float = DAYS) -> tuple[float, float]:
    """What an input holds, less and plus a share of its size (a date: some days), within what its kind takes.

    A share that is not above 100 % is not raised above it: nobody retains 104 % of the customers.
    """
    number, kind = held_number(plan, cell), kind_of(plan, cell)
    reach = days if is_date(plan, cell) else abs(number) * percent
    low, high = within_kind(kind, number - reach, number + reach)
    return low, min(high, 1.0) if kind.name == "Percent" and number <= 1 else high


def within_kind(kind: Kind, low: float, high: float) -> tuple[float, float]:
    """A range a kind takes: scores cut to their range, whole numbers rounded outwards."""
    if kind.name == "Whole number":
        return float(math.floor(round(low, 9))), float(math.ceil(round(high, 9)))
    cut = within_limits(kind, np.array([low, high]))
    return float(cut[0]), float(cut[1])


def checked_ranges(plan: Plan, ranges: Ranges) -> dict[Cell, tuple[float, float]]:
    """Stated ranges within what the kinds take; PlanError for one whose low end is not below its high end."""
    varied_cells(plan, [], list(ranges), dates=True)
    for cell, (low, high) in ranges.items():
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise PlanError(f"The range of {cell_label(plan, cell)} runs from {low:g} to {high:g}. "
                            "Give two numbers, the lower first.")  # fmt: skip
    cut = {cell: within_kind(kind_of(plan, cell), float(low), float(high)) for cell, (low, high) in ranges.items()}
    for cell, (low, high) in cut.items():
        if low >= high:
            raise PlanError(f"The range of {cell_label(plan, cell)} lies outside what it can be. Give one inside.")
    return cut

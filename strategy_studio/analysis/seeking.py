"""Goal seek: the value of one input at which a figure becomes what is wanted, found on the plan itself."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..formula.errors import PlanError
from ..formula.values import Floats
from ..model.changes import Change, SetCells, SetParameters
from ..model.inputs import Cell, cell_label
from ..model.plan import Plan
from .flips import grid, usual_range
from .single_cells import (
    CellCases,
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
from .tornado import checked_ranges

POINTS = 201
ZOOMS, ZOOMED = 6, 33
"""How often more values are tried where the target comes nearest, and how many there."""
NARROWINGS = 9
"""How often the edge of a stretch of solutions is narrowed, each time to a 33rd."""
MOST_ROOTS = 12
"""Sign changes that are followed up, the nearest to the held value first."""
CLOSE = 1e-6
"""A root leaves no more than this share of the difference at the ends of its bracket; what leaves more is a jump."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a goal seek found: the value and what the target then is; None when there is none, which is then said.

    `others` are further values that do it too. `exact` is False when a whole number only comes near.
    """

    target: Cell
    wanted: float
    cell: Cell
    label: str
    found: float | None
    reached: float | None
    sentence: str
    others: tuple[float, ...] = ()
    exact: bool = True


def seek(
    plan: Plan, target: Cell, wanted: float, cell: Cell, low: float | None = None, high: float | None = None
) -> Sought:
    """The value of `cell` between low and high at which `target` is `wanted`; the nearest to the held one.

    Without a range: a score's range, 0 to 100 %, else up to a thousand times the held value. A jump past the wanted
    value is no solution. PlanError for a cell that cannot be varied and for a range that is none.
    """
    varied_cells(plan, [], [cell])
    measurable(plan, [target])
    if not math.isfinite(wanted):
        raise PlanError(f"{cell_label(plan, target)} cannot become {wanted:g}. Want a number.")
    numbers = _looked_at(plan, cell, low, high)
    numbers, results = closer(plan, target, wanted, cell, numbers)
    gaps = results - wanted
    if np.isnan(gaps).all():
        return _nothing(plan, target, wanted, cell, numbers, results)
    held = held_number(plan, cell)
    whole = kind_of(plan, cell).name == "Whole number"
    roots = _whole_roots(plan, target, wanted, cell, numbers, gaps) if whole else _roots(
        plan, target, wanted, cell, numbers, gaps
    )  # fmt: skip
    if not roots:
        return _nothing(plan, target, wanted, cell, numbers, results)
    best, *others = sorted(roots, key=lambda root: abs(root - held))
    return _something(plan, target, wanted, cell, best, tuple(sorted(others)))


def seek_change(plan: Plan, sought: Sought) -> Change:
    """The edit that applies what was found; PlanError when nothing was."""
    if sought.found is None:
        raise PlanError(sought.sentence)
    label = f"Goal seek {sought.label}"
    place = plan.structure.places[sought.cell.node]
    if place.column is None or sought.cell.row is None:
        return SetParameters({sought.cell.node: sought.found}, label=label)
    return SetCells(place.worksheet, {(sought.cell.row, place.column.title): sought.found}, label=label)


def _looked_at(plan: Plan, cell: Cell, low: float | None, high: float | None) -> Floats:
    """The values of the scan, ascending; denser near the held value when no range is stated."""
    held, kind = held_number(plan, cell), kind_of(plan, cell)
    usual = usual_range(plan, cell)
    if low is not None or high is not None:
        ends = (usual[0] if low is None else low, usual[1] if high is None else high)
        return grid(plan, cell, *checked_ranges(plan, {cell: ends})[cell], POINTS)
    near = grid(plan, cell, *usual, POINTS)
    if kind.low is not None or usual == (0.0, 1.0):
        return near
    size, sign = abs(held) or 1.0, -1.0 if held < 0 else 1.0
    far = sign * size * np.geomspace(2, 1000, 60)
    if held == 0:
        far = np.concatenate([far, -far])
    return np.unique(np.concatenate([near, np.round(far) if kind.name == "Whole number" else far]))


def closer(plan: Plan, target: Cell, wanted: float, cell: Cell, numbers: Floats) -> tuple[Floats, Floats]:
    """The values of the scan with their results; more of them where the target comes nearest and never gets past.

    Beside a pole or a turning point it may get there between two neighbours.
    """
    results = one_at_a_time(plan, [(cell, numbers)], [target])[0][:, 0]
    for _ in range(ZOOMS):
        gaps = results - wanted
        still = np.nanmin(results) == np.nanmax(results) if np.isfinite(results).any() else True
        if still or (gaps == 0).any() or (gaps[:-1] * gaps[1:] < 0).any():
            break
        size = np.pad(np.where(np.isnan(gaps), np.inf, np.abs(gaps)), 1, constant_values=np.inf)
        lowest = np.flatnonzero(np.isfinite(size[1:-1]) & (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:]))
        nearest = lowest[np.argsort(size[1:-1][lowest], kind="stable")][:MOST_ROOTS]
        ends = [numbers[max(0, at - 1) : at + 2] for at in nearest]
        inner = [np.linspace(end[0], end[-1], ZOOMED) for end in ends]
        fresh = np.setdiff1d(within_limits(kind_of(plan, cell), np.concatenate([*inner, numbers[:0]])), numbers)
        if not len(fresh):
            break
        found = one_at_a_time(plan, [(cell, fresh)], [target])[0][:, 0]
        order = np.argsort(np.concatenate([numbers, fresh]), kind="stable")
        numbers, results = np.concatenate([numbers, fresh])[order], np.concatenate([results, found])[order]
    return numbers, results


def _roots(plan: Plan, target: Cell, wanted: float, cell: Cell, numbers: Floats, gaps: Floats) -> list[float]:
    """The values at which the gap is 0: scanned ones, and those between two of different sign."""
    from scipy.optimize import toms748

    cases = CellCases(plan, (cell,), (target,))

    def gap(number: float) -> float:
        found = float(cases.numbers(np.array([[number]]))[0, 0])
        return found - wanted if math.isfinite(found) else 1e300  # no value in between: a jump, which is refused below

    roots = _reached(plan, target, wanted, cell, numbers, gaps)
    turns = np.flatnonzero(gaps[:-1] * gaps[1:] < 0)
    held = held_number(plan, cell)
    for at in sorted(turns, key=lambda at: abs(numbers[at] - held))[:MOST_ROOTS]:
        size = abs(gaps[at]) + abs(gaps[at + 1])
        root = float(toms748(gap, numbers[at], numbers[at + 1], xtol=1e-15, rtol=1e-14))
        if abs(gap(root)) <= max(CLOSE * size, 1e-12 * abs(wanted)) and _continuous(gap, root, size):
            roots.append(root)
    return roots


def _reached(
    plan: Plan, target: Cell, wanted: float, cell: Cell, numbers: Floats, gaps: Floats
) -> list[float]:  # fmt: skip
    """Of every stretch of scanned values at which the gap is 0, the value nearest to the held one."""
    held, found = held_number(plan, cell), []
    hits = np.flatnonzero(gaps == 0)
    for run in np.split(hits, np.flatnonzero(np.diff(hits) > 1) + 1):
        if not len(run):
            continue
        at = int(run[np.argmin(np.abs(numbers[run] - held))])
        beside = at - 1 if numbers[at] > held else at + 1
        if numbers[at] == held or not 0 <= beside < len(numbers):
            found.append(float(numbers[at]))
        else:
            found.append(_edge(plan, target, wanted, cell, float(numbers[at]), float(numbers[beside])))
    return found


def _edge(plan: Plan, target: Cell, wanted: float, cell: Cell, hit: float, miss: float) -> float:
    """The value nearest to `miss` that keeps the target where it is at `hit`: a count moves in steps, not all the way.

    Rounded to what is shown, away from `miss`, where that still is a solution.
    """

    def still(values: Floats) -> int:
        reached = one_at_a_time(plan, [(cell, values)], [target])[0][:, 0]
        return int(np.cumprod(reached == wanted).sum())

    first, whole = hit, kind_of(plan, cell).name == "Whole number"
    for _ in range(NARROWINGS):
        between = np.linspace(hit, miss, ZOOMED + 1)[1:-1]
        tried = dict.fromkeys((np.round(between) if whole else between).tolist())
        inner = np.array([value for value in tried if value not in (hit, miss)])
        count = still(inner) if len(inner) else 0
        if not count and hit == first:
            return hit
        if not len(inner):
            break
        hit, miss = float(inner[count - 1]) if count else hit, float(inner[count]) if count < len(inner) else miss
    unit = 1e-4 if kind_of(plan, cell).name == "Percent" else 10.0 ** (math.floor(math.log10(abs(hit) or 1.0)) - 3)
    plain = round((math.ceil if hit > miss else math.floor)(hit / unit) * unit, 12)
    return plain if not whole and still(np.array([plain])) else hit


def _continuous(gap: object, root: float, size: float) -> bool:
    """Whether the gap is as good as 0 on both sides of a root; beside a jump or a pole it is not."""
    assert callable(gap)
    step = 1e-12 * (abs(root) or 1.0)
    return all(abs(gap(root + side)) <= max(1e-3 * size, 1e-300) for side in (-step, step))


def _whole_roots(plan: Plan, target: Cell, wanted: float, cell: Cell, numbers: Floats, gaps: Floats) -> list[float]:
    """The whole numbers at which the gap is 0, or comes nearest to it beside a change of sign."""
    roots = _reached(plan, target, wanted, cell, numbers, gaps)
    held = held_number(plan, cell)
    turns = np.flatnonzero(gaps[:-1] * gaps[1:] < 0)
    for at in sorted(turns, key=lambda at: abs(numbers[at] - held))[:MOST_ROOTS]:
        low, high, sign = float(numbers[at]), float(numbers[at + 1]), np.sign(gaps[at])
        while high - low > 1:
            inner = np.unique(np.round(np.linspace(low, high, 34)))
            found = one_at_a_time(plan, [(cell, inner)], [target])[0][:, 0] - wanted
            if np.isnan(found).any():
                break
            first = int(np.flatnonzero(np.sign(found) != sign)[0])
            low, high = float(inner[first - 1]), float(inner[first])
        ends = np.array([low, high], dtype=np.float64)
        left = np.abs(one_at_a_time(plan, [(cell, ends)], [target])[0][:, 0] - wanted)
        if not np.isnan(left).any():
            roots.append(float(ends[int(left.argmin())]))
    return roots


def _something(
    plan: Plan, target: Cell, wanted: float, cell: Cell, found: float, others: tuple[float, ...]
) -> Sought:  # fmt: skip
    reached = float(one_at_a_time(plan, [(cell, np.array([found]))], [target])[0][0, 0])
    label, goal = cell_label(plan, cell), cell_label(plan, target)
    exact = math.isclose(reached, wanted, rel_tol=1e-6, abs_tol=1e-9)
    value, now = shown(plan, cell, found), shown(plan, cell, held_number(plan, cell))
    if found == held_number(plan, cell):
        state = "is" if exact else "comes nearest to"
        end = "" if exact else f": {shown(plan, target, reached)}"
        sentence = f"{goal} {state} {stated(plan, target, wanted)} already, with {label} as it is, {now}{end}."
    elif exact:
        sentence = f"{goal} becomes {stated(plan, target, wanted)} when {label} is {value} instead of {now}."
    else:
        sentence = (
            f"{goal} comes nearest to {stated(plan, target, wanted)} when {label} is {value} instead of {now}: "
            f"{shown(plan, target, reached)}."
        )
    if others:
        listed = ", ".join(shown(plan, cell, other) for other in others[:3]) + (", ..." if len(others) > 3 else "")
        sentence += f" {len(others)} other value{'s do' if len(others) > 1 else ' does'} it too: {listed}."
    return Sought(target, wanted, cell, label, found, reached, sentence, others, exact)


def _nothing(plan: Plan, target: Cell, wanted: float, cell: Cell, numbers: Floats, results: Floats) -> Sought:
    label, goal = cell_label(plan, cell), cell_label(plan, target)
    ends = f"between {shown(plan, cell, float(numbers[0]))} and {shown(plan, cell, float(numbers[-1]))}"
    start = f"No value of {label} {ends} was found that makes {goal} {stated(plan, target, wanted)}"
    tried = f"at the {len(numbers):,} values tried"
    valued = results[~np.isnan(results)]
    if not len(valued):
        sentence = f"{start}: it has no value {tried}. Try another range."
    elif valued.min() == valued.max():
        held = float(base_numbers(plan, [target])[0])
        stays = shown(plan, target, held if math.isfinite(held) else float(valued[0]))
        sentence = f"{start}: it stays {stays} {tried}. Choose an input it depends on, or a narrower range."
    else:
        reach = f"{shown(plan, target, float(valued.min()))} to {shown(plan, target, float(valued.max()))}"
        jumps = valued.min() < wanted < valued.max()
        sentence = (
            f"{start}: it {'jumps past that value within' if jumps else 'reaches'} {reach} {tried}. Try another input."
        )
    return Sought(target, wanted, cell, label, None, None, sentence)

"""Claims of the strategy map tested against measurements: does the effect follow its cause at the stated lag?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ..model.plan import Plan
from ..model.review import ClaimRoles, ReviewRoles
from .rows import cells, review_roles, rule_cells

Verdict = Literal["Supported so far", "Contradicted", "Unclear", "Too few"]
FEWEST = 6
"""Points below which nothing is said."""
CLEAR = 0.3
"""The rank correlation from which a link counts as more than slight (Cohen 1988, medium effect)."""

Series = Mapping[int, float]
"""Levels by month (year * 12 + month), up is better, in parts of the measure's scale."""


@dataclass(frozen=True, slots=True)
class Point:
    """The change of the cause that ended on a date, and that of the effect as much later as the lag says."""

    at: date
    cause: float
    effect: float


@dataclass(frozen=True, slots=True)
class ClaimTest:
    """One claim and what the measurements say about it.

    `lag` is in periods, None when the claim states none, `lag_months` in months; `step` is the months from one value
    to the next. `sign` is 1, or -1 where cause and effect are said to move apart. Of the `moving` points, where
    both sides changed, `agreeing` moved as claimed. `correlation` is Spearman's, of the claim: above 0 speaks for it;
    None when a side never varies. `sentence` says it all.
    """

    row: int
    label: str
    claim: str
    cause: str
    effect: str
    sign: int
    lag: int | None
    lag_months: int
    step: int
    points: tuple[Point, ...]
    agreeing: int
    moving: int
    correlation: float | None
    verdict: Verdict
    sentence: str


def test_claims(plan: Plan) -> tuple[ClaimTest, ...]:
    """Every claim of the strategy map, in row order, tested against the measurements of both its objectives.

    Changes are compared, not levels, because levels that both rise with time correlate whatever drives them (Yule
    1926; Granger & Newbold 1974). An objective's change is the mean over its measures of the scaled change, so that a
    measure which begins later does not make it jump. Values count for the last month they were taken in, in steps of
    the widest usual distance between the values of both objectives.
    """
    roles = review_roles(plan)
    if roles is None:
        return ()
    return tuple(_tested(*claim, _month(plan.value(roles.today))) for claim in _claims(plan, roles.claims, roles))


test_claims.__test__ = False  # type: ignore[attr-defined]  # its name reads like one of pytest's


@dataclass(frozen=True, slots=True)
class _Claim:
    row: int
    label: str
    claim: str
    cause: str
    effect: str
    sign: int
    lag: int | None
    lag_months: int


def _claims(plan: Plan, roles: ClaimRoles, review: ReviewRoles) -> list[tuple[_Claim, list[Series], list[Series]]]:
    sheet = plan.sheet(roles.cause.partition("[")[0])
    series = objective_series(plan, review)
    columns = [cells(plan, node) for node in (roles.claim, roles.cause, roles.effect, roles.lag)]
    rules = [rule_cells(plan, formula, roles.cause) for formula in (roles.sign, roles.lag_months)]
    found = []
    rows = zip(sheet.ids, sheet.key_labels(), *columns, *rules, strict=True)
    for row, label, text, cause, effect, lag, sign, months in rows:
        known = isinstance(lag, float) and isinstance(months, float)
        claim = _Claim(row, label, text or "", cause or "", effect or "", -1 if sign == -1 else 1,
                       int(lag) if known else None, round(months) if known else 0)  # fmt: skip
        found.append((claim, series.get(cause, []), series.get(effect, [])))
    return found


def objective_series(plan: Plan, roles: ReviewRoles) -> dict[str, list[Series]]:
    """The levels of every measure, by the objective it belongs to; months without a usable value are left out."""
    readings = roles.readings
    dated: dict[str, dict[date, float]] = {}
    rows = zip(
        cells(plan, readings.measure),
        cells(plan, readings.date),
        rule_cells(plan, readings.level, readings.measure),
        strict=True,
    )
    for measure, day, level in rows:
        if measure is not None and isinstance(day, date) and type(level) is float:
            dated.setdefault(measure, {})[day] = level
    found: dict[str, list[Series]] = {}
    for measure, objective in zip(cells(plan, roles.measures.key), cells(plan, roles.measures.objective), strict=True):
        if objective is not None and measure in dated:
            levels = {_month(day): level for day, level in sorted(dated[measure].items())}
            found.setdefault(objective, []).append(levels)
    return found


def _month(day: Any) -> int:
    return day.year * 12 + day.month - 1 if isinstance(day, date) else 0


def _tested(claim: _Claim, cause: list[Series], effect: list[Series], today: int) -> ClaimTest:
    step = usual_step([*cause, *effect])
    causes = changes(cause, today - claim.lag_months, step)
    effects = changes(effect, today, step)
    both = sorted(causes.keys() & effects.keys(), reverse=True) if claim.lag is not None else []
    points = tuple(Point(_day(today - claim.lag_months - at * step), causes[at], effects[at]) for at in both)
    moved = [point.cause * point.effect * claim.sign for point in points if point.cause and point.effect]
    agreeing = sum(product > 0 for product in moved)
    correlation = spearman([point.cause for point in points], [claim.sign * point.effect for point in points])
    verdict = judged(len(points), agreeing, len(moved), correlation)
    sentence = _sentence(claim, points, agreeing, len(moved), correlation, verdict, step, bool(cause), bool(effect))
    return ClaimTest(claim.row, claim.label, claim.claim, claim.cause, claim.effect, claim.sign, claim.lag,
                     claim.lag_months, step, points, agreeing, len(moved), correlation, verdict, sentence)  # fmt: skip


def _day(month: int) -> date:
    """The first day of a month; points are told by month."""
    return date(month // 12, month % 12 + 1, 1)


def usual_step(series: Sequence[Series]) -> int:
    """The widest of the median distances between the values of each measure, in months; at least 1."""
    gaps = [np.median(np.diff(sorted(levels))) for levels in series if len(levels) > 1]
    return max(1, round(float(max(gaps)))) if gaps else 1


def changes(series: Sequence[Series], last: int, step: int) -> dict[int, float]:
    """The mean change of several measures by the number of steps it ended before the month `last`.

    A step holds the values of `step` months; its last value counts. Measures without a value in a step, or in the one
    before, have no part in its change.
    """
    parts: dict[int, list[float]] = {}
    for levels in series:
        in_step = {(last - month) // step: levels[month] for month in sorted(levels) if month <= last}
        for at, level in in_step.items():
            if at + 1 in in_step:
                parts.setdefault(at, []).append(level - in_step[at + 1])
    return {at: _whole(math.fsum(found) / len(found)) for at, found in parts.items()}


def _whole(change: float) -> float:
    """A change without the noise of binary fractions, so that equal steps are ties."""
    return round(change, 12)


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation (Spearman 1904), ties sharing their mean rank; None when a side is constant."""
    if len(first) < 2:
        return None
    ranks = [mean_ranks(np.asarray(side, dtype=np.float64)) for side in (first, second)]
    centred = [found - found.mean() for found in ranks]
    spread = math.sqrt(float(centred[0] @ centred[0]) * float(centred[1] @ centred[1]))
    return float(centred[0] @ centred[1]) / spread if spread else None


def mean_ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Ranks from 1; equal values have the mean of the ranks they take together."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: npt.NDArray[np.float64] = (ends - (counts - 1) / 2)[place]
    return ranks


def judged(points: int, agreeing: int, moving: int, correlation: float | None) -> Verdict:
    """The verdict; both the ranks and the signs must point the same way."""
    if points < FEWEST:
        return "Too few"
    if correlation is None or not moving:
        return "Unclear"
    if correlation >= CLEAR and 2 * agreeing > moving:
        return "Supported so far"
    return "Contradicted" if correlation <= -CLEAR and 2 * agreeing < moving else "Unclear"


def _sentence(
    claim: _Claim, points: tuple[Point, ...], agreeing: int, moving: int, correlation: float | None,
    verdict: Verdict, step: int, has_cause: bool, has_effect: bool,
) -> str:  # fmt: skip
    if claim.lag is None:
        return "Too few: the claim states no lag. Type the expected lag."
    if not (has_cause and has_effect):
        without = " and ".join(
            name or named
            for name, named, has in ((claim.cause, "the cause", has_cause), (claim.effect, "the effect", has_effect))
            if not has
        )
        return f"Too few: no measured value of {without} counts yet. Measure it, or give its KPIs a target."
    every = "month" if step == 1 else "quarter" if step == 3 else "year" if step == 12 else f"{step} months"
    apart = f"{claim.lag_months} month{'s' * (claim.lag_months != 1)} apart" if claim.lag_months else "at the same time"
    over = f"{len(points)} change{'s' * (len(points) != 1)} from {every} to {every}, {apart}"
    if verdict == "Too few":
        return f"Too few: {over}; {FEWEST} are needed, which takes {FEWEST - len(points)} more."
    ranks = "one side never varies" if correlation is None else f"rank correlation {correlation:+.2f}".replace("-", "−")
    return f"{verdict}: {over}; {agreeing} of {moving} moved as claimed, {ranks}."

"""The measures of a plan as a review reads them: status by round, values, and what is missing or overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..formula.values import scalar
from ..model.plan import Plan
from ..model.review import MeasureRoles, ReviewRoles
from ..model.rounds import ClosedRound
from .rows import cells, rule_cells


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `modelled`: its actual is a figure of the plan. `run` counts rounds off target in a row up to now.

    `history` holds (round, value) of the closed rounds of that run, oldest first; `missing`: it is due and was never
    measured; `overdue`: its last value is older than its interval in months.
    """

    row: int
    name: str
    objective: str
    unit: str
    state: str
    trend: str
    value: float | None
    target: float | None
    value_date: date | None
    interval: float | None
    modelled: bool
    run: int
    history: tuple[tuple[str, float | None], ...]
    missing: bool
    overdue: bool


def measures(plan: Plan, roles: MeasureRoles) -> tuple[Measure, ...]:
    """All measures in row order."""
    sheet = plan.sheet(roles.key.partition("[")[0])
    modelled = rule_cells(plan, roles.modelled, roles.key)
    return tuple(_measure(plan, roles, row, found is True) for row, found in zip(sheet.ids, modelled, strict=True))


def _measure(plan: Plan, roles: MeasureRoles, row: int, modelled: bool) -> Measure:
    def cell(node: str) -> Any:
        worksheet, _, title = node.partition("[")
        return plan.sheet(worksheet).value(row, title.removesuffix("]"))

    state, day = cell(roles.status), cell(roles.value_date)
    judged = state not in (None, roles.missing)
    run = () if judged and state != roles.failing else _run(plan, roles, row)
    count = len(run) + (state == roles.failing)
    late = cell(roles.overdue) == roles.late
    dated = isinstance(day, date)
    return Measure(
        row, cell(roles.key) or "", cell(roles.objective) or "", cell(roles.unit) or "", state or "",
        cell(roles.trend) or "", _number(cell(roles.actual)), _number(cell(roles.target)), day if dated else None,
        _number(cell(roles.interval)), modelled, count, run,
        missing=state == roles.missing and not dated, overdue=late and dated,
    )  # fmt: skip


def readings_of(plan: Plan, roles: ReviewRoles) -> dict[str, tuple[tuple[date, float], ...]]:
    """(day, value) of every measure by its name, up to the review, in order of time."""
    readings, today = roles.readings, plan.value(roles.today)
    found: dict[str, dict[date, float]] = {}
    for measure, day, value in zip(
        cells(plan, readings.measure), cells(plan, readings.date), cells(plan, readings.value), strict=True
    ):
        if measure is not None and isinstance(day, date) and type(value) is float and day <= today:
            found.setdefault(measure, {})[day] = value
    return {measure: tuple(sorted(dated.items())) for measure, dated in found.items()}


def _run(plan: Plan, roles: MeasureRoles, row: int) -> tuple[tuple[str, float | None], ...]:
    """Name and value of the closed rounds, oldest first, that were off target without a break up to the last."""
    found = []
    for closed in reversed(plan.rounds):
        if _then(plan, closed, roles.status, row) != roles.failing:
            break
        found.append((closed.name, _number(_then(plan, closed, roles.actual, row))))
    return tuple(reversed(found))


def _then(plan: Plan, closed: ClosedRound, node: str, row: int) -> Any:
    """A cell as a closed round holds it; None when its row or column was not there."""
    ids = closed.ids.get(node.partition("[")[0], [])
    if row not in ids or node not in closed.cells:
        return None
    return scalar(closed.values(node), plan.texts, ids.index(row))


def _number(value: Any) -> float | None:
    return value if type(value) is float else None

"""Where the strategy review finds measures, readings, claims, beliefs and its own findings, as a declaration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasureRoles:
    """Columns of the worksheet of measures; `overdue` and `status` hold words, `interval` months.

    `missing` is the status word of a measure without a value, `failing` that of one off its target. `modelled` is a
    formula in a row, TRUE where the actual follows from the model and can be explained by it; then `figure` holds the
    title of the Figure in the catalogue. `better` is a formula in a row: 1 where more is better, -1 where less is.
    """

    key: str
    objective: str
    unit: str
    actual: str
    target: str
    status: str
    overdue: str
    value_date: str
    interval: str
    trend: str
    modelled: str
    figure: str
    better: str
    failing: str = "Off target"
    missing: str = "No data"
    late: str = "Yes"


@dataclass(frozen=True, slots=True)
class ObjectiveRoles:
    """Columns of the objectives, and of the worksheet with one row for each that holds its status and score.

    `lane` is the column whose choices are the lanes of the strategy map, from top to bottom.
    """

    key: str
    lane: str
    scored: str
    status: str
    score: str


@dataclass(frozen=True, slots=True)
class ReadingRoles:
    """Columns of the worksheet of dated values. `level` is a formula in one of its rows.

    It gives the value turned so that up is better and divided by the scale of its measure, so that values of several
    measures can be added up; empty where the row does not count.
    """

    measure: str
    date: str
    value: str
    level: str


@dataclass(frozen=True, slots=True)
class ClaimRoles:
    """Columns of the worksheet of claims that one objective drives another.

    `sign` (1, or -1 where the effect falls when the cause rises) and `lag_months` are formulas in one of its rows.
    `verdict` is the column that compares the last two rounds, `against` its word for a contradicted claim.
    """

    cause: str
    effect: str
    claim: str
    lag: str
    sign: str
    lag_months: str
    verdict: str
    against: str = "Contradicted"


@dataclass(frozen=True, slots=True)
class BeliefRoles:
    """Columns of the worksheet of beliefs: what objective each carries, and how much hangs on it."""

    key: str
    objective: str
    risk: str


@dataclass(frozen=True, slots=True)
class FindingRoles:
    """Input columns of the worksheet that keeps findings; all else in it is left to people."""

    key: str
    measure: str
    belief: str
    seen: str
    why: str


@dataclass(frozen=True, slots=True)
class ReviewRoles:
    """All that a review reads and writes; columns are nodes, `Sheet_name[Column]`. `today` is a Parameter.

    `scores` are the columns and Figures that say how well something does: more is always better.
    """

    objectives: ObjectiveRoles
    measures: MeasureRoles
    readings: ReadingRoles
    claims: ClaimRoles
    beliefs: BeliefRoles
    findings: FindingRoles
    today: str
    scores: tuple[str, ...] = ()

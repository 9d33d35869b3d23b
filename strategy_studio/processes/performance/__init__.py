"""Performance assessment: whether results rise because of what is done, and what to change next."""

from __future__ import annotations

from ...model.worksheet import Process
from .catalogue import FIGURE_CATALOGUE
from .judging import DATED_WEIGHTS_AND_LIMITS, STATUS_RULES
from .kpis import KPIS
from .measurements import MEASUREMENTS
from .presets import PRESETS
from .review import REVIEW, REVIEW_ROLES, STRATEGY_REVIEW
from .scorecard import OBJECTIVE_SCORES, RESULTS, SCORECARD, STRATEGY_MAP_LINKS
from .shareholder import (
    COST_REDUCTION,
    ECONOMIC_VALUE_ADDED,
    MARKETING_RESULTS,
    SHAREHOLDER,
    SHAREHOLDER_RESULTS,
    VALUE_LINKAGES,
)
from .standards import RECOMMENDATION_SURVEY, SATISFACTION, SATISFACTION_SURVEY, SERVICE_STANDARDS, STANDARDS

PERFORMANCE = Process(
    "Performance assessment",
    short="Performance",
    place="column4",
    hue="p5",
    number=5,
    questions=(
        "Do profit and shareholder value rise because of what we do?",
        "Which standards and measures tell us, and what do we change next?",
    ),
    components=(SHAREHOLDER, STANDARDS, SATISFACTION, RESULTS, REVIEW),
    worksheets=(
        VALUE_LINKAGES,
        SHAREHOLDER_RESULTS,
        ECONOMIC_VALUE_ADDED,
        MARKETING_RESULTS,
        COST_REDUCTION,
        SERVICE_STANDARDS,
        SATISFACTION_SURVEY,
        RECOMMENDATION_SURVEY,
        KPIS,
        MEASUREMENTS,
        DATED_WEIGHTS_AND_LIMITS,
        STATUS_RULES,
        SCORECARD,
        OBJECTIVE_SCORES,
        STRATEGY_MAP_LINKS,
        FIGURE_CATALOGUE,
        STRATEGY_REVIEW,
    ),
    presets=PRESETS,
    review=REVIEW_ROLES,
)

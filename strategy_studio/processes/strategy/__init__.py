"""Strategy development: where the business stands and should go, and which customers it wants."""

from __future__ import annotations

from ...model.worksheet import Process
from .customers import (
    CRITERIA_GROUPS,
    CUSTOMERS,
    LOYALTY_LADDER,
    PORTFOLIO_CRITERIA,
    REAP_TARGETS,
    SEGMENT_PORTFOLIO,
    SEGMENT_SCORES,
    SEGMENTS,
    STRATEGY_OBJECTIVES,
)
from .granularity import CRM_POSITION, GRANULARITY, SEGMENT_GRANULARITY
from .industry import (
    COMPETITIVE_RATINGS,
    ENVIRONMENT_SCAN,
    FIVE_FORCES,
    FORCE_DRIVERS,
    GROWTH_OPTIONS,
    INDUSTRY,
    RIVALS,
    SUCCESS_FACTORS,
    SWOT_FACTORS,
    TOWS_OPTIONS,
)
from .vision import ASSUMPTIONS, VISION, VISION_AND_AMBITION

STRATEGY = Process(
    "Strategy development",
    short="Strategy",
    place="column1",
    hue="p1",
    number=1,
    questions=(
        "Where does the business stand and where should it go?",
        "Which customers do we want, and how finely should we divide them?",
    ),
    components=(VISION, INDUSTRY, CUSTOMERS, GRANULARITY),
    worksheets=(
        VISION_AND_AMBITION,
        ENVIRONMENT_SCAN,
        FIVE_FORCES,
        FORCE_DRIVERS,
        SWOT_FACTORS,
        TOWS_OPTIONS,
        RIVALS,
        SUCCESS_FACTORS,
        COMPETITIVE_RATINGS,
        SEGMENTS,
        SEGMENT_PORTFOLIO,
        CRITERIA_GROUPS,
        PORTFOLIO_CRITERIA,
        SEGMENT_SCORES,
        GROWTH_OPTIONS,
        SEGMENT_GRANULARITY,
        CRM_POSITION,
        LOYALTY_LADDER,
        REAP_TARGETS,
        STRATEGY_OBJECTIVES,
        ASSUMPTIONS,
    ),
)

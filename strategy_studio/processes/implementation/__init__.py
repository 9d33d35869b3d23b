"""Implementation: whether people and projects can carry the plan."""

from __future__ import annotations

from ...model.worksheet import Process
from .change import BARRIERS, CHANGE, STAKEHOLDERS
from .engagement import ENGAGEMENT, ENGAGEMENT_DRIVERS
from .projects import INITIATIVES, PROJECTS
from .readiness import LIFE_CYCLE_CHECKS, READINESS, READINESS_PROFILE, READINESS_STATEMENTS

IMPLEMENTATION = Process(
    "Implementation",
    short="Implementation",
    place="strip",
    questions=(
        "Are people, procedures and systems ready for what we plan?",
        "Which projects, in which order, with whose backing?",
    ),
    components=(READINESS, CHANGE, PROJECTS, ENGAGEMENT),
    worksheets=(
        READINESS_STATEMENTS,
        READINESS_PROFILE,
        LIFE_CYCLE_CHECKS,
        STAKEHOLDERS,
        BARRIERS,
        INITIATIVES,
        ENGAGEMENT_DRIVERS,
    ),
)

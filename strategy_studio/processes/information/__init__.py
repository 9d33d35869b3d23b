"""Information management: what must be known about customers, where it is kept, and how it is used fairly."""

from __future__ import annotations

from ...model.worksheet import Process
from .privacy import ETHICS_CHECKS, PRIVACY, PRIVACY_REGISTER
from .repository import DATA_QUALITY, DATA_SETS, INFORMATION_NEEDS, PROCESS_COVERAGE, REPOSITORY
from .technology import ANALYSIS, ANALYSIS_METHODS, APPLICATIONS, BACK_OFFICE, FRONT_OFFICE, IT_READINESS, SYSTEMS

INFORMATION = Process(
    "Information management",
    short="Information",
    place="band",
    hue="p4",
    number=4,
    questions=(
        "What must we know about customers, and where is it kept?",
        "How do we turn it into a lasting memory that every process can use, fairly and lawfully?",
    ),
    components=(FRONT_OFFICE, BACK_OFFICE, ANALYSIS, SYSTEMS, REPOSITORY, PRIVACY),
    worksheets=(
        INFORMATION_NEEDS,
        PROCESS_COVERAGE,
        DATA_QUALITY,
        DATA_SETS,
        APPLICATIONS,
        IT_READINESS,
        ANALYSIS_METHODS,
        PRIVACY_REGISTER,
        ETHICS_CHECKS,
    ),
)

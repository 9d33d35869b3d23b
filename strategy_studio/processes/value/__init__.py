"""Value creation: what customers are offered, and what each of them is worth over time."""

from __future__ import annotations

from ...model.worksheet import Process
from .cases import CLV_CASES, CLV_PERIODS, COHORT_CASES, COHORT_YEARS, CURVE_YEARS, RETENTION_CURVES
from .customer import (
    CUSTOMER_VALUE,
    VALUE_AREAS,
    VALUE_ASSESSMENT,
    VALUE_ATTRIBUTES,
    VALUE_POSITIONS,
    VALUE_PROPOSITIONS,
)
from .lifetime import CLV_CALCULATOR, CUSTOMER_EQUITY, LIFETIME_VALUE, SEGMENT_CLV
from .organisation import (
    ACQUISITION_ECONOMICS,
    ACURA_LEVERS,
    ORGANISATION_VALUE,
    RETENTION_ECONOMICS,
    RETENTION_HISTORY,
    VALUE_INITIATIVES,
)

VALUE = Process(
    "Value creation",
    short="Value",
    place="column2",
    hue="p2",
    number=2,
    questions=(
        "What value do we offer, and do customers see it?",
        "What is each customer worth to us over time, and how do we raise it?",
    ),
    components=(CUSTOMER_VALUE, LIFETIME_VALUE, ORGANISATION_VALUE),
    worksheets=(
        VALUE_PROPOSITIONS,
        VALUE_ASSESSMENT,
        VALUE_ATTRIBUTES,
        VALUE_POSITIONS,
        VALUE_AREAS,
        ACQUISITION_ECONOMICS,
        RETENTION_HISTORY,
        SEGMENT_CLV,
        RETENTION_ECONOMICS,
        CUSTOMER_EQUITY,
        ACURA_LEVERS,
        CLV_CALCULATOR,
        CLV_CASES,
        CLV_PERIODS,
        COHORT_CASES,
        COHORT_YEARS,
        RETENTION_CURVES,
        CURVE_YEARS,
        VALUE_INITIATIVES,
    ),
)

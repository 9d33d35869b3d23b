"""Measurements: what was measured of each KPI and when."""

from __future__ import annotations

from ...model.columns import Date, LongText, Number, Reference, Text
from ...model.worksheet import Done, Figure, Worksheet
from .scorecard import RESULTS

MEASUREMENTS = Worksheet(
    "Measurements",
    component=RESULTS.title,
    question="What did we measure, and when?",
    help="One line per KPI and date; history lives only here.",
    done=Done(1, per="KPI", where='[@Actual source]="Measurements"'),
    picture="small multiples of lines with target",
    helper_of="KPIs",
    columns=(
        Reference("KPI", "KPIs[KPI]", required=True),
        Date("Date", required=True),
        Number("Actual"),
        Number("Target", help="valid for this date"),
        Number("Numerator", help="for Ratio of sums"),
        Number("Denominator"),
        Text("Entered by"),
        LongText("Note"),
        Number(
            "Value",
            formula='IF(ISBLANK([@Actual]),IF(COUNT([@Numerator],[@Denominator])<2,"",[@Numerator]/[@Denominator]),'
            "[@Actual])",
            format="0.00",
        ),
        Date(
            "Window start",
            formula="IF(ISBLANK([@KPI]),Period_start,XLOOKUP([@KPI],KPIs[KPI],KPIs[Window start]))",
            help="of its KPI",
        ),
        Number(
            "Counted",
            formula="IF(OR(ISBLANK([@Value]),ISBLANK([@Date])),0,IF([@Date]<=Review_date,1,0))",
            format="whole",
        ),
        Number("In period", formula="IF([@Counted]=0,0,IF([@Date]>=[@Window start],1,0))", format="whole"),
        Number("Has target", formula="IF(ISBLANK([@Target]),0,[@Counted])", format="whole"),
    ),
    figures=(Figure("Measurements_counted", "SUM([Counted])", format="whole"),),
)

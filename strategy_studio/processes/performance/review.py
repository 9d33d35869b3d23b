"""Strategy review: what was learned, and what is kept, adapted or dropped."""

from __future__ import annotations

from ...model.columns import Choice, Date, LongText, Reference, Text, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet

REVIEW = Component("Strategy review", row=4, short="Review")

STRATEGY_REVIEW = Worksheet(
    "Strategy review",
    component=REVIEW.title,
    question="What did we learn, and what do we keep, adapt or drop?",
    help="One finding per line, tied to a measure and to the belief it tests; decide before leaving the room.",
    done=Done(1, per="KPI", where='[@Status]="Off target"'),
    picture="list by decision; arrows back to Strategy development on the map",
    core=True,
    columns=(
        Text("Finding", key=True),
        Reference("KPI", "KPIs[KPI]", required=True),
        Reference("Assumption", "Assumptions[Assumption]", help="the upstream belief"),
        LongText("What we saw", required=True),
        LongText("Why"),
        Choice("Decision", "Keep", "Adapt", "Drop", required=True),
        Text("Owner", required=True),
        Date("Due", required=True),
        YesNo("Done", default=False),
        Text("Objective", formula="XLOOKUP([@KPI],KPIs[KPI],KPIs[Objective])"),
        Text("KPI status", formula="XLOOKUP([@KPI],KPIs[KPI],KPIs[Status])"),
        Text("Late", formula='IF(OR(ISBLANK([@Due]),[@Done]),"No",IF([@Due]<Review_date,"Yes","No"))'),
    ),
    figures=(
        Figure("Decisions_open", "COUNTIFS([Done],FALSE)", format="whole"),
        Figure("Decisions_late", 'COUNTIFS([Late],"Yes")', format="whole"),
    ),
)

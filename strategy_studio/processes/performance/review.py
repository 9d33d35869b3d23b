"""Strategy review: what was learned, and what is kept, adapted or dropped."""

from __future__ import annotations

from ...model.columns import Choice, Date, LongText, Number, Reference, Text, YesNo
from ...model.review import (
    BeliefRoles,
    ClaimRoles,
    FindingRoles,
    MeasureRoles,
    ObjectiveRoles,
    ReadingRoles,
    ReviewRoles,
)
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
        Text(
            "Carried over",
            formula="IFERROR(IF(XLOOKUP([@Finding],PRIOR(Strategy_review[Finding]),PRIOR(Strategy_review[Decision]))"
            '&" by "&XLOOKUP([@Finding],PRIOR(Strategy_review[Finding]),PRIOR(Strategy_review[Due]))'
            '=[@Decision]&" by "&[@Due],"Yes","No"),"No")',
            help="feedback; Yes when the last round closed with this finding, decision and date: it has had its effect",
        ),
        Number(
            "Line",
            formula="MATCH([@Finding],[Finding],0)",
            format="whole",
            help="place in the log; of two decisions on one belief the lower one counts",
        ),
    ),
    figures=(
        Figure("Decisions_open", "COUNTIFS([Done],FALSE)", format="whole"),
        Figure("Decisions_late", 'COUNTIFS([Late],"Yes")', format="whole"),
    ),
)


def _of_measure(column: str) -> str:
    """The formula of a column of the KPI that a measurement is of."""
    return f"XLOOKUP([@KPI],KPIs[KPI],KPIs[{column}])"


LEVEL = (
    f'IF(OR([@Counted]=0,ISBLANK([@KPI])),"",SWITCH({_of_measure("Kind")},"Minimise",-[@Value],'
    f'"Band",-MAX(0,{_of_measure("Band low")}-[@Value],[@Value]-{_of_measure("Band high")}),'
    f'"Maximise",[@Value],"Binary",[@Value],"Step",[@Value])/{_of_measure("Trend scale")})'
)
"""A measured value turned so that up is better, in parts of the scale its trend is judged by."""

REVIEW_ROLES = ReviewRoles(
    ObjectiveRoles(
        key="Strategy_objectives[Objective]",
        lane="Strategy_objectives[Perspective]",
        scored="Objective_scores[Objective]",
        status="Objective_scores[State]",
        score="Objective_scores[Performance]",
    ),
    MeasureRoles(
        key="KPIs[KPI]",
        objective="KPIs[Objective]",
        unit="KPIs[Unit]",
        actual="KPIs[Actual]",
        target="KPIs[Target used]",
        status="KPIs[State]",
        overdue="KPIs[Overdue]",
        value_date="KPIs[Value date]",
        interval="KPIs[Interval months]",
        trend="KPIs[Trend]",
        modelled='[@Actual source]="Figure"',
        figure="KPIs[Actual figure]",
        better='SWITCH([@Kind],"Maximise",1,"Minimise",-1,0)',
    ),
    ReadingRoles(measure="Measurements[KPI]", date="Measurements[Date]", value="Measurements[Value]", level=LEVEL),
    ClaimRoles(
        cause="Strategy_map_links[Cause]",
        effect="Strategy_map_links[Effect]",
        claim="Strategy_map_links[Claim]",
        lag="Strategy_map_links[Expected lag]",
        sign='IF([@Direction]="Opposite",-1,1)',
        lag_months="[@Expected lag]*Lag_months",
        verdict="Strategy_map_links[Verdict]",
    ),
    BeliefRoles(key="Assumptions[Assumption]", objective="Assumptions[Objective]", risk="Assumptions[Risk]"),
    FindingRoles(
        key="Strategy_review[Finding]",
        measure="Strategy_review[KPI]",
        belief="Strategy_review[Assumption]",
        seen="Strategy_review[What we saw]",
        why="Strategy_review[Why]",
    ),
    today="Review_date",
    scores=(
        "KPIs[Attainment]",
        "KPIs[Performance]",
        "Objective_scores[Performance]",
        "Scorecard[Performance]",
        "Scorecard_total",
    ),
)

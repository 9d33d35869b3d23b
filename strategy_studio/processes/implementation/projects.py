"""Project management: which projects carry the objectives, and whether they are on pace."""

from __future__ import annotations

from ...model.columns import Choice, Date, Money, Number, Percent, Reference, Score, Text, WholeNumber
from ...model.worksheet import Component, Done, Figure, Worksheet
from ..vocabulary import AREA_TITLES, CONVENTION, MONEY, PERCENT, status_of

PROJECTS = Component("Project management", row=0, short="Projects")

INITIATIVES = Worksheet(
    "Initiatives",
    component=PROJECTS.title,
    question="Which projects carry the objectives, and are they on pace?",
    help="Tie every project to an objective; benefit counts only as far as we are ready.",
    done=Done(1, per="Objective", where='[@Reopen]="Yes"', formula="COUNT([Feasible value])>=3"),
    picture="Gantt with pace marker; bubble value x effort",
    columns=(
        Text("Initiative", key=True),
        Reference("Objective", "Strategy_objectives[Objective]", required=True),
        Choice("Area", *AREA_TITLES, required=True),
        Text("Owner", required=True),
        Date("Start", required=True),
        Date("End", required=True),
        Money("Cost", unit="present value", required=True),
        Money("Benefit", unit="per period", required=True),
        WholeNumber("Benefit periods", required=True),
        Percent("Probability", default=1),
        Score("Effort", 1, 5),
        Percent("Done", default=0, required=True),
        Text("Depends on"),
        Percent(
            "Readiness", formula="XLOOKUP([@Area],Readiness_profile[Area],Readiness_profile[Maturity])", format="0%"
        ),
        Money(
            "Net present value",
            formula="[@Benefit]*IF(Discount_rate=0,[@Benefit periods],"
            "(1-(1+Discount_rate)^-[@Benefit periods])/Discount_rate)-[@Cost]",
        ),
        Money(
            "Feasible value",
            formula="([@Net present value]+[@Cost])*IF(ISBLANK([@Probability]),1,[@Probability])"
            "*IF(ISBLANK([@Readiness]),1,[@Readiness])-[@Cost]",
            help="capped by readiness",
            source=CONVENTION,
        ),
        Percent(
            "Expected done",
            formula='IF(OR(ISBLANK([@Start]),ISBLANK([@End])),"",'
            "MAX(0,MIN(1,(Review_date-[@Start])/([@End]-[@Start]))))",
            format="0%",
        ),
        Percent("Pace", formula='IF(SUM([@Expected done])=0,"",[@Done]/[@Expected done])', format="0%"),
        Text("Status", formula=status_of("[@Pace]")),
        Text(
            "Objective reopened",
            formula="XLOOKUP([@Objective],Strategy_objectives[Objective],Strategy_objectives[Reopen])",
        ),
        Number("Rank", formula="RANK.EQ([@Feasible value],[Feasible value])", format="whole"),
    ),
    figures=(
        Figure("Initiative_cost", "SUM([Cost])", MONEY),
        Figure("Initiative_value", "SUM([Feasible value])", MONEY),
        Figure(
            "Initiative_progress",
            'IF(SUM([Cost])=0,"",SUMPRODUCT([Cost],[Done])/SUM([Cost]))',
            PERCENT,
            format="0%",
            catalogue="Initiative progress",
        ),
    ),
)

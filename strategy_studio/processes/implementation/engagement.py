"""Employee engagement: what makes people serve customers gladly."""

from __future__ import annotations

from ...model.columns import LongText, Number, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, free
from ..vocabulary import PERCENT

ENGAGEMENT = Component("Employee engagement", row=0, short="Engagement")

ENGAGEMENT_DRIVERS = Worksheet(
    "Engagement drivers",
    component=ENGAGEMENT.title,
    question="What makes our people serve customers gladly?",
    help="Importance, score and the one thing we will do.",
    rows=free(
        {"Driver": "Knows the aim"},
        {"Driver": "Has the tools"},
        {"Driver": "Has the skills"},
        {"Driver": "May decide on the spot"},
        {"Driver": "Is praised for customer results"},
        {"Driver": "Is heard"},
        {"Driver": "Trusts the leaders"},
    ),
    done=Done(5),
    picture="bars of gap by importance",
    columns=(
        Text("Driver", key=True),
        Score("Importance", 1, 5, required=True),
        Score("Score", 0, 5, required=True),
        Score("Target", 0, 5, required=True),
        LongText("Action"),
        Number("Earned", formula="[@Importance]*[@Score]", format="0"),
        Number("Counted importance", formula="IF(ISBLANK([@Score]),0,[@Importance])", format="0"),
        Number("Gap", formula="[@Target]-[@Score]", format="0.0"),
        Number("Priority", formula="[@Importance]*[@Gap]", format="0.0"),
    ),
    figures=(
        Figure(
            "Employee_engagement",
            'IF(SUM([Counted importance])=0,"",SUM([Earned])/(5*SUM([Counted importance])))',
            PERCENT,
            format="0%",
            catalogue="Employee engagement",
        ),
    ),
)

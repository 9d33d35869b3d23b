"""Change management: who helps or stops the programme, and what usually stands in its way."""

from __future__ import annotations

from ...model.columns import LongText, Number, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION

CHANGE = Component("Change management", row=0, short="Change")

STAKEHOLDERS = Worksheet(
    "Stakeholders",
    component=CHANGE.title,
    question="Who can help or stop us, and what moves them?",
    help="Support runs from against to carrying the change.",
    done=Done(5),
    picture="power x support grid with arrows now to needed",
    columns=(
        Text("Stakeholder", key=True),
        Score("Influence", 1, 5, required=True),
        Score("Support now", -2, 2, required=True),
        Score("Support needed", -2, 2, required=True),
        Text("Owner"),
        LongText("Action", required=True),
        Number(
            "Gap",
            formula='IF(OR(ISBLANK([@Support now]),ISBLANK([@Support needed])),"",'
            "MAX(0,[@Support needed]-[@Support now]))",
            format="0",
        ),
        Number("Priority", formula="[@Influence]*[@Gap]", format="0", source=CONVENTION),
        Number("Rank", formula="RANK.EQ([@Priority],[Priority])", format="whole"),
    ),
    figures=(Figure("Change_gap", "SUM([Priority])", format="0"),),
)

BARRIERS = Worksheet(
    "Barriers",
    component=CHANGE.title,
    question="What usually stops such programmes, and what will we do about it?",
    help="Likelihood times harm; the worst three need an owner today.",
    rows=fixed(
        "Skills",
        "Investment",
        "Data quality",
        "Understanding of benefits",
        "Functional boundaries",
        "Leadership",
        "Measurement",
    ),
    done=Done(7),
    picture="risk matrix",
    columns=(
        Text("Barrier", key=True),
        Score("Likelihood", 1, 5, required=True),
        Score("Harm", 1, 5, required=True),
        Text("Owner"),
        LongText("Answer"),
        Number("Risk", formula="[@Likelihood]*[@Harm]", format="0"),
        Number("Rank", formula="RANK.EQ([@Risk],[Risk])", format="whole"),
    ),
    figures=(Figure("Worst_barrier_risk", 'IF(COUNT([Risk])=0,"",MAX([Risk]))', format="0"),),
)

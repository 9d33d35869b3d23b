"""Business vision: what we are here for, and what must be true for the strategy to work."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Number, Percent, Reference, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, PERCENT

VISION = Component("Business vision", row=0, short="Vision")

VISION_AND_AMBITION = Worksheet(
    "Vision and ambition",
    component=VISION.title,
    question="What are we here for, and what must be true at the end of the horizon?",
    help="Write one plain sentence per line, then let everybody score how far they agree.",
    rows=fixed("Purpose", "Vision", "Values", "Customer promise", "Time horizon"),
    done=Done(5, formula="Vision_agreement>=0.6"),
    picture="bar of agreement per topic",
    core=True,
    columns=(
        Text("Topic", key=True),
        LongText("Statement", required=True),
        Score("Agreement", 0, 5, required=True, help="show of hands, mean"),
        Text("Owner"),
        LongText("Note"),
    ),
    figures=(Figure("Vision_agreement", 'IF(COUNT([Agreement])=0,"",AVERAGE([Agreement])/5)', PERCENT, format="0%"),),
)

ASSUMPTIONS = Worksheet(
    "Assumptions",
    component=VISION.title,
    question="What must be true for the strategy to work?",
    help="Write it so that a measurement could prove it wrong.",
    done=Done(3),
    picture="list sorted by Risk",
    core=True,
    columns=(
        Text("Assumption", key=True),
        Choice("Area", "Market", "Customer", "Value", "Channel", "Information", "People", "Cost", required=True),
        Reference("Objective", "Strategy_objectives[Objective]"),
        Percent("Confidence", required=True),
        Score("Impact if wrong", 1, 5, required=True),
        LongText("Evidence"),
        Number("Risk", formula="(1-[@Confidence])*[@Impact if wrong]", format="0.00", source=CONVENTION),
        Text(
            "Decision last round",
            formula="IFERROR(INDEX(PRIOR(Strategy_review[Decision]),MAXIFS(PRIOR(Strategy_review[Line]),"
            'PRIOR(Strategy_review[Assumption]),[@Assumption],PRIOR(Strategy_review[Decision]),"<>",'
            'PRIOR(Strategy_review[Carried over]),"<>Yes")),"")',
            help="feedback; the newest decision that was taken in that round",
        ),
        Percent(
            "Confidence last round",
            formula='IFERROR(XLOOKUP([@Assumption],PRIOR(Assumptions[Assumption]),PRIOR(Assumptions[Confidence])),"")',
            format="0%",
            help="feedback; what is halved, so that accepting the suggestion does not halve it again",
        ),
        Percent(
            "Suggested confidence",
            formula="IF(ISBLANK([@Decision last round]),[@Confidence],"
            'SWITCH([@Decision last round],"Keep",[@Confidence],"Adapt",IF(ISBLANK([@Confidence]),"",'
            "MIN([@Confidence],IF(ISBLANK([@Confidence last round]),[@Confidence],[@Confidence last round])*0.5)),"
            '"Drop",0))',
            format="0%",
            source=CONVENTION,
            suggests="Confidence",
        ),
    ),
    figures=(Figure("Assumption_risk", "SUM([Risk])", format="0.00"),),
)

"""Model comparison: the plan seen through IDIC, the CRM value chain and the eight building blocks."""

from __future__ import annotations

from ...model.columns import LongText, Percent, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, PERCENT

COMPARISON = Component("Model comparison", row=0, short="Models")

IDIC_COMPARISON = Worksheet(
    "IDIC comparison",
    component=COMPARISON.title,
    question="Seen through IDIC, where are we thin?",
    help="Score the step, the linked process shows its readiness beside it.",
    rows=fixed("Identify", "Differentiate", "Interact", "Customise"),
    done=Done(4),
    picture="matrix step x process",
    columns=(
        Text("Step", key=True, source="Peppers & Rogers"),
        Text(
            "Process",
            presets=("Information management", "Strategy development", "Multichannel integration", "Value creation"),
            source=CONVENTION,
        ),
        Score("Covered", 0, 5, required=True),
        LongText("Note"),
        Percent(
            "Process readiness",
            formula="XLOOKUP([@Process],Readiness_profile[Area],Readiness_profile[Maturity])",
            format="0%",
        ),
        Percent("Difference", formula="[@Covered]/5-[@Process readiness]", format="0%"),
    ),
    figures=(Figure("IDIC_cover", 'IF(COUNT([Covered])=0,"",AVERAGE([Covered])/5)', PERCENT, format="0%"),),
)

VALUE_CHAIN_COMPARISON = Worksheet(
    "Value chain comparison",
    component=COMPARISON.title,
    question="Seen through the CRM value chain, where are we thin?",
    help="Five primary steps, four supporting conditions.",
    rows=fixed(
        "Portfolio analysis",
        "Customer intimacy",
        "Network development",
        "Value proposition development",
        "Managing the life cycle",
        "Leadership and culture",
        "Data and technology",
        "People",
        "Processes",
    ),
    done=Done(9),
    picture="chain picture coloured by Covered",
    columns=(
        Text("Step", key=True, source="Buttle"),
        Text(
            "Process",
            presets=(
                "Strategy development",
                "Information management",
                "Multichannel integration",
                "Value creation",
                "Value creation",
                "Implementation",
                "Information management",
                "Implementation",
                "Implementation",
            ),
            source=CONVENTION,
        ),
        Score("Covered", 0, 5, required=True),
        LongText("Note"),
        Percent(
            "Process readiness",
            formula="XLOOKUP([@Process],Readiness_profile[Area],Readiness_profile[Maturity])",
            format="0%",
        ),
        Percent("Difference", formula="[@Covered]/5-[@Process readiness]", format="0%"),
    ),
    figures=(Figure("Value_chain_cover", 'IF(COUNT([Covered])=0,"",AVERAGE([Covered])/5)', PERCENT, format="0%"),),
)

GARTNER_COMPARISON = Worksheet(
    "Gartner comparison",
    component=COMPARISON.title,
    question="Seen through the eight building blocks, where are we thin?",
    help="Score each block as a stranger would see it.",
    rows=fixed(
        "Vision",
        "Strategy",
        "Valued customer experience",
        "Organisational collaboration",
        "Processes",
        "Information",
        "Technology",
        "Metrics",
    ),
    done=Done(8),
    picture="block picture coloured by Covered",
    columns=(
        Text("Block", key=True, source="Gartner"),
        Text(
            "Process",
            presets=(
                "Strategy development",
                "Strategy development",
                "Multichannel integration",
                "Implementation",
                "Multichannel integration",
                "Information management",
                "Information management",
                "Performance assessment",
            ),
            source=CONVENTION,
        ),
        Score("Covered", 0, 5, required=True),
        LongText("Note"),
        Percent(
            "Process readiness",
            formula="XLOOKUP([@Process],Readiness_profile[Area],Readiness_profile[Maturity])",
            format="0%",
        ),
        Percent("Difference", formula="[@Covered]/5-[@Process readiness]", format="0%"),
    ),
    figures=(Figure("Gartner_cover", 'IF(COUNT([Covered])=0,"",AVERAGE([Covered])/5)', PERCENT, format="0%"),),
)

"""Process choice: which processes deserve to be among the few CRM processes."""

from __future__ import annotations

from ...model.columns import Number, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, PERCENT

PROCESS_CHOICE = Component("Process choice", row=0, short="Processes")

PROCESS_SELECTION = Worksheet(
    "Process selection",
    component=PROCESS_CHOICE.title,
    question="Is this process worth being one of our few CRM processes?",
    help="Score six tests; a process passes only if no test is failed.",
    done=Done(5),
    picture="heat map processes x tests",
    columns=(
        Text("Candidate", key=True),
        Score("Small critical set", 0, 5, required=True, help="1 few, critical to goals"),
        Score("Creates value", 0, 5, required=True, help="2"),
        Score("Strategic level", 0, 5, required=True, help="3"),
        Score("Clear relations", 0, 5, required=True, help="4", source="1-4 Srivastava et al. 1999"),
        Score("Cross-functional", 0, 5, required=True, help="5", source="5-6 Payne & Frow 2005"),
        Score("Logical to practitioners", 0, 5, required=True, help="6"),
        Number(
            "Total",
            formula="[@Small critical set]+[@Creates value]+[@Strategic level]+[@Clear relations]+[@Cross-functional]"
            "+[@Logical to practitioners]",
            format="0",
        ),
        Text(
            "Passes",
            formula="IF(COUNT([@Small critical set],[@Creates value],[@Strategic level],[@Clear relations],"
            '[@Cross-functional],[@Logical to practitioners])<6,"",'
            "IF(MIN([@Small critical set],[@Creates value],[@Strategic level],[@Clear relations],"
            '[@Cross-functional],[@Logical to practitioners])>=Process_pass_mark,"Yes","No"))',
            source=CONVENTION,
        ),
    ),
    figures=(Figure("Processes_passing", 'COUNTIFS([Passes],"Yes")', format="whole"),),
)

PROCESS_CATALOGUE = Worksheet(
    "Process catalogue",
    component=PROCESS_CHOICE.title,
    question="Which day-to-day CRM processes hold us back?",
    help="Importance minus maturity shows where to work first.",
    rows=fixed(
        "Campaign management",
        "Sales management",
        "Service management",
        "Complaint management",
        "Market research",
        "Loyalty management",
        "Lead management",
        "Customer profiling",
        "Feedback management",
    ),
    done=Done(9),
    picture="dumbbell maturity to importance, grouped by Class",
    columns=(
        Text("Process", key=True),
        Text(
            "Class",
            presets=(
                "Delivery",
                "Delivery",
                "Delivery",
                "Delivery",
                "Support",
                "Support",
                "Analysis",
                "Analysis",
                "Analysis",
            ),
        ),
        Text(
            "Framework process",
            presets=(
                "Multichannel integration",
                "Multichannel integration",
                "Multichannel integration",
                "Multichannel integration",
                "Information management",
                "Value creation",
                "Information management",
                "Information management",
                "Performance assessment",
            ),
            source=CONVENTION,
        ),
        Text("Owner"),
        Score("Importance", 1, 5, required=True),
        Score("Maturity", 0, 5, required=True),
        Score("Automation", 0, 5),
        Number("Gap", formula="[@Importance]-[@Maturity]", format="0.0"),
        Number("Rank", formula="RANK.EQ([@Gap],[Gap])", format="whole"),
    ),
    figures=(Figure("Catalogue_maturity", 'IF(COUNT([Maturity])=0,"",AVERAGE([Maturity])/5)', PERCENT, format="0%"),),
)

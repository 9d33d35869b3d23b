"""Readiness assessment: whether people, procedures and systems are ready for what is planned."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Number, Percent, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import AREA_TITLES, PERCENT, all_used, starting_with

READINESS = Component("Readiness assessment", row=0, short="Readiness")

STARTER_STATEMENTS = {
    "Strategy development": (
        "Aims for customers are agreed by the board",
        "Segments are used in budgets",
    ),
    "Value creation": (
        "Promises are tested with customers",
        "Lifetime value is known per segment",
    ),
    "Multichannel integration": (
        "Every channel sees the same customer record",
        "Cost of a contact is known",
    ),
    "Information management": (
        "Data owners are named",
        "Consent and retention rules are kept",
    ),
    "Performance assessment": (
        "Measures have owners and targets",
        "Results change plans",
    ),
    "Implementation": (
        "A sponsor gives time and money",
        "Staff understand why it is done",
    ),
}

READINESS_STATEMENTS = Worksheet(
    "Readiness statements",
    component=READINESS.title,
    question="Which statements about our readiness are true today?",
    help="Importance first, score second, evidence third.",
    rows=starting_with("Statement", "Area", STARTER_STATEMENTS),
    done=Done(12, formula=all_used("Area", AREA_TITLES)),
    picture="heat map area x statement",
    columns=(
        Text("Statement", key=True),
        Choice("Area", *AREA_TITLES, required=True),
        Score("Importance", 1, 5, required=True),
        Score("Score", 0, 5, required=True),
        LongText("Evidence"),
        Number("Earned", formula="[@Importance]*[@Score]", format="0"),
        Number("Possible", formula="IF(ISBLANK([@Score]),0,5*[@Importance])", format="0"),
    ),
)

READINESS_PROFILE = Worksheet(
    "Readiness profile",
    component=READINESS.title,
    question="Which part of the plan runs ahead of what we can do?",
    help="The lowest bar limits what the whole programme can deliver.",
    rows=fixed(*AREA_TITLES),
    done=Done(6),
    picture="radar Maturity against Target",
    columns=(
        Text("Area", key=True),
        Percent("Target", default=0.7, required=True),
        LongText("Comment"),
        Percent(
            "Maturity",
            formula='IF(SUMIFS(Readiness_statements[Possible],Readiness_statements[Area],[@Area])=0,"",'
            "SUMIFS(Readiness_statements[Earned],Readiness_statements[Area],[@Area])"
            "/SUMIFS(Readiness_statements[Possible],Readiness_statements[Area],[@Area]))",
            format="0%",
        ),
        Percent("Gap", formula="[@Target]-[@Maturity]", format="0%"),
        Text(
            "Stage",
            formula='IF(ISBLANK([@Maturity]),"",'
            "IF([@Maturity]<0.2,"
            '"Planning",IF([@Maturity]<0.4,'
            '"Building the data store",IF([@Maturity]<0.6,'
            '"Moderately developed",IF([@Maturity]<0.8,"Well developed","Highly advanced")))))',
            source="cuts convention, editable",
        ),
    ),
    figures=(
        Figure(
            "Readiness_overall",
            'IF(COUNT([Maturity])=0,"",AVERAGE([Maturity]))',
            PERCENT,
            format="0%",
            catalogue="Readiness",
        ),
        Figure("Weakest_readiness", 'IF(COUNT([Maturity])=0,"",MIN([Maturity]))', PERCENT, format="0%"),
    ),
)

LIFE_CYCLE_CHECKS = Worksheet(
    "Life cycle checks",
    component=READINESS.title,
    question="Are we going about it in the right order?",
    help="Answer yes, partly or no and say what proves it.",
    rows=fixed(
        "People, procedures and culture come before technology",
        "Goals and process changes are set before solutions",
        "Functions needed are listed before the architecture",
        "Products are chosen by information and resources",
        "CRM is run as a business change",
        "The work is cut into steps instead of one big launch",
        "Off-the-shelf fit has been tested",
        "Privacy and ethics are part of the design",
    ),
    done=Done(8),
    picture="traffic list with words",
    columns=(
        Text("Check", key=True),
        Choice("Answer", "Yes", "Partly", "No", required=True),
        LongText("Proof"),
        Number(
            "Points", formula='IF(ISBLANK([@Answer]),"",SWITCH([@Answer],"Yes",1,"Partly",0.5,"No",0))', format="0.0"
        ),
    ),
    figures=(Figure("Life_cycle_score", 'IF(COUNT([Points])=0,"",AVERAGE([Points]))', PERCENT, format="0%"),),
)

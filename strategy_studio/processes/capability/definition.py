"""Definition and types: what is meant by CRM here, and which kinds of it are done."""

from __future__ import annotations

from ...model.columns import LongText, Number, Percent, Score, Text, WholeNumber
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed

DEFINITION = Component("Definition and types", row=0, short="Definition")

CRM_DEFINITION = Worksheet(
    "CRM definition",
    component=DEFINITION.title,
    question="What do people here mean by CRM?",
    help="Everybody gets one vote; the mean shows how far along the line the room stands.",
    rows=fixed("One technology solution", "Range of customer technology", "Customer-centred strategy"),
    done=Done(3),
    picture="continuum bar with marker",
    columns=(
        Text("Position", key=True, help="narrow and tactical to strategic", source="Payne & Frow 2005"),
        WholeNumber("Position number", presets=(1, 2, 3)),
        WholeNumber("Votes", default=0, required=True),
        LongText("What was said"),
        Percent("Share", formula='IF(SUM([Votes])=0,"",[@Votes]/SUM([Votes]))', format="0%"),
    ),
    figures=(
        Figure(
            "Definition_position",
            'IF(SUM([Votes])=0,"",SUMPRODUCT([Position number],[Votes])/SUM([Votes]))',
            format="0.00",
        ),
    ),
)

CRM_TYPES = Worksheet(
    "CRM types",
    component=DEFINITION.title,
    question="Which kinds of CRM do we do, and which do we need?",
    help="Strategic wins and keeps profitable customers, operational serves them, analytical "
    "learns, collaborative joins partners and channels.",
    rows=fixed("Strategic", "Operational", "Analytical", "Collaborative"),
    done=Done(4),
    picture="radar now and needed",
    columns=(
        Text("Type", key=True),
        Score("Emphasis now", 0, 5, required=True),
        Score("Emphasis needed", 0, 5, required=True),
        LongText("Example"),
        Number("Gap", formula="[@Emphasis needed]-[@Emphasis now]", format="0.0"),
    ),
)

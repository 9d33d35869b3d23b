"""Applications, analysis tools and IT systems: what turns data into a memory every process can use."""

from __future__ import annotations

from ...model.columns import Choice, Money, Number, Percent, Reference, Score, Text, WholeNumber
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, MONEY, PERCENT, PROCESS_TITLES, all_used

FRONT_OFFICE = Component("Front-office applications", row=0, short="Front office")

BACK_OFFICE = Component("Back-office applications", row=0, short="Back office")

ANALYSIS = Component("Analysis tools", row=0, short="Analysis")

SYSTEMS = Component("IT systems", row=0, short="IT")

APPLICATIONS = Worksheet(
    "Applications",
    component=FRONT_OFFICE.title,
    question="Which systems help, which hold us back?",
    help="Score use to the business and technical health, then count links that should and do exist.",
    done=Done(3, formula=all_used("Office", ("Front office", "Back office"))),
    picture="two-by-two fit x health, bubble Run cost; network of links",
    core=True,
    columns=(
        Text("Application", key=True),
        Choice("Office", "Front office", "Back office", "Analytics", "Repository", "Integration", required=True),
        Choice("Process", *PROCESS_TITLES, required=True),
        Score("Business fit", 0, 5, required=True),
        Score("Technical health", 0, 5, required=True),
        WholeNumber("Links needed", default=0),
        WholeNumber("Links present", default=0),
        Money("Run cost", unit="per period"),
        Text(
            "Quadrant",
            formula='IF(OR(ISBLANK([@Business fit]),ISBLANK([@Technical health])),"",'
            'IF([@Business fit]>=Application_cut,IF([@Technical health]>=Application_cut,"Invest","Migrate"),'
            'IF([@Technical health]>=Application_cut,"Tolerate","Eliminate")))',
            source="TIME model",
        ),
        Percent("Integration", formula='IF(SUM([@Links needed])=0,"",[@Links present]/[@Links needed])', format="0%"),
    ),
    figures=(
        Figure(
            "Integration_ratio",
            'IF(SUM([Links needed])=0,"",SUM([Links present])/SUM([Links needed]))',
            PERCENT,
            format="0%",
            catalogue="Integration ratio",
        ),
        Figure("Application_run_cost", "SUM([Run cost])", MONEY),
    ),
)

IT_READINESS = Worksheet(
    "IT readiness",
    component=SYSTEMS.title,
    question="Is the technology ready to give seamless service?",
    help="Judge by what the customer would notice, not by the product's name.",
    rows=fixed(
        "Data repository",
        "Hardware",
        "Middleware",
        "Front-office applications",
        "Back-office applications",
        "Analysis tools",
        "Security and privacy",
        "Skills",
    ),
    done=Done(8),
    picture="radar current against required",
    core=True,
    columns=(
        Text("Capability", key=True),
        Number("Weight", default=1, required=True),
        Score("Required", 0, 5, required=True),
        Score("Current", 0, 5, required=True),
        Percent(
            "Ratio",
            formula='IF(OR(ISBLANK([@Required]),ISBLANK([@Current])),"",'
            "IF([@Required]=0,1,MIN(1,[@Current]/[@Required])))",
            format="0%",
        ),
        Number("Weighted", formula="[@Weight]*[@Ratio]", format="0.00"),
        Number("Counted weight", formula="IF(ISBLANK([@Ratio]),0,[@Weight])", format="0.00"),
        Text(
            "Blocker",
            formula='IF(ISBLANK([@Ratio]),"",IF([@Ratio]<Readiness_blocker,"Blocker","Ready"))',
            source=CONVENTION,
        ),
    ),
    figures=(
        Figure(
            "IT_readiness_index",
            'IF(SUM([Counted weight])=0,"",SUM([Weighted])/SUM([Counted weight]))',
            PERCENT,
            format="0%",
            catalogue="IT readiness",
        ),
        Figure("IT_blockers", 'COUNTIFS([Blocker],"Blocker")', format="whole"),
    ),
)

ANALYSIS_METHODS = Worksheet(
    "Analysis methods",
    component=ANALYSIS.title,
    question="Which analyses would change what we do?",
    help="Rate the worth, how ready the data is and how much we use it today.",
    done=Done(3),
    picture="bubble worth x data readiness",
    columns=(
        Text("Method", key=True),
        Choice(
            "Process served",
            "Strategy development",
            "Value creation",
            "Multichannel integration",
            "Performance assessment",
            required=True,
        ),
        Reference("Data set", "Data_sets[Data set]"),
        Score("Worth", 0, 5, required=True),
        Score("Data readiness", 0, 5, required=True),
        Score("Use now", 0, 5, required=True),
        Number("Opportunity", formula="[@Worth]*[@Data readiness]/5-[@Use now]", format="0.0", source=CONVENTION),
        Number("Rank", formula="RANK.EQ([@Opportunity],[Opportunity])", format="whole"),
    ),
)

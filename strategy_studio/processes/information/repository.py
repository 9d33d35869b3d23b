"""Data repository: what must be known about customers, where it is kept and how far it can be trusted."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Number, Percent, Reference, Score, Text, WholeNumber
from ...model.worksheet import Chart, Component, Done, Figure, Worksheet, fixed
from ..vocabulary import PERCENT, PROCESS_TITLES, all_used

REPOSITORY = Component("Data repository", row=0, short="Data")

INFORMATION_NEEDS = Worksheet(
    "Information needs",
    component=REPOSITORY.title,
    question="What must each process know about the customer?",
    help="Weight the item, then score how well it is needed and how well we have it.",
    done=Done(8, formula=all_used("Process", PROCESS_TITLES)),
    picture="gap bars sorted by Priority",
    core=True,
    columns=(
        Text("Item", key=True),
        Choice("Process", *PROCESS_TITLES, required=True),
        Number("Weight", default=1, required=True),
        Score("Need", 0, 5, required=True),
        Score("Have", 0, 5, required=True),
        Reference("Captured at", "Experience_matrix[Touchpoint]"),
        Reference("System", "Applications[Application]"),
        Text("Owner"),
        Number("Gap", formula='IF(OR(ISBLANK([@Need]),ISBLANK([@Have])),"",MAX(0,[@Need]-[@Have]))', format="0.0"),
        Number("Priority", formula="[@Weight]*[@Gap]", format="0.0"),
        Number("Weighted need", formula="[@Weight]*[@Need]", format="0.0"),
        Number(
            "Weighted cover",
            formula='IF(OR(ISBLANK([@Need]),ISBLANK([@Have])),"",[@Weight]*MIN([@Need],[@Have]))',
            format="0.0",
        ),
        Percent(
            "Importance of source",
            formula="XLOOKUP([@Captured at],Experience_matrix[Touchpoint],Experience_matrix[Weight share])",
            format="0%",
            help="how much the contact point matters",
        ),
    ),
    figures=(
        Figure(
            "Information_coverage",
            'IF(SUM([Weighted need])=0,"",SUM([Weighted cover])/SUM([Weighted need]))',
            PERCENT,
            format="0%",
            catalogue="Information coverage",
        ),
    ),
)

PROCESS_COVERAGE = Worksheet(
    "Process coverage",
    component=REPOSITORY.title,
    question="Which process is starved of information?",
    help="No typing here except the answer to the gap.",
    rows=fixed(*PROCESS_TITLES),
    done=Done(5),
    picture="radar of Coverage",
    columns=(
        Text("Process", key=True),
        LongText("Answer"),
        Number("Items", formula="COUNTIFS(Information_needs[Process],[@Process])", format="whole"),
        Percent(
            "Coverage",
            formula='IF(SUMIFS(Information_needs[Weighted need],Information_needs[Process],[@Process])=0,"",'
            "SUMIFS(Information_needs[Weighted cover],Information_needs[Process],[@Process])"
            "/SUMIFS(Information_needs[Weighted need],Information_needs[Process],[@Process]))",
            format="0%",
        ),
        Percent(
            "Readiness",
            formula="XLOOKUP([@Process],Readiness_profile[Area],Readiness_profile[Maturity])",
            format="0%",
            help="from Implementation",
        ),
    ),
)

DATA_SETS = Worksheet(
    "Data sets",
    component=REPOSITORY.title,
    question="Where is customer data kept, and does it arrive?",
    help="One line per source; count deliveries expected and received.",
    done=Done(1),
    picture="data map by owner",
    helper_of="Data quality",
    columns=(
        Text("Data set", key=True),
        Text("Purpose", required=True),
        Text("Owner", required=True),
        WholeNumber("Deliveries expected", default=1, required=True),
        WholeNumber("Deliveries received", default=1, required=True),
        Percent("Coverage", formula="[@Deliveries received]/[@Deliveries expected]", format="0%"),
    ),
)

DATA_QUALITY = Worksheet(
    "Data quality",
    component=REPOSITORY.title,
    question="Can we trust the fields we decide by?",
    help="Count records, valid values and default values; the rest is optional.",
    done=Done(4),
    picture="bars of Item score with weakest dimension marked",
    chart=Chart("bars", "Field score", reference="Weakest", finding="{top} can be trusted most, {low} least"),
    core=True,
    columns=(
        Text("Field", key=True),
        Reference("Data set", "Data_sets[Data set]", required=True),
        WholeNumber("Records", required=True),
        WholeNumber("Valid", required=True, help="filled and plausible"),
        WholeNumber("Defaults", help="placeholder values"),
        Percent("Default threshold", help="else Default_value_threshold"),
        Percent("Accuracy"),
        Percent("Timeliness"),
        Percent("Consistency"),
        Number(
            "Excess defaults",
            formula='IF(ISBLANK([@Records]),"",'
            "MAX(0,"
            "SUM([@Defaults])"
            "-IF(ISBLANK([@Default threshold]),Default_value_threshold,[@Default threshold])*[@Records]))",
            format="0",
            source="public-sector index method",
        ),
        Percent("Item score", formula="([@Valid]-[@Excess defaults])/[@Records]", format="0.0%", help="completeness"),
        Percent(
            "Coverage",
            formula='IF(ISBLANK([@Item score]),"",XLOOKUP([@Data set],Data_sets[Data set],Data_sets[Coverage]))',
            format="0%",
        ),
        Number(
            "Weights used",
            formula="IF(ISBLANK([@Item score]),0,Weight_completeness)+IF(ISBLANK([@Accuracy]),0,Weight_accuracy)"
            "+IF(ISBLANK([@Timeliness]),0,Weight_timeliness)+IF(ISBLANK([@Consistency]),0,Weight_consistency)",
            format="0.00",
        ),
        Percent(
            "Field score",
            formula='IF([@Weights used]=0,"",'
            "(SUM([@Item score])*Weight_completeness+SUM([@Accuracy])*Weight_accuracy+SUM([@Timeliness])"
            "*Weight_timeliness+SUM([@Consistency])*Weight_consistency)/[@Weights used])",
            format="0.0%",
            help="dimensions without a value drop out",
        ),
        Percent(
            "Weakest",
            formula='IF(COUNT([@Item score],[@Accuracy],[@Timeliness],[@Consistency])=0,"",'
            "MIN([@Item score],[@Accuracy],[@Timeliness],[@Consistency]))",
            format="0.0%",
        ),
    ),
    figures=(
        Figure("Mean_item_score", 'IF(COUNT([Item score])=0,"",AVERAGE([Item score]))', PERCENT, format="0.0%"),
        Figure(
            "Data_quality_index",
            'IF(COUNT([Item score])=0,"",AVERAGE([Item score])*AVERAGE([Coverage]))',
            PERCENT,
            format="0.0%",
            catalogue="Data quality index",
        ),
    ),
)

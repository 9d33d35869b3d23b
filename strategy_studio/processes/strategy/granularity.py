"""Segment granularity: how finely customers are divided, and which kind of customer management follows."""

from __future__ import annotations

from ...model.columns import LongText, Money, Number, Percent, Reference, Score, Text
from ...model.worksheet import Component, Done, Worksheet, one_row_per
from ..vocabulary import CONVENTION

GRANULARITY = Component("Segment granularity", row=3, short="Granularity")

SEGMENT_GRANULARITY = Worksheet(
    "Segment granularity",
    component=GRANULARITY.title,
    question="Broad groups, small groups or single customers?",
    help="Go finer only if needs differ, you can reach people one by one, and they are worth it.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all"),
    picture="dot plot need diversity x addressability",
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Score("Need diversity", 1, 5, required=True),
        Score("Can address singly", 1, 5, required=True),
        Money("Single treatment cost", unit="per customer"),
        Text("Current level", formula="XLOOKUP([@Segment],Segments[Segment],Segments[Level])"),
        Text(
            "Suggested level",
            formula='IF(OR(ISBLANK([@Need diversity]),ISBLANK([@Can address singly])),"",'
            "IF(MIN([@Need diversity],[@Can address singly])>=Single_level_cut,"
            '"One to one",IF(MIN([@Need diversity],[@Can address singly])>=Micro_level_cut,"Micro","Macro")))',
            source=CONVENTION,
        ),
        Text(
            "Check",
            formula='IF(ISBLANK([@Suggested level]),"",IF([@Current level]=[@Suggested level],"Fits","Discuss"))',
        ),
        Money(
            "CLV last round",
            formula='IFERROR(XLOOKUP([@Segment],PRIOR(Segment_CLV[Segment]),PRIOR(Segment_CLV[CLV])),"")',
            help="feedback",
        ),
        Percent("Cost share of value", formula="[@Single treatment cost]/[@CLV last round]", format="0%"),
    ),
)

CRM_POSITION = Worksheet(
    "CRM position",
    component=GRANULARITY.title,
    question="Which kind of customer management do we run now, and which do we want?",
    help="Two axes: how much we know, and how individually we treat people.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all"),
    picture="CRM strategy matrix with arrow from now to target",
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Percent("Information estimate", help="leave empty to use last round; typed value wins"),
        Percent("Individualisation now", required=True),
        Percent("Information target", required=True),
        Percent("Individualisation target", required=True),
        LongText("Migration steps"),
        Percent("Information last round", formula="PRIOR(Information_coverage)", format="0%", help="feedback"),
        Percent(
            "Information now",
            formula="IF(ISBLANK([@Information estimate]),[@Information last round],[@Information estimate])",
            format="0%",
        ),
        Text(
            "Current cell",
            formula='IF(OR(ISBLANK([@Information now]),ISBLANK([@Individualisation now])),"",'
            "IF([@Information now]>=Information_cut,"
            "IF([@Individualisation now]>=Individualisation_cut,"
            '"Individualised CRM","Customer-based marketing"),'
            "IF([@Individualisation now]>=Individualisation_cut,"
            '"Managed service and support","Product-based selling")))',
            source="Frow & Payne 2009; cuts convention, editable",
        ),
        Text(
            "Target cell",
            formula='IF(OR(ISBLANK([@Information target]),ISBLANK([@Individualisation target])),"",'
            "IF([@Information target]>=Information_cut,"
            "IF([@Individualisation target]>=Individualisation_cut,"
            '"Individualised CRM","Customer-based marketing"),'
            "IF([@Individualisation target]>=Individualisation_cut,"
            '"Managed service and support","Product-based selling")))',
        ),
        Number(
            "Distance",
            formula="SQRT(([@Individualisation target]-[@Individualisation now])^2"
            "+([@Information target]-[@Information now])^2)",
            format="0.00",
            source=CONVENTION,
        ),
    ),
)

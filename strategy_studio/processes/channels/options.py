"""Channel options and participants: which channels there are, which to build up, where they conflict."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Money, Number, Percent, Reference, Score, Text, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet, one_row_per
from ..vocabulary import CONVENTION, MONEY, PERCENT, all_used

OPTIONS = Component("Channel options and participants", row=0, short="Channel options")

CHANNELS = Worksheet(
    "Channels",
    component=OPTIONS.title,
    question="Which channels do we run, and what do they cost?",
    help="List every way of contact with its yearly cost and its working minutes.",
    done=Done(2),
    picture="physical-to-virtual line, bubbles by cost, ring for utilisation",
    core=True,
    columns=(
        Text("Channel", key=True),
        Choice(
            "Category",
            "Sales force",
            "Outlets",
            "Telephony",
            "Direct marketing",
            "E-commerce",
            "M-commerce",
            required=True,
            source="Payne & Frow",
        ),
        Choice("Reach", "Physical", "Virtual", required=True),
        Choice("Participant", "Own", "Agent", "Distributor", "Broker", "Partner", required=True),
        Money("Resource cost", unit="per period", required=True),
        Number("Practical capacity", unit="minutes per period", required=True),
        LongText("Role"),
        Number(
            "Cost rate",
            formula="[@Resource cost]/[@Practical capacity]",
            format="0.00",
            help="per minute",
            source="Kaplan & Anderson",
        ),
        Number(
            "Contacts", formula="SUMIFS(Channel_activities[Volume],Channel_activities[Channel],[@Channel])", format="0"
        ),
        Number(
            "Minutes used",
            formula="SUMIFS(Channel_activities[Minutes used],Channel_activities[Channel],[@Channel])",
            format="0",
        ),
        Money(
            "Assigned cost", formula="SUMIFS(Channel_activities[Assigned cost],Channel_activities[Channel],[@Channel])"
        ),
        Percent("Utilisation", formula="[@Minutes used]/[@Practical capacity]", format="0.0%"),
        Number("Unused minutes", formula="[@Practical capacity]-[@Minutes used]", format="0"),
        Money("Unused cost", formula="[@Resource cost]-[@Assigned cost]"),
        Number("Cost per contact", formula='IF([@Contacts]=0,"",[@Assigned cost]/[@Contacts])', format="0.00"),
    ),
    figures=(
        Figure("Channel_cost_total", "SUM([Resource cost])", MONEY),
        Figure("Unused_capacity_cost", "SUM([Unused cost])", MONEY, catalogue="Unused capacity"),
    ),
)

CHANNEL_CRITERIA = Worksheet(
    "Channel criteria",
    component=OPTIONS.title,
    question="By what do we judge a channel, for the business and for the customer?",
    help="Weights add up inside each side.",
    done=Done(4, formula=all_used("Side", ("Business", "Customer"))),
    helper_of="Channel choice",
    columns=(
        Text("Criterion", key=True),
        Choice("Side", "Business", "Customer", required=True),
        Number("Weight", required=True),
        Percent(
            "Weight share",
            formula="[@Weight]/SUMIFS([Weight],[Side],[@Side])",
            format="0%",
            remedy="The criteria of this side weigh 0 in all. Give one of them a weight above 0.",
        ),
    ),
)

CHANNEL_RATINGS = Worksheet(
    "Channel ratings",
    component=OPTIONS.title,
    question="How does each channel do?",
    help="One poor, five excellent.",
    rows=one_row_per("Channels[Channel]", "Channel_criteria[Criterion]"),
    done=Done("all"),
    picture="heat map channels x criteria",
    helper_of="Channel choice",
    columns=(
        Reference("Channel", "Channels[Channel]", key=True),
        Reference("Criterion", "Channel_criteria[Criterion]", key=True),
        Score("Rating", 1, 5, required=True),
        Text("Side", formula="XLOOKUP([@Criterion],Channel_criteria[Criterion],Channel_criteria[Side])"),
        Number(
            "Weighted",
            formula="[@Rating]*XLOOKUP([@Criterion],Channel_criteria[Criterion],Channel_criteria[Weight share])",
            format="0.00",
        ),
    ),
)

CHANNEL_CHOICE = Worksheet(
    "Channel choice",
    component=OPTIONS.title,
    question="Which channels deserve to be built up?",
    help="The business view and the customer view are mixed by one weight you can change.",
    rows=one_row_per("Channels[Channel]"),
    done=Done("all"),
    picture="scatter business score x customer score",
    columns=(
        Reference("Channel", "Channels[Channel]", key=True),
        Choice("Choice", "Build", "Keep", "Shrink", "Close"),
        Number(
            "Business score",
            formula="SUMIFS(Channel_ratings[Weighted],Channel_ratings[Channel],[@Channel],Channel_ratings[Side],"
            '"Business")',
            format="0.00",
        ),
        Number(
            "Customer score",
            formula="SUMIFS(Channel_ratings[Weighted],Channel_ratings[Channel],[@Channel],Channel_ratings[Side],"
            '"Customer")',
            format="0.00",
        ),
        Number(
            "Overall",
            formula="Channel_business_weight*[@Business score]+(1-Channel_business_weight)*[@Customer score]",
            format="0.00",
        ),
        Number("Rank", formula="RANK.EQ([@Overall],[Overall])", format="whole"),
    ),
)

CHANNEL_CONFLICTS = Worksheet(
    "Channel conflicts",
    component=OPTIONS.title,
    question="Where do channels fight over the same customers?",
    help="Compare two channels at a time; a clear rule halves the conflict.",
    done=Done(0, formula="OR(COUNT([Conflict])>=1,COUNTA(Channels[Channel])=1)"),
    picture="chord or matrix coloured by Conflict",
    columns=(
        Text("Pair", key=True),
        Reference("Channel one", "Channels[Channel]", required=True),
        Reference("Channel two", "Channels[Channel]", required=True),
        Percent("Customer overlap", required=True),
        Percent("Price difference", required=True),
        Score("Incentive clash", 0, 5, required=True),
        YesNo("Rule in place", default=False, required=True),
        LongText("Rule text"),
        Percent(
            "Conflict",
            formula="[@Customer overlap]*(0.5*MIN(1,ABS([@Price difference])/Full_price_difference)"
            "+0.5*[@Incentive clash]/5)*IF([@Rule in place],Conflict_rule_factor,1)",
            format="0%",
            source=CONVENTION,
        ),
    ),
    figures=(Figure("Highest_conflict", 'IF(COUNT([Conflict])=0,"",MAX([Conflict]))', PERCENT, format="0%"),),
)

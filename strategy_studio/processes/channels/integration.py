"""Integrated channel management: what contacts cost, who may afford them and through which channel they run."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Money, Number, Percent, Reference, Text
from ...model.worksheet import Chart, Component, Done, Figure, Worksheet, one_row_per
from ..vocabulary import CONVENTION, MONEY

INTEGRATION = Component("Integrated channel management", row=1, short="Channel management")

CHANNEL_ACTIVITIES = Worksheet(
    "Channel activities",
    component=INTEGRATION.title,
    question="What do people do in each channel, how often, how long?",
    help="Minutes for one contact, not for the day; volumes come from the contact plan unless typed.",
    done=Done(1, per="Channel"),
    picture="bars of Assigned cost",
    helper_of="Channels",
    columns=(
        Text("Activity", key=True),
        Reference("Channel", "Channels[Channel]", required=True),
        Number("Minutes each", required=True),
        Number("Volume typed", unit="per period", help="else from Segment contacts"),
        Percent("Effort share", help="for the conventional method"),
        Number(
            "Volume",
            formula="IF(ISBLANK([@Volume typed]),"
            "SUMIFS(Segment_contacts[Contacts],Segment_contacts[Activity],[@Activity]),[@Volume typed])",
            format="0",
        ),
        Number("Cost rate", formula="XLOOKUP([@Channel],Channels[Channel],Channels[Cost rate])", format="0.00"),
        Number("Unit cost", formula="[@Minutes each]*[@Cost rate]", format="0.00"),
        Number("Minutes used", formula="[@Volume]*[@Minutes each]", format="0"),
        Money("Assigned cost", formula="[@Volume]*[@Unit cost]"),
        Number(
            "Conventional unit cost",
            formula="XLOOKUP([@Channel],Channels[Channel],Channels[Resource cost])*[@Effort share]/[@Volume]",
            format="0.00",
            help="comparison only",
        ),
    ),
)

SEGMENT_CONTACTS = Worksheet(
    "Segment contacts",
    component=INTEGRATION.title,
    question="How often does each segment use each activity?",
    help="Contacts in one period for the whole segment.",
    rows=one_row_per("Segments[Segment]", "Channel_activities[Activity]"),
    done=Done("all"),
    picture="heat map segments x activities",
    helper_of="Cost to serve",
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Reference("Activity", "Channel_activities[Activity]", key=True),
        Number("Contacts", default=0, required=True),
        Money(
            "Cost",
            formula="[@Contacts]*XLOOKUP([@Activity],Channel_activities[Activity],Channel_activities[Unit cost])",
        ),
        Text("Channel", formula="XLOOKUP([@Activity],Channel_activities[Activity],Channel_activities[Channel])"),
    ),
)

COST_TO_SERVE = Worksheet(
    "Cost to serve",
    component=INTEGRATION.title,
    question="Can we afford the service each segment gets?",
    help="Cost per customer beside the share of margin we are ready to spend on service.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all"),
    picture="whale curve of cost and margin by segment",
    chart=Chart(
        "bars", "Cost per customer", reference="Affordable cost", finding="{top} cost most to serve, {low} least"
    ),
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Money("Total cost", formula="SUMIFS(Segment_contacts[Cost],Segment_contacts[Segment],[@Segment])"),
        Money("Cost per customer", formula="[@Total cost]/XLOOKUP([@Segment],Segments[Segment],Segments[Customers])"),
        Money(
            "Affordable cost",
            formula="XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[Margin before service])"
            "*Affordable_service_share",
            source=CONVENTION,
        ),
        Text(
            "Verdict",
            formula='IF(OR(ISBLANK([@Cost per customer]),ISBLANK([@Affordable cost])),"",'
            'IF([@Cost per customer]<=[@Affordable cost],"Affordable","Too dear"))',
        ),
        LongText("Action"),
    ),
    figures=(
        Figure("Cost_to_serve_total", "SUM([Total cost])", MONEY, catalogue="Cost to serve"),
        Figure("Segments_too_dear", 'COUNTIFS([Verdict],"Too dear")', format="whole", catalogue="Segments too dear"),
    ),
)

CHANNEL_MIX = Worksheet(
    "Channel mix",
    component=INTEGRATION.title,
    question="Which share of contacts runs through each channel, now and later?",
    help="Each segment's shares add to 100 per cent.",
    rows=one_row_per("Segments[Segment]", "Channels[Channel]"),
    done=Done("all"),
    picture="heat map segments x channels, now and target",
    helper_of="Channel strategy",
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Reference("Channel", "Channels[Channel]", key=True),
        Percent("Share now", default=0, required=True),
        Percent("Share target", default=0, required=True),
        Money("Revenue", default=0),
        Money("Product cost", default=0),
        Number(
            "Cost per contact",
            formula="XLOOKUP([@Channel],Channels[Channel],Channels[Cost per contact])",
            format="0.00",
        ),
        Number("Cost now", formula="[@Share now]*[@Cost per contact]", format="0.00"),
        Number("Cost target", formula="[@Share target]*[@Cost per contact]", format="0.00"),
        Money(
            "Service cost",
            formula="SUMIFS(Segment_contacts[Cost],Segment_contacts[Segment],[@Segment],Segment_contacts[Channel],"
            "[@Channel])",
        ),
        Money("Contribution", formula="[@Revenue]-[@Product cost]-[@Service cost]"),
    ),
)

CHANNEL_STRATEGY = Worksheet(
    "Channel strategy",
    component=INTEGRATION.title,
    question="Which channel strategy fits each segment, and what would the shift save?",
    help="Pick one of the six patterns, then look at the saving.",
    rows=one_row_per("Segments[Segment]"),
    done=Done(
        "all",
        formula="AND(COUNTIFS([Share sum now],1)=COUNTA([Segment]),COUNTIFS([Share sum target],1)=COUNTA([Segment]))",
    ),
    picture="slope chart blended cost now to target",
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Choice(
            "Strategy",
            "Mono-channel provider",
            "Customer-segment channel",
            "Graduated account management",
            "Channel migrator",
            "Activity-based channel",
            "Integrated multichannel",
            required=True,
            source="Payne & Frow",
        ),
        LongText("Reason"),
        Number(
            "Contacts", formula="SUMIFS(Segment_contacts[Contacts],Segment_contacts[Segment],[@Segment])", format="0"
        ),
        Percent("Share sum now", formula="SUMIFS(Channel_mix[Share now],Channel_mix[Segment],[@Segment])", format="0%"),
        Percent(
            "Share sum target", formula="SUMIFS(Channel_mix[Share target],Channel_mix[Segment],[@Segment])", format="0%"
        ),
        Number("Blended now", formula="SUMIFS(Channel_mix[Cost now],Channel_mix[Segment],[@Segment])", format="0.00"),
        Number(
            "Blended target", formula="SUMIFS(Channel_mix[Cost target],Channel_mix[Segment],[@Segment])", format="0.00"
        ),
        Money("Saving", formula="[@Contacts]*([@Blended now]-[@Blended target])"),
    ),
    figures=(Figure("Migration_saving", "SUM([Saving])", MONEY, catalogue="Channel migration saving"),),
)

"""Value the organisation receives: winning, keeping and developing customers, and what that earns."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Money, Number, Percent, Reference, Text, WholeNumber, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet, one_row_per
from ..vocabulary import MONEY

ORGANISATION_VALUE = Component("Value the organisation receives", row=2, short="Organisation value", exchanges=True)

ACQUISITION_ECONOMICS = Worksheet(
    "Acquisition economics",
    component=ORGANISATION_VALUE.title,
    question="What does it cost to win a customer, and can we afford it?",
    help="Give reach, response and spending of each campaign; lifetime value does the rest.",
    done=Done(1, per="Segment", where='[@Decision]="Target"'),
    picture="bars cost per customer against allowable cost",
    core=True,
    columns=(
        Text("Campaign", key=True),
        Reference("Segment", "Segments[Segment]", required=True),
        WholeNumber("Prospects", required=True, help="addressed"),
        WholeNumber("Customers won", help="typed result wins over the rate"),
        Percent("Expected rate"),
        YesNo("Whole customers only", default=False, help="round expected customers down"),
        Number("Contacts per prospect", default=1),
        Money("Cost per contact", default=0),
        Money("Fixed spend", default=0),
        Money("First margin", unit="per customer", default=0),
        Money("CLV estimate", help="typed value wins"),
        Money("Required profit", unit="per customer", default=0),
        Number(
            "Customers gained",
            formula="IF(ISBLANK([@Customers won]),"
            "IF([@Whole customers only],INT([@Prospects]*[@Expected rate]),[@Prospects]*[@Expected rate]),"
            "[@Customers won])",
            format="0",
        ),
        Percent(
            "Acquisition rate", formula="[@Customers gained]/[@Prospects]", format="0.0%", help="also response rate"
        ),
        Money(
            "Spend", formula="[@Prospects]*SUM([@Contacts per prospect])*SUM([@Cost per contact])+SUM([@Fixed spend])"
        ),
        Money("Cost per prospect", formula="[@Spend]/[@Prospects]"),
        Money("Cost per customer", formula="[@Spend]/[@Customers gained]", help="CAC"),
        Money("Acquisition profit", formula="[@Customers gained]*[@First margin]-[@Spend]"),
        Money("Profit per customer", formula="[@First margin]-[@Cost per customer]"),
        Number("Margin to cost", formula="[@First margin]/[@Cost per customer]", format="0.000"),
        Money(
            "CLV used",
            formula="IF(ISBLANK([@CLV estimate]),XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[CLV]),"
            "[@CLV estimate])",
        ),
        Money(
            "Prospect value",
            formula="[@Acquisition rate]*([@First margin]+[@CLV used])-[@Cost per prospect]",
            source="Farris et al.",
        ),
        Money("Total prospect value", formula="[@Prospects]*[@Prospect value]"),
        Percent("Break-even rate", formula="[@Cost per prospect]/([@First margin]+[@CLV used])", format="0.000%"),
        Money("Allowable cost", formula="[@CLV used]-[@Required profit]"),
        Money("Headroom", formula="[@Allowable cost]-[@Cost per customer]"),
    ),
    figures=(
        Figure("Customers_to_gain", "SUM([Customers gained])", format="0"),
        Figure("Acquisition_spend", "SUM([Spend])", MONEY, catalogue="Acquisition spend"),
        Figure(
            "Average_acquisition_cost",
            'IF(SUM([Customers gained])=0,"",SUM([Spend])/SUM([Customers gained]))',
            MONEY,
            catalogue="Acquisition cost",
        ),
    ),
)

RETENTION_HISTORY = Worksheet(
    "Retention history",
    component=ORGANISATION_VALUE.title,
    question="How many customers did we keep, period by period?",
    help="Count customers at the start, newcomers and customers at the end.",
    done=Done(2, per="Segment", where='[@Decision]="Target"'),
    picture="line of Retention per segment",
    columns=(
        Reference("Segment", "Segments[Segment]", required=True),
        Text("Period", required=True),
        WholeNumber("Start", required=True),
        WholeNumber("New", default=0, required=True),
        WholeNumber("End", required=True),
        Percent("Retention", formula="([@End]-[@New])/[@Start]", format="0.0%"),
        Percent("Churn", formula="1-[@Retention]", format="0.0%"),
    ),
)

RETENTION_ECONOMICS = Worksheet(
    "Retention economics",
    component=ORGANISATION_VALUE.title,
    question="What is it worth to lose fewer customers?",
    help="Lift retention by a few points and compare the gain with the programme's cost.",
    rows=one_row_per("Segments[Segment]"),
    done=Done(1, per="Segment", where='[@Decision]="Target"'),
    picture="waterfall CLV now to CLV after",
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Percent("Uplift", help="points; else Retention_uplift"),
        Money("Programme cost", unit="per customer, present value", default=0),
        Percent(
            "Retention now",
            formula="XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[Retention used])",
            format="0.0%",
        ),
        Percent(
            "Retention after",
            formula='IF(ISBLANK([@Retention now]),"",'
            "MIN(0.999,[@Retention now]+IF(ISBLANK([@Uplift]),Retention_uplift,[@Uplift])))",
            format="0.0%",
        ),
        Percent("Rate used", formula="XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[Rate used])", format="0.0%"),
        Number(
            "Factor after",
            formula="[@Retention after]*(1+XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[Growth used]))/(1"
            "+[@Rate used])",
            format="0.000",
        ),
        Number(
            "Multiple after",
            formula='SWITCH(CLV_convention,"A",[@Retention after]/(1+[@Rate used]),"B",1,"C",1/(1+[@Rate used]))'
            '*IF(CLV_horizon="Limited",IF([@Factor after]=1,Planning_periods,'
            "(1-[@Factor after]^Planning_periods)/(1-[@Factor after])),"
            'IF([@Factor after]>=1,"no limit",1/(1-[@Factor after])))',
            format="0.00",
        ),
        Money("CLV now", formula="XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[CLV])"),
        Money("CLV after", formula="XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[Margin])*[@Multiple after]"),
        Percent("Profit effect", formula="[@CLV after]/[@CLV now]-1", format="0.0%"),
        Money("Most to spend", formula="[@CLV after]-[@CLV now]", unit="per customer"),
        Money(
            "Value created",
            formula="XLOOKUP([@Segment],Segments[Segment],"
            "Segments[Customers])*([@Most to spend]-SUM([@Programme cost]))",
        ),
        Number(
            "Elasticity",
            formula="(1+[@Rate used])/(1+[@Rate used]-[@Retention now])",
            format="0.00",
            help="convention A, no growth",
        ),
    ),
    figures=(Figure("Retention_value_created", "SUM([Value created])", MONEY, catalogue="Retention value"),),
)

ACURA_LEVERS = Worksheet(
    "ACURA levers",
    component=ORGANISATION_VALUE.title,
    question="Which lever earns most: acquire, cross-sell, up-sell, retain, or win advocates?",
    help="For each lever give today's level, the level we want, and what one unit is worth.",
    done=Done(3),
    picture="stacked bars of Potential per segment",
    columns=(
        Text("Lever row", key=True),
        Reference("Segment", "Segments[Segment]", required=True),
        Choice("Lever", "Acquisition", "Cross-selling", "Up-selling", "Retention", "Advocacy", required=True),
        Number("Base", required=True),
        Number("Target", required=True),
        Money("Value per unit", unit="per customer", required=True),
        Money("Investment", default=0),
        LongText("Measures"),
        Money(
            "Potential",
            formula="([@Target]-[@Base])*[@Value per unit]*XLOOKUP([@Segment],Segments[Segment],Segments[Customers])",
        ),
        Money("Net potential", formula="[@Potential]-SUM([@Investment])"),
    ),
    figures=(Figure("Lever_potential", "SUM([Net potential])", MONEY),),
)

VALUE_INITIATIVES = Worksheet(
    "Value initiatives",
    component=ORGANISATION_VALUE.title,
    question="Does the money we put into customer value come back?",
    help="Customer value before, after, and what it cost.",
    done=Done("optional"),
    picture="waterfall before, gain, investment",
    columns=(
        Text("Initiative", key=True),
        Money("Value before", required=True, help="equity, CLV or customer value"),
        Money("Value after", required=True),
        Money("Investment", default=0),
        Money("Gain", formula="[@Value after]-[@Value before]"),
        Percent("Change %", formula="[@Value after]/[@Value before]-1", format="0.0%"),
        Percent(
            "Return", formula="([@Gain]-[@Investment])/[@Investment]", format="0.0%", source="Rust, Lemon & Zeithaml"
        ),
    ),
)

"""Customer segment lifetime value: what a customer of each segment is worth, today's and tomorrow's together."""

from __future__ import annotations

from ...model.columns import Choice, Money, Number, Percent, Reference, Text, WholeNumber
from ...model.worksheet import Chart, Component, Done, Figure, Worksheet, one_row_per
from ..vocabulary import MONEY, PERCENT

LIFETIME_VALUE = Component(
    "Customer segment lifetime value analysis", row=1, short="Customer segment lifetime value", exchanges=True
)

SEGMENT_CLV = Worksheet(
    "Segment CLV",
    component=LIFETIME_VALUE.title,
    question="What is a customer of each segment worth?",
    help="Margin after serving and keeping the customer, times the multiple for loyalty and interest.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all"),
    picture="CLV bars per segment with acquisition cost marker; bubble option customers x CLV",
    chart=Chart(
        "bars", "CLV", reference="Acquisition cost", finding="A customer of {top} is worth most, one of {low} least"
    ),
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Money("Revenue per customer", unit="per period", required=True),
        Percent("Variable cost %", default=0),
        Money("Variable cost amount", unit="per period", default=0),
        Money("Other income", unit="per period", default=0, help="referrals, fees"),
        Money("Cost to serve estimate", unit="per period", help="leave empty to use last round; typed value wins"),
        Money("Retention spend", unit="per period", default=0),
        Percent("Retention rate", help="leave empty to use Retention history; typed value wins"),
        Percent("Own discount rate", help="else Discount_rate"),
        Percent("Own margin growth", help="else Margin_growth"),
        Money("Acquisition cost estimate", help="typed value wins"),
        Number("Customers", formula="XLOOKUP([@Segment],Segments[Segment],Segments[Customers])", format="whole"),
        Money(
            "Cost to serve last round",
            formula="IFERROR(XLOOKUP([@Segment],PRIOR(Cost_to_serve[Segment]),"
            'PRIOR(Cost_to_serve[Cost per customer])),"")',
            help="feedback",
        ),
        Money(
            "Cost to serve used",
            formula="IF(ISBLANK([@Cost to serve estimate]),SUM([@Cost to serve last round]),[@Cost to serve estimate])",
        ),
        Percent(
            "Observed retention",
            formula='IF(COUNTIFS(Retention_history[Segment],[@Segment])=0,"",'
            "AVERAGEIFS(Retention_history[Retention],Retention_history[Segment],[@Segment]))",
            format="0.0%",
        ),
        Percent(
            "Retention used",
            formula="IF(ISBLANK([@Retention rate]),[@Observed retention],[@Retention rate])",
            format="0.0%",
        ),
        Percent(
            "Rate used", formula="IF(ISBLANK([@Own discount rate]),Discount_rate,[@Own discount rate])", format="0.0%"
        ),
        Percent(
            "Growth used", formula="IF(ISBLANK([@Own margin growth]),Margin_growth,[@Own margin growth])", format="0.0%"
        ),
        Money(
            "Margin before service",
            formula="[@Revenue per customer]*(1-SUM([@Variable cost %]))-SUM([@Variable cost amount])"
            "+SUM([@Other income])",
        ),
        Money("Margin", formula="[@Margin before service]-[@Cost to serve used]-SUM([@Retention spend])"),
        Number("Expected life", formula="1/(1-[@Retention used])", format="0.0", unit="periods"),
        Number("Retention factor", formula="[@Retention used]*(1+[@Growth used])/(1+[@Rate used])", format="0.000"),
        Number(
            "First weight",
            formula='SWITCH(CLV_convention,"A",[@Retention used]/(1+[@Rate used]),"B",1,"C",1/(1+[@Rate used]))',
            format="0.000",
            source="A Gupta & Lehmann, B Farris et al., C Atkinson & Kaplan",
        ),
        Number(
            "Multiple",
            formula='IF(CLV_horizon="Limited",IF([@Retention factor]=1,[@First weight]*Planning_periods,'
            "[@First weight]*(1-[@Retention factor]^Planning_periods)/(1-[@Retention factor])),"
            'IF([@Retention factor]>=1,"no limit",[@First weight]/(1-[@Retention factor])))',
            format="0.00",
            help='"no limit" makes CLV #VALUE!',
        ),
        Money("CLV", formula="[@Margin]*[@Multiple]", help="before acquisition cost"),
        Money("CLV undiscounted", formula="[@Margin]/(1-[@Retention used])", help="check only"),
        Money(
            "Acquisition cost",
            formula="IF(ISBLANK([@Acquisition cost estimate]),"
            "IF(SUMIFS(Acquisition_economics[Customers gained],Acquisition_economics[Segment],[@Segment])=0,"
            '"",'
            "SUMIFS(Acquisition_economics[Spend],Acquisition_economics[Segment],[@Segment])"
            "/SUMIFS(Acquisition_economics[Customers gained],Acquisition_economics[Segment],[@Segment])),"
            "[@Acquisition cost estimate])",
        ),
        Money("CLV net", formula="[@CLV]-[@Acquisition cost]"),
        Number("Value ratio", formula="[@CLV]/[@Acquisition cost]", format="0.00"),
        Number("Payback", formula="[@Acquisition cost]/[@Margin]", format="0.0", unit="periods"),
        Money("Segment value", formula="[@Customers]*[@CLV]"),
        Number(
            "Customers valued",
            formula="IF(ISBLANK([@Segment value]),0,[@Customers])",
            format="whole",
            help="so that averages leave out segments without a value",
        ),
        Number("Customers retained base", formula="IF(ISBLANK([@Retention used]),0,[@Customers])", format="whole"),
    ),
    figures=(
        Figure("Current_customer_value", "SUM([Segment value])", MONEY, catalogue="Current customer value"),
        Figure(
            "Average_CLV",
            'IF(SUM([Customers valued])=0,"",SUM([Segment value])/SUM([Customers valued]))',
            MONEY,
            catalogue="Average CLV",
        ),
        Figure(
            "Average_retention",
            'IF(SUM([Customers retained base])=0,"",'
            "SUMPRODUCT([Customers],[Retention used])/SUM([Customers retained base]))",
            PERCENT,
            format="0.0%",
            catalogue="Average retention",
        ),
    ),
)

CUSTOMER_EQUITY = Worksheet(
    "Customer equity",
    component=LIFETIME_VALUE.title,
    question="What are today's and tomorrow's customers worth together?",
    help="Plan how many new customers arrive when; today's base is added by itself.",
    done=Done(1),
    picture="stacked bars current and future value by segment",
    core=True,
    columns=(
        Text("Cohort", key=True),
        Reference("Segment", "Segments[Segment]", required=True),
        WholeNumber("Arrives in period", required=True),
        WholeNumber("New customers", required=True),
        Money("CLV net", formula="XLOOKUP([@Segment],Segment_CLV[Segment],Segment_CLV[CLV net])"),
        Money("Present value", formula="[@New customers]*[@CLV net]/(1+Discount_rate)^[@Arrives in period]"),
    ),
    figures=(
        Figure("Future_customer_value", "SUM([Present value])", MONEY),
        Figure(
            "Customer_equity_total", "Current_customer_value+Future_customer_value", MONEY, catalogue="Customer equity"
        ),
    ),
)

CLV_CALCULATOR = Worksheet(
    "CLV calculator",
    component=LIFETIME_VALUE.title,
    question="What happens to lifetime value if one assumption or the convention changes?",
    help="A scratch pad: one case per row, every convention visible.",
    done=Done("optional"),
    picture="bars of CLV by case",
    columns=(
        Text("Case", key=True),
        Choice("Convention", "A", "B", "C", default="A", required=True),
        Money("Revenue per purchase", required=True),
        Number("Purchases per period", default=1),
        Percent("Gross margin %", default=1),
        Money("Other margin", unit="per period", default=0),
        Money("Costs per period", default=0, help="retention, service"),
        Percent("Retention", required=True, help="100% = plain annuity"),
        Percent("Discount rate", required=True),
        Percent("Growth", default=0),
        Number("Periods", help="empty = without end"),
        Money("Acquisition cost", default=0),
        Number("Known life", help="to turn a life into a retention rate"),
        Money(
            "Margin",
            formula="[@Revenue per purchase]*IF(ISBLANK([@Purchases per period]),1,[@Purchases per period])"
            "*IF(ISBLANK([@Gross margin %]),1,[@Gross margin %])+SUM([@Other margin])-SUM([@Costs per period])",
        ),
        Number("Factor", formula="[@Retention]*(1+SUM([@Growth]))/(1+[@Discount rate])", format="0.000"),
        Number(
            "First weight",
            formula='SWITCH([@Convention],"A",[@Retention]/(1+[@Discount rate]),"B",1,"C",1/(1+[@Discount rate]))',
            format="0.000",
        ),
        Number(
            "Multiple",
            formula='IF(ISBLANK([@Periods]),IF([@Factor]>=1,"no limit",[@First weight]/(1-[@Factor])),'
            "IF([@Factor]=1,[@First weight]*[@Periods],"
            "[@First weight]*(1-[@Factor]^[@Periods])/(1-[@Factor])))",
            format="0.00",
        ),
        Money("CLV", formula="[@Margin]*[@Multiple]"),
        Money("CLV net", formula="[@CLV]-SUM([@Acquisition cost])"),
        Money("Undiscounted value", formula="[@Margin]/(1-[@Retention])"),
        Number("Expected life", formula="1/(1-[@Retention])", format="0.0", help="1 / defection rate"),
        Percent("Retention from life", formula="1-1/[@Known life]", format="0.0%"),
        Number("Elasticity", formula="(1+[@Discount rate])/(1+[@Discount rate]-[@Retention])", format="0.00"),
        Number("Payback", formula="[@Acquisition cost]/[@Margin]", format="0.00", unit="periods"),
        Number(
            "Payback with losses",
            formula="IF([@Retention]=1,[@Payback],"
            "IF([@Acquisition cost]*(1-[@Retention])<[@Margin],"
            'LN(1-[@Acquisition cost]*(1-[@Retention])/[@Margin])/LN([@Retention]),"never"))',
            format="0.00",
        ),
    ),
)

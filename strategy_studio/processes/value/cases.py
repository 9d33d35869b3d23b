"""Lifetime value case by case: margins that change, one intake of customers, loyalty that grows with tenure."""

from __future__ import annotations

from ...model.columns import Choice, Money, Number, Percent, Reference, Text, WholeNumber
from ...model.worksheet import Done, Worksheet
from .lifetime import LIFETIME_VALUE

CLV_CASES = Worksheet(
    "CLV cases",
    component=LIFETIME_VALUE.title,
    question="What is a customer worth when margins change from period to period?",
    help="One line per case here, one line per period on the next page.",
    done=Done("optional"),
    picture="bars of present value per period with running total",
    columns=(
        Text("Case", key=True),
        Reference("Segment", "Segments[Segment]"),
        Choice(
            "Convention",
            "A",
            "B",
            "C",
            default="A",
            required=True,
            help="A survival r^t, B shifts one period earlier, C survival r^(t-1)",
        ),
        Percent("Retention", required=True, help="100% = no attrition"),
        Percent("Discount rate", required=True),
        Choice(
            "Spend timing",
            "With margin",
            "Mid period",
            "Start of period",
            default="With margin",
            required=True,
            source="Berger & Nasr 1998 use mid period",
        ),
        Number("Customers at start", default=1, required=True),
        Money("Acquisition cost", unit="per customer", default=0),
        Money("Present value", formula="SUMIFS(CLV_periods[Present value],CLV_periods[Case],[@Case])"),
        Money("Value per customer", formula="[@Present value]/[@Customers at start]"),
        Money("CLV", formula="[@Value per customer]-SUM([@Acquisition cost])", help="after acquisition cost"),
        Money("Cohort net value", formula="[@CLV]*[@Customers at start]"),
    ),
)

CLV_PERIODS = Worksheet(
    "CLV periods",
    component=LIFETIME_VALUE.title,
    question="What comes in and what goes out in each period?",
    help="Number the periods as the case's convention needs them; period 0 is today.",
    done=Done("optional"),
    picture="waterfall of Present value",
    columns=(
        Reference("Case", "CLV_cases[Case]", required=True),
        Number("Period", required=True),
        Number("Customers typed", help="overrides survival"),
        Money("Revenue or margin", unit="per customer", required=True),
        Money("Variable cost", unit="per customer", default=0),
        Money("Retention spend", unit="per customer", default=0),
        Text("Convention", formula="XLOOKUP([@Case],CLV_cases[Case],CLV_cases[Convention])"),
        Percent("Case retention", formula="XLOOKUP([@Case],CLV_cases[Case],CLV_cases[Retention])", format="0%"),
        Percent("Case rate", formula="XLOOKUP([@Case],CLV_cases[Case],CLV_cases[Discount rate])", format="0%"),
        Number("Start", formula="XLOOKUP([@Case],CLV_cases[Case],CLV_cases[Customers at start])", format="0"),
        Text("Spend timing", formula="XLOOKUP([@Case],CLV_cases[Case],CLV_cases[Spend timing])"),
        Number("Survival", formula='[@Case retention]^([@Period]-IF([@Convention]="A",0,1))', format="0.000"),
        Number(
            "Customers",
            formula="IF(ISBLANK([@Customers typed]),[@Start]*[@Survival],[@Customers typed])",
            format="0.00",
        ),
        Number("Discount factor", formula='1/(1+[@Case rate])^([@Period]-IF([@Convention]="B",1,0))', format="0.000"),
        Money("Margin", formula="[@Revenue or margin]-SUM([@Variable cost])"),
        Money("Net", formula="[@Margin]-SUM([@Retention spend])"),
        Money("Expected cash", formula="[@Net]*[@Customers]"),
        Number(
            "Spend weight",
            formula='SWITCH([@Spend timing],"With margin",[@Customers]*[@Discount factor],'
            '"Mid period",[@Start]*[@Case retention]^([@Period]-1)/(1+[@Case rate])^([@Period]-0.5),'
            '"Start of period",[@Start]*[@Case retention]^([@Period]-1)/(1+[@Case rate])^([@Period]-1))',
            format="0.000",
        ),
        Money(
            "Present value", formula="[@Margin]*[@Customers]*[@Discount factor]-SUM([@Retention spend])*[@Spend weight]"
        ),
    ),
)

COHORT_CASES = Worksheet(
    "Cohort cases",
    component=LIFETIME_VALUE.title,
    question="How does one intake of customers pay back, referrals included?",
    help="Size of the intake, interest, risk and how late people pay.",
    done=Done("optional"),
    picture="line of LTV by year per case",
    columns=(
        Text("Case", key=True),
        Reference("Segment", "Segments[Segment]"),
        WholeNumber("Customers acquired", required=True),
        Percent("Interest rate", required=True),
        Number("Risk factor", default=1, required=True, help="multiplies interest", source="Hughes"),
        Number("Payment delay", unit="days", default=0, required=True),
        Percent("Rate", formula="[@Interest rate]*[@Risk factor]", format="0.0%"),
        Money("Total present value", formula="SUMIFS(Cohort_years[Present value],Cohort_years[Case],[@Case])"),
        Money("Lifetime value", formula="[@Total present value]/[@Customers acquired]", help="per customer acquired"),
    ),
)

COHORT_YEARS = Worksheet(
    "Cohort years",
    component=LIFETIME_VALUE.title,
    question="What does the intake earn and cost year by year?",
    help="Customers of next year are this year's total times retention.",
    done=Done("optional"),
    picture="stacked bars of costs, line of LTV",
    columns=(
        Reference("Case", "Cohort_cases[Case]", required=True),
        WholeNumber("Year", required=True, help="1 = acquisition year"),
        Number("Orders per customer", required=True),
        Money("Average order", required=True),
        Percent("Retention rate", required=True, help="into the next year"),
        Percent("Referral rate", default=0),
        Percent("Product cost %", required=True),
        Money("Acquisition cost", unit="per retained customer", default=0),
        Money("Marketing cost", unit="per customer", default=0),
        Money("Programme cost", unit="per customer", default=0),
        Money("Data cost", unit="per customer", default=0),
        Money("Referral incentive", unit="per referred", default=0),
        Number(
            "Log growth", formula="LN(MAX(0.000000000001,(1+SUM([@Referral rate]))*[@Retention rate]))", format="0.000"
        ),
        Number(
            "Retained",
            formula="XLOOKUP([@Case],Cohort_cases[Case],Cohort_cases[Customers acquired])"
            '*EXP(SUMIFS([Log growth],[Case],[@Case],[Year],"<"&[@Year]))',
            format="0",
        ),
        Number("Referred", formula="[@Retained]*SUM([@Referral rate])", format="0"),
        Number("Total customers", formula="[@Retained]+[@Referred]", format="0"),
        Money("Revenue", formula="[@Total customers]*[@Orders per customer]*[@Average order]"),
        Money("Product cost", formula="[@Revenue]*[@Product cost %]"),
        Money("Marketing spend", formula="[@Total customers]*SUM([@Marketing cost])"),
        Money(
            "Total cost",
            formula="[@Product cost]+[@Retained]*SUM([@Acquisition cost])+[@Marketing spend]"
            "+[@Total customers]*SUM([@Programme cost],[@Data cost])+[@Referred]*SUM([@Referral incentive])",
        ),
        Money("Net", formula="[@Revenue]-[@Total cost]"),
        Number(
            "Discount factor",
            formula="(1+XLOOKUP([@Case],Cohort_cases[Case],Cohort_cases[Rate]))^([@Year]-1"
            "+XLOOKUP([@Case],Cohort_cases[Case],Cohort_cases[Payment delay])/365)",
            format="0.00",
        ),
        Money("Present value", formula="[@Net]/[@Discount factor]"),
        Money("Cumulative value", formula='SUMIFS([Present value],[Case],[@Case],[Year],"<="&[@Year])'),
        Money(
            "LTV", formula="[@Cumulative value]/XLOOKUP([@Case],Cohort_cases[Case],Cohort_cases[Customers acquired])"
        ),
    ),
)

RETENTION_CURVES = Worksheet(
    "Retention curves",
    component=LIFETIME_VALUE.title,
    question="How does loyalty change with tenure?",
    help="Two numbers describe the mix of loyal and fickle customers; goal seek fits them to the data.",
    done=Done("optional"),
    picture="survival lines observed and modelled",
    columns=(
        Text("Curve", key=True),
        Reference("Segment", "Segments[Segment]"),
        Number("Alpha", required=True, help="shifted-beta-geometric", source="Fader & Hardie 2007"),
        Number("Beta", required=True),
        WholeNumber("Fit to period", required=True, help="last period used for fitting"),
        Money("Margin", unit="per period", default=0),
        Percent("Mean churn", formula="[@Alpha]/([@Alpha]+[@Beta])", format="0.0%"),
        Number(
            "Log likelihood",
            formula="SUMIFS(Curve_years[Likelihood part],Curve_years[Curve],[@Curve])",
            format="0.000",
            help="per customer, make it as large as possible",
        ),
        Money("Curve value", formula="SUMIFS(Curve_years[Present value],Curve_years[Curve],[@Curve])"),
    ),
)

CURVE_YEARS = Worksheet(
    "Curve years",
    component=LIFETIME_VALUE.title,
    question="How many are left after each period?",
    help="Type the share still with us; the model stands beside it.",
    done=Done("optional"),
    picture="as Retention curves",
    columns=(
        Reference("Curve", "Retention_curves[Curve]", required=True),
        WholeNumber("Period", required=True, help="from 1"),
        Percent("Observed survival"),
        Number("A", formula="XLOOKUP([@Curve],Retention_curves[Curve],Retention_curves[Alpha])", format="0.000"),
        Number("B", formula="XLOOKUP([@Curve],Retention_curves[Curve],Retention_curves[Beta])", format="0.000"),
        Number(
            "Fit end",
            formula="XLOOKUP([@Curve],Retention_curves[Curve],Retention_curves[Fit to period])",
            format="whole",
        ),
        Percent("Model retention", formula="([@B]+[@Period]-1)/([@A]+[@B]+[@Period]-1)", format="0.0%"),
        Percent(
            "Model survival",
            formula="EXP(GAMMALN([@B]+[@Period])+GAMMALN([@A]+[@B])-GAMMALN([@B])-GAMMALN([@A]+[@B]+[@Period]))",
            format="0.0%",
        ),
        Percent(
            "Model lost",
            formula="[@Model survival]*(1/[@Model retention]-1)",
            format="0.0%",
            help="of the starters, in this period",
        ),
        Percent(
            "Observed before",
            formula="IF([@Period]=1,1,SUMIFS([Observed survival],[Curve],[@Curve],[Period],[@Period]-1))",
            format="0.0%",
        ),
        Percent(
            "Observed retention",
            formula='IF([@Observed before]=0,"",[@Observed survival]/[@Observed before])',
            format="0.0%",
        ),
        Number(
            "Likelihood part",
            formula="IF([@Period]>[@Fit end],0,"
            "([@Observed before]-[@Observed survival])*LN([@Model lost])"
            "+IF([@Period]=[@Fit end],[@Observed survival]*LN([@Model survival]),0))",
            format="0.000",
        ),
        Money(
            "Present value",
            formula="SUM(XLOOKUP([@Curve],Retention_curves[Curve],Retention_curves[Margin]))*[@Model survival]/(1"
            "+Discount_rate)^[@Period]",
        ),
    ),
)

"""Shareholder results: employee value, customer value, shareholder value and cost reduction."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Money, Number, Percent, Reference, Score, Text, WholeNumber
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import MONEY, PERCENT, RESULT_AREAS, status_of

SHAREHOLDER = Component("Shareholder results", row=0, short="Shareholder results")

VALUE_LINKAGES = Worksheet(
    "Value linkages",
    component=SHAREHOLDER.title,
    question="How strongly does one result area drive the next?",
    help="Use your own data: how much moved there when this moved here.",
    done=Done(2),
    picture="chain diagram with coefficients on the arrows",
    columns=(
        Text("Link", key=True),
        Choice("From area", *RESULT_AREAS, required=True),
        Choice("To area", *RESULT_AREAS, required=True),
        Number("Cause change", help="observed"),
        Number("Effect change", help="observed"),
        Number("Coefficient typed", help="typed value wins"),
        Number("Lag", unit="periods"),
        Text("Source"),
        Number(
            "Coefficient",
            formula="IF(ISBLANK([@Coefficient typed]),[@Effect change]/[@Cause change],[@Coefficient typed])",
            format="0.000",
        ),
    ),
    figures=(
        Figure(
            "Employee_to_customer",
            'IF(COUNTIFS([From area],"Employee value",[To area],"Customer value")=0,"",'
            'AVERAGEIFS([Coefficient],[From area],"Employee value",[To area],"Customer value"))',
            format="0.000",
        ),
        Figure(
            "Customer_to_shareholder",
            'IF(COUNTIFS([From area],"Customer value",[To area],"Shareholder value")=0,"",'
            'AVERAGEIFS([Coefficient],[From area],"Customer value",[To area],"Shareholder value"))',
            format="0.000",
        ),
        Figure("Expected_customer_change", "Employee_change*Employee_to_customer", format="0.00"),
        Figure("Expected_shareholder_change", "Expected_customer_change*Customer_to_shareholder", format="0.00"),
    ),
)

SHAREHOLDER_RESULTS = Worksheet(
    "Shareholder results",
    component=SHAREHOLDER.title,
    question="What does the programme bring the owners, in four areas?",
    help="The scores come from objectives, the evidence from the plan's own figures.",
    rows=fixed(*RESULT_AREAS),
    done=Done(4),
    picture="four tiles with status, linkage arrows between",
    core=True,
    columns=(
        Text("Area", key=True),
        LongText("Comment", required=True),
        Number("Objectives", formula="COUNTIFS(Objective_scores[Result area],[@Area])", format="whole"),
        Number(
            "Weight with data",
            formula="SUMIFS(Objective_scores[Weight with data],Objective_scores[Result area],[@Area])",
            format="0.00",
        ),
        Percent(
            "Performance",
            formula='IF([@Weight with data]=0,"",'
            "SUMIFS(Objective_scores[Weighted performance],Objective_scores[Result area],"
            "[@Area])/[@Weight with data])",
            format="0%",
        ),
        Number(
            "Evidence",
            formula='SWITCH([@Area],"Employee value",Employee_engagement,"Customer value",Average_satisfaction,'
            '"Shareholder value",Customer_equity_total,"Cost reduction",Cost_reduction_total)',
            format="0.00",
        ),
        Text("Status", formula=status_of("[@Performance]")),
    ),
)

ECONOMIC_VALUE_ADDED = Worksheet(
    "Economic value added",
    component=SHAREHOLDER.title,
    question="Is profit higher than the cost of the money used?",
    help="Tax may be given as a rate or as an amount; part years are charged by month.",
    done=Done(1),
    picture="waterfall profit, tax, capital charge, value added",
    columns=(
        Text("Unit", key=True, help="unit or period"),
        Money("Operating income", required=True, help="before depreciation if that is given beside"),
        Money("Depreciation", default=0),
        Percent("Tax rate used", help="else Tax_rate"),
        Money("Tax amount", help="typed value wins over the rate"),
        Money("Equity capital", default=0),
        Money("Debt capital", default=0),
        Percent("Capital cost typed", help="else mix below, else Cost_of_capital"),
        Percent("Equity share", help="weights of the mix"),
        Percent("Cost of equity"),
        Percent("Debt share"),
        Percent("Cost of debt", unit="after tax"),
        Number("Months", default=12, required=True),
        Money("Operating profit", formula="[@Operating income]-SUM([@Depreciation])"),
        Money(
            "Profit after tax",
            formula="[@Operating profit]-IF(ISBLANK([@Tax amount]),"
            "[@Operating profit]*IF(ISBLANK([@Tax rate used]),Tax_rate,[@Tax rate used]),[@Tax amount])",
            help="NOPAT",
        ),
        Money("Capital", formula="SUM([@Equity capital],[@Debt capital])"),
        Percent(
            "Capital cost rate",
            formula="IF(ISBLANK([@Capital cost typed]),"
            "IF(COUNT([@Equity share],[@Cost of equity],[@Debt share],[@Cost of debt])=4,"
            "[@Equity share]*[@Cost of equity]+[@Debt share]*[@Cost of debt],Cost_of_capital),"
            "[@Capital cost typed])",
            format="0.00%",
        ),
        Money("Capital charge", formula="[@Capital]*[@Capital cost rate]*[@Months]/12"),
        Money("Value added", formula="[@Profit after tax]-[@Capital charge]"),
    ),
    figures=(Figure("Economic_value_total", "SUM([Value added])", MONEY, catalogue="Economic value"),),
)

MARKETING_RESULTS = Worksheet(
    "Marketing results",
    component=SHAREHOLDER.title,
    question="What did a campaign or a marketing year earn?",
    help="Sales, cost of goods and the marketing lines; response comes from the counts.",
    done=Done(1),
    picture="waterfall sales to profit",
    columns=(
        Text("Campaign", key=True),
        WholeNumber("Addressed"),
        WholeNumber("Responses"),
        Money("Sales"),
        Money("Cost of goods"),
        Money("Selling expense", default=0),
        Money("Promotion", default=0),
        Money("Marketing salaries", default=0),
        Money("Overhead", default=0),
        Percent("Response rate", formula="[@Responses]/[@Addressed]", format="0.00%"),
        Money("Gross margin", formula="[@Sales]-[@Cost of goods]"),
        Money("Marketing expense", formula="SUM([@Selling expense],[@Promotion],[@Marketing salaries])"),
        Money("Net contribution", formula="[@Gross margin]-[@Marketing expense]"),
        Percent("Return on sales", formula="[@Net contribution]/[@Sales]", format="0.0%"),
        Percent("Marketing return", formula="[@Net contribution]/[@Marketing expense]", format="0.0%"),
        Money("Profit before tax", formula="[@Net contribution]-SUM([@Overhead])"),
    ),
    figures=(
        Figure("Net_marketing_contribution", "SUM([Net contribution])", MONEY, catalogue="Net marketing contribution"),
        Figure(
            "Response_rate_total", 'IF(SUM([Addressed])=0,"",SUM([Responses])/SUM([Addressed]))', PERCENT, format="0.0%"
        ),
    ),
)

COST_REDUCTION = Worksheet(
    "Cost reduction",
    component=SHAREHOLDER.title,
    question="Which contacts can move to a cheaper way without harm?",
    help="Say how many contacts move from where to where; unit costs come from the channels.",
    done=Done(1),
    picture="bars of Net saving",
    columns=(
        Text("Step", key=True),
        Reference("From channel", "Channels[Channel]", required=True),
        Reference("To channel", "Channels[Channel]", required=True),
        Number("Contacts moved", required=True),
        Money("One-off cost", default=0),
        Score("Experience risk", 0, 5),
        Number(
            "Unit saving",
            formula="XLOOKUP([@From channel],Channels[Channel],Channels[Cost per contact])"
            "-XLOOKUP([@To channel],Channels[Channel],Channels[Cost per contact])",
            format="0.00",
        ),
        Money("Saving", formula="[@Contacts moved]*[@Unit saving]"),
        Money("Net saving", formula="[@Saving]-SUM([@One-off cost])"),
    ),
    figures=(Figure("Cost_reduction_total", "SUM([Net saving])", MONEY, catalogue="Cost reduction"),),
)

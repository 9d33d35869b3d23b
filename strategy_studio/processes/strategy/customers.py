"""Customer choice and characteristics: the segments, their portfolio, their loyalty and the objectives for them."""

from __future__ import annotations

from ...model.columns import Choice, Date, LongText, Money, Number, Percent, Reference, Text, WholeNumber
from ...model.worksheet import Chart, Component, Done, Figure, Worksheet, fixed, one_row_per
from ..vocabulary import AREA_TITLES, CONVENTION, MONEY, PERCENT, PERSPECTIVES, RESULT_AREAS, all_used

CUSTOMERS = Component("Customer choice and characteristics", row=2, short="Customer choice")

SEGMENTS = Worksheet(
    "Segments",
    component=CUSTOMERS.title,
    question="Who are our customers, group by group?",
    help="Name groups that need different treatment; every later page has one row for each of them.",
    done=Done(2, formula='COUNTIFS([Decision],"Target")>=1'),
    picture="treemap customers x revenue",
    core=True,
    columns=(
        Text("Segment", key=True),
        LongText("Description", required=True),
        Choice("Level", "Mass", "Macro", "Micro", "One to one", required=True),
        WholeNumber("Customers", required=True),
        Money("Revenue", unit="per period", required=True, help="whole segment"),
        Percent("Growth", unit="per period"),
        Choice("Decision", "Target", "Maintain", "Watch", "Leave", required=True, help="the customer choice"),
        Text("Owner"),
        Percent(
            "Customer share",
            formula="[@Customers]/SUM([Customers])",
            format="0%",
            remedy="All customers come to 0. Type the customers of at least one segment.",
        ),
        Percent(
            "Revenue share",
            formula="[@Revenue]/SUM([Revenue])",
            format="0%",
            remedy="All revenue comes to 0. Type the revenue of at least one segment.",
        ),
        Number(
            "Value ratio last round",
            formula='IFERROR(XLOOKUP([@Segment],PRIOR(Segment_CLV[Segment]),PRIOR(Segment_CLV[Value ratio])),"")',
            format="0.00",
            help="feedback",
        ),
        Text(
            "Reopen choice",
            formula="IF(ISBLANK([@Value ratio last round]),"
            '"No",IF([@Value ratio last round]<Value_ratio_minimum,"Yes","No"))',
            help="feedback",
            source=CONVENTION,
        ),
    ),
    figures=(
        Figure("Total_customers", "SUM([Customers])", format="whole", catalogue="Total customers"),
        Figure("Total_revenue", "SUM([Revenue])", MONEY, catalogue="Total revenue"),
        Figure("Target_segments", 'COUNTIFS([Decision],"Target")', format="whole"),
    ),
)

CRITERIA_GROUPS = Worksheet(
    "Criteria groups",
    component=CUSTOMERS.title,
    question="Under which headings do we judge segments?",
    help="Two axes: how attractive the segment is, and how strong we are there.",
    done=Done(2, formula=all_used("Axis", ("Attractiveness", "Strength"))),
    helper_of="Segment portfolio",
    columns=(
        Text("Group", key=True),
        Choice("Axis", "Attractiveness", "Strength", required=True),
        Number("Group weight", default=1, required=True, help="shared out inside the axis"),
        Percent(
            "Group share",
            formula='IF(ISBLANK([@Axis]),"",[@Group weight]/SUMIFS([Group weight],[Axis],[@Axis]))',
            format="0%",
            remedy="The groups of this axis weigh 0 in all. Give one of them a weight above 0.",
        ),
    ),
)

PORTFOLIO_CRITERIA = Worksheet(
    "Portfolio criteria",
    component=CUSTOMERS.title,
    question="What exactly do we score?",
    help="Two to four criteria per heading keep the discussion short.",
    done=Done(4),
    picture="sunburst of effective weights",
    helper_of="Segment portfolio",
    columns=(
        Text("Criterion", key=True),
        Reference("Group", "Criteria_groups[Group]", required=True),
        Number("Weight", default=1, required=True, help="inside the group"),
        Text("Axis", formula="XLOOKUP([@Group],Criteria_groups[Group],Criteria_groups[Axis])"),
        Percent(
            "Weight in group",
            formula='IF(ISBLANK([@Group]),"",[@Weight]/SUMIFS([Weight],[Group],[@Group]))',
            format="0%",
            remedy="The criteria of this group weigh 0 in all. Give one of them a weight above 0.",
        ),
        Percent(
            "Effective weight",
            formula="[@Weight in group]*XLOOKUP([@Group],Criteria_groups[Group],Criteria_groups[Group share])",
            format="0%",
        ),
    ),
)

SEGMENT_SCORES = Worksheet(
    "Segment scores",
    component=CUSTOMERS.title,
    question="How does each segment do on each criterion?",
    help="Score alone first, then agree; write one fact as evidence.",
    rows=one_row_per("Segments[Segment]", "Portfolio_criteria[Criterion]"),
    done=Done("all"),
    picture="heat map segments x criteria",
    helper_of="Segment portfolio",
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Reference("Criterion", "Portfolio_criteria[Criterion]", key=True),
        Number(
            "Score",
            unit="Scale_low to Scale_high",
            required=True,
            help="set the two Parameters to 0 and 100 for index scoring",
        ),
        Text("Evidence"),
        Text("Axis", formula="XLOOKUP([@Criterion],Portfolio_criteria[Criterion],Portfolio_criteria[Axis])"),
        Text("Group", formula="XLOOKUP([@Criterion],Portfolio_criteria[Criterion],Portfolio_criteria[Group])"),
        Number(
            "Score in group",
            formula="[@Score]*XLOOKUP([@Criterion],Portfolio_criteria[Criterion],Portfolio_criteria[Weight in group])",
            format="0.00",
        ),
        Number("Group score", formula="SUMIFS([Score in group],[Segment],[@Segment],[Group],[@Group])", format="0.00"),
        Number(
            "Weighted",
            formula="[@Score]*XLOOKUP([@Criterion],Portfolio_criteria[Criterion],Portfolio_criteria[Effective weight])",
            format="0.00",
        ),
    ),
)

SEGMENT_PORTFOLIO = Worksheet(
    "Segment portfolio",
    component=CUSTOMERS.title,
    question="In which segments should we invest?",
    help="Right and high means go for it; low and weak means think of leaving.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all"),
    picture="GE matrix bubble chart: x Strength, y Attractiveness, area Revenue, nine cells",
    chart=Chart(
        "bubbles",
        "Attractiveness",
        across="Strength",
        size="Revenue",
        cuts=("Matrix_cut_low", "Matrix_cut_high"),
        finding="{top} is the most attractive segment, {low} the least",
    ),
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Number("Best rival strength", unit="same scale"),
        LongText("Reason"),
        Number(
            "Attractiveness",
            formula='IF(COUNTIFS(Segment_scores[Segment],[@Segment],Segment_scores[Axis],"Attractiveness")=0,"",'
            "SUMIFS(Segment_scores[Weighted],Segment_scores[Segment],[@Segment],Segment_scores[Axis],"
            '"Attractiveness"))',
            format="0.00",
            source="GE / McKinsey; nested weights (Best)",
        ),
        Number(
            "Strength",
            formula='IF(COUNTIFS(Segment_scores[Segment],[@Segment],Segment_scores[Axis],"Strength")=0,"",'
            "SUMIFS(Segment_scores[Weighted],Segment_scores[Segment],[@Segment],Segment_scores[Axis],"
            '"Strength"))',
            format="0.00",
        ),
        Number("Relative strength", formula="[@Strength]/[@Best rival strength]", format="0.00", source="McDonald"),
        Text(
            "Attractiveness band",
            formula='IF(ISBLANK([@Attractiveness]),"",'
            "IF([@Attractiveness]>=Matrix_cut_high,"
            '"High",IF([@Attractiveness]>=Matrix_cut_low,"Medium","Low")))',
        ),
        Text(
            "Strength band",
            formula='IF(ISBLANK([@Strength]),"",'
            'IF([@Strength]>=Matrix_cut_high,"High",IF([@Strength]>=Matrix_cut_low,"Medium","Low")))',
        ),
        Text("Cell", formula='[@Attractiveness band]&" / "&[@Strength band]'),
        Text(
            "Suggested action",
            formula='IF(OR(ISBLANK([@Attractiveness band]),ISBLANK([@Strength band])),"",'
            'IF(AND([@Attractiveness band]="High",[@Strength band]<>"Low"),'
            '"Invest",IF(AND([@Attractiveness band]="Low",[@Strength band]="Low"),'
            '"Harvest or exit","Selective")))',
            source=CONVENTION,
        ),
        Money("Revenue", formula="XLOOKUP([@Segment],Segments[Segment],Segments[Revenue])", help="bubble area"),
    ),
    figures=(Figure("Invest_segments", 'COUNTIFS([Suggested action],"Invest")', format="whole"),),
)

LOYALTY_LADDER = Worksheet(
    "Loyalty ladder",
    component=CUSTOMERS.title,
    question="How many customers stand on each rung, and who moves up?",
    help="Count people, not wishes; losses and climbers give next period's picture.",
    rows=fixed("Prospect", "Customer", "Client", "Supporter", "Advocate", "Partner"),
    done=Done(6),
    picture="ladder with bars per rung, ghost bars for next period",
    columns=(
        Text("Rung", key=True),
        WholeNumber("Rung number", presets=(0, 1, 2, 3, 4, 5)),
        WholeNumber("Customers now", required=True),
        Percent("Moving up %", default=0, required=True),
        Percent("Lost %", default=0, required=True),
        Percent("Share", formula='IF(SUM([Customers now])=0,"",[@Customers now]/SUM([Customers now]))', format="0%"),
        Number("Moving up", formula="[@Customers now]*[@Moving up %]", format="0"),
        Number(
            "Expected next",
            formula="[@Customers now]*(1-[@Moving up %]-[@Lost %])+SUMIFS([Moving up],[Rung number],[@Rung number]-1)",
            format="0",
        ),
    ),
    figures=(
        Figure(
            "Ladder_index", 'IF(SUM([Customers now])=0,"",SUMPRODUCT([Rung number],[Share])/5)', PERCENT, format="0%"
        ),
    ),
)

REAP_TARGETS = Worksheet(
    "REAP targets",
    component=CUSTOMERS.title,
    question="What do we aim for in keeping, serving, winning and selling more?",
    help="Fill only the levers that matter for the segment.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all"),
    picture="paired bars base / target for each lever",
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Percent("Retention base", required=True, source="QCi"),
        Percent("Retention target", required=True),
        Money("Service cost base", unit="per customer", help="efficiency"),
        Money("Service cost target", unit="per customer"),
        WholeNumber("New customers base", unit="per period", help="acquisition"),
        WholeNumber("New customers target", unit="per period"),
        Percent("Share of wallet base", help="penetration"),
        Percent("Share of wallet target"),
        Percent("Retention gap", formula="[@Retention target]-[@Retention base]", format="0%"),
        Money("Efficiency gap", formula="[@Service cost base]-[@Service cost target]"),
        Number("Acquisition gap", formula="[@New customers target]-[@New customers base]", format="whole"),
        Percent("Penetration gap", formula="[@Share of wallet target]-[@Share of wallet base]", format="0%"),
    ),
)

STRATEGY_OBJECTIVES = Worksheet(
    "Strategy objectives",
    component=CUSTOMERS.title,
    question="What do we want to have achieved, for whom, and how much does it weigh?",
    help="Ten to fifteen objectives are plenty; last round's scores stand beside the weights.",
    done=Done(4, formula=all_used("Perspective", PERSPECTIVES)),
    picture="strategy map, one lane per perspective",
    core=True,
    columns=(
        Text("Objective", key=True),
        Choice("Process", *AREA_TITLES, required=True),
        Choice("Perspective", *PERSPECTIVES, required=True, source="Kaplan & Norton"),
        Choice("Result area", *RESULT_AREAS, required=True, source="Payne & Frow"),
        Reference("Segment", "Segments[Segment]"),
        Text("Owner", required=True),
        Number("Weight", default=1, required=True, help="relative"),
        Date("Due"),
        Percent(
            "Weight share",
            formula='IF(ISBLANK([@Perspective]),"",[@Weight]/SUMIFS([Weight],[Perspective],[@Perspective]))',
            format="0%",
            remedy="The objectives of this perspective weigh 0 in all. Give one of them a weight above 0.",
        ),
        Percent(
            "Attainment last round",
            formula="IFERROR(XLOOKUP([@Objective],PRIOR(Objective_scores[Objective]),"
            'PRIOR(Objective_scores[Performance])),"")',
            format="0%",
            help="feedback",
        ),
        Percent(
            "Gap last round",
            formula="IF(ISBLANK([@Attainment last round]),0,MAX(0,1-[@Attainment last round]))",
            format="0%",
            help="feedback",
        ),
        Number(
            "Weight last round",
            formula="IFERROR(XLOOKUP([@Objective],PRIOR(Strategy_objectives[Objective]),"
            'PRIOR(Strategy_objectives[Weight])),"")',
            format="0.00",
            help="feedback; what a suggestion starts from, so that accepting it does not raise it again",
        ),
        Number(
            "Suggested raw",
            formula="IF(OR(ISBLANK([@Weight]),Reweight_strength*[@Gap last round]=0),[@Weight],"
            "MAX([@Weight],IF(ISBLANK([@Weight last round]),[@Weight],[@Weight last round])"
            "*(1+Reweight_strength*[@Gap last round])))",
            format="0.00",
            help="on the scale of the weights; a weight already raised this far or further stays",
            source=CONVENTION,
            suggests="Weight",
        ),
        Percent(
            "Suggested weight",
            formula='IF(ISBLANK([@Perspective]),"",'
            "[@Suggested raw]/SUMIFS([Suggested raw],[Perspective],[@Perspective]))",
            format="0%",
            help="share in its perspective",
        ),
        Number(
            "Off target run",
            formula="IFERROR(SUM(XLOOKUP([@Objective],PRIOR(Objective_scores[Objective]),"
            "PRIOR(Objective_scores[Off target rounds]))),0)",
            format="whole",
            help="feedback",
        ),
        Number(
            "Review calls",
            formula="IFERROR(COUNTIFS(PRIOR(Strategy_review[Objective]),[@Objective],PRIOR(Strategy_review[Decision]),"
            '"Adapt",PRIOR(Strategy_review[Carried over]),"<>Yes")'
            "+COUNTIFS(PRIOR(Strategy_review[Objective]),[@Objective],PRIOR(Strategy_review[Decision]),"
            '"Drop",PRIOR(Strategy_review[Carried over]),"<>Yes"),0)',
            format="whole",
            help="feedback; a line that only stays in the log calls once",
        ),
        Text("Reopen", formula='IF(OR([@Off target run]>=Reopen_after_rounds,[@Review calls]>0),"Yes","No")'),
    ),
    figures=(Figure("Objectives_reopened", 'COUNTIFS([Reopen],"Yes")', format="whole"),),
)

"""Results and KPIs: objective scores, the scorecard and the claims of the strategy map."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Number, Percent, Reference, Text, WholeNumber
from ...model.worksheet import Chart, Component, Done, Figure, Worksheet, fixed, one_row_per
from ..vocabulary import CONVENTION, PERCENT, PERSPECTIVES, TEXT, by_method, status_of
from .kpi_values import PERIOD_MONTHS

MONTHS_IN_ROUND = (
    "(YEAR(Review_date+1)-YEAR(Period_start))*12+MONTH(Review_date+1)-MONTH(Period_start)"
    "-IF(DAY(Review_date+1)<DAY(Period_start),1,0)"
)

RESULTS = Component("Performance monitoring: Results and KPIs", row=3, short="Results and KPIs")

OBJECTIVE_SCORES = Worksheet(
    "Objective scores",
    component=RESULTS.title,
    question="Is each objective on target?",
    help="Leading and lagging measures are kept apart; lagging counts first.",
    rows=one_row_per("Strategy_objectives[Objective]"),
    done=Done("all", formula='COUNTIFS([Status],"No data")=0'),
    picture="strategy map nodes coloured and worded by Status",
    result="Performance",
    chart=Chart("bars", "Performance", finding="{top} is nearest to its target, {low} farthest"),
    helper_of="Scorecard",
    columns=(
        Reference("Objective", "Strategy_objectives[Objective]", key=True),
        LongText("Comment"),
        Text(
            "Perspective",
            formula="XLOOKUP([@Objective],Strategy_objectives[Objective],Strategy_objectives[Perspective])",
        ),
        Text(
            "Result area",
            formula="XLOOKUP([@Objective],Strategy_objectives[Objective],Strategy_objectives[Result area])",
        ),
        Number(
            "Weight",
            formula="XLOOKUP([@Objective],Strategy_objectives[Objective],Strategy_objectives[Weight])",
            format="0.00",
        ),
        Number("KPIs", formula="COUNTIFS(KPIs[Objective],[@Objective])", format="whole"),
        Number(
            "KPIs not due",
            formula='COUNTIFS(KPIs[Objective],[@Objective],KPIs[State],"Not due")',
            format="whole",
        ),
        Number(
            "Lead weight",
            formula='SUMIFS(KPIs[Weight with data],KPIs[Objective],[@Objective],KPIs[Indicator],"Leading")',
            format="0.00",
        ),
        Number(
            "Lag weight",
            formula='SUMIFS(KPIs[Weight with data],KPIs[Objective],[@Objective],KPIs[Indicator],"Lagging")',
            format="0.00",
        ),
        Percent(
            "Leading by method",
            formula=by_method(
                "Objective_method",
                "KPIs[Score]",
                'KPIs[Objective],[@Objective],KPIs[Indicator],"Leading",KPIs[Weight with data],">0"',
                "[@Lead weight]",
            ),
            format="0%",
            help="where Objective_method is not Weighted average",
        ),
        Percent(
            "Leading score",
            formula='IF([@Lead weight]=0,"",IF(Objective_method<>"Weighted average",[@Leading by method],'
            "SUMIFS(KPIs[Weighted performance],KPIs[Objective],[@Objective],KPIs[Indicator],"
            '"Leading")/[@Lead weight]))',
            format="0%",
        ),
        Percent(
            "Lagging by method",
            formula=by_method(
                "Objective_method",
                "KPIs[Score]",
                'KPIs[Objective],[@Objective],KPIs[Indicator],"Lagging",KPIs[Weight with data],">0"',
                "[@Lag weight]",
            ),
            format="0%",
            help="where Objective_method is not Weighted average",
        ),
        Percent(
            "Lagging score",
            formula='IF([@Lag weight]=0,"",IF(Objective_method<>"Weighted average",[@Lagging by method],'
            "SUMIFS(KPIs[Weighted performance],KPIs[Objective],[@Objective],KPIs[Indicator],"
            '"Lagging")/[@Lag weight]))',
            format="0%",
        ),
        Percent(
            "Combined by method",
            formula=by_method(
                "Objective_method",
                "KPIs[Score]",
                'KPIs[Objective],[@Objective],KPIs[Weight with data],">0"',
                "([@Lead weight]+[@Lag weight])",
            ),
            format="0%",
            help="where Objective_method is not Weighted average",
        ),
        Percent(
            "Combined score",
            formula='IF([@Lead weight]+[@Lag weight]=0,"",'
            'IF(Objective_method<>"Weighted average",[@Combined by method],'
            "SUMIFS(KPIs[Weighted performance],KPIs[Objective],[@Objective])/([@Lead weight]+[@Lag weight])))",
            format="0%",
        ),
        Percent(
            "Coverage",
            formula="IF(SUMIFS(KPIs[Weight due],KPIs[Objective],[@Objective])=0,0,"
            "([@Lead weight]+[@Lag weight])/SUMIFS(KPIs[Weight due],KPIs[Objective],[@Objective]))",
            format="0%",
            help="weight with data",
        ),
        Percent(
            "Performance",
            formula='IF([@Coverage]<Coverage_minimum,"",'
            'IF(Rollup_rule="Combined",[@Combined score],'
            "IF(ISBLANK([@Lagging score]),[@Leading score],[@Lagging score])))",
            format="0.0%",
            help="no data below the minimum coverage",
        ),
        Text("Status", formula=status_of("[@Performance]")),
        Text(
            "State",
            formula='IF(AND([@KPIs]>0,[@KPIs not due]=[@KPIs]),"Not due",[@Status])',
            help="as Status, but an objective of which nothing is due yet says so",
        ),
        Number("Points", formula="[@Performance]*Score_scale", format="0.00", help="on the scale of Score_scale"),
        Text(
            "Warning",
            formula="IF(AND([@KPIs]>0,SUMIFS(KPIs[Weight used],KPIs[Objective],[@Objective])=0),"
            '"All KPI weights are zero: give one a weight","")',
        ),
        Percent(
            "Performance last round",
            formula="IFERROR(XLOOKUP([@Objective],PRIOR(Objective_scores[Objective]),"
            'PRIOR(Objective_scores[Performance])),"")',
            format="0%",
            help="feedback",
        ),
        Percent("Change", formula="[@Performance]-[@Performance last round]", format="0%"),
        Number(
            "Off target before",
            formula="IFERROR(SUM(XLOOKUP([@Objective],PRIOR(Objective_scores[Objective]),"
            "PRIOR(Objective_scores[Off target rounds]))),0)",
            format="whole",
            help="feedback",
        ),
        Number(
            "Off target rounds",
            formula='IF([@Status]="Off target",1+[@Off target before],0)',
            format="whole",
            help="rounds in a row",
        ),
        Number("Weight with data", formula="IF(ISBLANK([@Performance]),0,[@Weight])", format="0.00"),
        Number("Weighted performance", formula="IF(ISBLANK([@Performance]),0,[@Weight]*[@Performance])", format="0.00"),
        Number(
            "Weight due",
            formula='IF(AND([@State]="Not due",Not_due_rule="Left out"),0,[@Weight])',
            format="0.00",
            help="what coverage is measured against",
        ),
        Percent(
            "Relative weight",
            formula='IF(SUMIFS([Weight],[Perspective],[@Perspective])=0,"",'
            "[@Weight]/SUMIFS([Weight],[Perspective],[@Perspective]))",
            format="0.0%",
            help="inside the perspective",
        ),
        Percent(
            "Absolute weight",
            formula="[@Relative weight]*XLOOKUP([@Perspective],Scorecard[Perspective],Scorecard[Relative weight])",
            format="0.0%",
            help="share of the total: product along the path",
            source="BSC Designer",
        ),
    ),
)

SCORECARD = Worksheet(
    "Scorecard",
    component=RESULTS.title,
    question="How are we doing on the whole, seen from four sides?",
    help="Read status, coverage and counts together; no data is never green.",
    rows=fixed(*PERSPECTIVES),
    done=Done(4, formula="Scorecard_coverage>=Coverage_minimum"),
    picture="four tiles, total gauge, strategy map",
    result="Performance",
    core=True,
    columns=(
        Text("Perspective", key=True),
        Number("Weight", default=1, required=True),
        LongText("Comment"),
        Number("Objectives", formula="COUNTIFS(Objective_scores[Perspective],[@Perspective])", format="whole"),
        Number(
            "Scored weight",
            formula="SUMIFS(Objective_scores[Weight with data],Objective_scores[Perspective],[@Perspective])",
            format="0.00",
        ),
        Percent(
            "Coverage",
            formula="IF(SUMIFS(Objective_scores[Weight due],Objective_scores[Perspective],[@Perspective])=0,0,"
            "[@Scored weight]/SUMIFS(Objective_scores[Weight due],Objective_scores[Perspective],[@Perspective]))",
            format="0%",
        ),
        Percent(
            "Score by method",
            formula=by_method(
                "Perspective_method",
                "Objective_scores[Performance]",
                'Objective_scores[Perspective],[@Perspective],Objective_scores[Weight with data],">0"',
                "[@Scored weight]",
            ),
            format="0%",
            help="where Perspective_method is not Weighted average",
        ),
        Percent(
            "Performance",
            formula='IF([@Scored weight]=0,"",'
            'IF([@Coverage]<Coverage_minimum,"",'
            'IF(Perspective_method<>"Weighted average",[@Score by method],'
            "SUMIFS(Objective_scores[Weighted performance],Objective_scores[Perspective],"
            "[@Perspective])/[@Scored weight])))",
            format="0.0%",
        ),
        Text("Status", formula=status_of("[@Performance]")),
        Text(
            "Counts",
            formula='COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"On target")&" on target, "'
            '&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"Watch")&" watch, "'
            '&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"Off target")&" off, "'
            '&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"No data")&" no data"'
            '&IF(COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"Not due")=0,"",'
            '", "&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"Not due")&" not due")',
        ),
        Number("Weight with data", formula="IF(ISBLANK([@Performance]),0,[@Weight])", format="0.00"),
        Number("Weighted performance", formula="IF(ISBLANK([@Performance]),0,[@Weight]*[@Performance])", format="0.00"),
        Text(
            "State",
            formula="IF(AND([@Objectives]>0,COUNTIFS(Objective_scores[Perspective],[@Perspective],"
            'Objective_scores[State],"Not due")=[@Objectives]),"Not due",[@Status])',
            help="as Status, but a perspective of which nothing is due yet says so",
        ),
        Number("Points", formula="[@Performance]*Score_scale", format="0.00", help="on the scale of Score_scale"),
        Number(
            "Weight due",
            formula='IF(AND([@State]="Not due",Not_due_rule="Left out"),0,[@Weight])',
            format="0.00",
            help="what coverage is measured against",
        ),
        Percent("Relative weight", formula='IF(SUM([Weight])=0,"",[@Weight]/SUM([Weight]))', format="0.0%"),
        Text(
            "Warning",
            formula='IF(SUM([Weight])=0,"All perspective weights are zero: give one a weight",'
            "IF(AND([@Objectives]>0,SUMIFS(Objective_scores[Weight],Objective_scores[Perspective],[@Perspective])=0),"
            '"All objective weights are zero: give one a weight",""))',
        ),
    ),
    figures=(
        Figure(
            "Scorecard_total",
            'IF(SUM([Weight with data])=0,"",IF(Total_method<>"Weighted average",Scorecard_by_method,'
            "SUM([Weighted performance])/SUM([Weight with data])))",
            PERCENT,
            format="0.0%",
        ),
        Figure(
            "Scorecard_by_method",
            by_method("Total_method", "[Performance]", '[Weight with data],">0"', "SUM([Weight with data])"),
            PERCENT,
            format="0.0%",
            help="where Total_method is not Weighted average",
        ),
        Figure("Scorecard_points", "Scorecard_total*Score_scale", format="0.00", help="on the scale of Score_scale"),
        Figure(
            "Scorecard_coverage",
            "IF(SUM([Weight due])=0,0,SUM([Weight with data])/SUM([Weight due]))",
            PERCENT,
            format="0%",
        ),
        Figure("Scorecard_status", status_of("Scorecard_total"), TEXT),
        Figure(
            "Scorecard_change",
            'IF(ISBLANK(PRIOR(Scorecard_total)),"",Scorecard_total-PRIOR(Scorecard_total))',
            PERCENT,
            format="0.0%",
        ),
    ),
)

STRATEGY_MAP_LINKS = Worksheet(
    "Strategy map links",
    component=RESULTS.title,
    question="Which objective drives which, and is the claim holding?",
    help="Say the claim aloud: if this rises, then that will follow within so many periods.",
    done=Done(3),
    picture="strategy map arrows, labelled with claim and lag",
    helper_of="Scorecard",
    columns=(
        Text("Link", key=True),
        Reference("Cause", "Strategy_objectives[Objective]", required=True),
        Reference("Effect", "Strategy_objectives[Objective]", required=True),
        LongText("Claim", required=True),
        Choice("Direction", "Same", "Opposite", default="Same", required=True),
        WholeNumber("Expected lag", unit="periods", required=True),
        Percent(
            "Cause change",
            formula="XLOOKUP([@Cause],Objective_scores[Objective],Objective_scores[Change])",
            format="0%",
        ),
        Percent(
            "Effect change",
            formula="XLOOKUP([@Effect],Objective_scores[Objective],Objective_scores[Change])",
            format="0%",
        ),
        Text(
            "Verdict",
            formula="IF(COUNT([@Cause change],[@Effect change])<2,"
            '"No data",IF(OR(ABS([@Cause change])<=Trend_dead_band,ABS([@Effect change])<=Trend_dead_band),'
            '"Unclear",IF(SIGN([@Cause change])*SIGN([@Effect change])=IF([@Direction]="Same",1,-1),'
            '"Supported so far","Contradicted")))',
            source=CONVENTION,
        ),
    ),
    figures=(
        Figure("Claims_contradicted", 'COUNTIFS([Verdict],"Contradicted")', format="whole"),
        Figure(
            "Lag_months",
            'SWITCH(Lag_period,"Year",12,"Half-year",6,"Quarter",3,"Month",1,'
            f'"Round",IF({MONTHS_IN_ROUND}<1,{PERIOD_MONTHS},{MONTHS_IN_ROUND}))',
            format="whole",
            help="length of the period in which lags are counted",
        ),
    ),
)

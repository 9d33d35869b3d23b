"""Results and KPIs: objective scores, the scorecard and the claims of the strategy map."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Number, Percent, Reference, Text, WholeNumber
from ...model.worksheet import Chart, Component, Done, Figure, Worksheet, fixed, one_row_per
from ..vocabulary import CONVENTION, PERCENT, PERSPECTIVES, TEXT, status_of

RESULTS = Component("Performance monitoring: Results and KPIs", row=3, short="Results and KPIs")

OBJECTIVE_SCORES = Worksheet(
    "Objective scores",
    component=RESULTS.title,
    question="Is each objective on target?",
    help="Leading and lagging measures are kept apart; lagging counts first.",
    rows=one_row_per("Strategy_objectives[Objective]"),
    done=Done("all", formula='COUNTIFS([Status],"No data")=0'),
    picture="strategy map nodes coloured and worded by Status",
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
            "Leading score",
            formula='IF([@Lead weight]=0,"",'
            "SUMIFS(KPIs[Weighted performance],KPIs[Objective],[@Objective],KPIs[Indicator],"
            '"Leading")/[@Lead weight])',
            format="0%",
        ),
        Percent(
            "Lagging score",
            formula='IF([@Lag weight]=0,"",'
            "SUMIFS(KPIs[Weighted performance],KPIs[Objective],[@Objective],KPIs[Indicator],"
            '"Lagging")/[@Lag weight])',
            format="0%",
        ),
        Percent(
            "Combined score",
            formula='IF([@Lead weight]+[@Lag weight]=0,"",'
            "SUMIFS(KPIs[Weighted performance],KPIs[Objective],[@Objective])/([@Lead weight]+[@Lag weight]))",
            format="0%",
        ),
        Percent(
            "Coverage",
            formula="IF(SUMIFS(KPIs[Weight],KPIs[Objective],[@Objective])=0,0,"
            "([@Lead weight]+[@Lag weight])/SUMIFS(KPIs[Weight],KPIs[Objective],[@Objective]))",
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
            formula="IF(SUMIFS(Objective_scores[Weight],Objective_scores[Perspective],[@Perspective])=0,0,"
            "[@Scored weight]/SUMIFS(Objective_scores[Weight],Objective_scores[Perspective],[@Perspective]))",
            format="0%",
        ),
        Percent(
            "Performance",
            formula='IF([@Scored weight]=0,"",'
            'IF([@Coverage]<Coverage_minimum,"",'
            "SUMIFS(Objective_scores[Weighted performance],Objective_scores[Perspective],"
            "[@Perspective])/[@Scored weight]))",
            format="0.0%",
        ),
        Text("Status", formula=status_of("[@Performance]")),
        Text(
            "Counts",
            formula='COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"On target")&" on target, "'
            '&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"Watch")&" watch, "'
            '&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"Off target")&" off, "'
            '&COUNTIFS(KPIs[Perspective],[@Perspective],KPIs[Status],"No data")&" no data"',
        ),
        Number("Weight with data", formula="IF(ISBLANK([@Performance]),0,[@Weight])", format="0.00"),
        Number("Weighted performance", formula="IF(ISBLANK([@Performance]),0,[@Weight]*[@Performance])", format="0.00"),
    ),
    figures=(
        Figure(
            "Scorecard_total",
            'IF(SUM([Weight with data])=0,"",SUM([Weighted performance])/SUM([Weight with data]))',
            PERCENT,
            format="0.0%",
        ),
        Figure(
            "Scorecard_coverage", "IF(SUM([Weight])=0,0,SUM([Weight with data])/SUM([Weight]))", PERCENT, format="0%"
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
    figures=(Figure("Claims_contradicted", 'COUNTIFS([Verdict],"Contradicted")', format="whole"),),
)

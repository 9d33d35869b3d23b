"""KPI columns that give a status, a trend and the weight with which a KPI counts."""

from __future__ import annotations

from ...model.columns import Column, Date, Number, Percent, Text
from ..vocabulary import CONVENTION

DATED = "Dated_weights_and_limits"


def since(title: str, dated: str) -> Column:
    """The day from which the dated value in force on Review_date counts; empty where none is."""
    return Date(
        title,
        formula=f'IF(SUMIFS({DATED}[{dated}],{DATED}[KPI],[@KPI])=0,"",'
        f"MAXIFS({DATED}[From],{DATED}[KPI],[@KPI],{DATED}[{dated}],1))",
    )


def in_force(column: str, day: str) -> str:
    """The formula of the dated value that counts since the day in the column `day`."""
    return f"AVERAGEIFS({DATED}[{column}],{DATED}[KPI],[@KPI],{DATED}[From],[@{day}])"


STATUS = (
    Number("Rules", formula="COUNTIFS(Status_rules[KPI],[@KPI])", format="whole", help="own rules in Status rules"),
    Text(
        "Basis used",
        formula="SWITCH(IF(ISBLANK([@Status basis]),Status_basis,[@Status basis]),"
        '"Rules",IF([@Rules]>0,"Rules",IF([@Kind]="Band","Performance","Value")),'
        '"Value",IF([@Kind]="Band","Performance","Value"),'
        "IF(ISBLANK([@Status basis]),Status_basis,[@Status basis]))",
        help="a band is judged by its performance; without own rules, Rules judge the value against the target",
    ),
    Number(
        "Better side",
        formula='IF(AND([@Basis used]="Value",[@Kind]="Minimise"),-1,1)',
        format="whole",
        help="-1 where less is better",
    ),
    since("On target since", "On target dated"),
    since("Watch since", "Watch dated"),
    Number(
        "On target limit",
        formula="IF(ISBLANK([@On target since]),IF(ISBLANK([@Limit on target]),"
        'IF(OR([@Basis used]="Value",[@Basis used]="Rules"),[@Target used],Status_on_target),[@Limit on target]),'
        f"{in_force('Limit on target', 'On target since')})",
        format="0.00",
        help="dated limit, else the KPI's own, else the plan's; the target where the value itself is judged",
    ),
    Number(
        "Watch limit",
        formula="IF(ISBLANK([@Watch since]),IF(ISBLANK([@Limit watch]),"
        'IF(OR([@Basis used]="Value",[@Basis used]="Rules"),'
        "[@On target limit]-[@Better side]*Watch_tolerance*ABS([@On target limit]),Status_watch),[@Limit watch]),"
        f"{in_force('Limit watch', 'Watch since')})",
        format="0.00",
        help="dated, else the KPI's own, else the plan's; Watch_tolerance off the target where the value is judged",
    ),
    Percent(
        "Status value",
        formula='SWITCH([@Basis used],"Progress",[@Progress],"Pace",[@Pace],[@Performance])',
        format="0%",
    ),
    Number(
        "Judged value",
        formula='IF(COUNT([@On target limit],[@Watch limit])<2,"",IF([@Basis used]="Value",[@Actual],[@Status value]))',
        format="0.00",
        help="what is compared with the limits, unrounded",
    ),
    Number(
        "Rule order",
        formula="IF(SUMIFS(Status_rules[Holds],Status_rules[KPI],[@KPI])=0,"
        '"",MINIFS(Status_rules[Order],Status_rules[KPI],[@KPI],Status_rules[Holds],1))',
        format="whole",
        help="the first rule that holds",
    ),
    Text(
        "Rule status",
        formula='IF(ISBLANK([@Rule order]),"No data",'
        "CHOOSE(MINIFS(Status_rules[Status number],Status_rules[KPI],[@KPI],Status_rules[Order],[@Rule order],"
        'Status_rules[Holds],1),"On target","Watch","Off target","No data"))',
    ),
    Text(
        "Status",
        formula='IF(AND([@Due]="No",Not_due_rule="Left out"),"Not due",'
        'IF([@Basis used]="Rules",[@Rule status],IF(ISBLANK([@Judged value]),"No data",'
        'IF([@Better side]*[@Judged value]>=[@Better side]*[@On target limit],"On target",'
        'IF([@Better side]*[@Judged value]>=[@Better side]*[@Watch limit],"Watch","Off target")))))',
        help="limits belong to the better side",
    ),
    Text(
        "State",
        formula='IF([@Due]="No","Not due",[@Status])',
        help="as Status, but what is not due yet says so; Not_due_rule says whether it counts as No data",
    ),
    Number(
        "Earlier values",
        formula="IF(ISBLANK([@Value date]),0,"
        'SUMIFS(Measurements[Counted],Measurements[KPI],[@KPI],Measurements[Date],"<"&[@Value date]))',
        format="whole",
    ),
    Date(
        "Earlier date",
        formula='IF([@Earlier values]=0,"",'
        "MAXIFS(Measurements[Date],Measurements[KPI],[@KPI],Measurements[Counted],1,Measurements[Date],"
        '"<"&[@Value date]))',
    ),
    Number(
        "Earlier actual",
        formula='IF([@Earlier values]=0,IFERROR(XLOOKUP([@KPI],PRIOR(KPIs[KPI]),PRIOR(KPIs[Actual])),""),'
        "AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@Earlier date]))",
        format="0.00",
        help="feedback when no earlier measurement",
    ),
    Number(
        "Latest actual",
        formula='IF([@Actual source]="Measurements",IF([@Values dated]=0,"",'
        "AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@Value date])),"
        "[@Actual])",
        format="0.00",
    ),
    Number(
        "Trend scale",
        formula="IF(COUNT([@Minimum],[@Maximum])=2,[@Maximum]-[@Minimum],ABS([@Target used]))",
        format="0.00",
        help="the scale, else the size of the target; type minimum and maximum where the target is 0",
    ),
    Percent(
        "Better by",
        formula='IF(COUNT([@Latest actual],[@Earlier actual])<2,"",IF([@Trend scale]=0,"",'
        'SWITCH([@Kind],"Minimise",[@Earlier actual]-[@Latest actual],'
        '"Band",MAX(0,[@Band low]-[@Earlier actual],[@Earlier actual]-[@Band high])'
        "-MAX(0,[@Band low]-[@Latest actual],[@Latest actual]-[@Band high]),"
        '"Maximise",[@Latest actual]-[@Earlier actual],"Binary",[@Latest actual]-[@Earlier actual],'
        '"Step",[@Latest actual]-[@Earlier actual])/[@Trend scale]))',
        format="0.0%",
        source=CONVENTION,
    ),
    Text(
        "Trend",
        formula="IF(ISBLANK([@Better by]),"
        '"No data",IF([@Better by]>Trend_dead_band,'
        '"Improving",IF([@Better by]<-Trend_dead_band,"Worsening","Steady")))',
    ),
    Text(
        "Overdue",
        formula='IF([@Due]="No","No",IF([@Actual source]="Measurements",IF([@Values dated]=0,'
        '"Yes",IF(EDATE([@Value date],[@Interval months])<Review_date,"Yes","No")),"No"))',
    ),
)
"""Which status the KPI has and where it is heading."""

WEIGHTS = (
    since("Weight since", "Weight dated"),
    Number(
        "Weight used",
        formula=f"IF(ISBLANK([@Weight since]),[@Weight],{in_force('Weight', 'Weight since')})",
        format="0.00",
        help="the dated weight in force at the review, else Weight",
    ),
    Number(
        "Weight due",
        formula='IF([@Status]="Not due",0,[@Weight used])',
        format="0.00",
        help="what coverage is measured against",
    ),
    Percent(
        "Score",
        formula='IF(Score_source="Status",SWITCH([@Status],"On target",Points_on_target,"Watch",Points_watch,'
        '"Off target",Points_off_target,""),[@Performance])',
        format="0.0%",
        help="what rises to the objective: performance, or the points of the status",
    ),
    Number("Weight with data", formula="IF(ISBLANK([@Score]),0,[@Weight used])", format="0.00"),
    Number("Weighted performance", formula="IF(ISBLANK([@Score]),0,[@Weight used]*[@Score])", format="0.00"),
    Percent(
        "Relative weight",
        formula="IF(SUMIFS([Weight used],[Objective],[@Objective])=0,"
        '"",[@Weight used]/SUMIFS([Weight used],[Objective],[@Objective]))',
        format="0.0%",
        help="inside the objective",
    ),
    Percent(
        "Absolute weight",
        formula="[@Relative weight]"
        "*XLOOKUP([@Objective],Objective_scores[Objective],Objective_scores[Absolute weight])",
        format="0.0%",
        help="product along the path to the total",
        source="BSC Designer",
    ),
)
"""With which weight and score the KPI rises to its objective."""

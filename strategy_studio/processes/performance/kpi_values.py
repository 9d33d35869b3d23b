"""KPI columns that turn measurements, typed values and Figures of the plan into an actual and a target."""

from __future__ import annotations

from ...model.columns import Date, Number, Text

PERIOD_MONTHS = 'SWITCH(Period_name,"Year",12,"Quarter",3,"Month",1)'

VALUES = (
    Text(
        "Perspective",
        formula="XLOOKUP([@Objective],Strategy_objectives[Objective],Strategy_objectives[Perspective])",
    ),
    Date(
        "Window start",
        formula="IF(ISBLANK([@Window]),Period_start,"
        'SWITCH([@Window],"Year to date",'
        "DATE(YEAR(Review_date)-IF(MONTH(Review_date)<Fiscal_month,1,0),Fiscal_month,1),"
        '"Rolling months",IF(ISBLANK([@Window length]),Period_start,EDATE(Review_date+1,-[@Window length])),'
        '"Rolling periods",IF(ISBLANK([@Window length]),Period_start,'
        f"EDATE(Review_date+1,-[@Window length]*{PERIOD_MONTHS})),Period_start))",
        help="values from this day to the review count",
    ),
    Number("Values dated", formula="SUMIFS(Measurements[Counted],Measurements[KPI],[@KPI])", format="whole"),
    Number("Values in period", formula="SUMIFS(Measurements[In period],Measurements[KPI],[@KPI])", format="whole"),
    Number(
        "Months in window",
        formula="(YEAR(Review_date+1)-YEAR([@Window start]))*12+MONTH(Review_date+1)-MONTH([@Window start])"
        "-IF(DAY(Review_date+1)<DAY([@Window start]),1,0)",
        format="whole",
        help="whole months up to the review",
    ),
    Number(
        "Values expected",
        formula='IF([@Actual source]="Measurements",IF([@Interval months]>0,'
        'MAX(0,INT([@Months in window]/[@Interval months])),""),"")',
        format="whole",
        help="one per interval of the window",
    ),
    Text(
        "Partial",
        formula='IF(OR(ISBLANK([@Values expected]),[@Due]="No"),"No",'
        'IF([@Values in period]<[@Values expected],"Yes","No"))',
        help="the window holds fewer values than it should",
    ),
    Date(
        "Value date",
        formula='IF([@Values dated]=0,"",MAXIFS(Measurements[Date],Measurements[KPI],[@KPI],Measurements[Counted],1))',
    ),
    Date(
        "First date",
        formula='IF([@Values in period]=0,"",'
        "MINIFS(Measurements[Date],Measurements[KPI],[@KPI],Measurements[In period],1))",
    ),
    Number(
        "Measured actual",
        formula="IF([@Values in period]=0,"
        'IF([@Aggregation]="Count",IF([@Values dated]=0,"",0),'
        "IF(AND([@Carry forward],[@Values dated]>0),"
        'AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@Value date]),"")),'
        "SWITCH([@Aggregation],"
        '"Last",AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@Value date]),'
        '"First",AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@First date]),'
        '"Average",AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
        '"Sum",SUMIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
        '"Count",[@Values in period],'
        '"Minimum",MINIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
        '"Maximum",MAXIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
        '"Ratio of sums",SUMIFS(Measurements[Numerator],Measurements[KPI],[@KPI],Measurements[In period],1)'
        "/SUMIFS(Measurements[Denominator],Measurements[KPI],[@KPI],Measurements[In period],1)))",
        format="0.00",
    ),
    Text(
        "Inherited",
        formula='IF(AND([@Actual source]="Measurements",[@Values in period]=0,[@Values dated]>0,[@Carry forward],'
        '[@Aggregation]<>"Count"),'
        '"Yes","No")',
    ),
    Number(
        "Actual",
        formula='SWITCH([@Actual source],"Typed",[@Typed actual],'
        '"Figure",XLOOKUP([@Actual figure],Figure_catalogue[Figure name],Figure_catalogue[Value]),'
        '"Measurements",[@Measured actual])',
        format="0.00",
    ),
    Text(
        "Due",
        formula='IF(ISBLANK([@First due]),"Yes",IF(AND(ISBLANK([@Actual]),[@First due]>Review_date),"No","Yes"))',
        help="No: no value yet, and the first is due after the review",
    ),
    Text(
        "Target rule",
        formula="IF(ISBLANK([@Target aggregation]),[@Aggregation],[@Target aggregation])",
        help="how dated targets are added up; as the actual unless told otherwise",
    ),
    Number(
        "First target",
        formula="IF(SUMIFS(Measurements[Has target],Measurements[KPI],[@KPI],Measurements[Date],[@First date])=0,"
        '"",AVERAGEIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[Date],[@First date]))',
        format="0.00",
    ),
    Number(
        "Measured target",
        formula="IF(SUMIFS(Measurements[Has target],Measurements[KPI],[@KPI],Measurements[Date],[@Value date])=0,"
        '"",IF([@Values in period]=0,'
        "AVERAGEIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[Date],[@Value date]),"
        'SWITCH([@Target rule],"Sum",SUMIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[In period],1),'
        '"Average",AVERAGEIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[In period],1),'
        '"Minimum",MINIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[In period],1,'
        "Measurements[Has target],1),"
        '"Maximum",MAXIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[In period],1,'
        "Measurements[Has target],1),"
        '"First",[@First target],'
        "AVERAGEIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[Date],[@Value date]))))",
        format="0.00",
        help="Ratio of sums and Count take the latest",
    ),
    Number(
        "Target used",
        formula="IF(ISBLANK([@Target figure]),IF(ISBLANK([@Measured target]),[@Target],[@Measured target]),"
        "XLOOKUP([@Target figure],Figure_catalogue[Figure name],Figure_catalogue[Value]))",
        format="0.00",
    ),
)
"""From the perspective to the actual and the target that count."""

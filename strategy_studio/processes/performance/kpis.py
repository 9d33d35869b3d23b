"""KPIs and their measurements: how a value becomes a score, a status and a trend."""

from __future__ import annotations

from ...model.columns import Choice, Date, Link, LongText, Number, Percent, Reference, Text, WholeNumber, YesNo
from ...model.worksheet import Done, Figure, Worksheet
from ..vocabulary import CONVENTION, status_of
from .scorecard import RESULTS

KPIS = Worksheet(
    "KPIs",
    component=RESULTS.title,
    question="Which measures show that an objective is reached?",
    help="Kind and form say how a value becomes a score; target and actual may be typed or taken from the plan.",
    done=Done(1, per="Objective", formula="COUNTA([Warning])=0"),
    picture="table with bullet bar, status word and trend arrow; sparkline of measurements",
    status="Status",
    status_of=("Objective", "Process"),
    core=True,
    columns=(
        Text("KPI", key=True),
        Reference("Objective", "Strategy_objectives[Objective]", required=True),
        LongText("Definition", required=True),
        Text("Unit", required=True),
        Text("Owner", required=True),
        Choice("Indicator", "Leading", "Lagging", default="Lagging", required=True),
        Choice("Kind", "Maximise", "Minimise", "Band", "Binary", "Step", default="Maximise", required=True),
        Choice(
            "Form",
            "Range",
            "Ratio",
            "Absolute",
            "Reduction",
            "Progress",
            "Goal and flag",
            default="Range",
            required=True,
            help="for Maximise and Minimise only",
        ),
        Number("Weight", default=1, required=True, help="relative inside the objective"),
        Number("Baseline"),
        Number("Target", help="typed value"),
        Number("Minimum", help="Range"),
        Number("Maximum", help="Range"),
        Number("Band low", help="Band"),
        Number("Band high"),
        Number("Tolerance low", help="above 0"),
        Number("Tolerance high", help="above 0"),
        Number("Red flag", help="Goal and flag"),
        Percent("Score at flag", help="empty = 1/3", source="Spider Impact"),
        Percent("Score at goal", help="empty = 2/3"),
        Percent("Step base score", default=0, help="below Step 1"),
        Number("Step 1", help="rising thresholds"),
        Percent("Step 1 score"),
        Number("Step 2"),
        Percent("Step 2 score"),
        Number("Step 3"),
        Percent("Step 3 score"),
        Choice(
            "Aggregation",
            "Last",
            "First",
            "Average",
            "Sum",
            "Minimum",
            "Maximum",
            "Ratio of sums",
            default="Last",
            required=True,
            help="inside the period",
        ),
        YesNo("Carry forward", default=True, required=True, help="older value counts if the period has none"),
        WholeNumber("Interval months", default=3, required=True),
        Choice("Actual source", "Measurements", "Typed", "Figure", default="Measurements", required=True),
        Number("Typed actual"),
        Reference("Actual figure", "Figure_catalogue[Figure name]", help="used when Actual source = Figure"),
        Reference("Target figure", "Figure_catalogue[Figure name]", help="wins over measured and typed target"),
        Link("Evidence"),
        Text(
            "Perspective",
            formula="XLOOKUP([@Objective],Strategy_objectives[Objective],Strategy_objectives[Perspective])",
        ),
        Number("Values dated", formula="SUMIFS(Measurements[Counted],Measurements[KPI],[@KPI])", format="whole"),
        Number("Values in period", formula="SUMIFS(Measurements[In period],Measurements[KPI],[@KPI])", format="whole"),
        Date(
            "Value date",
            formula='IF([@Values dated]=0,"",'
            "MAXIFS(Measurements[Date],Measurements[KPI],[@KPI],Measurements[Counted],1))",
        ),
        Date(
            "First date",
            formula='IF([@Values in period]=0,"",'
            "MINIFS(Measurements[Date],Measurements[KPI],[@KPI],Measurements[In period],1))",
        ),
        Number(
            "Measured actual",
            formula="IF([@Values in period]=0,"
            "IF(AND([@Carry forward],[@Values dated]>0),"
            'AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@Value date]),""),'
            "SWITCH([@Aggregation],"
            '"Last",AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@Value date]),'
            '"First",AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[Date],[@First date]),'
            '"Average",AVERAGEIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
            '"Sum",SUMIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
            '"Minimum",MINIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
            '"Maximum",MAXIFS(Measurements[Value],Measurements[KPI],[@KPI],Measurements[In period],1),'
            '"Ratio of sums",SUMIFS(Measurements[Numerator],Measurements[KPI],[@KPI],Measurements[In period],1)'
            "/SUMIFS(Measurements[Denominator],Measurements[KPI],[@KPI],Measurements[In period],1)))",
            format="0.00",
        ),
        Text(
            "Inherited",
            formula='IF(AND([@Actual source]="Measurements",[@Values in period]=0,[@Values dated]>0,[@Carry forward]),'
            '"Yes","No")',
        ),
        Number(
            "Actual",
            formula='SWITCH([@Actual source],"Typed",[@Typed actual],'
            '"Figure",XLOOKUP([@Actual figure],Figure_catalogue[Figure name],Figure_catalogue[Value]),'
            '"Measurements",[@Measured actual])',
            format="0.00",
        ),
        Number(
            "Measured target",
            formula="IF(SUMIFS(Measurements[Has target],Measurements[KPI],[@KPI],Measurements[Date],[@Value date])=0,"
            '"",'
            'IF([@Aggregation]="Sum",SUMIFS(Measurements[Target],Measurements[KPI],[@KPI],'
            "Measurements[In period],1),"
            "AVERAGEIFS(Measurements[Target],Measurements[KPI],[@KPI],Measurements[Date],[@Value date])))",
            format="0.00",
        ),
        Number(
            "Target used",
            formula="IF(ISBLANK([@Target figure]),IF(ISBLANK([@Measured target]),[@Target],[@Measured target]),"
            "XLOOKUP([@Target figure],Figure_catalogue[Figure name],Figure_catalogue[Value]))",
            format="0.00",
        ),
        Percent(
            "Progress",
            formula='IF(COUNT([@Actual],[@Baseline],[@Target used])<3,"",'
            'IF([@Target used]=[@Baseline],"",([@Actual]-[@Baseline])/([@Target used]-[@Baseline])))',
            format="0%",
            help="never clamped",
        ),
        Percent(
            "Flag score",
            formula='IF(COUNT([@Actual],[@Red flag],[@Target used])<3,"",'
            'IF([@Target used]=[@Red flag],"",'
            "IF(ISBLANK([@Score at flag]),1/3,[@Score at flag])"
            "+([@Actual]-[@Red flag])/([@Target used]-[@Red flag])*(IF(ISBLANK([@Score at goal]),2/3,"
            "[@Score at goal])-IF(ISBLANK([@Score at flag]),1/3,[@Score at flag]))))",
            format="0%",
            source="Spider Impact score / 10",
        ),
        Percent(
            "Step score",
            formula='IF(ISBLANK([@Actual]),"",'
            "IF(IF(ISBLANK([@Step 3]),FALSE,[@Actual]>=[@Step 3]),[@Step 3 score],"
            "IF(IF(ISBLANK([@Step 2]),FALSE,[@Actual]>=[@Step 2]),[@Step 2 score],"
            "IF(IF(ISBLANK([@Step 1]),FALSE,[@Actual]>=[@Step 1]),[@Step 1 score],SUM([@Step base score])))))",
            format="0%",
        ),
        Percent(
            "Band score",
            formula='IF(COUNT([@Actual],[@Band low],[@Band high])<3,"",'
            "IF([@Actual]<[@Band low],MAX(0,1-([@Band low]-[@Actual])/[@Tolerance low]),"
            "IF([@Actual]>[@Band high],MAX(0,1-([@Actual]-[@Band high])/[@Tolerance high]),1)))",
            format="0%",
        ),
        Percent(
            "Attainment",
            formula='IF(ISBLANK([@Actual]),"",'
            'SWITCH([@Kind],"Band",[@Band score],"Step",[@Step score],'
            '"Binary",IF(ISBLANK([@Target used]),"",IF([@Actual]>=[@Target used],1,0)),'
            '"Maximise",SWITCH([@Form],"Range",([@Actual]-[@Minimum])/([@Maximum]-[@Minimum]),'
            '"Ratio",[@Actual]/[@Target used],"Absolute",1-ABS([@Actual]-[@Target used])/ABS([@Target used]),'
            '"Reduction",1+([@Actual]-[@Target used])/[@Target used],"Progress",[@Progress],'
            '"Goal and flag",[@Flag score]),'
            '"Minimise",SWITCH([@Form],"Range",([@Maximum]-[@Actual])/([@Maximum]-[@Minimum]),'
            '"Ratio",[@Target used]/[@Actual],"Absolute",1-ABS([@Actual]-[@Target used])/ABS([@Target used]),'
            '"Reduction",1-([@Actual]-[@Target used])/[@Target used],"Progress",[@Progress],'
            '"Goal and flag",[@Flag score])))',
            format="0.0%",
            source="not clamped; Range = BSC Designer performance; Ratio, Absolute, Reduction = SAP",
        ),
        Percent(
            "Performance",
            formula='IF(ISBLANK([@Attainment]),"",MAX(0,MIN(Score_cap,[@Attainment])))',
            format="0.0%",
            help="clamped, rolls up",
        ),
        Text(
            "Warning",
            formula='IF(OR([@Kind]="Maximise",[@Kind]="Minimise"),'
            'IF(OR([@Form]="Ratio",[@Form]="Absolute",[@Form]="Reduction"),'
            "IF(ISBLANK([@Target used]),"
            '"Target missing",IF([@Target used]<=0,"Target not above zero: use Progress or Range","")),'
            'IF([@Form]="Range",IF(COUNT([@Minimum],[@Maximum])<2,'
            '"Minimum or maximum missing",IF([@Minimum]>=[@Maximum],"Minimum must be below maximum","")),'
            'IF([@Form]="Goal and flag",IF(COUNT([@Red flag],[@Target used])<2,'
            '"Red flag or target missing",IF([@Red flag]=[@Target used],"Red flag equals target","")),""))),'
            '"")',
        ),
        Percent("Status value", formula='IF(Status_basis="Progress",[@Progress],[@Performance])', format="0%"),
        Text("Status", formula=status_of("[@Status value]"), help="limits belong to the better side"),
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
        ),
        Percent(
            "Better by",
            formula='IF(COUNT([@Latest actual],[@Earlier actual])<2,"",'
            'SWITCH([@Kind],"Minimise",[@Earlier actual]-[@Latest actual],'
            '"Band",MAX(0,[@Band low]-[@Earlier actual],[@Earlier actual]-[@Band high])'
            "-MAX(0,[@Band low]-[@Latest actual],[@Latest actual]-[@Band high]),"
            '"Maximise",[@Latest actual]-[@Earlier actual],"Binary",[@Latest actual]-[@Earlier actual],'
            '"Step",[@Latest actual]-[@Earlier actual])/[@Trend scale])',
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
            formula='IF([@Actual source]="Measurements",IF([@Values dated]=0,'
            '"Yes",IF(EDATE([@Value date],[@Interval months])<Review_date,"Yes","No")),"No")',
        ),
        Number("Weight with data", formula="IF(ISBLANK([@Performance]),0,[@Weight])", format="0.00"),
        Number("Weighted performance", formula="IF(ISBLANK([@Performance]),0,[@Weight]*[@Performance])", format="0.00"),
    ),
    figures=(
        Figure("KPIs_on_target", 'COUNTIFS([Status],"On target")', format="whole"),
        Figure("KPIs_watch", 'COUNTIFS([Status],"Watch")', format="whole"),
        Figure("KPIs_off_target", 'COUNTIFS([Status],"Off target")', format="whole"),
        Figure("KPIs_no_data", 'COUNTIFS([Status],"No data")', format="whole"),
    ),
)

MEASUREMENTS = Worksheet(
    "Measurements",
    component=RESULTS.title,
    question="What did we measure, and when?",
    help="One line per KPI and date; history lives only here.",
    done=Done(1, per="KPI", where='[@Actual source]="Measurements"'),
    picture="small multiples of lines with target",
    helper_of="KPIs",
    columns=(
        Reference("KPI", "KPIs[KPI]", required=True),
        Date("Date", required=True),
        Number("Actual"),
        Number("Target", help="valid for this date"),
        Number("Numerator", help="for Ratio of sums"),
        Number("Denominator"),
        Text("Entered by"),
        LongText("Note"),
        Number(
            "Value",
            formula='IF(ISBLANK([@Actual]),IF(COUNT([@Numerator],[@Denominator])<2,"",[@Numerator]/[@Denominator]),'
            "[@Actual])",
            format="0.00",
        ),
        Number(
            "Counted",
            formula="IF(OR(ISBLANK([@Value]),ISBLANK([@Date])),0,IF([@Date]<=Review_date,1,0))",
            format="whole",
        ),
        Number("In period", formula="IF([@Counted]=0,0,IF([@Date]>=Period_start,1,0))", format="whole"),
        Number("Has target", formula="IF(ISBLANK([@Target]),0,[@Counted])", format="whole"),
    ),
    figures=(Figure("Measurements_counted", "SUM([Counted])", format="whole"),),
)

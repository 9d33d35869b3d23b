"""KPI columns that turn an actual into progress, pace and performance, and say what stands in the way."""

from __future__ import annotations

from ...model.columns import Number, Percent, Text

BAND_WARNING = (
    'IF(COUNT([@Band low],[@Band high])<2,"Band limits missing",'
    'IF([@Band low]>[@Band high],"Band low must not be above band high",'
    'IF(COUNT([@Tolerance low],[@Tolerance high])<2,"Tolerances missing",'
    'IF(MIN([@Tolerance low],[@Tolerance high])<=0,"Tolerances must be above zero",""))))'
)
STEP_WARNING = (
    'IF(COUNT([@Step 1],[@Step 2],[@Step 3])=0,"Steps missing",'
    "IF(OR(COUNT([@Step 1])>COUNT([@Step 1 score]),COUNT([@Step 2])>COUNT([@Step 2 score]),"
    'COUNT([@Step 3])>COUNT([@Step 3 score])),"Step score missing",'
    "IF(OR(IF(COUNT([@Step 1],[@Step 2])<2,FALSE,[@Step 1]>=[@Step 2]),"
    "IF(COUNT([@Step 2],[@Step 3])<2,FALSE,[@Step 2]>=[@Step 3]),"
    'IF(COUNT([@Step 1],[@Step 3])<2,FALSE,[@Step 1]>=[@Step 3])),"Steps must rise","")))'
)
KIND_WARNING = (
    f'IF([@Kind]="Band",{BAND_WARNING},IF([@Kind]="Step",{STEP_WARNING},'
    'IF(AND([@Kind]="Binary",ISBLANK([@Target used])),"Target missing","")))'
)
"""What a band, steps or a yes-or-no measure lack: without it they would score 0 and look off target."""

SCORES = (
    Percent(
        "Progress",
        formula='IF(COUNT([@Actual],[@Baseline],[@Target used])<3,"",'
        'IF([@Target used]=[@Baseline],"",([@Actual]-[@Baseline])/([@Target used]-[@Baseline])))',
        format="0%",
        help="never clamped",
    ),
    Percent(
        "Expected progress",
        formula='IF(COUNT([@Start date],[@Target date])<2,"",IF([@Target date]<=[@Start date],"",'
        "MAX(0,MIN(1,(Review_date-[@Start date])/([@Target date]-[@Start date])))))",
        format="0%",
        help="share of the time from start to target date that has passed",
    ),
    Percent(
        "Pace",
        formula='IF(COUNT([@Progress],[@Expected progress])<2,"",'
        'IF([@Expected progress]=0,"",[@Progress]/[@Expected progress]))',
        format="0%",
        help="progress by expected progress; 100% is on the target line",
    ),
    Number(
        "Target today",
        formula="[@Baseline]+([@Target used]-[@Baseline])*[@Expected progress]",
        format="0.00",
        help="value of the straight target line at the review",
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
    Number(
        "Minimum used",
        formula='IF(ISBLANK([@Minimum]),IF(AND(Scale_rule="Baseline is the start",[@Kind]="Maximise"),[@Baseline],""),'
        "[@Minimum])",
        format="0.00",
        help="typed, or the baseline on a single scale",
        source="BSC Designer",
    ),
    Number(
        "Maximum used",
        formula='IF(ISBLANK([@Maximum]),IF(AND(Scale_rule="Baseline is the start",[@Kind]="Minimise"),[@Baseline],""),'
        "[@Maximum])",
        format="0.00",
        help="typed, or the baseline on a single scale",
        source="BSC Designer",
    ),
    Percent(
        "Attainment",
        formula='IF(ISBLANK([@Actual]),"",'
        'SWITCH([@Kind],"Band",[@Band score],"Step",[@Step score],'
        '"Binary",IF(ISBLANK([@Target used]),"",IF([@Actual]>=[@Target used],1,0)),'
        '"Maximise",SWITCH([@Form],"Range",([@Actual]-[@Minimum used])/([@Maximum used]-[@Minimum used]),'
        '"Ratio",[@Actual]/[@Target used],"Absolute",1-ABS([@Actual]-[@Target used])/ABS([@Target used]),'
        '"Reduction",1+([@Actual]-[@Target used])/[@Target used],"Progress",[@Progress],'
        '"Goal and flag",[@Flag score]),'
        '"Minimise",SWITCH([@Form],"Range",([@Maximum used]-[@Actual])/([@Maximum used]-[@Minimum used]),'
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
    Number(
        "Points", formula="[@Performance]*Score_scale", format="0.00", help="performance on the scale of Score_scale"
    ),
    Text(
        "Rule warning",
        formula='IF(AND(COUNT([@Weight used])=1,[@Weight used]<0),"Weight below zero",'
        'IF(IF(ISBLANK([@Window]),FALSE,AND(LEFT([@Window],7)="Rolling",ISBLANK([@Window length]))),'
        '"Window length missing",'
        "IF(AND(COUNT([@Start date],[@Target date])=2,[@Target date]<=[@Start date]),"
        '"Target date must follow start date",'
        "IF(AND(ISBLANK([@Status basis]),COUNT([@Limit on target],[@Limit watch],[@On target since],[@Watch since])>0),"
        '"Limits need a status basis",'
        "IF(AND(COUNT([@On target limit],[@Watch limit])=2,"
        "[@Better side]*[@Watch limit]>[@Better side]*[@On target limit]),"
        '"Watch limit is better than on target limit",'
        'IF(IF(ISBLANK([@Status basis]),FALSE,AND([@Status basis]="Rules",[@Rules]=0)),'
        f'"Status rules missing",{KIND_WARNING}))))))',
        help="what the windows, dates, weights and limits of this KPI lack",
    ),
    Text(
        "Warning",
        formula='IF(ISBLANK([@Rule warning]),IF(OR([@Kind]="Maximise",[@Kind]="Minimise"),'
        'IF(OR([@Form]="Ratio",[@Form]="Absolute",[@Form]="Reduction"),'
        "IF(ISBLANK([@Target used]),"
        '"Target missing",IF([@Target used]<=0,"Target not above zero: use Progress or Range","")),'
        'IF([@Form]="Range",IF(COUNT([@Minimum used],[@Maximum used])<2,'
        '"Minimum or maximum missing",IF([@Minimum used]>=[@Maximum used],"Minimum must be below maximum","")),'
        'IF([@Form]="Goal and flag",IF(COUNT([@Red flag],[@Target used])<2,'
        '"Red flag or target missing",IF([@Red flag]=[@Target used],"Red flag equals target","")),""))),'
        '""),[@Rule warning])',
    ),
)
"""Progress, pace and performance, and warnings."""

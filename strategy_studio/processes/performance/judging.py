"""How single KPIs are judged: weights and limits that change from a date on, and rules read from top to bottom."""

from __future__ import annotations

from ...model.columns import Choice, Column, Date, LongText, Number, Percent, Reference, Text, WholeNumber
from ...model.worksheet import Worksheet
from .scorecard import RESULTS


def dated(title: str, column: str) -> Column:
    """Whether a row states a value in the column that counts on Review_date or did before."""
    return Number(
        title,
        formula=f"IF(OR(ISBLANK([@KPI]),ISBLANK([@From]),ISBLANK([@{column}])),0,IF([@From]<=Review_date,1,0))",
        format="whole",
    )


def used(day: str, given: str) -> str:
    """More than 0 when the row states the value its KPI uses since the day in the KPI's column `day`."""
    return f"[@{given}]*COUNTIFS(KPIs[KPI],[@KPI],KPIs[{day}],[@From])"


DATED_WEIGHTS_AND_LIMITS = Worksheet(
    "Dated weights and limits",
    component=RESULTS.title,
    question="From when on does a KPI count differently?",
    help="The latest line up to the review wins over the KPI's own weight and limits; an empty cell changes nothing.",
    picture="time line of weights and limits",
    helper_of="KPIs",
    columns=(
        Reference("KPI", "KPIs[KPI]", required=True),
        Date("From", required=True),
        Number("Weight"),
        Number("Limit on target", help="on the status basis of the KPI"),
        Number("Limit watch"),
        LongText("Reason"),
        dated("Weight dated", "Weight"),
        dated("On target dated", "Limit on target"),
        dated("Watch dated", "Limit watch"),
        Text(
            "In force",
            formula='IF(ISBLANK([@From]),"",IF([@From]>Review_date,"Later",'
            f"IF({used('Weight since', 'Weight dated')}+{used('On target since', 'On target dated')}"
            f"+{used('Watch since', 'Watch dated')}>0,"
            '"Yes","No")))',
        ),
    ),
)

STATUS_RULES = Worksheet(
    "Status rules",
    component=RESULTS.title,
    question="Which rule gives a KPI its status?",
    help="The first rule that holds, by order, wins; the KPI's status basis, or the plan's, must be Rules.",
    picture="list of rules by KPI",
    helper_of="KPIs",
    columns=(
        Reference("KPI", "KPIs[KPI]", required=True),
        WholeNumber("Order", required=True),
        Choice(
            "Comparison",
            "At least",
            "At most",
            "Equal to",
            "Between",
            "Otherwise",
            default="At least",
            required=True,
            help="of the actual; Otherwise always holds",
        ),
        Choice("Against", "Target", "Baseline", "Number", default="Target", required=True),
        Number("Number", help="lower end of Between"),
        Number("Upper number", help="Between"),
        Percent("Allowance", default=0, help="share of the size of what is compared with, to the worse side"),
        Choice("Status", "On target", "Watch", "Off target", "No data", required=True),
        Number("Actual", formula="XLOOKUP([@KPI],KPIs[KPI],KPIs[Actual])", format="0.00"),
        Number(
            "Compared with",
            formula='IF([@Comparison]="Between",[@Number],SWITCH([@Against],'
            '"Target",XLOOKUP([@KPI],KPIs[KPI],KPIs[Target used]),'
            '"Baseline",XLOOKUP([@KPI],KPIs[KPI],KPIs[Baseline]),"Number",[@Number]))',
            format="0.00",
        ),
        Number(
            "Limit",
            formula='IF([@Comparison]="At least",[@Compared with]-SUM([@Allowance])*ABS([@Compared with]),'
            'IF([@Comparison]="At most",[@Compared with]+SUM([@Allowance])*ABS([@Compared with]),[@Compared with]))',
            format="0.00",
            help="right for zero and negative targets too",
            source="ClearPoint, factor on the size of the target",
        ),
        Number(
            "Holds",
            formula='IF(OR(ISBLANK([@Actual]),ISBLANK([@Status])),0,IF([@Comparison]="Otherwise",1,IF(ISBLANK([@Limit]),0,'
            'SWITCH([@Comparison],"At least",IF([@Actual]>=[@Limit],1,0),"At most",IF([@Actual]<=[@Limit],1,0),'
            '"Equal to",IF([@Actual]=[@Limit],1,0),'
            '"Between",IF(ISBLANK([@Upper number]),0,IF(AND([@Actual]>=[@Limit],[@Actual]<=[@Upper number]),1,0))))))',
            format="whole",
        ),
        Number(
            "Status number",
            formula='SWITCH([@Status],"On target",1,"Watch",2,"Off target",3,"No data",4)',
            format="whole",
        ),
    ),
)

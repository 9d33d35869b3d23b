"""Standards and satisfaction measurement: what is promised, what is kept and what customers say."""

from __future__ import annotations

from ...model.columns import Choice, Number, Reference, Score, Text, WholeNumber
from ...model.worksheet import Component, Done, Figure, Worksheet
from ..vocabulary import PERCENT, STAGES

STANDARDS = Component("Performance monitoring: Standards", row=1, short="Standards")

SATISFACTION = Component("Performance monitoring: Satisfaction measurement", row=2, short="Satisfaction")

SERVICE_STANDARDS = Worksheet(
    "Service standards",
    component=STANDARDS.title,
    question="What do we promise, and do we keep it?",
    help="One measurable promise per line.",
    done=Done(3),
    picture="bullet bars",
    core=True,
    columns=(
        Text("Standard", key=True),
        Choice("Stage", *STAGES, required=True),
        Reference("Segment", "Segments[Segment]"),
        Text("Unit"),
        Choice("Better when", "Higher", "Lower", required=True),
        Number("Promise", required=True),
        Number("Actual"),
        Number(
            "Customer importance",
            formula='IF(SUMIFS(Value_attributes[Importance],Value_attributes[Attribute],[@Standard])=0,"",'
            "AVERAGEIFS(Value_attributes[Importance],Value_attributes[Attribute],[@Standard]))",
            format="0.0",
            help="if named like a value attribute",
        ),
        Text(
            "Kept",
            formula="IF(OR(ISBLANK([@Promise]),ISBLANK([@Actual])),"
            '"No data",IF([@Better when]="Higher",IF([@Actual]>=[@Promise],"Kept","Missed"),'
            'IF([@Actual]<=[@Promise],"Kept","Missed")))',
        ),
    ),
    figures=(
        Figure(
            "Standards_kept",
            'IF(COUNTIFS([Kept],"Kept")+COUNTIFS([Kept],"Missed")=0,"",'
            'COUNTIFS([Kept],"Kept")/(COUNTIFS([Kept],"Kept")+COUNTIFS([Kept],"Missed")))',
            PERCENT,
            format="0%",
            catalogue="Standards kept",
        ),
    ),
)

SATISFACTION_SURVEY = Worksheet(
    "Satisfaction survey",
    component=SATISFACTION.title,
    question="How satisfied are customers, question by question?",
    help="Enter the mean answer of each question and its weight.",
    done=Done(3),
    picture="bars of Score of ten",
    columns=(
        Text("Question", key=True, help="use the names of Value attributes"),
        Number("Weight", required=True),
        Number("Mean answer", required=True),
        WholeNumber(
            "Scale points",
            default=7,
            required=True,
            help="divisor of the index; enter points minus one if the best answer must reach 100",
        ),
        Number("Scale top", default=7, required=True, help="best answer"),
        WholeNumber("Answers"),
        Number("Points", formula="100/[@Scale points]*([@Mean answer]-1)*[@Weight]", format="0.00"),
        Number(
            "Score of ten",
            formula="1+9*([@Mean answer]-1)/([@Scale top]-1)",
            format="0.0",
            help="1 to 10, feeds Value attributes",
        ),
    ),
    figures=(
        Figure(
            "Satisfaction_index",
            'IF(COUNT([Points])=0,"",SUM([Points]))',
            format="0.00",
            catalogue="Satisfaction index",
        ),
        Figure("Satisfaction_index_normalised", 'IF(SUM([Weight])=0,"",SUM([Points])/SUM([Weight]))', format="0.00"),
    ),
)

RECOMMENDATION_SURVEY = Worksheet(
    "Recommendation survey",
    component=SATISFACTION.title,
    question="Would customers recommend us?",
    help="Count answers 0-6, 7-8 and 9-10; leave out those who did not answer.",
    done=Done(1),
    picture="stacked bar with net score marker",
    columns=(
        Text("Wave", key=True),
        Reference("Segment", "Segments[Segment]"),
        Number("Detractors", unit="count", required=True, help="answers 0 to 6"),
        Number("Passives", unit="count", required=True, help="answers 7 and 8"),
        Number("Promoters", unit="count", required=True, help="answers 9 and 10"),
        Number("Customers represented"),
        Score("Satisfaction score", 0, 100),
        Number("Answers", formula="[@Detractors]+[@Passives]+[@Promoters]", format="0"),
        Number("Net promoter score", formula="100*([@Promoters]-[@Detractors])/[@Answers]", format="0.0"),
        Number(
            "Customers counted",
            formula="IF(ISBLANK([@Satisfaction score]),0,SUM([@Customers represented]))",
            format="0",
        ),
        Number("Weighted satisfaction", formula="[@Customers counted]*SUM([@Satisfaction score])", format="0"),
    ),
    figures=(
        Figure(
            "Net_promoter_total",
            'IF(SUM([Answers])=0,"",100*(SUM([Promoters])-SUM([Detractors]))/SUM([Answers]))',
            format="0.0",
            catalogue="Net promoter score",
        ),
        Figure(
            "Customer_satisfaction",
            'IF(SUM([Customers counted])=0,"",SUM([Weighted satisfaction])/SUM([Customers counted]))',
            format="0.0",
        ),
    ),
)

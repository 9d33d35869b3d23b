"""Value the customer receives: what each segment is promised and how it compares with rivals."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Money, Number, Percent, Reference, Score, Text
from ...model.worksheet import Component, Done, Figure, Worksheet, one_row_per
from ..vocabulary import PERCENT

CUSTOMER_VALUE = Component("Value the customer receives", row=0, short="Customer value")

VALUE_PROPOSITIONS = Worksheet(
    "Value propositions",
    component=CUSTOMER_VALUE.title,
    question="Why should this segment choose us?",
    help="Start with the need, then say what we promise facet by facet.",
    rows=one_row_per("Segments[Segment]"),
    done=Done("all", formula='COUNTIFS([Decision],"Target",[Facets filled],"<5")=0'),
    picture="seven-facet wheel per segment",
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        LongText("Need", required=True),
        LongText("Promise", required=True, help="one sentence"),
        LongText("Proof"),
        Text("Brand", source="QCi facets"),
        Text("Price"),
        Text("Service"),
        Text("Transactions"),
        Text("Relationship"),
        Text("Logistics"),
        Text("Product"),
        Text("Decision", formula="XLOOKUP([@Segment],Segments[Segment],Segments[Decision])"),
        Number(
            "Facets filled",
            formula="COUNTA([@Brand],[@Price],[@Service],[@Transactions],[@Relationship],[@Logistics],[@Product])",
            format="whole",
        ),
    ),
    figures=(
        Figure(
            "Proposition_completeness",
            'IF(COUNT([Facets filled])=0,"",SUM([Facets filled])/(7*COUNTA([Segment])))',
            PERCENT,
            format="0%",
        ),
    ),
)

VALUE_ATTRIBUTES = Worksheet(
    "Value attributes",
    component=CUSTOMER_VALUE.title,
    question="What do customers care about, and how do we do against the best rival?",
    help="Importance first, then performance; the cross-hairs sit at the segment means.",
    done=Done(4, per="Segment", where='[@Decision]="Target"'),
    picture="importance-performance quadrant",
    helper_of="Value assessment",
    columns=(
        Text("Attribute", key=True, help="same words as survey questions"),
        Reference("Segment", "Segments[Segment]", required=True),
        Score("Importance", 1, 10, required=True),
        Score("Performance estimate", 1, 10, help="leave empty to use last round's survey; typed value wins"),
        Score("Rival performance", 1, 10),
        Number(
            "Survey last round",
            formula="IFERROR(XLOOKUP([@Attribute],PRIOR(Satisfaction_survey[Question]),"
            'PRIOR(Satisfaction_survey[Score of ten])),"")',
            format="0.0",
            help="feedback",
        ),
        Number(
            "Performance",
            formula="IF(ISBLANK([@Performance estimate]),[@Survey last round],[@Performance estimate])",
            format="0.0",
        ),
        Percent("Weight share", formula="[@Importance]/SUMIFS([Importance],[Segment],[@Segment])", format="0%"),
        Number("Gap", formula="[@Importance]-[@Performance]", format="0.0"),
        Number("Quality ratio", formula="[@Performance]/[@Rival performance]", format="0.00", source="Gale"),
        Number("Weighted ratio", formula="[@Weight share]*[@Quality ratio]", format="0.00"),
        Number("Weighted performance", formula="[@Weight share]*[@Performance]", format="0.00"),
        Number(
            "Mean importance",
            formula='IF(OR(ISBLANK([@Segment]),ISBLANK([@Importance])),"",'
            "AVERAGEIFS([Importance],[Segment],[@Segment]))",
            format="0.0",
        ),
        Number(
            "Mean performance",
            formula='IF(OR(ISBLANK([@Segment]),ISBLANK([@Performance])),"",'
            "AVERAGEIFS([Performance],[Segment],[@Segment]))",
            format="0.0",
        ),
        Text(
            "Quadrant",
            formula='IF(OR(ISBLANK([@Mean importance]),ISBLANK([@Mean performance])),"",'
            "IF([@Importance]>=[@Mean importance],"
            'IF([@Performance]>=[@Mean performance],"Keep up","Concentrate here"),'
            'IF([@Performance]>=[@Mean performance],"Possible overkill","Low priority")))',
            source="Martilla & James",
        ),
    ),
)

VALUE_ASSESSMENT = Worksheet(
    "Value assessment",
    component=CUSTOMER_VALUE.title,
    question="Do customers get more for their money from us than elsewhere?",
    help="Quality against rivals is set beside price against rivals.",
    rows=one_row_per("Segments[Segment]"),
    done=Done(1, per="Segment", where='[@Decision]="Target"'),
    picture="value map, x price ratio, y perceived quality, fair-value diagonal",
    core=True,
    columns=(
        Reference("Segment", "Segments[Segment]", key=True),
        Money("Our price"),
        Money("Rival price"),
        Number(
            "Perceived quality",
            formula='IF(COUNTIFS(Value_attributes[Segment],[@Segment])=0,"",'
            "SUMIFS(Value_attributes[Weighted ratio],Value_attributes[Segment],[@Segment]))",
            format="0.00",
            source="Gale",
        ),
        Number("Price ratio", formula="[@Our price]/[@Rival price]", format="0.00"),
        Number(
            "Fair value", formula="[@Perceived quality]/[@Price ratio]", format="0.00", help="above 1 = better value"
        ),
        Text(
            "Verdict",
            formula='IF(ISBLANK([@Fair value]),"",'
            'IF([@Fair value]>1,"Better value",IF([@Fair value]=1,"Fair","Worse value")))',
        ),
        Percent(
            "Satisfaction",
            formula='IF(COUNTIFS(Value_attributes[Segment],[@Segment])=0,"",'
            "SUMIFS(Value_attributes[Weighted performance],Value_attributes[Segment],[@Segment])/10)",
            format="0%",
        ),
    ),
    figures=(
        Figure(
            "Average_satisfaction",
            'IF(COUNT([Satisfaction])=0,"",AVERAGE([Satisfaction]))',
            PERCENT,
            format="0%",
            catalogue="Average satisfaction",
        ),
    ),
)

VALUE_AREAS = Worksheet(
    "Value areas",
    component=CUSTOMER_VALUE.title,
    question="Which benefit areas and which costs make up customer value?",
    help="Share 100 points over the benefit areas and 100 over the cost areas.",
    done=Done(3, formula='COUNTIFS([Side],"Cost")>=1'),
    picture="waterfall benefits minus cost to value index",
    helper_of="Value positions",
    columns=(
        Text("Area", key=True),
        Choice("Side", "Benefit", "Cost", required=True),
        Number("Weight", required=True, help="shared out inside its side"),
        Number(
            "Area index",
            formula="100+SUMIFS(Value_positions[Advantage],Value_positions[Area],[@Area])",
            format="0.0",
            source="Best",
        ),
        Percent(
            "Weight share",
            formula="[@Weight]/SUMIFS([Weight],[Side],[@Side])",
            format="0%",
            remedy="The areas of this side weigh 0 in all. Give one of them a weight above 0.",
        ),
        Number("Contribution", formula="[@Weight share]*[@Area index]", format="0.0"),
    ),
    figures=(
        Figure(
            "Total_benefit_index",
            'IF(COUNTIFS([Side],"Benefit")=0,"",SUMIFS([Contribution],[Side],"Benefit"))',
            format="0.0",
        ),
        Figure(
            "Total_cost_index", 'IF(COUNTIFS([Side],"Cost")=0,"",SUMIFS([Contribution],[Side],"Cost"))', format="0.0"
        ),
        Figure(
            "Customer_value_index",
            "Total_benefit_index-Total_cost_index",
            format="0.0",
            catalogue="Customer value index",
        ),
    ),
)

VALUE_POSITIONS = Worksheet(
    "Value positions",
    component=CUSTOMER_VALUE.title,
    question="Attribute by attribute, are we higher or lower than each rival?",
    help="Say higher, same or lower only where the customer would notice.",
    done=Done(4),
    picture="signed bars by rival",
    columns=(
        Text("Attribute", key=True),
        Reference("Area", "Value_areas[Area]", required=True),
        Number("Weight", required=True, help="points inside the area, sum 100"),
        Choice("Versus rival A", "Higher", "Same", "Lower", required=True, help="for costs Higher = dearer"),
        Choice("Versus rival B", "Higher", "Same", "Lower"),
        Choice("Versus rival C", "Higher", "Same", "Lower"),
        Number(
            "Rivals compared", formula="COUNTA([@Versus rival A],[@Versus rival B],[@Versus rival C])", format="whole"
        ),
        Number(
            "Net sign",
            formula='IF(ISBLANK([@Versus rival A]),0,SWITCH([@Versus rival A],"Higher",1,"Same",0,"Lower",-1))'
            '+IF(ISBLANK([@Versus rival B]),0,SWITCH([@Versus rival B],"Higher",1,"Same",0,"Lower",-1))'
            '+IF(ISBLANK([@Versus rival C]),0,SWITCH([@Versus rival C],"Higher",1,"Same",0,"Lower",-1))',
            format="0",
        ),
        Number("Advantage", formula="[@Weight]*[@Net sign]/[@Rivals compared]", format="0.0", source="Best"),
    ),
)

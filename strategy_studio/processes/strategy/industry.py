"""Industry and competitive characteristics: outside forces, own strengths, rivals and where growth comes from."""

from __future__ import annotations

from ...model.columns import Choice, LongText, Money, Number, Percent, Reference, Score, Text, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed, one_row_per
from ..vocabulary import CONVENTION, MONEY, all_used

INDUSTRY = Component("Industry and competitive characteristics", row=1, short="Industry")

ENVIRONMENT_SCAN = Worksheet(
    "Environment scan",
    component=INDUSTRY.title,
    question="Which outside forces help or hurt us most?",
    help="Name the force, say how strongly it acts and how likely it is; the sheet ranks it.",
    done=Done(
        6,
        formula="OR(COUNTA([Note])>0,"
        'AND(COUNTIFS([Category],"Political")>0,COUNTIFS([Category],"Economic")>0,'
        'COUNTIFS([Category],"Social")>0,COUNTIFS([Category],"Technological")>0,'
        'COUNTIFS([Category],"Legal")>0,COUNTIFS([Category],"Environmental")>0))',
        note="A category that does not matter here is waived in a Note.",
    ),
    picture="horizontal bars of Exposure, opportunities right, threats left",
    core=True,
    columns=(
        Text("Factor", key=True),
        Choice("Category", "Political", "Economic", "Social", "Technological", "Legal", "Environmental", required=True),
        Score("Impact", -5, 5, required=True, help="minus = harm"),
        Percent("Likelihood", required=True),
        Choice("Horizon", "This year", "1-3 years", "Later"),
        LongText("Note"),
        Number("Exposure", formula="[@Impact]*[@Likelihood]", format="0.00", source=CONVENTION),
        Number("Exposure size", formula="ABS([@Exposure])", format="0.00"),
        Number("Rank", formula="RANK.EQ([@Exposure size],[Exposure size])", format="whole"),
        Text("Reading", formula='IF([@Impact]>=0,"Opportunity","Threat")'),
    ),
    figures=(Figure("Environment_balance", "SUM([Exposure])", format="0.00"),),
)

FIVE_FORCES = Worksheet(
    "Five forces",
    component=INDUSTRY.title,
    question="How hard is it to earn a profit in this industry?",
    help="Score the drivers first; this page adds them up, five means a strong force against us.",
    rows=fixed("Rivalry", "New entrants", "Substitutes", "Buyer power", "Supplier power"),
    done=Done(5, formula="COUNT([Force score])=COUNTA([Force])"),
    picture="radar of the five forces",
    core=True,
    columns=(
        Text("Force", key=True),
        Choice("Trend", "Falling", "Stable", "Rising", required=True),
        LongText("Our answer"),
        Number(
            "Force score",
            formula='IF(COUNTIFS(Force_drivers[Force],[@Force])=0,"",'
            "SUMIFS(Force_drivers[Weighted],Force_drivers[Force],[@Force]))",
            format="0.00",
            source="Porter; sum is convention, editable",
        ),
    ),
    figures=(
        Figure("Industry_pressure", 'IF(COUNT([Force score])=0,"",AVERAGE([Force score]))', format="0.00"),
        Figure("Industry_attractiveness", "6-Industry_pressure", format="0.00"),
    ),
)

FORCE_DRIVERS = Worksheet(
    "Force drivers",
    component=INDUSTRY.title,
    question="What lies behind each force?",
    help="List what makes the force strong, give it a weight and an intensity from 1 to 5.",
    done=Done(5),
    picture="grouped bars by force",
    helper_of="Five forces",
    columns=(
        Text("Driver", key=True),
        Reference("Force", "Five_forces[Force]", required=True),
        Number("Weight", default=1, required=True),
        Score("Intensity", 1, 5, required=True, help="5 = strong against us"),
        Text("Evidence"),
        Percent(
            "Weight share",
            formula='IF(ISBLANK([@Force]),"",[@Weight]/SUMIFS([Weight],[Force],[@Force]))',
            format="0%",
            remedy="The drivers of this force weigh 0 in all. Give one of them a weight above 0.",
        ),
        Number("Weighted", formula="[@Weight share]*[@Intensity]", format="0.00"),
    ),
)

SWOT_FACTORS = Worksheet(
    "SWOT factors",
    component=INDUSTRY.title,
    question="Which inside and outside factors decide our success, and how well do we answer them?",
    help="Weight how much each matters, rate from 1 to 4 how well we stand or respond.",
    done=Done(8, formula=all_used("Side", ("Strength", "Weakness", "Opportunity", "Threat"))),
    picture="two stacked bars (external, internal) against the average line 2.5",
    core=True,
    columns=(
        Text("Factor", key=True),
        Choice("Side", "Strength", "Weakness", "Opportunity", "Threat", required=True),
        Number("Weight", required=True, help="any unit, shared out inside external or internal"),
        Score("Rating", 1, 4, required=True, help="4 = very good answer", source="David"),
        LongText("Note"),
        Text("Scope", formula='IF(OR([@Side]="Opportunity",[@Side]="Threat"),"External","Internal")'),
        Percent(
            "Weight share",
            formula="[@Weight]/SUMIFS([Weight],[Scope],[@Scope])",
            format="0%",
            remedy="The factors of this scope weigh 0 in all. Give one of them a weight above 0.",
        ),
        Number("Weighted", formula="[@Weight share]*[@Rating]", format="0.00"),
    ),
    figures=(
        Figure(
            "External_factor_score",
            'IF(COUNTIFS([Scope],"External")=0,"",SUMIFS([Weighted],[Scope],"External"))',
            format="0.00",
        ),
        Figure(
            "Internal_factor_score",
            'IF(COUNTIFS([Scope],"Internal")=0,"",SUMIFS([Weighted],[Scope],"Internal"))',
            format="0.00",
        ),
        Figure("External_weight_sum", 'SUMIFS([Weight],[Scope],"External")', format="0.00"),
        Figure("Internal_weight_sum", 'SUMIFS([Weight],[Scope],"Internal")', format="0.00"),
    ),
)

TOWS_OPTIONS = Worksheet(
    "TOWS options",
    component=INDUSTRY.title,
    question="Which moves follow when inside meets outside?",
    help="Pair one inside factor with one outside factor and write the move.",
    done=Done(4),
    picture="two-by-two text board",
    columns=(
        Text("Option", key=True),
        Reference("Internal factor", "SWOT_factors[Factor]", required=True),
        Reference("External factor", "SWOT_factors[Factor]", required=True),
        LongText("Move", required=True),
        Score("Fit", 0, 5, required=True),
        Text(
            "Quadrant",
            formula="LEFT(XLOOKUP([@Internal factor],SWOT_factors[Factor],SWOT_factors[Side]),1)"
            "&LEFT(XLOOKUP([@External factor],SWOT_factors[Factor],SWOT_factors[Side]),1)",
            help="SO, WO, ST, WT",
        ),
        Number(
            "Leverage",
            formula="[@Fit]*XLOOKUP([@Internal factor],SWOT_factors[Factor],SWOT_factors[Weight share])"
            "*XLOOKUP([@External factor],SWOT_factors[Factor],SWOT_factors[Weight share])",
            format="0.00",
            source=CONVENTION,
        ),
        Number("Rank", formula="RANK.EQ([@Leverage],[Leverage])", format="whole"),
    ),
)

RIVALS = Worksheet(
    "Rivals",
    component=INDUSTRY.title,
    question="Against whom do customers compare us?",
    help="List us and two or three rivals; the totals come from the ratings page.",
    done=Done(3, formula="COUNTIFS([Own organisation],TRUE)=1"),
    picture="line profile per rival over the success factors",
    columns=(
        Text("Rival", key=True, help="own organisation is one row"),
        YesNo("Own organisation", default=False, required=True),
        Percent("Market share"),
        LongText("Likely next move"),
        Number(
            "Profile total",
            formula='IF(COUNTIFS(Competitive_ratings[Rival],[@Rival])=0,"",'
            "SUMIFS(Competitive_ratings[Weighted],Competitive_ratings[Rival],[@Rival]))",
            format="0.00",
            help="competitive profile matrix",
            source="David",
        ),
        Number("Rank", formula="RANK.EQ([@Profile total],[Profile total])", format="whole"),
    ),
    figures=(
        Figure("Own_profile_total", "SUMIFS([Profile total],[Own organisation],TRUE)", format="0.00"),
        Figure("Best_rival_total", "MAXIFS([Profile total],[Own organisation],FALSE)", format="0.00"),
    ),
)

SUCCESS_FACTORS = Worksheet(
    "Success factors",
    component=INDUSTRY.title,
    question="What must anybody in this industry be good at?",
    help="Five to eight factors are enough; weights show what wins business.",
    done=Done(4),
    picture="bar of weights",
    helper_of="Rivals",
    columns=(
        Text("Factor", key=True),
        Number("Weight", required=True),
        Text("Meaning"),
        Percent(
            "Weight share",
            formula="[@Weight]/SUM([Weight])",
            format="0%",
            remedy="The factors weigh 0 in all. Give one of them a weight above 0.",
        ),
    ),
)

COMPETITIVE_RATINGS = Worksheet(
    "Competitive ratings",
    component=INDUSTRY.title,
    question="How strong is each rival on each factor?",
    help="Rate 1 weak to 4 strong as customers would.",
    rows=one_row_per("Rivals[Rival]", "Success_factors[Factor]"),
    done=Done("all"),
    picture="heat map rivals x factors",
    helper_of="Rivals",
    columns=(
        Reference("Rival", "Rivals[Rival]", key=True),
        Reference("Factor", "Success_factors[Factor]", key=True),
        Score("Rating", 1, 4, required=True),
        Text("Evidence"),
        Number(
            "Weighted",
            formula="[@Rating]*XLOOKUP([@Factor],Success_factors[Factor],Success_factors[Weight share])",
            format="0.00",
        ),
    ),
)

GROWTH_OPTIONS = Worksheet(
    "Growth options",
    component=INDUSTRY.title,
    question="Where will growth come from?",
    help="Say whether product and market are old or new, then guess gain, chance and cost.",
    done=Done(3),
    picture="Ansoff two-by-two with bubbles of expected value",
    columns=(
        Text("Option", key=True),
        Reference("Segment", "Segments[Segment]"),
        Choice("Product", "Existing", "New", required=True),
        Choice("Market", "Existing", "New", required=True),
        Money("Gain if it works", unit="present value", required=True),
        Percent("Probability", required=True),
        Money("Cost", required=True),
        Text(
            "Quadrant",
            formula='IF([@Product]="Existing",IF([@Market]="Existing","Market penetration","Market development"),'
            'IF([@Market]="Existing","Product development","Diversification"))',
            source="Ansoff",
        ),
        Money("Expected value", formula="[@Probability]*[@Gain if it works]-[@Cost]"),
        Number("Rank", formula="RANK.EQ([@Expected value],[Expected value])", format="whole"),
    ),
    figures=(Figure("Growth_value", "SUM([Expected value])", MONEY),),
)

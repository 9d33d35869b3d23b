"""Customer management model (QCi): elements, activities and two-sided questions scored against proof."""

from __future__ import annotations

from ...model.columns import Choice, Link, LongText, Number, Reference, Score, Text, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, starting_with

QCI = Component("Customer management model (QCi)", row=0, short="QCi")

QCI_ELEMENTS = Worksheet(
    "QCi elements",
    component=QCI.title,
    question="How good is each element of our customer management against a benchmark?",
    help="The scores come from the questions; type a benchmark only with its source.",
    rows=fixed(
        "Analysis and planning",
        "Proposition",
        "Information and technology",
        "People and organisation",
        "Process management",
        "Customer management activity",
        "Measuring the effect",
        "Customer experience",
        "Competitors",
    ),
    done=Done(9, formula='COUNTIFS([Questions],"<2")=0'),
    picture="QCi model picture coloured by Score; radar Score against Benchmark",
    columns=(
        Text("Element", key=True),
        Text(
            "Framework process",
            presets=(
                "Strategy development",
                "Value creation",
                "Information management",
                "Implementation",
                "Implementation",
                "Multichannel integration",
                "Performance assessment",
                "Multichannel integration",
                "Strategy development",
            ),
            source=CONVENTION,
        ),
        Number("Weight", default=1, required=True),
        Number("Benchmark", unit="0 to 100", help="user's own; published overall averages lie near 35 to 38"),
        Text("Benchmark source"),
        Number("Lower quartile"),
        Number("Upper quartile"),
        Number(
            "Questions",
            formula="COUNTIFS(QCi_questions[Element],[@Element],QCi_questions[Applicable],TRUE)",
            format="whole",
        ),
        Number(
            "Scored weight",
            formula="SUMIFS(QCi_questions[Counted weight],QCi_questions[Element],[@Element])",
            format="0.00",
        ),
        Number(
            "Score",
            formula='IF([@Scored weight]=0,"",'
            "100*SUMIFS(QCi_questions[Weighted],QCi_questions[Element],[@Element])/[@Scored weight])",
            format="0.0",
        ),
        Number(
            "Intention",
            formula='IF([@Scored weight]=0,"",'
            "100*SUMIFS(QCi_questions[Weighted intention],QCi_questions[Element],[@Element])/[@Scored weight])",
            format="0.0",
        ),
        Number(
            "Reality",
            formula='IF([@Scored weight]=0,"",'
            "100*SUMIFS(QCi_questions[Weighted reality],QCi_questions[Element],[@Element])/[@Scored weight])",
            format="0.0",
        ),
        Number("Gap", formula="[@Score]-[@Benchmark]", format="0.0", help="minus = behind"),
        Text(
            "Quartile",
            formula='IF(COUNT([@Score],[@Lower quartile],[@Upper quartile])<3,"",'
            "IF([@Score]>=[@Upper quartile],"
            '"Top quarter",IF([@Score]<[@Lower quartile],"Bottom quarter","Middle half")))',
        ),
        Number("Weight with data", formula="IF(ISBLANK([@Score]),0,[@Weight])", format="0.00"),
        Number("Weighted score", formula="IF(ISBLANK([@Score]),0,[@Weight]*[@Score])", format="0.00"),
    ),
    figures=(
        Figure(
            "Customer_management_score",
            'IF(SUM([Weight with data])=0,"",SUM([Weighted score])/SUM([Weight with data]))',
            format="0.0",
            catalogue="Customer management score",
        ),
    ),
)

STARTER_ACTIVITIES = {
    "Analysis and planning": (
        "Strategic input to customer planning",
        "Customer value analysis",
        "Customer transaction analysis",
        "Life cycle understanding",
        "Profiling and external analysis",
        "Lifetime value monitoring",
        "Customer and prospect segmentation",
        "Competitor analysis",
        "Tacit knowledge management",
        "REAP planning",
        "Contact and management planning",
        "Analysis and planning summary",
    ),
    "Proposition": (
        "Customer needs research",
        "Overall proposition development",
        "Segment and proposition matching",
        "Service standards",
        "External communication",
        "Internal communication",
        "Emotional commitment",
        "Brand stretch",
        "Proposition summary",
    ),
    "Information and technology": (
        "Sourcing and understanding customer information",
        "Information planning and quality management",
        "Data quality standards",
        "Data supply to management",
        "Functions of existing systems",
        "Review of current systems",
        "Development of new systems",
    ),
    "People and organisation": (
        "Organisation structure",
        "Role identification",
        "Competency definition and gap analysis",
        "Training needs and resources",
        "Objective setting and monitoring",
        "Leadership and culture",
        "Supplier selection and management",
    ),
    "Process management": (
        "Process identification and documentation",
        "Process communication",
        "Acceptability monitoring",
        "Process benchmarking",
        "Process improvement",
        "Radical change",
    ),
    "Customer management activity": (
        "Targeting - campaign planning",
        "Targeting - buying trigger identification",
        "Targeting - personalisation",
        "Targeting - channel integration",
        "Targeting - reducing over-targeting",
        "Enquiry management - capture and routing",
        "Enquiry management - qualification and lead handling",
        "Welcoming - identifying new customers",
        "Welcoming - understanding why they were won",
        "Welcoming - first welcome",
        "Welcoming - monitoring early transactions",
        "Welcoming - collecting views",
        "Getting to know",
        "Developing - ownership and key accounts",
        "Developing - cross-selling and up-selling",
        "Developing - proposition tailoring",
        "Delivering the basics",
        "Retention activity",
        "Managing problems - identification",
        "Managing problems - complaint handling and resolution",
        "Win-back - reasons for loss",
        "Win-back - managing customers out",
        "Win-back - choosing whom to regain",
        "Win-back - programmes",
        "Win-back - welcoming returners",
    ),
    "Measuring the effect": (
        "Channel effectiveness",
        "Campaign effectiveness",
        "Process and proposition effectiveness",
        "People measures",
    ),
    "Customer experience": (
        "Channel consistency",
        "Experience blueprint",
        "Satisfaction and commitment measurement",
    ),
    "Competitors": (
        "Strengths and weaknesses of rivals",
        "Own performance against rivals",
    ),
}

QCI_ACTIVITIES = Worksheet(
    "QCi activities",
    component=QCI.title,
    question="Which activities belong to each element, and which do we do?",
    help="Strike what does not apply, name an owner for the rest.",
    rows=starting_with("Activity", "Element", STARTER_ACTIVITIES),
    done=Done(30),
    picture="tree element to activity",
    columns=(
        Text("Activity", key=True),
        Reference("Element", "QCi_elements[Element]", required=True),
        YesNo("Applicable", default=True, required=True),
        Score("Importance", 1, 5),
        Text("Owner"),
        Number(
            "Questions",
            formula="COUNTIFS(QCi_questions[Activity],[@Activity],QCi_questions[Applicable],TRUE)",
            format="whole",
        ),
        Number(
            "Score",
            formula='IF(SUMIFS(QCi_questions[Counted weight],QCi_questions[Activity],[@Activity])=0,"",'
            "100*SUMIFS(QCi_questions[Weighted],QCi_questions[Activity],[@Activity])"
            "/SUMIFS(QCi_questions[Counted weight],QCi_questions[Activity],[@Activity]))",
            format="0.0",
        ),
        Number("Attention", formula="[@Importance]*(1-[@Score]/100)", format="0.0", source=CONVENTION),
    ),
)

STARTER_QUESTIONS = {
    "Analysis and planning": (
        "Is the value of each customer group known and used in planning?",
        "Do plans state aims for keeping, serving, winning and selling more?",
    ),
    "Proposition": (
        "Is there a written promise for every segment that staff can repeat?",
        "Are promises tested with customers before launch?",
    ),
    "Information and technology": (
        "Can front-line staff see one complete picture of a customer?",
        "Is somebody answerable for the quality of customer data?",
    ),
    "People and organisation": (
        "Do personal objectives include customer results?",
        "Are gaps in customer skills known and being closed?",
    ),
    "Process management": (
        "Are customer processes written down and known to those who run them?",
        "Is every process checked for being acceptable to customers?",
    ),
    "Customer management activity": (
        "Are new customers welcomed and watched in their first weeks?",
        "Are complaints recorded, solved and learned from?",
    ),
    "Measuring the effect": (
        "Is each campaign's result measured against a control or a plan?",
        "Is each channel's cost and effect known?",
    ),
    "Customer experience": (
        "Do we test the experience across channels as a customer would?",
        "Are satisfaction and commitment measured and acted upon?",
    ),
    "Competitors": (
        "Do we know why customers choose a rival?",
        "Is our performance compared with rivals at least once a year?",
    ),
}

QCI_QUESTIONS = Worksheet(
    "QCi questions",
    component=QCI.title,
    question="Do we mean to do it, do we really do it, and can we prove it?",
    help="Intention and reality from 0 to 4; without proof the credit shrinks.",
    rows=starting_with("Question", "Element", STARTER_QUESTIONS),
    done=Done(18),
    picture="stacked bar intention, reality, credited; list of widest gaps",
    columns=(
        Text("Question", key=True),
        Reference("Element", "QCi_elements[Element]", required=True),
        Reference("Activity", "QCi_activities[Activity]"),
        YesNo("Applicable", default=True, required=True),
        Number("Weight", default=1, required=True),
        Score("Intention", 0, 4, required=True, help="0 no plan, 2 plan known to some, 4 plan agreed and owned by all"),
        Score("Reality", 0, 4, required=True, help="0 absent, 2 in places, 4 everywhere and in use"),
        Choice(
            "Evidence strength", "None", "Claimed", "Partial", "Documented", "Verified", default="None", required=True
        ),
        LongText("Evidence"),
        Link("Evidence link"),
        Text("Interviewee"),
        Number(
            "Raw",
            formula="([@Intention]*Intention_weight+[@Reality]*Reality_weight)/(4*(Intention_weight+Reality_weight))",
            format="0.00",
            source="two-sided scoring as in CMAT; weights convention, editable",
        ),
        Number(
            "Evidence factor",
            formula='SWITCH([@Evidence strength],"None",0,"Claimed",0.25,"Partial",0.5,"Documented",0.75,"Verified",1)',
            format="0.00",
            source=CONVENTION,
        ),
        Number("Credited", formula="[@Raw]*[@Evidence factor]", format="0.00"),
        Number("Counted weight", formula="IF(ISBLANK([@Credited]),0,IF([@Applicable],[@Weight],0))", format="0.00"),
        Number("Weighted", formula="IF([@Counted weight]=0,0,[@Counted weight]*[@Credited])", format="0.00"),
        Number(
            "Weighted intention", formula="IF([@Counted weight]=0,0,[@Counted weight]*[@Intention]/4)", format="0.00"
        ),
        Number("Weighted reality", formula="IF([@Counted weight]=0,0,[@Counted weight]*[@Reality]/4)", format="0.00"),
    ),
    figures=(Figure("Questions_answered", 'COUNTIFS([Counted weight],">0")', format="whole"),),
)

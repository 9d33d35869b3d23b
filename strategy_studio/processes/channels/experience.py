"""Customer experience within and across channels: contact points, moments of truth and consistency."""

from __future__ import annotations

from ...model.columns import Choice, Number, Percent, Reference, Score, Text, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, STAGES, all_used

EXPERIENCE = Component(
    "Customer experience within and across channels", row=2, short="Customer experience across channels"
)

EXPERIENCE_MATRIX = Worksheet(
    "Experience matrix",
    component=EXPERIENCE.title,
    question="How does it feel to deal with us, step by step?",
    help="For each contact point give importance, what is expected and what happens; mark moments of truth.",
    done=Done(6, formula=all_used("Stage", STAGES)),
    picture="journey line of expected and actual, channel heat map stage x channel",
    core=True,
    columns=(
        Text("Touchpoint", key=True),
        Choice("Stage", *STAGES, required=True),
        Reference("Channel", "Channels[Channel]", required=True),
        Reference("Segment", "Segments[Segment]"),
        Number("Importance", required=True),
        Score("Expected", 0, 100),
        Score("Actual typed", 0, 100, help="else from the three ratings"),
        Score("Effectiveness", 0, 10),
        Score("Ease", 0, 10),
        Score("Emotion", 0, 10),
        YesNo("Moment of truth", default=False),
        Number(
            "Actual",
            formula="IF(ISBLANK([@Actual typed]),"
            'IF(COUNT([@Effectiveness],[@Ease],[@Emotion])=0,"",'
            "10*AVERAGE([@Effectiveness],[@Ease],[@Emotion])),[@Actual typed])",
            format="0.0",
        ),
        Percent(
            "Weight share",
            formula="[@Importance]/SUM([Importance])",
            format="0.0%",
            remedy="All importance comes to 0. Give one touchpoint an importance above 0.",
        ),
        Number("Contribution", formula="[@Weight share]*[@Actual]", format="0.0"),
        Number("Gap", formula="[@Expected]-[@Actual]", format="0.0"),
        Number(
            "Truth risk",
            formula='IF(ISBLANK([@Gap]),"",IF([@Moment of truth],[@Weight share]*MAX(0,[@Gap]),0))',
            format="0.0",
            source=CONVENTION,
        ),
    ),
    figures=(
        Figure(
            "Experience_score",
            'IF(COUNT([Contribution])=0,"",SUM([Contribution]))',
            format="0.0",
            catalogue="Experience score",
        ),
        Figure("Moment_of_truth_risk", "SUM([Truth risk])", format="0.0", catalogue="Moment of truth risk"),
    ),
)

STAGE_CONSISTENCY = Worksheet(
    "Stage consistency",
    component=EXPERIENCE.title,
    question="Is the experience the same whichever channel is used?",
    help="The spread between the best and the worst contact point of a stage is taken off 100.",
    rows=fixed(*STAGES),
    done=Done(3),
    picture="range bars per stage",
    columns=(
        Text("Stage", key=True),
        Number("Weight", default=1, required=True),
        Number("Points", formula="COUNTIFS(Experience_matrix[Stage],[@Stage])", format="whole"),
        Number(
            "Best",
            formula='IF([@Points]=0,"",MAXIFS(Experience_matrix[Actual],Experience_matrix[Stage],[@Stage]))',
            format="0.0",
        ),
        Number(
            "Worst",
            formula='IF([@Points]=0,"",MINIFS(Experience_matrix[Actual],Experience_matrix[Stage],[@Stage]))',
            format="0.0",
        ),
        Number("Consistency", formula="100-([@Best]-[@Worst])", format="0.0", source=CONVENTION),
        Number("Weighted", formula="[@Weight]*[@Consistency]", format="0.0"),
        Number("Counted weight", formula="IF(ISBLANK([@Consistency]),0,[@Weight])", format="0"),
    ),
    figures=(
        Figure(
            "Experience_consistency",
            'IF(SUM([Counted weight])=0,"",SUM([Weighted])/SUM([Counted weight]))',
            format="0.0",
            catalogue="Experience consistency",
        ),
    ),
)

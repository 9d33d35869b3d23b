"""Privacy and ethics: what may be held and used, for how long, and whether customers would find it fair."""

from __future__ import annotations

from ...model.columns import Choice, Link, LongText, Number, Percent, Reference, Score, Text, YesNo
from ...model.worksheet import Component, Done, Figure, Worksheet, fixed
from ..vocabulary import CONVENTION, PERCENT

PRIVACY = Component("Privacy and ethics", row=0, short="Privacy")

PRIVACY_REGISTER = Worksheet(
    "Privacy register",
    component=PRIVACY.title,
    question="May we hold and use this data, and for how long?",
    help="Purpose first, then lawful basis, consent, how long kept, and what could go wrong.",
    done=Done(1, per="Data set", formula='COUNTIFS([Status],"Act now")=0'),
    picture="risk matrix likelihood x severity",
    core=True,
    columns=(
        Text("Processing", key=True),
        Reference("Data set", "Data_sets[Data set]", required=True),
        LongText("Purpose", required=True),
        Choice(
            "Lawful basis",
            "Consent",
            "Contract",
            "Legal obligation",
            "Vital interests",
            "Public task",
            "Legitimate interests",
            "Not settled",
            required=True,
        ),
        YesNo("Special category", default=False, required=True, help="health, belief and the like"),
        Percent("Consent recorded", help="share of people"),
        Number("Retention period", unit="months", required=True),
        Number("Oldest record", unit="months"),
        Score("Likelihood", 1, 5, required=True),
        Score("Severity", 1, 5, required=True),
        Percent("Control strength", default=0),
        Link("Evidence"),
        Number(
            "Inherent risk",
            formula="[@Likelihood]*[@Severity]*IF([@Special category],1.5,1)",
            format="0",
            source=CONVENTION,
        ),
        Number("Residual risk", formula="[@Inherent risk]*(1-SUM([@Control strength]))", format="0.0"),
        Percent("Consent gap", formula='IF([@Lawful basis]="Consent",1-SUM([@Consent recorded]),0)', format="0%"),
        Text(
            "Retention check",
            formula="IF(OR(ISBLANK([@Oldest record]),ISBLANK([@Retention period])),"
            '"Not checked",IF([@Oldest record]>[@Retention period],"Delete","Within period"))',
        ),
        Text(
            "Status",
            formula='IF(ISBLANK([@Residual risk]),"",'
            'IF(OR([@Lawful basis]="Not settled",[@Residual risk]>=Privacy_risk_limit,'
            '[@Retention check]="Delete"),"Act now",IF([@Consent gap]>0,"Watch","In order")))',
        ),
    ),
    figures=(
        Figure("Privacy_actions", 'COUNTIFS([Status],"Act now")', format="whole", catalogue="Privacy actions"),
        Figure("Highest_privacy_risk", 'IF(COUNT([Residual risk])=0,"",MAX([Residual risk]))', format="0.0"),
    ),
)

ETHICS_CHECKS = Worksheet(
    "Ethics checks",
    component=PRIVACY.title,
    question="Would customers find our use of their data fair?",
    help="Score each line from never to always and name the proof.",
    rows=fixed(
        "Customers can see what we know about them",
        "People can say no without losing service",
        "We would explain this use openly",
        "No group is treated worse by a model",
        "Only those who need it have access",
        "A named person answers for misuse",
    ),
    done=Done(6),
    picture="bar per check",
    columns=(
        Text("Check", key=True),
        Score("Score", 0, 5, required=True),
        LongText("Proof"),
    ),
    figures=(Figure("Ethics_score", 'IF(COUNT([Score])=0,"",AVERAGE([Score])/5)', PERCENT, format="0%"),),
)

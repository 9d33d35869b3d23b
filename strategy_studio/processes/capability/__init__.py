"""Capability assessment: how mature customer management is, compared with good practice."""

from __future__ import annotations

from ...model.worksheet import Process
from .choice import PROCESS_CATALOGUE, PROCESS_CHOICE, PROCESS_SELECTION
from .comparison import COMPARISON, GARTNER_COMPARISON, IDIC_COMPARISON, VALUE_CHAIN_COMPARISON
from .definition import CRM_DEFINITION, CRM_TYPES, DEFINITION
from .qci import QCI, QCI_ACTIVITIES, QCI_ELEMENTS, QCI_QUESTIONS

CAPABILITY = Process(
    "Capability assessment",
    short="Assessment",
    place="strip",
    questions=(
        "How mature is our customer management compared with good practice?",
        "Which frame do we mean when we say CRM, and what does each known model tell us that we lack?",
    ),
    components=(DEFINITION, PROCESS_CHOICE, QCI, COMPARISON),
    worksheets=(
        CRM_DEFINITION,
        CRM_TYPES,
        PROCESS_SELECTION,
        PROCESS_CATALOGUE,
        QCI_ELEMENTS,
        QCI_ACTIVITIES,
        QCI_QUESTIONS,
        IDIC_COMPARISON,
        VALUE_CHAIN_COMPARISON,
        GARTNER_COMPARISON,
    ),
)

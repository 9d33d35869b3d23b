"""Multichannel integration: through which channels customers are reached, and at what cost."""

from __future__ import annotations

from ...model.worksheet import Process
from .experience import EXPERIENCE, EXPERIENCE_MATRIX, STAGE_CONSISTENCY
from .integration import CHANNEL_ACTIVITIES, CHANNEL_MIX, CHANNEL_STRATEGY, COST_TO_SERVE, INTEGRATION, SEGMENT_CONTACTS
from .options import CHANNEL_CHOICE, CHANNEL_CONFLICTS, CHANNEL_CRITERIA, CHANNEL_RATINGS, CHANNELS, OPTIONS

MULTICHANNEL = Process(
    "Multichannel integration",
    short="Channels",
    place="column3",
    hue="p3",
    number=3,
    questions=(
        "Through which channels should customers reach us and we them?",
        "What would an outstanding experience be, and can we pay for it?",
    ),
    components=(OPTIONS, INTEGRATION, EXPERIENCE),
    worksheets=(
        CHANNELS,
        CHANNEL_ACTIVITIES,
        COST_TO_SERVE,
        SEGMENT_CONTACTS,
        CHANNEL_STRATEGY,
        CHANNEL_MIX,
        CHANNEL_CHOICE,
        CHANNEL_CRITERIA,
        CHANNEL_RATINGS,
        EXPERIENCE_MATRIX,
        STAGE_CONSISTENCY,
        CHANNEL_CONFLICTS,
    ),
)

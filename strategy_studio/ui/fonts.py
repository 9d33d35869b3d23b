"""The typeface that ships with the product, with figures of one width."""

from __future__ import annotations

import logging

from PySide6.QtGui import QFont, QFontDatabase

from ..resources import resource
from .theme import TYPE, Theme, type_size

FAMILY = "Inter"
_LOG = logging.getLogger(__name__)


def load_fonts() -> None:
    """Give Qt the font files of the product; without them the system's own typeface is used."""
    for path in sorted(resource("fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            _LOG.warning("The font file %s cannot be read; the system's typeface is used.", path.name)


def font(role: str, theme: Theme, scale: float = 1.0) -> QFont:
    """The font of a type role (caption, body, question ...), sized in logical pixels."""
    made = QFont(FAMILY)
    made.setPixelSize(type_size(role, theme, scale))
    made.setWeight(QFont.Weight(TYPE[role][1]))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if role in ("question", "figure"):
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.3)
    return made

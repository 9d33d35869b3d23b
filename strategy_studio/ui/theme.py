"""The three themes on the product's colours, and all that Qt is given from them: palette, style sheet, sizes, type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QPalette

from ..drawing.palette import ThemeName, colours

_SIZES = """
tools       40 56
tabs        36 52
bar         34 48
status      26 36
button      28 42
navigation 228 348
inspector  300 420
head        92 132
row         30 42
header      54 76
band        22 30
process     34 48
worksheet   28 42
share       40 58
unit         4 6
icon        16 24
"""

_TYPE = """
caption  11 400 16
small    12 400 18
heading  12 600 18
body     13 400 20
key      13 500 20
section  13 600 22
question 20 600 32
figure   26 600 44
"""


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: its name for users and for drawings, its colours by role, whether it is dark or large for a room."""

    name: str
    drawn_as: ThemeName
    colors: Mapping[str, str]
    dark: bool = False
    large: bool = False


LIGHT = Theme("Light", "light", colours("light"))
DARK = Theme("Dark", "dark", colours("dark"), dark=True)
PROJECTOR = Theme("Projector", "projector", colours("projector"), large=True)
THEMES = (LIGHT, DARK, PROJECTOR)

SIZES = {part: (int(normal), int(large)) for part, normal, large in map(str.split, _SIZES.strip().splitlines())}
TYPE = {
    role: (int(normal), int(weight), int(large))
    for role, normal, weight, large in map(str.split, _TYPE.strip().splitlines())
}


def theme_named(name: str) -> Theme:
    """The theme of that name; Light when there is none."""
    return next((theme for theme in THEMES if theme.name == name), LIGHT)


def palette(theme: Theme) -> QPalette:
    """Qt's palette for the roles of look and feel that widgets ask for by themselves."""
    roles = {
        QPalette.ColorRole.Window: "window", QPalette.ColorRole.WindowText: "text", QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.ButtonText: "text", QPalette.ColorRole.Base: "input",
        QPalette.ColorRole.AlternateBase: "computed", QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.PlaceholderText: "muted", QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text", QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "text", QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Accent: "accent", QPalette.ColorRole.Mid: "border", QPalette.ColorRole.Dark: "control",
    }  # fmt: skip
    made = QPalette()
    for role, name in roles.items():
        made.setColor(role, QColor(theme.colors[name]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.colors["disabled"]))
    return made


def size(part: str, theme: Theme, scale: float = 1.0) -> int:
    """A length of the table of sizes in logical pixels."""
    return round(SIZES[part][theme.large] * scale)


def type_size(role: str, theme: Theme, scale: float = 1.0) -> int:
    """The height of a type role in logical pixels."""
    normal, _, large = TYPE[role]
    return round((large if theme.large else normal) * scale)


def style_sheet(theme: Theme, scale: float = 1.0) -> str:
    """The style sheet with every `{role}` replaced; KeyError when it names an unknown one."""
    words = dict(theme.colors)
    words.update({f"{part}_size": str(size(part, theme, scale)) for part in SIZES})
    words.update({f"{role}_type": str(type_size(role, theme, scale)) for role in TYPE})
    template = (Path(__file__).parent / "studio.qss").read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda match: words[match.group(1)], template)

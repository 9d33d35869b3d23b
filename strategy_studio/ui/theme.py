"""The three colour tables of the product and everything made from them: palette, style sheet, sizes and type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtGui import QColor, QPalette

_ROLES = """
window        #EEF1F5 #12171D #FFFFFF
surface       #FFFFFF #1B222B #FFFFFF
raised        #FFFFFF #27313C #FFFFFF
header        #F5F7F9 #222A34 #E8ECF1
text          #18212B #E7ECF1 #0A0E13
muted         #56616E #A5B1BE #333C46
disabled      #87919C #6F7C8A #5F6974
dim           #7C8894 #75838F #5F6974
border        #D0D7DF #3A4652 #78838E
grid          #E1E6EB #2D3742 #A9B3BD
control       #78838F #75838F #4A5561
accent        #1F5FBF #7FB0FF #0B46A0
onaccent      #FFFFFF #0C1420 #FFFFFF
selection     #DBE7FA #28406A #CBDDF9
focus         #1F5FBF #7FB0FF #0B46A0
input         #FFFFFF #171D25 #FFFFFF
inputtext     #123F86 #A9CBFF #0A347A
computed      #F2F4F7 #242D37 #E8ECF1
scenario      #EFE8FC #352A52 #E6DAFB
scenarioline  #6B3FC0 #B79CF5 #5327A8
missing       #FFF4DB #3D3115 #FFE9B8
missingline   #9C5300 #FFC935 #8A4A00
prec          #DCEFF8 #153B4C #C8E8F6
precline      #006E99 #4DBDE6 #00567A
dep           #FCE8D9 #48311F #FBD9BE
depline       #B4520F #F2A15C #8F3D00
p1            #8B63F0 #9A78F0 #6A4BE0
p2            #8E1F4F #CF5C8C #7A0F3F
p3            #0E7F80 #3FB5B2 #00696B
p4            #8D7F22 #D0D26A #6B5E00
p5            #1C2F8C #E2F2FF #0A1A70
on            #0D7453 #6FD9B0 #0F6B4C
onsoft        #E2F3EC #173A31 #D3EDE2
watch         #9C5300 #FFC935 #8A4A00
watchsoft     #FCEFD9 #3D3115 #FCE5C2
off           #900D28 #FA8F80 #82061F
offsoft       #FBE6E8 #472528 #F8D8DB
nodata        #4B5763 #A3AEBA #3C4652
nodatasoft    #ECEFF2 #2B343F #E2E6EB
feedback      #334155 #C3CEDA #1E293B
actual        #1E3A5F #BBD3F2 #12294A
plan          #57626F #97A2AF #4A5561
scen          #6B3FC0 #B79CF5 #5327A8
last          #84919F #6B7887 #8A95A0
band1         #EDF0F4 #2B3540 #E8ECF1
band2         #D9DFE6 #3A4652 #CDD4DC
band3         #C3CBD5 #4B5866 #B0BAC4
"""

_SIZES = """
tools       40 56
tabs        36 52
bar         34 48
status      26 36
button      28 42
navigation 216 300
inspector  300 420
head        92 132
row         30 42
header      54 76
band        22 30
process     34 48
worksheet   28 42
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
    """One look: its name as users see it, a colour for every role, and whether it is the large one for a room."""

    name: str
    colors: MappingProxyType[str, str]
    dark: bool = False
    large: bool = False


def _table(column: int) -> MappingProxyType[str, str]:
    rows = (line.split() for line in _ROLES.strip().splitlines())
    return MappingProxyType({role: hexes[column] for role, *hexes in rows})


LIGHT = Theme("Light", _table(0))
DARK = Theme("Dark", _table(1), dark=True)
PROJECTOR = Theme("Projector", _table(2), large=True)
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

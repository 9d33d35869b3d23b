"""The colours of the product by role in three themes, and the ramps of heat maps: the one place that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

ThemeName = Literal["light", "dark", "projector"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "projector")

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

_RAMPS = {
    "light": "#E4F0FB #BAD8F4 #8CBDE8 #5D9FD5 #2D79B1 #075A8E #033E64",
    "dark": "#21303C #22435D #28577C #2C6B9B #488EC5 #73B1E6 #B4D9FA",
}
_DIVERGING = {
    "light": "#924413 #CB7B48 #EEC09E #F3F2EE #A5D2ED #509ACC #186394",
    "dark": "#F5A15E #C47847 #6C4128 #272C31 #2C516B #4C92C1 #74C2EE",
}


@cache
def colours(theme: ThemeName = "light") -> Mapping[str, str]:
    """Hex colours by role."""
    place = THEMES.index(theme) + 1
    return MappingProxyType({words[0]: words[place] for line in _ROLES.split("\n") if (words := line.split())})


def ramp(theme: ThemeName = "light", diverging: bool = False) -> tuple[str, ...]:
    """Seven steps from low to high; the middle of a diverging ramp stands for the reference."""
    steps = _DIVERGING if diverging else _RAMPS
    return tuple(steps["dark" if theme == "dark" else "light"].split())

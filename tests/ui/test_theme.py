"""The measured tables of the look, computed again from the colours in use."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from strategy_studio.ui.theme import DARK, LIGHT, PROJECTOR, THEMES, Theme, palette, style_sheet

HUES = ("p1", "p2", "p3", "p4", "p5")
STATUS = ("on", "watch", "off", "nodata")
SURFACES = ("window", "surface", "raised", "header", "input", "computed")
TINTS = ("selection", "scenario", "missing", "prec", "dep", "onsoft", "watchsoft", "offsoft", "nodatasoft")
IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
MACHADO = {
    "normal": IDENTITY,
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color: str) -> tuple[float, float, float]:
    """Linear sRGB of a hex colour."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(color: str) -> float:
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """CIE Lab (D65) of linear sRGB."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Sharma, Wu & Dalal 2005, with all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    c1, c2 = math.hypot((1 + g) * a1, b1), math.hypot((1 + g) * a2, b2)
    h1 = math.degrees(math.atan2(b1, (1 + g) * a1)) % 360
    h2 = math.degrees(math.atan2(b2, (1 + g) * a2)) % 360
    turn = h2 - h1
    turn -= 360 if turn > 180 else -360 if turn < -180 else 0
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    hue = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + 360) / 2 % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * math.cos(math.radians(hue - 30)) + 0.24 * math.cos(math.radians(2 * hue))
    t += 0.32 * math.cos(math.radians(3 * hue + 6)) - 0.20 * math.cos(math.radians(4 * hue - 63))
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    rt = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(2 * bend))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return math.sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh)


def seen(color: str, vision: str) -> tuple[float, float, float]:
    """Lab of a colour as a kind of vision sees it."""
    rgb = linear(color)
    red, green, blue = (sum(row[at] * rgb[at] for at in range(3)) for row in MACHADO[vision])
    return lab((red, green, blue))


def worst(theme: Theme, inks: tuple[str, ...], papers: tuple[str, ...]) -> float:
    colors = theme.colors
    return min(contrast(colors[ink], colors[paper]) for ink in inks for paper in papers)


@pytest.mark.parametrize(("theme", "expected"), [(LIGHT, 13.0), (DARK, 8.7), (PROJECTOR, 14.1)])
def test_text_can_be_read_on_every_surface_and_tint(theme: Theme, expected: float) -> None:
    assert worst(theme, ("text",), SURFACES + TINTS) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize(("theme", "expected"), [(LIGHT, 8.1), (DARK, 6.2), (PROJECTOR, 8.5)])
def test_typed_values_can_be_read_in_every_state(theme: Theme, expected: float) -> None:
    papers = ("input", "selection", "scenario", "missing", "prec", "dep")
    assert worst(theme, ("inputtext",), papers) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_and_marks_reach_their_limits(theme: Theme) -> None:
    assert worst(theme, ("onaccent",), ("accent",)) >= 4.5
    assert worst(theme, ("accent",), ("surface", "window", "header")) >= 4.5
    assert worst(theme, STATUS, SURFACES) >= 4.5
    assert min(contrast(theme.colors[role], theme.colors[f"{role}soft"]) for role in STATUS) >= 4.5
    assert worst(theme, ("muted",), (*SURFACES, "selection")) >= 4.5
    assert worst(theme, ("control", "focus", *HUES), ("surface", "window", "header")) >= 3
    for line, tint in (("missingline", "missing"), ("precline", "prec"), ("depline", "dep")):
        assert contrast(theme.colors[line], theme.colors[tint]) >= 3


@pytest.mark.parametrize(
    ("roles", "vision", "expected"),
    [
        (HUES, "normal", (25.4, 24.2, 22.6)),
        (HUES, "deuteranopia", (17.1, 12.3, 16.3)),
        (HUES, "protanopia", (14.3, 17.0, 13.9)),
        (HUES, "tritanopia", (22.6, 21.3, 17.0)),
        (STATUS, "normal", (25.4, 26.1, 25.0)),
        (STATUS, "deuteranopia", (12.6, 12.4, 11.3)),
        (STATUS, "protanopia", (14.1, 12.4, 13.7)),
        (STATUS, "tritanopia", (10.6, 13.5, 10.2)),
    ],
)
def test_hues_and_statuses_are_told_apart_by_every_eye(
    roles: tuple[str, ...], vision: str, expected: tuple[float, float, float]
) -> None:
    for theme, wanted in zip(THEMES, expected, strict=True):
        labs = [seen(theme.colors[role], vision) for role in roles]
        found = min(ciede2000(one, other) for one, other in combinations(labs, 2))
        assert found == pytest.approx(wanted, abs=0.15), theme.name
        assert found >= 10


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_style_sheet_knows_every_role_it_names(theme: Theme) -> None:
    written = style_sheet(theme, 1.5)
    assert not re.search(r"\{\w+\}", written)
    assert theme.colors["accent"] in written


def test_palette_follows_the_theme() -> None:
    assert palette(DARK).window().color().name().upper() == DARK.colors["window"]
    assert palette(LIGHT).base().color().name().upper() == LIGHT.colors["input"]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_hint_in_an_empty_field_can_be_read(qapp: QApplication, theme: Theme) -> None:
    field = QLineEdit()
    field.setStyleSheet(style_sheet(theme))
    field.ensurePolished()
    shown = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert shown.name() == theme.colors["muted"].lower()

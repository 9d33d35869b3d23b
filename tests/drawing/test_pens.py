"""Every pen draws the same list: SVG that is XML, PNG and PDF without pyplot."""

from __future__ import annotations

import io
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from strategy_studio.api import OpenPlan
from strategy_studio.drawing.display_list import Arrow, Badge, Box, Label, Picture
from strategy_studio.drawing.palette import THEMES, ThemeName, colours
from strategy_studio.drawing.pens import rounded, to_figure, to_svg
from strategy_studio.drawing.process_map import process_map
from strategy_studio.drawing.widths import text_width

pytest_plugins = ("tests.plans",)

SVG = "{http://www.w3.org/2000/svg}"
ALL_STATUSES = ("On target", "Watch", "Off target", "No data")
ODD = Picture(
    'Costs of $5 & "more" <now>',
    400,
    200,
    "window",
    (
        Box(10, 10, 200, 100, "surface", "border", cap="p1", node='a"b', tip="<why & what>"),
        Label("$x_1$ < $y^2$ & 'z'", 20, 60, 18, "text", 600, node="n"),
        Label("Überschuß, naïve, 5 €", 390, 90, 18, "muted", align="right"),
        Arrow(((20, 150), (200, 150), (200, 190)), "feedback", 4, (18, 8), "both", closed=True, tip="a<b"),
        *(Badge(status, 20 + 30 * place, 120, 16) for place, status in enumerate(ALL_STATUSES)),  # type: ignore[arg-type]
    ),
)


@pytest.mark.parametrize("theme", THEMES)
def test_svg_is_xml_with_every_label_and_box(plan: OpenPlan, theme: ThemeName) -> None:
    picture = process_map(plan.plan, "Where value is made")
    root = ElementTree.fromstring(to_svg(picture, theme))
    texts = Counter(found.text or "" for found in root.iter(f"{SVG}text"))
    assert texts == Counter(item.text for item in picture.items if isinstance(item, Label))
    named = {found.get("data-node") for found in root.iter(f"{SVG}rect")} - {None}
    assert named == {item.node for item in picture.items if isinstance(item, Box) and item.node}
    assert root.find(f"{SVG}title").text == "Where value is made"  # type: ignore[union-attr]
    used = {found.get("fill") for found in root.iter()} - {None, "none"}
    assert used <= set(colours(theme).values())


def test_svg_keeps_signs_that_mean_something_in_xml() -> None:
    root = ElementTree.fromstring(to_svg(ODD))
    assert root.find(f"{SVG}title").text == ODD.title  # type: ignore[union-attr]
    assert [found.text for found in root.iter(f"{SVG}text")] == ["$x_1$ < $y^2$ & 'z'", "Überschuß, naïve, 5 €"]
    box = next(found for found in root.iter(f"{SVG}rect") if found.get("data-node"))
    assert box.get("data-node") == 'a"b' and box.find(f"{SVG}title").text == "<why & what>"  # type: ignore[union-attr]


@pytest.mark.parametrize("theme", THEMES)
def test_png_and_pdf_are_made_of_anything(theme: ThemeName) -> None:
    figure = to_figure(ODD, theme)
    for kind, begin in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        made = io.BytesIO()
        figure.savefig(made, format=kind, dpi=100)
        assert made.getvalue().startswith(begin)


def test_png_has_the_size_of_the_sheet_and_its_colours(plan: OpenPlan) -> None:
    from matplotlib.image import imread

    made = io.BytesIO()
    picture = process_map(plan.plan, "Where value is made")
    figure = to_figure(picture)
    figure.savefig(made, format="png", dpi=100, facecolor=figure.get_facecolor())
    made.seek(0)
    pixels = imread(made, format="png")
    assert pixels.shape[:2] == (1080, 1920)
    background = [int(colours("light")["window"][place : place + 2], 16) / 255 for place in (1, 3, 5)]
    assert pixels[2, 2, :3].tolist() == pytest.approx(background, abs=0.01)
    assert len({tuple(pixel) for pixel in pixels[::8, ::8, :3].reshape(-1, 3).tolist()}) > 10


def test_a_dollar_sign_is_a_dollar_sign() -> None:
    texts = [found.get_text() for found in to_figure(ODD).axes[0].texts]
    assert "$x_1$ < $y^2$ & 'z'" in texts
    assert all(not found.get_parse_math() for found in to_figure(ODD).axes[0].texts)


def test_no_pen_loads_pyplot() -> None:
    code = (
        "import sys; from strategy_studio.drawing.pens import to_figure; from strategy_studio.drawing.display_list "
        "import Picture; to_figure(Picture('t', 10, 10, 'window', ())); print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_corners_are_rounded_and_ends_stay() -> None:
    points = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0))
    line = rounded(points)
    assert line[0] == points[0] and line[-1] == points[-1]
    assert (100.0, 0.0) not in line
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in line)
    assert rounded(points[:2]) == points[:2]


def test_svg_lines_keep_their_length_where_inter_is_missing() -> None:
    """Every line of plain letters says how long it is; a renderer without Inter then stays within the boxes."""
    root = ElementTree.fromstring(to_svg(ODD))
    plain, other = root.iter(f"{SVG}text")
    assert float(plain.get("textLength", 0)) == pytest.approx(text_width(str(plain.text), 18, 600), abs=0.1)
    assert other.get("textLength") is None
    assert all("%" not in (found.get("width") or "") for found in root.iter())


def test_letters_that_inter_lacks_are_drawn_from_another_font(recwarn: pytest.WarningsRecorder) -> None:
    """No box for Hebrew, Arabic or Greek: matplotlib warns of each letter that no font has."""
    picture = Picture("Scripts", 400, 100, "window", (Label("Αθήνα שלום عربي €", 20, 60, 18, "text"),))
    to_figure(picture).savefig(io.BytesIO(), format="png")
    assert [str(warning.message) for warning in recwarn] == []

"""Scorecard, rounds and strategy map as pictures: everything is on them, in words too, and no text is covered."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.analysis.claims import test_claims
from strategy_studio.api import OpenPlan
from strategy_studio.drawing.display_list import STATUS_ROLES, Arrow, Badge, Box, Label, Picture
from strategy_studio.drawing.palette import THEMES, ThemeName, colours
from strategy_studio.drawing.pens import to_figure, to_svg
from strategy_studio.drawing.round_chart import round_pages
from strategy_studio.drawing.scorecard_chart import scorecard_pages
from strategy_studio.drawing.strategy_map import LOOKS, strategy_map
from strategy_studio.drawing.tiles import compact, cut, tiles, told_apart
from strategy_studio.drawing.widths import text_width
from strategy_studio.model.inputs import Cell

pytest_plugins = ("tests.plans",)

LONG = "A name as long as names become when people write down what they mean by it and for whom it counts"


def texts(picture: Picture) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Label)]


def extents(picture: Picture) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of every label."""
    found = []
    for label in (item for item in picture.items if isinstance(item, Label) and item.text):
        width = text_width(label.text, label.size, label.weight)
        left = label.x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[label.align]
        found.append((left, label.y - 0.75 * label.size, left + width, label.y + 0.2 * label.size, label.text))
    return found


def assert_legible(picture: Picture) -> None:
    """No label leaves the sheet, none covers another, and all colours exist in every theme."""
    found = extents(picture)
    for left, top, right, bottom, text in found:
        assert left >= 0 and top >= 0 and right <= picture.width and bottom <= picture.height, text
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])
    roles = {item.role for item in picture.items if isinstance(item, Label | Arrow)}
    assert all(roles <= colours(theme).keys() for theme in THEMES)


@pytest.fixture
def much(plan: OpenPlan) -> OpenPlan:
    """Two rounds closed, many measures with long names, measurements and claims between all objectives."""
    objectives, kpis, links = (plan.worksheet(t) for t in ("Strategy objectives", "KPIs", "Strategy map links"))
    with plan.change("Much"):
        objectives.insert_many([
            {"Objective": f"{LONG} {n}", "Perspective": p, "Weight": 1}
            for n, p in enumerate(["Financial", "Customer", "Customer", "Internal process", "Customer", "Customer"])
        ])  # fmt: skip
        kpis.insert_many([
            {"KPI": f"{LONG} {n}", "Objective": "Answer in one hour", "Unit": LONG, "Target": 10.0**n,
             "Form": "Ratio"}
            for n in range(14)
        ])  # fmt: skip
        plan.worksheet("Measurements").insert_many([
            {"KPI": f"{LONG} {n}", "Date": date(2027, month, 28), "Actual": 10.0 ** n * month / 7}
            for n in range(13) for month in range(1, 12)
        ])  # fmt: skip
        names = objectives.column("Objective")
        pairs = [*zip(names, names[3:], strict=False), *zip(names[4:], names, strict=False)]
        links.insert_many([
            {"Link": f"{LONG} {n}", "Cause": cause, "Effect": effect, "Expected lag": n % 3, "Claim": LONG}
            for n, (cause, effect) in enumerate(pairs)
        ])  # fmt: skip
    plan.close_round("The first round with quite a long name")
    plan.close_round("2028")
    return plan


def test_every_measure_is_on_the_scorecard_with_word_shape_and_trend(plan: OpenPlan) -> None:
    (picture,) = scorecard_pages(plan.plan)
    kpis = plan.worksheet("KPIs")
    words = Counter(kpis.column("Status"))
    assert Counter(item.status for item in picture.items if isinstance(item, Badge)) == words
    assert Counter(text for text in texts(picture) if text in STATUS_ROLES) == words
    assert set(kpis.column("KPI")) <= set(texts(picture))
    assert Counter(text for text in texts(picture) if text in ("Improving", "Worsening", "Steady")) == Counter(
        trend for trend in kpis.column("Trend") if trend != "No data"
    )
    assert picture.title == "5 measures: 1 on target, 4 off target"
    assert_legible(picture)


def test_a_line_is_drawn_through_the_readings_of_a_measure(plan: OpenPlan) -> None:
    (picture,) = scorecard_pages(plan.plan)
    lines = [item for item in picture.items if isinstance(item, Arrow) and item.role == "actual"]
    measured = Counter(plan.worksheet("Measurements").column("KPI"))
    assert len(lines) == sum(count - 1 for count in measured.values())
    cost = sorted((item for item in lines), key=lambda item: item.points[0][0])
    (box,) = (item for item in picture.items if isinstance(item, Box) and item.tip == "Cost per visit")
    mine = [
        item.points
        for item in cost
        if box.x < item.points[0][0] < box.x + box.width and box.y < item.points[0][1] < box.y + box.height
    ]
    assert [points[0][1] < points[1][1] for points in mine] == [True, True]  # 42, 38, 34 fall


def test_more_than_twelve_measures_take_more_pages(much: OpenPlan) -> None:
    pages = scorecard_pages(much.plan)
    assert [sum(isinstance(item, Badge) for item in page.items) for page in pages] == [12, 7]
    assert any("page 2 of 2" in text for text in texts(pages[1]))
    for page in pages:
        assert_legible(page)


def test_rounds_show_each_value_and_the_change(plan: OpenPlan) -> None:
    plan.close_round("2027")
    clv = plan.worksheet("Segment CLV")
    clv.set(clv.row("Shops"), "Retention rate", 0.85)
    before, now = plan.round("2027").value("Average_retention"), plan.value("Average_retention")
    (picture,) = round_pages(plan.plan, [Cell("Average_retention")])
    shown = " ".join(texts(picture))
    moved = (now - before) * 100
    assert f"+{moved:.2f} points" in shown or f"+{moved:.3f} points" in shown
    assert picture.title == "Since 2027: 1 up, 0 down" and "2027" in texts(picture) and "now" in texts(picture)
    assert_legible(picture)


def test_objectives_are_compared_unless_others_are_chosen(much: OpenPlan) -> None:
    (picture,) = round_pages(much.plan)
    objectives = much.worksheet("Strategy objectives").column("Objective")
    boxes = [item.tip for item in picture.items if isinstance(item, Box) and item.tip]
    assert boxes == [f"Performance of {name}" for name in objectives]
    assert_legible(picture)


def test_every_claim_is_an_arrow_in_the_look_of_its_verdict(plan: OpenPlan) -> None:
    links = plan.worksheet("Strategy map links")
    links.insert({"Link": "Back", "Cause": "Grow shop value", "Effect": "Trained technicians", "Claim": "c"})
    picture = strategy_map(plan.plan)
    arrows = {item.node: item for item in picture.items if isinstance(item, Arrow) and item.node}
    for test in test_claims(plan.plan):
        look = LOOKS[test.verdict]
        assert (arrows[test.label].role, arrows[test.label].dash) == (look.role, look.dash)
        assert test.label in texts(picture) and test.verdict in texts(picture)
    assert len({look.dash for look in LOOKS.values()}) == len({look.role for look in LOOKS.values()}) == len(LOOKS)
    assert picture.title == "2 claims: 2 with too few points"
    assert_legible(picture)


def test_a_long_list_of_claims_says_how_many_more_there_are(plan: OpenPlan) -> None:
    links = plan.worksheet("Strategy map links")
    links.insert_many([
        {"Link": f"Claim {number}", "Cause": "Grow shop value", "Effect": "Trained technicians", "Claim": "c"}
        for number in range(40)
    ])  # fmt: skip
    picture = strategy_map(plan.plan)
    told = [text for text in texts(picture) if text in set(links.column("Link"))]
    assert f"and {len(links.rows()) - len(told)} more claims in the worksheet" in texts(picture)
    assert 8 <= len(told) < len(links.rows())
    assert all(item.y < picture.height - 60 for item in picture.items if isinstance(item, Label) and item.x > 1300)


def inside(box: Box, x: float, y: float) -> bool:
    return box.x < x < box.x + box.width and box.y < y < box.y + box.height


def test_arrows_run_from_cause_to_effect_through_no_box(much: OpenPlan) -> None:
    picture = strategy_map(much.plan)
    assert_legible(picture)
    boxes = {item.node: item for item in picture.items if isinstance(item, Box) and item.node}
    names = set(much.worksheet("Strategy objectives").column("Objective"))
    assert names <= boxes.keys()
    ends = {test.label: (test.cause, test.effect) for test in test_claims(much.plan)}
    arrows = [item for item in picture.items if isinstance(item, Arrow) and item.node]
    assert len(arrows) == len(ends)
    for arrow in arrows:
        for name, (x, y) in zip(ends[arrow.node], (arrow.points[0], arrow.points[-1]), strict=True):
            box = boxes[name]
            assert box.x < x < box.x + box.width and y in (box.y, box.y + box.height)
        for (x, y), (u, v) in zip(arrow.points, arrow.points[1:], strict=False):
            assert x == u or y == v
            steps = [(x + (u - x) * t / 50, y + (v - y) * t / 50) for t in range(51)]
            assert not any(inside(boxes[name], *step) for name in names for step in steps), arrow.node


def test_upright_ways_lie_apart(much: OpenPlan) -> None:
    arrows = [item for item in strategy_map(much.plan).items if isinstance(item, Arrow) and item.node]
    ups = [
        (a[0], min(a[1], b[1]), max(a[1], b[1]), arrow.node)
        for arrow in arrows for a, b in zip(arrow.points, arrow.points[1:], strict=False) if a[0] == b[0]
    ]  # fmt: skip
    on_one_line = [
        (one, other) for one, other in combinations(ups, 2)
        if one[3] != other[3] and abs(one[0] - other[0]) < 2 and one[1] < other[2] - 1 and other[1] < one[2] - 1
    ]  # fmt: skip
    assert on_one_line == []


def test_a_new_plan_says_what_is_missing(tmp_path: Path) -> None:
    with studio.create(tmp_path / "new.strategy") as new:
        for pictures in (scorecard_pages(new.plan), round_pages(new.plan), (strategy_map(new.plan),)):
            (picture,) = pictures
            assert any(isinstance(item, Label) and item.role == "missingline" for item in picture.items)
            assert_legible(picture)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pen_draws_them(plan: OpenPlan, theme: ThemeName) -> None:
    for picture in (*scorecard_pages(plan.plan), strategy_map(plan.plan)):
        assert to_svg(picture, theme).startswith("<svg") and to_figure(picture, theme).axes


def test_tiles_lie_apart_on_the_page() -> None:
    for count in range(1, 13):
        found = tiles(count)
        assert len(found) == count
        for tile in found:
            assert tile.x >= 64 and tile.x + tile.width <= 1920 - 64 + 1e-6 and tile.y + tile.height <= 1080 - 60
        for one, other in combinations(found, 2):
            assert one.x + one.width < other.x or other.x + other.width < one.x or one.y != other.y
            assert one.y + one.height < other.y or other.y + other.height < one.y or one.y == other.y


def test_a_value_never_reads_as_a_target_it_has_missed() -> None:
    assert (told_apart(94.996, 95.0), compact(95.0)) == ("94.996", "95")
    assert told_apart(149_999_999.0, 150_000_000.0) == "149,999,999"
    assert (told_apart(0.3, 0.1 + 0.2), told_apart(-2.0, 3.0)) == ("0.3", "−2")
    assert [compact(n) for n in (0.095, 0.0123, 9.3e9, -1.2345e12)] == [
        "0.095", "0.0123", "9,300.0 million", "−1,234.5 billion"
    ]  # fmt: skip


def test_numbers_are_short_and_texts_are_cut_to_fit() -> None:
    assert [compact(n) for n in (142_198_914, 12_345.6, 718.7, 0.8655, -3.0, 0.0, 0.0004)] == [
        "142.2 million", "12,346", "718.7", "0.866", "−3", "0", "0.0004",
    ]  # fmt: skip
    assert cut("short", 500, 18) == "short"
    assert cut(LONG, 200, 18).endswith("…") and text_width(cut(LONG, 200, 18), 18) <= 200

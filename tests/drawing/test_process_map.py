"""The process map: everything declared is on it, nothing covers anything, every label fits, counts add up."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise

import pytest

from strategy_studio.api import OpenPlan
from strategy_studio.drawing.display_list import STATUS_ROLES, Arrow, Badge, Box, Label, Picture
from strategy_studio.drawing.palette import THEMES, colours
from strategy_studio.drawing.process_map import links_between, process_map
from strategy_studio.drawing.statuses import status_counts
from strategy_studio.drawing.widths import text_width, wrapped
from strategy_studio.processes import PROCESSES

pytest_plugins = ("tests.plans",)


@pytest.fixture(scope="module")
def picture(open_example: tuple[OpenPlan, object]) -> Picture:
    return process_map(open_example[0].plan, "Where value is made", "First round")


def boxes(picture: Picture) -> list[Box]:
    return [item for item in picture.items if isinstance(item, Box)]


def labels(picture: Picture) -> list[Label]:
    return [item for item in picture.items if isinstance(item, Label)]


def extent(label: Label) -> tuple[float, float]:
    """Left and right end of a label."""
    width = text_width(label.text, label.size, label.weight)
    left = label.x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[label.align]
    return left, left + width


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x + 1e-6
        and outer.y <= inner.y + 1e-6
        and inner.x + inner.width <= outer.x + outer.width + 1e-6
        and inner.y + inner.height <= outer.y + outer.height + 1e-6
    )


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def test_every_process_component_and_core_worksheet_is_on_it(picture: Picture) -> None:
    texts, nodes = {label.text for label in labels(picture)}, {box.node for box in boxes(picture)}
    for process in PROCESSES:
        assert process.title in texts and process.title in nodes
        for component in process.components:
            assert {component.title, component.short} & texts, component.title
        for sheet in process.worksheets:
            if sheet.core and process.place.startswith("column"):
                assert sheet.title in texts and sheet.name in nodes
    assert {str(process.number) for process in PROCESSES if process.number} <= texts


def test_boxes_lie_apart_or_one_in_the_other_and_on_the_sheet(picture: Picture) -> None:
    for one, other in combinations(boxes(picture), 2):
        assert apart(one, other) or within(other, one), (one.node, other.node)
    for box in boxes(picture):
        assert box.x >= 0 and box.y >= 0 and box.width > 0 and box.height >= 30
        assert box.x + box.width <= picture.width and box.y + box.height <= picture.height


def test_every_label_fits_its_box(picture: Picture) -> None:
    by_node = {box.node: box for box in boxes(picture)}
    for label in labels(picture):
        left, right = extent(label)
        assert left >= 0 and right <= picture.width and label.size <= label.y <= picture.height, label.text
        box = by_node.get(label.node)
        if label.node and box is not None:
            assert box.x + 4 <= left and right <= box.x + box.width - 4, label.text
            assert box.y + label.size * 0.7 <= label.y <= box.y + box.height - 4, label.text


def test_no_label_covers_another(picture: Picture) -> None:
    lines: dict[float, list[Label]] = {}
    for label in labels(picture):
        if label.text:
            lines.setdefault(round(label.y), []).append(label)
    for line in lines.values():
        for one, other in pairwise(sorted(line, key=lambda label: extent(label)[0])):
            assert extent(one)[1] <= extent(other)[0] + 1e-6, (one.text, other.text)


def test_labels_can_be_read_across_a_room(picture: Picture) -> None:
    assert {label.size for label in labels(picture)} <= {18, 20, 26, 32}


def test_processes_stand_where_they_are_declared(picture: Picture) -> None:
    by_node = {box.node: box for box in boxes(picture)}
    columns = [by_node[process.title] for process in PROCESSES if process.place.startswith("column")]
    columns.sort(key=lambda box: box.x)
    order = sorted((p for p in PROCESSES if p.place.startswith("column")), key=lambda process: process.place)
    assert [box.node for box in columns] == [process.title for process in order]
    assert len({(box.y, box.width, box.height) for box in columns}) == 1
    band = next(by_node[process.title] for process in PROCESSES if process.place == "band")
    assert band.y > columns[0].y + columns[0].height and band.width > 4 * columns[0].width
    assert all(by_node[p.title].y > band.y + band.height for p in PROCESSES if p.place == "strip")
    assert {box.cap for box in (*columns, band)} == {"p1", "p2", "p3", "p4", "p5"}


def test_feedback_is_dashed_and_runs_from_the_last_process_to_the_first(picture: Picture, plan: OpenPlan) -> None:
    arrows = [item for item in picture.items if isinstance(item, Arrow)]
    closed = [arrow for arrow in arrows if arrow.closed]
    assert len(closed) == 1 and closed[0].dash and closed[0].role == "feedback"
    count = links_between(plan.plan).prior["Performance assessment", "Strategy development"]
    assert count > 0
    assert any(str(count) in label.text and "Last round" in label.text for label in labels(picture))


def test_links_between_processes_are_the_edges_of_the_graph(plan: OpenPlan) -> None:
    home = {sheet.name: process.title for process in PROCESSES for sheet in process.worksheets}
    home |= {figure.name: process.title for process in PROCESSES for s in process.worksheets for figure in s.figures}
    expected: Counter[tuple[str, str, bool]] = Counter()
    for source, target, feedback in plan.graph.edges(data="feedback"):
        pair = home.get(source.split("[")[0], ""), home.get(target.split("[")[0], "")
        if all(pair) and pair[0] != pair[1]:
            expected[(*pair, feedback)] += 1
    links = links_between(plan.plan)
    assert {(*pair, False): count for pair, count in links.live.items()} | {
        (*pair, True): count for pair, count in links.prior.items()
    } == dict(expected)


def test_status_counts_add_up(plan: OpenPlan) -> None:
    counts = status_counts(plan.plan)
    words = Counter(plan.worksheet("KPIs").column("Status"))
    assert sum(counts.values(), Counter()) == words == {"On target": 1, "Off target": 4}
    assert counts["Value creation"] == {"On target": 1, "Off target": 1}
    assert counts["Multichannel integration"] == {"Off target": 2}
    assert counts["Information management"] == {"Off target": 1}
    assert not counts["Strategy development"] and counts.keys() == {process.title for process in PROCESSES}


def test_every_count_stands_beside_its_shape_word_and_colour(picture: Picture) -> None:
    badges = [item for item in picture.items if isinstance(item, Badge)]
    texts = [label.text for label in labels(picture)]
    assert "1 on target" in texts and "2 off target" in texts
    for badge in badges:
        beside = [label for label in labels(picture) if 0 < label.x - badge.x < 30 and abs(label.y - badge.y) < 20]
        assert any(label.role == STATUS_ROLES[badge.status] for label in beside), badge


def test_an_edit_is_on_the_next_map(plan: OpenPlan) -> None:
    kpis = plan.worksheet("KPIs")
    kpis.set(kpis.row("Shop revenue"), "Typed actual", 10)
    assert sum(status_counts(plan.plan).values(), Counter()) == {"Off target": 5}
    texts = [label.text for label in labels(process_map(plan.plan, "Later")) if label.text]
    assert "2 off target" in texts and "1 on target" not in texts


@pytest.mark.parametrize("title", ["", "W" * 200, "Überschuß " * 30])
def test_a_title_of_any_length_stays_on_the_sheet(plan: OpenPlan, title: str) -> None:
    shown = next(label for label in labels(process_map(plan.plan, title)) if label.text == title)
    assert extent(shown)[1] <= 1920 - 64 + 1e-6 and shown.size > 0


def test_many_statuses_leave_their_words_out_and_stay_in_the_box(plan: OpenPlan) -> None:
    objectives, kpis = plan.worksheet("Strategy objectives"), plan.worksheet("KPIs")
    with plan.change("Many"):
        for process in plan.processes[:5]:
            objectives.insert({"Objective": process.title, "Process": process.title})
            kpis.insert_many([
                {"KPI": f"{process.title} {number}", "Objective": process.title, "Target": 100, "Form": "Ratio",
                 "Actual source": "Typed", "Typed actual": actual}
                for number, actual in enumerate([99] * 12 + [85] * 11 + [10] * 13 + [None] * 14)
            ])  # fmt: skip
    counts = status_counts(plan.plan)
    assert all(len(counts[process.title]) == 4 for process in plan.processes[:5])
    picture = process_map(plan.plan, "Many")
    columns = [box for box in boxes(picture) if box.cap]
    for badge in (item for item in picture.items if isinstance(item, Badge) and item.y < 960):
        assert any(box.x < badge.x and badge.x + 40 < box.x + box.width for box in columns)
    test_no_label_covers_another(picture)


def test_own_worksheets_do_not_disturb_the_map(plan: OpenPlan, picture: Picture) -> None:
    plan.add_worksheet("Own model", "Value creation", [("Item", "Text")])
    assert {box.node for box in boxes(process_map(plan.plan, "x"))} == {box.node for box in boxes(picture)}


def test_every_role_has_a_colour_in_every_theme(picture: Picture) -> None:
    roles = {picture.background}
    for item in picture.items:
        if isinstance(item, Box):
            roles |= {item.fill, item.line, item.cap} - {""}
        elif isinstance(item, Label | Arrow):
            roles.add(item.role)
    for theme in THEMES:
        assert roles | set(STATUS_ROLES.values()) <= colours(theme).keys()


def test_lines_are_broken_at_spaces_and_never_wider_than_asked() -> None:
    text = "Customer experience within and across channels"
    lines = wrapped(text, 150, 18)
    assert " ".join(lines) == text and len(lines) > 1
    assert all(text_width(line, 18) <= 150 for line in lines)
    assert wrapped("Unbreakably", 10, 18) == ["Unbreakably"]

"""The map under the mouse: a click lights a chain, a double click opens, Esc shows all again."""

from __future__ import annotations

import networkx
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QGraphicsSimpleTextItem
from pytestqt.qtbot import QtBot

from strategy_studio.drawing.display_list import Box, Label
from strategy_studio.drawing.process_map import process_map
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.map_trace import lit, trace, worksheets_of
from strategy_studio.ui.map_view import MapView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def map_view(window: MainWindow, qtbot: QtBot) -> MapView:
    """The map, drawn."""
    assert window.workspace is not None
    window.workspace.open_map()
    view = window.workspace.map
    qtbot.waitUntil(lambda: bool(view.scene().items()), timeout=20_000)
    return view


def spot(view: MapView, text: str) -> QPoint:
    """Where a label is on screen."""
    found = [each for each in view.scene().items() if isinstance(each, QGraphicsSimpleTextItem) and each.text() == text]
    return view.mapFromScene(found[0].sceneBoundingRect().center())


def ink(view: MapView, text: str) -> str:
    found = [each for each in view.scene().items() if isinstance(each, QGraphicsSimpleTextItem) and each.text() == text]
    return found[0].brush().color().name().upper()


def test_a_click_lights_the_chain_and_escape_ends_it(map_view: MapView, window: MainWindow, qtbot: QtBot) -> None:
    roles = window.look.theme.colors
    qtbot.mouseClick(map_view.viewport(), LEFT, pos=spot(map_view, "Segment CLV"))
    assert map_view.picked == "Segment_CLV"
    assert ink(map_view, "Segments") == roles["text"]
    assert ink(map_view, "Environment scan") == roles["dim"]
    assert ink(map_view, "Value creation") == roles["text"]
    qtbot.keyClick(map_view, Qt.Key.Key_Escape)
    assert map_view.picked == ""
    assert ink(map_view, "Environment scan") == roles["text"]


def test_a_click_beside_every_box_shows_all(map_view: MapView, qtbot: QtBot) -> None:
    map_view.pick("Segments")
    qtbot.mouseClick(map_view.viewport(), LEFT, pos=map_view.mapFromScene(QPointF(4, 4)))
    assert map_view.picked == ""


def test_double_click_and_enter_open_the_worksheet(map_view: MapView, window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace is not None
    work = window.workspace
    qtbot.mouseDClick(map_view.viewport(), LEFT, pos=spot(map_view, "Customer equity"))
    assert work.shows_grid
    assert work.page.name == "Customer_equity"
    work.open_map()
    map_view.pick("Segments")
    qtbot.keyClick(map_view, Qt.Key.Key_Return)
    assert work.page.name == "Segments"


def test_the_chain_is_what_the_graph_says(map_view: MapView, window: MainWindow) -> None:
    assert window.workspace is not None
    plan = window.workspace.document.plan
    live = networkx.DiGraph([(a, b) for a, b, edge in plan.graph.edges(data=True) if not edge["feedback"]])
    for name in ("Segment_CLV", "Segments", "Scorecard"):
        own = [node for node, place in plan.structure.places.items() if place.worksheet == name and node in live]
        above = set().union(*(networkx.ancestors(live, node) for node in own))
        below = set().union(*(networkx.descendants(live, node) for node in own))
        found = trace(plan, name)
        homes = plan.structure.places
        assert found.upstream == {homes[node].worksheet for node in above} - {name, ""}
        assert found.downstream == {homes[node].worksheet for node in below} - {name, ""}


def test_lit_boxes_carry_bars_and_words_stay_in_place(map_view: MapView, window: MainWindow) -> None:
    assert window.workspace is not None
    plan = window.workspace.document.plan
    picture = process_map(plan, "Plan")
    shown = lit(picture, trace(plan, "Segment_CLV"), plan)
    here = [item for item in shown.items if isinstance(item, Box) and item.node == "Segment_CLV"]
    assert [(box.fill, box.line, box.line_width) for box in here] == [("selection", "focus", 3.0)]
    fills = {item.node: item.fill for item in shown.items if isinstance(item, Box) and item.fill in ("prec", "dep")}
    assert fills["Segments"] == "prec"
    assert fills["Customer_equity"] == "dep"
    bars = {(item.node, item.fill) for item in shown.items if isinstance(item, Box) and item.fill.endswith("line")}
    assert ("Segments", "precline") in bars
    assert ("Customer_equity", "depline") in bars
    places = [(item.text, item.x, item.y) for item in picture.items if isinstance(item, Label)]
    assert [(item.text, item.x, item.y) for item in shown.items if isinstance(item, Label)] == places


def test_a_component_stands_for_its_worksheets(window: MainWindow) -> None:
    assert window.workspace is not None
    plan = window.workspace.document.plan
    component = plan.sheet("Segment_CLV").declaration.component
    assert "Segment_CLV" in worksheets_of(plan, component)
    assert worksheets_of(plan, "no such box") == frozenset()

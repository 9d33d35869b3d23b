"""Leaving at any moment: with an open editor, under a scenario, while threads draw; and the way round by keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from matplotlib.colors import to_hex
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import strategy_studio as studio
from strategy_studio.model.changes import SetCells
from strategy_studio.model.inputs import Cell
from strategy_studio.model.scenario_changes import AddScenario, SetScenarioCells
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

from . import hands
from .test_why import ask, measure

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key


def begin(window: MainWindow, qtbot: QtBot, text: str) -> WorksheetGrid:
    """Type a text over the customers of the first segment, without Enter."""
    grid = hands.open_grid(window, "Segments")
    grid.go_to(grid.worksheet().ids[0], "Customers")
    for letter in text:
        qtbot.keyClick(QApplication.focusWidget() or grid, letter)
    return grid


def customers(path: Path) -> object:
    with studio.open(path) as plan:
        return plan.worksheet("Segments").column("Customers")[0]


def test_what_is_being_typed_is_kept_when_the_window_closes(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    begin(window, qtbot, "777")
    window.close()
    assert customers(tmp_path / "plan.strategy") == 777.0


def test_what_cannot_be_read_is_left_when_the_window_closes(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    before = hands.document(window).plan.sheet("Segments").column("Customers")[0]
    begin(window, qtbot, "7 apples")
    window.close()
    assert customers(tmp_path / "plan.strategy") == before


def test_undo_under_an_open_editor_takes_the_last_step_back(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    sheet = document.plan.sheet("Segments")
    row, before = sheet.ids[0], sheet.value(sheet.ids[0], "Description")
    document.apply(SetCells("Segments", {(row, "Description"): "Moved twice"}))
    grid = begin(window, qtbot, "77")
    window.tools.actions_by_name["undo"].trigger()
    assert document.plan.sheet("Segments").value(row, "Description") == before
    qtbot.keyClick(QApplication.focusWidget() or grid, KEY.Key_Escape)
    assert document.plan.sheet("Segments").value(row, "Customers") != 77.0


def test_the_row_of_an_open_editor_may_go(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    worksheet = document.plan.sheet("Segments")
    count = len(worksheet)
    grid = hands.open_grid(window, "Segments")
    grid.move_to(count, 0)
    hands.type_text(qtbot, grid, "Homes")
    grid.move_to(count, 1)
    qtbot.keyClick(grid, "x")
    window.tools.actions_by_name["undo"].trigger()
    QApplication.processEvents()
    assert len(document.plan.sheet("Segments")) == count
    hands.open_grid(window, "Segments").move_to(0, 0)


def test_another_plan_opens_as_planned_after_a_scenario(
    window: MainWindow, qtbot: QtBot, teaching_file: Path, tmp_path: Path
) -> None:
    document = hands.document(window)
    document.apply(AddScenario("Downturn", ""))
    row = document.plan.sheet("Segments").ids[0]
    document.session.apply(SetScenarioCells("Downturn", "Segments", {(row, "Customers"): 5}))
    document.show_scenario("Downturn")
    hands.space(window).ask_why(Cell("Customer_equity_total"))
    other = tmp_path / "other.strategy"
    shutil.copy(teaching_file, other)
    with qtbot.waitSignal(window.opened, timeout=30_000):
        window.open_path(other)
    assert hands.document(window).scenario == ""
    assert not hands.space(window).band.isVisible()
    assert "Downturn" not in window.status.scenario.text()
    assert customers(tmp_path / "plan.strategy") != 5.0


def test_closing_while_a_chart_is_drawn(window: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(window)
    work.toggle_inspector()
    work.toggle_inspector()
    work.open_worksheet("Segment_portfolio")
    qtbot.waitUntil(lambda: bool(work.inspector.chart.title.text()), timeout=20_000)  # its thread begins now
    window.close()
    assert window.workspace is None


def test_esc_closes_the_explanation_from_the_grid_and_from_inside(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    work = hands.space(window)
    work.open_worksheet("Customer_equity")
    work.page.show_name("Customer_equity_total")
    panel = ask(window, qtbot)
    qtbot.keyClick(work.page.grid, KEY.Key_Escape)
    assert work.why.isHidden()
    panel = ask(window, qtbot)
    panel.choice.setFocus()
    qtbot.keyClick(panel.choice, KEY.Key_Escape)
    assert work.why.isHidden()
    assert QApplication.focusWidget() is work.page.grid


def test_another_question_leaves_no_old_answer(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    work = hands.space(window)
    work.open_worksheet("Customer_equity")
    work.page.show_name("Customer_equity_total")
    panel = ask(window, qtbot)
    told = panel.headline.text()
    assert "Customer equity" in told
    work.ask_why(Cell("Current_customer_value"))
    assert panel.headline.text() != told
    qtbot.waitSignal(panel.answered, timeout=20_000).wait()
    assert "Current customer value" in panel.headline.text()


@pytest.mark.parametrize(("kind", "role"), [("Maximise", "off"), ("Minimise", "on"), ("Band", "muted")])
def test_colours_judge_only_where_the_better_side_is_known(
    window: MainWindow, qtbot: QtBot, kind: str, role: str
) -> None:
    measure(window)
    document, work = hands.document(window), hands.space(window)
    figure = document.plan.figures["Customer_equity_total"]
    sheet = document.plan.sheet("KPIs")
    for row in sheet.ids:  # no other measure has a say
        document.apply(SetCells("KPIs", {(row, "Actual source"): "Typed"}))
    row = sheet.ids[0]
    held = {"Actual source": "Figure", "Actual figure": figure.catalogue, "Kind": kind}
    document.apply(SetCells("KPIs", {(row, column): value for column, value in held.items()}))
    work.open_worksheet("Customer_equity")
    work.page.show_name("Customer_equity_total")
    panel = ask(window, qtbot)
    qtbot.waitUntil(lambda: panel.picture.isVisible(), timeout=20_000)
    image = panel.picture.pixmap().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    judged = {"on", "off"} - {role}
    assert QColor(to_hex(window.look.theme.colors[role])).name() in seen
    assert all(QColor(window.look.theme.colors[other]).name() not in seen for other in judged)


def test_f6_walks_round_the_parts_of_a_page_and_back(window: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(window)
    grid = hands.open_grid(window, "Segments")
    hands.at_rest(qtbot, window)  # the notes are laid out
    visited = []
    for _ in range(12):
        window.tools.actions_by_name["next_part"].trigger()
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus)
        if focus is grid:
            break
    assert visited[-1] is grid
    assert work.navigation in visited
    assert work.page.tabs in visited
    assert any(work.page.notes.isAncestorOf(each) for each in visited)
    window.tools.actions_by_name["last_part"].trigger()
    assert QApplication.focusWidget() is not grid
    window.tools.actions_by_name["next_part"].trigger()
    assert QApplication.focusWidget() is grid

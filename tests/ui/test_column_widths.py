"""Columns are as wide as their texts where the window has room, and as wide as the hand left them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView
from pytestqt.qtbot import QtBot

from strategy_studio.model.columns import Text
from strategy_studio.model.own_changes import AddColumn
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow
from tests.ui.hands import document, open_grid, space


@pytest.fixture
def grid(window: MainWindow) -> WorksheetGrid:
    window.resize(1000, 700)
    return open_grid(window, "Vision_and_ambition")


def place(grid: WorksheetGrid, title: str) -> int:
    return [column.title for column in grid.worksheet().columns].index(title)


def longest(grid: WorksheetGrid, column: int) -> int:
    """The width of the longest text shown in a column, measured with the font of its cells."""
    model, metrics = grid.model(), QFontMetrics(grid.font())
    return max(metrics.horizontalAdvance(str(model.index(row, column).data())) for row in range(model.rowCount()))


def test_long_texts_are_cut_only_while_there_is_no_room(grid: WorksheetGrid, window: MainWindow, qtbot: QtBot) -> None:
    column = place(grid, "Statement")
    narrow = grid.columnWidth(column)
    assert narrow < longest(grid, column)
    window.resize(2400, 900)
    qtbot.waitUntil(lambda: grid.columnWidth(column) >= longest(grid, column))
    assert grid.horizontalHeader().length() <= grid.viewport().width()
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: grid.columnWidth(column) == narrow)


def test_a_width_set_by_hand_stays(grid: WorksheetGrid, window: MainWindow, qtbot: QtBot) -> None:
    column = place(grid, "Statement")
    grid.horizontalHeader().resizeSection(column, 207)
    before = grid.viewport().width()
    window.resize(2400, 900)
    qtbot.waitUntil(lambda: grid.viewport().width() > before)
    assert grid.columnWidth(column) == 207


def drag_border(qtbot: QtBot, header: QHeaderView, column: int, by: int) -> None:
    """Take the right border of a column with the mouse and draw it to the right."""
    at = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, header.height() // 2)
    qtbot.mouseMove(header.viewport(), at)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(header.viewport(), at + QPoint(by, 0))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(by, 0))


def test_a_width_set_by_hand_outlives_theme_size_of_text_and_new_columns(
    grid: WorksheetGrid, window: MainWindow, qtbot: QtBot
) -> None:
    column = place(grid, "Statement")
    drag_border(qtbot, grid.horizontalHeader(), column, -40)
    chosen = grid.columnWidth(column)
    window.look.switch("dark")
    assert grid.columnWidth(column) == chosen
    window.look.zoom(1)
    assert grid.columnWidth(column) == pytest.approx(chosen * window.look.scale, abs=1)
    window.look.zoom(0)
    assert grid.columnWidth(column) == chosen
    assert document(window).apply(AddColumn("Vision_and_ambition", Text("Remark")))
    assert grid.columnWidth(place(grid, "Statement")) == chosen
    open_grid(window, "Segments")
    assert open_grid(window, "Vision_and_ambition").columnWidth(place(grid, "Statement")) == chosen


def test_other_texts_still_widen_when_one_width_was_set_by_hand(
    grid: WorksheetGrid, window: MainWindow, qtbot: QtBot
) -> None:
    by_hand, other = place(grid, "Statement"), place(grid, "Note")
    grid.horizontalHeader().resizeSection(by_hand, 207)
    window.resize(2400, 900)
    qtbot.waitUntil(lambda: grid.columnWidth(other) >= longest(grid, other))
    assert grid.columnWidth(by_hand) == 207


def test_a_frozen_column_is_resized_by_its_own_border(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1000, 700)
    grid = open_grid(window, "Segments")
    grid.horizontalScrollBar().setValue(120)
    over = grid.findChild(QTableView, "frozen")
    qtbot.waitUntil(over.isVisible)
    before = grid.columnWidth(0)
    drag_border(qtbot, over.horizontalHeader(), 0, 30)
    assert grid.columnWidth(0) == over.width() == before + 30
    grid.horizontalScrollBar().setValue(0)
    assert grid.columnWidth(0) == before + 30
    assert space(window).page.grid is grid

"""Columns are as wide as their texts where the window has room, and as wide as the hand left them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow
from tests.ui.hands import open_grid


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

"""Rows in the grid: moved by hand, pasted too many, and what an empty computed cell says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from strategy_studio.ui.grid_model import Role
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

from . import hands
from .conftest import Opened

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def refusals(grid: WorksheetGrid) -> list[str]:
    heard: list[str] = []
    grid.worksheet().document.refused.connect(heard.append)
    return heard


def test_what_is_empty_on_purpose_does_not_wait(grid_of: Opened) -> None:
    grid = grid_of("KPIs")
    model, kpi = grid.worksheet(), grid.worksheet().ids[0]
    warning = model.place(kpi, "Warning")
    assert model.sheet.value(kpi, "Warning") is None
    assert warning.data(Role.STATE).content == "empty"
    assert str(warning.data(Qt.ItemDataRole.ToolTipRole)).endswith("is empty: its formula gives no value here.")
    unused = grid_of("Loyalty_ladder").worksheet()
    share = next(column.title for column in unused.columns if column.formula)
    index = unused.place(unused.ids[0], share)
    assert unused.sheet.value(unused.ids[0], share) is None
    assert index.data(Role.STATE).content == "waits"


def test_rows_are_moved_with_the_selection_and_the_tint_on_them(grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    model = grid.worksheet()
    first, second, third = model.ids[:3]
    hands.put(grid, model.sheet.key_text(first), "Customers")
    grid.move_to(1, grid.currentIndex().column(), extend=True)
    window.tools.actions_by_name["move_rows_down"].trigger()
    assert model.ids[:3] == [third, first, second]
    assert grid.row_ids() == [first, second]
    share = model.place(second, "Customer share")
    assert share.data(Role.STATE).trace == "dep"
    window.tools.actions_by_name["move_rows_up"].trigger()
    window.tools.actions_by_name["move_rows_up"].trigger()  # there is nothing above
    assert model.ids[:3] == [first, second, third]
    assert window.tools.actions_by_name["undo"].text() == "Undo Move 2 rows"
    assert model.place(third, "Customer share").data(Role.STATE).trace == ""


def test_rows_that_belong_to_others_are_not_moved(grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segment_CLV")
    rows = list(grid.worksheet().ids)
    grid.move_to(0, 2)
    window.tools.actions_by_name["move_rows_down"].trigger()
    assert grid.worksheet().ids == rows
    assert grid.currentIndex().row() == 0
    assert "rows are moved there" in window.status.message.text()


def test_a_refused_block_says_which_of_its_new_rows_does_not_fit(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    heard = refusals(grid)
    hands.put(grid, "Companies", "Segment")
    QGuiApplication.clipboard().setText("Firms\tx\tMass\nTourists\tx\tsmall\n")
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    assert heard == ["Level of new row 4 does not take “small”. Choose Mass, Macro, Micro or One to one."]


def test_one_row_and_one_column_too_many_are_told_as_one(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segment_CLV")
    heard, rows = refusals(grid), len(grid.worksheet().ids)
    grid.move_to(0, 1)
    QGuiApplication.clipboard().setText("1\n" * (rows + 1))
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    assert heard.pop().startswith("The block has 1 row more than Segment CLV")


def test_the_grid_grows_with_its_rows_while_there_is_room(grid_of: Opened, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 1000)
    grid = grid_of("Segments")
    rows = grid.model().rowCount()
    qtbot.waitUntil(lambda: grid.height() >= grid.wanted_height())
    grid.move_to(rows - 1, 0)
    QGuiApplication.clipboard().setText("First\nSecond\nThird\n")
    grid.paste()
    assert grid.model().rowCount() == rows + 3
    qtbot.waitUntil(lambda: grid.height() >= grid.wanted_height())
    window.tools.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: grid.height() < grid.wanted_height() + grid.rowHeight(0))

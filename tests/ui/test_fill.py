"""Filling cells from their neighbours: the handle under the mouse, Ctrl+D and Ctrl+R, each one undo step."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from strategy_studio.ui.grid_edits import Area
from strategy_studio.ui.grid_fill import continued, drag_target
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(grid: WorksheetGrid, row: int, title: str) -> QPoint:
    """The middle of a cell on screen."""
    names = [column.title for column in grid.worksheet().columns]
    return grid.visualRect(grid.model().index(row, names.index(title))).center()


def drag(qtbot: QtBot, grid: WorksheetGrid, row: int, title: str) -> None:
    """Take the handle where it is drawn, move it to a cell, let go."""
    corner = grid.handle.corner()
    assert corner is not None
    qtbot.mousePress(grid.viewport(), LEFT, pos=corner)
    assert grid.handle.dragging
    qtbot.mouseMove(grid.viewport(), at(grid, row, title))
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=at(grid, row, title))


def start(grid: WorksheetGrid, row: int, title: str) -> None:
    assert grid.go_to(grid.worksheet().ids[row], title)


def undo(window: MainWindow) -> str:
    assert window.workspace is not None
    label = window.workspace.document.session.undo_label
    window.tools.actions_by_name["undo"].trigger()
    return label


def test_dragging_the_handle_down_fills_as_one_step(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    sheet = grid.worksheet().sheet
    before = sheet.column("Owner")
    start(grid, 0, "Owner")
    drag(qtbot, grid, 2, "Owner")
    assert sheet.column("Owner") == ["Ben", "Ben", "Ben"]
    area = grid.area()
    assert (area.top, area.bottom) == (0, 2)
    assert undo(window) == "Fill down Owner"
    assert sheet.column("Owner") == before


def test_dragging_to_the_right_fills_rows(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    start(grid, 0, "Customers")
    drag(qtbot, grid, 0, "Revenue")
    assert grid.worksheet().sheet.column("Revenue")[0] == 1200.0
    assert undo(window) == "Fill right Revenue"


def test_two_numbers_go_on_with_their_step_upwards_too(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    sheet = grid.worksheet().sheet
    start(grid, 1, "Customers")
    qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    second, third = sheet.column("Customers")[1:]
    assert isinstance(second, float)
    assert isinstance(third, float)
    drag(qtbot, grid, 0, "Customers")
    assert sheet.column("Customers")[0] == pytest.approx(second - (third - second))


def test_escape_gives_the_drag_up(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    start(grid, 0, "Owner")
    corner = grid.handle.corner()
    assert corner is not None
    qtbot.mousePress(grid.viewport(), LEFT, pos=corner)
    qtbot.mouseMove(grid.viewport(), at(grid, 2, "Owner"))
    qtbot.keyClick(grid, KEY.Key_Escape)
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=at(grid, 2, "Owner"))
    assert not grid.handle.dragging
    assert grid.worksheet().sheet.column("Owner")[0] == "Ben"
    assert window.workspace is not None
    assert not window.workspace.document.session.undo_label.startswith("Fill")


def test_a_computed_column_cannot_be_filled_and_says_why(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    heard: list[str] = []
    grid.worksheet().document.refused.connect(heard.append)
    start(grid, 0, "Customer share")
    drag(qtbot, grid, 2, "Customer share")
    assert len(heard) == 1
    assert "computed" in heard[0]


def test_control_r_and_control_d_are_offered_with_their_keys(grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    start(grid, 1, "Revenue")
    window.tools.actions_by_name["fill_right"].trigger()
    assert grid.worksheet().sheet.column("Revenue")[1] == grid.worksheet().sheet.column("Customers")[1]
    window.tools.actions_by_name["fill_down"].trigger()
    assert grid.worksheet().sheet.column("Revenue")[1] == grid.worksheet().sheet.column("Revenue")[0]
    keys = {name: window.tools.actions_by_name[name].shortcut().toString() for name in ("fill_down", "fill_right")}
    assert keys == {"fill_down": "Ctrl+D", "fill_right": "Ctrl+R"}


@pytest.mark.parametrize(
    ("held", "place", "expected"),
    [
        (["a", "b"], 2, "a"), (["a", "b"], -1, "b"), ([5.0], 3, 5.0), ([0.1, 0.2], 2, 0.3), ([3.0, 1.0], 3, -3.0),
        ([1.0, 2.0, 4.0], 3, 1.0), ([None, 2.0], 2, None), ([True, False], 2, True),
        ([datetime.date(2027, 1, 1), datetime.date(2027, 1, 8)], 2, datetime.date(2027, 1, 15)),
    ],
)  # fmt: skip
def test_what_repeats_and_what_goes_on(held: list[object], place: int, expected: object) -> None:
    assert continued(held, place) == expected


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (6, 3, Area(2, 2, 6, 3)), (2, 7, Area(2, 2, 3, 7)), (0, 2, Area(0, 2, 3, 3)), (3, 0, Area(2, 0, 3, 3)),
        (3, 3, Area(2, 2, 3, 3)), (5, 4, Area(2, 2, 5, 3)),
    ],
)  # fmt: skip
def test_a_drag_stretches_in_one_direction(row: int, column: int, expected: Area) -> None:
    assert drag_target(Area(2, 2, 3, 3), row, column) == expected

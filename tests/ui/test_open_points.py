"""Open points under the grid: what is missing and what waits for it, and the way to the cell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from strategy_studio.ui.explanation import Spot, sentence_of
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.open_points import OpenPoint
from strategy_studio.ui.worksheet_notes import PointLine

from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key


def points(window: MainWindow, worksheet: str) -> list[OpenPoint]:
    assert window.workspace is not None
    return window.workspace.document.completion.open_points(worksheet)


def test_a_missing_input_is_told_once_with_what_waits(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segment_CLV")
    row = grid.worksheet().ids[1]
    before = {point.sentence for point in points(window, "Segment_CLV")}
    assert grid.go_to(row, "Revenue per customer")
    qtbot.keyClick(grid, KEY.Key_Delete)
    new = [point for point in points(window, "Segment_CLV") if point.sentence not in before]
    assert len(new) == 1
    assert new[0].spot == Spot("Segment_CLV", row, "Revenue per customer")
    assert "Families" in new[0].sentence
    assert "wait" in new[0].sentence
    assert new[0].sentence.endswith(".")


def test_a_point_of_another_worksheet_leads_there(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    assert window.workspace is not None
    work = window.workspace
    grid = grid_of("Segment_CLV")
    row = grid.worksheet().ids[1]
    assert grid.go_to(row, "Revenue per customer")
    qtbot.keyClick(grid, KEY.Key_Delete)
    waiting = {each.worksheet for each in work.document.completion.waiting} - {"Segment_CLV", ""}
    assert waiting
    other = sorted(waiting)[0]
    work.open_worksheet(other)
    found = [point for point in points(window, other) if point.spot == Spot("Segment_CLV", row, "Revenue per customer")]
    assert found
    assert found[0].kind == "waits"
    lines = [
        each for each in work.page.notes.findChildren(PointLine)
        if any(label.text() == found[0].sentence for label in each.findChildren(QLabel))
    ]  # fmt: skip
    qtbot.mouseClick(lines[-1], Qt.MouseButton.LeftButton)
    assert work.page.name == "Segment_CLV"
    index = work.page.grid.currentIndex()
    model = work.page.grid.worksheet()
    assert (model.row_id(index.row()), model.columns[index.column()].title) == (row, "Revenue per customer")


def test_the_button_of_a_point_goes_to_the_cell(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    assert window.workspace is not None
    work = window.workspace
    grid = grid_of("Segments")
    row = grid.worksheet().ids[0]
    assert grid.go_to(row, "Customers")
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert grid.go_to(grid.worksheet().ids[2], "Segment")
    sentence = next(p.sentence for p in points(window, "Segments") if p.spot == Spot("Segments", row, "Customers"))

    def lines() -> list[PointLine]:
        return [
            each for each in work.page.notes.findChildren(PointLine)
            if any(label.text() == sentence for label in each.findChildren(QLabel))
        ]  # fmt: skip

    qtbot.waitUntil(lambda: bool(lines()), timeout=20_000)
    qtbot.mouseClick(lines()[-1].findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    index = grid.currentIndex()
    assert (index.row(), grid.worksheet().columns[index.column()].title) == (0, "Customers")


def test_every_hint_of_a_column_is_a_sentence_or_nothing(window: MainWindow) -> None:
    assert window.workspace is not None
    for sheet in window.workspace.document.plan.structure.worksheets.values():
        for column in sheet.columns:
            shown = sentence_of(column)
            assert shown == "" or (len(shown.split()) >= 3 and shown[-1] in ".?"), (sheet.title, column.title, shown)
            assert shown.lower() != "feedback."

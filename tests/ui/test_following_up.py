"""What nobody sees at first follows in short steps: the page is there and takes what is typed before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.page_head import state_of
from strategy_studio.ui.workspace import Workspace

LONG = 60_000


@pytest.fixture
def workspace(empty_window: MainWindow, teaching_file: Path, tmp_path: Path, qtbot: QtBot) -> Workspace:
    """A plan at the moment that it is open: nothing has followed yet, and nothing does before events are processed."""
    path = tmp_path / "plan.strategy"
    path.write_bytes(teaching_file.read_bytes())
    with qtbot.waitSignal(empty_window.opened, timeout=LONG):
        empty_window.open_path(path)
    found = empty_window.workspace
    assert found is not None
    assert not found.document.is_judged
    return found


def spoken(workspace: Workspace) -> list[str]:
    """The lines of the navigation as a screen reader has them."""
    model = workspace.findChild(QListView, "places").model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_what_is_not_known_is_not_said_and_follows(workspace: Workspace, qtbot: QtBot) -> None:
    document, page = workspace.document, workspace.page
    assert page.head.done.text() == ""
    assert not any("done" in words for words in spoken(workspace))
    widths = [page.tabs.tabSizeHint(place).width() for place in range(page.tabs.count())]
    qtbot.waitUntil(lambda: document.is_judged, timeout=LONG)
    process, completion = page.sheet.process, document.completion
    states = [state_of(completion, sheet) for sheet in completion.core(process)]
    words = f"{states.count('done')} of {len(states)} done"
    assert page.head.done.text() == words
    assert any(words in line for line in spoken(workspace))
    assert [page.tabs.tabSizeHint(place).width() for place in range(page.tabs.count())] == widths


def test_a_cell_is_typed_before_anything_has_followed(workspace: Workspace, qtbot: QtBot) -> None:
    document, plan = workspace.document, workspace.document.plan
    workspace.open_worksheet("Segments")
    sheet = workspace.page.sheet
    row = sheet.ids[0]
    workspace.page.go_to(row, "Customers")
    workspace.window().activateWindow()
    for key in "4321":
        QTest.keyClick(QApplication.focusWidget(), key)
    assert not document.is_judged
    with qtbot.waitSignal(document.settled, timeout=LONG):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert sheet.value(row, "Customers") == 4321.0
    qtbot.waitUntil(lambda: document.is_judged, timeout=LONG)
    followed = {name: plan.value(name) for name in plan.figures}
    plan.recalculate_all()
    assert {name: plan.value(name) for name in plan.figures} == followed


def test_a_plan_that_is_closed_is_followed_up_no_more(
    empty_window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    told: list[bool] = []
    workspace.document.judged.connect(lambda: told.append(True))
    empty_window.show_start()
    qtbot.wait(50)
    assert told == []


def test_the_first_page_gives_its_rows_the_height_they_need(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.window().resize(1280, 720)
    qtbot.waitUntil(lambda: workspace.document.is_judged, timeout=LONG)
    grid = workspace.page.grid
    qtbot.waitUntil(lambda: grid.viewport().height() >= grid.verticalHeader().length(), timeout=5_000)

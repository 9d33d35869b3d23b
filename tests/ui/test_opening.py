"""Opening plans beside the window: progress and Cancel after a while, and a window that stays as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import strategy_studio as studio
from strategy_studio.app import PlanLibrary
from strategy_studio.model.session import Session
from strategy_studio.ui.chart_panel import ChartPanel
from strategy_studio.ui.main_window import MainWindow

from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def answer(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Plans come from a drive that answers only when this is set."""
    answers, opens = threading.Event(), PlanLibrary.open

    def slowly(library: PlanLibrary, path: Path) -> Session:
        answers.wait(20)
        return opens(library, path)

    monkeypatch.setattr(PlanLibrary, "open", slowly)
    yield answers
    answers.set()


def cancel(window: MainWindow) -> QPushButton:
    return next(each for each in window.status.findChildren(QPushButton) if each.text() == "Cancel")


def test_cancel_is_offered_after_a_while_and_brings_the_old_plan_back(
    window: MainWindow, answer: threading.Event, qtbot: QtBot, tmp_path: Path, grid_of: Opened
) -> None:
    other = tmp_path / "other.strategy"
    studio.create(other).close()
    work = window.workspace
    window.open_path(other)
    assert cancel(window).isHidden()
    qtbot.waitUntil(lambda: not cancel(window).isHidden(), timeout=20_000)
    qtbot.mouseClick(cancel(window), Qt.MouseButton.LeftButton)
    assert window.workspace is work
    assert work is not None
    assert work.isEnabled()
    assert cancel(window).isHidden()
    assert window.status.message.text() == "The plan was not opened."
    answer.set()
    qtbot.waitUntil(_can_be_opened(other), timeout=20_000)
    assert window.workspace is work


def _can_be_opened(path: Path) -> Callable[[], bool]:
    """Whether nobody holds the plan."""

    def free() -> bool:
        try:
            studio.open(path).close()
        except studio.PlanError:
            return False
        return True

    return free


def test_closing_the_window_waits_for_what_is_opening(
    window: MainWindow, answer: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other.strategy"
    studio.create(other).close()
    window.open_path(other)
    threading.Timer(0.3, answer.set).start()
    window.close()
    assert _can_be_opened(other)()
    assert _can_be_opened(tmp_path / "plan.strategy")()


def test_a_long_message_is_shortened_and_told_whole_in_its_tooltip(window: MainWindow, qtbot: QtBot) -> None:
    words = "The block is wider than the worksheet, and this sentence goes on for much longer than there is room. " * 3
    window.status.tell(words)
    QApplication.sendPostedEvents()
    assert window.width() == 1280
    assert window.status.message.toolTip() == words
    assert window.status.missing.geometry().right() < window.width()
    assert window.status.round.isHidden()
    window.status.tell("")
    assert not window.status.round.isHidden()


def test_the_chart_of_a_worksheet_is_drawn_when_the_hands_rest(
    window: MainWindow, grid_of: Opened, qtbot: QtBot
) -> None:
    assert window.workspace is not None
    panel: ChartPanel = window.workspace.inspector.chart
    grid_of("Vision_and_ambition")
    assert panel.isHidden()
    grid = grid_of("Segment_CLV")
    qtbot.waitUntil(lambda: not panel.picture.pixmap().isNull(), timeout=20_000)
    assert panel.title.text()
    first = panel.picture.pixmap().toImage()
    assert first.pixelColor(2, 2).name().upper() == window.look.theme.colors["surface"]
    assert grid.go_to(grid.worksheet().ids[0], "Revenue per customer")
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.picture.pixmap().toImage() != first, timeout=20_000)
    window.look.switch("Dark")
    dark = window.look.theme.colors["surface"]
    qtbot.waitUntil(lambda: panel.picture.pixmap().toImage().pixelColor(2, 2).name().upper() == dark, timeout=20_000)

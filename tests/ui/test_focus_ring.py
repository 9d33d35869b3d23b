"""The ring around what has the keyboard: there for Tab, gone for the mouse, and nothing passes through it meanwhile."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFocusFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.style import FocusRing

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
REASON = Qt.FocusReason


@pytest.fixture
def controls(qtbot: QtBot, empty_window: MainWindow) -> list[QWidget]:
    """Three controls in a window of their own: a button, a field, and a surface that is never ringed."""
    window = QWidget(empty_window, Qt.WindowType.Window)
    surface = QWidget()
    surface.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    surface.setMinimumHeight(30)
    made: list[QWidget] = [QPushButton("One"), QLineEdit(), surface]
    layout = QVBoxLayout(window)
    for each in made:
        layout.addWidget(each)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    surface.setFocus(REASON.OtherFocusReason)
    return made


def ringed() -> list[QWidget]:
    """The controls with a ring on view."""
    frames = [each for each in QApplication.allWidgets() if isinstance(each, QFocusFrame) and each.isVisible()]
    return [frame.widget() for frame in frames]


def test_tab_rings_each_control_in_turn(controls: list[QWidget], qtbot: QtBot) -> None:
    button, field, surface = controls
    assert ringed() == []
    button.setFocus(REASON.ShortcutFocusReason)
    assert ringed() == [button]
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is field
    assert ringed() == [field]
    qtbot.keyClick(field, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert ringed() == [button]
    surface.setFocus(REASON.TabFocusReason)
    assert ringed() == []


def test_the_mouse_takes_it_away(controls: list[QWidget], qtbot: QtBot) -> None:
    button, field, surface = controls
    button.setFocus(REASON.TabFocusReason)
    assert ringed() == [button]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ringed() == []
    field.setFocus(REASON.MouseFocusReason)
    assert ringed() == []
    field.setFocus(REASON.TabFocusReason)
    button.setFocus(REASON.TabFocusReason)
    qtbot.mouseClick(surface, Qt.MouseButton.LeftButton)
    assert ringed() == []


def test_it_goes_with_its_control(controls: list[QWidget], qtbot: QtBot) -> None:
    button, field, _ = controls
    button.setFocus(REASON.TabFocusReason)
    button.hide()
    assert button not in ringed()
    field.setFocus(REASON.TabFocusReason)
    assert ringed() == [field]


def test_events_pass_by_it_while_no_ring_is_shown(controls: list[QWidget], qtbot: QtBot) -> None:
    asked: list[str] = []
    own = FocusRing.eventFilter.__code__

    def profile(frame: FrameType, happening: str, _: object) -> None:
        if happening == "call" and frame.f_code is own:
            asked.append(happening)

    button, field, _ = controls
    field.setFocus(REASON.MouseFocusReason)
    sys.setprofile(profile)
    try:
        for letter in "many keys":
            qtbot.keyClick(field, letter)
        field.window().resize(400, 300)
        assert asked == []
        button.setFocus(REASON.TabFocusReason)
    finally:
        sys.setprofile(None)
    assert asked

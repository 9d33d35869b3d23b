"""The dock of Why?: beside or beneath the pages or a window of its own, never in the way, found again where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from strategy_studio.ui.background import Task
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.why_dock import WhyDock, reachable

from . import hands
from .test_why import ask, measure, shares

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
AREA = Qt.DockWidgetArea
KEY = Qt.Key


def asked(window: MainWindow, qtbot: QtBot) -> WhyDock:
    """The dock with an answer about customer equity, laid out."""
    measure(window)
    hands.open_grid(window, "Customer_equity")
    hands.space(window).page.show_name("Customer_equity_total")
    ask(window, qtbot)
    dock = hands.space(window).why
    qtbot.waitUntil(lambda: not dock.panel.picture.pixmap().isNull(), timeout=20_000)
    return dock


def test_it_is_made_when_it_is_first_asked_for(window: MainWindow) -> None:
    assert window.findChildren(WhyDock) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 640)])
def test_the_grid_stays_useful_beside_it(window: MainWindow, qtbot: QtBot, width: int, height: int) -> None:
    window.resize(width, height)
    dock = asked(window, qtbot)
    work = hands.space(window)
    for area in (AREA.RightDockWidgetArea, AREA.LeftDockWidgetArea, AREA.BottomDockWidgetArea):
        work.addDockWidget(area, dock)
        hands.at_rest(qtbot, window)
        assert work.dockWidgetArea(dock) == area
        assert window.size() == QSize(width, height)
        assert work.page.width() >= 420
        assert work.page.grid.height() >= 3 * 30 + 76
        assert dock.width() >= 260
        assert dock.height() >= 150
        assert work.rect().contains(dock.geometry())
        assert not dock.geometry().intersects(work.split.geometry())


@pytest.mark.parametrize("settings", ["Light", "Projector"], indirect=True)
def test_it_fits_a_small_screen_in_large_text(window: MainWindow, qtbot: QtBot) -> None:
    dock, work = asked(window, qtbot), hands.space(window)
    work.open_worksheet("KPIs")
    hands.at_rest(qtbot, window)
    assert window.size() == QSize(1280, 720)
    assert dock.mapTo(window, dock.rect().topRight()).x() < 1280
    for each in shares(dock.panel):
        inner = each.layout()
        assert inner is not None
        assert each.height() >= inner.sizeHint().height()


@pytest.mark.parametrize("settings", ["Light", "Projector"], indirect=True)
def test_the_grid_keeps_rows_beside_it_under_a_scenario(window: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(window)
    dock = asked(window, qtbot)
    hands.document(window).show_scenario("Actual")
    for name in ("Customer_equity", "Segment_CLV", "KPIs"):
        work.open_worksheet(name)
        hands.at_rest(qtbot, window)
        rows = min(3, len(work.page.sheet))
        assert work.page.grid.viewport().height() >= rows * window.look.size("row"), name
        assert dock.isVisible()
    assert window.size() == QSize(1280, 720)


def test_what_stepped_aside_is_back_when_it_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(window)
    work.open_worksheet("Customer_equity")
    assert work.inspector.isVisible()
    dock = asked(window, qtbot)
    assert work.inspector.isHidden()
    assert work.navigation.isVisible()
    dock.close()
    assert work.inspector.isVisible()
    window.look.switch("Projector")
    work.navigation.setFocus()
    ask(window, qtbot)
    assert not work.navigation.isVisible()
    assert work.page.grid.hasFocus()
    hands.press(qtbot, dock, "Undock")
    assert work.navigation.isVisible()
    hands.press(qtbot, dock, "Dock")
    qtbot.waitUntil(lambda: not work.navigation.isVisible())
    hands.press(qtbot, dock, "Close")
    assert work.navigation.isVisible()
    assert work.navigation.width() >= window.look.size("navigation") - 12


def test_escape_and_its_button_close_it_and_the_grid_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    dock, grid = asked(window, qtbot), hands.space(window).page.grid
    dock.panel.choice.setFocus()
    qtbot.keyClick(dock.panel.choice, KEY.Key_Escape)
    assert dock.isHidden()
    assert grid.hasFocus()
    ask(window, qtbot)
    assert dock.isVisible()
    hands.press(qtbot, dock, "Close")
    assert dock.isHidden()
    assert grid.hasFocus()


def test_undocked_by_its_button_it_leaves_no_tool_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    dock, grid = asked(window, qtbot), hands.space(window).page.grid
    hands.press(qtbot, dock, "Undock")
    qtbot.waitUntil(dock.isFloating)
    assert window.focusWidget() is grid
    assert dock.focusWidget() is dock.panel
    hands.press(qtbot, dock, "Dock")
    assert window.focusWidget() is dock.panel


def test_a_bar_of_the_picture_leads_to_its_cell(window: MainWindow, qtbot: QtBot) -> None:
    dock = asked(window, qtbot)
    picture, found = dock.panel.picture, dock.panel.answer
    assert found is not None
    acting = [share for share in found.attribution.shares if share.effect]
    assert len(picture.bars) == len(acting) > 1
    assert all(0 < bar.top < bar.bottom < picture.height() for bar in picture.bars)
    assert [bar.top for bar in picture.bars[1:]] == pytest.approx([bar.bottom for bar in picture.bars[:-1]])
    second = picture.bars[1]
    place = QPoint(picture.width() // 2, round((second.top + second.bottom) / 2))
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place)
    shown = hands.space(window).page.grid
    assert hands.space(window).page.name == "Segment_CLV"
    assert shown.worksheet().row_id(shown.currentIndex().row()) == acting[1].cell.row
    assert shown.worksheet().columns[shown.currentIndex().column()].title == "Retention rate"
    before = picture.bar_at(QPoint(5, round(picture.bars[0].top) - 10).toPointF())
    assert before is None  # the bar of the value before leads nowhere


def test_wide_it_stands_in_two_columns_and_is_drawn_anew(window: MainWindow, qtbot: QtBot) -> None:
    dock = asked(window, qtbot)
    narrow = dock.panel.picture.pixmap().width()
    hands.space(window).addDockWidget(AREA.BottomDockWidgetArea, dock)
    qtbot.waitUntil(lambda: dock.panel.picture.pixmap().width() > narrow, timeout=20_000)
    left = shares(dock.panel)[0].mapTo(dock.panel, QPoint(0, 0)).x()
    assert left >= dock.panel.picture.mapTo(dock.panel, QPoint(0, 0)).x() + dock.panel.picture.pixmap().width()


def test_place_and_size_are_found_again(window: MainWindow, qtbot: QtBot, settings: QSettings) -> None:
    dock = asked(window, qtbot)
    hands.space(window).addDockWidget(AREA.LeftDockWidgetArea, dock)
    qtbot.waitUntil(lambda: dock.side == "left")
    hands.press(qtbot, dock, "Undock")
    assert dock.isFloating()
    dock.setGeometry(200, 120, 500, 400)
    qtbot.waitUntil(lambda: dock.geometry() == QRect(200, 120, 500, 400))
    window.close_plan()
    assert settings.value("why/area") == "left"
    window.show_start()
    with qtbot.waitSignal(window.opened, timeout=30_000):
        window.open_last()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    again = asked(window, qtbot)
    assert again.isFloating()
    assert again.geometry() == QRect(200, 120, 500, 400)
    hands.press(qtbot, again, "Dock")
    qtbot.waitUntil(lambda: again.side == "left")
    qtbot.keyClick(again.panel, KEY.Key_Escape)
    assert again.isHidden()


@pytest.mark.parametrize(
    "kept",
    [
        {"why/floating": True, "why/frame": "-5000 20 400 500"},
        {"why/floating": True, "why/frame": "100 100 19000 15000"},
        {"why/floating": "true", "why/frame": "nonsense"},
        {"why/area": "ceiling", "why/width": "-7", "why/height": "99999999"},
        {"why/area": "bottom", "why/height": "5000"},
        {"why/width": "5000"},
    ],
)
def test_whatever_the_settings_hold_it_can_be_reached(
    window: MainWindow, qtbot: QtBot, settings: QSettings, kept: dict[str, object]
) -> None:
    for name, value in kept.items():
        settings.setValue(name, value)
    dock = asked(window, qtbot)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    head = QRect(dock.mapToGlobal(QPoint(0, 0)), QSize(dock.width(), 24))
    assert screen.intersects(head) if dock.isFloating() else window.isAncestorOf(dock)
    assert not dock.isFloating() or dock.size() == dock.size().boundedTo(screen.size())
    assert hands.space(window).page.width() >= 420
    assert hands.space(window).page.grid.height() >= 100
    assert window.size() == QSize(1280, 720)


def test_a_frame_off_all_screens_comes_to_the_middle() -> None:
    screens, home = [QRect(0, 0, 1280, 720), QRect(1280, 0, 1920, 1080)], QRect(1400, 100, 1000, 700)
    there = QRect(1500, 200, 400, 500)
    assert reachable(there, there, screens, home) == there
    gone = QRect(4000, 200, 400, 500)
    found = reachable(gone, gone, screens, home)
    assert found.size() == gone.size()
    assert found.center() == home.center()
    both = QRect(0, 0, 3200, 1080)
    assert reachable(both, both, screens, home) == both
    beyond = QRect(100, 100, 19_000, 15_000)
    assert reachable(beyond, beyond, screens, home) == QRect(100, 100, 3200, 1080)
    huge = reachable(QRect(0, -9000, 5000, 5000), QRect(0, 0, 5000, 5000), screens, home)
    assert screens[1].contains(huge)


def test_a_closed_dock_costs_nothing_when_the_plan_changes(window: MainWindow, qtbot: QtBot) -> None:
    dock = asked(window, qtbot)
    dock.close()
    hands.at_rest(qtbot, window)
    measure(window, by=0.5)
    assert not any(clock.isActive() for clock in dock.panel.findChildren(QTimer))
    assert dock.panel.findChildren(Task) == []
    assert QApplication.activeWindow() is window

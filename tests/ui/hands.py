"""What hands do in a window, for several test files: going to a cell by its key, typing over it, choosing in a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from strategy_studio.ui.document import Document
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.page_tabs import PageTabs
from strategy_studio.ui.workspace import Workspace


def space(window: MainWindow) -> Workspace:
    """The open plan on screen."""
    assert window.workspace is not None
    return window.workspace


def document(window: MainWindow) -> Document:
    """The open plan."""
    return space(window).document


def open_grid(window: MainWindow, worksheet: str) -> WorksheetGrid:
    """Open a worksheet by its underscored title and give its grid the keyboard."""
    space(window).open_worksheet(worksheet)
    grid = space(window).page.grid
    window.activateWindow()
    grid.setFocus()
    return grid


def row_of(grid: WorksheetGrid, key: str) -> int:
    """The id of the row of a key."""
    sheet = grid.worksheet().sheet
    return next(row for row in sheet.ids if sheet.key_text(row) == key)


def put(grid: WorksheetGrid, key: str, title: str) -> None:
    """Go to a cell by the key of its row."""
    assert grid.go_to(row_of(grid, key), title)


def type_text(qtbot: QtBot, grid: WorksheetGrid, text: str) -> None:
    """Type over the current cell and press Enter, key by key."""
    qtbot.keyClick(grid, text[0])
    field = QApplication.focusWidget()
    assert field is not None
    assert field is not grid
    for letter in text[1:]:
        qtbot.keyClick(field, letter)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def popup(qtbot: QtBot, open_it: Callable[[], object]) -> QMenu:
    """The menu that opens."""
    open_it()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, menu: QMenu, words: str) -> None:
    """Click on the entry of an open menu that begins with some words."""
    entry = entry_of(menu, words)
    assert entry.isEnabled()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


def entry_of(menu: QMenu, words: str) -> QAction:
    """The entry of a menu that begins with some words."""
    return next(action for action in menu.actions() if action.text().startswith(words))


def scenario_menu(qtbot: QtBot, window: MainWindow) -> QMenu:
    """The menu of scenarios, opened by the mouse."""
    button = window.status.scenario
    return popup(qtbot, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))


def choose_scenario(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Choose an entry of the menu of scenarios."""
    choose(qtbot, scenario_menu(qtbot, window), words)


def cell_menu(qtbot: QtBot, grid: WorksheetGrid) -> QMenu:
    """The menu of the current cell, as the right mouse button opens it."""
    place = grid.visualRect(grid.currentIndex()).center()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, grid.viewport().mapToGlobal(place))
    return popup(qtbot, lambda: QApplication.sendEvent(grid.viewport(), event))


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way: no clock of one stroke runs, all is laid out, what went is gone."""
    parts = (space(window), document(window))

    def still() -> bool:
        clocks = [clock for part in parts for clock in part.findChildren(QTimer)]
        return not any(clock.isActive() and clock.isSingleShot() for clock in clocks)

    QApplication.processEvents()
    qtbot.waitUntil(still, timeout=20_000)
    QApplication.processEvents()  # strokes that take no time are no clocks of the parts
    QApplication.sendPostedEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def whole(bar: PageTabs) -> bool:
    """Whether every tab on view, the current one among them, stands inside the bar and clear of the button."""
    end = bar.more.x() if bar.more.isVisible() else bar.width()
    seen = [bar.tabRect(at) for at in range(bar.count()) if bar.isTabVisible(at)]
    return bar.isTabVisible(bar.currentIndex()) and all(tab.left() >= 0 and tab.right() <= end for tab in seen)


def dialog(qtbot: QtBot, window: MainWindow) -> QDialog:
    """The dialog that is open over a window."""

    def shown() -> list[QDialog]:
        return [each for each in window.findChildren(QDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def answer(qtbot: QtBot, asked: QDialog, text: str) -> None:
    """Type a text into the only field of a dialog and press Enter."""
    field = asked.findChildren(QLineEdit)[0]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def press(qtbot: QtBot, inside: QWidget, words: str) -> None:
    """Click on the visible button that says, or is called, something that begins with the words."""

    def found() -> list[QPushButton]:
        buttons = [each for each in inside.findChildren(QPushButton) if each.isVisible()]
        return [each for each in buttons if each.text().startswith(words) or each.accessibleName().startswith(words)]

    qtbot.waitUntil(lambda: bool(found()))
    qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton, pos=QPoint(6, 6))

"""Keys reach what they are for wherever the keyboard is: find or run, menus, scenarios, editors, the formula bar."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from strategy_studio.model.changes import SetCells
from strategy_studio.ui.command_palette import CommandPalette
from strategy_studio.ui.commands import COMMANDS, MENUS
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

from . import hands
from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
PLACES = ("grid", "formula bar", "navigation", "map", "nothing")


def focus(window: MainWindow, place: str) -> QWidget:
    """Give the keyboard to a part of the window, or to nothing; where keys go then."""
    work = hands.space(window)
    window.activateWindow()
    if place == "map":
        work.open_map()
    elif not work.shows_grid:
        work.open_worksheet("Segments")
    parts: dict[str, QWidget] = {
        "grid": work.page.grid, "formula bar": work.page.bar.text, "navigation": work.navigation,
    }  # fmt: skip
    if place in parts:
        parts[place].setFocus()
    current = QApplication.focusWidget()
    if place == "nothing" and current is not None:
        current.clearFocus()
    return QApplication.focusWidget() or window


def palettes(window: MainWindow) -> list[CommandPalette]:
    return [each for each in window.findChildren(CommandPalette) if each.isVisible()]


def type_at_focus(qtbot: QtBot, words: str) -> None:
    """Type as a keyboard does: each letter goes to whatever has the keyboard then."""
    for letter in words:
        at = QApplication.focusWidget()
        assert at is not None
        qtbot.keyClick(at, letter)


def test_find_or_run_switches_the_theme(window: MainWindow, qtbot: QtBot) -> None:
    for words, theme in (("dark th", "Dark"), ("proj", "Projector"), ("light th", "Light")):
        window.tools.actions_by_name["go_anywhere"].trigger()
        type_at_focus(qtbot, words)
        field = QApplication.focusWidget()
        assert field is not None
        qtbot.keyClick(field, KEY.Key_Return)
        assert window.look.theme.name == theme


def test_find_or_run_takes_the_first_letter_each_time(window: MainWindow, qtbot: QtBot) -> None:
    for place in (*PLACES, *PLACES):
        at = focus(window, place)
        qtbot.keyClick(at, KEY.Key_K, CONTROL)
        type_at_focus(qtbot, "customer eq")  # at once, without waiting for anything
        (palette,) = palettes(window)
        assert palette.field.text() == "customer eq"
        qtbot.keyClick(palette.field, KEY.Key_Escape)
        assert palettes(window) == []
        if place != "nothing":
            assert QApplication.focusWidget() is at
    qtbot.keyClick(focus(window, "map"), KEY.Key_K, CONTROL)
    type_at_focus(qtbot, "customer eq")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert hands.space(window).page.name == "Customer_equity"


def test_find_or_run_is_there_once_inside_the_window_and_goes_with_the_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    grid = focus(window, "grid")
    qtbot.keyClick(grid, KEY.Key_K, CONTROL)
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_K, CONTROL)
    (palette,) = palettes(window)
    assert palette.field.hasFocus()
    assert window.rect().contains(palette.geometry())
    window.resize(1000, 640)
    qtbot.waitUntil(lambda: window.rect().contains(palette.geometry()))
    qtbot.mouseClick(hands.space(window).page.grid.viewport(), Qt.MouseButton.LeftButton)
    assert palettes(window) == []
    assert QApplication.focusWidget() is hands.space(window).page.grid


def test_find_or_run_takes_what_was_being_typed(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    row = grid.worksheet().ids[0]
    grid.go_to(row, "Customers")
    qtbot.keyClick(grid, "7")
    editor = QApplication.focusWidget()
    assert editor is not grid
    qtbot.keyClick(editor, KEY.Key_K, CONTROL)
    assert grid.worksheet().sheet.value(row, "Customers") == 7.0
    (palette,) = palettes(window)
    qtbot.keyClick(palette.field, KEY.Key_Escape)
    qtbot.waitUntil(grid.hasFocus)


def test_every_menu_opens_by_its_letter(window: MainWindow, qtbot: QtBot) -> None:
    for title, place in product(MENUS, PLACES):
        at = focus(window, place)
        qtbot.keyClick(at, getattr(KEY, f"Key_{title[0]}"), ALT)
        menu = QApplication.activePopupWidget()
        assert menu is window.tools.menus[title], place
        qtbot.keyClick(menu, KEY.Key_Escape)
        assert QApplication.activePopupWidget() is None


def test_scenarios_help_and_the_next_part_are_a_key_away(window: MainWindow, qtbot: QtBot) -> None:
    for place in PLACES:
        one_key_away(window, qtbot, place)


def one_key_away(window: MainWindow, qtbot: QtBot, place: str) -> None:
    menu = hands.popup(qtbot, lambda: qtbot.keyClick(focus(window, place), KEY.Key_S, ALT))
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Plan"
    qtbot.keyClick(menu, KEY.Key_Escape)
    qtbot.keyClick(focus(window, place), KEY.Key_F1)
    asked = hands.dialog(qtbot, window)
    qtbot.keyClick(asked, KEY.Key_Escape)
    assert not asked.isVisible()
    window.activateWindow()
    at = focus(window, place)
    qtbot.keyClick(at, KEY.Key_F6)
    assert QApplication.focusWidget() not in (None, at)


def test_no_two_commands_share_a_key_and_no_key_is_a_menus() -> None:
    keys = [QKeySequence(each.shortcut or each.shown).toString() for each in COMMANDS if each.shortcut or each.shown]
    assert len(set(keys)) == len(keys)
    assert not {f"Alt+{title[0]}" for title in MENUS} & set(keys)
    assert len({title[0] for title in MENUS}) == len(MENUS)


def test_a_dialog_that_ends_gives_the_keyboard_back(window: MainWindow, qtbot: QtBot) -> None:
    """Where no window manager does it, the window asks for it itself."""
    qtbot.keyClick(focus(window, "grid"), KEY.Key_F1)
    hands.dialog(qtbot, window).reject()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(hands.space(window).page.grid.hasFocus)


# the formula bar


def test_window_keys_are_not_eaten_by_the_formula_bar(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    grid.go_to(grid.worksheet().ids[0], "Customers")
    bar = hands.space(window).page.bar.text
    bar.setFocus()
    text = bar.text()
    bar.setCursorPosition(0)
    shortcut = window.tools.actions_by_name["export"]
    shortcut.triggered.disconnect()  # the question for a file is another test's
    asked: list[int] = []
    shortcut.triggered.connect(lambda: asked.append(1))
    qtbot.keyClick(bar, KEY.Key_E, CONTROL)
    assert asked == [1]
    assert bar.text() == text
    assert not window.findChildren(QFileDialog)


def test_undo_in_the_formula_bar_takes_back_typing_first_then_the_plan(
    window: MainWindow, grid_of: Opened, qtbot: QtBot
) -> None:
    grid, document = grid_of("Segments"), hands.document(window)
    row = grid.worksheet().ids[0]
    before = grid.worksheet().sheet.value(row, "Customers")
    document.apply(SetCells("Segments", {(row, "Customers"): 4242.0}))
    grid.go_to(row, "Customers")
    bar = hands.space(window).page.bar.text
    bar.setFocus()
    bar.end(False)
    qtbot.keyClicks(bar, "0")
    typed = bar.text()
    qtbot.keyClick(bar, KEY.Key_Z, CONTROL)
    assert bar.text() != typed
    assert grid.worksheet().sheet.value(row, "Customers") == 4242.0
    qtbot.keyClick(bar, KEY.Key_Z, CONTROL)
    assert grid.worksheet().sheet.value(row, "Customers") == before
    qtbot.keyClick(bar, KEY.Key_Y, CONTROL)
    assert grid.worksheet().sheet.value(row, "Customers") == 4242.0


def test_leaving_the_formula_bar_takes_what_was_typed(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    first, second = grid.worksheet().ids[:2]
    grid.go_to(first, "Customers")
    bar = hands.space(window).page.bar.text
    bar.setFocus()
    bar.selectAll()
    qtbot.keyClicks(bar, "1234")
    place = grid.visualRect(grid.worksheet().place(second, "Customers")).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert grid.worksheet().sheet.value(first, "Customers") == 1234.0
    assert grid.worksheet().row_id(grid.currentIndex().row()) == second
    bar.setFocus()
    bar.selectAll()
    qtbot.keyClicks(bar, "99")
    qtbot.keyClick(bar, KEY.Key_Escape)
    assert grid.worksheet().sheet.value(second, "Customers") != 99.0
    assert grid.hasFocus()


# words chosen from a list


def review(window: MainWindow) -> tuple[WorksheetGrid, QModelIndex]:
    """The decision of the first finding."""
    grid = hands.open_grid(window, "Strategy_review")
    document = hands.document(window)
    sheet = document.plan.sheet("Strategy_review")
    if not sheet.ids:
        grid.move_to(0, 0)
    row = grid.worksheet().ids[0]
    document.apply(SetCells("Strategy_review", {(row, "Decision"): None}))
    grid.go_to(row, "Decision")
    return grid, grid.currentIndex()


@pytest.mark.parametrize(
    ("typed", "keys", "taken"),
    [
        ("Ada", [KEY.Key_Return], "Adapt"),
        ("Drop", [KEY.Key_Return], "Drop"),
        ("a", [KEY.Key_Down, KEY.Key_Return], "Adapt"),
    ],
)
def test_one_enter_takes_a_word_while_the_list_is_open(
    window: MainWindow, qtbot: QtBot, typed: str, keys: list[Qt.Key], taken: str
) -> None:
    grid, index = review(window)
    row, column = index.row(), index.column()
    qtbot.keyClick(grid, typed[0])
    for letter in typed[1:]:
        qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), letter)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    for key in keys:
        qtbot.keyClick(QApplication.activePopupWidget(), key)
    qtbot.waitUntil(lambda: grid.state() == grid.State.NoState)
    assert grid.worksheet().index(row, column).data() == taken
    assert grid.currentIndex().row() == row + 1
    assert grid.hasFocus()


def test_menus_left_by_escape_twice_give_the_keyboard_back(grid_of: Opened, window: MainWindow, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    for _ in range(2):
        menu = hands.popup(qtbot, lambda: qtbot.keyClick(QApplication.focusWidget() or window, KEY.Key_I, ALT))
        qtbot.keyClick(menu, KEY.Key_Escape)
        qtbot.waitUntil(menu.isHidden)
    bar = QApplication.focusWidget()
    assert isinstance(bar, QMenuBar)
    qtbot.keyClick(bar, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.focusWidget() is grid)


def test_an_action_of_a_menu_opened_again_leaves_the_keyboard_with_the_page(
    grid_of: Opened, window: MainWindow, qtbot: QtBot
) -> None:
    grid = grid_of("Segments")
    menu = hands.popup(qtbot, lambda: qtbot.keyClick(grid, KEY.Key_E, ALT))
    qtbot.keyClick(menu, KEY.Key_Escape)
    qtbot.waitUntil(menu.isHidden)
    menu = hands.popup(qtbot, lambda: qtbot.keyClick(QApplication.focusWidget() or window, KEY.Key_E, ALT))
    menu.setActiveAction(hands.entry_of(menu, "Copy"))
    qtbot.keyClick(menu, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.focusWidget() is grid)

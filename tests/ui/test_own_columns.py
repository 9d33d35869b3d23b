"""A user's own columns and Figures in the window: added, edited in the formula bar, renamed, removed, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.header_menu import header_menu
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.own_dialog import OwnDialog

from . import hands
from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key


def dialog_of(window: MainWindow) -> OwnDialog:
    """The form on screen."""
    found = [each for each in window.findChildren(OwnDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def field(dialog: OwnDialog, words: str) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == words)


def add_column(qtbot: QtBot, window: MainWindow, title: str, formula: str = "") -> OwnDialog:
    """Insert, Column..., filled in with keys."""
    window.tools.actions_by_name["add_column"].trigger()
    dialog = dialog_of(window)
    qtbot.keyClicks(field(dialog, "Title"), title)
    qtbot.keyClicks(field(dialog, "Formula"), formula)
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    return dialog


def section(grid: WorksheetGrid, title: str) -> int:
    return [column.title for column in grid.worksheet().columns].index(title)


@pytest.fixture
def own(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> WorksheetGrid:
    """Segments with the own column Revenue per head."""
    grid = grid_of("Segments")
    assert grid.go_to(grid.worksheet().ids[1], "Revenue")
    add_column(qtbot, window, "Revenue per head", "=[@Revenue]/[@Customers]")
    return grid


def test_a_column_is_added_and_gone_to(own: WorksheetGrid, window: MainWindow) -> None:
    sheet = own.worksheet().sheet
    assert sheet.column("Revenue per head")[:2] == pytest.approx([180.0, 260.0])
    assert own.currentIndex().column() == section(own, "Revenue per head")
    assert own.currentIndex().row() == 1
    window.tools.actions_by_name["undo"].trigger()
    assert "Revenue per head" not in [column.title for column in own.worksheet().columns]


def test_a_refused_column_keeps_the_form_open_with_its_sentence(
    qtbot: QtBot, grid_of: Opened, window: MainWindow
) -> None:
    grid_of("Segments")
    dialog = add_column(qtbot, window, "Revenue")
    assert dialog.isVisible()
    assert dialog.sentence.text() == "Segments has a column Revenue already. Choose another title."
    field(dialog, "Title").setText("Per head")
    field(dialog, "Formula").setText(" = [@Revenue]/[@Custmers]")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert dialog.sentence.text().startswith("There is no column Custmers in Segments, at character 15.")
    dialog.reject()


def test_the_bar_edits_an_own_formula_as_one_step(own: WorksheetGrid, window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace is not None
    bar = window.workspace.page.bar
    assert bar.text.text() == "= [@Revenue]/[@Customers]"
    assert not bar.text.isReadOnly()
    qtbot.keyClick(own, KEY.Key_F2)
    assert window.focusWidget() is bar.text
    bar.text.selectAll()
    qtbot.keyClicks(bar.text, "= 2*[@Revenue]/[@Customers]")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert own.worksheet().sheet.column("Revenue per head")[0] == pytest.approx(360.0)
    assert window.workspace.document.session.undo_label == "Edit column Revenue per head"
    assert own.currentIndex().column() == section(own, "Revenue per head")
    window.tools.actions_by_name["undo"].trigger()
    assert own.worksheet().sheet.column("Revenue per head")[0] == pytest.approx(180.0)


def test_a_wrong_formula_stays_with_its_sentence_and_the_cursor_at_the_place(
    own: WorksheetGrid, window: MainWindow, qtbot: QtBot
) -> None:
    assert window.workspace is not None
    page = window.workspace.page
    page.bar.text.setFocus()
    page.bar.text.selectAll()
    qtbot.keyClicks(page.bar.text, "= [@Revenue]+")
    qtbot.keyClick(page.bar.text, KEY.Key_Return)
    shown = [each for each in page.findChildren(QLabel, "refusal") if each.isVisible()]
    assert [each.text() for each in shown] == ["I expected a value after +, at character 14."]
    assert shown[0].height() >= shown[0].heightForWidth(shown[0].width())
    assert page.bar.text.cursorPosition() == 13
    assert own.worksheet().sheet.column("Revenue per head")[0] == pytest.approx(180.0)
    qtbot.keyClick(page.bar.text, KEY.Key_Escape)
    assert page.bar.text.text() == "= [@Revenue]/[@Customers]"
    assert not shown[0].isVisible()


def test_a_declared_formula_is_read_only_and_says_why(grid_of: Opened, window: MainWindow, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    assert grid.go_to(grid.worksheet().ids[0], "Customer share")
    assert window.workspace is not None
    bar = window.workspace.page.bar
    assert bar.text.isReadOnly()
    assert bar.text.toolTip().startswith("The formula of Customer share belongs to the studio.")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert "Customer share" in [column.title for column in grid.worksheet().columns]


def test_the_header_menu_offers_only_own_columns_for_change(own: WorksheetGrid, window: MainWindow) -> None:
    def usable(title: str) -> list[str]:
        return [
            each.text() for each in header_menu(own, section(own, title)).actions() if each.isEnabled() and each.text()
        ]

    assert usable("Customers") == ["Add column..."]
    assert usable("Revenue per head") == ["Add column...", "Edit formula", "Rename column...", "Remove column"]
    remove = header_menu(own, section(own, "Revenue per head")).actions()[-1]
    remove.trigger()
    assert "Revenue per head" not in [column.title for column in own.worksheet().columns]


def test_renaming_is_asked_in_a_form_and_formulas_follow(own: WorksheetGrid, window: MainWindow, qtbot: QtBot) -> None:
    add_column(qtbot, window, "Twice", "2*[@Revenue per head]")
    menu = header_menu(own, section(own, "Revenue per head"))
    next(each for each in menu.actions() if each.text() == "Rename column...").trigger()
    dialog = dialog_of(window)
    field(dialog, "Title").clear()
    qtbot.keyClicks(field(dialog, "Title"), "Per head")
    qtbot.keyClick(field(dialog, "Title"), KEY.Key_Return)
    assert own.worksheet().sheet.column_named("Twice").formula == "2*[@Per head]"
    heard: list[str] = []
    own.worksheet().document.refused.connect(heard.append)
    header_menu(own, section(own, "Per head")).actions()[-1].trigger()
    assert len(heard) == 1
    assert "Twice" in heard[0]


def test_an_own_figure_is_added_edited_in_the_bar_and_removed(window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace is not None
    work = window.workspace
    window.tools.actions_by_name["add_figure"].trigger()
    dialog = dialog_of(window)
    qtbot.keyClicks(field(dialog, "Name"), "Top_revenue")
    qtbot.keyClicks(field(dialog, "Formula"), "MAX(Segments[Revenue])")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    plan, bar = work.document.plan, work.page.bar
    top = plan.value("Top_revenue")
    assert top == max(plan.sheet("Segments").column("Revenue"))  # type: ignore[type-var]
    assert bar.text.text() == "= MAX(Segments[Revenue])"
    bar.text.setText("= 2*MAX(Segments[Revenue])")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert plan.value("Top_revenue") == 2 * top  # type: ignore[operator]
    assert bar.text.text() == "= 2*MAX(Segments[Revenue])"
    remove = next(each for each in work.inspector.findChildren(QPushButton) if each.text() == "Remove this Figure")
    remove.click()
    assert "Top_revenue" not in plan.figures


def test_a_parameter_is_typed_in_the_bar(window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace is not None
    work = window.workspace
    work.page.explain_name.emit("Discount_rate")
    bar = work.page.bar
    bar.text.setText("14 %")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert work.document.plan.value("Discount_rate") == pytest.approx(0.14)
    bar.text.setText("much")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert work.document.plan.value("Discount_rate") == pytest.approx(0.14)
    assert "number or a percentage" in window.status.message.text()


def test_a_plan_with_own_columns_opens_again(
    own: WorksheetGrid, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show_start()
    with qtbot.waitSignal(window.opened, timeout=30_000):
        window.open_path(tmp_path / "plan.strategy")
    grid = hands.open_grid(window, "Segments")
    shown = grid.model().index(0, section(grid, "Revenue per head")).data()
    assert str(shown).startswith("180")


def test_a_form_begins_in_its_first_field_and_tab_goes_down(grid_of: Opened, window: MainWindow, qtbot: QtBot) -> None:
    grid_of("Segments")
    window.tools.actions_by_name["add_column"].trigger()
    dialog = dialog_of(window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field(dialog, "Title"))
    seen = []
    for _ in range(6):
        at = QApplication.focusWidget()
        assert at is not None
        seen.append(at.accessibleName() or getattr(at, "text", str)())
        qtbot.keyClick(at, KEY.Key_Tab)
    assert seen == ["Title", "Kind", "Unit", "Formula", "Cancel", "Add column"]
    dialog.reject()

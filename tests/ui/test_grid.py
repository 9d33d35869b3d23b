"""The grid under the keyboard: typing, moving, blocks, refusals, each gesture one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from strategy_studio.ui.grid_model import CellState, Role
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def put(grid: WorksheetGrid, key: str, title: str) -> None:
    """Go to a cell by the key of its row."""
    model = grid.worksheet()
    row = next(row for row in model.ids if model.sheet.key_text(row) == key)
    assert grid.go_to(row, title)


def value(grid: WorksheetGrid, key: str, title: str) -> object:
    sheet = grid.worksheet().sheet
    return sheet.value(next(row for row in sheet.ids if sheet.key_text(row) == key), title)


def editor(grid: WorksheetGrid, kind: type[QWidget] = QLineEdit) -> QWidget:
    """The open editor."""
    found = [each for each in grid.viewport().findChildren(kind) if each.isVisible() and each.property("filled")]
    assert len(found) == 1
    return found[0]


def type_text(qtbot: QtBot, grid: WorksheetGrid, text: str, end: Qt.Key = KEY.Key_Return) -> None:
    """Type over the current cell as a person does, key by key."""
    qtbot.keyClick(grid, text[0])
    field = QApplication.focusWidget()
    assert field is not None
    assert field is not grid
    for letter in text[1:]:
        qtbot.keyClick(field, letter)
    qtbot.keyClick(field, end)


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def place(grid: WorksheetGrid) -> tuple[int, str]:
    index = grid.currentIndex()
    return index.row(), grid.worksheet().columns[index.column()].title


def undo_label(window: MainWindow) -> str:
    assert window.workspace is not None
    return window.workspace.document.session.undo_label


def refusals(grid: WorksheetGrid) -> list[str]:
    """Collects every sentence told from now on."""
    heard: list[str] = []
    grid.worksheet().document.refused.connect(heard.append)
    return heard


def test_typing_over_changes_the_cell_and_goes_down(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Customers")
    type_text(qtbot, grid, "1300")
    assert value(grid, "Commuters", "Customers") == 1300.0
    assert place(grid) == (1, "Customers")
    assert undo_label(window) == "Edit Customers"


def test_tab_goes_right_and_shift_tab_back(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Customers")
    type_text(qtbot, grid, "1300", KEY.Key_Tab)
    assert place(grid) == (0, "Revenue")
    qtbot.keyClick(grid, KEY.Key_Backtab, SHIFT)
    assert place(grid) == (0, "Customers")


def test_f2_keeps_the_text_and_escape_leaves_it(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Families", "Customers")
    qtbot.keyClick(grid, KEY.Key_F2)
    field = editor(grid)
    assert isinstance(field, QLineEdit)
    assert field.text() == "700"
    qtbot.keyClick(field, "1")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert value(grid, "Families", "Customers") == 700.0


def test_an_arrow_ends_typing_but_moves_inside_the_text_after_f2(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Families", "Customers")
    type_text(qtbot, grid, "710", KEY.Key_Up)
    assert value(grid, "Families", "Customers") == 710.0
    assert place(grid) == (0, "Customers")
    qtbot.keyClick(grid, KEY.Key_F2)
    field = editor(grid)
    qtbot.keyClick(field, KEY.Key_Left)
    assert field.isVisible()
    qtbot.keyClick(field, KEY.Key_Escape)


def test_a_refused_entry_stays_open_with_its_sentence(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segment_CLV")
    put(grid, "Families", "Retention rate")
    before = undo_label(window)
    type_text(qtbot, grid, "much")
    field = editor(grid)
    assert isinstance(field, QLineEdit)
    assert field.text() == "much"
    sentence = grid.viewport().findChild(QLabel, "refusal")
    assert isinstance(sentence, QLabel)
    assert sentence.isVisible()
    assert sentence.text().startswith("Retention rate of Families needs a number or a percentage")
    assert undo_label(window) == before
    field.selectAll()
    qtbot.keyClicks(field, "71")
    qtbot.keyClick(field, KEY.Key_Return)
    assert value(grid, "Families", "Retention rate") == pytest.approx(0.71)
    assert not sentence.isVisible()


def test_a_computed_cell_says_why_it_cannot_be_typed_into(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    heard = refusals(grid)
    put(grid, "Families", "Customer share")
    qtbot.keyClick(grid, "5")
    assert heard
    assert "computed" in heard[0]
    assert grid.state() != WorksheetGrid.State.EditingState


def test_choices_are_offered_and_taken_by_their_first_letters(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Families", "Decision")
    qtbot.keyClick(grid, KEY.Key_F2)
    field = editor(grid, QComboBox)
    assert isinstance(field, QComboBox)
    assert [field.itemText(at) for at in range(field.count())] == ["Target", "Maintain", "Watch", "Leave"]
    field.setEditText("watch")
    qtbot.keyClick(field, KEY.Key_Return)
    assert value(grid, "Families", "Decision") == "Watch"


def test_a_long_text_takes_line_breaks(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Families", "Description")
    qtbot.keyClick(grid, KEY.Key_F2)
    field = editor(grid, QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    qtbot.keyClicks(field, "One")
    qtbot.keyClick(field, KEY.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(field, "Two")
    qtbot.keyClick(field, KEY.Key_Return)
    assert value(grid, "Families", "Description") == "One\nTwo"


def test_typing_below_the_last_row_adds_one(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    qtbot.keyClick(grid, KEY.Key_End, CONTROL)
    qtbot.keyClick(grid, KEY.Key_Home)
    assert place(grid) == (3, "Segment")
    type_text(qtbot, grid, "Tourists", KEY.Key_Tab)
    assert grid.worksheet().sheet.column("Segment") == ["Commuters", "Families", "Companies", "Tourists"]
    assert place(grid) == (3, "Description")
    assert undo_label(window) == "Add row"


def test_home_end_and_control_arrows(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Customers")
    qtbot.keyClick(grid, KEY.Key_Down, CONTROL)
    assert place(grid) == (2, "Customers")
    qtbot.keyClick(grid, KEY.Key_Down, CONTROL)
    assert place(grid) == (3, "Customers")
    qtbot.keyClick(grid, KEY.Key_Home, CONTROL)
    assert place(grid) == (0, "Segment")
    qtbot.keyClick(grid, KEY.Key_End)
    assert grid.currentIndex().column() == grid.model().columnCount() - 1


def test_shift_selects_a_block_that_is_copied_as_excel_reads_it(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Customers")
    qtbot.keyClick(grid, KEY.Key_Right, SHIFT)
    qtbot.keyClick(grid, KEY.Key_Right, SHIFT)
    qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    qtbot.keyClick(grid, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1200\t216000\t2%\n700\t182000\t5%\n"


def test_a_pasted_block_is_one_step(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Customers")
    clip('1,250\t"220,000"\r\n720\t190k\r\n')
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    assert [value(grid, key, "Customers") for key in ("Commuters", "Families")] == [1250.0, 720.0]
    assert [value(grid, key, "Revenue") for key in ("Commuters", "Families")] == [220_000.0, 190_000.0]
    assert undo_label(window) == "Paste 2 x 2 cells"
    window.tools.actions_by_name["undo"].trigger()
    assert value(grid, "Commuters", "Customers") == 1200.0
    assert value(grid, "Families", "Revenue") == 182_000.0


def test_a_paste_adds_the_rows_it_needs(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    put(grid, "Companies", "Segment")
    clip("Firms\tEmployers\nTourists\tGuests\nCouriers\n")
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    sheet = grid.worksheet().sheet
    assert sheet.column("Segment") == ["Commuters", "Families", "Firms", "Tourists", "Couriers"]
    window.tools.actions_by_name["undo"].trigger()
    assert sheet.column("Segment") == ["Commuters", "Families", "Companies"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("12\tmany\n", "needs an amount"), ("1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\n", "wider")],
)
def test_a_block_that_does_not_fit_changes_nothing(
    qtbot: QtBot, grid_of: Opened, window: MainWindow, text: str, words: str
) -> None:
    grid = grid_of("Segments")
    heard, before = refusals(grid), undo_label(window)
    put(grid, "Commuters", "Customers")
    if words == "wider":
        put(grid, "Commuters", "Segment")
        text = "x\tx\tMacro\t1\t1\t1\tWatch\tx\t1\t1\t1\t1\t1\n"
        clip(text)
        qtbot.keyClick(grid, KEY.Key_V, CONTROL)
        assert heard
    else:
        clip(text)
        qtbot.keyClick(grid, KEY.Key_V, CONTROL)
        assert words in heard[0]
    assert undo_label(window) == before
    assert value(grid, "Commuters", "Customers") == 1200.0


def test_one_copied_cell_fills_the_selection(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Growth")
    for _ in range(2):
        qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    clip("4%")
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    assert grid.worksheet().sheet.column("Growth") == pytest.approx([0.04, 0.04, 0.04])


def test_fill_down_delete_and_cut(qtbot: QtBot, grid_of: Opened, window: MainWindow) -> None:
    grid = grid_of("Segments")
    sheet = grid.worksheet().sheet
    put(grid, "Commuters", "Owner")
    for _ in range(2):
        qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    window.tools.actions_by_name["fill_down"].trigger()
    assert sheet.column("Owner") == ["Ben", "Ben", "Ben"]
    assert undo_label(window) == "Fill down Owner"
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert sheet.column("Owner") == [None, None, None]
    assert undo_label(window) == "Clear Owner"
    put(grid, "Families", "Growth")
    qtbot.keyClick(grid, KEY.Key_X, CONTROL)
    assert value(grid, "Families", "Growth") is None
    assert QGuiApplication.clipboard().text() == "5%\n"


def test_undo_and_redo_name_the_step(grid_of: Opened, window: MainWindow, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    put(grid, "Commuters", "Customers")
    type_text(qtbot, grid, "1")
    undo, redo = window.tools.actions_by_name["undo"], window.tools.actions_by_name["redo"]
    assert undo.text() == "Undo Edit Customers"
    undo.trigger()
    assert value(grid, "Commuters", "Customers") == 1200.0
    assert redo.text() == "Redo Edit Customers"
    redo.trigger()
    assert value(grid, "Commuters", "Customers") == 1.0


def test_states_of_cells(qtbot: QtBot, grid_of: Opened) -> None:
    grid = grid_of("Segment_CLV")
    put(grid, "Families", "Revenue per customer")
    qtbot.keyClick(grid, KEY.Key_Delete)
    model = grid.worksheet()
    index = grid.currentIndex()
    assert index.data(Role.STATE).content == "missing"
    margin = model.place(model.row_id(index.row()), "Margin")
    qtbot.waitUntil(lambda: margin.data(Role.STATE) == CellState("computed", "waits", ""))
    assert margin.data(Qt.ItemDataRole.ToolTipRole) == "Margin of Families waits for its Revenue per customer."
    key = model.index(index.row(), 0)
    assert key.data(Role.STATE).zone == "key"


def test_precedents_and_dependents_of_the_current_cell_are_tinted(grid_of: Opened) -> None:
    grid = grid_of("Segment_CLV")
    put(grid, "Families", "CLV")
    model, row = grid.worksheet(), grid.currentIndex().row()
    states = {each.title: model.index(row, at).data(Role.STATE).trace for at, each in enumerate(model.columns)}
    assert {title for title, trace in states.items() if trace == "prec"} == {"Margin", "Multiple"}
    assert {title for title, trace in states.items() if trace == "dep"} == {"CLV net", "Value ratio", "Segment value"}


def test_rows_of_a_generated_worksheet_follow_their_source(grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segment_CLV")
    heard = refusals(grid)
    put(grid, "Families", "Segment")
    qtbot.keyClick(grid, "x")
    assert heard == ["Segment in Segment CLV follows Segments. Change it there."]
    grid.remove_rows()
    assert len(heard) == 2


def test_insert_and_duplicate_rows(grid_of: Opened) -> None:
    grid = grid_of("Segments")
    put(grid, "Families", "Segment")
    grid.duplicate_rows()
    sheet = grid.worksheet().sheet
    assert sheet.column("Segment") == ["Commuters", "Families", "Families (2)", "Companies"]
    put(grid, "Companies", "Segment")
    grid.insert_row()
    assert sheet.column("Segment") == ["Commuters", "Families", "Families (2)", None, "Companies"]
    assert place(grid) == (3, "Segment")


def test_the_key_column_stays_when_the_grid_is_scrolled(grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segment_CLV")
    assert grid.frozen.width_of_columns() == 0
    qtbot.keyClick(grid, KEY.Key_End)
    assert grid.frozen.width_of_columns() == grid.columnWidth(0)
    for _ in range(25):
        qtbot.keyClick(grid, KEY.Key_Left)
        covered = grid.frozen.width_of_columns()
        assert (
            grid.frozen.covers(grid.currentIndex().column()) or grid.visualRect(grid.currentIndex()).left() >= covered
        )


def test_nothing_is_current_in_an_empty_fixed_place(grid_of: Opened) -> None:
    grid = grid_of("Segments")
    assert not grid.go_to(999_999, "Segment")
    assert grid.worksheet().value(99, 0) is None
    assert grid.worksheet().data(QModelIndex()) is None

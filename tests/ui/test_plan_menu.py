"""The Plan menu: versions are kept and opened as copies, scoring is chosen in one step, what is left over is listed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QRadioButton, QTableWidget
from pytestqt.qtbot import QtBot

import strategy_studio as studio
from strategy_studio.model.storage import Edit
from strategy_studio.ui.command_palette import CommandPalette
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.preset_dialog import is_in_force, presets_of
from strategy_studio.ui.versions_dialog import VersionsDialog

from . import hands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key


def run(window: MainWindow, qtbot: QtBot, name: str) -> QDialog:
    """The dialog that an action of the menu opens."""
    window.tools.actions_by_name[name].trigger()
    return hands.dialog(qtbot, window)


def customers(window: MainWindow) -> object:
    plan = hands.document(window).plan
    sheet = plan.sheet("Segments")
    return sheet.value(sheet.ids[0], "Customers")


def test_a_version_opens_as_a_copy_and_the_plan_keeps_its_edits(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before = customers(window)
    hands.document(window).session.storage.keep_version("Before the workshop")
    grid = hands.open_grid(window, "Segments")
    hands.put(grid, hands.document(window).plan.sheet("Segments").key_text(grid.worksheet().ids[0]), "Customers")
    hands.type_text(qtbot, grid, "4321")
    assert customers(window) == 4321.0
    listed = run(window, qtbot, "versions")
    assert isinstance(listed, VersionsDialog)
    table = listed.findChildren(QTableWidget)[0]
    names = [table.item(at, 0).text() for at in range(table.rowCount())]
    assert "Before the workshop" in names
    table.selectRow(names.index("Before the workshop"))
    with qtbot.waitSignal(window.opened, timeout=30_000):
        hands.press(qtbot, listed, "Open a copy")
    assert customers(window) == before
    assert "Before the workshop" in window.windowTitle()
    again = tmp_path / "plan.strategy"
    with studio.open(again) as plan:
        assert plan.worksheet("Segments").column("Customers")[0] == 4321.0


def test_without_a_version_the_dialog_says_how_to_keep_one(window: MainWindow, qtbot: QtBot) -> None:
    listed = run(window, qtbot, "versions")
    words = " ".join(each.text() for each in listed.findChildren(QLabel))
    assert listed.findChildren(QTableWidget)[0].rowCount() == 0
    assert "Keep a version" in words
    qtbot.keyClick(listed, KEY.Key_Escape)
    assert not listed.isVisible()


def test_scoring_is_one_step_and_undo_takes_it_back(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    presets = presets_of(document.plan)
    other = next(preset for preset in presets if not is_in_force(document.plan, preset))
    before = {name: document.plan.value(name) for name, _ in other.parameters}
    asked = run(window, qtbot, "scoring")
    choices = {each.text(): each for each in asked.findChildren(QRadioButton)}
    assert list(choices) == [preset.title for preset in presets]
    choices[other.title].click()
    hands.press(qtbot, asked, "Apply")
    assert is_in_force(document.plan, other)
    assert other.title in window.status.message.text()
    assert document.session.undo_label == f"Apply {other.title}"
    document.undo()
    assert {name: document.plan.value(name) for name in before} == before


def test_the_preset_in_force_is_chosen_first(window: MainWindow, qtbot: QtBot) -> None:
    plan = hands.document(window).plan
    asked = run(window, qtbot, "scoring")
    checked = next(each for each in asked.findChildren(QRadioButton) if each.isChecked())
    in_force = [preset.title for preset in presets_of(plan) if is_in_force(plan, preset)]
    assert not in_force or checked.text() in in_force


def test_left_over_is_offered_only_when_there_is_any(
    empty_window: MainWindow, qtbot: QtBot, teaching_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "older.strategy"
    shutil.copy(teaching_file, path)
    with studio.open(path) as plan:
        row = plan.worksheet("Segments").rows()[0]
        session = plan.session
        edit = Edit("row", row, {"cells": {"Mascot": None}}, {"cells": {"Mascot": "Heron"}})
        session.storage.commit("As an older studio wrote it", "test", [edit], 10**6)
    with qtbot.waitSignal(empty_window.opened, timeout=30_000):
        empty_window.open_path(path)
    action = empty_window.tools.actions_by_name["left_over"]
    assert action.isVisible()
    shown = run(empty_window, qtbot, "left_over")
    text = shown.findChildren(QPlainTextEdit)[0]
    assert "Mascot" in text.toPlainText()
    assert "Heron" in text.toPlainText()
    assert text.isReadOnly()


def test_nothing_left_over_is_no_entry_anywhere(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.tools.actions_by_name["left_over"].isVisible()
    window.tools.actions_by_name["go_anywhere"].trigger()
    asked = window.findChild(CommandPalette)
    assert isinstance(asked, CommandPalette)
    field = asked.findChildren(QLineEdit)[0]
    qtbot.keyClicks(field, "left over")
    qtbot.keyClick(field, KEY.Key_Return)
    assert not [each for each in window.findChildren(QDialog) if each.windowTitle() == "Left over"]


def test_scoring_that_changes_nothing_says_so(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    for expected in ("is scored by", "Nothing changed"):
        asked = run(window, qtbot, "scoring")
        last = asked.findChildren(QRadioButton)[-1]
        last.click()
        hands.press(qtbot, asked, "Apply")
        assert expected in window.status.message.text()
        assert last.text() in window.status.message.text()
    assert document.session.undo_label == f"Apply {last.text()}"
    document.undo()
    assert document.session.undo_label != f"Apply {last.text()}"

"""Scenarios under the hands: choosing one, typing under it, following the plan again, and what becomes of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from strategy_studio.model.scenario_changes import AddScenario
from strategy_studio.ui.grid_model import CellState, Role
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

from . import hands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def grid(window: MainWindow) -> WorksheetGrid:
    """The grid of a worksheet with inputs, without some values."""
    grid = hands.open_grid(window, "Segment_CLV")
    grid.go_to(grid.worksheet().ids[0], "Retention rate")
    return grid


def key(grid: WorksheetGrid, place: int = 0) -> str:
    model = grid.worksheet()
    return model.sheet.key_text(model.ids[place])


def planned(grid: WorksheetGrid, place: int, title: str) -> object:
    model = grid.worksheet()
    return model.document.plan.sheet(model.worksheet).value(model.ids[place], title)


def under(grid: WorksheetGrid, scenario: str, place: int, title: str) -> object:
    model = grid.worksheet()
    return model.document.plan.sheet(model.worksheet, scenario).value(model.ids[place], title)


def state(grid: WorksheetGrid, title: str, place: int = 0) -> CellState:
    model = grid.worksheet()
    found: CellState = model.place(model.ids[place], title).data(Role.STATE)
    return found


def new_scenario(qtbot: QtBot, window: MainWindow, name: str = "Downturn") -> None:
    hands.choose_scenario(qtbot, window, "New scenario")
    hands.answer(qtbot, hands.dialog(qtbot, window), name)
    qtbot.waitUntil(lambda: hands.document(window).scenario == name)
    hands.space(window).page.grid.setFocus()


def test_measured_values_are_typed_under_actual_and_the_plan_stays(
    window: MainWindow, grid: WorksheetGrid, qtbot: QtBot
) -> None:
    before, clv = planned(grid, 0, "Retention rate"), planned(grid, 0, "CLV")
    hands.choose_scenario(qtbot, window, "Actual")
    band = hands.space(window).band
    assert band.isVisible()
    assert "the plan stays as it is" in band.sentence.text()
    assert window.status.scenario.text() == "Scenario: Actual"
    hands.put(grid, key(grid), "Retention rate")
    hands.type_text(qtbot, grid, "61 %")
    assert planned(grid, 0, "Retention rate") == before
    assert under(grid, "Actual", 0, "Retention rate") == 0.61
    assert grid.worksheet().value(0, grid.worksheet().place(grid.worksheet().ids[0], "CLV").column()) != clv
    assert hands.document(window).session.undo_label == "Edit Retention rate under Actual"
    assert state(grid, "Retention rate").scenario == "changed"
    assert state(grid, "CLV").scenario == "follows"
    tip = grid.worksheet().place(grid.worksheet().ids[0], "Retention rate").data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Plan: ")
    assert tip.endswith("%")
    hands.press(qtbot, band, "Back to the plan")
    assert not band.isVisible()
    assert state(grid, "Retention rate").scenario == ""
    assert grid.worksheet().value(0, grid.currentIndex().column()) == planned(grid, 0, "Retention rate")


def test_undo_takes_an_edit_under_a_scenario_back(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    hands.choose_scenario(qtbot, window, "Actual")
    hands.put(grid, key(grid), "Retention rate")
    hands.type_text(qtbot, grid, "61 %")
    assert window.tools.actions_by_name["undo"].text() == "Undo Edit Retention rate under Actual"
    window.tools.actions_by_name["undo"].trigger()
    assert "Actual" not in hands.document(window).plan.scenarios
    assert hands.document(window).scenario == "Actual"  # it is always there to be typed into
    assert state(grid, "Retention rate").scenario == ""
    window.tools.actions_by_name["redo"].trigger()
    assert under(grid, "Actual", 0, "Retention rate") == 0.61


def test_paste_fill_and_delete_go_to_the_scenario(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    new_scenario(qtbot, window)
    before = [planned(grid, place, "Retention rate") for place in range(3)]
    hands.put(grid, key(grid, 0), "Retention rate")
    QGuiApplication.clipboard().setText("51%\n52%\n")
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    assert [under(grid, "Downturn", place, "Retention rate") for place in (0, 1)] == [0.51, 0.52]
    assert hands.document(window).session.undo_label.endswith("under Downturn")
    hands.put(grid, key(grid, 1), "Retention rate")
    qtbot.keyClick(grid, KEY.Key_D, CONTROL)
    assert under(grid, "Downturn", 1, "Retention rate") == 0.51
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert under(grid, "Downturn", 1, "Retention rate") is None
    assert hands.document(window).session.undo_label == "Clear Retention rate under Downturn"
    assert [planned(grid, place, "Retention rate") for place in range(3)] == before


def test_keys_and_rows_stay_as_they_are_under_a_scenario(window: MainWindow, qtbot: QtBot) -> None:
    grid = hands.open_grid(window, "Segments")
    new_scenario(qtbot, window)
    rows, name = list(grid.worksheet().ids), key(grid)
    assert grid.worksheet().rowCount() == len(rows)  # no empty row to type into
    hands.put(grid, name, "Segment")
    qtbot.keyClick(grid, "X")
    assert key(grid) == name
    assert window.status.message.text()
    for action in ("insert_row", "duplicate_rows", "remove_rows"):
        window.status.tell("")
        window.tools.actions_by_name[action].trigger()
        assert window.status.message.text().startswith("Downturn changes cells, not rows.")
    hands.put(grid, key(grid, len(rows) - 1), "Customers")
    QGuiApplication.clipboard().setText("1\n2\n")
    qtbot.keyClick(grid, KEY.Key_V, CONTROL)
    assert grid.worksheet().document.plan.sheet("Segments").ids == rows
    assert "Downturn" in window.status.message.text()


def test_a_changed_cell_follows_the_plan_again(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    new_scenario(qtbot, window)
    hands.put(grid, key(grid), "Retention rate")
    hands.type_text(qtbot, grid, "61 %")
    hands.put(grid, key(grid), "Retention rate")
    hands.choose(qtbot, hands.cell_menu(qtbot, grid), "Follow the plan again")
    assert state(grid, "Retention rate").scenario == ""
    assert under(grid, "Downturn", 0, "Retention rate") == planned(grid, 0, "Retention rate")
    assert hands.document(window).session.undo_label == "Reset Retention rate under Downturn"
    menu = hands.cell_menu(qtbot, grid)
    assert not hands.entry_of(menu, "Follow the plan again").isEnabled()
    menu.close()


def test_a_value_measured_as_planned_is_a_measured_value(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    hands.choose_scenario(qtbot, window, "Actual")
    hands.put(grid, key(grid), "Retention rate")
    hands.choose(qtbot, hands.cell_menu(qtbot, grid), "Measured as planned")
    layer = hands.document(window).plan.scenarios["Actual"].layer
    assert list(layer.values()) == [planned(grid, 0, "Retention rate")]
    assert state(grid, "Retention rate").scenario == "changed"


def test_a_parameter_is_changed_under_the_scenario(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    new_scenario(qtbot, window)
    plan = hands.document(window).plan
    before = plan.value("Discount_rate")
    bar = hands.space(window).page.bar
    hands.space(window).page.show_name("Discount_rate")
    bar.edit()
    bar.text.selectAll()
    qtbot.keyClicks(bar.text, "23%")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert (plan.value("Discount_rate"), plan.value("Discount_rate", "Downturn")) == (before, 0.23)
    assert hands.document(window).session.undo_label == "Edit Discount_rate under Downturn"
    hands.space(window).inspector.show_name("Discount_rate")
    told = [each.text() for each in hands.space(window).inspector.findChildren(QLabel)]
    assert any(text.startswith("Plan: ") for text in told)


def test_the_arrow_keys_begin_at_the_scenario_on_view(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    choose = window.tools.actions_by_name["choose_scenario"]
    menu = hands.popup(qtbot, choose.trigger)
    qtbot.keyClick(menu, KEY.Key_Down)
    qtbot.keyClick(menu, KEY.Key_Return)
    assert hands.document(window).scenario == "Actual"
    menu = hands.popup(qtbot, choose.trigger)
    qtbot.keyClick(menu, KEY.Key_Up)
    qtbot.keyClick(menu, KEY.Key_Return)
    assert hands.document(window).scenario == ""


def test_the_last_change_of_a_measured_cell_is_told_as_the_plans(
    window: MainWindow, grid: WorksheetGrid, qtbot: QtBot
) -> None:
    def told() -> list[str]:
        return [each.text() for each in hands.space(window).inspector.findChildren(QLabel)]

    qtbot.waitUntil(lambda: "Last change" in told())
    hands.choose_scenario(qtbot, window, "Actual")
    hands.put(grid, key(grid), "Retention rate")
    hands.type_text(qtbot, grid, "61 %")
    hands.put(grid, key(grid), "Retention rate")
    qtbot.waitUntil(lambda: "Last change in the plan" in told())


def test_scenarios_are_renamed_copied_discarded_and_come_back(
    window: MainWindow, grid: WorksheetGrid, qtbot: QtBot
) -> None:
    document = hands.document(window)
    new_scenario(qtbot, window)
    hands.put(grid, key(grid), "Retention rate")
    hands.type_text(qtbot, grid, "61 %")
    hands.choose_scenario(qtbot, window, "Rename")
    hands.answer(qtbot, hands.dialog(qtbot, window), "Slump")
    qtbot.waitUntil(lambda: document.scenario == "Slump")
    hands.choose_scenario(qtbot, window, "Duplicate")
    hands.answer(qtbot, hands.dialog(qtbot, window), "Deep slump")
    qtbot.waitUntil(lambda: document.scenario == "Deep slump")
    assert document.plan.scenarios["Deep slump"].layer == document.plan.scenarios["Slump"].layer
    hands.choose_scenario(qtbot, window, "Discard")
    assert (document.scenario, list(document.plan.scenarios)) == ("", ["Slump"])
    assert document.session.undo_label == "Discard scenario Deep slump"
    document.undo()
    assert list(document.plan.scenarios) == ["Slump", "Deep slump"]
    for _ in range(4):
        document.undo()
    assert list(document.plan.scenarios) == []


def test_a_name_that_is_taken_keeps_the_question_open(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    document.session.apply(AddScenario("Downturn"))
    hands.choose_scenario(qtbot, window, "New scenario")
    asked = hands.dialog(qtbot, window)
    hands.answer(qtbot, asked, "downturn")
    assert asked.isVisible()
    assert any("already" in each.text() for each in asked.findChildren(QLabel))
    assert document.scenario == ""
    asked.reject()


def test_merging_is_one_step_and_goes_back_to_the_plan(window: MainWindow, grid: WorksheetGrid, qtbot: QtBot) -> None:
    document, before = hands.document(window), planned(grid, 0, "Retention rate")
    new_scenario(qtbot, window)
    hands.put(grid, key(grid), "Retention rate")
    hands.type_text(qtbot, grid, "61 %")
    hands.choose_scenario(qtbot, window, "Merge into the plan")
    assert (document.scenario, len(document.plan.scenarios)) == ("", 0)
    assert planned(grid, 0, "Retention rate") == 0.61
    document.undo()
    assert planned(grid, 0, "Retention rate") == before
    assert under(grid, "Downturn", 0, "Retention rate") == 0.61


def test_the_plan_is_on_view_again_when_undo_takes_the_scenario_away(window: MainWindow, qtbot: QtBot) -> None:
    new_scenario(qtbot, window)
    window.tools.actions_by_name["undo"].trigger()
    assert hands.document(window).scenario == ""
    assert window.status.scenario.text() == "Scenario: Plan"
    assert not hands.space(window).band.isVisible()


def test_the_model_answers_qt_rightly_while_scenarios_change(window: MainWindow, qtbot: QtBot) -> None:
    grid = hands.open_grid(window, "Segments")
    QAbstractItemModelTester(grid.model(), FATAL)
    grid.go_to(grid.worksheet().ids[1], "Customers")
    for name in ("Actual", "", "Actual"):
        hands.document(window).show_scenario(name)
        assert grid.currentIndex() == grid.worksheet().place(grid.worksheet().ids[1], "Customers")
    assert not grid.grab().isNull()


def test_the_scenario_menu_opens_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    grid = hands.open_grid(window, "Segments")
    menu = hands.popup(qtbot, lambda: qtbot.keyClick(grid, KEY.Key_S, Qt.KeyboardModifier.AltModifier))
    assert hands.entry_of(menu, "Plan").isChecked()
    menu.close()

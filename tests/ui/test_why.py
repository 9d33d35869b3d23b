"""Why a number differs, asked in the window: the answer adds up, leads to its cells, and never holds an edit up."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from strategy_studio.model.changes import SetCells
from strategy_studio.model.inputs import Cell, upstream_inputs
from strategy_studio.model.own_changes import CloseRound
from strategy_studio.model.scenario_changes import SetScenarioCells
from strategy_studio.ui.background import Task
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.why_panel import WhyPanel
from strategy_studio.ui.why_question import comparisons

from . import hands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


def measure(window: MainWindow, scenario: str = "Actual", by: float = 0.9) -> None:
    """Measure every retention rate, and one margin input, lower than planned."""
    document = hands.document(window)
    sheet = document.plan.sheet("Segment_CLV")
    cells: dict[tuple[int, str], object] = {}
    for row in sheet.ids:
        value = sheet.value(row, "Retention rate")
        if isinstance(value, float):
            cells[row, "Retention rate"] = value * by
    assert len(cells) > 1
    document.session.apply(SetScenarioCells(scenario, "Segment_CLV", cells))


def ask(window: MainWindow, qtbot: QtBot) -> WhyPanel:
    """Ask with the key, and wait for the answer."""
    grid = hands.space(window).page.grid
    grid.setFocus()
    panel = hands.space(window).why.panel
    with qtbot.waitSignal(panel.answered, timeout=20_000):
        qtbot.keyClick(grid, KEY.Key_W, ALT)
    QApplication.sendPostedEvents()  # what was made for the answer is on view
    return panel


def number(text: str) -> float:
    """The number in a text of the table."""
    digits = "".join(re.findall(r"[\d.]", text.replace("EUR", "").replace("\u202f", "")))
    return -float(digits) if "−" in text else float(digits)


def shares(panel: WhyPanel) -> list[QPushButton]:
    return [each for each in panel.findChildren(QPushButton) if each.property("share") and each.isVisible()]


def test_the_shares_add_up_to_the_difference(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    plan = hands.document(window).plan
    hands.space(window).open_worksheet("Customer_equity")
    hands.space(window).page.show_name("Customer_equity_total")
    panel = ask(window, qtbot)
    planned, actual = plan.value("Customer_equity_total"), plan.value("Customer_equity_total", "Actual")
    assert isinstance(planned, float)
    assert isinstance(actual, float)
    assert actual < planned
    assert panel.choice.currentText() == "Plan → Actual"
    effects = [number(each.accessibleName().rsplit(", ", 1)[1]) for each in shares(panel)]
    assert sum(effects) == pytest.approx(actual - planned, abs=0.01 * len(effects))
    assert "instead of" in panel.headline.text()
    qtbot.waitUntil(lambda: not panel.picture.pixmap().isNull(), timeout=20_000)
    assert panel.picture.accessibleName().startswith(panel.headline.text())


def test_each_share_is_a_click_from_its_cell(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    grid = hands.open_grid(window, "Segment_CLV")
    grid.go_to(grid.worksheet().ids[1], "CLV")
    panel = ask(window, qtbot)
    found = shares(panel)
    assert len(found) == 1
    hands.open_grid(window, "Segments")
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    shown = hands.space(window).page.grid
    assert hands.space(window).page.name == "Segment_CLV"
    assert shown.worksheet().columns[shown.currentIndex().column()].title == "Retention rate"
    assert shown.worksheet().row_id(shown.currentIndex().row()) == shown.worksheet().ids[1]


def test_an_edit_under_the_open_question_answers_it_again(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    grid = hands.open_grid(window, "Segment_CLV")
    row = grid.worksheet().ids[1]
    grid.go_to(row, "CLV")
    panel = ask(window, qtbot)
    first = panel.headline.text()
    grid.go_to(row, "Retention rate")
    with qtbot.waitSignal(panel.answered, timeout=20_000):
        hands.type_text(qtbot, grid, "99 %")
    assert panel.headline.text() != first


def test_edits_come_first_while_the_answer_is_worked_out(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    document = hands.document(window)
    grid = hands.open_grid(window, "Segment_CLV")
    row = grid.worksheet().ids[1]
    grid.go_to(row, "CLV")
    panel = hands.space(window).why.panel
    for step in range(8):  # each edit stops the work that has just begun
        hands.space(window).ask_why()
        value = 0.5 + step / 100
        assert document.apply(SetCells("Segment_CLV", {(row, "Retention rate"): value}))
        assert grid.worksheet().sheet.value(row, "Retention rate") == value
    qtbot.waitUntil(lambda: panel.answer is not None, timeout=20_000)
    assert panel.answer is not None
    clv = document.plan.sheet("Segment_CLV").value(row, "CLV")
    assert panel.answer.attribution.before == clv


def test_a_refused_edit_does_not_lose_the_answer(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    grid = hands.open_grid(window, "Segment_CLV")
    row = grid.worksheet().ids[1]
    grid.go_to(row, "CLV")
    panel = hands.space(window).why.panel
    hands.space(window).ask_why()
    assert not hands.document(window).apply(SetCells("Segment_CLV", {(row, "CLV"): 1.0}))
    qtbot.waitUntil(lambda: panel.answer is not None, timeout=20_000)


def test_cancel_ends_the_work_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    grid = hands.open_grid(window, "Segment_CLV")
    grid.go_to(grid.worksheet().ids[1], "CLV")
    hands.space(window).ask_why()
    panel = hands.space(window).why.panel
    panel.cancel()
    qtbot.waitUntil(lambda: panel.findChildren(Task) == [], timeout=20_000)
    assert panel.answer is None
    assert panel.headline.text().startswith("The explanation was stopped.")


@pytest.mark.parametrize(
    ("column", "sentence"),
    [("Retention rate", "is typed, so nothing stands behind it"), ("CLV", "There is nothing to compare")],
)
def test_what_cannot_be_asked_is_a_sentence(window: MainWindow, qtbot: QtBot, column: str, sentence: str) -> None:
    grid = hands.open_grid(window, "Segment_CLV")
    while hands.document(window).plan.rounds:  # a sample may begin with closed rounds
        hands.document(window).undo()
    grid.go_to(grid.worksheet().ids[1], column)
    panel = ask(window, qtbot)
    assert sentence in panel.headline.text()
    assert shares(panel) == []


def test_an_empty_number_is_named_with_what_it_waits_for(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    grid = hands.open_grid(window, "Segment_CLV")
    row = grid.worksheet().ids[1]
    grid.go_to(row, "CLV")
    document.apply(SetScenarioCells("Actual", "Segment_CLV", {(row, "Revenue per customer"): None}))
    panel = ask(window, qtbot)
    assert "empty" in panel.headline.text()
    assert shares(panel) == []


def test_nothing_upstream_differs_is_said(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    plan = hands.document(window).plan
    hands.open_grid(window, "Segment_CLV")
    alone = next(
        name
        for name in plan.figures
        if isinstance(plan.value(name), float)
        and "Segment_CLV[Retention rate]" not in upstream_inputs(plan, [Cell(name)])
    )
    hands.space(window).page.show_name(alone)
    panel = ask(window, qtbot)
    assert panel.headline.text().startswith(f"Nothing upstream of {alone.replace('_', ' ')} differs")
    assert shares(panel) == []


def test_inputs_without_effect_are_named(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    grid = hands.open_grid(window, "Segment_CLV")
    first, second = grid.worksheet().ids[:2]
    document.apply(SetScenarioCells("Actual", "Segment_CLV", {(first, "Retention rate"): 0.5}))
    grid.go_to(second, "CLV")
    panel = ask(window, qtbot)
    assert "before and after, though inputs upstream differ" in panel.headline.text()


def test_the_scenario_on_view_and_closed_rounds_can_be_compared(window: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(window)
    document.session.apply(CloseRound("2040 H1"))
    measure(window)
    measure(window, "Downturn", 0.8)
    document.show_scenario("Downturn")
    grid = hands.open_grid(window, "Segment_CLV")
    row = grid.worksheet().ids[1]
    document.session.apply(SetCells("Segment_CLV", {(row, "Revenue per customer"): 1.0}))
    grid.go_to(row, "CLV")
    panel = ask(window, qtbot)
    words = [panel.choice.itemText(at) for at in range(panel.choice.count())]
    assert words[:3] == ["Plan → Downturn", "Plan → Actual", "Since round 2040 H1"]
    assert words == [each.words for each in comparisons(document.plan, "Downturn")]
    with qtbot.waitSignal(panel.answered, timeout=20_000):
        panel.choice.setFocus()
        qtbot.keyClick(panel.choice, KEY.Key_Down)
        qtbot.keyClick(panel.choice, KEY.Key_Down)
    assert panel.choice.currentText() == words[2]
    QApplication.sendPostedEvents()
    names = [each.accessibleName() for each in shares(panel)]
    assert any("Revenue per customer" in name for name in names)


def test_the_panel_closes_and_the_inspector_asks_too(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    grid = hands.open_grid(window, "Segment_CLV")
    grid.go_to(grid.worksheet().ids[1], "CLV")
    work = hands.space(window)
    work.inspector.setVisible(True)
    qtbot.waitUntil(lambda: any(each.text() == "Why?" for each in work.inspector.findChildren(QPushButton)))
    with qtbot.waitSignal(work.why.panel.answered, timeout=20_000):
        hands.press(qtbot, work.inspector, "Why?")
    assert any(label.text() == "Together" for label in work.why.panel.findChildren(QLabel))
    hands.press(qtbot, work.why, "Close")
    assert work.why.isHidden()
    assert grid.hasFocus()


def test_closing_the_window_while_the_answer_is_worked_out(window: MainWindow, qtbot: QtBot) -> None:
    measure(window)
    grid = hands.open_grid(window, "Segment_CLV")
    grid.go_to(grid.worksheet().ids[1], "CLV")
    hands.space(window).ask_why()
    window.close()
    assert window.workspace is None

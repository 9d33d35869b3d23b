"""Rounds in the window: closing one, looking back, taking what it suggests, and the whole loop on the sample."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from strategy_studio.model.own_changes import CloseRound
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.round_dialog import next_name
from strategy_studio.ui.rounds_dialog import RoundsDialog
from tests.model.walks import state_of

from . import hands

pytest_plugins = ("tests.plans",)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
OBJECTIVE, SEGMENT, KPI = "Grow customer equity", "Affluent professionals", "Customer equity"


@pytest.fixture
def large(qtbot: QtBot, empty_window: MainWindow, sample_file: Path, tmp_path: Path) -> MainWindow:
    """A window with a copy of the large sample open."""
    path = tmp_path / "large.strategy"
    shutil.copy(sample_file, path)
    with qtbot.waitSignal(empty_window.opened, timeout=30_000):
        empty_window.open_path(path)
    return empty_window


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("2027 H1", "2027 H2"), ("2026 H2", "2027 H1"), ("2026 Q4", "2027 Q1"), ("2026-Q3", "2026-Q4"),
        ("Round 9", "Round 10"), ("2026", "2027"), ("R09 spring", "R10 spring"), ("First", ""), ("", ""),
        ("2026 H4", "2026 H5"),
    ],
)  # fmt: skip
def test_the_next_name_is_proposed(last: str, name: str) -> None:
    assert next_name(last) == name


def held(window: MainWindow, worksheet: str, key: str, title: str, scenario: str = "") -> object:
    sheet = hands.document(window).plan.sheet(worksheet, scenario)
    return sheet.value(next(row for row in sheet.ids if sheet.key_text(row) == key), title)


def texts(inside: object) -> str:
    return "\n".join(each.text() for each in inside.findChildren(QLabel))  # type: ignore[attr-defined]


def close_round(window: MainWindow, qtbot: QtBot, name: str = "") -> str:
    """Close the round by its dialog; the words of the dialog."""
    window.tools.actions_by_name["close_round"].trigger()
    asked = hands.dialog(qtbot, window)
    words = texts(asked)
    if name:
        hands.answer(qtbot, asked, name)
    else:
        hands.press(qtbot, asked, "Close round")
    qtbot.waitUntil(lambda: hands.space(window).news.isVisible())
    return words


def test_closing_says_what_is_kept_and_undo_takes_it_back(large: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(large)
    start, rounds = state_of(document.plan), len(document.plan.rounds)
    last = document.plan.rounds[-1].name
    words = close_round(large, qtbot)
    assert "values of the plan are kept as they stand" in words
    assert "Still open" in words
    assert [each.name for each in document.plan.rounds[rounds:]] == [next_name(last)]
    assert document.session.undo_label == f"Close round {next_name(last)}"
    news = hands.space(large).news
    assert re.search(r"suggestions? waits?: Strategy objectives \(\d+\)", news.sentence.text())
    large.tools.actions_by_name["undo"].trigger()
    assert not news.isVisible()
    assert state_of(document.plan) == start


def test_a_name_that_was_used_keeps_the_question_open(window: MainWindow, qtbot: QtBot) -> None:
    hands.document(window).session.apply(CloseRound("2040 H1"))
    window.tools.actions_by_name["close_round"].trigger()
    asked = hands.dialog(qtbot, window)
    hands.answer(qtbot, asked, "2040 h1")
    assert asked.isVisible()
    assert "is closed already" in texts(asked)
    asked.reject()
    assert [each.name for each in hands.document(window).plan.rounds][-1] == "2040 H1"


def test_closed_rounds_are_listed_and_two_compared(large: MainWindow, qtbot: QtBot) -> None:
    plan = hands.document(large).plan
    large.tools.actions_by_name["rounds"].trigger()
    shown = hands.dialog(qtbot, large)
    assert isinstance(shown, RoundsDialog)
    assert all(closed.name in texts(shown) for closed in plan.rounds)
    first, second = shown.findChildren(QComboBox)
    first.setCurrentIndex(0)
    second.setCurrentIndex(1)
    told = [shown.table.item(row, 0).text() for row in range(shown.table.rowCount())]
    differing = [
        name.replace("_", " ")
        for name in plan.figures
        if plan.rounds[0].values(name, True).numbers[0, 0] != plan.rounds[1].values(name, True).numbers[0, 0]
    ]
    assert set(differing) <= set(told)
    assert len(told) > 3
    second.setCurrentIndex(0)
    assert shown.table.rowCount() == 0
    shown.accept()


def test_a_plan_without_rounds_says_how_to_close_one(window: MainWindow, qtbot: QtBot) -> None:
    while hands.document(window).plan.rounds:
        hands.document(window).undo()
    window.tools.actions_by_name["rounds"].trigger()
    shown = hands.dialog(qtbot, window)
    assert "No round is closed yet" in texts(shown)
    shown.close()


def suggested_cell(window: MainWindow) -> WorksheetGrid:
    """Go to the next suggestion by its action."""
    window.tools.actions_by_name["next_suggestion"].trigger()
    return hands.space(window).page.grid


def test_suggestions_are_accepted_one_by_one_and_together(large: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(large)
    close_round(large, qtbot)
    grid = suggested_cell(large)
    index = grid.currentIndex()
    suggests = grid.worksheet().columns[index.column()].suggests
    row = grid.worksheet().row_id(index.row())
    assert row is not None
    sheet = grid.worksheet().sheet
    wanted = sheet.value(row, grid.worksheet().columns[index.column()].title)
    assert sheet.value(row, suggests) != wanted
    hands.choose(qtbot, hands.cell_menu(qtbot, grid), "Accept ")
    assert sheet.value(row, suggests) == pytest.approx(wanted)
    offers = hands.space(large).page.offers
    qtbot.waitUntil(offers.isVisible)
    hands.press(qtbot, offers, "Accept all")
    assert document.session.undo_label.startswith("Accept ")
    qtbot.waitUntil(lambda: not offers.isVisible())
    document.undo()
    document.undo()
    assert sheet.value(row, suggests) != wanted


def test_suggestions_wait_until_the_plan_is_on_view(large: MainWindow, qtbot: QtBot) -> None:
    close_round(large, qtbot)
    grid = suggested_cell(large)
    hands.document(large).show_scenario("Actual")
    undo = hands.document(large).session.undo_label
    hands.choose(qtbot, hands.cell_menu(qtbot, grid), "Accept ")
    assert "Go back to the plan" in large.status.message.text()
    assert hands.document(large).session.undo_label == undo


def test_findings_are_proposed_to_take_or_leave(large: MainWindow, qtbot: QtBot) -> None:
    document = hands.document(large)
    grid = hands.open_grid(large, "Strategy_review")
    rows = len(grid.worksheet().ids)
    hands.press(qtbot, hands.space(large).page.offers, "Propose findings")
    shown = hands.dialog(qtbot, large)
    count = len(shown.proposed)  # type: ignore[attr-defined]
    assert count > 1
    hands.press(qtbot, shown, "Leave: ")
    assert len(shown.proposed) == count - 1  # type: ignore[attr-defined]
    hands.press(qtbot, shown, "Take: ")
    assert len(shown.proposed) == count - 2  # type: ignore[attr-defined]
    hands.press(qtbot, shown, "Done")
    assert len(grid.worksheet().ids) == rows + 1
    assert grid.currentIndex().row() == rows
    document.undo()
    assert len(grid.worksheet().ids) == rows


def test_when_all_findings_are_taken_the_dialog_says_what_is_next(large: MainWindow, qtbot: QtBot) -> None:
    grid = hands.open_grid(large, "Strategy_review")
    rows = len(grid.worksheet().ids)
    hands.press(qtbot, hands.space(large).page.offers, "Propose findings")
    shown = hands.dialog(qtbot, large)
    count = len(shown.proposed)  # type: ignore[attr-defined]
    hands.press(qtbot, shown, "Take all")
    words = {each.text() for each in shown.findChildren(QLabel)}
    assert "No finding is proposed" in words
    assert "All of them are taken or left. Decide on each in the worksheet, and name an owner." in words
    done = next(each for each in shown.findChildren(QPushButton) if each.text() == "Done")
    assert done.parentWidget() is shown  # so that its ring is not cut
    assert shown.rect().contains(done.geometry().adjusted(-4, -4, 4, 4))
    hands.press(qtbot, shown, "Done")
    assert len(grid.worksheet().ids) == rows + count
    hands.document(large).undo()


def number(text: str) -> float:
    digits = "".join(re.findall(r"[\d.]", text))
    return -float(digits) if "−" in text else float(digits)


def test_the_loop_closes(large: MainWindow, qtbot: QtBot) -> None:
    """Measured retention below plan, the KPI turns, why, a decision, the round closes, strategy reacts, all undone."""
    document = hands.document(large)
    start, first = state_of(document.plan), document.session.undo_label
    measure_retention(large, qtbot)
    ask_why(large, qtbot)
    hands.choose_scenario(qtbot, large, "Plan")
    decide(large, qtbot)
    before = held(large, "Strategy_objectives", OBJECTIVE, "Attainment last round")
    close_round(large, qtbot)
    assert "Actual" not in document.plan.scenarios
    hands.press(qtbot, hands.space(large).news, "Show the suggestions")
    see_strategy_react(large, before)
    accept_weight(large, qtbot)
    objectives = hands.space(large).page.grid
    objectives.setFocus()
    steps = 6  # the measured value, three cells of the finding, the round, the suggestion
    for _ in range(steps):
        assert document.session.undo_label != first
        qtbot.keyClick(objectives, KEY.Key_Z, CONTROL)
    assert document.session.undo_label == first
    assert state_of(document.plan) == start


def measure_retention(window: MainWindow, qtbot: QtBot) -> None:
    """Type a retention below plan under Actual; the KPI turns there, and the plan stays."""
    grid = hands.open_grid(window, "Segment_CLV")
    hands.choose_scenario(qtbot, window, "Actual")
    hands.put(grid, SEGMENT, "Retention rate")
    hands.type_text(qtbot, grid, "70 %")
    planned = held(window, "Segment_CLV", SEGMENT, "Retention rate")
    assert isinstance(planned, float)
    assert planned > 0.7
    kpis = hands.open_grid(window, "KPIs")
    hands.put(kpis, KPI, "Status")
    assert held(window, "KPIs", KPI, "Status") != "Off target"
    assert kpis.currentIndex().data() == "Off target"


def ask_why(window: MainWindow, qtbot: QtBot) -> None:
    """Ask why of the KPI: the shares name the measured cell and add up to the difference."""
    panel, kpis = hands.space(window).why.panel, hands.open_grid(window, "KPIs")
    hands.put(kpis, KPI, "Actual")
    with qtbot.waitSignal(panel.answered, timeout=20_000):
        qtbot.keyClick(kpis, KEY.Key_W, ALT)
    QApplication.sendPostedEvents()
    found = [each for each in panel.findChildren(QPushButton) if each.property("share") and each.isVisible()]
    assert any(each.accessibleName().startswith(f"Retention rate of {SEGMENT}") for each in found)
    effects = [number(each.accessibleName().rsplit(", ", 1)[1]) for each in found]
    difference = number(panel.headline.text().rstrip(".").rsplit(": ", 1)[1])
    assert sum(effects) == pytest.approx(difference, abs=0.01 * len(effects))
    assert difference < 0


def decide(window: MainWindow, qtbot: QtBot) -> None:
    """Write a finding with its decision into the review; it belongs to the objective of the KPI."""
    review = hands.open_grid(window, "Strategy_review")
    review.move_to(len(review.worksheet().ids), 0)
    for title, words in (("Finding", "Retention slips"), ("KPI", KPI), ("Decision", "Adapt")):
        review.setCurrentIndex(review.worksheet().index(review.currentIndex().row(), column(review, title)))
        row = review.currentIndex().row()
        hands.type_text(qtbot, review, words)
        review.setCurrentIndex(review.worksheet().index(row, column(review, title)))
    assert held(window, "Strategy_review", "Retention slips", "Decision") == "Adapt"
    rows = hands.document(window).plan.sheet("Strategy_review")
    reviewed = [row for row in rows.ids if rows.value(row, "Objective") == OBJECTIVE]
    assert [rows.value(row, "Finding") for row in reviewed] == ["Retention slips"]


def see_strategy_react(window: MainWindow, before: object) -> None:
    """Attainment of the closed round is lower than the one before it, and the decision reopens the objective."""
    assert hands.space(window).page.name == "Strategy_objectives"
    after = held(window, "Strategy_objectives", OBJECTIVE, "Attainment last round")
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert after < before
    assert held(window, "Strategy_objectives", OBJECTIVE, "Review calls") == 1.0  # the decision just taken
    assert held(window, "Strategy_objectives", OBJECTIVE, "Reopen") == "Yes"


def accept_weight(window: MainWindow, qtbot: QtBot) -> None:
    """The suggested weight is higher than the weight, which takes it by the menu of the cell."""
    weight = held(window, "Strategy_objectives", OBJECTIVE, "Weight")
    suggested = held(window, "Strategy_objectives", OBJECTIVE, "Suggested raw")
    assert isinstance(suggested, float)
    assert isinstance(weight, float)
    assert suggested > weight
    objectives = hands.space(window).page.grid
    hands.put(objectives, OBJECTIVE, "Suggested raw")
    hands.choose(qtbot, hands.cell_menu(qtbot, objectives), "Accept ")
    assert held(window, "Strategy_objectives", OBJECTIVE, "Weight") == pytest.approx(suggested)


def column(grid: WorksheetGrid, title: str) -> int:
    return [each.title for each in grid.worksheet().columns].index(title)

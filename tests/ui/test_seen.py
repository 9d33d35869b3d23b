"""Every view shows the scenario on view: statuses of the map, charts, counts, progress, open points."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from strategy_studio.drawing.statuses import status_counts
from strategy_studio.model.changes import Change, SetCells
from strategy_studio.model.scenario_changes import AddScenario, SetScenarioCells
from strategy_studio.model.seen import seen_under
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.navigation import PLACE_ROLE

from . import hands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def apply(window: MainWindow, change: Change) -> None:
    hands.document(window).session.apply(change)


def texts_on_map(window: MainWindow) -> str:
    items = hands.space(window).map.scene().items()
    return " | ".join(sorted(item.text() for item in items if hasattr(item, "text")))


def tooltips(window: MainWindow) -> list[str]:
    model = hands.space(window).navigation.model()
    return [model.index(row, 0).data(PLACE_ROLE).spoken for row in range(model.rowCount(QModelIndex()))]


def empty_a_segment(window: MainWindow) -> int:
    """Under Downturn a needed input of a segment is empty."""
    sheet = hands.document(window).plan.sheet("Segments")
    apply(window, AddScenario("Downturn"))
    apply(window, SetScenarioCells("Downturn", "Segments", {(sheet.ids[0], "Customers"): None}))
    return sheet.ids[0]


def test_a_missing_input_of_the_scenario_is_counted_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    row = empty_a_segment(window)
    document, work = hands.document(window), hands.space(window)
    work.open_worksheet("Segments")
    planned = len(document.completion.missing)
    assert "missing" not in " ".join(line for line in tooltips(window) if line.startswith("Segments"))
    document.show_scenario("Downturn")
    hands.at_rest(qtbot, window)
    assert len(document.completion.missing) == planned + 1
    assert str(planned + 1) in window.status.missing.text()
    words = [label.text() for label in work.page.notes.findChildren(QLabel)]
    assert any(each.startswith("Customers of") and "is missing" in each for each in words)
    assert any("1 input missing" in line for line in tooltips(window) if line.startswith("Segments"))
    work.go_to_first_missing()
    grid = work.page.grid
    assert grid.worksheet().row_id(grid.currentIndex().row()) == row
    document.show_scenario("")
    hands.at_rest(qtbot, window)
    assert len(document.completion.missing) == planned
    assert not [each for each in work.page.notes.findChildren(QLabel) if each.text().startswith("Customers of")]


def test_counts_follow_edits_of_plan_and_scenario(window: MainWindow, qtbot: QtBot) -> None:
    row = empty_a_segment(window)
    document = hands.document(window)
    document.show_scenario("Downturn")
    shown = len(document.completion.missing)
    apply(window, SetScenarioCells("Downturn", "Segments", {(row, "Customers"): 7.0}))
    assert len(document.completion.missing) == shown - 1
    document.undo()
    assert len(document.completion.missing) == shown
    other = document.plan.sheet("Segments").ids[1]
    apply(window, SetCells("Segments", {(other, "Customers"): None}))
    assert len(document.completion.missing) == shown + 1
    for _ in range(3):
        document.undo()
    assert document.scenario == ""
    assert document.seen is document.plan


def test_the_map_counts_statuses_under_the_scenario(window: MainWindow, qtbot: QtBot) -> None:
    document, work = hands.document(window), hands.space(window)
    sheet = document.plan.sheet("Segment_CLV")
    work.open_map()
    planned, before = texts_on_map(window), status_counts(document.plan)
    cells = {(row, "Retention rate"): 0.2 for row in sheet.ids}
    apply(window, SetScenarioCells("Actual", "Segment_CLV", cells))
    assert texts_on_map(window) == planned
    document.show_scenario("Actual")
    qtbot.waitUntil(lambda: "Scenario: Actual" in texts_on_map(window))
    # the same changes typed into the plan itself give the same counts
    under = status_counts(document.seen)
    apply(window, SetCells("Segment_CLV", cells))
    assert status_counts(document.plan) == under != before
    document.undo()
    document.show_scenario("")
    assert texts_on_map(window) == planned


def charted(window: MainWindow, scenario: str) -> str:
    """A worksheet whose chart a scenario changes."""
    plan = hands.document(window).plan
    charts = [(name, sheet.declaration.chart) for name, sheet in plan.sheets.items() if len(sheet)]
    return next(
        name
        for name, chart in charts
        if chart and plan.sheet(name).column(chart.value) != plan.sheet(name, scenario).column(chart.value)
    )


def test_the_chart_is_drawn_from_the_scenario(window: MainWindow, qtbot: QtBot) -> None:
    document, work = hands.document(window), hands.space(window)
    sheet = document.plan.sheet("Segment_CLV")
    cells = {(row, "Retention rate"): 0.5 + 0.05 * at for at, row in enumerate(sheet.ids)}
    apply(window, AddScenario("Downturn"))
    apply(window, SetScenarioCells("Downturn", "Segment_CLV", cells))
    window.resize(1500, 900)
    work.open_worksheet(charted(window, "Downturn"))
    chart = work.inspector.chart
    qtbot.waitUntil(lambda: not chart.picture.pixmap().isNull(), timeout=20_000)
    planned = chart.picture.pixmap().toImage()
    document.show_scenario("Downturn")
    qtbot.waitUntil(lambda: chart.picture.pixmap().toImage() != planned, timeout=20_000)
    assert chart.measure.text().endswith("; Downturn")
    document.show_scenario("")
    qtbot.waitUntil(lambda: chart.picture.pixmap().toImage() == planned, timeout=20_000)


def test_progress_equals_that_of_a_plan_typed_so(window: MainWindow) -> None:
    row = empty_a_segment(window)
    document = hands.document(window)
    known = {name: document.completion.progress(name) for name in document.plan.sheets}
    document.show_scenario("Downturn")
    under = {name: document.completion.progress(name) for name in document.plan.sheets}
    points = {name: [p.sentence for p in document.completion.open_points(name)] for name in document.plan.sheets}
    document.show_scenario("")
    assert {name: document.completion.progress(name) for name in document.plan.sheets} == known
    apply(window, SetCells("Segments", {(row, "Customers"): None}))
    assert {name: document.completion.progress(name) for name in document.plan.sheets} == under != known
    typed = {name: [p.sentence for p in document.completion.open_points(name)] for name in document.plan.sheets}
    assert typed == points


def test_the_band_says_what_does_not_follow(window: MainWindow) -> None:
    for name in ("Actual", "Downturn"):
        hands.document(window).show_scenario(name)
        assert "exports and suggestions show the plan" in hands.space(window).band.sentence.text()
        assert f"shows {name}" in hands.space(window).band.sentence.text()


def test_a_scenario_that_changes_nothing_is_the_plan(window: MainWindow) -> None:
    apply(window, AddScenario("Same"))
    plan = hands.document(window).plan
    assert seen_under(plan, "Same") is plan
    assert seen_under(plan, "Nobody's") is plan

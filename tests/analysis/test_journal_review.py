"""What changed since the last review: exactly the cells that differ, with first and last value, who and when."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy_studio.analysis import journal_review
from strategy_studio.analysis.journal_review import CellChange, changes_since_review
from strategy_studio.analysis.review import leave, proposals
from strategy_studio.api import OpenPlan

pytest_plugins = ("tests.plans",)


def changes(plan: OpenPlan) -> dict[tuple[str, str], CellChange]:
    """By worksheet and label of the cell."""
    return {
        (group.worksheet, found.label): found for group in changes_since_review(plan.session) for found in group.changes
    }


def test_each_cell_has_its_first_and_last_value(plan: OpenPlan) -> None:
    plan.close_round("2027")
    objectives = plan.worksheet("Strategy objectives")
    row = objectives.row("Cut service cost")
    for weight in (2, 5, 3):
        objectives.set(row, "Weight", weight)
    plan.set("Discount_rate", 0.12)
    found = changes(plan)
    assert found.keys() == {("Strategy objectives", "Weight of Cut service cost"), ("Parameters", "Discount rate")}
    weight = found["Strategy objectives", "Weight of Cut service cost"]
    assert (weight.first, weight.last, weight.steps, weight.author) == ("1", "3", 3, "Ann")
    assert weight.at == plan.history(2)[1].at
    assert weight.sentence == (
        f"Weight of Cut service cost is 3 instead of 1 (Ann, {weight.at[:10]}, changed in 3 steps)."
    )
    rate = found["Parameters", "Discount rate"]
    assert (rate.first, rate.last) == ("10\u202f%", "12\u202f%")


def test_undone_steps_and_cells_put_back_are_left_out(plan: OpenPlan) -> None:
    plan.close_round("2027")
    objectives = plan.worksheet("Strategy objectives")
    row = objectives.rows()[0]
    objectives.set(row, "Owner", "Zoe")
    objectives.set(row, "Owner", "Ada")
    objectives.set(row, "Weight", 9)
    plan.undo()
    assert changes(plan) == {}
    plan.redo()
    assert changes(plan).keys() == {("Strategy objectives", "Weight of Grow shop value")}


def test_rows_that_came_or_went_are_told_once_with_their_names(plan: OpenPlan) -> None:
    plan.close_round("2027")
    objectives = plan.worksheet("Strategy objectives")
    row = objectives.insert({"Objective": "Be found"})
    objectives.set(row, "Weight", 3)
    brief = objectives.insert({"Objective": "Here and gone"})
    objectives.remove(brief)
    objectives.remove(objectives.row("Trained technicians"))
    plan.worksheet("Measurements").insert({"KPI": "Reply hours", "Date": "2027-11-30", "Actual": 2})
    found = changes(plan)
    assert found.keys() == {
        ("Strategy objectives", "Be found"),
        ("Strategy objectives", "Trained technicians"),
        ("Measurements", "Reply hours, 2027-11-30"),
    }
    assert "Be found was added" in found["Strategy objectives", "Be found"].sentence
    assert "Trained technicians was removed" in found["Strategy objectives", "Trained technicians"].sentence


def test_references_scenarios_and_own_columns_are_in_words(plan: OpenPlan) -> None:
    plan.close_round("2027")
    segments = plan.worksheet("Segments")
    objectives = plan.worksheet("Strategy objectives")
    objectives.set(objectives.row("Cut service cost"), "Segment", "Homes")
    segments.set(segments.row("Homes"), "Segment", "Flats")
    plan.scenario("Downturn").worksheet("Segment CLV").set(
        plan.worksheet("Segment CLV").row("Shops"), "Retention rate", 0.5
    )
    segments.add_column("Colour", kind="Text")
    found = changes(plan)
    assert found["Strategy objectives", "Segment of Cut service cost"].last == "Flats"
    told = found["Scenario Downturn", "Retention rate of Shops"]
    assert told.last == "50\u202f%"
    assert told.sentence.startswith("Retention rate of Shops is 50\u202f%, was as planned (")
    assert found["Own worksheets, columns and figures", "Colour"].sentence.startswith("Colour was added")


def test_before_the_first_closing_it_is_since_the_review_was_last_written(plan: OpenPlan) -> None:
    review, objectives = plan.worksheet("Strategy review"), plan.worksheet("Strategy objectives")
    objectives.set(objectives.rows()[0], "Weight", 7)
    review.set(review.rows()[0], "Owner", "Zoe")
    assert changes(plan) == {}
    objectives.set(objectives.rows()[0], "Weight", 8)
    (found,) = changes(plan).values()
    assert (found.first, found.last) == ("7", "8")


def test_what_was_left_is_no_change_of_the_plan(plan: OpenPlan) -> None:
    plan.close_round("2027")
    plan.session.apply(leave(proposals(plan.plan, None)[0]))
    assert changes(plan) == {}


def test_a_long_journal_is_read_as_far_as_needed(plan: OpenPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_review, "PAGE", 2)
    plan.close_round("2027")
    objectives = plan.worksheet("Strategy objectives")
    for weight in range(2, 12):
        objectives.set(objectives.rows()[0], "Weight", weight)
    (found,) = changes(plan).values()
    assert (found.first, found.last, found.steps) == ("2", "11", 9)  # it weighed 2 before


Step = tuple[int, int, Any]
STEPS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 1), st.sampled_from([None, 1.0, 2.0, 3.0])) | st.just("undo"),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_cells_told_are_those_that_differ(plan: OpenPlan, steps: list[Step | str]) -> None:
    start = sum(not entry.undone for entry in plan.history(1000))
    plan.close_round("2027")
    objectives, kpis = plan.worksheet("Strategy objectives"), plan.worksheet("KPIs")
    pages = ((objectives, "Weight"), (kpis, "Baseline"))

    def held() -> dict[tuple[str, str], Any]:
        return {
            (page.title, f"{title} of {page.value(row, key)}"): page.value(row, title)
            for (page, title), key in zip(pages, ("Objective", "KPI"), strict=True)
            for row in page.rows()
        }

    before = held()
    done = 0
    for step in steps:
        if isinstance(step, str):
            done -= bool(done and plan.undo())
        else:
            row, at, value = step
            page, title = pages[at]
            known = sum(not entry.undone for entry in plan.history(1000))
            page.set(page.rows()[row], title, value)
            done += sum(not entry.undone for entry in plan.history(1000)) - known
    after = held()
    assert changes(plan).keys() == {place for place in before if before[place] != after[place]}
    while sum(not entry.undone for entry in plan.history(1000)) > start:
        plan.undo()

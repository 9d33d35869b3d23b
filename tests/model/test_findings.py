"""What a plan says about itself: errors, missing inputs, and how far each worksheet is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.findings import Finding, in_use, progress
from tests.effort import effort

pytest_plugins = ("tests.plans",)


def test_an_error_is_told_where_it_is_and_why(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    homes = groups.row("Homes")
    groups.set(homes, "Heads", 0)
    small.add_figure("Each_sum", "SUM(Groups[Spend each])")
    reason = "Something is divided by zero, or an average is taken of nothing."
    visits = small.worksheet("Visits")
    assert set(small.errors()) == {
        Finding("Groups", homes, "Spend each", f"Spend each of Homes is #DIV/0!. {reason}"),
        Finding("Visits", visits.row("Homes / North"), "Per head", f"Per head of Homes / North is #DIV/0!. {reason}"),
        Finding("Visits", visits.row("Homes / South"), "Per head", f"Per head of Homes / South is #DIV/0!. {reason}"),
        Finding("", 0, "Each_sum", f"Each_sum is #DIV/0!. {reason}"),
    }
    groups.set(homes, "Heads", 1)
    assert small.errors() == []


def test_a_missing_input_is_told_when_it_is_required_and_the_worksheet_is_in_use(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    assert small.missing() == []
    nameless = groups.insert({"Heads": None, "Size": None})
    assert {(f.worksheet, f.row, f.column, f.sentence) for f in small.missing()} == {
        ("Groups", nameless, "Group", "Group of row 3 is missing."),
        ("Groups", nameless, "Heads", "Heads of row 3 is missing."),
    }


def test_generated_and_fixed_worksheets_are_in_use_once_something_is_typed(small: OpenPlan) -> None:
    assert not in_use(small.plan, "Visits") and not in_use(small.plan, "Grades")
    visits, grades = small.worksheet("Visits"), small.worksheet("Grades")
    visits.set(visits.rows()[0], "Count", 2)
    grades.set(grades.rows()[0], "Weight", 6)
    assert in_use(small.plan, "Visits") and in_use(small.plan, "Grades")


def test_a_new_plan_has_no_errors_and_misses_only_what_its_starter_rows_ask_for(tmp_path: Path) -> None:
    with studio.create(tmp_path / "new.strategy") as plan:
        assert plan.errors() == []
        starters = {sheet.name for process in plan.processes for sheet in process.worksheets if sheet.rows.starters}
        assert {finding.worksheet for finding in plan.missing()} <= starters


def test_status_line_and_findings_count_alike(plan: OpenPlan) -> None:
    segments = plan.worksheet("Segments")
    before = len(plan.missing())
    segments.set(segments.row("Homes"), "Level", None)
    found = [finding for finding in plan.missing() if finding.worksheet == "Segments"]
    assert [finding.sentence for finding in found] == ["Level of Homes is missing."]
    assert len(plan.missing()) == before + 1


def test_a_worksheet_is_done_when_its_rules_are_kept(plan: OpenPlan) -> None:
    found = progress(plan.plan, "Segments")
    assert found.started and found.complete == len(plan.worksheet("Segments").rows())
    segments = plan.worksheet("Segments")
    segments.set(segments.row("Homes"), "Level", None)
    assert progress(plan.plan, "Segments").complete == found.complete - 1


def test_an_error_keeps_a_worksheet_from_being_done(plan: OpenPlan) -> None:
    plan.worksheet("Segments").add_column("Broken", formula="1/([@Customers]-[@Customers])")
    found = progress(plan.plan, "Segments")
    assert not found.done and ("No error in the worksheet", False) in found.rules


def test_ten_times_the_errors_take_about_ten_times_the_work(small: OpenPlan) -> None:
    small.worksheet("Notes").add_column("Worth", formula="1/(LEN([@Note])-1)")
    small.worksheet("Notes").insert_many([{"Note": "x"}] * 400)
    few = effort(small.errors)
    small.worksheet("Notes").insert_many([{"Note": "x"}] * 3600)
    found = small.errors()
    assert len(found) == 4000 and found[-1].sentence.startswith("Worth of row 4001 is #DIV/0!")
    assert effort(small.errors) < 40 * few  # a hundred times where each looks through all


@pytest.mark.parametrize(
    ("worksheet", "sentence"),
    [
        ("Vision and ambition", "Vision agreement is at least 60\u202f%"),
        ("SWOT factors", "Side takes Strength, Weakness, Opportunity and Threat, each at least once"),
        ("Rivals", "Exactly one row has Own organisation"),
        ("Segments", "At least one row has Decision “Target”"),
        ("Value propositions", "No row has Decision “Target” and Facets filled below 5"),
        ("Five forces", "Every row with Force has Force score"),
        ("Scorecard", "Scorecard coverage is at least Coverage minimum (50\u202f%)"),
        ("Channel conflicts", "At least one row has Conflict, or exactly one row of Channels has Channel"),
    ],
)
def test_the_condition_of_a_done_rule_is_said_in_words(plan: OpenPlan, worksheet: str, sentence: str) -> None:
    assert sentence in [rule for rule, _ in progress(plan.plan, plan.plan.sheet(worksheet).name).rules]


def test_no_done_rule_is_shown_as_a_formula(plan: OpenPlan) -> None:
    for name in plan.plan.sheets:
        for rule, _ in progress(plan.plan, name).rules:
            assert not re.search(r"[\[\]=]|COUNT|the rule", rule), rule

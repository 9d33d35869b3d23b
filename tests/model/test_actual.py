"""*Actual*, the scenario of measured values: one per round, frozen with it, and what PRIOR() then reads."""

from __future__ import annotations

from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell
from tests.model import tiny
from tests.model.layers import edit, layer, refused
from tests.model.walks import state_of


def measured(plan: OpenPlan, key: str, column: str, value: object) -> None:
    """Type a measured value of a group."""
    edit(plan, "actual", "Groups", key, column, value)


def test_actual_can_always_be_named_and_is_listed_once_it_holds_a_value(small: OpenPlan) -> None:
    assert small.scenario("Actual").value("All_heads") == 50.0
    assert small.compare(["All_heads"], ["Actual"]).values == ((50.0, 50.0),)
    assert small.scenarios == []
    measured(small, "Homes", "Heads", 30)
    assert small.scenarios == ["Actual"] and small.scenario("ACTUAL").name == "Actual"
    assert small.plan.scenarios["Actual"].round == 1
    small.scenario("Actual").worksheet("Groups").reset(small.worksheet("Groups").row("Homes"), "Heads")
    assert small.scenarios == []


def test_what_was_measured_as_planned_stays_measured(small: OpenPlan) -> None:
    measured(small, "Homes", "Heads", 40)
    assert layer(small, "Actual") == {Cell("Groups[Heads]", small.worksheet("Groups").row("Homes")): 40.0}
    groups = small.worksheet("Groups")
    groups.set(groups.row("Homes"), "Heads", 70)
    assert small.scenario("Actual").value("All_heads") == 50.0 and small.value("All_heads") == 80.0


def test_no_other_scenario_becomes_actual(small: OpenPlan) -> None:
    measured(small, "Homes", "Heads", 30)
    edit(small, "Low", "Groups", "Homes", "Heads", 1)
    refused(small, lambda: small.scenario("Actual").rename("Measured"), "measured")
    refused(small, lambda: small.scenario("Low").rename("ACTUAL"), "measured")
    copy = small.scenario("Actual").copy("As measured")
    assert copy.value("All_heads") == 40.0 and small.plan.scenarios["As measured"].round is None


def test_closing_freezes_what_was_measured_and_the_next_round_begins_empty(small: OpenPlan, tmp_path: Path) -> None:
    groups = small.worksheet("Groups")
    measured(small, "Homes", "Spend", 100)
    edit(small, "Low", "Groups", "Homes", "Spend", 1)
    plan_before = {node: value for node, value in state_of(small.plan).items() if not node.startswith("scenario")}
    before = state_of(small.plan)
    small.close_round("One")
    after = state_of(small.plan)
    assert {node for node, value in plan_before.items() if after[node] != value} == {"Groups[Spend before]"}
    assert groups.column("Spend before") == [100.0, 500.0] and groups.column("Spend") == [200.0, 500.0]
    assert small.scenarios == ["Low"] and small.scenario("Actual").worksheet("Groups").column("Spend") == [200.0, 500.0]
    closed = small.round("one")
    assert closed.measured == [("Groups[Spend]", groups.row("Homes"))]
    assert closed.worksheet("Groups").column("Spend each") == [2.5, 50.0]
    assert closed.actual.worksheet("Groups").column("Spend each") == [2.5, 50.0]
    assert closed.plan.worksheet("Groups").column("Spend each") == [5.0, 50.0]
    assert small.undo() == "Close round One" and state_of(small.plan) == before
    small.redo()
    assert state_of(small.plan) == after
    small.close()
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert state_of(again.plan) == after


def test_nothing_changes_a_closed_round(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    measured(small, "Homes", "Spend", 100)
    small.scenario("Actual").set("Base_rate", 0.1)
    small.close_round("One")
    frozen = state_of(small.plan)["round 1"]
    measured(small, "Homes", "Spend", 7)
    small.scenario("Actual").set("Base_rate", 0.9)
    groups.set(groups.row("Homes"), "Group", "Houses")
    groups.remove(groups.row("Houses"))
    small.scenario("Actual").discard()
    small.close_round("Two")
    assert state_of(small.plan)["round 1"] == frozen
    one = small.round("One")
    assert one.worksheet("Groups").column("Group") == ["Homes", "Firms"] and one.value("Base_rate") == 0.1
    assert one.plan.value("Base_rate") == 0.5
    assert small.round("Two").measured == []


def test_prior_reads_what_was_measured_else_what_was_planned(small: OpenPlan) -> None:
    small.add_figure("Rate_before", "PRIOR(Base_rate)")
    small.add_figure("Word_before", "PRIOR(Many_heads)")
    small.add_figure("Size_before", 'COUNTIFS(PRIOR(Groups[Size]),"Large")')
    small.add_figure("Best_before", "COUNTA(PRIOR(Shops[Best group]))")
    small.scenario("Actual").set("Base_rate", 0.25)
    measured(small, "Firms", "Heads", 500)
    measured(small, "Firms", "Size", "large")
    edit(small, "Actual", "Shops", "South", "Best group", None)
    small.close_round("One")
    assert [small.value(name) for name in ("Rate_before", "Word_before", "Size_before", "Best_before")] == [
        0.25, "Yes", 1.0, 0.0,
    ]  # fmt: skip
    small.close_round("Two")
    assert [small.value(name) for name in ("Rate_before", "Word_before", "Size_before", "Best_before")] == [
        0.5, "No", 0.0, 1.0,
    ]  # fmt: skip


def test_a_round_without_measurements_holds_the_plan_alone(small: OpenPlan) -> None:
    edit(small, "Low", "Groups", "Homes", "Heads", 1)
    small.close_round("One")
    closed = small.plan.rounds[0]
    assert closed.actual == {} and closed.measured == ()
    assert set(small.plan.records["round", "1"]) == {"name", "closed_at", "ids", "values"}


def test_a_round_closed_inside_a_change_holds_what_was_measured_before_it(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    with small.change("Close the books"):
        measured(small, "Homes", "Spend", 100)
        groups.set(groups.row("Homes"), "Heads", 10)
        small.close_round("One")
        measured(small, "Homes", "Spend", 90)
    assert small.round("One").worksheet("Groups").column("Spend each") == [10.0, 50.0]
    assert small.plan.scenarios["Actual"].round == 2
    assert small.scenario("Actual").worksheet("Groups").column("Spend each") == [9.0, 50.0]


def test_a_round_is_read_by_names_of_its_day(small: OpenPlan) -> None:
    small.worksheet("Groups").add_column("Own", "Date")
    edit(small, "Actual", "Groups", "Homes", "Own", "2027-06-30")
    small.close_round("One")
    small.worksheet("Groups").remove_column("Own")
    groups = small.round("One").worksheet("groups")
    assert groups.title == "Groups" and "Own" in groups.columns and groups.rows() == small.worksheet("Groups").rows()
    assert groups.value(groups.rows()[1], "spend") == 500.0
    assert small.round("One").closed_at.endswith("+00:00")
    for call, words in (
        (lambda: small.round("On"), "nearest is One"),
        (lambda: small.round("One").value("All_head"), "nearest is All_heads"),
        (lambda: small.round("One").worksheet("Grops"), "nearest is Groups"),
        (lambda: groups.column("Spent"), "nearest is Spend"),
        (lambda: groups.value(0, "Spend"), "no row 0"),
    ):
        with pytest.raises(studio.PlanError, match=words):
            call()

"""The review's proposals: what calls for a finding, taken or left as one step, and never twice in a round."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.analysis.attribution import Attribution, Share
from strategy_studio.analysis.review import Proposal, leave, proposals, take
from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell
from strategy_studio.model.plan import Plan

pytest_plugins = ("tests.plans",)


def listed(plan: OpenPlan, kind: str = "") -> list[Proposal]:
    return [found for found in proposals(plan.plan, None) if kind in ("", found.kind)]


def add_kpi(plan: OpenPlan, name: str, actual: float | None = 1, **cells: object) -> int:
    """A typed KPI with a target of 100."""
    return plan.worksheet("KPIs").insert({
        "KPI": name, "Objective": "Answer in one hour", "Form": "Ratio", "Target": 100, "Actual source": "Typed",
        "Typed actual": actual, "Unit": "calls", **cells,
    })  # fmt: skip


def set_actual(plan: OpenPlan, name: str, actual: float | None) -> None:
    kpis = plan.worksheet("KPIs")
    kpis.set(kpis.row(name), "Typed actual", actual)


def failing(plan: OpenPlan) -> set[str]:
    return {found.measure for found in listed(plan, "Off target")}


def test_off_target_once_is_no_finding_and_twice_is(plan: OpenPlan) -> None:
    add_kpi(plan, "Calls", 50)
    add_kpi(plan, "Letters", 100)
    assert not failing(plan)
    plan.close_round("2027")
    set_actual(plan, "Calls", 60)
    set_actual(plan, "Letters", 50)
    assert "Calls" in failing(plan) and "Letters" not in failing(plan)
    found = next(found for found in listed(plan) if found.measure == "Calls")
    assert found.sentence == (
        "Calls is off target for 2 rounds running: 50.00 in 2027 and 60.00 calls now, target 100.00."
    )
    assert found.belief == "Fast answers keep shops" and found.why == ""
    set_actual(plan, "Calls", 100)
    assert "Calls" not in failing(plan)


def test_two_closed_rounds_count_while_the_open_one_has_no_value(plan: OpenPlan) -> None:
    add_kpi(plan, "Calls", 50)
    plan.close_round("2027")
    plan.close_round("2028")
    set_actual(plan, "Calls", None)
    found = next(found for found in listed(plan, "Off target") if found.measure == "Calls")
    assert found.sentence.startswith("Calls is off target for 2 rounds running: 50.00 in 2027 and 50.00 in 2028,")
    set_actual(plan, "Calls", 100)
    plan.close_round("2029")
    set_actual(plan, "Calls", 50)
    assert "Calls" not in failing(plan)  # the run was broken


def test_missing_and_overdue_measurements_are_told_apart(plan: OpenPlan) -> None:
    add_kpi(plan, "Never", **{"Actual source": "Measurements", "Interval months": 1})
    add_kpi(plan, "Long ago", **{"Actual source": "Measurements"})
    add_kpi(plan, "Not yet", **{"Actual source": "Measurements", "First due": date(2030, 1, 1)})
    plan.worksheet("Measurements").insert({"KPI": "Long ago", "Date": date(2027, 1, 31), "Actual": 99})
    (missing,) = (found for found in listed(plan, "Measurement missing") if found.measure in ("Never", "Not yet"))
    assert missing.sentence == "Never has no value yet, though one is due every month."
    overdue = {found.measure: found.sentence for found in listed(plan, "Measurement overdue")}
    assert overdue["Long ago"] == (
        "Long ago was last measured on 2027-01-31 and is due every 3 months; the review is of 2027-12-31."
    )
    plan.worksheet("Measurements").insert({"KPI": "Long ago", "Date": date(2027, 12, 1), "Actual": 99})
    assert "Long ago" not in {found.measure for found in listed(plan, "Measurement overdue")}


def test_a_claim_that_the_last_two_rounds_speak_against_is_said_to_be_no_test(plan: OpenPlan) -> None:
    plan.close_round("2027")
    kpis, measured = plan.worksheet("KPIs"), plan.worksheet("Measurements")
    measured.insert({"KPI": "Reply hours", "Date": date(2027, 12, 1), "Actual": 1.0})
    kpis.set(kpis.row("Shop revenue"), "Typed actual", 50)
    assert plan.value("Claims_contradicted") == 1
    (found,) = listed(plan, "Contradicted claim")
    assert found.subject == "Reply to value" and found.measure == "Shop revenue"
    assert found.sentence == (
        "“Fast replies raise shop spending”: Answer in one hour and Grow shop value moved apart since the last "
        "round, against the claim. It is no test yet: 0 of 6 changes are measured."
    )


def test_a_claim_that_the_measurements_speak_against_is_told_with_its_numbers(plan: OpenPlan) -> None:
    plan.set("Lag_period", "Month")
    fast, spending = [5.0, 4, 6, 3, 5, 2, 4, 3, 5, 1], [50.0, 40, 60, 30, 50, 20, 40, 30, 50, 10]
    for name, objective, kind, values in (
        ("Waiting", "Know every shop", "Minimise", fast),
        ("Spending", "Trained technicians", "Maximise", spending),
    ):
        add_kpi(plan, name, None, Objective=objective, Kind=kind, **{"Actual source": "Measurements"})
        plan.worksheet("Measurements").insert_many(
            [{"KPI": name, "Date": date(2027, 1 + at, 28), "Actual": value} for at, value in enumerate(values)]
        )
    plan.worksheet("Strategy map links").insert({
        "Link": "Wait to spend", "Cause": "Know every shop", "Effect": "Trained technicians", "Claim": "Speed sells",
        "Expected lag": 0,
    })  # fmt: skip
    (found,) = listed(plan, "Contradicted claim")
    assert (found.measure, found.subject, found.belief) == ("Spending", "Wait to spend", "")
    assert found.sentence == (
        "“Speed sells” does not hold so far. Contradicted: 9 changes from month to month, at the same time; 0 of 9 "
        "moved as claimed, rank correlation −1.00."
    )
    assert found.cells["Finding"] == "Wait to spend: claim contradicted"


def test_an_input_measured_far_from_the_plan_names_the_measure_it_moves(plan: OpenPlan) -> None:
    actual = plan.scenario("Actual")
    clv = plan.worksheet("Segment CLV")
    actual.worksheet("Segment CLV").set(clv.row("Shops"), "Retention rate", 0.5)
    actual.worksheet("Segment CLV").set(clv.row("Homes"), "Revenue per customer", 203)
    (found,) = listed(plan, "Far from plan")
    planned = clv.value(clv.row("Shops"), "Retention rate")
    equity = plan.value("Customer_equity_total")
    plan.scenario("Only").worksheet("Segment CLV").set(clv.row("Shops"), "Retention rate", 0.5)
    alone = plan.scenario("Only").value("Customer_equity_total") / equity - 1
    assert found.measure == "Shop equity" and found.subject == "Retention rate of Shops"
    assert f"{1 - 0.5 / planned:.0%}".replace("%", "\u202f%") + " below plan" in found.sentence
    assert f"Shop equity by −{abs(alone) * 100:.1f}\u202f%" in found.sentence


def test_taking_is_one_step_and_not_proposed_again(plan: OpenPlan) -> None:
    plan.close_round("2027")
    review = plan.worksheet("Strategy review")
    before, found = len(review.rows()), listed(plan)
    assert {"Reply hours", "Cost per visit"} <= {proposal.measure for proposal in found}
    plan.session.apply(take(found))
    assert plan.session.undo_label == f"Take {len(found)} findings"
    rows = review.rows()[before:]
    assert [review.value(row, "What we saw") for row in rows] == [proposal.sentence for proposal in found]
    assert [review.value(row, "KPI") for row in rows] == [proposal.measure for proposal in found]
    assert all(review.value(row, title) is None for row in rows for title in ("Decision", "Owner", "Due"))
    assert listed(plan) == []
    with pytest.raises(studio.PlanError, match=r"^Strategy review has this finding already\."):
        plan.take_findings(found[-1:])
    assert review.rows()[before:] == rows
    review.set(rows[0], "Finding", "In our own words")
    assert listed(plan) == []
    review.remove(rows[0])
    assert [proposal.key for proposal in listed(plan)] == [found[0].key]
    plan.undo()
    plan.undo()
    assert plan.undo() == f"Take {len(found)} findings"
    assert len(review.rows()) == before and listed(plan) == found


def test_the_next_round_proposes_it_anew_under_a_free_key(plan: OpenPlan) -> None:
    plan.close_round("2027")
    plan.session.apply(take(listed(plan, "Off target")[:1]))
    plan.close_round("2028")
    again = listed(plan, "Off target")[:1]
    plan.session.apply(take(again))
    assert plan.session.undo_label == "Take finding"
    title = again[0].cells["Finding"]
    assert plan.worksheet("Strategy review").column("Finding")[-2:] == [title, f"{title} (2)"]


def test_what_is_left_stays_away_for_the_round(plan: OpenPlan) -> None:
    plan.close_round("2027")
    first, *others = listed(plan)
    plan.session.apply(leave(first))
    assert first.measure in plan.session.undo_label
    assert listed(plan) == others
    plan.close_round("2028")
    assert first.key in {proposal.key for proposal in listed(plan)}
    plan.undo()
    plan.undo()
    assert listed(plan) == [first, *others]


def test_what_people_wrote_this_round_is_not_proposed(plan: OpenPlan) -> None:
    plan.close_round("2027")
    assert "Reply hours" in failing(plan)  # the finding of the closed round is there, and old
    plan.worksheet("Strategy review").insert({"Finding": "Still slow", "KPI": "Reply hours"})
    assert "Reply hours" not in {proposal.measure for proposal in listed(plan)}


def test_why_is_taken_from_the_attribution(plan: OpenPlan) -> None:
    kpis = plan.worksheet("KPIs")
    kpis.set(kpis.row("Shop equity"), "Target", 10_000_000)
    plan.close_round("2027")
    asked = []

    def told(of: Plan, target: Cell) -> Attribution:
        asked.append(target)
        row = of.sheet("Segment CLV").ids[0]
        cell = Cell("Segment_CLV[Retention rate]", row)
        own = Cell("KPIs[Target]", target.row)
        parts = ((own, "Own", 70.0), (cell, "Retained", -40.0), (cell, "Idle", 0.0))
        shares = [Share(at, label, 1.0, 2.0, effect, 0.0, (), (at,)) for at, label, effect in parts]
        return Attribution(target, "Shop equity", 100.0, 130.0, tuple(shares), True, 1, 0, 2, ())

    why = {found.measure: found.why for found in proposals(plan.plan, told) if found.kind == "Off target"}
    assert why["Shop equity"] == "130.00 instead of 100.00, largest shares: Retained −40.00 (−133\u202f%)."
    assert why["Reply hours"] == (
        "Measured, not computed, and no claim of the strategy map leads to Answer in one hour."
    )
    assert asked == [Cell("KPIs[Actual]", kpis.row("Shop equity"))]  # what is measured is not asked about


def test_what_is_only_measured_is_led_back_to_the_drivers_that_the_strategy_map_names(plan: OpenPlan) -> None:
    add_kpi(plan, "Orders", 50, Objective="Grow shop value")
    plan.close_round("2027")
    plan.close_round("2028")
    (found,) = (found for found in proposals(plan.plan) if found.measure == "Orders")
    scores = plan.worksheet("Objective scores")
    score = scores.value(scores.row("Answer in one hour"), "Performance")
    assert found.why == (
        "Measured, not computed; the strategy map names as its driver: "
        f"Answer in one hour (Off target, {score * 100:.1f}\u202f%)."
    )


def test_an_input_far_from_the_plan_is_explained_by_the_shares_of_its_measure(plan: OpenPlan) -> None:
    clv = plan.worksheet("Segment CLV")
    plan.scenario("Actual").worksheet("Segment CLV").set(clv.row("Shops"), "Retention rate", 0.5)
    (found,) = (found for found in proposals(plan.plan) if found.kind == "Far from plan")
    change = plan.scenario("Actual").value("Customer_equity_total") - plan.value("Customer_equity_total")
    assert f"largest shares: Retention rate of Shops −{-change:,.0f} (100\u202f%)." in found.why
    assert found.cells["Why"] == found.why


def test_without_another_source_the_change_since_the_last_round_is_explained(plan: OpenPlan) -> None:
    kpis, clv = plan.worksheet("KPIs"), plan.worksheet("Segment CLV")
    kpis.set(kpis.row("Shop equity"), "Target", 10_000_000)
    plan.close_round("2027")
    clv.set(clv.row("Shops"), "Retention rate", 0.6)
    (found,) = (found for found in proposals(plan.plan) if found.measure == "Shop equity")
    assert f"{plan.value('Customer_equity_total'):,.0f} instead of 530,736" in found.why
    assert "largest shares: Retention rate of Shops −" in found.why
    plan.session.apply(take([found]))
    assert plan.worksheet("Strategy review").column("Why")[-1] == found.why


def test_nothing_to_take_is_refused() -> None:
    with pytest.raises(studio.PlanError, match="no finding to take"):
        take([])


def test_a_new_plan_has_nothing_to_review(tmp_path: Path) -> None:
    with studio.create(tmp_path / "new.strategy") as new:
        assert proposals(new.plan) == ()


def test_what_was_taken_and_left_survives_closing_the_file(example_file: Path, tmp_path: Path) -> None:
    path = shutil.copy(example_file, tmp_path / "copy.strategy")
    with studio.open(path) as first:
        first.close_round("2027")
        one, two, *others = listed(first)
        first.session.apply(take([one]))
        first.session.apply(leave(two))
    with studio.open(path) as again:
        assert listed(again) == others
        assert again.undo().startswith("Leave finding") and again.undo() == "Take finding"
        assert listed(again) == [one, two, *others]
        assert again.redo() == "Take finding" and listed(again) == [two, *others]

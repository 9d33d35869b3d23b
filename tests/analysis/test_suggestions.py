"""Suggestions: listed where they differ, taken as one step, and never compounding within a round."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategy_studio as studio
from strategy_studio.analysis.suggestions import accept, suggestions
from strategy_studio.api import OpenPlan
from strategy_studio.processes import PROCESSES

pytest_plugins = ("tests.plans",)

WEIGHTS = {
    # weight * (1 + gap), the gap being what the last round left of 100 % (Objective scores of the worked examples)
    "Weight of Grow shop value": 2 * (2 - 0.738113),
    "Weight of Cut service cost": 2 - 0.55,
    "Weight of Answer in one hour": 2 - 0.416667,
    "Weight of Know every shop": 2 - 0.75,
}


def listed(plan: OpenPlan) -> dict[str, float]:
    return {found.label: found.suggested for found in suggestions(plan.plan)}


def test_what_suggests_is_computed_and_names_an_input_beside_it() -> None:
    pairs = {
        (sheet.title, column.suggests): column.title
        for process in PROCESSES
        for sheet in process.worksheets
        for column in sheet.columns
        if column.suggests and column.formula and not sheet.column(column.suggests).formula
    }
    assert pairs == {
        ("Strategy objectives", "Weight"): "Suggested raw",
        ("Assumptions", "Confidence"): "Suggested confidence",
    }
    declared = [column for process in PROCESSES for sheet in process.worksheets for column in sheet.columns]
    assert sum(1 for column in declared if column.suggests) == len(pairs)


def test_before_the_first_round_nothing_is_suggested(plan: OpenPlan) -> None:
    assert suggestions(plan.plan) == ()
    with pytest.raises(studio.PlanError, match="no suggestion"):
        accept(())


def test_a_closed_round_suggests_weights_and_a_lower_confidence(plan: OpenPlan) -> None:
    plan.close_round("2027")
    found = listed(plan)
    assert found == pytest.approx({**WEIGHTS, "Confidence of Fast answers keep shops": 0.3}, rel=1e-5)
    reasons = {suggestion.label: suggestion.reason for suggestion in suggestions(plan.plan)}
    assert reasons["Confidence of Fast answers keep shops"] == (
        "Confidence of Fast answers keep shops: 30\u202f% instead of 60\u202f%, from Decision last round Adapt and "
        "Confidence last round 60\u202f%."
    )
    assert "Gap last round 58\u202f%" in reasons["Weight of Answer in one hour"]


def test_all_are_accepted_as_one_step_and_not_again(plan: OpenPlan) -> None:
    plan.close_round("2027")
    before = plan.worksheet("Strategy objectives").column("Weight")
    plan.session.apply(accept(suggestions(plan.plan)))
    assert plan.session.undo_label == "Accept 5 suggestions"
    objectives = plan.worksheet("Strategy objectives")
    weights = dict(zip(objectives.column("Objective"), objectives.column("Weight"), strict=True))
    assert {f"Weight of {name}": weight for name, weight in weights.items() if name != "Trained technicians"} == (
        pytest.approx(WEIGHTS, rel=1e-5)
    )
    assert suggestions(plan.plan) == ()
    plan.undo()
    assert plan.worksheet("Strategy objectives").column("Weight") == before
    assert len(suggestions(plan.plan)) == 5


def test_one_is_accepted_and_the_others_stay_as_they_were(plan: OpenPlan) -> None:
    plan.close_round("2027")
    first, *others = suggestions(plan.plan)
    plan.session.apply(accept([first]))
    assert plan.session.undo_label == "Accept suggested weight of Grow shop value"
    assert [(found.cell, found.suggested) for found in suggestions(plan.plan)] == [
        (found.cell, found.suggested) for found in others
    ]


def test_the_next_round_starts_from_what_was_accepted(plan: OpenPlan) -> None:
    plan.close_round("2027")
    plan.session.apply(accept(suggestions(plan.plan)))
    review = plan.worksheet("Strategy review")
    review.set(review.row("Replies still slow"), "Due", "2029-02-28")  # decided again: Adapt once more
    plan.close_round("2028")
    attained = 0.416667  # nothing was measured since
    assert listed(plan)["Weight of Answer in one hour"] == pytest.approx((2 - attained) ** 2, rel=1e-5)
    assert listed(plan)["Confidence of Fast answers keep shops"] == pytest.approx(0.15)


def test_own_decisions_are_not_taken_back(plan: OpenPlan) -> None:
    plan.close_round("2027")
    objectives, beliefs = plan.worksheet("Strategy objectives"), plan.worksheet("Assumptions")
    objectives.set(objectives.row("Answer in one hour"), "Weight", 4)
    objectives.set(objectives.row("Trained technicians"), "Weight", 0.5)
    beliefs.set(beliefs.row("Fast answers keep shops"), "Confidence", 0.1)
    beliefs.set(beliefs.row("Shops book on line"), "Confidence", 0.9)
    assert listed(plan).keys() == WEIGHTS.keys() - {"Weight of Answer in one hour"}


def test_what_is_empty_or_an_error_is_not_suggested(plan: OpenPlan) -> None:
    plan.close_round("2027")
    objectives = plan.worksheet("Strategy objectives")
    objectives.set(objectives.row("Answer in one hour"), "Weight", None)
    assert "Weight of Answer in one hour" not in listed(plan)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weights=st.lists(st.floats(0, 1e6), min_size=5, max_size=5),
    strength=st.floats(0, 5),
    chosen=st.sets(st.integers(0, 5)),
)
def test_accepting_is_idempotent(plan: OpenPlan, weights: list[float], strength: float, chosen: set[int]) -> None:
    start = sum(not entry.undone for entry in plan.history(1000))
    objectives = plan.worksheet("Strategy objectives")
    objectives.set_many({(row, "Weight"): weight for row, weight in zip(objectives.rows(), weights, strict=True)})
    plan.set("Reweight_strength", strength)
    plan.close_round("2027")
    found = suggestions(plan.plan)
    taken = [found[at] for at in sorted(chosen) if at < len(found)]
    rest = [suggestion.cell for suggestion in found if suggestion not in taken]
    if taken:
        plan.session.apply(accept(taken))
        plan.session.apply(accept(taken))
    assert [suggestion.cell for suggestion in suggestions(plan.plan)] == rest
    while sum(not entry.undone for entry in plan.history(1000)) > start:
        plan.undo()

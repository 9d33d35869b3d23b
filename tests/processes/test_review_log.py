"""The review is a log: a decision has its effect in the round after it was taken, however long its line stays."""

from __future__ import annotations

from datetime import date

import pytest

from strategy_studio.api import OpenPlan

pytest_plugins = ("tests.plans",)

BELIEF, OBJECTIVE, FINDING = "Fast answers keep shops", "Answer in one hour", "Replies still slow"
"""The worked examples hold one line: this finding, on this belief and objective, Adapt, due 2028-02-28."""


def cell(plan: OpenPlan, worksheet: str, row: str, column: str) -> object:
    sheet = plan.worksheet(worksheet)
    return sheet.value(sheet.row(row), column)


def effects(plan: OpenPlan) -> tuple[object, ...]:
    """What the review of the last round does to this one: calls, decision, suggested confidence."""
    return (
        cell(plan, "Strategy objectives", OBJECTIVE, "Review calls"),
        cell(plan, "Assumptions", BELIEF, "Decision last round"),
        cell(plan, "Assumptions", BELIEF, "Suggested confidence"),
    )


def decide(plan: OpenPlan, finding: str, decision: str, due: str = "2029-01-31", belief: str | None = BELIEF) -> None:
    plan.worksheet("Strategy review").insert({
        "Finding": finding, "KPI": "Reply hours", "Assumption": belief, "What we saw": "seen", "Decision": decision,
        "Owner": "Cem", "Due": due,
    })  # fmt: skip


def suggested(plan: OpenPlan) -> dict[str, float]:
    return {found.label: found.suggested for found in plan.suggestions()}


def test_a_line_left_in_the_log_counts_once(plan: OpenPlan) -> None:
    plan.set("Reopen_after_rounds", 9)
    assert cell(plan, "Strategy review", FINDING, "Carried over") == "No"
    plan.close_round("2027")
    assert effects(plan) == (1.0, "Adapt", 0.3)
    assert cell(plan, "Strategy objectives", OBJECTIVE, "Reopen") == "Yes"
    assert cell(plan, "Strategy review", FINDING, "Carried over") == "Yes"
    plan.accept([found for found in plan.suggestions() if BELIEF in found.label])
    plan.close_round("2028")
    assert effects(plan) == (0.0, None, 0.3)
    assert cell(plan, "Strategy objectives", OBJECTIVE, "Reopen") == "No"
    assert f"Confidence of {BELIEF}" not in suggested(plan)
    plan.close_round("2029")
    assert effects(plan) == (0.0, None, 0.3)


def test_the_newest_decision_of_a_round_wins(plan: OpenPlan) -> None:
    plan.close_round("2027")
    decide(plan, "Replies faster now", "Adapt")
    decide(plan, "Shops stay", "Keep")
    decide(plan, "Not decided yet", "")
    decide(plan, "Another belief", "Drop", belief="Shops book on line")
    plan.close_round("2028")
    assert effects(plan) == (2.0, "Keep", 0.6)
    assert cell(plan, "Assumptions", "Shops book on line", "Decision last round") == "Drop"
    plan.close_round("2029")
    assert effects(plan) == (0.0, None, 0.6)


@pytest.mark.parametrize(("column", "value"), [("Due", date(2029, 5, 31)), ("Decision", "Drop"), ("Due", None)])
def test_a_line_that_is_decided_again_counts_again(plan: OpenPlan, column: str, value: object) -> None:
    review = plan.worksheet("Strategy review")
    plan.close_round("2027")
    review.set(review.row(FINDING), column, value)
    assert cell(plan, "Strategy review", FINDING, "Carried over") == "No"
    plan.close_round("2028")
    assert effects(plan)[:2] == (1.0, value if column == "Decision" else "Adapt")
    plan.close_round("2029")
    assert effects(plan)[:2] == (0.0, None)


def test_what_is_done_or_told_in_other_words_is_still_carried_over(plan: OpenPlan) -> None:
    review = plan.worksheet("Strategy review")
    plan.close_round("2027")
    review.set_many({
        (review.row(FINDING), "Done"): True,
        (review.row(FINDING), "Why"): "Cases change hands",
        (review.row(FINDING), "Owner"): "Ada",
    })  # fmt: skip
    assert cell(plan, "Strategy review", FINDING, "Carried over") == "Yes"

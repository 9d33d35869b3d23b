"""Claims against measurements: series made by hand with a known lag, scipy's rank correlation, honest words."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from strategy_studio.analysis.claims import ClaimTest, judged, spearman, test_claims
from strategy_studio.api import OpenPlan

pytest_plugins = ("tests.plans",)

Numbers = Sequence[float | None]


def month(number: int) -> date:
    """The 28th of a month, from January 2020."""
    return date(2020 + number // 12, number % 12 + 1, 28)


def claim(
    plan: OpenPlan, causes: list[Numbers], effects: list[Numbers], lag: int | None = 0, direction: str = "Same",
    kind: str = "Maximise", every: int = 1,
) -> ClaimTest:  # fmt: skip
    """A claim between two new objectives with these series, one value each `every` months, reviewed after the last."""
    longest = max(len(series) for series in (*causes, *effects))
    with plan.change("A claim"):
        plan.set("Review_date", date(2020 + (longest - 1) * every // 12, (longest - 1) * every % 12 + 1, 28))
        plan.set("Lag_period", "Month")
        for side, series in (("Causing", causes), ("Following", effects)):
            plan.worksheet("Strategy objectives").insert({"Objective": side, "Perspective": "Customer"})
            for number, values in enumerate(series):
                measure(plan, side, number, values, kind if side == "Following" else "Maximise", every)
        row = plan.worksheet("Strategy map links").insert({
            "Link": "Made up", "Cause": "Causing", "Effect": "Following", "Claim": "It follows", "Direction": direction,
            "Expected lag": lag,
        })  # fmt: skip
    return next(test for test in test_claims(plan.plan) if test.row == row)


def measure(plan: OpenPlan, objective: str, number: int, values: Numbers, kind: str, every: int) -> None:
    """A KPI on a scale of 10 with values from January 2020."""
    name = f"{objective} {number}"
    plan.worksheet("KPIs").insert({
        "KPI": name, "Objective": objective, "Kind": kind, "Minimum": 0, "Maximum": 10, "Band low": 40, "Band high": 60,
    })  # fmt: skip
    plan.worksheet("Measurements").insert_many([
        {"KPI": name, "Date": month(at * every), "Actual": value}
        for at, value in enumerate(values) if value is not None
    ])  # fmt: skip


def walk(seed: int, length: int) -> list[float]:
    """A random series of whole numbers, with ties among its changes."""
    drawn = random.Random(seed)
    level, found = 50, []
    for _ in range(length):
        level += drawn.choice([-3, -2, -1, 0, 1, 2, 4])
        found.append(float(level))
    return found


def differences(values: Sequence[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(values)]


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_an_effect_that_follows_at_its_lag_is_supported(plan: OpenPlan, lag: int) -> None:
    cause = walk(1, 14)
    effect = [*walk(2, lag), *cause[: 14 - lag]]
    test = claim(plan, [cause], [effect], lag)
    assert test.verdict == "Supported so far"
    assert (test.lag, test.lag_months, test.step) == (lag, lag, 1)
    assert test.correlation == pytest.approx(1.0)
    # with a lag, the first of the effect's changes has no cause in the series
    assert len(test.points) == 13 - lag and test.agreeing == test.moving
    assert [point.cause for point in test.points] == pytest.approx(
        [change / 10 for change in differences(cause)[: 13 - lag]]
    )
    assert test.points[-1].at == {0: date(2021, 2, 1), 1: date(2021, 1, 1), 3: date(2020, 11, 1)}[lag]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("lag", [0, 2])
def test_rank_correlation_and_signs_are_those_of_scipy_and_of_counting(plan: OpenPlan, seed: int, lag: int) -> None:
    cause, effect = walk(seed, 12), walk(seed + 100, 12)
    test = claim(plan, [cause], [effect], lag)
    first, second = differences(cause)[: 11 - lag], differences(effect)[lag:]
    assert test.correlation == pytest.approx(stats.spearmanr(first, second).statistic)
    moved = [(a, b) for a, b in zip(first, second, strict=True) if a and b]
    assert test.moving == len(moved)
    assert test.agreeing == sum(math.copysign(1, a) == math.copysign(1, b) for a, b in moved)


def test_less_is_better_and_opposite_turn_the_claim(plan: OpenPlan) -> None:
    series = walk(5, 10)
    assert claim(plan, [series], [series], kind="Minimise").verdict == "Contradicted"
    plan.undo()
    assert claim(plan, [series], [series], kind="Minimise", direction="Opposite").verdict == "Supported so far"
    plan.undo()
    assert claim(plan, [series], [series], direction="Opposite").verdict == "Contradicted"


def test_a_band_is_better_the_nearer_it_is(plan: OpenPlan) -> None:
    outside = [90.0, 85, 70, 75, 66, 61, 68, 72]
    distance = [-(value - 60) for value in outside]
    assert claim(plan, [distance], [outside], kind="Band").correlation == pytest.approx(1.0)


def test_several_measures_count_by_their_mean_change(plan: OpenPlan) -> None:
    one, two = walk(7, 9), walk(8, 9)
    late: Numbers = [None, None, None, *two[3:]]
    test = claim(plan, [one, late], [walk(9, 9)])
    first, second = differences(one), differences(two)
    # the second has its first change in month 4: until then the first one's change is the objective's
    expected = [*first[:3], *((a + b) / 2 for a, b in zip(first[3:], second[3:], strict=True))]
    assert [point.cause * 10 for point in test.points] == pytest.approx(expected)


def test_a_missing_value_takes_both_its_changes_away(plan: OpenPlan) -> None:
    cause: list[float | None] = [*walk(3, 10)]
    cause[4] = None
    assert len(claim(plan, [cause], [walk(4, 10)]).points) == 7


def test_quarters_are_compared_at_a_lag_in_months(plan: OpenPlan) -> None:
    cause = walk(11, 12)
    test = claim(plan, [cause], [[50.0, 51.0, *cause[:10]]], lag=6, every=3)
    assert test.step == 3 and test.lag_months == 6 and len(test.points) == 9
    assert test.correlation == pytest.approx(1.0) and "from quarter to quarter, 6 months apart" in test.sentence


def test_values_after_the_review_do_not_count(plan: OpenPlan) -> None:
    claim(plan, [walk(1, 12)], [walk(1, 12)])
    plan.set("Review_date", month(7))
    assert len(test_claims(plan.plan)[-1].points) == 7


@pytest.mark.parametrize(("length", "verdict"), [(6, "Too few"), (7, "Supported so far")])
def test_less_than_six_points_say_nothing(plan: OpenPlan, length: int, verdict: str) -> None:
    series = walk(6, length)
    test = claim(plan, [series], [series])
    assert (test.verdict, len(test.points)) == (verdict, length - 1)
    if verdict == "Too few":
        assert "5 changes from month to month" in test.sentence and "takes 1 more" in test.sentence


def test_a_side_that_never_varies_is_unclear(plan: OpenPlan) -> None:
    test = claim(plan, [[5.0] * 9], [walk(1, 9)])
    assert (test.verdict, test.correlation, test.moving) == ("Unclear", None, 0)
    assert "one side never varies" in test.sentence


def test_trends_alone_support_nothing(plan: OpenPlan) -> None:
    """Both rise all the time, yet the one rises most when the other rises least: levels would correlate fully."""
    steps = [1.0, 5, 2, 6, 3, 7, 1, 8]
    one = [sum(steps[:at]) for at in range(9)]
    two = [sum(9 - step for step in steps[:at]) for at in range(9)]
    assert stats.spearmanr(one, two).statistic == pytest.approx(1.0)
    test = claim(plan, [one], [two])
    assert test.correlation == pytest.approx(-1.0) and test.agreeing == test.moving
    assert test.verdict == "Unclear"


def test_without_lag_or_values_the_sentence_says_what_to_do(plan: OpenPlan) -> None:
    assert "Type the expected lag" in claim(plan, [walk(1, 9)], [walk(2, 9)], lag=None).sentence
    plan.undo()
    assert "no measured value of Causing counts" in claim(plan, [], [walk(2, 9)]).sentence
    assert [test.verdict for test in test_claims(plan.plan)] == ["Too few", "Too few"]


def test_lags_are_counted_in_rounds_unless_told_otherwise(plan: OpenPlan) -> None:
    plan.set("Period_start", date(2027, 7, 1))
    plan.set("Review_date", date(2027, 12, 31))
    assert plan.value("Lag_months") == 6
    assert test_claims(plan.plan)[0].lag_months == 12
    for word, months in (("Year", 12), ("Half-year", 6), ("Quarter", 3), ("Month", 1)):
        plan.set("Lag_period", word)
        assert test_claims(plan.plan)[0].lag_months == 2 * months
    plan.set("Lag_period", "Round")
    plan.set("Period_start", date(2027, 12, 24))
    assert plan.value("Lag_months") == 12  # less than a month: the plan's period


@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=2, max_size=30))
def test_spearman_equals_scipy(pairs: list[tuple[int, int]]) -> None:
    first, second = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    found = spearman(first, second)
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(stats.spearmanr(first, second).statistic)


def test_verdicts_need_ranks_and_signs() -> None:
    assert judged(8, 7, 8, 0.3) == "Supported so far"
    assert judged(8, 4, 8, 0.9) == "Unclear"
    assert judged(8, 7, 8, 0.29) == "Unclear"
    assert judged(8, 1, 8, -0.3) == "Contradicted"
    assert judged(8, 7, 8, -0.9) == "Unclear"
    assert judged(5, 5, 5, 1.0) == "Too few"

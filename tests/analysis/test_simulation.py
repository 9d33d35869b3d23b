"""Monte-Carlo against theory: sums of inputs whose mean, spread and percentiles are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from strategy_studio.analysis.distributions import Distribution, Normal, Pert, Triangular, Uniform
from strategy_studio.analysis.simulation import LiveSimulation, Outcome, sampler, simulate
from strategy_studio.api import OpenPlan
from strategy_studio.model.errors import PlanError
from strategy_studio.model.inputs import Cell, held, input_cells, is_number
from tests.analysis.shop import cell, really_set

pytest_plugins = ("tests.plans",)

DRAWS = 4096
BOTH = pytest.mark.parametrize("quasi", [True, False])


def sum_of(small: OpenPlan, **options: object) -> Outcome:
    """Sum of Ham is 3 A + 2 B + 2; A and B are normal."""
    inputs = {cell(small, "A"): Normal(3, 0.5), cell(small, "B"): Normal(5, 2)}
    return simulate(small.plan, inputs, [cell(small, "Sum")], DRAWS, **options).outcomes[0]  # type: ignore[arg-type]


@BOTH
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_sum_of_normals_is_the_normal_that_theory_says(small: OpenPlan, quasi: bool, seed: int) -> None:
    found = sum_of(small, seed=seed, quasi=quasi)
    theory = stats.norm(3 * 3 + 2 * 5 + 2, math.hypot(1.5, 4))
    sampling = theory.std() / math.sqrt(DRAWS)  # of the mean of independent draws; Sobol points do better
    assert found.mean == pytest.approx(theory.mean(), abs=4 * sampling / (10 if quasi else 1))
    assert found.sd == pytest.approx(theory.std(), rel=4 / math.sqrt(2 * DRAWS))
    for percent, number in found.percentiles.items():
        share = percent / 100
        error = math.sqrt(share * (1 - share) / DRAWS) / theory.pdf(theory.ppf(share))
        assert number == pytest.approx(theory.ppf(share), abs=4 * error)
    chance = found.chance_of_at_least(25.0)
    assert chance == pytest.approx(theory.sf(25.0), abs=4 * 0.5 / math.sqrt(DRAWS))


@BOTH
@pytest.mark.parametrize("correlation", [-1.0, -0.8, 0.5, 1.0 - 1e-6, 1.0])
def test_correlated_inputs_spread_as_theory_says(small: OpenPlan, quasi: bool, correlation: float) -> None:
    pair = {(cell(small, "A"), cell(small, "B")): correlation}
    found = sum_of(small, quasi=quasi, correlations=pair, measure="linear")
    expected = math.sqrt(1.5**2 + 4**2 + 2 * correlation * 1.5 * 4)
    assert found.sd == pytest.approx(expected, rel=5 / math.sqrt(2 * DRAWS))


def test_rank_correlations_are_those_of_the_draws(small: OpenPlan) -> None:
    inputs: dict[Cell, Distribution] = {cell(small, "A"): Pert(0, 1, 9), cell(small, "A", "Jam"): Triangular(1, 5, 6)}
    one, other = inputs
    drawn = sampler(small.plan, inputs, 5, True, {(one, other): 0.7}, "rank", False, True)
    block = np.concatenate(list(drawn.blocks(DRAWS, 1024)))
    assert stats.spearmanr(block).statistic == pytest.approx(0.7, abs=0.02)


@BOTH
def test_blocks_of_any_size_are_the_same_draws(small: OpenPlan, quasi: bool) -> None:
    drawn = sampler(small.plan, {cell(small, "A"): Uniform(0, 1)}, 9, quasi, {}, "rank", False, True)
    one, many = (np.concatenate(list(drawn.blocks(1000, size))) for size in (1024, 64))
    np.testing.assert_array_equal(one, many)
    assert one.shape == (1000, 1)


def test_the_same_seed_gives_the_same_and_another_does_not(small: OpenPlan) -> None:
    first, again, other = (sum_of(small, seed=seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.values, again.values)
    assert (first.values != other.values).any()


def test_draws_without_a_number_are_counted_and_left_out(small: OpenPlan) -> None:
    # SQRT(A - 1) has no value for A below 1, which is a quarter of the range.
    found = simulate(small.plan, {cell(small, "A"): Uniform(0, 4)}, [cell(small, "Root")], 1024).outcomes[0]
    assert found.errors == pytest.approx(256, abs=2) and found.empty == 0
    assert len(found.values) == 1024 - found.errors
    assert found.sentence == f"Of 1,024 draws {found.errors} with an error gave no number."
    assert found.mean == pytest.approx(2 / 3 * math.sqrt(3), rel=1e-2)
    counts, edges = found.histogram(10)
    assert counts.sum() == len(found.values) and len(edges) == 11


def test_kinds_limit_the_draws(small: OpenPlan) -> None:
    inputs = {cell(small, "Grade"): Normal(9, 3), cell(small, "Staff"): Uniform(0.5, 3.5)}
    targets = [cell(small, "Points"), cell(small, "Pay")]
    found = simulate(small.plan, inputs, targets, 2048)
    points, pay = found.outcomes
    expected = stats.truncnorm(-3, 1 / 3, 9, 3)
    assert points.values.max() <= 20 and points.mean == pytest.approx(2 * expected.mean(), rel=1e-2)
    assert set(pay.values) == {7.0, 14.0, 21.0}
    outside = 100 * (stats.norm.sf(10, 9, 3) + stats.norm.cdf(0, 9, 3))
    assert found.notes == (
        f"Grade of Ham is drawn from 0 to 10 only. {outside:.1f}\u202f% of its distribution lies outside and is cut.",
    )
    loose = simulate(small.plan, inputs, targets[:1], 2048, truncate=False)
    assert loose.outcomes[0].values.max() > 20 and loose.notes == ()
    assert simulate(small.plan, {cell(small, "Grade"): Pert(0, 3, 10)}, targets[:1], 64).notes == ()


def test_cancel_gives_what_was_done(small: OpenPlan) -> None:
    seen = []

    def stop(fraction: float) -> bool:
        seen.append(fraction)
        return len(seen) < 2

    found = simulate(
        small.plan, {cell(small, "A"): Uniform(0, 1)}, [Cell("Total_sum")], 400_000, progress=stop
    )  # fmt: skip
    assert len(seen) == 2 and 0 < found.draws < 400_000 and not found.complete
    assert seen[-1] == found.draws / 400_000
    assert len(found.outcomes[0].values) == found.draws


def test_targets_that_no_input_reaches_stay_as_they_are(small: OpenPlan) -> None:
    found = simulate(small.plan, {cell(small, "A"): Uniform(0, 1)}, [cell(small, "Pay")], 100)
    assert set(found.outcomes[0].values) == {28.0} and found.outcomes[0].sd == 0


def test_the_live_band_is_that_of_a_simulation_of_the_edited_plan(plan: OpenPlan) -> None:
    cells = input_cells(plan.plan, ["Segment_CLV[Revenue per customer]"])
    inputs: dict[Cell, Distribution] = {
        at: Uniform(0.8 * float(held(plan.plan, at) or 0), 1.2 * float(held(plan.plan, at) or 0))
        for at in cells if is_number(plan.plan, at)
    }  # fmt: skip
    target, slider = Cell("Customer_equity_total"), Cell("Discount_rate")
    live = LiveSimulation(plan.plan, inputs, [target], draws=512, seed=3)
    for rate in (0.07, 0.15):
        shown = live.at({slider: rate})[target]
        plan.set("Discount_rate", rate)
        expected = simulate(plan.plan, inputs, [target], 512, seed=3).outcomes[0].percentiles
        plan.undo()
        assert shown == pytest.approx(expected)


def test_an_uncertain_input_can_be_fixed(small: OpenPlan) -> None:
    live = LiveSimulation(small.plan, {cell(small, "A"): Uniform(0, 9)}, [cell(small, "Square")], 64)
    fixed = live.at({cell(small, "A"): 3.5})[cell(small, "Square")]
    assert set(fixed.values()) == {really_set(small, cell(small, "A"), 3.5, cell(small, "Square"))}
    assert live.at({cell(small, "A"): 0.0})[cell(small, "Square")][50] == 0.0
    nothing = LiveSimulation(small.plan, {cell(small, "B"): Uniform(0, 9)}, [cell(small, "Root")], 64)
    assert nothing.at({cell(small, "A"): -5.0}) == {cell(small, "Root"): {}}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"draws": 0}, r"^A simulation takes from 1 to 10,000,000 draws, not 0\."),
        ({"seed": -1}, r"^A seed is a whole number from 0, not -1\."),
        ({"inputs": {}}, r"^Nothing is uncertain yet\."),
        ({"inputs": "Sum"}, r"^Sum of Ham is computed and cannot be varied\."),
        ({"correlations": ("A", "Staff", 0.5)}, r"^Staff of Ham is correlated but certain\."),
        ({"correlations": ("A", "B", 1.5)}, r"^A of Ham and B of Ham cannot have the correlation 1\.5\."),
    ],
)
def test_what_cannot_be_simulated_is_refused(small: OpenPlan, options: dict[str, object], sentence: str) -> None:
    inputs: dict[Cell, Distribution] = {cell(small, "A"): Uniform(0, 1), cell(small, "B"): Uniform(0, 1)}
    given: dict[str, object] = {"draws": 100, "correlations": {}, **options}
    if "inputs" in options:
        inputs = {cell(small, "Sum"): Uniform(0, 1)} if options["inputs"] else {}
        del given["inputs"]
    if options.get("correlations"):
        one, other, number = options["correlations"]  # type: ignore[misc]
        given["correlations"] = {(cell(small, one), cell(small, other)): number}
    with pytest.raises(PlanError, match=sentence):
        simulate(small.plan, inputs, [Cell("Total_sum")], **given)  # type: ignore[arg-type]


def test_a_linear_correlation_out_of_reach_is_refused(small: OpenPlan) -> None:
    inputs: dict[Cell, Distribution] = {cell(small, "A"): Triangular(0, 0, 1), cell(small, "B"): Triangular(0, 0, 1)}
    pair = {(cell(small, "A"), cell(small, "B")): -0.99}
    with pytest.raises(PlanError, match=r"cannot have the linear correlation -0\.99; their distributions allow"):
        simulate(small.plan, inputs, [Cell("Total_sum")], 64, correlations=pair, measure="linear")


def test_texts_and_no_figures_at_all_are_refused(small: OpenPlan) -> None:
    inputs: dict[Cell, Distribution] = {cell(small, "A"): Uniform(0, 1)}
    with pytest.raises(PlanError, match=r"^Item of Ham is no number\. Ask about one of the numbers"):
        simulate(small.plan, inputs, [Cell("Total_sum"), cell(small, "Item")])
    with pytest.raises(PlanError, match=r"^Nothing is asked about yet\."):
        LiveSimulation(small.plan, inputs, [])

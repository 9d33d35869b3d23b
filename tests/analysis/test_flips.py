"""Flip points against closed forms, and against really setting the cells on both sides of the turn."""

from __future__ import annotations

import math

import pytest

from strategy_studio.analysis.flips import flip_points
from strategy_studio.analysis.single_cells import kind_of
from strategy_studio.api import OpenPlan
from strategy_studio.model.errors import PlanError
from strategy_studio.model.inputs import Cell, find_cell
from tests.analysis.shop import cell, really_set

pytest_plugins = ("tests.plans",)


def test_a_linear_order_turns_where_the_lines_cross(small: OpenPlan) -> None:
    # Ham 3*3+2*5+2 = 21, Jam 3*2-2+2 = 6: Ham falls to 6 when its A falls by 5.
    at = cell(small, "A")
    (flip,) = flip_points(
        small.plan, cell(small, "Sum"), cell(small, "Sum", "Jam"), [at], ranges={at: (-10, 10)}
    )  # fmt: skip
    assert flip.at == pytest.approx(-2.0, abs=1e-9)
    assert flip.sentence == "Ham stays ahead of Jam in Sum until A of Ham falls below −2."


def test_the_input_that_turns_it_soonest_comes_first(small: OpenPlan) -> None:
    ranges = {cell(small, name, item): (-50.0, 50.0) for name in "AB" for item in ("Ham", "Jam")}
    flips = flip_points(small.plan, cell(small, "Sum"), cell(small, "Sum", "Jam"), list(ranges), ranges)
    expected = {"A of Ham": -2.0, "B of Ham": -2.5, "A of Jam": 7.0, "B of Jam": 6.5}
    assert {flip.label: flip.at for flip in flips} == pytest.approx(expected)
    assert [flip.distance for flip in flips] == sorted(flip.distance for flip in flips)
    assert flips[0].label == "B of Ham"  # by 7.5 of 5; A of Ham by 5 of 3


def test_a_threshold_turns_where_the_figure_reaches_it(small: OpenPlan) -> None:
    at = cell(small, "A")
    (flip,) = flip_points(small.plan, cell(small, "Square"), 20.0, [at], ranges={at: (0, 10)})
    assert flip.at == pytest.approx(math.sqrt(20))
    assert flip.sentence == "Square of Ham stays below 20 until A of Ham rises above 4.472."


def test_a_jump_is_a_turn(small: OpenPlan) -> None:
    (flip,) = flip_points(small.plan, cell(small, "Step"), 5.0, [cell(small, "A")])
    assert flip.at == pytest.approx(4.0)


def test_whole_numbers_turn_at_whole_numbers(small: OpenPlan) -> None:
    (flip,) = flip_points(small.plan, cell(small, "Pay", "Jam"), 50.0, [cell(small, "Staff", "Jam")])
    assert flip.at == 7.0  # 7 * 7 = 49 is the first below 50
    assert flip.sentence.endswith("until Staff of Jam falls to 7.")


def test_a_figure_is_not_compared_with_itself(small: OpenPlan) -> None:
    with pytest.raises(
        PlanError, match=r"^Points of Ham is compared with itself\. Name another figure, or a number\.$"
    ):
        flip_points(small.plan, cell(small, "Points"), cell(small, "Points"))


def test_never_within_the_range_is_said(small: OpenPlan) -> None:
    (flip,) = flip_points(small.plan, cell(small, "Points"), 21.0, [cell(small, "Grade")])
    assert flip.at is None and flip.distance == math.inf
    assert flip.sentence == "Points of Ham stays below 21 at all 66 values of Grade of Ham tried between 0 and 10."


def test_the_worked_example_turns_where_it_really_turns(plan: OpenPlan) -> None:
    first, second = (find_cell(plan.plan, "Segment_CLV[CLV]", name) for name in ("Homes", "Shops"))
    turned = [flip for flip in flip_points(plan.plan, first, second) if flip.at is not None]
    assert turned
    for flip in turned:
        ahead = []
        whole = kind_of(plan.plan, flip.cell).name == "Whole number"
        back = math.copysign(1.0 if whole else 1e-6 * abs(flip.at), flip.held - flip.at)
        for number in (flip.at, flip.at + back):
            one, other = (really_set(plan, flip.cell, number, target) for target in (first, second))
            assert one is not None and other is not None
            ahead.append(one >= other)
        assert ahead[0] != ahead[1], flip.sentence


def test_nothing_to_compare_is_refused(small: OpenPlan) -> None:
    small.worksheet("Items").set(cell(small, "A").row, "A", None)
    with pytest.raises(PlanError, match=r"^Sum of Ham has no value now"):
        flip_points(small.plan, cell(small, "Sum"), Cell("Total_sum"))
    with pytest.raises(PlanError, match=r"^Item of Ham is no number\."):
        flip_points(small.plan, cell(small, "Item"), 1.0)

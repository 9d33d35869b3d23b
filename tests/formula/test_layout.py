"""Many cases laid side by side are added up, grouped and combined as numpy does it with the rows of one case."""

from __future__ import annotations

import numpy as np
import pytest

from strategy_studio.formula.functions.pooling import along
from strategy_studio.formula.functions.ranking import order, ranks, ranks_by_case
from strategy_studio.formula.groups import SIDE_BY_SIDE, MaskGroups, RowGroups
from strategy_studio.formula.layout import MANY_CASES, combined, laid, side_by_side
from strategy_studio.formula.operators import power
from strategy_studio.formula.values import Floats, Values

CHANCE = np.random.default_rng(20270101)


def spread_out(cases: int, rows: int) -> Floats:
    """Numbers of very different sizes, so that another order of adding them shows in the last digits."""
    return CHANCE.uniform(-1, 1, (cases, rows)) * 10.0 ** CHANCE.integers(-8, 9, (cases, rows))


@pytest.mark.parametrize("rows", [1, 2, 7, 8, 9, 15, 16, 17, 40, 127, 128, 129, 250, 300, 1000])
def test_a_row_adds_up_to_the_last_bit_as_numpy_adds_it_by_itself(rows: int) -> None:
    numbers = spread_out(MANY_CASES, rows)
    expected = [case.sum() for case in numbers]
    assert along(laid(numbers))[:, 0].tolist() == expected == along(numbers)[:, 0].tolist()


@pytest.mark.parametrize("count", [1, 3, 40])
def test_groups_of_many_cases_add_up_to_the_last_bit_as_those_of_one(count: int) -> None:
    numbers, rows = spread_out(SIDE_BY_SIDE, 60), CHANCE.integers(0, count + 1, 60)
    groups = RowGroups(rows, count)
    together = groups.sum(laid(numbers))
    assert together.shape == (SIDE_BY_SIDE, count + 1) and not together[:, count].any()
    for case in (0, 1, SIDE_BY_SIDE - 1):
        alone = [sum(numbers[case, rows == group].tolist()) for group in range(count)]
        assert together[case, :-1].tolist() == alone


def test_groups_without_rows_add_up_to_nothing() -> None:
    groups = RowGroups(np.zeros(0, dtype=np.intp), 2)
    assert groups.sum(np.zeros((SIDE_BY_SIDE, 0))).tolist() == [[0.0] * 3] * SIDE_BY_SIDE


@pytest.mark.parametrize("cases_of_masks", [1, MANY_CASES])
def test_the_largest_of_overlapping_groups(cases_of_masks: int) -> None:
    numbers, masks = spread_out(MANY_CASES, 9), CHANCE.random((cases_of_masks, 4, 9)) < 0.4
    found = MaskGroups(masks).extreme(laid(numbers), np.maximum, -np.inf)
    for case in range(MANY_CASES):
        wanted = [numbers[case][mask] for mask in masks[case % cases_of_masks]]
        assert found[case].tolist() == [*(max(group.tolist(), default=-np.inf) for group in wanted), -np.inf]


def test_ranks_of_many_cases_are_those_of_each_case() -> None:
    numbers = CHANCE.integers(0, 5, (MANY_CASES, 7)).astype(np.float64)
    ascending = np.zeros((1, 1))
    together = ranks_by_case(laid(numbers), order(Values(laid(numbers))), ascending)
    for case in range(MANY_CASES):
        alone = ranks(numbers[case : case + 1], order(Values(numbers[case : case + 1])), ascending)
        assert together[case].tolist() == alone[0].tolist()


@pytest.mark.parametrize("exponents", [[1.0, 2.0, 1.0, 3.0], [0.5, -1.0, 4.0], [2.0, 2.0]])
def test_a_power_is_the_same_whether_exponents_repeat_or_not(exponents: list[float]) -> None:
    base, exponent = CHANCE.uniform(0.5, 3, (MANY_CASES, 1)), np.array([exponents])
    found = power(base, exponent)
    assert side_by_side(found)
    np.testing.assert_allclose(found, [[x**y for y in exponents] for x in base[:, 0].tolist()], rtol=4e-16)


def test_what_is_combined_of_a_row_and_many_cases_lies_side_by_side() -> None:
    base, row = CHANCE.random((MANY_CASES, 1)), CHANCE.random((1, 5))
    for left, right in ((base, row), (row, base)):
        found = combined(np.subtract, left, right)
        assert side_by_side(found) and np.array_equal(found, left - right)
    assert not side_by_side(combined(np.subtract, base[:2], row))

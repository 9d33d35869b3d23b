"""Shapley values of games with known solutions, their axioms, and samples against what is exact."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy_studio.analysis.shapley import Floats, Masks, Worth, balanced, shapley

AIRPORT = [8.0, 11.0, 13.0, 18.0]


def airport(costs: list[float]) -> Worth:
    """A runway costs what its largest aeroplane needs (Littlechild and Owen 1973)."""
    return lambda masks: np.where(masks, np.array(costs), 0.0).max(axis=1)


def airport_shares(costs: list[float]) -> list[float]:
    """Each step of the sorted costs, shared by all who need it."""
    ordered = sorted(costs)
    steps = [
        (high - low) / (len(costs) - at) for at, (low, high) in enumerate(zip([0.0, *ordered], ordered, strict=False))
    ]
    return [math.fsum(steps[: ordered.index(cost) + 1]) for cost in costs]


def table_game(table: list[float]) -> Worth:
    """A game whose coalitions are worth what a table says, the first player in the lowest bit."""
    worths = np.array(table)

    def worth(masks: Masks) -> Floats:
        return worths[masks @ (1 << np.arange(masks.shape[1]))]

    return worth


def tables(players: int) -> st.SearchStrategy[list[float]]:
    """Any worth for every coalition."""
    worth = st.floats(-1e6, 1e6, allow_subnormal=False)
    return st.lists(worth, min_size=1 << players, max_size=1 << players)


def test_the_airport_game_has_its_published_shares() -> None:
    found = shapley(airport(AIRPORT), 4, 100, 0)
    assert found.exact
    assert found.effects == pytest.approx([2, 3, 4, 9], rel=1e-12)
    assert found.errors == (0.0,) * 4


def test_the_glove_game_has_its_published_shares() -> None:
    def worth(masks: Masks) -> Floats:
        return (masks[:, 0] & (masks[:, 1] | masks[:, 2])).astype(float)

    assert shapley(worth, 3, 100, 0).effects == pytest.approx([2 / 3, 1 / 6, 1 / 6], rel=1e-12)


def test_one_player_has_it_all_and_none_has_nothing() -> None:
    assert shapley(table_game([3.0, 10.0]), 1, 100, 0).effects == (7.0,)


@given(tables(4))
def test_effects_add_up_to_the_worth_of_all_less_that_of_none(table: list[float]) -> None:
    effects = shapley(table_game(table), 4, 100, 0).effects
    largest = max(map(abs, table))
    assert math.fsum(effects) == pytest.approx(table[-1] - table[0], rel=1e-9, abs=1e-15 * largest)


@given(tables(3), tables(3), st.integers(-5, 5))
def test_effects_of_a_sum_of_games_are_the_sums_of_their_effects(
    one: list[float], other: list[float], factor: int
) -> None:
    both = [a + factor * b for a, b in zip(one, other, strict=True)]
    first, second, joint = (shapley(table_game(table), 3, 100, 0).effects for table in (one, other, both))
    expected = [a + factor * b for a, b in zip(first, second, strict=True)]
    assert joint == pytest.approx(expected, abs=1e-8)


@given(tables(3))
def test_a_player_that_adds_nothing_has_exactly_nothing(table: list[float]) -> None:
    effects = shapley(table_game(table + table), 4, 100, 0).effects
    assert effects[3] == 0.0
    assert effects[:3] == pytest.approx(shapley(table_game(table), 3, 100, 0).effects, abs=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=6))
def test_players_that_add_the_same_have_the_same(worths: list[float]) -> None:
    """Worth depends on the number of the first two players and on the third."""
    table = [worths[(code & 1) + (code >> 1 & 1) + 3 * (code >> 2)] for code in range(8)]
    one, other, _ = shapley(table_game(table), 3, 100, 0).effects
    assert one == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e15])
def test_effects_add_up_whatever_cancels(scale: float) -> None:
    amounts = np.array([1e9, -1e9, 3.0, 0.1, 0.2, -7.7]) * scale
    effects = shapley(lambda masks: np.array([math.fsum(row) for row in masks * amounts]), 6, 100, 0).effects
    assert math.fsum(effects) == pytest.approx(math.fsum(amounts), rel=1e-9)


@given(st.lists(st.floats(-1e12, 1e12, allow_subnormal=False), min_size=1, max_size=12), st.floats(-1e-6, 1e-6))
def test_balancing_takes_only_the_rounding_out(effects: list[float], noise: float) -> None:
    difference = math.fsum(effects) * (1 + 1e-15 * noise)
    found = balanced(effects, difference)
    largest = max(map(abs, effects))
    assert math.fsum(found) == pytest.approx(difference, rel=1e-9, abs=2e-16 * largest)
    assert all(after == 0.0 for before, after in zip(effects, found, strict=True) if before == 0.0)
    assert found == pytest.approx(effects, abs=1e-15 * largest * len(effects))


# coalitions without a worth


def torn(masks: Masks) -> Floats:
    """Worth 1 for each player, but none while only one of the last two is there."""
    return np.where(masks[:, -1] != masks[:, -2], np.nan, masks.sum(axis=1).astype(float))


def test_players_without_which_there_is_no_worth_are_joined() -> None:
    found = shapley(torn, 4, 100, 0)
    assert found.groups == ((0,), (1,), (2, 3))
    assert found.effects == pytest.approx([1, 1, 2])


def test_three_players_that_need_each_other_are_joined() -> None:
    def worth(masks: Masks) -> Floats:
        together = masks[:, :3].sum(axis=1)
        return np.where((together == 0) | (together == 3), masks @ np.arange(1.0, 6.0), np.nan)

    found = shapley(worth, 5, 100, 0)
    assert found.groups == ((0, 1, 2), (3,), (4,))
    assert found.effects == pytest.approx([6, 4, 5])


def test_two_pairs_that_need_each_other_stay_two_pairs_in_a_sample_too() -> None:
    def worth(masks: Masks) -> Floats:
        split = (masks[:, 0] != masks[:, 1]) | (masks[:, 2] != masks[:, 3])
        return np.where(split, np.nan, masks.sum(axis=1).astype(float))

    for players in (6, 16):
        found = shapley(worth, players, 256, 1)
        assert [group for group in found.groups if len(group) > 1] == [(0, 1), (2, 3)]
        assert math.fsum(found.effects) == pytest.approx(players)
        assert not any(map(math.isnan, found.effects))


# samples


def test_a_sample_of_what_is_additive_is_exact() -> None:
    amounts = np.arange(1.0, 21.0)
    found = shapley(lambda masks: masks @ amounts, 20, 64, 0)
    assert not found.exact
    assert found.effects == pytest.approx(amounts)
    assert found.errors == (0.0,) * 20


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    costs = [float(cost) for cost in range(1, 15)]
    assert shapley(airport(costs), 14, 64, 5) == shapley(airport(costs), 14, 64, 5)
    assert shapley(airport(costs), 14, 64, 5) != shapley(airport(costs), 14, 64, 6)


def test_stated_errors_are_the_errors_of_many_samples() -> None:
    """Two standard errors either way, from 16 blocks, hold the true value about 94 times in 100."""
    costs = [float(cost) for cost in range(1, 15)]
    exact = np.array(airport_shares(costs))
    within = []
    for seed in range(80):
        found = shapley(airport(costs), 14, 256, seed)
        assert math.fsum(found.effects) == pytest.approx(14.0, rel=1e-9)
        apart = np.abs(np.array(found.effects) - exact)
        within.append(float(np.mean(apart <= 2 * np.array(found.errors) + 1e-12)))
    assert 0.88 < np.mean(within) < 0.99


def test_a_sample_in_blocks_is_closer_than_random_orders() -> None:
    """Against plain random orders of the same number, worked out here, by the mean squared error."""
    costs = [float(cost) for cost in range(1, 15)]
    exact = np.array(airport_shares(costs))

    def plain(seed: int) -> Floats:
        rng = np.random.default_rng(seed)
        total = np.zeros(14)
        for _ in range(128):
            level = 0.0
            for player in rng.permutation(14):
                total[player] += max(0.0, costs[player] - level)
                level = max(level, costs[player])
        return total / 128

    ours = [np.sum((np.array(shapley(airport(costs), 14, 128, seed).effects) - exact) ** 2) for seed in range(20)]
    theirs = [np.sum((plain(seed) - exact) ** 2) for seed in range(20)]
    assert np.mean(ours) < 0.5 * np.mean(theirs)


def test_pairs_of_complements_are_split_evenly() -> None:
    """Worth 1 for each pair of players that is whole: each has half of every pair it is in."""

    def worth(masks: Masks) -> Floats:
        return sum(masks[:, one] & masks[:, other] for one, other in combinations(range(5), 2)) * 1.0

    assert shapley(worth, 5, 100, 0).effects == pytest.approx([2.0] * 5)

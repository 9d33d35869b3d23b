"""Names of bubbles never cover each other where there is room, whatever stands where."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from strategy_studio.drawing.beside import Bubble, box_of, overlap, places


def test_a_lone_name_stands_to_the_right_and_at_the_edge_to_the_left() -> None:
    assert places([Bubble(50, 50, 6, 40)], (200, 100))[0].align == "left"
    assert places([Bubble(190, 50, 6, 40)], (200, 100))[0].align == "right"


@pytest.mark.parametrize("seed", range(20))
def test_names_on_a_loose_grid_do_not_touch(seed: int) -> None:
    chance = random.Random(seed)
    bubbles = [
        Bubble(60 + 90 * across + chance.uniform(-8, 8), 30 + 42 * up + chance.uniform(-6, 6), chance.uniform(3, 9),
               chance.uniform(20, 60))
        for across in range(4) for up in range(5)
    ]  # fmt: skip
    boxes = [box_of(bubble, place) for bubble, place in zip(bubbles, places(bubbles, (420, 240)), strict=True)]
    assert all(overlap(one, other) == 0 for one, other in combinations(boxes, 2))


def test_two_bubbles_side_by_side_keep_their_names_apart() -> None:
    bubbles = [Bubble(100, 50, 8, 70), Bubble(130, 50, 8, 70)]
    one, other = (box_of(bubble, place) for bubble, place in zip(bubbles, places(bubbles, (260, 100)), strict=True))
    assert overlap(one, other) == 0
    assert overlap(one, (122, 42, 138, 58)) == 0

"""Values of scenarios that are kept from one edit to the next and brought up to date where it reaches."""

from __future__ import annotations

import random

import pytest

from strategy_studio.api import OpenPlan
from tests.model.layers import cells_of, input_cells, lay, random_layer, really_set, unequal

pytest_plugins = ("tests.plans",)


@pytest.mark.parametrize("seed", range(3))
def test_values_kept_from_edit_to_edit_are_those_from_scratch(plan: OpenPlan, seed: int) -> None:
    chance = random.Random(seed)
    cells, nodes = input_cells(plan.plan), list(plan.plan.structure.places)
    for name in ("One", "Other"):
        lay(plan, name, random_layer(plan.plan, chance, cells, 30))
    for _ in range(12):
        size = chance.choice((1, 1, 4))
        if chance.random() < 0.4:
            really_set(plan, random_layer(plan.plan, chance, cells, size))
        else:
            lay(plan, chance.choice(("One", "Other")), random_layer(plan.plan, chance, cells, size))
        if chance.random() < 0.2:
            plan.undo()
        fresh = plan.plan.scenario_values(("One", "Other"), nodes)
        for case, name in enumerate(("One", "Other")):
            kept = {node: cells_of(plan.plan, node, plan.plan.values(node, name), 0) for node in nodes}
            wrong = [node for node in nodes if unequal(kept[node], cells_of(plan.plan, node, fresh[node], case))]
            assert not wrong, f"seed {seed}"

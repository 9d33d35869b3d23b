"""What changed a figure since a round was closed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy_studio.analysis.reasons import explain_difference
from strategy_studio.analysis.since import attribute_since, layer_of_round
from strategy_studio.api import OpenPlan
from strategy_studio.formula.errors import PlanError
from strategy_studio.model.inputs import Cell
from tests.model import tiny


@pytest.fixture
def small(tmp_path: Path) -> Iterator[OpenPlan]:
    """Two groups in a closed round *First*."""
    with tiny.opened(tmp_path / "tiny.strategy") as plan:
        plan.worksheet("Groups").insert_many(
            [{"Group": "Homes", "Heads": 40, "Spend": 200}, {"Group": "Firms", "Heads": 10, "Spend": 500}]
        )
        plan.worksheet("Shops").insert_many([{"Shop": "North", "Best group": "Homes"}, {"Shop": "South"}])
        plan.close_round("First")
        yield plan


def changed(small: OpenPlan) -> tuple[int, int]:
    """Three inputs are changed and a row is renamed; gives the two groups."""
    groups = small.worksheet("Groups")
    homes, firms = groups.rows()
    groups.set(homes, "Heads", 45)
    groups.set(firms, "Size", "Large")
    groups.set(firms, "Group", "Companies")
    small.set("Base_rate", 0.7)
    shops = small.worksheet("Shops")
    shops.set(shops.row("North"), "Best group", "Companies")
    return homes, firms


def test_the_layer_of_a_round_holds_what_was_different(small: OpenPlan) -> None:
    homes, firms = changed(small)
    found = layer_of_round(small.plan, small.plan.rounds[0])
    north = small.worksheet("Shops").row("North")
    assert found == {
        Cell("Groups[Heads]", homes): 40.0,
        Cell("Groups[Size]", firms): "Small",
        Cell("Groups[Group]", firms): "Firms",
        Cell("Shops[Best group]", north): float(homes),
        Cell("Base_rate"): 0.5,
    }


def test_rows_that_came_or_went_are_left_out(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    groups.remove(groups.row("Homes"))
    groups.insert({"Group": "Clubs", "Heads": 5})
    assert layer_of_round(small.plan, small.plan.rounds[0]) == {}


def test_a_change_since_the_round_is_explained_by_the_inputs(small: OpenPlan) -> None:
    homes, _ = changed(small)
    found = attribute_since(small.plan, Cell("All_heads"), small.plan.rounds[0])
    assert (found.before, found.after) == (50, 55)
    assert [(share.cell, share.effect) for share in found.shares] == [(Cell("Groups[Heads]", homes), 5.0)]
    assert (found.shares[0].before, found.shares[0].after) == (40.0, 45.0)


def test_what_rows_brought_is_a_share_of_its_own(small: OpenPlan) -> None:
    changed(small)
    small.worksheet("Groups").insert({"Group": "Clubs", "Heads": 7})
    found = attribute_since(small.plan, Cell("All_heads"), small.plan.rounds[0])
    assert [(share.label, share.effect) for share in found.shares] == [
        ("Rows added to or removed from Groups", 7.0),
        ("Heads of Homes", 5.0),
    ]
    assert found.shares[0].cells == ()
    assert math.fsum(share.effect for share in found.shares) == found.difference == 12
    assert explain_difference(found, small.plan)[1].startswith("Rows added to or removed from Groups explain +7 (58")


def test_two_rounds_are_compared(small: OpenPlan) -> None:
    homes, _ = changed(small)
    small.close_round("Second")
    small.worksheet("Groups").set(homes, "Heads", 100)
    first, second = small.plan.rounds
    found = attribute_since(small.plan, Cell("All_heads"), first, second)
    assert (found.before, found.after) == (50, 55)
    assert [share.effect for share in found.shares] == [5.0]
    back = attribute_since(small.plan, Cell("All_heads"), second, first)
    assert [share.effect for share in back.shares] == [-5.0]


def test_what_an_own_formula_changed_is_a_share_of_its_own(small: OpenPlan) -> None:
    small.add_figure("Twice_heads", "All_heads*2")
    small.close_round("Second")
    small.edit_figure("Twice_heads", "All_heads*3")
    found = attribute_since(small.plan, Cell("Twice_heads"), small.plan.rounds[1])
    assert [(share.label, share.effect) for share in found.shares] == [("Changed formulas or names", 50.0)]
    with pytest.raises(PlanError, match="Twice heads had no number in round First"):
        attribute_since(small.plan, Cell("Twice_heads"), small.plan.rounds[0])


def test_a_row_that_was_not_there_is_refused(small: OpenPlan) -> None:
    row = small.worksheet("Groups").insert({"Group": "Clubs", "Heads": 7, "Spend": 7})
    with pytest.raises(PlanError, match="Spend each of Clubs did not exist in round First"):
        attribute_since(small.plan, Cell("Groups[Spend each]", row), small.plan.rounds[0])

"""Scenarios and rounds side by side, and what they hold differently cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.analysis.comparison import Comparison
from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell
from tests.model import tiny

pytest_plugins = ("tests.plans",)


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[OpenPlan]:
    """A tiny plan with two scenarios."""
    with tiny.opened(tmp_path / "tiny.strategy") as plan:
        groups, shops = plan.worksheet("Groups"), plan.worksheet("Shops")
        homes, firms = groups.insert_many(
            [{"Group": "Homes", "Heads": 40, "Spend": 200}, {"Group": "Firms", "Heads": 10, "Spend": 500}]
        )
        north, _ = shops.insert_many([{"Shop": "North"}, {"Shop": "South", "Best group": "Firms"}])
        low, high = plan.scenario("Low"), plan.scenario("High")
        low.worksheet("Groups").set_many({(homes, "Heads"): 10, (firms, "Size"): "Large"})
        low.worksheet("Shops").set(north, "Best group", "Homes")
        high.set("Base_rate", 1)
        high.worksheet("Groups").set(firms, "Heads", 0)
        yield plan


def test_scenarios_side_by_side(laid: OpenPlan) -> None:
    firms, north = laid.worksheet("Groups").row("Firms"), laid.worksheet("Shops").row("North")
    found = laid.compare(["all_heads", ("Groups[Spend each]", "Firms"), ("Shops[Best group]", north), "Base_rate"])
    assert found.titles == ("Plan", "Low", "High")
    assert found.labels == ("All heads", "Spend each of Firms", "Best group of North", "Base rate")
    assert found.targets[1] == Cell("Groups[Spend each]", firms)
    assert [list(map(str, row)) for row in found.values] == [
        ["50.0", "20.0", "40.0"], ["50.0", "50.0", "#DIV/0!"], ["None", "Homes", "None"], ["0.5", "0.5", "1.0"],
    ]  # fmt: skip
    assert found.numbers[0].tolist() == [50.0, 20.0, 40.0] and found.numbers[3].tolist() == [0.5, 0.5, 1.0]
    assert math.isnan(found.numbers[1, 2]) and math.isnan(found.numbers[2, 1])


def test_chosen_scenarios_in_the_order_asked_for(laid: OpenPlan) -> None:
    assert laid.compare(["All_heads"], ["high", "Low", "high", ""]).titles == ("Plan", "High", "Low")
    nothing = laid.compare([], [])
    assert (nothing.titles, nothing.values, nothing.numbers.shape) == (("Plan",), (), (0, 1))
    for call, words in (
        (lambda: laid.compare(["All_head"]), "nearest is All_heads"),
        (lambda: laid.compare(["Groups[Spend]"]), "row"),
        (lambda: laid.compare([("Groups[Spend]", "Home")]), "nearest is Homes"),
    ):
        with pytest.raises(studio.PlanError, match=words):
            call()


def test_a_comparison_is_a_value(laid: OpenPlan) -> None:
    assert laid.compare(["All_heads"]) == laid.compare(["All_heads"])
    assert laid.compare(["All_heads"]) != laid.compare(["Base_rate"])
    assert isinstance(laid.compare(["All_heads"]), Comparison)


def test_what_a_scenario_holds_differently(laid: OpenPlan) -> None:
    found = laid.scenario("low").differences(["Groups[Spend each]", "all_heads", "Base_rate"])
    assert [(d.worksheet, d.label, d.plan, d.scenario, d.typed) for d in found] == [
        ("Groups", "Heads of Homes", 40.0, 10.0, True),
        ("Groups", "Size of Firms", "Small", "Large", True),
        ("Groups", "Spend each of Homes", 5.0, 20.0, False),
        ("Shops", "Best group of North", None, "Homes", True),
        ("", "All heads", 50.0, 20.0, False),
    ]
    assert [d.name for d in laid.scenario("Low").differences()] == ["Heads", "Size", "Best group"]
    assert found[0].row == laid.worksheet("Groups").row("Homes") and found[4].row is None
    everything = laid.scenario("High").differences(None)
    assert {d.label for d in everything if not d.typed} == {
        "Spend each of Firms", "All heads", "Per head of Firms / North", "Per head of Firms / South",
        "Result of Good", "Result of Fair", "Result of Poor",
    }  # fmt: skip


def test_a_cell_that_the_plan_has_come_to_hold_is_no_difference(laid: OpenPlan) -> None:
    laid.set("Base_rate", 1)
    assert [d.label for d in laid.scenario("High").differences()] == ["Heads of Firms"]


def test_two_rounds_cell_by_cell(laid: OpenPlan) -> None:
    groups = laid.worksheet("Groups")
    laid.scenario("Actual").worksheet("Groups").set(groups.row("Homes"), "Spend", 100)
    laid.close_round("One")
    groups.remove(groups.row("Firms"))
    groups.insert({"Group": "Clubs", "Heads": 3})
    groups.move(groups.row("Clubs"), before=groups.row("Homes"))
    laid.worksheet("Groups").add_column("Own", "Number")
    groups.set(groups.row("Homes"), "Own", 5)
    nodes = {"Groups": ["Group", "Heads", "Spend", "Own"]}
    found = [d for d in laid.round_differences("One") if d.worksheet in nodes and d.name in nodes[d.worksheet]]
    assert [(d.label, d.first, d.second) for d in found] == [
        ("Group of Firms", "Firms", None),
        ("Group of Clubs", None, "Clubs"),
        ("Heads of Firms", 10.0, None),
        ("Heads of Clubs", None, 3.0),
        ("Spend of Homes", 100.0, 200.0),
        ("Spend of Firms", 500.0, None),
        ("Own of Homes", None, 5.0),
    ]
    sheets_and_names = [(d.worksheet, d.label, d.first, d.second) for d in laid.round_differences("One")]
    assert ("", "All heads", 50.0, 43.0) in sheets_and_names
    laid.close_round("Two")
    again = [d for d in laid.round_differences("One", "Two") if d.worksheet in nodes and d.name in nodes[d.worksheet]]
    assert again == found and laid.round_differences("Two", "Two") == ()


def test_rounds_side_by_side(laid: OpenPlan) -> None:
    groups = laid.worksheet("Groups")
    laid.scenario("Actual").worksheet("Groups").set(groups.row("Homes"), "Heads", 30)
    laid.close_round("One")
    groups.insert({"Group": "Clubs", "Heads": 3})
    laid.close_round("Two")
    groups.set(groups.row("Clubs"), "Heads", 4)
    found = laid.compare_rounds("one", figures=["All_heads", ("Groups[Heads]", "Clubs")])
    assert found.titles == ("One", "Open round") and found.values == ((40.0, 54.0), (None, 4.0))
    found = laid.compare_rounds("One", "Two")
    assert found.labels == ("All heads", "Many heads") and found.values == ((40.0, 53.0), ("No", "No"))
    with pytest.raises(studio.PlanError, match="nearest is Two"):
        laid.compare_rounds("One", "Tow")


def test_many_scenarios_are_one_pass(plan: OpenPlan, tmp_path: Path) -> None:
    """Fifty scenarios give what each gives alone (their cost is in the benchmarks)."""
    rows = plan.worksheet("Segment CLV").rows()
    with plan.change("Fifty"):
        for number in range(50):
            scenario = plan.scenario(f"S{number}")
            scenario.worksheet("Segment CLV").set(rows[number % len(rows)], "Retention rate", 0.5 + number / 200)
            scenario.set("Discount_rate", 0.05 + number / 1000)
    found = plan.compare(["Customer_equity_total"])
    alone = [plan.scenario(name).value("Customer_equity_total") for name in plan.scenarios]
    assert list(found.values[0][1:]) == pytest.approx(alone, rel=1e-12) and len(set(alone)) == 50

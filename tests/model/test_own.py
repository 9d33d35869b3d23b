"""A user's own worksheets, columns and Figures: adding, naming, renaming, editing, removing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from tests.model import tiny
from tests.model.walks import state_of


def refusal(plan: OpenPlan, call: Any) -> str:
    """The sentence of a refused call, which changed nothing."""
    before, steps = state_of(plan.plan), len(plan.history())
    with pytest.raises(studio.PlanError) as refused:
        call()
    assert state_of(plan.plan) == before
    assert len(plan.history()) == steps
    return str(refused.value)


@pytest.fixture
def priced(small: OpenPlan) -> OpenPlan:
    """The tiny plan with additions that name each other."""
    groups = small.worksheet("Groups")
    groups.add_column("Own price", "Money")
    groups.add_column("Own total", "Money", "=[@Own price]*[@Heads]")
    columns = [("Item", "Text"), ("Price", "Money"), ("For", "Reference(Groups[Group])"),
               ("Twice", "Money", "[@Price]*2")]  # fmt: skip
    prices = small.add_worksheet("Prices", "Selling", columns, key="Item")
    prices.insert_many([{"Item": "Van", "Price": 30, "For": "Firms"}, {"Item": "Bike", "Price": 5}])
    small.add_figure("Top_price", "MAX(Prices[Price])", "Money")
    small.add_figure("Price_gap", "Top_price-MIN(Prices[Twice])", "Money")
    small.worksheet("Shops").add_column("Best item", "Reference(Prices[Item])")
    shops = small.worksheet("Shops")
    shops.set(shops.rows()[0], "Best item", "van")
    return small


def test_additions_compute_like_declared_ones(priced: OpenPlan) -> None:
    groups = priced.worksheet("Groups")
    groups.set(groups.row("Homes"), "Own price", 3)
    assert groups.column("Own total") == [120.0, None]
    assert priced.worksheet("Prices").column("Twice") == [60.0, 10.0]
    assert (priced.value("Top_price"), priced.value("Price_gap")) == (30.0, 20.0)
    assert priced.worksheet("Shops").column("Best item") == ["Van", None]
    assert "Prices" in priced.worksheets() and "Own total" in groups.columns


def test_each_addition_is_one_step(small: OpenPlan) -> None:
    for add in (
        lambda: small.add_worksheet("Own model", "selling", [("Item", "Text"), ("Price", "Money")], key="item"),
        lambda: small.worksheet("Groups").add_column("Own", "Score(1..5)"),
        lambda: small.add_figure("Own_sum", "SUM(Groups[Heads])"),
    ):
        before, steps = state_of(small.plan), len(small.history())
        add()
        assert len(small.history()) == steps + 1
        assert small.undo().startswith("Add ")
        assert state_of(small.plan) == before
        small.redo()


def test_additions_are_there_after_reopening(priced: OpenPlan, tmp_path: Path) -> None:
    before = state_of(priced.plan)
    priced.close()
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert state_of(again.plan) == before
        again.undo()
        assert again.worksheet("Shops").column("Best item") == [None, None]


def test_what_is_named_by_a_formula_cannot_be_removed(priced: OpenPlan) -> None:
    groups = priced.worksheet("Groups")
    says = refusal(priced, lambda: groups.remove_column("Own price"))
    assert says == "Own price is used by Groups[Own total]. Change these first."
    assert "Price_gap" in refusal(priced, lambda: priced.remove_figure("Top_price"))
    says = refusal(priced, lambda: priced.remove_worksheet("Prices"))
    assert all(user in says for user in ("Shops[Best item]", "Top_price", "Price_gap"))


def test_in_the_other_order_everything_can_be_removed(priced: OpenPlan) -> None:
    before = state_of(priced.plan)
    priced.remove_figure("Price_gap")
    priced.remove_figure("Top_price")
    priced.worksheet("Shops").remove_column("Best item")
    priced.remove_worksheet("Prices")
    groups = priced.worksheet("Groups")
    groups.remove_column("Own total")
    groups.remove_column("Own price")
    assert not any("rice" in title for title in (*priced.worksheets(), *groups.columns, *priced.plan.figures))
    for _ in range(6):
        priced.undo()
    assert state_of(priced.plan) == before


def test_renaming_rewrites_every_formula_and_keeps_the_cells(priced: OpenPlan) -> None:
    groups = priced.worksheet("Groups")
    groups.set(groups.row("Homes"), "Own price", 3)
    groups.rename_column("own price", "Unit price")
    assert groups.column("Unit price") == [3.0, None] and groups.column("Own total") == [120.0, None]
    priced.rename_figure("Top_price", "Best_price")
    priced.rename_worksheet("Prices", "Price list")
    priced.worksheet("Price list").rename_column("Price", "List price")
    assert (priced.value("Best_price"), priced.value("Price_gap")) == (30.0, 20.0)
    assert priced.worksheet("Shops").column("Best item") == ["Van", None]
    assert "Top_price" not in priced.plan.figures
    assert set(priced.precedents("Price_gap")) == {"Best_price", "Price_list[Twice]"}
    shops = priced.worksheet("Shops")
    shops.set(shops.rows()[1], "Best item", "Bike")
    assert shops.column("Best item") == ["Van", "Bike"]


def test_a_renaming_is_one_step_back(priced: OpenPlan) -> None:
    before = state_of(priced.plan)
    priced.rename_worksheet("Prices", "Price list")
    assert priced.undo() == "Rename worksheet Prices"
    assert state_of(priced.plan) == before
    priced.rename_worksheet("Prices", "PRICES")
    assert priced.worksheet("prices").title == "PRICES"


def test_a_formula_can_be_changed(priced: OpenPlan) -> None:
    priced.edit_figure("Top_price", "SUM(Prices[Price])")
    assert priced.value("Price_gap") == 25.0
    priced.worksheet("Prices").edit_column("Twice", "[@Price]*3")
    assert priced.worksheet("Prices").column("Twice") == [90.0, 15.0]
    assert "typed to computed" in refusal(priced, lambda: priced.worksheet("Prices").edit_column("Price", "1+1"))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda plan: plan.worksheet("Groups").remove_column("Heads"), "belongs to Groups"),
        (lambda plan: plan.worksheet("Groups").rename_column("Heads", "People"), "belongs to Groups"),
        (lambda plan: plan.worksheet("Groups").edit_column("Spend each", "1"), "belongs to Groups"),
        (lambda plan: plan.rename_worksheet("Groups", "Clusters"), "belongs to the studio"),
        (lambda plan: plan.remove_worksheet("Groups"), "belongs to the studio"),
        (lambda plan: plan.rename_figure("All_heads", "No_heads"), "belongs to the studio"),
        (lambda plan: plan.edit_figure("All_heads", "1"), "belongs to the studio"),
        (lambda plan: plan.remove_figure("All_heads"), "belongs to the studio"),
        (lambda plan: plan.remove_figure("Base_rate"), "belongs to the studio"),
        (lambda plan: plan.worksheet("Groups").remove_column("Ghost"), "no column Ghost"),
        (lambda plan: plan.remove_figure("Ghost_figure"), "no Parameter or Figure"),
    ],
)
def test_declared_names_stay(small: OpenPlan, call: Any, says: str) -> None:
    assert says in refusal(small, lambda: call(small))


@pytest.mark.parametrize(
    "title",
    ["Parameters", "figures", "CHECKS", "Lists", "Last round", "Balanced scorecard", "Read me", "History", "Groups",
     "groups", "All heads", "Base rate", "", " ", "1st", "A[b]", "x" * 32, "A/b", "Prior groups", "Prior_groups",
     "last_ROUND", "Print area"],
)  # fmt: skip
def test_a_title_that_is_taken_or_cannot_be_is_refused(small: OpenPlan, title: str) -> None:
    assert refusal(small, lambda: small.add_worksheet(title, "Selling", [("Item", "Text")]))
    small.add_worksheet("Own", "Selling", [("Item", "Text")])
    assert refusal(small, lambda: small.rename_worksheet("Own", title))


@pytest.mark.parametrize(
    "name",
    ["Total", "Prior_total", "prior_TOTAL", "All_heads", "ALL_HEADS", "Base_rate", "Own_sheet", "1_a", "a b_c", "",
     "Print_Titles"],
)  # fmt: skip
def test_a_name_that_is_taken_or_cannot_be_is_refused(small: OpenPlan, name: str) -> None:
    small.add_worksheet("Own sheet", "Selling", [("Item", "Text")])
    assert refusal(small, lambda: small.add_figure(name, "1+1"))
    small.add_figure("Own_figure", "1+1")
    assert refusal(small, lambda: small.rename_figure("Own_figure", name))


@pytest.mark.parametrize("title", ["Heads", "HEADS", "Row id", "", "a]", "a[b", "#x", "x" * 256, "@x"])
def test_a_column_title_that_is_taken_or_cannot_be_is_refused(small: OpenPlan, title: str) -> None:
    groups = small.worksheet("Groups")
    assert refusal(small, lambda: groups.add_column(title))
    groups.add_column("Own")
    assert refusal(small, lambda: groups.rename_column("Own", title))


@pytest.mark.parametrize(
    ("columns", "key", "says"),
    [
        ([], "", "at least one column"),
        ([("Item", "Text"), ("item", "Text")], "", "has a column item already"),
        ([("Item", "Text")], "Thing", "no column Thing"),
        ([("Item", "Number")], "Item", "kind Text"),
        ([("Item", "Text", '"a"')], "Item", "kind Text"),
        ([("Item", "Sort")], "", "There is no kind Sort"),
        ([("Item",)], "", "title, kind"),
        ([("Item", "Reference(Groups[Heads])")], "", "key column"),
        ([("Item", "Number", "[@Price]")], "", "Price"),
        ([("Item", "Number", "[@Item]+1")], "", "feed itself"),
        ([("Item", "Number", "1+")], "", "Own[Item]"),
    ],
)
def test_a_worksheet_that_cannot_be_is_refused_whole(
    small: OpenPlan, columns: list[tuple[str, ...]], key: str, says: str
) -> None:
    assert says in refusal(small, lambda: small.add_worksheet("Own", "Selling", columns, key))
    assert "Own" not in small.worksheets()


def test_an_unknown_process_is_answered_with_those_there_are(small: OpenPlan) -> None:
    assert "Choose one of Selling" in refusal(small, lambda: small.add_worksheet("Own", "Buying", [("Item", "Text")]))


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("SUM(Groups[Head])", "Heads"),
        ("Groups[Heads]", "whole column"),
        ("[@Heads]", ""),
        ("SUM(", ""),
        ("", "empty"),
        ("  ", "empty"),
        ("=", "empty"),
        ("All_head+1", "All_heads"),
        ("SUM(Notes[Open])", "COUNTIFS"),
    ],
)
def test_a_wrong_formula_is_refused_when_it_is_entered(small: OpenPlan, formula: str, says: str) -> None:
    sentence = refusal(small, lambda: small.add_figure("Own_figure", formula))
    assert says in sentence and sentence.startswith("Own_figure:")


def test_a_cycle_is_refused_by_its_columns(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    groups.add_column("One", formula="[@Heads]*2")
    groups.add_column("Two", formula="[@One]+1")
    says = refusal(small, lambda: groups.edit_column("One", "[@Two]+1"))
    assert "Groups[One]" in says and "Groups[Two]" in says
    assert groups.column("Two") == [81.0, 21.0]


def test_there_is_a_limit_of_own_columns(small: OpenPlan) -> None:
    small.add_worksheet("Wide", "Selling", [(f"C{number}", "Number") for number in range(999)])
    small.worksheet("Groups").add_column("One more")
    assert "1,000" in refusal(small, lambda: small.worksheet("Groups").add_column("Too many"))


def test_a_column_that_was_typed_in_may_be_renamed_or_go_in_the_same_change(priced: OpenPlan) -> None:
    groups, start = priced.worksheet("Groups"), state_of(priced.plan)
    row = groups.insert({"Group": "Clubs", "Heads": 2})
    typed, heard = state_of(priced.plan), []
    priced.session.subscribe(heard.append)
    groups.add_column("Passing", "Number")
    with priced.change("Tidy"):
        groups.set(row, "Own price", 7)
        groups.set(row, "Passing", 1)
        groups.rename_column("Own price", "List price")
        groups.remove_column("Passing")
        assert groups.value(row, "List price") == 7  # reads values that follow from the edits so far
    assert [notice.label for notice in heard][-1] == "Tidy"
    assert groups.value(row, "List price") == 7
    now = state_of(priced.plan)
    priced.recalculate()
    assert state_of(priced.plan) == now
    priced.undo(), priced.undo()
    assert state_of(priced.plan) == typed
    priced.undo()
    assert state_of(priced.plan) == start

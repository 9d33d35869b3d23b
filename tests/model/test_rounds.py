"""Planning rounds: closing stores values and changes nothing else; PRIOR reads the last one; it never changes again."""

from __future__ import annotations

from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.formula.values import scalar
from tests.model import tiny
from tests.model.walks import state_of


def closed_values(plan: OpenPlan, number: int, node: str) -> list[object]:
    """What a closed round holds of a column."""
    values = plan.plan.rounds[number].values(node)
    return [scalar(values, plan.plan.texts, row) for row in range(values.numbers.shape[1])]


def add_prior_figures(plan: OpenPlan) -> None:
    """Figures and a column that read the last round."""
    plan.add_figure("Heads_before", "PRIOR(All_heads)")
    plan.add_figure("Count_before", "COUNT(PRIOR(Groups[Heads]))")
    plan.add_figure("Sum_before", "SUM(PRIOR(Groups[Spend]))")


def test_before_the_first_round_columns_have_no_rows_and_names_are_empty(small: OpenPlan) -> None:
    add_prior_figures(small)
    assert small.rounds == []
    assert [small.value(name) for name in ("Heads_before", "Count_before", "Sum_before")] == [None, 0.0, 0.0]


def test_closing_changes_no_cell_and_no_parameter(small: OpenPlan) -> None:
    before = state_of(small.plan)
    inputs = {node: value for node, value in before.items() if small.plan.formula(node) is None}
    small.close_round("2027 H1")
    after = state_of(small.plan)
    assert {node: after[node] for node in inputs} == inputs
    assert small.rounds == ["2027 H1"]
    assert {node for node in before if before[node] != after[node]} == {"Groups[Spend before]"}


def test_prior_reads_the_last_closed_round(small: OpenPlan) -> None:
    add_prior_figures(small)
    groups = small.worksheet("Groups")
    small.close_round("One")
    groups.set_many({(groups.row("Homes"), "Spend"): 1000, (groups.row("Homes"), "Heads"): 1})
    groups.insert({"Group": "Clubs"})
    assert [small.value(name) for name in ("Heads_before", "Count_before", "Sum_before")] == [50.0, 2.0, 700.0]
    assert groups.column("Spend before") == [200.0, 500.0, 0.0]
    small.close_round("Two")
    assert [small.value(name) for name in ("Heads_before", "Count_before", "Sum_before")] == [12.0, 3.0, 1500.0]
    assert groups.column("Spend before") == [1000.0, 500.0, 0.0]


def test_what_did_not_exist_then_is_empty(small: OpenPlan) -> None:
    small.close_round("One")
    small.worksheet("Groups").add_column("Later", "Number")
    small.add_figure("Later_sum", "COUNT(PRIOR(Groups[Later]))")
    small.add_figure("Later_name", "PRIOR(Later_sum)")
    assert (small.value("Later_sum"), small.value("Later_name")) == (0.0, None)


def test_closed_rounds_never_change(small: OpenPlan, tmp_path: Path) -> None:
    groups = small.worksheet("Groups")
    small.close_round("One")
    groups.set(groups.row("Firms"), "Group", "Offices")
    groups.set(groups.row("Homes"), "Spend", 1)
    groups.remove(groups.row("Offices"))
    small.close_round("Two")
    small.close()
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert again.rounds == ["One", "Two"]
        assert closed_values(again, 0, "Groups[Group]") == ["Homes", "Firms"]
        assert closed_values(again, 0, "Groups[Spend each]") == [5.0, 50.0]
        assert closed_values(again, 0, "Shops[Best group]") == [None, "Firms"]
        assert closed_values(again, 1, "Groups[Group]") == ["Homes"]
        assert again.worksheet("Groups").column("Spend before") == [1.0]


def test_what_a_script_does_to_the_numbers_it_got_stays_its_own(small: OpenPlan) -> None:
    small.close_round("2027 H1")
    before = closed_values(small, 0, "Groups[Heads]")
    got = small.round("2027 H1").values("Groups[Heads]")
    got.numbers[:] = -1
    assert closed_values(small, 0, "Groups[Heads]") == before


def test_errors_dates_and_truths_are_kept_as_they_were(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    groups.set(groups.row("Homes"), "Heads", 0)
    small.add_figure("Each_before", "IFERROR(MAX(PRIOR(Groups[Spend each])),-1)")
    small.close_round("One")
    assert str(closed_values(small, 0, "Groups[Spend each]")[0]) == "#DIV/0!"
    assert closed_values(small, 0, "Notes[Open]") == [True]
    assert small.value("Each_before") == -1.0


def test_undo_takes_the_latest_closing_back_and_redo_closes_it_again(small: OpenPlan) -> None:
    before = state_of(small.plan)
    small.close_round("One")
    after = state_of(small.plan)
    assert small.undo() == "Close round One"
    assert state_of(small.plan) == before and small.rounds == []
    assert small.redo() == "Close round One"
    assert state_of(small.plan) == after and small.rounds == ["One"]


def test_a_round_closed_in_place_of_another_is_read(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    groups.add_column("Found", "Money", 'IF(COUNT(PRIOR(Groups[Spend]))=0,"",XLOOKUP([@Group],PRIOR(Groups[Group]),'
                      "PRIOR(Groups[Spend]),-1))")  # fmt: skip
    small.close_round("One")
    assert groups.column("Found") == [200.0, 500.0]
    small.undo()
    groups.move(groups.row("Firms"), before=groups.row("Homes"))
    groups.set(groups.row("Homes"), "Group", "Houses")
    small.close_round("Two")
    assert dict(zip(groups.column("Group"), groups.column("Found"), strict=True)) == {"Firms": 500.0, "Houses": 200.0}


def test_a_round_closed_inside_a_change_holds_the_edits_before_it(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    with small.change("Close the books"):
        groups.set(groups.row("Homes"), "Spend", 400)
        groups.insert({"Group": "Clubs", "Spend": 1})
        small.close_round("One")
        groups.set(groups.row("Homes"), "Spend", 1)
    assert closed_values(small, 0, "Groups[Spend each]") == [10.0, 50.0, 1.0]
    assert groups.column("Spend before") == [400.0, 500.0, 1.0]
    assert groups.column("Spend") == [1.0, 500.0, 1.0]


@pytest.mark.parametrize(
    "name", ["", "  ", "one", "ONE", "\x00", "x" * 101, "Plan", " plan ", "Open round", "OPEN ROUND"]
)
def test_a_round_needs_a_name_of_its_own(small: OpenPlan, name: str) -> None:
    small.close_round("One")
    with pytest.raises(studio.PlanError, match="round"):
        small.close_round(name)
    assert small.rounds == ["One"]


def test_prior_takes_a_column_or_a_name(small: OpenPlan) -> None:
    with pytest.raises(studio.PlanError, match="PRIOR"):
        small.worksheet("Groups").add_column("Wrong", formula="PRIOR([@Spend])")

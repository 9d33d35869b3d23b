"""Scenarios: layers of changed inputs over the plan, what they may change, and what becomes of them."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell
from strategy_studio.model.scenario_changes import AddScenario, RenameScenario
from strategy_studio.model.session import Notice
from strategy_studio.model.storage import Edit
from strategy_studio.store import open_plan
from tests.model import tiny
from tests.model.layers import cells_of, edit, input_cells, lay, layer, random_layer, really_set, refused, unequal
from tests.model.walks import state_of

pytest_plugins = ("tests.plans",)


def cell(plan: OpenPlan, worksheet: str, key: str, column: str) -> Cell:
    """A cell by the key of its row."""
    return Cell(f"{worksheet}[{column}]", plan.worksheet(worksheet).row(key))


# editing


def test_an_edit_under_a_scenario_leaves_the_plan_and_marks_only_what_changed(small: OpenPlan) -> None:
    before = state_of(small.plan)
    edit(small, "Downturn", "Groups", "Homes", "Spend", 80)
    groups, under = small.worksheet("Groups"), small.scenario("downturn").worksheet("Groups")
    assert groups.column("Spend") == [200.0, 500.0] and groups.column("Spend each") == [5.0, 50.0]
    assert under.column("Spend") == [80.0, 500.0] and under.column("Spend each") == [2.0, 50.0]
    assert under.changed() == [(groups.row("Homes"), "Spend")]
    assert small.scenarios == ["Downturn"] and small.session.undo_label == "Edit Spend under Downturn"
    assert {node: value for node, value in state_of(small.plan).items() if node in before} == before
    assert small.undo() and small.scenarios == [] and state_of(small.plan) == before


def test_what_the_plan_holds_is_no_change(small: OpenPlan) -> None:
    edit(small, "Downturn", "Groups", "Homes", "Spend", 80)
    edit(small, "Downturn", "Groups", "Homes", "Heads", "40")
    edit(small, "Downturn", "Groups", "Homes", "Spend", 200)
    small.scenario("Downturn").set("Base_rate", "50 %")
    assert layer(small, "Downturn") == {} and small.scenarios == ["Downturn"]


def test_an_emptied_cell_stays_empty_and_a_reset_one_follows_the_plan(small: OpenPlan, tmp_path: Path) -> None:
    edit(small, "Downturn", "Groups", "Homes", "Spend", 80)
    edit(small, "Downturn", "Groups", "Homes", "Spend", None)
    edit(small, "Downturn", "Groups", "Firms", "Spend", 1)
    expected = state_of(small.plan)
    small.close()
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert state_of(again.plan) == expected
        under = again.scenario("Downturn").worksheet("Groups")
        assert under.column("Spend") == [None, 1.0] and under.column("Spend each") == [None, 0.1]
        under.reset(under.row("Homes"), "Spend")
        assert again.session.undo_label == "Reset Spend under Downturn"
        again.worksheet("Groups").set(under.row("Homes"), "Spend", 400)
        assert under.column("Spend") == [400.0, 1.0]
        again.scenario("Downturn").reset()
        assert under.changed() == [] and under.column("Spend") == [400.0, 500.0]


def test_edits_of_the_plan_leave_scenarios_alone(small: OpenPlan) -> None:
    edit(small, "Downturn", "Groups", "Homes", "Spend", 80)
    groups = small.worksheet("Groups")
    groups.set(groups.row("Homes"), "Spend", 1000)
    groups.set(groups.row("Homes"), "Heads", 10)
    assert small.scenario("Downturn").worksheet("Groups").column("Spend each") == [8.0, 50.0]
    groups.set(groups.row("Homes"), "Spend", 80)
    assert layer(small, "Downturn") == {cell(small, "Groups", "Homes", "Spend"): 80.0}


def test_several_scenarios_do_not_meet(small: OpenPlan) -> None:
    edit(small, "Low", "Groups", "Homes", "Heads", 1)
    edit(small, "High", "Groups", "Homes", "Heads", 1000)
    small.scenario("High").set("Base_rate", 1)
    names = ["", "Low", "High", "low"]
    assert [small.plan.value("All_heads", name) for name in names] == [50.0, 11.0, 1010.0, 11.0]
    assert [small.plan.value("Many_heads", name) for name in names] == ["No", "No", "Yes", "No"]
    found = small.plan.scenario_values(names, ["All_heads", "Grades[Result]", "Base_note"])
    assert found["All_heads"].numbers[:, 0].tolist() == [50.0, 11.0, 1010.0, 11.0]
    assert found["Grades[Result]"].numbers[:, 0].tolist() == [7.5, 7.5, 15.0, 7.5]
    assert found["Base_note"].numbers.shape == (4, 1)


@pytest.mark.parametrize(
    ("worksheet", "key", "column", "value", "words"),
    [
        ("Groups", "Homes", "Group", "Houses", "same in all scenarios"),
        ("Groups", "Homes", "Spend each", 5, "computed"),
        ("Groups", "Homes", "Spends", 5, "nearest is Spend"),
        ("Groups", "Homes", "Size", "Huge", "Small"),
        ("Groups", "Homes", "Spend", "many", "amount"),
        ("Shops", "North", "Best group", "Clubs", "no such Group"),
        ("Visits", "Homes / North", "Shop", "South", "follows Shops"),
        ("Grades", "Good", "Grade", "Best", "fixed"),
    ],
)  # fmt: skip
def test_rules_of_inputs_hold_under_scenarios(
    small: OpenPlan, worksheet: str, key: str, column: str, value: object, words: str
) -> None:
    refused(small, lambda: edit(small, "Downturn", worksheet, key, column, value), words)
    assert small.scenarios == []


def test_a_worksheet_says_which_cells_a_scenario_may_change(small: OpenPlan) -> None:
    plain, under = small.plan.sheet("Groups"), small.plan.sheet("Groups", "Downturn")
    row = plain.ids[0]
    assert plain.editable(row, "Group") == "" and "same in all scenarios" in under.editable(row, "Group")
    assert under.editable(row, "Spend") == "" and "computed" in under.editable(row, "Spend each")
    edit(small, "Downturn", "Groups", "Homes", "Spend", 80)
    assert under.is_changed(row, "spend") and not under.is_changed(row, "Heads") and not plain.is_changed(row, "Spend")


def test_figures_and_unknown_names_cannot_be_set(small: OpenPlan) -> None:
    refused(small, lambda: small.scenario("Downturn").set("All_heads", 1), "computed")
    refused(small, lambda: small.scenario("Downturn").set("Base_rat", 1), "nearest is Base_rate")
    refused(small, lambda: small.scenario("Downturn").set("Base_rate", "half"), "percentage")


def test_a_parameter_under_a_scenario(small: OpenPlan) -> None:
    small.set("Base_rate", 0.8)
    under = small.scenario("Downturn")
    under.set("Base_rate", 0.2)
    assert (under.value("Base_rate"), small.value("Base_rate")) == (0.2, 0.8)
    under.set("Base_rate", None)
    assert under.value("Base_rate") == 0.5  # its default
    under.reset("Base_rate")
    assert under.value("Base_rate") == 0.8
    small.set("Base_rate", None)
    under.set("Base_rate", None)
    assert layer(small, "Downturn") == {}


# rows and columns that go


def test_a_reference_follows_its_row(small: OpenPlan) -> None:
    edit(small, "Downturn", "Shops", "North", "Best group", "homes")
    shops, groups = small.scenario("Downturn").worksheet("Shops"), small.worksheet("Groups")
    groups.set(groups.row("Homes"), "Group", "Houses")
    assert shops.column("Best group") == ["Houses", "Firms"]
    edit(small, "Downturn", "Shops", "South", "Best group", "Houses")
    before = state_of(small.plan)
    groups.remove(groups.row("Houses"))
    assert shops.column("Best group") == [None, None]
    assert small.worksheet("Shops").column("Best group") == [None, "Firms"]
    small.undo()
    assert state_of(small.plan) == before


def test_a_row_takes_its_cells_out_of_all_scenarios(small: OpenPlan) -> None:
    edit(small, "Low", "Groups", "Homes", "Heads", 1)
    edit(small, "Low", "Groups", "Firms", "Heads", 2)
    edit(small, "High", "Visits", "Homes / North", "Count", 3)
    before = state_of(small.plan)
    small.worksheet("Groups").remove(small.worksheet("Groups").row("Homes"))
    assert layer(small, "Low") == {cell(small, "Groups", "Firms", "Heads"): 2.0} and layer(small, "High") == {}
    after = state_of(small.plan)
    small.undo()
    assert state_of(small.plan) == before
    small.redo()
    assert state_of(small.plan) == after


def test_a_users_column_takes_its_cells_with_it(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    groups.add_column("Own", "Number")
    edit(small, "Low", "Groups", "Homes", "Own", 4)
    groups.rename_column("Own", "Mine")
    assert small.scenario("Low").worksheet("Groups").column("Mine") == [4.0, None]
    before = state_of(small.plan)
    groups.remove_column("Mine")
    assert layer(small, "Low") == {} and not [
        key for key in small.plan.records if key[0] == "scenario" and "/" in key[1]
    ]
    small.undo()
    assert state_of(small.plan) == before


def test_a_users_worksheet_takes_its_cells_with_it(small: OpenPlan) -> None:
    mine = small.add_worksheet("Mine", "Selling", [("Item", "Text"), ("Price", "Money")], key="Item")
    mine.insert({"Item": "Van", "Price": 3})
    edit(small, "Low", "Mine", "Van", "Price", 4)
    small.rename_worksheet("Mine", "Yours")
    assert small.scenario("Low").worksheet("Yours").column("Price") == [4.0]
    before = state_of(small.plan)
    small.remove_worksheet("Yours")
    assert layer(small, "Low") == {}
    small.undo()
    assert state_of(small.plan) == before


# whole scenarios


def test_merging_writes_the_layer_into_the_plan_in_one_step(small: OpenPlan) -> None:
    edit(small, "Downturn", "Groups", "Homes", "Spend", None)
    edit(small, "Downturn", "Shops", "North", "Best group", "Homes")
    small.scenario("Downturn").set("Base_rate", 0.25)
    before = state_of(small.plan)
    small.scenario("Downturn").merge()
    assert small.session.undo_label == "Merge scenario Downturn" and small.scenarios == []
    assert small.worksheet("Groups").column("Spend") == [None, 500.0]
    assert small.worksheet("Shops").column("Best group") == ["Homes", "Firms"] and small.value("Base_rate") == 0.25
    small.undo()
    assert state_of(small.plan) == before


def test_discarding_copying_and_renaming(small: OpenPlan) -> None:
    edit(small, "Downturn", "Groups", "Homes", "Spend", 7)
    copy = small.scenario("Downturn").copy("Worse")
    copy.set("Base_rate", 0.1)
    copy.rename("Worst")
    copy.rename("WORST")
    assert copy.name == "WORST" and small.scenarios == ["Downturn", "WORST"]
    before = state_of(small.plan)
    small.scenario("Downturn").discard()
    assert small.scenarios == ["WORST"] and small.session.undo_label == "Discard scenario Downturn"
    assert copy.worksheet("Groups").column("Spend") == [7.0, 500.0] and copy.value("Base_rate") == 0.1
    small.undo()
    assert state_of(small.plan) == before


@pytest.mark.parametrize("name", ["", "  ", "plan", "x" * 101])
def test_names_that_no_scenario_has(small: OpenPlan, name: str) -> None:
    refused(small, lambda: small.scenario(name), "name")
    edit(small, "Downturn", "Groups", "Homes", "Spend", 7)
    refused(small, lambda: small.scenario("Downturn").rename(name), "name")
    refused(small, lambda: small.session.apply(AddScenario("downturn")), "already")
    refused(small, lambda: small.scenario("Downturn").rename("Actual"), "measured")


def test_an_unknown_scenario_reads_as_the_plan_and_cannot_be_anything_else(small: OpenPlan) -> None:
    edit(small, "Downturn", "Groups", "Homes", "Spend", 7)
    unknown = small.scenario("Downtrun")
    assert unknown.value("All_heads") == 50.0 and unknown.differences(None) == ()
    for call in (
        unknown.merge,
        unknown.discard,
        unknown.reset,
        lambda: unknown.rename("New"),
        lambda: unknown.copy("New"),
    ):
        refused(small, call, "nearest is Downturn")
    refused(small, lambda: small.compare(["All_heads"], ["Downtrun"]), "nearest is Downturn")


def test_a_note_is_kept(small: OpenPlan, tmp_path: Path) -> None:
    small.session.apply(AddScenario("Downturn", "Rates rise."))
    small.session.apply(RenameScenario("Downturn", "Slump"))
    small.close()
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert again.plan.scenarios["slump"].note == "Rates rise."


def test_listeners_are_told_which_scenario_changed(small: OpenPlan) -> None:
    notices: list[Notice] = []
    small.session.subscribe(notices.append)
    edit(small, "Downturn", "Groups", "Homes", "Spend", 7)
    edit(small, "Downturn", "Groups", "Homes", "Spend", 8)
    small.scenario("Downturn").rename("Slump")
    small.worksheet("Groups").set(small.worksheet("Groups").row("Homes"), "Spend", 9)
    assert [set(notice.scenarios) for notice in notices] == [{"Downturn"}, {"Downturn"}, {"Downturn", "Slump"}, set()]
    assert notices[1].nodes == frozenset() and not notices[1].structure and "Groups[Spend]" in notices[3].nodes


def test_a_refused_part_of_a_change_is_taken_back_under_scenarios_too(small: OpenPlan) -> None:
    with small.change("Both"):
        edit(small, "Low", "Groups", "Homes", "Heads", 10)
        assert small.scenario("Low").value("All_heads") == 20.0
        with pytest.raises(studio.PlanError):
            small.scenario("Low").worksheet("Groups").set_many(
                {(small.worksheet("Groups").row("Firms"), "Heads"): 1, (0, "Heads"): 1}
            )
        small.worksheet("Groups").set(small.worksheet("Groups").row("Firms"), "Heads", 20)
        assert small.scenario("Low").value("All_heads") == 30.0
    assert small.scenario("Low").value("All_heads") == 30.0 and len(layer(small, "Low")) == 1


# plan files from elsewhere


def test_cells_of_a_column_that_is_not_declared_wait_until_it_is(small: OpenPlan, tmp_path: Path) -> None:
    edit(small, "Low", "Groups", "Homes", "Size", "Large")
    edit(small, "Low", "Groups", "Homes", "Heads", 4)
    small.scenario("Low").set("Base_rate", 0.1)
    before = state_of(small.plan)
    small.close()
    without = tuple(column for column in tiny.GROUPS.columns if column.title != "Size")
    fewer = tiny.process(replace(tiny.GROUPS, columns=without), tiny.SHOPS, tiny.VISITS, tiny.GRADES, tiny.NOTES)
    path = tmp_path / "tiny.strategy"
    with tiny.opened(path, fewer) as other:
        assert [changed.node for changed in layer(other, "Low")] == ["Groups[Heads]", "Base_rate"]
        assert other.scenario("Low").value("All_heads") == 14.0
    with tiny.opened(path) as again:
        assert state_of(again.plan) == before


def test_records_that_no_studio_writes_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tiny.strategy"
    with tiny.opened(path) as plan:
        row = plan.worksheet("Groups").insert({"Group": "Homes", "Heads": 40})
    images = {
        "#900": {"note": 5, "round": "x"}, "#901/Base_rate": {"value": 1.0}, "#900/": {"value": 1.0},
        "#900/x/Heads": {},
        "#900/Nothing": {"value": 1.0}, "#900/7000/Heads": {"value": 1.0}, f"#900/{row}/Heads": {"value": 7},
        f"#900/{row}/Spend": {"value": [1]}, f"#900/{row}/Spend each": {"value": 1.0}, "x": {"name": "Odd"},
    }  # fmt: skip
    with closing(open_plan(path)) as storage:
        storage.commit("Odd", "x", [Edit("scenario", key, None, image) for key, image in images.items()], 1000)
    with tiny.opened(path) as plan:
        assert plan.scenarios == ["Odd", "#900"]
        assert layer(plan, "#900") == {Cell("Groups[Heads]", row): 7.0, Cell("Groups[Spend]", row): None}
        assert plan.scenario("#900").value("All_heads") == 7.0
        plan.scenario("#900").discard()
        plan.worksheet("Groups").remove(row)
        assert plan.scenarios == ["Odd"]


# values under scenarios are those of a plan with these cells


def judge(plan: OpenPlan, seed: int, count: int) -> None:
    """Random layers: every node, in one pass and one by one, is what it is when the cells are really set."""
    chance = random.Random(seed)
    cells, nodes = input_cells(plan.plan), list(plan.plan.structure.places)
    layers = [random_layer(plan.plan, chance, cells, chance.choice((1, 5, 40, 400))) for _ in range(count)]
    names = [f"Random {number}" for number in range(count)]
    for name, typed in zip(names, layers, strict=True):
        lay(plan, name, typed)
    found = plan.plan.scenario_values(["", *names], nodes)
    together = [{node: cells_of(plan.plan, node, found[node], case) for node in nodes} for case in range(count + 1)]
    alone = [{node: cells_of(plan.plan, node, plan.plan.values(node, name), 0) for node in nodes} for name in names]
    start = state_of(plan.plan)
    assert not [node for node in nodes if unequal(start[node], together[0][node])]
    for typed, one, other in zip(layers, together[1:], alone, strict=True):
        really_set(plan, typed)
        expected = state_of(plan.plan)
        plan.undo()
        wrong = {node for node in nodes if unequal(expected[node], one[node]) or unequal(expected[node], other[node])}
        assert not wrong, f"seed {seed}"


@pytest.mark.parametrize("seed", range(3))
def test_random_layers_over_the_worked_examples(plan: OpenPlan, seed: int) -> None:
    judge(plan, seed, 4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_many_random_layers_over_the_worked_examples(plan: OpenPlan, seed: int) -> None:
    judge(plan, seed, 7)


@pytest.mark.slow
def test_random_layers_over_the_sample(tmp_path: Path) -> None:
    with studio.sample(tmp_path / "sample.strategy") as plan:
        for seed in range(6):
            judge(plan, seed, 6)
            while plan.undo():
                pass


def test_inputs_as_the_plan_holds_them_give_its_values_to_the_last_bit(plan: OpenPlan) -> None:
    cells = input_cells(plan.plan)
    with plan.change("Measured as planned"):
        lay(plan, "Actual", {cell: typed_in(plan, cell) for cell in cells})
    assert len(layer(plan, "Actual")) == len(cells) and plan.scenario("Actual").differences(None) == ()
    plan.close_round("As planned")
    assert plan.plan.rounds[-1].actual == {} and len(plan.round("As planned").measured) == len(cells)


def typed_in(plan: OpenPlan, cell: Cell) -> object:
    """What the plan shows in an input cell."""
    worksheet, _, column = cell.node.partition("[")
    return plan.value(cell.node) if cell.row is None else plan.worksheet(worksheet).value(cell.row, column[:-1])


def test_merging_is_really_setting(plan: OpenPlan) -> None:
    typed = random_layer(plan.plan, random.Random(5), input_cells(plan.plan), 200)
    really_set(plan, typed)
    expected = state_of(plan.plan)
    plan.undo()
    lay(plan, "Random", typed)
    plan.scenario("Random").merge()
    assert state_of(plan.plan) == expected

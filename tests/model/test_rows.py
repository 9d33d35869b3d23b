"""Rows: ids, the three ways they come about, defaults, keys, References, removal and order."""

from __future__ import annotations

from typing import Any

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.changes import InsertRows, RemoveRows, Together
from tests.model.walks import state_of

pytest_plugins = ("tests.plans",)


def refused(plan: OpenPlan, call: Any) -> str:
    """The sentence a call refuses with; the plan stays as it was."""
    before, steps = state_of(plan.plan), len(plan.history())
    with pytest.raises(studio.PlanError) as refusal:
        call()
    assert state_of(plan.plan) == before
    assert len(plan.history()) == steps
    return str(refusal.value)


def test_ids_are_never_used_again_and_come_back_with_undo(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    row = groups.insert({"Group": "Clubs"})
    used = {row for sheet in small.plan.sheets.values() for row in sheet.ids}
    assert isinstance(row, int) and max(used) < small.plan.next_id
    visits = small.worksheet("Visits").rows()
    groups.remove(row)
    small.undo()
    assert groups.rows()[-1] == row and small.worksheet("Visits").rows() == visits
    small.redo()
    assert groups.insert({"Group": "Clubs"}) not in used
    assert len({row for sheet in small.plan.sheets.values() for row in sheet.ids}) == sum(
        len(sheet) for sheet in small.plan.sheets.values()
    )


def test_free_rows_go_where_they_are_put(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    homes, firms = groups.rows()
    clubs = groups.insert({"Group": "Clubs"}, before=homes)
    farms, inns = groups.insert_many([{"Group": "Farms"}, {"Group": "Inns"}], before=firms)
    assert groups.rows() == [clubs, homes, farms, inns, firms]
    groups.move(firms, before=clubs)
    groups.move(homes)
    assert groups.rows() == [firms, clubs, farms, inns, homes]
    assert groups.column("Group") == ["Firms", "Clubs", "Farms", "Inns", "Homes"]
    groups.remove(clubs, inns)
    assert groups.rows() == [firms, farms, homes]


def test_rows_can_be_put_before_the_same_row_again_and_again(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    last = groups.rows()[-1]
    with small.change("Many"):
        added = [groups.insert({"Group": f"G{number}"}, before=last) for number in range(60)]
    assert groups.rows()[1:] == [*added, last]


def test_fixed_rows_are_the_declared_ones(small: OpenPlan) -> None:
    grades = small.worksheet("Grades")
    assert grades.column("Grade") == ["Good", "Fair", "Poor"]
    assert grades.column("Points") == [3.0, 2.0, 1.0] and grades.column("Weight") == [5.0] * 3
    row = grades.rows()[0]
    sentence = "The rows of Grades are fixed"
    assert sentence in refused(small, lambda: grades.insert({"Grade": "Best"}))
    assert sentence in refused(small, lambda: grades.remove(row))
    assert sentence in refused(small, lambda: grades.move(row))
    assert sentence in refused(small, lambda: grades.duplicate(row))
    assert sentence in refused(small, lambda: grades.set(row, "Grade", "Best"))
    grades.set(row, "Points", None)
    assert grades.value(row, "Points") is None


def test_generated_rows_are_pairs_with_the_first_source_outermost(small: OpenPlan) -> None:
    visits = small.worksheet("Visits")
    assert list(zip(visits.column("Group"), visits.column("Shop"), strict=True)) == [
        ("Homes", "North"), ("Homes", "South"), ("Firms", "North"), ("Firms", "South"),
    ]  # fmt: skip
    assert visits.column("Count") == [0.0] * 4
    says = refused(small, lambda: visits.insert({"Count": 1}))
    assert "one row for each row of Groups and Shops" in says and "added there" in says
    assert "removed there" in refused(small, lambda: visits.remove(visits.rows()[0]))
    assert "follows Groups. Change it there." in refused(small, lambda: visits.set(visits.rows()[0], "Group", "Firms"))


def test_generated_rows_are_tied_to_ids_and_follow_order_and_texts(small: OpenPlan) -> None:
    groups, visits = small.worksheet("Groups"), small.worksheet("Visits")
    homes, firms = groups.rows()
    visits.set(visits.row("Firms / South"), "Count", 7)
    seven = visits.row("Firms / South")
    groups.set(firms, "Group", "Offices")
    groups.move(firms, before=homes)
    assert visits.value(seven, "Group") == "Offices" and visits.value(seven, "Count") == 7
    assert visits.rows()[1] == seven and visits.row("Offices / South") == seven
    small.worksheet("Shops").insert({"Shop": "West"}, before=small.worksheet("Shops").rows()[0])
    assert visits.column("Shop") == ["West", "North", "South"] * 2
    assert visits.value(seven, "Count") == 7


def test_defaults_fill_what_is_left_out_and_none_stays_empty(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    left_out, emptied = groups.insert_many([{"Group": "A"}, {"Group": "B", "Heads": None, "Size": ""}])
    assert (groups.value(left_out, "Heads"), groups.value(left_out, "Size")) == (1.0, "Small")
    assert (groups.value(emptied, "Heads"), groups.value(emptied, "Size")) == (None, None)
    assert small.worksheet("Notes").column("Open") == [True]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"Group": "Clubs"}, {"Nothing": 1}], "no column Nothing"),
        ([{"Group": "Clubs"}, {"Spend each": 1}], "computed"),
        ([{"Group": "Clubs"}, {"Group": "HOMES"}], "two rows HOMES"),
        ([{"Group": "Clubs"}, {"Group": "clubs"}], "two rows clubs"),
        ([{"Group": "Clubs", "GROUP": "Firms"}], "names a column twice"),
        ([{"Group": "Clubs"}, {"Group": "Inns", "Heads": "x"}], "Heads of Inns"),
    ],
)
def test_of_rows_one_refused_inserts_none(small: OpenPlan, rows: list[dict[str, object]], says: str) -> None:
    assert says in refused(small, lambda: small.worksheet("Groups").insert_many(rows))


def test_empty_keys_are_allowed_and_never_equal(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    groups.insert_many([{}, {"Group": ""}, {"Group": "  "}])
    assert groups.column("Group") == ["Homes", "Firms", None, None, None]
    assert small.worksheet("Visits").column("Group")[-1] is None


def test_renaming_a_key_is_followed_by_every_reference(small: OpenPlan) -> None:
    groups, shops, notes = (small.worksheet(title) for title in ("Groups", "Shops", "Notes"))
    about = notes.insert({"Note": "Call", "About": "firms"})
    small.close_round("One")
    steps = len(small.history())
    groups.set(groups.row("Firms"), "Group", "Offices")
    assert len(small.history()) == steps + 1
    assert shops.column("Best group") == [None, "Offices"]
    assert notes.value(about, "About") == "Offices"
    assert small.worksheet("Visits").column("Group") == ["Homes", "Homes", "Offices", "Offices"]
    assert groups.value(groups.row("Offices"), "Spend before") == 0
    small.undo()
    assert groups.value(groups.row("Firms"), "Spend before") == 500


def test_a_key_may_change_its_case_but_not_become_another(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    homes, firms = groups.rows()
    groups.set(homes, "Group", "HOMES")
    assert groups.column("Group") == ["HOMES", "Firms"]
    assert "two rows Homes" in refused(small, lambda: groups.set(firms, "Group", "Homes"))
    groups.set_many({(homes, "Group"): "Firms", (firms, "Group"): "Homes"})
    assert groups.column("Group") == ["Firms", "Homes"]


def test_a_reference_takes_only_keys_that_are_there(small: OpenPlan) -> None:
    shops = small.worksheet("Shops")
    assert "Groups has no such Group" in refused(small, lambda: shops.set(shops.rows()[0], "Best group", "Castles"))
    with small.change("Both"):
        small.worksheet("Groups").insert({"Group": "Castles"})
        shops.set(shops.rows()[0], "Best group", "Castles")
    assert shops.column("Best group") == ["Castles", "Firms"]


def test_what_was_refused_inside_a_change_cannot_be_referred_to(small: OpenPlan) -> None:
    wrong = Together("Wrong", [InsertRows("Groups", [{"Group": "Ghosts"}]), InsertRows("Shops", [{"Shop": "Attic",
                     "Best group": "Ghosts"}]), RemoveRows("Groups", [-1])])  # fmt: skip
    with small.change("All"):
        with pytest.raises(studio.PlanError, match="no row -1"):
            small.session.apply(wrong)
        with pytest.raises(studio.PlanError, match="Groups has no such Group"):
            small.worksheet("Shops").set(small.worksheet("Shops").rows()[0], "Best group", "Ghosts")
    assert small.worksheet("Groups").column("Group") == ["Homes", "Firms"]


def test_removing_takes_what_is_generated_and_empties_references_in_one_step(small: OpenPlan) -> None:
    groups, shops, visits = (small.worksheet(title) for title in ("Groups", "Shops", "Visits"))
    visits.set(visits.row("Firms / South"), "Count", 7)
    before, steps = state_of(small.plan), len(small.history())
    uses = groups.uses(groups.row("Firms"))
    assert uses.startswith("Removing Firms also touches 2 rows of Visits, Best group in 1 row of Shops.")
    groups.remove(groups.row("Firms"))
    assert visits.column("Group") == ["Homes", "Homes"] and shops.column("Best group") == [None, None]
    assert len(small.history()) == steps + 1
    small.undo()
    assert state_of(small.plan) == before


def test_uses_says_nothing_when_nothing_depends_on_a_row(small: OpenPlan) -> None:
    notes = small.worksheet("Notes")
    assert notes.uses(notes.rows()[0]) == ""
    with pytest.raises(studio.PlanError, match="no row 999"):
        notes.uses(999)


def test_a_copy_gets_the_next_free_key(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    first = groups.duplicate(groups.rows()[0])
    second = groups.duplicate(groups.rows()[0])
    assert groups.column("Group") == ["Homes", "Homes (3)", "Homes (2)", "Firms"]
    assert groups.rows()[1:3] == [second, first]
    assert groups.column("Spend") == [200.0, 200.0, 200.0, 500.0]
    assert small.worksheet("Visits").column("Group")[2:4] == ["Homes (3)"] * 2


def test_a_row_without_a_key_column_is_copied_as_it_is(small: OpenPlan) -> None:
    notes = small.worksheet("Notes")
    notes.set(notes.rows()[0], "Open", "no")
    notes.duplicate(notes.rows()[0])
    assert notes.column("Note") == ["Begin here"] * 2 and notes.column("Open") == [False, False]


def test_too_many_generated_rows_are_refused_with_the_numbers(small: OpenPlan) -> None:
    small.worksheet("Groups").insert_many([{"Group": f"G{number}"} for number in range(498)])
    says = refused(
        small, lambda: small.worksheet("Shops").insert_many([{"Shop": f"S{number}"} for number in range(399)])
    )
    assert "Visits would get 200,500 rows" in says and "200,000" in says


def test_too_many_rows_are_refused_before_anything_is_read(small: OpenPlan) -> None:
    says = refused(small, lambda: small.worksheet("Notes").insert_many([{"Nothing": 1}] * 1_000_000))
    assert "1,000,001 rows" in says and "1,000,000" in says


@pytest.mark.parametrize("call", ["set", "remove", "move", "duplicate", "uses"])
def test_an_unknown_row_is_refused(small: OpenPlan, call: str) -> None:
    groups = small.worksheet("Groups")
    visit = small.worksheet("Visits").rows()[0]
    arguments = {"set": ("Heads", 3)}.get(call, ())
    says = refused(small, lambda: getattr(groups, call)(visit, *arguments))
    assert says == f"Groups has no row {visit}. It may have been removed."


def test_the_row_modes_of_the_real_worksheets(plan: OpenPlan) -> None:
    assert plan.worksheet("Segment contacts").column("Segment") == ["Homes"] * 3 + ["Shops"] * 3
    assert plan.worksheet("Segment contacts").column("Activity") == ["Take call", "Solve fault", "Web order"] * 2
    forces = plan.worksheet("Five forces")
    with pytest.raises(studio.PlanError, match="fixed"):
        forces.remove(forces.rows()[0])
    plan.worksheet("Segments").remove(plan.worksheet("Segments").row("Shops"))
    assert plan.worksheet("Segment contacts").column("Activity") == ["Take call", "Solve fault", "Web order"]
    assert plan.worksheet("Strategy objectives").column("Segment") == [None] * 5


@pytest.mark.parametrize("name", [{}, {"Group": None}, {"Group": ""}])
def test_a_refused_row_that_has_no_name_yet_goes_by_its_number(small: OpenPlan, name: dict[str, object]) -> None:
    rows = [{"Group": "Clubs"}, {**name, "Heads": "many"}]
    says = refused(small, lambda: small.worksheet("Groups").insert_many(rows))
    assert says.startswith("Heads of new row 2 needs a number")

"""The open plan: undo and redo, one change of many edits, the journal, what an older or newer plan holds."""

from __future__ import annotations

import getpass
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.columns import Number, Text
from strategy_studio.model.worksheet import Worksheet, fixed
from tests.model import tiny
from tests.model.walks import state_of


def test_undo_and_redo_give_the_label_and_survive_closing(small: OpenPlan, tmp_path: Path) -> None:
    groups = small.worksheet("Groups")
    before = state_of(small.plan)
    groups.set(groups.row("Homes"), "Heads", 41)
    after = state_of(small.plan)
    small.close()
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert again.session.undo_label == "Edit Heads" and again.session.redo_label == ""
        assert again.undo() == "Edit Heads"
        assert state_of(again.plan) == before
        assert again.session.redo_label == "Edit Heads"
    with tiny.opened(tmp_path / "tiny.strategy") as again:
        assert again.redo() == "Edit Heads" and again.redo() == ""
        assert state_of(again.plan) == after


def test_undo_ends_at_the_new_plan(small: OpenPlan) -> None:
    while small.undo():
        pass
    assert small.undo() == ""
    assert small.worksheet("Groups").rows() == []
    assert small.worksheet("Grades").column("Grade") == ["Good", "Fair", "Poor"]
    assert small.worksheet("Notes").column("Note") == ["Begin here"]


def test_a_new_edit_drops_what_was_undone(small: OpenPlan) -> None:
    small.undo()
    small.set("Base_rate", 0.9)
    assert small.redo() == ""


def test_a_change_is_one_step_and_reads_see_its_edits(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    before, steps = state_of(small.plan), len(small.history())
    with small.change("Import prices"):
        row = groups.insert({"Group": "Clubs", "Heads": 5, "Spend": 100})
        assert groups.value(row, "Spend each") == 20.0
        assert small.value("All_heads") == 55.0
        groups.set(row, "Heads", 10)
        assert groups.value(row, "Spend each") == 10.0
        groups.add_column("Own", "Money", "[@Spend]*2")
        assert groups.value(row, "Own") == 200.0
        small.set("Base_rate", 1)
        assert small.worksheet("Grades").column("Result") == [15.0, 10.0, 5.0]
        assert small.plan.errors() == []
    after = state_of(small.plan)
    assert len(small.history()) == steps + 1
    assert small.undo() == "Import prices"
    assert state_of(small.plan) == before
    small.redo()
    assert state_of(small.plan) == after


def test_an_exception_takes_the_whole_change_back(small: OpenPlan) -> None:
    before, next_id, steps = state_of(small.plan), small.plan.next_id, len(small.history())
    with suppress(ZeroDivisionError), small.change("Import"):
        small.worksheet("Groups").insert({"Group": "Clubs"})
        assert small.value("All_heads") == 51.0
        small.add_worksheet("Own", "Selling", [("Item", "Text")])
        raise ZeroDivisionError
    assert state_of(small.plan) == before
    assert (small.plan.next_id, len(small.history())) == (next_id, steps)
    assert small.undo() == "Insert 2 rows"


def test_a_refusal_inside_a_change_takes_back_that_edit_only(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    with small.change("Import"):
        groups.set(groups.row("Homes"), "Heads", 41)
        with pytest.raises(studio.PlanError):
            groups.insert_many([{"Group": "Clubs"}, {"Group": "HOMES"}])
        groups.set(groups.row("Firms"), "Heads", 11)
    assert groups.column("Heads") == [41.0, 11.0] and small.value("All_heads") == 52.0
    assert small.undo() == "Import"
    assert groups.column("Heads") == [40.0, 10.0]


def test_a_change_inside_another_can_fail_alone(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    with small.change("Outer"):
        groups.set(groups.row("Homes"), "Heads", 41)
        with suppress(ZeroDivisionError), small.change("Inner"):
            groups.set(groups.row("Firms"), "Heads", 11)
            assert small.value("All_heads") == 52.0
            raise ZeroDivisionError
        assert small.value("All_heads") == 51.0
    assert groups.column("Heads") == [41.0, 10.0]
    assert small.session.undo_label == "Outer"


def test_undo_waits_until_a_change_is_complete(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    with small.change("Outer"):
        groups.set(groups.row("Homes"), "Heads", 41)
        for step in (small.undo, small.redo):
            with pytest.raises(studio.PlanError, match="when it is complete"):
                step()
    assert groups.column("Heads") == [41.0, 10.0]


def test_a_change_of_nothing_is_no_step(small: OpenPlan) -> None:
    steps = len(small.history())
    with small.change("Nothing"):
        groups = small.worksheet("Groups")
        groups.remove(groups.insert({"Group": "Clubs"}))
        groups.set(groups.row("Homes"), "Heads", 41)
        groups.set(groups.row("Homes"), "Heads", 40)
    assert len(small.history()) == steps
    assert small.value("All_heads") == 50.0


def test_the_journal_tells_who_when_and_what(small: OpenPlan) -> None:
    groups = small.worksheet("Groups")
    row = groups.row("Homes")
    groups.set(row, "Heads", 41)
    entry = small.history()[0]
    assert (entry.author, entry.label, entry.undone) == ("Ann", "Edit Heads", False)
    at = datetime.fromisoformat(entry.at)
    assert at.utcoffset() == timedelta(0) and abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    edit = entry.edits[0]
    assert (edit.key, edit.before, edit.after) == (row, {"cells": {"Heads": 40.0}}, {"cells": {"Heads": 41.0}})
    small.undo()
    assert small.history()[0].undone
    assert len(small.history(newest=1)) == 1


def test_the_author_is_the_user_of_the_system_unless_set(tmp_path: Path) -> None:
    with studio.create(tmp_path / "a.strategy") as plan:
        plan.set("Discount_rate", 0.2)
        assert plan.history()[0].author == getpass.getuser()


def test_a_closed_plan_takes_no_edit(small: OpenPlan) -> None:
    before = state_of(small.plan)
    small.close()
    with pytest.raises(studio.PlanError):
        small.set("Base_rate", 1)
    assert state_of(small.plan) == before


OLDER = Worksheet(
    "Groups", "All", "Who?", (Text("Group", key=True), Number("Heads"), Text("Forgotten")),
)  # fmt: skip
NEWER = Worksheet("Groups", "All", "Who?", (Text("Group", key=True), Number("Heads"), Number("Added", default=4)))


def test_inputs_of_a_column_that_is_gone_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.strategy"
    with tiny.opened(path, tiny.process(OLDER)) as plan:
        row = plan.worksheet("Groups").insert({"Group": "Homes", "Heads": 4, "Forgotten": "keep me"})
    with tiny.opened(path, tiny.process(NEWER)) as plan:
        groups = plan.worksheet("Groups")
        assert groups.columns == ["Group", "Heads", "Added"] and groups.value(row, "Added") is None
        assert plan.plan.rows["Groups"].stored(row, "Forgotten") == "keep me"
        groups.set(row, "Heads", 5)
        groups.remove(row)
        plan.undo()
    with tiny.opened(path, tiny.process(OLDER)) as plan:
        assert plan.worksheet("Groups").value(row, "Forgotten") == "keep me"
        assert plan.worksheet("Groups").value(row, "Heads") == 5


def test_rows_of_a_worksheet_that_is_gone_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.strategy"
    with tiny.opened(path) as plan:
        plan.worksheet("Groups").insert({"Group": "Homes", "Heads": 4})
    with tiny.opened(path, tiny.process(tiny.GRADES)) as plan:
        assert [len(rows) for rows in plan.plan.left_over] == [1, 1]
        plan.set("Base_rate", 1)
        assert plan.undo() and plan.undo() == "Insert row" and plan.redo() == "Insert row"
    with tiny.opened(path) as plan:
        assert plan.worksheet("Groups").column("Heads") == [4.0]


def test_rows_that_a_new_edition_declares_join_an_older_plan(tmp_path: Path) -> None:
    path = tmp_path / "old.strategy"
    columns = (Text("Grade", key=True), Number("Points", default=1))
    old = Worksheet("Grades", "All", "How?", columns, rows=fixed("Good", "Poor", "Odd"))
    new = Worksheet("Grades", "All", "How?", columns, rows=fixed("Best", "Good", "Fair", "Poor"))
    with tiny.opened(path, tiny.process(old)) as plan:
        grades = plan.worksheet("Grades")
        good, poor, odd = grades.rows()
        grades.set_many({(good, "Points"): 9, (odd, "Points"): 7})
    for _ in range(2):
        with tiny.opened(path, tiny.process(new)) as plan:
            grades = plan.worksheet("Grades")
            assert grades.column("Grade") == ["Best", "Good", "Fair", "Poor", "Odd"]
            assert grades.column("Points") == [1.0, 9.0, 1.0, 1.0, 7.0]
            assert grades.rows()[1] == good and grades.rows()[3:] == [poor, odd]
            assert plan.session.undo_label == "Edit Points"

"""A plan file keeps what it was told, gives it back exactly, and undoes it step by step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from strategy_studio.formula.errors import PlanError
from strategy_studio.model.storage import Edit, Storage
from strategy_studio.store import PlanFile, create, open_plan
from tests.effort import effort
from tests.store.steps import cells, insert, parameter, remove, set_cell, state


@pytest.fixture
def plan(tmp_path: Path):
    opened = create(tmp_path / "acme.strategy")
    yield opened
    opened.close()


def reopened(plan: PlanFile) -> PlanFile:
    plan.close()
    return open_plan(plan.path)


def test_a_plan_file_is_a_storage(plan: PlanFile) -> None:
    storage: Storage = plan
    assert (storage.title, storage.read_only) == ("acme", "")
    assert storage.load().next_id == 1


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        1 / 3,
        5e-324,
        1.7976931348623157e308,
        -0.0,
        2.0**60,
        "12",
        "",
        "a\0b",
        "\u202eabc",
        "Zoë 👩‍👩‍👧",
        True,
        False,
    ],
)
def test_a_value_comes_back_exactly(plan: PlanFile, value: object) -> None:
    plan.commit("Insert", "anna", [insert(1, X=value)], 2)
    with closing(reopened(plan)) as again:
        found = cells(again, 1)["X"]
    assert (type(found), repr(found)) == (type(value), repr(value))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), "\ud800", object()])
def test_a_value_that_cannot_be_kept_is_refused_and_changes_nothing(plan: PlanFile, value: object) -> None:
    plan.commit("Insert", "anna", [insert(1, X=1.0)], 2)
    before = state(plan)
    with pytest.raises(PlanError):
        plan.commit("Edit", "anna", [set_cell(1, "X", 1.0, value)], 2)
    assert state(plan) == before
    plan.commit("Edit", "anna", [set_cell(1, "X", 1.0, 2.0)], 2)
    assert cells(plan, 1) == {"X": 2.0}


def test_cells_are_merged_and_none_empties(plan: PlanFile) -> None:
    plan.commit("Insert", "anna", [insert(1, A=1.0, B="b")], 2)
    plan.commit("Edit", "anna", [Edit("row", 1, {"cells": {"A": 1.0, "C": None}}, {"cells": {"A": None, "C": 3.0}})], 2)
    assert cells(plan, 1) == {"B": "b", "C": 3.0}


def test_fields_of_a_row_and_of_a_record_are_merged(plan: PlanFile) -> None:
    plan.commit("Insert", "anna", [insert(1, A=1.0), Edit("column", "c", None, {"title": "C", "kind": "Text"})], 2)
    edits = [
        Edit("row", 1, {"position": 1.0, "sources": None}, {"position": 0.5, "sources": [3, 4]}),
        Edit("column", "c", {"title": "C"}, {"title": "D", "unit": "EUR"}),
    ]
    plan.commit("Move", "anna", edits, 2)
    rows, records = state(plan)
    assert rows[1] == {"worksheet": "Segments", "position": 0.5, "sources": [3, 4], "cells": {"A": 1.0}}
    assert records["column", "c"] == {"title": "D", "kind": "Text", "unit": "EUR"}
    plan.take_back(plan.undoable())
    assert state(plan)[1]["column", "c"] == {"title": "C", "kind": "Text"}


def test_edits_of_one_step_follow_each_other(plan: PlanFile) -> None:
    edits = [insert(1, A=1.0), set_cell(1, "A", 1.0, 2.0), insert(2), remove(2), set_cell(1, "B", None, "x")]
    plan.commit("Together", "anna", edits, 3)
    assert state(plan)[0].keys() == {1}
    assert cells(plan, 1) == {"A": 2.0, "B": "x"}
    plan.take_back(plan.undoable())
    assert state(plan) == ({}, {})
    plan.put_back(plan.redoable())
    assert cells(plan, 1) == {"A": 2.0, "B": "x"}


def test_rows_come_ordered_by_worksheet_and_position(plan: PlanFile) -> None:
    edits = [insert(row, worksheet) for row, worksheet in ((3, "B"), (1, "B"), (2, "A"), (4, "A"))]
    plan.commit("Insert", "anna", edits, 5)
    assert [key for key, _ in plan.load().rows] == [2, 4, 1, 3]


def test_undo_and_redo_survive_closing(plan: PlanFile) -> None:
    plan.commit("One", "anna", [parameter("Rate", None, 0.1)], 1)
    plan.commit("Two", "bob", [parameter("Rate", 0.1, 0.2)], 1)
    with closing(reopened(plan)) as again:
        assert again.undoable().label == "Two"
        again.take_back(again.undoable())
    with closing(open_plan(plan.path)) as again:
        assert (again.undoable().label, again.redoable().label) == ("One", "Two")
        assert state(again)[1] == {("parameter", "Rate"): {"value": 0.1}}
        again.put_back(again.redoable())
        assert again.redoable() is None
        assert state(again)[1] == {("parameter", "Rate"): {"value": 0.2}}
        assert [(entry.label, entry.author, entry.undone) for entry in again.history()] == [
            ("Two", "bob", False),
            ("One", "anna", False),
        ]


def test_a_new_step_drops_what_was_undone(plan: PlanFile) -> None:
    plan.commit("One", "anna", [parameter("Rate", None, 0.1)], 1)
    plan.take_back(plan.undoable())
    plan.commit("Two", "anna", [parameter("Cut", None, 2.0)], 1)
    assert plan.redoable() is None
    assert [entry.label for entry in plan.history()] == ["Two"]
    assert len({entry.number for entry in plan.history()}) == 1


def test_a_step_without_a_label_is_no_step(plan: PlanFile) -> None:
    plan.commit("", "anna", [insert(1)], 2)
    assert plan.undoable() is None
    assert plan.history() == []
    assert state(plan)[0].keys() == {1}


def test_the_journal_tells_who_when_and_what(tmp_path: Path) -> None:
    place = tmp_path / "minutes.strategy"
    create(place).close()
    with closing(PlanFile(place, now=lambda: datetime(2027, 6, 30, 14, 2, tzinfo=UTC))) as plan:
        edit = insert(7, Segment="Affluent")
        plan.commit("Insert a row", "anna", [edit], 8)
        (entry,) = plan.history()
        assert (entry.at, entry.author, entry.edits) == ("2027-06-30T14:02:00+00:00", "anna", (edit,))


@pytest.mark.parametrize("edit", [insert(1), remove(9), set_cell(9, "A", None, 1.0), parameter("Rate", 0.1, 0.2)])
def test_an_edit_that_does_not_fit_is_refused_whole(plan: PlanFile, edit: Edit) -> None:
    plan.commit("Insert", "anna", [insert(1, A=1.0)], 2)
    before = state(plan)
    with pytest.raises(PlanError):
        plan.commit("Edit", "anna", [insert(2), edit], 3)
    assert state(plan) == before
    assert [entry.label for entry in plan.history()] == ["Insert"]


def test_a_step_is_undone_only_in_its_turn(plan: PlanFile) -> None:
    plan.commit("One", "anna", [insert(1)], 2)
    first = plan.undoable()
    plan.commit("Two", "anna", [insert(2)], 3)
    with pytest.raises(PlanError, match="One"):
        plan.take_back(first)


def pasted(plan: PlanFile, first: int, last: int) -> list[Edit]:
    """Rows of twenty cells put in by one step."""
    edits = [insert(row, **{f"Column {n}": row / 7 + n for n in range(20)}) for row in range(first, last + 1)]
    plan.commit("Paste", "anna", edits, last + 1)
    return edits


def test_a_paste_is_one_step_and_its_work_grows_as_its_rows(plan: PlanFile) -> None:
    pasted(plan, 1, 10)  # the first step makes ready what all steps need
    few = effort(lambda: pasted(plan, 11, 1_000), runs=1)
    few_read = effort(lambda: list(plan.load().rows))
    edits: list[Edit] = []
    assert effort(lambda: edits.extend(pasted(plan, 1_001, 10_000)), runs=1) < 40 * few  # 81 times if by the square
    rows = list(plan.load().rows)
    assert rows[-1] == (10_000, edits[-1].after)
    assert effort(lambda: list(plan.load().rows)) < 40 * few_read
    plan.take_back(plan.undoable())
    assert len(list(plan.load().rows)) == 1_000


def test_an_edit_costs_no_more_in_a_large_plan(plan: PlanFile) -> None:
    def edited(row: int) -> None:
        plan.commit("Edit", "anna", [set_cell(row, "Column 1", row / 7 + 1, 0.5)], 6_001)

    pasted(plan, 1, 200)
    small = min(effort(lambda row=row: edited(row), runs=1) for row in range(1, 41))  # type: ignore[misc]
    pasted(plan, 201, 6_000)
    large = min(effort(lambda row=row: edited(row), runs=1) for row in range(5_001, 5_041))  # type: ignore[misc]
    assert large < 5 * small  # thirty times where it looks at every row


def test_the_file_alone_is_whole_while_the_plan_is_open(plan: PlanFile, tmp_path: Path) -> None:
    plan.commit("Insert", "anna", [insert(1, A=1.0)], 2)
    copied = tmp_path / "mailed.strategy"
    copied.write_bytes(plan.path.read_bytes())
    with closing(sqlite3.connect(copied)) as connection:
        assert connection.execute("SELECT count(*) FROM row").fetchone() == (1,)


def test_nothing_stays_beside_a_closed_plan(plan: PlanFile) -> None:
    plan.commit("Insert", "anna", [insert(1)], 2)
    plan.close()
    plan.close()
    assert [path.name for path in plan.path.parent.iterdir() if path.is_file()] == ["acme.strategy"]
    with pytest.raises(PlanError, match="closed"):
        plan.commit("Insert", "anna", [insert(2)], 3)

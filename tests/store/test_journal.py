"""The journal keeps every step for ever, and what it changed as far back as undo reaches."""

from __future__ import annotations

import string
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy_studio.formula.errors import PlanError
from strategy_studio.model.storage import Edit
from strategy_studio.store import PlanFile, create, open_plan
from strategy_studio.store.images import packed, packed_edits, patched, spliced, unpacked_cells, unpacked_edits
from strategy_studio.store.journal import Reach
from tests.effort import effort
from tests.store.steps import cells, insert, parameter, set_cell

NAMES = st.sampled_from(["A", "A ", 'a"', 'a":', ",", '{"A', "A\\", "\\", "#1", "Ü €", ""])
SCALARS = st.one_of(
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.sampled_from(string.printable + '"\\,{}:é€'), max_size=12),
    st.sampled_from(['"A":1.0', ',"A":1.0', '{"A":1.0}', '","A":"', "\\", "", -0.0, 1e22, "1.0"]),
)
CELLS = st.dictionaries(NAMES, SCALARS)


@pytest.fixture
def plan(tmp_path: Path):
    opened = create(tmp_path / "acme.strategy")
    yield opened
    opened.close()


@given(held=CELLS, after=st.dictionaries(NAMES, st.none() | SCALARS, min_size=1))
def test_cells_changed_in_place_are_those_of_the_long_way(held: dict[str, object], after: dict[str, object]) -> None:
    before = {name: held.get(name) for name in after}
    edit = Edit("row", 1, {"cells": before}, {"cells": after})
    whole = {"worksheet": "S", "position": 1.0, "sources": None, "cells": held}
    text = spliced(packed(held), edit)
    if text is None:  # names with quotes in them may be taken for one another; such cells go the long way
        assert any('"' in name or not name for name in {**held, **after})
        return
    found = unpacked_cells(text)
    expected = patched(whole, edit)["cells"]
    assert repr(sorted(found.items())) == repr(sorted(expected.items()))


@given(
    edits=st.lists(
        st.builds(
            lambda row, before, after: Edit("row", row, {"cells": before}, {"cells": {**before, **after}}),
            st.integers(1, 9), CELLS, CELLS,
        )
        | st.builds(lambda row, held: insert(row, **held), st.integers(1, 9), CELLS)
        | st.just(parameter("Rate", 0.1, 0.2)),
    )
)  # fmt: skip
def test_edits_come_back_from_the_journal_as_they_were(edits: list[Edit]) -> None:
    assert repr(unpacked_edits(packed_edits(edits, {}))) == repr(edits)


def test_a_journal_written_before_cells_stood_together_is_read() -> None:
    edit = set_cell(7, "A", None, 1.5)
    text = packed([(edit.table, edit.key, edit.before, edit.after)])
    assert unpacked_edits(text) == [edit]


@pytest.mark.parametrize("before", [1.0, None])
@pytest.mark.parametrize("held", ['"A":1', '"A": 1.0', '"B":2.0,"A":1e0', ' "A":1.0', '"A":1.0 ', '"A" : 1.0', " "])
@pytest.mark.parametrize("around", ["{%s}", " {%s}", "{%s}\n"])
def test_cells_that_another_program_wrote_are_changed_all_the_same(around: str, held: str, before: object) -> None:
    text = spliced(around % held, set_cell(1, "A", before, 5.0))
    assert text is None or unpacked_cells(text)["A"] == 5.0


def filled_plan(plan: PlanFile, steps: int) -> None:
    plan.commit("Insert", "anna", [insert(1, A=0.0)], 2)
    for step in range(1, steps + 1):
        plan.commit(f"Edit {step}", "anna", [set_cell(1, "A", step - 1.0, float(step))], 2)


def with_reach(plan: PlanFile, reach: Reach) -> PlanFile:
    """The same plan, opened anew."""
    plan.close()
    return open_plan(plan.path, reach=reach)


def test_history_lives_on_where_undo_does_not_reach(plan: PlanFile) -> None:
    with closing(with_reach(plan, Reach(steps=20))) as short:
        filled_plan(short, 127)
    with closing(open_plan(plan.path)) as again:
        assert again.odd == []
        entries = again.history(1000)
        assert [entry.label for entry in entries[:-1]] == [f"Edit {step}" for step in range(127, 0, -1)]
        assert [bool(entry.edits) for entry in entries] == [True] * 20 + [False] * 108
        for _ in range(20):
            again.take_back(again.undoable())
        assert cells(again, 1) == {"A": 107.0}
        with pytest.raises(PlanError, match="Undo does not reach back as far as “Edit 107”"):
            again.take_back(again.undoable())
        assert cells(again, 1) == {"A": 107.0}
        for _ in range(20):
            again.put_back(again.redoable())
        assert (cells(again, 1), again.redoable()) == ({"A": 127.0}, None)
        again.commit("Edit on", "anna", [set_cell(1, "A", 127.0, 1.0)], 2)
        again.take_back(again.undoable())
    with closing(open_plan(plan.path)) as again:
        assert cells(again, 1) == {"A": 127.0}
        assert len(again.history(1000)) == 129


def test_undo_takes_nothing_back_before_a_start(plan: PlanFile) -> None:
    filled_plan(plan, 3)
    plan.take_back(plan.undoable())
    plan.start_here()
    assert (plan.undoable(), plan.redoable()) == (None, None)
    plan.close()
    with closing(open_plan(plan.path)) as again:
        assert (again.undoable(), again.redoable(), cells(again, 1)) == (None, None, {"A": 2.0})
        assert [entry.label for entry in again.history()] == ["Edit 2", "Edit 1", "Insert"]
        assert all(entry.edits for entry in again.history())
        again.commit("Edit on", "anna", [set_cell(1, "A", 2.0, 9.0)], 2)
        again.take_back(again.undoable())
        assert (again.undoable(), cells(again, 1)) == (None, {"A": 2.0})
    with closing(open_plan(plan.path)) as again:
        assert again.undoable() is None
        again.put_back(again.redoable())
        assert (again.undoable().label, cells(again, 1)) == ("Edit on", {"A": 9.0})


def test_huge_steps_that_find_no_room_are_only_remembered(plan: PlanFile) -> None:
    rows = range(1, 5001)
    with closing(with_reach(plan, Reach(room=100_000, sure=2))) as small:
        small.commit("Insert", "anna", [insert(row, A=0.0) for row in rows], 5001)
        for step in range(1, 6):
            small.commit(f"Paste {step}", "anna", [set_cell(row, "A", step - 1.0, float(step)) for row in rows], 5001)
    with closing(open_plan(plan.path)) as again:
        assert [len(entry.edits) for entry in again.history()] == [5000, 5000, 0, 0, 0, 0]
        again.take_back(again.undoable())
        again.take_back(again.undoable())
        assert cells(again, 5000) == {"A": 3.0}
        with pytest.raises(PlanError, match="Paste 3"):
            again.take_back(again.undoable())


def test_a_step_dropped_since_it_was_listed_has_no_edits(plan: PlanFile) -> None:
    filled_plan(plan, 2)
    plan.take_back(plan.undoable())
    undone = plan.history(1)[0]
    plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 9.0)], 2)
    assert (undone.undone, list(undone.edits), plan.redoable()) == (True, [], None)


def test_what_a_step_changed_cannot_be_read_from_a_closed_plan(plan: PlanFile) -> None:
    filled_plan(plan, 1)
    (entry, _) = plan.history()
    assert entry.edits[0] == plan.history()[0].edits[0]
    assert plan.history()[1].edits != entry.edits
    (_, unread) = plan.history()
    plan.close()
    with pytest.raises(PlanError, match="closed"):
        len(unread.edits)


def test_steps_are_listed_without_reading_what_they_changed(plan: PlanFile) -> None:
    rows = range(1, 20_001)
    plan.commit("Insert", "anna", [insert(row, A=0.0) for row in rows], 20_001)
    for step in range(1, 4):
        plan.commit(f"Paste {step}", "anna", [set_cell(row, "A", step - 1.0, float(step)) for row in rows], 20_001)
    assert sum(len(entry.edits) for entry in plan.history()) == 80_000
    reading = effort(lambda: [len(entry.edits) for entry in plan.history()], runs=1)
    assert effort(plan.history) < reading / 20

"""Random walks of edits, undo, redo and reopening: each step gives back exactly the state it had."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from strategy_studio.model.storage import Edit
from strategy_studio.store import create, open_plan
from tests.store.steps import State, state

COLUMNS = st.sampled_from(["Segment", "Customers", "Online", "Überschuß €"])
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["", "a\0b", "👩‍👩‍👧", "\u202eabc", "null", "1e999", 2.0**60, -0.0]),
)


class Walk(RuleBasedStateMachine):
    """Keeps beside the plan every state it went through, as plain copies."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.plan = create(Path(self.folder.name) / "walk.strategy")
        self.states: list[State] = [({}, {})]
        self.place = 0
        self.next_id = 1

    @property
    def now(self) -> State:
        return self.states[self.place]

    def _commit(self, label: str, edits: list[Edit], after: State) -> None:
        self.plan.commit(label, "anna", edits, self.next_id)
        self.states[self.place + 1 :] = [after]
        self.place += 1

    @rule(cells=st.lists(st.dictionaries(COLUMNS, CELLS), min_size=1, max_size=4), sources=st.none() | st.just([1, 2]))
    def insert(self, cells: list[dict[str, Any]], sources: list[int] | None) -> None:
        rows, records = self.now
        new = {}
        for number, values in enumerate(cells, self.next_id):
            filled = {name: value for name, value in values.items() if value is not None}
            new[number] = {"worksheet": "S", "position": number / 3, "sources": sources, "cells": filled}
        self.next_id += len(cells)
        edits = [Edit("row", number, None, image) for number, image in new.items()]
        self._commit("Insert", edits, ({**rows, **new}, records))

    @precondition(lambda self: self.now[0])
    @rule(data=st.data(), values=st.dictionaries(COLUMNS, CELLS, min_size=1))
    def set_cells(self, data: st.DataObject, values: dict[str, Any]) -> None:
        rows, records = self.now
        row = data.draw(st.sampled_from(sorted(rows)))
        old = rows[row]["cells"]
        edit = Edit("row", row, {"cells": {name: old.get(name) for name in values}}, {"cells": values})
        cells = {name: value for name, value in {**old, **values}.items() if value is not None}
        self._commit("Edit", [edit], ({**rows, row: {**rows[row], "cells": cells}}, records))

    @precondition(lambda self: self.now[0])
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        rows, records = self.now
        gone = set(data.draw(st.lists(st.sampled_from(sorted(rows)), min_size=1, max_size=3)))
        edits = [Edit("row", row, rows[row], None) for row in gone]
        self._commit("Remove", edits, ({row: image for row, image in rows.items() if row not in gone}, records))

    @rule(
        kind=st.sampled_from(["parameter", "column", "round", "scenario"]),
        key=st.sampled_from(["a", "#1/2/Ü €"]),
        value=CELLS,
    )
    def record(self, kind: Any, key: str, value: Any) -> None:
        rows, records = self.now
        old = records.get((kind, key))
        after = None if old and value is None else {"value": value, "more": [1, {"x": None}]}
        rest = {place: image for place, image in records.items() if place != (kind, key)}
        self._commit("Set", [Edit(kind, key, old, after)], (rows, {**rest, (kind, key): after} if after else rest))

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo(self) -> None:
        self.plan.take_back(self.plan.undoable())
        self.place -= 1

    @precondition(lambda self: self.place + 1 < len(self.states))
    @rule()
    def redo(self) -> None:
        self.plan.put_back(self.plan.redoable())
        self.place += 1

    @rule()
    def reopen(self) -> None:
        self.plan.close()
        self.plan = open_plan(self.plan.path)
        assert not self.plan.unnamed
        assert self.plan.odd == []

    @invariant()
    def holds_what_it_was_told(self) -> None:
        assert repr(_sorted(state(self.plan))) == repr(_sorted(self.now))
        assert self.plan.load().next_id == self.next_id
        assert (self.plan.undoable() is None) == (self.place == 0)
        assert (self.plan.redoable() is None) == (self.place + 1 == len(self.states))

    def teardown(self) -> None:
        self.reopen()
        while self.place:
            self.undo()
        assert state(self.plan) == ({}, {})
        while self.place + 1 < len(self.states):
            self.redo()
        self.holds_what_it_was_told()
        self.plan.close()
        self.folder.cleanup()


def _sorted(found: State) -> object:
    """The same state written in one order, so that its text tells -0.0 from 0.0 and 1.0 from True."""
    rows, records = found
    plain = {row: {**image, "cells": sorted(image["cells"].items())} for row, image in rows.items()}
    return [sorted((row, sorted(image.items())) for row, image in plain.items()), sorted(records.items(), key=str)]


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=15, stateful_step_count=25)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_long_walks() -> None:
    run_state_machine_as_test(Walk, settings=settings(max_examples=60, stateful_step_count=80))

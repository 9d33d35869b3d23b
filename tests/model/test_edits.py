"""Joining the edits of a change: any sequence of edits has the effect, and the way back, of its joined form."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from strategy_studio.model.edits import condensed
from strategy_studio.model.storage import Edit

State = dict[int, dict[str, Any]]
CELLS = st.dictionaries(st.sampled_from("ABC"), st.sampled_from([None, 1.0, 2.0, "x", "y"]), min_size=1)
STEPS = st.lists(
    st.tuples(st.sampled_from(["insert", "remove", "cells", "move"]), st.integers(1, 3), CELLS, st.floats(0, 9)),
    max_size=12,
)


def carry_out(state: State, edit: Edit) -> None:
    """What an edit says, done to plain data; it must fit what is there."""
    row = int(edit.key)
    if edit.before is None:
        assert row not in state and edit.after is not None
        state[row] = copy.deepcopy(edit.after)
    elif edit.after is None:
        assert state.pop(row) == edit.before
    else:
        image = state[row]
        for field, value in edit.after.items():
            if field != "cells":
                assert image[field] == edit.before[field]
                image[field] = value
        for column, cell in edit.after.get("cells", {}).items():
            assert image["cells"].get(column) == edit.before["cells"][column]
            image["cells"].pop(column, None)
            if cell is not None:
                image["cells"][column] = cell


def edit_of(state: State, step: tuple[str, int, dict[str, Any], float]) -> Edit | None:
    """The edit a step stands for where the rows are as they are; None when it does not fit."""
    what, row, cells, position = step
    image = state.get(row)
    if what == "insert" and image is None:
        filled = {column: cell for column, cell in cells.items() if cell is not None}
        return Edit("row", row, None, {"worksheet": "S", "position": position, "sources": None, "cells": filled})
    if image is None or what == "insert":
        return None
    if what == "remove":
        return Edit("row", row, copy.deepcopy(image), None)
    if what == "move" and image["position"] != position:
        return Edit("row", row, {"position": image["position"]}, {"position": position})
    changed = {column: cell for column, cell in cells.items() if image["cells"].get(column) != cell}
    if what == "move" or not changed:
        return None
    return Edit("row", row, {"cells": {column: image["cells"].get(column) for column in changed}}, {"cells": changed})


@given(STEPS, STEPS)
def test_joined_edits_do_the_same_and_lead_back(
    earlier: list[tuple[str, int, dict[str, Any], float]], steps: list[tuple[str, int, dict[str, Any], float]]
) -> None:
    state: State = {}
    for step in earlier:
        if edit := edit_of(state, step):
            carry_out(state, edit)
    start, edits = copy.deepcopy(state), []
    for step in steps:
        if edit := edit_of(state, step):
            carry_out(state, edit)
            edits.append(edit)
    joined = condensed(edits)
    assert len(joined) == len({edit.key for edit in joined})
    again = copy.deepcopy(start)
    for edit in joined:
        carry_out(again, edit)
    assert again == state
    for edit in reversed(joined):
        carry_out(again, edit.inverse)
    assert again == start
    assert (joined == []) == (state == start)

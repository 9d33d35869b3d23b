"""A course of edits that is the same every time, so that any revision of a plan can be checked; run it as a program.

python -m tests.store.editing PLAN REVISION...    edits PLAN up to each REVISION and closes it there

It prints every revision that is acknowledged, and "closed" when the plan has been closed.
"""

from __future__ import annotations

import sys
from contextlib import closing

from strategy_studio.formula.errors import PlanError
from strategy_studio.model.storage import Edit
from strategy_studio.store import PlanFile, open_plan
from strategy_studio.store.journal import Reach
from tests.store.steps import insert, remove, scenario_cell, set_cell, state

ROWS = 40
SCENARIO = 0
"""Stands among the rows for a cell changed under a scenario, a record of its own that comes, changes and goes."""
REACH = Reach(steps=4, every=3)
"""So short that every third step leaves edits out of reach, which go in its own transaction."""
Cells = dict[int, float]


class Course:
    """What a plan holds after each revision: edits, pastes, a row that comes and goes, undo and redo in turn.

    Every other edit changes a cell under a scenario too, which a third of them takes out of it.
    """

    def __init__(self) -> None:
        self._states: list[Cells] = [{}]
        self._steps: list[int] = []
        self._kept: list[int] = []
        self._place = 0
        self.revision = 0

    @property
    def cells(self) -> Cells:
        return self._states[self._place]

    def go_to(self, revision: int) -> Course:
        while self.revision < revision:
            self.advance()
        return self

    def advance(self, plan: PlanFile | None = None) -> None:
        """Take the next step, in the plan as well when one is given."""
        turn = self.revision % 7
        if self.revision and turn in (3, 6):
            if plan:
                plan.take_back(plan.undoable())
            self._place -= 1
        elif turn == 4:
            if plan:
                plan.put_back(plan.redoable())
            self._place += 1
        else:
            self._do(turn, plan)
        self.revision += 1

    def _do(self, turn: int, plan: PlanFile | None) -> None:
        after = self._after(turn)
        if plan:
            plan.commit(f"Step {self.revision + 1}", "anna", _edits(self.cells, after), ROWS + 2)
        self._states[self._place + 1 :] = [after]
        self._note(self.revision + 1)
        self._place += 1

    def _note(self, step: int) -> None:
        """Put a step into the journal as it should be; what was undone goes, and what `REACH` leaves out."""
        self._steps[self._place :] = [step]
        self._kept = [kept for kept in self._kept if kept in self._steps[-len(self._kept) - 1 :]] + [step]
        if step % REACH.every == 0:
            self._kept = self._kept[-REACH.steps :]

    def journal(self) -> list[tuple[str, bool, list[Edit]]]:
        """Label, whether it is undone, and edits of every step, newest first; no edits where undo does not reach."""
        found = []
        for place, step in enumerate(self._steps):
            edits = _edits(*self._states[place : place + 2]) if step in self._kept else []
            found.append((f"Step {step}", place >= self._place, edits))
        return found[::-1]

    def _after(self, turn: int) -> Cells:
        number = self.revision + 0.1
        if not self.revision:
            return dict.fromkeys(range(1, ROWS + 1), 0.5)
        if turn == 5:
            other = ROWS + 1
            rest = {row: cell for row, cell in self.cells.items() if row != other}
            return rest if other in self.cells else {**rest, other: number}
        changed = range(1, ROWS + 1) if turn == 0 else (1 + self.revision % ROWS,)
        after = {**self.cells, **{row: number + row for row in changed}}
        if turn == 1:
            return {**after, SCENARIO: number}
        return {row: cell for row, cell in after.items() if row != SCENARIO} if turn == 2 and number % 3 < 1 else after


def _edits(before: Cells, after: Cells) -> list[Edit]:
    one, other = before.get(SCENARIO), after.get(SCENARIO)
    before, after = _rows(before), _rows(after)
    laid = [scenario_cell(1, "X", one, other)] if one != other else []
    return laid + _row_edits(before, after)


def _rows(cells: Cells) -> Cells:
    return {row: cell for row, cell in cells.items() if row != SCENARIO}


def _row_edits(before: Cells, after: Cells) -> list[Edit]:
    edits = [set_cell(row, "X", before[row], cell) for row, cell in after.items() if before.get(row, cell) != cell]
    edits += [insert(row, X=cell) for row, cell in after.items() if row not in before]
    return edits + [remove(row, X=cell) for row, cell in before.items() if row not in after]


def check(plan: PlanFile, acknowledged: int) -> None:
    """Everything acknowledged is there, and at most the one edit on its way."""
    assert acknowledged <= plan.revision <= acknowledged + 1, f"{acknowledged} acknowledged, {plan.revision} there"
    rows, records = state(plan)
    found = {row: image["cells"]["X"] for row, image in rows.items()}
    for image in records.values():
        found[SCENARIO] = image["value"]
    course = Course().go_to(plan.revision)
    assert found == course.cells
    assert [(entry.label, entry.undone, list(entry.edits)) for entry in plan.history(100_000)] == course.journal()


def edit(path: str, count: int) -> None:
    with closing(open_plan(path, reach=REACH)) as plan:
        course = Course().go_to(plan.revision)
        while course.revision < count:
            try:
                course.advance(plan)
            except PlanError as error:
                # What a person does who presses Retry; the plan must hold what it held before.
                check(plan, course.revision)
                sys.stderr.write(f"{error}\n")
            else:
                sys.stdout.write(f"{plan.revision}\n")
                sys.stdout.flush()
    sys.stdout.write("closed\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for revision in sys.argv[2:]:
        edit(sys.argv[1], int(revision))

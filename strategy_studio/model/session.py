"""The open plan: applies changes, commits them to the file, recalculates and tells the listeners."""

from __future__ import annotations

import gc
import getpass
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from ..formula.parser import parse
from .changes import Change, set_positions
from .columns import StoredValue
from .draft import Draft, default_cells, filled
from .edits import condensed
from .older_cells import refer_by_key
from .plan import Plan, Touched
from .storage import Contents, Edit, Entry, Storage
from .structure import Parse
from .worksheet import Parameter, Process, Worksheet

if TYPE_CHECKING:
    from .kept_checks import KeptChecks


@dataclass(frozen=True, slots=True)
class Notice:
    """What one change did: nodes whose values changed, worksheets whose rows changed, cost of recalculation.

    `nodes` are those of the plan; `scenarios` names the scenarios whose own cells changed. Under a scenario other nodes
    may change than in the plan, so that a view which shows one shows it anew after every notice.
    """

    label: str
    nodes: frozenset[str]
    rows: frozenset[str]
    structure: bool
    cells: int
    seconds: float
    scenarios: frozenset[str] = frozenset()


Listener = Callable[[Notice], None]


class Session:
    """A plan and its file. Everything that changes a plan goes through `apply`, `undo` or `redo`.

    Its values are calculated when it is opened; not `at_once`, each when it is first read, and the rest before anything
    changes or when `plan.calculation.complete` is called.
    """

    def __init__(
        self,
        storage: Storage,
        processes: tuple[Process, ...],
        parameters: Sequence[Parameter],
        author: str = "",
        read: Parse = parse,
        known: KeptChecks | None = None,
        at_once: bool = True,
    ) -> None:
        self.storage = storage
        self.author = author or user_name()
        self.plan = Plan(processes, parameters, read, known)
        self._listeners: list[Listener] = []
        self._draft: Draft | None = None
        self._settled = 0
        self._settled_nodes: set[str] = set()
        self._load(at_once)

    def _load(self, at_once: bool) -> None:
        with no_collection():
            new = self._take_in(self.storage.load())
        draft = Draft(self.plan)
        complete_rows(draft, new)
        refer_by_key(draft)
        if draft.edits and not self.storage.read_only:
            self.storage.commit("", self.author, condensed(draft.edits), self.plan.next_id)
        if at_once:
            self.plan.recalculate_all()
        else:
            self.plan.calculation.begin(self.plan.structure)

    def _take_in(self, contents: Contents) -> bool:
        """Put all that a plan file holds into the plan; -> whether that is nothing, as in a new plan."""
        edits = [Edit(table, key, None, image) for table, key, image in contents.records]
        edits += [Edit("row", row, None, image) for row, image in contents.rows]
        self.plan.absorb(edits)
        self.plan.next_id = contents.next_id
        return not edits

    # changing

    def apply(self, change: Change) -> None:
        """Carry out a change as one transaction and one undo step; PlanError when refused, nothing changed then."""
        if self._draft is not None:
            self._carry_out(self._draft, change)
            return
        self._refuse_read_only()
        with no_collection(), self._step_of(Draft(self.plan), change.label) as draft:
            self._carry_out(draft, change)

    def _carry_out(self, draft: Draft, change: Change) -> None:
        done = len(draft.edits)
        try:
            change.carry_out(draft)
        except PlanError:
            if draft is self._draft:  # one of many is refused: only this one is taken back
                draft.take_back_from(done)
            raise

    @contextmanager
    def together(self, label: str) -> Iterator[None]:
        """Make one change of all that is applied inside; an exception takes all of it back."""
        if self._draft is not None:
            with self._part_of(self._draft):
                yield
            return
        self._refuse_read_only()
        self._draft, self._settled = Draft(self.plan), 0
        try:
            with self._step_of(self._draft, label):
                yield
        finally:
            self._draft = None
            self._settled_nodes.clear()

    @contextmanager
    def _part_of(self, draft: Draft) -> Iterator[None]:
        """One change inside another: an exception takes back this part only, and passes on."""
        done = len(draft.edits)
        try:
            yield
        except BaseException:
            draft.take_back_from(done)
            self._settled = -1
            raise

    @contextmanager
    def _step_of(self, draft: Draft, label: str) -> Iterator[Draft]:
        """Commit what the draft holds at the end, recalculate and tell; an exception takes all of it back."""
        first_id = self.plan.next_id
        try:
            yield draft
            edits = condensed(draft.edits)
            if edits:
                self.storage.commit(label, self.author, edits, self.plan.next_id)
        except BaseException:
            draft.take_back()
            self.plan.next_id = first_id
            self._recalculate(draft.touched)
            raise
        if edits:
            self._tell(label, draft.touched)
        elif draft.edits:
            self._recalculate(draft.touched)

    def settled(self) -> Plan:
        """The plan with values that follow from all edits so far; needed inside `together` only."""
        if self._draft is not None and len(self._draft.edits) != self._settled:
            self._settled = len(self._draft.edits)
            self._settled_nodes |= self._recalculate(self._draft.touched)[0]
        return self.plan

    def undo(self) -> str:
        """Take back the last step; gives its label, empty when there is none."""
        return self._step(self.storage.undoable(), self.storage.take_back, "Undo")

    def redo(self) -> str:
        """Put back what was taken back last; gives its label, empty when there is none."""
        return self._step(self.storage.redoable(), self.storage.put_back, "Redo")

    def _step(self, entry: Entry | None, write: Callable[[Entry], Sequence[Edit]], what: str) -> str:
        if self._draft is not None:
            raise PlanError("A change of several edits is being made. Undo or redo when it is complete.")
        if entry is None:
            return ""
        self._refuse_read_only()
        with no_collection():
            touched = self.plan.absorb(write(entry))
        self._tell(f"{what} {entry.label}", touched)
        return entry.label

    @property
    def undo_label(self) -> str:
        """What undo would take back; empty when there is nothing."""
        entry = self.storage.undoable()
        return entry.label if entry else ""

    @property
    def redo_label(self) -> str:
        """What redo would put back; empty when there is nothing."""
        entry = self.storage.redoable()
        return entry.label if entry else ""

    def _refuse_read_only(self) -> None:
        if self.storage.read_only:
            raise PlanError(self.storage.read_only)

    # telling

    def recalculate(self) -> int:
        """Evaluate everything from scratch; gives the number of computed columns and Figures."""
        return self.plan.recalculate_all()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after every change; the function given ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def _recalculate(self, touched: Touched) -> tuple[set[str], int]:
        return self.plan.recalculate(touched)

    def _tell(self, label: str, touched: Touched) -> None:
        start = time.perf_counter()
        changed = self._recalculate(touched)[0] | self._settled_nodes
        changed &= self.plan.structure.places.keys()
        cells = sum(self.plan.values(node).numbers.size for node in changed if self.plan.formula(node))
        notice = Notice(
            label,
            frozenset(changed | touched.nodes),
            frozenset(touched.rows),
            touched.structure,
            cells,
            time.perf_counter() - start,
            frozenset(touched.scenarios),
        )
        for listener in tuple(self._listeners):
            listener(notice)

    def history(self, newest: int = 200) -> list[Entry]:
        """The newest steps of the journal, newest first."""
        return self.storage.history(newest)

    def close(self) -> None:
        """Close the plan file."""
        self._listeners.clear()
        self.storage.close()


@contextmanager
def no_collection() -> Iterator[None]:
    """Let millions of new objects be made without the garbage collector looking through them again and again."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def user_name() -> str:
    """The operating system's name of the user; “unknown” where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def complete_rows(draft: Draft, new: bool) -> None:
    """Add the fixed and generated rows a plan lacks, and in a new plan the starter rows."""
    for name, sheet in draft.plan.structure.worksheets.items():
        if sheet.rows.mode == "fixed":
            complete_fixed(draft, name, sheet)
    if new:
        for name, sheet in draft.plan.structure.worksheets.items():
            if sheet.rows.starters:
                insert_starters(draft, name, sheet)
    draft.generate()


def complete_fixed(draft: Draft, name: str, sheet: Worksheet) -> None:
    """Add the declared rows that are not there yet and put all in the declared order; rows of old keys go last."""
    rows = draft.plan.rows[name]
    keys = ["" if cell is None else str(cell).casefold() for cell in rows.stored_column(sheet.keys[0].stored_as)]
    order = {key.casefold(): float(place) for place, key in enumerate(sheet.rows.keys, start=1)}
    held = dict(zip(keys, rows.ids.tolist(), strict=True))
    last = len(order) + 1.0
    set_positions(draft, name, {row: order.get(key, last) for key, row in held.items()})
    missing = [place for place, key in enumerate(sheet.rows.keys) if key.casefold() not in held]
    if missing:
        draft.insert(name, [fixed_row(sheet, place) for place in missing], [place + 1.0 for place in missing])


def fixed_row(sheet: Worksheet, place: int) -> dict[str, StoredValue]:
    """The stored cells of a fixed row: its key, presets and defaults."""
    presets = {column.stored_as: column.presets[place] for column in sheet.columns if column.presets}
    return {**default_cells(sheet), **presets, sheet.keys[0].stored_as: sheet.rows.keys[place]}


def insert_starters(draft: Draft, name: str, sheet: Worksheet) -> None:
    """Insert the rows a new plan begins with."""
    rows = []
    for starter in sheet.rows.starters:
        label = str(starter.get(sheet.keys[0].title, "")) if sheet.keys else ""
        cells = {title: draft.read_cell(sheet, sheet.column(title), value, label) for title, value in starter.items()}
        rows.append(filled({**default_cells(sheet), **cells}))
    draft.insert(name, rows, [float(place + 1) for place in range(len(rows))])

"""What a session asks of a plan file; `store` fulfils it and `model` knows no more than this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Table = Literal["row", "parameter", "worksheet", "column", "figure", "round", "scenario", "setting"]
Image = dict[str, Any]
"""A JSON object without NaN. For a row: worksheet (stored name), position (float), sources (list of row ids or
None), cells (stored column name -> StoredValue; only filled cells)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One record before and after. `before` None: it comes into being; `after` None: it goes.

    When both stand, they hold only the fields that differ; the field `cells` of a row is itself merged, a cell of
    None being emptied. Swapping the two gives the inverse.
    """

    table: Table
    key: int | str
    before: Image | None
    after: Image | None

    @property
    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.table, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the journal: who changed what, when (UTC, ISO 8601), under which label."""

    number: int
    at: str
    author: str
    label: str
    edits: Sequence[Edit]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a plan file holds when it is opened. Rows are (id, image) ordered by worksheet and position."""

    document: str
    rows: Iterable[tuple[int, Image]]
    records: Iterable[tuple[Table, str, Image]]
    next_id: int


class Storage(Protocol):
    """An open plan file; every method that writes is one transaction and has reached the disk when it returns."""

    @property
    def title(self) -> str:
        """The name shown to users: the file name without its ending, or the given title of an unnamed copy."""
        ...

    @property
    def read_only(self) -> str:
        """Why the plan cannot be written, as a sentence; empty when it can."""
        ...

    def load(self) -> Contents:
        """All that the plan is made of, read from the file; PlanError when it does not fit together."""
        ...

    def commit(self, label: str, author: str, edits: Sequence[Edit], next_id: int) -> None:
        """Write a new step and drop what had been undone.

        Without a label the edits complete the plan (rows it must have) and are no step that undo would take back.
        """
        ...

    def undoable(self) -> Entry | None:
        """The step that undo would take back, with its edits; None when there is none."""
        ...

    def redoable(self) -> Entry | None:
        """The step that redo would put back."""
        ...

    def take_back(self, entry: Entry) -> Sequence[Edit]:
        """Write the inverse of the step's edits, which is given, and mark it undone."""
        ...

    def put_back(self, entry: Entry) -> Sequence[Edit]:
        """Write the step's edits, which are given, again and mark it done."""
        ...

    def start_here(self) -> None:
        """Have undo take back only what comes after this moment; the history keeps all that came before."""
        ...

    def history(self, newest: int = 200) -> list[Entry]:
        """The newest steps, newest first, undone ones included."""
        ...

    def last_change(self, row: int, stored_column: str) -> Entry | None:
        """The newest step, not undone, that wrote a cell; None when it is not among the newest ones."""
        ...

    def keep_version(self, name: str) -> None:
        """Keep the plan as it is now under a name, outside the document's folder."""
        ...

    def versions(self) -> list[tuple[str, str]]:
        """(name, UTC time) of every version and snapshot kept, newest first."""
        ...

    def close(self) -> None:
        """Let go of the file; closing again does nothing."""
        ...

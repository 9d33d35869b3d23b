"""The journal: every step for the audit trail, with its edits as far back as undo reaches."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, overload

from ..model.storage import Edit, Entry
from .digest import Tally
from .images import Values, packed_edits, unpacked_edits

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

CHUNK = 500
"""Edits packed into one row of the table `change`; a paste of 100,000 rows takes 200 of them."""
_HUGE = 10
_NEWEST_DONE = "ifnull((SELECT seq FROM edit WHERE undone=0 ORDER BY seq DESC LIMIT 1), -1)"
"""Undone steps are the newest ones, so that looking from the end finds them without reading a long journal."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far undo reaches: older steps keep author, time and label, but not what they changed.

    Kept are the edits of the newest `steps`; of huge pastes no more than `room` characters beyond the newest `sure`
    steps, so that they do not pile up in the file. `every` so many steps are looked through for what can go.
    """

    steps: int = 10_000
    room: int = 64_000_000
    sure: int = 10
    every: int = 64


REACH = Reach()
"""How far undo reaches in every plan that is opened without saying otherwise."""


class StoredEdits(Sequence[Edit]):
    """The edits of a step, read from the file when they are first asked for; none when undo does not reach so far."""

    def __init__(self, read: Callable[[], tuple[Edit, ...]]) -> None:
        self._read = read

    @cached_property
    def _edits(self) -> tuple[Edit, ...]:
        return self._read()

    def __len__(self) -> int:
        return len(self._edits)

    @overload
    def __getitem__(self, place: int) -> Edit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Edit, ...]: ...
    def __getitem__(self, place: int | slice) -> Edit | tuple[Edit, ...]:
        return self._edits[place]

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._edits)

    def __eq__(self, other: object) -> bool:
        return self._edits == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._edits)


ReadEdits = Callable[[int], tuple[Edit, ...]]
"""Gives the edits of a step by its number."""


def write_entry(
    connection: Connection, entry: Entry, cells: Mapping[int, str], tally: Tally, reach: Reach = REACH
) -> None:
    """Add a step; what had been undone is dropped in the same transaction, and what undo reaches no more.

    `cells` holds the packed cells of rows that come into being by exactly one edit, by row.
    """
    from .schema import CHANGE, EDIT

    drop_undone(connection, tally)
    step = _edit_values(entry)
    connection.execute(EDIT.insert(), step)
    chunks: list[Values] = [
        {"seq": entry.number, "n": n, "edits": packed_edits(entry.edits[start : start + CHUNK], cells)}
        for n, start in enumerate(range(0, len(entry.edits), CHUNK))
    ]
    if chunks:
        connection.execute(CHANGE.insert(), chunks)
    tally.add("edit", [step])
    tally.add("change", chunks)
    if entry.number % reach.every == 0 or len(chunks) >= _HUGE:
        drop_out_of_reach(connection, tally, reach, sizes=len(chunks) >= _HUGE)


def mark(connection: Connection, entry: Entry, undone: bool, tally: Tally) -> None:
    """Note that a step has been undone, or is done again."""
    from .schema import EDIT

    connection.execute(EDIT.update().where(EDIT.c.seq == entry.number).values(undone=int(undone)))
    tally.take("edit", [{**_edit_values(entry), "undone": int(not undone)}])
    tally.add("edit", [{**_edit_values(entry), "undone": int(undone)}])


def drop_undone(connection: Connection, tally: Tally) -> None:
    """Forget the steps that could have been done again."""
    from .schema import CHANGE, EDIT

    done = connection.exec_driver_sql(f"SELECT {_NEWEST_DONE}").scalar_one()
    for table in (CHANGE, EDIT):
        _drop(connection, table, table.c.seq > done, tally)


def drop_out_of_reach(connection: Connection, tally: Tally, reach: Reach, sizes: bool) -> None:
    """Let go of the edits of steps that undo reaches no more; with `sizes` huge ones count by what they take."""
    from .schema import CHANGE

    found = "SELECT DISTINCT seq FROM change ORDER BY seq DESC LIMIT 1 OFFSET ?"
    last = connection.exec_driver_sql(found, (reach.steps,)).scalar()
    if sizes:
        last = max(_without_room(connection, reach), -1 if last is None else last)
    if last is not None:
        _drop(connection, CHANGE, CHANGE.c.seq <= last, tally)


def _without_room(connection: Connection, reach: Reach) -> int:
    """The newest step whose edits there is no room for; -1 when there is for all."""
    query = "SELECT seq, sum(length(edits)) FROM change GROUP BY seq ORDER BY seq DESC"
    room = reach.room
    for place, (seq, size) in enumerate(connection.exec_driver_sql(query).all()):
        room -= size
        if room < 0 and place >= reach.sure:
            return int(seq)
    return -1


def last_done(connection: sqlite3.Connection, read: ReadEdits) -> Entry | None:
    """The step that undo takes back."""
    return _first(_entries(connection, read, "WHERE undone=0 ORDER BY seq DESC LIMIT 1"))


def first_undone(connection: sqlite3.Connection, read: ReadEdits) -> Entry | None:
    """The step that redo puts back."""
    return _first(_entries(connection, read, f"WHERE seq > {_NEWEST_DONE} ORDER BY seq LIMIT 1"))


def newest(connection: sqlite3.Connection, read: ReadEdits, count: int) -> list[Entry]:
    """The newest steps, newest first; `read` gives their edits when they are looked at."""
    return _entries(connection, read, "ORDER BY seq DESC LIMIT ?", count)


def entry_numbered(connection: sqlite3.Connection, read: ReadEdits, number: int | None) -> Entry | None:
    """The step of a number."""
    return None if number is None else _first(_entries(connection, read, "WHERE seq=?", number))


def edits_of(connection: sqlite3.Connection, number: int) -> tuple[Edit, ...]:
    """The edits of a step; none when they are kept no more. `Unreadable` when the file holds anything else."""
    chunks = connection.execute("SELECT edits FROM change WHERE seq=? ORDER BY n", (number,))
    return tuple(edit for (text,) in chunks for edit in unpacked_edits(text))


def _drop(connection: Connection, table: Table, condition: object, tally: Tally) -> None:
    from sqlalchemy import select

    gone = [dict(values) for values in connection.execute(select(table).where(condition)).mappings()]  # type: ignore[arg-type]
    if gone:
        connection.execute(table.delete().where(condition))  # type: ignore[arg-type]
        tally.take(table.name, gone)


def _edit_values(entry: Entry) -> Values:
    return {
        "seq": entry.number,
        "at": entry.at,
        "who": entry.author,
        "label": entry.label,
        "undone": int(entry.undone),
    }


def _first(entries: list[Entry]) -> Entry | None:
    return entries[0] if entries else None


def _entries(connection: sqlite3.Connection, read: ReadEdits, which: str, *values: int) -> list[Entry]:
    """The steps of a condition."""
    steps = connection.execute(f"SELECT seq, at, who, label, undone FROM edit {which}", values).fetchall()
    return [
        Entry(seq, at, who, label, StoredEdits(partial(read, seq)), bool(undone))
        for seq, at, who, label, undone in steps
    ]

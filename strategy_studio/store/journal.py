"""The journal: every step with its edits, for undo, redo and the audit trail."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..model.storage import Edit, Entry
from .digest import Tally
from .images import Values, packed_edit, unpacked_edits

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

CHUNK = 500
"""Edits packed into one row of the table `change`; a paste of 100,000 rows takes 200 of them."""


def write_entry(connection: Connection, entry: Entry, cells: Mapping[int, str], tally: Tally) -> None:
    """Add a step; what had been undone is dropped in the same transaction.

    `cells` holds the packed cells of rows that come into being by exactly one edit, by row.
    """
    from .schema import CHANGE, EDIT

    drop_undone(connection, tally)
    step = _edit_values(entry)
    connection.execute(EDIT.insert(), step)
    chunks: list[Values] = [
        {"seq": entry.number, "n": n, "edits": _packed_edits(entry.edits[start : start + CHUNK], cells)}
        for n, start in enumerate(range(0, len(entry.edits), CHUNK))
    ]
    if chunks:
        connection.execute(CHANGE.insert(), chunks)
    tally.add("edit", [step])
    tally.add("change", chunks)


def mark(connection: Connection, entry: Entry, undone: bool, tally: Tally) -> None:
    """Note that a step has been undone, or is done again."""
    from .schema import EDIT

    connection.execute(EDIT.update().where(EDIT.c.seq == entry.number).values(undone=int(undone)))
    tally.take("edit", [{**_edit_values(entry), "undone": int(not undone)}])
    tally.add("edit", [{**_edit_values(entry), "undone": int(undone)}])


def drop_undone(connection: Connection, tally: Tally) -> None:
    """Forget the steps that could have been done again."""
    from sqlalchemy import select

    from .schema import CHANGE, EDIT

    undone = select(EDIT.c.seq).where(EDIT.c.undone == 1)
    if connection.execute(undone.limit(1)).first() is None:
        return
    for table, column in ((CHANGE, CHANGE.c.seq), (EDIT, EDIT.c.seq)):
        _drop(connection, table, column.in_(undone), tally)


def last_done(connection: sqlite3.Connection) -> Entry | None:
    """The step that undo takes back."""
    return _first(_entries(connection, "WHERE undone=0 ORDER BY seq DESC LIMIT 1"))


def first_undone(connection: sqlite3.Connection) -> Entry | None:
    """The step that redo puts back."""
    return _first(_entries(connection, "WHERE undone=1 ORDER BY seq LIMIT 1"))


def newest(connection: sqlite3.Connection, count: int) -> list[Entry]:
    """The newest steps with their edits, newest first."""
    return _entries(connection, "ORDER BY seq DESC LIMIT ?", count)


def _drop(connection: Connection, table: Table, condition: object, tally: Tally) -> None:
    from sqlalchemy import select

    gone = [dict(values) for values in connection.execute(select(table).where(condition)).mappings()]  # type: ignore[arg-type]
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


def _packed_edits(edits: Sequence[Edit], cells: Mapping[int, str]) -> str:
    texts = (packed_edit(edit, cells.get(edit.key) if edit.table == "row" else None) for edit in edits)  # type: ignore[arg-type]
    return f"[{','.join(texts)}]"


def _first(entries: list[Entry]) -> Entry | None:
    return entries[0] if entries else None


def _entries(connection: sqlite3.Connection, which: str, *values: int) -> list[Entry]:
    """The steps of a condition, with their edits."""
    steps = connection.execute(f"SELECT seq, at, who, label, undone FROM edit {which}", values).fetchall()
    edits: dict[int, list[Edit]] = {step[0]: [] for step in steps}
    for seq, found in edits.items():
        for (text,) in connection.execute("SELECT edits FROM change WHERE seq=? ORDER BY n", (seq,)):
            found.extend(unpacked_edits(text))
    return [Entry(seq, at, who, label, tuple(edits[seq]), bool(undone)) for seq, at, who, label, undone in steps]

"""The journal: every step with its edits, for undo, redo and the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, select

from ..model.storage import Edit, Entry
from .digest import Tally
from .images import Values, packed_edit, unpacked_edits
from .schema import CHANGE, EDIT

CHUNK = 500
"""Edits packed into one row of the table `change`; a paste of 100,000 rows takes 200 of them."""


def write_entry(connection: Connection, entry: Entry, cells: Mapping[int, str], tally: Tally) -> None:
    """Add a step; what had been undone is dropped in the same transaction.

    `cells` holds the packed cells of rows that come into being by exactly one edit, by row.
    """
    drop_undone(connection, tally)
    step = _edit_values(entry)
    connection.execute(EDIT.insert(), step)
    chunks: list[Values] = [
        {"seq": entry.number, "n": n, "edits": _packed_edits(entry.edits[start : start + CHUNK], cells)}
        for n, start in enumerate(range(0, len(entry.edits), CHUNK))
    ]
    if chunks:
        connection.execute(CHANGE.insert(), chunks)
    tally.add(EDIT, [step])
    tally.add(CHANGE, chunks)


def mark(connection: Connection, entry: Entry, undone: bool, tally: Tally) -> None:
    """Note that a step has been undone, or is done again."""
    connection.execute(EDIT.update().where(EDIT.c.seq == entry.number).values(undone=int(undone)))
    tally.take(EDIT, [{**_edit_values(entry), "undone": int(not undone)}])
    tally.add(EDIT, [{**_edit_values(entry), "undone": int(undone)}])


def drop_undone(connection: Connection, tally: Tally) -> None:
    """Forget the steps that could have been done again."""
    undone = select(EDIT.c.seq).where(EDIT.c.undone == 1)
    if connection.execute(undone.limit(1)).first() is None:
        return
    for table, column in ((CHANGE, CHANGE.c.seq), (EDIT, EDIT.c.seq)):
        _drop(connection, table, column.in_(undone), tally)


def last_done(connection: Connection) -> Entry | None:
    """The step that undo takes back."""
    return _first(connection, select(EDIT).where(EDIT.c.undone == 0).order_by(EDIT.c.seq.desc()).limit(1))


def first_undone(connection: Connection) -> Entry | None:
    """The step that redo puts back."""
    return _first(connection, select(EDIT).where(EDIT.c.undone == 1).order_by(EDIT.c.seq).limit(1))


def newest(connection: Connection, count: int) -> list[Entry]:
    """The newest steps with their edits, newest first."""
    return _entries(connection, select(EDIT).order_by(EDIT.c.seq.desc()).limit(count))


def _drop(connection: Connection, table: Table, condition: object, tally: Tally) -> None:
    gone = [dict(values) for values in connection.execute(select(table).where(condition)).mappings()]  # type: ignore[arg-type]
    connection.execute(table.delete().where(condition))  # type: ignore[arg-type]
    tally.take(table, gone)


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


def _first(connection: Connection, query: object) -> Entry | None:
    entries = _entries(connection, query)
    return entries[0] if entries else None


def _entries(connection: Connection, query: object) -> list[Entry]:
    steps = connection.execute(query).all()  # type: ignore[call-overload]
    edits: dict[int, list[Edit]] = {step.seq: [] for step in steps}
    if not edits:
        return []
    changes = select(CHANGE).where(CHANGE.c.seq.in_(edits)).order_by(CHANGE.c.seq, CHANGE.c.n)
    for seq, _, text in connection.execute(changes).all():
        edits[seq].extend(unpacked_edits(text))
    return [Entry(step.seq, step.at, step.who, step.label, tuple(edits[step.seq]), bool(step.undone)) for step in steps]

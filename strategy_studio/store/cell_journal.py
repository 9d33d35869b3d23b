"""Which step of the journal wrote a cell last, found without unpacking the steps that do not name it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from .images import packed, unpacked_edits

CHUNKS = 400
"""So many rows of the table `change`, the newest, are looked through: steps of a workshop, or 200,000 pasted cells."""
_NEWEST = f"SELECT seq, edits FROM change ORDER BY seq DESC, n DESC LIMIT {CHUNKS}"


def step_of_cell(connection: sqlite3.Connection, row: int, stored_column: str) -> int | None:
    """The number of the newest step, not undone, that wrote a cell; None when it is older than what is looked through.

    SQLite picks the packed texts that name row and column; only those are unpacked. `Unreadable` when one of them
    holds anything else than edits.
    """
    named = " OR ".join(["instr(edits, ?)"] * 4)
    found = connection.execute(
        f"SELECT seq, edits FROM ({_NEWEST}) AS newest WHERE instr(edits, ?) AND ({named}) "
        "AND (SELECT undone FROM edit WHERE edit.seq = newest.seq)=0",
        (packed(stored_column), f"[{row},", f",{row},", f",{row}]", f"[{row}]"),
    )
    return next((int(seq) for seq, text in found if row in _rows_written(text, stored_column)), None)


def _rows_written(text: object, stored_column: str) -> Iterator[int]:
    """The rows in whose cells of a column the edits of a text write."""
    for edit in unpacked_edits(text):
        if edit.table == "row" and edit.after is not None and stored_column in edit.after.get("cells", {}):
            yield int(edit.key)

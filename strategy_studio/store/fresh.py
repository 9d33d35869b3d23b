"""New plan files: empty, or filled with rows that were read elsewhere and checked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .connection import engine_of
from .digest import Tally
from .layout import DIGESTED, make, new_document
from .rescue import Findings
from .schema import DIGEST, META, RECORD, ROW

_NOTHING = f"{0:032x}"


def write_fresh(path: Path, title: str, findings: Findings | None = None) -> None:
    """Write a new plan file where none stands, with the rows and records given."""
    rows = list(findings.rows.values()) if findings else []
    records = list(findings.records.values()) if findings else []
    meta = {
        "document": new_document(),
        "title": title,
        "revision": "0",
        "next_id": str(findings.next_id if findings else 1),
    }
    entries = [{"key": key, "value": value} for key, value in meta.items()]
    connection = sqlite3.connect(path, isolation_level=None)
    engine = engine_of(connection)
    try:
        with engine.begin() as transaction:
            make(connection)
            transaction.execute(DIGEST.insert(), [{"name": name, "value": _NOTHING} for name in DIGESTED])
            tally = Tally()
            for table, values in ((META, entries), (ROW, rows), (RECORD, records)):
                if values:
                    transaction.execute(table.insert(), values)
                    tally.add(table.name, values)
            tally.write(transaction)
    finally:
        engine.dispose()

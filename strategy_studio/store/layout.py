"""What a plan file is made of, told without SQLAlchemy: its tables, the numbers in its header, how to judge its parts.

Opening a plan needs no more than this and plain SELECTs, so that the library is loaded when the first edit is written.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from types import MappingProxyType
from uuid import uuid4

APPLICATION_ID = 0x53545259
FORMAT = 1
"""Number of the file format, kept as user_version; a higher one was written by a newer studio."""

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "meta": ("key", "value"),
        "digest": ("name", "value"),
        "row": ("id", "worksheet", "position", "sources", "cells"),
        "record": ("kind", "key", "image"),
        "edit": ("seq", "at", "who", "label", "undone"),
        "change": ("seq", "n", "edits"),
    }
)
"""The columns of every table, in the order in which they are stored and digested."""

START = "start"
"""The entry of `meta` with the revision that undo takes nothing back before; none in most plans."""

DIGESTED = ("meta", "row", "record", "edit", "change")
"""The tables whose content has a digest."""

DEFINITIONS = (
    "CREATE TABLE digest ( name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name) ) STRICT",
    "CREATE TABLE edit ( seq INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL, "
    "undone INTEGER NOT NULL CHECK (undone IN (0, 1)), PRIMARY KEY (seq) ) STRICT",
    'CREATE TABLE meta ( "key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key") ) STRICT',
    'CREATE TABLE record ( kind TEXT NOT NULL, "key" TEXT NOT NULL, image TEXT NOT NULL, '
    'PRIMARY KEY (kind, "key") ) STRICT',
    'CREATE TABLE "row" ( id INTEGER NOT NULL, worksheet TEXT NOT NULL, '
    "position REAL NOT NULL CHECK (position BETWEEN -1e308 AND 1e308), sources TEXT, cells TEXT NOT NULL, "
    "PRIMARY KEY (id) ) STRICT",
    "CREATE TABLE change ( seq INTEGER NOT NULL, n INTEGER NOT NULL, edits TEXT NOT NULL, PRIMARY KEY (seq, n), "
    "FOREIGN KEY(seq) REFERENCES edit (seq) ) STRICT",
)
"""The statements that make the tables; a file with others is strange. `schema` declares the same to SQLAlchemy."""

Part = tuple[str, str, str, str]


def make(connection: sqlite3.Connection) -> None:
    """Turn an empty database into a plan without rows; the caller has begun a transaction."""
    for statement in DEFINITIONS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")


def parts(connection: sqlite3.Connection) -> set[Part]:
    """(type, name, table, SQL without layout) of everything the database is made of."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    return {(kind, name, table, without_layout(sql)) for kind, name, table, sql in found}


def expected_parts() -> set[Part]:
    """What `parts` gives for a plan of this format."""
    connection = sqlite3.connect(":memory:")
    try:
        make(connection)
        return parts(connection)
    finally:
        connection.close()


def new_document() -> str:
    """A number that tells one document from all others, 32 hexadecimal digits."""
    return uuid4().hex


def is_document(text: object) -> bool:
    """Whether a text is the number of a document; a foreign file may say anything."""
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{32}", text) is not None


def without_layout(sql: object) -> str:
    """A statement on one line, so that line breaks and indents do not count."""
    return " ".join(str(sql or "").split())

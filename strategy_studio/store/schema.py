"""The tables of a plan file, the numbers in its header, and how to tell that a file has just these tables."""

from __future__ import annotations

import re
import sqlite3
from uuid import uuid4

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

APPLICATION_ID = 0x53545259
FORMAT = 1
"""Number of the file format, kept as user_version; a higher one was written by a newer studio."""

METADATA = MetaData()


def _json(name: str, nullable: bool = False) -> Column[str]:
    # A CHECK with json_valid() is refused by older SQLite when trusted_schema is off; reading checks instead.
    return Column(name, Text, nullable=nullable)


META = Table(
    "meta", METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False), sqlite_strict=True
)
DIGEST = Table(
    "digest",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
ROW = Table(
    "row",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("worksheet", Text, nullable=False),
    Column("position", REAL, CheckConstraint("position BETWEEN -1e308 AND 1e308"), nullable=False),
    _json("sources", nullable=True),
    _json("cells"),
    sqlite_strict=True,
)
RECORD = Table(
    "record",
    METADATA,
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    _json("image"),
    PrimaryKeyConstraint("kind", "key"),
    sqlite_strict=True,
)
EDIT = Table(
    "edit",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("undone", Integer, CheckConstraint("undone IN (0, 1)"), nullable=False),
    sqlite_strict=True,
)
CHANGE = Table(
    "change",
    METADATA,
    Column("seq", Integer, ForeignKey("edit.seq"), nullable=False),
    Column("n", Integer, nullable=False),
    _json("edits"),
    PrimaryKeyConstraint("seq", "n"),
    sqlite_strict=True,
)
DIGESTED = (META, ROW, RECORD, EDIT, CHANGE)
"""The tables whose content has a digest; their columns stand in the order in which they are digested."""

Part = tuple[str, str, str, str]


def definitions() -> list[str]:
    """The statements that make the tables of a plan."""
    dialect = sqlite.dialect()
    return [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables]


def make(connection: sqlite3.Connection) -> None:
    """Turn an empty database into a plan without rows; the caller has begun a transaction."""
    for statement in definitions():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")


def parts(connection: sqlite3.Connection) -> set[Part]:
    """(type, name, table, SQL without layout) of everything the database is made of."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    return {(kind, name, table, _plain(sql)) for kind, name, table, sql in found}


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


def _plain(sql: object) -> str:
    return " ".join(str(sql or "").split())

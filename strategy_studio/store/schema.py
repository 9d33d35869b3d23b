"""The tables of a plan file as SQLAlchemy knows them; loaded with the first edit that is written (see `layout`)."""

from __future__ import annotations

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

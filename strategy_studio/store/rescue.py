"""Reading what can be read: the known rows of a strange or damaged file, each checked, into a fresh plan."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from sqlalchemy import Table as SqlTable

from ..model.errors import PlanError
from ..model.storage import Table
from .connection import connect_for_reading, deadline, distrust
from .failures import READING_FAILED, PlanDamaged
from .images import LONGEST_TEXT, Unreadable, Values, record_image, record_values, row_image, row_values
from .schema import RECORD, ROW

_SECONDS = 60.0
_HIGHEST = 2**53
_NUMBERED = re.compile(r"#(\d{1,15})\b", re.ASCII)
_KINDS = frozenset(get_args(Table)) - {"row"}


@dataclass
class Findings:
    """The rows of the tables that could be read, and sentences about what could not."""

    rows: dict[int, Values] = field(default_factory=dict)
    records: dict[tuple[str, str], Values] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def next_id(self) -> int:
        """A number above all that were found: those of rows, and those that records are named by."""
        numbers = [int(found[1]) for _, key in self.records if (found := _NUMBERED.match(key))]
        return max([*self.rows, *numbers], default=0) + 1


def read_what_can_be_read(path: Path) -> Findings:
    """Known rows and records of a file that is never written; PlanDamaged when there are none."""
    findings = Findings()
    try:
        with closing(connect_for_reading(path)) as connection:
            distrust(connection, frozenset(("sqlite_master", "sqlite_schema", ROW.name, RECORD.name)))
            connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
            with deadline(connection, _SECONDS):
                _collect(connection, ROW, lambda values: _keep_row(findings, values), findings)
                _collect(connection, RECORD, lambda values: _keep_record(findings, values), findings)
    except READING_FAILED as error:
        findings.lost.append(f"Reading stopped early: {error}.")
    if not findings.rows and not findings.records:
        raise PlanDamaged(f"Nothing in {path.name} can be read. Open a version kept earlier.")
    return findings


def _collect(
    connection: sqlite3.Connection, table: SqlTable, keep: Callable[[tuple[object, ...]], None], findings: Findings
) -> None:
    if not _plain_table(connection, table):
        findings.lost.append(f"The {table.name} data are missing or not stored as a plan stores them.")
        return
    unreadable = 0
    for values in _both_ways(connection, table, findings):
        try:
            keep(values)
        except (Unreadable, PlanError, TypeError, UnicodeError):
            unreadable += 1
    if unreadable:
        findings.lost.append(f"{unreadable:,} entries of the {table.name} data could not be read and were left out.")


def _plain_table(connection: sqlite3.Connection, table: SqlTable) -> bool:
    """Whether the file has the table with our columns, none of which computes anything."""
    query = "SELECT sql FROM sqlite_schema WHERE type='table' AND name=? AND rootpage>0"
    if connection.execute(query, (table.name,)).fetchone() is None:
        return False
    found = connection.execute(f'PRAGMA table_xinfo("{table.name}")').fetchall()
    plain = {name for _, name, _, _, _, _, hidden in found if not hidden}
    return plain >= set(table.columns.keys())


def _both_ways(connection: sqlite3.Connection, table: SqlTable, findings: Findings) -> Iterator[tuple[object, ...]]:
    """All rows from the front, and, when a damaged page stops that, those behind it from the back."""
    names = ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118 - SQLAlchemy's are not a dict
    for order in ("", "DESC"):
        try:
            yield from connection.execute(f'SELECT {names} FROM "{table.name}" NOT INDEXED ORDER BY rowid {order}')
            return
        except READING_FAILED as error:
            findings.lost.append(f"A part of the {table.name} data is damaged ({error}).")


def _keep_row(findings: Findings, values: tuple[object, ...]) -> None:
    key, *rest = values
    if type(key) is not int or not 0 < key < _HIGHEST:
        raise Unreadable("the row has no number")
    image = row_image(*rest)
    if any(isinstance(cell, str) and len(cell) > LONGEST_TEXT for cell in image["cells"].values()):
        raise Unreadable("a text is too long")
    findings.rows.setdefault(key, row_values(key, image))


def _keep_record(findings: Findings, values: tuple[object, ...]) -> None:
    kind, key, image = values
    if kind not in _KINDS or not isinstance(kind, str) or not isinstance(key, str):
        raise Unreadable("the record is of no known kind")
    findings.records.setdefault((kind, key), record_values(kind, key, record_image(image)))

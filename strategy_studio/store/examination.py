"""Judging a plan file before it is trusted: nothing in it runs, nothing in it is written, everything is checked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..model.errors import PlanError
from .connection import connect_for_reading, deadline, distrust
from .copies import require_sound
from .digest import table_digest
from .failures import READING_FAILED, PlanDamaged, trouble_opening
from .layout import COLUMNS, DIGESTED, START, expected_parts, is_document, parts

MOST_ROWS = 1_000_000
"""Rows of one worksheet."""
_SECONDS = 5.0
_BYTES_A_SECOND = 4_000_000
_SYSTEM = ("sqlite_master", "sqlite_schema")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an examined file is: which document, how often written, whether it has parts unknown to us."""

    document: str
    revision: int
    strange: bool


def examine(path: Path) -> Verdict:
    """Check a file whose header is that of a plan of this format; PlanDamaged or PlanError when it cannot be used.

    A strange file has parts no plan has (triggers, views, other tables); of it only known rows may be read.
    """
    try:
        with closing(connect_for_reading(path)) as connection:
            distrust(connection, frozenset((*COLUMNS, *_SYSTEM)))
            with deadline(connection, _SECONDS):
                if parts(connection) != expected_parts():
                    return Verdict("", 0, strange=True)
            with deadline(connection, _SECONDS + path.stat().st_size / _BYTES_A_SECOND):
                return _content(connection)
    except READING_FAILED as error:
        raise trouble_opening(path, error) from error


def _content(connection: sqlite3.Connection) -> Verdict:
    require_sound(connection)
    meta: dict[str, str] = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    numbers = [meta.get("revision", ""), meta.get("next_id", ""), meta.get(START, "0")]
    if not is_document(meta.get("document")) or not all(re.fullmatch(r"\d{1,18}", text, re.ASCII) for text in numbers):
        raise PlanDamaged("This plan is damaged (its title page). Open a version of it, or what can be read.")
    _require_digests(connection)
    _require_rows(connection, int(numbers[1]))
    return Verdict(meta["document"], int(numbers[0]), strange=False)


def _require_digests(connection: sqlite3.Connection) -> None:
    stored = dict(connection.execute("SELECT name, value FROM digest").fetchall())
    for table in DIGESTED:
        names = ", ".join(f'"{name}"' for name in COLUMNS[table])
        rows: Iterable[tuple[object, ...]] = connection.execute(f'SELECT {names} FROM "{table}"')
        if table_digest(rows) != stored.get(table):
            raise PlanDamaged(
                f"This plan is damaged ({table} data do not add up). Open a version of it, or what can be read."
            )


def _require_rows(connection: sqlite3.Connection, next_id: int) -> None:
    highest = connection.execute("SELECT max(id), min(id) FROM row").fetchone()
    if highest[0] is not None and (highest[0] >= next_id or highest[1] < 1):
        raise PlanDamaged("This plan is damaged (its row numbers). Open a version of it, or what can be read.")
    largest = connection.execute(
        "SELECT worksheet, count(*) FROM row GROUP BY worksheet ORDER BY 2 DESC LIMIT 1"
    ).fetchone()
    if largest is not None and largest[1] > MOST_ROWS:
        raise PlanError(
            f"The worksheet {largest[0]} of this plan has {largest[1]:,} rows; up to {MOST_ROWS:,} are supported. "
            "Split it, and open the plan again."
        )

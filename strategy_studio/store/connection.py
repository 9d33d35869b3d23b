"""Connections to a plan file: the PRAGMAs of a document that people copy and mail, each checked by reading it back."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

ARMOUR: Mapping[str, int] = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "recursive_triggers": 0,
    "temp_store": 2,
}
WRITING: Mapping[str, int | str] = {"journal_mode": "delete", "synchronous": 3, "fullfsync": 1, **ARMOUR}
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 256 * 2**20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 2**20,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 32_766,
}
_SELECT, _READ, _PRAGMA, _FUNCTION = 21, 20, 19, 31
_SQLITE_OK, _SQLITE_DENY = 0, 1
_PRAGMAS_READ = frozenset(("integrity_check", "foreign_key_check", "table_xinfo", "query_only", *ARMOUR))


def connect_for_writing(path: Path) -> sqlite3.Connection:
    """The one connection that may write a plan; it owns the file until it is closed.

    Raises sqlite3.OperationalError (SQLITE_BUSY) when another program has the file open.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=0.5, isolation_level=None, check_same_thread=False
    )
    try:
        _limit(connection)
        require(connection, {"locking_mode": "exclusive"})
        # Takes the lock now and not at the first edit; a journal left by a crash is rolled back here.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        require(connection, {**WRITING, "busy_timeout": 1000})
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, for plans that must not be changed and for those not yet trusted."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=ro", uri=True, timeout=0.5, isolation_level=None, check_same_thread=False
    )
    try:
        _limit(connection)
        require(connection, {**ARMOUR, "query_only": 1})
    except BaseException:
        connection.close()
        raise
    return connection


def require(connection: sqlite3.Connection, pragmas: Mapping[str, int | str]) -> None:
    """Set PRAGMAs and read each back: SQLite passes over what it does not know in silence."""
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != value:
            raise sqlite3.NotSupportedError(f"PRAGMA {name} is {found} and not {value}")


def distrust(connection: sqlite3.Connection, tables: frozenset[str]) -> None:
    """Let a connection do no more than read the named tables and a few PRAGMAs."""

    def judge(action: int, first: str | None, _second: str | None, _base: str | None, _trigger: str | None) -> int:
        allowed = (
            action in (_SELECT, _FUNCTION)
            or (action == _READ and first in tables)
            or (action == _PRAGMA and first in _PRAGMAS_READ)
        )
        return _SQLITE_OK if allowed else _SQLITE_DENY

    connection.set_authorizer(judge)


@contextmanager
def deadline(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Stop every statement that runs on after so many seconds (SQLITE_INTERRUPT)."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def engine_of(connection: sqlite3.Connection) -> Engine:
    """SQLAlchemy's engine over exactly this connection; disposing of it closes the connection.

    The library is loaded here, with the first edit, and not when a plan is opened: it takes longer than opening does.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        # The driver's own handling of transactions leaves DDL outside of them; hence isolation_level None and this.
        conn.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _limit(connection: sqlite3.Connection) -> None:
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)

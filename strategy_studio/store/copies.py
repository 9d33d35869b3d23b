"""Whole copies of a plan, made beside their target, flushed, checked and only then given its name."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from ..model.errors import PlanError
from .connection import ARMOUR, require
from .digest import Tally
from .failures import PlanDamaged, file_trouble

_DAY = 24 * 60 * 60
COMPANIONS = ("-journal", "-wal", "-shm")


@contextmanager
def in_place_of(target: Path) -> Iterator[Path]:
    """A file to write beside `target`; it takes the target's name when the block ends well, and is gone otherwise."""
    part = target.with_name(f".{uuid4().hex}.part")
    try:
        yield part
        sync(part)
        os.replace(part, target)
        sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise file_trouble(f"{target.name} was not written", error) from error
    finally:
        remove(part)


def copy_pages(source: sqlite3.Connection, target: Path) -> None:
    """Copy the committed content of an open plan into a new file and check what was written."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)
        require(copy, {"journal_mode": "delete"})
        require_sound(copy)


def require_sound(connection: sqlite3.Connection) -> None:
    """Refuse a file whose pages are not in order; PlanDamaged says what SQLite found first."""
    # quick_check would pass over damaged indexes, and ours are so few that the full check costs little more.
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise PlanDamaged(f"This plan is damaged ({_first_line(found)}). Open a version of it, or what can be read.")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise PlanDamaged("This plan is damaged (its journal has gaps). Open a version of it, or what can be read.")


def rename_inside(path: Path, meta: Mapping[str, str], compact: bool = False) -> None:
    """Set entries of `meta` in a copy that nobody has open; `compact` also leaves out its unused pages.

    It does not wait for the disk: whoever makes the copy flushes it (`in_place_of`), or still has what it is a copy of.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        require(connection, {**ARMOUR, "synchronous": 0})
        connection.execute("BEGIN IMMEDIATE")
        _set_meta(connection, meta)
        connection.execute("COMMIT")
        if compact:
            connection.execute("VACUUM")


def _set_meta(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    found = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    tally = Tally()
    tally.take("meta", [{"key": key, "value": found[key]} for key in values if key in found])
    tally.add("meta", [{"key": key, "value": value} for key, value in values.items()])
    connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", list(values.items()))
    digests = tally.after(dict(connection.execute("SELECT name, value FROM digest").fetchall()))
    connection.executemany("UPDATE digest SET value=? WHERE name=?", [(text, name) for name, text in digests.items()])


def copy_files(source: Path, target: Path, companions: bool) -> None:
    """Copy a plan that is not open byte by byte, with or without the files SQLite may have left beside it."""
    for ending in ("", *COMPANIONS) if companions else ("",):
        beside = source.with_name(source.name + ending)
        if not ending or beside.is_file():
            _copy_bytes(beside, target.with_name(target.name + ending))


def remove(path: Path) -> None:
    """Remove a file and what SQLite left beside it, when they are there."""
    for ending in ("", *COMPANIONS):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


def remove_stale(folder: Path, pattern: str) -> None:
    """Remove working copies that a killed program left behind more than a day ago."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:
                path.unlink()


def sync(path: Path) -> None:
    """Have the content of a closed file reach the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def require_free(path: Path) -> None:
    """Refuse a path where a file stands, and one in a folder that is not there."""
    if not os.path.isdir(path.parent):
        raise PlanError(f"There is no folder {path.parent}. Make it first, or choose another.")
    # os.path.exists takes a name that cannot be for one that is not there; making the file says why it cannot.
    if os.path.exists(path):
        raise PlanError(f"{path.name} exists already. Open it, or choose another name.")


def _copy_bytes(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("xb") as writer:
        while block := reader.read(2**20):
            writer.write(block)


def _first_line(text: object) -> str:
    return str(text).strip("* \n").replace("\n", " ")[:120]

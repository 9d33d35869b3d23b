"""Bringing a plan of an older format up to date: numbered steps on a copy, which replaces the file only when sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from ..model.errors import PlanError
from .connection import connect_for_writing
from .copies import copy_pages, in_place_of, require_sound
from .layout import FORMAT, expected_parts, parts

Step = Callable[[sqlite3.Connection], None]
"""Turns a plan of one format into the next; it finds a transaction begun and leaves it open."""

STEPS: Mapping[int, Step] = {}
"""The step that leads on from each older format. Format 1 is the first."""


def kept_path(path: Path) -> Path:
    """Where the file as it was before an update is kept."""
    return path.with_name(f"{path.stem} (before update){path.suffix}")


def migrate(path: Path, found: int, steps: Mapping[int, Step] = STEPS) -> str:
    """Bring a plan of format `found` up to date; -> the sentence that says so.

    Any failure leaves the file as it was. Raises PlanError when it cannot be done.
    """
    with in_place_of(path) as part, closing(connect_for_writing(path)) as old:
        copy_pages(old, part)
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            _take_steps(copy, found, steps)
        # A copy and not a second name: a later edit of the one must not reach the other.
        with in_place_of(kept_path(path)) as kept:
            copy_pages(old, kept)
    return f"Updated to the new format. The original is kept as {kept_path(path).name}."


def _take_steps(copy: sqlite3.Connection, found: int, steps: Mapping[int, Step]) -> None:
    copy.execute("PRAGMA synchronous=EXTRA")
    copy.execute("BEGIN IMMEDIATE")
    for number in range(found, FORMAT):
        if number not in steps:
            raise PlanError(f"Plans of format {number} can no longer be read. Open it with an older Strategy Studio.")
        steps[number](copy)
        copy.execute(f"PRAGMA user_version={number + 1}")
    if parts(copy) != expected_parts():
        raise PlanError("This plan could not be updated: it has parts that are not known. The file is unchanged.")
    copy.execute("COMMIT")
    require_sound(copy)

"""Versions and automatic snapshots of one document, kept outside its folder and thinned to a ladder."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import ParamSpec, TypeVar

from .connection import connect_for_reading
from .copies import copy_pages, in_place_of, remove, remove_stale, rename_inside
from .failures import READING_FAILED, PlanDamaged
from .folders import documents_kept, versions_folder

Given = ParamSpec("Given")
Opened = TypeVar("Opened")
EVERY = timedelta(minutes=10)
LADDER = (("%Y-%m-%d %H:%M", 6), ("%Y-%m-%d %H", 8), ("%Y-%m-%d", 14), ("%G week %V", 8))
"""How many snapshots stay: of the last ten-minute steps, hours, days and weeks that have one."""
BUDGET = 500 * 2**20
AUTOMATIC = "Automatic snapshot"
_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{6})-(\d+)\.(snapshot|version)")
_NEWEST = "The newest version kept of it is of"
_STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One kept state; `number` gives the order whatever the clock said, `at` is UTC."""

    path: Path
    number: int
    at: datetime
    revision: int
    named: bool

    @property
    def name(self) -> str:
        """The name of a version as it was given."""
        if not self.named:
            return AUTOMATIC
        with closing(connect_for_reading(self.path)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key='version'").fetchone()
        return str(found[0]) if found else AUTOMATIC


class Snapshots:
    """The versions and snapshots of a document; `now` gives the time in UTC."""

    def __init__(self, document: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder = versions_folder(document)
        self._now = now

    def kept(self) -> list[Snapshot]:
        """All that are kept, newest first."""
        if not self._folder.is_dir():
            return []
        found = ((path, _NAME.fullmatch(path.name)) for path in self._folder.iterdir())
        kept = [_snapshot(path, match) for path, match in found if match]
        return sorted(kept, key=lambda snapshot: snapshot.number, reverse=True)

    def take(self, connection: sqlite3.Connection, revision: int, name: str = "") -> None:
        """Keep the plan as it is, under a name or as one of the automatic snapshots; PlanError when that fails."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = max((snapshot.number for snapshot in self.kept()), default=0) + 1
        ending = "version" if name else "snapshot"
        target = self._folder / f"{number:06d}-{self._now():{_STAMP}}-{revision}.{ending}"
        with in_place_of(target) as part:
            copy_pages(connection, part)
            if name:
                rename_inside(part, {"version": name})
        self.thin()

    def due(self, revision: int) -> bool:
        """Whether a snapshot is wanted: the plan has changed, and the last one is ten minutes old."""
        newest = next(iter(self.kept()), None)
        # A clock that was set back must not stop the snapshots, hence abs().
        return newest is None or (newest.revision != revision and abs(self._now() - newest.at) >= EVERY)

    def thin(self) -> None:
        """Remove the snapshots that the ladder and the budget do not keep; versions with a name stay."""
        remove_stale(self._folder, ".*.part*")
        automatic = [snapshot for snapshot in self.kept() if not snapshot.named]
        staying = _on_the_ladder(automatic)
        room = self._budget()
        for position, snapshot in enumerate(automatic):
            room -= snapshot.path.stat().st_size
            if snapshot not in staying or (room < 0 and position > 0):
                remove(snapshot.path)

    def _budget(self) -> int:
        return min(BUDGET, shutil.disk_usage(self._folder).free // 10)


def newest_of(path: Path) -> Snapshot | None:
    """The newest state kept of the plan that a damaged file was; None when this computer keeps none.

    The plan is known by its number, wherever that still stands in the file; of a file that holds nothing any more,
    by its name.
    """
    kept = {folder.name: Snapshots(folder.name).kept() for folder in documents_kept()}
    newest = [found[0] for document, found in kept.items() if found and _holds(path, document)]
    if not newest:
        newest = [found[0] for found in kept.values() if found and _title(found[0]) == path.stem]
    return max(newest, key=lambda snapshot: snapshot.at, default=None)


def _holds(path: Path, document: str) -> bool:
    """Whether the number of a document stands anywhere in a file."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            return content.find(document.encode()) >= 0
    except (OSError, ValueError):  # an empty file cannot be mapped
        return False


def _title(snapshot: Snapshot) -> str:
    try:
        with closing(connect_for_reading(snapshot.path)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key='title'").fetchone()
    except READING_FAILED:
        return ""
    return str(found[0]) if found else ""


def naming_the_newest(opening: Callable[Given, Opened]) -> Callable[Given, Opened]:
    """The function, which opens a plan file (its first argument); refusing a damaged one it names the newest kept."""

    @wraps(opening)
    def named(*given: Given.args, **options: Given.kwargs) -> Opened:
        try:
            return opening(*given, **options)
        except PlanDamaged as damage:
            newest = newest_of(Path(str(given[0])).expanduser())
            if newest is None or _NEWEST in str(damage):
                raise
            raise PlanDamaged(f"{damage} {_NEWEST} {newest.at.astimezone():%Y-%m-%d %H:%M}.") from damage

    return named


def _snapshot(path: Path, match: re.Match[str]) -> Snapshot:
    number, stamp, revision, ending = match.groups()
    at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return Snapshot(path, int(number), at, int(revision), ending == "version")


def _on_the_ladder(newest_first: Iterable[Snapshot]) -> set[Snapshot]:
    """For each rung the newest snapshot of each of its last steps; steps are counted, not compared with the clock."""
    staying: set[Snapshot] = set()
    filled: list[set[str]] = [set() for _ in LADDER]
    for snapshot in newest_first:
        for steps, (step, count) in zip(filled, LADDER, strict=True):
            label = _step(snapshot.at, step)
            if label not in steps and len(steps) < count:
                steps.add(label)
                staying.add(snapshot)
    return staying


def _step(at: datetime, step: str) -> str:
    # Ten minutes are the one step that strftime has no letter for.
    return at.strftime(step)[:-1] if step.endswith("%M") else at.strftime(step)

"""What SQLite left beside a plan: our interrupted save is finished, a stranger's journal is kept off the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ..model.errors import PlanError
from . import marks
from .connection import connect_for_writing
from .copies import copy_files, remove, remove_stale
from .examination import Verdict, examine
from .failures import file_trouble, trouble_opening
from .folders import trial_folder

NOT_OURS = "A stray journal beside this plan would have undone edits; this is a copy of the plan without it."
UNKNOWN = "An interrupted save of a plan new to this computer was finished in this copy; the file itself is unchanged."
LOCKED = "An interrupted save was finished in this copy, because the folder of the plan does not allow writing."


@dataclass(frozen=True, slots=True)
class Leftover:
    """What stands beside a plan: a journal that would be rolled back, or a log that would be taken in."""

    journal: bool
    log: bool

    def __bool__(self) -> bool:
        return self.journal or self.log


def leftover(path: Path) -> Leftover:
    """Look beside a plan; a journal whose header has been wiped counts for nothing, as in SQLite."""
    return Leftover(_first_byte(path, "-journal") not in (b"", b"\0"), _first_byte(path, "-wal") != b"")


@contextmanager
def trial_copy(path: Path, companions: bool) -> Iterator[Path]:
    """A copy in which SQLite may finish what was interrupted; gone at the end unless it has been moved."""
    remove_stale(trial_folder(), "*.strategy*")
    trial = trial_folder() / f"{uuid4().hex}.strategy"
    try:
        try:
            copy_files(path, trial, companions)
        except OSError as error:
            raise file_trouble(f"{path.name} cannot be copied", error) from error
        yield trial
    finally:
        remove(trial)


def finish(path: Path) -> None:
    """Let SQLite finish an interrupted save and leave one file; PlanError when it cannot."""
    try:
        connect_for_writing(path).close()
    except UnicodeDecodeError as error:
        raise trouble_opening(path, error) from error
    except sqlite3.Error as error:
        raise file_trouble("An interrupted save could not be finished", error) from error


def examine_finished(trial: Path) -> Verdict:
    """Finish the interrupted save in a trial copy, then judge it."""
    finish(trial)
    return examine(trial)


def judge(path: Path, writable: bool, waiting: bool) -> str:
    """Why the interrupted save must not be finished in the file itself; empty when it may.

    `waiting` is false when nothing lies beside the file and it is only in another tool's mode.
    """
    with trial_copy(path, companions=True) as trial:
        try:
            verdict = examine_finished(trial)
        except PlanError:
            if _sound_alone(path) is not None:
                return NOT_OURS
            raise
    if not writable:
        return LOCKED
    seen = marks.seen(verdict.document)
    if not waiting or verdict.strange or (seen is not None and verdict.revision >= seen):
        return ""
    alone = _sound_alone(path)
    return NOT_OURS if alone is not None and alone > verdict.revision else UNKNOWN


def _sound_alone(path: Path) -> int | None:
    """The revision of the file when nothing beside it is looked at, None when it is not sound so."""
    with trial_copy(path, companions=False) as trial:
        try:
            return examine_finished(trial).revision
        except PlanError:
            return None


def _first_byte(path: Path, ending: str) -> bytes:
    try:
        with path.with_name(path.name + ending).open("rb") as file:
            return file.read(1)
    except OSError:
        return b""

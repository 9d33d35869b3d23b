"""What SQLite and the operating system report, as the sentences a user reads."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ..model.errors import PlanError

_FULL = "the disk is full. Free some space and press Retry, or save a copy elsewhere."
_GONE = "the file was moved, removed or replaced by another program. Save a copy elsewhere."
_LOCKED = "the folder or the file does not allow writing. Save a copy elsewhere."
_BUSY = "another program is using the file. Close it and press Retry, or save a copy elsewhere."
_DAMAGED = "the file is damaged. Save a copy elsewhere, or open a version kept earlier."
_DRIVE = "the drive did not take the data. Check it and press Retry, or save a copy elsewhere."
_REASONS = (
    ("SQLITE_FULL", _FULL),
    ("SQLITE_IOERR", _DRIVE),
    ("SQLITE_CANTOPEN", _DRIVE),
    ("SQLITE_READONLY_DBMOVED", _GONE),
    ("SQLITE_READONLY", _LOCKED),
    ("SQLITE_PERM", _LOCKED),
    ("SQLITE_BUSY", _BUSY),
    ("SQLITE_LOCKED", _BUSY),
    ("SQLITE_CORRUPT", _DAMAGED),
    ("SQLITE_NOTADB", _DAMAGED),
    ("SQLITE_CONSTRAINT", "it does not fit what the plan file holds. Undo it, or close the plan and open it again."),
    ("SQLITE_TOOBIG", "it is larger than a plan file can hold. Split it into several edits."),
)


READING_FAILED = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file may raise: SQLite quotes damaged names, which Python then cannot decode."""


class PlanDamaged(PlanError):
    """A plan that cannot be trusted as it is; what can be read of it opens with `open_safely`."""


class InUse(PlanError):
    """A plan that another program, or another window, has open."""


def error_name(error: BaseException | None) -> str:
    """SQLite's name of an error, empty when it has none."""
    return getattr(error, "sqlite_errorname", None) or ""


def not_saved(error: BaseException | None) -> PlanError:
    """The refusal of an edit that did not reach the file."""
    return PlanError(f"This edit was not saved: {_reason(error)}")


def file_trouble(what: str, error: OSError | sqlite3.Error) -> PlanError:
    """The refusal of a file that could not be made, copied or read; `what` begins the sentence."""
    if isinstance(error, sqlite3.Error):
        kind = InUse if error_name(error).startswith("SQLITE_BUSY") else PlanError
        return kind(f"{what}: {_reason(error)}")
    return PlanError(f"{what}: {(error.strerror or str(error)).lower()}. Choose another folder or name.")


def trouble_opening(path: Path, error: BaseException) -> PlanError:
    """The refusal of a plan that SQLite cannot open or read."""
    name = error_name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return InUse(f"{path.name} is open in another program. Close it there, or open a copy.")
    if name.startswith("SQLITE_INTERRUPT"):
        return PlanDamaged(f"{path.name} takes too long to check. Open a version of it, or what can be read.")
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_READONLY")):
        return PlanError(f"{path.name} cannot be read from its drive. Check the drive, and open it again.")
    what = "a name in it cannot be read" if isinstance(error, UnicodeDecodeError) else str(error)
    return PlanDamaged(f"{path.name} is damaged ({what}). Open a version of it, or what can be read.")


def _reason(error: BaseException | None) -> str:
    name = error_name(error)
    unexpected = f"SQLite reports: {error}. Save a copy elsewhere, and close the plan."
    return next((sentence for start, sentence in _REASONS if name.startswith(start)), unexpected)

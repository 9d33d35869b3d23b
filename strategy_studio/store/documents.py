"""Making, opening and copying plans: the order in which a file is checked before anybody sees it."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from ..model.errors import PlanError
from . import lock_file, marks
from .connection import connect_for_reading
from .copies import in_place_of, remove, rename_inside, require_free
from .examination import Verdict, examine
from .failures import READING_FAILED, InUse, PlanDamaged, error_name, trouble_opening
from .folders import unnamed_folder
from .header import read_header
from .interruption import NOT_OURS, finish, judge, leftover, trial_copy
from .journal import REACH, Reach
from .layout import FORMAT, new_document
from .migrations import kept_path, migrate
from .plan_file import PlanFile
from .snapshots import naming_the_newest, newest_of

_log = logging.getLogger(__name__)
SUFFIX = ".strategy"
_STRANGE = (
    "This plan contains parts that Strategy Studio does not know; this copy holds the known data without the history."
)
_ASKED = "This plan was opened for reading only. Save a copy to change it."
_FILE = "This plan is read-only: its file does not allow writing. Save a copy to change it."
_FOLDER = "This plan is read-only: its folder does not allow writing. Save a copy to change it."
_OLD = "This plan is of an older format and cannot be updated where it is; this is a copy in the new format."
_TAKEN = "This is a copy of a plan that another program has open; later edits there do not arrive here."
_TRIES = 5


def create(path: str | os.PathLike[str], document_title: str = "") -> PlanFile:
    """Make an empty plan where no file stands, and open it."""
    from .fresh import write_fresh

    target = _resolved(path)
    require_free(target)
    with in_place_of(target) as part:
        write_fresh(part, document_title or target.stem)
    return _opened(target)


@naming_the_newest
def open_plan(path: str | os.PathLike[str], read_only: bool = False, reach: Reach = REACH) -> PlanFile:
    """Open a plan after all checks; PlanError says what is wrong with a file that is not opened.

    A file with unknown parts, or with something beside it that is not its own, opens as an unnamed copy; `odd` of
    the result says so, and the file itself is left as it is. With `read_only` a plan that is open in another program
    opens as a copy too. `reach` says how far undo reaches back in the file itself.
    """
    place = _resolved(path)
    owner = _refuse_if_taken(place, read_only)
    odd: list[str] = []
    why_not = _ASKED if read_only else _not_writable(place)
    try:
        reason = _settle(place, why_not, odd)
        if reason:
            return _adopted(place, place.stem, [*odd, reason], companions=reason != NOT_OURS)
        verdict = examine(place)
    except InUse as error:
        if read_only:
            return _copy_of_taken(place)
        raise InUse(owner.sentence) if owner else error from error
    if verdict.strange:
        return open_safely(place)
    odd += _about_the_past(verdict, owner)
    return _opened(place, why_not, odd, reach)


@naming_the_newest
def open_safely(path: str | os.PathLike[str]) -> PlanFile:
    """Open what can be read of a strange or damaged plan as an unnamed copy; `odd` says what was left out."""
    from .fresh import write_fresh
    from .rescue import read_what_can_be_read

    place = _resolved(path)
    _refuse_if_taken(place, read_only=True)
    with trial_copy(place, companions=True) as trial:
        with suppress(PlanError):
            finish(trial)
        findings = read_what_can_be_read(trial)
    target = _unnamed_path()
    with in_place_of(target) as part:
        write_fresh(part, place.stem, findings)
    return _opened(target, odd=[_STRANGE, *findings.lost])


def open_version(plan: PlanFile, name: str, at: str) -> PlanFile:
    """Open a version that `plan.versions()` lists as an unnamed copy; the plan itself stays as it is."""
    return _adopted(plan.version_path(name, at), f"{plan.title} ({name})", [])


def open_newest(path: str | os.PathLike[str]) -> PlanFile:
    """Open the newest version or snapshot kept of a damaged plan as an unnamed copy; PlanError when none is kept."""
    place = _resolved(path)
    newest = newest_of(place)
    if newest is None:
        raise PlanError(f"No version of {place.name} is kept on this computer. Open what can be read of it.")
    return _adopted(newest.path, place.stem, [f"This is {place.name} as of {newest.at.astimezone():%Y-%m-%d %H:%M}."])


def open_copy(source: str | os.PathLike[str], title: str, sound: bool = False) -> PlanFile:
    """Open an unnamed copy of a plan file that nobody has open, as a document of its own with a title of its own.

    `sound` says that the caller knows every byte of the file to be what the studio wrote: it is not examined again.
    """
    return _adopted(_resolved(source), title, [], sound=sound)


def unnamed(title: str) -> PlanFile:
    """A new empty plan that has no name yet; it lives in the user's data folder until `save_as`."""
    from .fresh import write_fresh

    target = _unnamed_path()
    with in_place_of(target) as part:
        write_fresh(part, title)
    return _opened(target)


def unnamed_plans() -> list[Path]:
    """Plans without a name that an earlier run left behind, newest first; `open_plan` opens them."""
    found = [path for path in unnamed_folder().glob(f"*{SUFFIX}") if lock_file.owner_of(path) is None or _left(path)]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def save_as(plan: PlanFile, path: str | os.PathLike[str]) -> PlanFile:
    """Write a plan under a name, close the old one and open the new; a plan that had no name moves there.

    When it fails the old one stays open.
    """
    target = _copied(plan, _resolved(path), plan.document if plan.unnamed else new_document())
    opened = _opened(target)
    plan.discard()
    return opened


def copy_of(source: str | os.PathLike[str] | PlanFile, path: str | os.PathLike[str]) -> Path:
    """Write a whole, compact copy of a plan as a document of its own; a file at `path` is replaced once it is whole."""
    target = _resolved(path)
    if isinstance(source, PlanFile):
        return _copied(source, target, new_document())
    opened = open_plan(source, read_only=True)
    try:
        return _copied(opened, target, new_document())
    finally:
        # What had to be opened as a copy has served its turn; the source itself stays, be it unnamed or not.
        if opened.path == _resolved(source):
            opened.close()
        else:
            opened.discard()


def _copied(source: PlanFile, target: Path, document: str) -> Path:
    if source.path == target:
        raise PlanError("A plan cannot be copied onto itself. Choose another name.")
    if os.path.exists(target):
        _refuse_if_taken(target, read_only=False)
    with in_place_of(target) as part:
        source.copy_pages(part)
        rename_inside(part, {"document": document, "title": target.stem}, compact=True)
    return target


def _settle(place: Path, why_not: str, odd: list[str]) -> str:
    """Check the header, finish an interrupted save, update an old format; -> why a copy must be opened instead."""
    beside = leftover(place)
    header = read_header(place, bool(beside))
    if beside or header.wal:
        reason = judge(place, writable=not why_not, waiting=bool(beside))
        if reason:
            return reason
        finish(place)
    if header.format < FORMAT:
        if why_not:
            return _OLD
        odd.append(migrate(place, header.format))
    return ""


def _adopted(source: Path, title: str, odd: Sequence[str], companions: bool = False, sound: bool = False) -> PlanFile:
    """Open a copy of a plan file, as a document of its own that has no name yet."""
    with trial_copy(source, companions) as trial:
        finish(trial)
        header = read_header(trial)
        if header.format < FORMAT:
            migrate(trial, header.format)
            remove(kept_path(trial))
        if not sound and examine(trial).strange:
            return open_safely(trial)
        rename_inside(trial, {"document": new_document(), "title": title})
        target = _unnamed_path()
        os.replace(trial, target)
    return _opened(target, odd=odd)


def _copy_of_taken(place: Path) -> PlanFile:
    """A copy of a plan another program has open; between two of its edits the file is whole."""
    for attempt in range(_TRIES):
        try:
            return _adopted(place, place.stem, [_TAKEN])
        except PlanDamaged:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def _opened(place: Path, why_not: str = "", odd: Sequence[str] = (), reach: Reach = REACH) -> PlanFile:
    if odd:
        _log.info("%s: %s", place.name, " ".join(odd))
    at_home = place.parent == unnamed_folder().resolve()
    try:
        return PlanFile(place, unnamed=at_home, read_only=why_not, odd=odd, reach=reach)
    except READING_FAILED as error:
        if error_name(error).startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")) and not why_not:
            return _opened(place, _FOLDER, odd, reach)
        raise trouble_opening(place, error) from error


def _about_the_past(verdict: Verdict, owner: lock_file.Owner | None) -> list[str]:
    known = marks.seen(verdict.document)
    odd = []
    if owner is not None:
        odd.append("Strategy Studio did not close this plan normally. Every edit it acknowledged is here.")
    if known is None:
        odd.append("This plan is new to this computer.")
    elif known > verdict.revision:
        gone = known - verdict.revision
        edits = "1 edit" if gone == 1 else f"{gone:,} edits"
        odd.append(f"This file is {edits} older than what this computer last saw of the plan.")
    return odd


def _refuse_if_taken(place: Path, read_only: bool) -> lock_file.Owner | None:
    """Who the lock file names; PlanError when that alone forbids to go on."""
    owner = lock_file.owner_of(place)
    if owner is None:
        _refuse_if_locked_by_another_name(place)
        return None
    # Even reading and closing the file would let go of the locks that SQLite holds on it in this process.
    if owner.here:
        raise PlanError(owner.sentence)
    if owner.elsewhere and not read_only:
        lock = lock_file.lock_path(place).name
        raise PlanError(f"{owner.sentence} If that computer does not run it any more, remove {lock} beside the plan.")
    return owner


def _refuse_if_locked_by_another_name(place: Path) -> None:
    """A file with several names may be open under one whose lock file is not beside this one; SQLite knows."""
    with suppress(OSError, ValueError):
        if place.stat().st_nlink < 2 or not place.is_file():
            return
        try:
            with closing(connect_for_reading(place)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except READING_FAILED as error:
            if error_name(error).startswith("SQLITE_BUSY"):
                raise trouble_opening(place, error) from error


def _left(path: Path) -> bool:
    owner = lock_file.owner_of(path)
    return owner is not None and owner.gone


def _not_writable(place: Path) -> str:
    if not os.access(place, os.W_OK):
        return _FILE
    return "" if os.access(place.parent, os.W_OK) else _FOLDER


def _unnamed_path() -> Path:
    return unnamed_folder().resolve() / f"{new_document()}{SUFFIX}"


def _resolved(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path).expanduser().resolve()
    except (ValueError, RuntimeError, OSError) as error:
        raise PlanError("This name cannot be used for a file. Choose another.") from error

"""An open plan file: what a session asks of it (`model.storage.Storage`), each write one transaction on the disk."""

from __future__ import annotations

import logging
import sqlite3
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..model.errors import PlanError
from ..model.storage import Contents, Edit, Entry, Image
from . import journal, lock_file, marks
from .cell_journal import step_of_cell
from .connection import connect_for_reading, connect_for_writing, engine_of
from .copies import copy_pages, remove
from .digest import Tally
from .failures import READING_FAILED, PlanDamaged, not_saved
from .images import Unreadable, record_image, row_image
from .layout import START
from .snapshots import EVERY, Snapshots

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_log = logging.getLogger(__name__)
_ROWS = "SELECT id, worksheet, position, sources, cells FROM row ORDER BY worksheet, position, id"
_TOO_FAR = (
    "Undo does not reach back as far as “{}”; the history still says who did it and when. Open a version kept earlier."
)
_REPLACED = "The file of this plan was replaced by another program. Save a copy of the plan elsewhere."


class PlanFile:
    """One plan file and the one connection to it; use it from one thread at a time, and close it.

    `odd` lists, as sentences, what was unusual about the file when it was opened and later about its snapshots.
    `reach` says how far undo reaches back; what a step leaves out of reach goes in that step's own transaction.
    """

    def __init__(
        self,
        path: Path,
        *,
        unnamed: bool = False,
        read_only: str = "",
        odd: Sequence[str] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        reach: journal.Reach = journal.REACH,
    ) -> None:
        """Open a file that has been examined (see `documents.open_plan`, which users call).

        Raises sqlite3.Error when it cannot be opened, in particular when another program has it open.
        """
        self.path = path
        self.unnamed = unnamed
        self.odd = list(odd)
        self._read_only, self._now, self._reach = read_only, now, reach
        self._raw = connect_for_reading(path) if read_only else connect_for_writing(path)
        self._engine: Engine | None = None
        self._release: Callable[[], object] = _nothing
        try:
            meta = self._meta()
            self.document, self._given_title = meta["document"], meta["title"]
            self._revision, self._start = int(meta["revision"]), int(meta.get(START, "0"))
        except BaseException:
            self._raw.close()
            raise
        # A plan that came back older goes on above the number last seen: no two states share a revision.
        self._next = max(self._revision, marks.seen(self.document) or 0) + 1
        self._mark = marks.mark_path(self.document)
        self._opened_at = self._revision
        self._known_undoable: tuple[Entry | None] | None = None
        self._known_redoable: tuple[Entry | None] | None = None
        self._snapshots = Snapshots(self.document, now)
        self._looked_at: datetime | None = None
        self._closed = False
        if not read_only:
            marks.note(self._mark, self._next - 1)
            self._release = weakref.finalize(self, lock_file.release, path, lock_file.claim(path))

    @property
    def title(self) -> str:
        """The name shown to users: the file name without its ending, or the given title of an unnamed copy."""
        return self._given_title if self.unnamed else self.path.stem

    @property
    def read_only(self) -> str:
        """Why the plan cannot be written, as a sentence; empty when it can."""
        return self._read_only

    @property
    def revision(self) -> int:
        """How many times the plan has been written; it grows with every step, undo and redo."""
        return self._revision

    def load(self) -> Contents:
        """All rows and records; PlanDamaged when the file holds something that no plan holds."""
        try:
            with self._reading() as connection:
                rows = connection.execute(_ROWS).fetchall()
                records = connection.execute("SELECT kind, key, image FROM record ORDER BY kind, key").fetchall()
                meta = self._meta()
            return Contents(
                document=self.document,
                rows=[(row[0], _read(row_image, f"row {row[0]}", *row[1:])) for row in rows],
                records=[(record[0], record[1], _read(record_image, record[1], record[2])) for record in records],
                next_id=int(meta["next_id"]),
            )
        except READING_FAILED as error:
            raise PlanDamaged("This plan cannot be read from its file. Open a version kept earlier.") from error

    def commit(self, label: str, author: str, edits: Sequence[Edit], next_id: int) -> None:
        """Write a new step and drop what had been undone; without a label the step is not one that undo takes back."""
        entry = Entry(self._next, self._time(), author, label, tuple(edits))

        def work(connection: Connection, tally: Tally) -> None:
            from .writing import apply_edits

            cells = apply_edits(connection, entry.edits, tally)
            if label:
                journal.write_entry(connection, entry, cells, tally, self._reach)

        self._write(work, {"next_id": str(next_id)})
        if label:
            self._known_undoable, self._known_redoable = (entry,), (None,)

    def undoable(self) -> Entry | None:
        """The step that undo would take back, with its edits; None when there is none."""
        if self._known_undoable is None:
            with self._reading() as connection:
                newest = journal.last_done(connection, self._edits)
            self._known_undoable = (newest if newest is not None and newest.number > self._start else None,)
        return self._known_undoable[0]

    def redoable(self) -> Entry | None:
        """The step that redo would put back."""
        if self._known_redoable is None:
            with self._reading() as connection:
                self._known_redoable = (journal.first_undone(connection, self._edits),)
        return self._known_redoable[0]

    def take_back(self, entry: Entry) -> Sequence[Edit]:
        """Write the inverse of the step's edits, which is given, and mark it undone; PlanError when it is too old."""
        self._require_step(entry, self.undoable(), "undone")
        edits = [edit.inverse for edit in reversed(entry.edits)]
        if not edits:
            raise PlanError(_TOO_FAR.format(entry.label))

        def work(connection: Connection, tally: Tally) -> None:
            from .writing import apply_edits

            apply_edits(connection, edits, tally)
            journal.mark(connection, entry, True, tally)

        self._write(work)
        self._known_undoable, self._known_redoable = None, (replace(entry, undone=True),)
        return edits

    def put_back(self, entry: Entry) -> Sequence[Edit]:
        """Write the step's edits, which are given, again and mark it done."""
        self._require_step(entry, self.redoable(), "done again")
        edits = entry.edits[:]

        def work(connection: Connection, tally: Tally) -> None:
            from .writing import apply_edits

            apply_edits(connection, edits, tally)
            journal.mark(connection, entry, False, tally)

        self._write(work)
        self._known_undoable, self._known_redoable = (replace(entry, undone=False),), None
        return edits

    def start_here(self) -> None:
        """Have undo take back only what comes after this moment; the history keeps all that came before."""
        start = self._next
        self._write(lambda connection, tally: journal.drop_undone(connection, tally), {START: str(start)})
        self._start = start
        self._known_undoable = self._known_redoable = (None,)

    def history(self, newest: int = 200) -> list[Entry]:
        """The newest steps, newest first, undone ones included; what they changed is read when it is looked at."""
        with self._reading() as connection:
            return journal.newest(connection, self._edits, newest)

    def last_change(self, row: int, stored_column: str) -> Entry | None:
        """The newest step, not undone, that wrote a cell; None when it is old or cannot be read."""
        try:
            with self._reading() as connection:
                return journal.entry_numbered(connection, self._edits, step_of_cell(connection, row, stored_column))
        except (Unreadable, *READING_FAILED):
            return None

    def keep_version(self, name: str) -> None:
        """Keep the plan as it is now under a name, outside the document's folder."""
        if not name.strip():
            raise PlanError("A version needs a name. Type one.")
        self._snapshots.take(self._raw, self._revision, name.strip())

    def versions(self) -> list[tuple[str, str]]:
        """(name, UTC time) of every version and snapshot kept, newest first."""
        return [(kept.name, kept.at.isoformat(timespec="seconds")) for kept in self._snapshots.kept()]

    def version_path(self, name: str, at: str) -> Path:
        """The file of a version that `versions` listed; PlanError when it is not there any more."""
        for kept in self._snapshots.kept():
            if kept.at.isoformat(timespec="seconds") == at and kept.name == name:
                return kept.path
        raise PlanError(f"The version {name} of {at} is not kept any more. Choose another.")

    def copy_pages(self, target: Path) -> None:
        """Copy the plan as it is now into a new file."""
        copy_pages(self._raw, target)

    def close(self) -> None:
        """Keep a snapshot of what changed, and let go of the file; closing again does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._revision != self._opened_at:
                self._keep_snapshot()
        finally:
            self._let_go()
            self._release()

    def discard(self) -> None:
        """Close a plan that has no name and remove its file; a plan with a name is only closed."""
        self._opened_at = self._revision
        self.close()
        if self.unnamed:
            remove(self.path)

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _meta(self) -> dict[str, str]:
        return dict(self._raw.execute("SELECT key, value FROM meta").fetchall())

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction, so that all that is read is of one moment."""
        self._raw.execute("BEGIN")
        try:
            yield self._raw
        finally:
            if self._raw.in_transaction:
                self._raw.execute("COMMIT")

    def _edits(self, number: int) -> tuple[Edit, ...]:
        """The edits of a step, read from the file unless it is the one just made."""
        newest = self._known_undoable[0] if self._known_undoable else None
        if newest is not None and newest.number == number and isinstance(newest.edits, tuple):
            return newest.edits
        if self._closed:
            raise PlanError("The plan is closed. Open it again to see what a step changed.")
        try:
            with self._reading() as connection:
                return journal.edits_of(connection, number)
        except (Unreadable, *READING_FAILED) as error:
            raise PlanDamaged("This plan is damaged: a step of its history cannot be read. Open a version.") from error

    def _let_go(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._raw.close()

    def _require_step(self, entry: Entry, expected: Entry | None, what: str) -> None:
        if expected is None or expected.number != entry.number:
            raise PlanError(f"The step {entry.label} cannot be {what} now. Take the steps after it first.")

    def _write(self, work: Callable[[Connection, Tally], None], meta: Mapping[str, str] = MappingProxyType({})) -> None:
        if self._closed:
            raise PlanError("This edit was not saved: the plan is closed. Open it again.")
        if self._read_only:
            raise PlanError(self._read_only)
        from sqlalchemy.exc import SQLAlchemyError

        from .writing import set_meta

        self._keep_snapshot_before_writing()
        revision = self._next
        engine = self._engine = self._engine or engine_of(self._raw)
        try:
            with engine.begin() as connection:
                tally = Tally()
                work(connection, tally)
                set_meta(connection, {**meta, "revision": str(revision)}, tally)
                tally.write(connection)
        except (SQLAlchemyError, sqlite3.Error) as error:
            if not self._arrived(revision):
                raise not_saved(getattr(error, "orig", error)) from error
        except UnicodeError as error:
            raise PlanError("This edit was not saved: a text holds half a character. Type it again.") from error
        except Unreadable as error:
            raise PlanDamaged(f"This edit was not saved: {error}. Open a version kept earlier.") from error
        self._revision, self._next = revision, revision + 1
        marks.note(self._mark, revision)

    def _arrived(self, revision: int) -> bool:
        """After a failed write: whether it reached the file all the same; the connection is usable again then."""
        self._known_undoable = self._known_redoable = None
        with suppress(sqlite3.Error):
            if self._raw.in_transaction:
                self._raw.rollback()
            return int(self._meta()["revision"]) == revision
        return self._reconnected() and int(self._meta()["revision"]) == revision

    def _reconnected(self) -> bool:
        """Connect anew after an error of the drive; False when that fails, and the next edit tries again."""
        self._let_go()
        self._engine = None
        with suppress(sqlite3.Error, OSError, KeyError, ValueError):
            self._raw = connect_for_writing(self.path)
            meta = self._meta()
            if meta["document"] == self.document and int(meta["revision"]) in (self._revision, self._next):
                return True
            self._read_only = _REPLACED
        return False

    def _keep_snapshot_before_writing(self) -> None:
        """Before the first edit of a plan that has any, and from then on every ten minutes."""
        now = self._now()
        if self._looked_at is not None and abs(now - self._looked_at) < EVERY:
            return
        if self._revision > 0 and (self._looked_at is None or self._snapshots.due(self._revision)):
            self._keep_snapshot()
        self._looked_at = now

    def _keep_snapshot(self) -> None:
        if any(kept.revision == self._revision for kept in self._snapshots.kept()):
            return
        try:
            self._snapshots.take(self._raw, self._revision)
        except (PlanError, OSError, sqlite3.Error) as error:
            self.odd.append(f"No snapshot of {self.title} could be kept: {error}")
            _log.warning("No snapshot of %s could be kept: %s", self.title, error)


def _nothing() -> None:
    """What a plan that is only read has to let go of."""


def _read(image: Callable[..., Image], where: str, *values: object) -> Image:
    try:
        return image(*values)
    except Unreadable as error:
        raise PlanDamaged(
            f"This plan is damaged: {where} cannot be read ({error}). Open a version of it, or what can be read."
        ) from error

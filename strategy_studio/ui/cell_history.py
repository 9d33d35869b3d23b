"""Who changed a cell last: an index over the newest steps of the journal, kept up as changes arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.session import Session
    from ..model.storage import Entry

_STEPS = 100


class CellHistory:
    """Finds the newest step that changed a cell; the journal is read when it is first asked, then step by step."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._latest: dict[tuple[int, str], Entry] | None = None
        self._newest = 0

    def last_change(self, row: int, stored_column: str) -> Entry | None:
        """The newest step, not undone, that wrote the cell; None when it is older than the steps kept in mind."""
        if self._latest is None:
            self._latest = {}
            for entry in reversed(self._session.history(_STEPS)):
                self._add(entry)
        return self._latest.get((row, stored_column))

    def follow(self) -> None:
        """Take up what happened since: a new step is added, undo and redo have all be read again."""
        if self._latest is None:
            return
        newest = self._session.history(1)
        if newest and not newest[0].undone and newest[0].number > self._newest:
            self._add(newest[0])
        else:
            self._latest = None

    def _add(self, entry: Entry) -> None:
        assert self._latest is not None
        self._newest = max(self._newest, entry.number)
        if entry.undone:
            return
        for edit in entry.edits:
            if edit.table == "row" and edit.after is not None:
                for column in edit.after.get("cells", {}):
                    self._latest[int(edit.key), column] = entry

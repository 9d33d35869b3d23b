"""The open plan as Qt sees it: a session whose notices are a signal and whose refusals are sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..formula.errors import PlanError
from .cell_history import CellHistory
from .completion import Completion

if TYPE_CHECKING:
    from ..model.changes import Change
    from ..model.plan import Plan
    from ..model.session import Notice, Session


class Document(QObject):
    """A session with signals: after every commit `changed(Notice)` for item models, then `settled(Notice)` for views.

    `refused(str)` says why a change cannot be done.
    """

    changed = Signal(object)
    settled = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.completion = Completion(session.plan)
        self.cell_history = CellHistory(session)
        self.edited = False
        self._end = session.subscribe(self._forward)

    @property
    def plan(self) -> Plan:
        """The plan of the session."""
        return self.session.plan

    def attempt(self, change: Change) -> str:
        """Apply a change; the sentence when it is refused, else empty."""
        try:
            self.session.apply(change)
        except PlanError as refusal:
            return str(refusal)
        return ""

    def apply(self, change: Change) -> bool:
        """Apply a change and tell whether it was done; a refusal is signalled."""
        sentence = self.attempt(change)
        if sentence:
            self.refused.emit(sentence)
        return not sentence

    def undo(self) -> str:
        """Take the last change back; its label."""
        return self._step(self.session.undo)

    def redo(self) -> str:
        """Do again what was taken back; its label."""
        return self._step(self.session.redo)

    def end(self) -> None:
        """End listening; the session is closed by whoever opened it."""
        self._end()

    def _step(self, step: Callable[[], str]) -> str:
        try:
            return step()
        except PlanError as refusal:
            self.refused.emit(str(refusal))
            return ""

    def _forward(self, notice: Notice) -> None:
        self.edited = True
        self.completion = self.completion.after(notice)
        self.cell_history.follow()
        self.changed.emit(notice)
        self.settled.emit(notice)

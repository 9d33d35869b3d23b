"""The open plan as Qt sees it: a session whose notices are a signal and whose refusals are sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..formula.errors import PlanError
from ..model.scenarios import ACTUAL
from .cell_history import CellHistory
from .completion import Completion

if TYPE_CHECKING:
    from ..model.changes import Change
    from ..model.plan import Plan
    from ..model.session import Notice, Session
    from .background import Task


class Document(QObject):
    """A session with signals: after every commit `changed(Notice)` for item models, then `settled(Notice)` for views.

    `refused(str)` says why a change cannot be done. `scenario` is the one that all views show, "" being the plan;
    `scenario_shown` is emitted when it is another, after the item models have taken it over (`scenario_changing`).
    """

    changed = Signal(object)
    settled = Signal(object)
    refused = Signal(str)
    scenario_changing = Signal()
    scenario_shown = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.completion = Completion(session.plan)
        self.cell_history = CellHistory(session)
        self.edited = False
        self.scenario = ""
        self._scenario_key = ""
        self._readers: list[Task] = []
        self._end = session.subscribe(self._forward)

    @property
    def plan(self) -> Plan:
        """The plan of the session."""
        return self.session.plan

    def carry_out(self, change: Change) -> None:
        """Apply a change; PlanError when it is refused. Threads that read the plan are stopped before."""
        self.stop_readers()
        self.session.apply(change)

    def attempt(self, change: Change) -> str:
        """Apply a change; the sentence when it is refused, else empty."""
        try:
            self.carry_out(change)
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
        self.stop_readers()
        self._end()

    # scenarios

    def show_scenario(self, name: str) -> None:
        """Show a scenario in all views, and edit under it; "" is the plan."""
        found = self.plan.scenarios.get(name)
        self._scenario_key = found.key if found is not None else ""
        name = found.name if found is not None else name
        if name != self.scenario:
            self.stop_readers()
            self.scenario = name
            self.scenario_changing.emit()
            self.scenario_shown.emit()

    def _follow_scenario(self) -> None:
        """Keep showing the scenario when it is renamed; go back to the plan when it is gone, unless it is Actual."""
        scenarios = self.plan.scenarios
        renamed = [each.name for each in scenarios.values() if each.key == self._scenario_key]
        if renamed:
            self.show_scenario(renamed[0])
        elif self.scenario in scenarios or self.scenario == ACTUAL:
            self.show_scenario(self.scenario)
        else:
            self.show_scenario("")

    # threads that read the plan

    def read_by(self, task: Task) -> None:
        """A task reads the plan in its thread: it is stopped before anything changes."""
        self._readers.append(task)
        task.finished.connect(lambda: self._readers.remove(task) if task in self._readers else None)

    def stop_readers(self) -> None:
        """Stop all tasks that read the plan, and wait for the step they are in."""
        readers, self._readers = self._readers, []
        for task in readers:
            task.cancel()
            task.wait()

    def _step(self, step: Callable[[], str]) -> str:
        self.stop_readers()
        try:
            return step()
        except PlanError as refusal:
            self.refused.emit(str(refusal))
            return ""

    def _forward(self, notice: Notice) -> None:
        self.edited = True
        self.completion = self.completion.after(notice)
        self.cell_history.follow()
        self._follow_scenario()
        self.changed.emit(notice)
        self.settled.emit(notice)

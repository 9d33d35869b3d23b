"""The open plan as Qt sees it: a session whose notices are a signal and whose refusals are sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from ..formula.errors import PlanError
from ..model.scenarios import ACTUAL
from ..model.seen import seen_under
from .completion import Completion

if TYPE_CHECKING:
    from ..model.changes import Change
    from ..model.plan import Plan
    from ..model.session import Notice, Session
    from .background import Task

_UNSEEN_MS = 30
"""A pause that nobody notices."""
_STEP_SECONDS = 0.006
"""How long what nobody looks at may hold up a key."""


class Document(QObject):
    """A session with signals: after every commit `changed(Notice)` for item models, then `settled(Notice)` for views.

    `refused(str)` says why a change cannot be done. `scenario` is the one that all views show, "" being the plan;
    `scenario_shown` is emitted when it is another, after the item models have taken it over (`scenario_changing`).
    What nobody sees at first follows when the plan is shown, in short steps: values not yet read, then how far each
    worksheet is; `is_judged` tells when that is known, and `judged` is emitted.
    """

    changed = Signal(object)
    settled = Signal(object)
    refused = Signal(str)
    judged = Signal()
    scenario_changing = Signal()
    scenario_shown = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._seen: Plan | None = None
        self.completion = Completion(session.plan)
        self.edited = self.is_judged = False
        self.scenario = ""
        self._scenario_key = ""
        self._readers: list[Task] = []
        self._told = 0
        self._writes = self._loading = False
        self._end = session.subscribe(self._forward)
        self._next_step = QTimer(self, singleShot=True)
        self._next_step.timeout.connect(self._follow_up)
        self._next_step.start(_UNSEEN_MS)

    def _follow_up(self) -> None:
        """One step of what nobody sees at first; keys and paints come between two."""
        if self.plan.calculation.complete(_STEP_SECONDS) and self.completion.judge(_STEP_SECONDS):
            self.is_judged = True
            self.judged.emit()
        else:
            self._next_step.start(0)

    @property
    def plan(self) -> Plan:
        """The plan of the session."""
        return self.session.plan

    @property
    def seen(self) -> Plan:
        """The plan as the views show it, under the scenario on view; until the next change, and to be read only."""
        if self._seen is None:
            self._seen = seen_under(self.plan, self.scenario)
        return self._seen

    def carry_out(self, change: Change) -> bool:
        """Apply a change and tell whether it made any difference; PlanError when it is refused.

        Threads that read the plan are stopped before.
        """
        told = self._told
        self._begin_writing()
        self.session.apply(change)
        return self._told > told

    @property
    def about_to_write(self) -> bool:
        """Whether an edit waits for what will write it; the plan must not be closed then."""
        return self._loading

    def _begin_writing(self) -> None:
        """Have what writes loaded, and stop what reads the plan."""
        if not self._writes:
            self._load_writing()
        self.stop_readers()

    def _load_writing(self) -> None:
        """Wait for the part that writes: the window lives meanwhile, keys typed stay in the queue."""
        from ..store import load_writing
        from .background import Task

        task = Task(lambda _: load_writing(), self)
        task.start()
        if not task.wait(_UNSEEN_MS):
            pause = QEventLoop()
            task.finished.connect(pause.quit)
            self._loading = True
            if not task.isFinished():
                pause.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            self._loading = False
            task.wait()
        task.deleteLater()
        self._writes = True

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
        self._next_step.stop()
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
            self.scenario, self._seen = name, None
            self.completion = self.completion.under(self.seen)
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
        """A task will read the plan in its thread: it finds every value there, and is stopped before any changes."""
        self.plan.calculation.complete()
        self._readers.append(task)
        task.finished.connect(lambda: self._readers.remove(task) if task in self._readers else None)

    def stop_readers(self) -> None:
        """Stop all tasks that read the plan, and wait for the step they are in."""
        readers, self._readers = self._readers, []
        for task in readers:
            task.cancel()
            task.wait()

    def _step(self, step: Callable[[], str]) -> str:
        self._begin_writing()
        try:
            return step()
        except PlanError as refusal:
            self.refused.emit(str(refusal))
            return ""

    def _forward(self, notice: Notice) -> None:
        self.edited, self._seen = True, None
        self._told += 1
        self.completion = self.completion.after(notice, self.seen)
        self._follow_scenario()
        self.changed.emit(notice)
        self.settled.emit(notice)

"""The main window: it places the parts and forwards what is asked; all work is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from .actions import Actions
from .appearance import Appearance
from .background import Task
from .library import Library
from .start_page import StartPage
from .status_line import StatusLine
from .tool_row import ToolRow

if TYPE_CHECKING:
    from ..model.session import Notice, Session
    from .workspace import Workspace

_RECENT = 8


class MainWindow(QMainWindow):
    """One window, one plan at a time; `painted` is emitted once, when something can be seen."""

    painted = Signal()
    opened = Signal()
    trouble = Signal(str)

    def __init__(self, library: Library, appearance: Appearance, settings: QSettings) -> None:
        super().__init__()
        self._library, self.look, self._settings = library, appearance, settings
        self.workspace: Workspace | None = None
        self._seen = False
        self._opening: Task | None = None
        self._path: Path | None = None
        self.tools = ToolRow(appearance, self)
        self.setMenuWidget(self.tools)
        self.actions_ = Actions(self)
        self.start = StartPage(appearance, library.samples())
        self.start.show_recent(self._recent())
        self.status = StatusLine(appearance)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(central)
        self.setWindowTitle(self.tr("Strategy Studio"))
        room = self.screen().availableSize()
        self.resize(QSize(1440, 900).boundedTo(room))
        self._connect()
        self._enable()

    def _connect(self) -> None:
        self.start.new_plan.connect(self.actions_.new_plan)
        self.start.open_plan.connect(self.actions_.open_plan)
        self.start.open_sample.connect(self.open_sample)
        self.start.open_path.connect(lambda path: self.open_path(Path(path)))
        self.trouble.connect(self.status.tell)
        self.status.missing_clicked.connect(self.actions_.first_missing)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    # plans

    def create_path(self, path: Path) -> None:
        """Begin an empty plan in a new file."""
        self._open(lambda: self._library.create(path), path)

    def open_path(self, path: Path) -> None:
        """Open the plan of a file; a refusal is shown and what was open stays."""
        self._open(lambda: self._library.open(path), path)

    def open_sample(self, name: str) -> None:
        """Open a sample as an unnamed copy."""
        self._open(lambda: self._library.sample(name), None)

    def open_last(self) -> None:
        """Open the plan that was open last; a sample when there is none."""
        recent = [path for path in self._recent()[:1] if Path(path).is_file()]
        samples = self._library.samples()
        if recent:
            self.open_path(Path(recent[0]))
        elif samples:
            self.open_sample(samples[0].name)
        else:
            self.opened.emit()

    def _open(self, make: Callable[[], Session], path: Path | None) -> None:
        """Open beside the window; until the new plan is there, the old one rests."""
        if self._opening is not None:
            return
        if self.workspace is not None and path is not None and self._is_open(path):
            self.status.tell(self.tr("This plan is open in this window already."), refused=False)
            return
        self.status.show_busy(self.tr("Opening the plan"))
        self._stack.setEnabled(False)
        self._opening = task = Task(lambda _: make(), self)
        task.done.connect(lambda: self._opened(task.result, path))
        task.failed.connect(self._not_opened)
        task.start()

    def _is_open(self, path: Path) -> bool:
        return self._path == path.absolute()

    def _opened(self, session: Session, path: Path | None) -> None:
        self._end_opening()
        self._show_session(session)
        self._path = path.absolute() if path is not None else None
        if path is not None:
            self._remember(path)
        self.opened.emit()

    def _not_opened(self, sentence: str) -> None:
        self._end_opening()
        self.status.tell(sentence)
        self.opened.emit()

    def _end_opening(self) -> None:
        task, self._opening = self._opening, None
        if task is not None:
            task.wait()
            task.deleteLater()
        self._stack.setEnabled(True)
        self.status.end_busy()

    def _show_session(self, session: Session) -> None:
        from .document import Document
        from .workspace import Workspace

        self.close_plan()
        document = Document(session, self)
        self.workspace = Workspace(document, self.look)
        self.workspace.refused.connect(self.status.tell)
        self.workspace.moved.connect(self._enable)
        document.settled.connect(self._changed)
        self._stack.addWidget(self.workspace)
        self._stack.setCurrentWidget(self.workspace)
        self.setWindowTitle(self.tr("{0} – Strategy Studio").format(session.storage.title))
        self._show_status()
        self._enable()
        self.workspace.page.grid.setFocus()

    def close_plan(self) -> None:
        """Close the plan; every edit is in its file already."""
        if self.workspace is None:
            return
        workspace, self.workspace, self._path = self.workspace, None, None
        self._stack.removeWidget(workspace)
        workspace.document.end()
        self._library.leave(workspace.document.session, workspace.document.edited)
        workspace.document.deleteLater()
        workspace.hide()
        workspace.deleteLater()
        self.status.show_no_plan()

    def _recent(self) -> list[str]:
        found = self._settings.value("recent/plans", [])
        if isinstance(found, str):
            return [found]
        return [str(path) for path in found] if isinstance(found, list) else []

    def _remember(self, path: Path) -> None:
        recent = [str(path.absolute()), *(old for old in self._recent() if old != str(path.absolute()))][:_RECENT]
        self._settings.setValue("recent/plans", recent)
        self.start.show_recent(recent)

    # what is told

    def _changed(self, notice: Notice) -> None:
        if self._path is None and self.workspace is not None:  # a copy without a name is worth finding again now
            self._path = self._library.place(self.workspace.document.session)
            self._remember(self._path)
        self.status.show_cost(notice.cells, notice.seconds)
        self.status.tell("")
        self._show_status()
        self._enable()

    def _show_status(self) -> None:
        if self.workspace is None:
            return
        document = self.workspace.document
        why_not, closed = document.session.storage.read_only, document.plan.rounds
        saved = self.tr("Read only") if why_not else self.tr("All edits saved")
        last = self.tr("Round {0} closed").format(closed[-1].name) if closed else self.tr("First round")
        self.status.show_plan(saved, last, self.tr("Scenario: Plan"), len(document.completion.missing))
        self.status.saved.setToolTip(why_not)

    def _enable(self) -> None:
        workspace = self.workspace
        self.tools.set_usable(workspace is not None, workspace is not None and workspace.shows_grid)
        for name, words, label in (
            ("undo", self.tr("Undo"), workspace.document.session.undo_label if workspace else ""),
            ("redo", self.tr("Redo"), workspace.document.session.redo_label if workspace else ""),
        ):
            action = self.tools.actions_by_name[name]
            action.setEnabled(bool(label))
            action.setText(f"{words} {label}".strip())
            action.setToolTip(f"{words} {label} ({action.shortcut().toString()})")

    # places

    def show_start(self) -> None:
        """Leave the plan for the start page."""
        self.close_plan()
        self._stack.setCurrentWidget(self.start)
        self.setWindowTitle(self.tr("Strategy Studio"))
        self._enable()
        self.start.new_button.setFocus()

    def save_copy(self, path: Path) -> None:
        """Write the open plan to another file; PlanError when that cannot be done."""
        if self.workspace is not None:
            self._library.save_copy(self.workspace.document.session, path)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.actions_.stop()
        if self._opening is not None:
            self._opening.wait()
            if self._opening.result is not None:
                self._opening.result.close()
        self.close_plan()
        super().closeEvent(event)

"""The main window: an empty sheet that can be painted at once, then its parts; it forwards what is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QBrush, QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from ..drawing.palette import THEMES, colours

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from ..model.session import Notice, Session
    from .actions import Actions
    from .appearance import Appearance
    from .background import Task
    from .library import Library
    from .start_page import StartPage
    from .status_line import StatusLine
    from .tool_row import ToolRow
    from .workspace import Workspace

_RECENT = 8
_TOOLS, _STATUS = 40, 26
"""Heights of the bands that are seen before the parts are there."""
_PATIENCE_MS = 200
"""Opening that takes longer is shown, with Cancel."""
_TITLE_BAR = 8
"""A frame that is thinner at the top has none."""
_REVERT_MS = 60
"""What a window system takes to tell that no window has the keyboard."""


class MainWindow(QMainWindow):
    """One window, one plan at a time; `painted` is emitted once, when something can be seen.

    It can be shown before `furnish` gives it its parts: only then is the rest of the window's code loaded.
    """

    painted = Signal()
    opened = Signal()
    trouble = Signal(str)
    look: Appearance
    tools: ToolRow
    actions_: Actions
    status: StatusLine
    _library: Library
    _stack: QStackedWidget

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self.workspace: Workspace | None = None
        self._start: StartPage | None = None
        self._seen = self._furnished = False
        self._opening: Task | None = None
        self._pending: list[Task] = []
        self._path: Path | None = None
        self.setWindowTitle(self.tr("Strategy Studio"))
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize()))

    def furnish(self, library: Library, look: Appearance) -> None:
        """Load and place the parts; the start page is made when it is first looked at."""
        from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

        from .actions import Actions
        from .status_line import StatusLine
        from .tool_row import ToolRow

        self._library, self.look = library, look
        self.tools = ToolRow(look, self)
        self.setMenuWidget(self.tools)
        self.actions_ = Actions(self)
        self.status = StatusLine(look)
        self._stack = QStackedWidget()
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(central)
        self.tools.left.connect(self._focus_page)
        self.trouble.connect(self.status.tell)
        self.status.missing_clicked.connect(self.actions_.first_missing)
        self.status.scenario_clicked.connect(self.actions_.of_rounds.choose_scenario)
        self.status.cancelled.connect(self.leave_opening)
        self._enable()
        self._furnished = True

    @property
    def start(self) -> StartPage:
        """The start page."""
        if self._start is None:
            from .start_page import StartPage

            self._start = page = StartPage(self.look, self._library.samples())
            page.show_recent(self._recent())
            page.new_plan.connect(self.actions_.new_plan)
            page.open_plan.connect(self.actions_.open_plan)
            page.open_sample.connect(self.open_sample)
            page.open_path.connect(lambda path: self.open_path(Path(path)))
            self._stack.addWidget(page)
        return self._start

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._furnished:
            self._paint_empty()
        if not self._seen:
            self._seen = True
            self.activateWindow()  # where no window manager does it
            self._stay_on_screen()
            self.painted.emit()

    def _stay_on_screen(self) -> None:
        """Fill a screen that is too small for the window and the title bar it has been given."""
        frame, room = self.frameGeometry(), self.screen().availableSize()
        titled = self.geometry().top() - frame.top() >= _TITLE_BAR
        if titled and (frame.width() > room.width() or frame.height() > room.height()):
            self.showMaximized()

    def event(self, event: QEvent) -> bool:
        """A dialog that ends gives the keyboard back, where no window manager sees to it."""
        if event.type() == QEvent.Type.WindowUnblocked:
            QTimer.singleShot(_REVERT_MS, self, self._take_keyboard)
        return super().event(event)

    def _take_keyboard(self) -> None:
        if self.isVisible() and QApplication.activeWindow() is None and QApplication.activeModalWidget() is None:
            self.activateWindow()

    def _focus_page(self) -> None:
        if self.workspace is not None:
            self.workspace.focus_middle()

    def _paint_empty(self) -> None:
        """The places of tool row, page and status line in the colours of the look, before any of them is there."""
        wanted = str(self._settings.value("look/theme", "")).lower()
        colors = colours(next((theme for theme in THEMES if theme == wanted), THEMES[0]))
        width, foot = self.width(), self.height() - _STATUS
        bands = ((0, _TOOLS - 1, "surface"), (_TOOLS - 1, _TOOLS, "border"), (_TOOLS, foot, "surface"),
                 (foot, foot + 1, "border"), (foot + 1, self.height(), "header"))  # fmt: skip
        with QPainter(self) as painter:
            for top, bottom, role in bands:
                painter.setBackground(QBrush(QColor(colors[role])))  # `fillRect` would have Qt's hundred enums made
                painter.eraseRect(QRect(0, top, width, bottom - top))

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

    def open_version(self, name: str, at: str) -> None:
        """Open a version that is kept of the open plan as an unnamed copy."""
        if self.workspace is not None:
            session = self.workspace.document.session
            self._open(lambda: self._library.version(session, name, at), None)

    def open_last(self) -> None:
        """Open the plan that was open last; a sample when there is none."""
        recent = [path for path in self._recent()[:1] if Path(path).is_file()]
        sample = "" if recent else self._library.first_sample()
        if recent:
            self.open_path(Path(recent[0]))
        elif sample:
            self.open_sample(sample)
        else:
            self.show_start()
            self.opened.emit()

    def _open(self, make: Callable[[], Session], path: Path | None) -> None:
        """Open beside the window; until the new plan is there, the old one rests."""
        from .background import Task

        if self._opening is not None:
            return
        if self.workspace is not None and path is not None and self._is_open(path):
            self.status.tell(self.tr("This plan is open in this window already."), refused=False)
            return
        self._stack.setEnabled(False)
        self._opening = task = Task(lambda _: make(), self)
        self._pending.append(task)
        task.done.connect(lambda: self._opened(task, path))
        task.failed.connect(lambda sentence: self._not_opened(task, sentence))
        QTimer.singleShot(_PATIENCE_MS, task, lambda: self._show_opening(task))
        task.start()

    def _show_opening(self, task: Task) -> None:
        """Opening takes a while: say so, and offer Cancel."""
        if task is self._opening:
            self.status.show_busy(self.tr("Opening the plan"), cancel=True)

    def leave_opening(self) -> None:
        """Cancel: what was open is there again at once; the other plan is closed when its opening has ended."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
            self._go_back(self.tr("The plan was not opened."), refused=False)

    def _go_back(self, sentence: str, refused: bool = True) -> None:
        self._rest_ends()
        self.status.tell(sentence, refused)
        if self.workspace is None:
            self.show_start()
        self.opened.emit()

    def _is_open(self, path: Path) -> bool:
        return self._path == path.absolute()

    def _opened(self, task: Task, path: Path | None) -> None:
        if task not in self._pending:
            return
        if not self._end_opening(task):
            self._library.leave(task.result, edited=False)
            return
        self._show_session(task.result)
        self._path = path.absolute() if path is not None else None
        if path is not None:
            self._remember(path)
        self.opened.emit()

    def _not_opened(self, task: Task, sentence: str) -> None:
        if task in self._pending and self._end_opening(task):
            self._go_back(sentence)

    def _end_opening(self, task: Task) -> bool:
        """Whether the task is still the one waited for; it is over in any case."""
        self._pending.remove(task)
        task.wait()
        task.deleteLater()
        if task is not self._opening:
            return False
        self._opening = None
        self._rest_ends()
        return True

    def _rest_ends(self) -> None:
        self._stack.setEnabled(True)
        self.status.end_busy()

    def _show_session(self, session: Session) -> None:
        from .document import Document
        from .workspace import Workspace

        self.close_plan()
        document = Document(session, self)
        self.workspace = Workspace(document, self.look, self._settings, self._stack)
        self.workspace.refused.connect(self.status.tell)
        self.workspace.moved.connect(self._enable)
        self.workspace.propose.connect(self.actions_.of_rounds.propose_findings)
        document.settled.connect(self._changed)
        document.scenario_shown.connect(self._show_status)
        self._stack.addWidget(self.workspace)
        self._stack.setCurrentWidget(self.workspace)
        self.setWindowTitle(self.tr("{0} – Strategy Studio").format(session.storage.title))
        self._show_status()
        self._show_left_over()
        self._enable()
        self.workspace.page.grid.setFocus()

    def close_plan(self) -> None:
        """Close the plan; every edit is in its file already."""
        if self.workspace is None:
            return
        workspace, self.workspace, self._path = self.workspace, None, None
        workspace.rest()
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
        if self._start is not None:
            self._start.show_recent(recent)

    # what is told

    def _changed(self, notice: Notice) -> None:
        if self._path is None and self.workspace is not None:  # a copy without a name is worth finding again now
            self._path = self._library.place(self.workspace.document.session)
            self._remember(self._path)
        if notice.structure:
            self._show_left_over()
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
        self.status.show_plan(saved, last, document.scenario, len(document.completion.missing))
        self.status.saved.setToolTip(why_not)

    def _show_left_over(self) -> None:
        """The action that lists inputs without a place is there when the plan holds any."""
        holds = self.workspace is not None and bool(self.workspace.document.plan.left_over_cells())
        self.tools.actions_by_name["left_over"].setVisible(holds)

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
        if self.workspace is not None and self.workspace.document.about_to_write:
            event.ignore()  # the edit first
            QTimer.singleShot(_REVERT_MS, self, self.close)
            return
        if self._furnished:
            self.actions_.stop()
        self._close_what_is_opening()
        self.close_plan()
        super().closeEvent(event)

    def _close_what_is_opening(self) -> None:
        """Wait for plans that are still being opened, cancelled ones too, and close them."""
        pending, self._pending, self._opening = self._pending, [], None
        for task in pending:
            task.wait()
            if task.result is not None:
                self._library.leave(task.result, edited=False)

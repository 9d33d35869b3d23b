"""What every action of the window does; one method for each entry of the table of commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ..formula.errors import PlanError
from .background import Task
from .commands import COMMANDS
from .plan_actions import PlanActions
from .round_actions import RoundActions

if TYPE_CHECKING:
    from .document import Document
    from .main_window import MainWindow


class Actions(QObject):
    """Connects the actions of the tool row and carries them out on the window's plan."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._task: Task | None = None
        self.of_rounds, self.of_plan = RoundActions(window), PlanActions(window)
        for command in COMMANDS:
            act = self._on_grid(command.name) if command.needs == "grid" else self._named(command.name)
            window.tools.actions_by_name[command.name].triggered.connect(lambda _=False, act=act: act())

    def _named(self, name: str) -> Callable[[], object]:
        home = next(each for each in (self, self.of_rounds, self.of_plan) if hasattr(each, name))
        found: Callable[[], object] = getattr(home, name)
        return found

    def _on_grid(self, name: str) -> Callable[[], None]:
        """A gesture of the grid on view, called by the action's own name."""

        def act() -> None:
            workspace = self._window.workspace
            if workspace is not None and workspace.shows_grid:
                getattr(workspace.page.grid, name)()

        return act

    @property
    def _document(self) -> Document | None:
        return self._window.workspace.document if self._window.workspace is not None else None

    # plans and files

    def new_plan(self) -> None:
        """Ask where, and begin an empty plan."""
        from . import dialogs

        path = dialogs.ask_new_plan(self._window, self.tr("New plan"))
        if path is not None:
            self._window.create_path(path)

    def open_plan(self) -> None:
        """Ask which plan, and open it."""
        from . import dialogs

        path = dialogs.ask_plan(self._window)
        if path is not None:
            self._window.open_path(path)

    def start(self) -> None:
        """Go to the start page."""
        self._window.show_start()

    def save_copy(self) -> None:
        """Ask where, and write a copy of the plan."""
        from . import dialogs

        path = dialogs.ask_new_plan(self._window, self.tr("Save a copy"))
        if path is not None:
            self._told(lambda: self._window.save_copy(path), self.tr("A copy is saved as {0}.").format(path.name))

    def export(self) -> None:
        """Ask where and in which format, and write the file beside the window."""
        from ..exchange import FORMATS
        from . import dialogs

        if self._document is not None:
            title = self._document.session.storage.title
            path = dialogs.ask_export(self._window, title, [(form.title, form.suffix) for form in FORMATS])
            if path is not None:
                self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the plan to a file in a thread; the plan rests meanwhile, the window does not."""
        from ..exchange import format_of

        document, window = self._document, self._window
        if document is None or window.workspace is None or self._task is not None:
            return
        try:
            written = format_of(path)
        except PlanError as refusal:
            window.status.tell(str(refusal))
            return
        session = document.session
        self._task = task = Task(lambda progress: written.write(session, path, progress), self)
        task.done.connect(lambda: window.status.tell(self.tr("{0} is written.").format(path.name), refused=False))
        task.failed.connect(lambda sentence: window.status.tell(sentence))
        task.finished.connect(self._finished)
        window.status.cancelled.connect(task.cancel)
        window.status.show_busy(self.tr("Writing {0}").format(path.name), cancel=True)
        window.workspace.setEnabled(False)
        task.start()

    def _finished(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            if task.cancelled:
                self._window.status.tell(self.tr("The export was cancelled."), refused=False)
            task.deleteLater()
        self._window.status.end_busy()
        if self._window.workspace is not None:
            self._window.workspace.setEnabled(True)
            self._window.workspace.page.grid.setFocus()

    def stop(self) -> None:
        """End work that is going on, before the window closes."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    def close_window(self) -> None:
        """Close the window."""
        self._window.close()

    def _told(self, act: Callable[[], object], sentence: str) -> None:
        try:
            act()
        except (PlanError, OSError) as refusal:
            self._window.status.tell(str(refusal))
        else:
            self._window.status.tell(sentence, refused=False)

    # the plan

    def undo(self) -> None:
        """Take the last change back."""
        if self._document is not None:
            self._document.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._document is not None:
            self._document.redo()

    def add_figure(self) -> None:
        """Ask for a Figure of one's own, and show it."""
        from .explanation import Spot
        from .own_dialog import ask_figure

        workspace = self._window.workspace
        if workspace is not None:
            ask_figure(workspace.document, self._window, lambda name: workspace.go_to(Spot("", 0, name)))

    # places

    def next_page(self) -> None:
        """Walk to the next question."""
        if self._window.workspace is not None:
            self._window.workspace.step(1)

    def last_page(self) -> None:
        """Walk to the question before."""
        if self._window.workspace is not None:
            self._window.workspace.step(-1)

    def first_missing(self) -> None:
        """Go to the first missing input."""
        if self._window.workspace is not None:
            self._window.workspace.go_to_first_missing()

    def show_map(self) -> None:
        """Show the map."""
        if self._window.workspace is not None:
            self._window.workspace.open_map()

    def go_anywhere(self) -> None:
        """Ask for a worksheet, Figure or action by some of its letters."""
        from .command_palette import CommandPalette

        window = self._window
        if window.workspace is None:
            return
        for old in window.findChildren(CommandPalette):
            old.leave()
        CommandPalette(window.workspace, window.tools.actions_by_name, window.look, window).come()

    def toggle_inspector(self) -> None:
        """Show or hide the panel at the right."""
        if self._window.workspace is not None:
            self._window.workspace.toggle_inspector()

    def next_part(self) -> None:
        """Give the keyboard to the next part of the page."""
        if self._window.workspace is not None:
            self._window.workspace.next_part(1)

    def last_part(self) -> None:
        """Give the keyboard to the part before."""
        if self._window.workspace is not None:
            self._window.workspace.next_part(-1)

    # look and help

    def larger(self) -> None:
        """Make everything a step larger."""
        self._window.look.zoom(1)

    def smaller(self) -> None:
        """Make everything a step smaller."""
        self._window.look.zoom(-1)

    def normal_size(self) -> None:
        """Go back to 100 %."""
        self._window.look.zoom(0)

    def keys(self) -> None:
        """Show the keys of the grid and of all actions."""
        from . import dialogs

        dialogs.show_keys(self._window)

    def about(self) -> None:
        """Say what this is."""
        from . import dialogs

        dialogs.show_about(self._window)

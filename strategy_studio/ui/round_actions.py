"""What the actions around scenarios and rounds do: choose, ask why, review, take suggestions, close, look back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from .explanation import Spot

if TYPE_CHECKING:
    from ..model.own_changes import CloseRound
    from .main_window import MainWindow
    from .workspace import Workspace


class RoundActions(QObject):
    """Carries out the actions on the plan of a window; each does nothing while no plan is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @property
    def _workspace(self) -> Workspace | None:
        return self._window.workspace

    def choose_scenario(self) -> None:
        """Show the scenarios of the plan, beside the one on view."""
        from . import scenario_menu

        if self._workspace is not None:
            menu, beside = QMenu(self._window), self._window.status.scenario
            scenario_menu.fill(menu, self._workspace.document, self._window, self._tell)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(beside.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def why(self) -> None:
        """Ask why the number on view is different."""
        if self._workspace is not None:
            self._workspace.ask_why()

    def propose_findings(self) -> None:
        """Propose findings for the strategy review, to take or leave."""
        from .findings_dialog import FindingsDialog

        if self._workspace is not None:
            dialog = FindingsDialog(self._workspace.document, self._window.look, self._window)
            dialog.taken.connect(self._show_finding)
            dialog.open()

    def _show_finding(self, worksheet: str) -> None:
        """Go to the newest row of the worksheet of findings."""
        workspace = self._workspace
        if workspace is not None:
            workspace.open_worksheet(worksheet)
            grid = workspace.page.grid
            grid.move_to(max(0, len(grid.worksheet().ids) - 1), 0)

    def next_suggestion(self) -> None:
        """Go to the next cell that another value is suggested for."""
        from . import suggested

        workspace = self._workspace
        if workspace is None:
            return
        cells = [found.source for found in suggested.all_of(workspace.document)]
        if not cells:
            self._tell(self.tr("No suggestion waits. Closing a round makes some."))
            return
        here = workspace.page.current_cell()
        cell = cells[(cells.index(here) + 1) % len(cells) if here in cells else 0]
        worksheet, _, title = cell.node.partition("[")
        workspace.go_to(Spot(worksheet, cell.row or 0, title.removesuffix("]")))

    def close_round(self) -> None:
        """Ask for the name of the round, and close it."""
        from .round_dialog import ask_close

        if self._workspace is not None:
            ask_close(self._workspace.document, self._window, self._closed)

    def _closed(self, change: CloseRound) -> None:
        if self._workspace is not None:
            self._workspace.news.tell_closed(change.name)

    def rounds(self) -> None:
        """List the closed rounds, and compare two of them."""
        from .rounds_dialog import RoundsDialog

        if self._workspace is not None:
            RoundsDialog(self._workspace.document, self._window).open()

    def _tell(self, sentence: str) -> None:
        self._window.status.tell(sentence, refused=False)

"""What the actions on the plan as a whole do: keep and open versions, choose the scoring, show what is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ..formula.errors import PlanError

if TYPE_CHECKING:
    from .document import Document
    from .main_window import MainWindow


class PlanActions(QObject):
    """Carries out the actions on the plan of a window; each does nothing while no plan is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @property
    def _document(self) -> Document | None:
        return self._window.workspace.document if self._window.workspace is not None else None

    def keep_version(self) -> None:
        """Ask for a name, and keep the plan as it is now."""
        from . import dialogs

        document = self._document
        name = dialogs.ask_words(self._window, self.tr("Keep a version"), self.tr("Name of the version"))
        if document is None or not name:
            return
        try:
            document.session.storage.keep_version(name)
        except (PlanError, OSError) as refusal:
            self._window.status.tell(str(refusal))
        else:
            self._tell(self.tr("Version {0} is kept. Plan, Versions... opens it.").format(name))

    def versions(self) -> None:
        """List what is kept of the plan, and open one of it as a copy."""
        from .versions_dialog import VersionsDialog

        if self._document is not None:
            dialog = VersionsDialog(self._document, self._window)
            dialog.opened.connect(self._window.open_version)
            dialog.open()

    def scoring(self) -> None:
        """Ask which of the declared ways of scoring the plan follows."""
        from .preset_dialog import ask_preset, presets_of

        document = self._document
        if document is None:
            return
        if presets_of(document.plan):
            ask_preset(document, self._window, self._scored)
        else:
            self._tell(self.tr("No process of this plan declares ways of scoring."))

    def _scored(self, title: str, changed: bool) -> None:
        if changed:
            self._tell(self.tr("The plan is scored by {0} now.").format(title))
        else:
            self._tell(self.tr("Nothing changed: the plan is scored by {0} already.").format(title))

    def left_over(self) -> None:
        """Show inputs whose place is gone."""
        from .left_over_dialog import LeftOverDialog

        if self._document is not None:
            LeftOverDialog(self._document, self._window).open()

    def _tell(self, sentence: str) -> None:
        self._window.status.tell(sentence, refused=False)

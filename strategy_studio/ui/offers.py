"""What the plan itself offers for a worksheet: values it suggests, findings it proposes."""

from __future__ import annotations

from PySide6.QtCore import Signal

from . import suggested
from .appearance import Appearance
from .band import Band
from .document import Document


class Offers(Band):
    """A band over the grid, hidden where nothing is offered."""

    accept_all = Signal()
    propose = Signal()

    def __init__(self, document: Document, appearance: Appearance) -> None:
        super().__init__(appearance, "message-square-plus", "accent")
        self._document = document
        self._worksheet = ""
        self.accept_button = self.add(self.tr("Accept all"), self.accept_all.emit)
        self.find_button = self.add(self.tr("Propose findings..."), self.propose.emit)

    def show_worksheet(self, name: str) -> None:
        """Show what is offered for a worksheet."""
        self._worksheet = name
        self.refresh()

    def refresh(self) -> None:
        """Read anew what is offered; nothing is while a scenario is on view."""
        document = self._document
        if not self._worksheet or document.scenario or self._worksheet not in document.plan.structure.worksheets:
            self.tell("")
            return
        waiting = suggested.on_worksheet(document, self._worksheet)
        reviews = self._worksheet == findings_worksheet(document)
        self.accept_button.setVisible(bool(waiting))
        self.find_button.setVisible(reviews)
        if waiting:
            self.tell(self._words(len(waiting)))
        elif reviews:
            self.tell(self.tr("Findings can be proposed from statuses, claims, measurements and actual values."))
        else:
            self.tell("")

    def _words(self, count: int) -> str:
        if count == 1:
            return self.tr("1 suggestion waits on this worksheet. Right click on it to accept it.")
        return self.tr("{0} suggestions wait on this worksheet. Right click on one to accept it alone.").format(count)


def findings_worksheet(document: Document) -> str:
    """The worksheet that keeps the findings of the review; empty when no process has one."""
    for process in document.plan.processes:
        if process.review is not None:
            return process.review.findings.key.partition("[")[0]
    return ""

"""Findings proposed for the strategy review, each to take or to leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ..formula.errors import PlanError
from .appearance import Appearance
from .document import Document
from .parts import boxed, button, clear, column, label, line, picture, row, scrolling

if TYPE_CHECKING:
    from ..analysis.review import Proposal
    from ..model.changes import Change


class FindingsDialog(QDialog):
    """Lists the proposals of this round; `taken(worksheet)` at the end says where those that were taken stand."""

    taken = Signal(str)

    def __init__(self, document: Document, look: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Proposed findings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(look.px(640), min(look.px(560), parent.height() - 40))
        self._document, self._look = document, look
        self._taken_on = ""
        self.count, self.sentence = label(type="section"), label(ink="off", wrap=True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(6)
        self.take_all = button(self.tr("Take all"), self._take_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(row(self.count, 1, self.take_all))
        layout.addWidget(self.sentence)
        layout.addWidget(scrolling(boxed(self._list)), 1)
        layout.addLayout(row(1, button(self.tr("Done"), self.accept, primary=True)))
        self.finished.connect(self._tell)
        self.sentence.hide()
        self.proposed: Sequence[Proposal] = ()
        self._seen = False
        self._refresh()

    def _tell(self) -> None:
        if self._taken_on:
            self.taken.emit(self._taken_on)

    def _refresh(self) -> None:
        from ..analysis.review import proposals

        self.proposed = proposals(self._document.plan)
        count = len(self.proposed)
        self._seen = self._seen or count > 0
        few = {0: self.tr("No finding is proposed"), 1: self.tr("1 finding is proposed")}
        self.count.setText(few.get(count) or self.tr("{0} findings are proposed").format(count))
        self.take_all.setVisible(count > 1)
        clear(self._list)
        for proposal in self.proposed:
            self._list.addWidget(self._card(proposal))
            self._list.addWidget(line())
        if not count:
            words = self.tr("All of them are taken or left. Decide on each in the worksheet, and name an owner.")
            if not self._seen:
                words = self.tr(
                    "Nothing calls for a finding now. Measured values under Actual and closed rounds make some."
                )
            self._list.addWidget(label(words, ink="muted", wrap=True))
        self._list.addStretch(1)

    def _card(self, proposal: Proposal) -> QWidget:
        take = button(self.tr("Take"), lambda: self._take([proposal]))
        leave = button(self.tr("Leave"), lambda: self._leave(proposal), flat=True)
        take.setAccessibleName(self.tr("Take: {0}").format(proposal.sentence))
        leave.setAccessibleName(self.tr("Leave: {0}").format(proposal.sentence))
        mark = picture(self._look, "triangle-alert", "off")
        head = row(mark, label(f"{self.tr(proposal.kind)}: {proposal.subject}", "heading"), 1, leave, take)
        said = [label(proposal.sentence, wrap=True)]
        if proposal.why:
            said.append(label(proposal.why, "small", "muted", wrap=True))
        if proposal.belief:
            said.append(label(self.tr("Assumption: {0}").format(proposal.belief), "small", "muted", wrap=True))
        return boxed(column(boxed(head), *said, gap=4))

    def _take(self, chosen: Sequence[Proposal]) -> None:
        from ..analysis.review import take

        try:
            change = take(tuple(chosen))
        except PlanError as refusal:
            self._refuse(str(refusal))
            return
        if self._apply(change):
            self._taken_on = chosen[0].worksheet
            self._refresh()

    def _take_all(self) -> None:
        self._take(self.proposed)

    def _leave(self, proposal: Proposal) -> None:
        from ..analysis.review import leave

        if self._apply(leave(proposal)):
            self._refresh()

    def _apply(self, change: Change) -> bool:
        sentence = self._document.attempt(change)
        self._refuse(sentence)
        return not sentence

    def _refuse(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

"""After a round was closed: how many suggestions wait, and the way to them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from . import suggested
from .appearance import Appearance
from .band import Band
from .document import Document
from .explanation import Spot


class RoundNews(Band):
    """A band that stays until it is closed, or until the closing of the round is taken back."""

    go_to = Signal(object)

    def __init__(self, document: Document, appearance: Appearance) -> None:
        super().__init__(appearance, "calendar-check", "accent")
        self._document = document
        self._closed = ""
        self.show_button = self.add(self.tr("Show the suggestions"), self._lead)
        self.add(self.tr("Close"), self.leave)
        document.settled.connect(self._follow)

    def tell_closed(self, name: str) -> None:
        """Say that a round is closed, and what waits."""
        self._closed = name
        found = suggested.all_of(self._document)
        self.show_button.setVisible(bool(found))
        if not found:
            self.tell(
                self.tr("Round {0} is closed. The next round reads its results; nothing is suggested.").format(name)
            )
            return
        counts: dict[str, int] = {}
        for each in found:
            title = self._document.plan.sheet(each.cell.node.partition("[")[0]).title
            counts[title] = counts.get(title, 0) + 1
        listed = ", ".join(f"{title} ({count})" for title, count in counts.items())
        words = self.tr("1 suggestion waits") if len(found) == 1 else self.tr("{0} suggestions wait").format(len(found))
        self.tell(self.tr("Round {0} is closed. {1}: {2}.").format(name, words, listed))

    def _lead(self) -> None:
        found = suggested.all_of(self._document)
        if found:
            worksheet, _, title = found[0].source.node.partition("[")
            self.go_to.emit(Spot(worksheet, found[0].source.row or 0, title.removesuffix("]")))
        self.leave()

    def leave(self) -> None:
        """Hide the news for good."""
        self._closed = ""
        self.tell("")

    def _follow(self) -> None:
        rounds = self._document.plan.rounds
        if self._closed and (not rounds or rounds[-1].name.casefold() != self._closed.casefold()):
            self.leave()

"""Beneath the grid: the Figures of the worksheet, when it counts as done, and its open points."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..model.sheets import Sheet
from . import explanation
from .appearance import Appearance
from .cell_text import CellText
from .document import Document
from .open_points import OpenPoint
from .parts import boxed, button, clear, label, line, picture, row, scrolling

_MARKS = {
    "missing": ("circle-dashed", "missingline"),
    "waits": ("timer", "missingline"),
    "error": ("circle-alert", "off"),
}
_SHOWN = 30
"""Open points listed at most; the rest is told as a number."""


class WorksheetNotes(QWidget):
    """Figures, done-when rules and open points of one worksheet; signals say where to go."""

    go_to = Signal(object)
    explain_name = Signal(str)

    def __init__(self, document: Document, appearance: Appearance, texts: CellText) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._document, self._look, self._texts = document, appearance, texts
        self._sheet: Sheet | None = None
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for part in (self._left, self._right):
            part.setContentsMargins(16, 14, 16, 12)
            part.setSpacing(6)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._left_area = scrolling(boxed(self._left))
        whole.addWidget(self._left_area, 2)
        whole.addWidget(line(upright=True))
        whole.addWidget(scrolling(boxed(self._right)), 3)

    def show_worksheet(self, sheet: Sheet) -> None:
        """Show the notes of a worksheet."""
        self._sheet = sheet
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew from the plan."""
        sheet = self._sheet
        if sheet is None:
            return
        self.setUpdatesEnabled(False)
        clear(self._left)
        clear(self._right)
        if sheet.figures:
            self._figures(sheet)
        self._rules(sheet)
        self._left.addStretch(1)
        self._points(sheet)
        self._right.addStretch(1)
        self.setUpdatesEnabled(True)
        QTimer.singleShot(0, self, self._make_room)

    def _make_room(self) -> None:
        """Give the Figures what names, values and units need side by side, within bounds."""
        wanted = self._left.minimumSize().width() + self._left_area.verticalScrollBar().sizeHint().width()
        self._left_area.setMinimumWidth(min(wanted, self._look.px(360)))

    def _figures(self, sheet: Sheet) -> None:
        self._left.addWidget(label(self.tr("Figures of this worksheet"), "section"))
        for figure in sheet.figures:
            plan = self._document.plan
            value = explanation.value_text(
                plan, figure.name, plan.value(figure.name, self._document.scenario), self._texts
            )
            name = button(explanation.spoken_name(figure.name), partial(self.explain_name.emit, figure.name), flat=True)
            name.setToolTip(f"= {figure.formula}")
            words = value or explanation.no_value(self._document.completion, sheet.name, figure.name)
            shown = label(words, "key" if value else "small", "" if value else "muted")
            unit = label(explanation.unit_of(plan, figure.name), "caption", "muted")
            self._left.addWidget(boxed(row(name, 1, shown, unit, gap=6)))
            self._left.addWidget(line())
        self._left.addSpacing(10)

    def _rules(self, sheet: Sheet) -> None:
        self._left.addWidget(label(self.tr("Done when"), "section"))
        rules = self._document.completion.progress(sheet.name).rules
        if not rules:
            self._left.addWidget(label(self.tr("Nothing is asked here; it is yours to use."), ink="muted", wrap=True))
        for words, kept in rules:
            mark = picture(self._look, "check" if kept else "circle-dashed", "on" if kept else "missingline")
            words_label = label(words, wrap=True)
            words_label.setAccessibleName(f"{words}: {self.tr('kept') if kept else self.tr('open')}")
            made = row(mark, words_label)
            made.setStretch(1, 1)
            self._left.addWidget(boxed(made))
        note = sheet.declaration.done.note
        if note and not any(note in words for words, _ in rules):
            self._left.addWidget(label(note, "small", "muted", wrap=True))

    def _points(self, sheet: Sheet) -> None:
        points = self._document.completion.open_points(sheet.name)
        heading = row(label(self.tr("Open points"), "section"), label(str(len(points)), ink="muted"), 1)
        self._right.addWidget(boxed(heading))
        if not points:
            words = label(self.tr("No required input is missing, and nothing waits for one."), ink="muted")
            fine = row(picture(self._look, "check", "on"), words, 1)
            self._right.addWidget(boxed(fine))
        for point in points[:_SHOWN]:
            self._point(point)
        if len(points) > _SHOWN:
            self._right.addWidget(label(self.tr("and {0} more").format(len(points) - _SHOWN), ink="muted"))

    def _point(self, point: OpenPoint) -> None:
        mark = picture(self._look, *_MARKS[point.kind])
        made = row(mark, label(point.sentence, wrap=True), gap=10)
        made.setStretch(1, 1)
        shown: QWidget
        if point.spot is None:
            shown = boxed(made)
        else:
            act = partial(self.go_to.emit, point.spot)
            made.addWidget(button(self.tr("Go to cell") if point.spot.row else self.tr("Show"), act))
            shown = PointLine(made, act)
        self._right.addWidget(shown)
        self._right.addWidget(line())


class PointLine(QWidget):
    """A line that can be clicked anywhere; the button at its end does the same for the keyboard."""

    def __init__(self, inner: QHBoxLayout, act: Callable[[], object]) -> None:
        super().__init__()
        self.setLayout(inner)
        self._act = act
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._act()

"""The head of a page: where we are, the one question, help to read aloud, progress, Back and Next."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ..model.worksheet import Process, Worksheet
from .appearance import Appearance
from .completion import Completion
from .parts import Shortened, button, column, label, picture, row

_ROOMY = 600
"""From which width at 100 % the question stands beside Back and Next, with the help and the progress."""
_DOTS = {"done": "on", "open": "watch", "empty": "border"}


class ProgressDots(QWidget):
    """One short bar per worksheet of the core path, coloured by state; the words stand beside it."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._look = appearance
        self._states: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_states([])

    def sizeHint(self) -> QSize:
        return QSize(max(1, len(self._states) * self._look.px(20)), self._look.px(6))

    def minimumSizeHint(self) -> QSize:
        """Where room is scarce the bars are short."""
        return QSize(max(1, len(self._states) * self._look.px(8)), self._look.px(6))

    def show_states(self, states: list[str]) -> None:
        """Show one bar per state: done, open or empty."""
        self._states = states
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.width() // max(1, len(self._states))
        with QPainter(self) as painter:
            for place, state in enumerate(self._states):
                bar = QRect(place * width, 1, width - self._look.px(4), self._look.px(4))
                painter.fillRect(bar, self._look.color(_DOTS[state]))


class PageHead(QWidget):
    """Shows the question of a worksheet; `back` and `forward` walk the guided path."""

    back = Signal()
    forward = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look = appearance
        self._hue = ""
        self.process, self.component = label(type="heading"), Shortened("small", "muted")
        self.question, self.help = label(type="question", wrap=True), label(ink="muted", wrap=True)
        self.done, self.dots = label(type="small", ink="muted"), ProgressDots(appearance)
        self.back_button = button(self.tr("Back"), self.back.emit)
        self.next_button = button(self.tr("Next"), self.forward.emit, primary=True)
        self.next_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._chevron = picture(appearance, "chevron-right", "muted", 12)
        path = row(self.process, self._chevron, self.component, gap=6)
        path.setStretch(2, 1)
        self._left = left = column(self.question, self.help, 1, gap=2)
        left.insertLayout(0, path)
        right = column(gap=10)
        right.addLayout(row(1, self.done, self.dots))
        right.addLayout(row(1, self.back_button, self.next_button))
        right.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(24)
        beside.addLayout(left, 1)
        beside.addLayout(right)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(20, 14, 16, 12)
        self._whole.setSpacing(4)
        self._whole.addLayout(beside, 1)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setMinimumHeight(self._look.size("head"))
        self.back_button.setIcon(self._look.icon("arrow-left"))
        self.next_button.setIcon(self._look.icon("arrow-right", "onaccent"))
        self._chevron.setPixmap(self._look.pixmap("chevron-right", "muted", 12))
        self.update()

    def show_worksheet(self, process: Process, sheet: Worksheet) -> None:
        """Show the question of a worksheet."""
        self._hue = process.hue
        number = f"{process.number} " if process.number else ""
        self.process.setText(f"{number}{process.title}")
        self.component.setText(sheet.component)
        self.component.setToolTip(sheet.component)
        self.question.setText(sheet.question or sheet.title)
        self.help.setText(sheet.help)
        self._make_room()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where the page is narrow the question has its whole width, so that the grid keeps its rows.

        The help is the question's tooltip then, and the navigation has the progress.
        """
        roomy = self.width() >= self._look.px(_ROOMY)
        self.help.setVisible(bool(self.help.text()) and roomy)
        self.question.setToolTip(self.help.text())
        for part in (self.done, self.dots):
            part.setVisible(roomy)
        if roomy and self._whole.indexOf(self.question) >= 0:
            self._left.insertWidget(1, self.question)
        elif not roomy and self._left.indexOf(self.question) >= 0:
            self._whole.addWidget(self.question)

    def show_progress(self, process: Process, completion: Completion) -> None:
        """Show how many worksheets of the process are done."""
        done, wanted = completion.done(process)
        self.done.setText(self.tr("{0} of {1} done").format(done, wanted))
        self.dots.show_states([state_of(completion, sheet) for sheet in completion.core(process)])

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._look.color("surface"))
            if self._hue:
                painter.fillRect(QRect(0, 0, self._look.px(4), self.height()), self._look.color(self._hue))


def state_of(completion: Completion, sheet: Worksheet) -> str:
    """done, open (begun, not done) or empty."""
    progress = completion.progress(sheet.name)
    if progress.done:
        return "done"
    return "open" if progress.started else "empty"

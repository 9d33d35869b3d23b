"""Why is this number different: sentences, a waterfall, and every input that explains a part, a click from its cell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from . import chart_panel
from .appearance import Appearance
from .background import Task
from .document import Document
from .explanation import Spot
from .parts import Choices, boxed, button, clear, label, line, row, scrolling
from .why_question import Answer, Comparison, answer, comparisons, why_not

if TYPE_CHECKING:
    from ..analysis.attribution import Share
    from ..drawing.palette import ThemeName
    from ..model.inputs import Cell

_MARGIN = 14
_PICTURE_ROW, _PICTURE_FRAME = 34.0, 96.0
"""Height of a bar's row, and what title and notes take, in px at 100 %."""
_PATIENCE_MS, _REST_MS = 200, 250


class WhyPanel(QWidget):
    """One question at a time; `go_to(Spot)` follows a part of the answer, `closed` says that the panel is left.

    The answer is worked out in a thread that is stopped before the plan changes, and then begun again.
    """

    go_to = Signal(object)
    closed = Signal()
    answered = Signal()

    def __init__(self, document: Document, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("why")
        self._document, self._look = document, appearance
        self._cell: Cell | None = None
        self._choices: list[Comparison] = []
        self._task: Task | None = None
        self._threads: list[Task] = []
        self.answer: Answer | None = None
        self._again = QTimer(self, singleShot=True, interval=_REST_MS)
        self._again.timeout.connect(self._ask_again)
        self.choice = Choices()
        self.choice.setAccessibleName(self.tr("Compare"))
        self.choice.activated.connect(lambda _: self._begin())
        self.headline, self.picture = label(type="section", wrap=True), QLabel()
        self._busy = boxed(self._busy_line())
        self._shares, self._words = QVBoxLayout(), QVBoxLayout()
        self._place()
        document.settled.connect(lambda _: self._outdate())
        document.scenario_shown.connect(self._outdate)
        appearance.changed.connect(self._outdate)
        self.hide()

    def _busy_line(self) -> QHBoxLayout:
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Working out the answer"))
        return row(self._bar, button(self.tr("Cancel"), self.cancel, flat=True))

    def _place(self) -> None:
        leave = button(self.tr("Close"), self.leave, flat=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(boxed(row(label(self.tr("Why?"), "section"), 1, leave, margins=(_MARGIN, 10, _MARGIN, 10))))
        whole.addWidget(line())
        body = QVBoxLayout()
        body.setContentsMargins(_MARGIN, 10, _MARGIN, 14)
        body.setSpacing(8)
        for part in (self._shares, self._words):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(2)
        for widget in (self.choice, self._busy, self.headline, self.picture):
            body.addWidget(widget)
        body.addLayout(self._shares)
        body.addLayout(self._words)
        body.addStretch(1)
        whole.addWidget(scrolling(boxed(body)), 1)
        self._busy.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # asking

    def ask(self, cell: Cell) -> None:
        """Ask about a cell or Name, and show the panel; an answer about another one goes at once."""
        if cell != self._cell:
            self._empty(self.tr("Why is this number different?"))
        self._cell = cell
        self.show()
        self._ask_again()

    def leave(self) -> None:
        """Close the panel; work that is going on ends."""
        self.rest()
        self.hide()
        self.closed.emit()

    def cancel(self) -> None:
        """Stop working on the answer."""
        self._stop()
        self._tell(self.tr("The explanation was stopped. Choose a comparison to have it worked out again."))

    def rest(self) -> None:
        """End what is going on."""
        self._again.stop()
        self._stop()
        for task in self._threads:
            task.wait()

    def _outdate(self) -> None:
        if self.isVisible() and self._cell is not None:
            self._again.start()

    def _ask_again(self) -> None:
        plan, chosen = self._document.plan, self.choice.currentText()
        if self._cell is None or self._cell.node not in plan.structure.places or self._is_gone(self._cell):
            self._stop()
            self._tell(self.tr("What was asked about is gone. Ask about another number."))
            return
        self._choices = comparisons(plan, self._document.scenario)
        self.choice.clear()
        self.choice.addItems([choice.words for choice in self._choices])
        self.choice.setCurrentIndex(max(0, self.choice.findText(chosen)))
        self.choice.setVisible(bool(self._choices))
        self._begin()

    def _is_gone(self, cell: Cell) -> bool:
        place = self._document.plan.structure.places[cell.node]
        return cell.row is not None and not self._document.plan.rows[place.worksheet].has(cell.row)

    def _begin(self) -> None:
        self._stop()
        plan, cell = self._document.plan, self._cell
        if cell is None:
            return
        sentence = why_not(plan, cell, self._choices)
        if sentence:
            self._tell(sentence)
            return
        choice = self._choices[max(0, self.choice.currentIndex())]

        def work(progress: Callable[[float], bool]) -> Answer:
            found = answer(plan, cell, choice, progress)
            if "matplotlib.figure" not in sys.modules:
                chart_panel.prepare()
            return found

        task = Task(work, self)
        self._document.read_by(task)
        self._run(task, self._show_answer)
        QTimer.singleShot(_PATIENCE_MS, self, partial(self._show_busy, self._task))

    def _run(self, task: Task, shown: Callable[[Any], object]) -> None:
        self._task = task
        self._threads.append(task)
        task.finished.connect(lambda: self._finished(task, shown))
        task.failed.connect(lambda sentence: self._failed(task, sentence))
        task.start()

    def _show_busy(self, task: Task | None) -> None:
        if task is not None and task is self._task:
            self._busy.show()

    def _stop(self) -> None:
        task, self._task = self._task, None
        self._busy.hide()
        if task is not None:
            task.cancel()

    def _failed(self, task: Task, sentence: str) -> None:
        if task is self._task and sentence:
            self._tell(sentence)

    def _finished(self, task: Task, shown: Callable[[Any], object]) -> None:
        task.wait()
        task.deleteLater()
        self._threads.remove(task)
        if task is not self._task:
            return
        self._task = None
        self._busy.hide()
        if task.cancelled:  # for an edit, which may have been refused
            self._again.start()
        elif task.result is not None:
            shown(task.result)

    # showing

    def _tell(self, sentence: str) -> None:
        self._empty(sentence)
        self.answered.emit()

    def _empty(self, sentence: str) -> None:
        self.answer = None
        self.headline.setText(sentence)
        self.picture.clear()
        self.picture.hide()
        clear(self._shares)
        clear(self._words)

    def _show_answer(self, found: Answer) -> None:
        self.setUpdatesEnabled(False)
        clear(self._shares)
        clear(self._words)
        self.answer = found
        self.headline.setText(found.sentences[0])
        if any(share.effect for share in found.attribution.shares):
            self._show_table(found)
            self._draw(found)
        else:
            self.picture.hide()
        self._words.addSpacing(8)
        for sentence in found.sentences[1:]:
            self._words.addWidget(label(sentence, "small", "muted", wrap=True))
        self.setUpdatesEnabled(True)
        self.answered.emit()

    def _show_table(self, found: Answer) -> None:
        self._shares.addWidget(label(self.tr("What explains it"), "heading"))
        for share, cells in zip(found.attribution.shares, found.table[1:], strict=False):
            if share.effect:  # the others are named in a sentence
                self._shares.addWidget(self._share(share, cells))
        self._shares.addWidget(line())
        ends = found.table[-1]
        total = row(label(self.tr("Together"), "key"), 1, label(ends[3], "key"), margins=(4, 2, 4, 2))
        self._shares.addWidget(boxed(total, "total"))

    def _share(self, share: Share, cells: tuple[str, ...]) -> QPushButton:
        """A share in two lines: input and effect, beneath them its values and part of the whole."""
        name, before, after, effect, part = cells[:5]
        made = QPushButton()
        made.setProperty("share", True)
        made.setAccessibleName(f"{name}: {before} → {after}, {effect}")
        made.setToolTip(self.tr("Go to {0}").format(name) if share.cells else name)
        made.setEnabled(bool(share.cells))
        amount = label(effect)
        room = self.width() - 2 * _MARGIN - self._look.px(24) - amount.sizeHint().width()
        title = label(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, max(self._look.px(90), room)))
        values = label(f"{before} → {after}" if before or after else "", "small", "muted")
        inner = QVBoxLayout(made)
        inner.setContentsMargins(4, 2, 4, 2)
        inner.setSpacing(0)
        inner.addLayout(row(title, 1, amount))
        inner.addLayout(row(values, 1, label(part, "small", "muted")))
        made.clicked.connect(lambda _=False, share=share: self._follow(share))
        return made

    def _follow(self, share: Share) -> None:
        place = self._document.plan.structure.places.get(share.cell.node)
        if place is not None:
            title = place.column.title if place.column is not None else share.cell.node
            self.go_to.emit(Spot(place.worksheet, share.cell.row or 0, title))

    def _draw(self, found: Answer) -> None:
        """Build the figure from the plan here and now, and render it in a thread."""
        from ..analysis.direction import better_when
        from ..drawing.waterfall import draw_waterfall

        scale, theme = self._look.px(100) / 100, self._look.theme.name.lower()
        bars = min(8, sum(share.effect != 0 for share in found.attribution.shares)) + 2
        size = (max(200.0, (self.width() - 2 * _MARGIN - 2) / scale), _PICTURE_ROW * bars + _PICTURE_FRAME)
        drawn: ThemeName = theme  # type: ignore[assignment]
        better = {1: False, -1: True}.get(better_when(self._document.plan, found.attribution.target))
        figure = draw_waterfall(found.attribution, self._document.plan, drawn, size, lower_is_better=better)
        ratio = self.devicePixelRatioF()
        figure.set_dpi(100 * scale * ratio)
        self.picture.setAccessibleName("; ".join(found.sentences))
        self._run(Task(lambda _: chart_panel.render(figure, ratio), self), self._show_picture)

    def _show_picture(self, image: QImage) -> None:
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.show()

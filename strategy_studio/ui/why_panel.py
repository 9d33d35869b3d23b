"""Why is this number different: sentences, a waterfall, and every input that explains a part, a click from its cell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from . import chart_panel
from .appearance import Appearance
from .background import Task
from .bar_picture import Bar, BarPicture
from .document import Document
from .explanation import Spot
from .parts import Choices, Shortened, boxed, button, clear, column, label, line, row, scrolling
from .why_question import Answer, Comparison, answer, comparisons, why_not

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..analysis.attribution import Share
    from ..model.inputs import Cell
    from ..model.progress import Progress

_MARGIN = 14
_PICTURE_ROW, _PICTURE_FRAME = 36.0, 48.0
"""Height of a bar's row, and what the notes take, in px at 100 %."""
_PATIENCE_MS, _REST_MS = 200, 250
_SIDE_BY_SIDE, _BETWEEN = 760, 24
"""From which width at 100 % the parts stand beside the finding, and the gap between the two."""


class WhyPanel(QWidget):
    """One question at a time; `go_to(Spot)` follows a part of the answer.

    The answer is worked out in a thread that is stopped before the plan changes, and then begun again.
    """

    go_to = Signal(object)
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
        self._shown_for = 0
        self._again = QTimer(self, singleShot=True, interval=_REST_MS)
        self._again.timeout.connect(self._ask_again)
        self.choice = Choices()
        self.choice.setAccessibleName(self.tr("Compare"))
        self.choice.activated.connect(lambda _: self._begin())
        self.headline, self.picture = label(type="section", wrap=True), BarPicture()
        self._busy = boxed(self._busy_line())
        self._shares, self._words = QVBoxLayout(), QVBoxLayout()
        self._place()
        self._fit_soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._fit_soon.timeout.connect(self._fit)
        document.settled.connect(lambda _: self._outdate())
        document.scenario_shown.connect(self._outdate)
        appearance.changed.connect(self._outdate)

    def _busy_line(self) -> QHBoxLayout:
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Working out the answer"))
        return row(self._bar, button(self.tr("Cancel"), self.cancel, flat=True))

    def _place(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        finding = column(self.choice, self._busy, self.headline, self.picture, 1)
        parts = QVBoxLayout()
        parts.setSpacing(8)
        for part in (self._shares, self._words):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(2)
            parts.addLayout(part)
        parts.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setContentsMargins(_MARGIN, 10, _MARGIN, 14)
        self._body.addLayout(finding)
        self._body.addLayout(parts, 1)
        whole.addWidget(scrolling(boxed(self._body)), 1)
        self._busy.hide()

    @property
    def _is_wide(self) -> bool:
        """Whether the finding and its parts stand side by side, as at the foot of the pages."""
        return self.width() >= self._look.px(_SIDE_BY_SIDE)

    def _room(self) -> int:
        """The width of the finding and of its parts each."""
        room = self.width() - 2 * _MARGIN
        return (room - _BETWEEN) // 2 if self._is_wide else room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_soon.start()

    def _fit(self) -> None:
        """Lay the answer out for the room there is now."""
        direction = QBoxLayout.Direction.LeftToRight if self._is_wide else QBoxLayout.Direction.TopToBottom
        self._body.setDirection(direction)
        self._body.setSpacing(_BETWEEN if self._is_wide else 8)
        self._body.setStretch(0, int(self._is_wide))
        self._body.setStretch(1, 1)
        if self.answer is not None and self._task is None and self._shown_for != self._room():
            self._show_answer(self.answer)

    # asking

    def ask(self, cell: Cell) -> None:
        """Ask about a cell or Name; an answer about another one goes at once."""
        if cell != self._cell:
            self._empty(self.tr("Why is this number different?"))
        self._cell = cell
        self._ask_again()

    def cancel(self) -> None:
        """Stop working on the answer."""
        self._stop()
        self._tell(self.tr("The explanation was stopped. Choose a comparison to have it worked out again."))

    def rest(self) -> None:
        """End what is going on."""
        self._again.stop()
        self._fit_soon.stop()
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

        def work(progress: Progress) -> Answer:
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
        self.picture.show_nothing()
        clear(self._shares)
        clear(self._words)

    def _show_answer(self, found: Answer) -> None:
        self.setUpdatesEnabled(False)
        clear(self._shares)
        clear(self._words)
        self.answer, self._shown_for = found, self._room()
        self.headline.setText(found.sentences[0])
        if any(share.effect for share in found.attribution.shares):
            self._show_table(found)
            self._draw(found)
        else:
            self.picture.show_nothing()
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
        """A share in two lines: the input, beneath it its values, effect and part of the whole."""
        name, before, after, effect, part = cells[:5]
        made = QPushButton()
        made.setProperty("share", True)
        made.setAccessibleName(f"{name}: {before} → {after}, {effect}")
        made.setToolTip(self.tr("Go to {0}").format(name) if share.cells else name)
        made.setEnabled(bool(share.cells))
        title = Shortened()
        title.setText(name)
        values = label(f"{before} → {after}" if before or after else "", "small", "muted")
        inner = QVBoxLayout(made)
        inner.setContentsMargins(4, 2, 4, 2)
        inner.setSpacing(0)
        inner.addWidget(title)
        inner.addLayout(row(values, 1, label(effect), label(part, "small", "muted")))
        made.clicked.connect(lambda _=False, share=share: self._follow(share))
        return made

    def _follow(self, share: Share) -> None:
        place = self._document.plan.structure.places.get(share.cell.node)
        if place is not None:
            title = place.column.title if place.column is not None else share.cell.node
            self.go_to.emit(Spot(place.worksheet, share.cell.row or 0, title))

    def _draw(self, found: Answer) -> None:
        """Build the figure from the plan here and now, and render it in a thread."""
        from ..analysis.direction import lower_is_better
        from ..drawing.waterfall import draw_waterfall

        scale, theme = self._look.px(100) / 100, self._look.theme.drawn_as
        bars = min(8, sum(share.effect != 0 for share in found.attribution.shares)) + 2
        size = (max(200.0, (self._room() - 2) / scale), _PICTURE_ROW * bars + _PICTURE_FRAME)
        better = lower_is_better(self._document.plan, found.attribution.target)
        figure = draw_waterfall(found.attribution, self._document.plan, theme, size, better, found.ends)
        figure.suptitle("")  # the headline says it
        ratio = self.devicePixelRatioF()
        figure.set_dpi(100 * scale * ratio)
        self.picture.setAccessibleName("; ".join(found.sentences))
        task = Task(lambda _: chart_panel.render(figure, ratio), self)
        self._run(task, lambda image: self._show_picture(image, found, rows_of(figure, ratio)))

    def _show_picture(self, image: QImage, found: Answer, rows: list[tuple[float, float]]) -> None:
        """Show the rendered figure; the rows of single inputs, between before and after, lead to their cells."""
        acting = [share for share in found.attribution.shares if share.effect]
        single = acting if len(rows) == len(acting) + 2 else acting[: max(0, len(rows) - 3)]
        bars = [
            Bar(top, bottom, self.tr("Go to {0}").format(share.label), partial(self._follow, share))
            for (top, bottom), share in zip(rows[1:], single, strict=False)
            if share.cells
        ]
        self.picture.show_picture(QPixmap.fromImage(image), bars)


def rows_of(figure: Figure, ratio: float) -> list[tuple[float, float]]:
    """Where the rows of a rendered waterfall begin and end, in logical pixels from its top."""
    axes = figure.axes[0]
    height = figure.bbox.height

    def at(place: float) -> float:
        return float(height - axes.transData.transform((0.0, place))[1]) / ratio

    return [(at(row - 0.5), at(row + 0.5)) for row in range(len(axes.get_yticks()))]

"""The chart of the worksheet on view: built when the hands rest, rendered in a thread, in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from .appearance import Appearance
from .background import Task
from .document import Document
from .parts import label, line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..model.session import Notice
    from ..model.sheets import Sheet

_REST_MS = 350
_NARROWEST, _BUBBLES = 200.0, 260.0
_ROW, _FOOT = 28.0, 20.0
"""Height of a bar's row, and what is left beneath the last one, in px at 100 %."""


def prepare() -> None:
    """Load what draws charts, by drawing an empty one; slow the first time, so done beside the window."""
    from ..drawing.pixels import empty_figure

    render(empty_figure(), 1.0)


def render(figure: Figure, ratio: float) -> QImage:
    """A figure as an image, `ratio` pixels of it for each logical one."""
    from ..drawing.pixels import rgba

    pixels, width, height = rgba(figure)
    image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image


class ChartPanel(QWidget):
    """Shows nothing for a worksheet without a chart."""

    def __init__(self, document: Document, appearance: Appearance) -> None:
        super().__init__()
        self._document, self._look = document, appearance
        self._worksheet = ""
        self._stale = False
        self._ready = False
        self._task: Task | None = None
        self.title, self.measure = label(type="section", wrap=True), label(type="small", ink="muted", wrap=True)
        self.picture = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        for part in (line(), self.title, self.measure, self.picture):
            layout.addWidget(part)
        self._soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._soon.timeout.connect(self._go_on)
        document.settled.connect(self._changed)
        document.scenario_shown.connect(self._outdate)
        appearance.changed.connect(self._outdate)
        self.hide()

    def show_worksheet(self, name: str) -> None:
        """Show the chart of a worksheet, once the hands rest."""
        if name == self._worksheet:
            return
        self._worksheet = name
        self.picture.clear()
        self.title.clear()
        self.measure.clear()
        sheet = self._sheet()
        self.setVisible(sheet is not None and sheet.declaration.chart is not None)
        self._outdate()

    def _sheet(self) -> Sheet | None:
        return self._document.seen.sheets.get(self._worksheet)

    def _changed(self, notice: Notice) -> None:
        places = self._document.plan.structure.places
        touched = {places[node].worksheet for node in notice.nodes if node in places} | notice.rows
        shown = self._document.scenario in notice.scenarios
        if shown or notice.structure or self._worksheet in touched or any(node not in places or not places[node].column
                                                                 for node in notice.nodes):  # fmt: skip
            self._outdate()

    def _outdate(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._outdate()

    # drawing

    def _go_on(self) -> None:
        """Do the next thing there is to do, one at a time."""
        if self._task is not None or not self._stale or not self.isVisible():
            return
        if not self._ready:
            self._run(Task(lambda _: prepare(), self._application()))
            return
        self._stale = False
        figure, ratio = self._figure()
        if figure is not None:
            self._run(Task(lambda _: render(figure, ratio), self._application()))

    def _application(self) -> QCoreApplication:
        found = QCoreApplication.instance()
        assert found is not None
        return found

    def _run(self, task: Task) -> None:
        """Start a task that may outlive this panel, but not the application."""
        self._task = task
        task.finished.connect(self._finished)
        self._application().aboutToQuit.connect(task.wait)
        task.start()

    def _finished(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.wait()
            task.deleteLater()
        if task is not None and isinstance(task.result, QImage) and not self._stale:
            self.picture.setPixmap(QPixmap.fromImage(task.result))
        self._ready = True
        if self._stale:
            self._soon.start(0)

    def _figure(self) -> tuple[Figure | None, float]:
        """The figure, built from the plan here and now; its texts stand above it as labels."""
        from ..drawing import charts

        sheet = self._sheet()
        chart = sheet.declaration.chart if sheet is not None else None
        if sheet is None or chart is None:
            self.hide()
            return None, 1.0
        scale = self._look.px(100) / 100
        width = max(_NARROWEST, self.width() / scale)
        height = _BUBBLES if chart.kind == "bubbles" else _ROW * max(1, len(sheet)) + _FOOT
        figure = charts.draw_chart(sheet.plan, sheet.name, self._look.theme.drawn_as, (width, height))
        self.title.setText(charts.title_of(sheet, chart, charts.marks_of(sheet, chart)))
        told = (charts.measure(sheet.plan, sheet, chart), self._document.scenario)
        self.measure.setText("; ".join(part for part in told if part))
        self.picture.setAccessibleName(self.title.text())
        figure.suptitle("")
        for axes in figure.axes:
            axes.set_title("", loc="left")
        ratio = self.devicePixelRatioF()
        figure.set_dpi(100 * scale * ratio)
        return figure, ratio

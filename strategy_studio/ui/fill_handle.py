"""The small square at the corner of the selection: dragging it fills the neighbours, and shows how far meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from .appearance import Appearance
from .grid_edits import Area
from .grid_fill import drag_target

if TYPE_CHECKING:
    from .grid_view import WorksheetGrid

_REACH = 7
"""How near to the corner the pointer has to be, in logical pixels at 100 %."""
_SCROLL_MS = 60


class FillHandle(QObject):
    """Watches the mouse over a grid; `dragged(source, target)` when the handle is let go."""

    dragged = Signal(object, object)

    def __init__(self, grid: WorksheetGrid, appearance: Appearance) -> None:
        super().__init__(grid)
        self._grid, self._look = grid, appearance
        self._source: Area | None = None
        self._target: Area | None = None
        self._frame = _Frame(grid.viewport(), appearance)
        self._scroll = QTimer(self, interval=_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)
        grid.viewport().setMouseTracking(True)
        grid.viewport().installEventFilter(self)

    def corner(self) -> QPoint | None:
        """Where the handle is on the grid's viewport; None while there is no cell."""
        index = self._grid.currentIndex()
        if not index.isValid():
            return None
        area = self._grid.area()
        return self._grid.visualRect(self._grid.model().index(area.bottom, area.right)).bottomRight()

    @property
    def dragging(self) -> bool:
        """Whether the handle is held."""
        return self._source is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.Leave and not self.dragging:
                self._grid.viewport().unsetCursor()
            return False
        place = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            return self._take(place)
        if event.type() == QEvent.Type.MouseMove:
            return self._move(place)
        if event.type() == QEvent.Type.MouseButtonRelease and self.dragging:
            self._let_go(fill=True)
            return True
        return False

    def leave(self) -> None:
        """Give the drag up; nothing is filled."""
        if self.dragging:
            self._let_go(fill=False)

    def _is_near(self, place: QPoint) -> bool:
        corner, reach = self.corner(), self._look.px(_REACH)
        if corner is None or place.x() < self._grid.frozen.width_of_columns():
            return False
        return abs(place.x() - corner.x()) <= reach and abs(place.y() - corner.y()) <= reach

    def _take(self, place: QPoint) -> bool:
        if not self._is_near(place) or self._grid.is_editing():
            return False
        self._source = self._target = self._grid.area()
        self._show()
        self._scroll.start()
        return True

    def _move(self, place: QPoint) -> bool:
        if not self.dragging:
            if self._is_near(place):
                self._grid.viewport().setCursor(Qt.CursorShape.CrossCursor)
            else:
                self._grid.viewport().unsetCursor()
            return False
        self._stretch(place)
        return True

    def _stretch(self, place: QPoint) -> None:
        assert self._source is not None
        model = self._grid.worksheet()
        row, column = self._grid.rowAt(place.y()), self._grid.columnAt(place.x())
        last_row, last_column = len(model.ids) - 1, model.columnCount() - 1
        row = (0 if place.y() < 0 else last_row) if row < 0 else min(row, last_row)
        column = (0 if place.x() < 0 else last_column) if column < 0 else column
        self._target = drag_target(self._source, row, column)
        self._show()

    def _scroll_on(self) -> None:
        """Scroll while the pointer is held beyond an edge."""
        area = self._grid.viewport().rect()
        place = self._grid.viewport().mapFromGlobal(self._grid.cursor().pos())
        step = self._look.size("row")
        down = step if place.y() > area.bottom() else -step if place.y() < area.top() else 0
        across = step if place.x() > area.right() else -step if place.x() < area.left() else 0
        for bar, by in ((self._grid.verticalScrollBar(), down), (self._grid.horizontalScrollBar(), across)):
            bar.setValue(bar.value() + by)
        if (down or across) and self.dragging:
            self._stretch(QPoint(max(0, min(place.x(), area.right())), max(0, min(place.y(), area.bottom()))))

    def _show(self) -> None:
        assert self._target is not None
        model, target = self._grid.model(), self._target
        first = self._grid.visualRect(model.index(target.top, target.left))
        last = self._grid.visualRect(model.index(target.bottom, target.right))
        self._frame.setGeometry(first.united(last))
        self._frame.show()
        self._frame.raise_()

    def _let_go(self, fill: bool) -> None:
        source, target = self._source, self._target
        self._source = self._target = None
        self._scroll.stop()
        self._frame.hide()
        self._grid.viewport().unsetCursor()
        if fill and source != target:
            self.dragged.emit(source, target)


class _Frame(QWidget):
    """A dashed frame around the cells that would be filled; the mouse goes through it."""

    def __init__(self, parent: QWidget, appearance: Appearance) -> None:
        super().__init__(parent)
        self._look = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QPen(self._look.color("focus"), 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRect(self.rect()).adjusted(1, 1, -1, -1))

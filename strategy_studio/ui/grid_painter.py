"""Paints the cells of a grid, state over state, from the bottom up."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from ..drawing.display_list import STATUS_ROLES
from .appearance import Appearance
from .grid_model import CellState, Index, Role

_PAD = 8
_CORNER = 9
_STATUS = "status"
"""Stands for the shape of the status word, where the name of an icon would."""
_SURFACE = {"key": "computed", "input": "input", "computed": "computed"}


def is_current(view: QAbstractItemView, index: Index) -> bool:
    """Whether a cell is the current one of a view."""
    current = view.currentIndex()
    return (current.row(), current.column()) == (index.row(), index.column())


def is_corner(view: QAbstractItemView, index: Index) -> bool:
    """Whether a cell is the last one of the selected block, where the fill handle stands."""
    blocks = view.selectionModel().selection()
    if blocks.isEmpty():
        return is_current(view, index)
    block = blocks.first()
    return (block.bottom(), block.right()) == (index.row(), index.column())


class CellPainter:
    """Draws one cell: zone, traces, missing frame, selection, text, current frame."""

    def __init__(self, appearance: Appearance) -> None:
        self._look = appearance

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, current: bool, corner: bool) -> None:
        """Draw the cell of an index into the rectangle of the option; the handle stands at the selection's corner."""
        state: CellState | None = index.data(Role.STATE)
        if state is None:
            return
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        self._background(painter, rect, state, selected and not current)
        self._lines(painter, rect, index)
        self._content(painter, rect, index, state)
        if current:
            self._frame(painter, rect)
        if corner:
            self._handle(painter, rect)
        painter.restore()

    def _background(self, painter: QPainter, rect: QRect, state: CellState, selected: bool) -> None:
        look = self._look
        painter.fillRect(rect, look.color(_SURFACE[state.zone]))
        if state.scenario:
            self._scenario(painter, rect, state.scenario == "changed")
        if state.trace:
            painter.fillRect(rect, look.color(state.trace))
        if state.content == "missing":
            painter.fillRect(rect, look.color("missing"))
        if selected:
            painter.fillRect(rect, look.color("selection"))
        if state.trace == "prec":
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), look.color("precline"))
        if state.trace == "dep":
            painter.fillRect(QRect(rect.right() - 2, rect.top(), 3, rect.height()), look.color("depline"))
        if state.content == "missing":
            self._dashes(painter, rect)

    def _scenario(self, painter: QPainter, rect: QRect, changed: bool) -> None:
        """A tint and a full corner for what the scenario changes; an open corner for what follows from it."""
        side, ink = self._look.px(_CORNER), self._look.color("scenarioline")
        left, top = rect.left() + 1, rect.top() + 1
        corner = QPolygon([QPoint(left, top), QPoint(left + side, top), QPoint(left, top + side)])
        if changed:
            painter.fillRect(rect, self._look.color("scenario"))
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ink if changed else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(corner)

    def _dashes(self, painter: QPainter, rect: QRect) -> None:
        pen = QPen(self._look.color("missingline"), 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(rect).adjusted(2.5, 2.5, -3.5, -3.5))

    def _lines(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look = self._look
        painter.setPen(QPen(look.color("grid"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        model, column = index.model(), index.column()
        zone = model.headerData(column, Qt.Orientation.Horizontal, Role.ZONE)
        before = model.headerData(column - 1, Qt.Orientation.Horizontal, Role.ZONE)
        if zone == "computed" and before not in (None, "computed"):
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), look.color("control"))
        if zone == "key" and model.headerData(column + 1, Qt.Orientation.Horizontal, Role.ZONE) != "key":
            painter.setPen(QPen(look.color("border"), 1))
            painter.drawLine(rect.topRight(), rect.bottomRight())

    def _content(self, painter: QPainter, rect: QRect, index: Index, state: CellState) -> None:
        look = self._look
        text, ink, font, icon = self._words(index, state)
        if not text:
            return
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        inner = rect.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        painter.setFont(look.font(font))
        metrics = painter.fontMetrics()
        mark = look.px(14) + look.px(4) if icon else 0
        shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, inner.width() - mark)
        width = metrics.horizontalAdvance(shown) + mark
        left = inner.right() - width + 1 if side & Qt.AlignmentFlag.AlignRight else inner.left()
        if icon:
            square = QRect(left, rect.center().y() - look.px(14) // 2 + 1, look.px(14), look.px(14))
            if icon == _STATUS:
                from .status_painter import draw_status

                draw_status(painter, look, text, square)
            else:
                painter.drawPixmap(square, look.pixmap(icon, ink, 14))
        painter.setPen(look.color(ink))
        painter.drawText(
            QRect(left + mark, rect.top(), width - mark + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown
        )

    def _words(self, index: Index, state: CellState) -> tuple[str, str, str, str]:
        """Text, ink, font and icon of a cell."""
        model: Any = index.model()
        if state.content == "missing":
            return model.tr("missing"), "missingline", "section", "circle-dashed"
        if state.content == "waits":
            return model.tr("waits"), "muted", "small", ""
        if state.content in ("empty", "new"):
            return "", "muted", "body", ""
        text = str(index.data() or "")
        if state.content == "error":
            return text, "off", "key", "circle-alert"
        if state.zone == "computed" and text[:1].isalpha():
            role = STATUS_ROLES.get(text, "")
            if role:
                return text, role, "key", _STATUS
        is_key = model.headerData(index.column(), Qt.Orientation.Horizontal, Role.ZONE) == "key"
        ink = "inputtext" if state.zone == "input" and not is_key else "text"
        return text, ink, "key" if is_key else "body", ""

    def _frame(self, painter: QPainter, rect: QRect) -> None:
        look = self._look
        painter.setPen(QPen(look.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _handle(self, painter: QPainter, rect: QRect) -> None:
        corner = rect.bottomRight()
        square = QRect(corner.x() - 5, corner.y() - 5, 6, 6)
        painter.fillRect(square, self._look.color("focus"))

    def size(self) -> QSize:
        """The height of a row; columns keep their width."""
        return QSize(self._look.px(80), self._look.size("row"))

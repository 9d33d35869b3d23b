"""Paints the lines of the navigation: hue stripe, number, title, progress bar and count."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from .appearance import Appearance
from .grid_model import Index

_ICON_INK = {"check": "on", "circle-dashed": "missingline", "circle": "muted"}
_LEFT = 16


class NavigationPainter(QStyledItemDelegate):
    """Draws one line; nothing here is edited."""

    def __init__(self, appearance: Appearance, role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._role = appearance, role

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        place: Any = index.data(self._role)
        part = "worksheet" if place.kind in ("worksheet", "further") else "process"
        extra = self._look.px(4) if place.kind == "heading" else 0
        return QSize(self._look.px(120), self._look.size(part) + extra)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect, state = self._look, option.rect, option.state
        place: Any = index.data(self._role)
        painter.save()
        painter.fillRect(rect, look.color("window"))
        if place.kind == "heading":
            self._text(painter, rect.adjusted(look.px(_LEFT), look.px(6), 0, 0), place.title, "heading", "muted")
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, look.color("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), look.px(2), rect.height()), look.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setOpacity(0.5)
            painter.fillRect(rect, look.color("selection"))
            painter.setOpacity(1)
        if place.kind == "process":
            self._process(painter, rect, place)
        else:
            self._line(painter, rect, place, selected)
        painter.restore()

    def _process(self, painter: QPainter, rect: QRect, place: Any) -> None:
        look = self._look
        if place.hue:
            stripe = QRect(rect.left(), rect.top() + look.px(5), look.px(4), rect.height() - look.px(10))
            painter.fillRect(stripe, look.color(place.hue))
        left = rect.left() + look.px(_LEFT)
        if place.number:
            self._text(painter, rect.adjusted(look.px(_LEFT), 0, 0, 0), str(place.number), "section", "text")
        else:
            self._icon(painter, left, rect, place.icon, "muted")
        end = self._progress(painter, rect, place) if place.wanted else rect.right() - look.px(10)
        words = QRect(left + look.px(24), rect.top(), end - left - look.px(28), rect.height())
        self._text(painter, words, place.title, "section" if place.opened else "body", "text")

    def _progress(self, painter: QPainter, rect: QRect, place: Any) -> int:
        """Draw how far a process is, once that is known; gives where it begins."""
        look = self._look
        right = rect.right() - look.px(10)
        count = self.tr("{0} of {1}").format(place.done, place.wanted)
        painter.setFont(look.font("small"))
        width = painter.fontMetrics().horizontalAdvance(self.tr("{0} of {1}").format(place.wanted, place.wanted))
        painter.setPen(look.color("muted"))
        counts = QRect(right - width, rect.top(), width, rect.height())
        painter.drawText(counts, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        end = right - width
        if place.number:
            end -= look.px(34)
            bar = QRect(end, rect.center().y() - look.px(1), look.px(28), look.px(4))
            done = round(bar.width() * place.done / place.wanted)
            painter.fillRect(bar, look.color("border"))
            painter.fillRect(QRect(bar.left(), bar.top(), done, bar.height()), look.color("muted"))
        return end

    def _line(self, painter: QPainter, rect: QRect, place: Any, selected: bool) -> None:
        look = self._look
        inset = look.px(_LEFT + (16 if place.kind in ("worksheet", "further") else 0))
        icon = place.icon
        if place.kind == "further":
            icon = "chevron-down" if place.opened else "chevron-right"
        self._icon(painter, rect.left() + inset, rect, icon, _ICON_INK.get(icon, "text"))
        note = place.note if place.kind == "further" else ""
        ink = "muted" if place.kind == "further" else "text"
        words = rect.adjusted(inset + look.px(24), 0, -look.px(28 if note else 4), 0)
        self._text(painter, words, place.title, "section" if selected else "body", ink)
        if note:
            painter.setFont(look.font("small"))
            painter.drawText(
                rect.adjusted(0, 0, -look.px(10), 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note
            )

    def _icon(self, painter: QPainter, left: int, rect: QRect, name: str, role: str) -> None:
        side = self._look.px(16)
        if name:
            target = QRect(left, rect.center().y() - side // 2 + 1, side, side)
            painter.drawPixmap(target, self._look.pixmap(name, role))

    def _text(self, painter: QPainter, rect: QRect, text: str, font: str, role: str) -> None:
        painter.setFont(self._look.font(font))
        painter.setPen(self._look.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

"""Status words in a cell: the shape, glyph and ink that the word has on the map and in every chart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ..drawing.display_list import STATUS_ROLES, Badge
from .appearance import Appearance


def draw_status(painter: QPainter, look: Appearance, word: str, square: QRect) -> None:
    """Draw the shape of a status into a square."""
    from ..drawing.pens import badge_shape, is_ring  # what pens need is loaded when the first shape is drawn

    badge = Badge(word, square.x(), square.y(), square.width())  # type: ignore[arg-type]
    outline, strokes = badge_shape(badge)
    ink, surface, unit = look.color(STATUS_ROLES[word]), look.color("surface"), square.width() / 16
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_ring(badge):
        ring = QPen(ink, 1.6 * unit)
        if word == "No data":
            ring.setDashPattern([2, 1.4])
        painter.setPen(ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline]))
    painter.setPen(QPen(ink if is_ring(badge) else surface, 1.8 * unit))
    for stroke in strokes:
        painter.drawPolyline([QPointF(x, y) for x, y in stroke])
    painter.restore()

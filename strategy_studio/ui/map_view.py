"""The map page: the display list of the processes on a Qt scene, fitted, zoomed, and clicked through to worksheets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsScene, QGraphicsView, QWidget

from ..drawing.display_list import STATUS_ROLES, Arrow, Badge, Box, Item, Label, Picture, Point
from ..drawing.pens import badge_shape, cap_points, heads, is_ring, rounded
from ..drawing.process_map import process_map
from .appearance import Appearance
from .document import Document
from .fonts import FAMILY
from .map_trace import Trace, lit, trace, worksheets_of

_STEP, _SMALLEST, _LARGEST = 1.2, 0.2, 4.0


class ScenePen:
    """Draws a display list into a scene in the colours of the theme in force."""

    def __init__(self, scene: QGraphicsScene, appearance: Appearance) -> None:
        self._scene, self._look = scene, appearance

    def draw(self, picture: Picture) -> None:
        """Draw everything, back to front."""
        self._scene.setSceneRect(0, 0, picture.width, picture.height)
        self._scene.setBackgroundBrush(self._look.color(picture.background))
        for item in picture.items:
            self._draw(item)

    def _draw(self, item: Item) -> None:
        if isinstance(item, Box):
            self._box(item)
        elif isinstance(item, Label):
            self._label(item)
        elif isinstance(item, Arrow):
            self._arrow(item)
        else:
            self._badge(item)

    def _box(self, box: Box) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(box.x, box.y, box.width, box.height), box.radius, box.radius)
        made = self._scene.addPath(path, self._pen(box.line, box.line_width), QBrush(self._look.color(box.fill)))
        made.setData(0, box.node)
        made.setToolTip(box.tip)
        if box.cap:
            cap = self._scene.addPolygon(_polygon(cap_points(box)), QPen(Qt.PenStyle.NoPen), self._look.color(box.cap))
            cap.setData(0, box.node)

    def _label(self, label: Label) -> None:
        font = QFont(FAMILY)
        font.setPixelSize(round(label.size))
        font.setWeight(QFont.Weight(label.weight))
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(label.text)
        left = label.x - {"left": 0.0, "centre": width / 2, "right": width}[label.align]
        made = self._scene.addSimpleText(label.text, font)
        made.setBrush(self._look.color(label.role))
        made.setPos(left, label.y - metrics.ascent())
        made.setData(0, label.node)

    def _arrow(self, arrow: Arrow) -> None:
        pen = self._pen(arrow.role, arrow.width)
        if arrow.dash:
            line = QPen(pen)
            line.setDashPattern([length / arrow.width for length in arrow.dash])
        else:
            line = pen
        path = _path(rounded(arrow.points))
        self._scene.addPath(path, line).setToolTip(arrow.tip)
        for head in heads(arrow):
            outline = _path(head)
            if arrow.closed:
                outline.closeSubpath()
            fill = QBrush(self._look.color(arrow.role)) if arrow.closed else QBrush(Qt.BrushStyle.NoBrush)
            self._scene.addPath(outline, pen, fill)

    def _badge(self, badge: Badge) -> None:
        outline, strokes = badge_shape(badge)
        role, unit = STATUS_ROLES[badge.status], badge.size / 16
        if is_ring(badge):
            ring = self._pen(role, 1.6 * unit)
            if badge.status == "No data":
                ring.setDashPattern([2, 1.4])
            self._scene.addPolygon(_polygon(outline), ring)
        else:
            self._scene.addPolygon(_polygon(outline), QPen(Qt.PenStyle.NoPen), self._look.color(role))
        glyph = role if is_ring(badge) else "surface"
        for stroke in strokes:
            self._scene.addPath(_path(stroke), self._pen(glyph, 1.8 * unit))

    def _pen(self, role: str, width: float) -> QPen:
        pen = QPen(self._look.color(role), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen


class MapView(QGraphicsView):
    """The map of the plan: a click lights what feeds a box and what it feeds, Esc shows all again.

    `opened(node)` says which process, component or worksheet was picked by double click or Enter.
    """

    opened = Signal(str)

    def __init__(self, document: Document, appearance: Appearance, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Map of the five processes"))
        self._document, self._look, self._title = document, appearance, title
        self._fitted, self._stale = True, True
        self._pressed: QPoint | None = None
        self.picked = ""
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        document.settled.connect(self._outdate)
        document.scenario_shown.connect(self._outdate)
        appearance.changed.connect(self._outdate)

    def fit(self) -> None:
        """Show the whole map."""
        self._fitted = True
        self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def _outdate(self) -> None:
        self._stale = True
        if self.isVisible():
            self._redraw()

    def _redraw(self) -> None:
        self._stale = False
        self.scene().clear()
        plan = self._document.seen
        if self.picked and not worksheets_of(plan, self.picked):
            self.picked = ""
        if self.picked:
            found = trace(plan, self.picked)
            picture = lit(process_map(plan, self._title, self._told(found)), found, plan)
        else:
            picture = process_map(plan, self._title, self._shown())
        ScenePen(self.scene(), self._look).draw(picture)
        if self._fitted:
            self.fit()

    def _shown(self) -> str:
        """Which round was closed last, and the scenario on view."""
        closed, scenario = self._document.plan.rounds, self._document.scenario
        told = self.tr("Last closed round: {0}").format(closed[-1].name) if closed else self.tr("First round")
        return f"{self.tr('Scenario: {0}').format(scenario)}. {told}" if scenario else told

    def _told(self, found: Trace) -> str:
        """The chain in words, so that nothing hangs on colour."""
        plan = self._document.plan
        title = plan.sheet(found.node).title if found.node in plan.sheets else found.node
        words = self.tr("{0}: fed by {1} worksheets, feeds {2}. Double-click opens it, Esc shows all.")
        return words.format(title, len(found.upstream), len(found.downstream))

    def pick(self, node: str) -> None:
        """Light the chain of a process, component or worksheet; empty shows the whole map at rest."""
        if node != self.picked:
            self.picked = node
            self._redraw()

    def _node_at(self, place: QPoint) -> str:
        """The innermost box at a place on screen; empty where there is none."""
        return next((str(item.data(0)) for item in self.items(place) if item.data(0)), "")

    def _zoom(self, factor: float) -> None:
        scale = self.transform().m11() * factor
        if _SMALLEST <= scale <= _LARGEST:
            self._fitted = False
            self.scale(factor, factor)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and not control:
            self._zoom(_STEP if event.key() == Qt.Key.Key_Plus else 1 / _STEP)
        elif event.key() == Qt.Key.Key_Escape and self.picked:
            self.pick("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.picked:
            self.opened.emit(self.picked)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        place, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        if pressed is not None and (place - pressed).manhattanLength() < QApplication.startDragDistance():
            self.pick(self._node_at(place))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        node = self._node_at(event.position().toPoint())
        if node:
            self.opened.emit(node)


def _path(points: Sequence[Point]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    return path


def _polygon(points: Sequence[Point]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in points])

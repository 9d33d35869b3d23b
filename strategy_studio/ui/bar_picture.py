"""A picture of bars in rows: a click on a row follows what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QLabel, QToolTip, QWidget


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the picture between two heights, in logical pixels from the top, and what a click on it does."""

    top: float
    bottom: float
    words: str
    act: Callable[[], object]


class BarPicture(QLabel):
    """The same is offered to the keyboard elsewhere: every bar has its line in a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.bars: tuple[Bar, ...] = ()

    def show_picture(self, image: QPixmap, bars: Sequence[Bar]) -> None:
        """Show an image whose rows can be clicked."""
        self.bars = tuple(bars)
        self.setPixmap(image)
        self.show()

    def show_nothing(self) -> None:
        """Take the picture away."""
        self.bars = ()
        self.clear()
        self.hide()

    def bar_at(self, place: QPointF) -> Bar | None:
        """The bar whose row a place is in; None beside all of them."""
        return next((bar for bar in self.bars if bar.top <= place.y() < bar.bottom), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.bar_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(event.position())
        if bar is not None and event.button() == Qt.MouseButton.LeftButton:
            bar.act()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            bar = self.bar_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), bar.words if bar is not None else "", self)
            return True
        return super().event(event)

"""One focus ring around the control that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from .appearance import Appearance

_GAP = 4
_RINGED = (QAbstractButton, QComboBox, QLineEdit)


class RingStyle(QProxyStyle):
    """Draws a focus frame as a 2 px ring.

    It is the style of the frame alone: a style written in Python is asked thousands of times when it is that of all
    controls. Their icons have their size, and their focus its missing dots, from the style sheet.
    """

    def __init__(self, appearance: Appearance, parent: QObject) -> None:
        super().__init__("Fusion")
        self.setParent(parent)
        self._appearance = appearance

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return _GAP
        return super().pixelMetric(metric, option, widget)

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element != QStyle.ControlElement.CE_FocusFrame:
            super().drawControl(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._appearance.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 6, 6)
        painter.restore()


class FocusRing(QObject):
    """Puts the ring around buttons and fields reached by keyboard, and takes it away for the mouse.

    Qt tells the style what it tells the control about the keyboard, and nothing else: all events of the application
    pass through here only while a ring is shown, because each costs a call into Python.
    """

    def __init__(self, application: QApplication, window: QWidget, appearance: Appearance) -> None:
        super().__init__(window)
        self._application = application
        self._style = RingStyle(appearance, application)  # a frame may be there longer than the window
        self._frame: QFocusFrame | None = None
        application.style().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn and isinstance(watched, QStyle):
            reached, reason = QApplication.focusWidget(), event.reason()  # type: ignore[attr-defined]
            self._show(reached if isinstance(reached, _RINGED) and reason in _BY_KEYBOARD else None)
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut) and isinstance(watched, QWidget):
            self._show(None)
        return False

    def _show(self, widget: QWidget | None) -> None:
        if self._frame is not None:
            self._application.removeEventFilter(self)
            self._frame.hide()
            self._frame.deleteLater()
            self._frame = None
        if widget is not None:
            self._frame = QFocusFrame(widget)
            self._frame.setStyle(self._style)
            self._frame.setWidget(widget)
            self._application.installEventFilter(self)


_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)

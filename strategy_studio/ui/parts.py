"""Small parts that pages are made of: labels by type role, buttons, lines, headings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from .appearance import Appearance


def label(text: str = "", type: str = "body", ink: str = "", wrap: bool = False) -> QLabel:
    """A label in a type role and a text colour role."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", type)
    if ink:
        made.setProperty("ink", ink)
    made.setWordWrap(wrap)
    return made


class Shortened(QLabel):
    """A label that takes the room there is and shortens its text at the end; the tooltip has all of it."""

    def __init__(self, type: str = "body", ink: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type)
        self.setProperty("ink", ink)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Choices(QComboBox):
    """A choice that shows its arrow in the ink of the theme, which a style sheet cannot colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        reach = self.fontMetrics().height() / 4
        x, y = self.width() - 12.0 - reach / 2, self.height() / 2 - reach / 2
        ink = self.palette().color(QPalette.ColorRole.ButtonText)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink, max(1.25, reach / 3), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPolyline([QPointF(x - reach, y), QPointF(x, y + reach), QPointF(x + reach, y)])


def button(text: str, act: Callable[[], object], primary: bool = False, flat: bool = False) -> QPushButton:
    """A button with a verb on it."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.clicked.connect(lambda _=False: act())
    return made


def line(upright: bool = False) -> QFrame:
    """A thin line between parts."""
    made = QFrame()
    made.setObjectName("line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def picture(look: Appearance, name: str, role: str, side: int = 16) -> QLabel:
    """An icon as a label; it says nothing to screen readers, the words beside it do."""
    made = QLabel()
    made.setPixmap(look.pixmap(name, role, side))
    made.setFixedSize(QSize(look.px(side), look.px(side)))
    return made


def row(*items: QWidget | int, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side; a number is a stretch."""
    made = QHBoxLayout()
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    _fill(made, items)
    return made


def column(*items: QWidget | int, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts one below the other; a number is a stretch."""
    made = QVBoxLayout()
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    _fill(made, items)
    return made


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[QWidget | int, ...]) -> None:
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        else:
            layout.addWidget(item)


def boxed(layout: QLayout, name: str = "") -> QWidget:
    """A widget around a layout."""
    made = QWidget()
    made.setLayout(layout)
    if name:
        made.setObjectName(name)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def scrolling(content: QWidget) -> QScrollArea:
    """A part that scrolls up and down when it is taller than its place."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName("content")
    made.setWidget(content)
    return made


def viewport_of(view: QAbstractScrollArea) -> QWidget:
    """The viewport of a view, to be asked for once before `viewport()` is.

    `viewport()` does not say that its widget is a plain one, so that PySide has every class of Qt's widgets made to
    find out which it is: a tenth of a bare window's start. By its name it is found as what it is, and then known.
    """
    return view.findChild(QWidget, "qt_scrollarea_viewport") or view.viewport()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)

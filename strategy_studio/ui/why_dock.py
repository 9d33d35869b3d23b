"""The dock of *Why?*: at the right, left or foot of the pages or as a window of its own, where it was left last."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow

from .parts import boxed, button, column, label, line, row
from .why_panel import WhyPanel

if TYPE_CHECKING:
    from .appearance import Appearance
    from .document import Document

_AREAS = {
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_WIDTH, _HEIGHT = 404, 260
"""What the dock takes at the side and at the foot when nobody has said otherwise, in px at 100 %."""
_LEAST_WIDTH, _LEAST_HEIGHT = 260, 150
_PAGE_WIDTH, _PAGE_HEIGHT = 428, 380
"""What it leaves to the page in any case, where the window has so much."""
_GRIP = 48
"""So much of its head must be on a screen for a window to be within reach."""
_UNBOUNDED = 16_777_215


class WhyDock(QDockWidget):
    """Holds the panel that answers; `closed` says that it is left. The settings keep its place and size."""

    closed = Signal()

    def __init__(self, document: Document, appearance: Appearance, settings: QSettings, home: QMainWindow) -> None:
        super().__init__(home)
        self._look, self._settings, self._home = appearance, settings, home
        self.setObjectName("whydock")
        self.setWindowTitle(self.tr("Why?"))
        self.setAllowedAreas(_AREAS["right"] | _AREAS["left"] | _AREAS["bottom"])
        self.panel = WhyPanel(document, appearance)
        self.setWidget(self.panel)
        self._float = button("", self._turn, flat=True)
        self._float.setObjectName("float")
        leave = button(self.tr("Close"), self.close, flat=True)
        leave.setToolTip(self.tr("Close (Esc)"))
        head = boxed(row(label(self.tr("Why?"), "section"), 1, self._float, leave, gap=16, margins=(14, 8, 14, 8)))
        self.setTitleBarWidget(boxed(column(head, line(), gap=0), "whyhead"))
        self.setContentsMargins(1, 1, 1, 1)
        self._lengths = {"width": _number(settings, "why/width"), "height": _number(settings, "why/height")}
        self._frame = _rectangle(settings)
        area = _AREAS.get(str(settings.value("why/area", "right")), _AREAS["right"])
        self.hide()
        home.addDockWidget(area, self)
        if str(settings.value("why/floating", "")).lower() == "true":
            self.setFloating(True)
        self.dockLocationChanged.connect(lambda _: self.fit())
        self.topLevelChanged.connect(lambda _: self._turned())
        QGuiApplication.instance().screenRemoved.connect(self._bring_back)  # type: ignore[union-attr]
        self._name_float()

    @property
    def side(self) -> str:
        """Where it stands: right, left or bottom; empty for a window of its own."""
        return "" if self.isFloating() else self._area()

    def _area(self) -> str:
        """Where it stands, or will stand when it is docked again."""
        area = self._home.dockWidgetArea(self)
        return next((name for name, each in _AREAS.items() if each == area), "right")

    def ask_for_width(self) -> int:
        """What it takes, or will take, of the width of its home."""
        return self._length("width") if self.side in ("right", "left") else 0

    def crowds(self) -> bool:
        """Whether the page would be too narrow between the navigation and this."""
        look, asks = self._look, self.ask_for_width()
        return asks > 0 and self._home.width() - look.size("navigation") - asks < look.px(_PAGE_WIDTH)

    def come(self) -> None:
        """Show it, as large as it was left and no larger than the page allows."""
        self.fit()
        self.show()
        self.fit()
        QTimer.singleShot(0, self, self.fit)  # what has made room is laid out by then
        if self.isFloating():
            self._bring_back()
            self.raise_()

    def fit(self) -> None:
        """Take the length that was chosen last, within what the page must keep."""
        side = self.side
        if not side:
            self.setMaximumSize(_UNBOUNDED, _UNBOUNDED)
            self.setMinimumSize(self._look.px(_LEAST_WIDTH), self._look.px(_LEAST_HEIGHT))
            return
        across = side != "bottom"
        length, most = self._length("width" if across else "height"), self._most(across)
        self.setMinimumSize(*(self._least(True), 0) if across else (0, self._least(False)))
        self.setMaximumSize(*(most, _UNBOUNDED) if across else (_UNBOUNDED, most))
        self._home.resizeDocks([self], [length], Qt.Orientation.Horizontal if across else Qt.Orientation.Vertical)

    def _least(self, across: bool) -> int:
        return self._look.px(_LEAST_WIDTH if across else _LEAST_HEIGHT)

    def _most(self, across: bool) -> int:
        look, home = self._look, self._home
        left = home.width() - look.size("navigation") - look.px(_PAGE_WIDTH) if across else (
            home.height() - look.px(_PAGE_HEIGHT)
        )  # fmt: skip
        return max(self._least(across), left)

    def _length(self, name: str) -> int:
        across = name == "width"
        wanted = self._lengths[name] or self._look.px(_WIDTH if across else _HEIGHT)
        return max(self._least(across), min(wanted, self._most(across)))

    # a window of its own

    def _turn(self) -> None:
        self.setFloating(not self.isFloating())
        self.window().activateWindow()
        self.panel.setFocus()

    def _turned(self) -> None:
        self._name_float()
        self.fit()
        if self.isFloating() and self.isVisible() and not QApplication.mouseButtons():
            self._bring_back()

    def _name_float(self) -> None:
        self._float.setText(self.tr("Dock") if self.isFloating() else self.tr("Undock"))

    def _bring_back(self) -> None:
        """Give a window the frame it was left with; one that cannot be reached comes to the middle of its home."""
        if not self.isFloating():
            return
        frame = self._frame or QRect(0, 0, self._look.px(_WIDTH), self._look.px(2 * _HEIGHT))
        areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        self.setGeometry(reachable(frame if self._frame else QRect(), frame, areas, self._home_frame()))

    def _home_frame(self) -> QRect:
        return QRect(self._home.mapToGlobal(self._home.rect().topLeft()), self._home.size())

    # what is kept

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and not self.isFloating() and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            name = "height" if self.side == "bottom" else "width"
            self._lengths[name] = self.height() if name == "height" else self.width()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isFloating() and self.isVisible():
            self._frame = self.geometry()
        return done

    def keep(self) -> None:
        """Write place and size into the settings."""
        self._settings.setValue("why/area", self._area())
        self._settings.setValue("why/floating", self.isFloating())
        for name, length in self._lengths.items():
            if length:
                self._settings.setValue(f"why/{name}", length)
        frame = self._frame
        if frame is not None:
            corners = (frame.x(), frame.y(), frame.width(), frame.height())
            self._settings.setValue("why/frame", " ".join(str(each) for each in corners))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isFloating():  # a window with a head of its own has no frame from anybody else
            with QPainter(self) as painter:
                painter.setPen(self._look.color("control"))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # leaving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.rest()
        self.hide()  # it takes no room any more when `closed` is heard
        super().closeEvent(event)
        self.closed.emit()

    def rest(self) -> None:
        """End what is going on, and remember where this stood."""
        self.panel.rest()
        self.keep()


def reachable(wanted: QRect, size: QRect, screens: list[QRect], home: QRect) -> QRect:
    """The frame wanted when its head is on a screen, else one of that size in the middle of home; never too large.

    What is wanted may be as large as all screens together, what comes to the middle as large as the one it comes to.
    """
    head = QRect(wanted.topLeft(), wanted.size())
    head.setHeight(_GRIP // 2)
    seen = [screen.intersected(head) for screen in screens]
    if any(part.width() >= _GRIP and part.height() >= _GRIP // 4 for part in seen):
        whole = reduce(QRect.united, screens)
        return QRect(wanted.topLeft(), wanted.size().boundedTo(whole.size()))
    screen = next((each for each in screens if each.contains(home.center())), screens[0] if screens else home)
    found = QRect(0, 0, min(size.width(), screen.width()), min(size.height(), screen.height()))
    found.moveCenter(home.center())
    found.moveLeft(max(screen.left(), min(found.left(), screen.right() - found.width() + 1)))
    found.moveTop(max(screen.top(), min(found.top(), screen.bottom() - found.height() + 1)))
    return found


def _number(settings: QSettings, name: str) -> int:
    """A length of the settings; 0 when they hold none that makes sense."""
    text = str(settings.value(name, ""))
    return min(int(text), 10_000) if text.isascii() and text.isdigit() else 0


def _rectangle(settings: QSettings) -> QRect | None:
    """The frame that the settings hold; None when they hold none that makes sense."""
    try:
        x, y, width, height = map(int, str(settings.value("why/frame", "")).split())
    except ValueError:
        return None
    sensible = max(abs(x), abs(y)) < 100_000 and 100 <= width < 20_000 and 80 <= height < 20_000
    return QRect(x, y, width, height) if sensible else None

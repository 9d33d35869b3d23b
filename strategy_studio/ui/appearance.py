"""The look in force: theme and text size, switched live, and what is drawn from them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from .fonts import font
from .icons import icon, pixmap
from .theme import LIGHT, Theme, palette, size, style_sheet, theme_named

STEPS = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


class Appearance(QObject):
    """Colours, fonts, sizes and icons of the theme in force; `changed` tells painters to draw again."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme: Theme = theme_named(str(settings.value("look/theme", LIGHT.name)))
        self.scale = _nearest_step(str(settings.value("look/scale", "1")))
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}

    def color(self, role: str) -> QColor:
        """The colour of a role."""
        found = self._colors.get(role)
        if found is None:
            found = self._colors[role] = QColor(self.theme.colors[role])
        return found

    def font(self, role: str) -> QFont:
        """The font of a type role."""
        found = self._fonts.get(role)
        if found is None:
            found = self._fonts[role] = font(role, self.theme, self.scale)
        return found

    def size(self, part: str) -> int:
        """A length of the table of sizes, in logical pixels."""
        return size(part, self.theme, self.scale)

    def px(self, length: float) -> int:
        """A length given at 100 %, as large as the theme and the text size ask."""
        return round(length * self.scale * (1.5 if self.theme.large else 1.0))

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon for a control."""
        found = self._icons.get((name, role))
        if found is None:
            colors = self.theme.colors
            found = self._icons[name, role] = icon(name, colors[role], colors["disabled"], self.size("icon"))
        return found

    def pixmap(self, name: str, role: str = "text", side: int = 16) -> QPixmap:
        """An icon for a painter, `side` logical pixels at 100 %."""
        key = (name, role, side)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = pixmap(name, self.theme.colors[role], self.px(side))
        return found

    def switch(self, name: str) -> None:
        """Put a theme in force and remember it."""
        self._put(theme_named(name), self.scale)

    def zoom(self, steps: int) -> None:
        """Make all text and sizes larger or smaller by steps; 0 goes back to 100 %."""
        place = STEPS.index(self.scale) + steps if steps else STEPS.index(1.0)
        self._put(self.theme, STEPS[max(0, min(place, len(STEPS) - 1))])

    def apply(self) -> None:
        """Give the application its palette, font and style sheet."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        hints = QGuiApplication.styleHints()
        hints.setColorScheme(Qt.ColorScheme.Dark if self.theme.dark else Qt.ColorScheme.Light)
        application.setPalette(palette(self.theme))
        application.setFont(self.font("body"))
        application.setStyleSheet(style_sheet(self.theme, self.scale))
        self.changed.emit()

    def _put(self, theme: Theme, scale: float) -> None:
        if (theme, scale) == (self.theme, self.scale):
            return
        self.theme, self.scale = theme, scale
        for drawn in (self._colors, self._fonts, self._icons, self._pixmaps):
            drawn.clear()
        self._settings.setValue("look/theme", theme.name)
        self._settings.setValue("look/scale", str(scale))
        self.apply()


def _nearest_step(text: str) -> float:
    try:
        wanted = float(text)
    except ValueError:
        return 1.0
    return min(STEPS, key=lambda step: abs(step - wanted))

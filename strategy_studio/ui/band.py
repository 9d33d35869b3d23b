"""A band over a page: one sentence on what is special here, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from .appearance import Appearance
from .parts import button, label, picture


class Band(QWidget):
    """Hidden until it has a sentence; `tint` is the role of its colour, "" for none.

    `left` says that it went while it had the keyboard.
    """

    left = Signal()

    def __init__(self, appearance: Appearance, icon: str, ink: str, tint: str = "") -> None:
        super().__init__()
        self.setObjectName(f"{tint}band")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._icon_name, self._ink = appearance, icon, ink
        self._icon = picture(appearance, icon, ink)
        self.sentence = label(type="small", wrap=True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(20, 4, 16, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self.sentence, 1)
        appearance.changed.connect(self._restyle)
        self.hide()

    def add(self, words: str, act: Callable[[], object]) -> QPushButton:
        """Add a button at the right."""
        made = button(words, act)
        self._layout.addWidget(made)
        return made

    def tell(self, sentence: str) -> None:
        """Show a sentence; empty hides the band."""
        had = not sentence and self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.sentence.setText(sentence)
        self.setVisible(bool(sentence))
        if had:
            self.left.emit()

    def _restyle(self) -> None:
        self._icon.setPixmap(self._look.pixmap(self._icon_name, self._ink))

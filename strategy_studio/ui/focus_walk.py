"""Walking through the parts of a page by keyboard: from the one that has the focus to the next that can take it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step(parts: Sequence[QWidget], by: int) -> QWidget | None:
    """Give the focus to the next part (by 1) or the one before (by -1); the widget that has it then."""
    focus = QApplication.focusWidget()
    here = next((at for at, part in enumerate(parts) if part is focus or part.isAncestorOf(focus)), 0) if focus else 0
    for away in range(1, len(parts) + 1):
        found = first_inside(parts[(here + by * away) % len(parts)])
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return found
    return None


def first_inside(part: QWidget) -> QWidget | None:
    """The part itself or its first control that the Tab key would reach; None when it is hidden or has none."""
    inside = [part, *part.findChildren(QWidget)]
    return next((each for each in inside if each.isVisible() and each.isEnabled() and _is_stop(each)), None)


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)

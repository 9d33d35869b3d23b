"""Keys that a text field would take for itself although they are the window's: on some systems Ctrl+K edits a line."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QKeyEvent, QKeySequence

from .commands import COMMANDS, FILE, HELP, PLAN, VIEW


def is_of_window(event: QKeyEvent) -> bool:
    """Whether a key calls an action of the window that has nothing to do with text."""
    return QKeySequence(event.keyCombination()).toString() in _sequences()


@cache
def _sequences() -> frozenset[str]:
    menus = (FILE, PLAN, VIEW, HELP)
    return frozenset(QKeySequence(each.shortcut).toString() for each in COMMANDS if each.menu in menus) - {""}

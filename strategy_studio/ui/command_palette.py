"""Find or run: every worksheet, Figure, Parameter and action by some letters of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from .appearance import Appearance
from .explanation import Spot, spoken_name
from .workspace import Workspace

_SHOWN = 60
_WIDTH, _HEIGHT = 560, 420
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Losing the keyboard to another window or to a menu of the field does not end the search."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its name, what it is, and what choosing it does."""

    name: str
    kind: str
    act: Callable[[], object]


class CommandPalette(QFrame):
    """A field and a list over the window; arrows move in the list while typing goes on in the field.

    It is a part of the window and no window of its own: the keyboard need not change hands, so that no letter typed
    right after the shortcut is lost. It goes when the keyboard goes elsewhere.
    """

    def __init__(self, workspace: Workspace, actions: dict[str, QAction], look: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._window, self._workspace = look, window, workspace
        self._before = QApplication.focusWidget()
        if self._before is not None:
            self._before.destroyed.connect(self._forget)
        self._entries = self._all(workspace, actions)
        self.field, self.list = QLineEdit(), QListWidget()
        self.field.setPlaceholderText(self.tr("A worksheet, a Figure or an action"))
        self.field.setAccessibleName(self.tr("Find or run"))
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        window.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self._find("")

    def come(self) -> None:
        """Show it, with the keyboard in its field."""
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> None:
        """Beneath the tool row, in the middle, no larger than the window."""
        look, window = self._look, self._window
        top = look.size("tools") + look.px(8)
        width = min(look.px(_WIDTH), window.width() - look.px(32))
        height = min(look.px(_HEIGHT), window.height() - top - look.px(32))
        self.setGeometry((window.width() - width) // 2, top, width, height)

    def leave(self) -> None:
        """Go, and give the keyboard back to what had it."""
        if self.isHidden():
            return
        had = self.isAncestorOf(QApplication.focusWidget() or self._window)
        self.hide()
        self.deleteLater()
        if had and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        elif had:
            self._workspace.focus_middle()

    def _forget(self) -> None:
        """What had the keyboard is gone, such as the editor of a cell that was taken."""
        self._before = None

    def _all(self, workspace: Workspace, actions: dict[str, QAction]) -> list[Entry]:
        plan = workspace.document.plan
        found = [
            Entry(sheet.title, self.tr("worksheet"), partial(workspace.open_worksheet, name))
            for name, sheet in plan.structure.worksheets.items()
        ]
        found += [
            Entry(_called(action), self.tr("action"), action.trigger)
            for name, action in actions.items()
            if action.isEnabled() and action.isVisible() and name != "go_anywhere"
        ]
        for name in (*plan.figures, *plan.parameters):
            spot = Spot(plan.structure.places[name].worksheet, 0, name)
            kind = self.tr("Figure") if name in plan.figures else self.tr("Parameter")
            found.append(Entry(spoken_name(name), kind, partial(workspace.go_to, spot)))
        return found

    def _find(self, text: str) -> None:
        self.list.clear()
        ranked = sorted((rank(text, entry.name), at) for at, entry in enumerate(self._entries))
        for place, at in ranked[:_SHOWN]:
            if place < 0:
                entry = self._entries[at]
                item = QListWidgetItem(f"{entry.name}   –  {entry.kind}")
                item.setData(Qt.ItemDataRole.UserRole, at)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            entry = self._entries[item.data(Qt.ItemDataRole.UserRole)]
            self.leave()
            entry.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(Qt.Key(event.key()))
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in _STAYS:
            self.leave()
        return super().eventFilter(watched, event)

    def _pressed(self, key: Qt.Key) -> bool:
        """Whether a key is meant for the palette rather than for the text in its field."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if step is not None:
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key == Qt.Key.Key_Escape:
            self.leave()
        return step is not None or key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def _called(action: QAction) -> str:
    """What an action is called outside its menu: a choice among others needs a word more than it has there."""
    return (action.toolTip() if action.isCheckable() else action.text().split("\t")[0]).rstrip(".")


def rank(text: str, name: str) -> int:
    """How well a name fits what was typed: -4 begins so, -3 a word does, -2 contains, -1 its letters in order, 0 no."""
    wanted, found = text.casefold().strip(), name.casefold()
    if found.startswith(wanted):
        return -4
    if f" {wanted}" in found:
        return -3
    if wanted in found:
        return -2
    letters = iter(found)
    return -1 if all(letter in letters for letter in wanted.replace(" ", "")) else 0

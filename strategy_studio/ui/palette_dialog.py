"""Find or run: every worksheet, Figure, Parameter and action by some letters of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from .explanation import Spot, spoken_name
from .workspace import Workspace

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its name, what it is, and what choosing it does."""

    name: str
    kind: str
    act: Callable[[], object]


class PaletteDialog(QDialog):
    """A field and a list; arrows move in the list while typing goes on in the field."""

    def __init__(self, workspace: Workspace, actions: dict[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find or run"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 420)
        self._entries = self._all(workspace, actions)
        self.field, self.list = QLineEdit(), QListWidget()
        self.field.setPlaceholderText(self.tr("A worksheet, a Figure or an action"))
        self.field.setAccessibleName(self.tr("Find or run"))
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self._find("")

    def _all(self, workspace: Workspace, actions: dict[str, QAction]) -> list[Entry]:
        plan = workspace.document.plan
        found = [
            Entry(sheet.title, self.tr("worksheet"), partial(workspace.open_worksheet, name))
            for name, sheet in plan.structure.worksheets.items()
        ]
        found += [
            Entry(action.text().split("\t")[0].rstrip("."), self.tr("action"), action.trigger)
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
            self.accept()
            entry.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)


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

"""The versions and automatic snapshots of a plan, newest first; one of them can be opened as a copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from .document import Document
from .inspector import local_time
from .parts import button, label, row


class VersionsDialog(QDialog):
    """A table of what is kept; `opened(name, at)` names the version to open, `at` in UTC as it is kept."""

    opened = Signal(str, str)

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, min(420, parent.height() - 40))
        self._kept = document.session.storage.versions()
        self.table = QTableWidget(len(self._kept), 2)
        self.table.setAccessibleName(self.tr("Versions kept of this plan"))
        self.table.setHorizontalHeaderLabels([self.tr("Version"), self.tr("Kept")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        for at, (name, kept) in enumerate(self._kept):
            self.table.setItem(at, 0, QTableWidgetItem(name))
            self.table.setItem(at, 1, QTableWidgetItem(local_time(kept)))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.doubleClicked.connect(lambda _: self._open())
        self.open_button = button(self.tr("Open a copy"), self._open, primary=True)
        self.open_button.setEnabled(bool(self._kept))
        self.open_button.setDefault(True)
        self._place()
        if self._kept:
            self.table.selectRow(0)
            self.table.setFocus()

    def _place(self) -> None:
        words = self.tr("A version opens as a copy without a name; this plan stays as it is, with every edit.")
        if not self._kept:
            words = self.tr("Nothing is kept yet. Plan, Keep a version... keeps the plan as it is now under a name.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(words, wrap=True))
        self.table.setVisible(bool(self._kept))
        layout.addWidget(self.table, 1)
        layout.addLayout(row(1, button(self.tr("Close"), self.reject), self.open_button))

    def _open(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self._kept):
            self.accept()
            self.opened.emit(*self._kept[at])

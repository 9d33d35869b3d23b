"""Inputs a plan keeps although their column, worksheet or Parameter is no longer there: a list to read and copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from .document import Document
from .parts import button, label, row


class LeftOverDialog(QDialog):
    """One sentence for each input without a place."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Left over"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, min(420, parent.height() - 40))
        found = document.plan.left_over_cells()
        self.list = QPlainTextEdit("\n".join(cell.sentence for cell in found))
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(self.tr("Inputs without a place"))
        words = self.tr("{0} inputs stay in the plan file although their place is gone. Copy what is still needed.")
        one = self.tr("1 input stays in the plan file although its place is gone. Copy it if it is still needed.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(one if len(found) == 1 else words.format(len(found)), wrap=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(row(1, button(self.tr("Close"), self.accept, primary=True)))

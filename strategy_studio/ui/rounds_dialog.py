"""Closed rounds by name and date, and the Figures that two of them hold differently."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ..model.explain import shown
from .document import Document
from .inspector import local_time
from .parts import Choices, boxed, button, label, row

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RoundsDialog(QDialog):
    """Two choices of rounds above the table of their Figures; the last choice is the open round."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Rounds"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, min(560, parent.height() - 40))
        self._document = document
        self.first, self.second = self._choice(self.tr("Compare")), self._choice(self.tr("with"))
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("Figures that differ"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setObjectName("figures")
        self.words = label(type="small", ink="muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(self._listed(), wrap=True))
        choices = row(label(self.tr("Compare")), self.first, label(self.tr("with")), self.second, 1)
        layout.addWidget(boxed(choices))
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addLayout(row(1, button(self.tr("Close"), self.accept, primary=True)))
        self.first.setCurrentIndex(max(0, self.first.count() - 2))
        self.second.setCurrentIndex(self.second.count() - 1)
        for each in (self.first, self.second):
            each.currentIndexChanged.connect(self._compare)
        self._compare()

    def _listed(self) -> str:
        closed = self._document.plan.rounds
        if not closed:
            return self.tr("No round is closed yet. Plan, Close round... freezes the values of this one.")
        listed = [
            self.tr("{0}, closed {1}, {2} measured values").format(
                each.name, local_time(each.closed_at), len(each.measured)
            )
            for each in closed
        ]
        return "\n".join(listed)

    def _choice(self, name: str) -> QComboBox:
        made = Choices()
        made.setAccessibleName(name)
        for closed in self._document.plan.rounds:
            made.addItem(closed.name, closed.name)
        made.addItem(self.tr("This round"), "")
        return made

    def _compare(self) -> None:
        from ..analysis.comparison import round_differences

        plan = self._document.plan
        first, second = self.first.currentData(), self.second.currentData()
        found = [] if first == second else list(round_differences(plan, first, second, list(plan.figures)))
        self.words.setText(
            self.tr("{0} of {1} Figures differ; closed rounds count as measured.").format(len(found), len(plan.figures))
        )
        self.table.setHorizontalHeaderLabels([self.tr("Figure"), self.first.currentText(), self.second.currentText()])
        for column in range(3):
            head = self.table.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(_RIGHT if column else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setRowCount(len(found))
        for at, each in enumerate(found):
            place = plan.structure.places[each.name]
            for column, text in enumerate(
                (each.label, shown(plan, place, each.first), shown(plan, place, each.second))
            ):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(at, column, item)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

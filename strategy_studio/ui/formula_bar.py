"""The formula bar: which cell is current, and the formula or the typed value behind it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ..formula.errors import PlanError
from . import grid_edits
from .appearance import Appearance
from .grid_model import WorksheetModel
from .parts import boxed, label, line, picture, row


class FormulaBar(QWidget):
    """Shows what stands behind a cell; typed cells can be edited here. `refused` carries the sentence."""

    refused = Signal(str)
    entered = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("formulabar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = appearance
        self._index = QModelIndex()
        self.column, self.key = label(type="heading"), label(ink="muted")
        self._function = picture(appearance, "square-function", "muted")
        self.text = QLineEdit()
        self.text.setObjectName("formula")
        self.text.setAccessibleName(self.tr("Formula or value"))
        self.text.returnPressed.connect(self._enter)
        self._lock = picture(appearance, "lock", "muted")
        self.state = label(type="small", ink="muted")
        self._name = boxed(row(self.column, self.key, 1))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 16, 0)
        layout.setSpacing(8)
        for part in (self._name, line(upright=True), self._function):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._lock)
        layout.addWidget(self.state)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._look.size("bar"))
        self._name.setMinimumWidth(self._look.px(180))
        self._function.setPixmap(self._look.pixmap("square-function", "muted"))
        self._lock.setPixmap(self._look.pixmap("lock", "muted"))

    def show_cell(self, index: QModelIndex) -> None:
        """Show the cell of an index."""
        self._index = index
        model = index.model()
        if not isinstance(model, WorksheetModel):
            for part in (self.column, self.key, self.text, self.state):
                part.setText("")
            self._lock.hide()
            return
        column = model.columns[index.column()]
        row_id = model.row_id(index.row())
        self.column.setText(column.title)
        self.key.setText(model.sheet.key_text(row_id) if row_id is not None else self.tr("new row"))
        locked = model.locked(index.row(), index.column())
        self.text.setText(f"= {column.formula}" if column.formula else model.typed(index.row(), index.column()))
        self.text.setCursorPosition(0)
        self.text.setReadOnly(bool(locked))
        self.text.setProperty("typed", not locked)
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        self._lock.setVisible(bool(locked))
        self.state.setText(self.tr("Computed, read only") if column.formula else self.tr("Read only") if locked else "")
        self.text.setToolTip(locked or column.help)

    def _enter(self) -> None:
        model = self._index.model()
        if not isinstance(model, WorksheetModel):
            return
        try:
            change = grid_edits.enter(model, self._index.row(), self._index.column(), self.text.text())
            if change is not None:
                model.document.session.apply(change)
        except PlanError as refusal:
            self.refused.emit(str(refusal))
            return
        self.entered.emit()

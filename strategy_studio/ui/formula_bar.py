"""The formula bar: what is current, and the formula or the typed value behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ..formula.errors import PlanError
from ..model.changes import Change
from . import grid_edits, own_formulas
from .appearance import Appearance
from .cell_text import CellText
from .document import Document
from .explanation import sentence_of, spoken_name
from .field_keys import is_of_window
from .grid_model import WorksheetModel
from .own_formulas import SIGN
from .parts import Shortened, boxed, label, line, picture, row

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Whoever looks at another window, or opens a menu, is not done with the text."""


class FormulaBar(QWidget):
    """Shows what stands behind a cell or Name; what is typed can be edited here, and formulas of a user's own.

    `refused` carries the sentence, which also stands beneath the bar; `entered` says that a text was taken or left.
    """

    refused = Signal(str)
    entered = Signal()

    def __init__(self, document: Document, appearance: Appearance, texts: CellText) -> None:
        super().__init__()
        self.setObjectName("formulabar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self._look, self._texts = document, appearance, texts
        self._index = QModelIndex()
        self._name = ""
        self.column, self.key = label(type="heading"), Shortened("body", "muted")
        self._function = picture(appearance, "square-function", "muted")
        self.text = QLineEdit()
        self.text.setObjectName("formula")
        self.text.setAccessibleName(self.tr("Formula or value"))
        self.text.returnPressed.connect(self._enter)
        self.text.textEdited.connect(self._unmark)
        self.text.installEventFilter(self)
        self._lock = picture(appearance, "lock", "muted")
        self.state = Shortened("small", "muted")
        self._refusal: QLabel | None = None
        about = row(self.column, self.key)
        about.setStretch(1, 1)
        self._about = boxed(about)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 16, 0)
        layout.setSpacing(8)
        for part in (self._about, line(upright=True), self._function):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._lock)
        layout.addWidget(self.state)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._look.size("bar"))
        self._about.setMinimumWidth(self._look.px(180))
        self.text.setMinimumWidth(self._look.px(120))  # the word on its state gives way first
        self._function.setPixmap(self._look.pixmap("square-function", "muted"))
        self._lock.setPixmap(self._look.pixmap("lock", "muted"))

    # showing

    def show_cell(self, index: QModelIndex) -> None:
        """Show the cell of an index."""
        self._index, self._name = index, ""
        model = index.model()
        if not isinstance(model, WorksheetModel):
            self._show("", "", "", "", "")
            return
        column = model.columns[index.column()]
        row_id = model.row_id(index.row())
        key = model.sheet.key_text(row_id) if row_id is not None else self.tr("new row")
        if column.formula:
            why = own_formulas.why_fixed(column)
            state = self.tr("Computed, read only") if why else self.tr("Your formula, for all rows")
            self._show(column.title, key, SIGN + column.formula, why, state)
            return
        locked = model.locked(index.row(), index.column())
        state = self.tr("Read only") if locked else ""
        self._show(column.title, key, model.typed(index.row(), index.column()), locked, state)
        self.text.setToolTip(locked or sentence_of(column))

    def show_name(self, name: str) -> None:
        """Show a Figure or Parameter."""
        plan = self._document.plan
        self._index, self._name = QModelIndex(), name
        why = own_formulas.why_name_fixed(plan, name)
        state = self.tr("Computed, read only")
        if not why:
            state = self.tr("Parameter") if name in plan.parameters else self.tr("Your formula")
        self._show(
            spoken_name(name),
            "",
            own_formulas.text_of_name(plan, name, self._texts, self._document.scenario),
            why,
            state,
        )

    @property
    def name(self) -> str:
        """The Figure or Parameter on view; empty when a cell is."""
        return self._name

    def _show(self, title: str, key: str, text: str, locked: str, state: str) -> None:
        self._unmark()
        for part, words in ((self.column, title), (self.key, key), (self.text, text), (self.state, state)):
            part.setText(words)
        self.text.setCursorPosition(0)
        self.text.setReadOnly(bool(locked) or not title)
        self.text.setProperty("typed", not locked and not text.startswith(SIGN))
        self.text.setToolTip(locked)
        self._polish()
        self._lock.setVisible(bool(locked))
        self._lock.setToolTip(state)

    def _polish(self) -> None:
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)

    # taking

    def edit(self) -> None:
        """Give the keyboard to the text, behind its last character."""
        self.text.setFocus()
        self.text.end(False)

    def _change(self, text: str) -> Change | None:
        model = self._index.model()
        if self._name:
            return own_formulas.edit_name(self._document.plan, self._name, text, self._texts, self._document.scenario)
        if not isinstance(model, WorksheetModel):
            return None
        column = model.columns[self._index.column()]
        if column.formula:
            return own_formulas.edit_column(model.worksheet, column, text)
        return grid_edits.enter(model, self._index.row(), self._index.column(), text)

    def _enter(self) -> None:
        if not self.text.isReadOnly() and self._take():
            self.entered.emit()

    def _take(self) -> bool:
        """Take the text; False when it is refused, with the sentence beneath it."""
        text = self.text.text()
        try:
            change = self._change(text)
            if change is not None:
                self._document.carry_out(change)
        except PlanError as refusal:
            self._refuse(own_formulas.placed(refusal, text, self._node()))
            return False
        self._unmark()
        return True

    def _node(self) -> str:
        model = self._index.model()
        return model.node(self._index.column()) if isinstance(model, WorksheetModel) else self._name

    def _refuse(self, refusal: own_formulas.Placed) -> None:
        """Keep the text, put the cursor where the sentence says, and the sentence beneath."""
        self.text.setProperty("refused", True)
        self._polish()
        if refusal.place is not None:
            self.text.setCursorPosition(min(refusal.place, len(self.text.text())))
        shown = self._sentence()
        shown.setText(refusal.sentence)
        shown.ensurePolished()
        shown.setFixedWidth(max(self._look.px(200), min(self.text.width(), self._look.px(420))))
        shown.setFixedHeight(shown.heightForWidth(shown.width()))
        shown.move(self.geometry().bottomLeft() + QPoint(self.text.x(), 3))
        shown.show()
        shown.raise_()
        self.refused.emit(refusal.sentence)

    def _sentence(self) -> QLabel:
        if self._refusal is None:
            self._refusal = QLabel(self.parentWidget())
            self._refusal.setObjectName("refusal")
            self._refusal.setTextFormat(Qt.TextFormat.PlainText)
            self._refusal.setWordWrap(True)
        return self._refusal

    def _unmark(self) -> None:
        if self._refusal is not None:
            self._refusal.hide()
        if self.text.property("refused"):
            self.text.setProperty("refused", False)
            self._polish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return is_of_window(event) or self._is_of_plan(event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.show_name(self._name) if self._name else self.show_cell(self._index)
            self.entered.emit()
            return True
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if self.text.isModified() and event.reason() not in _STAYS:
                self.text.setModified(False)
                self._take()
            else:
                self._unmark()
        return False

    def _is_of_plan(self, event: QKeyEvent) -> bool:
        """Whether undo or redo is meant for the plan: nothing was typed here that it could take back."""
        undoes = event.matches(QKeySequence.StandardKey.Undo) and not self.text.isUndoAvailable()
        return undoes or (event.matches(QKeySequence.StandardKey.Redo) and not self.text.isRedoAvailable())

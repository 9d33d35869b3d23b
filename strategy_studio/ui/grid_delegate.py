"""Cells of a grid under the painter and under the hands: editors by kind that stay open when the text is refused."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ..formula.errors import PlanError
from . import grid_edits
from .appearance import Appearance
from .explanation import sentence_of
from .field_keys import is_of_window
from .grid_model import Index, WorksheetModel
from .grid_painter import CellPainter, is_corner, is_current
from .parts import Choices, viewport_of

if TYPE_CHECKING:
    from ..model.columns import Column

_STEPS = {
    Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0), Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1),
}  # fmt: skip
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
_FRAME = 1
_LIST_MARGIN = 32


class GridDelegate(QStyledItemDelegate):
    """Paints cells and edits them; `entered(rows, columns)` says where to go after a text was taken."""

    entered = Signal(int, int)

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look = appearance
        self._view = view
        self._painter = CellPainter(appearance)
        self._refusal = QLabel(viewport_of(view))
        self._refusal.setObjectName("refusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self.typed_over = False

    # painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._painter.paint(painter, option, index, is_current(self._view, index), is_corner(self._view, index))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._painter.size()

    # editors

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = _model(index)
        column = model.columns[index.column()]
        words = choices(model, column)
        editor: QWidget
        if words is not None:
            editor = _combo(parent, words)
            _line(editor).returnPressed.connect(partial(QTimer.singleShot, 0, editor, partial(self._chosen, editor)))
        elif column.kind.name == "Long text":
            editor = QPlainTextEdit(parent)
        else:
            editor = QLineEdit(parent)
        editor.setAccessibleName(column.title)
        editor.setToolTip(sentence_of(column))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor.property("filled"):
            return  # what somebody types is not overwritten when the plan changes meanwhile
        editor.setProperty("filled", True)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text))
            editor.setEditText(text)
            _line(editor).selectAll()
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if isinstance(editor, QPlainTextEdit):
            rect.setHeight(max(rect.height(), self._look.px(96)))
            rect.setWidth(max(rect.width(), self._look.px(240)))
        editor.setGeometry(rect.adjusted(0, 0, _FRAME, _FRAME))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        self._take(editor, _model(index), index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._refusal.hide()
        super().destroyEditor(editor, index)

    def _take(self, editor: QWidget, model: WorksheetModel, index: Index) -> bool:
        """Enter the text of the editor; when it is refused the editor stays and the sentence stands beneath it."""
        if editor.property("taken"):
            return True
        try:
            change = grid_edits.enter(model, index.row(), index.column(), editor_text(editor))
            if change is not None:
                editor.setProperty("taken", True)
                place = (index.row(), index.column(), model.row_id(index.row()) is None)
                model.document.carry_out(change)
                if place[2]:  # the new row came in above the empty one, where the hands are
                    self._view.setCurrentIndex(model.index(place[0], place[1]))
        except PlanError as refusal:
            editor.setProperty("taken", False)
            self._refuse(editor, str(refusal))
            return False
        self._refusal.hide()
        return True

    def _refuse(self, editor: QWidget, sentence: str) -> None:
        _mark(editor, True)
        label = self._refusal
        label.setText(sentence)
        label.setMaximumWidth(self._look.px(320))
        label.setFixedWidth(
            min(self._look.px(320), label.fontMetrics().horizontalAdvance(sentence) + self._look.px(24))
        )
        label.setFixedHeight(label.heightForWidth(label.width()))
        area = self._view.viewport().rect()
        place = editor.geometry().bottomLeft() + QPoint(0, 3)
        if place.y() + label.height() > area.bottom() and editor.y() > label.height():
            place.setY(editor.y() - label.height() - 3)
        place.setX(max(0, min(place.x(), area.right() - label.width())))
        label.move(place)
        label.show()
        label.raise_()
        QApplication.beep()

    # keys

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return is_of_window(event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        if kind == QEvent.Type.FocusOut:
            return self._left(editor)
        return False

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            return True
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if isinstance(editor, QPlainTextEdit) and alt and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            editor.insertPlainText("\n")
            return True
        step = _STEPS.get(key) or (_ARROWS.get(key) if self.typed_over and not _lists(editor) else None)
        if step is None:
            _mark(editor, False)
            self._refusal.hide()
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            step = (-1, 0)
        if self._finish(editor):
            self.entered.emit(*step)
        return True

    def _chosen(self, editor: QComboBox) -> None:
        """Enter while the list of fitting words was open: take the word chosen there, or the only one that fits."""
        completer, words = editor.completer(), [editor.itemText(at).casefold() for at in range(editor.count())]
        if editor.currentText().casefold() not in words and completer is not None and completer.completionCount() == 1:
            editor.setEditText(completer.currentCompletion())
        if self._finish(editor):
            self.entered.emit(1, 0)

    def _left(self, editor: QWidget) -> bool:
        focus = QApplication.focusWidget()
        if focus is not None and (editor is focus or editor.isAncestorOf(focus)):
            return False
        if QApplication.activePopupWidget() is None and QApplication.activeWindow() is not None:
            self._finish(editor)
        return False

    def _finish(self, editor: QWidget) -> bool:
        index = self._view.indexAt(editor.geometry().center())
        edited = self._index_of(editor)
        index = edited if edited is not None else index
        if not index.isValid() or not self._take(editor, _model(index), index):
            return False
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    def _index_of(self, editor: QWidget) -> QModelIndex | None:
        current = self._view.currentIndex()
        return current if self._view.indexWidget(current) is editor else None


def _model(index: Index) -> WorksheetModel:
    model = index.model()
    assert isinstance(model, WorksheetModel)
    return model


def choices(model: WorksheetModel, column: Column) -> list[str] | None:
    """The words a cell may take, in order; None when anything may be typed."""
    if column.kind.name == "Choice":
        return list(column.kind.choices)
    if column.kind.name == "Yes/No":
        return [model.texts.shown(column.kind, "", True, 0), model.texts.shown(column.kind, "", False, 0)]
    if column.kind.name == "Reference":
        worksheet, _, key = column.kind.target.rstrip("]").partition("[")
        return [str(text) for text in model.document.plan.sheet(worksheet).column(key) if text is not None]
    return None


def _combo(parent: QWidget, words: list[str]) -> QComboBox:
    editor = Choices(parent)
    editor.setEditable(True)
    editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    editor.addItems(words)
    editor.view().setMinimumWidth(editor.view().sizeHintForColumn(0) + _LIST_MARGIN)
    completer = editor.completer()
    assert completer is not None
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return editor


def _line(editor: QComboBox) -> QLineEdit:
    line = editor.lineEdit()
    assert line is not None
    return line


def _lists(editor: QWidget) -> bool:
    return isinstance(editor, (QComboBox, QPlainTextEdit))


def editor_text(editor: Any) -> str:
    """The text in an editor."""
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return str(editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text())


def _mark(editor: QWidget, refused: bool) -> None:
    if bool(editor.property("refused")) != refused:
        editor.setProperty("refused", refused)
        editor.style().unpolish(editor)
        editor.style().polish(editor)

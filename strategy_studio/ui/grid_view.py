"""The grid of a worksheet: a table with Excel's keys, a key column that stays, and one Change per gesture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ..formula.errors import PlanError
from ..model.changes import Change, DuplicateRows, InsertRows
from . import clipboard, grid_edits, grid_fill, grid_rows
from .appearance import Appearance
from .cell_menu import cell_menu
from .fill_handle import FillHandle
from .frozen_columns import FrozenColumns
from .grid_delegate import GridDelegate
from .grid_edits import Area
from .grid_header import GridHeader
from .grid_model import Index, WorksheetModel
from .header_menu import header_menu

_KEYS: dict[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip


class WorksheetGrid(QTableView):
    """One worksheet under the hands; `picked(index)` follows the current cell."""

    picked = Signal(QModelIndex)
    formula_wanted = Signal()
    why_wanted = Signal()

    def __init__(self, model: WorksheetModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = appearance
        self.setModel(model)
        self.setAccessibleName(model.sheet.title)
        self._delegate = GridDelegate(appearance, self)
        self._delegate.entered.connect(self._step)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(GridHeader(appearance, self))
        self.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().customContextMenuRequested.connect(
            lambda place: self.header_menu(self.horizontalHeader(), place)
        )
        self.frozen = FrozenColumns(self, appearance)
        self.handle = FillHandle(self, appearance)
        self.handle.dragged.connect(self._fill)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fit()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._fit)
        model.modelReset.connect(self._come_back)
        appearance.changed.connect(self._fit)
        self.selectionModel().currentChanged.connect(self._current)
        self.selectionModel().selectionChanged.connect(lambda *_: self.viewport().update())
        if model.rowCount() and model.columnCount():
            self.setCurrentIndex(model.index(0, model.first_typed()))

    def worksheet(self) -> WorksheetModel:
        """The model shown."""
        model = self.model()
        assert isinstance(model, WorksheetModel)
        return model

    def _fit(self) -> None:
        """Give columns their width and rows the height of the theme."""
        header = self.horizontalHeader()
        assert isinstance(header, GridHeader)
        header.fit()
        self.verticalHeader().setDefaultSectionSize(self._look.size("row"))
        self.verticalHeader().setFont(self._look.font("caption"))
        self.verticalHeader().setMinimumWidth(self._look.px(34))
        header.updateGeometry()
        self.frozen.follow()
        self.updateGeometries()

    def wanted_height(self) -> int:
        """The height that shows every row without scrolling."""
        rows = self.model().rowCount() * self._look.size("row")
        return self.horizontalHeader().sizeHint().height() + rows + self.horizontalScrollBar().sizeHint().height() + 4

    # selection

    def area(self) -> Area:
        """The selected rectangle, or the current cell."""
        ranges = self.selectionModel().selection()
        if ranges.isEmpty():
            current = self.currentIndex()
            return Area(current.row(), current.column(), current.row(), current.column())
        found = ranges.first()
        return Area(found.top(), found.left(), found.bottom(), found.right())

    def go_to(self, row_id: int, title: str) -> bool:
        """Make a cell the current one; False when it is not here."""
        index = self.worksheet().place(row_id, title)
        if index.isValid():
            self.setCurrentIndex(index)
            self.setFocus()
        return index.isValid()

    def _remember(self) -> None:
        """Keep in mind which cell is current while the columns or rows are read anew."""
        index, model = self.currentIndex(), self.worksheet()
        self._was = (model.row_id(index.row()), model.columns[index.column()].title) if index.isValid() else None

    def _come_back(self) -> None:
        model = self.worksheet()
        index = model.place(*self._was) if self._was is not None else QModelIndex()
        if not index.isValid() and model.rowCount() and model.columnCount():
            index = model.index(0, 0)
        if index.isValid():
            self._returning = True  # nobody picked this cell
            self.setCurrentIndex(index)
            self._returning = False

    _was: tuple[int | None, str] | None = None
    _returning = False

    def _current(self, index: QModelIndex) -> None:
        if not self._returning:
            self.picked.emit(index)

    def _step(self, down: int, across: int) -> None:
        current = self.currentIndex()
        self.move_to(current.row() + down, current.column() + across)
        self.setFocus()

    def move_to(self, row: int, column: int, extend: bool = False) -> None:
        """Go to a cell, kept inside the grid; `extend` keeps the anchor of the selection."""
        model = self.model()
        row = max(0, min(row, model.rowCount() - 1))
        column = max(0, min(column, model.columnCount() - 1))
        index = model.index(row, column)
        if extend:
            anchor = self._anchor or self.currentIndex()
            self._anchor = anchor
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.selectionModel().select(QItemSelection(anchor, index), flags.ClearAndSelect)
            self._anchor = anchor
        else:
            self._anchor = None
            self.setCurrentIndex(index)

    _anchor: QModelIndex | None = None

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        for sequence, act in self._shortcuts().items():
            if event.matches(sequence):
                act()
                return
        if key == Qt.Key.Key_Escape and self.handle.dragging:
            self.handle.leave()
        elif key == Qt.Key.Key_F2 and self._has_own_formula():
            self.formula_wanted.emit()
        elif key in _KEYS:
            self._arrow(_KEYS[key], control, shift)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if shift else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(0, -1 if key == Qt.Key.Key_Backtab else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._edge(key == Qt.Key.Key_End, control, shift)
        elif key == Qt.Key.Key_Backspace:
            self._type_over(event)
        else:
            self._other_key(event)

    def _other_key(self, event: QKeyEvent) -> None:
        text = event.text()
        typing = bool(text) and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if typing and not self._refuse_locked():
            self._delegate.typed_over = True
            super().keyPressEvent(event)
        elif not typing:
            self._delegate.typed_over = False
            super().keyPressEvent(event)

    def _type_over(self, event: QKeyEvent) -> None:
        if not self._refuse_locked():
            self._delegate.typed_over = True
            self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.AllEditTriggers, event)

    def _refuse_locked(self) -> bool:
        current = self.currentIndex()
        sentence = self.worksheet().locked(current.row(), current.column()) if current.isValid() else ""
        if sentence:
            self.worksheet().document.refused.emit(sentence)
        return bool(sentence)

    def _shortcuts(self) -> dict[QKeySequence.StandardKey, Callable[[], None]]:
        keys = QKeySequence.StandardKey
        return {keys.Copy: self.copy, keys.Cut: self.cut, keys.Paste: self.paste, keys.Delete: self.clear_cells}

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab walks through the cells, as in Excel

    def _arrow(self, step: tuple[int, int], control: bool, shift: bool) -> None:
        current = self.currentIndex()
        row, column = current.row() + step[0], current.column() + step[1]
        if control:
            row, column = self._jump(current.row(), current.column(), step)
        self.move_to(row, column, shift)

    def _jump(self, row: int, column: int, step: tuple[int, int]) -> tuple[int, int]:
        """Where Ctrl+arrow goes: the last filled cell of this run, or the first of the next."""
        model = self.worksheet()

        def filled(place: tuple[int, int]) -> bool:
            return model.value(*place) is not None

        def inside(place: tuple[int, int]) -> bool:
            return 0 <= place[0] < model.rowCount() and 0 <= place[1] < model.columnCount()

        place, ahead = (row, column), (row + step[0], column + step[1])
        run = inside(ahead) and filled(place) and filled(ahead)
        while inside(ahead):
            if run and not filled(ahead):
                break
            place, ahead = ahead, (ahead[0] + step[0], ahead[1] + step[1])
            if not run and filled(place):
                break
        return place

    def _edge(self, end: bool, control: bool, shift: bool) -> None:
        row = self.currentIndex().row()
        if control:
            row = self.model().rowCount() - 1 if end else 0
        self.move_to(row, self.model().columnCount() - 1 if end else 0, shift)

    # gestures, each one Change

    def make(self, make: Callable[[], Change | None]) -> None:
        """Apply the Change that is made, if any; a refusal is told."""
        document = self.worksheet().document
        try:
            change = make()
        except PlanError as refusal:
            document.refused.emit(str(refusal))
            return
        if change is not None:
            document.apply(change)

    def copy(self) -> None:
        """Put the selected block on the clipboard as text that Excel reads."""
        model, area = self.worksheet(), self.area()
        block = [[model.typed(row, column) for column in area.columns] for row in area.rows]
        QGuiApplication.clipboard().setText(clipboard.to_text(block))

    def cut(self) -> None:
        """Copy the block, then clear it."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """Enter the block on the clipboard as one Change."""
        block = clipboard.from_text(QGuiApplication.clipboard().text())
        self.make(lambda: grid_edits.paste(self.worksheet(), self.area(), block))

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        self.make(lambda: grid_edits.clear(self.worksheet(), self.area()))

    def fill_down(self) -> None:
        """Copy the first selected row downwards."""
        self.make(lambda: grid_fill.fill_down(self.worksheet(), self.area()))

    def fill_right(self) -> None:
        """Copy the first selected column to the right."""
        self.make(lambda: grid_fill.fill_right(self.worksheet(), self.area()))

    def _fill(self, source: Area, target: Area) -> None:
        self.make(lambda: grid_fill.fill(self.worksheet(), source, target))
        self.move_to(target.top, target.left)
        self.move_to(target.bottom, target.right, extend=True)

    def is_editing(self) -> bool:
        """Whether an editor is open over a cell."""
        return self.state() == QAbstractItemView.State.EditingState

    def row_ids(self) -> list[int]:
        """The ids of the selected rows."""
        model = self.worksheet()
        return [row_id for row in self.area().rows if (row_id := model.row_id(row)) is not None]

    def insert_row(self) -> None:
        """Insert an empty row above the current one."""
        model = self.worksheet()
        row = self.currentIndex().row()
        if grid_rows.refused(self):
            return
        self.make(lambda: InsertRows(model.worksheet, [{}], model.row_id(row)))
        self.move_to(row, 0)

    def duplicate_rows(self) -> None:
        """Copy the selected rows below themselves."""
        rows = self.row_ids()
        if rows and not grid_rows.refused(self):
            self.make(lambda: DuplicateRows(self.worksheet().worksheet, rows))

    def remove_rows(self) -> None:
        """Remove the selected rows; asks first when other worksheets would lose something."""
        grid_rows.remove(self)

    def move_rows_up(self) -> None:
        """Move the selected rows above the one before them."""
        grid_rows.move(self, -1)

    def move_rows_down(self) -> None:
        """Move the selected rows below the one after them."""
        grid_rows.move(self, 1)

    # menus

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.visualRect(self.currentIndex()).bottomLeft()
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cell_menu(self).popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(place))

    # columns of the user's own

    def header_menu(self, header: QHeaderView, place: QPoint) -> None:
        """Show the menu of the column whose header is at a place."""
        header_menu(self, header.logicalIndexAt(place)).popup(header.viewport().mapToGlobal(place))

    def add_column(self) -> None:
        """Ask for a column of one's own, and go to it."""
        from . import own_dialog

        model = self.worksheet()
        own_dialog.ask_column(model.document, model.worksheet, self.window(), self._show_column)

    def _show_column(self, title: str) -> None:
        model = self.worksheet()
        for section, column in enumerate(model.columns):
            if column.title == title and model.rowCount():
                self.move_to(max(0, self.currentIndex().row()), section)

    def _has_own_formula(self) -> bool:
        column = self.currentIndex().column()
        declared = self.worksheet().columns[column] if column >= 0 else None
        return declared is not None and bool(declared.formula and declared.identity)

    def edit_formula(self, section: int) -> None:
        """Make a cell of the column current and ask for the formula bar."""
        self.move_to(max(0, self.currentIndex().row()), section)
        self.formula_wanted.emit()

    # the key column that stays

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        before = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        if self.frozen.covers(index.column()):
            self.horizontalScrollBar().setValue(before)
            return
        hidden = self.frozen.width_of_columns() - self.visualRect(index).left()
        if hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def edit(  # type: ignore[override]
        self, index: QModelIndex, trigger: QAbstractItemView.EditTrigger, event: QEvent | None
    ) -> bool:
        starts = trigger != QAbstractItemView.EditTrigger.NoEditTriggers
        if starts and self.frozen.covers(index.column()) and trigger & self.editTriggers():
            self.horizontalScrollBar().setValue(0)
        if trigger == QAbstractItemView.EditTrigger.EditKeyPressed or isinstance(event, QKeyEvent) is False:
            self._delegate.typed_over = False
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.frozen.follow()

"""The key columns of a grid, laid over it while it is scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from .appearance import Appearance
from .grid_header import GridHeader
from .grid_model import WorksheetModel
from .grid_painter import CellPainter
from .plain_delegate import PlainDelegate

if TYPE_CHECKING:
    from .grid_view import WorksheetGrid

_WIDEST_SHARE = 0.5
"""Key columns that would take more than this share of the grid scroll with the rest."""


class FrozenColumns(QObject):
    """A second view of the same cells that shows the key columns only and never takes the keyboard."""

    def __init__(self, grid: WorksheetGrid, appearance: Appearance) -> None:
        super().__init__(grid)
        self._grid = grid
        self._following = False
        self._over = over = QTableView(grid)
        over.setObjectName("frozen")
        over.setModel(grid.model())
        over.setSelectionModel(grid.selectionModel())
        over.setItemDelegate(PlainDelegate(CellPainter(appearance), grid, over))
        over.setHorizontalHeader(GridHeader(appearance, over))
        header = over.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda place: grid.header_menu(header, place))
        over.verticalHeader().hide()
        over.setShowGrid(False)
        over.setFrameShape(QFrame.Shape.NoFrame)
        over.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        over.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        over.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        over.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        over.hide()
        grid.verticalScrollBar().valueChanged.connect(over.verticalScrollBar().setValue)
        over.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(self.follow)
        grid.horizontalHeader().sectionResized.connect(self.follow)
        header.sectionResized.connect(self._resized)
        over.doubleClicked.connect(self._edit)

    def _model(self) -> WorksheetModel:
        return self._grid.worksheet()

    def width_of_columns(self) -> int:
        """How much of the grid's left side is covered now."""
        return self._over.width() if self._over.isVisible() else 0

    def covers(self, column: int) -> bool:
        """Whether a column is one of those laid over."""
        return self._over.isVisible() and 0 <= column < self._model().frozen

    def follow(self) -> None:
        """Show the overlay where it is needed, in the place and size of the grid's own columns."""
        grid, over, count = self._grid, self._over, self._model().frozen
        width = sum(grid.columnWidth(column) for column in range(count))
        wanted = grid.horizontalScrollBar().value() > 0 and width < grid.viewport().width() * _WIDEST_SHARE
        over.setVisible(wanted)
        header = grid.horizontalHeader()
        assert isinstance(header, GridHeader)
        header.cover(width if wanted else 0)
        if not wanted:
            return
        self._following = True
        for column in range(self._model().columnCount()):
            over.setColumnHidden(column, column >= count)
            if column < count:
                over.setColumnWidth(column, grid.columnWidth(column))
        self._following = False
        over.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        left = grid.verticalHeader().width() + grid.frameWidth()
        height = grid.viewport().height() + grid.horizontalHeader().height()
        over.setGeometry(left, grid.frameWidth(), width, height)
        over.verticalScrollBar().setValue(grid.verticalScrollBar().value())
        over.raise_()

    def _resized(self, column: int, _before: int, width: int) -> None:
        """A border drawn here is one of the grid's own columns."""
        if not self._following:
            self._grid.setColumnWidth(column, width)

    def _edit(self, index: QModelIndex) -> None:
        self._grid.edit(index, QAbstractItemView.EditTrigger.DoubleClicked, None)

"""Paints the cells of a view that only shows, following the current cell of the grid it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from .grid_model import Index
from .grid_painter import CellPainter, is_corner, is_current


class PlainDelegate(QStyledItemDelegate):
    """Draws cells as the grid does, without editors."""

    def __init__(self, painter: CellPainter, grid: QAbstractItemView, parent: QObject) -> None:
        super().__init__(parent)
        self._cells = painter
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._cells.paint(painter, option, index, is_current(self._grid, index), is_corner(self._grid, index))

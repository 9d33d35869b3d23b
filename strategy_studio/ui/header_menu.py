"""The menu of a column's header: add a column, and change those of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from ..model.columns import Column

if TYPE_CHECKING:
    from .grid_view import WorksheetGrid


def _text(words: str) -> str:
    return QCoreApplication.translate("HeaderMenu", words)


def header_menu(grid: WorksheetGrid, section: int) -> QMenu:
    """The menu for the header of a column; what only a user's own columns allow is off for the others."""
    menu = QMenu(grid)
    menu.setToolTipsVisible(True)
    column = grid.worksheet().columns[section] if 0 <= section < len(grid.worksheet().columns) else None
    menu.addAction(_text("Add column..."), grid.add_column)
    if column is None:
        return menu
    menu.addSeparator()
    if column.formula:
        _own(menu, column, _text("Edit formula"), lambda: grid.edit_formula(section))
    _own(menu, column, _text("Rename column..."), lambda: _rename(grid, column))
    _own(menu, column, _text("Remove column"), lambda: _remove(grid, column))
    return menu


def _own(menu: QMenu, column: Column, words: str, act: Callable[[], object]) -> None:
    made = menu.addAction(words, act)
    made.setEnabled(bool(column.identity))
    if not column.identity:
        made.setToolTip(
            _text("{0} belongs to the studio and stays as it is. Add a column of your own.").format(column.title)
        )


def _rename(grid: WorksheetGrid, column: Column) -> None:
    from . import own_dialog

    model = grid.worksheet()
    own_dialog.ask_new_title(model.document, model.worksheet, column, grid.window())


def _remove(grid: WorksheetGrid, column: Column) -> None:
    from . import own_dialog

    model = grid.worksheet()
    own_dialog.remove_column(model.document, model.worksheet, column, grid.window())

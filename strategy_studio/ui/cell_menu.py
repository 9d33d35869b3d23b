"""The menu of the selected cells: clipboard, Why, what a scenario may do to them, and suggestions to accept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from ..model.scenarios import ACTUAL
from . import scenario_edits, suggested

if TYPE_CHECKING:
    from ..analysis.suggestions import Suggestion
    from .grid_view import WorksheetGrid


def _text(words: str) -> str:
    return QCoreApplication.translate("CellMenu", words)


def cell_menu(grid: WorksheetGrid) -> QMenu:
    """The menu for what is selected in a grid."""
    menu = QMenu(grid)
    menu.setToolTipsVisible(True)
    for words, keys, act in (
        (_text("Cut"), "Ctrl+X", grid.cut), (_text("Copy"), "Ctrl+C", grid.copy),
        (_text("Paste"), "Ctrl+V", grid.paste), (_text("Clear cells"), "Del", grid.clear_cells),
    ):  # fmt: skip
        menu.addAction(f"{words}\t{keys}", act)
    _rows(menu, grid)
    menu.addSeparator()
    current, columns = grid.currentIndex(), grid.worksheet().columns
    computed = current.isValid() and bool(columns[current.column()].formula)
    menu.addAction(_text("Why?") + "\tAlt+W", grid.why_wanted.emit).setEnabled(computed)
    if grid.worksheet().sheet.scenario:
        _scenario(menu, grid)
    found = suggested.at_cell(grid.worksheet(), grid.currentIndex())
    if found:
        _suggestions(menu, grid, found)
    return menu


def _rows(menu: QMenu, grid: WorksheetGrid) -> None:
    """Rows come and go here where they are added by hand."""
    model = grid.worksheet()
    if model.free and not model.sheet.scenario:
        menu.addSeparator()
        menu.addAction(_text("Insert row above") + "\tCtrl+Shift++", grid.insert_row)
        menu.addAction(_text("Remove rows") + "\tCtrl+Del", grid.remove_rows).setEnabled(bool(grid.row_ids()))


def _scenario(menu: QMenu, grid: WorksheetGrid) -> None:
    model, area = grid.worksheet(), grid.area()
    menu.addSeparator()
    follow = menu.addAction(
        _text("Follow the plan again"), lambda: grid.make(lambda: scenario_edits.follow_plan(model, area))
    )
    follow.setEnabled(bool(scenario_edits.changed_cells(model, area)))
    if model.sheet.scenario == ACTUAL:
        menu.addAction(
            _text("Measured as planned"), lambda: grid.make(lambda: scenario_edits.measured_as_planned(model, area))
        )


def _suggestions(menu: QMenu, grid: WorksheetGrid, found: Sequence[Suggestion]) -> None:
    model = grid.worksheet()
    menu.addSeparator()
    for each in found:
        accept = menu.addAction(
            suggested.offer(model, each), partial(grid.make, partial(suggested.accept, model, [each]))
        )
        accept.setToolTip(each.reason)
    here = suggested.on_worksheet(model.document, model.worksheet)
    words = _text("Accept all {0} suggestions of this worksheet").format(len(here))
    menu.addAction(words, lambda: grid.make(lambda: suggested.accept(model, here))).setEnabled(len(here) > 1)

"""Removing and moving rows by hand; asks before rows are removed that others need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ..model.changes import MoveRows, RemoveRows
from .grid_edits import rows_locked

if TYPE_CHECKING:
    from .grid_view import WorksheetGrid

_SHOWN = 3


def _text(words: str) -> str:
    return QCoreApplication.translate("WorksheetGrid", words)


def confirmed(parent: QWidget, sentences: list[str]) -> bool:
    """Whether rows are to be removed although the sentences say what goes with them."""
    from PySide6.QtWidgets import QMessageBox

    rest = len(sentences) - _SHOWN
    more = _text("and 1 more row") if rest == 1 else _text("and {0} more rows").format(rest)
    shown = sentences[:_SHOWN] + ([more] if rest > 0 else [])
    question = QMessageBox(QMessageBox.Icon.NoIcon, _text("Remove rows"), "\n".join(shown), parent=parent)
    remove = question.addButton(_text("Remove rows"), QMessageBox.ButtonRole.AcceptRole)
    question.addButton(_text("Keep them"), QMessageBox.ButtonRole.RejectRole)
    question.exec()
    return question.clickedButton() is remove


def refused(grid: WorksheetGrid) -> bool:
    """Whether rows stay as they are because a scenario is on view; says so."""
    sentence = rows_locked(grid.worksheet())
    if sentence:
        grid.worksheet().document.refused.emit(sentence)
    return bool(sentence)


def remove(grid: WorksheetGrid) -> None:
    """Remove the selected rows; asks first when other worksheets would lose something."""
    model, rows = grid.worksheet(), grid.row_ids()
    if not rows or refused(grid):
        return
    lost = [sentence for row in rows if (sentence := model.sheet.uses(row))]
    if not model.free or not lost or confirmed(grid, lost):
        grid.make(lambda: RemoveRows(model.worksheet, rows))


def move(grid: WorksheetGrid, step: int) -> None:
    """Move the selected rows one place up (-1) or down (1), with the selection on them."""
    model, area, rows = grid.worksheet(), grid.area(), grid.row_ids()
    first, last = area.top + step, area.top + step + len(rows) - 1
    if not rows or first < 0 or last >= len(model.ids) or refused(grid):
        return
    before = model.row_id(first if step < 0 else last + 1)
    label = _text("Move row") if len(rows) == 1 else _text("Move {0} rows").format(len(rows))
    grid.make(lambda: MoveRows(model.worksheet, rows, before, label))
    if model.row_id(first) == rows[0]:
        grid.move_to(first, area.left)
        grid.move_to(last, area.right, extend=True)

"""Filling cells from their neighbours: what a drag of the fill handle, Ctrl+D and Ctrl+R put where, as one Change."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from ..formula.errors import PlanError
from ..model.changes import Change
from .grid_edits import Area, counted, set_cells

if TYPE_CHECKING:
    from .grid_model import WorksheetModel

_DIGITS = 12
"""A continued series is rounded to so many digits, so that 0.1, 0.2 goes on with 0.3."""


def _text(words: str) -> str:
    return QCoreApplication.translate("GridFill", words)


def fill_down(model: WorksheetModel, area: Area) -> Change | None:
    """Copy the first row of the area to the rows below; a single row takes the row above it."""
    top = area.top if area.bottom > area.top else area.top - 1
    if top < 0:
        return None
    return fill(model, Area(top, area.left, top, area.right), Area(top, area.left, area.bottom, area.right))


def fill_right(model: WorksheetModel, area: Area) -> Change | None:
    """Copy the first column of the area to the columns at its right; a single column takes the one at its left."""
    left = area.left if area.right > area.left else area.left - 1
    if left < 0:
        return None
    return fill(model, Area(area.top, left, area.bottom, left), Area(area.top, left, area.bottom, area.right))


def fill(model: WorksheetModel, source: Area, target: Area) -> Change | None:
    """Fill the part of `target` outside `source` from it, along the one direction in which they differ.

    Values repeat; two or more numbers or dates with equal steps go on with that step. Cells that cannot be typed
    into are passed over; PlanError says why when that is all of them, None that there is nothing to fill.
    """
    down = target.columns == source.columns
    cells: dict[tuple[int, str], Any] = {}
    locked = ""
    for line in target.columns if down else target.rows:
        along, ahead = (target.rows, source.rows) if down else (target.columns, source.columns)
        held = [model.value(at, line) if down else model.value(line, at) for at in ahead]
        for at in along:
            row, column = (at, line) if down else (line, at)
            row_id = model.row_id(row)
            if at in ahead or row_id is None:
                continue
            why = model.locked(row, column)
            if why:
                locked = locked or why
            else:
                cells[row_id, model.columns[column].title] = continued(held, at - ahead.start)
    if not cells and locked:
        raise PlanError(locked)
    verb = _text("Fill down") if down else _text("Fill right")
    return set_cells(model, cells, counted(verb, cells)) if cells else None


def continued(held: list[Any], place: int) -> Any:
    """The value at a place counted from the first held one, before or behind them: the series goes on, else repeats."""
    step = step_of(held)
    if step is None:
        return held[place % len(held)]
    value = held[0] + step * place
    return round(value, _DIGITS) if isinstance(value, float) else value


def step_of(held: list[Any]) -> float | datetime.timedelta | None:
    """The step between two or more numbers or dates when it is always the same one, else None."""
    same_kind = {type(value) for value in held}
    if len(held) < 2 or not (same_kind == {float} or same_kind == {datetime.date}):
        return None
    steps = [after - before for before, after in pairwise(held)]
    if isinstance(steps[0], datetime.timedelta):
        return steps[0] if all(step == steps[0] for step in steps) else None
    return float(steps[0]) if all(abs(step - steps[0]) <= 1e-9 * max(1.0, abs(step)) for step in steps) else None


def drag_target(source: Area, row: int, column: int) -> Area:
    """The area that a drag of the handle to a cell fills: the source stretched in the direction it is farthest."""
    down, up = row - source.bottom, source.top - row
    right, left = column - source.right, source.left - column
    farthest = max(down, up, right, left)
    if farthest <= 0:
        return source
    if farthest == down:
        return Area(source.top, source.left, row, source.right)
    if farthest == up:
        return Area(row, source.left, source.bottom, source.right)
    if farthest == right:
        return Area(source.top, source.left, source.bottom, column)
    return Area(source.top, column, source.bottom, source.right)

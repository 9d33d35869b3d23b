"""Cells of a plan made when a column was no Reference yet: they come to name rows, or are left over."""

from __future__ import annotations

import numpy as np

from ..formula.values import EMPTY, TEXT
from .columns import Column, StoredValue
from .draft import Draft
from .structure import key_target

AS_IT_WAS = " (as it was)"
"""Behind the stored name of a column it gives the name under which left over inputs of it are kept."""


def refer_by_key(draft: Draft) -> None:
    """Make texts in Reference columns name the rows of that key; what names no row of theirs becomes left over."""
    for name, sheet in draft.plan.structure.worksheets.items():
        for column in sheet.columns:
            if column.kind.name == "Reference" and not column.formula:
                _refer(draft, name, column)


def _refer(draft: Draft, worksheet: str, column: Column) -> None:
    rows, stored_as = draft.plan.rows[worksheet], column.stored_as
    held = rows.cells.get(stored_as)
    if held is None:
        return
    target, _ = key_target(draft.plan.structure, column.kind.target)
    ids = np.append(np.sort(draft.plan.rows[target].ids), -1)
    lost = (ids[np.searchsorted(ids[:-1], held.numbers)] != held.numbers) & (held.states != EMPTY)
    places = np.flatnonzero(lost | (held.states == TEXT))
    if not len(places):
        return
    keys = draft.keys(target)
    cells: dict[int, dict[str, StoredValue]] = {}
    for row, value in zip(rows.ids[places].tolist(), rows.stored_at(places, stored_as), strict=True):
        found = keys.get((value.casefold(),)) if isinstance(value, str) else None
        cells[row] = {stored_as: None, stored_as + AS_IT_WAS: value} if found is None else {stored_as: float(found)}
    draft.write(worksheet, cells)

"""Rows by their keys, and the References that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .columns import Column
from .structure import key_target

if TYPE_CHECKING:
    from .plan import Plan


def references_to(plan: Plan, worksheet: str) -> list[tuple[str, Column]]:
    """Every input Reference column, with its worksheet, that names rows of this worksheet."""
    return [
        (name, column)
        for name, sheet in plan.structure.worksheets.items()
        for column in sheet.columns
        if column.kind.name == "Reference"
        and not column.formula
        and key_target(plan.structure, column.kind.target)[0] == worksheet
    ]


def key_index(plan: Plan, worksheet: str) -> dict[tuple[str, ...], int]:
    """Row ids by folded keys; of equal keys the first row counts, rows with an empty key are left out."""
    rows = plan.rows[worksheet]
    keys = plan.declaration(worksheet).keys
    if not keys or not len(rows):
        return {}
    columns = [key_texts(plan, worksheet, column) for column in keys]
    index: dict[tuple[str, ...], int] = {}
    for row, parts in zip(rows.ids.tolist(), zip(*columns, strict=True), strict=True):
        if all(parts):
            index.setdefault(tuple(part.casefold() for part in parts), row)
    return index


def key_texts(plan: Plan, worksheet: str, column: Column) -> list[str]:
    """The texts of a key column, row by row; a Reference gives the key it names, an empty cell an empty text."""
    stored = plan.rows[worksheet].stored_column(column.stored_as)
    if column.kind.name != "Reference":
        return ["" if cell is None else str(cell) for cell in stored]
    target, key = key_target(plan.structure, column.kind.target)
    texts = dict(zip(plan.rows[target].ids.tolist(), key_texts(plan, target, key), strict=True))
    return ["" if cell is None else texts.get(int(cell), "") for cell in stored]

"""Rows by their keys, and the References that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .columns import Column
from .structure import key_target

if TYPE_CHECKING:
    from .plan import Plan

_LONGEST_LABEL = 60
_MANY_WORDS = 5
"""From so many spaces on, a key reads as a sentence of its own."""


class RowLabels:
    """What rows are called, worked out once for each worksheet."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._labels: dict[str, list[str]] = {}

    def of(self, worksheet: str, row: int) -> str:
        """The key text of a row id."""
        return self._of(worksheet)[self._plan.rows[worksheet].index(row)]

    def told(self, worksheet: str, at: int) -> str:
        """The label of the row at a place on screen, from 0, as sentences carry it."""
        return in_a_sentence(self._of(worksheet)[at])

    def _of(self, worksheet: str) -> list[str]:
        if worksheet not in self._labels:
            self._labels[worksheet] = self._plan.sheet(worksheet).key_labels()
        return self._labels[worksheet]


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


def in_a_sentence(label: str) -> str:
    """What a row is called, so that a sentence can carry it: long ones cut, those that read as a sentence in quotes."""
    cut = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
    return f"“{cut}”" if cut.count(" ") >= _MANY_WORDS or cut.endswith((".", "?", "!", "…")) else cut


def key_text(plan: Plan, worksheet: str, column: Column, row: int) -> str:
    """The text of one cell of a key column; a Reference gives the key it names, an empty cell an empty text."""
    stored = plan.rows[worksheet].stored(row, column.stored_as)
    if stored is None or column.kind.name != "Reference":
        return "" if stored is None else str(stored)
    target, key = key_target(plan.structure, column.kind.target)
    return key_text(plan, target, key, int(stored)) if plan.rows[target].has(int(stored)) else ""


def key_texts(plan: Plan, worksheet: str, column: Column) -> list[str]:
    """The texts of a key column, row by row; a Reference gives the key it names, an empty cell an empty text."""
    stored = plan.rows[worksheet].stored_column(column.stored_as)
    if column.kind.name != "Reference":
        return ["" if cell is None else str(cell) for cell in stored]
    target, key = key_target(plan.structure, column.kind.target)
    texts = dict(zip(plan.rows[target].ids.tolist(), key_texts(plan, target, key), strict=True))
    return ["" if cell is None else texts.get(int(cell), "") for cell in stored]

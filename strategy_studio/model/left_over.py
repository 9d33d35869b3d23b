"""Inputs a plan holds for columns, worksheets and Parameters that are no longer there: kept, and shown as left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..formula.values import EMPTY
from .columns import StoredValue
from .formats import number_as_text
from .kinds import from_words, to_python

if TYPE_CHECKING:
    from .plan import Plan
    from .sheet import Rows


@dataclass(frozen=True, slots=True)
class LeftOver:
    """One input without a place: where it stood, by the titles of then; `row` 0 for a Parameter.

    Dates of columns whose kind is no longer known are Excel serials, References row ids.
    """

    worksheet: str
    column: str
    row: int
    label: str
    value: float | str | bool | date

    @property
    def sentence(self) -> str:
        """Where the input stood and what it is."""
        value = number_as_text(self.value) if isinstance(self.value, float) else self.value
        return f"{self.column} of {self.label} in {self.worksheet} was {value}; it has no place any more."


def left_over(plan: Plan) -> list[LeftOver]:
    """Every input the plan keeps although what it belonged to is not declared any more, in the plan's order."""
    found: list[LeftOver] = []
    for name, sheet in plan.structure.worksheets.items():
        rows = plan.rows[name]
        known = {column.stored_as for column in sheet.columns if not column.formula}
        lost = [column for column in rows.cells if column not in known]
        if any((rows.cells[column].states != EMPTY).any() for column in lost):
            labels = plan.sheet(name).key_labels()
            found += [cell for column in lost for cell in _cells(plan, sheet.title, rows, column, labels)]
    for rows in plan.left_over:
        labels = _labels(rows)
        found += [cell for column in rows.cells for cell in _cells(plan, rows.stored_as, rows, column, labels)]
    return [*found, *_parameters(plan)]


def _cells(plan: Plan, worksheet: str, rows: Rows, stored_as: str, labels: list[str]) -> Iterator[LeftOver]:
    image = plan.records.get(("column", stored_as))
    words = str(image["kind"]) if image else _declared_reference(plan, rows.stored_as, stored_as)
    for place in np.flatnonzero(rows.cells[stored_as].states != EMPTY).tolist():
        row = int(rows.ids[place])
        value = rows.stored(row, stored_as)
        shown = _of_kind(plan, words, value) if words else value
        if shown is not None:
            yield LeftOver(worksheet, image["title"] if image else stored_as, row, labels[place], shown)


def _declared_reference(plan: Plan, worksheet: str, column: str) -> str:
    """The kind of a column, both by stored names, if it is a Reference: rows may be left over and their column not."""
    sheets = (sheet for sheet in plan.structure.worksheets.values() if sheet.stored_as == worksheet)
    kinds = (found.kind for sheet in sheets for found in sheet.columns if found.stored_as == column)
    return next((str(kind) for kind in kinds if kind.name == "Reference"), "")


def _of_kind(plan: Plan, words: str, value: StoredValue) -> float | str | bool | date | None:
    """A user's own column says what it held: a date, or the row a Reference named."""
    kind = from_words(words)
    if kind.name != "Reference" or not isinstance(value, float):
        return to_python(kind, value)
    for rows in plan.all_rows():
        if rows.has(int(value)):
            return _labels(rows)[rows.index(int(value))]
    return value


def _labels(rows: Rows) -> list[str]:
    """What rows of an undeclared worksheet are called: by the column that tells most apart, else by number."""
    columns = {name: rows.stored_column(name) for name in sorted(rows.cells)}
    texts = {name: [cell if isinstance(cell, str) else "" for cell in cells] for name, cells in columns.items()}
    best = max(texts, key=lambda name: len(set(texts[name]) - {""}), default="")
    found = texts.get(best, [""] * len(rows))
    return [text or f"row {number}" for number, text in enumerate(found, start=1)]


def _parameters(plan: Plan) -> Iterator[LeftOver]:
    for (table, name), image in plan.records.items():
        value = image.get("value")
        if table == "parameter" and name not in plan.parameters and value is not None:
            yield LeftOver("Parameters", "Value", 0, name, value)

"""Closed planning rounds: values of every column and Name as they stood, never recalculated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..formula.errors import FormulaError
from ..formula.values import EMPTY, FORMULA_ERRORS, Scalar, Texts, Values, from_scalars, scalar
from .storage import Image


@dataclass(slots=True, eq=False)
class ClosedRound:
    """One closed round; `ids` are the row ids of each worksheet (underscored title) in the order of that day."""

    number: int
    name: str
    closed_at: str
    ids: dict[str, list[int]]
    cells: dict[str, list[Any]]
    texts: Texts
    _values: dict[str, Values] = field(default_factory=dict)

    def values(self, node: str, is_name: bool = False) -> Values:
        """A column as it stood, shape (1, rows then), or a Name, shape (1, 1).

        What did not exist then is a column without rows, or an empty Name.
        """
        found = self._values.get(node)
        if found is None:
            stored = self.cells.get(node)
            if stored is None:
                return nothing(is_name)
            found = self._values[node] = from_scalars([_decoded(cell) for cell in stored], self.texts)
        return found


def nothing(is_name: bool) -> Values:
    """What PRIOR reads where there is nothing to read."""
    if is_name:
        return Values(np.zeros((1, 1)), np.full((1, 1), EMPTY, dtype=np.uint8))
    return Values(np.zeros((1, 0)))


def frozen(values: Values, texts: Texts, rows: int) -> list[Any]:
    """The cells of a column as JSON values; an error is {"error": its code}."""
    return [_encoded(scalar(values, texts, row)) for row in range(rows)]


def _encoded(cell: Scalar) -> Any:
    return {"error": cell.code} if isinstance(cell, FormulaError) else cell


_ERRORS = {error.code: error for error in FORMULA_ERRORS}


def _decoded(cell: Any) -> Scalar:
    return _ERRORS[cell["error"]] if isinstance(cell, dict) else cell


def closed_round(number: int, image: Image, texts: Texts) -> ClosedRound:
    """A round as the plan file holds it."""
    return ClosedRound(number, image["name"], image["closed_at"], image["ids"], image["values"], texts)

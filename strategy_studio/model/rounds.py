"""Closed planning rounds: values of every column and Name as they stood, never recalculated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..formula.errors import FormulaError, PlanError
from ..formula.values import EMPTY, FORMULA_ERRORS, Scalar, Texts, Values, from_scalars, scalar
from .inputs import Cell
from .storage import Image
from .structure import nearest

PLAN, OPEN_ROUND = "Plan", "Open round"
"""What comparisons call the plan itself and the round that is not closed yet, so that nothing else may."""


@dataclass(slots=True, eq=False)
class ClosedRound:
    """One closed round; `ids` are the row ids of each worksheet (underscored title) in the order of that day.

    `cells` are the plan's values by node; `actual` those that were different under the scenario *Actual*, whose typed
    cells are `measured`.
    """

    number: int
    name: str
    closed_at: str
    ids: dict[str, list[int]]
    cells: dict[str, list[Any]]
    texts: Texts
    actual: dict[str, list[Any]] = field(default_factory=dict)
    measured: tuple[Cell, ...] = ()
    _values: dict[str, Values] = field(default_factory=dict)
    _planned: dict[str, Values] = field(default_factory=dict)

    def values(self, node: str, is_name: bool = False) -> Values:
        """A column as PRIOR reads it, shape (1, rows then), or a Name, shape (1, 1): as it was measured, else planned.

        What did not exist then is an empty Name, or an empty column: without rows where its worksheet did not exist.
        """
        if node in self.actual:
            return self._kept(self._values, self.actual, node, is_name)
        return self.planned(node, is_name)

    def planned(self, node: str, is_name: bool = False) -> Values:
        """A column or Name as the plan had it, whatever was measured; shapes as of `values`."""
        return self._kept(self._planned, self.cells, node, is_name)

    def _kept(self, known: dict[str, Values], frozen: dict[str, list[Any]], node: str, is_name: bool) -> Values:
        found = known.get(node)
        if found is None:
            stored = frozen.get(node)
            if stored is None:
                return nothing(is_name, len(self.ids.get(node.partition("[")[0], ())))
            found = known[node] = from_scalars([_decoded(cell) for cell in stored], self.texts)
        return found


def nothing(is_name: bool, rows: int = 0) -> Values:
    """What PRIOR reads where there is nothing to read: as many empty cells as its neighbours have rows."""
    shape = (1, 1 if is_name else rows)
    return Values(np.zeros(shape), np.full(shape, EMPTY, dtype=np.uint8) if shape[1] else None)


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
    return ClosedRound(
        number,
        image["name"],
        image["closed_at"],
        image["ids"],
        image["values"],
        texts,
        image.get("actual", {}),
        tuple(Cell(node, row) for node, row in image.get("measured", ())),
    )


def round_named(closed: Sequence[ClosedRound], name: str) -> ClosedRound:
    """A closed round by its name, in any case; PlanError proposes the nearest."""
    for found in closed:
        if found.name.casefold() == name.strip().casefold():
            return found
    near = nearest(name, [found.name for found in closed])
    raise PlanError(f"There is no closed round {name}{near}. Close one, or choose another.")

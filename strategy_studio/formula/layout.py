"""How cells lie in memory: of many cases those of a row side by side, so that short rows cost no loop each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .values import Floats, Values

MANY_CASES = 32
"""From so many cases on, the cases of a row lie side by side; of fewer, the rows of a case do."""

Cells = TypeVar("Cells", bound=np.generic)


def empty_cells(shape: tuple[int, ...], kind: Any = np.float64) -> npt.NDArray[Any]:
    """New cells of shape (cases, rows), not filled, laid out for their number of cases."""
    return np.empty(shape, kind, order="F" if shape[0] >= MANY_CASES else "C")


def side_by_side(cells: npt.NDArray[Any]) -> bool:
    """Whether the cases of a row lie next to each other."""
    return cells.strides[0] == cells.itemsize and cells.shape[0] > 1


def laid(cells: npt.NDArray[Cells]) -> npt.NDArray[Cells]:
    """The cells, shape (cases, rows), laid out for their number of cases; a copy only where they are not."""
    cases, rows = cells.shape
    if cases < MANY_CASES or rows == 1 or cells.strides[0] in (0, cells.itemsize):
        return cells
    return np.asfortranarray(cells)


def laid_values(values: Values) -> Values:
    """Values of which numbers and states are laid out for their number of cases."""
    numbers, states = laid(values.numbers), values.states
    other = states if states is None else laid(states)
    return values if numbers is values.numbers and other is states else Values(numbers, other)


def crossed(left: Floats, right: Floats) -> bool:
    """Whether one operand has many cases of one row, the other one case of several rows."""
    if left.shape[0] == 1:
        left, right = right, left
    (cases, single), (one, rows) = left.shape, right.shape
    return bool(cases >= MANY_CASES and single == 1 == one and rows > 1)


def combined(ufunc: Callable[..., Any], left: Any, right: Any) -> Any:
    """A ufunc of two operands, its result laid out for many cases also where no operand says how."""
    if left.shape != right.shape and left.ndim == 2 == right.ndim and crossed(left, right):
        return ufunc(left, right, empty_cells(np.broadcast_shapes(left.shape, right.shape)))
    return ufunc(left, right)

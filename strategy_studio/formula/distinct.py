"""The distinct numbers of an array, as by numpy's `unique`, without the modules which that loads when first used."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .states import Rows

Cells = TypeVar("Cells", bound=np.generic)


def numbered(array: npt.NDArray[Cells]) -> tuple[npt.NDArray[Cells], Rows, Rows]:
    """Of a flat array: the distinct values, sorted; where each comes first; and the number of each cell's value."""
    order = np.argsort(array, kind="stable")
    ordered = array[order]
    begins = np.ones(len(array), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    numbers = np.empty(len(array), dtype=np.intp)
    numbers[order] = np.cumsum(begins) - 1
    return ordered[begins], order[begins], numbers

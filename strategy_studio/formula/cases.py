"""Columns of keys that differ between cases: one pass for each distinct key column instead of one for each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from .layout import Cells, empty_cells, side_by_side
from .states import Rows, anywhere, states_of
from .values import Floats, Values


def pick_cases(values: Values, cases: Rows | slice) -> Values:
    """The values of some cases (of a slice without a copy); values that stand for all cases stay as they are."""
    states = values.states
    if states is not None and states.shape[0] > 1:
        states = states[cases]
    return Values(values.numbers[cases] if values.numbers.shape[0] > 1 else values.numbers, states)


def distinct_keys(keys: Sequence[Values]) -> list[Rows]:
    """The cases, grouped so that within each group all the key columns are the same."""
    count = max(values.numbers.shape[0] for values in keys)
    groups: dict[tuple[bytes, ...], list[int]] = {}
    differing = [array for values in keys for array in (values.numbers, states_of(values)) if array.shape[0] > 1]
    arrays = [np.ascontiguousarray(array) for array in differing]
    for case in range(count):
        groups.setdefault(tuple(array[case].tobytes() for array in arrays), []).append(case)
    return [np.array(group, dtype=np.intp) for group in groups.values()]


def by_keys(keys: Sequence[Values], others: Sequence[Values], run: Callable[[list[Values], list[Values]], Values],
            ) -> Values:  # fmt: skip
    """`run(keys, others)` with key columns of one case, for each distinct key column, put together again."""
    passes = []
    for cases in distinct_keys(keys):
        result = run(
            [pick_cases(values, cases[:1]) for values in keys], [pick_cases(values, cases) for values in others]
        )
        passes.append((cases, result))
    count = sum(len(cases) for cases, _ in passes)
    rows = max(result.numbers.shape[1] for _, result in passes)
    numbers: Floats = empty_cells((count, rows))
    states = empty_cells((count, rows), np.uint8)
    for cases, result in passes:
        numbers[cases] = result.numbers
        states[cases] = states_of(result)
    return Values(numbers, states if states.any() else None)


def single(keys: Sequence[Values]) -> bool:
    """True when the key columns are the same in all cases."""
    return all(values.numbers.shape[0] == 1 for values in keys)


def take(values: Values, rows: Rows) -> Values:
    """The cells at the given rows, shape (cases|1, rows), of a whole column; negative rows count from its end."""
    numbers = take_rows(values.numbers, rows)
    if values.states is None:
        return Values(numbers)
    if values.states.size == 1:
        return Values(numbers, values.states)
    states = take_rows(np.broadcast_to(values.states, (values.states.shape[0], values.numbers.shape[1])), rows)
    return Values(numbers, states if anywhere(states) else None)


def take_rows(array: npt.NDArray[Cells], rows: Rows) -> npt.NDArray[Cells]:
    """`array[case, rows[case, i]]` with either first axis standing for all cases."""
    if rows.shape[0] == 1:
        cells: npt.NDArray[Cells] = (
            array.T.take(rows[0], axis=0).T if side_by_side(array) else array.take(rows[0], axis=1)
        )
    elif array.shape[0] == 1:
        cells = array[0][rows]
    else:
        cells = np.take_along_axis(array, rows, axis=1)
    return cells

"""The states of a result: which operand's error, emptiness or text decides, and numbers computed beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .layout import MANY_CASES, empty_cells, side_by_side
from .values import BOOLEAN, EMPTY, ERRORS, FIRST_ERROR, NUM, NUMBER, TEXT, VALUE, Floats, States, Values

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Kernel = Callable[..., Floats]
Failure = Callable[..., npt.NDArray[Any]]


def _everywhere(state: int) -> States:
    states = np.full((1, 1), state, dtype=np.uint8)
    states.flags.writeable = False
    return states


ALL_NUMBERS, ALL_TEXTS, ALL_BOOLEANS, ALL_EMPTY = map(_everywhere, (NUMBER, TEXT, BOOLEAN, EMPTY))
"""States of shape (1, 1) for columns of one state; each being one array, they are known without a look inside."""
UNIFORM = {TEXT: ALL_TEXTS, BOOLEAN: ALL_BOOLEANS, EMPTY: ALL_EMPTY}


def _every_state(instead: dict[int, int]) -> States:
    return np.array([instead.get(state, state) for state in range(FIRST_ERROR + len(ERRORS))], dtype=np.uint8)


BOOLEANS_AS_NUMBERS = _every_state({BOOLEAN: NUMBER})
TEXTS_AS_ERRORS = _every_state({TEXT: VALUE})
"""By state, the state that takes its place: one look-up is quicker than finding where something is to be done."""


def anywhere(cells: npt.NDArray[Any]) -> bool:
    """Whether any cell is not zero; for short columns several times faster than `any()`."""
    return bool(np.count_nonzero(cells))


def one(number: float, state: int = NUMBER) -> Values:
    """A single cell, shape (1, 1), that stands for all rows and cases."""
    if state == NUMBER:
        return Values(np.full((1, 1), number))
    return Values(np.full((1, 1), number), UNIFORM[state] if state in UNIFORM else _everywhere(state))


def states_of(values: Values) -> States:
    """The states as an array, also where all are numbers; shape that broadcasts to the numbers."""
    return ALL_NUMBERS if values.states is None else values.states


def compacted(values: Values) -> Values:
    """The same cells with the shortest states: none for numbers only, shape (1, 1) for texts or empties only."""
    states = values.states
    if states is None or states.size == 0:
        return values
    for state, uniform in UNIFORM.items():
        if states.flat[0] == state:
            return Values(values.numbers, uniform) if np.count_nonzero(states == state) == states.size else values
    return values if anywhere(states) else Values(values.numbers)


def as_numbers(states: States | None) -> States | None:
    """States of operands of arithmetic, where a boolean is the number 1 or 0."""
    if states is None or states is ALL_BOOLEANS:
        return None
    return translated(BOOLEANS_AS_NUMBERS, states)


def translated(table: States, states: States) -> States:
    """What a table by state has for each cell, laid out as the states are."""
    return table.take(states.T).T if side_by_side(states) else table.take(states)


def joined(left: States | None, right: States | None) -> States | None:
    """What decides of two operands without booleans: the leftmost error, else EMPTY, else TEXT."""
    if left is None or right is None or left is right:
        return right if left is None else left
    highest = np.maximum(left, right)
    if anywhere(highest >= FIRST_ERROR):
        return np.where(left >= FIRST_ERROR, left, highest)
    return highest


def refused_texts(states: States | None) -> States | None:
    """States in which a text has become #VALUE!."""
    return states if states is None or states is ALL_EMPTY else translated(TEXTS_AS_ERRORS, states)


def merged(operands: Sequence[Values]) -> States | None:
    """What decides of a number computed from the operands; TEXT, which comes last, is not yet #VALUE!."""
    states: States | None = None
    for operand in operands:
        states = joined(states, as_numbers(operand.states))
    return states


def blocked(operands: Sequence[Values]) -> States | None:
    """States of a number computed from the operands: NUMBER, or why there is none (rules 4.1, 4.2, 4.6)."""
    return refused_texts(merged(operands))


def errors_only(states: States | None) -> States | None:
    """States with all that is no error taken as NUMBER; None when there is no error."""
    return _from(states, FIRST_ERROR)


def undecided(states: States | None) -> States | None:
    """States with all that is neither EMPTY nor an error taken as NUMBER; None when there is neither."""
    return _from(states, EMPTY)


def _from(states: States | None, lowest: int) -> States | None:
    if states is None or states is ALL_BOOLEANS or states is ALL_TEXTS:
        return None
    high = states >= lowest
    count = np.count_nonzero(high)
    if not count:
        return None
    return states if count == states.size else np.where(high, states, np.uint8(NUMBER))


def first_error(states: States) -> States:
    """The first state along the rows that is not NUMBER, shape (cases, 1)."""
    if not states.shape[1]:
        return np.zeros((states.shape[0], 1), dtype=np.uint8)
    first = (states != NUMBER).argmax(axis=1)
    return np.take_along_axis(states, first[:, None], axis=1)


def settled(numbers: Floats, states: States | None) -> Values:
    """Values of freshly computed numbers: 0.0 where a state is an error or EMPTY, no states when all are numbers."""
    if states is None or not anywhere(states):
        return Values(numbers)
    np.copyto(numbers, 0.0, where=(states >= EMPTY))
    return Values(numbers, states)


def failed(numbers: Floats, states: States | None, errors: npt.NDArray[Any] | int = NUM) -> States | None:
    """The states, with `errors` where a number came out infinite or not a number and no state says why."""
    finite = np.isfinite(numbers)
    if np.count_nonzero(finite) == finite.size:
        return states
    bad = ~finite
    if states is None:
        return np.where(bad, errors, NUMBER).astype(np.uint8)
    return np.where(bad & (states == NUMBER), errors, states).astype(np.uint8)


def apply(kernel: Kernel, operands: Sequence[Values], failure: Failure | None = None, watch: bool = False) -> Values:
    """`kernel` of whole number arrays; runs under errstate "raise", so that numbers without faults cost no second pass.

    `failure` gives the error where the kernel's result is not finite (#NUM! without it); `watch` is for kernels that
    give NaN without a floating-point signal.
    """
    numbers = [operand.numbers for operand in operands]
    states = blocked(operands) if any(operand.states is not None for operand in operands) else None
    try:
        result = kernel(*numbers)
        if not watch:
            return settled(result, states)
    except FloatingPointError:
        with np.errstate(all="ignore"):
            result = kernel(*numbers)
    return settled(result, failed(result, states, NUM if failure is None else failure(*numbers)))


def flags(truth: Flags, states: States | None = None) -> Values:
    """Booleans; `states` are NUMBER where the truth counts, else EMPTY or an error."""
    if states is None or not anywhere(states):
        return Values(truth.astype(np.float64), ALL_BOOLEANS)
    counts = states == NUMBER
    return Values((truth & counts).astype(np.float64), np.where(counts, np.uint8(BOOLEAN), states))


def truths(condition: Values) -> tuple[Flags, States | None]:
    """Whether each condition holds, and where it does not decide (empty, error, text as #VALUE!)."""
    states = condition.states
    return condition.numbers != 0, None if states is None or states is ALL_BOOLEANS else blocked([condition])


def chosen(mask: Flags, left: Values, right: Values) -> Values:
    """The left cell where the mask holds, else the right one."""
    numbers = either(mask, left.numbers, right.numbers)
    if left.states is right.states and (left.states is None or left.states.size == 1):
        return Values(numbers, left.states)
    states = either(mask, states_of(left), states_of(right))
    return Values(numbers, states if anywhere(states) else None)


def either(mask: Flags, left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """As `np.where`; where a mask of one case chooses among many, whole rows are copied."""
    if mask.shape[0] > 1 or mask.shape[1] == 1 or max(len(left), len(right)) < MANY_CASES:
        return np.where(mask, left, right)
    cells = empty_cells(np.broadcast_shapes(mask.shape, left.shape, right.shape), right.dtype)
    cells[...] = right
    cells.T[mask[0]] = left.T[mask[0]] if left.shape[1] > 1 else left.T
    return cells


def pieced(pieces: Sequence[tuple[Flags, Values]], otherwise: Values) -> Values:
    """In each cell the values of the first piece whose mask holds, else the other ones; a piece may be narrow."""
    if not pieces:
        return otherwise
    first, values = pieces[0]
    if first.size in (1, values.numbers.shape[1]) and np.count_nonzero(first) == first.size:
        return values
    given = [values for _, values in pieces]
    whole = [(len(v.numbers), 1) if narrow(m, v) else v.numbers.shape for m, v in pieces]
    shape = np.broadcast_shapes(*(mask.shape for mask, _ in pieces), otherwise.numbers.shape, *whole)
    numbers = empty_cells(shape)
    numbers[...] = otherwise.numbers
    for mask, values in reversed(pieces):
        lay(numbers, values.numbers, mask)
    if all(values.states is None for values in (otherwise, *given)):
        return Values(numbers)
    states = empty_cells(shape, np.uint8)
    states[...] = states_of(otherwise)
    for mask, values in reversed(pieces):
        lay(states, states_of(values), mask)
    return compacted(Values(numbers, states))


def narrow(mask: Flags, values: Values) -> bool:
    """Whether the values are only those of the rows in which the mask holds in some case."""
    return values.numbers.shape[1] not in (1, mask.shape[1]) and mask.shape[1] > 1


def lay(cells: npt.NDArray[Any], laid: npt.NDArray[Any], mask: Flags) -> None:
    """Put cells in the places of a mask; `laid` has all rows, one for all, or those in which the mask holds."""
    if laid.shape[1] in (1, cells.shape[1]):
        np.copyto(cells, laid, where=mask)
    elif len(mask) == 1:
        cells[:, mask[0]] = laid
    else:
        rows = np.flatnonzero(mask.any(axis=0))
        part = cells[:, rows]
        np.copyto(part, laid, where=mask[:, rows])
        cells[:, rows] = part


def overlaid(values: Values, states: States | None) -> Values:
    """The values, with the given states (errors or EMPTY) where they are not NUMBER."""
    if states is None or not anywhere(states):
        return values
    decided = states == NUMBER
    numbers = np.where(decided, values.numbers, 0.0)
    return Values(numbers, np.where(decided, states_of(values), states))

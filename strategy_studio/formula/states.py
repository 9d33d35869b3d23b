"""The states of a result: which operand's error, emptiness or text decides, and numbers computed beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .values import BOOLEAN, EMPTY, FIRST_ERROR, NUM, NUMBER, TEXT, VALUE, Floats, States, Values

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Kernel = Callable[..., Floats]
Failure = Callable[..., npt.NDArray[Any]]


def one(number: float, state: int = NUMBER) -> Values:
    """A single cell, shape (1, 1), that stands for all rows and cases."""
    states = None if state == NUMBER else np.full((1, 1), state, dtype=np.uint8)
    return Values(np.full((1, 1), number), states)


def states_of(values: Values) -> States:
    """The states as an array, also where all are numbers; shape that broadcasts to the numbers."""
    return np.zeros((1, 1), dtype=np.uint8) if values.states is None else values.states


def as_numbers(states: States | None) -> States | None:
    """States of operands of arithmetic, where a boolean is the number 1 or 0."""
    if states is None or not (states == BOOLEAN).any():
        return states
    return np.where(states == BOOLEAN, np.uint8(NUMBER), states)


def joined(left: States | None, right: States | None) -> States | None:
    """What decides of two operands without booleans: the leftmost error, else EMPTY, else TEXT."""
    if left is None or right is None:
        return right if left is None else left
    highest = np.maximum(left, right)
    if (highest >= FIRST_ERROR).any():
        return np.where(left >= FIRST_ERROR, left, highest)
    return highest


def refused_texts(states: States | None) -> States | None:
    """States in which a text has become #VALUE!."""
    if states is None or not (states == TEXT).any():
        return states
    return np.where(states == TEXT, np.uint8(VALUE), states)


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
    if states is None or not (states >= FIRST_ERROR).any():
        return None
    return np.where(states >= FIRST_ERROR, states, np.uint8(NUMBER))


def first_error(states: States) -> States:
    """The first state along the rows that is not NUMBER, shape (cases, 1)."""
    if not states.shape[1]:
        return np.zeros((states.shape[0], 1), dtype=np.uint8)
    first = (states != NUMBER).argmax(axis=1)
    return np.take_along_axis(states, first[:, None], axis=1)


def settled(numbers: Floats, states: States | None) -> Values:
    """Values of freshly computed numbers: 0.0 where a state is an error or EMPTY, no states when all are numbers."""
    if states is None or not states.any():
        return Values(numbers)
    np.copyto(numbers, 0.0, where=(states >= EMPTY))
    return Values(numbers, states)


def failed(numbers: Floats, states: States | None, errors: npt.NDArray[Any] | int = NUM) -> States | None:
    """The states, with `errors` where a number came out infinite or not a number and no state says why."""
    bad = ~np.isfinite(numbers)
    if not bad.any():
        return states
    if states is None:
        return np.where(bad, errors, NUMBER).astype(np.uint8)
    return np.where(bad & (states == NUMBER), errors, states).astype(np.uint8)


def apply(kernel: Kernel, operands: Sequence[Values], failure: Failure | None = None, watch: bool = False) -> Values:
    """`kernel` of whole number arrays; runs under errstate "raise", so that numbers without faults cost no second pass.

    `failure` gives the error where the kernel's result is not finite (#NUM! without it); `watch` is for kernels that
    give NaN without a floating-point signal.
    """
    numbers = [operand.numbers for operand in operands]
    states = blocked(operands)
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
    if states is None or not states.any():
        return Values(truth.astype(np.float64), np.full((1, 1), BOOLEAN, dtype=np.uint8))
    numbers = np.broadcast_to(truth, np.broadcast_shapes(truth.shape, states.shape)).astype(np.float64)
    np.copyto(numbers, 0.0, where=(states != NUMBER))
    return Values(numbers, np.where(states == NUMBER, np.uint8(BOOLEAN), states))


def truths(condition: Values) -> tuple[Flags, States | None]:
    """Whether each condition holds, and where it does not decide (empty, error, text as #VALUE!)."""
    return condition.numbers != 0, blocked([condition])


def chosen(mask: Flags, left: Values, right: Values) -> Values:
    """The left cell where the mask holds, else the right one."""
    numbers = np.where(mask, left.numbers, right.numbers)
    if left.states is None and right.states is None:
        return Values(numbers)
    states = np.where(mask, states_of(left), states_of(right))
    return Values(numbers, states if states.any() else None)


def overlaid(values: Values, states: States | None) -> Values:
    """The values, with the given states (errors or EMPTY) where they are not NUMBER."""
    if states is None or not states.any():
        return values
    numbers = np.where(states == NUMBER, values.numbers, 0.0)
    return Values(numbers, np.where(states == NUMBER, states_of(values), states))

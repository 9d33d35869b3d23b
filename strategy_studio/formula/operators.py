"""The operators on whole columns: arithmetic, comparisons by type and tolerance, and the test for emptiness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .states import Failure, Flags, Kernel, apply, flags, joined, states_of
from .values import DIV0, EMPTY, FIRST_ERROR, NUM, NUMBER, TEXT, Floats, States, Texts, Values

TOLERANCE = float(np.nextafter(2.0**-48, 0.0))
"""Numbers that differ by no more than this share of their size are equal (rules 4.3)."""


def by_zero(left: Floats, right: Floats) -> npt.NDArray[Any]:
    """#DIV/0! where the divisor is 0, else #NUM!."""
    return np.where(right == 0, DIV0, NUM)


def power(base: Floats, exponent: Floats) -> Floats:
    """The power; 0^0 and a negative base with a fraction are NaN, 0 to a negative power is infinite."""
    result: Floats = np.power(base, exponent)
    if (exponent == 0).any():
        undefined = (exponent == 0) & (base == 0)
        if undefined.any():
            result = np.divide(np.where(undefined, 0.0, result), np.where(undefined, 0.0, 1.0))
    return result


def power_fault(base: Floats, exponent: Floats) -> npt.NDArray[Any]:
    """#DIV/0! for 0 to a negative power, else #NUM!."""
    return np.where((base == 0) & (exponent < 0), DIV0, NUM)


def negative(operand: Values) -> Values:
    """Unary minus."""
    return apply(np.negative, [operand])


def arithmetic(kernel: Kernel, failure: Failure | None = None) -> Callable[[Values, Values], Values]:
    """An operator of two numbers; `failure` gives the error where the result is not finite (#NUM! without it)."""

    def compute(left: Values, right: Values) -> Values:
        if left.states is None and right.states is None:
            try:
                return Values(kernel(left.numbers, right.numbers))
            except FloatingPointError:
                pass
        return apply(kernel, [left, right], failure)

    return compute


ARITHMETIC: dict[str, Callable[[Values, Values], Values]] = {
    "+": arithmetic(np.add),
    "-": arithmetic(np.subtract),
    "*": arithmetic(np.multiply),
    "/": arithmetic(np.divide, by_zero),
    "^": arithmetic(power, power_fault),
}


def squared(operand: Values) -> Values:
    """`operand ^ 2`, which needs no general power."""
    return apply(np.square, [operand])


def text_ranks(texts: Texts, *codes: npt.NDArray[np.float64]) -> list[Floats]:
    """For text codes, numbers in the order of the texts without case; one array for each given, same shapes."""
    distinct = np.unique(np.concatenate([array.ravel() for array in codes]))
    folded = [texts.text(code).casefold() for code in distinct]
    place = {text: float(index) for index, text in enumerate(sorted(set(folded)))}
    ranks = np.array([place[text] for text in folded])
    return [ranks[np.searchsorted(distinct, array)].reshape(array.shape) for array in codes]


def lowest_equal(numbers: Floats) -> Floats:
    """The smallest number that counts as equal to each."""
    with np.errstate(over="ignore"):
        lowest: Floats = numbers - np.abs(numbers) * TOLERANCE
    return lowest


def highest_equal(numbers: Floats) -> Floats:
    """The largest number that counts as equal to each."""
    with np.errstate(over="ignore"):
        highest: Floats = numbers + np.abs(numbers) * TOLERANCE
    return highest


def holds(operator: str, left: Floats, right: Floats) -> Flags:
    """Whether numbers stand in the relation, those nearer than the tolerance being equal."""
    if operator == "=":
        result = (left >= lowest_equal(right)) & (left <= highest_equal(right))
    elif operator == "<>":
        result = (left < lowest_equal(right)) | (left > highest_equal(right))
    elif operator in ("<", ">="):
        lowest = lowest_equal(right)
        result = left < lowest if operator == "<" else left >= lowest
    else:
        highest = highest_equal(right)
        result = left > highest if operator == ">" else left <= highest
    return result


def text_relation(operator: str, left: Floats, right: Floats, texts: Texts) -> Flags:
    """Whether texts, by their codes, stand in the relation, without case."""
    if operator in ("=", "<>"):
        same: Flags = texts.folded(left) == texts.folded(right)
        return same if operator == "=" else ~same
    left_ranks, right_ranks = text_ranks(texts, left, right)
    return holds(operator, left_ranks, right_ranks)


def relation(operator: str, left: Values, right: Values, texts: Texts) -> Flags:
    """Whether cells that are neither empty nor errors stand in the relation (rules 4.3); others give anything."""
    if left.states is None and right.states is None:
        return holds(operator, left.numbers, right.numbers)
    kinds, other = states_of(left), states_of(right)
    both_texts = (kinds == TEXT) & (other == TEXT)
    if both_texts.all() and both_texts.size:
        return text_relation(operator, left.numbers, right.numbers, texts)
    result = holds(operator, left.numbers, right.numbers)
    if both_texts.any():
        spread = np.broadcast_to(both_texts, result.shape)
        codes = [np.where(spread, side.numbers, 0.0) for side in (left, right)]
        result = np.where(spread, text_relation(operator, codes[0], codes[1], texts), result)
    if (kinds != other).any():
        by_type = holds(operator, kinds.astype(np.float64), other.astype(np.float64))
        result = np.where(kinds != other, by_type, result)
    return result


def undecided(left: Values, right: Values) -> States | None:
    """Where a comparison has an error or an empty side: that state, elsewhere NUMBER; None when nowhere."""
    sides = [side if side is None or side.max(initial=0) >= EMPTY else None for side in (left.states, right.states)]
    return joined(*(None if side is None else np.where(side < EMPTY, np.uint8(NUMBER), side) for side in sides))


def compare(operator: str, left: Values, right: Values, texts: Texts) -> Values:
    """One of `= <> < <= > >=`: booleans; an empty side gives empty, the leftmost error wins."""
    return flags(relation(operator, left, right, texts), undecided(left, right))


def emptiness(values: Values, wanted: bool = True) -> Values:
    """Whether cells are empty (or, with `wanted` False, are not); errors stay."""
    states = states_of(values)
    errors = np.where(states >= FIRST_ERROR, states, np.uint8(NUMBER))
    shape = np.broadcast_shapes(states.shape, values.numbers.shape)
    return flags(np.broadcast_to((states == EMPTY) == wanted, shape), errors)

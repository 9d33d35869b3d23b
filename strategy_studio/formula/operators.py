"""The operators on whole columns: arithmetic, comparisons by type and tolerance, and the test for emptiness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .states import Flags, apply, flags, joined, states_of
from .values import DIV0, EMPTY, FIRST_ERROR, NUM, NUMBER, TEXT, Floats, States, Texts, Values

TOLERANCE = float(np.nextafter(2.0**-48, 0.0))
"""Numbers that differ by no more than this share of their size are equal (rules 4.3)."""


def divide(left: Floats, right: Floats) -> Floats:
    """The quotient; by 0 it is not finite."""
    quotient: Floats = np.divide(left, right)
    return quotient


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


def add(left: Values, right: Values) -> Values:
    """`left + right`."""
    return apply(np.add, [left, right])


def subtract(left: Values, right: Values) -> Values:
    """`left - right`."""
    return apply(np.subtract, [left, right])


def multiply(left: Values, right: Values) -> Values:
    """`left * right`."""
    return apply(np.multiply, [left, right])


def quotient(left: Values, right: Values) -> Values:
    """`left / right`; by 0 #DIV/0!."""
    return apply(divide, [left, right], by_zero)


def raised(left: Values, right: Values) -> Values:
    """`left ^ right`."""
    return apply(power, [left, right], power_fault)


ARITHMETIC: dict[str, Callable[[Values, Values], Values]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": quotient,
    "^": raised,
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


def difference(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """left - right, and how large it may be while the two count as equal."""
    with np.errstate(over="ignore"):
        return left - right, np.abs(right) * TOLERANCE


def holds(operator: str, left: Floats, right: Floats) -> Flags:
    """Whether numbers stand in the relation, those nearer than the tolerance being equal."""
    gap, tolerance = difference(left, right)
    if operator == "=":
        return np.abs(gap) <= tolerance
    if operator == "<>":
        return np.abs(gap) > tolerance
    if operator == "<":
        return gap < -tolerance
    if operator == "<=":
        return gap <= tolerance
    return gap > tolerance if operator == ">" else gap >= -tolerance


def comparable(
    operator: str, left: Values, right: Values, texts: Texts
) -> tuple[Floats, Floats, npt.NDArray[np.bool_] | None]:
    """Numbers that compare as the cells do, and where texts stand on both sides (None when nowhere)."""
    both = (states_of(left) == TEXT) & (states_of(right) == TEXT)
    if not both.any():
        return left.numbers, right.numbers, None
    shape = np.broadcast_shapes(both.shape, left.numbers.shape, right.numbers.shape)
    spread = np.broadcast_to(both, shape)
    codes = [np.where(spread, side.numbers, 0.0) for side in (left, right)]
    if operator in ("=", "<>"):
        return texts.folded(codes[0]), texts.folded(codes[1]), spread
    first, second = text_ranks(texts, *codes)
    return first, second, spread


def relation(operator: str, left: Values, right: Values, texts: Texts) -> Flags:
    """Whether cells that are neither empty nor errors stand in the relation (rules 4.3); others give anything."""
    if left.states is None and right.states is None:
        return holds(operator, left.numbers, right.numbers)
    kinds = states_of(left).astype(np.int8) - states_of(right).astype(np.int8)
    first, second, both = comparable(operator, left, right, texts)
    if both is not None and not both.all():
        first = np.where(both, first, left.numbers)
        second = np.where(both, second, right.numbers)
    result = holds(operator, first, second)
    if kinds.any():
        by_type = holds(operator, kinds.astype(np.float64), np.zeros((1, 1)))
        result = np.where(kinds != 0, by_type, result)
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

"""The operators on whole columns: arithmetic, comparisons by type and tolerance, and the test for emptiness."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from .distinct import numbered
from .layout import combined, crossed
from .states import (
    ALL_BOOLEANS,
    ALL_TEXTS,
    Failure,
    Flags,
    Kernel,
    anywhere,
    apply,
    errors_only,
    flags,
    joined,
    one,
    states_of,
    undecided,
)
from .values import BOOLEAN, DIV0, EMPTY, NUM, TEXT, Floats, Texts, Values

TOLERANCE = float(np.nextafter(2.0**-48, 0.0))
"""Numbers that differ by no more than this share of their size are equal (rules 4.3)."""


def by_zero(left: Floats, right: Floats) -> npt.NDArray[Any]:
    """#DIV/0! where the divisor is 0, else #NUM!."""
    return np.where(right == 0, DIV0, NUM)


def power(base: Floats, exponent: Floats) -> Floats:
    """The power; 0^0 and a negative base with a fraction are NaN, 0 to a negative power is infinite."""
    result = repeated_power(base, exponent) if crossed(base, exponent) else np.power(base, exponent)
    if np.count_nonzero(exponent) < exponent.size:
        undefined = (exponent == 0) & (base == 0)
        if anywhere(undefined):
            result = np.divide(np.where(undefined, 0.0, result), np.where(undefined, 0.0, 1.0))
    return result


def repeated_power(base: Floats, exponents: Floats) -> Floats:
    """Bases of many cases, shape (cases, 1), to the exponents of one, shape (1, rows): each exponent once.

    Rows repeat them (the same periods for every segment), and a power takes as long as many additions.
    """
    numbers: dict[float, int] = {}
    places = [] if len(exponents) > 1 else [numbers.setdefault(one, len(numbers)) for one in exponents[0].tolist()]
    if len(numbers) == len(places):
        return combined(np.power, base, exponents)  # type: ignore[no-any-return]
    once: Floats = combined(np.power, base, np.array([list(numbers)]))
    return once.T.take(places, axis=0).T


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
    "+": arithmetic(partial(combined, np.add)),
    "-": arithmetic(partial(combined, np.subtract)),
    "*": arithmetic(partial(combined, np.multiply)),
    "/": arithmetic(partial(combined, np.divide), by_zero),
    "^": arithmetic(power, power_fault),
}


def squared(operand: Values) -> Values:
    """`operand ^ 2`, which needs no general power."""
    return apply(np.square, [operand])


def text_ranks(texts: Texts, *codes: npt.NDArray[np.float64]) -> list[Floats]:
    """For text codes, numbers in the order of the texts without case; one array for each given, same shapes."""
    distinct, _, _ = numbered(np.concatenate([array.ravel() for array in codes]))
    folded = [texts.text(code).casefold() for code in distinct]
    place = {text: float(index) for index, text in enumerate(sorted(set(folded)))}
    ranks = np.array([place[text] for text in folded])
    return [ranks[np.searchsorted(distinct, array)].reshape(array.shape) for array in codes]


def lowest_equal(numbers: Floats) -> Floats:
    """The smallest number that counts as equal to each; infinite next to the largest numbers."""
    return _equal_end(np.subtract, numbers)


def highest_equal(numbers: Floats) -> Floats:
    """The largest number that counts as equal to each; infinite next to the largest numbers."""
    return _equal_end(np.add, numbers)


def _equal_end(direction: np.ufunc, numbers: Floats) -> Floats:
    end = np.abs(numbers)
    end *= TOLERANCE
    try:
        return direction(numbers, end, out=end)  # type: ignore[no-any-return]
    except FloatingPointError:
        with np.errstate(over="ignore"):
            return direction(numbers, np.abs(numbers) * TOLERANCE)  # type: ignore[no-any-return]


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
    if left.states is right.states and (left.states is None or left.states is ALL_BOOLEANS):
        return holds(operator, left.numbers, right.numbers)
    kinds, other = states_of(left), states_of(right)
    if kinds is ALL_TEXTS and other is ALL_TEXTS:
        return text_relation(operator, left.numbers, right.numbers, texts)
    both_texts = (kinds == TEXT) & (other == TEXT)
    count = np.count_nonzero(both_texts)
    if count and count == both_texts.size:
        return text_relation(operator, left.numbers, right.numbers, texts)
    result = holds(operator, left.numbers, right.numbers)
    if count:
        spread = np.broadcast_to(both_texts, result.shape)
        codes = [np.where(spread, side.numbers, 0.0) for side in (left, right)]
        result = np.where(spread, text_relation(operator, codes[0], codes[1], texts), result)
    mixed = kinds != other
    if anywhere(mixed):
        by_type = holds(operator, kinds.astype(np.float64), other.astype(np.float64))
        result = np.where(mixed, by_type, result)
    return result


def compare(operator: str, left: Values, right: Values, texts: Texts) -> Values:
    """One of `= <> < <= > >=`: booleans; an empty side gives empty, the leftmost error wins."""
    truth = relation(operator, left, right, texts)
    if left.states is None and right.states is None:
        return Values(truth.astype(np.float64), ALL_BOOLEANS)
    return flags(truth, joined(undecided(left.states), undecided(right.states)))


NEVER_EMPTY = {truth: one(float(not truth), BOOLEAN) for truth in (True, False)}
"""What `emptiness` gives of a column without empties and errors, by what is wanted."""


def emptiness(values: Values, wanted: bool = True) -> Values:
    """Whether cells are empty (or, with `wanted` False, are not); errors stay."""
    states = values.states
    if states is None or states is ALL_TEXTS or states is ALL_BOOLEANS:
        return NEVER_EMPTY[wanted]
    empty = states == EMPTY
    return flags(empty if wanted else ~empty, errors_only(states))

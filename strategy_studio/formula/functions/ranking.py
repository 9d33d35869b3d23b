"""Places in an ordered column: RANK.EQ, LARGE, SMALL, PERCENTILE.INC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..cases import single, take_rows
from ..layout import empty_cells
from ..operators import highest_equal, lowest_equal
from ..rounding import floored
from ..scope import Context
from ..states import blocked, failed, joined, merged, one, overlaid, refused_texts, settled
from ..steps import Argument, Build, Function, Step
from ..values import NA, Floats, States, Values
from .pooling import numbers_only


@dataclass(frozen=True, slots=True)
class Ordered:
    """The numbers of a whole column from the smallest, infinite where there are no more, how many there are per case,
    shape (cases, 1), and the first error of the column.
    """

    numbers: Floats
    count: Floats
    errors: States | None


def order(column: Values) -> Ordered:
    """The numbers of a column in order, shape (cases|1, rows)."""
    numbers, counted, errors = numbers_only(column)
    ordered = np.sort(np.where(counted, numbers, np.inf), axis=1)
    return Ordered(ordered, counted.sum(axis=1, keepdims=True).astype(np.float64), errors)


def ordered_column(context: Context, column: Argument) -> Ordered:
    """The column in order, made once while it stays."""
    values = column.step(context)
    return context.shared(("ordered", column.reference), lambda: order(values))  # type: ignore[no-any-return]


def pick(ordered: Ordered, place: Floats) -> Floats:
    """The number at a place counted from 0, NaN outside; shape (cases|1, rows|1)."""
    length = ordered.numbers.shape[1]
    outside = ~((place >= 0) & (place < ordered.count))
    if not length:
        return np.full(outside.shape, np.nan)
    rows = np.where(outside, 0.0, place).astype(np.intp)
    return np.where(outside, np.nan, take_rows(ordered.numbers, rows))


def placed(compute: Callable[[Ordered, Floats], Floats]) -> Build:
    """A function of a column in order and a number; #NUM! where it does not exist."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        column, place = arguments

        def run(context: Context) -> Values:
            ordered, position = ordered_column(context, column), place.step(context)
            with np.errstate(all="ignore"):
                result = compute(ordered, position.numbers)
            states = joined(ordered.errors, blocked([position]))
            return settled(result, failed(result, states))

        return run

    return build


def largest(ordered: Ordered, place: Floats) -> Floats:
    """LARGE: the number at a place counted from the largest."""
    return pick(ordered, ordered.count - floored(place))


def smallest(ordered: Ordered, place: Floats) -> Floats:
    """SMALL: the number at a place counted from the smallest."""
    return pick(ordered, floored(place) - np.where(ordered.count >= 0, 1.0, 0.0))


def percentile(ordered: Ordered, share: Floats) -> Floats:
    """PERCENTILE.INC: between the two numbers next to the share of the way from the smallest to the largest."""
    place = np.where((share >= 0) & (share <= 1), share, np.nan) * (ordered.count - 1)
    low, high = np.floor(place), np.ceil(place)
    start = pick(ordered, low)
    result: Floats = start + (place - low) * (pick(ordered, high) - start)
    return result


def ranks(values: Floats, ordered: Ordered, ascending: Floats) -> Floats:
    """The rank of each value among the ordered numbers of one case, NaN for a value that is not there."""
    numbers = ordered.numbers[0, : int(ordered.count[0, 0])]
    below = np.searchsorted(numbers, lowest_equal(values), side="left")
    upto = np.searchsorted(numbers, highest_equal(values), side="right")
    rank = np.where(ascending != 0, below + 1.0, len(numbers) - upto + 1.0)
    return np.where(upto > below, rank, np.nan)


def ranks_by_case(values: Floats, ordered: Ordered, ascending: Floats) -> Floats:
    """As `ranks`, where the column differs between cases: by counting, one number of the column after the other."""
    lowest, highest = lowest_equal(values), highest_equal(values)
    cases, length = ordered.numbers.shape
    below, upto = empty_cells((cases, values.shape[1])), empty_cells((cases, values.shape[1]))
    below[...] = upto[...] = 0.0
    for column in range(length):
        number = ordered.numbers[:, column, None]
        below += number < lowest
        upto += number <= highest
    rank = np.where(ascending != 0, below + 1.0, ordered.count - upto + 1.0)
    return np.where(upto > below, rank, np.nan)


def rank(arguments: tuple[Argument, ...]) -> Step:
    """RANK.EQ: 1 for the largest number of the column (for the smallest, when the order is not 0)."""
    value, column = arguments[:2]

    def run(context: Context) -> Values:
        sought, cells = value.step(context), column.step(context)
        direction = arguments[2].step(context) if len(arguments) > 2 else one(0.0)
        ordered = ordered_column(context, column)
        count = ranks if single([cells]) else ranks_by_case
        result = count(sought.numbers, ordered, direction.numbers)
        found = settled(result, failed(result, None, NA))
        return overlaid(found, refused_texts(joined(joined(merged([sought]), ordered.errors), merged([direction]))))

    return run


RANKING = (
    Function("RANK.EQ", "The place of a number in a column, 1 for the largest; equal numbers share it.", rank),
    Function("LARGE", "The k-th largest number of a column.", placed(largest)),
    Function("SMALL", "The k-th smallest number of a column.", placed(smallest)),
    Function("PERCENTILE.INC", "The number below which a share of the column lies, ends included.", placed(percentile)),
)

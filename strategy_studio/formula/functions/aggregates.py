"""Aggregates: one number from cells and whole columns; empties, texts and booleans of references are skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..scope import Context
from ..states import apply, errors_only, failed, first_error, joined, refused_texts, settled, states_of
from ..steps import Argument, Build, Function, Step
from ..values import DIV0, EMPTY, NUM, NUMBER, Floats, States, Values
from .pooling import Part, along, counts, parts_of, sums

Fold = Callable[[list[Part]], Floats]


def folded(fold: Fold, error: int = NUM) -> Build:
    """An aggregate of the parts; `error` stands where its result is not finite."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        def run(context: Context) -> Values:
            parts, decisive = parts_of(arguments, context)
            states = refused_texts(decisive)
            try:
                return settled(fold(parts), states)
            except FloatingPointError:
                with np.errstate(all="ignore"):
                    result = fold(parts)
                return settled(result, failed(result, states, error))

        return run

    return build


def sum_of(arguments: tuple[Argument, ...]) -> Step:
    """SUM; of the single cell of a column of numbers it is that cell (so empties are made 0)."""
    adding = folded(sums)(arguments)
    reference = arguments[0].reference
    if len(arguments) > 1 or reference is None or arguments[0].whole:
        return adding

    def run(context: Context) -> Values:
        cells = context.read(reference)
        return cells if cells.states is None else adding(context)

    return run


def average(parts: list[Part]) -> Floats:
    """The mean of the numbers; NaN of nothing."""
    return sums(parts) / counts(parts)


def extremes(parts: list[Part], pick: Any, worst: float) -> Floats:
    """The largest or smallest number, 0.0 of nothing; `pick` is np.maximum or np.minimum, `worst` its neutral."""
    result = np.full((1, 1), worst)
    for part in parts:
        numbers = part.numbers if part.counted is None else np.where(part.counted, part.numbers, worst)
        if part.whole:
            numbers = pick.reduce(numbers, axis=1, keepdims=True, initial=worst)
        result = pick(result, numbers)
    return np.where(result == worst, 0.0, result)


def largest(parts: list[Part]) -> Floats:
    """MAX."""
    return extremes(parts, np.maximum, -np.inf)


def smallest(parts: list[Part]) -> Floats:
    """MIN."""
    return extremes(parts, np.minimum, np.inf)


def counted(holds: Callable[[States, bool], Any]) -> Build:
    """A count of the cells whose states `holds` accepts, told whether the argument hands on cells; never an error."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        def run(context: Context) -> Values:
            total = np.zeros((1, 1))
            for argument in arguments:
                values = argument.step(context)
                matches = holds(states_of(values), argument.passing)
                if argument.whole:
                    matches = np.broadcast_to(matches, values.numbers.shape).sum(axis=1, keepdims=True)
                total = total + matches
            return Values(total)

        return run

    return build


def sum_product(arguments: tuple[Argument, ...]) -> Step:
    """SUMPRODUCT: the sum of row-wise products, what is no number counting as 0."""

    def run(context: Context) -> Values:
        columns = [argument.step(context) for argument in arguments]
        states: States | None = None
        for column in columns:
            errors = errors_only(column.states)
            if errors is not None:
                shape = (errors.shape[0], column.numbers.shape[1])
                states = joined(states, first_error(np.broadcast_to(errors, shape)))
        factors = [Values(zero_for_others(column)) for column in columns]
        product = apply(lambda *numbers: product_sum(numbers), factors)
        return settled(product.numbers, joined(states, product.states))

    return run


def product_sum(factors: tuple[Floats, ...]) -> Floats:
    """The products of the factors summed along the rows, shape (cases, 1)."""
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return along(product)


def zero_for_others(values: Values) -> Floats:
    """The numbers, 0.0 where a cell is none."""
    return values.numbers if values.states is None else np.where(values.states == NUMBER, values.numbers, 0.0)


AGGREGATES = (
    Function("SUM", "The sum of the numbers; of nothing 0.", sum_of),
    Function("AVERAGE", "The mean of the numbers; of nothing #DIV/0!.", folded(average, DIV0)),
    Function("MIN", "The smallest number; of nothing 0.", folded(smallest)),
    Function("MAX", "The largest number; of nothing 0.", folded(largest)),
    Function("COUNT", "How many numbers there are.", counted(lambda states, passing: states == NUMBER)),
    Function(
        "COUNTA", "How many cells are not empty, errors included.", counted(lambda states, passing: states != EMPTY)
    ),
    Function("COUNTBLANK", "How many cells are empty.", counted(lambda states, passing: states == EMPTY)),
    Function("SUMPRODUCT", "The sum of the products of columns, row by row.", sum_product),
)

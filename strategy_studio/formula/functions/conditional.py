"""Aggregates of the rows that fulfil criteria: SUMIFS, COUNTIFS, AVERAGEIFS, MAXIFS, MINIFS."""

from __future__ import annotations

import numpy as np

from ..cases import by_keys, single
from ..groups import Groups
from ..scope import Context
from ..states import Flags, errors_only, failed, joined, one, overlaid, settled
from ..steps import Argument, Build, Function, Step
from ..values import DIV0, NUMBER, Floats, States, Values
from .aggregates import zero_for_others
from .criteria import Criterion, read_criterion
from .selection import Reduce, Selection, aggregated, by_case, few_rows, keys_of

UNUSED = one(0.0)
"""What stands for the value of a criterion that needs none."""


def numbers_of(column: Values) -> tuple[Floats, Flags]:
    """The numbers of a column, 0.0 where there is none, and which cells are numbers, shape (cases|1, rows)."""
    shape = column.numbers.shape
    if column.states is None:
        return column.numbers, np.ones((1, shape[1]), dtype=np.bool_)
    counted = np.broadcast_to(column.states == NUMBER, (column.states.shape[0], shape[1]))
    return np.where(counted, column.numbers, 0.0), counted


def group_errors(groups: Groups, column: Values) -> States | None:
    """The first error of each group's cells; None when the column has none."""
    errors = errors_only(column.states)
    if errors is None:
        return None
    return groups.first_error(np.broadcast_to(errors, (errors.shape[0], column.numbers.shape[1])))


def sum_groups(groups: Groups, column: Values) -> Values:
    """The sum of each group's numbers."""
    sums = groups.sum(zero_for_others(column))
    return settled(sums, failed(sums, group_errors(groups, column)))


def average_groups(groups: Groups, column: Values) -> Values:
    """The mean of each group's numbers, of none #DIV/0!."""
    numbers, counted = numbers_of(column)
    with np.errstate(all="ignore"):
        sizes = (
            groups.sizes(numbers.shape[1])
            if np.count_nonzero(counted) == counted.size
            else groups.sum(counted.astype(np.float64))
        )
        means = groups.sum(numbers) / sizes
    return settled(means, failed(means, group_errors(groups, column), DIV0))


def largest_of_groups(groups: Groups, column: Values) -> Values:
    """The largest number of each group, of none 0."""
    numbers, counted = numbers_of(column)
    largest = groups.extreme(np.where(counted, numbers, -np.inf), np.maximum, -np.inf)
    return settled(np.where(np.isinf(largest), 0.0, largest), group_errors(groups, column))


def smallest_of_groups(groups: Groups, column: Values) -> Values:
    """The smallest number of each group, of none 0."""
    numbers, counted = numbers_of(column)
    smallest = groups.extreme(np.where(counted, numbers, np.inf), np.minimum, np.inf)
    return settled(np.where(np.isinf(smallest), 0.0, smallest), group_errors(groups, column))


def count_groups(groups: Groups, column: Values) -> Values:
    """How many rows each group has."""
    return Values(groups.sizes(column.numbers.shape[1]))


def read_criteria(arguments: tuple[Argument, ...]) -> tuple[Criterion, ...]:
    """The criteria of the pairs of a column and a criterion."""
    return tuple(read_criterion(*pair) for pair in zip(arguments[::2], arguments[1::2], strict=True))


def selected(reduce: Reduce, counting: bool = False) -> Build:
    """A function of the rows that fulfil criteria; `counting` when no column of numbers comes first."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        criteria = read_criteria(arguments if counting else arguments[1:])
        keys = keys_of(criteria)
        target = criteria[0].column if counting else arguments[0]

        def run(context: Context) -> Values:
            columns = [criterion.column.step(context) for criterion in criteria]
            values = [UNUSED if criterion.value is None else criterion.value.step(context) for criterion in criteria]
            cells = target.step(context)
            if single(columns):
                result = aggregated(Selection(context, criteria, columns, values, True, keys), cells, reduce)
            elif few_rows(columns, values):
                result = by_case(Selection(context, criteria, columns, values, False, keys), cells, reduce)
            else:
                result = by_keys(
                    columns,
                    [*values, cells],
                    lambda chosen, rest: aggregated(
                        Selection(context, criteria, chosen, rest[:-1], False, keys), rest[-1], reduce
                    ),
                )
            return overlaid(result, value_errors(values))

        return run

    return build


def value_errors(values: list[Values]) -> States | None:
    """The leftmost error among the values of criteria; None when there is none."""
    states: States | None = None
    for value in values:
        states = joined(states, errors_only(value.states))
    return states


CONDITIONAL = (
    Function("SUMIFS", "The sum of a column over the rows that fulfil all criteria; of none 0.", selected(sum_groups)),
    Function("COUNTIFS", "How many rows fulfil all criteria.", selected(count_groups, counting=True)),
    Function(
        "AVERAGEIFS", "The mean over the rows that fulfil all criteria; of none #DIV/0!.", selected(average_groups)
    ),
    Function(
        "MAXIFS", "The largest number in the rows that fulfil all criteria; of none 0.", selected(largest_of_groups)
    ),
    Function(
        "MINIFS", "The smallest number in the rows that fulfil all criteria; of none 0.", selected(smallest_of_groups)
    ),
)

"""Looking up: XLOOKUP, MATCH and INDEX."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..cases import by_keys, single, take
from ..distinct import numbered
from ..keys import KeyIndex, index_keys
from ..operators import highest_equal, text_ranks
from ..rounding import floored
from ..scope import Context
from ..states import Rows, anywhere, blocked, chosen, joined, one, overlaid, states_of, undecided
from ..steps import Argument, Function, Step
from ..values import EMPTY, NA, NUMBER, REF, TEXT, Texts, Values


def key_index(context: Context, argument: Argument, column: Values) -> KeyIndex:
    """The index of a whole column of one case, made once while the column stays."""
    return context.shared(("keys", argument.reference), lambda: index_keys(column, context.texts))  # type: ignore[no-any-return]


def shared_rows(context: Context, column: Argument, index: KeyIndex, query: Argument, values: Values) -> Rows:
    """The first row equal to each value, -1 for none; made once while neither column changes."""

    def find() -> Rows:
        return first_rows(index, index.find(values, context.texts))

    if query.reference is None:
        return find()
    return context.shared(("rows", column.reference, query.reference), find)  # type: ignore[no-any-return]


def first_rows(index: KeyIndex, keys: Rows) -> Rows:
    """The first row of each key, -1 for no key."""
    if not index.count:
        return keys
    return np.where(keys >= 0, index.first[keys], -1)


def fetched(rows: Rows, target: Values) -> Values:
    """The cells of the target at the rows; #N/A at -1."""
    missing = rows < 0
    found = not anywhere(missing)
    if not target.numbers.shape[1]:
        return overlaid(one(0.0), np.where(missing, np.uint8(NA), np.uint8(NUMBER)))
    cells = take(target, rows)
    if found:
        return cells
    return overlaid(cells, np.where(missing, np.uint8(NA), np.uint8(NUMBER)))


def exact_rows(context: Context, query: Argument, column: Argument) -> tuple[Values, Rows]:
    """The values looked up, and the first row of the column equal to each, -1 for none; shape of the values."""
    values, keys = query.step(context), column.step(context)
    if single([keys]):
        index = key_index(context, column, keys)
        return values, shared_rows(context, column, index, query, values)

    def search(columns: Sequence[Values], sought: Sequence[Values]) -> Values:
        index = index_keys(columns[0], context.texts)
        return Values(first_rows(index, index.find(sought[0], context.texts)).astype(np.float64))

    return values, by_keys([keys], [values], search).numbers.astype(np.intp)


def look_up(arguments: tuple[Argument, ...]) -> Step:
    """XLOOKUP: the cell of the result column in the first row whose key is equal."""
    query, column, target = arguments[:3]

    def run(context: Context) -> Values:
        values, rows = exact_rows(context, query, column)
        result = fetched(rows, target.step(context))
        if len(arguments) > 3:
            result = chosen(rows < 0, arguments[3].step(context), result)
        return overlaid(result, undecided(values.states))

    return run


def last_not_above(values: Values, column: Values, texts: Texts) -> Rows:
    """The row of the largest cell of the same type that is not above each value, the last of equals; -1 for none."""
    sought, cells = states_of(values), np.broadcast_to(states_of(column), column.numbers.shape)
    shape = np.broadcast_shapes(values.numbers.shape, sought.shape)
    rows = np.full(shape, -1, dtype=np.intp)
    for kind in numbered(sought[sought < EMPTY])[0]:
        chosen_rows = np.flatnonzero(cells[0] == kind)
        wanted = np.broadcast_to(sought == kind, shape)
        numbers, keys = np.broadcast_to(values.numbers, shape)[wanted], column.numbers[0][chosen_rows]
        if kind == TEXT:
            numbers, keys = text_ranks(texts, numbers, keys)
        if len(keys):
            order = np.lexsort((chosen_rows, keys))
            place = np.searchsorted(keys[order], highest_equal(numbers), side="right") - 1
            rows[wanted] = np.where(place >= 0, chosen_rows[order][np.maximum(place, 0)], -1)
    return rows


def near_rows(context: Context, query: Argument, column: Argument) -> Rows:
    """The row of the column for MATCH with 1, shape (cases|1, rows|1), -1 for none."""
    values, keys = query.step(context), column.step(context)
    if single([keys]):
        return last_not_above(values, keys, context.texts)

    def search(columns: Sequence[Values], sought: Sequence[Values]) -> Values:
        return Values(last_not_above(sought[0], columns[0], context.texts).astype(np.float64))

    return by_keys([keys], [values], search).numbers.astype(np.intp)


def match(arguments: tuple[Argument, ...]) -> Step:
    """MATCH: the row, from 1, of the value in a column; with 1 the last not above it in a sorted column."""
    query, column, mode = arguments

    def run(context: Context) -> Values:
        kind = mode.step(context)
        values, rows = exact_rows(context, query, column)
        near = kind.numbers != 0
        if anywhere(near):
            rows = np.where(near, near_rows(context, query, column), rows)
        states = joined(undecided(values.states), blocked([kind]))
        found = np.where(rows < 0, np.uint8(NA), np.uint8(NUMBER))
        return overlaid(overlaid(Values(rows.astype(np.float64) + 1.0), found), states)

    return run


def pick(arguments: tuple[Argument, ...]) -> Step:
    """INDEX: the cell in the row counted from 1; outside the column #REF!."""
    column, place = arguments

    def run(context: Context) -> Values:
        cells, position = column.step(context), place.step(context)
        rows = floored(position.numbers)
        length = cells.numbers.shape[1]
        outside = (rows < 1) | (rows > length)
        states = np.where(outside, np.uint8(REF), np.uint8(NUMBER))
        found = take(cells, np.where(outside, 1, rows).astype(np.intp) - 1) if length else one(0.0)
        return overlaid(overlaid(found, states), blocked([position]))

    return run


LOOKUPS = (
    Function("XLOOKUP", "The cell of a column in the row where another column equals the key; none #N/A.", look_up),
    Function("MATCH", "The row of a column, counted from 1, where the value stands; none #N/A.", match),
    Function("INDEX", "The cell in the row counted from 1.", pick),
)

"""The numbers that an aggregate takes from its arguments: cells, whole columns, or both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..layout import Cells, side_by_side
from ..scope import Context
from ..states import Flags, anywhere, errors_only, first_error, joined
from ..steps import Argument
from ..values import BOOLEAN, NUMBER, TEXT, Floats, States, Values

POOL_CELLS = 4_000_000
"""How many cells are pooled at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one argument gives: `counted` says which of its numbers count (None: all); errors stand in `states`.

    `length` is how many cells each row of the formula gets: all of a whole column, else 1.
    """

    numbers: Floats
    counted: Flags | None
    states: States | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """All cells of all arguments, shape (cases, rows, cells); numbers that do not count are 0.0."""

    numbers: Floats
    counted: Flags


def part_of(argument: Argument, context: Context) -> Part:
    """The numbers of one argument, and its leftmost error per row (rules 4.5)."""
    values = argument.step(context)
    states = values.states
    if states is None:
        return Part(values.numbers, None, None, argument.whole)
    counted = states == NUMBER
    errors = errors_only(states)
    if not argument.passing:
        counted = counted | (states == BOOLEAN)
        texts = np.where(states == TEXT, states, np.uint8(NUMBER))
        errors = joined(errors, texts if anywhere(texts) else None)
    if argument.whole and errors is not None:
        errors = first_error(np.broadcast_to(errors, (errors.shape[0], values.numbers.shape[1])))
    return Part(np.where(counted, values.numbers, 0.0), counted, errors, argument.whole)


def parts_of(arguments: Sequence[Argument], context: Context) -> tuple[list[Part], States | None]:
    """The parts of all arguments, and why there is no result: the leftmost error, else TEXT for a made text."""
    parts = [part_of(argument, context) for argument in arguments]
    states: States | None = None
    for part in parts:
        states = joined(states, part.states)
    return parts, states


def counts(parts: Sequence[Part]) -> Floats:
    """How many numbers count, shape (cases, rows)."""
    total = np.zeros((1, 1))
    for part in parts:
        if part.counted is None:
            total = total + (part.numbers.shape[1] if part.whole else 1)
        elif part.whole:
            total = total + np.broadcast_to(part.counted, part.numbers.shape).sum(axis=1, keepdims=True)
        else:
            total = total + part.counted
    return total


def sums(parts: Sequence[Part]) -> Floats:
    """The sum of the numbers that count, shape (cases, rows); infinite when it is too large."""
    totals = [along(part.numbers) if part.whole else part.numbers for part in parts]
    total = np.array(totals[0]) if len(totals) == 1 else totals[0] + totals[1]
    for following in totals[2:]:
        total = total + following
    return total


SEQUENTIAL = 8
"""numpy adds up fewer numbers than this one after the other, more of them in so many sums."""
PAIRWISE = 128
"""numpy halves longer rows than this and adds up the halves."""


def along(numbers: Floats) -> Floats:
    """The sum of each row of numbers, shape (cases, 1); as `sum`, but many short rows are summed side by side."""
    cases, length = numbers.shape
    total: Floats
    if cases < SEQUENTIAL or length < 2 or (length >= SEQUENTIAL and not side_by_side(numbers)):
        total = numbers.sum(axis=1, keepdims=True)
        return total
    return in_pairs(numbers)[:, None]


def in_pairs(numbers: Floats) -> Floats:
    """The sum of each row of numbers, shape (cases,), in the order in which numpy adds up a row by itself.

    A figure must not change in its last digit with the number of cases it is computed beside.
    """
    length = numbers.shape[1]
    if length > PAIRWISE:
        middle = length // 2 - length // 2 % SEQUENTIAL
        return in_pairs(numbers[:, :middle]) + in_pairs(numbers[:, middle:])
    if length < SEQUENTIAL:
        total, rest = numbers[:, 0] + numbers[:, 1], 2
    else:
        rest = length - length % SEQUENTIAL
        eight = numbers[:, :SEQUENTIAL]
        for start in range(SEQUENTIAL, rest, SEQUENTIAL):
            eight = eight + numbers[:, start : start + SEQUENTIAL]
        four = eight[:, ::2] + eight[:, 1::2]
        two = four[:, ::2] + four[:, 1::2]
        total = two[:, 0] + two[:, 1]
    for column in range(rest, length):
        total += numbers[:, column]
    return total


def spread(parts: Sequence[Part]) -> Iterator[tuple[Floats, Flags]]:
    """Each part as (cases, rows, cells)."""
    for part in parts:
        shape = part.numbers.shape
        counted = np.broadcast_to(np.ones((1, 1), dtype=np.bool_) if part.counted is None else part.counted, shape)
        axis = 1 if part.whole else 2
        yield np.expand_dims(part.numbers, axis), np.expand_dims(counted, axis)


def pools(parts: Sequence[Part], rows: int = 1) -> Iterator[tuple[slice, Pool]]:
    """All cells of the parts side by side, with the rows they are for, in blocks of rows that stay in memory.

    `rows` is how many rows the result has at least.
    """
    pieces = list(spread(parts))
    cases, length = np.broadcast_shapes((1, rows), *(numbers.shape[:2] for numbers, _ in pieces))
    cells = sum(numbers.shape[2] for numbers, _ in pieces)
    block = max(1, POOL_CELLS // max(1, cases * cells))
    for start in range(0, max(length, 1), block):
        chosen = slice(start, min(start + block, length))
        numbers = [_chosen(piece, chosen, cases) for piece, _ in pieces]
        counted = [_chosen(piece, chosen, cases) for _, piece in pieces]
        yield chosen, Pool(_beside(numbers), _beside(counted))


def _chosen(piece: npt.NDArray[Cells], rows: slice, cases: int) -> npt.NDArray[Cells]:
    if piece.shape[1] > 1:
        piece = piece[:, rows]
    return np.broadcast_to(piece, (cases, rows.stop - rows.start, piece.shape[2]))


def _beside(pieces: list[npt.NDArray[Cells]]) -> npt.NDArray[Cells]:
    """Pieces one after the other along the cells, which then lie next to each other."""
    return np.ascontiguousarray(np.concatenate(pieces, axis=2))


def numbers_only(values: Values) -> tuple[Floats, Flags, States | None]:
    """A whole column's numbers (0.0 where there is none), which cells are numbers, and its first error per case."""
    shape = values.numbers.shape
    if values.states is None:
        return values.numbers, np.ones(shape, dtype=np.bool_), None
    counted = np.broadcast_to(values.states == NUMBER, shape)
    errors = errors_only(values.states)
    if errors is not None:
        errors = first_error(np.broadcast_to(errors, (errors.shape[0], shape[1])))
    return np.where(counted, values.numbers, 0.0), counted, errors

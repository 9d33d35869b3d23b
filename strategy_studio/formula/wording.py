"""Results made of texts: a Python function called once for each distinct combination of cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .errors import FormulaError
from .states import Rows, joined, settled, states_of
from .values import (
    EMPTY,
    ERRORS,
    FIRST_ERROR,
    FORMULA_ERRORS,
    NUMBER,
    TEXT,
    VALUE,
    Floats,
    Scalar,
    States,
    Texts,
    Values,
    scalar,
)

LONGEST_TEXT = 32_767
VALUE_ERROR = FORMULA_ERRORS[VALUE - FIRST_ERROR]

Worder = Callable[..., Scalar]


def number_text(number: float) -> str:
    """A number as `&` writes it: up to 15 significant digits, `1E+15` beyond them (rules 4.6)."""
    plain = f"{number + 0.0:.15g}"
    if "e" not in plain:
        return plain
    digits, _, exponent = plain.partition("e")
    return f"{digits}E{int(exponent):+03d}"


def as_text(cell: Scalar) -> str:
    """A cell as text: numbers by `number_text`, TRUE or FALSE, an empty as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell) if isinstance(cell, FormulaError) else number_text(cell)


def distinct_cells(operands: Sequence[Values]) -> tuple[Rows, Rows, tuple[int, ...]]:
    """The distinct combinations of cells of broadcast operands.

    Gives a flat position for each combination, for each flat cell the number of its combination, and the shape.
    """
    shape = np.broadcast_shapes(*(operand.numbers.shape for operand in operands))
    combined = np.zeros(int(np.prod(shape)), dtype=np.intp)
    for operand in operands:
        for array in (operand.numbers, states_of(operand)):
            if array.size != 1:
                _, inverse = np.unique(np.broadcast_to(array, shape).ravel(), return_inverse=True)
                _, combined = np.unique(combined * (int(inverse.max(initial=0)) + 1) + inverse, return_inverse=True)
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    return first, inverse, shape


def cells_at(values: Values, positions: Rows, shape: tuple[int, ...]) -> Values:
    """The cells at flat positions of the values spread to a shape; shape (1, positions)."""
    numbers = np.broadcast_to(values.numbers, shape)[np.unravel_index(positions, shape)][None, :]
    if values.states is None:
        return Values(numbers)
    return Values(numbers, np.broadcast_to(values.states, shape)[np.unravel_index(positions, shape)][None, :])


def encode(results: Sequence[Scalar], texts: Texts) -> tuple[Floats, States]:
    """Numbers and states of Python values; a text too long is #VALUE!, an empty text is empty."""
    numbers, states = np.zeros(len(results)), np.zeros(len(results), dtype=np.uint8)
    for index, result in enumerate(results):
        if result is None or result == "":
            states[index] = EMPTY
        elif isinstance(result, FormulaError):
            states[index] = FIRST_ERROR + ERRORS.index(result.code)
        elif isinstance(result, str):
            short = len(result) <= LONGEST_TEXT
            states[index] = TEXT if short else VALUE
            numbers[index] = texts.code(result) if short else 0.0
        else:
            numbers[index] = float(result)
    return numbers, states


def deciding(operands: Sequence[Values], lowest: int) -> States:
    """The leftmost error, else EMPTY, among states of at least `lowest`; NUMBER where there is none."""
    decided: States | None = None
    for operand in operands:
        states = states_of(operand)
        decided = joined(decided, np.where(states >= lowest, states, np.uint8(NUMBER)))
    return states_of(Values(np.zeros((1, 1)), decided))


def worded(word: Worder, operands: Sequence[Values], texts: Texts, skip_empty: bool = True) -> Values:
    """`word(cell, ...)` of every row; an error among the operands is the result, and so is an empty if `skip_empty`."""
    positions, inverse, shape = distinct_cells(operands)
    columns = [cells_at(operand, positions, shape) for operand in operands]
    states = np.broadcast_to(deciding(columns, EMPTY if skip_empty else FIRST_ERROR), (1, len(positions)))[0]
    results: list[Scalar] = []
    for index, state in enumerate(states.tolist()):
        if state == NUMBER:
            results.append(word(*(scalar(column, texts, index) for column in columns)))
        else:
            results.append(None if state == EMPTY else FORMULA_ERRORS[state - FIRST_ERROR])
    numbers, made = encode(results, texts)
    return settled(numbers[inverse].reshape(shape), made[inverse].reshape(shape))

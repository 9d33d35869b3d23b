"""Results made of texts: a Python function called once for each distinct combination of cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .distinct import numbered
from .errors import FormulaError
from .states import Rows, errors_only, joined, settled, states_of, undecided
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
    python_cell,
    python_cells,
)

LONGEST_TEXT = 32_767
FEW_CELLS = 64
"""In so few cells the distinct ones are not looked for."""
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
                _, _, inverse = numbered(np.broadcast_to(array, shape).ravel())
                _, _, combined = numbered(combined * (int(inverse.max(initial=0)) + 1) + inverse)
    _, first, inverse = numbered(combined)
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


def deciding(operands: Sequence[Values], passing_empty: bool) -> States | None:
    """The leftmost error, else EMPTY unless `passing_empty`; NUMBER where there is neither, None when nowhere."""
    decided: States | None = None
    for operand in operands:
        decided = joined(decided, errors_only(operand.states) if passing_empty else undecided(operand.states))
    return decided


def worded(word: Worder, operands: Sequence[Values], texts: Texts, skip_empty: bool = True) -> Values:
    """`word(cell, ...)` of every row; an error among the operands is the result, and so is an empty if `skip_empty`."""
    shape = np.broadcast_shapes(*(operand.numbers.shape for operand in operands))
    if shape[0] == 1 and shape[1] <= FEW_CELLS:
        numbers, made = _one_by_one(word, operands, shape[1], texts, skip_empty)
        return settled(numbers[None, :], made[None, :])
    positions, inverse, shape = distinct_cells(operands)
    columns = [cells_at(operand, positions, shape) for operand in operands]
    numbers, made = _one_by_one(word, columns, len(positions), texts, skip_empty)
    return settled(numbers[inverse].reshape(shape), made[inverse].reshape(shape))


def _one_by_one(
    word: Worder, operands: Sequence[Values], count: int, texts: Texts, skip_empty: bool
) -> tuple[Floats, States]:
    """Numbers and states of `count` results, from operands of shape (1, count|1)."""
    cells = zip(*(python_cells(operand, count, texts) for operand in operands), strict=True)
    decided = deciding(operands, passing_empty=not skip_empty)
    if decided is None:
        return encode([word(*arguments) for arguments in cells], texts)
    states: list[int] = np.broadcast_to(decided, (1, count))[0].tolist()
    results = [
        word(*arguments) if state == NUMBER else python_cell(0.0, state, texts)
        for arguments, state in zip(cells, states, strict=True)
    ]
    return encode(results, texts)

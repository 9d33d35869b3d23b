"""Columns of values as numpy arrays: numbers, and beside them a state per cell where not all are numbers."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from .errors import REASONS, FormulaError

Floats = npt.NDArray[np.float64]
States = npt.NDArray[np.uint8]

NUMBER, TEXT, BOOLEAN, EMPTY = 0, 1, 2, 3
FIRST_ERROR = 4
ERRORS = ("#DIV/0!", "#VALUE!", "#N/A", "#NUM!", "#REF!", "#NAME?")
DIV0, VALUE, NA, NUM, REF, NAME = range(FIRST_ERROR, FIRST_ERROR + len(ERRORS))
FORMULA_ERRORS = tuple(FormulaError(code, REASONS[code]) for code in ERRORS)

Scalar = float | str | bool | FormulaError | None


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Cells of shape (cases, rows), either length 1 standing for all.

    `numbers` holds the number, the code of a text (see `Texts`), 0 or 1 for a boolean, and 0.0 for empties and
    errors; numbers are always finite. `states` holds NUMBER, TEXT, BOOLEAN, EMPTY or an error per cell and is
    broadcast to `numbers` (an all-text column may have states of shape (1, 1)); None means all are numbers.
    """

    numbers: Floats
    states: States | None = None


class Texts:
    """Every text of one open plan by a number that stays; texts that differ only in case share a folded number."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._texts: list[str] = []
        self._folded: list[int] = []
        self._folds: dict[str, int] = {}
        self._folded_array: Floats = np.zeros(0)
        self._adding = Lock()  # a thread that only reads the plan evaluates texts too

    def code(self, text: str) -> int:
        """The number of a text, given anew when the text is."""
        found = self._codes.get(text)
        return self._added(text) if found is None else found

    def _added(self, text: str) -> int:
        with self._adding:
            if text not in self._codes:
                number = len(self._texts)
                self._texts.append(text)
                self._folded.append(self._folds.setdefault(text.casefold(), number))
                self._codes[text] = number  # last: whoever finds it finds the text
            return self._codes[text]

    def text(self, code: float) -> str:
        """The text of a number that `code` gave."""
        return self._texts[int(code)]

    def folded(self, codes: Floats) -> Floats:
        """Codes that are equal where the texts are equal without case; same shape. Only codes this pool gave."""
        if len(self._folded_array) != len(self._folded):
            self._folded_array = np.array(self._folded, dtype=np.float64)
        folded: Floats = self._folded_array[codes.astype(np.intp)]
        return folded


def scalar(values: Values, texts: Texts, row: int = 0, case: int = 0) -> Scalar:
    """One cell as a Python value: float, str, bool, None when empty, or a FormulaError."""
    numbers = values.numbers
    number = float(numbers[case if numbers.shape[0] > 1 else 0, row if numbers.shape[1] > 1 else 0])
    if values.states is None:
        return number
    states = values.states
    state = int(states[case if states.shape[0] > 1 else 0, row if states.shape[1] > 1 else 0])
    return python_cell(number, state, texts)


def python_cell(number: float, state: int, texts: Texts) -> Scalar:
    """One cell as a Python value: float, str, bool, None when empty, or a FormulaError."""
    if state == NUMBER:
        return number
    if state == TEXT:
        return texts.text(number)
    if state == BOOLEAN:
        return number != 0
    return None if state == EMPTY else FORMULA_ERRORS[state - FIRST_ERROR]


def python_cells(values: Values, count: int, texts: Texts) -> list[Scalar]:
    """`count` cells of shape (1, count|1) as Python values."""
    numbers: list[float] = np.broadcast_to(values.numbers, (1, count))[0].tolist()
    if values.states is None:
        return list(numbers)
    states: list[int] = np.broadcast_to(values.states, (1, count))[0].tolist()
    return [python_cell(number, state, texts) for number, state in zip(numbers, states, strict=True)]


def from_scalars(cells: list[Scalar], texts: Texts) -> Values:
    """A column, shape (1, len(cells)), from Python values."""
    numbers = np.zeros((1, len(cells)))
    states = np.zeros((1, len(cells)), dtype=np.uint8)
    for index, cell in enumerate(cells):
        if cell is None or cell == "":
            states[0, index] = EMPTY
        elif isinstance(cell, str):
            numbers[0, index], states[0, index] = texts.code(cell), TEXT
        elif isinstance(cell, FormulaError):
            states[0, index] = FIRST_ERROR + ERRORS.index(cell.code)
        else:
            numbers[0, index], states[0, index] = cell, BOOLEAN if isinstance(cell, bool) else NUMBER
    return Values(numbers, states if states.any() else None)

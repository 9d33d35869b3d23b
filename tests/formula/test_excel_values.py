"""Every worked example and many random formulas give in LibreOffice what they give in the studio (rules 5.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from strategy_studio.formula.errors import FormulaError
from strategy_studio.formula.examples import EXAMPLES
from strategy_studio.formula.examples.example import Example
from strategy_studio.formula.excel import NotInExcel
from tests.formula.data_worksheet import Data, cell, results
from tests.formula.random_formulas import COLUMNS, NAMES, PRIOR, Formulas
from tests.libreoffice import PROGRAM, Case, Cell, calculate, excel_text, same

SUMMING = ("SUM", "MIN", "MAX", "AVERAGE", "MEDIAN")


def case_of(example: Example, careful: bool) -> Case:
    columns, prior = (
        {title: [cell(value) for value in cells] for title, cells in found.items()}
        for found in (example.columns, example.prior)
    )
    names = {name: cell(value) for name, value in example.names.items()}
    return Case(example.formula, columns, names, prior, not example.figure, careful)


def beyond_libreoffice(case: Case, row: int) -> bool:
    """Whether a truth value among numbers or texts of one column is read: LibreOffice has no type for it, TRUE is 1."""
    for title, cells in case.columns.items():
        filled = [value for value in cells if value is not None and not isinstance(value, FormulaError)]
        truths = [isinstance(value, bool) for value in filled]
        read_whole = re.search(rf"\[{re.escape(title)}\]|TRUE", case.formula)
        if any(truths) and not all(truths) and (read_whole or isinstance(cells[row], bool)):
            return True
    return False


def agrees(case: Case, expected: Sequence[Cell], found: Sequence[Cell]) -> bool:
    """The same in every row; which of several errors an aggregate shows is the program's own choice."""
    either = any(name in case.formula for name in SUMMING)
    return all(
        same(one, other)
        or (either and isinstance(one, FormulaError) and isinstance(other, FormulaError))
        or beyond_libreoffice(case, row)
        for row, (one, other) in enumerate(zip(expected, found, strict=True))
    )


def differing(cases: Sequence[Case], expected: Iterable[Sequence[Cell]], folder: Path) -> list[str]:
    return [
        f"{case.formula}: {list(right)} expected, {found} found by {excel_text(case)}"
        for case, right, found in zip(cases, expected, calculate(cases, folder), strict=True)
        if not agrees(case, right, found)
    ]


def examples(careful: bool) -> list[tuple[Case, list[Cell]]]:
    return [(case_of(example, careful), [cell(value) for value in example.expected]) for example in EXAMPLES]


@pytest.mark.long
@pytest.mark.needs(PROGRAM)
@pytest.mark.parametrize("careful", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["facts", "no facts"])
def test_examples_give_the_same_in_libreoffice(careful: bool, tmp_path: Path) -> None:
    cases, expected = zip(*examples(careful), strict=True)
    assert len(cases) > 500
    assert differing(cases, expected, tmp_path) == []


def random_cases(seed: int, count: int) -> list[tuple[Case, list[Cell]]]:
    formulas, found = Formulas(seed), []
    rows = len(COLUMNS["Plain"])
    while len(found) < count:
        case = Case(formulas.formula(), COLUMNS, NAMES, PRIOR, careful=len(found) % 2 == 0)
        expected = results(case.formula, Data(COLUMNS, NAMES, PRIOR))
        found.append((case, expected * rows if len(expected) == 1 else expected))
    return found


@pytest.mark.long
@pytest.mark.needs(PROGRAM)
@pytest.mark.parametrize(
    ("seed", "count"), [(1, 250), *(pytest.param(seed, 900, marks=pytest.mark.slow) for seed in (2, 4))]
)
def test_random_formulas_give_the_same_in_libreoffice(seed: int, count: int, tmp_path: Path) -> None:
    cases, expected = zip(*random_cases(seed, count), strict=True)
    assert differing(cases, expected, tmp_path) == []


MIXED_CELLS: dict[str, list[Cell]] = {
    "A": [1.0, "x", None, "", 0.0, "?", "x", FormulaError("#N/A")],
    "B": ["x", None, 2.0, "y", None, 0.0, "Y", 5.0],
    "C": ["u", "u", "u", "v", "v", "v", "v", "u"],
}
COUNTED = {
    'COUNTIFS([B],"<>")': 6.0,
    'COUNTIFS([C],"u",[A],"<>")': 3.0,
    'COUNTIFS([A],"<>",[C],"v")': 3.0,
    'COUNTIFS([A],"<>",[B],"<>")': 4.0,
    'COUNTIFS([A],"<>",[B],"<>",[C],"<>u")': 2.0,
    'COUNTIFS([A],"<>",[B],"=")': 2.0,
    'COUNTIFS([A],"<>",[A],"<>x")': 4.0,
    'COUNTIFS([A],"<>",[B],">1")': 1.0,
}
"""How many rows of MIXED_CELLS meet the criteria, counted by hand; "" typed is an empty cell."""


FILLED_CELLS: dict[str, list[Cell]] = {
    "A": [1.0, "x", None, "", 0.0, "?", "x", None],
    "C": ["u", "u", "u", "v", "v", "v", "v", "w"],
    "T": [-4.0, -2.5, 100.0, 7.0, None, 3.0, 0.5, 9.0],
    "N": [None, None, 6.0, 6.0, -1.0, 6.0, -8.0, 6.0],
}
FOUND: dict[str, Cell] = {
    'SUMIFS([T],[A],"<>")': -3.0,
    'SUMIFS([T],[A],"<>",[C],"v")': 3.5,
    'SUMIFS([T],[C],"w",[A],"<>")': 0.0,
    'AVERAGEIFS([T],[A],"<>")': -0.75,
    'AVERAGEIFS([T],[A],"<>",[C],"w")': FormulaError("#DIV/0!"),
    'AVERAGEIFS([N],[A],"<>",[C],"v")': -1.0,
    'MAXIFS([T],[A],"<>")': 3.0,
    'MAXIFS([T],[A],"<>",[C],"u")': -2.5,
    'MAXIFS([T],[A],"<>",[T],"<-3")': -4.0,
    'MINIFS([T],[A],"<>",[C],"v")': 0.5,
    'MINIFS([N],[A],"<>")': -8.0,
    'MAXIFS([N],[A],"<>",[N],"<-2")': -8.0,
    'MAXIFS([T],[C],"w",[A],"<>")': 0.0,
    'MAXIFS([T],[A],"<>",[A],"<>x")': 3.0,
}
"""What the rows of FILLED_CELLS with something in A come to, by hand."""
AMID_ERRORS: dict[str, Cell] = {
    'SUMIFS([T],[A],"<>")': 6.0,
    'SUMIFS([T],[A],"<>",[C],"w")': 9.0,
    'AVERAGEIFS([T],[A],"<>")': 1.2,
    'AVERAGEIFS([T],[A],"<>",[C],"w")': 9.0,
}
"""The same where the last cell of A is an error, which is not empty."""


def blank(columns: dict[str, list[Cell]], **others: list[Cell]) -> dict[str, list[Cell]]:
    """The columns with None where "" was typed."""
    return {
        title: [None if value == "" else value for value in cells] for title, cells in {**columns, **others}.items()
    }


@pytest.mark.needs(PROGRAM)
def test_filled_cells_of_numbers_and_texts_are_found_the_same_in_libreoffice(tmp_path: Path) -> None:
    counted, filled = blank(MIXED_CELLS), blank(FILLED_CELLS)
    failing = blank(FILLED_CELLS, A=[*FILLED_CELLS["A"][:-1], FormulaError("#N/A")])
    cases = [Case(formula, counted, careful=True) for formula in COUNTED]
    cases += [Case(formula, filled) for formula in FOUND] + [Case(formula, failing) for formula in AMID_ERRORS]
    expected = [[value] * 8 for value in (*COUNTED.values(), *FOUND.values(), *AMID_ERRORS.values())]
    assert [results(case.formula, Data(dict(case.columns), {}, {})) for case in cases] == expected
    assert differing(cases, expected, tmp_path) == []


def test_what_has_no_spelling_is_refused_with_a_sentence() -> None:
    columns: dict[str, list[Cell]] = {"A": [1.0, "x", FormulaError("#N/A")], "B": [1.0, 2.0, 3.0]}
    with pytest.raises(NotInExcel, match=r'MAXIFS with "<>" .* has no spelling'):
        excel_text(Case('MAXIFS([B],[A],"<>")', columns))

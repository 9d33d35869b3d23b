"""Every function of the language under several cases: each case gives what a worksheet with its cells gives alone."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from strategy_studio.formula.compiler import compile_formula
from strategy_studio.formula.examples import EXAMPLES
from strategy_studio.formula.examples.example import Example
from strategy_studio.formula.layout import MANY_CASES
from strategy_studio.formula.values import scalar
from tests.formula.data_worksheet import Data, checked, results, same, spread

CASES = 4
MANY = MANY_CASES + CASES


def turned(cells: Any, case: int) -> list[Any]:
    """The cells moved on by so many rows, in the last case with one emptied; the first is as it was."""
    moved = [*cells[case:], *cells[:case]] if case < len(cells) else list(cells)
    return [None, *moved[1:]] if case == CASES - 1 else moved


def differing(example: Example) -> list[tuple[str, ...]]:
    """Which columns and Names differ between cases: each alone, and all of them."""
    names = [*example.columns, *example.names]
    return [*combinations(names, 1), tuple(names)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.formula)
def test_a_case_gives_what_it_gives_alone(example: Example) -> None:
    given: dict[str, Any] = {**example.columns, **{name: [value] for name, value in example.names.items()}}
    for titles in differing(example):
        cases = {title: [turned(given[title], case) for case in range(CASES)] for title in titles}
        together = Data(dict(example.columns), dict(example.names), dict(example.prior), not example.figure, cases)
        values = spread(compile_formula(checked(example.formula, together)).evaluate(together))
        for case in (1, CASES - 1):
            cells = {title: cases[title][case] if title in titles else given[title] for title in given}
            columns = {title: cells[title] for title in example.columns}
            names = {name: cells[name][0] for name in example.names}
            expected = results(example.formula, Data(columns, names, dict(example.prior), rowwise=not example.figure))
            found = [scalar(values, together.texts, row, case) for row in range(values.numbers.shape[1])]
            assert len(found) == len(expected) and all(map(same, found, expected)), (titles, case)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.formula)
def test_many_cases_laid_side_by_side_give_what_few_give(example: Example) -> None:
    given: dict[str, Any] = {**example.columns, **{name: [value] for name, value in example.names.items()}}
    for titles in differing(example):
        found = []
        for count in (CASES, MANY):
            cases = {title: [turned(given[title], case % CASES) for case in range(count)] for title in titles}
            data = Data(dict(example.columns), dict(example.names), dict(example.prior), not example.figure, cases)
            values = spread(compile_formula(checked(example.formula, data)).evaluate(data))
            rows = range(values.numbers.shape[1])
            found.append([[scalar(values, data.texts, row, case) for row in rows] for case in range(count)])
        few, many = found
        for case in (0, 1, CASES - 1, MANY - 2, MANY - 1):
            assert all(map(same, many[case], few[case % CASES])), (titles, case)

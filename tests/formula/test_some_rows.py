"""Branches computed in some rows only, and numbers written over on the way, give what the rules give cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from strategy_studio.formula.compiler import compile_formula
from strategy_studio.formula.scope import Context, Reference
from strategy_studio.formula.some_rows import SomeRows, where
from strategy_studio.formula.values import Values, scalar
from tests.formula.data_worksheet import Data, checked, same, spread
from tests.formula.reference_evaluator import Place, evaluate

ROWS, CASES = 8, 5
COLUMNS: dict[str, list[Any]] = {
    "K": ["a", "b", "a", "c", "d", None, "a", "b"],
    "A": [1.0, 2.0, 0.0, -4.0, None, 6.0, 7.0, 1e308],
    "B": [3.0, 0.0, 5.0, 2.0, 1.0, 4.0, None, 10.0],
}
FORMULAS = (
    'SWITCH([@K],"a",[@A]*Some_name,"b",1/[@B],"c","none")',
    'SWITCH([@K],"a",[@A],"x",1,[@B]*Some_name)',
    'IF([@K]="a",[@A]/Some_name,IF([@K]="b",[@B],SUMIFS([A],[K],[@K])))',
    'IF([@K]="c",XLOOKUP([@K],[K],[B])+Some_name,"no")',
    'IF([@B]>Some_name,SWITCH([@K],"a",[@A]+Some_name,0),[@B])',
    'IFS([@A]>Some_name,[@A],[@K]="b",[@B]/0,TRUE,Some_name)',
    'CHOOSE(IF([@K]="a",1,2),[@A]*Some_name,RANK.EQ([@B],[B]))',
    'IF(ISBLANK([@A]),"",IF([@K]="a",COUNT([A],[@B]),MAX(Some_name,[@A])))',
    "SUM([@A])*Some_name*10-SUM([@B])",
    "ABS([@A])*10*10-Some_name",
    "MAX([@A],1)+Some_name-1/[@B]+2",
    "(ABS([@B])+1)*Some_name/[@A]/[@B]",
)


def data() -> Data:
    chance = np.random.default_rng(7)
    names = [[float(number)] for number in chance.integers(1, 9, CASES)]
    varied = [[None if cell is None else cell * (1 + case / 10) for cell in COLUMNS["B"]] for case in range(CASES)]
    return Data(COLUMNS, {"Some_name": 1.0}, cases={"Some_name": names, "B": varied})


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_cell_of_every_case_is_what_the_rules_give(formula: str) -> None:
    given = data()
    assert given.many
    compiled = checked(formula, given)
    values = spread(compile_formula(compiled).evaluate(given))
    for case in range(CASES):
        for row in range(ROWS):
            found = scalar(values, given.texts, row, min(case, len(values.numbers) - 1))
            expected = evaluate(compiled.node, Place(given, row, case))
            assert same(found, expected, 1e-9), f"row {row} of case {case}: {found!r}, not {expected!r}"


def test_a_step_is_given_only_the_rows_that_take_it() -> None:
    seen: list[int] = []

    def step(context: Context) -> Values:
        seen.append(context.rows)
        return context.read(Reference("Data", "A", whole=False))

    mask = np.zeros((2, ROWS), dtype=np.bool_)
    mask[0, 1] = mask[1, 3] = True
    assert where(mask, step, data()).numbers.tolist() == [[2.0, -4.0]]
    where(np.ones((1, ROWS), dtype=np.bool_), step, data())
    where(mask, step, Data(COLUMNS))
    assert seen == [2, ROWS, ROWS]


def test_whole_columns_and_what_is_shared_of_them_stay_whole() -> None:
    given = data()
    some = SomeRows(given, np.array([[0, 2]]))
    assert some.read(Reference("Data", "A")).numbers.shape == (1, ROWS)
    assert some.read(Reference("Data", "A", whole=False)).numbers.shape == (1, 2)
    assert some.shared(("keys", Reference("Data", "A")), lambda: "made") == "made"
    assert given.shared(("keys", Reference("Data", "A")), lambda: "anew") == "made"
    assert some.shared(("test", Reference("Data", "A", whole=False)), lambda: "rows") == "rows"
    assert given.shared(("test", Reference("Data", "A", whole=False)), lambda: "all") == "all"

"""Compiled formulas over whole columns give what the rules give cell by cell, for one case and for many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy_studio.formula.check import Checked
from strategy_studio.formula.compiler import compile_formula
from strategy_studio.formula.nodes import Node
from strategy_studio.formula.scope import Fact, Reference
from strategy_studio.formula.values import EMPTY, FIRST_ERROR, NUMBER, TEXT, Values, scalar
from tests.formula.data_worksheet import Data, checked, results, same, spread
from tests.formula.random_nodes import CELLS, formulas, worksheets
from tests.formula.reference_evaluator import Place, evaluate

MIXED = Fact("mixed")
CASES = 3


def evaluated(node: Node, data: Data) -> Values:
    # Not checked first: what a formula may mix is refused by types, and here every type meets every other.
    return compile_formula(Checked(node, "Data", data.rowwise, (), MIXED)).evaluate(data)


def assert_as_reference(node: Node, data: Data, cases: int) -> None:
    values = spread(evaluated(node, data))
    assert values.numbers.shape[0] in (1, cases)
    assert values.numbers.shape[1] == data.rows
    for case in range(cases):
        for row in range(data.rows):
            found = scalar(values, data.texts, row, case)
            expected = evaluate(node, Place(data, row, case))
            assert same(found, expected, 1e-9), f"row {row} of case {case}: {found!r}, not {expected!r}"


@settings(max_examples=300)
@given(formulas(), st.integers(1, 6).flatmap(worksheets), CELLS["M"])
def test_random_formulas_give_what_the_rules_give(node: Node, columns: dict[str, list[Any]], name: Any) -> None:
    assert_as_reference(node, Data(columns, {"Some_name": name}, fact=MIXED), 1)


@st.composite
def many_cases(draw: Any) -> Data:
    """A worksheet some of whose columns, and perhaps the Name, differ from case to case."""
    rows = draw(st.integers(1, 5))
    columns = draw(worksheets(rows))
    differing = draw(st.sets(st.sampled_from(("A", "B", "K", "M", "Some_name")), min_size=1))
    cases: dict[str, list[Any]] = {}
    for title in differing:
        cells, count = (CELLS["M"], 1) if title == "Some_name" else (CELLS[title], rows)
        cases[title] = [draw(st.lists(cells, min_size=count, max_size=count)) for _ in range(CASES)]
    return Data(columns, {"Some_name": 1.0}, cases=cases, fact=MIXED)


@settings(max_examples=300)
@given(formulas(), many_cases())
def test_many_cases_give_what_each_gives_alone(node: Node, data: Data) -> None:
    assert_as_reference(node, data, CASES)


@settings(max_examples=200)
@given(formulas(), st.integers(1, 6).flatmap(worksheets))
def test_results_keep_the_form_of_values(node: Node, columns: dict[str, list[Any]]) -> None:
    values = evaluated(node, Data(columns, {"Some_name": 1.0}, fact=MIXED))
    assert np.isfinite(values.numbers).all()
    if values.states is not None:
        states = np.broadcast_to(values.states, values.numbers.shape)
        assert states.dtype == np.uint8
        assert (states < FIRST_ERROR + 6).all()
        assert (values.numbers[states >= EMPTY] == 0.0).all()


def test_an_empty_worksheet_gives_no_rows_and_a_figure_one() -> None:
    nothing: dict[str, Any] = {"A": (), "K": ()}
    for formula in ("[@A]*2", "1+1", "IF([@A]>1,2,3)", "XLOOKUP([@K],[K],[A])", "SUMIFS([A],[K],[@K])",
                    "RANK.EQ([@A],[A])", '[@A]&"x"', "COUNTIFS([A],\"<\"&[@A])", "SUM([@A])",
                    "MEDIAN([@A])"):  # fmt: skip
        assert results(formula, Data(nothing)) == []
    for formula, expected in (("SUM([A])", 0.0), ("COUNTIFS([A],1)", 0.0), ("COUNTA([K])", 0.0), ("MAX([A])", 0.0),
                              ("XLOOKUP(1,[A],[K],5)", 5.0), ('SUMIFS([A],[A],">"&1)', 0.0)):  # fmt: skip
        assert results(formula, Data(nothing, rowwise=False)) == [expected]


def test_only_what_differs_between_cases_carries_the_cases() -> None:
    columns: dict[str, Any] = {"A": (1, 2), "B": (3, 4)}
    data = Data(columns, {"Some_name": 1}, cases={"Some_name": [(1,), (2,), (3,)]})
    assert evaluated_text("[@A]+[@B]", data).numbers.shape == (1, 2)
    assert evaluated_text("[@A]+Some_name", data).numbers.shape == (3, 2)
    assert evaluated_text("SUM([A])*Some_name", data).numbers.tolist() == [[3, 3], [6, 6], [9, 9]]


def evaluated_text(formula: str, data: Data) -> Values:
    return compile_formula(checked(formula, data)).evaluate(data)


ROWS, MANY = 80, 70
LONG = (
    "SUMIFS([A],[K],[@K])",
    'AVERAGEIFS([A],[K],[@K],[B],">"&[@B])',
    'MAXIFS([B],[B],"<"&Some_name)',
    'SUMIFS([A],[B],"<"&Some_name)',
    'COUNTIFS([B],"<="&[@A],[K],"<>k1")',
    "XLOOKUP([@K],[K],[A])",
    "MATCH([@A],[B],1)",
    "RANK.EQ([@A],[A])",
    "MEDIAN([A],[@B])",
    "LARGE([A],Some_name)",
)


@pytest.mark.parametrize("formula", LONG)
@pytest.mark.parametrize("differing", [("A", "Some_name"), ("K", "B", "Some_name"), ("A", "B", "K")])
def test_long_columns_of_many_cases_give_what_each_gives_alone(formula: str, differing: tuple[str, ...]) -> None:
    chance = np.random.default_rng(20270101)

    def cells(title: str) -> list[Any]:
        if title == "Some_name":
            return [float(chance.integers(1, 50))]
        if title == "K":
            return [f"k{number}" for number in chance.integers(0, 9, ROWS)]
        return [None if number == 7 else float(number) for number in chance.integers(0, 40, ROWS)]

    columns = {title: cells(title) for title in ("A", "B", "K")}
    cases: dict[str, list[Any]] = {title: [cells(title) for _ in range(MANY)] for title in differing}
    data = Data(columns, {"Some_name": 3.0}, cases=cases)
    values = spread(evaluated_text(formula, data))
    for case in (0, 35, MANY - 1):
        chosen = {title: of_case[case] for title, of_case in cases.items()}
        name = chosen.pop("Some_name", [3.0])[0]
        alone = results(formula, Data({**columns, **chosen}, {"Some_name": name}))
        assert all(same(scalar(values, data.texts, row, case), alone[row]) for row in range(ROWS))


def test_a_column_beside_every_row_is_pooled_in_blocks() -> None:
    rows = 3000
    data = Data({"A": [float(number) for number in range(rows)]})
    found = results("MEDIAN([A],[@A],[@A])", data)
    assert found[0] == (rows - 3) / 2
    assert found[-1] == (rows + 1) / 2
    assert results("NPV([@A],[A])", data)[0] == sum(range(rows))


def test_numbers_alone_carry_no_states() -> None:
    data = Data({"A": (1, 2, 4), "B": (3, None, 5), "K": ("a", "b", "a")})
    for formula in ("[@A]*2+1", "[@A]/[@A]", "SUM([@B])", "IF([@A]>1,1,2)", "COUNTIFS([K],[@K])",
                    "SUMIFS([A],[K],[@K])", "XLOOKUP([@K],[K],[A])", "IFERROR([@A]/0,1)", "ROUND([@A]/3,2)",
                    "RANK.EQ([@A],[A])"):  # fmt: skip
        assert evaluated_text(formula, data).states is None


def test_long_sums_are_no_deep_recursion() -> None:
    data = Data({"A": (1, 2)})
    assert results("+".join(["[@A]"] * 1600), data) == [1600.0, 3200.0]
    assert results("&".join(['"a"'] * 1500), data) == ["a" * 1500] * 2


def test_a_text_too_long_is_refused() -> None:
    data = Data({"A": ("x" * 16384, "x" * 16383, None)})
    found = results("[@A]&[@A]", data)
    assert str(found[0]) == "#VALUE!"
    assert found[1:] == ["x" * 32766, None]


def test_indexes_are_made_once() -> None:
    data = Data({"A": (1, 2, 3), "K": ("a", "b", "a"), "M": (1, 2, 1)})
    calls: list[str] = []
    shared = data.shared

    def watched(key: Any, make: Any) -> Any:
        return shared(key, lambda: (calls.append(str(key[0])), make())[1])

    data.shared = watched  # type: ignore[method-assign]
    for _ in range(3):
        results("SUMIFS([A],[K],[@K],[M],[@M])+XLOOKUP([@K],[K],[A])+RANK.EQ([@A],[A])", data)
    assert len(calls) == len(set(calls)) + 1  # two key columns, everything else one
    assert set(calls) == {"keys", "groups", "wanted", "rows", "ordered"}


def test_what_criteria_share_tells_numbers_from_texts() -> None:
    data = Data({"N": (1, 1, 2), "T": ("1", "2", "TRUE"), "B": (True, False, False)})
    formulas = (
        'COUNTIFS([N],"1")', 'COUNTIFS([N],"=1")', 'COUNTIFS([T],"=1")', 'COUNTIFS([T],"1")',
        'COUNTIFS([B],"TRUE")', 'COUNTIFS([B],"=TRUE")', 'COUNTIFS([T],"=TRUE")', 'COUNTIFS([T],"true")',
    )  # fmt: skip
    assert [results(formula, data)[0] for formula in formulas] == [0, 2, 0, 1, 0, 1, 0, 1]
    assert [results(formula, data)[0] for formula in reversed(formulas)] == [1, 0, 1, 0, 1, 0, 2, 0]


def test_cells_of_every_state_survive_a_branch() -> None:
    values = evaluated_text(
        "IF([@A]=1,[@M],[@K])", Data({"A": (1, 1, 0, None), "M": (5, "t", 1, 1), "K": (1, 1, "k", 1)})
    )
    assert spread(values).states is not None
    assert spread(values).states.tolist() == [[NUMBER, TEXT, TEXT, EMPTY]]  # type: ignore[union-attr]


@pytest.mark.parametrize("criterion", ['">"&[@A]', "[@A]", '"<>"&[@A]'])
def test_prior_columns_may_have_other_lengths(criterion: str) -> None:
    data = Data({"A": (1, 2)}, prior={"A": (1, 1, 2, 5)})
    expected = {'">"&[@A]': [2.0, 1.0], "[@A]": [2.0, 1.0], '"<>"&[@A]': [2.0, 3.0]}
    assert results(f"COUNTIFS(PRIOR([A]),{criterion})", data) == expected[criterion]
    assert Reference("Data", "A", prior=True).node == "Data[A]"

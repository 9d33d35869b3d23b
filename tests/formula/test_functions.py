"""Every worked example gives what it promises, and every function and operator has one."""

from __future__ import annotations

import pytest

from strategy_studio.formula.examples import EXAMPLES, FAMILIES
from strategy_studio.formula.examples.example import Example
from strategy_studio.formula.functions import FUNCTIONS
from strategy_studio.formula.nodes import Binary, Call, Unary, walk
from strategy_studio.formula.parser import parse
from strategy_studio.formula.signatures import signatures
from tests.formula.data_worksheet import cell, of_example, results, same


def difference(example: Example) -> str:
    found = results(example.formula, of_example(example))
    expected = [cell(value) for value in example.expected]
    if len(found) == len(expected) and all(map(same, found, expected)):
        return ""
    return f"{example.formula} of {example.columns} gives {found}, not {expected}"


@pytest.mark.parametrize("family", FAMILIES)
def test_examples_give_what_they_promise(family: str) -> None:
    assert [text for text in map(difference, FAMILIES[family]) if text] == []


def test_every_function_is_implemented_and_described() -> None:
    assert set(FUNCTIONS) == set(signatures())
    for function in FUNCTIONS.values():
        assert function.signature.startswith(function.name + "(")
        assert function.help.endswith(".")


def test_every_function_and_operator_has_an_example_shown_as_help() -> None:
    shown = [node for example in EXAMPLES if example.help for node in walk(parse(example.formula))]
    calls = {node.function for node in shown if isinstance(node, Call)}
    operators = {node.operator for node in shown if isinstance(node, Binary)}
    assert set(FUNCTIONS) - calls == set()
    assert operators >= {"+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="}
    assert any(isinstance(node, Unary) for node in shown)


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 300

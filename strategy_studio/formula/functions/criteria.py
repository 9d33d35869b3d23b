"""Criteria as the ...IFS functions read them: an operator only where the formula writes one (rules 4.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from ..nodes import Boolean, Number, Text
from ..operators import relation
from ..states import Flags, one, states_of
from ..steps import Argument, Step
from ..values import BOOLEAN, EMPTY, TEXT, Texts, Values
from .text import join, written

Test = Literal["=", "<>", "<", "<=", ">", ">=", "empty", "filled", "nothing"]
OPERATOR = re.compile(r"<=|>=|<>|=|<|>")
NUMBER_TEXT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A column and what its cells must be: the test, and how to compute the value they are held against.

    `value` is None for the tests that need none; it is constant when it cannot differ from row to row.
    """

    column: Argument
    test: Test
    value: Argument | None


def read_criterion(column: Argument, criterion: Argument) -> Criterion:
    """The criterion that an argument of a call means."""
    parts = criterion.parts or (criterion,)
    first = parts[0].node
    found = OPERATOR.match(first.value) if isinstance(first, Text) else None
    if found is None or not isinstance(first, Text):
        return Criterion(column, "=", criterion)
    operator: Test = found.group()  # type: ignore[assignment]
    rest = first.value[found.end() :]
    if len(parts) == 1:
        return _written_out(column, operator, rest, criterion)
    following = parts[1:]
    if rest:
        following = (_literal(rest, as_text=True), *following)
    if len(following) == 1:
        node = following[0].node
        value = _literal(node.value) if isinstance(node, Text) else following[0]
        return Criterion(column, operator, value)
    return Criterion(column, operator, Argument(criterion.node, written(join, skip_empty=False)(following)))


def _written_out(column: Argument, operator: Test, rest: str, criterion: Argument) -> Criterion:
    if rest:
        return Criterion(column, operator, _literal(rest))
    tests: dict[str, Test] = {"=": "empty", "<>": "filled"}
    return Criterion(column, tests.get(operator, "nothing"), None)


def _literal(text: str, as_text: bool = False) -> Argument:
    """What stands behind an operator: a number, TRUE or FALSE, else a text; its node says which, as a key of groups."""
    if not as_text and NUMBER_TEXT.fullmatch(text):
        number = one(float(text))
        return Argument(Number(float(text)), lambda context: number)
    if not as_text and text.upper() in ("TRUE", "FALSE"):
        truth = one(float(text.upper() == "TRUE"), BOOLEAN)
        return Argument(Boolean(text.upper() == "TRUE"), lambda context: truth)
    return Argument(Text(text), text_step(text))


def text_step(text: str) -> Step:
    """A text written in the formula; an empty one is an empty cell."""
    if not text:
        empty = one(0.0, EMPTY)
        return lambda context: empty
    return lambda context: text_cell(context.texts.code(text))


@lru_cache(maxsize=4096)
def text_cell(code: int) -> Values:
    """A text by its code as a single cell, shape (1, 1)."""
    return one(float(code), TEXT)


def matches(test: Test, cells: Values, value: Values, texts: Texts) -> Flags:
    """Which cells pass the test against a value, broadcast; errors pass only `<>` and "filled"."""
    states, sought = states_of(cells), states_of(value)
    same: Flags = (states == sought) & (states < EMPTY)
    if test == "nothing":
        return np.zeros((1, 1), dtype=np.bool_)
    if test in ("empty", "filled"):
        passed: Flags = np.equal(states == EMPTY, test == "empty")
    elif test == "<>":
        passed = ~(same & relation("=", cells, value, texts)) & ((sought != EMPTY) | (states != EMPTY))
    else:
        passed = same & relation(test, cells, value, texts)
    return passed

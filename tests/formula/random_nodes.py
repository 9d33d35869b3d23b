"""Random formulas over the worksheet *Data* as trees, and random cells for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from strategy_studio.formula.nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn

TITLES = ("A", "B", "K", "M")
Draw = Callable[[st.SearchStrategy[Any]], Any]

numbers = st.sampled_from((0.0, 1.0, 2.0, -1.0, -2.5, 0.5, 3.0, 0.125, 40.0, 1e200))
words = st.sampled_from(("x", "X", "b", "Bee", "straße", "STRASSE", "12", "a*"))
errors = st.sampled_from(("#N/A", "#DIV/0!", "#REF!"))
plain = st.one_of(numbers, st.none())
mixed = st.one_of(numbers, words, st.none(), st.booleans(), errors)
keys = st.one_of(words, st.none())
CELLS = {"A": plain, "B": st.one_of(numbers, numbers, numbers, plain, errors), "K": keys, "M": mixed}

columns = st.sampled_from(TITLES).map(lambda title: WholeColumn("Data", title))
leaves: st.SearchStrategy[Node] = st.one_of(
    numbers.map(lambda number: Number(abs(number))),
    st.sampled_from(("x", "bee", "")).map(Text),
    st.booleans().map(Boolean),
    st.sampled_from(TITLES).map(Cell),
    st.sampled_from(TITLES).map(Cell),
    st.just(Name("Some_name")),
)
ELEMENTWISE = {"ABS": 1, "SIGN": 1, "INT": 1, "ROUND": 2, "MOD": 2, "SQRT": 1, "LN": 1, "NOT": 1, "ISBLANK": 1,
               "IFERROR": 2, "IF": 3}  # fmt: skip
AGGREGATES = ("SUM", "AVERAGE", "MEDIAN", "MIN", "MAX", "COUNT", "COUNTA", "AND", "OR")
CONDITIONAL = ("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS", "COUNTIFS")
OPERATORS = ("+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">=")


@st.composite
def formulas(draw: Draw, depth: int = 3) -> Node:
    """A formula of a column of *Data*, calls and operators nested up to a depth."""
    if depth == 0 or draw(st.integers(0, 7)) == 0:
        return draw(leaves)
    inner = formulas(depth - 1)
    form = draw(st.sampled_from((binary, binary, elementwise, aggregate, conditional, lookup, branch, minus)))
    return form(draw, inner)


def minus(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    return Unary("-", draw(inner))


def binary(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    return Binary(draw(st.sampled_from(OPERATORS)), draw(inner), draw(inner))


def elementwise(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    name = draw(st.sampled_from(sorted(ELEMENTWISE)))
    return Call(name, tuple(draw(inner) for _ in range(ELEMENTWISE[name])))


def aggregate(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    arguments = draw(st.lists(st.one_of(inner, columns), min_size=1, max_size=3))
    return Call(draw(st.sampled_from(AGGREGATES)), tuple(arguments))


def branch(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    name = draw(st.sampled_from(("IFS", "SWITCH", "CHOOSE")))
    pairs = [draw(inner) for _ in range(2 * draw(st.integers(1, 2)))]
    return Call(name, tuple(pairs if name == "IFS" else [draw(inner), *pairs]))


def criterion(draw: Draw) -> Node:
    value = draw(leaves)
    if draw(st.booleans()):
        return value
    return Binary("&", Text(draw(st.sampled_from(("=", "<>", "<", "<=", ">", ">=")))), value)


def conditional(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    name = draw(st.sampled_from(CONDITIONAL))
    arguments: list[Node] = [] if name == "COUNTIFS" else [draw(columns)]
    for _ in range(draw(st.integers(1, 3))):
        arguments += [draw(columns), criterion(draw)]
    return Call(name, tuple(arguments))


def lookup(draw: Draw, inner: st.SearchStrategy[Node]) -> Node:
    name = draw(st.sampled_from(("XLOOKUP", "MATCH", "INDEX", "RANK.EQ", "LARGE", "SMALL")))
    column, value = draw(columns), draw(inner)
    if name == "XLOOKUP":
        rest = (draw(inner),) if draw(st.booleans()) else ()
        return Call(name, (value, column, draw(columns), *rest))
    if name == "MATCH":
        return Call(name, (value, column, Number(0.0)))
    return Call(name, (value, column) if name == "RANK.EQ" else (column, value))


@st.composite
def worksheets(draw: Draw, rows: int) -> dict[str, list[Any]]:
    """The cells of all columns."""
    return {title: draw(st.lists(cells, min_size=rows, max_size=rows)) for title, cells in CELLS.items()}

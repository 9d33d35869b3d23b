"""Reading formulas: what binds tighter, what a reference is, where the limits lie and what is said about mistakes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from strategy_studio.formula.errors import FormulaProblem
from strategy_studio.formula.nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from strategy_studio.formula.parser import load_tree, parse, save_tree
from tests.formula.places import corpus, trees

ONE, TWO, THREE = Number(1.0), Number(2.0), Number(3.0)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-2^2", Binary("^", Unary("-", TWO), TWO)),
        ("2^-2", Binary("^", TWO, Unary("-", TWO))),
        ("1^2^3", Binary("^", Binary("^", ONE, TWO), THREE)),
        ("1-2-3", Binary("-", Binary("-", ONE, TWO), THREE)),
        ("1-(2-3)", Binary("-", ONE, Binary("-", TWO, THREE))),
        ("1+2*3", Binary("+", ONE, Binary("*", TWO, THREE))),
        ("2*3^1", Binary("*", TWO, Binary("^", THREE, ONE))),
        ("1&2+3", Binary("&", ONE, Binary("+", TWO, THREE))),
        ("1=2&3", Binary("=", ONE, Binary("&", TWO, THREE))),
        ("1<2=TRUE", Binary("=", Binary("<", ONE, TWO), Boolean(True))),
        ("--1", Unary("-", Unary("-", ONE))),
        ("1<>2", Binary("<>", ONE, TWO)),
        ("1<=-2", Binary("<=", ONE, Unary("-", TWO))),
        (" = 1 ", ONE),
        ("=1=2", Binary("=", ONE, TWO)),
        ("false", Boolean(False)),
        ('"a ""b"" [@c]"', Text('a "b" [@c]')),
        ('""', Text("")),
        (".5", Number(0.5)),
        ("1.5E-3", Number(0.0015)),
        ("[@ Cost to serve ]", Cell("Cost to serve")),
        ("[Share (%) - a/b]", WholeColumn("", "Share (%) - a/b")),
        ("Segment_CLV[CLV]", WholeColumn("Segment_CLV", "CLV")),
        ("Größe_x[Länge]", WholeColumn("Größe_x", "Länge")),
        ("Discount_rate", Name("Discount_rate")),
        ("True_north", Name("True_north")),
        ("rank.eq([@A],[A])", Call("RANK.EQ", (Cell("A"), WholeColumn("", "A")))),
        ("Norm.S.Dist(1,true)", Call("NORM.S.DIST", (ONE, Boolean(True)))),
        ("SUM ( 1 , 2 )", Call("SUM", (ONE, TWO))),
        ("SUM()", Call("SUM", ())),
        ("1\n+\t2\u00a0", Binary("+", ONE, TWO)),
    ],
)
def test_a_text_is_read_as_excel_would_but_for_the_left_associative_power(text: str, tree: Node) -> None:
    assert parse(text) == tree


def test_composed_and_decomposed_letters_name_the_same_column() -> None:
    assert parse("[@Cafe\u0301]") == parse("[@Caf\u00e9]") == Cell("Café")


def test_letters_that_are_written_with_marks_can_be_named() -> None:
    assert parse("[@हिन्दी]+हिन्दी_x") == Binary("+", Cell("हिन्दी"), Name("हिन्दी_x"))


def test_every_node_knows_where_it_begins_in_the_text_as_typed() -> None:
    tree = parse("=10+SUM([@A],-2)")
    assert isinstance(tree, Binary)
    assert isinstance(tree.right, Call)
    first, second = tree.right.arguments
    assert (tree.left.at, tree.at, tree.right.at, first.at, second.at) == (2, 4, 5, 9, 14)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "empty"),
        (" = ", 1, "empty"),
        ("[@A] +", 7, "a value after +"),
        ("[@A]+*2", 6, "a value after +"),
        ("SUM(1,,2)", 7, "a value after the comma"),
        ("SUM(1,)", 7, "a value after the comma"),
        ("*2", 1, "a value at the beginning"),
        ("()", 2, "a value after ("),
        ("1 2", 3, "an operator such as + after 1"),
        ("[@A][@B]", 5, "after [@A]"),
        ("(1+2", 1, "never closed"),
        ("SUM(1,(2", 7, "never closed"),
        ("1)", 2, "no opening"),
        ('1&"abc', 3, "text is never closed"),
        ("1+[@A", 3, "column is never closed"),
        ("1]", 2, "no opening"),
        ("1,2", 2, "comma"),
        ("SUM(1;2)", 6, "not a semicolon"),
        ("5%", 2, "0.05"),
        ("A1:B2", 3, "Ranges"),
        ("$A1", 1, "Cell addresses"),
        ("Sheet!A", 6, "Sheet_name[Column]"),
        ("Segments[@A]", 1, "names a worksheet"),
        ("[]", 1, "no name"),
        ("[@ ]", 1, "no name"),
        ("[a#b]", 1, "# cannot stand"),
        ("[[a]]", 1, "never closed"),
        ("1+“a”", 3, "“"),
        ("1\x002", 2, "U+0000"),
        ('"\ud800"', 2, "U+D800"),
        ("1+1e999", 3, "too large"),
        ("__import__('os')", 12, "double quotes"),
        ("a.b(1).c", 7, "an operator"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaProblem) as refused:
        parse(text)
    assert refused.value.position == position
    assert words in str(refused.value)
    assert len(str(refused.value)) < 200


def test_8192_characters_are_read_and_one_more_is_refused() -> None:
    longest = "+".join(["1"] * 4096) + " "
    assert len(longest) == 8192
    assert isinstance(parse(longest), Binary)
    with pytest.raises(FormulaProblem, match="8,193 characters, 8,192 is the most"):
        parse(longest + " ")


@pytest.mark.parametrize(
    ("opening", "closing", "levels"), [("(", ")", 1), ("ABS(", ")", 1), ("-", "", 1), ("-(", ")", 2), ("-ABS(", ")", 2)]
)
def test_64_levels_are_read_and_one_more_is_refused(opening: str, closing: str, levels: int) -> None:
    depth = 64 // levels
    parse(opening * depth + "1" + closing * depth)
    with pytest.raises(FormulaProblem, match="more than 64 levels"):
        parse(opening * (depth + 1) + "1" + closing * (depth + 1))


def test_signs_and_brackets_that_are_over_do_not_count_as_levels() -> None:
    parse("+".join(["-(-1)"] * 200))
    parse("SUM(" + ",".join(["-1"] * 200) + ")")
    parse("1" + "--1" * 200)


def test_255_arguments_are_read_and_one_more_is_refused() -> None:
    tree = parse("SUM(" + ",".join(["1"] * 255) + ")")
    assert isinstance(tree, Call)
    assert len(tree.arguments) == 255
    with pytest.raises(FormulaProblem, match="255 arguments"):
        parse("SUM(" + ",".join(["1"] * 256) + ")")
    nested = "SUM(" + ",".join(["MAX(1,2,3)"] * 255) + ")"
    assert isinstance(parse(nested), Call)


@given(trees)
def test_a_kept_tree_comes_back_from_json(tree: Node) -> None:
    assert load_tree(json.loads(json.dumps(save_tree(tree)))) == tree


def test_kept_trees_keep_the_places_of_their_nodes() -> None:
    for text in corpus():
        tree = parse(text)
        assert repr(load_tree(save_tree(tree))) == repr(tree)


@pytest.mark.parametrize(
    "data", [[], [["Binary", "+", 1]], [["Odd", 1, 1]], [["Number"]], [["Number", 1, 1]] * 2, [[]]]
)
def test_a_damaged_kept_tree_is_refused(data: list[list[object]]) -> None:
    with pytest.raises(FormulaProblem, match="parsed anew"):
        load_tree(data)

"""Writing formulas: the same tree comes back, with no bracket more than it needs; and what renaming rewrites."""

from __future__ import annotations

import pytest
from hypothesis import given

from strategy_studio.formula.nodes import Cell, Name, Node, WholeColumn
from strategy_studio.formula.parser import parse
from strategy_studio.formula.printing import to_text
from strategy_studio.formula.references import (
    RawReference,
    raw_references,
    rename_column,
    rename_name,
    rename_worksheet,
)
from tests.formula.places import corpus, trees


@given(trees)
def test_a_written_tree_reads_back_the_same(tree: Node) -> None:
    assert parse(to_text(tree)) == tree


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("= ( ( 1 + 2 ) ) * 3", "(1+2)*3"),
        ("(1*2)+3", "1*2+3"),
        ("1-(2-3)-(4*5)", "1-(2-3)-4*5"),
        ("(-2)^2", "-2^2"),
        ("-(2^2)", "-(2^2)"),
        ("2^(-2)", "2^-2"),
        ("(1^2)^3", "1^2^3"),
        ("1^(2^3)", "1^(2^3)"),
        ("(1&2)=(3&4)", "1&2=3&4"),
        ("1=(2=3)", "1=(2=3)"),
        ('sum( [ A ] , "x ""y""" )', 'SUM([A],"x ""y""")'),
        ("1.50+2.0+1e3+0.1", "1.5+2+1000+0.1"),
        ("true", "TRUE"),
    ],
)
def test_the_text_is_canonical(text: str, canonical: str) -> None:
    assert to_text(parse(text)) == canonical


def test_formulas_of_planners_are_canonical_already() -> None:
    for text in corpus():
        assert to_text(parse(text)) == text.replace("0.000000000001", "1E-12")


def test_columns_of_the_own_worksheet_are_written_short() -> None:
    tree = parse("SUM(Segments[Customers])/SUM(Segment_CLV[CLV])")
    assert to_text(tree, short_for="segments") == "SUM([Customers])/SUM(Segment_CLV[CLV])"
    assert to_text(tree) == "SUM(Segments[Customers])/SUM(Segment_CLV[CLV])"


def test_a_chain_of_thousands_of_operators_is_written_and_renamed() -> None:
    text = "+".join(["a_b"] * 2000)
    assert to_text(rename_name(parse(text), "A_B", "c_d")) == text.replace("a_b", "c_d")


def test_the_reads_of_a_formula_in_order_with_those_of_the_last_round() -> None:
    found = raw_references(parse("[@A]+PRIOR(S[B])+SUM([C])*PRIOR(n_n)-[@A]"))
    assert found == (
        RawReference(Cell("A")),
        RawReference(WholeColumn("S", "B"), prior=True),
        RawReference(WholeColumn("", "C")),
        RawReference(Name("n_n"), prior=True),
        RawReference(Cell("A")),
    )


@pytest.mark.parametrize(
    ("standing_in", "renamed"),
    [
        ("S", '[@New]+SUM([New])+SUM(s[New])+SUM(T[Old])&"[@Old]"'),
        ("T", '[@Old]+SUM([Old])+SUM(s[New])+SUM(T[Old])&"[@Old]"'),
        ("", '[@Old]+SUM([Old])+SUM(s[New])+SUM(T[Old])&"[@Old]"'),
    ],
)
def test_renaming_a_column_rewrites_it_where_it_is_meant(standing_in: str, renamed: str) -> None:
    tree = parse('[@Old]+SUM([OLD])+SUM(s[old])+SUM(T[Old])&"[@Old]"'.replace("[OLD]", "[Old]"))
    assert to_text(rename_column(tree, standing_in, "S", "oLD", "New")) == renamed


def test_renaming_a_worksheet_and_a_name() -> None:
    tree = parse("SUM(own_model[A])+SUM([A])+PRIOR(Own_model[B])+own_model")
    assert (
        to_text(rename_worksheet(tree, "Own_model", "My_model"))
        == "SUM(My_model[A])+SUM([A])+PRIOR(My_model[B])+own_model"
    )
    assert to_text(rename_name(tree, "OWN_MODEL", "x_y")) == "SUM(own_model[A])+SUM([A])+PRIOR(Own_model[B])+x_y"


def test_a_formula_that_does_not_read_what_was_renamed_stays_the_same_object() -> None:
    tree = parse("SUM([A])+1")
    assert rename_name(tree, "a_b", "c_d") is tree

"""What is known of a formula's values before it runs: type, may it be empty, may it be an error."""

from __future__ import annotations

import pytest

from strategy_studio.formula.check import check
from strategy_studio.formula.facts import fact_of
from strategy_studio.formula.parser import parse
from tests.formula.places import Place


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("1", "number"),
        ('"a"', "text"),
        ("TRUE", "boolean"),
        ("[@Since]", "date"),
        ("[@Since]+1", "number"),
        ("EDATE([@Since],1)", "date"),
        ("MAX([Since])", "date"),
        ("MAX([Since],[Customers])", "number"),
        ("MAXIFS([Since],[Segment],1)", "date"),
        ("AVERAGE([Customers])", "number"),
        ("[@Customers]&1", "text"),
        ("[@Customers]>1", "boolean"),
        ('IF(TRUE,"",1)', "number"),
        ('IF(TRUE,1,IF(TRUE,"",[@Since]))', "number"),
        ('IF(TRUE,"none",1)', "mixed"),
        ("IF(TRUE,1)", "mixed"),
        ('IFERROR([@Since],"")', "date"),
        ('SWITCH(1,1,"a",2,"b","c")', "text"),
        ('SWITCH(1,1,"a",2)', "mixed"),
        ("IFS(TRUE,1,FALSE,2)", "number"),
        ("CHOOSE(1,[@Since],[@Since])", "date"),
        ("XLOOKUP(1,[Customers],[Segment])", "text"),
        ("XLOOKUP(1,[Customers],[Segment],0)", "mixed"),
        ("INDEX([Since],1)", "date"),
        ("PRIOR(Period_start)", "date"),
        ("LEFT([@Segment],1)", "text"),
        ("NOT([@Active])", "boolean"),
    ],
)
def test_the_type_of_a_formula(text: str, type: str) -> None:
    assert check(parse(text), Place()).fact.type == type


@pytest.mark.parametrize(
    "text",
    [
        "[@Customers]",
        "[@Customers]+1",
        "-[@Customers]",
        "[@Customers]>1",
        "ABS([@Customers])",
        '""',
        'IF(TRUE,"",1)',
        "IF([@Active],1,2)",
        "IFERROR([@Contacts],[@Customers])",
        "AND([Active])",
        "PRIOR(Total_CLV)",
        "XLOOKUP(1,[Contacts],[Contacts])",
        "RANK.EQ([@Customers],[Contacts])",
        'LEFT("a",0)',
        "[@Segment]&[@Segment]",
        "NPV([@Customers],1)",
    ],
)
def test_what_may_be_empty_is_known_to(text: str) -> None:
    assert check(parse(text), Place()).fact.may_be_empty


@pytest.mark.parametrize(
    "text",
    [
        "[@Contacts]",
        "[@Contacts]/2",
        "SUM([@Customers])",
        "COUNTIFS([Segment],[@Segment])",
        "COUNT([Customers])+SUM([Customers])",
        "ISBLANK([@Customers])",
        '[@Segment]=""',
        '""<>[@Segment]',
        '[@Segment]&"x"',
        "AND([@Active],TRUE)",
        "IF([@Contacts]>1,1,2)",
        "RANK.EQ([@Contacts],[Customers])",
    ],
)
def test_what_cannot_be_empty_is_known_to(text: str) -> None:
    assert not check(parse(text), Place()).fact.may_be_empty


@pytest.mark.parametrize(
    "text", ["1", "[@Customers]", "COUNT(Segment_CLV[CLV])", "IF([@Active],1,2)", "IFERROR(1/0,2)"]
)
def test_what_cannot_be_an_error_is_known_to(text: str) -> None:
    assert not check(parse(text), Place()).fact.may_be_error


@pytest.mark.parametrize("text", ["1/[@Customers]", "SUM(Segment_CLV[CLV])", "ABS([@Segment])", "IF([@Segment],1,2)"])
def test_what_may_be_an_error_is_known_to(text: str) -> None:
    assert check(parse(text), Place()).fact.may_be_error


def test_parts_of_a_checked_formula_have_facts_of_their_own() -> None:
    place = Place()
    node = check(parse("[@Since]&1"), place).node
    assert fact_of(node, place).type == "text"

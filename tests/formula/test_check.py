"""What is refused when a formula is entered, with which words, and what the resolved formula says."""

from __future__ import annotations

import pytest

from strategy_studio.formula.check import Checked, check
from strategy_studio.formula.errors import FormulaProblem
from strategy_studio.formula.parser import parse
from strategy_studio.formula.printing import to_text
from strategy_studio.formula.scope import Reference
from strategy_studio.formula.signatures import signatures
from tests.formula.places import Place

ROW, FIGURE, NOWHERE = Place(), Place(rowwise=False), Place(worksheet="", rowwise=False)

LANGUAGE = """IF IFS AND OR NOT IFERROR ISBLANK ABS SIGN INT ROUND ROUNDUP ROUNDDOWN MOD SQRT EXP LN LOG10 POWER MIN MAX
SUM AVERAGE MEDIAN COUNT COUNTA COUNTBLANK STDEV.P STDEV.S VAR.P SUMPRODUCT SUMIFS COUNTIFS AVERAGEIFS MAXIFS MINIFS
RANK.EQ LARGE SMALL PERCENTILE.INC INDEX MATCH XLOOKUP CHOOSE SWITCH CONCAT TEXT LEFT RIGHT LEN LOWER UPPER TRIM DATE
YEAR MONTH DAY EDATE NPV PV FV PMT GAMMALN NORM.S.DIST PRIOR"""


def checked(text: str, place: Place = ROW) -> Checked:
    return check(parse(text), place)


def test_the_language_has_exactly_the_functions_it_should() -> None:
    assert sorted(signatures()) == sorted(LANGUAGE.split())


def test_names_get_their_canonical_spelling_and_columns_their_worksheet() -> None:
    result = checked("sum([customers])*[@RETENTION (%)]+max(segment_clv[clv])-discount_RATE")
    expected = "SUM(Segments[Customers])*[@Retention (%)]+MAX(Segment_CLV[CLV])-Discount_rate"
    assert to_text(result.node) == expected
    assert (result.worksheet, result.rowwise) == ("Segments", True)


def test_references_are_listed_once_in_order() -> None:
    result = checked(
        "[@Customers]/SUM([Customers])+[@Customers]+XLOOKUP([@Segment],PRIOR(Segment_CLV[Segment]),PRIOR(Segment_CLV[CLV]))"
    )
    assert result.references == (
        Reference("Segments", "Customers", whole=False),
        Reference("Segments", "Customers"),
        Reference("Segments", "Segment", whole=False),
        Reference("Segment_CLV", "Segment", prior=True),
        Reference("Segment_CLV", "CLV", prior=True),
    )


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("[@Custmers]", 1, "no column Custmers in Segments, at character 1. Did you mean Customers?"),
        ("1+SUM(Segment_CLV[CVL])", 7, "Did you mean CLV?"),
        ("SUM(Segmnts[Customers])", 5, "no worksheet Segmnts, at character 5. Did you mean Segments?"),
        ("Discont_rate*2", 1, "no Name Discont_rate, at character 1. Did you mean Discount_rate?"),
        ("Qqqqqqq_x", 1, "Check its spelling, or add it first"),
        ("qqqqqqq(1)", 1, "no function QQQQQQQ, at character 1. Check its spelling."),
        ("VLOOKUP(1,2,3)", 1, "no function VLOOKUP, at character 1. Did you mean XLOOKUP?"),
        ("1+SUMM([Customers])", 3, "Did you mean SUM"),
        ("SUM", 1, "needs its arguments"),
        ("Segments", 1, "is a worksheet"),
        ("IF(TRUE)", 1, "IF takes 2 to 3 arguments, not 1"),
        ("ROUND(1,2,3)", 1, "ROUND takes 2 arguments, not 3"),
        ("SUM()", 1, "SUM takes at least 1 argument, not 0"),
        ("IFS(TRUE,1,FALSE)", 1, "pairs"),
        ("COUNTIFS([Segment],1,[Customers])", 1, "pairs"),
        ("SUMIFS([Customers],[Segment])", 1, "at least 3"),
        ("SWITCH(1,2)", 1, "SWITCH takes at least 3"),
        (
            "[Customers]",
            1,
            "one value is needed. Write [@Customers], or an aggregate such as SUM(Segments[Customers]).",
        ),
        ("Segment_CLV[CLV]*2", 1, "one value is needed. Write an aggregate such as SUM(Segment_CLV[CLV])."),
        ("1+PRIOR([Customers])", 3, "needed. Write an aggregate such as SUM(PRIOR(Segments[Customers]))."),
        ("[Customers]*2", 1, "whole column where one value is needed"),
        ("PRIOR(Segments[Customers])", 1, "whole column where one value is needed"),
        ("IF([Active],1,2)", 4, "whole column"),
        ("SUM(IF(TRUE,[Customers],0))", 13, "whole column"),
        ("CONCAT([Segment])", 8, "whole column"),
        ("ABS([Customers])", 5, "whole column"),
        ("SUMIFS([Customers],[Segment],[Segment])", 30, "whole column"),
        ("XLOOKUP([Segment],[Segment],[Customers])", 9, "whole column"),
        ("RANK.EQ([@Customers],[@Customers])", 22, "needs a column"),
        ("COUNTIFS([@Segment],1)", 10, "needs a column"),
        ("SUMPRODUCT(1)", 12, "needs a column"),
        ("INDEX(Discount_rate,1)", 7, "needs a column"),
        ("LARGE(PRIOR(Discount_rate),1)", 7, "needs a column"),
        ("PRIOR([@Customers])", 7, "not [@Customers]"),
        ("PRIOR(1+1)", 8, "column or a Name"),
        ("SUM(PRIOR(PRIOR(Discount_rate)))", 11, "column or a Name"),
        ("COUNTIFS([Segment],1,Segment_CLV[CLV],2)", 1, "one worksheet and one round"),
        ("COUNTIFS([Segment],1,PRIOR([Customers]),2)", 1, "one worksheet and one round"),
        ("SUMIFS(Segment_CLV[CLV],[Segment],1)", 1, "one worksheet and one round"),
        ("SUMPRODUCT([Customers],Segment_CLV[CLV])", 1, "one worksheet and one round"),
        ("SUMPRODUCT([Customers],PRIOR([Customers]))", 1, "one worksheet and one round"),
        ("XLOOKUP(1,[Customers],Segment_CLV[CLV])", 1, "one worksheet and one round"),
        ('TEXT(1,"dd.mm.yy")', 8, "does not know the format"),
        ('TEXT(1,"0"&"0")', 11, "does not know the format"),
        ("TEXT(1,CLV_horizon)", 8, "does not know the format"),
        ('TEXT(1,"#,##0%")', 8, "does not know the format"),
        ("MATCH(1,[Customers],2)", 1, "0 (exact)"),
        ("MATCH(1,[Customers],-1)", 1, "0 (exact)"),
        ("MATCH(1,[Customers])", 1, "MATCH takes 3 arguments, not 2"),
        ("SUM([Active])", 5, "COUNTIFS(Segments[Active],TRUE)"),
        ("AVERAGE(1,PRIOR([Active]))", 11, "COUNTIFS"),
        ("SUMPRODUCT([Customers],[Active])", 24, "COUNTIFS"),
        ("MAXIFS([Active],[Segment],1)", 8, "COUNTIFS"),
        ("RANK.EQ(1,[Active])", 11, "COUNTIFS"),
        ("[@Active]>1", 10, "COUNTIFS"),
        ("1<=(2=3)", 2, "COUNTIFS"),
        ("Period_start<[@Active]", 13, "COUNTIFS"),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_stands(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaProblem) as refused:
        checked(text)
    assert words in str(refused.value)
    assert refused.value.position == position
    assert len(str(refused.value)) < 250


def test_a_figure_has_no_row_and_without_a_worksheet_no_short_columns() -> None:
    assert checked("SUM([Customers])", FIGURE).references == (Reference("Segments", "Customers"),)
    with pytest.raises(FormulaProblem, match="a Figure has none"):
        checked("[@Customers]+1", FIGURE)
    with pytest.raises(FormulaProblem, match=r"Sheet_name\[Customers\]"):
        checked("SUM([Customers])", NOWHERE)


@pytest.mark.parametrize(
    "text",
    [
        "SUM([Customers],1,[@Customers])",
        "AND([Active],[@Active],TRUE)",
        "OR(PRIOR([Active]))",
        "COUNT([Active])",
        "COUNTA([Segment],[@Segment])",
        "COUNTBLANK([Segment])",
        "COUNTIFS([Active],TRUE,[Segment],[@Segment])",
        'COUNTIFS(PRIOR(Segment_CLV[Segment]),[@Segment],PRIOR(Segment_CLV[CLV]),">"&1)',
        "SUMIFS(Segment_CLV[CLV],Segment_CLV[Segment],[@Segment])",
        "XLOOKUP([@Segment],PRIOR(Segment_CLV[Segment]),PRIOR(Segment_CLV[CLV]),PRIOR(Discount_rate))",
        "SWITCH([@Segment],1,2,3)",
        "SWITCH([@Segment],1,2,3,4)",
        "IFS([@Active],1,TRUE,2)",
        "NPV(Discount_rate,[Customers],1)",
        "PRIOR(Total_CLV)+1",
        "SUM([@Active],1)",
        "[@Active]=1",
        '[@Active]<"a"',
        'TEXT([@Since],"yyyy-mm-dd")&TEXT(1,"#,##0.00")&TEXT(1,"0.00E+00")&TEXT(1,"0.000%")&TEXT(1,"0")',
        "MATCH([@Segment],[Segment],0)+MATCH(1,[Customers],1)",
        "SUM(Own_größen[LÄNGE])",
    ],
)
def test_what_is_meant_is_taken(text: str) -> None:
    assert checked(text).references is not None


def test_255_pairs_of_arguments_never_break() -> None:
    for function in ("IFS", "COUNTIFS", "SUMIFS", "SWITCH"):
        signature = signatures()[function]
        assert signature.takes(signature.most)
        assert not signature.takes(256)


def test_a_chain_of_thousands_of_operators_is_checked() -> None:
    assert checked("+".join(["1"] * 4096)).fact.type == "number"


def test_a_figure_is_not_told_to_name_a_row() -> None:
    with pytest.raises(FormulaProblem) as refusal:
        checked("[Customers]*2", FIGURE)
    assert str(refusal.value).endswith("Write an aggregate such as SUM(Segments[Customers]).")

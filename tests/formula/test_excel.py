"""How formulas are spelled for Excel: references, guards that follow what is known, limits and parts."""

from __future__ import annotations

import re

import pytest

from strategy_studio.formula.check import check
from strategy_studio.formula.excel import NotInExcel, fits, split, to_excel
from strategy_studio.formula.parser import parse
from tests.libreoffice import Case, CaseScope, excel_text

FULL = {"A": [1.0, 2.0], "B": [3.0, 4.0], "Word": ["x", "y"], "Net (%)": [1.0, 2.0]}
GAPS = {"A": [1.0, None], "B": [3.0, 4.0], "Word": ["x", None]}


def text(formula: str, columns: dict[str, list[object]], **rest: object) -> str:
    return excel_text(Case(formula, columns, **rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("[@A]*2", "Data_0[[#This Row],[A]]*2"),
        ("SUM([A])", "SUM(Data_0[A])"),
        ("SUM([Net (%)])", "SUM(Data_0[[Net (%)]])"),
        ("(1+[@A])*2", "(1+Data_0[[#This Row],[A]])*2"),
        ("2-([@A]-1)", "2-(Data_0[[#This Row],[A]]-1)"),
        ('[@Word]="He said ""no"""', 'Data_0[[#This Row],[Word]]="He said ""no"""'),
        ("SUM(PRIOR([A]))", "SUM(Prior_Data_0[A])"),
        ("MAXIFS([A],[B],3)", "_xlfn.MAXIFS(Data_0[A],Data_0[B],3)"),
        ("STDEV.S([A])", "_xlfn.STDEV.S(Data_0[A])"),
        ('SUMIFS([A],[Word],"x")', 'SUMIFS(Data_0[A],Data_0[Word],"x")'),
        ('SUMIFS([A],[Word],"a*")', 'SUMIFS(Data_0[A],Data_0[Word],"=a~*")'),
    ],
)
def test_spelling(formula: str, expected: str) -> None:
    assert text(formula, FULL) == expected


def test_only_operands_that_can_be_empty_are_guarded() -> None:
    assert "LEN" not in text("[@A]+[@B]", FULL)
    guarded = text("[@A]+[@B]", GAPS)
    assert guarded.startswith('IF(LEN(Data_0[[#This Row],[A]])=0,"",')
    assert "LEN(Data_0[[#This Row],[B]])" not in guarded
    assert "LEN" not in text("COUNTIFS([A],3)+1", GAPS)


def test_an_arithmetic_tree_is_guarded_once() -> None:
    assert text("([@A]+1)*([@A]-1)*[@A]", GAPS).count("LEN") == 1


def test_the_forms_that_some_spreadsheets_lack_are_never_written() -> None:
    written = text("XLOOKUP([@Word],[Word],[A])+IFS([@A]>1,2,TRUE,3)+SWITCH([@A],1,2,3)", GAPS)
    assert not re.search(r"XLOOKUP|@|\bIFS\(|SWITCH", written)
    assert "INDEX(" in written
    assert "MATCH(" in written


def test_long_written_texts_are_joined_from_pieces_excel_takes() -> None:
    pieces = re.findall(r'"([^"]*)"', text(f'[@Word]&"{"long " * 120}"', FULL))
    assert max(map(len, pieces)) <= 255
    assert "".join(pieces) == "long " * 120


def long_formula(terms: int) -> str:
    return "+".join(
        f'IF(XLOOKUP([@Word],[Word],[A])>{n},XLOOKUP("w{n}",[Word],[B])*{n},[@A]^{n})' for n in range(terms)
    )


@pytest.mark.parametrize("terms", [40, 120])
@pytest.mark.parametrize("rowwise", [True, False])
def test_a_formula_beyond_excels_limits_is_split_into_parts_that_fit(terms: int, rowwise: bool) -> None:
    source = (
        long_formula(terms) if rowwise else long_formula(terms).replace("[@Word]", '"x"').replace("[@A]", "MAX([A])")
    )
    scope = CaseScope(Case(source[:8000].rsplit("+", 1)[0], GAPS, rowwise=rowwise), 0)
    checked = check(parse(scope.case.formula), scope)
    with pytest.raises(NotInExcel, match="too long for Excel"):
        to_excel(checked, scope)
    parts = split(checked, scope, "Total" if rowwise else "Some_total")
    assert len(parts) > 1
    assert all(fits(part.text) for part in parts)
    for number, part in enumerate(parts[:-1], 1):
        assert part.title == (f"Total part {number}" if rowwise else f"_Some_total_part_{number}")
        assert any(part.title in later.text for later in parts[number:])


def test_a_long_switch_is_cut_into_several() -> None:
    pairs = ",".join(f'"w{n}",{n}' for n in range(100))
    scope = CaseScope(Case(f"SWITCH([@Word],{pairs})", GAPS), 0)
    parts = split(check(parse(scope.case.formula), scope), scope, "Code")
    assert all(fits(part.text) for part in parts)
    assert sum(part.text.count('="w') for part in parts) == 100


def test_limits() -> None:
    assert fits("SUM(" + ",".join("1" * 255) + ")")
    assert not fits("SUM(" + ",".join("1" * 256) + ")")
    assert fits("(" * 64 + "1" + ")" * 64)
    assert not fits("(" * 65 + "1" + ")" * 65)
    assert not fits('"' + "x" * 8192 + '"')
    assert fits('SUM("((((,,,",Data[a (b, c)])')

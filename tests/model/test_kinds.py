"""What each kind takes, stores, gives back and shows, and the sentence when it refuses."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy_studio.formula.errors import REASONS, FormulaError, PlanError
from strategy_studio.model.columns import Kind, StoredValue
from strategy_studio.model.kinds import (
    excel_number_format,
    from_words,
    number_serial,
    read,
    read_typed,
    serial_date,
    show,
    to_python,
)

WHERE = "Retention rate of Self-employed"
MIDSUMMER = 46568.0  # 2027-06-30 as Excel counts days


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("Number", 12, 12.0),
        ("Number", -0.0, 0.0),
        ("Number", np.int64(7), 7.0),
        ("Number", np.float32(0.5), 0.5),
        ("Number", Decimal("0.1"), 0.1),
        ("Number", Fraction(1, 4), 0.25),
        ("Number", "12,000", 12000.0),
        ("Number", "1,234,567.5", 1234567.5),
        ("Number", "1 200", 1200.0),
        ("Number", "1\u00a0200\u202f000", 1200000.0),
        ("Number", "12k", 12000.0),
        ("Number", "1.5 m", 1500000.0),
        ("Number", "2bn", 2e9),
        ("Number", "1e5", 1e5),
        ("Number", "1.5E-3", 0.0015),
        ("Number", ".5", 0.5),
        ("Number", "-3", -3.0),
        ("Number", "−3", -3.0),
        ("Number", "+3", 3.0),
        ("Number", "(1,200)", -1200.0),
        ("Number", "82 %", 0.82),
        ("Number", "=12*1.05", 12 * 1.05),
        ("Number", "=-2^2", 4.0),
        ("Number", "=(1+2)*3-4/2", 7.0),
        ("Percent", 0.82, 0.82),
        ("Percent", "82 %", 0.82),
        ("Percent", "82%", 0.82),
        ("Percent", "82\u202f%", 0.82),
        ("Percent", "0.1 %", 0.001),
        ("Percent", "-5%", -0.05),
        ("Percent", "0.82", 0.82),
        ("Percent", 3, 3.0),
        ("Money", "€ 1,200.50", 1200.5),
        ("Money", "1,200 EUR", 1200.0),
        ("Money", "-$5", -5.0),
        ("Whole number", 12.0, 12.0),
        ("Whole number", "1,200", 1200.0),
        ("Score(0..5)", 0, 0.0),
        ("Score(0..5)", "4.5", 4.5),
        ("Score(-5..5)", -5, -5.0),
        ("Choice(Short, Long term)", "lONG Term", "Long term"),
        ("Choice(Straße, Weg)", "STRASSE", "Straße"),
        ("Choice(1, 2)", 2, "2"),
        ("Date", date(2027, 6, 30), MIDSUMMER),
        ("Date", datetime(2027, 6, 30, tzinfo=UTC), MIDSUMMER),
        ("Date", np.datetime64("2027-06-30"), MIDSUMMER),
        ("Date", MIDSUMMER, MIDSUMMER),
        ("Date", "2027-06-30", MIDSUMMER),
        ("Date", "2027-6-30", MIDSUMMER),
        ("Date", "30 June 2027", MIDSUMMER),
        ("Date", "30th Jun 2027", MIDSUMMER),
        ("Date", "30-Jun-2027", MIDSUMMER),
        ("Date", "June 30, 2027", MIDSUMMER),
        ("Date", "jun 30 2027", MIDSUMMER),
        ("Date", "30.06.2027", MIDSUMMER),
        ("Date", "30/6/2027", MIDSUMMER),
        ("Date", "6/30/2027", MIDSUMMER),
        ("Date", "1900-03-01", 61.0),
        ("Date", "9999-12-31", 2958465.0),
        ("Yes/No", True, True),
        ("Yes/No", np.bool_(False), False),
        ("Yes/No", "yes", True),
        ("Yes/No", " NO ", False),
        ("Yes/No", "TRUE", True),
        ("Text", "  a\tb\x00c  ", "a bc"),
        ("Text", "e\u0301\ud800", "é"),
        ("Text", 2027.0, "2027"),
        ("Text", 2027, "2027"),
        ("Text", 0.1, "0.1"),
        ("Text", 1234567890123456.0, "1234567890123456"),
        ("Text", 12345678901234567890, "12345678901234567890"),
        ("Text", np.float64(12.5), "12.5"),
        ("Text", date(2027, 6, 30), "2027-06-30"),
        ("Text", "=1+1", "=1+1"),
        ("Text", "x" * 32767, "x" * 32767),
        ("Long text", "a\r\nb\rc\n\n", "a\nb\nc"),
        ("Link", " https://example.org ", "https://example.org"),
        ("Reference(Segments[Segment])", "Homes", "Homes"),
        ("Reference(Segments[Segment])", 12.0, "12"),
    ],
)
def test_a_value_is_taken_and_stored(kind: str, value: object, stored: StoredValue) -> None:
    result = read(from_words(kind), value, WHERE)
    assert result == stored
    assert type(result) is type(stored)


@pytest.mark.parametrize("kind", ["Text", "Long text", "Number", "Percent", "Date", "Yes/No", "Choice(a, b)", "Link"])
@pytest.mark.parametrize("value", [None, "", "  ", "\n", "\x00"])
def test_nothing_empties_a_cell_of_any_kind(kind: str, value: object) -> None:
    assert read(from_words(kind), value, WHERE) is None


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("Percent", "a lot", f"{WHERE} needs a number or a percentage, such as 86 %."),
        ("Number", "twelve", f"{WHERE} needs a number, such as 12."),
        ("Money", "12 apples", f"{WHERE} needs an amount, such as 1,200."),
        ("Whole number", 12.5, f"{WHERE} needs a whole number, such as 12."),
        ("Score(0..5)", "many", f"{WHERE} needs a score from 0 to 5."),
        ("Score(0..5)", 5.01, f"{WHERE} needs a score from 0 to 5; 5.01 is outside."),
        ("Date", "soon", f"{WHERE} needs a date, such as 2027-06-30."),
        ("Date", "1900-02-28", f"{WHERE} needs a date from 1900-03-01 to 9999-12-31; 1900-02-28 is outside."),
        ("Yes/No", "maybe", f"{WHERE} needs yes or no."),
        ("Choice(High, Medium, Low)", "Hihg", f"{WHERE} does not take “Hihg”. Did you mean High?"),
        ("Choice(High, Medium, Low)", "zzz", f"{WHERE} does not take “zzz”. Choose High, Medium or Low."),
        ("Text", "x" * 32768, f"{WHERE} takes at most 32,767 characters, this has 32,768. Shorten it."),
        ("Number", "=[@A]*2", f"{WHERE}: cells hold values; add a column to compute with others."),
        ("Number", "=SUM(1,2)", f"{WHERE}: cells hold values; add a column to compute with others."),
        ("Number", "=1/0", f"{WHERE}: =1/0 does not give a number. Check its numbers."),
        ("Number", "=1+", f"{WHERE}: I expected a value after +, at character 4."),
    ],
)
def test_a_refusal_is_a_sentence_that_says_what_to_type(kind: str, value: object, sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        read(from_words(kind), value, WHERE)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("kind", ["Number", "Whole number", "Percent", "Money", "Score(0..5)"])
@pytest.mark.parametrize(
    "value",
    [True, np.bool_(True), math.nan, math.inf, -math.inf, np.float64("nan"), Decimal("NaN"), Decimal("Infinity"),
     10**400, 1j,
     [1], {}, object(), date(2027, 1, 1), "1,2", "1,2000", "12,5", "1.2.3", "--1", "1e999", "1e5.5", ".", "%", "k",
     "0x10", "1_000", "nan", "inf", "=9^9^9^9", "=(-8)^0.5", "=1&2", "=1=1", "=TRUE", '="1"', "="],
)  # fmt: skip
def test_what_is_no_number_is_refused(kind: str, value: object) -> None:
    with pytest.raises(PlanError) as refused:
        read(from_words(kind), value, WHERE)
    assert str(refused.value).startswith(WHERE)


@pytest.mark.parametrize(
    "value",
    [datetime(2027, 6, 30, 12, tzinfo=UTC), np.datetime64("NaT"), np.datetime64("2027-06-30T10:00"), "31 June 2027",
     "3/6/2027", "2027-13-01", "2027", "June 2027", "ju 3 2027", 46568.5, 0, -5, 1e9, math.nan, True, [1]],
)  # fmt: skip
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(PlanError):
        read(Kind("Date"), value, WHERE)


@pytest.mark.parametrize("value", [[1], {}, object(), math.nan, math.inf, b"bytes"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(PlanError):
        read(Kind("Text"), value, WHERE)


@pytest.mark.parametrize(
    ("kind", "text", "decimal", "group", "stored"),
    [
        ("Number", "1.200,50", ",", ".", 1200.5),
        ("Number", "1.200", ",", ".", 1200.0),
        ("Number", "0,82", ",", ".", 0.82),
        ("Number", "1 200,5", ",", "\u202f", 1200.5),
        ("Number", "1’200.5", ".", "’", 1200.5),
        ("Number", "1'200.5", ".", "’", 1200.5),
        ("Number", "1,200.50", ".", ",", 1200.5),
        ("Number", "12k", ",", ".", 12000.0),
        ("Number", "1,5k", ",", ".", 1500.0),
        ("Number", "=12*1,05", ",", ".", 12 * 1.05),
        ("Percent", "82 %", ",", ".", 0.82),
        ("Percent", "82,5 %", ",", ".", 0.825),
        ("Percent", "0,82", ",", ".", 0.82),
        ("Percent", "82", ".", ",", 0.82),
        ("Percent", "1", ".", ",", 1.0),
        ("Percent", "150 %", ".", ",", 1.5),
        ("Text", "1.200,50", ",", ".", "1.200,50"),
        ("Date", "30.06.2027", ",", ".", MIDSUMMER),
        ("Percent", "", ".", ",", None),
    ],
)
def test_what_is_typed_in_the_window_is_read_by_its_locale(
    kind: str, text: str, decimal: str, group: str, stored: StoredValue
) -> None:
    assert read_typed(from_words(kind), text, decimal, group, WHERE) == stored


@pytest.mark.parametrize("text", ["0.82", "1.20", "1,2,3"])
def test_the_signs_of_another_locale_are_not_guessed(text: str) -> None:
    with pytest.raises(PlanError):
        read_typed(Kind("Number"), text, ",", ".", WHERE)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_from_its_own_text(number: float) -> None:
    assert read(Kind("Number"), repr(number), WHERE) == number
    assert read(Kind("Number"), number, WHERE) == number


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_a_day_comes_back_from_its_serial_and_its_texts(day: date) -> None:
    assert serial_date(number_serial(day)) == day
    assert to_python(Kind("Date"), read(Kind("Date"), day, WHERE)) == day
    text = f"{day.day} {day:%B} {day.year:04}"
    assert read(Kind("Date"), text, WHERE) == number_serial(day) == read(Kind("Date"), day.isoformat(), WHERE)


@given(st.text(max_size=50), st.sampled_from(["Text", "Number", "Percent", "Money", "Date", "Yes/No", "Choice(a, b)"]))
def test_any_text_is_stored_or_refused_and_what_is_stored_is_stored_again(text: str, words: str) -> None:
    kind = from_words(words)
    try:
        stored = read(kind, text, WHERE)
    except PlanError as refused:
        sentence = str(refused)
    else:
        sentence = f"{WHERE} is stored."
        assert read(kind, stored, WHERE) == stored
    assert sentence.startswith(WHERE)


def test_the_api_gives_python_values() -> None:
    assert to_python(Kind("Date"), MIDSUMMER) == date(2027, 6, 30)
    assert to_python(Kind("Date"), MIDSUMMER + 0.5) == date(2027, 6, 30)
    assert to_python(Kind("Date"), -3.0) == -3.0
    assert to_python(Kind("Whole number"), 3.0) == 3.0
    assert to_python(Kind("Yes/No"), True) is True
    assert to_python(Kind("Money"), "no limit") == "no limit"
    assert to_python(Kind("Number"), None) is None


@pytest.mark.parametrize(
    ("kind", "format", "value", "shown"),
    [
        ("Percent", "", 0.82, "82\u202f%"),
        ("Percent", "", 0.825, "82.5\u202f%"),
        ("Percent", "", 0.0, "0\u202f%"),
        ("Percent", "", 1.0, "100\u202f%"),
        ("Percent", "0%", 0.825, "83\u202f%"),
        ("Number", "0.0%", -0.1234, "−12.3\u202f%"),
        ("Money", "", 1234567.891, "1,234,567.89"),
        ("Number", "money", -1234.5, "−1,234.50"),
        ("Number", "whole", 12999.5, "13,000"),
        ("Number", "0", 2.5, "3"),
        ("Number", "0.00", 1.005, "1.01"),
        ("Number", "0.00", -0.001, "0.00"),
        ("Number", "", 12.5, "12.5"),
        ("Number", "", 2027.0, "2027"),
        ("Whole number", "", 12000.0, "12,000"),
        ("Score(0..5)", "", 4.5, "4.5"),
        ("Date", "", MIDSUMMER, "2027-06-30"),
        ("Number", "date", MIDSUMMER, "2027-06-30"),
        ("Date", "", date(2027, 6, 30), "2027-06-30"),
        ("Yes/No", "", True, "Yes"),
        ("Yes/No", "", False, "No"),
        ("Number", "0.00", "no limit", "no limit"),
        ("Text", "", "Homes", "Homes"),
        ("Number", "", None, ""),
        ("Number", "", FormulaError("#N/A", REASONS["#N/A"]), "#N/A"),
    ],
)
def test_values_are_shown_as_people_read_them(kind: str, format: str, value: object, shown: str) -> None:
    assert show(from_words(kind), format, value) == shown


def test_money_is_shown_with_its_currency_when_one_is_given() -> None:
    assert show(Kind("Money"), "", 1200.0, "EUR") == "EUR\u00a01,200.00"
    assert show(Kind("Number"), "", 1200.0, "EUR") == "1200"


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "0", "0.000", "0%", "whole", "money", "date"]),
)
def test_any_number_can_be_shown(number: float, format: str) -> None:
    assert show(Kind("Number"), format, number)


@pytest.mark.parametrize(
    ("kind", "format", "excel"),
    [
        ("Percent", "", "0.0%"),
        ("Percent", "0%", "0%"),
        ("Number", "0.000", "0.000"),
        ("Number", "", "General"),
        ("Number", "whole", "#,##0"),
        ("Number", "date", "yyyy-mm-dd"),
        ("Number", "text", "General"),
        ("Money", "", "#,##0.00"),
        ("Date", "", "yyyy-mm-dd"),
        ("Text", "", "@"),
        ("Choice(a, b)", "", "@"),
        ("Yes/No", "", "General"),
    ],
)
def test_excel_gets_the_same_format(kind: str, format: str, excel: str) -> None:
    assert excel_number_format(from_words(kind), format) == excel


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("percent", Kind("Percent")),
        (" Whole  number ", Kind("Whole number")),
        ("yes/no", Kind("Yes/No")),
        ("Score(-2..2)", Kind("Score", low=-2.0, high=2.0)),
        ("score( 0.5 .. 10 )", Kind("Score", low=0.5, high=10.0)),
        ("Choice(This year, 1-3 years,Later)", Kind("Choice", choices=("This year", "1-3 years", "Later"))),
        ("Choice(Good (4), Bad (1))", Kind("Choice", choices=("Good (4)", "Bad (1)"))),
        ("Reference(Segment CLV[Segment])", Kind("Reference", target="Segment_CLV[Segment]")),
    ],
)
def test_kinds_are_named_by_words_and_write_themselves_the_same(words: str, kind: Kind) -> None:
    assert from_words(words) == kind
    assert from_words(str(kind)) == kind


@pytest.mark.parametrize(
    "words",
    ["", "Foo", "Score", "Score()", "Score(5..1)", "Score(a..b)", "Choice()", "Choice(a,,b)", "Choice(a, A)",
     "Reference(x)", "Reference([K])", "Number(3)", "Score(0..5"],
)  # fmt: skip
def test_words_that_name_no_kind_are_refused(words: str) -> None:
    with pytest.raises(PlanError, match="Write"):
        from_words(words)

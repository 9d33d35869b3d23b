"""Values as people read and type them, in their own locale."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from PySide6.QtCore import QLocale

from strategy_studio.formula.errors import FormulaError
from strategy_studio.formula.values import Values
from strategy_studio.model.columns import Kind
from strategy_studio.model.kinds import read_typed
from strategy_studio.ui.cell_text import CellText, decimals, is_figure

ENGLISH = CellText(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
GERMAN = CellText(QLocale(QLocale.Language.German, QLocale.Country.Germany))
PERCENT, MONEY, NUMBER = Kind("Percent"), Kind("Money"), Kind("Number")


def column(*numbers: float) -> Values:
    return Values(np.array([numbers]))


def test_numbers_are_grouped_and_minus_is_a_minus() -> None:
    assert ENGLISH.shown(MONEY, "", -1234567.5, 2) == "\u22121,234,567.50"
    assert GERMAN.shown(MONEY, "", 1234567.5, 2) == "1.234.567,50"
    assert ENGLISH.shown(NUMBER, "", -0.001, 1) == "0.0"


@pytest.mark.parametrize(
    ("kind", "value", "places", "text"),
    [
        (MONEY, 1.005, 2, "1.01"), (MONEY, -2.675, 2, "\u22122.68"), (NUMBER, 0.35, 1, "0.4"),
        (NUMBER, 1.1 * 1.1 - 0.205, 2, "1.01"), (PERCENT, 0.285 / 10, 1, "2.9\u202f%"), (MONEY, 1e21, 0, f"{10**21:,}"),
        (NUMBER, 0.0, 2, "0.00"), (NUMBER, 1.4449999, 2, "1.44"),
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero_as_in_the_workbook(kind: Kind, value: float, places: int, text: str) -> None:
    assert ENGLISH.shown(kind, "", value, places) == text


def test_percentages_carry_a_narrow_space() -> None:
    assert ENGLISH.shown(PERCENT, "", 0.82, 0) == "82\u202f%"
    assert ENGLISH.shown(NUMBER, "0.0%", 0.8234, 1) == "82.3\u202f%"


def test_other_values() -> None:
    assert ENGLISH.shown(Kind("Yes/No"), "", True, 0) == "Yes"
    assert ENGLISH.shown(Kind("Date"), "", datetime.date(2027, 6, 30), 0) == "30 Jun 2027"
    assert ENGLISH.typed(Kind("Date"), "", datetime.date(2027, 6, 30)) == "2027-06-30"
    assert ENGLISH.shown(NUMBER, "", FormulaError("#DIV/0!"), 0) == "#DIV/0!"
    assert ENGLISH.shown(NUMBER, "", None, 0) == ""


@pytest.mark.parametrize(
    ("kind", "format_", "numbers", "places"),
    [
        (NUMBER, "0.00", (1.0,), 2),
        (NUMBER, "0.0%", (0.5,), 1),
        (NUMBER, "whole", (1.5,), 0),
        (MONEY, "", (12.5,), 2),
        (MONEY, "", (12.5, 250_000.0), 0),
        (PERCENT, "", (0.5, 0.25), 0),
        (PERCENT, "", (0.5, 0.255), 1),
        (NUMBER, "", (1.0, 2.0), 0),
        (NUMBER, "", (1.25, 2.0), 2),
        (NUMBER, "", (1 / 3,), 3),
        (NUMBER, "", (), 0),
    ],
)
def test_a_column_has_one_number_of_decimals(kind: Kind, format_: str, numbers: tuple[float, ...], places: int) -> None:
    assert decimals(kind, format_, column(*numbers)) == places


@pytest.mark.parametrize("texts", [ENGLISH, GERMAN], ids=["English", "German"])
@pytest.mark.parametrize("kind", [NUMBER, MONEY, PERCENT])
@pytest.mark.parametrize("value", [0.0, 0.1, 12.345, 1234.5, -7.25, 1e-7, 0.07])
def test_what_is_copied_can_be_typed_again(texts: CellText, kind: Kind, value: float) -> None:
    typed = texts.typed(kind, "", value)
    decimal, group = texts.decimal_and_group
    assert read_typed(kind, typed, decimal, group, "Here") == pytest.approx(value, rel=1e-12, abs=1e-15)


def test_words_stand_left_and_numbers_right() -> None:
    assert is_figure(MONEY)
    assert is_figure(Kind("Date"))
    assert not is_figure(Kind("Text"))
    assert not is_figure(NUMBER, "text")

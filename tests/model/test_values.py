"""What the API takes and gives, kind by kind, and that a refused value changes nothing."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from tests.model.walks import state_of

pytest_plugins = ("tests.plans",)

INPUTS: list[tuple[str, Any, Any]] = [
    ("Text", "  two  ", "two"),
    ("Text", 2027.0, "2027"),
    ("Text", 2027, "2027"),
    ("Text", "e\u0301te\u0301", "été"),
    ("Text", "a\x07b", "ab"),
    ("Long text", "one\r\ntwo", "one\ntwo"),
    ("Number", 3, 3.0),
    ("Number", -1e300, -1e300),
    ("Number", Decimal("0.1"), 0.1),
    ("Number", np.float32(0.25), 0.25),
    ("Number", "12,000", 12000.0),
    ("Number", "12k", 12000.0),
    ("Number", "1 200", 1200.0),
    ("Number", "=12*1.25", 15.0),
    ("Whole number", 7, 7.0),
    ("Whole number", "-7", -7.0),
    ("Percent", "82 %", 0.82),
    ("Percent", 0.82, 0.82),
    ("Percent", -3, -3.0),
    ("Money", "1,200.50", 1200.5),
    ("Score(1..5)", 4.5, 4.5),
    ("Choice(High, Low)", "hIGH", "High"),
    ("Reference(Segments[Segment])", "homes", "Homes"),
    ("Date", "2027-06-30", date(2027, 6, 30)),
    ("Date", date(1900, 3, 1), date(1900, 3, 1)),
    ("Date", datetime(9999, 12, 31), date(9999, 12, 31)),
    ("Yes/No", "yes", True),
    ("Yes/No", False, False),
    ("Link", "https://example.org/a b", "https://example.org/a b"),
]
REFUSED: list[tuple[str, Any, str]] = [
    ("Number", True, "number"),
    ("Number", math.nan, "number"),
    ("Money", math.inf, "amount"),
    ("Percent", "eighty", "percentage"),
    ("Whole number", 1.5, "whole number"),
    ("Score(1..5)", 5.1, "from 1 to 5"),
    ("Choice(High, Low)", "Middle", "High"),
    ("Reference(Segments[Segment])", "Castles", "Segments has no such Segment"),
    ("Date", datetime(2027, 6, 30, 12), "date"),
    ("Date", "1900-02-28", "1900-03-01"),
    ("Date", 0, "date"),
    ("Yes/No", 1, "yes or no"),
    ("Number", "=[@Customers]*2", "cells hold values; add a column"),
    ("Text", "x" * 32_768, "32,767"),
]


@pytest.mark.parametrize(("kind", "given", "back"), INPUTS, ids=lambda part: ascii(part)[:30])
def test_a_value_comes_back_in_the_type_of_its_kind(plan: OpenPlan, kind: str, given: object, back: object) -> None:
    segments = plan.worksheet("Segments")
    segments.add_column("Own", kind)
    row = segments.rows()[0]
    segments.set(row, "Own", given)
    found = segments.value(row, "Own")
    assert (found, type(found)) == (back, type(back))
    segments.set(row, "Own", "" if isinstance(given, str) else None)
    assert segments.value(row, "Own") is None


@pytest.mark.parametrize(("kind", "given", "says"), REFUSED, ids=lambda part: ascii(part)[:30])
def test_a_refused_value_changes_nothing(plan: OpenPlan, kind: str, given: object, says: str) -> None:
    segments = plan.worksheet("Segments")
    segments.add_column("Own", kind)
    before, steps = state_of(plan.plan), len(plan.history())
    with pytest.raises(studio.PlanError) as refusal:
        segments.set(segments.rows()[0], "Own", given)
    assert says in str(refusal.value)
    assert str(refusal.value).startswith("Own of Homes") and str(refusal.value)[-1] in ".?"
    assert state_of(plan.plan) == before
    assert len(plan.history()) == steps


def test_of_many_cells_one_refused_leaves_all(plan: OpenPlan) -> None:
    segments = plan.worksheet("Segments")
    first, second = segments.rows()
    with pytest.raises(studio.PlanError, match=r"Customers of Shops"):
        segments.set_many({(first, "Customers"): 5, (second, "Customers"): "many"})
    assert segments.column("Customers") == [1000.0, 250.0]


def test_an_error_is_returned_and_equal_by_its_code(plan: OpenPlan) -> None:
    segments = plan.worksheet("Segments")
    segments.add_column("Broken", formula="[@Revenue]/([@Customers]-1000)")
    broken, whole = segments.column("Broken")
    assert str(broken) == "#DIV/0!" and broken == studio.FormulaError("#DIV/0!")
    assert broken != studio.FormulaError("#N/A")
    assert broken.reason.endswith(".") and " " in broken.reason
    assert whole == 300000 / (250 - 1000)


def test_a_computed_column_gives_each_cell_its_own_type(plan: OpenPlan) -> None:
    segments = plan.worksheet("Segments")
    segments.add_column("Mixed", "Number", 'IF([@Customers]>500,"many",[@Customers])')
    segments.add_column("Nothing", "Number", '""')
    segments.add_column("Truth", "Number", "[@Customers]>500")
    segments.add_column("Day", "Date", "DATE(2027,1,31)+[@Customers]*0")
    assert segments.column("Mixed") == ["many", 250.0]
    assert segments.column("Nothing") == [None, None]
    assert segments.column("Truth") == [True, False]
    assert segments.column("Day") == [date(2027, 1, 31)] * 2


def test_percent_money_and_numbers_have_no_limits_of_sign_or_size(plan: OpenPlan) -> None:
    for name, value in (("Discount_rate", 25.0), ("Tax_rate", -3.0), ("Employee_change", 1e200)):
        plan.set(name, value)
        assert plan.value(name) == value


def test_parameters_take_and_give_their_kind(plan: OpenPlan) -> None:
    assert plan.value("Discount_rate") == 0.1
    plan.set("discount_RATE", "12 %")
    assert plan.value("Discount_rate") == 0.12
    plan.set("Period_start", "2028-02-29")
    assert plan.value("Period_start") == date(2028, 2, 29)
    plan.set("Period_name", "quarter")
    assert plan.value("Period_name") == "Quarter"
    assert plan.value("Planning_periods") == 5.0
    plan.set("Discount_rate", None)
    plan.set("Period_name", "")
    assert (plan.value("Discount_rate"), plan.value("Period_name")) == (0.1, "Year")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("Total_revenue", 5, "computed"),
        ("Discount_rat", 5, "Discount_rate"),
        ("Planning_periods", 1.5, "whole number"),
        ("Period_name", "Decade", "Year"),
        ("Segments[Customers]", 5, "no Parameter or Figure"),
    ],
)
def test_a_parameter_refuses_in_a_sentence(plan: OpenPlan, name: str, value: object, says: str) -> None:
    before = state_of(plan.plan)
    with pytest.raises(studio.PlanError, match=says):
        plan.set(name, value)
    assert state_of(plan.plan) == before


def test_titles_columns_keys_and_names_are_equal_without_case(plan: OpenPlan) -> None:
    sheet = plan.worksheet("segment clv")
    assert sheet.title == plan.worksheet("Segment_CLV").title == "Segment CLV"
    assert sheet.column("clv NET") == sheet.column("CLV net")
    assert plan.worksheet("Segments").row("HOMES") == plan.worksheet("Segments").rows()[0]
    assert plan.value("TOTAL_revenue") == 500000.0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda plan: plan.worksheet("Segmants"), "the nearest is Segments"),
        (lambda plan: plan.worksheet("Segments").column("Custmers"), "the nearest is Customers"),
        (lambda plan: plan.worksheet("Segments").value(1, "Customers"), "no row 1"),
        (lambda plan: plan.worksheet("Segments").row("Castles"), "no row Castles"),
        (lambda plan: plan.worksheet("Total_revenue"), "no worksheet Total_revenue"),
        (lambda plan: plan.value("Segments"), "no Parameter or Figure Segments"),
        (lambda plan: plan.value("Segments[Customers]"), "no Parameter or Figure"),
        (lambda plan: plan.add_figure("Own_figure", "Segments_CLV+1"), "Segments_CLV"),
        (lambda plan: plan.add_figure("Own_figure", "Segments+1"), "Segments"),
        (lambda plan: plan.value("Total_revenu"), "the nearest is Total_revenue"),
        (lambda plan: plan.precedents("Segment_CLV[CVL]"), r"the nearest is Segment_CLV\[CLV\]"),
        (lambda plan: plan.dependents("Discount_rates"), "the nearest is Discount_rate"),
        (lambda plan: plan.worksheet("Segments").set(plan.worksheet("Segments").rows()[0], "Customer share", 1),
         "computed"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named_with_the_nearest(plan: OpenPlan, call: Any, says: str) -> None:
    with pytest.raises(studio.PlanError, match=says):
        call(plan)


def test_a_refusal_names_the_row_as_people_do(plan: OpenPlan) -> None:
    segments, areas = plan.worksheet("Segments"), plan.worksheet("Segment CLV")
    row = segments.insert({"Segment": "Self-employed"})
    generated = areas.rows()[-1]
    with pytest.raises(studio.PlanError, match=r"^Retention rate of Self-employed needs a number or a percentage"):
        areas.set(generated, "Retention rate", "most")
    segments.set(row, "Segment", "Who is asked twice, and still is with us?")
    with pytest.raises(studio.PlanError, match=r"^Retention rate of “Who is asked twice, and still is with us[?]” n"):
        areas.set(generated, "Retention rate", "most")
    segments.set(row, "Segment", "x" * 32_767)
    with pytest.raises(studio.PlanError) as refusal:
        areas.set(generated, "Retention rate", "most")
    assert str(refusal.value).startswith(f"Retention rate of “{'x' * 59}…” needs") and len(str(refusal.value)) < 200

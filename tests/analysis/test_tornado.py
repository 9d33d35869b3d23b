"""A tornado says what really setting each input, one at a time, would give."""

from __future__ import annotations

from datetime import date

import pytest

from strategy_studio.analysis.tornado import Tornado, tornado
from strategy_studio.api import OpenPlan
from strategy_studio.model.errors import PlanError
from strategy_studio.model.inputs import Cell, find_cell
from tests.analysis.shop import cell, really_set

pytest_plugins = ("tests.plans",)


def assert_as_really_set(plan: OpenPlan, result: Tornado) -> None:
    for swing in result.swings:
        for number, found in ((swing.low_input, swing.low), (swing.high_input, swing.high)):
            expected = really_set(plan, swing.cell, number, result.target)
            assert found == (None if expected is None else pytest.approx(expected, rel=1e-9)), swing.label


@pytest.mark.parametrize("target", ["Customer_equity_total", "Average_retention"])
def test_every_swing_is_what_setting_the_cell_gives(plan: OpenPlan, target: str) -> None:
    result = tornado(plan.plan, Cell(target))
    assert result.base == pytest.approx(plan.value(target)) and len(result.swings) > 5
    assert_as_really_set(plan, result)
    widths = [swing.width(result.base) for swing in result.swings]
    assert widths == sorted(widths, reverse=True) and widths[0] > 0


def test_a_cell_of_a_column_is_a_target_too(plan: OpenPlan) -> None:
    result = tornado(plan.plan, find_cell(plan.plan, "Segment_CLV[CLV]", "Homes"))
    assert result.label == "CLV of Homes"
    assert {"Revenue per customer of Homes", "Discount rate"} <= {swing.label for swing in result.swings}
    assert_as_really_set(plan, result)


def test_linear_swings_have_their_closed_form(small: OpenPlan) -> None:
    swings = {swing.label: swing for swing in tornado(small.plan, Cell("Total_sum"), percent=0.2).swings}
    assert set(swings) == {"A of Ham", "A of Jam", "B of Ham", "B of Jam", "Base rate"}
    base = 3 * (3 + 2) + 2 * (5 - 1) + 2 * 2
    assert (swings["A of Ham"].low, swings["A of Ham"].high) == pytest.approx((base - 1.8, base + 1.8))
    assert (swings["B of Jam"].low, swings["B of Jam"].high) == pytest.approx((base - 0.4, base + 0.4))
    assert swings["Base rate"].high == pytest.approx(base + 0.8)


def test_kinds_limit_what_an_input_is_set_to(small: OpenPlan) -> None:
    (grade,) = tornado(small.plan, cell(small, "Points"), [cell(small, "Grade")]).swings
    assert (grade.low_input, grade.high_input) == pytest.approx((8.55, 10.0))
    (staff,) = tornado(small.plan, cell(small, "Pay"), [cell(small, "Staff")]).swings
    assert (staff.low_input, staff.high_input) == (3.0, 5.0)
    share = tornado(small.plan, cell(small, "Kept", "Jam")).swings[0]
    assert (share.low_input, share.high_input) == pytest.approx((0.864, 1.0))
    assert share.high_text == "100\u202f%"


def test_stated_ranges_take_the_place_of_the_share(small: OpenPlan) -> None:
    at = cell(small, "A")
    (swing,) = tornado(small.plan, cell(small, "Square"), [at], ranges={at: (1.0, 5.0)}).swings
    assert (swing.low, swing.high) == (1.0, 25.0)


def test_an_end_without_a_number_is_none(small: OpenPlan) -> None:
    at = cell(small, "A")
    (swing,) = tornado(small.plan, cell(small, "Root"), [at], ranges={at: (0.0, 5.0)}).swings
    assert swing.low is None and swing.high == 2.0


def test_cancel_gives_what_was_done(plan: OpenPlan) -> None:
    result = tornado(plan.plan, Cell("Customer_equity_total"), progress=lambda fraction: False)
    whole = tornado(plan.plan, Cell("Customer_equity_total"))
    assert whole.complete
    assert result.complete == (len(result.swings) == len(whole.swings))


def test_what_cannot_be_varied_is_refused_in_a_sentence(small: OpenPlan) -> None:
    target = Cell("Total_sum")
    with pytest.raises(PlanError, match=r"^Sum of Ham is computed and cannot be varied\. Choose one of its inputs\.$"):
        tornado(small.plan, target, [cell(small, "Sum")])
    with pytest.raises(PlanError, match=r"^Sold of Ham holds no number to vary\."):
        tornado(small.plan, target, [cell(small, "Sold")])
    with pytest.raises(PlanError, match=r"^The range of A of Ham runs from 5 to 1\."):
        tornado(small.plan, target, ranges={cell(small, "A"): (5, 1)})
    with pytest.raises(PlanError, match=r"^Inputs are varied by more than 0 %, not by"):
        tornado(small.plan, target, percent=0)


def test_a_figure_that_is_a_text_has_no_tornado(plan: OpenPlan) -> None:
    with pytest.raises(PlanError, match=r"^Scorecard status is no number\. Ask about one of the numbers"):
        tornado(plan.plan, Cell("Scorecard_status"))


def test_a_date_that_is_named_is_moved_by_days(plan: OpenPlan) -> None:
    columns = [("Step", "Text"), ("Begin", "Date"), ("Days", "Number", "[@Begin]-DATE(2027,1,1)")]
    steps = plan.add_worksheet("Own steps", process="Value creation", columns=columns, key="Step")
    steps.insert_many([{"Step": "One", "Begin": date(2027, 3, 1)}, {"Step": "Two", "Begin": date(2027, 6, 1)}])
    plan.add_figure("Days_together", "SUM(Own_steps[Days])")
    begin, now = ("Own_steps[Begin]", "One"), 59 + 151
    (month,) = plan.sensitivity("Days_together", [begin]).swings
    assert (month.low, month.high) == (now - 30, now + 30)
    assert (month.low_text, month.high_text) == ("2027-01-30", "2027-03-31")
    (week,) = plan.sensitivity("Days_together", [begin], days=7).swings
    assert (week.low, week.high) == (now - 7, now + 7)
    stated = {begin: (date(2027, 1, 1), date(2027, 12, 31))}
    (year,) = plan.sensitivity("Days_together", [begin], ranges=stated).swings
    assert (year.low, year.high) == (now - 59, now - 59 + 364)
    assert plan.sensitivity("Days_together").swings == ()  # dates are varied only where they are named
    table = plan.table(begin, [date(2027, 1, 1), "2027-03-01"], ["Days_together"])
    assert table.texts == ("2027-01-01", "2027-03-01") and table.held == 1
    for refused in (
        lambda: plan.seek("Days_together", 100, begin),
        lambda: plan.flips("Days_together", 100, [begin]),
        lambda: plan.simulate({begin: (1, 2)}, ["Days_together"]),
    ):
        with pytest.raises(
            PlanError, match=r"^Begin of One is a date, which is neither drawn nor sought\. Vary it by "
        ):
            refused()
    with pytest.raises(PlanError, match=r"^The range of Begin of One lies outside what it can be\. Give "):
        plan.sensitivity("Days_together", [begin], ranges={begin: (-30, 30)})
    with pytest.raises(PlanError, match="by a day or more, not 0"):
        plan.sensitivity("Days_together", [begin], days=0)

"""What people call a cell: by its key, else by what its row holds, so that it is known away from its worksheet."""

from __future__ import annotations

from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell, cell_label

pytest_plugins = ("tests.plans",)


def test_a_cell_is_called_by_the_key_of_its_row(plan: OpenPlan) -> None:
    row = plan.worksheet("Segment CLV").row("Homes")
    assert cell_label(plan.plan, Cell("Segment_CLV[Retention rate]", row)) == "Retention rate of Homes"
    assert cell_label(plan.plan, Cell("Discount_rate")) == "Discount rate"


def test_a_row_without_a_key_is_called_by_what_it_holds(plan: OpenPlan) -> None:
    measurements = plan.worksheet("Measurements")
    row = measurements.insert({"KPI": "Cost per visit", "Date": "2028-03-31", "Actual": 3})
    assert cell_label(plan.plan, Cell("Measurements[Actual]", row)) == "Actual of Cost per visit, 2028-03-31"
    rules = plan.worksheet("Status rules")
    row = rules.insert({"KPI": "Cost per visit", "Order": 2})
    assert cell_label(plan.plan, Cell("Status_rules[Number]", row)) == "Number of Cost per visit, 2"


def test_an_empty_row_without_a_key_is_called_by_its_place(plan: OpenPlan) -> None:
    row = plan.worksheet("Measurements").insert({})
    place = len(plan.worksheet("Measurements").rows())
    assert cell_label(plan.plan, Cell("Measurements[Actual]", row)) == f"Actual of row {place} of Measurements"

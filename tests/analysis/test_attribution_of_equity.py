"""Why on a plan with all worksheets: from customer equity and its KPI down to a retention rate."""

from __future__ import annotations

from itertools import pairwise

import pytest

from strategy_studio.analysis.attribution import attribute
from strategy_studio.analysis.reasons import explain_difference
from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell, Layer, find_cell

pytest_plugins = ("tests.plans",)


def test_retention_below_plan_explains_customer_equity(plan: OpenPlan) -> None:
    clv = plan.worksheet("Segment CLV")
    row = clv.row("Homes")
    before = plan.value("Customer_equity_total")
    layer: Layer = {Cell("Segment_CLV[Retention rate]", row): 0.5}
    found = attribute(plan.plan, Cell("Customer_equity_total"), layer)
    clv.set(row, "Retention rate", 0.5)
    assert found.after == pytest.approx(plan.value("Customer_equity_total"), rel=1e-12)
    assert found.shares[0].effect == pytest.approx(plan.value("Customer_equity_total") - before, rel=1e-9)
    way = found.shares[0].path
    assert way[0] == "Segment_CLV[Retention rate]" and way[-1] == "Customer_equity_total"
    assert "Segment_CLV[CLV]" in way
    for one, other in pairwise(way):
        assert other in plan.dependents(one)


def test_a_kpi_is_explained_down_to_the_assumption(plan: OpenPlan) -> None:
    kpis = plan.worksheet("KPIs")
    kpi = kpis.insert({
        "KPI": "Worth of all", "Objective": plan.worksheet("Strategy objectives").column("Objective")[0],
        "Kind": "Maximise", "Form": "Ratio", "Target": 1e6, "Actual source": "Figure",
        "Actual figure": "Customer equity",
    })  # fmt: skip
    target = find_cell(plan.plan, "Worth of all")
    assert target == Cell("KPIs[Performance]", kpi)
    clv = plan.worksheet("Segment CLV")
    layer: Layer = {Cell("Segment_CLV[Retention rate]", clv.row("Homes")): 0.5}
    found = attribute(plan.plan, target, layer)
    assert found.shares[0].path[0] == "Segment_CLV[Retention rate]" and found.difference < 0
    assert "Customer_equity_total" in found.shares[0].path
    lines = explain_difference(found, plan.plan)
    assert lines[0].startswith("Performance of Worth of all is ") and lines[0].endswith(" points.")
    assert "Retention rate of Homes, 50" in lines[1] and "(100" in lines[1] and "Customer equity total" in lines[1]

"""Which way is better follows the kind of a measure, and a Figure follows the measures that read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.analysis.direction import better_when, lower_is_better
from strategy_studio.api import OpenPlan
from strategy_studio.model.inputs import Cell


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[OpenPlan]:
    with studio.create(tmp_path / "new.strategy") as made:
        yield made


@pytest.mark.parametrize(("kind", "side"), [("Maximise", 1), ("Minimise", -1), ("Band", 0), ("Binary", 0), ("Step", 0)])
def test_a_measure_is_better_as_its_kind_says(plan: OpenPlan, kind: str, side: int) -> None:
    row = plan.worksheet("KPIs").insert({"KPI": "Calls per hour", "Kind": kind})
    assert better_when(plan.plan, Cell("KPIs[Actual]", row)) == side
    assert better_when(plan.plan, Cell("KPIs[Weight]", row)) == 0


def test_a_figure_follows_the_measures_that_read_it(plan: OpenPlan) -> None:
    figure = plan.plan.figures["Customer_equity_total"]
    measures = plan.worksheet("KPIs")
    assert better_when(plan.plan, Cell(figure.name)) == 0
    values = {"KPI": "Equity", "Kind": "Maximise", "Actual source": "Figure", "Actual figure": figure.catalogue}
    measures.insert(values)
    assert better_when(plan.plan, Cell(figure.name)) == 1
    measures.insert({**values, "KPI": "Equity, the other way", "Kind": "Minimise"})
    assert better_when(plan.plan, Cell(figure.name)) == 0


def test_more_is_better_of_every_score(plan: OpenPlan) -> None:
    measure = plan.worksheet("KPIs").insert({"KPI": "Cost to serve", "Kind": "Minimise"})
    for cell in (Cell("KPIs[Performance]", measure), Cell("Objective_scores[Performance]", 1), Cell("Scorecard_total")):
        assert better_when(plan.plan, cell) == 1 and lower_is_better(plan.plan, cell) is False
    assert lower_is_better(plan.plan, Cell("KPIs[Actual]", measure)) is True
    assert lower_is_better(plan.plan, Cell("KPIs_on_target")) is None


def test_nothing_is_said_of_other_figures(plan: OpenPlan) -> None:
    assert better_when(plan.plan, Cell("KPIs_on_target")) == 0

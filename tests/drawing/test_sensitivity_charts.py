"""Tornado, histogram and tables as charts: the marks are the results, every text stays inside and apart."""

from __future__ import annotations

import io
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from strategy_studio.analysis.distributions import Triangular, Uniform
from strategy_studio.analysis.simulation import simulate
from strategy_studio.analysis.tables import one_way, two_way
from strategy_studio.analysis.tornado import tornado
from strategy_studio.api import OpenPlan
from strategy_studio.drawing.histogram import draw_histogram
from strategy_studio.drawing.palette import THEMES, ThemeName
from strategy_studio.drawing.table_chart import draw_one_way, draw_two_way, ink_on, step_of
from strategy_studio.drawing.tornado import draw_tornado
from strategy_studio.model.inputs import Cell, find_cell

pytest_plugins = ("tests.plans",)

EQUITY, DISCOUNT = Cell("Customer_equity_total"), Cell("Discount_rate")
SIZES = ((960.0, 640.0), (480.0, 320.0))
RATES = [0.06, 0.08, 0.1, 0.12, 0.14]


def figures(plan: OpenPlan, theme: ThemeName, size: tuple[float, float]) -> dict[str, Figure]:
    retention = find_cell(plan.plan, "Segment_CLV[Revenue per customer]", "Homes")
    drawn = simulate(plan.plan, {DISCOUNT: Triangular(0.05, 0.1, 0.2), retention: Uniform(400, 900)}, [EQUITY], 512)
    one = one_way(plan.plan, DISCOUNT, RATES, [EQUITY])
    words = one_way(plan.plan, Cell("CLV_convention"), ["A", "B", "C"], [EQUITY])
    two = two_way(plan.plan, DISCOUNT, RATES, retention, [400, 600, 800], EQUITY)
    return {
        "tornado": draw_tornado(plan.plan, tornado(plan.plan, EQUITY), theme, size),
        "histogram": draw_histogram(plan.plan, drawn, drawn.outcomes[0], theme, size),
        "curve": draw_one_way(plan.plan, one, 0, theme, size),
        "words": draw_one_way(plan.plan, words, 0, theme, size),
        "grid": draw_two_way(plan.plan, two, theme, size),
    }


def texts_of(figure: Figure) -> list[Any]:
    axes = figure.axes[0]
    shown = []
    for at, labels, ends in (
        (0, axes.get_xticklabels(), axes.get_xlim()),
        (1, axes.get_yticklabels(), axes.get_ylim()),
    ):
        shown += [label for label in labels if min(ends) <= label.get_position()[at] <= max(ends)]
    return [text for text in (*axes.texts, *shown) if text.get_text()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stays_inside_and_no_two_meet(plan: OpenPlan, theme: ThemeName, size: tuple[float, float]) -> None:
    for name, figure in figures(plan, theme, size).items():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts_of(figure)]
        inside = [text for text, box in boxes if box.x0 < -1 or box.x1 > size[0] + 1 or box.y0 < -1 or box.y1 > size[1]]
        assert not inside, (name, inside)
        meeting = [
            (one, other) for (one, box), (other, beside) in combinations(boxes, 2)
            if min(box.x1, beside.x1) - max(box.x0, beside.x0) > 1.5
            and min(box.y1, beside.y1) - max(box.y0, beside.y0) > 1.5
        ]  # fmt: skip
        assert not meeting, (name, meeting)
        made = io.BytesIO()
        figure.savefig(made, format="png")
        assert figure.get_suptitle()


def test_bars_of_the_tornado_run_from_the_plan_to_the_results(plan: OpenPlan) -> None:
    result = tornado(plan.plan, EQUITY)
    axes = draw_tornado(plan.plan, result).axes[0]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    ends = {round(patch.get_x() + patch.get_width(), 3) for patch in bars}
    widest = result.swings[0]
    assert widest.low is not None and widest.high is not None
    assert {round(widest.low, 3), round(widest.high, 3)} <= ends
    assert all(patch.get_x() == pytest.approx(result.base) for patch in bars)
    written = [text.get_text() for text in axes.texts]
    assert widest.low_text in written and widest.high_text in written
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert names[-1] == widest.label


def test_an_end_without_a_result_says_so(plan: OpenPlan) -> None:
    at = find_cell(plan.plan, "Segment_CLV[Revenue per customer]", "Homes")
    target = find_cell(plan.plan, "Segment_CLV[CLV]", "Homes")
    result = tornado(plan.plan, target, [at, DISCOUNT], ranges={DISCOUNT: (-1.0, 0.2)})
    assert any(swing.low is None for swing in result.swings)
    written = [text.get_text() for text in draw_tornado(plan.plan, result).axes[0].texts]
    assert "−100\u202f%: no value" in written


def test_columns_of_the_histogram_count_the_draws(plan: OpenPlan) -> None:
    drawn = simulate(plan.plan, {DISCOUNT: Uniform(0.05, 0.2)}, [EQUITY], 512, seed=4)
    figure = draw_histogram(plan.plan, drawn, drawn.outcomes[0])
    columns = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert sum(patch.get_height() for patch in columns) == 512
    lines = {float(np.asarray(line.get_xdata())[0]) for line in figure.axes[0].lines}
    assert set(drawn.outcomes[0].percentiles.values()) <= lines and plan.value(EQUITY.node) in lines
    assert "seed 4" in figure.axes[0].get_title(loc="left")
    assert figure.get_suptitle().endswith("in nine of ten draws")


def test_what_counts_has_no_decimals_and_what_stays_is_said_so(plan: OpenPlan) -> None:
    count = Cell("KPIs_on_target")
    drawn = simulate(plan.plan, {DISCOUNT: Uniform(0.01, 0.5)}, [count], 64)
    figure = draw_histogram(plan.plan, drawn, drawn.outcomes[0])
    numbers = [text.get_text() for text in figure.axes[0].texts]
    assert numbers and not any("." in text for text in numbers)
    ticks = [text.get_text() for text in figure.axes[0].get_xticklabels()]
    assert len(set(ticks)) == len(ticks)
    held = simulate(plan.plan, {DISCOUNT: Uniform(0.01, 0.5)}, [Cell("Total_customers")], 64)
    number = plan.value("Total_customers")
    title = draw_histogram(plan.plan, held, held.outcomes[0]).get_suptitle()
    assert title == f"Total customers is {number:,.0f} in every draw"


def test_a_curve_shows_the_results_and_a_grid_every_number(plan: OpenPlan) -> None:
    table = one_way(plan.plan, DISCOUNT, RATES, [EQUITY])
    line = draw_one_way(plan.plan, table).axes[0].lines[0]
    np.testing.assert_allclose(np.asarray(line.get_ydata()), [row[0] for row in table.results])
    grid = two_way(plan.plan, DISCOUNT, [0.08, 0.1], Cell("Retention_uplift"), [0.01, 0.02, 0.03], EQUITY)
    assert len(draw_two_way(plan.plan, grid).axes[0].texts) == 6


def test_what_has_no_number_is_said_in_words(plan: OpenPlan) -> None:
    target = find_cell(plan.plan, "Segment_CLV[CLV]", "Homes")
    table = one_way(plan.plan, DISCOUNT, [-1.0], [target])
    assert "has no number" in draw_one_way(plan.plan, table).axes[0].texts[0].get_text()
    grid = two_way(plan.plan, DISCOUNT, [-1.0, 0.1], Cell("Planning_periods"), [3, 5], target)
    assert "#DIV/0!" in [text.get_text() for text in draw_two_way(plan.plan, grid).axes[0].texts]


@pytest.mark.parametrize(
    ("number", "span", "step"),
    [
        (0.0, (0.0, None, 7.0), 0), (7.0, (0.0, None, 7.0), 6), (3.5, (0.0, None, 7.0), 3),
        (5.0, (0.0, 5.0, 6.0), 3), (0.0, (0.0, 5.0, 6.0), 0), (6.0, (0.0, 5.0, 6.0), 4), (2.0, (2.0, 2.0, 2.0), 3),
    ],
)  # fmt: skip
def test_steps_of_the_ramp(number: float, span: tuple[float, float | None, float], step: int) -> None:
    assert step_of(number, span) == step


def test_ink_is_the_one_that_reads_better() -> None:
    assert ink_on("#FFFFFF", "light") == "#18212B" and ink_on("#000000", "light") == "#FFFFFF"

"""The chart of scenarios beside the plan says what lies in them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from strategy_studio.analysis.comparison import Comparison
from strategy_studio.api import OpenPlan
from strategy_studio.drawing.comparison_chart import draw_comparison, note_of, title_of
from strategy_studio.model.inputs import Cell

pytest_plugins = ("tests.plans",)


def compared(*rows: tuple[float, ...], titles: tuple[str, ...] = ("Plan", "Actual", "Low")) -> Comparison:
    cells = tuple(Cell("Total_customers") for _ in rows)
    labels = tuple(f"Figure {number}" for number, _ in enumerate(rows, start=1))
    return Comparison(titles, labels, cells, rows, np.array(rows, dtype=np.float64))


def texts(figure: Any) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_every_bar_says_its_value_and_its_distance(plan: OpenPlan) -> None:
    words = texts(draw_comparison(compared((200.0, 150.0, 210.0)), plan.plan))
    assert [re.sub(r"\.0+", "", word) for word in words] == ["200", "150 (−25 %)", "210 (+5 %)"]


def test_a_missing_value_is_said(plan: OpenPlan) -> None:
    assert texts(draw_comparison(compared((200.0, np.nan, 210.0)), plan.plan))[1] == "no value"


def test_the_title_names_the_largest_difference(plan: OpenPlan) -> None:
    title = title_of(compared((200.0, 150.0, 210.0)), plan.plan)
    assert title.startswith("Figure 1 under Actual: 50") and title.endswith("below Plan")
    assert title_of(compared((1.0, 1.0, 1.0)), plan.plan) == "Actual, Low beside Plan"


def test_what_has_no_room_is_counted(plan: OpenPlan) -> None:
    many = compared(*[(1.0, 2.0, 3.0)] * 7)
    assert note_of(many) == "Not drawn: 1 more figure."
    assert len(draw_comparison(many, plan.plan, "dark").axes) == 6

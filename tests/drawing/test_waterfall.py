"""The waterfall of an attribution: its bars meet, its words say it all, and nothing is cut or covered."""

from __future__ import annotations

import math
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from strategy_studio.analysis.attribution import Attribution, Share
from strategy_studio.api import OpenPlan
from strategy_studio.drawing.palette import THEMES, ThemeName, colours
from strategy_studio.drawing.waterfall import MOST_STEPS, draw_waterfall, steps_of
from strategy_studio.model.inputs import Cell

pytest_plugins = ("tests.plans",)

TARGET = Cell("Customer_equity_total")
INPUT = Cell("Discount_rate")


def made(before: float, effects: list[float], error: float = 0.0, label: str = "Retention rate of row") -> Attribution:
    """An attribution with these effects, of a Parameter that went from 10 % to 12 %."""
    shares = [
        Share(INPUT, f"{label} {at}", 0.1, 0.12, effect, error, (INPUT.node, TARGET.node), (INPUT,))
        for at, effect in enumerate(effects)
    ]
    after = before + math.fsum(effects)
    return Attribution(TARGET, "Customer equity total", before, after, tuple(shares), not error, 1, 0, len(shares), ())


def bars(figure: Any) -> list[Rectangle]:
    """The bars from top to bottom."""
    found = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return sorted(found, key=lambda bar: bar.get_y())


def written(figure: Any) -> list[str]:
    """The numbers beside the bars, from top to bottom."""
    return [text.get_text() for text in sorted(figure.axes[0].texts, key=lambda text: text.xy[1])]


def test_bars_lead_from_before_to_after(plan: OpenPlan) -> None:
    figure = draw_waterfall(made(100.0, [-60.0, 25.0, -5.0]), plan.plan)
    first, *steps, last = bars(figure)
    assert (first.get_x(), first.get_width()) == (0, 100) and last.get_width() == 60
    level = 100.0
    for bar, effect in zip(steps, [-60.0, 25.0, -5.0], strict=True):
        assert bar.get_x() == pytest.approx(level)
        assert bar.get_width() == pytest.approx(effect)
        level += effect
    assert written(figure) == ["100", "−60", "+25", "−5", "60"]
    assert figure.get_suptitle() == "Customer equity total −EUR\u00a040: Retention rate of row 0 explains 150\u202f%"


def test_a_small_step_is_not_rounded_to_another_number(plan: OpenPlan) -> None:
    figure = draw_waterfall(made(142.2e6, [-16.35e6, -0.62e6]), plan.plan, ends=("Plan", "Actual"))
    assert written(figure) == ["142.2", "−16.4", "−0.6", "125.2"]
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert (labels[0], labels[-1]) == ("Plan", "Actual")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lower_is_better", [False, True])
def test_easing_and_worsening_have_the_colours_of_the_theme(
    plan: OpenPlan, theme: ThemeName, lower_is_better: bool
) -> None:
    figure = draw_waterfall(made(100.0, [-60.0, 25.0]), plan.plan, theme, lower_is_better=lower_is_better)
    first, down, up, last = bars(figure)
    roles = ("on", "off") if lower_is_better else ("off", "on")
    found = [to_hex(bar.get_facecolor()).upper() for bar in (down, up, last)]
    assert found == [colours(theme)[role] for role in (*roles, "actual")]
    assert not first.get_fill() or first.get_facecolor()[3] == 0


def test_the_rest_is_one_bar(plan: OpenPlan) -> None:
    attribution = made(100.0, [float(effect) for effect in range(20, 0, -1)])
    steps = steps_of(attribution, plan.plan)
    assert len(steps) == MOST_STEPS + 1 and steps[-1].label == "12 others"
    assert steps[-1].end - steps[-1].start == pytest.approx(sum(range(1, 13)))
    assert len(steps_of(made(100.0, [3.0] * 9), plan.plan)) == 9


def test_millions_and_a_broken_axis_are_said(plan: OpenPlan) -> None:
    plan.set("Plan_currency", "CHF")
    figure = draw_waterfall(made(142_198_913.0, [-7_469_345.0, -937_612.0]), plan.plan)
    assert figure.axes[0].get_title(loc="left") == "CHF million; axis broken"
    assert written(figure) == ["142.2", "−7.5", "−0.9", "133.8"]
    assert bars(figure)[0].get_x() > 100e6
    assert figure.get_suptitle().startswith("Customer equity total −CHF\u00a08.4\u00a0million: ")


def test_a_sampled_effect_shows_its_error(plan: OpenPlan) -> None:
    figure = draw_waterfall(made(100.0, [-60.0, 25.0], error=2.0), plan.plan)
    assert written(figure)[1:3] == ["−60 ± 2", "+25 ± 2"]
    assert "± standard error" in figure.axes[0].get_title(loc="left")


def test_nothing_that_differs_is_said(plan: OpenPlan) -> None:
    figure = draw_waterfall(made(100.0, []), plan.plan)
    assert [text.get_text() for text in figure.axes[0].texts] == ["Nothing upstream of Customer equity total differs."]
    assert bars(figure) == []


@pytest.mark.parametrize("size", [(480.0, 320.0), (960.0, 640.0), (1280.0, 640.0)])
@pytest.mark.parametrize(
    "attribution",
    [
        made(142e6, [-7e6, 2.6e6, -9e5, 8e5, 7e5, -6e5, 5e5, 4e5, 3e5, 2e5], 1e5),
        made(
            93.0, [-103.0, -3.0], label="A name as long as names of rows become when people describe what they mean by"
        ),
        made(-50.0, [20.0, 45.0]),
        made(0.0, [1e-7]),
    ],
)
def test_no_words_are_cut_or_cover_each_other(
    plan: OpenPlan, attribution: Attribution, size: tuple[float, float]
) -> None:
    figure = draw_waterfall(attribution, plan.plan, "light", size)
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_visible()]
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    for box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= size[0] and box.y1 <= size[1]
    assert not [(one, other) for at, one in enumerate(boxes) for other in boxes[:at] if one.overlaps(other)]

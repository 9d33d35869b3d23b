"""Scenarios beside the plan: one small panel of bars for each figure, with the difference written at each bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..analysis.comparison import Comparison
from ..model.scenarios import ACTUAL
from .charts import PAGE
from .palette import ThemeName, colours
from .scales import scale_for, unit_of
from .style import settings
from .waterfall import Scale, fitting, sign_of
from .widths import text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..model.plan import Plan

MOST_PANELS, MOST_BARS, ACROSS = 6, 8, 3
LABEL, TITLE = 11, 13


def draw_comparison(
    comparison: Comparison, plan: Plan, theme: ThemeName = "light", size: tuple[float, float] = PAGE
) -> Figure:
    """Up to six figures; the first title of the comparison is what the others are measured against."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    shown = min(MOST_PANELS, len(comparison.targets))
    across = min(ACROSS, max(1, shown))
    with rc_context(settings(theme)):
        figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100)
        title = fitting(title_of(comparison, plan), size[0] * 0.94, TITLE)
        figure.suptitle(title, x=0.02, ha="left", fontsize=TITLE * 0.72, fontweight=600, color=colours(theme)["text"])
        for place in range(shown):
            axes = figure.add_subplot(math.ceil(shown / across), across, place + 1)
            draw_panel(axes, comparison, place, plan, theme, size[0] / across)
        figure.supxlabel(note_of(comparison), x=0.02, ha="left", fontsize=LABEL * 0.72, color=colours(theme)["muted"])
    return figure


def title_of(comparison: Comparison, plan: Plan) -> str:
    """The finding: the title whose first figure lies furthest from the reference."""
    numbers = comparison.numbers[0] if len(comparison.targets) else []
    gaps = [(abs(number - numbers[0]), place) for place, number in enumerate(numbers) if math.isfinite(number)]
    gap, place = max(gaps, default=(0.0, 0))
    if not gap or not math.isfinite(numbers[0]):
        return f"{', '.join(comparison.titles[1:])} beside {comparison.titles[0]}"
    scale = scale_for(plan, comparison.targets[0], [gap])
    more = "above" if numbers[place] > numbers[0] else "below"
    distance = " ".join(filter(None, (scale.currency, scale.level(gap), "" if scale.points else scale.word)))
    return f"{comparison.labels[0]} under {comparison.titles[place]}: {distance} {more} {comparison.titles[0]}"


def note_of(comparison: Comparison) -> str:
    """What has no room here; empty when everything is drawn."""
    left = len(comparison.targets) - MOST_PANELS, len(comparison.titles) - MOST_BARS
    kinds = zip(left, ("figure", "column"), strict=True)
    words = [f"{count} more {what}{'s' * (count > 1)}" for count, what in kinds if count > 0]
    return f"Not drawn: {' and '.join(words)}." if words else ""


def draw_panel(
    axes: Axes, comparison: Comparison, place: int, plan: Plan, theme: ThemeName, width: float
) -> None:  # fmt: skip
    """The bars of one figure, the reference on top."""
    colour = colours(theme)
    titles = comparison.titles[:MOST_BARS]
    numbers = [float(number) for number in comparison.numbers[place, : len(titles)]]
    scale = scale_for(plan, comparison.targets[place], numbers)
    for at, (title, number) in enumerate(zip(titles, numbers, strict=True)):
        if math.isfinite(number):
            role = "plan" if at == 0 else "actual" if title == ACTUAL else "scen"
            axes.barh(at, number, height=0.62, color=colour[role])
        ink = colour["text"] if math.isfinite(number) else colour["missingline"]
        axes.annotate(words_of(numbers, at, scale), (max(number, 0.0) if math.isfinite(number) else 0.0, at),
                      (4, 0), textcoords="offset points", va="center", color=ink)  # fmt: skip
    unit = unit_of(scale)
    heading = fitting(f"{comparison.labels[place]}{', ' * bool(unit)}{unit}", width * 0.9, LABEL)
    axes.set_title(heading, loc="left", fontsize=LABEL * 0.72, fontweight=600, color=colour["text"], x=0)
    axes.set_yticks(range(len(titles)), [fitting(title, width * 0.3, LABEL) for title in titles])
    axes.tick_params(axis="y", labelcolor=colour["text"])
    axes.set_ylim(len(titles) - 0.4, -0.6)
    axes.set_xticks([])
    axes.axvline(0, color=colour["control"], linewidth=0.9)
    make_room(axes, numbers, [words_of(numbers, at, scale) for at in range(len(titles))], width)


def words_of(numbers: list[float], at: int, scale: Scale) -> str:
    """The value, and how far it lies from the reference."""
    if not math.isfinite(numbers[at]):
        return "no value"
    text = scale.level(numbers[at])
    if at == 0 or not math.isfinite(numbers[0]) or numbers[at] == numbers[0]:
        return text
    gap = numbers[at] - numbers[0]
    if scale.points or not numbers[0]:
        return f"{text} ({sign_of(gap)}{scale.level(abs(gap)).rstrip('%').rstrip()}{' points' * scale.points})"
    return f"{text} ({sign_of(gap)}{abs(gap / numbers[0]) * 100:,.1f} %)"


def make_room(axes: Axes, numbers: list[float], words: list[str], width: float) -> None:
    """Room for the words behind the longest bar."""
    found = [number for number in numbers if math.isfinite(number)] or [0.0]
    low, high = min(0.0, *found), max(0.0, *found)
    span = (high - low) or 1.0
    share = min(0.75, (max(text_width(text, LABEL) for text in words) + 10) / (width * 0.62))
    axes.set_xlim(low - span * 0.02, high + span * share / (1 - share))

"""One-way tables as curves or bars, two-way tables as heat maps with the number in each cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..analysis.tables import OneWay, TwoWay
from ..model.inputs import python_value
from .charts import PAGE
from .palette import ThemeName, colours, ramp
from .scales import scale_for, tick, unit_of
from .style import settings, sheet
from .waterfall import Scale
from .widths import text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..model.plan import Plan

LABEL, TITLE = 11, 13


def number_or_none(value: Any) -> float | None:
    """A result as a number to draw; None for everything else."""
    is_number = isinstance(value, float | int) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None


def draw_one_way(
    plan: Plan, table: OneWay, target: int = 0, theme: ThemeName = "light", size: tuple[float, float] = PAGE
) -> Figure:  # fmt: skip
    """One target of the table: a curve over numbers, bars for words; the value the plan holds stands out."""
    from matplotlib import rc_context

    results = [number_or_none(row[target]) for row in table.results]
    scale = scale_for(plan, table.targets[target], [number for number in results if number is not None])
    figure, axes = _figure(f"{table.target_labels[target]} by {table.label}", scale, theme, size)
    with rc_context(settings(theme)):
        if not any(number is not None for number in results):
            _nothing(axes, table.target_labels[target], theme)
        elif all(type(value) is float for value in table.values):
            draw_curve(axes, table, results, scale, theme)
        else:
            draw_word_bars(axes, table, results, scale, theme, size)
    return figure


def _figure(title: str, scale: Scale, theme: ThemeName, size: tuple[float, float]) -> tuple[Figure, Axes]:
    lines = "\n".join(wrapped(title, size[0] * 0.92, TITLE, 600))
    outlined = "the plan as it is stands out"
    return sheet(lines, "; ".join(filter(None, (unit_of(scale), outlined))), theme, size)


def _nothing(axes: Axes, label: str, theme: ThemeName) -> None:
    axes.axis("off")
    axes.text(0.0, 0.9, f"{label} has no number for any of these values.", transform=axes.transAxes,
              color=colours(theme)["missingline"])  # fmt: skip


def draw_curve(axes: Axes, table: OneWay, results: list[float | None], scale: Scale, theme: ThemeName) -> None:
    """The results as a line, broken where there is none, and the held value as a labelled point."""
    from matplotlib.patheffects import withStroke
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    colour = colours(theme)
    order = sorted(range(len(results)), key=lambda at: float(table.values[at] or 0.0))
    across = [float(table.values[at] or 0.0) for at in order]
    up = [math.nan if (number := results[at]) is None else number for at in order]
    axes.plot(across, up, color=colour["actual"], linewidth=1.44, marker="o", markersize=3.5)
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: tick(scale, number)))
    axes.grid(axis="y", color=colour["grid"], linewidth=0.72)
    shown = order[:: max(1, math.ceil(len(order) / 8))]
    axes.set_xticks([float(table.values[at] or 0.0) for at in shown], [table.texts[at] for at in shown])
    axes.set_xlabel(table.label)
    axes.margins(0.08, 0.14)
    if table.held is not None and (now := results[table.held]) is not None:
        at = float(table.values[table.held] or 0.0)
        axes.plot([at], [now], marker="o", markersize=7, color=colour["accent"], zorder=5)
        axes.annotate(scale.level(now), (at, now), (0, 9), textcoords="offset points", ha="center", zorder=6,
                      color=colour["accent"], fontweight=600,
                      path_effects=[withStroke(linewidth=3, foreground=colour["surface"])])  # fmt: skip


def draw_word_bars(
    axes: Axes, table: OneWay, results: list[float | None], scale: Scale, theme: ThemeName, size: tuple[float, float]
) -> None:
    """A bar for each word, in the order given, its value at the end."""
    colour = colours(theme)
    widest = max(abs(number) for number in results if number is not None) or 1.0
    count = len(results)
    for at, number in enumerate(results):
        place = count - 1 - at
        if number is None:
            axes.text(0, place, "  no number", color=colour["missingline"], va="center")
            continue
        axes.barh(place, number, height=0.5, color=colour["accent" if at == table.held else "actual"])
        axes.text(number + math.copysign(widest * 0.015, number), place, scale.level(number), va="center",
                  ha="left" if number >= 0 else "right", color=colour["text"])  # fmt: skip
    axes.axvline(0, color=colour["control"], linewidth=0.72)
    names = ["\n".join(wrapped(text, size[0] * 0.25, LABEL)) for text in reversed(table.texts)]
    axes.set_yticks(range(count), names)
    axes.tick_params(axis="y", labelcolor=colour["text"])
    axes.set_ylim(min(-0.6, count - 6.4), count - 0.4)
    axes.set_xticks([])
    axes.margins(x=0.16)


def draw_two_way(
    plan: Plan, table: TwoWay, theme: ThemeName = "light", size: tuple[float, float] = PAGE
) -> Figure:  # fmt: skip
    """The target in a grid, coloured around what the plan gives now; the cell the plan holds is outlined."""
    from matplotlib import rc_context

    results = [[number_or_none(value) for value in row] for row in table.results]
    numbers = [number for row in results for number in row if number is not None]
    scale = scale_for(plan, table.target, numbers)
    figure, axes = _figure(f"{table.target_label} by {table.label} and {table.other_label}", scale, theme, size)
    with rc_context(settings(theme)):
        if not numbers:
            _nothing(axes, table.target_label, theme)
            return figure
        base = number_or_none(python_value(plan, table.target))
        draw_grid(axes, table, results, (min(numbers), base, max(numbers)), scale, theme, size)
        label_grid(axes, table, theme, size)
    return figure


Span = tuple[float, float | None, float]
"""The least number, the reference between them if there is one, and the greatest."""


def step_of(number: float, span: Span) -> int:
    """Which of the seven steps of a ramp a number has; the middle one stands for the reference."""
    low, reference, high = span
    if reference is None:
        return 3 if high == low else min(6, int((number - low) / (high - low) * 7))
    reach = max(high - reference, reference - low)
    return 3 if reach <= 0 else 3 + max(-3, min(3, round((number - reference) / reach * 3)))


def ink_on(background: str, theme: ThemeName) -> str:
    """The text colour that reads better on a background: the theme's text or its surface."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: float, other: float) -> float:
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)

    inks = (colours(theme)["text"], colours(theme)["surface"])
    return max(inks, key=lambda ink: contrast(luminance(ink), luminance(background)))


def draw_grid(
    axes: Axes, table: TwoWay, results: list[list[float | None]], span: Span, scale: Scale, theme: ThemeName,
    size: tuple[float, float],
) -> None:  # fmt: skip
    """One coloured cell for each pair with its number, or the word the plan gives instead of one."""
    from matplotlib.patches import Rectangle

    steps, colour = ramp(theme, diverging=span[1] is not None), colours(theme)
    texts = [[_text(number, value, scale) for number, value in zip(*pair, strict=True)]
             for pair in zip(results, table.results, strict=True)]  # fmt: skip
    across = len(results[0])
    widest = max(text_width(text, LABEL) for row in texts for text in row)
    small = min(1.0, (size[0] * 0.72 / across - 6) / widest)
    for row, numbers in enumerate(results):
        for at, number in enumerate(numbers):
            fill = colour["nodatasoft"] if number is None else steps[step_of(number, span)]
            own = row == table.held and at == table.other_held
            axes.add_patch(Rectangle((at, row), 1, 1, facecolor=fill, edgecolor=colour["surface"], linewidth=1))
            if own:
                axes.add_patch(Rectangle((at + 0.03, row + 0.04), 0.94, 0.92, fill=False, edgecolor=colour["text"],
                                         linewidth=1.44, zorder=3))  # fmt: skip
            ink = colour["nodata"] if number is None else ink_on(fill, theme)
            axes.text(at + 0.5, row + 0.5, texts[row][at], ha="center", va="center", color=ink, zorder=4,
                      fontsize=LABEL * 0.72 * max(0.55, small), fontweight=600 if own else 400)  # fmt: skip


def _text(number: float | None, value: Any, scale: Scale) -> str:
    return scale.level(number) if number is not None else "empty" if value is None else str(value)


def label_grid(axes: Axes, table: TwoWay, theme: ThemeName, size: tuple[float, float]) -> None:
    """The values along both sides, the first input downwards."""
    down, across = len(table.values), len(table.other_values)
    axes.set_xlim(0, across)
    axes.set_ylim(down, 0)
    room = size[0] * 0.72 / across - 6
    axes.set_xticks([at + 0.5 for at in range(across)],
                    ["\n".join(wrapped(text, room, LABEL)) for text in table.other_texts])  # fmt: skip
    axes.set_yticks([row + 0.5 for row in range(down)],
                    ["\n".join(wrapped(text, size[0] * 0.2, LABEL)) for text in table.texts])  # fmt: skip
    axes.tick_params(axis="both", labelcolor=colours(theme)["text"])
    axes.set_xlabel(table.other_label)
    axes.set_ylabel("\n".join(wrapped(table.label, size[1] * 0.7, LABEL)))

"""The histogram of a simulated figure: how the draws lie, with percentiles and the plan's own value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..analysis.simulation import Outcome, Simulation
from .charts import PAGE
from .palette import ThemeName, colours
from .scales import between, counts, scale_for, tick, unit_of
from .style import settings, sheet
from .waterfall import Scale
from .widths import text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..model.plan import Plan

LABEL, TITLE, LINE = 11, 13, 15.0
MOST_BINS = 40


def draw_histogram(
    plan: Plan,
    simulation: Simulation,
    outcome: Outcome,
    theme: ThemeName = "light",
    size: tuple[float, float] = PAGE,
) -> Figure:
    """Columns of draws, lines at the percentiles, a tick at the plan's value; each named above with its number."""
    from matplotlib import rc_context

    plan_value = [] if outcome.base is None else [outcome.base]
    spread = list(outcome.percentiles.values()) if len(outcome.values) else []
    scale = scale_for(plan, outcome.cell, [*spread, *plan_value])
    title = "\n".join(wrapped(title_of(outcome, scale), size[0] * 0.92, TITLE, 600))
    beneath = "\n".join(wrapped(beneath_of(simulation, outcome, scale), size[0] * 0.9, LABEL))
    figure, axes = sheet(title, beneath, theme, size)
    with rc_context(settings(theme)):
        if not len(outcome.values):
            axes.axis("off")
            axes.text(0.0, 0.9, f"No draw gives {outcome.label} a number.", transform=axes.transAxes,
                      color=colours(theme)["missingline"])  # fmt: skip
            return figure
        draw_columns(axes, outcome, theme, int(min(MOST_BINS, size[0] / 14)))
        draw_lines(axes, marks_of(outcome, scale), theme, size)
        number_axis(axes, scale, theme)
    return figure


def title_of(outcome: Outcome, scale: Scale) -> str:
    """The finding: where nine of ten draws lie."""
    if not len(outcome.values):
        return f"{outcome.label} has no value in any draw"
    low, high = outcome.percentile(5), outcome.percentile(95)
    if scale.level(low) == scale.level(high):
        level = " ".join(filter(None, (scale.currency, scale.level(low), "" if scale.points else scale.word)))
        draws = "every draw" if outcome.values.min() == outcome.values.max() else "nine of ten draws"
        return f"{outcome.label} is {level} in {draws}"
    span = between(scale, low, high, "and")
    return f"{outcome.label} lies between {span} in nine of ten draws"


def beneath_of(simulation: Simulation, outcome: Outcome, scale: Scale) -> str:
    """Unit, draws, seed, and what is missing."""
    done = f"{simulation.draws:,}" + ("" if simulation.complete else f" of {simulation.asked:,}") + " draws"
    way = "quasi-random" if simulation.quasi else "random"
    missing = outcome.sentence.rstrip(".")
    words = (unit_of(scale), f"{done}, {way}, seed {simulation.seed}", missing[:1].lower() + missing[1:])
    return "; ".join(filter(None, words))


def draw_columns(axes: Axes, outcome: Outcome, theme: ThemeName, bins: int) -> None:
    """The columns, touching but for a hair, zero included."""
    counts, edges = outcome.histogram(bins)
    widths = edges[1:] - edges[:-1]
    axes.bar(edges[:-1], counts, width=widths * 0.94, align="edge", color=colours(theme)["last"])
    axes.axhline(0, color=colours(theme)["control"], linewidth=0.72)
    axes.set_yticks([])
    lowest, highest = float(edges[0]), float(edges[-1])
    if outcome.base is not None:
        lowest, highest = min(lowest, outcome.base), max(highest, outcome.base)
    pad = (highest - lowest) * 0.04
    axes.set_xlim(lowest - pad, highest + pad)


def marks_of(outcome: Outcome, scale: Scale) -> list[tuple[float, str, bool]]:
    """Where lines stand, what they are called, and whether it is the plan's own."""
    marks = [(number, f"{percent} %: {scale.level(number)}", False) for percent, number in outcome.percentiles.items()]
    if outcome.base is not None:
        marks.append((outcome.base, f"plan: {scale.level(outcome.base)}", True))
    return sorted(marks)


def draw_lines(axes: Axes, marks: list[tuple[float, str, bool]], theme: ThemeName, size: tuple[float, float]) -> None:
    """Lines up to their names, which stand above one another as far as they need to."""
    colour = colours(theme)
    low, high = axes.get_xlim()
    width = size[0] - 40
    placed: list[tuple[int, float, float]] = []
    levels = []
    for number, text, _ in marks:
        half = text_width(text, LABEL, 600) / 2 + 8
        middle = min(max((number - low) / (high - low) * width, half), width - half)
        level = next(
            level for level in range(len(marks))
            if all(at != level or middle - half > end or middle + half < start for at, start, end in placed)
        )  # fmt: skip
        placed.append((level, middle - half, middle + half))
        levels.append((level, middle / width))
    top = axes.get_ylim()[1]
    room = LINE * (max(level for level, _ in levels) + 1.6) / max(size[1] - 120, 60)
    whole = top / max(0.2, 1 - room)
    axes.set_ylim(0, whole)
    step = whole * LINE / max(size[1] - 120, 60)
    for (number, text, own), (level, share) in zip(marks, levels, strict=True):
        end = top + step * (level + 0.2)
        style = (0, ()) if own else (0, (4, 3))
        if own:
            axes.plot([number, number], [0, end], color=colour["surface"], linewidth=3.0, zorder=3)
        axes.plot([number, number], [0, end], color=colour["text" if own else "muted"], linewidth=1.44 if own else 0.9,
                  linestyle=style, zorder=4)  # fmt: skip
        axes.text(low + share * (high - low), end, text, ha="center", va="bottom", zorder=5,
                  color=colour["text" if own else "muted"], fontweight=600 if own else 400,
                  bbox={"facecolor": colour["surface"], "edgecolor": "none", "pad": 1})  # fmt: skip


def number_axis(axes: Axes, scale: Scale, theme: ThemeName) -> None:
    """A few numbers along the bottom."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(6, integer=counts(scale), min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: tick(scale, number)))
    axes.tick_params(axis="x", labelcolor=colours(theme)["muted"])

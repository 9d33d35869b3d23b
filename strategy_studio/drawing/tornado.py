"""The tornado: bars to both sides of the plan's value, the input that moves it most on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..analysis.tornado import Swing, Tornado
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

MOST_ROWS = 15
LABEL, TITLE, ROW = 11, 13, 28.0
LOW, HIGH = "last", "actual"
"""Roles of the bars of the lowered and of the raised input."""


def draw_tornado(
    plan: Plan, tornado: Tornado, theme: ThemeName = "light", size: tuple[float, float] = PAGE
) -> Figure:  # fmt: skip
    """The widest swings that have room, the inputs written at the ends of their bars; none that moves nothing."""
    from matplotlib import rc_context

    moving = [swing for swing in tornado.swings if swing.width(tornado.base) > 0]
    swings = moving[: max(3, min(MOST_ROWS, int((size[1] - 110) / ROW)))]
    ends = [end for swing in swings for end in (swing.low, swing.high) if end is not None]
    scale = scale_for(plan, tornado.target, [*ends, *([] if tornado.base is None else [tornado.base])])
    unit = unit_of(scale)
    beneath = f"{tornado.label}{', ' * bool(unit)}{unit}; grey: input lowered, blue: input raised, to what is written"
    title = "\n".join(wrapped(title_of(tornado, scale), size[0] * 0.92, TITLE, 600))
    figure, axes = sheet(title, "\n".join(wrapped(beneath, size[0] * 0.6, LABEL)), theme, size)
    with rc_context(settings(theme)):
        if not swings:
            axes.axis("off")
            axes.text(0.0, 0.9, f"No input that was varied moves {tornado.label}.", transform=axes.transAxes,
                      color=colours(theme)["missingline"])  # fmt: skip
            return figure
        draw_swings(axes, swings, tornado.base, theme)
        name_rows(axes, swings, theme, size)
        limit(axes, swings, tornado.base, size)
        number_axis(axes, scale, theme)
    return figure


def title_of(tornado: Tornado, scale: Scale) -> str:
    """The finding: which input moves the target most, and how far."""
    widest = next((swing for swing in tornado.swings if swing.width(tornado.base) > 0), None)
    if widest is None:
        return f"Nothing moves {tornado.label}"
    ends = sorted(end for end in (widest.low, widest.high, tornado.base) if end is not None)
    return f"{widest.label} moves {tornado.label} most: {between(scale, ends[0], ends[-1], 'to')}"


def draw_swings(axes: Axes, swings: list[Swing], base: float | None, theme: ThemeName) -> None:
    """Both bars of each swing and the input at the end of each; where there is no result, a word."""
    colour = colours(theme)
    middle = base if base is not None else swings[0].low or swings[0].high or 0.0
    for place, swing in enumerate(reversed(swings)):
        bars = [(swing.low, swing.low_text, LOW), (swing.high, swing.high_text, HIGH)]
        bars.sort(key=lambda bar: -abs((bar[0] if bar[0] is not None else middle) - middle))
        taken = 0
        for end, text, role in bars:
            if end is None:
                side = -taken or (-1 if role == LOW else 1)
                text, ink = f"{text}: no value", colour["missingline"]
                end = middle
            else:
                axes.barh(place, end - middle, left=middle, height=0.56, color=colour[role])
                side = 1 if end > middle else -1 if end < middle else (-taken or 1)
                ink = colour["text"]
            if side == taken:  # both ends lie on one side: the shorter one is named on the other
                side, end = -taken, middle
            taken = taken or side
            axes.annotate(text, (end, place), (4 * side, 0), textcoords="offset points", color=ink,
                          ha="left" if side > 0 else "right", va="center")  # fmt: skip
    axes.axvline(middle, color=colour["text"], linewidth=0.9)


def name_rows(axes: Axes, swings: list[Swing], theme: ThemeName, size: tuple[float, float]) -> None:
    """The inputs beside their bars."""
    names = ["\n".join(wrapped(swing.label, size[0] * 0.28, LABEL)) for swing in reversed(swings)]
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", labelcolor=colours(theme)["text"])
    axes.set_ylim(-0.6, len(names) - 0.4)


def limit(axes: Axes, swings: list[Swing], base: float | None, size: tuple[float, float]) -> None:
    """Room for the texts at the ends of the widest bars."""
    values = [end for swing in swings for end in (swing.low, swing.high, base) if end is not None]
    texts = [text_width(text, LABEL) for swing in swings for text in (swing.low_text, swing.high_text)]
    if any(end is None for swing in swings for end in (swing.low, swing.high)):
        texts.append(max(texts) + text_width(": no value", LABEL))
    names = max(min(text_width(swing.label, LABEL), size[0] * 0.28) for swing in swings)
    width, margin = size[0] - names - 40, max(texts) + 14
    span = (max(values) - min(values)) or abs(values[0]) or 1.0
    pad = span * margin / max(width - 2 * margin, 60.0)
    axes.set_xlim(min(values) - pad, max(values) + pad)


def number_axis(axes: Axes, scale: Scale, theme: ThemeName) -> None:
    """A few numbers along the bottom, over faint lines."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(5, integer=counts(scale), min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: tick(scale, number)))
    axes.grid(axis="x", color=colours(theme)["grid"], linewidth=0.72)
    axes.set_axisbelow(True)

"""The waterfall of an attribution: from before to after, one bar for each input that explains the difference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..analysis.attribution import Attribution, Share
from ..analysis.reasons import explains, part
from ..model.explain import shown
from .charts import PAGE
from .palette import ThemeName, colours
from .style import settings, sheet
from .widths import text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..model.plan import Plan

MOST_STEPS = 8
SEEN = 0.03
"""Part of the largest step from which a bar is more than a line."""
LABEL, TITLE = 11, 13
LINE, ROW, BAR = 14.0, 28.0, 26.0
BREAK_BELOW = 0.4
"""The axis is broken when what changes is less than this part of the whole."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar from `start` to `end`; `detail` says before and after of the input, `error` its standard error."""

    label: str
    start: float
    end: float
    detail: str = ""
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers are written: divided, with so many decimals; `word` is the divisor's, `points` marks percentages."""

    divisor: float
    decimals: int
    currency: str
    word: str
    points: bool

    @property
    def unit(self) -> str:
        """The unit of all numbers, for the line beneath the title."""
        return "percent, steps in points" if self.points else " ".join(filter(None, (self.currency, self.word)))

    def number(self, size: float) -> str:
        """A size without sign."""
        return f"{size / self.divisor:,.{self.decimals}f}"

    def level(self, value: float) -> str:
        """A value before or after."""
        return ("−" if value < 0 else "") + self.number(abs(value)) + ("\u202f%" if self.points else "")

    def change(self, change: float, error: float = 0.0) -> str:
        """A change with its sign, and its standard error where it has one."""
        spread = f" ± {self.number(error)}" if self.shows(error) else ""
        return f"{sign_of(change)}{self.number(abs(change))}{spread}"

    def shows(self, error: float) -> bool:
        """Whether a standard error is more than nothing in these decimals."""
        return any(digit in "123456789" for digit in self.number(error))


def sign_of(change: float) -> str:
    """Plus, minus, or nothing."""
    return "+" if change > 0 else "−" if change < 0 else ""


def draw_waterfall(
    attribution: Attribution,
    plan: Plan,
    theme: ThemeName = "light",
    size: tuple[float, float] = PAGE,
    lower_is_better: bool | None = False,
    ends: tuple[str, str] = ("Before", "After"),
) -> Figure:
    """The attribution as bars from top to bottom: before outlined, the largest eight steps, the rest, after solid.

    Without an answer to `lower_is_better` the steps have one colour that judges nothing. `ends` say what is compared.
    """
    from matplotlib import rc_context

    scale = scale_of(attribution, plan)
    steps = steps_of(attribution, plan, min(MOST_STEPS, max(3, int(size[1] * 0.78 / ROW) - 3)))
    low, broken = axis_start([attribution.before, attribution.after, *(step.end for step in steps)])
    spread = any(scale.shows(step.error) for step in steps)
    notes = [scale.unit, "axis broken" if broken else "", "± standard error" if spread else ""]
    title = "\n".join(in_lines(title_of(attribution, scale), size[0] * 0.9, TITLE, 2))
    figure, axes = sheet(title, "; ".join(note for note in notes if note), theme, size)
    with rc_context(settings(theme)):
        if not attribution.shares:
            axes.axis("off")
            axes.text(0.0, 0.9, f"Nothing upstream of {attribution.label} differs.", transform=axes.transAxes,
                      color=colours(theme)["missingline"])  # fmt: skip
            return figure
        height = min(0.5, BAR * (len(steps) + 2) / (size[1] * 0.8))
        draw_ends(axes, attribution, scale, (low, broken), theme, len(steps) + 1, height)
        draw_steps(axes, steps, scale, theme, lower_is_better, height)
        name_rows(axes, steps, ends, theme, size)
        axes.axvline(low, color=colours(theme)["control"], linewidth=0.72, linestyle=(0, (2, 2)) if broken else "-")
        axes.set_xticks([])
        axes.set_xlim(*limits(axes, low))
    return figure


def steps_of(attribution: Attribution, plan: Plan, most: int = MOST_STEPS) -> list[Step]:
    """The largest shares and the sum of the others, each from where the one before ended."""
    acting = [share for share in attribution.shares if share.effect]
    named, rest = acting[:most], acting[most:]
    if len(rest) == 1:
        named, rest = acting, []
    steps: list[Step] = []
    level = attribution.before
    for share in named:
        steps.append(Step(share.label, level, level + share.effect, detail_of(plan, share), share.error))
        level = steps[-1].end
    if rest:
        steps.append(Step(f"{len(rest)} others", level, attribution.after))
    return steps


def detail_of(plan: Plan, share: Share) -> str:
    """Before and after of a single input."""
    if len(share.cells) != 1:
        return ""
    place = plan.structure.places[share.cell.node]
    return f"{shown(plan, place, share.before)} → {shown(plan, place, share.after)}"


def scale_of(attribution: Attribution, plan: Plan) -> Scale:
    """Thousands and millions where the levels are such, and digits enough to tell the steps apart."""
    place = plan.structure.places[attribution.target.node]
    points = shown(plan, place, attribution.after).endswith("%")
    largest = max(abs(attribution.before), abs(attribution.after))
    divisor, word = (0.01, "") if points else (1.0, "")
    if not points:
        divisor, word = magnitude(largest)
    steps = [abs(share.effect) / divisor for share in attribution.shares] or [largest / divisor]
    decimals = decimals_of(steps)
    money = place.kind.name == "Money" or getattr(place.column or place.name, "format", "") == "money"
    currency = str(plan.value("Plan_currency") or "") if money and "Plan_currency" in plan.parameters else ""
    return Scale(divisor, decimals, currency, word, points)


def magnitude(largest: float) -> tuple[float, str]:
    """What numbers up to this size are divided by, and the word for it."""
    named = ((1e16, 1.0, ""), (1e10, 1e9, "billion"), (1e7, 1e6, "million"), (1e4, 1e3, "thousand"))
    return next(((divisor, word) for least, divisor, word in named if largest >= least), (1.0, ""))


def decimals_of(steps: list[float]) -> int:
    """Two digits of the largest step; one more where steps that can be seen would be rounded by more than a tenth."""
    largest = max(steps)
    if largest <= 0:
        return 0
    decimals = min(6, max(0, 1 - math.floor(math.log10(largest))))
    seen = [step for step in steps if step >= SEEN * largest]
    return decimals + (decimals < 6 and any(abs(round(step, decimals) - step) > step / 10 for step in seen))


def title_of(attribution: Attribution, scale: Scale) -> str:
    """The finding: how far the figure moved and what explains most of it."""
    size = scale.number(abs(attribution.difference))
    unit = "points" if scale.points else scale.word
    moved = sign_of(attribution.difference) + "\u00a0".join(filter(None, (scale.currency, size, unit)))
    if not attribution.shares or not attribution.shares[0].effect:
        return f"{attribution.label} is the same before and after"
    top = attribution.shares[0]
    share = part(attribution, top)
    most = f"{top.label} {explains(top)} {share}" if share else f"most from {top.label}"
    return f"{attribution.label} {moved}: {most}"


def axis_start(levels: list[float]) -> tuple[float, bool]:
    """Where the axis begins: at 0, or broken near the levels when their differences would be slivers."""
    low, high = min(levels), max(levels)
    span = high - low
    if low > 0 and span < BREAK_BELOW * high:
        return low - (span or high) * 0.35, True
    if high < 0 and span < -BREAK_BELOW * low:
        return high + (span or -low) * 0.35, True
    return 0.0, False


def draw_ends(
    axes: Axes, attribution: Attribution, scale: Scale, start: tuple[float, bool], theme: ThemeName, last: int,
    height: float,
) -> None:  # fmt: skip
    """The bars of before, outlined, and after, solid, with a mark where the axis is broken."""
    colour = colours(theme)
    low, broken = start
    ends = ((0, attribution.before, "none", "plan"), (last, attribution.after, colour["actual"], "actual"))
    reach = max(abs(value - low) for _, value, _, _ in ends)
    for place, value, fill, edge in ends:
        axes.barh(place, value - low, left=low, height=height, color=fill, edgecolor=colour[edge], linewidth=1.1)
        write(axes, scale.level(value), max(value, low), place, theme, weight=600)
        if broken:
            across, slant = low + math.copysign(reach * 0.05, value - low), reach * 0.008
            ends_of_mark = [across - slant, across + slant], [place + height * 0.62, place - height * 0.62]
            axes.plot(*ends_of_mark, color=colour["surface"], linewidth=4, solid_capstyle="butt")


def draw_steps(
    axes: Axes, steps: list[Step], scale: Scale, theme: ThemeName, lower_is_better: bool | None, height: float
) -> None:
    """Bars between the levels, coloured for easing and worsening, with signed changes beside them."""
    colour = colours(theme)
    for place, step in enumerate(steps, start=1):
        change = step.end - step.start
        role = "muted" if lower_is_better is None else "on" if (change > 0) != lower_is_better else "off"
        axes.barh(place, change, left=step.start, height=height, color=colour[role])
        write(axes, scale.change(change, step.error), max(step.start, step.end), place, theme)
    levels = [step.start for step in steps] + [step.end for step in steps[-1:]]
    for place, level in enumerate(levels, start=1):
        rise = [place - 1 + height / 2, place - height / 2]
        axes.plot([level] * 2, rise, color=colour["control"], linewidth=0.72)


def write(axes: Axes, words: str, x: float, place: int, theme: ThemeName, weight: int = 400) -> None:
    """A number beside the end of its bar, kept clear of lines that pass behind it."""
    from matplotlib.patheffects import withStroke

    halo = withStroke(linewidth=3, foreground=colours(theme)["surface"])
    axes.annotate(words, (x, place), (5, 0), textcoords="offset points", va="center", weight=weight,
                  path_effects=[halo])  # fmt: skip


def name_rows(
    axes: Axes, steps: list[Step], ends: tuple[str, str], theme: ThemeName, size: tuple[float, float]
) -> None:
    """What each bar stands for, in as many lines as its row has room for: the name first, then before and after."""
    room = max(1, int(size[1] * 0.78 / (len(steps) + 2) // LINE))
    width = size[0] * 0.38
    texts = []
    for name, detail in [(ends[0], ""), *((step.label, step.detail) for step in steps), (ends[1], "")]:
        lines = in_lines(name, width, LABEL, room)
        if detail and len(lines) < room:
            lines += in_lines(detail, width, LABEL, 1)
        texts.append("\n".join(lines))
    axes.set_yticks(range(len(texts)), texts)
    axes.tick_params(axis="y", labelcolor=colours(theme)["text"])
    axes.set_ylim(len(texts) - 0.45, -0.55)


def limits(axes: Axes, low: float) -> tuple[float, float]:
    """The ends of the axis, with room for the words beside the bars."""
    left, right = axes.dataLim.x0, axes.dataLim.x1
    span = (right - left) or 1.0
    return (min(left, low) - span * 0.02, right + span * 0.3)


def in_lines(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines of a width in px; what does not fit is cut."""
    lines: list[str] = []
    for word in text.split(" "):  # at plain spaces only: a number stays with its percent sign
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fitting(line, width, size) for line in lines]


def fitting(line: str, width: float, size: float) -> str:
    """A line cut to a width in px."""
    if text_width(line, size) <= width:
        return line
    while line and text_width(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"

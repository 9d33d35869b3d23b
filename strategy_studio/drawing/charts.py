"""Charts of worksheets as matplotlib figures: what a worksheet declares as its chart, drawn from its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..model.columns import Column
from ..model.errors import PlanError
from .beside import Bubble, Place, places
from .palette import ThemeName, colours
from .style import settings, sheet
from .widths import text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..model.plan import Plan
    from ..model.sheets import Sheet
    from ..model.worksheet import Chart

PAGE = (960.0, 640.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of a chart; None where the cell holds no number."""

    label: str
    value: float | None
    reference: float | None = None
    across: float | None = None
    size: float | None = None


def draw_chart(plan: Plan, worksheet: str, theme: ThemeName = "light", size: tuple[float, float] = PAGE) -> Figure:
    """The chart a worksheet declares; PlanError when it declares none."""
    found = plan.sheet(worksheet)
    chart = found.declaration.chart
    if chart is None:
        raise PlanError(f"{found.title} has no chart.")
    marks = marks_of(found, chart)
    figure, axes = sheet(title_of(found, chart, marks), measure(plan, found, chart), theme, size)
    from matplotlib import rc_context

    with rc_context(settings(theme)):
        if not any(mark.value is not None for mark in marks):
            axes.axis("off")
            axes.text(0.5, 0.5, f"Nothing to draw yet: {chart.value} has no values.", ha="center",
                      transform=axes.transAxes, color=colours(theme)["missingline"])  # fmt: skip
        elif chart.kind == "bars":
            draw_bars(axes, marks, found.column_named(chart.value), theme)
        else:
            draw_bubbles(axes, marks, plan, chart, theme)
    return figure


def marks_of(found: Sheet, chart: Chart) -> list[Mark]:
    """Rows as marks, in row order."""
    columns = [numbers(found, title) for title in (chart.value, chart.reference, chart.across, chart.size)]
    return [Mark(label, *cells) for label, *cells in zip(found.key_labels(), *columns, strict=True)]


def numbers(found: Sheet, title: str) -> list[float | None]:
    """A column's numbers; None for every row when no column is named."""
    if not title:
        return [None] * len(found)
    return [
        float(cell) if isinstance(cell, float | int) and not isinstance(cell, bool) else None
        for cell in found.column(title)
    ]


def title_of(found: Sheet, chart: Chart, marks: list[Mark]) -> str:
    """The finding when there are values, else the worksheet's question."""
    valued = sorted((mark for mark in marks if mark.value is not None), key=lambda mark: mark.value or 0.0)
    if not chart.finding or not valued:
        return found.declaration.question
    return chart.finding.format(top=valued[-1].label, low=valued[0].label)


def measure(plan: Plan, found: Sheet, chart: Chart) -> str:
    """The measure and its unit, for the line beneath the title."""
    column = found.column_named(chart.value)
    unit = str(plan.value("Plan_currency") or "") if column.kind.name == "Money" else column.unit
    text = ", ".join(part for part in (chart.value, unit) if part)
    if chart.kind == "bubbles":
        return f"{text} against {chart.across}" + (f", area by {chart.size}" if chart.size else "")
    return f"{text}; tick: {chart.reference}" if chart.reference else text


def draw_bars(axes: Axes, marks: list[Mark], column: Column, theme: ThemeName) -> None:
    """Horizontal bars, largest on top, the value at the end and a tick at the reference."""
    colour = colours(theme)
    ordered = sorted(marks, key=lambda mark: (mark.value is not None, mark.value or 0.0))
    for place, mark in enumerate(ordered):
        if mark.value is None:
            axes.text(0, place, "  waits for a value", color=colour["missingline"], va="center")
            continue
        axes.barh(place, mark.value, height=0.5, color=colour["actual"])
        end = max(mark.value, mark.reference or mark.value, 0.0)
        axes.annotate(formatted(mark.value, column), (end, place), (4, 0), textcoords="offset points", va="center",
                      color=colour["text"])  # fmt: skip
        if mark.reference is not None:
            for ink, width in (("surface", 4.0), ("text", 2.0)):
                axes.plot([mark.reference] * 2, [place - 0.38, place + 0.38], color=colour[ink], linewidth=width * 0.72)
    axes.axvline(0, color=colour["control"], linewidth=0.72)
    axes.set_yticks(range(len(ordered)), [in_lines(mark.label, room(axes) * PAGE[0] * 0.42) for mark in ordered])
    axes.tick_params(axis="y", labelcolor=colour["text"])
    axes.set_xticks([])
    axes.margins(x=0.12)


def room(axes: Axes) -> float:
    """The width of the figure as a share of a page's, 1 at most: small pictures get smaller marks."""
    return min(1.0, axes.figure.bbox.width / axes.figure.dpi * 100 / PAGE[0])


def in_lines(text: str, width: float) -> str:
    """A label in as many lines as keep it inside `width` px, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, 11) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def formatted(value: float, column: Column) -> str:
    """A value as the worksheet shows it."""
    from ..model import kinds

    return kinds.show(column.kind, column.format, value)


def draw_bubbles(axes: Axes, marks: list[Mark], plan: Plan, chart: Chart, theme: ThemeName) -> None:
    """Bubbles with labels beside them and dashed lines at the cuts."""
    from matplotlib.patheffects import withStroke

    colour = colours(theme)
    halo = withStroke(linewidth=3, foreground=colour["surface"])
    drawn = [mark for mark in marks if mark.value is not None and mark.across is not None]
    largest = max((mark.size or 0.0 for mark in drawn), default=0.0)
    for mark in drawn:
        axes.scatter(mark.across or 0.0, mark.value or 0.0, s=area_of(mark, largest, axes), color=colour["actual"],
                     alpha=1.0, edgecolors=colour["surface"], linewidths=1.2)  # fmt: skip
    axes.margins(0.18)
    for mark, place in placed_labels(axes, drawn, largest):
        axes.annotate(mark.label, (mark.across or 0.0, mark.value or 0.0), (place.x, place.y), ha=place.align,
                      textcoords="offset points", va="center", color=colour["text"],
                      path_effects=[halo])  # fmt: skip
    for name in chart.cuts:
        cut = plan.value(name)
        if isinstance(cut, float):
            axes.axhline(cut, color=colour["control"], linewidth=0.72, linestyle=(0, (5, 4)))
            axes.axvline(cut, color=colour["control"], linewidth=0.72, linestyle=(0, (5, 4)))
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(True)
    axes.set_xlabel(chart.across)
    axes.set_ylabel(chart.value)


def area_of(mark: Mark, largest: float, axes: Axes) -> float:
    """The area of a bubble in square points."""
    return max(30.0, (1800 * (mark.size or 0.0) / largest if largest > 0 else 300) * room(axes))


def placed_labels(axes: Any, marks: list[Mark], largest: float) -> list[tuple[Mark, Place]]:
    """A place for the name of every bubble, those of the highest first, so that names do not cover each other."""
    ordered = sorted(marks, key=lambda mark: -(mark.value or 0.0))
    axes.autoscale_view()
    points = 72 / axes.figure.dpi
    corner, width, height = axes.bbox.min, axes.bbox.width * points, axes.bbox.height * points
    bubbles = []
    for mark in ordered:
        x, y = (axes.transData.transform((mark.across or 0.0, mark.value or 0.0)) - corner) * points
        radius = (area_of(mark, largest, axes) / 3.14) ** 0.5
        bubbles.append(Bubble(float(x), float(y), radius, text_width(mark.label, 11) * 0.72))
    return list(zip(ordered, places(bubbles, (width, height)), strict=True))


def charted(plan: Plan) -> list[str]:
    """The worksheets that declare a chart, in declared order."""
    return [name for name, found in plan.sheets.items() if found.declaration.chart is not None]

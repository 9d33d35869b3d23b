"""The scorecard as small multiples: each measure with status in word, shape and colour, trend and its readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import isclose
from typing import TYPE_CHECKING

from ..analysis.measures import Measure, measures, readings_of
from ..analysis.rows import review_roles
from .display_list import STATUS_ROLES, Arrow, Badge, Item, Label, Picture
from .tiles import MARGIN, PAD, PER_PAGE, SMALL, TOP, Tile, compact, cut, dot, frame, heights, page, tiles, told_apart
from .widths import text_width

if TYPE_CHECKING:
    from ..model.plan import Plan

UNKNOWN = "No data"
"""The shape and colour of every word that is no status."""
RISES = {"Improving": -1.0, "Worsening": 1.0, "Steady": 0.0}
"""How far the arrow of a trend goes down the page."""
LEAST_HEIGHT = 24.0


def scorecard_pages(plan: Plan) -> tuple[Picture, ...]:
    """All measures in row order, twelve to a page; one page that says so when there are none."""
    roles = review_roles(plan)
    read = measures(plan, roles.measures) if roles else ()
    readings = readings_of(plan, roles) if roles else {}
    if not read:
        return (page("No measures yet", "", [_nothing("Add a KPI to each objective; it is drawn here.")]),)
    parts = [read[start : start + PER_PAGE] for start in range(0, len(read), PER_PAGE)]
    return tuple(
        page(_title(read), _subtitle(number, len(parts)), [
            item
            for measure, tile in zip(part, tiles(len(part)), strict=True)
            for item in draw_measure(measure, readings.get(measure.name, ()), tile)
        ])
        for number, part in enumerate(parts, start=1)
    )  # fmt: skip


def _nothing(sentence: str) -> Label:
    return Label(sentence, MARGIN, TOP + 40, 20, "missingline")


def _title(read: Sequence[Measure]) -> str:
    counts = Counter(measure.state or UNKNOWN for measure in read)
    words = [word for word in STATUS_ROLES if counts[word]]
    words += [word for word in counts if word not in STATUS_ROLES]
    told = ", ".join(f"{counts[word]} {word.lower()}" for word in words)
    return f"{len(read)} measures: {told}" if len(read) > 1 else f"1 measure: {told}"


def _subtitle(number: int, pages: int) -> str:
    paged = f"; page {number} of {pages}" if pages > 1 else ""
    return (
        f"Line: measured values; dashed: the target of the round; the arrow points up where things become better{paged}"
    )


def draw_measure(measure: Measure, readings: Sequence[tuple[date, float]], tile: Tile) -> list[Item]:
    """One measure: name, status, trend, value and target, and the line of its readings."""
    status = measure.state if measure.state in STATUS_ROLES else UNKNOWN
    role = STATUS_ROLES[status]
    left, right = tile.x + PAD, tile.x + tile.width - PAD
    items = frame(tile, measure.name, role)
    word = cut(measure.state or UNKNOWN, tile.inner * 0.5, 18, 600)
    items.append(Badge(status, left, tile.y + 84, 18))  # type: ignore[arg-type]
    items.append(Label(word, left + 26, tile.y + 99, 18, role, 600))
    items += draw_trend(measure.trend, right, tile.y + 99)
    items += draw_value(measure, left, tile.y + 136, tile.inner)
    top, bottom = tile.y + 160, tile.y + tile.height - 40
    if bottom - top >= LEAST_HEIGHT:
        items += draw_readings(measure, readings, left, right, top, bottom)
    return items


def draw_trend(trend: str, right: float, y: float) -> list[Item]:
    """The word of a trend, and an arrow that rises where things become better."""
    if trend not in RISES:
        return [Label("No trend yet", right, y, SMALL, "muted", 400, "right")]
    start = right - text_width(trend, SMALL) - 36
    drop = RISES[trend] * 6
    tip = f"{trend}: up is better, whatever way the measure counts"
    return [
        Arrow(((start, y - 6 - drop), (start + 22, y - 6 + drop)), "text", 2.5, tip=tip),
        Label(trend, right, y, SMALL, "text", 400, "right"),
    ]


def draw_value(measure: Measure, left: float, y: float, width: float) -> list[Item]:
    """The value with its unit, and the target beside it."""
    target = f"target {compact(measure.target)}" if measure.target is not None else "no target"
    room = width - text_width(target, 18) - 16
    number = "" if measure.value is None else compact(measure.value)
    if measure.value is not None and measure.target is not None:
        number = told_apart(measure.value, measure.target)  # else nobody sees why it is not on target
    value = f"{number} {measure.unit}".rstrip() if number else "no value"
    if number and text_width(value, 24, 600) > room:
        value = number
    return [
        Label(cut(value, room, 24, 600), left, y, 24, "text" if measure.value is not None else "missingline", 600),
        Label(target, left + width, y, 18, "muted", 400, "right"),
    ]


def is_last(measure: Measure, readings: Sequence[tuple[date, float]]) -> bool:
    """Whether the value is about the last reading: a sum of several has a target that single readings do not have."""
    return measure.value is None or isclose(measure.value, readings[-1][1], rel_tol=0.05)


def draw_readings(
    measure: Measure, readings: Sequence[tuple[date, float]], left: float, right: float, top: float, bottom: float
) -> list[Item]:
    """The readings over time with the target, and the months of the first and the last."""
    if not readings:
        return [Label("no measured values", left, (top + bottom) / 2 + 5, SMALL, "muted")]
    aim = [] if measure.target is None or not is_last(measure, readings) else [measure.target]
    ys = heights([value for _, value in readings], top, bottom, aim)
    first, last = readings[0][0], readings[-1][0]
    days = (last - first).days or 1
    xs = [left + 6 + (day - first).days / days * (right - left - 12) for day, _ in readings]
    if len(readings) == 1:
        xs = [(left + right) / 2]
    items: list[Item] = []
    if aim:
        items.append(Arrow(((left, ys[-1]), (right, ys[-1])), "plan", 2, (7, 5), "none"))
    points = list(zip(xs, ys, strict=False))
    items += [Arrow(pair, "actual", 3, heads="none") for pair in pairwise(points)]
    items.append(dot(points[-1], "actual", 5))
    items.append(Label(f"{first:%Y-%m}", left, bottom + 26, SMALL, "muted"))
    if last > first:
        items.append(Label(f"{last:%Y-%m}", right, bottom + 26, SMALL, "muted", 400, "right"))
    return items

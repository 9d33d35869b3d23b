"""Pages of small multiples: a title, equal tiles in a grid, lines of text that fit, and small line charts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .display_list import Arrow, Box, Item, Label, Picture, Point
from .waterfall import magnitude
from .widths import text_width, wrapped

WIDTH, HEIGHT, MARGIN, GAP = 1920.0, 1080.0, 64.0, 24.0
TOP, FOOT = 122.0, 64.0
TITLE, TEXT, SMALL = 32.0, 20.0, 16.0
PER_PAGE = 12
PAD = 20.0


@dataclass(frozen=True, slots=True)
class Tile:
    """Where one of the small pictures stands."""

    x: float
    y: float
    width: float
    height: float

    @property
    def inner(self) -> float:
        """The width inside its padding."""
        return self.width - 2 * PAD


def tiles(count: int) -> list[Tile]:
    """Equal places for up to twelve tiles, in rows of at most four, as large as a page allows."""
    across = min(4, max(1, math.ceil(math.sqrt(count))))
    down = max(1, math.ceil(count / across))
    width = (WIDTH - 2 * MARGIN - GAP * (across - 1)) / across
    height = min((HEIGHT - TOP - FOOT - GAP * (down - 1)) / down, 420.0)
    return [
        Tile(MARGIN + at % across * (width + GAP), TOP + at // across * (height + GAP), width, height)
        for at in range(count)
    ]


def page(title: str, subtitle: str, items: Sequence[Item]) -> Picture:
    """A page with its finding as title and what it shows beneath."""
    size = min(TITLE, TITLE * (WIDTH - 2 * MARGIN) / max(1.0, text_width(title, TITLE, 600)))
    beneath = cut(subtitle, WIDTH - 2 * MARGIN, 18.0)
    head: list[Item] = [Label(title, MARGIN, 58, size, "text", 600), Label(beneath, MARGIN, 92, 18, "muted")]
    return Picture(title, WIDTH, HEIGHT, "window", (*head, *items))


def cut(text: str, width: float, size: float, weight: int = 400) -> str:
    """A text as far as it fits, with an ellipsis where something is left out."""
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(f"{text}…", size, weight) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def lines_of(text: str, width: float, size: float, weight: int, most: int) -> list[str]:
    """A text in at most so many lines; what is left over is cut."""
    lines = wrapped(text, width, size, weight)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut(line, width, size, weight) for line in lines]


def frame(tile: Tile, name: str, cap: str = "", node: str = "") -> list[Item]:
    """The box of a tile with a name of one or two lines."""
    items: list[Item] = [
        Box(tile.x, tile.y, tile.width, tile.height, "surface", "border", 1.5, 8, cap, node=node, tip=name)
    ]
    lines = lines_of(name, tile.inner, TEXT, 600, 2)
    return [*items, *(Label(line, tile.x + PAD, tile.y + 40 + 26 * at, TEXT, "text", 600)
                      for at, line in enumerate(lines))]  # fmt: skip


def compact(value: float) -> str:
    """A number as short as it can be read: millions in words, else two decimals, or three digits below 1."""
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size >= 1e7:
        divisor, word = magnitude(size)
        return f"{sign}{size / divisor:,.1f} {word}" if word else f"{sign}{size:.3g}"
    if size >= 1000:
        return f"{sign}{size:,.0f}"
    decimals = 2 if size >= 1 or not size else min(12, 2 - math.floor(math.log10(size)))
    return sign + (f"{size:.{decimals}f}".rstrip("0").rstrip(".") or "0")


def told_apart(value: float, other: float) -> str:
    """As `compact`, but with all its digits where the other number would read the same and is not."""
    if compact(value) != compact(other) or math.isclose(value, other, rel_tol=1e-9):
        return compact(value)
    return f"{value:,.10g}".replace("-", "−")


def heights(values: Sequence[float | None], top: float, bottom: float, also: Sequence[float] = ()) -> list[float]:
    """Where values lie between two heights; those in `also` are given room too. In the middle when all are equal."""
    known = [value for value in (*values, *also) if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    span = high - low
    middle = (top + bottom) / 2
    return [
        middle if value is None or not span else bottom - (value - low) / span * (bottom - top)
        for value in (*values, *also)
    ]


def line(points: Sequence[Point | None], role: str, width: float = 3.0) -> list[Item]:
    """A line with sharp corners and a mark on each point; it is broken where a point is missing."""
    items: list[Item] = [
        Arrow((first, second), role, width, heads="none")
        for first, second in pairwise(points)
        if first is not None and second is not None
    ]
    return [*items, *(dot(point, role, width + 1.5) for point in points if point is not None)]


def dot(point: Point, role: str, radius: float) -> Box:
    """A mark on a point."""
    return Box(point[0] - radius, point[1] - radius, 2 * radius, 2 * radius, role, role, 0, radius)

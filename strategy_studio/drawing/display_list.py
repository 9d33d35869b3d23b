"""A picture as a list of boxes, arrows, labels and badges with colour roles; every pen draws the same list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]
Heads = Literal["none", "end", "both"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded rectangle, lengths in px at 1080p; `cap` is the role of a band along its top, `cap_height` high.

    `node` is what it stands for: a process title, a component, a worksheet name or a node of the graph.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str
    line: str
    line_width: float = 1.0
    radius: float = 6.0
    cap: str = ""
    cap_height: float = 8.0
    node: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; `y` is its baseline, `x` its left end, middle or right end."""

    text: str
    x: float
    y: float
    size: float
    role: str
    weight: int = 400
    align: Align = "left"
    node: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through points, its corners rounded; dash lengths in px, empty for a solid line."""

    points: tuple[Point, ...]
    role: str
    width: float = 2.0
    dash: tuple[float, ...] = ()
    heads: Heads = "end"
    closed: bool = False
    node: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A status shape in a square of `size`: disc and tick, triangle and mark, square and cross, dashed ring."""

    status: Literal["On target", "Watch", "Off target", "No data", "Not due"]
    x: float
    y: float
    size: float
    node: str = ""


Item = Box | Label | Arrow | Badge


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw, back to front, on a sheet of `width` x `height` px filled with the role `background`."""

    title: str
    width: float
    height: float
    background: str
    items: tuple[Item, ...]


STATUS_ROLES = {"On target": "on", "Watch": "watch", "Off target": "off", "No data": "nodata", "Not due": "nodata"}

"""Where the names of bubbles stand: beside, above or beneath, wherever they cover the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
LINE = 11.0
"""Height of a name in points."""
GAP = 3.0
SIDES: tuple[tuple[Literal["left", "center", "right"], float, float], ...] = (
    ("left", 1, 0), ("right", -1, 0), ("center", 0, 1), ("center", 0, -1), ("left", 0.8, 0.8), ("left", 0.8, -0.8),
    ("right", -0.8, 0.8), ("right", -0.8, -0.8),
)  # fmt: skip
"""How a name is aligned, and which way it stands from the middle of its bubble, the best first."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """Middle, radius and width of the name of a bubble, in points from the corner of the frame."""

    x: float
    y: float
    radius: float
    width: float


@dataclass(frozen=True, slots=True)
class Place:
    """Offset of a name from the middle of its bubble in points, and its alignment there."""

    x: float
    y: float
    align: Literal["left", "center", "right"]


def places(bubbles: Sequence[Bubble], frame: tuple[float, float]) -> list[Place]:
    """A place for every name, in the order given, inside a frame of this width and height where that can be."""
    taken = [(each.x - each.radius, each.y - each.radius, each.x + each.radius, each.y + each.radius)
             for each in bubbles]  # fmt: skip
    found = []
    for bubble in bubbles:
        # a candidate that covers nothing has cost 0; min() takes the first of equals
        tried = [(place, box_of(bubble, place)) for place in candidates(bubble)]
        place, box = min(tried, key=lambda each: cost(each[1], taken, frame))
        taken.append(box)
        found.append(place)
    return found


def candidates(bubble: Bubble) -> list[Place]:
    """All places a name may take."""
    reach = bubble.radius + GAP
    return [
        Place(across * reach, up * (reach + (LINE / 2 if align == "center" else 0)), align)
        for align, across, up in SIDES
    ]


def box_of(bubble: Bubble, place: Place) -> Rectangle:
    """What the name covers at a place."""
    left = bubble.x + place.x - bubble.width * {"left": 0.0, "center": 0.5, "right": 1.0}[place.align]
    middle = bubble.y + place.y
    return (left, middle - LINE / 2, left + bubble.width, middle + LINE / 2)


def cost(box: Rectangle, taken: Sequence[Rectangle], frame: tuple[float, float]) -> float:
    """The area that a name shares with others, and what of it stands outside the frame, in square points."""
    inside = overlap(box, (0.0, 0.0, *frame))
    outside = (box[2] - box[0]) * (box[3] - box[1]) - inside
    return sum(overlap(box, other) for other in taken) + 2 * max(0.0, outside)


def overlap(one: Rectangle, other: Rectangle) -> float:
    """The area that two rectangles share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)

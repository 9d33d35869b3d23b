"""Right-angled ways between boxes in lanes: along the channels between lanes and through the gaps between boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .display_list import Box, Point

APART = 20.0
"""Least distance between two ways that run upright in one channel."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Boxes by lane from top to bottom, and the height at which each channel lies.

    Channel k is above lane k; the last one is below all. `channels` are (top, bottom) of the room for tracks.
    """

    boxes: tuple[tuple[Box, ...], ...]
    channels: tuple[tuple[float, float], ...]
    left: float
    right: float

    def place(self, node: str) -> tuple[int, Box] | None:
        """The lane and box of a node."""
        for lane, boxes in enumerate(self.boxes):
            for box in boxes:
                if box.node == node:
                    return lane, box
        return None


@dataclass(frozen=True, slots=True)
class _Way:
    """A route before its tracks are given: where it leaves and enters, and the channels and gaps between."""

    start: tuple[str, bool]
    end: tuple[str, bool]
    channels: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]


def routes(lanes: Lanes, links: Sequence[tuple[str, str]]) -> list[tuple[Point, ...]]:
    """A way for each link from cause to effect, none through a box, each on its own track; empty where an end is off.

    Ways leave and enter at own places along the edge of a box, in the order of where they come from.
    """
    ways = [_way(lanes, *link) for link in links]
    ports = _ports(lanes, ways)
    tracks = _tracks(lanes, ways)
    slots = _slots(lanes, ways)
    return [() if way is None else _points(lanes, way, at, ports, tracks, slots) for at, way in enumerate(ways)]


def _way(lanes: Lanes, cause: str, effect: str) -> _Way | None:
    start, end = lanes.place(cause), lanes.place(effect)
    if start is None or end is None or cause == effect:
        return None
    (a, box), (b, target) = start, end
    if b > a:  # down: out below, in above
        channels, through, out_top, in_top = range(a + 1, b + 1), range(a + 1, b), False, True
    else:  # up, or to a neighbour in the same lane: out above
        channels, through = range(a, min(a, b + 1) - 1, -1), range(a - 1, b, -1)
        out_top, in_top = True, a == b
    x = box.x + box.width / 2
    aim = target.x + target.width / 2
    gaps = []
    for lane in through:
        gap = min(range(len(lanes.boxes[lane]) + 1), key=lambda at: abs(_gap_x(lanes, lane, at) - (x + aim) / 2))
        gaps.append((lane, gap))
        x = _gap_x(lanes, lane, gap)
    return _Way((cause, out_top), (effect, in_top), tuple(channels), tuple(gaps))


def _gap_x(lanes: Lanes, lane: int, at: int) -> float:
    """The middle of the gap before the box at a place of a lane."""
    boxes = lanes.boxes[lane]
    left = boxes[at - 1].x + boxes[at - 1].width if at else lanes.left
    right = boxes[at].x if at < len(boxes) else lanes.right
    return (left + right) / 2


def _ports(lanes: Lanes, ways: Sequence[_Way | None]) -> Mapping[tuple[int, bool], float]:
    """Where each way leaves (False) and enters (True) its box, from left to right by where it goes."""
    sides: dict[tuple[str, bool], list[tuple[float, int, bool]]] = {}
    for at, way in enumerate(ways):
        if way is not None:
            for side, other, enters in ((way.start, way.end, False), (way.end, way.start, True)):
                sides.setdefault(side, []).append((_middle(lanes, other[0]), at, enters))
    found: dict[tuple[int, bool], float] = {}
    for (node, _), users in sides.items():
        placed = lanes.place(node)
        if placed is not None:
            step = placed[1].width / (len(users) + 1)
            for number, (_, at, enters) in enumerate(sorted(users), start=1):
                found[at, enters] = placed[1].x + step * number
    return _apart(ways, found, {box.node: box for boxes in lanes.boxes for box in boxes})


def _apart(
    ways: Sequence[_Way | None], ports: Mapping[tuple[int, bool], float], boxes: Mapping[str, Box]
) -> Mapping[tuple[int, bool], float]:
    """The same places, moved aside where the ways of two boxes that face each other would lie on one line."""
    taken: dict[int, list[tuple[float, int]]] = {}
    found = {}
    for (at, enters), x in sorted(ports.items()):
        way = ways[at]
        if way is None:
            continue
        used = taken.setdefault(way.channels[-1 if enters else 0], [])
        box = boxes[way.end[0] if enters else way.start[0]]
        free = [place for place in _aside(x, box) if all(abs(place - held) >= APART or by == at for held, by in used)]
        found[at, enters] = free[0] if free else x
        used.append((found[at, enters], at))
    return found


def _aside(x: float, box: Box) -> list[float]:
    """Places along the edge of a box, the nearest to x first."""
    steps = [x, *(x + sign * APART * step for step in range(1, 9) for sign in (1, -1))]
    return [place for place in steps if box.x + 10 <= place <= box.x + box.width - 10]


def _middle(lanes: Lanes, node: str) -> float:
    placed = lanes.place(node)
    return placed[1].x + placed[1].width / 2 if placed else 0.0


def _tracks(lanes: Lanes, ways: Sequence[_Way | None]) -> dict[tuple[int, int], float]:
    """The height of each way in each channel it uses."""
    users: dict[int, list[int]] = {}
    for at, way in enumerate(ways):
        for channel in way.channels if way is not None else ():
            users.setdefault(channel, []).append(at)
    found = {}
    for channel, listed in users.items():
        top, bottom = lanes.channels[channel]
        for number, at in enumerate(listed, start=1):
            found[at, channel] = top + (bottom - top) * number / (len(listed) + 1)
    return found


def _slots(lanes: Lanes, ways: Sequence[_Way | None]) -> dict[tuple[int, int], float]:
    """Where each way passes each lane it goes through; those in one gap stand beside each other."""
    counts = Counter(gap for way in ways if way is not None for gap in way.gaps)
    used: Counter[tuple[int, int]] = Counter()
    found = {}
    for at, way in enumerate(ways):
        for lane, gap in way.gaps if way is not None else ():
            used[lane, gap] += 1
            shift = used[lane, gap] - (counts[lane, gap] + 1) / 2
            found[at, lane] = _gap_x(lanes, lane, gap) + 14 * shift
    return found


def _points(
    lanes: Lanes, way: _Way, at: int, ports: Mapping[tuple[int, bool], float],
    tracks: Mapping[tuple[int, int], float], slots: Mapping[tuple[int, int], float],
) -> tuple[Point, ...]:  # fmt: skip
    x, last = ports[at, False], ports[at, True]
    points: list[Point] = [(x, _edge(lanes, way.start))]
    stops = [*(slots[at, lane] for lane, _ in way.gaps), last]
    for channel, stop in zip(way.channels, stops, strict=True):
        y = tracks[at, channel]
        points += [(x, y), (stop, y)]
        x = stop
    return (*points, (last, _edge(lanes, way.end)))


def _edge(lanes: Lanes, side: tuple[str, bool]) -> float:
    placed = lanes.place(side[0])
    return 0.0 if placed is None else placed[1].y + (0.0 if side[1] else placed[1].height)

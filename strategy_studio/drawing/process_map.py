"""The process map: processes, components and worksheets in Payne and Frow's layout, arrows from the graph."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .display_list import STATUS_ROLES, Arrow, Badge, Box, Heads, Item, Label, Picture, Point
from .statuses import status_counts
from .widths import text_width

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..model.worksheet import Component, Process, Worksheet

WIDTH, HEIGHT, MARGIN = 1920.0, 1080.0, 64.0
GAP, TOP = 32.0, 148.0
BAND_HEIGHT, STRIP_HEIGHT, LEGEND_HEIGHT = 116.0, 46.0, 40.0
ROW, ROW_GAP, TITLE = 36.0, 6.0, 34.0
SMALL = 18.0
"""The smallest label: what a projector still shows at the back of a room."""
COLUMNS = ("column1", "column2", "column3", "column4")


@dataclass(frozen=True, slots=True)
class Links:
    """Edges between processes: `live` inside a round, `prior` from the last one, by (from, to) title."""

    live: Counter[tuple[str, str]]
    prior: Counter[tuple[str, str]]


def links_between(plan: Plan) -> Links:
    """The graph's edges gathered by process; edges from or to Names without a worksheet are left out."""
    home = {
        node: plan.structure.process_of[place.worksheet].title
        for node, place in plan.structure.places.items()
        if place.worksheet
    }
    links = Links(Counter(), Counter())
    for source, target, edge in plan.graph.edges(data=True):
        pair = (home.get(source, ""), home.get(target, ""))
        if all(pair) and pair[0] != pair[1]:
            (links.prior if edge["feedback"] else links.live)[pair] += 1
    return links


def process_map(plan: Plan, title: str, subtitle: str = "") -> Picture:
    """The whole map of a plan at 1920 x 1080; `title` is the finding, or the plan's name."""
    size = min(32.0, 32 * (WIDTH - 2 * MARGIN) / max(1.0, text_width(title, 32, 600)))
    items: list[Item] = [Label(title, MARGIN, 58, size, "text", 600), Label(subtitle, MARGIN, 90, 18, "muted")]
    counts, links = status_counts(plan), links_between(plan)
    placed = {process.place: process for process in plan.processes if process.place != "strip"}
    columns = [placed[place] for place in COLUMNS if place in placed]
    frames = column_frames(len(columns))
    for process, frame in zip(columns, frames, strict=True):
        items += draw_column(process, frame, counts[process.title])
    items += arrows_between(columns, frames, links)
    band_y = frames[0].y + frames[0].height + GAP
    if "band" in placed:
        items += draw_band(placed["band"], band_y, counts[placed["band"].title])
        items += band_arrows(frames, band_y)
    strip = [process for process in plan.processes if process.place == "strip"]
    items += draw_strip(strip, band_y + BAND_HEIGHT + 14, counts)
    items += draw_legend(HEIGHT - LEGEND_HEIGHT + 8)
    return Picture(title, WIDTH, HEIGHT, "window", tuple(items))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a process stands."""

    x: float
    y: float
    width: float
    height: float


def column_frames(count: int) -> list[Frame]:
    """Equal columns between the margins, down to the band."""
    width = (WIDTH - 2 * MARGIN - GAP * (count - 1)) / count
    height = HEIGHT - TOP - 2 * GAP - BAND_HEIGHT - STRIP_HEIGHT - LEGEND_HEIGHT
    return [Frame(MARGIN + number * (width + GAP), TOP, width, height) for number in range(count)]


def draw_column(process: Process, frame: Frame, counts: Counter[str]) -> list[Item]:
    """A process as a column: cap, number, title, counts, and its components spread over the height."""
    items = head(process, frame)
    items += count_items(counts, frame.x + 18, frame.y + 58, frame.width - 36)
    components = [(component, shown_in(process, component)) for component in process.components]
    heights = [component_height(worksheets) for _, worksheets in components]
    top = frame.y + 92
    spare = max(0.0, frame.y + frame.height - 12 - top - sum(heights))
    gap = spare / max(1, len(components) - 1) if len(components) > 1 else 0.0
    squeeze = min(1.0, (frame.height - 104) / sum(heights)) if heights else 1.0
    y = top
    for (component, worksheets), height in zip(components, heights, strict=True):
        if component.exchanges and gap > 30:
            middle = frame.x + frame.width / 2
            items.append(Arrow(((middle, y - gap - 4), (middle, y - 4)), "control", 2, heads="both"))
        items += draw_component(component, worksheets, Frame(frame.x + 14, y, frame.width - 28, height * squeeze - 8))
        y += height * squeeze + gap
    return items


def head(process: Process, frame: Frame) -> list[Item]:
    """The box of a process with its cap, number and title."""
    number = str(process.number) if process.number else ""
    left = frame.x + 18
    shift = text_width(number + " ", 26, 600) if number else 0.0
    return [
        Box(frame.x, frame.y, frame.width, frame.height, "surface", "border", 1.5, 8, process.hue, node=process.title,
            tip=process.questions[0]),
        Label(number, left, frame.y + 42, 26, process.hue or "text", 600),
        Label(process.title, left + shift, frame.y + 42, 26, "text", 600, node=process.title),
    ]  # fmt: skip


def count_items(counts: Counter[str], x: float, y: float, width: float) -> list[Item]:
    """Shape, number and word for every status that occurs; words are left out where they do not fit."""
    words = [(word, f"{counts[word]} {word.lower()}") for word in STATUS_ROLES if counts[word]]
    needed = sum(text_width(text, 18, 600) + 24 + 18 for _, text in words)
    items: list[Item] = []
    for status, text in words:
        short = text if needed <= width else text.split()[0]
        items.append(Badge(status, x, y, 16))  # type: ignore[arg-type]
        items.append(Label(short, x + 22, y + 14, 18, STATUS_ROLES[status], 600))
        x += 24 + text_width(short, 18, 600) + 18
    return items


def shown_in(process: Process, component: Component) -> list[Worksheet]:
    """The worksheets of a component on the core path."""
    return [sheet for sheet in process.worksheets if sheet.component == component.title and sheet.core]


def component_height(worksheets: list[Worksheet]) -> float:
    """Title, rows and padding."""
    return TITLE + len(worksheets) * (ROW + ROW_GAP) + (12 if worksheets else 6) + 8


def draw_component(component: Component, worksheets: list[Worksheet], frame: Frame) -> list[Item]:
    """A component's box with its worksheets."""
    name = fitting(component, frame.width - 24)
    items: list[Item] = [
        Box(frame.x, frame.y, frame.width, frame.height, "header", "border", 1, 6, node=component.title),
        Label(name, frame.x + 12, frame.y + 24, 18, "muted", 600, node=component.title),
    ]
    room = frame.height - TITLE - 6
    row = min(ROW, room / len(worksheets) - ROW_GAP) if worksheets else ROW
    y = frame.y + TITLE
    for sheet in worksheets:
        items.append(Box(frame.x + 10, y, frame.width - 20, row, "surface", "border", 1, 5, node=sheet.name,
                         tip=sheet.question))  # fmt: skip
        items.append(Label(sheet.title, frame.x + 22, y + row / 2 + 7, 20, "text", 400, node=sheet.name))
        y += row + ROW_GAP
    return items


def fitting(component: Component, width: float, size: float = 18.0) -> str:
    """The component's title, or its declared short name where the title does not fit."""
    if component.short and text_width(component.title, size, 600) > width:
        return component.short
    return component.title


def draw_band(process: Process, y: float, counts: Counter[str]) -> list[Item]:
    """The process beneath all others, its components side by side."""
    frame = Frame(MARGIN, y, WIDTH - 2 * MARGIN, BAND_HEIGHT)
    items = head(process, frame)
    after = frame.x + 18 + text_width(f"{process.number} {process.title}", 26, 600) + 28
    items += count_items(counts, after, frame.y + 26, 700)
    names = [component.title for component in process.components]
    wide = [text_width(name, 18) + 32 for name in names]
    stretch = (frame.width - 28 - 10 * (len(names) - 1)) / sum(wide)
    x = frame.x + 14
    for name, natural in zip(names, wide, strict=True):
        width = natural * stretch
        items.append(Box(x, y + 60, width, 44, "header", "border", 1, 6, node=name))
        items.append(Label(name, x + width / 2, y + 88, 18, "muted", 400, "centre", node=name))
        x += width + 10
    return items


def draw_strip(processes: list[Process], y: float, counts: dict[str, Counter[str]]) -> list[Item]:
    """The supporting groups outside the frame, one line each side by side."""
    items: list[Item] = []
    if not processes:
        return items
    wide = [strip_width(process, counts[process.title]) for process in processes]
    stretch = (WIDTH - 2 * MARGIN - 14 * (len(processes) - 1)) / sum(wide)
    x = MARGIN
    for process, natural in zip(processes, wide, strict=True):
        width = natural * stretch
        items.append(Box(x, y, width, STRIP_HEIGHT, "header", "border", 1, 6, node=process.title))
        items.append(Label(process.title, x + 16, y + 30, 18, "text", 600, node=process.title))
        items += count_items(counts[process.title], x + 40 + text_width(process.title, 18, 600), y + 15, 260)
        right = x + width - 16
        for component in reversed(process.components):
            name = component.short or component.title
            if right - text_width(name, SMALL) < x + strip_head(process, counts[process.title]):
                break
            items.append(Label(name, right, y + 30, SMALL, "muted", 400, "right", node=component.title))
            right -= text_width(name, SMALL) + 22
        x += width + 14
    return items


def strip_head(process: Process, counts: Counter[str]) -> float:
    """The width of a group's title and counts."""
    return 56 + text_width(process.title, 18, 600) + sum(70 + text_width(word, 18, 600) for word in counts)


def strip_width(process: Process, counts: Counter[str]) -> float:
    """The natural width of a group in the strip."""
    names = sum(text_width(component.short or component.title, SMALL) + 22 for component in process.components)
    return strip_head(process, counts) + names


def arrows_between(columns: list[Process], frames: list[Frame], links: Links) -> list[Item]:
    """One arrow in each gap between neighbours, and the feedback arrow from the last column over the top."""
    items: list[Item] = []
    y = TOP + 42
    for (left, right), (a, b) in zip(pairwise(columns), pairwise(frames), strict=True):
        forth = links.live[left.title, right.title] + links.prior[left.title, right.title]
        back = links.live[right.title, left.title] + links.prior[right.title, left.title]
        if forth or back:
            points = ((a.x + a.width + 4, y), (b.x - 4, y))
            both: Heads = "both" if forth and back else "end"
            tip = f"{left.short} to {right.short}: {forth} links; back: {back}"
            ends: tuple[Point, ...] = points if forth else points[::-1]
            items.append(Arrow(ends, "control", thickness(forth + back), heads=both, tip=tip))
    first, last = columns[0], columns[-1]
    count = links.prior[last.title, first.title]
    if count and len(columns) > 1:
        items += feedback_arrow(frames, f"Last round: {count} links re-weight and reopen what was planned")
    return items


def thickness(links: int) -> float:
    """2 px for one link, one more for each doubling, 5 at most."""
    return min(5.0, 2 + math.log2(max(1, links)) / 2)


def feedback_arrow(frames: list[Frame], text: str) -> list[Item]:
    """The dashed arrow from the last column over the top back to the first, its label in a gap of the line."""
    first, last = frames[0], frames[-1]
    left, right, top = first.x - 26, last.x + last.width + 26, TOP - 30
    half = text_width(text, 18, 600) / 2 + 14
    middle = (left + right) / 2
    start_y, end_y = last.y + last.height * 0.45, first.y + first.height * 0.8
    rest: tuple[Point, ...] = ((last.x + last.width, start_y), (right, start_y), (right, top), (middle + half, top))
    lead: tuple[Point, ...] = ((middle - half, top), (left, top), (left, end_y), (first.x - 2, end_y))
    return [
        Arrow(rest, "feedback", 4, (18, 8), "none"),
        Arrow(lead, "feedback", 4, (18, 8), closed=True),
        Label(text, middle, top + 6, 18, "feedback", 600, "centre"),
    ]  # fmt: skip


def band_arrows(frames: list[Frame], band_y: float) -> list[Item]:
    """The band serves and is fed by every column."""
    return [
        Arrow(((frame.x + frame.width / 2, frame.y + frame.height + 3), (frame.x + frame.width / 2, band_y - 3)),
              "control", 2, (), "both")
        for frame in frames
    ]  # fmt: skip


def draw_legend(y: float) -> list[Item]:
    """What the shapes and the dashed line mean."""
    items: list[Item] = []
    x = MARGIN
    for status in STATUS_ROLES:
        items.append(Badge(status, x, y - 14, 16))  # type: ignore[arg-type]
        items.append(Label(status, x + 22, y, SMALL, STATUS_ROLES[status], 600))
        x += 50 + text_width(status, SMALL, 600)
    items.append(Arrow(((x + 10, y - 6), (x + 58, y - 6)), "feedback", 3, (12, 6), "none"))
    items.append(Label("from the last round", x + 68, y, SMALL, "text"))
    return items

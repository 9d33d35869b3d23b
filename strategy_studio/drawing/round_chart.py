"""Rounds side by side: each chosen figure or objective as a small line from round to round, with its values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..analysis.comparison import compare_rounds
from ..analysis.rows import review_roles
from ..model.inputs import Cell
from .display_list import Item, Label, Picture, Point
from .scales import scale_for
from .tiles import MARGIN, PAD, PER_PAGE, SMALL, TOP, Tile, cut, frame, heights, line, page, tiles
from .waterfall import Scale
from .widths import text_width

if TYPE_CHECKING:
    from ..model.plan import Plan

MOST_ROUNDS = 6
"""Rounds drawn: the newest."""
NUMBER = 18.0


def round_pages(plan: Plan, targets: Sequence[Cell] | None = None) -> tuple[Picture, ...]:
    """Cells over the newest rounds and the open one, twelve to a page; None takes the score of every objective."""
    chosen = list(objective_scores(plan) if targets is None else targets)
    names = [*(closed.name for closed in plan.rounds[-(MOST_ROUNDS - 1) :]), ""]
    if not chosen or len(names) == 1:
        missing = "No round is closed yet: close one to compare." if chosen else "Choose figures to compare."
        return (page("Nothing to compare yet", "", [Label(missing, MARGIN, TOP + 40, 20, "missingline")]),)
    found = compare_rounds(plan, names, chosen)
    rounds = [*found.titles[:-1], "now"]
    rows = list(zip(chosen, found.labels, found.numbers.tolist(), strict=True))
    parts = [rows[start : start + PER_PAGE] for start in range(0, len(rows), PER_PAGE)]
    return tuple(
        page(_title(rows, rounds), _subtitle(rounds, number, len(parts)), [
            item
            for (cell, label, numbers), tile in zip(part, tiles(len(part)), strict=True)
            for item in draw_rounds(plan, cell, label, numbers, rounds, tile)
        ])
        for number, part in enumerate(parts, start=1)
    )  # fmt: skip


def objective_scores(plan: Plan) -> list[Cell]:
    """The cells that hold the scores of all objectives."""
    roles = review_roles(plan)
    if roles is None:
        return []
    node = roles.objectives.score
    return [Cell(node, row) for row in plan.sheet(node.partition("[")[0]).ids]


def _title(rows: Sequence[tuple[Cell, str, list[float]]], rounds: Sequence[str]) -> str:
    """How many went up and down since the last round."""
    moves = [numbers[-1] - numbers[-2] for _, _, numbers in rows if len(numbers) > 1]
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    even = sum(move == 0 for move in moves)
    unknown = len(rows) - up - down - even
    told = [f"{up} up", f"{down} down", *([f"{even} unchanged"] if even else [])]
    told += [f"{unknown} without a value in both"] if unknown else []
    return f"Since {rounds[-2]}: {', '.join(told)}"


def _subtitle(rounds: Sequence[str], number: int, pages: int) -> str:
    paged = f"; page {number} of {pages}" if pages > 1 else ""
    return f"From {rounds[0]} to the open round, each on its own scale{paged}"


def draw_rounds(
    plan: Plan, cell: Cell, label: str, numbers: Sequence[float], rounds: Sequence[str], tile: Tile
) -> list[Item]:
    """One figure: its name, the change since the last round, and its values as a line."""
    values = [None if math.isnan(number) else number for number in numbers]
    scale = scale_for(plan, cell, [value for value in values if value is not None])
    left = tile.x + PAD
    items = frame(tile, label, node=cell.node)
    items.append(Label(cut(change(values, scale), tile.inner, NUMBER, 600), left, tile.y + 94, NUMBER, "text", 600))
    top, bottom = tile.y + 140, tile.y + tile.height - 78
    step = tile.inner / len(rounds)
    xs = [left + step * (at + 0.5) for at in range(len(rounds))]
    ys = heights(values, top, max(top, bottom))
    known = [None if value is None else (x, y) for x, y, value in zip(xs, ys, values, strict=True)]
    items += line(known, "actual")
    texts = ["–" if value is None else scale.level(value) for value in values]
    for at in shown_places([text_width(text, NUMBER, 600) for text in texts], step):
        items.append(number_label(texts[at], known, at, xs[at], ys[at]))
    for at in shown_places([text_width(name, SMALL) for name in rounds], step):
        items.append(Label(cut(rounds[at], max(step, 90) - 8, SMALL), xs[at], tile.y + tile.height - 16, SMALL,
                           "muted", 400, "centre"))  # fmt: skip
    return items


def number_label(text: str, points: Sequence[Point | None], at: int, x: float, y: float) -> Label:
    """The value of a point where its line does not pass: above a summit, below a valley, beside a slope."""
    if points[at] is None:
        return Label(text, x, y, NUMBER, "muted", 400, "centre")
    before = points[at - 1] if at else None
    after = points[at + 1] if at + 1 < len(points) else None
    rises = [point[1] >= y for point in (before, after) if point is not None]
    if len(rises) == 2 and rises[0] != rises[1]:
        up = rises[0]  # it comes from below and goes on upwards
        return Label(text, x + (4 if up else -4), y - 12, NUMBER, "text", 600, "right" if up else "left")
    summit = not rises or all(rises)
    return Label(text, x, y - 14 if summit else y + 28, NUMBER, "text", 600, "centre")


def shown_places(widths: Sequence[float], step: float) -> list[int]:
    """Every place when the texts fit beside each other; else the first and the last, or the last alone."""
    if max(widths) + 8 <= step:
        return list(range(len(widths)))
    ends = (widths[0] + widths[-1]) / 2 + 8 <= step * (len(widths) - 1)
    return [0, len(widths) - 1] if ends else [len(widths) - 1]


def change(values: Sequence[float | None], scale: Scale) -> str:
    """The change from the last closed round to now, in words."""
    if len(values) < 2 or values[-1] is None or values[-2] is None:
        return "no change to tell"
    moved = values[-1] - values[-2]
    if not any(digit in "123456789" for digit in scale.number(abs(moved))):
        return "unchanged"
    return " ".join(filter(None, (scale.currency, scale.change(moved), "points" if scale.points else scale.word)))

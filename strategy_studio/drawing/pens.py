"""Pens that draw a display list without Qt: SVG text of our own, and a matplotlib figure for PDF and PNG."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from .display_list import STATUS_ROLES, Arrow, Badge, Box, Item, Label, Picture, Point
from .palette import ThemeName, colours
from .widths import text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ANCHOR = {"left": "start", "centre": "middle", "right": "end"}
CORNER = 10.0


def to_svg(picture: Picture, theme: ThemeName = "light") -> str:
    """The picture as one SVG document; text stays text, titles are told to screen readers."""
    colour = colours(theme)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width:g} {picture.height:g}" '
        f'width="{picture.width:g}" height="{picture.height:g}" role="img" '
        f'font-family="Inter, Segoe UI, Helvetica, Arial, sans-serif">',
        f"<title>{escape(picture.title)}</title>",
        f'<rect width="{picture.width:g}" height="{picture.height:g}" fill="{colour[picture.background]}"/>',
    ]
    parts += [_svg(item, colour) for item in picture.items]
    return "\n".join([*parts, "</svg>\n"])


def _svg(item: Item, colour: Any) -> str:
    if isinstance(item, Box):
        return _svg_box(item, colour)
    if isinstance(item, Label):
        return (
            f'<text x="{item.x:.1f}" y="{item.y:.1f}" font-size="{item.size:g}" font-weight="{item.weight}" '
            f'fill="{colour[item.role]}" text-anchor="{_ANCHOR[item.align]}"{_svg_length(item)}>'
            f"{escape(item.text)}</text>"
        )
    if isinstance(item, Arrow):
        return _svg_arrow(item, colour)
    return _svg_badge(item, colour)


def _svg_length(label: Label) -> str:
    """How long Inter makes the line, so that a wider letter, where Inter is missing, stays within its box."""
    if not label.text.isascii():  # advance widths are known of these letters only
        return ""
    length = text_width(label.text, label.size, label.weight)
    return f' textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'


def _svg_box(box: Box, colour: Any) -> str:
    title = f"<title>{escape(box.tip)}</title>" if box.tip else ""
    name = f" data-node={quoteattr(box.node)}" if box.node else ""
    shape = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{box.radius:g}" '
        f'fill="{colour[box.fill]}" stroke="{colour[box.line]}" stroke-width="{box.line_width:g}"{name}>{title}</rect>'
    )
    if not box.cap:
        return shape
    return f'{shape}\n<path d="{svg_path(cap_points(box), True)}" fill="{colour[box.cap]}"/>'


def cap_points(box: Box) -> tuple[Point, ...]:
    """The outline of a box's cap, its upper corners cut as the box's are."""
    x, y, right, r = box.x, box.y, box.x + box.width, min(box.radius, box.cap_height)
    corner = [math.radians(angle) for angle in (0, 22.5, 45, 67.5, 90)]
    left = [(x + r - r * math.cos(a), y + r - r * math.sin(a)) for a in corner]
    other = [(right - r + r * math.sin(a), y + r - r * math.cos(a)) for a in corner]
    return (*left, *other, (right, y + box.cap_height), (x, y + box.cap_height))


def svg_path(points: tuple[Point, ...], closed: bool = False) -> str:
    """Points as the d of an SVG path."""
    moves = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{moves}{' Z' if closed else ''}"


def _svg_arrow(arrow: Arrow, colour: Any) -> str:
    stroke = colour[arrow.role]
    dash = f' stroke-dasharray="{" ".join(f"{part:g}" for part in arrow.dash)}"' if arrow.dash else ""
    title = f"<title>{escape(arrow.tip)}</title>" if arrow.tip else ""
    parts = [
        f'<path d="{svg_path(rounded(arrow.points))}" fill="none" stroke="{stroke}" '
        f'stroke-width="{arrow.width:g}"{dash}>{title}</path>'
    ]
    for head in heads(arrow):
        fill, line = (stroke, "none") if arrow.closed else ("none", stroke)
        parts.append(
            f'<path d="{svg_path(head, arrow.closed)}" fill="{fill}" stroke="{line}" stroke-width="{arrow.width:g}"/>'
        )
    return "\n".join(parts)


def rounded(points: tuple[Point, ...], radius: float = CORNER) -> tuple[Point, ...]:
    """A polyline whose corners are arcs of short segments."""
    result = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        cut = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = _towards(corner, before, cut), _towards(corner, after, cut)
        for step in range(7):
            t = step / 6
            result.append((
                (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * corner[0] + t * t * end[0],
                (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * corner[1] + t * t * end[1],
            ))  # fmt: skip
    return (*result, points[-1])


def _towards(start: Point, end: Point, length: float) -> Point:
    distance = math.dist(start, end) or 1.0
    return (start[0] + (end[0] - start[0]) * length / distance, start[1] + (end[1] - start[1]) * length / distance)


def heads(arrow: Arrow) -> list[tuple[Point, Point, Point]]:
    """The heads of an arrow as three points each, the tip in the middle."""
    found = []
    if arrow.heads in ("end", "both"):
        found.append(_head(arrow.points[-2], arrow.points[-1], arrow.width))
    if arrow.heads == "both":
        found.append(_head(arrow.points[1], arrow.points[0], arrow.width))
    return found


def _head(start: Point, tip: Point, width: float) -> tuple[Point, Point, Point]:
    length = 5 + 2.2 * width
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    left, right = (
        (tip[0] - length * math.cos(angle + turn), tip[1] - length * math.sin(angle + turn)) for turn in (0.6, -0.6)
    )
    return left, tip, right


def badge_shape(badge: Badge) -> tuple[tuple[Point, ...], tuple[tuple[Point, ...], ...]]:
    """The outline of a status shape and the strokes of its glyph, in the badge's square."""
    x, y, s = badge.x, badge.y, badge.size

    def at(u: float, v: float) -> Point:
        return (x + u * s / 16, y + v * s / 16)

    if badge.status == "Watch":
        return (at(8, 1), at(15.2, 14.5), at(0.8, 14.5)), ((at(8, 5.6), at(8, 9.8)), (at(8, 11.9), at(8, 12.6)))
    if badge.status == "Off target":
        return (at(1.2, 1.2), at(14.8, 1.2), at(14.8, 14.8), at(1.2, 14.8)), (
            (at(5, 5), at(11, 11)), (at(11, 5), at(5, 11)),
        )  # fmt: skip
    circle = tuple(at(8 + 7 * math.cos(a * math.pi / 18), 8 + 7 * math.sin(a * math.pi / 18)) for a in range(36))
    if badge.status == "On target":
        return circle, ((at(4.6, 8.3), at(7.1, 10.8), at(11.6, 5.6)),)
    if badge.status == "Not due":
        return circle, ((at(8, 4.2), at(8, 8.3), at(11, 9.8)),)
    return circle, ((at(5.2, 8), at(10.8, 8)),)


def is_ring(badge: Badge) -> bool:
    """Whether a status is no judgement: it has a ring with strokes in its ink instead of a filled shape."""
    return STATUS_ROLES[badge.status] == "nodata"


def _svg_badge(badge: Badge, colour: Any) -> str:
    outline, strokes = badge_shape(badge)
    ink, thin = colour[STATUS_ROLES[badge.status]], badge.size / 16
    if is_ring(badge):
        dashes = f' stroke-dasharray="{3 * thin:.2f} {2 * thin:.2f}"' if badge.status == "No data" else ""
        shape = f'<path d="{svg_path(outline, True)}" fill="none" stroke="{ink}" stroke-width="{1.6 * thin:.2f}"' \
                f'{dashes}/>'  # fmt: skip
        glyph = ink
    else:
        shape, glyph = f'<path d="{svg_path(outline, True)}" fill="{ink}"/>', colour["surface"]
    lines = "".join(
        f'<path d="{svg_path(stroke)}" fill="none" stroke="{glyph}" stroke-width="{1.8 * thin:.2f}"/>'
        for stroke in strokes
    )
    return shape + lines


def to_figure(picture: Picture, theme: ThemeName = "light") -> Figure:
    """The picture as a matplotlib figure (no pyplot), 100 px to the inch, for PDF and PNG."""
    from matplotlib.figure import Figure

    from .style import families

    family = families()
    colour = colours(theme)
    figure = Figure(figsize=(picture.width / 100, picture.height / 100), dpi=100, facecolor=colour[picture.background])
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    axes.axis("off")
    for order, item in enumerate(picture.items):
        _draw(axes, item, colour, family, order)
    return figure


def _draw(axes: Any, item: Item, colour: Any, family: list[str], order: int) -> None:
    from matplotlib.patches import FancyBboxPatch, Polygon

    if isinstance(item, Box):
        r = item.radius
        axes.add_patch(
            FancyBboxPatch(
                (item.x + r, item.y + r), item.width - 2 * r, item.height - 2 * r,
                boxstyle=f"round,pad={r},rounding_size={r}", facecolor=colour[item.fill],
                edgecolor=colour[item.line], linewidth=item.line_width * 0.72, zorder=order,
            )
        )  # fmt: skip
        if item.cap:
            axes.add_patch(Polygon(cap_points(item), facecolor=colour[item.cap], linewidth=0, zorder=order))
    elif isinstance(item, Label):
        align = {"left": "left", "centre": "center", "right": "right"}[item.align]
        axes.text(item.x, item.y, item.text, fontsize=item.size * 0.72, color=colour[item.role], ha=align,
                  va="baseline", fontfamily=family, fontweight=item.weight, zorder=order, parse_math=False)  # fmt: skip
    elif isinstance(item, Arrow):
        _draw_arrow(axes, item, colour[item.role], order)
    else:
        _draw_badge(axes, item, colour, order)


def _draw_arrow(axes: Any, arrow: Arrow, ink: str, order: int) -> None:
    from matplotlib.patches import Polygon

    xs, ys = zip(*rounded(arrow.points), strict=True)
    style: Any = (0, tuple(part / arrow.width for part in arrow.dash)) if arrow.dash else "solid"
    axes.plot(xs, ys, color=ink, linewidth=arrow.width * 0.72, linestyle=style, zorder=order)
    for head in heads(arrow):
        if arrow.closed:
            axes.add_patch(Polygon(head, facecolor=ink, linewidth=0, zorder=order))
        else:
            axes.plot(*zip(*head, strict=True), color=ink, linewidth=arrow.width * 0.72, zorder=order)


def _draw_badge(axes: Any, badge: Badge, colour: Any, order: int) -> None:
    from matplotlib.patches import Polygon

    outline, strokes = badge_shape(badge)
    ink, thin = colour[STATUS_ROLES[badge.status]], badge.size / 16 * 0.72
    empty, dashed = is_ring(badge), badge.status == "No data"
    axes.add_patch(
        Polygon(outline, facecolor="none" if empty else ink, edgecolor=ink, linewidth=1.6 * thin if empty else 0,
                linestyle=(0, (1.9, 1.2)) if dashed else "solid", zorder=order)
    )  # fmt: skip
    for stroke in strokes:
        axes.plot(*zip(*stroke, strict=True), color=ink if empty else colour["surface"], linewidth=1.8 * thin,
                  zorder=order)  # fmt: skip

"""What feeds and is fed by a box of the map: the same display list with that chain lit and everything else dimmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..drawing.display_list import Arrow, Badge, Box, Item, Label, Picture

if TYPE_CHECKING:
    from ..model.plan import Plan

_BAR, _INSET = 4.0, 6.0
"""The bar at the side of a lit box, and how far its ends stay from the corners."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A node of the map with the worksheets it stands for, those upstream and those downstream of them."""

    node: str
    inside: frozenset[str]
    upstream: frozenset[str]
    downstream: frozenset[str]


def trace(plan: Plan, node: str) -> Trace:
    """Follow the graph from what a process, component or worksheet of the map holds, feedback edges left out."""
    inside = worksheets_of(plan, node)
    places = plan.structure.places
    start = [name for name, place in places.items() if place.worksheet in inside]

    def reached(step: Callable[[str], Iterable[str]]) -> frozenset[str]:
        seen = set(start)
        pending = list(start)
        while pending:
            here = pending.pop()
            new = [other for other in step(here) if other not in seen and not _feedback(plan, here, other)]
            seen.update(new)
            pending += new
        return frozenset(places[name].worksheet for name in seen) - inside - {""}

    return Trace(node, inside, reached(plan.graph.predecessors), reached(plan.graph.successors))


def _feedback(plan: Plan, one: str, other: str) -> bool:
    edge = plan.graph.get_edge_data(one, other) or plan.graph.get_edge_data(other, one)
    return bool(edge and edge["feedback"])


def worksheets_of(plan: Plan, node: str) -> frozenset[str]:
    """The worksheets that a node of the map stands for; its own name when it is one."""
    if node in plan.structure.worksheets:
        return frozenset((node,))
    found = [(process, sheet) for process in plan.processes for sheet in process.worksheets]
    return frozenset(sheet.name for process, sheet in found if node in (process.title, sheet.component))


def lit(picture: Picture, found: Trace, plan: Plan) -> Picture:
    """The picture with the chain of a trace lit; titles of processes keep their ink."""
    processes = {process.title for process in plan.processes}
    parents = {box.node for box in picture.items if isinstance(box, Box) and _holds_boxes(box, picture)}
    roles = {
        node: _roles(found, node, worksheets_of(plan, node), node in parents)
        for node in {item.node for item in picture.items if item.node}
    }
    items: list[Item] = []
    for item in picture.items:
        if isinstance(item, Box):
            items += _box(item, roles.get(item.node, frozenset()), item.node in processes)
        elif isinstance(item, Label):
            items.append(_label(item, roles.get(item.node, frozenset()), item.node in processes))
        elif isinstance(item, Arrow):
            items.append(replace(item, role="border"))
        elif isinstance(item, Badge):
            items.append(item)
    return replace(picture, items=tuple(items))


def _holds_boxes(box: Box, picture: Picture) -> bool:
    return any(
        isinstance(other, Box) and other is not box and box.x < other.x and other.x + other.width < box.x + box.width
        and box.y < other.y and other.y + other.height < box.y + box.height
        for other in picture.items
    )  # fmt: skip


def _roles(found: Trace, node: str, worksheets: frozenset[str], parent: bool) -> frozenset[str]:
    """Of here, prec and dep what a node is; a box around others is here only when it was picked itself."""
    if node == found.node or (worksheets and worksheets <= found.inside and not parent):
        return frozenset(("here",))
    if parent:
        return frozenset()
    met = (("prec", found.upstream), ("dep", found.downstream))
    return frozenset(role for role, chain in met if worksheets & chain)


def _box(box: Box, roles: frozenset[str], process: bool) -> list[Item]:
    if "here" in roles:
        return [replace(box, fill=box.fill if process else "selection", line="focus", line_width=3.0)]
    if not roles:
        return [replace(box, line="border")]
    role = "prec" if "prec" in roles else "dep"
    made: list[Item] = [replace(box, fill=role, line=f"{role}line", line_width=2.0)]
    if "prec" in roles:
        made.append(_bar(box, box.x + 2, "precline"))
    if "dep" in roles:
        made.append(_bar(box, box.x + box.width - 2 - _BAR, "depline"))
    return made


def _bar(box: Box, x: float, role: str) -> Box:
    inset = min(_INSET, box.height / 4)
    return Box(x, box.y + inset, _BAR, box.height - 2 * inset, role, role, 0.0, 2.0, node=box.node)


def _label(label: Label, roles: frozenset[str], process: bool) -> Label:
    if process or not label.node:
        return label
    if roles:
        return replace(label, role="text", weight=600)
    return replace(label, role="dim")

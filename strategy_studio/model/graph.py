"""The dependency graph: which columns and Names a node reads, the order of calculation, cycles refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..formula import nodes
from ..formula.errors import PlanError
from ..formula.nodes import Node

if TYPE_CHECKING:
    import networkx

    from .structure import Place, Structure

Via = Literal["formula", "reference", "rows"]


@dataclass(frozen=True, slots=True)
class Read:
    """One node read by another: how, and whether from the last closed round."""

    node: str
    via: Via
    prior: bool = False


def reads_of(structure: Structure, place: Place, tree: Node | None) -> tuple[Read, ...]:
    """What a node reads; unknown names are left to the check of the formula, which proposes the nearest."""
    found: dict[Read, None] = {}
    if tree is not None:
        for text, prior in _mentions(tree, place.worksheet, False):
            node = structure.node_name(text)
            if node is not None:
                found[Read(node, "formula", prior)] = None
    if place.column is not None and place.column.kind.name == "Reference" and not place.formula:
        node = structure.node_name(place.column.kind.target)
        if node is not None:
            sheet = structure.worksheets[place.worksheet]
            generated = sheet.rows.mode == "generated" and place.column.key
            found[Read(node, "rows" if generated else "reference")] = None
    return tuple(found)


def _mentions(tree: Node, worksheet: str, prior: bool) -> Iterator[tuple[str, bool]]:
    pending = [(tree, prior)]
    while pending:
        node, inside = pending.pop()
        if isinstance(node, nodes.Cell):
            yield f"{worksheet}[{node.column}]", inside
        elif isinstance(node, nodes.WholeColumn):
            yield f"{node.worksheet or worksheet}[{node.column}]", inside
        elif isinstance(node, nodes.Name):
            yield node.name, inside
        inside = inside or (isinstance(node, nodes.Call) and node.function == "PRIOR")
        pending.extend((child, inside) for child in reversed(nodes.children(node)))


def sorted_nodes(reads: dict[str, tuple[Read, ...]]) -> list[str]:
    """Every node after all it reads in this round; PlanError that names the columns of a cycle."""
    precedents = {node: {read.node for read in found if not read.prior} for node, found in reads.items()}
    waiting = {node: len(found) for node, found in precedents.items()}
    dependents: dict[str, list[str]] = {node: [] for node in reads}
    for node, found in precedents.items():
        for precedent in found:
            dependents[precedent].append(node)
    order = [node for node, count in waiting.items() if count == 0]
    for node in order:
        for dependent in dependents[node]:
            waiting[dependent] -= 1
            if waiting[dependent] == 0:
                order.append(dependent)
    if len(order) < len(reads):
        raise PlanError(_cycle_sentence(precedents, set(reads) - set(order)))
    return order


def _cycle_sentence(precedents: dict[str, set[str]], left: set[str]) -> str:
    node = min(left)
    path: list[str] = []
    while node not in path:
        path.append(node)
        node = min(precedents[node] & left)
    circle = [*path[path.index(node) :], node][::-1]
    shown = circle if len(circle) <= 11 else [*circle[:10], "...", circle[-1]]
    return f"This formula would feed itself: {', '.join(shown)}. Take one of them out."


def build_graph(structure: Structure) -> networkx.DiGraph[str]:
    """Nodes are columns and Names; each edge says via what, whether all its references are feedback, or any."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(structure.places)
    for node, found in structure.reads.items():
        for read in found:
            if graph.has_edge(read.node, node):
                edge = graph.edges[read.node, node]
                edge["feedback"], edge["prior"] = edge["feedback"] and read.prior, edge["prior"] or read.prior
            else:
                graph.add_edge(read.node, node, via=read.via, feedback=read.prior, prior=read.prior)
    return graph

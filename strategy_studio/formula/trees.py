"""Working through a formula tree from the leaves up without recursion, because a chain of operators may be long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from .nodes import Binary, Call, Node, Unary, children

Result = TypeVar("Result")


def fold(root: Node, visit: Callable[[Node, tuple[Result, ...]], Result]) -> Result:
    """What `visit` gives for the root; it gets every node with the results of its children, left to right."""
    results: list[Result] = []
    pending: list[tuple[Node, bool]] = [(root, False)]
    while pending:
        node, ready = pending.pop()
        below = children(node)
        if below and not ready:
            pending.append((node, True))
            pending.extend((child, False) for child in reversed(below))
            continue
        first = len(results) - len(below)
        taken = tuple(results[first:])
        del results[first:]
        results.append(visit(node, taken))
    return results[0]


def rebuild(node: Node, below: tuple[Node, ...]) -> Node:
    """The node with other children; the node itself when they are the very same."""
    if all(new is old for new, old in zip(below, children(node), strict=True)):
        return node
    if isinstance(node, Call):
        return replace(node, arguments=below)
    if isinstance(node, Binary):
        return replace(node, left=below[0], right=below[1])
    return replace(node, operand=below[0]) if isinstance(node, Unary) else node

"""The parsed formula: a tree of small frozen nodes, each knowing the character it begins at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, float64."""

    value: float
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as written between double quotes, quotes undoubled."""

    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Boolean:
    """TRUE or FALSE."""

    value: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """`[@Column]`: the cell of the same row."""

    column: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WholeColumn:
    """`[Column]` or `Sheet_name[Column]`; `worksheet` is empty for the worksheet the formula stands in."""

    worksheet: str
    column: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A Parameter or a Figure."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """A minus sign before an operand (the only prefix operator)."""

    operator: str
    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and one of `+ - * / ^ & = <> < <= > >=`; `at` is where the operator stands."""

    operator: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function, its name in capitals; `PRIOR` is a call too."""

    function: str
    arguments: tuple[Node, ...]
    at: int = field(default=0, compare=False)


Node = Number | Text | Boolean | Cell | WholeColumn | Name | Unary | Binary | Call


def children(node: Node) -> tuple[Node, ...]:
    """The operands and arguments directly below a node, left to right."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Unary):
        return (node.operand,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, each before its children, left to right."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))

"""What a formula reads, and the same formula after something it reads was renamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .nodes import Call, Cell, Name, Node, WholeColumn, children
from .trees import fold, rebuild

Read = Cell | WholeColumn | Name


@dataclass(frozen=True, slots=True)
class RawReference:
    """A column or Name as the formula writes it; `prior` is True inside PRIOR()."""

    node: Read
    prior: bool = False


def raw_references(node: Node) -> tuple[RawReference, ...]:
    """All reads of a tree as written, left to right, repeated where the formula repeats them."""
    reads: list[RawReference] = []
    pending = [(node, False)]
    while pending:
        current, prior = pending.pop()
        if isinstance(current, Read):
            reads.append(RawReference(current, prior))
        inside = prior or (isinstance(current, Call) and current.function == "PRIOR")
        pending.extend((child, inside) for child in reversed(children(current)))
    return tuple(reads)


def rename_column(node: Node, worksheet_of_formula: str, worksheet: str, old: str, new: str) -> Node:
    """The formula after a column of `worksheet` got another title; worksheets are underscored, case is ignored."""
    at_home = _same(worksheet_of_formula, worksheet)

    def renamed(node: Node) -> Node:
        if isinstance(node, Cell) and at_home and _same(node.column, old):
            return replace(node, column=new)
        if isinstance(node, WholeColumn) and _same(node.column, old):
            named = _same(node.worksheet, worksheet) if node.worksheet else at_home
            return replace(node, column=new) if named else node
        return node

    return _mapped(node, renamed)


def rename_worksheet(node: Node, old: str, new: str) -> Node:
    """The formula after a worksheet got another title; both underscored."""

    def renamed(node: Node) -> Node:
        if isinstance(node, WholeColumn) and node.worksheet and _same(node.worksheet, old):
            return replace(node, worksheet=new)
        return node

    return _mapped(node, renamed)


def rename_name(node: Node, old: str, new: str) -> Node:
    """The formula after a Figure or Parameter got another Name."""

    def renamed(node: Node) -> Node:
        return replace(node, name=new) if isinstance(node, Name) and _same(node.name, old) else node

    return _mapped(node, renamed)


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    def visit(node: Node, below: tuple[Node, ...]) -> Node:
        return change(rebuild(node, below))

    return fold(node, visit)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()

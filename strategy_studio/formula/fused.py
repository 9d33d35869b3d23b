"""Arithmetic on columns in one go: states looked after once, temporaries written over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .nodes import Binary, Node, Number, Unary, children, walk
from .scope import Context, Reference
from .states import merged, settled, states_of
from .steps import Step
from .trees import fold
from .values import TEXT, Floats, Values

UFUNCS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
MOST_OPERATIONS = 60
"""Longer trees stay as they are: what is fused calls itself down the tree."""

Raw = Callable[[list[Floats]], Floats]
Find = Callable[[Node], Reference | None]


def fused(node: Node, find: Find, careful: Step) -> Step:
    """A step for a tree of `+ - * /` over references and numbers; `careful` does what has faults.

    `find` gives the reference a node is. Trees that hold anything else, or are a single operation, stay as they are.
    Without such a fault no operand but a reference decides of a cell, so that their states are joined once, from
    the leftmost on.
    """
    if not _fusible(node, find):
        return careful
    references: dict[Reference, int] = {}
    raw, _ = fold(node, lambda part, below: _compiled(part, below, find, references))
    reads = tuple(references)

    def step(context: Context) -> Values:
        columns = [context.read(reference) for reference in reads]
        mixed = [column for column in columns if column.states is not None]
        if any(TEXT in states_of(column).tobytes() for column in mixed):
            return careful(context)  # a text is #VALUE! to the first operation that meets it
        try:
            result = raw([column.numbers for column in columns])
        except FloatingPointError:
            return careful(context)  # some cell divides by zero or overflows: the careful way says which
        return settled(result, merged(mixed)) if mixed else Values(result)

    return step


def _fusible(node: Node, find: Find) -> bool:
    operations, references = 0, 0
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Binary) and part.operator in UFUNCS:
            operations += 1
        elif not isinstance(part, Number | Unary):
            if find(part) is None:
                return False
            references += 1
        if isinstance(part, Binary | Unary):
            pending.extend(children(part))
    return references > 0 and 1 < operations <= MOST_OPERATIONS


def _compiled(
    part: Node, below: tuple[tuple[Raw, bool], ...], find: Find, references: dict[Reference, int]
) -> tuple[Raw, bool]:
    """The computation of a node, and whether it gives an array of its own that may be written over."""
    if isinstance(part, Number):
        constant: Any = np.float64(part.value)
        return lambda columns: constant, False
    if isinstance(part, Unary):
        operand = below[0][0]
        return lambda columns: np.negative(operand(columns)), False
    if isinstance(part, Binary):
        own = any(find(inner) is not None for inner in walk(part))  # written numbers alone give no array
        return _operation(UFUNCS[part.operator], below[0], below[1]), own
    reference = find(part)
    assert reference is not None
    place = references.setdefault(reference, len(references))
    return lambda columns: columns[place], False


def _operation(ufunc: np.ufunc, left: tuple[Raw, bool], right: tuple[Raw, bool]) -> Raw:
    compute_left, left_own = left
    compute_right, right_own = right

    def run(columns: list[Floats]) -> Floats:
        a, b = compute_left(columns), compute_right(columns)
        if left_own and (a.shape == b.shape or b.size == 1):
            return ufunc(a, b, out=a)  # type: ignore[no-any-return]
        if right_own and (a.shape == b.shape or a.size == 1):
            return ufunc(a, b, out=b)  # type: ignore[no-any-return]
        return ufunc(a, b)  # type: ignore[no-any-return]

    return run

"""Arithmetic on columns in one go: states looked after once, temporaries written over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .layout import combined
from .nodes import Binary, Node, Number, Unary, children
from .scope import Context, Reference
from .states import merged, settled, states_of
from .steps import Step
from .values import TEXT, Floats, Values

UFUNCS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
MOST_OPERATIONS = 60
"""Longer trees stay as they are: what is fused calls itself down the tree."""

Find = Callable[[Node], Reference | None]
Operation = tuple[np.ufunc, int, int, int, bool, bool]
"""A ufunc, the registers of its operands (the right one -1 for one operand) and of its result, and for each operand
whether it was made on the way, so that the result may be written over it."""


def fused(node: Node, find: Find, careful: Step) -> Step:
    """A step for a tree of `+ - * /` over references and numbers; `careful` does what has faults.

    `find` gives the reference a node is. Trees that hold anything else, or are a single operation, stay as they are.
    Without such a fault no operand but a reference decides of a cell, so that their states are joined once, from
    the leftmost on.
    """
    if not _fusible(node, find):
        return careful
    program = Program(find)
    program.add(node)
    reads, run = tuple(program.references), program.run

    def step(context: Context) -> Values:
        columns = [context.read(reference) for reference in reads]
        mixed = [column for column in columns if column.states is not None]
        if mixed and any(TEXT in states_of(column).tobytes() for column in mixed):
            return careful(context)  # a text is #VALUE! to the first operation that meets it
        try:
            result = run([column.numbers for column in columns])
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


def within(small: Any, large: Any) -> bool:
    """Whether a result of both has the shape of the large one."""
    if small.shape == large.shape or small.size == 1:
        return True
    return all(a in (1, b) for a, b in zip(small.shape, large.shape, strict=True))


class Program:
    """A tree as operations one after the other on registers of columns, written numbers and results."""

    def __init__(self, find: Find) -> None:
        self.references: dict[Reference, int] = {}
        self._find = find
        self._registers: list[Any] = []
        self._operations: list[Operation] = []
        self._single: set[int] = set()
        self._made: set[int] = set()

    def add(self, part: Node) -> int:
        """The register of what a node gives, after all that lies below it."""
        if isinstance(part, Binary):
            return self._operate(UFUNCS[part.operator], self.add(part.left), self.add(part.right))
        if isinstance(part, Unary):
            return self._operate(np.negative, self.add(part.operand), -1)
        if isinstance(part, Number):
            self._single.add(at := self._new(np.float64(part.value)))
            return at
        reference = self._find(part)
        assert reference is not None
        if reference not in self.references:
            self.references[reference] = self._new(None)
        return self.references[reference]

    def _new(self, held: Any) -> int:
        self._registers.append(held)
        return len(self._registers) - 1

    def _operate(self, ufunc: np.ufunc, left: int, right: int) -> int:
        own_left, own_right = left in self._made, right in self._made
        result = left if own_left else right if own_right else self._new(None)
        self._operations.append((ufunc, left, right, result, own_left, own_right))
        # Of written numbers alone no array is made that could be written over.
        kind = self._single if {left, right} <= {*self._single, -1} else self._made
        kind.add(result)
        return result

    def run(self, columns: list[Floats]) -> Floats:
        """The last result for the columns of `references`, in their order."""
        cells = self._registers.copy()
        shape, alike = columns[0].shape, True
        for at, column in zip(self.references.values(), columns, strict=True):
            cells[at] = column
            alike = alike and column.shape == shape
        result: Any = None
        for ufunc, left, right, place, own_left, own_right in self._operations:
            a, b = cells[left], cells[right]
            if right < 0:
                result = ufunc(a, a) if own_left else ufunc(a)
            elif own_left and (alike or within(b, a)):
                result = ufunc(a, b, a)
            elif own_right and (alike or within(a, b)):
                result = ufunc(a, b, b)
            else:
                result = ufunc(a, b) if alike else combined(ufunc, a, b)
            cells[place] = result
        return result  # type: ignore[no-any-return]

"""Arithmetic on columns in one go: states looked after once, temporaries written over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
Operation = tuple[np.ufunc, int, int, int, int]
"""A ufunc, the registers of its operands and of its result, and the register of the operand that was made on the way,
so that the result may be written over it: -1 when neither was."""


def fused(node: Node, find: Find, careful: Step) -> Step:
    """A step for a tree of `+ - * /` over references and numbers; `careful` does what has faults.

    `find` gives the reference a node is. Trees that hold anything else (what the last round held, too), or are a single
    operation, stay as they are.
    Without such a fault no operand but a reference decides of a cell, so that their states are joined once, from
    the leftmost on.
    """
    references = _references(node, find)
    if not references:
        return careful
    program = Program(find, references)
    program.add(node)
    run = program.run

    def step(context: Context) -> Values:
        columns = context.read_all(references)
        cells = [column.numbers for column in columns]
        mixed = [column for column in columns if column.states is not None]
        if mixed and any(TEXT in states_of(column).tobytes() for column in mixed):
            return careful(context)  # a text is #VALUE! to the first operation that meets it
        try:
            result = run(cells)
        except FloatingPointError:
            return careful(context)  # some cell divides by zero or overflows: the careful way says which
        return settled(result, merged(mixed)) if mixed else Values(result)

    return step


def _references(node: Node, find: Find) -> list[Reference]:
    """What a tree reads, from the leftmost on; nothing when it holds anything else, or of the last round."""
    operations, references = 0, dict[Reference, None]()
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Binary) and part.operator in UFUNCS:
            operations += 1
        elif not isinstance(part, Number | Unary):
            if (reference := find(part)) is None or reference.prior:
                return []
            references[reference] = None
        if isinstance(part, Binary | Unary):
            pending.extend(reversed(children(part)))
    return [*references] if 1 < operations <= MOST_OPERATIONS else []


def within(small: Any, large: Any) -> bool:
    """Whether a result of both has the shape of the large one."""
    if isinstance(small, float) or small.shape == large.shape or small.size == 1:
        return True
    return all(a in (1, b) for a, b in zip(small.shape, large.shape, strict=True))


def single(left: Any, right: Any) -> bool:
    """Whether an operand is a number written in the formula, which numpy takes as it is."""
    return isinstance(left, float) or isinstance(right, float)


class Program:
    """A tree as operations one after the other on registers: of the columns it reads, then of numbers and results."""

    def __init__(self, find: Find, references: Sequence[Reference]) -> None:
        self._find = find
        self._columns = {reference: at for at, reference in enumerate(references)}
        self._others: list[Any] = []
        self._operations: list[Operation] = []
        self._single: set[int] = set()
        self._made: set[int] = set()

    def add(self, part: Node) -> int:
        """The register of what a node gives, after all that lies below it."""
        if isinstance(part, Binary):
            return self._operate(UFUNCS[part.operator], self.add(part.left), self.add(part.right))
        if isinstance(part, Unary):  # times -1 is to the bit what minus gives
            return self._operate(np.multiply, self.add(part.operand), self._written(-1.0))
        if isinstance(part, Number):
            return self._written(part.value)
        reference = self._find(part)
        assert reference is not None
        return self._columns[reference]

    def _new(self, held: Any) -> int:
        self._others.append(held)
        return len(self._columns) + len(self._others) - 1

    def _written(self, number: float) -> int:
        self._single.add(at := self._new(number))
        return at

    def _operate(self, ufunc: np.ufunc, left: int, right: int) -> int:
        over = left if left in self._made else right if right in self._made else -1
        result = self._new(None) if over < 0 else over
        self._operations.append((ufunc, left, right, result, over))
        # Of written numbers alone no array is made that could be written over.
        kind = self._single if {left, right} <= self._single else self._made
        kind.add(result)
        return result

    def run(self, columns: list[Any]) -> Floats:
        """The last result for the columns of the references, in their order."""
        cells, shape = columns + self._others, columns[0].shape
        for column in columns:
            if column.shape != shape:
                return self._run_differing(cells)
        for ufunc, left, right, place, over in self._operations:
            if over < 0:
                cells[place] = ufunc(cells[left], cells[right])
            else:
                ufunc(cells[left], cells[right], cells[over])
        return cells[place]  # type: ignore[no-any-return]

    def _run_differing(self, cells: list[Any]) -> Floats:
        """As `run` for columns of several shapes: not every result fits the operand it may be written over."""
        for ufunc, left, right, place, over in self._operations:
            a, b = cells[left], cells[right]
            if left == over and within(b, a):
                ufunc(a, b, a)
            elif right in self._made and within(a, b):
                cells[place] = ufunc(a, b, b)
            else:
                cells[place] = ufunc(a, b) if single(a, b) else combined(ufunc, a, b)
        return cells[place]  # type: ignore[no-any-return]

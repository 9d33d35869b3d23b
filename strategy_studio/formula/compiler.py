"""Compiling a checked formula once into steps over whole columns, and evaluating it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import numpy as np

from .check import Checked
from .functions import FUNCTIONS
from .functions.criteria import text_step
from .functions.text import join, written
from .fused import UFUNCS, fused
from .nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from .operators import ARITHMETIC, compare, emptiness, negative, squared
from .scope import Context, Reference
from .states import one
from .steps import Argument, Key, Step, kept
from .values import BOOLEAN, Floats, Values

WRITTEN = Number | Text | Boolean
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Link:
    """What an operator does with its left operand: the right one, how to combine them, and the ufunc of `+ - * /`."""

    right: Step
    combine: Callable[[Values, Values, Context], Values]
    ufunc: np.ufunc | None = None


def faults_raised() -> np.errstate:
    """While it is entered numpy raises for results that are not finite, so that none has to be looked for."""
    return np.errstate(all="raise", under="ignore")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula ready to be evaluated."""

    step: Step

    def evaluate(self, context: Context) -> Values:
        """The values, shape (cases|1, context.rows); cases only when something read differs between cases."""
        with faults_raised():
            return self.run(context)

    def run(self, context: Context) -> Values:
        """As `evaluate`, for callers that evaluate many formulas within one `faults_raised`."""
        values = self.step(context)
        cases, rows = values.numbers.shape
        if rows == context.rows:
            return values
        return Values(np.broadcast_to(values.numbers, (cases, context.rows)), values.states)


def compile_formula(checked: Checked) -> Compiled:
    """The formula as closures over numpy arrays; reads nothing before it is evaluated."""
    return Compiled(compile_argument(checked.node, checked.worksheet).step)


def compile_argument(node: Node, worksheet: str) -> Argument:
    """A node with its step; `worksheet` is where `[@Column]` is read."""
    reference = reference_of(node, worksheet)
    if reference is not None:
        reference = _shared_copy(reference)
        return Argument(node, lambda context: context.read(reference), reference)
    if isinstance(node, Binary):
        return compile_chain(node, worksheet)
    if isinstance(node, Call):
        arguments = tuple(compile_argument(argument, worksheet) for argument in node.arguments)
        return Argument(node, kept_test(node, worksheet, FUNCTIONS[node.function].build(arguments)))
    if isinstance(node, Unary):
        operand = compile_argument(node.operand, worksheet).step
        return Argument(node, lambda context: negative(operand(context)))
    return Argument(node, literal_step(node))


def reference_of(node: Node, worksheet: str) -> Reference | None:
    """The reference that a node is; None when it is computed or written out."""
    if isinstance(node, Cell):
        return Reference(worksheet, node.column, whole=False)
    if isinstance(node, WholeColumn):
        return Reference(node.worksheet, node.column)
    if isinstance(node, Name):
        return Reference("", node.name)
    if isinstance(node, Call) and node.function == "PRIOR":
        inner = reference_of(node.arguments[0], worksheet)
        return None if inner is None else replace(inner, prior=True)
    return None


@lru_cache(maxsize=16384)
def _shared_copy(reference: Reference) -> Reference:
    """Equal references as one object, so that comparing the keys they stand in is short."""
    return reference


def literal_step(node: Node) -> Step:
    """A number, text, TRUE or FALSE written in the formula."""
    if isinstance(node, Text):
        return text_step(node.value)
    if isinstance(node, Boolean):
        truth = one(float(node.value), BOOLEAN)
        return lambda context: truth
    number = one(node.value if isinstance(node, Number) else 0.0)
    return lambda context: number


def compile_chain(node: Binary, worksheet: str) -> Argument:
    """Operators from the innermost left operand outwards, in a loop: a long sum must not be a deep recursion."""
    spine: list[Binary] = []
    left: Node = node
    while isinstance(left, Binary):
        spine.append(left)
        left = left.left
    current = compile_argument(left, worksheet)
    for joining, group in groupby(reversed(spine), key=lambda binary: binary.operator == "&"):
        binaries = list(group)
        rights = [compile_argument(binary.right, worksheet) for binary in binaries]
        if joining:
            parts = (current, *rights)
            current = Argument(binaries[-1], written(join, skip_empty=False)(parts), parts=parts)
        else:
            links = tuple(link(binary, right) for binary, right in zip(binaries, rights, strict=True))
            careful = kept_test(binaries[-1], worksheet, chain_step(current.step, links))
            current = Argument(binaries[-1], fused(binaries[-1], lambda part: reference_of(part, worksheet), careful))
    return current


def kept_test(node: Node, worksheet: str, step: Step) -> Step:
    """The step; where it only holds a reference against what is written out, its result is kept while that stays.

    Formulas of one worksheet ask the same of the same column again and again.
    """
    if isinstance(node, Call) and node.function == "ISBLANK":
        test: tuple[Node, ...] = node.arguments
    elif isinstance(node, Binary) and node.operator in COMPARISONS:
        test = (node.left, node.right)
    else:
        return step
    tokens = tuple(part if isinstance(part, WRITTEN) else reference_of(part, worksheet) for part in test)
    if None in tokens or all(isinstance(part, WRITTEN) for part in test):
        return step
    return kept(Key("test", node.function if isinstance(node, Call) else node.operator, *tokens), step)


def chain_step(first: Step, links: tuple[Link, ...]) -> Step:
    """The first operand, taken through each link; numbers that a link has made are written over by the next."""

    def run(context: Context) -> Values:
        start = values = first(context)
        rights: list[Values] = []
        own = False
        for link in links:
            right = link.right(context)
            rights.append(right)
            if own and link.ufunc is not None and right.states is None and fits(right.numbers, values.numbers):
                try:
                    link.ufunc(values.numbers, right.numbers, out=values.numbers)
                except FloatingPointError:  # the numbers are spoilt: from the start again, each in an array of its own
                    values = again(start, links, rights, context)
                    own = False
            else:
                values = link.combine(values, right, context)
                own = link.ufunc is not None and values.states is None
        return values

    return run


def again(start: Values, links: tuple[Link, ...], rights: list[Values], context: Context) -> Values:
    """The first operand, taken through as many links as there are right operands."""
    values = start
    for link, right in zip(links, rights, strict=False):
        values = link.combine(values, right, context)
    return values


def fits(right: Floats, left: Floats) -> bool:
    """Whether the result of both has the shape of the left one."""
    return right.shape == left.shape or all(a in (1, b) for a, b in zip(right.shape, left.shape, strict=True))


def link(binary: Binary, right: Argument) -> Link:
    """What an operator does with its left operand; `=""` and `<>""` test emptiness."""
    operator, step = binary.operator, right.step
    if operator == "^" and binary.right == Number(2.0):
        return Link(unread, lambda left, _, context: squared(left))
    if operator in ARITHMETIC:
        compute = ARITHMETIC[operator]
        return Link(step, lambda left, other, context: compute(left, other), UFUNCS.get(operator))
    if operator in ("=", "<>"):
        if binary.right == Text(""):
            return Link(unread, lambda left, _, context: emptiness(left, operator == "="))
        if binary.left == Text(""):
            return Link(step, lambda left, other, context: emptiness(other, operator == "="))
    return Link(step, lambda left, other, context: compare(operator, left, other, context.texts))


NOTHING = one(0.0)


def unread(context: Context) -> Values:
    """The right operand of what needs none."""
    return NOTHING

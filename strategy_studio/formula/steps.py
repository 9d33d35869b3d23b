"""The parts a compiled formula is put together from: steps, the arguments of a call, and what a function declares."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from .nodes import Call, Cell, Name, Node, WholeColumn
from .scope import Context, Reference
from .signatures import signatures
from .states import Failure, Kernel, apply
from .values import Values

Step = Callable[[Context], Values]
Made = TypeVar("Made")

PASSING = frozenset({"PRIOR", "XLOOKUP", "INDEX", "IF", "IFS", "SWITCH", "CHOOSE", "IFERROR"})
"""Calls that hand on a cell of somebody else: references, lookups and branches (rules 4.5)."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: its node, how to compute it, and the reference it is when it is nothing else.

    `parts` are the operands of `&` from left to right, empty for every other node.
    """

    node: Node
    step: Step
    reference: Reference | None = None
    parts: tuple[Argument, ...] = ()

    @property
    def whole(self) -> bool:
        """True for a whole column, whose second axis is not the rows of the formula."""
        return self.reference is not None and self.reference.worksheet != "" and self.reference.whole

    @property
    def passing(self) -> bool:
        """True when texts and booleans in it are skipped by aggregates, as those of a reference are."""
        if isinstance(self.node, Call):
            return self.node.function in PASSING
        return isinstance(self.node, Cell | WholeColumn | Name)


class Key(tuple[Hashable, ...]):
    """A key for `Context.shared` that is made once and used often: it remembers its hash."""

    _hash: int

    def __new__(cls, *parts: Hashable) -> Key:
        key = super().__new__(cls, parts)
        key._hash = hash(parts)
        return key

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)


MOST_KEPT = 4096
"""Columns with more rows are tested again rather than kept."""


def kept(key: Key, step: Step) -> Step:
    """A step whose result is kept while the References in its key stay as they are; for short columns."""
    return lambda context: once(context, key, lambda: step(context))


def once(context: Context, key: Key | None, make: Callable[[], Made]) -> Made:
    """What `make` gives, for short columns kept by the key; without one it is made again."""
    if key is None or context.rows > MOST_KEPT:
        return make()
    return context.shared(key, make)  # type: ignore[no-any-return]


Build = Callable[[tuple[Argument, ...]], Step]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: its name, what it gives in one sentence, and how a call is compiled."""

    name: str
    help: str
    build: Build

    @property
    def signature(self) -> str:
        """How it is written: `ROUND(number, digits)`."""
        return str(signatures()[self.name])


def elementwise(kernel: Kernel, failure: Failure | None = None, watch: bool = False) -> Build:
    """A function whose every result comes from the numbers of its own row (rules 4.2)."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        steps = tuple(argument.step for argument in arguments)

        def run(context: Context) -> Values:
            return apply(kernel, [step(context) for step in steps], failure, watch)

        return run

    return build

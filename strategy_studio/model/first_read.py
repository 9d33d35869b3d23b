"""Values that are evaluated when they are first read, so that a window can open before everything is calculated."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..formula.values import Values

if TYPE_CHECKING:
    from .calculation import Calculation


class FirstRead(dict[str, Values]):
    """The values of a calculation by node; one that is read and not there is evaluated, with what it follows from."""

    def __init__(self, calculation: Calculation) -> None:
        super().__init__(calculation.values)
        self._calculation = calculation
        self._rest: Iterator[str] = iter(calculation.structure.order)

    def __missing__(self, node: str) -> Values:
        self._calculation.take(self._upstream(node))
        return dict.__getitem__(self, node)

    def go_on(self, seconds: float) -> bool:
        """Evaluate what nobody has read, in order, for so many seconds and one formula; -> whether nothing is left."""
        end = time.perf_counter() + seconds
        for node in self._rest:
            if node not in self:
                self._calculation.take((node,))
                if time.perf_counter() >= end:
                    return False
        return True

    def _upstream(self, node: str) -> list[str]:
        """A node and the nodes it follows from, as far as they are not there, in an order to evaluate them."""
        reads, found, seen = self._calculation.structure.reads, list[str](), set[str]()
        pending = [(node, False)]
        while pending:
            each, ready = pending.pop()
            if ready:
                found.append(each)
            elif each not in seen and each not in self:
                seen.add(each)
                pending.append((each, True))
                pending.extend((read.node, False) for read in reads[each] if not read.prior)
        return found

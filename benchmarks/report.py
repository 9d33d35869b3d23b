"""One measured row, ways of taking time, and the table of results."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median
from typing import TypeVar

import numpy as np

Result = TypeVar("Result")

WARMING = 32_000_000
"""Bytes of the largest array whose being freed still tells glibc's allocator to keep memory."""


@dataclass(frozen=True)
class Measured:
    """A time in seconds beside what it is held against.

    With a `reference` (another time in seconds) the limit is on the ratio ours / reference; without one it is on the
    seconds themselves. `note` says what the reference is, or what else was measured.
    """

    what: str
    seconds: float
    limit: float
    reference: float | None = None
    note: str = ""

    @property
    def measure(self) -> float:
        """What the limit is on."""
        return self.seconds if self.reference is None else self.seconds / self.reference

    @property
    def met(self) -> bool:
        """Whether the limit is kept."""
        return self.measure <= self.limit


def seconds_of(action: Callable[[], object]) -> float:
    """The time that one call takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def medians(repeat: int, *actions: Callable[[], object]) -> list[float]:
    """The median time of each action; they take turns, so that a slow moment of the machine hits all of them."""
    return [median(times) for times in _taking_turns(repeat, actions)]


def least(repeat: int, *actions: Callable[[], object]) -> list[float]:
    """The least time of each action, where a small difference of two long times is looked for."""
    return [min(times) for times in _taking_turns(repeat, actions)]


def _taking_turns(repeat: int, actions: tuple[Callable[[], object], ...]) -> list[tuple[float, ...]]:
    rounds = [[seconds_of(action) for action in actions] for _ in range(repeat)]
    return list(zip(*rounds, strict=True))


def warm_heap() -> None:
    """Free a large array: from then on the allocator keeps the memory of freed arrays for the next ones.

    Before, it may give it back each time and get it anew, page by page, which costs whoever makes more arrays more.
    A program that has run for a while has a warm heap; a measurement must not depend on what was measured before it.
    """
    np.empty(WARMING, dtype=np.uint8)


def in_a_fresh_process(measure: Callable[..., Result], *arguments: object) -> Result:
    """What `measure` gives in a process of its own, whose heap nothing else has warmed."""
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        return processes.submit(measure, *arguments).result()


def shown(seconds: float) -> str:
    """A time as people read it."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} µs"


def _factor(ratio: float) -> str:
    """A ratio of two times; a small one is easier to read the other way round."""
    return f"{ratio:.2f} x" if ratio >= 0.1 else f"1 / {1 / ratio:,.0f}"


def _line(row: Measured) -> str:
    reference = "" if row.reference is None else shown(row.reference)
    ratio = "" if row.reference is None else _factor(row.measure)
    limit = shown(row.limit) if row.reference is None else _factor(row.limit)
    kept = "yes" if row.met else "**no**"
    return f"| {' | '.join([row.what, shown(row.seconds), reference, ratio, limit, kept, row.note])} |"


def table(rows: Iterable[Measured]) -> str:
    """The results as a page of Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    head = [
        "# Benchmarks",
        "",
        f"Written by `dev.py bench` on {machine}. Times are medians unless the last column says otherwise.",
        "",
    ]
    columns = ["| what | ours | reference | ratio | limit | kept | measured how |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*head, *columns, *map(_line, rows), ""])

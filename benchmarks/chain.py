"""A worksheet whose formula columns build on one another, with a SUMIFS over it; in a plan, and in plain numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

import strategy_studio as studio

Floats = npt.NDArray[np.float64]
FORMULAS = 20
GROUPS = 20
BESIDE = "Chain[Last]"


@dataclass(frozen=True)
class Inputs:
    """What is typed: three numbers and a group in every row."""

    a: Floats
    b: Floats
    c: Floats
    group: npt.NDArray[np.intp]


def inputs(rows: int) -> Inputs:
    """The same inputs every time."""
    random = np.random.default_rng(20270101)
    a, b, c = random.uniform(1, 100, (3, rows))
    return Inputs(a, b, c, random.integers(0, GROUPS, rows))


def formula(number: int) -> str:
    """The formula of a column of the chain, counted from 1."""
    return "[@A]+[@B]*[@C]" if number == 1 else f"([@F{number - 1}]+[@A]*[@B])/(1+[@C])"


def in_numpy(given: Inputs) -> list[Floats]:
    """All formula columns and last their sums by group, as one would write it by hand; all are kept, as in a plan."""
    columns = [given.a + given.b * given.c]
    for _ in range(FORMULAS - 1):
        columns.append((columns[-1] + given.a * given.b) / (1 + given.c))
    totals = np.bincount(given.group, weights=columns[-1], minlength=GROUPS)
    return [*columns, totals.astype(np.float64, copy=False)]


def build(path: Path, rows: int) -> studio.OpenPlan:
    """A new plan with the chain and a worksheet that adds it up by group."""
    plan = studio.create(path)
    given = inputs(rows)
    typed = [("Item", "Text"), ("Group", "Text"), ("A", "Number"), ("B", "Number"), ("C", "Number"), ("D", "Number")]
    computed = [(f"F{number}", "Number", formula(number)) for number in range(1, FORMULAS + 1)]
    last = ("Last", "Number", f"[@F{FORMULAS}]+[@D]")
    chain = plan.add_worksheet("Chain", process="Value creation", columns=[*typed, *computed, last])
    columns = (given.a, given.b, given.c, given.group)
    chain.insert_many(
        [
            {"Item": f"Item {row}", "Group": f"Group {group}", "A": a, "B": b, "C": c, "D": 1.0}
            for row, (a, b, c, group) in enumerate(zip(*(column.tolist() for column in columns), strict=True))
        ]
    )
    total = ("Total", "Number", f"SUMIFS(Chain[F{FORMULAS}],Chain[Group],[@Group])")
    totals = plan.add_worksheet("Chain totals", process="Value creation", columns=[("Group", "Text"), total])
    totals.insert_many([{"Group": f"Group {group}"} for group in range(GROUPS)])
    return plan


@contextmanager
def alone(plan: studio.OpenPlan) -> Iterator[Callable[[], int]]:
    """Recalculates all formulas of the chain's worksheets, and nothing else of the plan.

    The other worksheets take many times as long as the chain, and a difference of two such times says nothing. The
    column beside the chain is left out too: it is there for single edits, and by hand nobody computes it. Inputs are
    asked whether anything was written in them; by hand they are there, too.
    """
    calculation = plan.plan.calculation
    whole = calculation.structure
    calculation.structure = replace(
        whole, order=[node for node in whole.order if node.startswith("Chain") and node != BESIDE]
    )
    try:
        yield calculation.from_scratch
    finally:
        calculation.structure = whole


def assert_equal(plan: studio.OpenPlan, rows: int) -> None:
    """A comparison of times means nothing unless both compute the same."""
    np.testing.assert_allclose(plan.worksheet("Chain totals").column("Total"), in_numpy(inputs(rows))[-1], rtol=1e-9)

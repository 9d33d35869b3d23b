"""Recalculating a chain of formula columns: everything against numpy, one edit against everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from . import chain
from .report import Measured, least, medians, warm_heap

ROWS = 10_000
MANY_ROWS = 100_000


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on recalculation."""
    yield against_numpy(folder)
    yield from one_edit(folder)


def against_numpy(folder: Path) -> Measured:
    """What recalculating the chain takes, beside the same arithmetic written by hand."""
    given = chain.inputs(ROWS)
    with chain.build(folder / "with.strategy", ROWS) as plan:
        chain.assert_equal(plan, ROWS)
        with chain.alone(plan) as recalculate:
            warm_heap()
            ours, numpy = least(300, recalculate, lambda: chain.in_numpy(given))
        (everything,) = least(30, plan.recalculate)
    return Measured(
        f"full recalculation: {chain.FORMULAS} formula columns x {ROWS:,} rows and a {chain.GROUPS}-row SUMIFS",
        ours,
        1.5,
        numpy,
        "the chain's worksheets, least times on a warm heap; numpy by hand; "
        f"all worksheets of the plan {everything * 1e3:.1f} ms",
    )


def one_edit(folder: Path) -> Iterator[Measured]:
    """One committed edit in a long worksheet, reaching one column or all of them, beside a full recalculation."""
    with chain.build(folder / "long.strategy", MANY_ROWS) as plan:
        sheet = plan.worksheet("Chain")
        row, numbers = sheet.rows()[MANY_ROWS // 2], count(2)
        for column, reach in (("D", "one formula column"), ("A", "all formula columns")):

            def edit(column: str = column) -> None:
                sheet.set(row, column, float(next(numbers)))

            ours, full = medians(15, edit, plan.recalculate)
            yield Measured(
                f"one edit in {MANY_ROWS:,} rows that reaches {reach}",
                ours,
                1.0 if column == "D" else 1.2,
                full,
                "edit, commit and recalculation, against full recalculation of the plan",
            )

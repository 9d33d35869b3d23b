"""One edit in the sample plan: until the last Figure stands, and until it is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import strategy_studio as studio

from .report import Measured, medians


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on editing."""
    with studio.sample(folder / "sample.strategy") as plan:
        yield to_the_last_figure(plan)
        yield commit(plan)


def to_the_last_figure(plan: studio.OpenPlan) -> Measured:
    """An edit of a retention rate, which feeds customer equity, the KPIs and the scorecard."""
    sheet = plan.worksheet("Segment CLV")
    row, rates = sheet.rows()[0], cycle((0.77, 0.78, 0.79))
    reached = plan.dependents("Segment_CLV[Retention rate]", deep=True)
    last = [node for node in reached if "[" not in node][-1]

    def edit() -> None:
        sheet.set(row, "Retention rate", next(rates))
        plan.value(last)

    (ours,) = medians(101, edit)
    return Measured(
        f"one edit to the last Figure ({last}), sample plan",
        ours,
        0.016,
        note=f"edit, commit, {len(reached)} columns and Names downstream",
    )


def commit(plan: studio.OpenPlan) -> Measured:
    """An edit that nothing depends on, so that the commit is what takes time."""
    sheet = plan.worksheet("Segments")
    row, owners = sheet.rows()[0], cycle(("Anna", "Bert"))
    (ours,) = medians(301, lambda: sheet.set(row, "Owner", next(owners)))
    return Measured(
        "commit of one edit, sample plan", ours, 0.005, note="edit, journal and COMMIT; nothing to recalculate"
    )

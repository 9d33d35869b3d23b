"""One edit in the sample plan, until the last Figure stands and until it is in the file; and a very long paste."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import strategy_studio as studio

from .report import Measured, medians

ROWS = 100_000


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on editing."""
    with studio.sample(folder / "sample.strategy") as plan:
        yield to_the_last_figure(plan)
        yield commit(plan)
    yield from long_paste(folder)


def long_paste(folder: Path) -> Iterator[Measured]:
    """Cells of one column pasted over all rows of a long worksheet, and taken back again."""
    columns = [("Item", "Text"), ("Price", "Money"), ("Double", "Money", "[@Price]*2")]
    with studio.create(folder / "paste.strategy") as plan:
        sheet = plan.add_worksheet("Pasted", process="Value creation", columns=columns)
        sheet.insert_many([{"Item": f"Item {row}", "Price": row * 0.5} for row in range(ROWS)])
        cells = {(row, "Price"): float(place) for place, row in enumerate(sheet.rows())}
        other = {place: price + 0.25 for place, price in cells.items()}
        blocks = cycle((cells, other))
        (pasted,) = medians(3, lambda: sheet.set_many(next(blocks)))
        (undone,) = medians(3, plan.undo)
    note = "edit, journal, COMMIT and recalculation"
    yield Measured(f"paste {ROWS:,} cells of one column", pasted, 2.0, note=note)
    yield Measured(f"undo it, {ROWS:,} cells", undone, 2.0, note=note)


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

"""The demo: everything the studio makes of its sample plan, written to a folder without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .api import sample
from .exchange.pictures import export_charts


def write_demo(folder: Path) -> Iterator[Path]:
    """Build the sample plan in a folder and write its workbook, map and charts; gives each file when it is there.

    A plan that is there already may hold somebody's work: it stays, and the new one gets a number behind its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = free_path(folder / "Fenmoor.strategy")
    with sample(path) as plan:
        plan.recalculate()
        yield path
        for name in ("Fenmoor scorecard.xlsx", "Process map.svg", "Process map.png"):
            yield plan.export(folder / name)
        yield from export_charts(plan.plan, folder)


def free_path(path: Path) -> Path:
    """The path, or the first with a number behind its name where there is no file."""
    found, number = path, 2
    while found.exists():
        found, number = path.with_stem(f"{path.stem} {number}"), number + 1
    return found

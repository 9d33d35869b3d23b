"""Runs all benchmarks, or those named, and writes results.md beside this file; 1 when a limit is not kept."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import cases, editing, files, recalculation, scenarios, simulation, spreadsheet, starting
from .report import Measured, shown, table

BENCHMARKS: dict[str, Callable[[Path], Iterator[Measured]]] = {
    "recalculation": recalculation.measure,
    "spreadsheet": spreadsheet.measure,
    "editing": editing.measure,
    "cases": cases.measure,
    "simulation": simulation.measure,
    "scenarios": scenarios.measure,
    "files": files.measure,
    "starting": starting.measure,
}


def main(names: list[str]) -> int:
    """Measure; a run of all benchmarks writes the page, a run of some only prints."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. Known: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    rows = []
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory() as folder:
            for row in BENCHMARKS[name](Path(folder)):
                print(f"{'kept  ' if row.met else 'MISSED'} {row.what}: {shown(row.seconds)}", flush=True)
                rows.append(row)
    page = table(rows)
    if names:
        print(page)
    else:
        Path(__file__).with_name("results.md").write_text(page, encoding="utf-8")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

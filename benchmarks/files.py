"""Opening and exporting a plan with a worksheet of 100,000 rows and 20 columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import strategy_studio as studio

from .report import Measured, seconds_of

ROWS = 100_000
NUMBERS = 15
FORMULAS = 4


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on files."""
    path = folder / "long.strategy"
    _write(path)
    opened: list[studio.OpenPlan] = []
    size = f"{ROWS:,} rows x {1 + NUMBERS + FORMULAS} columns"
    yield Measured(f"open a plan of {size}", seconds_of(lambda: opened.append(studio.open(path))), 5.0)
    with opened[0] as plan:
        export = seconds_of(lambda: plan.export(folder / "long.xlsx"))
    yield Measured(f"export it to Excel, {size}", export, 30.0, note="live formulas with their values, read back")


def _write(path: Path) -> None:
    typed = [("Item", "Text"), *((f"N{number}", "Number") for number in range(NUMBERS))]
    computed = [(f"F{number}", "Number", f"[@N{number}]*1.1+[@N{number + 1}]") for number in range(FORMULAS)]
    with studio.create(path) as plan:
        sheet = plan.add_worksheet("Long", process="Value creation", columns=[*typed, *computed])
        cells = [{f"N{number}": row * 0.5 + number for number in range(NUMBERS)} for row in range(ROWS)]
        sheet.insert_many([{"Item": f"Item {row}", **numbers} for row, numbers in enumerate(cells)])

"""The same recalculation by a spreadsheet: LibreOffice on the exported workbook."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import strategy_studio as studio

from . import chain
from .report import Measured, medians

ROWS = 10_000
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item></oor:items>
"""
ALWAYS, NEVER = 0, 1


def measure(folder: Path) -> Iterator[Measured]:
    """The row on LibreOffice; none where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        print("LibreOffice is not installed: the comparison with a spreadsheet is left out.")
        return
    workbook, empty = folder / "chain.xlsx", folder / "empty.xlsx"
    with chain.build(folder / "chain.strategy", ROWS) as plan:
        chain.assert_equal(plan, ROWS)
        plan.export(workbook)
        with chain.alone(plan) as recalculate:
            (ours,) = medians(100, recalculate)
    with studio.create(folder / "empty.strategy") as plan:
        plan.export(empty)
    openings = [_opening(program, book, folder, mode) for book in (workbook, empty) for mode in (ALWAYS, NEVER)]
    with_it, without, empty_with_it, empty_without = medians(3, *openings)
    yield Measured(
        f"recalculating the chain in the exported workbook, {chain.FORMULAS} formula columns x {ROWS:,} rows",
        ours,
        0.01,
        (with_it - without) - (empty_with_it - empty_without),
        "LibreOffice: loading the workbook with recalculation less loading it without, less the same difference for "
        "the workbook of an empty plan, medians; ours: recalculating the chain's worksheets",
    )


def _opening(program: str, workbook: Path, folder: Path, mode: int) -> Callable[[], None]:
    profile = folder / f"profile-{workbook.stem}-{mode}"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS.format(mode=mode), encoding="utf-8")
    out = folder / f"out-{workbook.stem}-{mode}"
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "csv", "--outdir", str(out)]

    def convert(file: Path) -> None:
        subprocess.run([program, *options, str(file)], check=True, capture_output=True)

    small = folder / "small.csv"
    small.write_text("1\n", encoding="utf-8")
    convert(small)  # makes the profile, without taking the time of the workbook for it
    return lambda: convert(workbook)

"""Maps and charts as files: SVG of our own, PDF and PNG through matplotlib figures."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..drawing.charts import charted, draw_chart
from ..drawing.pens import to_figure, to_svg
from ..drawing.process_map import process_map
from ..formula.errors import PlanError

if TYPE_CHECKING:
    from ..model.plan import Plan


def put_in_place(path: Path, write: Callable[[Path], Any]) -> None:
    """Let `write` make a file beside the target, then put it there: an existing file is never damaged."""
    beside = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        write(beside)
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(beside, path)
    except OSError as problem:
        raise PlanError(f"{path.name} was not written: {problem.strerror}. An older file is unchanged.") from problem
    finally:
        beside.unlink(missing_ok=True)


def export_map(plan: Plan, path: Path, title: str) -> None:
    """Write the process map as SVG, PNG or PDF, in light colours."""
    subtitle = f"{len(plan.rounds)} rounds closed" if plan.rounds else "First round"
    picture = process_map(plan, title, subtitle)
    if path.suffix.casefold() == ".svg":
        put_in_place(path, lambda beside: beside.write_text(to_svg(picture), encoding="utf-8"))
        return
    figure = to_figure(picture)
    put_in_place(path, lambda beside: figure.savefig(beside, dpi=100, facecolor=figure.get_facecolor()))


def export_charts(plan: Plan, folder: Path) -> list[Path]:
    """Write every declared chart as PNG; gives the files."""
    written = []
    for worksheet in charted(plan):
        path = folder / f"{worksheet.replace('_', ' ')}.png"
        figure = draw_chart(plan, worksheet)
        put_in_place(path, lambda beside, figure=figure: figure.savefig(beside, dpi=200))  # type: ignore[misc]
        written.append(path)
    return written

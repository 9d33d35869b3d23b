"""Maps and charts as files: SVG of our own, PDF and PNG through matplotlib figures."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..drawing.charts import charted, draw_chart
from ..drawing.display_list import Picture
from ..drawing.pens import to_figure, to_svg
from ..drawing.process_map import process_map
from ..formula.errors import PlanError
from .placing import placed, require_place

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..model.plan import Plan

CHART_FORMATS = (".png", ".svg", ".pdf")


def export_map(plan: Plan, path: Path, title: str) -> None:
    """Write the process map as SVG, PNG or PDF, in light colours."""
    closed = len(plan.rounds)
    subtitle = f"{closed} round{'s' * (closed > 1)} closed" if closed else "First round"
    save_picture(process_map(plan, title, subtitle), path)


def save_picture(picture: Picture, path: Path) -> Path:
    """Write a display list as SVG, PNG or PDF, by the suffix."""
    if path.suffix.casefold() == ".svg":
        with placed(path) as part:
            part.write_text(to_svg(picture), encoding="utf-8")
        return path
    figure = to_figure(picture)
    with placed(path) as part:
        _save(figure, part, dpi=100, facecolor=figure.get_facecolor())
    return path


def export_charts(plan: Plan, folder: Path) -> list[Path]:
    """Write every declared chart as PNG; gives the files."""
    return [
        save_figure(draw_chart(plan, worksheet), folder / f"{worksheet.replace('_', ' ')}.png")
        for worksheet in charted(plan)
    ]


def save_figure(figure: Figure, path: Path) -> Path:
    """Write a chart as PNG, SVG or PDF, by the suffix; PlanError for any other."""
    _require_format(path)
    with placed(path) as part:
        _save(figure, part, dpi=200)
    return path


def _save(figure: Figure, path: Path, **options: Any) -> None:
    """Write a figure; a letter that no font of this machine has becomes a box, without a word each time."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure.savefig(path, **options)


def require_chart(path: Path) -> None:
    """Refuse a path that a chart cannot be written to, before anything is computed for it."""
    _require_format(path)
    require_place(path)


def _require_format(path: Path) -> None:
    if path.suffix.casefold() not in CHART_FORMATS:
        raise PlanError(f"{path.name} is no picture. Charts are written as {', '.join(CHART_FORMATS)}.")

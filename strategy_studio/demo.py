"""The demo: everything the studio makes of its sample plan, written to a folder without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .api import OpenPlan, sample
from .exchange.pictures import export_charts, save_figure, save_picture
from .exchange.placing import require_folder
from .model.rounds import PLAN
from .model.scenarios import ACTUAL

FIGURE = "Customer_equity_total"
KEY_FIGURES = (FIGURE, "Scorecard_total", "Average_CLV", "Average_retention", "Cost_to_serve_total", "Customer equity")
RETENTION = "Segment_CLV[Retention rate]"
LARGEST = ("Digital families", "Affluent professionals", "Established savers")


def write_demo(folder: Path) -> Iterator[Path]:
    """Build the sample plan in a folder and write its workbook, map and charts; gives each file when it is there.

    A plan that is there already may hold somebody's work: it stays, and the new one gets a number behind its name.
    """
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
    require_folder(folder)
    path = free_path(folder / "Fenmoor.strategy")
    with sample(path) as plan:
        plan.recalculate()
        yield path
        for name in ("Fenmoor scorecard.xlsx", "Process map.svg", "Process map.png"):
            yield plan.export(folder / name)
        yield from export_charts(plan.plan, folder)
        yield from write_scorecard(plan, folder)
        yield from write_answers(plan, folder)


def write_scorecard(plan: OpenPlan, folder: Path) -> Iterator[Path]:
    """The scorecard with trends, the strategy map with its claims, and the rounds side by side."""
    from .drawing.round_chart import round_pages
    from .drawing.scorecard_chart import scorecard_pages
    from .drawing.strategy_map import strategy_map

    for number, picture in enumerate(scorecard_pages(plan.plan), start=1):
        yield save_picture(picture, folder / f"Scorecard {number}.png")
    yield save_picture(strategy_map(plan.plan), folder / "Strategy map.png")
    for number, picture in enumerate(round_pages(plan.plan), start=1):
        yield save_picture(picture, folder / f"Rounds {number}.png")


def write_answers(plan: OpenPlan, folder: Path) -> Iterator[Path]:
    """Why customer equity is not what was planned, what moves it, how uncertain it is, and the scenarios."""
    from .drawing.comparison_chart import draw_comparison
    from .drawing.histogram import draw_histogram
    from .drawing.tornado import draw_tornado
    from .drawing.waterfall import draw_waterfall

    retention = plan.worksheet("Segment CLV")
    held = {segment: retention.value(retention.row(segment), "Retention rate") for segment in LARGEST}
    spread = plan.simulate(
        {(RETENTION, segment): (rate - 0.05, rate, min(rate + 0.03, 0.99)) for segment, rate in held.items()}, [FIGURE]
    )
    charts = {
        "Why customer equity differs": draw_waterfall(plan.attribute(FIGURE), plan.plan, ends=(PLAN, ACTUAL)),
        "What moves customer equity": draw_tornado(plan.plan, plan.sensitivity(FIGURE)),
        "How uncertain customer equity is": draw_histogram(plan.plan, spread, spread.outcomes[0]),
        "Scenarios": draw_comparison(plan.compare(KEY_FIGURES), plan.plan),
    }
    for name, figure in charts.items():
        yield save_figure(figure, folder / f"{name}.png")


def free_path(path: Path) -> Path:
    """The path, or the first with a number behind its name where there is no file."""
    found, number = path, 2
    while found.exists():
        found, number = path.with_stem(f"{path.stem} {number}"), number + 1
    return found

"""Monte-Carlo on the sample plan: its value chain, the KPIs linked to it, the whole plan, and a slider's live band."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import strategy_studio as studio
from strategy_studio.analysis.distributions import Distribution, Normal, Triangular, Uniform
from strategy_studio.analysis.simulation import LiveSimulation, simulate
from strategy_studio.analysis.single_cells import held_number, varied_cells
from strategy_studio.analysis.tornado import tornado
from strategy_studio.model.inputs import Cell, input_cells, is_number
from strategy_studio.model.plan import Plan

from .report import Measured, medians, seconds_of

DRAWS = 10_000
LIVE_DRAWS = 1000
MEMORY_LIMIT = 500e6
EQUITY = Cell("Customer_equity_total")
FRAME = 0.016


def uncertain(plan: Plan) -> dict[Cell, Distribution]:
    """Retention, revenue and the discount rate of the sample's segments."""
    found: dict[Cell, Distribution] = {Cell("Discount_rate"): Uniform(0.08, 0.12)}
    for cell in input_cells(plan, ["Segment_CLV[Retention rate]", "Segment_CLV[Revenue per customer]"]):
        if is_number(plan, cell):
            number = held_number(plan, cell)
            share = number <= 1
            found[cell] = Triangular(0.9 * number, number, 1.02 * number) if share else Normal(number, 0.1 * number)
    return found


def kpis_of_figures(plan: Plan) -> list[Cell]:
    """The performance of every KPI whose actual value is a Figure."""
    sheet = plan.sheet("KPIs")
    return [Cell("KPIs[Performance]", row) for row in sheet.ids if sheet.value(row, "Actual figure")]


def everything(plan: Plan) -> tuple[dict[Cell, Distribution], list[Cell]]:
    """All numbers anybody typed, uncertain by a tenth; the last number of every computed column, and every Figure."""
    structure = plan.structure
    targets = []
    for node, checked in structure.checked.items():
        if checked.fact.type == "text":
            continue
        place = structure.places[node]
        ids = [] if place.column is None else plan.sheet(place.worksheet).ids
        if ids or place.column is None:
            targets.append(Cell(node, ids[-1] if ids else None))
    inputs: dict[Cell, Distribution] = {}
    for cell in varied_cells(plan, targets, None):
        number = held_number(plan, cell)
        inputs[cell] = Uniform(number - 0.1 * abs(number) - 1e-9, number + 0.1 * abs(number) + 1e-9)
    return inputs, targets


def peak_of(plan: Plan, inputs: dict[Cell, Distribution], targets: list[Cell]) -> float:
    """The most memory a simulation takes at a time, in bytes."""
    tracemalloc.start()
    simulate(plan, inputs, targets, DRAWS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return float(peak)


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on simulation and on the tornado."""
    with studio.sample(folder / "sample.strategy") as opened:
        plan = opened.plan
        yield from of_the_value_chain(plan)
        yield of_everything(plan)
        swings = tornado(plan, EQUITY).swings
        (took,) = medians(7, lambda: tornado(plan, EQUITY))
        yield Measured(f"tornado of {EQUITY.node} over {len(swings)} inputs", took, 0.5, note="headless, sample plan")


def of_the_value_chain(plan: Plan) -> Iterator[Measured]:
    """Drawn and shown live: the Figure alone, and with the KPIs that are linked to Figures."""
    inputs, kpis = uncertain(plan), kpis_of_figures(plan)
    for targets, what in (([EQUITY], EQUITY.node), ([EQUITY, *kpis], f"{EQUITY.node} and {len(kpis)} KPIs")):
        simulate(plan, inputs, targets, 64)
        (drawn,) = medians(7, lambda targets=targets: simulate(plan, inputs, targets, DRAWS))  # type: ignore[misc]
        note = f"{len(inputs)} uncertain inputs, Sobol points, draws and statistics included"
        yield Measured(f"{DRAWS:,} draws to {what}", drawn, 0.25, note=note)
        (shown,) = medians(31, moving(LiveSimulation(plan, inputs, targets, LIVE_DRAWS), list(inputs)[1]))
        yield Measured(f"a slider moved: {LIVE_DRAWS:,} draws to {what}", shown, FRAME, note="one frame at 60 Hz")


def moving(live: LiveSimulation, slider: Cell) -> Callable[[], object]:
    """Moves a slider to its next place."""
    places = cycle((0.80, 0.81, 0.82, 0.83))
    return lambda: live.at({slider: next(places)})


def of_everything(plan: Plan) -> Measured:
    """All computed columns under all typed numbers."""
    inputs, targets = everything(plan)
    fractions: list[float] = []

    def progress(fraction: float) -> bool:
        fractions.append(fraction)
        return True

    took = seconds_of(lambda: simulate(plan, inputs, targets, DRAWS, progress=progress))
    peak = peak_of(plan, inputs, targets)
    note = (
        f"{len(inputs):,} uncertain inputs, {len(targets)} targets, progress {len(fractions)} times; "
        f"at most {peak / 1e6:.0f} MB at a time (limit {MEMORY_LIMIT / 1e6:.0f} MB)"
    )
    return Measured(f"{DRAWS:,} draws over the whole sample", took, 3.0 if peak < MEMORY_LIMIT else 0.0, note=note)

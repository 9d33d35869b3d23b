"""Fifty scenarios side by side in one pass, against one; and an edit under a scenario until its figure is read."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import strategy_studio as studio

from .report import Measured, medians

SCENARIOS = 50
MEMORY_LIMIT = 100e6
EQUITY = "Customer_equity_total"


def lay(plan: studio.OpenPlan, count: int) -> None:
    """Scenarios that change the discount rate and the retention rate of every segment."""
    rows = plan.worksheet("Segment CLV").rows()
    with plan.change("Scenarios"):
        for number in range(count):
            scenario = plan.scenario(f"Scenario {number}")
            scenario.set("Discount_rate", 0.05 + number / 1000)
            cells = {(row, "Retention rate"): 0.4 + (number * 7 + at) % 50 / 100 for at, row in enumerate(rows)}
            scenario.worksheet("Segment CLV").set_many(cells)


def edit_and_read(plan: studio.OpenPlan, number: int) -> None:
    """Change one cell under a scenario and read what follows."""
    scenario = plan.scenario("Scenario 0")
    worksheet = scenario.worksheet("Segment CLV")
    worksheet.set(worksheet.rows()[0], "Retention rate", 0.3 + number % 40 / 100)
    scenario.value(EQUITY)


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on scenarios of the sample plan."""
    with studio.sample(folder / "scenarios.strategy") as plan:
        lay(plan, SCENARIOS)
        names = plan.scenarios
        for what, figures in ((EQUITY, [EQUITY]), ("all Figures", list(plan.plan.figures))):
            many, one = medians(15, partial(plan.compare, figures, names), partial(plan.compare, figures, names[:1]))
            note = "against one scenario, both with the plan beside them"
            yield Measured(f"{SCENARIOS} scenarios of the sample compared on {what}", many, 5.0, one, note)
        tracemalloc.start()
        plan.compare(list(plan.plan.figures), names)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        numbers = iter(range(1000))
        (seconds,) = medians(15, lambda: edit_and_read(plan, next(numbers)))
        limit = 0.1 if peak < MEMORY_LIMIT else 0.0
        note = f"edit, COMMIT, everything under the scenario; the comparison took {peak / 1e6:.0f} MB (limit 100 MB)"
        yield Measured("an edit under a scenario of the sample until its figure is read", seconds, limit, None, note)

"""Ten thousand cases of the customer equity calculation in one pass, against the same written in numpy."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import strategy_studio as studio

from .report import Measured, in_a_fresh_process, medians, warm_heap

Floats = npt.NDArray[np.float64]
CASES = 10_000
SEGMENTS = 7
COHORTS = 14
MEMORY_LIMIT = 500e6
EQUITY = "Customer_equity_total"


@dataclass(frozen=True)
class Model:
    """The inputs that stay the same in all cases, one number per segment or per cohort, NaN where empty."""

    customers: Floats
    variable_cost: Floats
    variable_amount: Floats
    other_income: Floats
    cost_to_serve: Floats
    retention_spend: Floats
    acquisition_cost: Floats
    own_discount: Floats
    own_growth: Floats
    cohort_segment: npt.NDArray[np.intp]
    cohort_period: Floats
    cohort_customers: Floats


@dataclass(frozen=True)
class Draws:
    """The inputs that differ from case to case: revenue and retention (cases, segments), discount rate (cases,)."""

    revenue: Floats
    retention: Floats
    discount: Floats


def model() -> Model:
    """Seven segments and fourteen cohorts of new customers."""
    step = np.arange(SEGMENTS, dtype=np.float64)
    cohort = np.arange(COHORTS)
    number = cohort.astype(np.float64)
    return Model(
        customers=1000 * (step + 1),
        variable_cost=0.2 + 0.02 * step,
        variable_amount=2 * step,
        other_income=3 + step,
        cost_to_serve=30 + 5 * step,
        retention_spend=5 + step,
        acquisition_cost=90 + 10 * step,
        own_discount=np.where(step == 2, 0.12, np.nan),
        own_growth=np.where(step == 3, 0.01, np.nan),
        cohort_segment=cohort % SEGMENTS,
        cohort_period=1 + number // SEGMENTS,
        cohort_customers=50 + number,
    )


def draws() -> Draws:
    """The same draws every time."""
    random = np.random.default_rng(20270101)
    shape = (CASES, SEGMENTS)
    return Draws(random.uniform(200, 900, shape), random.uniform(0.6, 0.95, shape), random.uniform(0.06, 0.14, CASES))


def in_numpy(given: Model, drawn: Draws) -> Floats:
    """Customer equity of every case as one would write it by hand: convention A, endless horizon, no growth."""
    discount = drawn.discount[:, np.newaxis]
    rate = np.where(np.isnan(given.own_discount), discount, given.own_discount)
    growth = np.where(np.isnan(given.own_growth), 0.0, given.own_growth)
    before_service = drawn.revenue * (1 - given.variable_cost) - given.variable_amount + given.other_income
    margin = before_service - given.cost_to_serve - given.retention_spend
    factor = drawn.retention * (1 + growth) / (1 + rate)
    first_weight = drawn.retention / (1 + rate)
    multiple = np.where(factor >= 1, np.nan, first_weight / (1 - factor))
    lifetime_value = margin * multiple
    current = (given.customers * lifetime_value).sum(axis=1)
    net = (lifetime_value - given.acquisition_cost)[:, given.cohort_segment]
    future = (given.cohort_customers * net / (1 + discount) ** given.cohort_period).sum(axis=1)
    total: Floats = current + future
    return total


def build(path: Path, given: Model) -> studio.OpenPlan:
    """The model as a plan."""
    plan = studio.create(path)
    names = [f"Segment {number}" for number in range(SEGMENTS)]
    customers = given.customers.tolist()
    plan.worksheet("Segments").insert_many(
        [{"Segment": name, "Customers": number} for name, number in zip(names, customers, strict=True)]
    )
    values = plan.worksheet("Segment CLV")
    columns = {
        "Revenue per customer": np.full(SEGMENTS, 500.0),
        "Variable cost %": given.variable_cost,
        "Variable cost amount": given.variable_amount,
        "Other income": given.other_income,
        "Cost to serve estimate": given.cost_to_serve,
        "Retention spend": given.retention_spend,
        "Retention rate": np.full(SEGMENTS, 0.8),
        "Acquisition cost estimate": given.acquisition_cost,
        "Own discount rate": given.own_discount,
        "Own margin growth": given.own_growth,
    }
    values.set_many(
        {
            (row, column): None if np.isnan(number) else number
            for column, numbers in columns.items()
            for row, number in zip(values.rows(), numbers.tolist(), strict=True)
        }
    )
    cohorts = zip(given.cohort_segment, given.cohort_period, given.cohort_customers, strict=True)
    plan.worksheet("Customer equity").insert_many(
        [
            {"Cohort": f"Cohort {n}", "Segment": names[s], "Arrives in period": int(p), "New customers": int(c)}
            for n, (s, p, c) in enumerate(cohorts)
        ]
    )
    return plan


def in_a_plan(plan: studio.OpenPlan, drawn: Draws) -> Floats:
    """Customer equity of every case, as the studio computes it."""
    inputs = {
        "Segment_CLV[Revenue per customer]": drawn.revenue,
        "Segment_CLV[Retention rate]": drawn.retention,
        "Discount_rate": drawn.discount,
    }
    return plan.evaluate(inputs, [EQUITY])[EQUITY]


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on many cases, one for each state of the heap."""
    for heap, warm in (("in a fresh process", False), ("on a warm heap", True)):
        place = folder / f"{heap}.strategy"
        ours, numpy, peak = in_a_fresh_process(times, place, warm)
        note = (
            f"against numpy by hand, {heap}; at most {peak / 1e6:.0f} MB at a time (limit {MEMORY_LIMIT / 1e6:.0f} MB)"
        )
        limit = 1.0 if peak < MEMORY_LIMIT else 0.0
        yield Measured(f"{CASES:,} cases from Segment CLV to {EQUITY}, {heap}", ours, limit, numpy, note)


def times(place: Path, warm: bool) -> tuple[float, float, int]:
    """The median seconds in a plan and in numpy, and the most bytes a plan takes at a time."""
    given, drawn = model(), draws()
    with build(place, given) as plan:
        np.testing.assert_allclose(in_a_plan(plan, drawn), in_numpy(given, drawn), rtol=1e-9)
        if warm:
            warm_heap()
        ours, numpy = medians(45, lambda: in_a_plan(plan, drawn), lambda: in_numpy(given, drawn))
        tracemalloc.start()
        in_a_plan(plan, drawn)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return ours, numpy, peak

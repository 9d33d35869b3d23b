"""Inputs measured farthest from the plan, and the measure that each of them moves most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..formula.states import states_of
from ..formula.values import NUMBER, Floats, Values
from ..model.inputs import Cell, cell_label, held, layered
from ..model.plan import Plan
from ..model.scenarios import ACTUAL

FAR = 0.05
"""Relative difference from which an input counts as far from the plan."""
MOST_TRIED = 64


@dataclass(frozen=True, slots=True)
class Gap:
    """An input that was measured otherwise than planned.

    `relative` is the difference in parts of what was planned; `row` is the measure it moves most when it alone is as
    measured, and `moved` how far, in parts of that measure's value.
    """

    cell: Cell
    label: str
    planned: float
    actual: float
    relative: float
    row: int
    moved: float


def largest_gaps(plan: Plan, results: str, most: int) -> tuple[Gap, ...]:
    """The inputs under *Actual* that differ most from the plan and move a measure, the farthest first.

    `results` is the column of the measures' values. Inputs that differ by less than FAR, hold no number or were
    planned as 0 are left out; the MOST_TRIED farthest are tried, all in one pass.
    """
    layer = plan.scenarios.layer(ACTUAL)
    far = []
    for cell, stored in layer.items():
        planned = held(plan, cell)
        if type(stored) is float and type(planned) is float and planned and _is_amount(plan, cell):
            relative = (stored - planned) / abs(planned)
            if abs(relative) >= FAR:
                far.append((cell, planned, stored, relative))
    far.sort(key=lambda entry: -abs(entry[3]))
    return _with_measures(plan, results, far[:MOST_TRIED])[:most]


def _is_amount(plan: Plan, cell: Cell) -> bool:
    return plan.structure.places[cell.node].kind.name not in ("Date", "Reference")


def _with_measures(plan: Plan, results: str, far: Sequence[tuple[Cell, float, float, float]]) -> tuple[Gap, ...]:
    if not far:
        return ()
    inputs = layered(plan, [{cell: stored} for cell, _, stored, _ in far])
    under = plan.calculation.cases(inputs, [results])[results]
    now, then = _numbers(plan.values(results)), _numbers(under)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.nan_to_num((then - now) / np.abs(now), posinf=0.0, neginf=0.0)
    ids = plan.sheet(results.partition("[")[0]).ids
    found = []
    for case, (cell, planned, stored, relative) in enumerate(far):
        place = int(np.argmax(np.abs(moved[case]))) if ids else 0
        if ids and not math.isclose(moved[case, place], 0.0, abs_tol=1e-12):
            change = float(moved[case, place])
            found.append(Gap(cell, cell_label(plan, cell), planned, stored, relative, ids[place], change))
    return tuple(found)


def _numbers(values: Values) -> Floats:
    """Numbers, NaN where there is none."""
    states = np.broadcast_to(states_of(values), values.numbers.shape)
    return np.where(states == NUMBER, values.numbers, math.nan)

"""Figures and columns of a plan under many cases of changed inputs, evaluated in one vectorised pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..formula.errors import PlanError
from ..formula.values import BOOLEAN, EMPTY, NUMBER, Values
from ..model.plan import Plan
from ..model.progress import Progress, unwatched


def evaluate_cases(
    plan: Plan,
    inputs: Mapping[str, npt.ArrayLike],
    targets: Sequence[str],
    progress: Progress = unwatched,
) -> dict[str, npt.NDArray[np.float64]]:
    """Targets under cases of numeric inputs.

    Inputs and results are (cases, rows) for columns and (cases,) for Names; NaN is an empty cell going in, and a
    cell without a number coming out. PlanError for unknown nodes, computed inputs and wrong shapes.
    """
    given = {_input_node(plan, text): np.asarray(array, dtype=np.float64) for text, array in inputs.items()}
    values = {node: _case_values(plan, node, array) for node, array in given.items()}
    wanted = {text: _known(plan, text) for text in targets}
    found = plan.calculation.cases(values, list(wanted.values()), progress)
    return {text: _numbers(plan, node, found[node]) for text, node in wanted.items()}


def _known(plan: Plan, text: str) -> str:
    node = plan.structure.node_name(text)
    if node is None or node not in plan.structure.places:
        raise PlanError(f"There is no column or Name {text}. Write a column as Sheet_name[Column].")
    return node


def _input_node(plan: Plan, text: str) -> str:
    node = _known(plan, text)
    if plan.formula(node) is not None:
        raise PlanError(f"{node} is computed and cannot be given. Give its inputs instead.")
    return node


def _case_values(plan: Plan, node: str, array: npt.NDArray[np.float64]) -> Values:
    place = plan.structure.places[node]
    rows = 1 if place.column is None else len(plan.rows[place.worksheet])
    shaped = array.reshape(-1, 1) if place.column is None else np.atleast_2d(array)
    if shaped.shape[1] != rows:
        raise PlanError(f"{node} has {rows} rows, but the cases give {shaped.shape[1]}.")
    blank = np.isnan(shaped)
    if not blank.any():
        return Values(shaped)
    return Values(np.where(blank, 0.0, shaped), np.where(blank, EMPTY, NUMBER).astype(np.uint8))


def _numbers(plan: Plan, node: str, values: Values) -> npt.NDArray[np.float64]:
    numbers = values.numbers
    if values.states is not None:
        numeric = (values.states == NUMBER) | (values.states == BOOLEAN)
        numbers = np.where(numeric, numbers, np.nan)
    return numbers[:, 0] if plan.structure.places[node].column is None else numbers

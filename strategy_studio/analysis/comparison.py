"""Scenarios and closed rounds side by side, and cell by cell against the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..formula.values import EMPTY, Values, scalar
from ..model.inputs import Cell, cell_label, is_input, python_value
from ..model.plan import Plan
from ..model.rounds import OPEN_ROUND, PLAN, ClosedRound, round_named


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell or Name under a scenario: `worksheet` is its title ("" for a Name), `name` the column's or the Name.

    `plan` and `scenario` are its Python values; `label` is what people call it; `typed` tells inputs from results.
    """

    worksheet: str
    row: int | None
    name: str
    label: str
    plan: Any
    scenario: Any
    typed: bool


@dataclass(frozen=True, slots=True)
class RoundDifference:
    """One cell or Name that two rounds hold differently; None where its row or column was not there."""

    worksheet: str
    row: int | None
    name: str
    label: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells side by side: `values[target][title]` as Python values, `numbers` the same, NaN where there is none."""

    titles: tuple[str, ...]
    labels: tuple[str, ...]
    targets: tuple[Cell, ...]
    values: tuple[tuple[Any, ...], ...]
    numbers: npt.NDArray[np.float64] = field(compare=False)


def compare(plan: Plan, scenarios: Sequence[str], targets: Sequence[Cell]) -> Comparison:
    """The plan and any number of scenarios, evaluated in one vectorised pass; PlanError for an unknown scenario."""
    wanted = list(dict.fromkeys(name.strip() for name in scenarios if name.strip()))
    names = ["", *wanted]
    found = plan.scenario_values(names, [cell.node for cell in targets])
    values = tuple(
        tuple(python_value(plan, cell, found[cell.node], case) for case in range(len(names))) for cell in targets
    )
    titles = [plan.scenarios[name].name if name in plan.scenarios else name for name in wanted]
    return _comparison(plan, (PLAN, *titles), targets, values)


def compare_rounds(plan: Plan, rounds: Sequence[str], targets: Sequence[Cell]) -> Comparison:
    """Closed rounds, as they were measured, and the open one ("") side by side; PlanError for an unknown round."""
    found = [round_named(plan.closed, name) if name.strip() else None for name in rounds]
    values = tuple(tuple(_value_in(plan, closed, cell) for closed in found) for cell in targets)
    return _comparison(plan, tuple(closed.name if closed else OPEN_ROUND for closed in found), targets, values)


def _comparison(
    plan: Plan, titles: tuple[str, ...], targets: Sequence[Cell], values: tuple[tuple[Any, ...], ...]
) -> Comparison:
    numbers = [[float(cell) if isinstance(cell, float) else np.nan for cell in row] for row in values]
    array = np.array(numbers, dtype=np.float64).reshape(len(targets), len(titles))
    return Comparison(titles, tuple(cell_label(plan, cell) for cell in targets), tuple(targets), values, array)


def _value_in(plan: Plan, closed: ClosedRound | None, cell: Cell) -> Any:
    """A cell as a closed round (None: the open one) holds it; None when its row was not there."""
    if closed is None:
        return python_value(plan, cell)
    if cell.row is None:
        return plan.python_value(cell.node, scalar(closed.values(cell.node, is_name=True), plan.texts))
    rows = closed.ids.get(cell.node.partition("[")[0], [])
    if cell.row not in rows:
        return None
    return plan.python_value(cell.node, scalar(closed.values(cell.node), plan.texts, rows.index(cell.row)))


def differences(plan: Plan, scenario: str, results: Iterable[str] | None = ()) -> tuple[Difference, ...]:
    """What a scenario holds differently, cell by cell in declared order: its inputs, and the results asked for.

    `results` are computed columns and Figures by node; None takes all of them.
    """
    changed = plan.scenarios.results(scenario)
    wanted = None if results is None else set(results)
    labels = _Labels(plan)
    found: list[Difference] = []
    for node in plan.structure.places:
        typed = is_input(plan, Cell(node))
        if node in changed and (typed or wanted is None or node in wanted):
            now, then = _Stood(plan.values(node), _rows_now(plan, node)), _Stood(changed[node], _rows_now(plan, node))
            found += [
                Difference(*labels.of(node, row), now.value(plan, node, at), then.value(plan, node, to), typed)
                for row, at, to in _pairs(now, then)
            ]
    return tuple(found)


def round_differences(
    plan: Plan, first: str, second: str = "", nodes: Iterable[str] | None = None
) -> tuple[RoundDifference, ...]:
    """What two rounds hold differently, cell by cell, rows matched by their ids; "" is the open round.

    `nodes` are columns and Names, None takes all that either round knows. PlanError for an unknown round.
    """
    rounds = [round_named(plan.closed, name) if name.strip() else None for name in (first, second)]
    known = dict.fromkeys(node for closed in rounds for node in (closed.cells if closed else plan.structure.places))
    wanted = None if nodes is None else set(nodes)
    labels = _Labels(plan, [closed for closed in rounds if closed])
    found: list[RoundDifference] = []
    for node in known:
        if wanted is None or node in wanted:
            one, other = (_stood(plan, closed, node) for closed in rounds)
            found += [
                RoundDifference(*labels.of(node, row), one.value(plan, node, at), other.value(plan, node, to))
                for row, at, to in _pairs(one, other)
            ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stood:
    """The cells of a node at one time, of one case, and their row ids; a Name has the one row None."""

    values: Values
    rows: list[int | None]

    @property
    def states(self) -> npt.NDArray[np.uint8]:
        """The state of every cell."""
        shape = self.values.numbers.shape
        found = self.values.states
        return np.zeros(shape[1], np.uint8) if found is None else np.broadcast_to(found, shape)[0]

    def value(self, plan: Plan, node: str, at: int | None) -> Any:
        """A cell as a Python value; None where there is none. A node that is gone has no kind any more."""
        cell = None if at is None else scalar(self.values, plan.texts, at)
        return plan.python_value(node, cell) if node in plan.structure.places else cell


def _rows_now(plan: Plan, node: str) -> list[int | None]:
    place = plan.structure.places[node]
    return [None] if place.column is None else plan.rows[place.worksheet].ids.tolist()


def _stood(plan: Plan, closed: ClosedRound | None, node: str) -> _Stood:
    worksheet, bracket, _ = node.partition("[")
    if closed is not None:
        rows: list[int | None] = [*closed.ids.get(worksheet, [])] if bracket else [None]
        return _Stood(closed.values(node, is_name=not bracket), rows)
    if node not in plan.structure.places:
        return _Stood(Values(np.zeros((1, 0))), [])
    return _Stood(plan.values(node), _rows_now(plan, node))


def _pairs(one: _Stood, other: _Stood) -> list[tuple[int | None, int | None, int | None]]:
    """(row, place in one, place in the other) of every cell that differs; what is filled on one side only differs."""
    places = {row: at for at, row in enumerate(other.rows)}
    matched = np.array([places.get(row, -1) for row in one.rows], dtype=np.intp)
    differs = one.states != EMPTY
    both = np.flatnonzero(matched >= 0)
    to = matched[both]
    numbers, states = one.values.numbers[0], one.states
    differs[both] = (numbers[both] != other.values.numbers[0, to]) | (states[both] != other.states[to])
    found: list[tuple[int | None, int | None, int | None]] = [
        (one.rows[at], at, int(matched[at]) if matched[at] >= 0 else None) for at in np.flatnonzero(differs).tolist()
    ]
    known = set(one.rows)
    filled = other.states != EMPTY
    return found + [(row, None, at) for at, row in enumerate(other.rows) if row not in known and filled[at]]


class _Labels:
    """What worksheets, rows and Names are called, those of rounds where they are gone."""

    def __init__(self, plan: Plan, rounds: Sequence[ClosedRound] = ()) -> None:
        self._plan = plan
        self._rounds = rounds
        self._rows: dict[str, dict[int, str]] = {}

    def of(self, node: str, row: int | None) -> tuple[str, int | None, str, str]:
        """Worksheet title, row, column title or Name, and all of it in words."""
        worksheet, bracket, rest = node.partition("[")
        if not bracket or row is None:
            return "", None, node, node.replace("_", " ")
        declared = self._plan.structure.worksheets.get(worksheet)
        title = declared.title if declared else worksheet.replace("_", " ")
        column = rest.removesuffix("]")
        return title, row, column, f"{column} of {self._row(worksheet, row)}"

    def _row(self, worksheet: str, row: int) -> str:
        known = self._rows.get(worksheet)
        if known is None:
            known = self._rows[worksheet] = {}
            for closed in self._rounds:
                known.update(zip(closed.ids.get(worksheet, []), self._then(closed, worksheet), strict=True))
            if worksheet in self._plan.rows:
                sheet = self._plan.sheet(worksheet)
                known.update(zip(sheet.ids, sheet.key_labels(), strict=True))
        return known.get(row, f"row {row}")

    def _then(self, closed: ClosedRound, worksheet: str) -> list[str]:
        """What the rows of a worksheet were called when a round was closed."""
        declared = self._plan.structure.worksheets.get(worksheet)
        keys = [f"{worksheet}[{column.title}]" for column in declared.keys] if declared else []
        columns = [closed.values(key) for key in keys]
        found = []
        for at in range(len(closed.ids.get(worksheet, []))):
            texts = [scalar(values, self._plan.texts, at) for values in columns]
            found.append(" / ".join(str(text) for text in texts if text) or f"row {at + 1}")
        return found

"""Single cells under cases of other single cells: what every analysis of sensitivity asks of the plan."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..formula.errors import PlanError
from ..formula.layout import empty_cells
from ..formula.values import BOOLEAN, EMPTY, NUMBER, Floats, Values
from ..model import kinds
from ..model.columns import Kind
from ..model.explain import currency_of
from ..model.inputs import Cell, cell_label, held, input_cells, is_input, is_number, place_of, upstream_inputs
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from ..model.structure import declared_type

FIRST_DAY, LAST_DAY = 61.0, 2_958_465.0
"""1900-03-01 and 9999-12-31, the days that a date can be (rules.md 1.4)."""


def varied_cells(
    plan: Plan, targets: Sequence[Cell], cells: Iterable[Cell] | None, dates: bool = False
) -> list[Cell]:  # fmt: skip
    """The cells as inputs that hold numbers; None means all such inputs that the targets rest on.

    PlanError for a computed cell, for one that holds no number and, unless `dates` may be named too, for a date.
    """
    if cells is None:
        return [cell for cell in input_cells(plan, upstream_inputs(plan, targets)) if is_number(plan, cell)]
    chosen = list(cells)
    for cell in chosen:
        if not is_input(plan, cell):
            raise PlanError(f"{cell_label(plan, cell)} is computed and cannot be varied. Choose one of its inputs.")
        if is_date(plan, cell):
            if dates:
                continue
            raise PlanError(
                f"{cell_label(plan, cell)} is a date, which is neither drawn nor sought. "
                "Vary it by days with sensitivity, or list dates in a table."
            )
        if not is_number(plan, cell):
            raise PlanError(f"{cell_label(plan, cell)} holds no number to vary. Type one first.")
    return chosen


def is_date(plan: Plan, cell: Cell) -> bool:
    """Whether an input holds a day, which can be moved by days."""
    return kind_of(plan, cell).name == "Date" and type(held(plan, cell)) is float


def measurable(plan: Plan, targets: Sequence[Cell]) -> None:
    """PlanError when nothing is asked about, or a cell that holds a text whatever its inputs are."""
    if not targets:
        raise PlanError("Nothing is asked about yet. Name at least one figure.")
    for cell in targets:
        checked = plan.structure.checked.get(cell.node)
        if (declared_type(kind_of(plan, cell)) if checked is None else checked.fact.type) == "text":
            raise PlanError(f"{cell_label(plan, cell)} is no number. Ask about one of the numbers it is made from.")


def held_number(plan: Plan, cell: Cell) -> float:
    """The number that an input of `varied_cells` holds."""
    stored = held(plan, cell)
    assert isinstance(stored, float)
    return stored


def kind_of(plan: Plan, cell: Cell) -> Kind:
    """The kind of the cell's column or Name."""
    return plan.structure.places[cell.node].kind


def within_limits(kind: Kind, numbers: Floats) -> Floats:
    """Numbers that a kind takes: scores cut to their range, whole numbers rounded, days within the calendar."""
    if kind.name == "Date":
        return np.clip(np.round(numbers), FIRST_DAY, LAST_DAY)
    if kind.name == "Whole number":
        return np.round(numbers)
    if kind.low is not None and kind.high is not None:
        return np.clip(numbers, kind.low, kind.high)
    return numbers


def shown(plan: Plan, cell: Cell, number: float | None) -> str:
    """A number of a cell as sentences and labels write it: by its kind, without digits that nobody reads."""
    if number is None:
        return "no value"
    place = plan.structure.places[cell.node]
    if place.column is not None:
        style = place.column.format
    else:
        style = plan.figures[cell.node].format if cell.node in plan.figures else ""
    kind, large = place.kind, abs(number) >= 1000
    if kind.name == "Date":
        return kinds.show(kind, style, number)
    if style.endswith("%") or (kind.name == "Percent" and not style):
        return kinds.show(kind, style, number)
    money = style == "money" or (kind.name == "Money" and not style)
    currency = currency_of(plan) if money else ""
    if large and style != "date":
        text = kinds.show(kind, "whole", number)
        return f"{currency}\u00a0{text}" if currency else text
    rounded = number if style or kind.name == "Money" else float(f"{number:.4g}")
    return kinds.show(kind, style, rounded, currency)


def stated(plan: Plan, cell: Cell, number: float) -> str:
    """A number that somebody stated for a cell: as `shown`, with all its digits where that would round some away."""
    text = shown(plan, cell, number)
    exact = number * 100 if text.endswith("%") else number
    digits = re.sub(r"[^\d.]", "", text)
    if kind_of(plan, cell).name == "Date" or not digits or math.isclose(float(digits), abs(exact), rel_tol=1e-12):
        return text
    begin, end = re.match(r"[^\d]*", text), re.search(r"[^\d]*$", text)
    assert begin and end
    return f"{begin[0]}{abs(exact):,.12g}{end[0]}"


@dataclass(frozen=True)
class CellCases:
    """Target cells of a plan as a function of input cells: prepared once, evaluated for any number of cases."""

    plan: Plan
    inputs: tuple[Cell, ...]
    targets: tuple[Cell, ...]

    @cached_property
    def path(self) -> list[str]:
        """The nodes that lie between inputs and targets, in order."""
        nodes = dict.fromkeys(cell.node for cell in self.inputs)
        return self.plan.calculation.between(nodes, [cell.node for cell in self.targets])

    @cached_property
    def _unread(self) -> dict[str, list[str]]:
        return self.plan.calculation.last_read(self.path, [cell.node for cell in self.targets])

    @cached_property
    def at_once(self) -> int:
        """How many cases stay in the cache."""
        return self.plan.calculation.cases_at_once(self.path)

    @cached_property
    def _columns(self) -> dict[str, tuple[list[int], list[int]]]:
        """For each input node the places of its cells, and where they stand among the inputs."""
        columns: dict[str, tuple[list[int], list[int]]] = {}
        for number, cell in enumerate(self.inputs):
            places, numbers = columns.setdefault(cell.node, ([], []))
            places.append(place_of(self.plan, cell))
            numbers.append(number)
        return columns

    def evaluate(self, cases: Floats, progress: Progress = unwatched) -> Values:
        """The targets, shape (cases done, targets), for inputs of shape (cases, inputs).

        `progress` is called with the fraction done and stops the work by giving False.
        """
        parts, count = [], len(cases)
        for start in range(0, count, self.at_once):
            block = cases[start : start + self.at_once]
            values = self.plan.calculation.under(self.path, self.given(block), self._unread)
            parts.append(self.cells(values, len(block)))
            if not progress(min(1.0, (start + self.at_once) / count)):
                break
        return stacked(parts, len(self.targets))

    def numbers(self, cases: Floats, progress: Progress = unwatched) -> Floats:
        """As `evaluate`, NaN where a target has no number."""
        return numeric(self.evaluate(cases, progress))

    def given(self, cases: Floats) -> dict[str, Values]:
        """The input columns with the cells of each case in their places."""
        return {
            node: with_cells(self.plan.values(node), places, cases.T[numbers].T)
            for node, (places, numbers) in self._columns.items()
        }

    def cells(self, values: Mapping[str, Values], count: int) -> Values:
        """The target cells out of the values of their nodes, shape (count, targets)."""
        numbers = np.empty((count, len(self.targets)))
        states = np.zeros(numbers.shape, dtype=np.uint8)
        for at, cell in enumerate(self.targets):
            place, found = self._places[at], values.get(cell.node)
            if found is None:
                found = self.plan.values(cell.node)
            numbers[:, at] = found.numbers[:, place]
            if found.states is not None:
                states[:, at] = found.states[:, place if found.states.shape[1] > 1 else 0]
        return Values(numbers, states)

    @cached_property
    def _places(self) -> list[int]:
        return [place_of(self.plan, cell) for cell in self.targets]


def with_cells(column: Values, places: Sequence[int], cells: Floats) -> Values:
    """A column with the cells (cases, places) in their places; column and cells have the same cases, or one of them."""
    numbers: Floats = empty_cells((max(len(cells), len(column.numbers)), column.numbers.shape[1]))
    numbers[...] = column.numbers
    numbers.T[places] = cells.T
    if column.states is None:
        return Values(numbers)
    states = np.broadcast_to(column.states, column.numbers.shape).copy()
    states[:, places] = NUMBER
    return Values(numbers, states if states.any() else None)


def stacked(parts: Sequence[Values], targets: int) -> Values:
    """Blocks of cases one after the other; shape (0, targets) for none."""
    if not parts:
        return Values(np.zeros((0, targets)), np.zeros((0, targets), dtype=np.uint8))
    states = [part.states for part in parts if part.states is not None]
    return Values(np.concatenate([part.numbers for part in parts]), np.concatenate(states))


def numeric(values: Values) -> Floats:
    """The numbers (a boolean is 1 or 0), NaN in every cell that is empty, a text or an error."""
    if values.states is None:
        return values.numbers
    return np.where((values.states == NUMBER) | (values.states == BOOLEAN), values.numbers, np.nan)


def missing_counts(states: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """How many cells are empty or texts, and how many are errors."""
    errors = int((states > EMPTY).sum())
    return int(((states != NUMBER) & (states != BOOLEAN)).sum()) - errors, errors


def one_at_a_time(
    plan: Plan,
    trials: Sequence[tuple[Cell, Floats]],
    targets: Sequence[Cell],
    progress: Progress = unwatched,
) -> list[Floats]:
    """For each trial (a cell and the numbers it takes, all else held) the targets, shape (numbers, targets).

    Vectorised over trials: a block holds many of them and evaluates only what lies downstream of its own cells.
    Trials that were not done when `progress` gave False are left out of the end of the list.
    """
    found: list[Floats] = []
    for block in _blocks(trials):
        ends = np.cumsum([len(numbers) for _, numbers in block])
        cells = list(dict.fromkeys(cell for cell, _ in block))
        place = {cell: at for at, cell in enumerate(cells)}
        cases = np.tile([held_number(plan, cell) for cell in cells], (int(ends[-1]), 1))
        for (cell, numbers), end in zip(block, ends, strict=True):
            cases[end - len(numbers) : end, place[cell]] = numbers
        results = CellCases(plan, tuple(cells), tuple(targets)).numbers(cases)
        found += np.split(results, ends[:-1])
        if not progress(len(found) / len(trials)):
            break
    return found


CASES_IN_A_BLOCK = 1024


def _blocks(trials: Sequence[tuple[Cell, Floats]]) -> Iterable[list[tuple[Cell, Floats]]]:
    """Trials in order, so many together that a block has enough cases and not too many input cells."""
    block: list[tuple[Cell, Floats]] = []
    size = 0
    for trial in trials:
        block.append(trial)
        size += len(trial[1])
        if size >= CASES_IN_A_BLOCK or len(block) >= CASES_IN_A_BLOCK // 4:
            yield block
            block, size = [], 0
    if block:
        yield block


def base_numbers(plan: Plan, cells: Sequence[Cell]) -> Floats:
    """What the cells hold now, NaN where there is no number."""
    found: Floats = CellCases(plan, (), tuple(cells)).numbers(np.zeros((1, 0)))[0]
    return found

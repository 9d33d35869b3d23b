"""One- and two-way tables: what figures become for listed values of one input, or of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..formula.errors import PlanError
from ..formula.values import Values
from ..model import kinds
from ..model.columns import StoredValue
from ..model.inputs import Cell, Layer, cell_label, held, is_input, layered, python_value
from ..model.plan import Plan
from ..model.structure import key_target
from .single_cells import shown

MOST_CASES = 10_000


@dataclass(frozen=True, slots=True)
class OneWay:
    """Targets for each value of one input: `results[value][target]`, Python values as the plan gives them.

    `texts` are the values as people write them; `held` is the place of the value the plan holds, None when not listed.
    """

    cell: Cell
    label: str
    values: tuple[StoredValue, ...]
    texts: tuple[str, ...]
    held: int | None
    targets: tuple[Cell, ...]
    target_labels: tuple[str, ...]
    results: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """One target for each pair of values of two inputs: `results[value][other value]`; names as in OneWay."""

    cell: Cell
    label: str
    values: tuple[StoredValue, ...]
    texts: tuple[str, ...]
    held: int | None
    other: Cell
    other_label: str
    other_values: tuple[StoredValue, ...]
    other_texts: tuple[str, ...]
    other_held: int | None
    target: Cell
    target_label: str
    results: tuple[tuple[Any, ...], ...]


def one_way(plan: Plan, cell: Cell, values: Sequence[object], targets: Sequence[Cell]) -> OneWay:
    """The targets with the cell at each of the values, all else as it is.

    Values are those the cell takes (rules.md 1.3): numbers, words of a choice, keys of a reference. PlanError for a
    computed cell and for a value it does not take.
    """
    stored = _read(plan, cell, values)
    found = _evaluated(plan, [{cell: value} for value in stored], targets)
    results = tuple(
        tuple(python_value(plan, target, found[target.node], case) for target in targets) for case in range(len(stored))
    )
    return OneWay(
        cell, cell_label(plan, cell), stored, _texts(plan, cell, stored), _held(plan, cell, stored),
        tuple(targets), tuple(cell_label(plan, target) for target in targets), results,
    )  # fmt: skip


def two_way(
    plan: Plan, cell: Cell, values: Sequence[object], other: Cell, other_values: Sequence[object], target: Cell
) -> TwoWay:
    """The target with two different cells at each pair of values; refused as `one_way` refuses."""
    if cell == other:
        raise PlanError(f"{cell_label(plan, cell)} stands on both sides of the table. Choose two different inputs.")
    down, across = _read(plan, cell, values), _read(plan, other, other_values)
    found = _evaluated(plan, [{cell: one, other: two} for one in down for two in across], [target])
    results = tuple(
        tuple(python_value(plan, target, found[target.node], row * len(across) + at) for at in range(len(across)))
        for row in range(len(down))
    )
    return TwoWay(
        cell, cell_label(plan, cell), down, _texts(plan, cell, down), _held(plan, cell, down),
        other, cell_label(plan, other), across, _texts(plan, other, across), _held(plan, other, across),
        target, cell_label(plan, target), results,
    )  # fmt: skip


def _evaluated(plan: Plan, layers: Sequence[Layer], targets: Sequence[Cell]) -> dict[str, Values]:
    if not 0 < len(layers) <= MOST_CASES:
        raise PlanError(f"A table takes from 1 to {MOST_CASES:,} cells, not {len(layers):,}. List other values.")
    return plan.calculation.cases(layered(plan, layers), [target.node for target in targets])


def _read(plan: Plan, cell: Cell, values: Sequence[object]) -> tuple[StoredValue, ...]:
    """The values as the cell stores them."""
    label = cell_label(plan, cell)
    if not is_input(plan, cell):
        raise PlanError(f"{label} is computed and cannot be given. Choose one of its inputs.")
    kind = plan.structure.places[cell.node].kind
    stored = [kinds.read(kind, value, label) for value in values]
    if kind.name == "Reference":
        sheet = plan.sheet(key_target(plan.structure, kind.target)[0])
        rows = [None if text is None else sheet.row_of(str(text)) for text in stored]
        for text, row in zip(stored, rows, strict=True):
            if text is not None and row is None:
                raise PlanError(f"{label} does not take “{text}”: {sheet.title} has no such row. Add it there first.")
        stored = [None if row is None else float(row) for row in rows]
    return tuple(stored)


def _texts(plan: Plan, cell: Cell, stored: Sequence[StoredValue]) -> tuple[str, ...]:
    kind = plan.structure.places[cell.node].kind
    if kind.name == "Reference":
        sheet = plan.sheet(key_target(plan.structure, kind.target)[0])
        return tuple("empty" if row is None else sheet.key_text(int(float(row))) for row in stored)
    return tuple(
        "empty" if value is None
        else shown(plan, cell, value) if type(value) is float
        else kinds.show(kind, "", value)
        for value in stored
    )  # fmt: skip


def _held(plan: Plan, cell: Cell, stored: Sequence[StoredValue]) -> int | None:
    now = held(plan, cell)
    return next((place for place, value in enumerate(stored) if value == now and type(value) is type(now)), None)

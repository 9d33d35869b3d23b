"""Random changed inputs of every kind, laid over a plan as scenarios and, to compare, really set in it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.formula.values import Values, scalar
from strategy_studio.model.columns import Kind
from strategy_studio.model.inputs import Cell
from strategy_studio.model.plan import Plan
from strategy_studio.model.structure import key_target
from tests.model.walks import state_of

Typed = dict[Cell, Any]
"""What a user types into cells, a Reference as the text of the key it names."""
_WORDS = ("Alpha", "beta", "Größe", "0", "~*?", "Homes")


def edit(plan: OpenPlan, scenario: str, worksheet: str, key: str, column: str, value: object) -> None:
    """Type a value under a scenario."""
    plan.scenario(scenario).worksheet(worksheet).set(plan.worksheet(worksheet).row(key), column, value)


def layer(plan: OpenPlan, scenario: str) -> dict[Cell, Any]:
    """The changed cells of a scenario."""
    return plan.plan.scenarios[scenario].layer


def refused(plan: OpenPlan, call: Callable[[], object], words: str) -> None:
    """The call is refused in these words and changes nothing."""
    before, steps = state_of(plan.plan), len(plan.history())
    with pytest.raises(studio.PlanError, match=words):
        call()
    assert state_of(plan.plan) == before and len(plan.history()) == steps


def input_cells(plan: Plan) -> list[Cell]:
    """Every input cell that a scenario may change, and every Parameter."""
    found = [Cell(name) for name in plan.parameters]
    for name, sheet in plan.structure.worksheets.items():
        columns = [column for column in sheet.columns if not column.formula and not column.key]
        found += [Cell(f"{name}[{column.title}]", int(row)) for column in columns for row in plan.rows[name].ids]
    return found


def typed_value(plan: Plan, kind: Kind, chance: random.Random) -> Any:
    """A value that a cell of this kind takes; now and then none."""
    if chance.random() < 0.15:
        return None
    match kind.name:
        case "Choice":
            return chance.choice(kind.choices)
        case "Reference":
            target, key = key_target(plan.structure, kind.target)
            keys = [text for text in plan.sheet(target).column(key.title) if text]
            return chance.choice(keys) if keys else None
        case "Date":
            return date(2026, 1, 31) + timedelta(days=chance.randrange(1000))
        case "Yes/No":
            return chance.random() < 0.5
        case "Text" | "Long text" | "Link":
            return chance.choice(_WORDS)
        case "Score":
            return float(chance.randint(math.ceil(kind.low or 0), math.floor(kind.high or 0)))
        case "Whole number":
            return float(chance.choice((0, 1, 2, 3, 12, -1)))
        case "Percent":
            return chance.choice((0.0, 0.05, 0.5, 1.0, -0.2, 0.87))
    return chance.choice((0.0, 1.0, -3.5, 2.25, 1e6, 40.0))


def random_layer(plan: Plan, chance: random.Random, cells: list[Cell], size: int) -> Typed:
    """Some of the cells with new values."""
    chosen = chance.sample(cells, min(size, len(cells)))
    return {cell: typed_value(plan, plan.structure.places[cell.node].kind, chance) for cell in chosen}


def lay(plan: OpenPlan, scenario: str, typed: Typed) -> None:
    """Type all of it under a scenario, as one step."""
    with plan.change(f"Lay {scenario}"):
        for cell, value in typed.items():
            if cell.row is None:
                plan.scenario(scenario).set(cell.node, value)
            else:
                worksheet, _, column = cell.node.partition("[")
                plan.scenario(scenario).worksheet(worksheet).set(cell.row, column[:-1], value)


def really_set(plan: OpenPlan, typed: Typed) -> None:
    """Type all of it into the plan, as one step."""
    with plan.change("Really set"):
        for cell, value in typed.items():
            if cell.row is None:
                plan.set(cell.node, value)
            else:
                worksheet, _, column = cell.node.partition("[")
                plan.worksheet(worksheet).set(cell.row, column[:-1], value)


def cells_of(plan: Plan, node: str, values: Values, case: int) -> list[Any]:
    """One case of a node as Python values."""
    place = plan.structure.places[node]
    rows = 1 if place.column is None else len(plan.rows[place.worksheet])
    return [scalar(values, plan.texts, row, case) for row in range(rows)]


def unequal(one: list[Any], other: list[Any]) -> bool:
    """Whether cells differ by more than rounding."""
    return len(one) != len(other) or not all(map(_equal, one, other))


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and bool(one == other)

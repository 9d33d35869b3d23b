"""Random editing of a real plan: what a walk may do, and the whole state of a plan as plain data."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from strategy_studio.api import OpenPlan
from strategy_studio.formula.errors import PlanError
from strategy_studio.formula.values import scalar
from strategy_studio.model.plan import Plan
from strategy_studio.model.scenario_changes import ResetScenarioCells

State = dict[str, Any]


def state_of(plan: Plan) -> State:
    """Every row id, cell and Name; the cells of every scenario and what follows from them; every closed round."""
    found: State = {f"rows of {name}": sheet.ids for name, sheet in plan.sheets.items()}
    for node, place in plan.structure.places.items():
        rows = len(plan.rows[place.worksheet]) if place.column is not None else 1
        found[node] = [scalar(plan.values(node), plan.texts, row) for row in range(rows)]
    for name, scenario in plan.scenarios.items():
        layer = sorted((cell.node, cell.row or 0, repr(stored)) for cell, stored in scenario.layer.items())
        found[f"scenario {scenario.key}"] = (name, scenario.note, scenario.round, layer, _under(plan, name))
    for closed in plan.rounds:
        found[f"round {closed.number}"] = (closed.name, closed.cells, closed.actual, closed.measured)
    return found


def _under(plan: Plan, scenario: str) -> dict[str, list[Any]]:
    """Every cell and Name that a scenario changes, or that rests on one."""
    changed = plan.scenarios.results(scenario)
    return {
        node: [scalar(values, plan.texts, row) for row in range(values.numbers.shape[1])]
        for node, values in changed.items()
    }


def walk(plan: OpenPlan, seed: int, steps: int) -> int:
    """Carry out random edits; gives how many were done (a refusal changes nothing and does not count)."""
    chance = random.Random(seed)
    done = 0
    for step in range(steps):
        try:
            chance.choice(ACTIONS)(plan, chance, step)
            done += 1
        except PlanError:
            pass
    return done


def _insert(plan: OpenPlan, chance: random.Random, step: int) -> None:
    title, cells = chance.choice(_ROWS)
    sheet = plan.worksheet(title)
    key = next((column for column in cells if cells[column] == "?"), "")
    rows = sheet.rows()
    before = chance.choice(rows) if rows and chance.random() < 0.4 else None
    sheet.insert({**cells, key: f"{title} {step}"} if key else cells, before)


def _remove(plan: OpenPlan, chance: random.Random, step: int) -> None:
    sheet = plan.worksheet(chance.choice(_ROWS)[0])
    sheet.remove(chance.choice(sheet.rows() or [0]))


def _set(plan: OpenPlan, chance: random.Random, step: int) -> None:
    title, column, values = chance.choice(_CELLS)
    sheet = plan.worksheet(title)
    value = chance.choice(values)
    if value == "a segment":
        value = chance.choice([*plan.worksheet("Segments").column("Segment"), None])
    sheet.set(chance.choice(sheet.rows() or [0]), column, value)


def _move(plan: OpenPlan, chance: random.Random, step: int) -> None:
    sheet = plan.worksheet("Segments")
    rows = sheet.rows() or [0]
    sheet.move(chance.choice(rows), chance.choice([*rows, None]))


def _duplicate(plan: OpenPlan, chance: random.Random, step: int) -> None:
    sheet = plan.worksheet(chance.choice(("Segments", "Acquisition economics")))
    sheet.duplicate(chance.choice(sheet.rows() or [0]))


def _rename(plan: OpenPlan, chance: random.Random, step: int) -> None:
    sheet = plan.worksheet("Segments")
    sheet.set(chance.choice(sheet.rows() or [0]), "Segment", f"Renamed {step}")


def _parameter(plan: OpenPlan, chance: random.Random, step: int) -> None:
    plan.set("Discount_rate", chance.choice((None, 0.05, 0.0, "12 %")))


def _together(plan: OpenPlan, chance: random.Random, step: int) -> None:
    with plan.change("Several"):
        for action in (_insert, _set, _set, _rename):
            action(plan, chance, step)


def _own_column(plan: OpenPlan, chance: random.Random, step: int) -> None:
    sheet = plan.worksheet("Segments")
    own = [title for title in sheet.columns if title.startswith("Own ")]
    what = chance.random()
    if what < 0.4 or not own:
        formula = chance.choice(("", "[@Revenue]/[@Customers]", *(f"[@{title}]*2" for title in own)))
        sheet.add_column(f"Own {step}", "Number", formula)
    elif what < 0.6:
        sheet.rename_column(chance.choice(own), f"Own new {step}")
    elif what < 0.8:
        sheet.remove_column(chance.choice(own))
    else:
        sheet.set(chance.choice(sheet.rows() or [0]), chance.choice(own), float(step))


def _figure(plan: OpenPlan, chance: random.Random, step: int) -> None:
    plan.add_figure(f"Own_{step}", chance.choice(("SUM(Segments[Revenue])", "Total_revenue*2")))


def _worksheet(plan: OpenPlan, chance: random.Random, step: int) -> None:
    columns = [("Item", "Text"), ("For", "Reference(Segments[Segment])"), ("Twice", "Money", "[@Price]*2"),
               ("Price", "Money")]  # fmt: skip
    title = f"Mine {step}"
    sheet = plan.add_worksheet(title, "Value creation", columns, key="Item")
    sheet.insert({"Item": "A", "Price": 5})
    if chance.random() < 0.3:
        plan.remove_worksheet(title)


def _undo(plan: OpenPlan, chance: random.Random, step: int) -> None:
    for _ in range(chance.randrange(1, 4)):
        plan.undo()
    if chance.random() < 0.6:
        plan.redo()


def _close(plan: OpenPlan, chance: random.Random, step: int) -> None:
    plan.close_round(f"Round {step}")


def _scenario_cells(plan: OpenPlan, chance: random.Random, step: int) -> None:
    title, column, values = chance.choice(_CELLS)
    sheet = plan.scenario(chance.choice(_SCENARIOS)).worksheet(title)
    chosen = chance.sample(sheet.rows(), min(len(sheet.rows()), chance.randrange(1, 4))) or [0]
    names = plan.worksheet("Segments").column("Segment")
    picked = {row: chance.choice([*names, None] if "a segment" in values else values) for row in chosen}
    sheet.set_many({(row, column): value for row, value in picked.items()})


def _scenario_parameter(plan: OpenPlan, chance: random.Random, step: int) -> None:
    plan.scenario(chance.choice(_SCENARIOS)).set("Discount_rate", chance.choice((None, 0.05, 0.0, "12 %")))


def _scenario_whole(plan: OpenPlan, chance: random.Random, step: int) -> None:
    scenario = plan.scenario(chance.choice(plan.scenarios or ["None"]))
    what = chance.randrange(6)
    if what == 0:
        scenario.merge()
    elif what == 1:
        scenario.discard()
    elif what == 2:
        scenario.copy(f"Copy {step}")
    elif what == 3:
        scenario.rename(f"Scenario {step}")
    else:
        layer = plan.plan.scenarios[scenario.name].layer if scenario.name in plan.scenarios else {}
        cells = chance.sample(list(layer), min(len(layer), 2))
        plan.session.apply(ResetScenarioCells(scenario.name, cells))


_SCENARIOS = ("Low", "High", "Actual")
_ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    ("Segments", {"Segment": "?", "Customers": 100, "Revenue": 5000, "Decision": "Target"}),
    ("Portfolio criteria", {"Criterion": "?", "Weight": 2}),
    ("Channels", {"Channel": "?", "Resource cost": 1000, "Practical capacity": 500}),
    ("Channel activities", {"Activity": "?", "Minutes each": 5}),
    ("Retention history", {"Period": "Y1", "Start": 100, "End": 80}),
    ("Acquisition economics", {"Campaign": "?", "Prospects": 10}),
)
_CELLS: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("Segments", "Customers", (10, 20, None, "1,000", "many")),
    ("Segments", "Decision", ("Target", "Leave", None)),
    ("Segment CLV", "Revenue per customer", (100, 250.5, None)),
    ("Segment CLV", "Retention rate", ("80 %", 0.9, 1, None)),
    ("Segment contacts", "Contacts", (1, 0, 12, None)),
    ("Retention history", "Segment", ("a segment",)),
    ("Acquisition economics", "Segment", ("a segment",)),
    ("Vision and ambition", "Agreement", (1, 5, 9)),
)
ACTIONS: tuple[Callable[[OpenPlan, random.Random, int], None], ...] = (
    _insert, _insert, _insert, _set, _set, _set, _set, _remove, _move, _duplicate, _rename, _parameter, _together,
    _own_column, _own_column, _figure, _worksheet, _undo, _undo, _close,
    _scenario_cells, _scenario_cells, _scenario_cells, _scenario_parameter, _scenario_whole,
)  # fmt: skip

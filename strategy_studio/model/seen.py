"""A plan as it reads under one of its scenarios, so that whatever reads a plan can be shown under any of them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from .cells import same
from .sheet import InputColumn, Rows

if TYPE_CHECKING:
    from .columns import StoredValue
    from .plan import Plan


def seen_under(plan: Plan, scenario: str) -> Plan:
    """The plan with the inputs of a scenario, and what follows from them, in place of its own; to be read only.

    It is the plan itself where the scenario changes nothing, and else holds until plan or scenario change.
    """
    changed = plan.scenarios.results(scenario) if scenario else {}
    if not changed:
        return plan
    seen = copy(plan)
    seen.rows = _rows_under(plan, scenario)
    parameters = {node: values for node, values in changed.items() if node in plan.parameters}
    seen.parameter_values = {**plan.parameter_values, **parameters}
    seen.calculation = plan.calculation.showing(changed, seen.rows, seen.parameter_values)
    return seen


def _rows_under(plan: Plan, scenario: str) -> dict[str, Rows]:
    """The rows of every worksheet; of those that the scenario changes, copies that hold its cells."""
    found = dict(plan.rows)
    written: dict[tuple[str, str], dict[int, StoredValue]] = {}
    for cell, stored in plan.scenarios.layer(scenario).items():
        place = plan.structure.places.get(cell.node)
        if place is not None and place.column is not None and cell.row is not None:
            written.setdefault((place.worksheet, place.column.stored_as), {})[cell.row] = stored
    for (worksheet, column), cells in written.items():
        if found[worksheet] is plan.rows[worksheet]:
            found[worksheet] = copy(plan.rows[worksheet])
            found[worksheet].cells = dict(plan.rows[worksheet].cells)
        rows = found[worksheet]
        held = rows.cells.get(column)
        if held is not None:
            rows.cells[column] = InputColumn(held.numbers.copy(), held.states.copy())
        rows.write(column, {row: cell for row, cell in cells.items() if rows.has(row)})
    return found


def differing(before: Plan, after: Plan) -> set[str]:
    """The nodes that two states of a plan do not hold the same values of."""
    old, new = before.calculation.values, after.calculation.values
    if old is new:
        return set()
    return {
        node
        for node in old.keys() | new.keys()
        if old.get(node) is not new.get(node) and (node not in old or node not in new or not same(old[node], new[node]))
    }

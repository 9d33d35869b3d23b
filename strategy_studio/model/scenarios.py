"""Scenarios in memory: named layers of changed inputs over the plan, and the values that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from ..formula.values import Values
from .cells import joined, stretched
from .columns import StoredValue
from .inputs import Cell, Layer, layered
from .storage import Edit, Image
from .structure import column_node, key_target, nearest

if TYPE_CHECKING:
    from .plan import Plan
    from .structure import Structure

ACTUAL = "Actual"
"""The scenario of measured values; every round has its own, and closing the round freezes it."""
_MOST_CELLS = 16_000_000
"""Cells that one pass over several scenarios may hold: about 150 MB."""
_KEPT = 4
"""Scenarios whose values are kept at a time, so that many large ones do not fill the memory."""


@dataclass(slots=True, eq=False)
class Scenario:
    """A named set of changed inputs; `round` is the number of the open round for *Actual*, None for all others.

    `keys` are the plan's records of its cells; those of columns that are not declared any more are not in the layer.
    """

    key: str
    name: str = ""
    note: str = ""
    round: int | None = None
    layer: dict[Cell, StoredValue] = field(default_factory=dict)
    keys: dict[str, Cell] = field(default_factory=dict)


class Scenarios(Mapping[str, Scenario]):
    """The scenarios of a plan by name, in any case, oldest first."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._by_key: dict[str, Scenario] = {}
        self._keys: dict[str, str] = {}
        self._columns: dict[str, list[tuple[str, str]]] = {}
        self._structure: Structure | None = None
        self._results: dict[str, dict[str, Values]] = {}
        self._outdated: dict[str, set[str]] = {}

    def __getitem__(self, name: str) -> Scenario:
        return self._by_key[self._keys[name.strip().casefold()]]

    def __iter__(self) -> Iterator[str]:
        return iter([scenario.name for scenario in self._by_key.values()])

    def __len__(self) -> int:
        return len(self._by_key)

    def or_refuse(self, name: str) -> Scenario:
        """The scenario of a name; PlanError proposes the nearest."""
        found = self.get(name)
        if found is None:
            raise PlanError(f"There is no scenario {name}{nearest(name, self)}. Edit a cell under it to make it.")
        return found

    def layer(self, name: str) -> Layer:
        """The changed inputs of a scenario; none for the plan itself ("") and for *Actual* before its first value."""
        if not name or (name.strip().casefold() == ACTUAL.casefold() and name not in self):
            return {}
        return self.or_refuse(name).layer

    def cell(self, scenario: str, key: str) -> Cell | None:
        """The cell of a record, both by their keys; None when its column is not declared any more."""
        found = self._by_key.get(scenario)
        return None if found is None else found.keys.get(key)

    # values

    def results(self, name: str) -> Mapping[str, Values]:
        """Every node that a scenario changes, shape (1, rows).

        They are kept; after a change of cells of the plan or the scenario only what lies downstream is evaluated.
        """
        scenario = self.get(name)
        if scenario is None or not scenario.layer:
            return {}
        found, outdated = self._results.pop(scenario.key, None), self._outdated.pop(scenario.key, None)
        if found is None:
            inputs = layered(self._plan, [scenario.layer])
            found = {**inputs, **self._plan.calculation.cases(inputs, downstream(self._plan, inputs))}
        elif outdated:
            found = self._renewed(scenario, found, outdated)
        self._results[scenario.key] = found  # the one read last is dropped last
        for key in list(self._results)[:-_KEPT]:
            self._results.pop(key, None)
        return found

    def _renewed(self, scenario: Scenario, found: Mapping[str, Values], outdated: set[str]) -> dict[str, Values]:
        """The values of a scenario after nodes of the plan, or cells of its layer, have changed."""
        plan = self._plan
        anew = layered(plan, [{cell: stored for cell, stored in scenario.layer.items() if cell.node in outdated}])
        inputs = {cell.node for cell in scenario.layer if cell.node in anew or cell.node not in outdated}
        reach = set(downstream(plan, inputs))
        held = {node: values for node, values in found.items() if node in reach or node in inputs}
        return plan.calculation.renewed({**held, **anew}, reach, outdated - reach)

    def side_by_side(self, names: Sequence[str], targets: Iterable[str]) -> dict[str, Values]:
        """Nodes under several scenarios ("" is the plan), shape (scenarios, rows), in one vectorised pass."""
        nodes = list(dict.fromkeys(targets))
        layers = [self.layer(name) for name in names]
        step = self._at_once({cell.node for layer in layers for cell in layer}, nodes)
        passes = []
        for start in range(0, len(names), step):
            inputs = layered(self._plan, layers[start : start + step])
            found = self._plan.calculation.cases(inputs, nodes)
            count = min(step, len(names) - start)
            passes.append({node: stretched(values, count) for node, values in found.items()})
        return {node: joined([found[node] for found in passes]) for node in nodes} if passes else {}

    def _at_once(self, changed: Iterable[str], targets: Iterable[str]) -> int:
        """How many scenarios are evaluated in one pass: all, unless their cells would fill the memory."""
        plan = self._plan
        known = [node for node in changed if node in plan.structure.places]
        places = [plan.structure.places[node] for node in plan.calculation.between(known, targets)]
        cells = sum(len(plan.rows[place.worksheet]) for place in places if place.column is not None)
        return max(1, _MOST_CELLS // max(1, cells))

    def forget(self) -> None:
        """Drop all values that were kept: rows or formulas of the plan have changed."""
        self._results.clear()
        self._outdated.clear()

    def follow(self, changed: Iterable[str]) -> None:
        """Know that these nodes of the plan have other values now."""
        nodes = set(changed)
        for key in self._results:
            self._outdated.setdefault(key, set()).update(nodes)

    # following the records

    def absorb(self, edits: Iterable[Edit], rebuilt: bool) -> set[str]:
        """Follow the records of the plan after edits; gives the names of the scenarios they changed.

        A new structure places every cell anew: worksheets and columns may have other titles.
        """
        mine = [str(edit.key) for edit in edits if edit.table == "scenario"]
        if not mine and (not rebuilt or not self._by_key):
            return set()
        heads = [key for key in mine if "/" not in key]
        changed = {scenario.name for key in heads if (scenario := self._by_key.get(key))}
        if rebuilt:
            self._by_key.clear()
            self.forget()
        keys = [key for table, key in self._plan.records if table == "scenario"] if rebuilt else mine
        for key in keys:
            if "/" not in key:
                self._absorb_head(key)
        for key in keys:
            if "/" in key:
                self._absorb_cell(key)
        if heads or rebuilt:
            self._by_key = dict(sorted(self._by_key.items(), key=lambda item: (len(item[0]), item[0])))
            self._keys = {scenario.name.casefold(): key for key, scenario in self._by_key.items()}
        return changed | {found.name for key in mine if (found := self._by_key.get(parts(key)[0]))}

    def _absorb_head(self, key: str) -> None:
        image = self._plan.records.get(("scenario", key))
        self._results.pop(key, None)
        if image is None:
            self._by_key.pop(key, None)
            return
        scenario = self._by_key.setdefault(key, Scenario(key))
        scenario.name, scenario.note = str(image.get("name", key)), str(image.get("note", ""))
        scenario.round = image.get("round")

    def _absorb_cell(self, key: str) -> None:
        head, row, stored_as = parts(key)
        scenario = self._by_key.get(head)
        if scenario is None:
            return
        cell = scenario.keys.get(key) or self._place(row, stored_as)
        image = self._plan.records.get(("scenario", key))
        if cell is None:
            self._results.pop(head, None)
            return
        self._outdated.setdefault(head, set()).add(cell.node)
        if image is None:
            scenario.keys.pop(key, None)
            scenario.layer.pop(cell, None)
        else:
            scenario.keys[key] = cell
            scenario.layer[cell] = _stored(image)

    def _place(self, row: int | None, stored_as: str) -> Cell | None:
        """The input cell of a record; None when its column, row or Parameter is not there (any more)."""
        plan = self._plan
        if row is None:
            return Cell(stored_as) if stored_as in plan.parameters else None
        if self._structure is not plan.structure:
            self._structure = plan.structure
            self._columns = columns_by_stored_name(plan)
        for worksheet, title in self._columns.get(stored_as, ()):
            if plan.rows[worksheet].has(row):
                return Cell(column_node(worksheet, title), row)
        return None


def parts(key: str) -> tuple[str, int | None, str]:
    """The scenario, row and stored column (or Parameter) that the key of a record names; a head has neither."""
    head, _, rest = key.partition("/")
    row, slash, column = rest.partition("/")
    return (head, int(row), column) if slash and row.isdecimal() else (head, None, rest)


def _stored(image: Image) -> StoredValue:
    """What the record of a cell holds; a file may come from elsewhere, and what no cell stores is an empty one."""
    value = image.get("value")
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, float | str | bool) else None


def record_key(plan: Plan, scenario: str, cell: Cell) -> str:
    """The key of the record of a cell under a scenario, given by its key."""
    place = plan.structure.places[cell.node]
    if place.column is None:
        return f"{scenario}/{cell.node}"
    return f"{scenario}/{cell.row}/{place.column.stored_as}"


def image_of(stored: StoredValue) -> Image:
    """The record of a changed cell; fields of None would be dropped, so an emptied one says so."""
    return {"empty": True} if stored is None else {"value": stored}


def columns_by_stored_name(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """Worksheet and title of every input column, by what the plan file calls the column."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, sheet in plan.structure.worksheets.items():
        for column in sheet.columns:
            if not column.formula:
                found.setdefault(column.stored_as, []).append((name, column.title))
    return found


def downstream(plan: Plan, nodes: Iterable[str]) -> list[str]:
    """Everything that rests on these nodes in this round, without them."""
    given = set(nodes)
    seen: set[str] = set()
    pending = list(given)
    while pending:
        for node in plan.calculation.dependents(pending.pop()):
            if node not in seen and node not in given:
                seen.add(node)
                pending.append(node)
    return [node for node in plan.structure.order if node in seen]


def edits_without_rows(plan: Plan, worksheet: str, gone: set[int]) -> list[Edit]:
    """Edits that take cells of rows out of all scenarios, and empty References to the rows."""
    edits = []
    for (table, key), image in plan.records.items():
        if table != "scenario" or "/" not in key:
            continue
        head, row, _ = parts(key)
        if row in gone:
            edits.append(Edit("scenario", key, image, None))
            continue
        stored, cell = image.get("value"), plan.scenarios.cell(head, key)
        if isinstance(stored, float) and stored in gone and cell is not None and names_rows_of(plan, cell, worksheet):
            edits.append(Edit("scenario", key, {"value": stored, "empty": None}, {"value": None, "empty": True}))
    return edits


def edits_without_scenario(plan: Plan, scenario: Scenario) -> list[Edit]:
    """Edits that remove a scenario and every record of its cells."""
    doomed = [key for table, key in plan.records if table == "scenario" and key.partition("/")[0] == scenario.key]
    return [Edit("scenario", key, plan.records["scenario", key], None) for key in doomed]


def edits_without_column(plan: Plan, stored_as: str) -> list[Edit]:
    """Edits that take all cells of a user's own column out of all scenarios."""
    return [
        Edit("scenario", key, image, None)
        for (table, key), image in plan.records.items()
        if table == "scenario" and "/" in key and parts(key)[2] == stored_as
    ]


def names_rows_of(plan: Plan, cell: Cell, worksheet: str) -> bool:
    """Whether a cell is a Reference to rows of a worksheet."""
    kind = plan.structure.places[cell.node].kind
    return kind.name == "Reference" and key_target(plan.structure, kind.target)[0] == worksheet

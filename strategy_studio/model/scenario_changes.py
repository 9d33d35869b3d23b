"""Changes to scenarios: frozen values that say what to change under one, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..formula.errors import PlanError
from . import kinds
from .changes import Cells
from .columns import Kind, StoredValue
from .draft import Draft
from .inputs import Cell, held, is_input
from .refusals import fixed_key_sentence, input_column, refuse_locked, row_label
from .rounds import PLAN
from .scenarios import ACTUAL, Scenario, edits_without_scenario, image_of, record_key
from .storage import Edit
from .structure import column_node

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class AddScenario:
    """Add a scenario that changes nothing yet."""

    name: str
    note: str = ""

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Add scenario {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Check the name and record the scenario."""
        add_scenario(draft, self.name, self.note)


@dataclass(frozen=True, slots=True)
class RenameScenario:
    """Rename a scenario, or give it another note; None leaves the note as it is."""

    name: str
    new_name: str
    note: str | None = None

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Rename scenario {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Record the new name; *Actual* is the studio's own and keeps its."""
        scenario = draft.plan.scenarios.or_refuse(self.name)
        name = scenario_name(self.new_name)
        if (is_actual(scenario.name) or is_actual(name)) and name != scenario.name:
            raise PlanError(f"{ACTUAL} is the scenario of measured values and keeps its name. Copy it instead.")
        if name.casefold() != scenario.name.casefold():
            refuse_taken(draft, name)
        note = scenario.note if self.note is None else self.note
        head = draft.plan.records["scenario", scenario.key]
        draft.record("scenario", scenario.key, {**head, "name": name, "note": note or None})


@dataclass(frozen=True, slots=True)
class RemoveScenario:
    """Discard a scenario with all its cells; the plan stays as it is."""

    name: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Discard scenario {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Remove its records."""
        draft.do(edits_without_scenario(draft.plan, draft.plan.scenarios.or_refuse(self.name)))


@dataclass(frozen=True, slots=True)
class DuplicateScenario:
    """Copy a scenario, or the *Actual* of a round that is open, under another name."""

    name: str
    new_name: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Copy scenario {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Record the same cells under a new scenario."""
        layer = dict(draft.plan.scenarios.or_refuse(self.name).layer)
        copy = add_scenario(draft, self.new_name, draft.plan.scenarios[self.name].note)
        lay(draft, copy, layer)


@dataclass(frozen=True, slots=True)
class SetScenarioCells:
    """Set cells of one worksheet under a scenario, {(row id, column title): value}; None empties them there.

    A cell set to what the plan holds is no longer changed, except in *Actual*: a value that was measured as planned
    was measured, whatever becomes of the plan.
    """

    scenario: str
    worksheet: str
    cells: Cells
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(
                self, "label", f"Edit {_what([column for _, column in self.cells])} under {self.scenario}"
            )

    def carry_out(self, draft: Draft) -> None:
        """Read every value, then record those that differ; the scenario is made when there is none."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        sheet = draft.plan.declaration(name)
        layer: dict[Cell, StoredValue] = {}
        for (row, title), value in self.cells.items():
            cell = input_cell(draft, name, row, title)
            column = input_column(sheet, title)
            layer[cell] = draft.read_cell(sheet, column, value, row_label(draft.plan, name, row))
        lay(draft, found_or_made(draft, self.scenario), layer)


@dataclass(frozen=True, slots=True)
class SetScenarioParameters:
    """Set Parameters under a scenario, {Name: value}; None gives them their default there."""

    scenario: str
    values: Mapping[str, object]
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", f"Edit {', '.join(self.values)} under {self.scenario}")

    def carry_out(self, draft: Draft) -> None:
        """Read every value, then record those that differ; the scenario is made when there is none."""
        layer: dict[Cell, StoredValue] = {}
        for text, value in self.values.items():
            cell = parameter_cell(draft, text)
            stored = kinds.read(draft.plan.parameters[cell.node].kind, value, cell.node)
            layer[cell] = None if stored == draft.plan.parameters[cell.node].default else stored
        lay(draft, found_or_made(draft, self.scenario), layer)


@dataclass(frozen=True, slots=True)
class ResetScenarioCells:
    """Take cells and Parameters out of a scenario, so that they follow the plan again."""

    scenario: str
    cells: Sequence[Cell]

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        titles = [cell.node.partition("[")[2].removesuffix("]") or cell.node for cell in self.cells]
        return f"Reset {_what(titles)} under {self.scenario}"

    def carry_out(self, draft: Draft) -> None:
        """Remove their records; cells that are not changed stay as they are."""
        take_out(draft, draft.plan.scenarios.or_refuse(self.scenario), self.cells)


@dataclass(frozen=True, slots=True)
class MergeScenario:
    """Write what a scenario changes into the plan and discard it, as one step."""

    name: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Merge scenario {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Set cells and Parameters of the plan, then remove the scenario."""
        plan = draft.plan
        scenario = plan.scenarios.or_refuse(self.name)
        rows: dict[str, dict[int, dict[str, StoredValue]]] = {}
        for cell, stored in scenario.layer.items():
            place = plan.structure.places[cell.node]
            if place.column is None:
                draft.record("parameter", cell.node, None if stored is None else {"value": stored})
            elif cell.row is not None:
                rows.setdefault(place.worksheet, {}).setdefault(cell.row, {})[place.column.stored_as] = stored
        for worksheet, cells in rows.items():
            draft.write(worksheet, cells)
        draft.do(edits_without_scenario(plan, plan.scenarios.or_refuse(self.name)))


def scenario_name(name: object) -> str:
    """A name as it is kept; PlanError for one that is empty, too long, or that of the plan."""
    found = str(kinds.read(Kind("Text"), name, "The name of the scenario") or "")
    if not 0 < len(found) <= LONGEST_NAME:
        raise PlanError(f"A scenario needs a name of up to {LONGEST_NAME} characters, such as Downturn.")
    if found.casefold() == PLAN.casefold():
        raise PlanError(f"{PLAN} is what comparisons call the plan itself. Give the scenario another name.")
    return ACTUAL if is_actual(found) else found


def is_actual(name: str) -> bool:
    """Whether a name is that of the scenario of measured values."""
    return name.strip().casefold() == ACTUAL.casefold()


def refuse_taken(draft: Draft, name: str) -> None:
    """PlanError when a scenario is called so already."""
    if name in draft.plan.scenarios:
        raise PlanError(f"There is a scenario {draft.plan.scenarios[name].name} already. Choose another name.")


def add_scenario(draft: Draft, name: str, note: str = "") -> Scenario:
    """Record a new scenario; *Actual* carries the number of the open round."""
    checked = scenario_name(name)
    refuse_taken(draft, checked)
    image = {"name": checked, "note": note or None, "round": draft.plan.open_round if is_actual(checked) else None}
    filled = {field: value for field, value in image.items() if value is not None}
    draft.record("scenario", f"#{draft.new_id()}", filled)
    return draft.plan.scenarios[checked]


def found_or_made(draft: Draft, name: str) -> Scenario:
    """The scenario of a name, made when there is none."""
    return draft.plan.scenarios.get(name) or add_scenario(draft, name)


def input_cell(draft: Draft, worksheet: str, row: int, title: str) -> Cell:
    """An input cell that a scenario may change; PlanError for keys, computed cells and unknown rows."""
    sheet = draft.plan.declaration(worksheet)
    column = input_column(sheet, title)
    refuse_locked(draft.plan, worksheet, row, column)
    if column.key:
        raise PlanError(fixed_key_sentence(sheet, column))
    return Cell(column_node(worksheet, column.title), row)


def parameter_cell(draft: Draft, name: str) -> Cell:
    """A Parameter by its Name; PlanError for Figures and unknown Names."""
    cell = Cell(draft.plan.name_or_refuse(name))
    if not is_input(draft.plan, cell):
        raise PlanError(f"{cell.node} is computed and cannot be set. Change one of its inputs.")
    return cell


def lay(draft: Draft, scenario: Scenario, layer: Mapping[Cell, StoredValue]) -> None:
    """Record changed cells at once; those that hold what the plan holds are taken out, except of *Actual*."""
    plan, edits = draft.plan, []
    for cell, stored in layer.items():
        key = record_key(plan, scenario.key, cell)
        before = plan.records.get(("scenario", key))
        is_changed = scenario.name == ACTUAL or not _same(stored_of(draft, cell, stored), held(plan, cell))
        after = image_of(stored) if is_changed else None
        if before is not None and after is not None and before != after:
            names = [*before, *(name for name in after if name not in before)]
            old, new = ({name: image.get(name) for name in names} for image in (before, after))
            edits.append(Edit("scenario", key, old, new))
        elif before != after:
            edits.append(Edit("scenario", key, before, after))
    draft.do(edits)


def stored_of(draft: Draft, cell: Cell, stored: StoredValue) -> StoredValue:
    """What a cell of a layer stands for: an emptied Parameter has its default."""
    parameter = draft.plan.parameters.get(cell.node)
    return parameter.default if stored is None and parameter is not None else stored


def take_out(draft: Draft, scenario: Scenario, cells: Iterable[Cell]) -> None:
    """Remove the records of cells from a scenario; PlanError when one is not there to be changed at all."""
    edits = []
    for cell in dict.fromkeys(cells):
        if cell.node not in draft.plan.structure.places or not is_input(draft.plan, cell):
            raise PlanError(f"{cell.node} is no input, so no scenario changes it.")
        key = record_key(draft.plan, scenario.key, cell)
        before = draft.plan.records.get(("scenario", key))
        if before is not None:
            edits.append(Edit("scenario", key, before, None))
    draft.do(edits)


def _same(one: StoredValue, other: StoredValue) -> bool:
    return type(one) is type(other) and one == other


def _what(titles: Sequence[str]) -> str:
    """One title, or how many cells."""
    return titles[0] if len(set(titles)) == 1 else f"{len(titles)} cells"

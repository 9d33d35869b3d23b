"""Applying a declared preset: its Parameters and column values in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..formula.errors import PlanError
from .changes import SetCells, SetParameters
from .columns import StoredValue
from .draft import Draft
from .inputs import Cell, held
from .plan import Plan
from .worksheet import Preset, Process


@dataclass(frozen=True, slots=True)
class ApplyPreset:
    """Set the Parameters of a preset, and its column values where nobody chose another.

    What the preset in force until now has written there counts as chosen by nobody: it goes back to the default.
    """

    preset: Preset
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", f"Apply {self.preset.title}")

    def carry_out(self, draft: Draft) -> None:
        """Set the Parameters, then the cells that are empty, at their default or as the last preset has set them."""
        last = columns_of(preset_in_force(draft.plan))
        SetParameters(dict(self.preset.parameters)).carry_out(draft)
        wanted = {place: default_of(draft, *place) for place in last} | columns_of(self.preset)
        for (worksheet, column), value in wanted.items():
            rows = open_cells(draft, worksheet, column, last.get((worksheet, column)))
            SetCells(worksheet, {(row, column): value for row in rows}).carry_out(draft)


def preset_named(processes: Iterable[Process], title: str) -> Preset:
    """The preset of this title, without regard to case; PlanError names those there are."""
    presets = [preset for process in processes for preset in process.presets]
    for preset in presets:
        if preset.title.casefold() == title.strip().casefold():
            return preset
    known = ", ".join(preset.title for preset in presets) or "none"
    raise PlanError(f"There is no preset “{title}”. Choose one of these: {known}.")


def preset_in_force(plan: Plan) -> Preset | None:
    """The preset whose Parameters are all as the plan has them; None when somebody set one otherwise."""
    for preset in (preset for process in plan.processes for preset in process.presets):
        if all(
            held(plan, Cell(name)) == (plan.parameters[name].default if value is None else value)
            for name, value in preset.parameters
        ):
            return preset
    return None


def columns_of(preset: Preset | None) -> dict[tuple[str, str], StoredValue]:
    """What a preset writes into columns, by (worksheet, column)."""
    return {} if preset is None else {(worksheet, column): value for worksheet, column, value in preset.columns}


def default_of(draft: Draft, worksheet: str, column: str) -> StoredValue:
    """What a new row has in a column."""
    return draft.plan.declaration(draft.plan.structure.sheet_or_refuse(worksheet)).column(column).default


def open_cells(draft: Draft, worksheet: str, column: str, last: StoredValue = None) -> list[int]:
    """The rows whose cell is empty, still holds the default of its column or what the last preset wrote."""
    name = draft.plan.structure.sheet_or_refuse(worksheet)
    declared, rows = draft.plan.declaration(name).column(column), draft.plan.rows[name]
    free = (None, declared.default, last)
    return [int(row) for row in rows.ids if rows.stored(int(row), declared.stored_as) in free]

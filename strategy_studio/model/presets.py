"""Applying a declared preset: its Parameters and column values in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..formula.errors import PlanError
from .changes import SetCells, SetParameters
from .draft import Draft
from .worksheet import Preset, Process


@dataclass(frozen=True, slots=True)
class ApplyPreset:
    """Set the Parameters of a preset, and its column values where nobody chose another."""

    preset: Preset
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", f"Apply {self.preset.title}")

    def carry_out(self, draft: Draft) -> None:
        """Set the Parameters, then the cells that are empty or at their default."""
        SetParameters(dict(self.preset.parameters)).carry_out(draft)
        for worksheet, column, value in self.preset.columns:
            SetCells(worksheet, {(row, column): value for row in open_cells(draft, worksheet, column)}).carry_out(draft)


def preset_named(processes: Iterable[Process], title: str) -> Preset:
    """The preset of this title, without regard to case; PlanError names those there are."""
    presets = [preset for process in processes for preset in process.presets]
    for preset in presets:
        if preset.title.casefold() == title.strip().casefold():
            return preset
    known = ", ".join(preset.title for preset in presets) or "none"
    raise PlanError(f"There is no preset “{title}”. Choose one of these: {known}.")


def open_cells(draft: Draft, worksheet: str, column: str) -> list[int]:
    """The rows whose cell is empty or still holds the default of its column."""
    declared = draft.plan.declaration(draft.plan.structure.sheet_or_refuse(worksheet)).column(column)
    rows = draft.plan.rows[draft.plan.structure.sheet_or_refuse(worksheet)]
    return [int(row) for row in rows.ids if rows.stored(int(row), declared.stored_as) in (None, declared.default)]

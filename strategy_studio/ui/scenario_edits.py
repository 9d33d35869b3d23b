"""What is done to cells of a scenario beyond typing, as Changes: following the plan again, measuring as planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ..model.inputs import Cell

if TYPE_CHECKING:
    from ..model.changes import Change
    from .grid_edits import Area
    from .grid_model import WorksheetModel


def _text(words: str) -> str:
    return QCoreApplication.translate("ScenarioEdits", words)


def changed_cells(model: WorksheetModel, area: Area) -> list[Cell]:
    """The cells of an area that the scenario on view changes."""
    scenario = model.document.plan.scenarios.get(model.sheet.scenario)
    found = [
        Cell(model.node(column), row_id)
        for row in area.rows
        if (row_id := model.row_id(row)) is not None
        for column in area.columns
    ]
    return [cell for cell in found if cell in scenario.layer] if scenario is not None else []


def follow_plan(model: WorksheetModel, area: Area) -> Change | None:
    """Take the changed cells of an area out of the scenario; None when there are none."""
    from ..model.scenario_changes import ResetScenarioCells

    cells = changed_cells(model, area)
    return ResetScenarioCells(model.sheet.scenario, cells) if cells else None


def measured_as_planned(model: WorksheetModel, area: Area) -> Change | None:
    """Record what the plan holds in the typed cells of an area as measured; None when there are none."""
    from ..model.scenario_changes import SetScenarioCells

    planned = model.document.plan.sheet(model.worksheet)
    cells = {
        (row_id, title): value
        for row in area.rows
        if (row_id := model.row_id(row)) is not None
        for column in area.columns
        if not model.locked(row, column)
        and (value := planned.value(row_id, title := model.columns[column].title)) is not None
    }
    label = _text("Measured as planned under {0}").format(model.sheet.scenario)
    return SetScenarioCells(model.sheet.scenario, model.worksheet, cells, label) if cells else None

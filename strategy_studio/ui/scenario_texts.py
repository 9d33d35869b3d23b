"""What a scenario makes of a cell, in words and as a mark: changed by hand, or following from a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication

from ..model.scenarios import ACTUAL
from .cell_text import CellText, decimals, is_figure

if TYPE_CHECKING:
    from ..model.columns import Column
    from ..model.plan import Plan
    from ..model.sheets import Sheet


def _text(words: str) -> str:
    return QCoreApplication.translate("ScenarioTexts", words)


def mark(sheet: Sheet, row_id: int | None, column: Column) -> Literal["", "changed", "follows"]:
    """Whether the scenario of a sheet changes a cell, or the cell comes out otherwise than in the plan."""
    if row_id is None:
        return ""
    if not column.formula:
        return "changed" if sheet.is_changed(row_id, column.title) else ""
    return "follows" if sheet.value(row_id, column.title) != _planned(sheet, row_id, column) else ""


def instead_of(sheet: Sheet, row_id: int, column: Column, texts: CellText) -> str:
    """The plan's value of a cell, for its tooltip."""
    value = _planned(sheet, row_id, column)
    numeric = is_figure(column.kind, column.format)
    places = decimals(column.kind, column.format, sheet.plan.values(sheet.node(column.title)) if numeric else None)
    return plan_says(texts.shown(column.kind, column.format, value, places))


def _planned(sheet: Sheet, row_id: int, column: Column) -> Any:
    return sheet.plan.sheet(sheet.name).value(row_id, column.title)


def plan_says(value: str) -> str:
    """The line that says what the plan holds."""
    return _text("Plan: {0}").format(value or _text("empty"))


def spoken(plan: Plan, scenario: str) -> str:
    """What a scenario is called on screen; "" is the plan."""
    if not scenario:
        return _text("Plan")
    return plan.scenarios[scenario].name if scenario in plan.scenarios else scenario


def band_sentence(plan: Plan, scenario: str) -> str:
    """What the band over the pages says while a scenario is on view."""
    shown = spoken(plan, scenario)
    if scenario == ACTUAL:
        entering = _text("You are entering measured values of this round ({0}); the plan stays as it is.").format(shown)
    else:
        entering = _text("You are editing {0}; the plan stays as it is.").format(shown)
    return f"{entering} {_text('Every page and chart shows {0}; exports and suggestions show the plan.').format(shown)}"

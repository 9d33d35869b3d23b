"""Suggestions of computed columns as the window offers them: at a cell, on a worksheet, and taken as one Change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex

from ..formula.errors import PlanError
from ..model.inputs import Cell
from .cell_text import decimals

if TYPE_CHECKING:
    from ..analysis.suggestions import Suggestion
    from ..model.changes import Change
    from .document import Document
    from .grid_model import WorksheetModel


def _text(words: str) -> str:
    return QCoreApplication.translate("Suggested", words)


def all_of(document: Document) -> tuple[Suggestion, ...]:
    """Every suggestion of the plan."""
    from ..analysis.suggestions import suggestions

    return suggestions(document.plan)


def suggests(document: Document, worksheet: str) -> bool:
    """Whether a column of a worksheet suggests values at all."""
    return any(column.suggests for column in document.plan.structure.worksheets[worksheet].columns)


def on_worksheet(document: Document, worksheet: str) -> tuple[Suggestion, ...]:
    """The suggestions of one worksheet."""
    if not suggests(document, worksheet):
        return ()
    return tuple(found for found in all_of(document) if found.cell.node.partition("[")[0] == worksheet)


def at_cell(model: WorksheetModel, index: QModelIndex) -> tuple[Suggestion, ...]:
    """The suggestions that a cell makes, or that are made for it."""
    row_id = model.row_id(index.row())
    if row_id is None or not index.isValid():
        return ()
    here = Cell(model.node(index.column()), row_id)
    return tuple(each for each in on_worksheet(model.document, model.worksheet) if here in (each.cell, each.source))


def offer(model: WorksheetModel, suggestion: Suggestion) -> str:
    """What taking a suggestion is called in a menu: “Accept 2.52 as Weight”."""
    title = suggestion.cell.node.partition("[")[2].removesuffix("]")
    column = model.sheet.column_named(title)
    places = decimals(column.kind, column.format, model.document.plan.values(suggestion.source.node))
    shown = model.texts.shown(column.kind, column.format, suggestion.suggested, places)
    return _text("Accept {0} as {1}").format(shown, title)


def accept(model: WorksheetModel, chosen: Sequence[Suggestion]) -> Change:
    """The Change that writes suggestions into the plan; PlanError while a scenario is on view."""
    from ..analysis.suggestions import accept

    if model.sheet.scenario:
        raise PlanError(
            _text("Suggestions go into the plan, and {0} is on view. Go back to the plan to accept them.").format(
                model.sheet.scenario
            )
        )
    return accept(chosen)

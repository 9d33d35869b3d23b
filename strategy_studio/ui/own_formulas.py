"""Formulas of a user's own columns and Figures, and values of Parameters, as the formula bar shows and takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ..formula.errors import FormulaProblem, PlanError
from ..model.changes import Change, SetParameters
from ..model.kinds import read_typed

if TYPE_CHECKING:
    from ..model.columns import Column
    from ..model.plan import Plan
    from .cell_text import CellText

SIGN = "= "
"""What stands before every formula on screen."""


def _text(words: str) -> str:
    return QCoreApplication.translate("OwnFormulas", words)


@dataclass(frozen=True, slots=True)
class Placed:
    """A refusal of a text on screen: the sentence, and the place it speaks of counted from 0 (None: the whole)."""

    sentence: str
    place: int | None = None


def own_figures(plan: Plan) -> frozenset[str]:
    """The Names of the Figures the user added."""
    return frozenset(str(image["name"]) for (table, _), image in plan.records.items() if table == "figure")


def why_fixed(column: Column) -> str:
    """Why the formula of a column is shown and not edited; empty for a user's own column."""
    if column.identity:
        return ""
    return _text(
        "The formula of {0} belongs to the studio. Add a column of your own to compute something else."
    ).format(column.title)


def why_name_fixed(plan: Plan, name: str) -> str:
    """Why a Name is shown and not edited; empty for Parameters and a user's own Figures."""
    if name in plan.parameters or name in own_figures(plan):
        return ""
    return _text(
        "The formula of {0} belongs to the studio. Add a Figure of your own to compute something else."
    ).format(name)


def text_of_name(plan: Plan, name: str, texts: CellText, scenario: str = "") -> str:
    """A Name as the bar shows it: the formula of a Figure, the value of a Parameter as it is typed."""
    place = plan.structure.places[name]
    if place.formula:
        return SIGN + place.formula
    return texts.typed(place.kind, "", plan.value(name, scenario))


def edit_column(worksheet: str, column: Column, text: str) -> Change | None:
    """The Change that gives a user's own column the formula on screen; None when it is the same."""
    from ..model.own_changes import EditColumn

    formula = stripped(text)
    return None if formula == column.formula else EditColumn(worksheet, column.title, formula=formula)


def edit_name(plan: Plan, name: str, text: str, texts: CellText, scenario: str = "") -> Change | None:
    """The Change that gives a Parameter the value, or a Figure the formula, on screen; None when it is the same.

    A Parameter is changed under the scenario, when one is on view.
    """
    from ..model.own_changes import EditFigure
    from ..model.scenario_changes import SetScenarioParameters

    if text.strip() == text_of_name(plan, name, texts, scenario):
        return None
    if name in plan.parameters:
        value = read_typed(plan.parameters[name].kind, text, *texts.decimal_and_group, name)
        return SetScenarioParameters(scenario, {name: value}) if scenario else SetParameters({name: value})
    return EditFigure(name, stripped(text))


def stripped(text: str) -> str:
    """A formula without the sign and spaces before it."""
    return text.strip().removeprefix("=").strip()


def placed(refusal: PlanError, text: str, node: str = "") -> Placed:
    """A refusal of a formula, its position counted in the text on screen, sign and spaces included.

    The name of the node whose formula it is stands on screen already and is left out.
    """
    sentence, position = str(refusal).removeprefix(f"{node}: "), 0
    if isinstance(refusal, FormulaProblem):
        position = refusal.position
    if not position:
        return Placed(sentence)
    shift = len(text) - len(text.lstrip().removeprefix("=").lstrip())
    moved = sentence.replace(f"character {position}", f"character {position + shift}")
    return Placed(moved, position + shift - 1)

"""What may be asked about a number: against which state of the plan it is compared, and the answer in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from ..formula.errors import FormulaError, PlanError
from ..model.inputs import cell_label, is_input, python_value
from ..model.scenarios import ACTUAL

if TYPE_CHECKING:
    from ..analysis.attribution import Attribution
    from ..model.inputs import Cell
    from ..model.plan import Plan
    from ..model.progress import Progress


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of the plan: the plan and a scenario, or a closed round and now; `words` is what people read."""

    kind: Literal["scenario", "round"]
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a number differs: the attribution, its sentences, its table with a heading, and what is compared."""

    attribution: Attribution
    sentences: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    ends: tuple[str, str]


def _text(words: str) -> str:
    return QCoreApplication.translate("Why", words)


def comparisons(plan: Plan, scenario: str) -> list[Comparison]:
    """What a number can be compared with, the most likely first; `scenario` is the one on view."""
    names = [scenario, ACTUAL] if scenario else [ACTUAL]
    found = [
        Comparison("scenario", name, _text("Plan → {0}").format(name))
        for name in dict.fromkeys(names)
        if name in plan.scenarios and plan.scenarios[name].layer
    ]
    rounds = [
        Comparison("round", closed.name, _text("Since round {0}").format(closed.name)) for closed in plan.rounds[::-1]
    ]
    return found + rounds


def why_not(plan: Plan, cell: Cell, choices: list[Comparison]) -> str:
    """The sentence when nothing can be asked about a cell; empty when it can."""
    label = cell_label(plan, cell)
    if is_input(plan, cell):
        return _text("{0} is typed, so nothing stands behind it. Ask about a computed number that it feeds.").format(
            label
        )
    if not choices:
        words = _text("There is nothing to compare {0} with yet. Type measured values under Actual, or close a round.")
        return words.format(label)
    value = python_value(plan, cell)
    if isinstance(value, FormulaError):
        return _text("{0} is {1} in the plan: {2}").format(label, value.code, value.reason)
    return ""


def answer(plan: Plan, cell: Cell, choice: Comparison, progress: Progress) -> Answer:
    """Work out an answer; slow for many inputs. PlanError with the sentence when there is none."""
    from ..analysis.reasons import attribution_table, explain_difference

    found = _attribution(plan, cell, choice, progress)
    ends = (_text("Plan"), choice.name) if choice.kind == "scenario" else (choice.name, _text("Now"))
    return Answer(found, tuple(explain_difference(found, plan)), tuple(attribution_table(found, plan)), ends)


def _attribution(plan: Plan, cell: Cell, choice: Comparison, progress: Progress) -> Attribution:
    from ..analysis.attribution import attribute
    from ..analysis.since import attribute_since
    from ..model.rounds import round_named

    if choice.kind == "scenario":
        if choice.name not in plan.scenarios:
            raise PlanError(_text("{0} is gone. Choose another comparison.").format(choice.name))
        return attribute(plan, cell, dict(plan.scenarios.layer(choice.name)), progress=progress)
    measured = dict(plan.scenarios.layer(ACTUAL))
    return attribute_since(plan, cell, round_named(plan.rounds, choice.name), measured=True, now=measured,
                           progress=progress)  # fmt: skip

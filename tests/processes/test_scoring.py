"""Scoring beyond the first worked examples: every case of the second data file, worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.exchange.excel import export_excel
from strategy_studio.processes import PARAMETERS
from tests import worked_examples
from tests.libreoffice import PROGRAM, differences
from tests.worked_examples import Example

from .added import ADDED_COLUMNS, ADDED_NAMES, ADDED_WORKSHEETS

PARAMETER_KINDS = {parameter.name: parameter.kind.name for parameter in PARAMETERS}
THEN = "\n[Then] "
SCORING = ("KPIs", "Measurements", "Dated weights and limits", "Status rules", "Objective scores", "Scorecard")
WITHOUT_WEIGHTS = {"All weights are zero": {"Strategy_objectives"}}
"""Where an example leads to an error: shares of no weight at all."""


@dataclass
class Step:
    """Parameters to set and what the plan shows then."""

    parameters: dict[str, object] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)


def step(text: str) -> Step:
    """A part of the file behind its title."""
    lines = text.splitlines()[1:]
    told = [line.removeprefix("Parameters: ") for line in lines if line.startswith("Parameters: ")]
    pairs = [pair.split("=") for line in told for pair in line.split(";")]
    blocks = "\n".join(line for line in lines if not line.startswith("Parameters: "))
    values = {name.strip(): parameter(name.strip(), value.strip()) for name, value in pairs}
    return Step(values, list(worked_examples.examples_in(blocks)))


def parameter(name: str, text: str) -> object:
    """The value of a Parameter as a script gives it; nothing restores the default."""
    if not text:
        return None
    kind = PARAMETER_KINDS[name]
    return date.fromisoformat(text) if kind == "Date" else text if kind in ("Choice", "Text") else float(text)


def cases() -> dict[str, list[Step]]:
    """The steps of every case, by its title."""
    parts = worked_examples.SCORING.read_text(encoding="utf-8").split(worked_examples.CASE)[1:]
    return {part.splitlines()[0]: [step(text) for text in part.split(THEN)] for part in parts}


CASES = cases()


def set_parameters(plan: OpenPlan, values: dict[str, object]) -> None:
    for name, value in values.items():
        plan.set(name, value)


@pytest.mark.parametrize("title", CASES)
def test_the_cases_give_what_was_worked_out_by_hand(title: str, tmp_path: Path) -> None:
    first, *later = CASES[title]
    with studio.create(tmp_path / "case.strategy") as plan:
        set_parameters(plan, first.parameters)
        worked_examples.build(plan, first.examples)
        assert worked_examples.differences(plan, first.examples) == []
        assert {finding.worksheet for finding in plan.errors()} <= WITHOUT_WEIGHTS.get(title, set())
        for then in later:
            set_parameters(plan, then.parameters)
            assert worked_examples.differences(plan, then.examples) == []
            assert plan.errors() == []


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.needs(PROGRAM)
def test_the_cases_recalculate_to_the_same_in_a_workbook(tmp_path: Path) -> None:
    paths = [tmp_path / f"{title}.xlsx" for title in CASES]
    for path, steps in zip(paths, CASES.values(), strict=True):
        with studio.create(path.with_suffix(".strategy")) as plan:
            worked_examples.build(plan, steps[0].examples)
            for one in steps:
                set_parameters(plan, one.parameters)
            export_excel(plan.plan, path)
    for start in range(0, len(paths), 4):
        assert differences(paths[start : start + 4], tmp_path) == []


def test_every_added_computed_column_and_figure_is_in_an_example() -> None:
    examples = [example for steps in CASES.values() for one in steps for example in one.examples]
    examples += [example for example in worked_examples.load() if example.worksheet in ADDED_WORKSHEETS]
    shown = {(example.worksheet, column) for example in examples for row in example.expected for column in row}
    shown |= {(example.worksheet, column) for example in examples for row in example.inputs for column in row}
    added = {(sheet, column) for sheet in SCORING for column in ADDED_COLUMNS[sheet]}
    assert added - shown == set()
    names = {name for example in examples for name in example.figures}
    names |= {name for steps in CASES.values() for one in steps for name in one.parameters}
    assert {name for name in ADDED_NAMES if not name.startswith("Lag_")} - names == set()

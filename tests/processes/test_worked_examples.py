"""Every worked example of the worksheets: first round, second round and third."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.processes import PROCESSES
from tests import worked_examples
from tests.worked_examples import Example

EXAMPLES = worked_examples.load()


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPlan]:
    with studio.create(tmp_path_factory.mktemp("examples") / "small.strategy") as plan:
        worked_examples.build(plan)
        yield plan


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[OpenPlan]:
    """The same plan after its first round."""
    with studio.create(tmp_path / "closed.strategy") as plan:
        worked_examples.build(plan)
        plan.close_round("2027")
        yield plan


def test_every_worksheet_has_an_example() -> None:
    titles = [sheet.title for process in PROCESSES for sheet in process.worksheets]
    assert sorted(example.worksheet for example in EXAMPLES) == sorted(titles)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.worksheet)
def test_the_inputs_of_an_example_give_its_results(plan: OpenPlan, example: Example) -> None:
    assert worked_examples.differences(plan, [example]) == []


def test_recalculating_from_scratch_changes_no_result(plan: OpenPlan) -> None:
    plan.recalculate()
    assert worked_examples.differences(plan, EXAMPLES) == []


def test_a_closed_round_feeds_the_next(closed: OpenPlan) -> None:
    assert worked_examples.differences(closed, worked_examples.second_round()) == []


def test_an_objective_off_target_twice_is_reopened(closed: OpenPlan) -> None:
    closed.close_round("2028")
    objectives = closed.worksheet("Strategy objectives")
    runs = dict(zip(objectives.column("Objective"), objectives.column("Off target run"), strict=True))
    reopened = dict(zip(objectives.column("Objective"), objectives.column("Reopen"), strict=True))
    assert runs == {
        "Grow shop value": 2,
        "Cut service cost": 2,
        "Answer in one hour": 2,
        "Know every shop": 2,
        "Trained technicians": 0,
    }
    assert reopened == {objective: "Yes" if run == 2 else "No" for objective, run in runs.items()}


def test_undoing_the_closing_brings_the_first_round_back(closed: OpenPlan) -> None:
    closed.undo()
    assert worked_examples.differences(closed, EXAMPLES) == []

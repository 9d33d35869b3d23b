"""Every worked example of the worksheets: first round, second round and third."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.worksheet import Process
from strategy_studio.processes import PROCESSES
from tests import worked_examples
from tests.worked_examples import Example

EXAMPLES = worked_examples.load()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan file with all examples typed in."""
    path = tmp_path_factory.mktemp("examples") / "small.strategy"
    with studio.create(path) as plan:
        worked_examples.build(plan)
    return path


@pytest.fixture(scope="module")
def plan(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPlan]:
    with studio.open(shutil.copy(file, tmp_path_factory.mktemp("read"))) as plan:
        yield plan


@pytest.fixture
def copy(file: Path, tmp_path: Path) -> Iterator[OpenPlan]:
    """The same plan again, to be changed."""
    with studio.open(shutil.copy(file, tmp_path)) as copy:
        yield copy


@pytest.fixture
def closed(copy: OpenPlan) -> OpenPlan:
    """The same plan after its first round."""
    copy.close_round("2027")
    return copy


def test_every_worksheet_has_an_example() -> None:
    titles = [sheet.title for process in PROCESSES for sheet in process.worksheets]
    assert sorted(example.worksheet for example in EXAMPLES) == sorted(titles)


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.short)
def test_the_inputs_of_the_examples_give_their_results(plan: OpenPlan, process: Process) -> None:
    titles = {sheet.title for sheet in process.worksheets}
    assert worked_examples.differences(plan, [example for example in EXAMPLES if example.worksheet in titles]) == []


def test_the_example_plan_has_no_error(plan: OpenPlan) -> None:
    assert plan.errors() == []


def test_a_wrong_result_would_be_seen(plan: OpenPlan) -> None:
    wrong = Example(
        "Segments",
        inputs=[{"Segment": "Homes"}, {"Segment": "Shops"}],
        expected=[{"Customer share": "0.80001", "Reopen choice": "Yes"}, {"Value ratio last round": "0"}],
        figures={"Total_customers": "1251", "Scorecard_change": "0"},
    )
    assert len(worked_examples.differences(plan, [wrong])) == 5


def test_results_do_not_depend_on_the_order_of_rows(copy: OpenPlan) -> None:
    for sheet in (sheet for process in PROCESSES for sheet in process.worksheets):
        worksheet = copy.worksheet(sheet.title)
        rows = worksheet.rows()
        if sheet.rows.mode == "free" and len(rows) > 1:
            worksheet.move(rows[-1], before=rows[0])
            assert worksheet.rows() == [rows[-1], *rows[:-1]]
    assert worked_examples.differences(copy, EXAMPLES) == []


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

"""The plan most tests look at: the worked examples, open for the whole run and put back after every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from tests import worked_examples
from tests.model.walks import State, state_of


def undo_to(plan: OpenPlan, step: int) -> None:
    """Take back every step after the one of this number."""
    while (entry := plan.session.storage.undoable()) is not None and entry.number > step:
        plan.undo()


def newest_step(plan: OpenPlan) -> int:
    """The number of the step that undo would take back; 0 when there is none."""
    entry = plan.session.storage.undoable()
    return 0 if entry is None else entry.number


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed plan file with all worked examples typed in; copy it before opening it."""
    path = tmp_path_factory.mktemp("example") / "example.strategy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATEGY_STUDIO_DATA", str(path.parent / "user-data"))
        with studio.create(path, author="Ann") as plan:
            worked_examples.build(plan)
    return path


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed plan file with the sample Fenmoor; copy it before opening it."""
    path = tmp_path_factory.mktemp("sample") / "fenmoor.strategy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATEGY_STUDIO_DATA", str(path.parent / "user-data"))
        studio.sample(path).close()
    return path


@pytest.fixture(scope="session")
def open_example(example_file: Path) -> Iterator[tuple[OpenPlan, State]]:
    """The example plan, open, and everything it holds at the start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATEGY_STUDIO_DATA", str(example_file.parent / "user-data"))
        plan = studio.open(example_file, author="Ann")
    with plan:
        yield plan, state_of(plan.plan)


@pytest.fixture
def plan(open_example: tuple[OpenPlan, State]) -> Iterator[OpenPlan]:
    """The open example plan; what a test does to it is undone at its end, and it must be as it was at the start."""
    plan, start = open_example
    step = newest_step(plan)
    yield plan
    undo_to(plan, step)
    found = state_of(plan.plan)
    assert {node for node in start if found.get(node) != start[node]} == set()
    assert found.keys() == start.keys()

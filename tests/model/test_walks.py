"""Random walks of edits: incremental equals from scratch, reopening changes nothing, undoing everything leads back."""

from __future__ import annotations

from pathlib import Path

import pytest

import strategy_studio as studio
from tests.model.walks import state_of, walk


def walked(path: Path, seed: int, steps: int) -> None:
    """One walk, judged at its end."""
    with studio.create(path) as plan:
        start = state_of(plan.plan)
        assert walk(plan, seed, steps) > steps // 3
        incremental = state_of(plan.plan)
        plan.recalculate()
        assert state_of(plan.plan) == incremental
    with studio.open(path) as plan:
        assert state_of(plan.plan) == incremental
        undone = 0
        while plan.undo():
            undone += 1
        assert state_of(plan.plan) == start
        for _ in range(undone):
            assert plan.redo()
        assert state_of(plan.plan) == incremental


@pytest.mark.parametrize("seed", range(6))
def test_a_walk(tmp_path: Path, seed: int) -> None:
    walked(tmp_path / "walk.strategy", seed, 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 108))
def test_a_long_walk(tmp_path: Path, seed: int) -> None:
    walked(tmp_path / "walk.strategy", seed, 150)

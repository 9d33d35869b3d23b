"""Exported plans, recalculated by LibreOffice from scratch, equal the studio in every cell (rules 5.9)."""

from __future__ import annotations

from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.exchange.excel import export_excel
from tests import worked_examples
from tests.libreoffice import PROGRAM, differences, unfaithful
from tests.model.walks import walk

pytestmark = pytest.mark.needs(PROGRAM)
WALKS = 25
AT_ONCE = 5


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The worked examples after their first round was closed, and the sample."""
    folder = tmp_path_factory.mktemp("exported")
    paths = [folder / "second round.xlsx", folder / "sample.xlsx"]
    with studio.create(folder / "small.strategy") as plan:
        worked_examples.build(plan)
        plan.close_round("2027")
        export_excel(plan.plan, paths[0])
        assert unfaithful(plan.plan, paths[0]) == []
    with studio.sample(folder / "sample.strategy") as plan:
        export_excel(plan.plan, paths[1])
        assert unfaithful(plan.plan, paths[1]) == []
    return paths


def test_examples_and_sample_recalculate_to_the_studios_values(exported: list[Path], tmp_path: Path) -> None:
    assert differences(exported, tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(0, WALKS, AT_ONCE))
def test_randomly_edited_plans_recalculate_to_the_studios_values(tmp_path: Path, first: int) -> None:
    paths = []
    for seed in range(first, first + AT_ONCE):
        with studio.create(tmp_path / f"walk {seed}.strategy") as plan:
            if seed % 2:
                worked_examples.build(plan)
            walk(plan, seed, 60)
            paths.append(tmp_path / f"walk {seed}.xlsx")
            export_excel(plan.plan, paths[-1])
            assert unfaithful(plan.plan, paths[-1]) == []
    assert differences(paths, tmp_path) == []

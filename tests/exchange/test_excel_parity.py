"""Exported plans, recalculated by LibreOffice from scratch, equal the studio in every cell (rules 5.9)."""

from __future__ import annotations

from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.exchange.excel import export_excel
from strategy_studio.exchange.excel.formulas import formulas_of
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


def test_hidden_parts_of_long_formulas_store_what_they_come_to(tmp_path: Path) -> None:
    with studio.create(tmp_path / "long.strategy") as plan:
        columns = [("Item", "Text"), ("Price", "Money"), ("Start", "Date")]
        sheet = plan.add_worksheet("Long model", process="Value creation", columns=columns)
        later = "".join(f"IF([@Price]>{n},EDATE([@Start],{n}+[@Price]*IF([@Price]>{n},2,3))," for n in range(60))
        chosen = "+".join(f'IF([@Item]="{n}",{n}/[@Price],[@Price]^{n % 5})' for n in range(120))
        sheet.add_column("End", "Date", f"{later}[@Start]{')' * 60}")
        sheet.add_column("Sum", "Number", chosen)
        total = "+".join(f"IF(Tax_rate>{n},{n}/Cost_of_capital,{n}^Tax_rate)" for n in range(140))
        plan.add_figure("Long_total", total)
        sheet.insert_many([{"Item": "7", "Price": 3, "Start": "2027-01-31"}, {"Item": "0", "Price": 0}, {"Item": "x"}])
        paths = [tmp_path / "long.xlsx", tmp_path / "empty.xlsx"]
        export_excel(plan.plan, paths[0])
        parts = formulas_of(plan.plan).parts
        assert all(len(parts[node]) > 1 for node in ("Long_model[End]", "Long_model[Sum]", "Long_total"))
        for row in sheet.rows():
            sheet.remove(row)
        export_excel(plan.plan, paths[1])
    assert differences(paths, tmp_path) == []


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

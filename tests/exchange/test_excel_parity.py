"""Exported plans, recalculated by LibreOffice from scratch, equal the studio in every cell (rules 5.9)."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest

import strategy_studio as studio
from strategy_studio.exchange.excel import export_excel
from strategy_studio.exchange.excel.formulas import formulas_of
from tests import worked_examples
from tests.libreoffice import PROGRAM, differences, unfaithful
from tests.model.walks import walk

pytest_plugins = ("tests.plans",)
pytestmark = pytest.mark.needs(PROGRAM)
WALKS = 25
AT_ONCE = 5


@pytest.mark.long
def test_the_worked_examples_recalculate_to_the_studios_values(tmp_path: Path) -> None:
    """After two rounds were closed, with a model of long formulas that has rows."""
    path = tmp_path / "third round.xlsx"
    with studio.create(tmp_path / "small.strategy") as plan:
        worked_examples.build(plan)
        plan.close_round("2027")
        kept = {"Finding": "Shops stay", "KPI": "Reply hours", "Assumption": "Fast answers keep shops"}
        plan.worksheet("Strategy review").insert({**kept, "Decision": "Keep"})
        plan.close_round("2028")
        add_long_model(plan)
        rows = [{"Item": "7", "Price": 3, "Start": "2027-01-31"}, {"Item": "0", "Price": 0}, {"Item": "x"}]
        plan.worksheet("Long model").insert_many(rows)
        written(plan, path)
    assert differences([path], tmp_path) == []


@pytest.mark.long
def test_the_sample_recalculates_to_the_studios_values(tmp_path: Path, sample_file: Path) -> None:
    path = tmp_path / "sample.xlsx"
    with studio.open(copyfile(sample_file, tmp_path / "sample.strategy")) as plan:
        written(plan, path)
    assert differences([path], tmp_path) == []


@pytest.mark.slow
def test_a_plan_without_rows_recalculates_to_the_studios_values(tmp_path: Path) -> None:
    """With a model of long formulas that has no rows either."""
    path = tmp_path / "without rows.xlsx"
    with studio.create(tmp_path / "empty.strategy") as plan:
        add_long_model(plan)
        written(plan, path)
    assert differences([path], tmp_path) == []


def add_long_model(plan: studio.OpenPlan) -> None:
    """A worksheet and a Figure whose formulas Excel takes only in hidden parts."""
    columns = [("Item", "Text"), ("Price", "Money"), ("Start", "Date")]
    sheet = plan.add_worksheet("Long model", process="Value creation", columns=columns)
    later = "".join(f"IF([@Price]>{n},EDATE([@Start],{n}+[@Price]*IF([@Price]>{n},2,3))," for n in range(60))
    chosen = "+".join(f'IF([@Item]="{n}",{n}/[@Price],[@Price]^{n % 5})' for n in range(120))
    sheet.add_column("End", "Date", f"{later}[@Start]{')' * 60}")
    sheet.add_column("Sum", "Number", chosen)
    plan.add_figure("Long_total", "+".join(f"IF(Tax_rate>{n},{n}/Cost_of_capital,{n}^Tax_rate)" for n in range(140)))
    parts = formulas_of(plan.plan).parts
    assert all(len(parts[node]) > 1 for node in ("Long_model[End]", "Long_model[Sum]", "Long_total"))


def written(plan: studio.OpenPlan, path: Path) -> None:
    """Export a plan; what the workbook stores must be what the plan holds."""
    export_excel(plan.plan, path)
    assert unfaithful(plan.plan, path) == []


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
            written(plan, paths[-1])
    assert differences(paths, tmp_path) == []

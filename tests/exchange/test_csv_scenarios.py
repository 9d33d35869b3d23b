"""Scenarios leave with the CSV folder and come back from it, cell by cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.exchange.csv_folder import export_csv, import_csv, preview_csv

pytest_plugins = ("tests.plans",)


@pytest.fixture
def plan(tmp_path: Path, example_file: Path) -> Iterator[OpenPlan]:
    with studio.open(copyfile(example_file, tmp_path / "small.strategy")) as plan:
        clv, kpis = plan.worksheet("Segment CLV"), plan.worksheet("KPIs")
        low = plan.scenario("Low")
        low.worksheet("Segment CLV").set(clv.row("Homes"), "Retention rate", 0.5)
        low.worksheet("KPIs").set(kpis.row("Reply hours"), "Objective", "Cut service cost")
        low.worksheet("KPIs").set(kpis.row("Reply hours"), "Red flag", None)
        low.set("Period_start", "2027-02-01")
        plan.scenario("Actual").worksheet("Segment CLV").set(clv.row("Shops"), "Retention rate", 0.7)
        yield plan


def layers(plan: OpenPlan) -> dict[str, dict[object, object]]:
    return {name: dict(plan.plan.scenarios[name].layer) for name in plan.scenarios}


def test_every_changed_cell_is_a_line(plan: OpenPlan, tmp_path: Path) -> None:
    export_csv(plan.plan, tmp_path / "out.csv")
    with (tmp_path / "out.csv" / "Scenario cells.csv").open(encoding="utf-8-sig", newline="") as lines:
        found = {
            (row["Scenario"], row["Worksheet"], row["Row"], row["Column"], row["Value"])
            for row in csv.DictReader(lines)
        }
    assert found == {
        ("Low", "Segment_CLV", "Homes", "Retention rate", "0.5"),
        ("Low", "KPIs", "Reply hours", "Objective", "Cut service cost"),
        ("Low", "KPIs", "Reply hours", "Red flag", ""),
        ("Low", "", "", "Period_start", "2027-02-01"),
        ("Actual", "Segment_CLV", "Shops", "Retention rate", "0.7"),
    }  # fmt: skip


def test_what_went_out_comes_back_as_one_step(plan: OpenPlan, tmp_path: Path) -> None:
    folder = tmp_path / "out.csv"
    export_csv(plan.plan, folder)
    assert preview_csv(plan.session, folder) == []
    before = layers(plan)
    plan.scenario("Low").discard()
    plan.scenario("Actual").reset()
    assert len(preview_csv(plan.session, folder)) == 5
    import_csv(plan.session, folder)
    assert layers(plan) == before
    plan.undo()
    assert plan.scenarios == []


def test_without_scenarios_there_is_no_file(plan: OpenPlan, tmp_path: Path) -> None:
    folder = tmp_path / "out.csv"
    export_csv(plan.plan, folder)
    plan.scenario("Low").discard()
    plan.scenario("Actual").reset()
    export_csv(plan.plan, folder)
    assert not (folder / "Scenario cells.csv").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",Segment_CLV,Homes,Retention rate,50%", "no name"),
        ("Low,Segment_CLV,Houses,Retention rate,50%", "no row Houses"),
        ("Low,Segment_CLV,Homes,Retention,50%", "Retention"),
        ("Low,Segment_CLV,Homes,CLV,50", "computed"),
        ("Low,Segment_CLV,Homes,Retention rate,many", "Retention rate of Homes needs a number"),
        ("Low,,,Customer_equity_total,5", "computed"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_and_changes_nothing(
    plan: OpenPlan, tmp_path: Path, line: str, words: str
) -> None:
    folder, before = tmp_path / "in.csv", layers(plan)
    folder.mkdir()
    good = "Low,Segment_CLV,Shops,Retention rate,40%"
    text = f"Scenario,Worksheet,Row,Column,Value\n{good}\n{line}\n"
    (folder / "Scenario cells.csv").write_text(text, encoding="utf-8")
    with pytest.raises(studio.PlanError, match=words):
        import_csv(plan.session, folder)
    assert layers(plan) == before

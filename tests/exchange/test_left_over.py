"""Inputs without a place any more are in every export and in what the command line says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from strategy_studio.api import OpenPlan
from strategy_studio.cli import main
from tests.model import tiny

THINNER = replace(tiny.GROUPS, columns=tuple(column for column in tiny.GROUPS.columns if "Spend" not in column.title))
WITHOUT_SPEND = tiny.process(THINNER, tiny.SHOPS, tiny.VISITS, tiny.GRADES, tiny.NOTES)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[OpenPlan]:
    """A plan whose column Spend is gone, with a formula that names it."""
    with tiny.opened(tmp_path / "tiny.strategy") as plan:
        plan.worksheet("Groups").insert_many([{"Group": "Homes", "Spend": 200}, {"Group": "=Firms", "Spend": 5}])
        plan.add_figure("All_spend", "SUM(Groups[Spend])")
    with tiny.opened(tmp_path / "tiny.strategy", WITHOUT_SPEND) as plan:
        yield plan


def test_the_workbook_has_a_sheet_of_them(plan: OpenPlan, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plan.export(tmp_path / "plan.xlsx"))
    lines = [[cell.value for cell in row] for row in book["Left over"].iter_rows(min_row=4)]
    assert lines == [
        ["Worksheet", "Column", "Row", "Value"],
        ["Groups", "Spend", "Homes", 200],
        ["Groups", "Spend", "=Firms", 5],
    ]
    checks = [row[0].value for row in book["Checks"].iter_rows() if row[0].value]
    assert any("All_spend is written as values: There is no column Spend" in str(words) for words in checks)


def test_the_csv_folder_has_a_file_of_them_that_comes_back_as_nothing(plan: OpenPlan, tmp_path: Path) -> None:
    folder = plan.export(tmp_path / "plan.csv")
    with (folder / "Left over.csv").open(encoding="utf-8-sig", newline="") as lines:
        found = [(row["Worksheet"], row["Column"], row["Row"], row["Value"]) for row in csv.DictReader(lines)]
    assert found == [("Groups", "Spend", "Homes", "200"), ("Groups", "Spend", "'=Firms", "5")]
    plan.import_csv(folder)
    assert plan.undo() == "Add figure All_spend"


def test_a_plan_without_any_has_neither(tmp_path: Path) -> None:
    with tiny.opened(tmp_path / "whole.strategy") as plan:
        assert "Left over" not in openpyxl.load_workbook(plan.export(tmp_path / "plan.xlsx")).sheetnames
        folder = tmp_path / "plan.csv"
        folder.mkdir()
        (folder / "Left over.csv").write_text("of an older export")
        plan.export(folder)
        assert not (folder / "Left over.csv").exists()


def test_the_command_line_shows_and_counts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan of other declarations altogether: all its inputs are left over, none is lost."""
    path = tmp_path / "tiny.strategy"
    with tiny.opened(path) as plan:
        plan.worksheet("Groups").insert({"Group": "Homes", "Heads": 4})
        plan.set("Base_rate", 0.25)
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Left over: Heads of Homes in Groups was 4" in said
    assert said.rstrip().endswith("left over.")
    assert main(["show", str(path)]) == 0
    assert "  Groups, Heads of Homes: 4\n  " in capsys.readouterr().out
    with tiny.opened(path) as plan:
        assert (plan.worksheet("Groups").column("Heads"), plan.value("Base_rate")) == ([4.0], 0.25)

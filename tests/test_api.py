"""The headless API as a planner's own script uses it."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.processes import PROCESSES
from tests.model.walks import state_of

pytest_plugins = ("tests.plans",)

SHEETS = [sheet for process in PROCESSES for sheet in process.worksheets]
EVERYTHING = sum(len(sheet.figures) + sum(bool(column.formula) for column in sheet.columns) for sheet in SHEETS)


def test_the_example_of_the_design(tmp_path: Path) -> None:
    with studio.create(tmp_path / "acme.strategy") as plan:
        segments = plan.worksheet("Segments")
        row = segments.insert({"Segment": "Affluent", "Customers": 12_000})
        segments.set(row, "Customers", 13_000)
        assert segments.value(row, "Customer share") == 1.0
        assert segments.column("Customers") == [13000.0] and segments.rows() == [row]
        plan.set("Discount_rate", 0.12)
        assert plan.value("Total_customers") == 13000.0
        others = segments.insert_many([{"Segment": "Young", "Customers": 7000}, {"Segment": "Firms"}])
        assert segments.column("Customer share") == [0.65, 0.35, None]
        segments.remove(others[1])
        segments.set_many({(row, "Revenue"): "26k", (others[0], "Revenue"): 21_000})
        segments.add_column("Revenue per head", kind="Money", formula="[@Revenue]/[@Customers]")
        assert segments.column("Revenue per head") == [2.0, 3.0]
        plan.add_worksheet("Own model", process="Value creation", columns=[("Item", "Text"), ("Price", "Money")])
        plan.worksheet("Own model").insert({"Item": "Van", "Price": "EUR 30,000"})
        assert plan.worksheet("Own model").column("Price") == [30000.0]
        plan.add_figure("Top_revenue", "MAX(Segments[Revenue])", kind="Money")
        assert plan.value("Top_revenue") == 26000.0
        assert plan.recalculate() == EVERYTHING + 2
        assert plan.undo() == "Add figure Top_revenue" and plan.redo() == "Add figure Top_revenue"
        assert "Segment_CLV[CLV undiscounted]" in plan.dependents("Segment_CLV[Margin]")
        plan.close_round("2027 H1")
        assert plan.rounds == ["2027 H1"]
        assert plan.export(tmp_path / "acme.svg").read_text().startswith("<svg")


def test_everything_is_in_the_file_without_saving(tmp_path: Path) -> None:
    path = tmp_path / "acme.strategy"
    with studio.create(path) as plan:
        row = plan.worksheet("Segments").insert({"Segment": "Homes", "Customers": 5})
        before = state_of(plan.plan)
    with studio.open(str(path)) as plan:
        assert plan.title == "acme"
        assert state_of(plan.plan) == before
        assert plan.worksheet("Segments").value(row, "Customers") == 5.0


def test_importing_the_package_loads_no_third_party_module() -> None:
    code = (
        "import sys; before = set(sys.modules); import strategy_studio; "
        "print([m for m in ('numpy','lark','networkx','sqlalchemy','matplotlib','PySide6','scipy','platformdirs')"
        " if m in sys.modules and m not in before]); strategy_studio.open; "
        "print('matplotlib' in sys.modules, 'scipy' in sys.modules, 'PySide6' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "False False False"]


def test_several_plans_are_open_side_by_side(tmp_path: Path) -> None:
    with studio.create(tmp_path / "a.strategy") as a, studio.create(tmp_path / "b.strategy") as b:
        a.worksheet("Segments").insert({"Segment": "Homes", "Revenue": 1})
        b.worksheet("Segments").insert({"Segment": "Firms", "Revenue": 2})
        assert (a.value("Total_revenue"), b.value("Total_revenue")) == (1.0, 2.0)
        assert a.worksheet("Segments").column("Segment") == ["Homes"]


def test_the_same_plan_twice_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.strategy"
    with studio.create(path) as plan:
        with pytest.raises(studio.PlanError, match="already open"):
            studio.open(path)
        plan.set("Discount_rate", 0.2)
    with studio.open(path) as plan:
        assert plan.value("Discount_rate") == 0.2


@pytest.mark.parametrize("call", [studio.create, studio.open])
def test_a_place_that_cannot_be_is_a_sentence(tmp_path: Path, call: object) -> None:
    with pytest.raises(studio.PlanError) as refusal:
        call(tmp_path / "no folder" / "a.strategy")  # type: ignore[operator]
    assert str(refusal.value).endswith((".", "?"))


def test_a_plan_is_not_made_twice(tmp_path: Path) -> None:
    studio.create(tmp_path / "a.strategy").close()
    with pytest.raises(studio.PlanError):
        studio.create(tmp_path / "a.strategy")


def test_a_worksheet_that_was_renamed_or_taken_back_is_missed_in_a_sentence(plan: OpenPlan) -> None:
    own = plan.add_worksheet("Own model", "Value creation", [("Item", "Text")])
    plan.rename_worksheet("Own model", "Other model")
    for call in (own.rows, lambda: own.insert({}), lambda: own.column("Item"), lambda: own.title):
        with pytest.raises(studio.PlanError, match="no worksheet"):
            call()
    plan.undo()
    assert own.rows() == []


def test_worksheets_and_processes_are_told_in_their_order(plan: OpenPlan) -> None:
    titles = [sheet.title for process in plan.processes for sheet in process.worksheets]
    assert plan.worksheets() == titles and len(titles) == 93 + 2
    plan.add_worksheet("Own model", "Value creation", [("Item", "Text")])
    value = next(process for process in plan.processes if process.title == "Value creation")
    assert value.worksheets[-1].title == "Own model"


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf", "csv"])
def test_a_plan_is_written_by_suffix(plan: OpenPlan, tmp_path: Path, suffix: str) -> None:
    before = state_of(plan.plan)
    path = plan.export(tmp_path / f"plan.{suffix}")
    assert path.exists() and state_of(plan.plan) == before
    if suffix == "csv":
        with (path / "Segments.csv").open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert [row["Segment"] for row in rows] == ["Homes", "Shops"]
    else:
        assert path.read_bytes()[:4] == {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[suffix]
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith("plan")] == [f"plan.{suffix}"]


@pytest.mark.parametrize("name", ["plan.docx", "plan", "no folder/plan.svg"])
def test_a_format_or_folder_that_is_not_there_is_refused(plan: OpenPlan, tmp_path: Path, name: str) -> None:
    with pytest.raises(studio.PlanError) as refusal:
        plan.export(tmp_path / name)
    assert str(refusal.value).endswith(".")


def test_inputs_come_back_from_a_csv_folder_in_one_step(plan: OpenPlan, tmp_path: Path) -> None:
    before = state_of(plan.plan)
    folder = plan.export(tmp_path / "plan.csv")
    segments = plan.worksheet("Segments")
    segments.set(segments.row("Homes"), "Customers", 1)
    plan.set("Discount_rate", 0.5)
    plan.import_csv(folder)
    assert segments.column("Customers") == [1000.0, 250.0]
    assert plan.undo() == "Import plan.csv"
    assert segments.column("Customers") == [1.0, 250.0]
    plan.redo()
    plan.set("Discount_rate", None)
    assert state_of(plan.plan) == before


def test_many_cases_leave_the_plan_as_it_is(plan: OpenPlan) -> None:
    before = state_of(plan.plan)
    customers = np.array([[1000.0, 250.0], [2000.0, 250.0], [np.nan, 250.0]])
    found = plan.evaluate({"Segments[Customers]": customers}, ["Total_customers", "Segments[Customer share]"])
    assert found["Total_customers"].tolist() == [1250.0, 2250.0, 250.0]
    assert np.allclose(found["Segments[Customer share]"][1], [2000 / 2250, 250 / 2250])
    assert np.isnan(found["Segments[Customer share]"][2, 0])
    assert state_of(plan.plan) == before


def test_the_author_is_told_when_it_is_set(plan: OpenPlan) -> None:
    plan.set("Review_date", date(2028, 1, 1))
    assert (plan.history()[0].author, plan.history()[0].label) == ("Ann", "Edit Review_date")


def test_a_sample_is_built_where_it_is_asked_for(tmp_path: Path) -> None:
    with studio.sample(tmp_path / "teach.strategy", "teaching") as plan:
        assert plan.worksheet("Segments").rows() and plan.errors() == []
    with pytest.raises(studio.PlanError, match="fenmoor"):
        studio.sample(tmp_path / "other.strategy", "nothing")
    assert not (tmp_path / "other.strategy-lock").exists()


def test_scenarios_and_rounds_as_a_script_uses_them(tmp_path: Path) -> None:
    with studio.create(tmp_path / "acme.strategy") as plan:
        homes, firms = plan.worksheet("Segments").insert_many(
            [
                {"Segment": "Homes", "Customers": 100, "Revenue": 1000},
                {"Segment": "Firms", "Customers": 10, "Revenue": 800},
            ]
        )
        downturn = plan.add_scenario("Downturn", note="Rates rise.")
        segments = downturn.worksheet("Segments")
        segments.set_many({(homes, "Revenue"): "600", (firms, "Revenue"): 400})
        assert (downturn.name, downturn.note, segments.title) == ("Downturn", "Rates rise.", "Segments")
        assert (plan.value("Total_revenue"), downturn.value("Total_revenue")) == (1800.0, 1000.0)
        assert segments.rows() == [homes, firms] and segments.row("Firms") == firms
        assert segments.value(homes, "Revenue") == 600.0 and segments.column("Revenue share") == [0.6, 0.4]
        assert [difference.label for difference in downturn.differences(["Total_revenue"])] == [
            "Revenue of Homes", "Revenue of Firms", "Total revenue",
        ]  # fmt: skip
        plan.scenario("Actual").worksheet("Segments").set(homes, "Revenue", 900)
        assert plan.compare(["Total_revenue"]).values == ((1800.0, 1000.0, 1700.0),)
        plan.close_round("2027 H1")
        assert plan.scenarios == ["Downturn"]
        closed = plan.round("2027 H1")
        assert (closed.value("Total_revenue"), closed.plan.value("Total_revenue")) == (1700.0, 1800.0)
        downturn.merge()
        assert plan.compare_rounds("2027 H1", figures=["Total_revenue"]).values == ((1700.0, 1000.0),)
        assert plan.scenarios == [] and plan.undo() == "Merge scenario Downturn" and plan.scenarios == ["Downturn"]


@pytest.mark.parametrize("wrong", [None, 5, b"x", [], ("a", "b", "c"), {"a": 1}, [5], [("a",)], [(1, 2)]])
def test_scenarios_and_rounds_refuse_what_is_no_text(plan: OpenPlan, wrong: object) -> None:
    downturn = plan.scenario("Downturn")
    row = plan.worksheet("Segments").rows()[0]
    calls = [
        lambda: plan.scenario(wrong), lambda: plan.add_scenario(wrong), lambda: plan.round(wrong),
        lambda: downturn.worksheet(wrong), lambda: downturn.set(wrong, 1), lambda: downturn.value(wrong),
        lambda: downturn.rename(wrong), lambda: downturn.copy(wrong), lambda: downturn.reset(wrong),
        lambda: downturn.worksheet("Segments").set(row, wrong, 1),
        lambda: downturn.worksheet("Segments").set_many(wrong),
        lambda: downturn.worksheet("Segments").reset(row, wrong), lambda: plan.compare_rounds(wrong),
        lambda: plan.compare([wrong]), lambda: plan.compare(["Total_revenue"], [wrong]),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(studio.PlanError):
            call()

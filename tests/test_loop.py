"""The loop closes on the sample: a measured retention below plan ends as another weight in the next round."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.cli import main

pytest_plugins = ("tests.plans",)
KPI, OBJECTIVE = "Customer equity", "Grow customer equity"


@pytest.fixture
def path(tmp_path: Path, sample_file: Path) -> Path:
    return copyfile(sample_file, tmp_path / "fenmoor.strategy")


@pytest.fixture
def plan(path: Path) -> Iterator[OpenPlan]:
    with studio.open(path) as plan:
        plan.scenario("Actual").reset()
        yield plan


def measured_low(plan: OpenPlan) -> None:
    sheet = plan.scenario("Actual").worksheet("Segment CLV")
    for segment in ("Affluent professionals", "Digital families"):
        sheet.set(sheet.row(segment), "Retention rate", 0.75)


def cell(plan: OpenPlan, worksheet: str, row: str, column: str) -> object:
    sheet = plan.worksheet(worksheet)
    return sheet.value(sheet.row(row), column)


def test_a_measured_retention_turns_the_kpi_and_comes_back_as_a_weight(plan: OpenPlan) -> None:
    planned = plan.value("Customer_equity_total")
    assert cell(plan, "KPIs", KPI, "Status") == "Watch"
    measured_low(plan)
    actual = plan.scenario("Actual").worksheet("KPIs")
    assert actual.value(actual.row(KPI), "Status") == "Off target"
    assert cell(plan, "KPIs", KPI, "Status") == "Watch"

    found = plan.attribute("Customer_equity_total")
    measured = plan.scenario("Actual").value("Customer_equity_total")
    assert (found.before, found.after) == (planned, measured)
    assert math.isclose(math.fsum(share.effect for share in found.shares), measured - planned, rel_tol=1e-9)
    assert {share.label for share in found.shares} == {
        "Retention rate of Affluent professionals",
        "Retention rate of Digital families",
    }

    plan.worksheet("Strategy review").insert({
        "Finding": "Retention below plan", "KPI": KPI, "What we saw": plan.why(KPI)[0], "Decision": "Adapt",
        "Owner": "Ada", "Due": "2027-12-31",
    })  # fmt: skip
    plan.close_round("2027 H1")

    held = cell(plan, "Strategy objectives", OBJECTIVE, "Weight")
    attained = cell(plan, "Strategy objectives", OBJECTIVE, "Attainment last round")
    assert isinstance(held, float) and isinstance(attained, float)
    assert plan.round("2027 H1").actual.value("Customer_equity_total") == measured
    assert plan.round("2027 H1").plan.value("Customer_equity_total") == planned
    assert cell(plan, "Strategy objectives", OBJECTIVE, "Review calls") == 1
    assert cell(plan, "Strategy objectives", OBJECTIVE, "Reopen") == "Yes"
    suggested = held * (1 + float(plan.value("Reweight_strength")) * max(0.0, 1 - attained))
    assert cell(plan, "Strategy objectives", OBJECTIVE, "Suggested raw") == pytest.approx(suggested)

    mine = [one for one in plan.suggestions() if one.label == f"Weight of {OBJECTIVE}"]
    assert [one.suggested for one in mine] == [pytest.approx(suggested)]
    plan.accept(mine)
    assert cell(plan, "Strategy objectives", OBJECTIVE, "Weight") == pytest.approx(suggested)
    assert not [one for one in plan.suggestions() if one.label == f"Weight of {OBJECTIVE}"], "it must not compound"


def test_every_step_of_the_loop_is_undone_one_by_one(plan: OpenPlan) -> None:
    start = plan.value("Scorecard_total"), plan.rounds, plan.scenarios
    measured_low(plan)
    plan.take_findings(plan.proposals()[:2])
    plan.close_round("2027 H1")
    plan.accept(plan.suggestions())
    labels = [plan.undo() for _ in range(5)]
    assert labels[0].startswith("Accept") and labels[1] == "Close round 2027 H1"
    assert (plan.value("Scorecard_total"), plan.rounds, plan.scenarios) == start
    for _ in range(5):
        plan.redo()
    assert plan.rounds[-1] == "2027 H1"


def test_the_loop_from_the_command_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> str:
        assert main(words) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    file = str(path)
    said("set", file, "Segment CLV", "Affluent professionals", "Retention rate", "75 %", "--scenario", "Actual")
    rows = [line.split("\t") for line in said("show", file, "KPIs", "--scenario", "Actual").splitlines()]
    kpi = next(dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[1] == KPI)
    assert kpi["Status"] == "Off target"
    assert "Retention rate of Affluent professionals, 75\u202f% instead of 91\u202f%" in said("why", file, KPI)
    assert KPI in said("review", file)
    said("add", file, "Strategy review", "Finding=Retention below plan", f"KPI={KPI}", "What we saw=It fell",
         "Decision=Adapt", "Owner=Ada", "Due=2027-12-31")  # fmt: skip
    assert "suggestions for the next round" in said("close", file, "2027 H1")
    assert f"Weight of {OBJECTIVE}" in said("suggest", file, "--only", "Strategy objectives", "--accept")
    rows = [line.split("\t") for line in said("show", file, "Strategy objectives").splitlines()]
    objective = next(dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[1] == OBJECTIVE)
    assert objective["Reopen"] == "Yes" and float(objective["Weight"]) > 1
    assert said("undo", file).startswith("Taken back: Accept")
    assert said("undo", file) == "Taken back: Close round 2027 H1.\n"

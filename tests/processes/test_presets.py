"""Presets: scoring as other tools do it, with the vectors they publish, each applied as one step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model import kinds
from strategy_studio.processes import PARAMETERS, PROCESSES
from strategy_studio.processes.performance.presets import PRESETS, SCORING

BSC, SPIDER, CLEARPOINT = "BSC Designer", "Spider Impact (0-10)", "ClearPoint rules"
GOAL_AND_FLAG = "Goal and flag"


@pytest.fixture(scope="module")
def one_objective(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPlan]:
    """A plan with one objective for every KPI of a test."""
    with studio.create(tmp_path_factory.mktemp("presets") / "presets.strategy") as plan:
        plan.worksheet("Strategy objectives").insert({
            "Objective": "One", "Process": "Value creation", "Perspective": "Customer", "Weight": 1,
        })  # fmt: skip
        yield plan


@pytest.fixture
def plan(one_objective: OpenPlan) -> Iterator[OpenPlan]:
    """The same plan; what a test does to it is undone."""
    from tests.plans import newest_step, undo_to  # a plugin of other tests: pytest wants to import it first

    step = newest_step(one_objective)
    yield one_objective
    undo_to(one_objective, step)


def apply(plan: OpenPlan, title: str) -> None:
    plan.apply_preset(title)


def add_kpis(plan: OpenPlan, *rows: dict[str, Any]) -> list[int]:
    """KPIs of the one objective whose actual is typed, numbered."""
    common = {"Objective": "One", "Actual source": "Typed"}
    return plan.worksheet("KPIs").insert_many([
        {"KPI": f"KPI {number}", **common, **row} for number, row in enumerate(rows, start=1)
    ])  # fmt: skip


def shown(plan: OpenPlan, rows: list[int], column: str) -> list[Any]:
    return [plan.worksheet("KPIs").value(row, column) for row in rows]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_states_every_scoring_parameter_with_a_value_it_takes(preset: Any) -> None:
    declared = {parameter.name: parameter.kind for parameter in PARAMETERS}
    assert [name for name, _ in preset.parameters] == list(SCORING)
    for name, value in preset.parameters:
        assert value is None or kinds.read(declared[name], value, name) == value
    columns = {
        (sheet.name, column.title): column for p in PROCESSES for sheet in p.worksheets for column in sheet.columns
    }
    for worksheet, title, value in preset.columns:
        assert value in columns[worksheet, title].kind.choices
    assert preset.help.endswith(".")


@pytest.mark.parametrize(
    ("goal", "flag", "kind", "vectors"),
    [
        (700, 500, "Maximise", {300: 0, 500: 10 / 3, 600: 5, 700: 20 / 3, 900: 10}),
        (2, 5, "Minimise", {8: 0, 5: 10 / 3, 2: 20 / 3, -1: 10}),
    ],
)
def test_spider_impact_scores_goal_and_red_flag(
    plan: OpenPlan, goal: float, flag: float, kind: str, vectors: dict[float, float]
) -> None:
    apply(plan, SPIDER)
    rows = add_kpis(plan, *(
        {"Kind": kind, "Form": GOAL_AND_FLAG, "Target": goal, "Red flag": flag, "Typed actual": value}
        for value in vectors
    ))  # fmt: skip
    assert shown(plan, rows, "Points") == pytest.approx(list(vectors.values()), abs=1e-12)
    green = {score: "On target" if score > 6 else "Watch" if score > 3 else "Off target" for score in vectors.values()}
    assert shown(plan, rows, "Status") == [green[score] for score in vectors.values()]


def test_spider_impact_needs_a_goal_that_differs_from_the_red_flag(plan: OpenPlan) -> None:
    apply(plan, SPIDER)
    rows = add_kpis(plan, {"Form": GOAL_AND_FLAG, "Target": 5, "Red flag": 5, "Typed actual": 5})
    assert shown(plan, rows, "Warning") == ["Red flag equals target"]
    assert shown(plan, rows, "Status") == ["No data"]
    assert plan.errors() == []


def test_spider_impact_weighs_scores_of_children_that_have_one(plan: OpenPlan) -> None:
    apply(plan, SPIDER)
    scale = {"Form": GOAL_AND_FLAG, "Target": 700, "Red flag": 500}
    add_kpis(
        plan,
        {**scale, "Typed actual": 700, "Weight": 3},
        {**scale, "Typed actual": 500, "Weight": 1, "Indicator": "Leading"},
        {**scale, "Weight": 6},
    )
    scores = plan.worksheet("Objective scores")
    assert scores.value(scores.rows()[0], "Points") == pytest.approx((3 * 20 / 3 + 10 / 3) / 4)


def test_spider_impact_adds_up_a_calculated_kpi_before_it_computes(plan: OpenPlan) -> None:
    (row,) = add_kpis(plan, {"Actual source": "Measurements", "Aggregation": "Ratio of sums"})
    plan.worksheet("Measurements").insert_many([
        {"KPI": "KPI 1", "Date": "2027-03-31", "Numerator": 2, "Denominator": 4},
        {"KPI": "KPI 1", "Date": "2027-06-30", "Numerator": 2, "Denominator": 100},
    ])  # fmt: skip
    assert plan.worksheet("KPIs").value(row, "Actual") == pytest.approx(4 / 104)


def test_bsc_designer_has_performance_on_the_scale_and_progress_from_the_baseline(plan: OpenPlan) -> None:
    apply(plan, BSC)
    ends = {"Minimum": 0, "Maximum": 200}
    rows = add_kpis(
        plan,
        {**ends, "Typed actual": 50, "Baseline": 20, "Target": 140},
        {**ends, "Typed actual": 50, "Kind": "Minimise", "Baseline": 170, "Target": 20},
        {"Typed actual": 45, "Baseline": 20, "Maximum": 120, "Target": 70},
    )
    assert shown(plan, rows, "Performance") == pytest.approx([0.25, 0.75, 0.25])
    assert shown(plan, rows, "Progress") == pytest.approx([0.25, 0.8, 0.5])


def test_bsc_designer_has_binary_indicators(plan: OpenPlan) -> None:
    apply(plan, BSC)
    rows = add_kpis(plan, *({"Kind": "Binary", "Target": 1, "Typed actual": value} for value in (0, 0.9, 1)))
    assert shown(plan, rows, "Performance") == [0, 0, 1]


def test_bsc_designer_has_relative_and_absolute_weights(plan: OpenPlan) -> None:
    """Shares of the siblings, multiplied along the path to the total."""
    plan.worksheet("Strategy objectives").insert({
        "Objective": "Two", "Process": "Value creation", "Perspective": "Customer", "Weight": 3,
    })  # fmt: skip
    apply(plan, BSC)
    rows = add_kpis(plan, {"Weight": 2}, {"Weight": 6}, {"Weight": 5, "Objective": "Two"})
    assert shown(plan, rows, "Relative weight") == pytest.approx([2 / 8, 6 / 8, 1])
    by_hand = [1 / 4 * 1 / 4 * 1 / 4, 3 / 4 * 1 / 4 * 1 / 4, 1 * 3 / 4 * 1 / 4]
    assert shown(plan, rows, "Absolute weight") == pytest.approx(by_hand)


def test_three_equal_thirds_make_a_whole(plan: OpenPlan) -> None:
    """Weights are never rounded and need not add up to 100."""
    add_kpis(plan, *[{"Form": "Ratio", "Weight": 33.33, "Target": 1, "Typed actual": 1}] * 3)
    assert plan.value("Scorecard_total") == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize(
    ("kind", "target", "statuses"),
    [
        ("Maximise", 100, {100: "On target", 90: "Watch", 89.99: "Off target"}),
        ("Minimise", 100, {100: "On target", 110: "Watch", 110.01: "Off target"}),
        ("Maximise", 0, {0: "On target", -0.01: "Off target"}),
        ("Minimise", 0, {0: "On target", 0.01: "Off target"}),
        ("Maximise", -50, {-50: "On target", -55: "Watch", -55.01: "Off target"}),
        ("Minimise", -50, {-50: "On target", -45: "Watch", -44.99: "Off target"}),
    ],
)
def test_clearpoint_is_amber_within_a_tenth_of_the_targets_size(
    plan: OpenPlan, kind: str, target: float, statuses: dict[float, str]
) -> None:
    apply(plan, CLEARPOINT)
    rows = add_kpis(plan, *({"Kind": kind, "Target": target, "Typed actual": value} for value in statuses))
    assert shown(plan, rows, "Status") == list(statuses.values())


def test_clearpoint_takes_the_first_rule_that_holds_and_averages_statuses(plan: OpenPlan) -> None:
    apply(plan, CLEARPOINT)
    rows = add_kpis(plan, {"Target": 70, "Typed actual": 90}, {"Target": 70, "Typed actual": 90})
    rules = plan.worksheet("Status rules")
    first = rules.insert({"KPI": "KPI 1", "Order": 1, "Against": "Number", "Number": 80, "Status": "Watch"})
    rules.insert({"KPI": "KPI 1", "Order": 2, "Status": "On target"})
    assert shown(plan, rows, "Status") == ["Watch", "On target"]
    scores = plan.worksheet("Objective scores")
    assert scores.value(scores.rows()[0], "Performance") == pytest.approx((0.5 + 1) / 2)
    assert scores.value(scores.rows()[0], "Status") == "On target"
    rules.set(first, "Number", 91)
    assert shown(plan, rows, "Status") == ["On target", "On target"]


def test_a_preset_is_one_step_and_leaves_what_somebody_chose(plan: OpenPlan) -> None:
    rows = add_kpis(plan, {"KPI": "Open"}, {"KPI": "Chosen", "Form": "Ratio"})
    apply(plan, SPIDER)
    assert shown(plan, rows, "Form") == [GOAL_AND_FLAG, "Ratio"]
    assert plan.value("Score_scale") == 10
    assert plan.session.undo_label == f"Apply {SPIDER}"
    plan.undo()
    assert shown(plan, rows, "Form") == ["Range", "Ratio"]
    assert plan.value("Score_scale") == 100
    plan.redo()
    assert plan.value("Status_on_target") == pytest.approx(2 / 3)


def test_the_plans_own_preset_leads_back(plan: OpenPlan) -> None:
    before = {name: plan.value(name) for name in SCORING}
    apply(plan, CLEARPOINT)
    assert {name: plan.value(name) for name in SCORING} != before
    apply(plan, "strategy studio")
    assert {name: plan.value(name) for name in SCORING} == before


def test_the_next_preset_takes_over_what_the_last_one_wrote_and_nothing_else(plan: OpenPlan) -> None:
    rows = add_kpis(
        plan, {"Target": 700, "Red flag": 500, "Minimum": 0, "Maximum": 800, "Typed actual": 600}, {"Form": "Ratio"}
    )
    apply(plan, SPIDER)
    assert shown(plan, rows[:1], "Points") == [pytest.approx(5)]
    apply(plan, BSC)
    assert shown(plan, rows, "Form") == ["Range", "Ratio"]
    assert shown(plan, rows[:1], "Performance") == [pytest.approx(0.75)]  # 600 of 0 to 800
    apply(plan, SPIDER)
    apply(plan, "Strategy Studio")
    assert shown(plan, rows, "Form") == ["Range", "Ratio"]
    plan.worksheet("KPIs").set(rows[0], "Form", GOAL_AND_FLAG)  # now somebody's own choice
    apply(plan, BSC)
    assert shown(plan, rows, "Form") == [GOAL_AND_FLAG, "Ratio"]


def test_presets_are_told_in_their_order(plan: OpenPlan) -> None:
    assert plan.presets == ["Strategy Studio", BSC, SPIDER, CLEARPOINT]


def test_an_unknown_preset_is_refused_with_those_there_are(plan: OpenPlan) -> None:
    with pytest.raises(studio.PlanError, match=r"no preset “Other”\. Choose one of these: Strategy Studio, BSC"):
        apply(plan, "Other")

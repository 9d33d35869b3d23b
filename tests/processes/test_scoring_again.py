"""Scoring computed a second time in plain Python, for many random KPIs, weights, limits and roll-up methods."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan

METHODS = ("Weighted average", "Average", "Minimum", "Maximum", "Sum")
PARAMETERS = {"Status_on_target": 0.95, "Status_watch": 0.8, "Score_cap": 1.0, "Watch_tolerance": 0.1}
OBJECTIVES = {
    "One": ("Customer", 2.0),
    "Two": ("Customer", 1.0),
    "Three": ("Financial", 3.0),
    "Four": ("Customer", 0.0),
}
Row = dict[str, Any]


def random_kpi(draw: random.Random, number: int) -> Row:
    """A KPI whose actual is typed or missing, on round numbers so that limits are often met exactly."""
    low = draw.randrange(0, 50, 5)
    basis = draw.choice([None, "Performance", "Progress", "Value"])
    limits = sorted(draw.choices([0.5, 0.8, 0.9, 1.0] if basis != "Value" else [40, 50, 60, 80], k=2), reverse=True)
    kind = draw.choice(["Maximise", "Minimise"])
    if basis == "Value" and kind == "Minimise":
        limits.reverse()
    return {
        "KPI": f"KPI {number}",
        "Objective": draw.choice(list(OBJECTIVES)),
        "Indicator": draw.choice(["Leading", "Lagging"]),
        "Kind": kind,
        "Form": draw.choice(["Range", "Ratio", "Progress", "Absolute"]),
        "Weight": draw.choice([0.0, 1.0, 2.0, 33.33]),
        "Baseline": draw.choice([10.0, 90.0, None]),
        "Target": draw.choice([40.0, 50.0, 80.0]),
        "Minimum": float(low),
        "Maximum": float(low + draw.choice([20, 50])),
        "Actual source": "Typed",
        "Typed actual": draw.choice([None, *range(5, 100, 5)]),
        "Status basis": basis,
        "Limit on target": limits[0] if basis and draw.random() < 0.6 else None,
        "Limit watch": limits[1] if basis and draw.random() < 0.6 else None,
    }


def performance(kpi: Row) -> float | None:
    actual, target = kpi["Typed actual"], kpi["Target"]
    if actual is None:
        return None
    up = kpi["Kind"] == "Maximise"
    if kpi["Form"] == "Range":
        share = (actual - kpi["Minimum"]) / (kpi["Maximum"] - kpi["Minimum"])
        raw = share if up else 1 - share
    elif kpi["Form"] == "Ratio":
        raw = actual / target if up else target / actual
    elif kpi["Form"] == "Absolute":
        raw = 1 - abs(actual - target) / target
    else:
        raw = progress(kpi)
    return None if raw is None else min(max(raw, 0), PARAMETERS["Score_cap"])


def progress(kpi: Row) -> float | None:
    if None in (kpi["Typed actual"], kpi["Baseline"]) or kpi["Target"] == kpi["Baseline"]:
        return None
    return float((kpi["Typed actual"] - kpi["Baseline"]) / (kpi["Target"] - kpi["Baseline"]))


def status(kpi: Row) -> str:
    on, watch = kpi["Limit on target"], kpi["Limit watch"]
    if kpi["Status basis"] == "Value":
        worse = 1 if kpi["Kind"] == "Minimise" else -1
        on = kpi["Target"] if on is None else on
        watch = on + worse * PARAMETERS["Watch_tolerance"] * abs(on) if watch is None else watch
        found = kpi["Typed actual"]
        if found is None:
            return "No data"
        found, on, watch = (-worse * number for number in (found, on, watch))
    else:
        on = PARAMETERS["Status_on_target"] if on is None else on
        watch = PARAMETERS["Status_watch"] if watch is None else watch
        found = progress(kpi) if kpi["Status basis"] == "Progress" else performance(kpi)
    if found is None:
        return "No data"
    near = 1e-12
    return "On target" if found >= on - near else "Watch" if found >= watch - near else "Off target"


def rolled(method: str, scores: list[tuple[float, float | None]]) -> float | None:
    """Scores with their weights, those without data or weight left out."""
    there = [(weight, score) for weight, score in scores if weight > 0 and score is not None]
    if not there:
        return None
    values = [score for _, score in there]
    return {
        "Weighted average": sum(w * s for w, s in there) / sum(w for w, _ in there),
        "Average": sum(values) / len(values),
        "Minimum": min(values),
        "Maximum": max(values),
        "Sum": sum(values),
    }[method]


def coverage(scores: list[tuple[float, float | None]]) -> float:
    whole = sum(weight for weight, _ in scores)
    return sum(weight for weight, score in scores if score is not None) / whole if whole else 0


def covered(method: str, scores: list[tuple[float, float | None]]) -> float | None:
    return rolled(method, scores) if coverage(scores) >= 0.5 else None


def scores_of(kpis: list[Row], objective: str, *indicators: str) -> list[tuple[float, float | None]]:
    return [
        (kpi["Weight"], performance(kpi))
        for kpi in kpis
        if kpi["Objective"] == objective and kpi["Indicator"] in indicators
    ]


def objective_score(kpis: list[Row], objective: str, method: str) -> float | None:
    if coverage(scores_of(kpis, objective, "Leading", "Lagging")) < 0.5:
        return None
    lagging = rolled(method, scores_of(kpis, objective, "Lagging"))
    return rolled(method, scores_of(kpis, objective, "Leading")) if lagging is None else lagging


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPlan]:
    with studio.create(tmp_path_factory.mktemp("again") / "again.strategy") as plan:
        plan.worksheet("Strategy objectives").insert_many([
            {"Objective": name, "Process": "Value creation", "Perspective": perspective, "Weight": weight}
            for name, (perspective, weight) in OBJECTIVES.items()
        ])  # fmt: skip
        yield plan


@pytest.mark.parametrize("seed", range(5))
def test_random_scorecards_are_what_plain_python_makes_of_them(empty: OpenPlan, seed: int) -> None:
    draw = random.Random(seed)
    kpis = [random_kpi(draw, number) for number in range(40)]
    sheet = empty.worksheet("KPIs")
    rows = sheet.insert_many(kpis)
    first, second, third = (draw.choice(METHODS) for _ in range(3))
    for name, method in zip(
        ("Objective_method", "Perspective_method", "Total_method"), (first, second, third), strict=True
    ):
        empty.set(name, method)
    for row, kpi in zip(rows, kpis, strict=True):
        assert sheet.value(row, "Performance") == near(performance(kpi)), kpi
        assert sheet.value(row, "Progress") == near(progress(kpi)), kpi
        assert sheet.value(row, "Status") == status(kpi), kpi
    objectives = {name: objective_score(kpis, name, first) for name in OBJECTIVES}
    scores, cards = empty.worksheet("Objective scores"), empty.worksheet("Scorecard")
    assert dict(zip(scores.column("Objective"), scores.column("Performance"), strict=True)) == {
        name: near(score) for name, score in objectives.items()
    }
    sides: dict[str, list[tuple[float, float | None]]] = {"Customer": [], "Financial": []}
    for name, (perspective, weight) in OBJECTIVES.items():
        sides[perspective].append((weight, objectives[name]))
    expected = {side: covered(second, found) for side, found in sides.items()}
    found = dict(zip(cards.column("Perspective"), cards.column("Performance"), strict=True))
    assert {side: found[side] for side in sides} == {side: near(score) for side, score in expected.items()}
    total = rolled(third, [(1, score) for score in expected.values()])
    assert empty.value("Scorecard_total") == near(total)
    sheet.remove(*rows)


def near(value: float | None) -> Any:
    """What equals the value but for the last digits; None equals None."""
    return None if value is None else pytest.approx(value, rel=1e-12, abs=1e-12)

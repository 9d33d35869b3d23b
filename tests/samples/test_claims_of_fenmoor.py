"""The strategy map of the large sample shows every verdict; the numbers behind it worked out again from the files."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import pairwise

import pytest
from scipy import stats

import strategy_studio as studio
from strategy_studio.drawing.display_list import Label
from strategy_studio.drawing.strategy_map import strategy_map
from strategy_studio.resources import resource

FOLDERS = ("1 2026 H1", "2 2026 H2", "3 2027 H1")
QUARTERS = [f"{year}-{end}" for year in (2025, 2026, 2027) for end in ("03-31", "06-30", "09-30", "12-31")][2:10]
DECIDED = {
    "Engaged people keep promises": "Supported so far",
    "Chosen segments make equity": "Supported so far",
    "Online makes service cheaper": "Contradicted",
    "Loyalty brings value": "Unclear",
    "Saving service costs loyalty": "Unclear",
    "One file, fast answers": "Unclear",
}


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a worksheet's files, oldest round first."""
    found = []
    for folder in FOLDERS:
        path = resource("samples") / "fenmoor" / folder / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as lines:
                found += list(csv.DictReader(lines))
    return found


def level(kpi: dict[str, str], reading: dict[str, str]) -> float:
    """A reading in parts of the KPI's scale, up being better: its range where it has one, else its target."""
    low, high = kpi["Minimum"], kpi["Maximum"]
    scale = float(high) - float(low) if low and high else float(kpi["Target"])
    actual = reading["Actual"] or float(reading["Numerator"]) / float(reading["Denominator"])
    if kpi["Kind"] == "Band":
        outside = max(float(kpi["Band low"]) - float(actual), float(actual) - float(kpi["Band high"]), 0)
        return -outside / scale
    return (-1 if kpi["Kind"] == "Minimise" else 1) * float(actual) / scale


def changes(objective: str) -> dict[str, float]:
    """The mean change of an objective's KPIs by the quarter in which it ended."""
    kpis = {kpi["KPI"]: kpi for kpi in rows("KPIs") if kpi.get("Objective") == objective}
    dated: dict[str, dict[str, float]] = defaultdict(dict)
    for reading in rows("Measurements"):
        if reading["KPI"] in kpis:
            dated[reading["KPI"]][reading["Date"]] = level(kpis[reading["KPI"]], reading)
    found: dict[str, float] = {}
    for before, after in pairwise(QUARTERS):
        parts = [levels[after] - levels[before] for levels in dated.values() if {before, after} <= levels.keys()]
        found[after] = round(sum(parts) / len(parts), 9)
    return found


@pytest.mark.parametrize("link", list(DECIDED))
def test_the_rank_correlation_of_a_claim_is_that_of_its_files(fenmoor: studio.OpenPlan, link: str) -> None:
    (claim,) = (row for row in rows("Strategy_map_links") if row["Link"] == link)
    cause, effect, lag = changes(claim["Cause"]), changes(claim["Effect"]), int(claim["Expected lag"])
    sign = -1 if claim["Direction"] == "Opposite" else 1
    pairs = [(cause[QUARTERS[at - lag]], sign * effect[QUARTERS[at]]) for at in range(1 + lag, len(QUARTERS))]
    expected = stats.spearmanr(*zip(*pairs, strict=True)).statistic
    (test,) = (found for found in fenmoor.claims() if found.label == link)
    assert test.correlation == pytest.approx(expected)
    assert (len(test.points), test.agreeing) == (len(pairs), sum(one * other > 0 for one, other in pairs))
    assert test.verdict == DECIDED[link]


def test_the_list_beside_the_map_tells_every_claim_whole(fenmoor: studio.OpenPlan) -> None:
    labels = [item.text for item in strategy_map(fenmoor.plan).items if isinstance(item, Label)]
    assert not [text for text in labels if "…" in text]
    assert set(DECIDED) < set(labels)
    assert sum("agree" in text for text in labels) == sum("rank" in text for text in labels) == len(DECIDED)


def test_what_takes_a_year_or_was_never_measured_has_too_few_points(fenmoor: studio.OpenPlan) -> None:
    others = {test.label: test.verdict for test in fenmoor.claims() if test.label not in DECIDED}
    assert set(others.values()) == {"Too few"} and len(others) == 3
    seen = {test.verdict for test in fenmoor.claims()}
    assert seen == {"Supported so far", "Contradicted", "Unclear", "Too few"}
    assert any(found.subject == "Online makes service cheaper" for found in fenmoor.proposals())

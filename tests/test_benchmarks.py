"""The benchmarks compare like with like, and their page says when a limit is not kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks import cases, chain
from benchmarks.report import Measured, table


def test_a_limit_is_on_the_ratio_when_there_is_a_reference() -> None:
    assert Measured("x", seconds=3.0, limit=1.5, reference=2.0).met
    assert not Measured("x", seconds=3.2, limit=1.5, reference=2.0).met
    assert Measured("x", seconds=0.004, limit=0.005).met
    assert not Measured("x", seconds=0.006, limit=0.005).met


def test_the_page_shows_what_was_missed() -> None:
    page = table([Measured("quick", 0.001, 0.005), Measured("slow", 4.0, 1.5, 2.0)])
    assert [line.split(" | ")[5] for line in page.splitlines()[-2:]] == ["yes", "**no**"]


def test_the_chain_in_a_plan_equals_the_chain_in_numpy(tmp_path: Path) -> None:
    with chain.build(tmp_path / "chain.strategy", 200) as plan:
        chain.assert_equal(plan, 200)


def test_the_cases_of_a_plan_equal_the_cases_in_numpy(tmp_path: Path) -> None:
    given, drawn = cases.model(), cases.draws()
    with cases.build(tmp_path / "cases.strategy", given) as plan:
        found = cases.in_a_plan(plan, drawn)
    np.testing.assert_allclose(found, cases.in_numpy(given, drawn), rtol=1e-9)

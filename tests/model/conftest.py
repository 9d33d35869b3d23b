"""A fresh tiny plan for tests of the model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy_studio.api import OpenPlan
from tests.model import tiny


@pytest.fixture
def small(tmp_path: Path) -> Iterator[OpenPlan]:
    """The tiny plan with two groups and two shops."""
    with tiny.opened(tmp_path / "tiny.strategy") as plan:
        plan.worksheet("Groups").insert_many(
            [{"Group": "Homes", "Heads": 40, "Spend": 200}, {"Group": "Firms", "Heads": 10, "Spend": 500}]
        )
        plan.worksheet("Shops").insert_many([{"Shop": "North"}, {"Shop": "South", "Best group": "Firms"}])
        yield plan

"""The small plan of `shop`, fresh for every test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy_studio.api import OpenPlan
from tests.analysis import shop


@pytest.fixture
def small(tmp_path: Path) -> Iterator[OpenPlan]:
    with shop.opened(tmp_path) as plan:
        yield plan

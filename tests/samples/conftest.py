"""The samples, built once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import strategy_studio as studio


@pytest.fixture(scope="module")
def fenmoor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[studio.OpenPlan]:
    with studio.sample(tmp_path_factory.mktemp("samples") / "fenmoor.strategy") as plan:
        yield plan


@pytest.fixture(scope="module")
def teaching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[studio.OpenPlan]:
    with studio.sample(tmp_path_factory.mktemp("samples") / "teaching.strategy", name="teaching") as plan:
        yield plan

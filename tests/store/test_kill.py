"""A program killed at any moment loses no edit that it had acknowledged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from strategy_studio.store import create


def kill(path: Path, kills: int, seed: int) -> list[int]:
    create(path).close()
    arguments = [sys.executable, "-m", "tests.store.killing", str(path), str(kills), str(seed)]
    run = subprocess.run(arguments, capture_output=True, text=True, timeout=30 + kills)
    assert run.returncode == 0, f"seed {seed}\n{run.stderr}"
    return [int(number) for number in run.stdout.split()]


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_kill_9_loses_nothing(tmp_path: Path) -> None:
    revision, _ = kill(tmp_path / "acme.strategy", kills=40, seed=20261122)
    assert revision > 40


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_five_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    revision, interrupted = kill(tmp_path / "acme.strategy", kills=500, seed=20271122)
    assert revision > 500
    assert interrupted

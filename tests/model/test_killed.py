"""A program killed amid changes of cells, scenarios and rounds: nothing acknowledged is lost, and all of it undoes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def kill(folder: Path, kills: int, seed: int) -> int:
    arguments = [sys.executable, "-m", "tests.model.killing", str(folder), str(kills), str(seed)]
    run = subprocess.run(arguments, capture_output=True, text=True, timeout=60 + 3 * kills)
    assert run.returncode == 0, f"seed {seed}\n{run.stderr}"
    return int(run.stdout)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_kill_9_amid_scenarios_loses_nothing(tmp_path: Path) -> None:
    assert kill(tmp_path, kills=6, seed=20261122) > 6


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_many_kills_amid_scenarios_lose_nothing(tmp_path: Path) -> None:
    assert kill(tmp_path, kills=80, seed=20271122) > 80

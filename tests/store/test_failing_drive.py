"""Whatever single operation of the drive fails: no acknowledged edit is lost, and the edits after it succeed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from strategy_studio.store import create, open_plan
from tests.store.editing import check

pytestmark = pytest.mark.needs("strace")
CALLS = ("pwrite64", "fdatasync", "unlink")
LAST = 12
PARTS = [*(("pwrite64", part, 4) for part in range(4)), ("fdatasync", 0, 1), ("unlink", 0, 1)]
"""A session writes ten times as often as it flushes, so those tests are cut into pieces of like length."""


def traced(place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """An editing session of which strace sees, and may fail, what happens to the plan and its journal."""
    watched = [f"--trace-path={path}" for path in (place, f"{place}-journal")]
    program = [sys.executable, "-m", "tests.store.editing", str(place), str(LAST)]
    run = subprocess.run(["strace", "-f", *watched, *options, *program], capture_output=True, text=True, timeout=60)
    if "ptrace" in run.stderr and "not permitted" in run.stderr:
        pytest.skip("strace may not trace here")
    return run


def counted(folder: Path) -> Counter[str]:
    """How often a session that goes well makes each call."""
    place = folder / "acme.strategy"
    create(place).close()
    log = folder / "log"
    assert traced(place, "-e", f"trace={','.join(CALLS)}", "-o", str(log)).returncode == 0
    return Counter(line.split("(")[0].split()[-1] for line in log.read_text().splitlines() if "(" in line)


def fail_once(folder: Path, call: str, number: int, error: str) -> None:
    where = f"{call} number {number} fails with {error}"
    place = folder / f"{call}-{number}-{error}" / "acme.strategy"
    place.parent.mkdir()
    create(place).close()
    fault = f"inject={call}:error={error}:when={number}"
    run = traced(place, "-e", f"trace={','.join(CALLS)}", "-e", fault, "-o", str(folder / "log"))
    acknowledged = [int(line) for line in run.stdout.split() if line != "closed"]
    assert "INJECTED" in (folder / "log").read_text(), where
    assert run.returncode == 0, f"{where}: {run.stderr}"
    assert acknowledged == list(range(1, LAST + 1)), f"{where}: {run.stderr}"
    with closing(open_plan(place)) as plan:
        check(plan, LAST)


@pytest.mark.parametrize(
    ("call", "share", "error"),
    [
        ("pwrite64", 0.3, "ENOSPC"),
        ("pwrite64", 0.6, "EIO"),
        ("pwrite64", 0.8, "EIO"),
        ("fdatasync", 0.4, "EIO"),
        ("fdatasync", 0.7, "EIO"),
    ],
)
def test_a_call_that_fails_once_loses_nothing(tmp_path: Path, call: str, share: float, error: str) -> None:
    fail_once(tmp_path, call, int(counted(tmp_path)[call] * share), error)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize(("call", "part", "parts"), PARTS)
def test_every_call_may_fail_once(tmp_path: Path, call: str, part: int, parts: int, error: str) -> None:
    numbers = range(1, counted(tmp_path)[call] + 1)[part::parts]
    assert numbers
    for number in numbers:
        fail_once(tmp_path, call, number, error)

"""Whatever single operation of the drive fails: no acknowledged edit is lost, and the edits after it succeed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = [pytest.mark.needs("strace"), pytest.mark.timeout(240)]
CALLS = ("pwrite64", "fdatasync", "unlink")
PARTS = [*(("pwrite64", part, 4) for part in range(4)), ("fdatasync", 0, 1), ("unlink", 0, 1)]
"""A session writes ten times as often as it flushes, so those tests are cut into pieces of like length."""


def traced(place: Path, call: str, when: int, numbers: Sequence[int], *options: str) -> list[str]:
    """Editing sessions of which strace sees, and may fail, what happens to the plan and its journal; -> what it saw."""
    log = place.with_name("log")
    watched = [f"--trace-path={path}" for path in (place, f"{place}-journal")]
    program = [sys.executable, "-m", "tests.store.failing", str(place), call, str(when), *map(str, numbers)]
    command = ["strace", "-f", *watched, "-e", f"trace={','.join(CALLS)}", *options, "-o", str(log), *program]
    run = subprocess.run(command, capture_output=True, text=True, timeout=220)
    if "ptrace" in run.stderr and "not permitted" in run.stderr:
        pytest.skip("strace may not trace here")
    assert run.returncode == 0, f"{' '.join(options)}: {run.stderr}"
    return log.read_text().splitlines()


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """How often a session that goes well makes each call."""
    seen = traced(tmp_path_factory.mktemp("counted") / "acme.strategy", "none", 0, [0])
    parent = seen[-1].split()[0]
    return Counter(line.split("(")[0].split()[-1] for line in seen if "(" in line and line.split()[0] != parent)


def fail_once(folder: Path, call: str, numbers: Sequence[int], error: str) -> None:
    """Sessions in each of which the call of one of these numbers fails."""
    when = max(numbers)
    seen = traced(folder / "acme.strategy", call, when, numbers, "-e", f"inject={call}:error={error}:when={when}")
    injected = [line.split()[0] for line in seen if "INJECTED" in line]
    assert len(injected) == len(set(injected)) == len(numbers)


@pytest.mark.parametrize(
    ("call", "shares", "error"),
    [("pwrite64", (0.3,), "ENOSPC"), ("pwrite64", (0.6, 0.8), "EIO"), ("fdatasync", (0.4, 0.7), "EIO")],
)
def test_a_call_that_fails_once_loses_nothing(
    tmp_path: Path, calls: Counter[str], call: str, shares: Sequence[float], error: str
) -> None:
    fail_once(tmp_path, call, [int(calls[call] * share) for share in shares], error)


@pytest.mark.slow
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize(("call", "part", "parts"), PARTS)
def test_every_call_may_fail_once(
    tmp_path: Path, calls: Counter[str], call: str, part: int, parts: int, error: str
) -> None:
    numbers = range(1, calls[call] + 1)[part::parts]
    assert numbers
    fail_once(tmp_path, call, numbers, error)

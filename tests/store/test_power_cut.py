"""A power cut at any moment loses no edit that had been acknowledged."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from strategy_studio.formula.errors import PlanError
from strategy_studio.store import create, marks, open_plan
from tests.store.editing import check, edit
from tests.store.power_cut import CALLS, Disk, Event, events

pytestmark = pytest.mark.long
NAME = "acme.strategy"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str, list[Event]]:
    """A plan as it was before an editing session, its document, and what the session did to the disk."""
    folder = tmp_path_factory.mktemp("recorded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATEGY_STUDIO_DATA", str(folder / "data"))
        with closing(create(folder / NAME)) as plan:
            document = plan.document
        edit(str(folder / NAME), 8)
        start = (folder / NAME).read_bytes()
        trace = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", str(folder / "log")]
        program = [sys.executable, "-m", "tests.store.editing", str(folder / NAME), "21", "33"]
        recorded = subprocess.run([*trace, *program], capture_output=True, text=True)
    if "ptrace" in recorded.stderr and "not permitted" in recorded.stderr:
        pytest.skip("strace may not trace here")
    assert recorded.returncode == 0, recorded.stderr
    return start, document, list(events(folder / "log", folder, {NAME, f"{NAME}-journal"}))


def cut_power(session: tuple[bytes, str, list[Event]], folder: Path, cuts: int, seed: int) -> int:
    """Open what is left after so many power cuts; -> how many of them had to be rolled back."""
    start, document, course = session
    assert [event.data for event in course if event.what == "acknowledge"][-2:] == [b"33", b"closed"]
    chance = random.Random(seed)
    moments = sorted(chance.randrange(len(course) + 1) for _ in range(cuts))
    disk, acknowledged, done, interrupted = Disk({NAME: start}), 8, 0, 0
    for number, moment in enumerate(moments):
        for event in course[done:moment]:
            disk.take(event)
            if event.what == "acknowledge" and event.data.isdigit():
                acknowledged = int(event.data)
        done = moment
        place = folder / f"{number}" / NAME
        place.parent.mkdir()
        left = disk.after_power_cut(chance)
        interrupted += len(left) > 1
        for name, content in left.items():
            place.with_name(name).write_bytes(content)
        marks.note(marks.mark_path(document), acknowledged)
        with closing(open_plan(place, read_only=len(left) == 1)) as plan:
            assert not plan.unnamed, f"seed {seed}, cut {number}"
            check(plan, acknowledged)
        shutil.rmtree(place.parent)
    return interrupted


@pytest.mark.needs("strace")
def test_a_power_cut_loses_nothing(session: tuple[bytes, str, list[Event]], tmp_path: Path) -> None:
    assert cut_power(session, tmp_path, cuts=600, seed=20261122) > 100


@pytest.mark.needs("strace")
def test_the_simulated_disk_would_notice_missing_flushes(
    session: tuple[bytes, str, list[Event]], tmp_path: Path
) -> None:
    start, document, course = session
    careless = [event for event in course if event.what != "sync"]
    with pytest.raises((PlanError, AssertionError)):
        cut_power((start, document, careless), tmp_path, cuts=50, seed=1)


def left_beside(session: tuple[bytes, str, list[Event]], cuts: int, seed: int) -> set[str]:
    """The names that power cuts just after the plan was closed leave in its folder."""
    start, _, course = session
    chance, disk, found = random.Random(seed), Disk({NAME: start}), set()
    for event in course:
        disk.take(event)
        if event.data == b"closed":
            found |= {name for _ in range(cuts) for name in disk.after_power_cut(chance)}
    return found


@pytest.mark.needs("strace")
def test_a_closed_plan_stands_alone_after_a_power_cut(session: tuple[bytes, str, list[Event]]) -> None:
    """That its journal is gone must be on the disk too: it is with synchronous=EXTRA, and not with FULL."""
    assert left_beside(session, cuts=50, seed=20261122) == {NAME}


@pytest.mark.needs("strace")
def test_the_simulated_disk_would_notice_a_journal_that_comes_back(session: tuple[bytes, str, list[Event]]) -> None:
    start, document, course = session
    forgetful = [
        event
        for before, event in zip([Event("start"), *course], course, strict=False)
        if (before.what, event.what) != ("unlink", "sync folder")
    ]
    assert len(forgetful) < len(course)
    assert left_beside((start, document, forgetful), cuts=50, seed=20261122) == {NAME, f"{NAME}-journal"}


@pytest.mark.slow
@pytest.mark.needs("strace")
@pytest.mark.parametrize("seed", range(20271122, 20271125))
def test_three_thousand_power_cuts_lose_nothing(
    session: tuple[bytes, str, list[Event]], tmp_path: Path, seed: int
) -> None:
    assert cut_power(session, tmp_path, cuts=1_000, seed=seed) > 150

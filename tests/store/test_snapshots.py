"""Versions and snapshots: taken in time, thinned to a ladder, and each of them the plan of its moment."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from strategy_studio.store import create, open_version
from strategy_studio.store.plan_file import PlanFile
from strategy_studio.store.snapshots import Snapshots
from tests.store.steps import cells, insert, set_cell


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create(tmp_path / "acme.strategy").close()
    return tmp_path / "acme.strategy"


def edit(plan: PlanFile, value: float) -> None:
    before = cells(plan, 1).get("A") if value else None
    plan.commit("Edit", "anna", [set_cell(1, "A", before, value) if value else insert(1, A=0.0)], 2)


def test_snapshots_are_taken_before_the_first_edit_every_ten_minutes_and_on_close(place: Path, clock: Clock) -> None:
    with closing(PlanFile(place, now=clock)) as plan:
        edit(plan, 0.0)
        assert plan.versions() == []
        for minute in range(1, 31):
            clock.forward(minutes=1)
            edit(plan, float(minute))
        assert len(plan.versions()) == 3
        clock.forward(minutes=10)
    with closing(PlanFile(place, now=clock)) as plan:
        assert len(plan.versions()) == 4
        clock.forward(days=1)
        edit(plan, 99.0)
        assert len(plan.versions()) == 4, "before the first edit the plan is as the last snapshot has it"


def test_nothing_changed_means_no_snapshot(place: Path, clock: Clock) -> None:
    for _ in range(3):
        with closing(PlanFile(place, now=clock)) as plan:
            clock.forward(hours=1)
            plan.load()
            assert plan.versions() == []


def test_every_snapshot_is_the_plan_of_its_moment(place: Path, clock: Clock) -> None:
    values = {}
    with closing(PlanFile(place, now=clock)) as plan:
        for number in range(6):
            edit(plan, float(number))
            values[clock.now.isoformat(timespec="seconds")] = float(number)
            plan.keep_version(f"Version {number}")
            clock.forward(seconds=61)
        for name, at in plan.versions():
            with closing(open_version(plan, name, at)) as version:
                assert cells(version, 1) == {"A": values[at]}
                assert name == f"Version {values[at]:.0f}"


def test_thirty_days_of_work_leave_a_ladder(place: Path, clock: Clock) -> None:
    with closing(PlanFile(place, now=clock)) as plan:
        edit(plan, 0.0)
        plan.keep_version("Kick-off")
        for step in range(1, 30 * 5):
            clock.forward(minutes=30) if step % 5 else clock.forward(hours=22)
            edit(plan, float(step))
        kept = [datetime.fromisoformat(at) for _, at in plan.versions()]
        assert ("Kick-off", "2027-03-01T08:00:00+00:00") in plan.versions()
        assert kept == sorted(kept, reverse=True)
        assert len(kept) <= 6 + 8 + 14 + 8 + 1
        ages = [clock.now - at for at in kept]
        assert sum(age < timedelta(days=2) for age in ages) >= 6
        assert len({at.date() for at in kept}) >= 14
        assert len({at.isocalendar()[:2] for at in kept}) >= 5


@pytest.mark.parametrize("jump", [-365, 3650])
def test_a_clock_that_jumps_loses_no_snapshot(place: Path, clock: Clock, jump: int) -> None:
    with closing(PlanFile(place, now=clock)) as plan:
        edit(plan, 0.0)
        for step in range(1, 5):
            clock.forward(days=jump if step == 3 else 0, minutes=15)
            edit(plan, float(step))
        names = [at for _, at in plan.versions()]
        assert len(names) == 4
        newest = open_version(plan, *plan.versions()[0])
        assert cells(newest, 1) == {"A": 3.0}
        newest.discard()


def test_a_snapshot_that_fails_is_told_and_the_edit_is_kept(
    place: Path, clock: Clock, data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (data_folder / "versions").write_text("a file where the folder should be")
    with closing(PlanFile(place, now=clock)) as plan:
        edit(plan, 0.0)
        clock.forward(minutes=11)
        edit(plan, 1.0)
        assert cells(plan, 1) == {"A": 1.0}
        assert "No snapshot of acme could be kept" in plan.odd[0]
        assert plan.odd[0] in caplog.text


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_snapshots_stay_within_a_tenth_of_the_free_space(
    place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = place.stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**12, 10**12 - size * 45, size * 45))
    with closing(PlanFile(place, now=clock)) as plan:
        edit(plan, 0.0)
        plan.keep_version("Kick-off")
        for step in range(1, 9):
            clock.forward(days=8)
            edit(plan, float(step))
        names = [name for name, _ in plan.versions()]
        assert names.count("Kick-off") == 1
        assert len(names) == 5


def test_working_copies_of_a_killed_program_go_after_a_day(place: Path, clock: Clock, data_folder: Path) -> None:
    with closing(PlanFile(place, now=clock)) as plan:
        folder = data_folder / "versions" / plan.document
        folder.mkdir(parents=True)
        old, fresh = folder / ".old.part", folder / ".fresh.part-journal"
        for path in (old, fresh):
            path.touch()
        os.utime(old, (0, 0))
        plan.keep_version("Kick-off")
        assert (old.exists(), fresh.exists()) == (False, True)


def test_snapshots_of_a_document_without_any(data_folder: Path) -> None:
    assert Snapshots("0" * 32).kept() == []

"""A disk that is full, or refuses to write: the edit is refused in a sentence, nothing is lost, work goes on after."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from strategy_studio.formula.errors import PlanError
from strategy_studio.store import copy_of, create, open_plan, save_as
from tests.store.steps import insert, set_cell, state


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if os.name == "nt" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_refuses_edits_until_there_is_room(small_disk: Path, tmp_path: Path) -> None:
    plan = create(small_disk / "acme.strategy")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(150_000))
    expected: dict[int, object] = {}
    refusal = ""
    while not refusal:
        row = len(expected) + 1
        new = insert(row, Text=f"{row} " * 1000)
        try:
            plan.commit("Insert", "anna", [new], row + 1)
            expected[row] = new.after
        except PlanError as error:
            refusal = str(error)
    assert refusal.startswith("This edit was not saved: the disk is full. Free some space and press Retry")
    assert len(expected) > 5
    for _ in range(3):
        with pytest.raises(PlanError, match="the disk is full"):
            plan.commit("Insert", "anna", [insert(500, Text="x" * 50_000)], 501)
    assert state(plan)[0] == expected
    elsewhere = copy_of(plan, tmp_path / "elsewhere.strategy")
    with pytest.raises(PlanError, match=r"copy\.strategy was not written: the disk is full"):
        copy_of(plan, small_disk / "copy.strategy")
    ballast.unlink()
    plan.commit("Edit", "anna", [set_cell(1, "A", None, 1.0)], 500)
    plan.close()
    for path in (small_disk / "acme.strategy", elsewhere):
        with closing(open_plan(path)) as again:
            assert state(again)[0].keys() == expected.keys()
    assert [path.name for path in small_disk.iterdir()] == ["acme.strategy"]


def test_a_failed_save_as_keeps_the_plan_open(small_disk: Path, tmp_path: Path) -> None:
    plan = create(tmp_path / "acme.strategy")
    plan.commit("Insert", "anna", [insert(row, Text="x" * 1000) for row in range(1, 500)], 500)
    with pytest.raises(PlanError, match="the disk is full"):
        save_as(plan, small_disk / "acme.strategy")
    plan.commit("Edit", "anna", [set_cell(1, "A", None, 1.0)], 500)
    plan.close()
    assert list(small_disk.iterdir()) == []


LIMITED = """
import resource, sys
from strategy_studio.formula.errors import PlanError
from strategy_studio.store import create
from tests.store.steps import insert, set_cell, state
plan = create(sys.argv[1])
plan.commit("Insert", "anna", [insert(1, A=1.0)], 2)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
refused = 0
for row in range(2, 60):
    try:
        plan.commit("Insert", "anna", [insert(row, Text="x" * 5000)], row + 1)
    except PlanError as error:
        assert str(error).startswith("This edit was not saved: "), error
        refused += 1
    else:
        last = row
assert refused > 10
assert set(state(plan)[0]) == set(range(1, last + 1))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 60)
plan.take_back(plan.undoable())
print(last)
plan.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a process")
def test_a_drive_that_takes_no_more_refuses_edits_and_the_plan_stays_whole(tmp_path: Path) -> None:
    place = tmp_path / "acme.strategy"
    child = subprocess.run([sys.executable, "-c", LIMITED, place], capture_output=True, text=True)
    assert child.returncode == 0, child.stderr
    with closing(open_plan(place)) as plan:
        assert set(state(plan)[0]) == set(range(1, int(child.stdout) + 1))

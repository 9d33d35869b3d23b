"""One writer at a time: second windows, second programs, read-only places, and what a crash leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from strategy_studio.formula.errors import PlanError
from strategy_studio.store import copy_of, create, open_plan, open_version, save_as, unnamed, unnamed_plans
from tests.effort import is_quick
from tests.store.steps import cells, insert, set_cell, state

HOLD = """
import sys
from strategy_studio.store import open_plan
plan = open_plan(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
plan.close()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    with closing(create(folder / "acme.strategy")) as plan:
        plan.commit("Insert", "anna", [insert(1, A=1.0)], 2)
    return folder / "acme.strategy"


@pytest.fixture
def holder(place: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the plan open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def refused(place: Path, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        open_plan(place)


def test_a_second_program_is_told_who_has_the_plan(place: Path, holder: subprocess.Popen[str]) -> None:
    by_whom = r"^This plan is open in Strategy Studio by \S+ on \S+ since \d\d:\d\d\."
    assert is_quick(lambda: refused(place, by_whom), seconds=3, clock=time.monotonic)
    with closing(open_plan(place, read_only=True)) as copy:
        assert copy.unnamed
        assert "another program has open" in copy.odd[0]
        assert cells(copy, 1) == {"A": 1.0}


def test_after_a_crash_the_plan_opens_and_says_so(place: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with closing(open_plan(place)) as plan:
        assert plan.odd == ["Strategy Studio did not close this plan normally. Every edit it acknowledged is here."]
        plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 2)
    assert not list(place.parent.glob("*.lock"))


def test_a_stopped_program_does_not_hang_the_next(place: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGSTOP)
    assert is_quick(lambda: refused(place, "is open in Strategy Studio by"), seconds=3, clock=time.monotonic)
    holder.send_signal(signal.SIGCONT)


def test_the_same_plan_twice_in_one_program_is_refused(place: Path) -> None:
    with closing(open_plan(place)) as plan:
        for attempt in (open_plan, lambda path: open_plan(path, read_only=True), lambda path: copy_of(path, "x")):
            with pytest.raises(PlanError, match="already open in this program"):
                attempt(place)
        # The locks of the first must have outlived the attempts.
        probe = subprocess.run([sys.executable, "-c", HOLD, place], input="\n", capture_output=True, text=True)
        assert "is open in Strategy Studio" in probe.stderr
        plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 2)


def test_a_plan_that_is_open_under_another_name_is_left_alone(place: Path) -> None:
    other = place.with_name("other name.strategy")
    other.hardlink_to(place)
    with closing(open_plan(place)) as plan:
        with pytest.raises(PlanError, match="open in another program"):
            open_plan(other)
        probe = subprocess.run([sys.executable, "-c", HOLD, place], input="\n", capture_output=True, text=True)
        assert "is open in Strategy Studio" in probe.stderr
        plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 2)
    with closing(open_plan(other)) as plan:
        assert cells(plan, 1) == {"A": 2.0}


def test_several_plans_open_side_by_side(tmp_path: Path) -> None:
    with closing(create(tmp_path / "a.strategy")) as one, closing(create(tmp_path / "b.strategy")) as two:
        one.commit("Insert", "anna", [insert(1)], 2)
        two.commit("Insert", "anna", [insert(5)], 6)
        assert (set(state(one)[0]), set(state(two)[0])) == ({1}, {5})


def test_a_lock_of_another_computer_is_respected(place: Path) -> None:
    lock = place.with_name("acme.strategy.lock")
    owner = {"user": "ANNA", "host": "LAPTOP-7", "pid": 4, "at": "2026-11-20T14:02:00+00:00", "process": "x"}
    lock.write_text(json.dumps(owner))
    with pytest.raises(PlanError, match=r"by ANNA on LAPTOP-7 since 2026-11-20 .* remove acme.strategy.lock"):
        open_plan(place)
    assert json.loads(lock.read_text()) == owner
    lock.unlink()
    open_plan(place).close()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"user": 1}', "[" * 3000, '{"user":"a","host":"b","pid":"x"}'])
def test_a_broken_lock_file_says_nothing(place: Path, text: str) -> None:
    place.with_name("acme.strategy.lock").write_text(text)
    open_plan(place).close()


def test_a_plan_opened_for_reading_refuses_edits_in_a_sentence(place: Path) -> None:
    before = place.read_bytes()
    with closing(open_plan(place, read_only=True)) as plan:
        assert cells(plan, 1) == {"A": 1.0}
        with pytest.raises(PlanError, match="for reading only"):
            plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 2)
    assert place.read_bytes() == before


READ = """
import os, sys
from strategy_studio.formula.errors import PlanError
from strategy_studio.store import open_plan, unnamed
unnamed("all modules are loaded, which the other user may not be able to read").discard()
os.environ["STRATEGY_STUDIO_DATA"] = sys.argv[2]
os.setgid(65534); os.setuid(65534)
plan = open_plan(sys.argv[1])
print(plan.read_only)
print(len(list(plan.load().rows)), plan.undoable().label)
try:
    plan.take_back(plan.undoable())
except PlanError as error:
    print(str(error) == plan.read_only)
plan.close()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up its rights")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "word"), [(0o444, 0o777, "file"), (0o666, 0o555, "folder"), (0o444, 0o555, "file")]
)
def test_a_read_only_place_opens_and_says_so(file_mode: int, folder_mode: int, word: str) -> None:
    # The folders that pytest makes are closed to other users, and the child becomes another user.
    with TemporaryDirectory() as root:
        Path(root).chmod(0o755)
        folder, data = Path(root, "plans"), Path(root, "data")
        folder.mkdir()
        data.mkdir()
        data.chmod(0o777)
        place = folder / "acme.strategy"
        with closing(create(place)) as plan:
            plan.commit("Insert", "anna", [insert(1)], 2)
        place.chmod(file_mode)
        folder.chmod(folder_mode)
        child = subprocess.run([sys.executable, "-c", READ, place, data], capture_output=True, text=True)
        assert child.stdout.splitlines() == [
            f"This plan is read-only: its {word} does not allow writing. Save a copy to change it.",
            "1 Insert",
            "True",
        ], child.stderr
        assert [path.name for path in folder.iterdir()] == ["acme.strategy"]
        folder.chmod(0o777)


@pytest.mark.parametrize("how", ["removed", "replaced", "moved"])
def test_a_file_that_is_gone_refuses_edits_and_can_be_saved_elsewhere(place: Path, how: str) -> None:
    plan = open_plan(place)
    match how:
        case "removed":
            place.unlink()
        case "moved":
            place.rename(place.with_name("elsewhere.strategy"))
        case _:
            other = place.with_name("other")
            other.write_bytes(place.read_bytes())
            other.replace(place)
    with pytest.raises(PlanError, match="moved, removed or replaced"):
        plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 2)
    assert cells(plan, 1) == {"A": 1.0}
    saved = save_as(plan, place.with_name("saved.strategy"))
    saved.commit("Edit", "anna", [set_cell(1, "A", 1.0, 3.0)], 2)
    saved.close()


def test_an_unnamed_plan_lives_in_the_data_folder_until_it_is_saved(tmp_path: Path, data_folder: Path) -> None:
    plan = unnamed("Fenmoor")
    assert (plan.title, plan.unnamed) == ("Fenmoor", True)
    assert plan.path.is_relative_to(data_folder)
    plan.commit("Insert", "anna", [insert(1, A=1.0)], 2)
    assert unnamed_plans() == []
    document = plan.document
    saved = save_as(plan, tmp_path / "mine.strategy")
    assert (saved.title, saved.unnamed, saved.document) == ("mine", False, document)
    assert saved.undoable().label == "Insert"
    assert unnamed_plans() == []
    saved.close()


def test_an_unnamed_plan_is_found_again(data_folder: Path) -> None:
    plan = unnamed("Fenmoor")
    plan.commit("Insert", "anna", [insert(1)], 2)
    plan.close()
    (path,) = unnamed_plans()
    again = open_plan(path)
    assert (again.title, again.unnamed) == ("Fenmoor", True)
    again.discard()
    assert unnamed_plans() == []


def test_saving_over_a_plan_that_is_open_is_refused(place: Path, tmp_path: Path) -> None:
    other = create(tmp_path / "other.strategy")
    with closing(open_plan(place)):
        with pytest.raises(PlanError, match="already open"):
            save_as(other, place)
        with pytest.raises(PlanError, match="onto itself"):
            save_as(other, other.path)
    saved = save_as(other, place)
    assert state(saved) == ({}, {})
    saved.close()


def test_a_failed_copy_leaves_the_old_file(place: Path, tmp_path: Path) -> None:
    target = tmp_path / "folder"
    (target / "in the way").mkdir(parents=True)
    with closing(open_plan(place)) as plan:
        with pytest.raises(PlanError, match="folder was not written"):
            copy_of(plan, target)
        with pytest.raises(PlanError):
            copy_of(plan, tmp_path / "no folder" / "x.strategy")
    assert [path.name for path in target.iterdir()] == ["in the way"]
    assert not list(tmp_path.glob("*.part*"))


def test_a_version_opens_as_an_unnamed_copy(place: Path) -> None:
    with closing(open_plan(place)) as plan:
        plan.keep_version("Before the board: 50 % / ½")
        plan.commit("Edit", "anna", [set_cell(1, "A", 1.0, 2.0)], 2)
        name, at = plan.versions()[0]
        assert name == "Before the board: 50 % / ½"
        with closing(open_version(plan, name, at)) as version:
            assert version.unnamed
            assert version.title == "acme (Before the board: 50 % / ½)"
            assert cells(version, 1) == {"A": 1.0}
            version.commit("Edit", "bob", [set_cell(1, "A", 1.0, 9.0)], 2)
        assert cells(plan, 1) == {"A": 2.0}
        with pytest.raises(PlanError, match="needs a name"):
            plan.keep_version(" ")
        with pytest.raises(PlanError, match="not kept any more"):
            plan.version_path("Another", at)

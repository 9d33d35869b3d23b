"""Exported files: normal permissions, whole or not at all, a sentence where they cannot be put."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.exchange.excel import export_excel
from strategy_studio.exchange.placing import placed
from tests.model import tiny


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[OpenPlan]:
    with tiny.opened(tmp_path / "tiny.strategy") as plan:
        plan.worksheet("Groups").insert({"Group": "Homes", "Heads": 4})
        yield plan


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
@pytest.mark.parametrize("suffix", ["xlsx", "svg", "png", "pdf"])
def test_files_have_the_permissions_of_any_new_file(plan: OpenPlan, tmp_path: Path, suffix: str, umask: None) -> None:
    path = plan.export(tmp_path / f"plan.{suffix}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_csv_files_too_and_a_replaced_file_keeps_its_own(plan: OpenPlan, tmp_path: Path, umask: None) -> None:
    folder = plan.export(tmp_path / "plan.csv")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o640}
    (folder / "Groups.csv").chmod(0o604)
    plan.export(folder)
    assert stat.S_IMODE((folder / "Groups.csv").stat().st_mode) == 0o604


def write_half(path: Path) -> None:
    with placed(path) as part:
        part.write_text("newer")
        raise ValueError("half")


def test_what_fails_halfway_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "plan.xlsx"
    path.write_text("older")
    with pytest.raises(ValueError, match="half"):
        write_half(path)
    assert [(found.name, found.read_text()) for found in folder.iterdir()] == [("plan.xlsx", "older")]


def test_stopping_an_export_leaves_nothing(plan: OpenPlan, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    export_excel(plan.plan, tmp_path / "plan.xlsx", lambda fraction: fraction < 0.3)
    assert set(tmp_path.iterdir()) == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("older")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    with placed(link) as part:
        part.write_text("newer")
    assert link.is_symlink() and (tmp_path / "real.txt").read_text() == "newer"


def test_a_folder_and_a_file_open_elsewhere_are_refused_with_a_sentence(plan: OpenPlan, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(studio.PlanError, match=r"folder\.xlsx is a folder\. Choose"):
        plan.export(tmp_path / "folder.xlsx")
    (tmp_path / "open.xlsx").write_text("older")
    (tmp_path / ".~lock.open.xlsx#").touch()
    with pytest.raises(studio.PlanError, match=r"open\.xlsx is open in another program\. Close it"):
        plan.export(tmp_path / "open.xlsx")
    assert (tmp_path / "open.xlsx").read_text() == "older"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="giving up root needs a child process")
@pytest.mark.parametrize("suffix", ["xlsx", "svg", "csv"])
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_read_only_folder_is_refused_with_a_sentence(plan: OpenPlan, tmp_path: Path, suffix: str, mode: int) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    for above in (tmp_path, *list(tmp_path.parents)[:3]):
        if above.stat().st_uid == os.getuid():
            above.chmod(above.stat().st_mode | 0o555)
    folder.chmod(mode)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # root may write anywhere, so a child that is not root tries
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            plan.export(folder / f"plan.{suffix}")
        except BaseException as refusal:
            os.write(writing, f"{type(refusal).__name__}: {refusal}".encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    assert said.startswith("PlanError")
    assert "Choose another" in said or "older file is unchanged" in said
    assert list(folder.iterdir()) == []

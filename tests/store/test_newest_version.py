"""What a damaged plan is refused with: how new the newest version kept of it is; and that version opens as a copy."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from strategy_studio.model.errors import PlanError
from strategy_studio.store import PlanDamaged, PlanFile, create, open_newest, open_plan, open_safely
from tests.store.steps import cells, insert, set_cell

MOMENT = datetime(2027, 3, 2, 13, 5, tzinfo=UTC)
SAID = f"newest version kept of it is of {MOMENT.astimezone():%Y-%m-%d %H:%M}."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed plan of which a version is kept, and another plan with a newer one."""
    for name, moment, value in (("acme", MOMENT, 7.0), ("other", MOMENT.replace(day=9), 9.0)):
        create(tmp_path / f"{name}.strategy").close()
        with closing(PlanFile(tmp_path / f"{name}.strategy", now=lambda moment=moment: moment)) as plan:
            plan.commit("Insert", "anna", [insert(1, A=0.0)], 2)
            plan.commit("Edit", "anna", [set_cell(1, "A", 0.0, value)], 2)
            plan.keep_version("Before the meeting")
    return tmp_path / "acme.strategy"


def overwrite(place: Path, start: int, count: int) -> None:
    content = bytearray(place.read_bytes())
    content[start : start + count] = b"\xff" * count
    place.write_bytes(content)


def damage(place: Path, how: str) -> None:
    if how == "empty":
        place.write_bytes(b"")
    elif how == "zeros":
        place.write_bytes(bytes(place.stat().st_size))
    elif how == "cut off":
        place.write_bytes(place.read_bytes()[:-4096])
    else:
        overwrite(place, 4096, 600)


@pytest.mark.parametrize("how", ["empty", "zeros", "cut off", "overwritten"])
def test_the_sentence_names_the_newest_version_and_it_opens_as_a_copy(place: Path, how: str) -> None:
    damage(place, how)
    damaged = place.read_bytes()
    with pytest.raises(PlanDamaged) as refusal:
        open_plan(place)
    assert str(refusal.value).endswith(SAID)
    assert str(refusal.value).count("newest version") == 1
    with closing(open_newest(place)) as copy:
        assert cells(copy, 1) == {"A": 7.0}
        assert copy.unnamed
        assert copy.title == "acme"
    assert place.read_bytes() == damaged


def test_nothing_that_can_be_read_names_it_too(place: Path) -> None:
    damage(place, "zeros")
    with pytest.raises(PlanDamaged, match=r"newest version kept of it is of 2027-03-0"):
        open_safely(place)


def test_without_a_version_the_sentence_says_nothing_of_one(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.strategy"
    stranger.write_bytes(b"")
    with pytest.raises(PlanDamaged) as refusal:
        open_plan(stranger)
    assert "newest" not in str(refusal.value)
    with pytest.raises(PlanError, match=r"No version of stranger\.strategy is kept"):
        open_newest(stranger)

"""Plans of every released format open; an update works on a copy and leaves the old file when anything fails."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from strategy_studio.formula.errors import PlanError
from strategy_studio.store import create, open_plan
from strategy_studio.store.layout import FORMAT, expected_parts, parts
from strategy_studio.store.migrations import STEPS, kept_path, migrate
from tests.store.steps import insert, state

STORED = Path(__file__).parent.parent / "plans"


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_a_plan_of_each_released_format_opens(number: int, tmp_path: Path) -> None:
    place = tmp_path / "old.strategy"
    shutil.copyfile(STORED / f"format-{number}.plan-file", place)
    with closing(open_plan(place)) as plan:
        rows, records = state(plan)
        assert {key: image["cells"] for key, image in rows.items()} == {
            1: {"Segment": "Affluent", "Customers": 12000.0, "Since": 46388.0, "Online": True},
            2: {"Segment": "Zoë & Söhne", "Customers": 0.1},
            5: {"Key account": 1.0},
        }
        assert rows[5]["sources"] == [1]
        assert records == {("parameter", "Discount_rate"): {"value": 0.12}}
        assert plan.load().next_id == 6
        assert (plan.undoable().label, plan.redoable().label) == ("Set Discount_rate", "Remove a row")
        plan.put_back(plan.redoable())
        assert state(plan)[0].keys() == {1, 5}


def test_there_is_a_stored_plan_and_a_step_for_every_format() -> None:
    assert {path.name for path in STORED.iterdir()} == {f"format-{n}.plan-file" for n in range(1, FORMAT + 1)}
    assert set(STEPS) == set(range(1, FORMAT))


def test_a_fresh_plan_has_the_schema_of_a_stored_one(tmp_path: Path) -> None:
    with closing(create(tmp_path / "new.strategy")):
        pass
    for path in (tmp_path / "new.strategy", tmp_path / "old.strategy"):
        if not path.exists():
            shutil.copyfile(STORED / f"format-{FORMAT}.plan-file", path)
        with closing(sqlite3.connect(path)) as connection:
            assert parts(connection) == expected_parts()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A plan of a format before the first, which called the labels of the journal otherwise."""
    place = tmp_path / "acme.strategy"
    with closing(create(place)) as plan:
        plan.commit("Insert", "anna", [insert(1, A=0.1)], 2)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("ALTER TABLE edit RENAME COLUMN label TO what")
        connection.execute(f"PRAGMA user_version={FORMAT - 1}")
    return place


def rename_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE edit RENAME COLUMN what TO label")


def fail(connection: sqlite3.Connection) -> None:
    rename_column(connection)
    connection.execute("DELETE FROM row")
    connection.execute("SELECT no such thing")


def test_an_update_keeps_the_original(older: Path) -> None:
    before = older.read_bytes()
    sentence = migrate(older, FORMAT - 1, {FORMAT - 1: rename_column})
    assert sentence == "Updated to the new format. The original is kept as acme (before update).strategy."
    with closing(sqlite3.connect(kept_path(older))) as connection:
        assert connection.execute("SELECT what FROM edit").fetchall() == [("Insert",)]
    assert len(kept_path(older).read_bytes()) == len(before)
    with closing(open_plan(older)) as plan:
        assert plan.undoable().label == "Insert"
        assert state(plan)[0][1]["cells"] == {"A": 0.1}


@pytest.mark.parametrize("steps", [{FORMAT - 1: fail}, {FORMAT - 1: lambda connection: None}, {}])
def test_a_failed_update_changes_nothing(older: Path, steps: dict) -> None:
    before = older.read_bytes()
    with pytest.raises(PlanError):
        migrate(older, FORMAT - 1, steps)
    assert older.read_bytes() == before
    assert [path.name for path in older.parent.iterdir() if path.is_file()] == ["acme.strategy"]


def test_an_update_waits_until_the_plan_is_free(older: Path) -> None:
    with closing(sqlite3.connect(older, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PlanError, match="another program is using the file"):
            migrate(older, FORMAT - 1, {FORMAT - 1: rename_column})

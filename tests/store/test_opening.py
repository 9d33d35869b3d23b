"""What is not a sound plan is refused in a sentence, or opened as a copy, and never written."""

from __future__ import annotations

import os
import random
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from strategy_studio.formula.errors import PlanError
from strategy_studio.store import PlanDamaged, PlanFile, copy_of, create, open_plan, open_safely, unnamed_plans
from tests.store.steps import State, cells, insert, parameter, set_cell, state


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed plan of some size."""
    path = tmp_path / "acme.strategy"
    with closing(create(path)) as plan:
        plan.commit("Insert", "anna", [insert(row, A=row / 7, Name=f"Row {row}") for row in range(1, 401)], 401)
        plan.commit("Rate", "anna", [parameter("Rate", None, 0.1)], 401)
        plan.commit("Edit", "anna", [set_cell(1, "A", 1 / 7, 2.0)], 401)
    return path


def zipped(name: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "x")

    return write


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cards (id)")


def content(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (content(b""), "is empty"),
        (content(bytes(8192)), "contains no data, probably after a power failure"),
        (content(b"Dear Anna,\nhere is the plan"), "it is a text file"),
        (content("Überblick".encode("utf-16")), "it is a text file"),
        (content(b"%PDF-1.7 ..."), "it is a PDF document"),
        (content(b"\x89PNG\r\n\x1a\n\0"), "it is a picture"),
        (content(b"\xd0\xcf\x11\xe0\xa1\xb1"), "it is an old Office document"),
        (content(random.Random(1).randbytes(5000)), "or it is encrypted"),
        (content(b"SQLite format 3\0"), "is cut off"),
        (zipped("xl/workbook.xml"), "is an Excel workbook and not a Strategy Studio plan. Import it instead"),
        (zipped("word/document.xml"), "it is a Word document"),
        (zipped("a.txt"), "it is a zip archive"),
        (content(b"PK\x03\x04 but no more"), "it is a zip archive"),
        (other_database, "is a database of another program"),
        (Path.mkdir, "is a folder"),
        (os.mkfifo, "is not a file"),
        (lambda path: None, "There is no file"),
    ],
)
def test_what_is_not_a_plan_is_named(tmp_path: Path, write: Callable[[Path], object], sentence: str) -> None:
    path = tmp_path / "mail.strategy"
    write(path)
    with pytest.raises(PlanError, match=sentence):
        open_plan(path)


@pytest.mark.parametrize("name", ["nul\0byte.strategy", "x" * 300 + ".strategy", "no folder/x.strategy"])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    for act in (create, open_plan):
        with pytest.raises(PlanError):
            act(f"{tmp_path}/{name}")


def test_a_plan_is_not_made_over_a_file(place: Path) -> None:
    before = place.read_bytes()
    with pytest.raises(PlanError, match="exists already"):
        create(place)
    assert place.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "sentence"), [(2, "newer Strategy Studio"), (1001, "newer"), (-1, "unknown format"), (0, "unknown")]
)
def test_other_formats_are_refused(place: Path, number: int, sentence: str) -> None:
    data = bytearray(place.read_bytes())
    data[60:64] = struct.pack(">i", number)
    place.write_bytes(data)
    with pytest.raises(PlanError, match=sentence):
        open_plan(place)
    assert place.read_bytes() == bytes(data)


@pytest.mark.parametrize("length", [16, 50, 99, 100, 4096, 20_000])
def test_a_cut_off_plan_says_how_much_is_left(place: Path, length: int) -> None:
    place.write_bytes(place.read_bytes()[:length])
    with pytest.raises(PlanDamaged, match="is cut off"):
        open_plan(place)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    where = chance.randrange(len(data))
    page = where // 4096 * 4096
    match chance.randrange(6):
        case 0:
            changed[where] ^= 1 << chance.randrange(8)
        case 1:
            changed[where : where + 16] = chance.randbytes(16)
        case 2:
            changed[page : page + 4096] = bytes(4096)
        case 3:
            del changed[where:]
        case 4:
            changed[chance.randrange(100)] = chance.randrange(256)
        case _:
            other = chance.randrange(len(data) // 4096) * 4096
            changed[page : page + 4096] = data[other : other + 4096]
    return bytes(changed)


def _survive_mutations(place: Path, count: int, seed: int) -> int:
    with closing(open_plan(place)) as plan:
        expected = state(plan)
    good = place.read_bytes()
    refused = 0
    for number in range(count):
        bad = _mutated(good, random.Random(f"{seed}-{number}"))
        place.write_bytes(bad)
        try:
            plan = open_plan(place, read_only=True)
        except PlanError:
            refused += 1
        else:
            refused += _refuses_or_shows(plan, expected, f"seed {seed}-{number}")
        assert place.read_bytes() == bad, f"seed {seed}-{number} was written"
        if number % 5 == 0:
            _rescue(place)
    place.write_bytes(good)
    return refused


def _refuses_or_shows(plan: PlanFile, expected: State, seed: str) -> bool:
    with closing(plan):
        try:
            found = state(plan)
        except PlanDamaged:
            return True
        assert plan.odd or found == expected, f"{seed} shows other data without a word"
    return False


def _rescue(place: Path) -> None:
    try:
        plan = open_safely(place)
    except PlanError:
        return
    assert plan.odd
    state(plan)
    plan.discard()


@pytest.mark.long
def test_damage_is_never_shown_as_data(place: Path) -> None:
    assert _survive_mutations(place, 500, seed=20261122) > 300


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20271122, 20271125))
def test_much_damage_is_never_shown_as_data(place: Path, seed: int) -> None:
    assert _survive_mutations(place, 1_000, seed) > 500


def test_what_is_left_of_a_damaged_plan_can_be_opened(place: Path) -> None:
    data = bytearray(place.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = bytes(4096)
    place.write_bytes(data)
    with pytest.raises(PlanDamaged):
        open_plan(place)
    with closing(open_safely(place)) as plan:
        assert plan.unnamed
        assert plan.title == "acme"
        assert plan.odd
        rows, _ = state(plan)
        assert rows
        assert all(image["cells"]["Name"] == f"Row {row}" for row, image in rows.items())
        plan.commit("Insert", "anna", [insert(plan.load().next_id)], plan.load().next_id + 1)
    assert place.read_bytes() == bytes(data)


HOSTILE = {
    "trigger": "CREATE TRIGGER evil AFTER UPDATE ON row BEGIN UPDATE row SET worksheet='x'; END",
    "view": "CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n",
    "other table": "CREATE TABLE diary (text)",
    "index": "CREATE INDEX evil ON row (worksheet)",
    "column": "ALTER TABLE row ADD COLUMN more TEXT",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5(text)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_unknown_parts_are_left_behind_in_a_copy(place: Path, name: str) -> None:
    with closing(open_plan(place)) as plan:
        expected = state(plan)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute(HOSTILE[name])
    before = place.read_bytes()
    with closing(open_plan(place)) as plan:
        assert plan.unnamed
        assert "parts that Strategy Studio does not know" in plan.odd[0]
        assert state(plan) == expected
        plan.commit("Edit", "anna", [set_cell(1, "A", 2.0, 3.0)], 401)
    assert place.read_bytes() == before


def test_an_endless_view_in_place_of_a_table_is_stopped(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("DROP TABLE row")
        connection.execute(
            "CREATE VIEW row(id, worksheet, position, sources, cells) AS WITH RECURSIVE n(i) AS "
            "(SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i, 'x', 1.0, NULL, '{}' FROM n"
        )
    with closing(open_plan(place)) as plan:
        assert state(plan) == ({}, {("parameter", "Rate"): {"value": 0.1}})


@pytest.mark.parametrize(
    "cells_text", ['{"A":NaN}', '{"A":1e999}', '{"A":[1]}', "[1]", "no json", '{"A":' * 5000, "1" * 5000, ""]
)
def test_cells_that_no_plan_writes_are_found(place: Path, cells_text: str) -> None:
    # A liar may know how to make the digest right, so reading has to notice by itself.
    with closing(open_plan(place)) as plan:
        expected = state(plan)[0]
    _forge(place, cells_text)
    with pytest.raises(PlanDamaged), closing(open_plan(place)) as plan:
        plan.load()
    with closing(open_safely(place)) as plan:
        assert any("1 entries" in sentence for sentence in plan.odd)
        assert state(plan)[0] == {row: image for row, image in expected.items() if row != 7}


def _forge(place: Path, cells_text: str) -> None:
    from strategy_studio.store.digest import table_digest

    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE row SET cells=? WHERE id=7", (cells_text,))
        digest = table_digest(connection.execute("SELECT id, worksheet, position, sources, cells FROM row"))
        connection.execute("UPDATE digest SET value=? WHERE name='row'", (digest,))
        connection.commit()


def test_text_that_is_no_text_is_replaced_in_the_copy(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE record SET image=CAST(x'7b2261223a22ff227d' AS TEXT)")
        connection.commit()
    with pytest.raises(PlanDamaged):
        open_plan(place)
    with closing(open_safely(place)) as plan:
        assert state(plan)[1] == {("parameter", "Rate"): {"a": "\ufffd"}}


def test_an_enormous_text_is_left_out(place: Path) -> None:
    _forge(place, f'{{"A":"{"x" * 2_000_000}"}}')
    with closing(open_safely(place)) as plan:
        assert len(state(plan)[0]) == 399
        assert any("1 entries" in sentence for sentence in plan.odd)


def test_a_changed_value_does_not_pass_for_the_saved_one(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE row SET cells='{}' WHERE id=7")
        connection.commit()
    with pytest.raises(PlanDamaged, match="do not add up"):
        open_plan(place)


def test_a_document_number_is_no_path(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE meta SET value='../../evil' WHERE key='document'")
        connection.commit()
    with pytest.raises(PlanDamaged):
        open_plan(place)


def test_an_older_file_is_told_and_opens(place: Path, tmp_path: Path) -> None:
    older = place.read_bytes()
    with closing(open_plan(place)) as plan:
        assert plan.odd == []
        for number in range(3):
            plan.commit("Edit", "anna", [set_cell(1, "A", 2.0 + number, 3.0 + number)], 401)
    place.write_bytes(older)
    with closing(open_plan(place)) as plan:
        assert "3 edits older than what this computer last saw" in plan.odd[0]
        assert cells(plan, 1)["A"] == 2.0


def test_a_plan_from_another_computer_is_told(place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STRATEGY_STUDIO_DATA", str(tmp_path / "another computer"))
    with closing(open_plan(place)) as plan:
        assert plan.odd == ["This plan is new to this computer."]
    with closing(open_plan(place)) as plan:
        assert plan.odd == []


def _hot_journal(place: Path) -> bytes:
    """The journal of an edit that was cut short, as a killed program leaves it."""
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE row SET cells='{\"A\":0.0}'")
        journal = place.with_name(place.name + "-journal").read_bytes()
        connection.execute("ROLLBACK")
    return journal


def test_a_stray_journal_does_not_undo_edits(place: Path) -> None:
    journal = _hot_journal(place)
    with closing(open_plan(place)) as plan:
        plan.commit("Edit", "anna", [set_cell(row, "A", row / 7, 5.0) for row in range(2, 400)], 401)
        expected = state(plan)
    before = place.read_bytes()
    place.with_name(place.name + "-journal").write_bytes(journal)
    with closing(open_plan(place)) as plan:
        assert plan.unnamed
        assert "stray journal" in plan.odd[0]
        assert state(plan) == expected
    assert place.read_bytes() == before


def test_a_plan_that_arrives_with_a_journal_opens_as_a_copy(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place.with_name(place.name + "-journal").write_bytes(_hot_journal(place))
    before = place.read_bytes()
    monkeypatch.setenv("STRATEGY_STUDIO_DATA", str(tmp_path / "another computer"))
    with closing(open_plan(place)) as plan:
        assert plan.unnamed
        assert len(state(plan)[0]) == 400
    assert place.read_bytes() == before


def test_a_plan_in_wal_mode_is_turned_back_to_one_file(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    with closing(open_plan(place)) as plan:
        assert not plan.unnamed
        plan.commit("Edit", "anna", [set_cell(1, "A", 2.0, 3.0)], 401)
        assert not place.with_name(place.name + "-wal").exists()
    with closing(open_plan(place)) as plan:
        assert cells(plan, 1)["A"] == 3.0


def test_a_link_leads_to_the_real_file(place: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.strategy"
    link.symlink_to(place)
    with closing(open_plan(link)) as plan:
        assert plan.path == place
        with pytest.raises(PlanError, match="already open in this program"):
            open_plan(place)


def test_copies_of_a_plan_are_documents_of_their_own(place: Path, tmp_path: Path) -> None:
    target = copy_of(place, tmp_path / "copy.strategy")
    with closing(open_plan(place)) as plan, closing(open_plan(target)) as copy:
        assert state(plan) == state(copy)
        assert plan.document != copy.document
        assert copy.undoable() == plan.undoable()
    assert unnamed_plans() == []

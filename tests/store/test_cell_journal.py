"""Who wrote a cell last: the same as reading every step of the journal, without reading every step."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.model.changes import Change, InsertRows, RemoveRows, SetCells
from strategy_studio.model.session import Session
from strategy_studio.model.storage import Entry
from strategy_studio.opening import session_of
from strategy_studio.store import create
from tests.effort import effort


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_of(create(tmp_path / "plan.strategy"))


def found_by_reading(session: Session, row: int, column: str) -> Entry | None:
    """The slow way: every step from the newest on."""
    for entry in session.history(1000):
        for edit in entry.edits:
            written = edit.after or {}
            if not entry.undone and (edit.table, edit.key) == ("row", row) and column in written.get("cells", {}):
                return entry
    return None


@pytest.mark.parametrize("seed", range(4))
def test_it_finds_what_reading_everything_finds(session: Session, seed: int) -> None:
    random_ = random.Random(seed)
    session.apply(InsertRows("Segments", [{"Segment": f"S{at}", "Customers": float(at)} for at in range(20)]))
    ids = list(session.plan.sheet("Segments").ids)
    stored = {title: session.plan.declaration("Segments").column(title).stored_as for title in ("Customers", "Owner")}
    for step in range(40):
        action = random_.random()
        if action < 0.2:
            session.undo()
            continue
        if action < 0.3:
            session.redo()
            continue
        live = list(session.plan.sheet("Segments").ids)
        if not live:
            session.redo()
            continue
        some = random_.sample(live, random_.randint(1, min(6, len(live))))
        title = random_.choice(("Customers", "Owner"))
        # values that look like row ids must not be mistaken for them
        value: object = float(random_.choice(ids)) if title == "Customers" else f",{random_.choice(ids)}, {step}"
        change: Change = SetCells("Segments", {(row, title): value for row in some})
        if action > 0.95 and len(live) > 3:
            change = RemoveRows("Segments", some[:1])
        session.apply(change)
        for row in random_.sample(ids, 6):
            for column in stored.values():
                wanted = found_by_reading(session, row, column)
                found = session.storage.last_change(row, column)
                assert (found and found.number) == (wanted and wanted.number), (row, column)
    session.close()


@pytest.mark.slow
def test_huge_pastes_are_not_unpacked_for_a_cell(session: Session) -> None:
    session.apply(InsertRows("Segments", [{"Segment": f"S{at}"} for at in range(12_000)]))
    ids, column = session.plan.sheet("Segments").ids, session.plan.declaration("Segments").column("Owner").stored_as
    session.apply(SetCells("Segments", {(row, "Owner"): "Ann" for row in ids[:11_000]}))
    session.apply(SetCells("Segments", {(ids[11_500], "Owner"): "Ben"}))
    newest, early = session.storage.last_change(ids[11_500], column), session.storage.last_change(ids[10], column)
    assert newest is not None
    assert early is not None
    assert early.number == newest.number - 1
    assert session.storage.last_change(ids[11_999], column) is None
    whole = effort(lambda: found_by_reading(session, ids[11_999], column))
    for row in (ids[10], ids[11_500], ids[11_999]):
        assert effort(lambda row=row: session.storage.last_change(row, column)) < whole / 3  # type: ignore[misc]
    session.close()


def test_a_read_only_plan_tells_it_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.strategy"
    with studio.create(path) as plan:
        row = plan.worksheet("Segments").insert({"Segment": "Homes"})
        plan.worksheet("Segments").set(row, "Owner", "Ann")
    from strategy_studio.store import open_plan

    file = open_plan(path, read_only=True)
    found = file.last_change(row, "Owner")
    assert found is not None
    assert found.label == "Edit Owner"
    file.close()

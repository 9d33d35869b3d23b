"""A sample opens from the file that was kept as it opens from its text, each time as a copy of its own."""

from __future__ import annotations

import pytest

from strategy_studio.api import OpenPlan
from strategy_studio.kept_samples import kept_file
from strategy_studio.kept_samples import open_sample as open_session
from strategy_studio.store import PlanFile

SAMPLE = "teaching"


def open_sample(name: str) -> OpenPlan:
    """A sample by the headless API."""
    return OpenPlan(open_session(name))


def told(plan: OpenPlan) -> tuple[object, ...]:
    """Everything a planner can read in a plan, and its document and place."""
    storage = plan.session.storage
    assert isinstance(storage, PlanFile)
    cells = {title: [plan.worksheet(title).column(name) for name in plan.worksheet(title).columns]
             for title in plan.worksheets()}  # fmt: skip
    figures = {name: plan.value(name) for name in plan.plan.figures}
    steps = [entry.label for entry in plan.history()]
    return (plan.title, cells, figures, plan.rounds, steps), storage.document, storage.path


def test_the_second_opening_gives_the_same_plan_as_another_document() -> None:
    with open_sample(SAMPLE) as plan:
        built, document, place = told(plan)
    assert kept_file(SAMPLE).is_file()
    with open_sample(SAMPLE) as plan:
        again, other, elsewhere = told(plan)
    assert again == built
    assert (other, elsewhere) != (document, place)


def test_a_sample_opens_with_its_history_and_nothing_to_undo() -> None:
    for _ in ("built", "kept"):
        with open_sample(SAMPLE) as plan:
            segments = plan.worksheet("Segments").column("Segment")
            assert (plan.session.undo_label, plan.undo(), plan.redo()) == ("", "", "")
            assert plan.worksheet("Segments").column("Segment") == segments != []
            assert [entry.label for entry in plan.history()] == ["Sample 2027"]
            plan.set("Discount_rate", 0.31)
            assert (plan.undo(), plan.undo()) == ("Edit Discount_rate", "")


def test_an_edit_stays_in_its_copy() -> None:
    with open_sample(SAMPLE) as plan:
        before = plan.value("Discount_rate")
    with open_sample(SAMPLE) as plan:
        plan.set("Discount_rate", 0.31)
    with open_sample(SAMPLE) as plan:
        assert plan.value("Discount_rate") == before


@pytest.mark.parametrize("harm", ["cut", "another digit", "no title", "no sum"])
def test_a_damaged_file_is_built_anew(harm: str) -> None:
    with open_sample(SAMPLE) as plan:
        built = told(plan)[0]
    kept = kept_file(SAMPLE)
    title = kept.with_suffix(".title")
    whole = kept.read_bytes()
    if harm == "cut":
        kept.write_bytes(whole[:5000])
    elif harm == "another digit":
        at = whole.index(b'"Customers":') + len(b'"Customers":')
        kept.write_bytes(whole[:at] + (b"9" if whole[at : at + 1] != b"9" else b"8") + whole[at + 1 :])
    elif harm == "no title":
        title.unlink()
    else:
        title.write_text("Teaching", encoding="utf-8")
    with open_sample(SAMPLE) as plan:
        assert told(plan)[0] == built
    assert len(kept.read_bytes()) == len(whole)
    assert len(title.read_text(encoding="utf-8").splitlines()) == 2


def test_what_was_kept_of_another_text_goes() -> None:
    older = kept_file(SAMPLE).with_name(f"{SAMPLE}-0123.strategy")
    older.parent.mkdir(parents=True)
    older.touch()
    open_sample(SAMPLE).close()
    assert not older.exists()

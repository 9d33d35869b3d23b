"""A plan whose values are calculated when they are first read says and does what one does that was calculated whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.kept_samples import open_sample
from strategy_studio.model.changes import InsertRows, RemoveRows, SetCells, SetParameters
from strategy_studio.model.first_read import FirstRead
from strategy_studio.model.own_changes import RemoveFigure
from strategy_studio.model.scenario_changes import AddScenario, SetScenarioCells
from strategy_studio.model.session import Notice, Session
from strategy_studio.opening import session_of
from strategy_studio.store import open_plan
from tests.model.walks import state_of

SAMPLE = "teaching"


@pytest.fixture
def pair() -> Iterator[tuple[Session, Session]]:
    """A sample calculated whole, and the same sample of which nothing is read yet."""
    open_sample(SAMPLE).close()
    whole, fresh = open_sample(SAMPLE), open_sample(SAMPLE, at_once=False)
    yield whole, fresh
    whole.close()
    fresh.close()


def evaluated(session: Session) -> int:
    """How many formulas have a value."""
    plan = session.plan
    return sum(node in plan.calculation.values for node in plan.structure.checked)


def test_every_value_that_is_read_is_that_of_the_whole_plan(pair: tuple[Session, Session]) -> None:
    whole, fresh = pair
    assert evaluated(fresh) == 0
    for figure in reversed(whole.plan.figures):
        assert fresh.plan.value(figure) == whole.plan.value(figure)
    assert state_of(fresh.plan) == state_of(whole.plan)
    assert fresh.plan.errors() == whole.plan.errors()
    assert fresh.plan.missing() == whole.plan.missing()
    assert fresh.plan.waiting() == whole.plan.waiting()


def test_one_value_costs_what_it_follows_from_and_no_more(pair: tuple[Session, Session]) -> None:
    whole, fresh = pair
    node = "Customer_equity_total"
    upstream = OpenPlan(whole).precedents(node, deep=True)
    assert fresh.plan.value(node) == whole.plan.value(node)
    needed = {name for name in upstream if fresh.plan.formula(name) is not None} | {node}
    assert evaluated(fresh) == len(needed) < len(fresh.plan.structure.checked)
    fresh.plan.calculation.complete()
    assert evaluated(fresh) == len(fresh.plan.structure.checked)
    assert not isinstance(fresh.plan.calculation.values, FirstRead)
    assert state_of(fresh.plan) == state_of(whole.plan)


def test_what_is_left_is_evaluated_in_steps_between_which_anything_may_be_read(pair: tuple[Session, Session]) -> None:
    whole, fresh = pair
    calculation, counts = fresh.plan.calculation, [evaluated(fresh)]
    while not calculation.complete(0.0):  # no time at all: one formula a step
        counts.append(evaluated(fresh))
        if len(counts) == 5:
            assert fresh.plan.value("Customer_equity_total") == whole.plan.value("Customer_equity_total")
            counts.append(evaluated(fresh))
    steps = [after - before for before, after in pairwise(counts)]
    assert steps[4] > 1
    assert all(step == 1 for step in steps[:4] + steps[5:])
    assert evaluated(fresh) == len(fresh.plan.structure.checked)
    assert state_of(fresh.plan) == state_of(whole.plan)
    assert calculation.complete(0.0)


def test_an_edit_between_two_steps_is_like_any_other(pair: tuple[Session, Session]) -> None:
    for session in pair:
        session.plan.calculation.complete(0.0)
        row = session.plan.sheet("Segments").ids[0]
        session.apply(SetCells("Segments", {(row, "Customers"): 4321}))
    whole, fresh = (session.plan for session in pair)
    assert fresh.calculation.complete(0.0)
    assert state_of(fresh) == state_of(whole)


def test_a_name_that_is_none_is_no_value(pair: tuple[Session, Session]) -> None:
    with pytest.raises(KeyError):
        pair[1].plan.calculation.values["Nothing_of_that_name"]


@pytest.mark.parametrize("what", ["cell", "row", "removal", "parameter", "scenario"])
def test_a_first_edit_tells_and_gives_the_same(pair: tuple[Session, Session], what: str) -> None:
    told: list[list[Notice]] = [[], []]
    for session, notices in zip(pair, told, strict=True):
        session.subscribe(notices.append)
        row = session.plan.sheet("Segments").ids[0]
        if what == "cell":
            session.apply(SetCells("Segments", {(row, "Customers"): 4321}))
        elif what == "row":
            session.apply(InsertRows("Segments", [{"Segment": "Clubs", "Customers": 10}]))
        elif what == "removal":
            session.apply(RemoveRows("Segments", [row]))
        elif what == "parameter":
            session.apply(SetParameters({"Discount_rate": 0.31}))
        else:
            session.apply(AddScenario("Downturn", ""))
            session.apply(SetScenarioCells("Downturn", "Segments", {(row, "Customers"): 9}))
    first, second = ([(each.nodes, each.rows, each.cells) for each in notices] for notices in told)
    assert first == second
    whole, fresh = (session.plan for session in pair)
    assert state_of(fresh) == state_of(whole)
    if what == "scenario":
        names = list(whole.figures)
        assert [fresh.value(name, "Downturn") for name in names] == [whole.value(name, "Downturn") for name in names]


def test_what_a_user_added_is_there_before_everything_is_calculated(tmp_path: Path) -> None:
    path = tmp_path / "own.strategy"
    with studio.sample(path, SAMPLE) as plan:
        plan.worksheet("Segments").add_column("Revenue per head", kind="Money", formula="[@Revenue]/[@Customers]")
        rows = plan.add_worksheet("Own model", "Value creation", [("Item", "Text"), ("Price", "Money")])
        rows.insert_many([{"Item": "Lock-box", "Price": 12}, {"Item": "Wealth check", "Price": 30}])
        plan.add_figure("Dearest_item", "MAX(Own_model[Price])", kind="Money")
        expected = plan.worksheet("Segments").column("Revenue per head")
    session = session_of(open_plan(path), at_once=False)
    assert session.plan.sheet("Segments").column("Revenue per head") == expected
    assert session.plan.value("Dearest_item") == 30
    session.apply(RemoveFigure("Dearest_item"))
    session.undo()
    assert session.plan.value("Dearest_item") == 30
    session.close()

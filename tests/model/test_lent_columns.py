"""Typed columns are handed out without a copy: what was read stays as it was, whatever is written afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from strategy_studio.api import OpenPlan
from strategy_studio.formula.values import Texts, Values, scalar
from strategy_studio.model.sheet import Rows

pytest_plugins = ("tests.plans",)

ROWS = 4
CELLS = st.sampled_from([None, 0.0, -1.5, 7.0, "north", "South", True])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, ROWS), CELLS),
        st.tuples(st.just("read"), st.just(0), st.none()),
        st.tuples(st.just("turn round"), st.just(0), st.none()),
    ),
    max_size=20,
)


def shown(values: Values, texts: Texts) -> list[Any]:
    """The cells as Python has them."""
    return [scalar(values, texts, place) for place in range(ROWS)]


@given(STEPS)
def test_what_was_read_stays_and_what_is_read_is_what_was_written(steps: list[tuple[str, int, Any]]) -> None:
    texts = Texts()
    rows = Rows(texts, "S")
    rows.insert([(row, {"position": float(row)}) for row in range(1, ROWS + 1)])
    order, expected = [*range(1, ROWS + 1)], dict.fromkeys(range(1, ROWS + 1))
    given_out: list[tuple[Values, list[Any]]] = []
    for what, row, cell in steps:
        if what == "write":
            rows.write("C", {row: cell})
            expected[row] = cell
        elif what == "turn round":
            rows.sort([-np.arange(ROWS)])
            order.reverse()
        else:
            given_out.append((rows.values("C"), [expected[each] for each in order]))
    assert shown(rows.values("C"), texts) == [expected[each] for each in order]
    for values, cells in given_out:
        assert shown(values, texts) == cells


def test_a_column_nobody_wrote_in_is_the_same_object_after_a_recalculation(plan: OpenPlan) -> None:
    segments = plan.worksheet("Segments")
    row = segments.insert({"Segment": "Castles", "Customers": 10})
    plan.recalculate()
    customers, names = plan.plan.values("Segments[Customers]"), plan.plan.values("Segments[Segment]")
    segments.set(row, "Customers", 11)
    plan.recalculate()
    assert plan.plan.values("Segments[Segment]") is names
    assert plan.plan.values("Segments[Customers]") is not customers
    assert (customers.numbers[0, -1], plan.plan.values("Segments[Customers]").numbers[0, -1]) == (10, 11)

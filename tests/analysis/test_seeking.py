"""Goal seek against closed forms, applied as one step that can be undone."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy_studio.analysis.seeking import seek, seek_change
from strategy_studio.api import OpenPlan
from strategy_studio.model.errors import PlanError
from strategy_studio.model.inputs import Cell, find_cell, input_cells, is_number, python_value, upstream_inputs
from tests.analysis.shop import cell, really_set

pytest_plugins = ("tests.plans",)


def tried(sentence: str) -> int:
    """How many values the sentence says were tried."""
    found = re.search(r" at the ([\d,]+) values tried", sentence)
    assert found is not None
    return int(found[1].replace(",", ""))


def test_a_linear_figure_is_solved(small: OpenPlan) -> None:
    found = seek(small.plan, cell(small, "Sum"), 30.0, cell(small, "A"))
    assert found.found == pytest.approx(6.0) and found.reached == pytest.approx(30.0) and found.exact
    assert found.sentence == "Sum of Ham becomes 30 when A of Ham is 6 instead of 3."


def test_of_several_values_the_nearest_is_taken_and_the_others_said(small: OpenPlan) -> None:
    found = seek(small.plan, cell(small, "Square"), 20.0, cell(small, "A"), -10, 10)
    assert found.found == pytest.approx(math.sqrt(20))
    assert found.others == pytest.approx((-math.sqrt(20),))
    assert "1 other value does it too: −4.472." in found.sentence


def test_a_jump_and_a_pole_are_no_solutions(small: OpenPlan) -> None:
    step = seek(small.plan, cell(small, "Step"), 5.0, cell(small, "A"))
    assert step.found is None and "jumps past that value" in step.sentence
    pole = seek(small.plan, cell(small, "Inverse"), 0.0, cell(small, "A"), 0.0, 9.0)
    assert pole.found is None


def test_a_value_between_two_that_were_scanned_is_found_beside_a_pole_and_at_a_turning_point(small: OpenPlan) -> None:
    pole = seek(small.plan, cell(small, "Inverse"), 1000.0, cell(small, "A"), 0.0, 9.0)
    assert pole.found == pytest.approx(4.001) and pole.exact  # 1/(a - 4) = 1000
    low = seek(small.plan, cell(small, "Square"), 1e-6, cell(small, "A"), -9.87, 10.0)
    assert low.found is not None and abs(low.found) == pytest.approx(1e-3)  # a^2 = 1e-6 beside the held minimum
    below = seek(small.plan, cell(small, "Square"), -1e-6, cell(small, "A"), -9.87, 10.0)
    assert below.found is None


def test_a_figure_that_moves_in_steps_is_reached_at_the_nearest_value_not_at_one_that_was_scanned(
    small: OpenPlan,
) -> None:
    low = seek(small.plan, cell(small, "Step"), 10.0, cell(small, "A"), 0.3, 90.0)  # 10 from 4 on, 3 is held
    assert (low.found, low.reached, low.others) == (4.0, 10.0, ())
    assert low.sentence == "Step of Ham becomes 10 when A of Ham is 4 instead of 3."
    small.worksheet("Items").set(small.worksheet("Items").row("Ham"), "A", 7.0)
    high = seek(small.plan, cell(small, "Step"), 0.0, cell(small, "A"), -90.0, 90.0)
    assert high.found is not None and high.found < 4.0 and high.found == pytest.approx(4.0, abs=2e-3)


def test_what_was_wanted_is_said_with_all_its_digits(small: OpenPlan) -> None:
    near = seek(small.plan, cell(small, "Pay"), 80.0042, cell(small, "Staff"))
    assert near.sentence.startswith("Pay of Ham comes nearest to 80.0042 when")
    none = seek(small.plan, cell(small, "Kept"), -3.456, cell(small, "Share"))
    assert "makes Kept of Ham −3.456: it reaches" in none.sentence


def test_what_is_so_already_is_said(small: OpenPlan) -> None:
    found = seek(small.plan, cell(small, "Sum"), 21.0, cell(small, "A"))
    assert found.found == 3.0
    assert found.sentence == "Sum of Ham is 21 already, with A of Ham as it is, 3."
    near = seek(small.plan, cell(small, "Pay"), 29.0, cell(small, "Staff"))
    assert (near.found, near.exact) == (4.0, False)
    assert near.sentence == "Pay of Ham comes nearest to 29.00 already, with Staff of Ham as it is, 4: 28.00."


def test_no_solution_says_what_can_be_reached(small: OpenPlan) -> None:
    found = seek(small.plan, cell(small, "Points"), 25.0, cell(small, "Grade"))
    assert found.found is None and found.reached is None
    assert found.sentence == (
        "No value of Grade of Ham between 0 and 10 was found that makes Points of Ham 25: "
        f"it reaches 0 to 20 at the {tried(found.sentence)} values tried. Try another input."
    )
    unmoved = seek(small.plan, cell(small, "Points"), 25.0, cell(small, "A"))
    assert tried(unmoved.sentence) >= 201
    assert (
        unmoved.sentence.endswith(" values tried. Choose an input it depends on, or a narrower range.")
        and "it stays 19" in unmoved.sentence
    )
    with pytest.raises(PlanError, match=r"^No value of Grade of Ham"):
        seek_change(small.plan, found)


def test_values_without_a_result_are_passed_over(small: OpenPlan) -> None:
    found = seek(small.plan, cell(small, "Root"), 3.0, cell(small, "A"), -5, 20)
    assert found.found == pytest.approx(10.0)


def test_whole_numbers_come_as_near_as_they_can(small: OpenPlan) -> None:
    exact = seek(small.plan, cell(small, "Pay"), 77.0, cell(small, "Staff"))
    assert (exact.found, exact.exact) == (11.0, True)
    near = seek(small.plan, cell(small, "Pay"), 80.0, cell(small, "Staff"))
    assert (near.found, near.reached, near.exact) == (11.0, 77.0, False)
    assert "comes nearest to 80.00 when Staff of Ham is 11" in near.sentence
    far = seek(small.plan, cell(small, "Pay"), 14_000.0, cell(small, "Staff"))
    assert far.found == 2000.0


def test_what_is_found_is_applied_as_one_step(small: OpenPlan) -> None:
    found = seek(small.plan, Cell("Total_kept"), 1500.0, cell(small, "Share"))
    assert found.found == pytest.approx(0.54)
    small.session.apply(seek_change(small.plan, found))
    assert small.value("Total_kept") == pytest.approx(1500.0)
    assert small.session.undo_label == "Goal seek Share of Ham"
    small.undo()
    assert small.value("Total_kept") == pytest.approx(1760.0)
    parameter = seek(small.plan, Cell("Total_sum"), 47.0, Cell("Base_rate"))
    small.session.apply(seek_change(small.plan, parameter))
    assert small.value("Base_rate") == pytest.approx(12.0)


def test_wrong_questions_are_refused(small: OpenPlan) -> None:
    with pytest.raises(PlanError, match="is computed and cannot be varied"):
        seek(small.plan, Cell("Total_sum"), 1.0, cell(small, "Sum"))
    with pytest.raises(PlanError, match="cannot become nan"):
        seek(small.plan, Cell("Total_sum"), math.nan, cell(small, "A"))
    with pytest.raises(PlanError, match="runs from 3 to 1"):
        seek(small.plan, Cell("Total_sum"), 1.0, cell(small, "A"), 3, 1)


def test_a_text_cannot_be_sought(small: OpenPlan) -> None:
    with pytest.raises(PlanError, match=r"^Item of Ham is no number\."):
        seek(small.plan, cell(small, "Item"), 1.0, cell(small, "A"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.floats(0.9, 1.1))
def test_whatever_is_found_really_does_it(plan: OpenPlan, data: st.DataObject, share: float) -> None:
    target = find_cell(plan.plan, data.draw(st.sampled_from(["Customer_equity_total", "Cost_to_serve_total"])))
    nodes = upstream_inputs(plan.plan, [target])
    at = data.draw(st.sampled_from([c for c in input_cells(plan.plan, nodes) if is_number(plan.plan, c)]))
    now = python_value(plan.plan, target)
    found = seek(plan.plan, target, now * share, at)
    if found.found is not None:
        really = really_set(plan, at, found.found, target)
        assert really == pytest.approx(found.reached, rel=1e-9)
        assert not found.exact or really == pytest.approx(now * share, rel=1e-6)

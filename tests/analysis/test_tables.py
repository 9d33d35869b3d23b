"""One- and two-way tables hold what really setting the cells gives, words and references too."""

from __future__ import annotations

import pytest

from strategy_studio.analysis.tables import one_way, two_way
from strategy_studio.api import OpenPlan
from strategy_studio.model.errors import PlanError
from strategy_studio.model.inputs import Cell
from tests.analysis.shop import cell, really_set

pytest_plugins = ("tests.plans",)


def test_one_way_is_what_setting_the_cell_gives(small: OpenPlan) -> None:
    at, targets = cell(small, "A"), [cell(small, "Square"), Cell("Total_sum"), cell(small, "Step")]
    table = one_way(small.plan, at, [1, "2.5", 3, 4.0], targets)
    assert table.values == (1.0, 2.5, 3.0, 4.0) and table.held == 2
    assert table.target_labels == ("Square of Ham", "Total sum", "Step of Ham")
    for value, row in zip(table.values, table.results, strict=True):
        assert isinstance(value, float)
        assert list(row) == pytest.approx([really_set(small, at, value, target) for target in targets])


def test_two_way_is_what_setting_both_gives(plan: OpenPlan) -> None:
    one, other, target = Cell("Discount_rate"), Cell("Planning_periods"), Cell("Customer_equity_total")
    plan.set("CLV_horizon", "Limited")
    table = two_way(plan.plan, one, [0.08, "12 %"], other, [3, 5, 10], target)
    for rate, row in zip(table.values, table.results, strict=True):
        plan.set("Discount_rate", rate)
        assert list(row) == pytest.approx(
            [really_set(plan, other, float(periods or 0), target) for periods in table.other_values]
        )
        plan.undo()
    assert table.texts == ("8\u202f%", "12\u202f%") and table.other_texts == ("3", "5", "10")


def test_words_references_and_empties_are_values_too(small: OpenPlan) -> None:
    best = Cell("Choices[Best]", small.plan.sheet("Choices").row_of("Here"))
    table = one_way(small.plan, best, ["Jam", "Ham", None], [Cell("Choices[Best sum]", best.row)])
    assert [row[0] for row in table.results] == [6.0, 21.0, None]
    assert table.texts == ("Jam", "Ham", "empty") and table.held == 1
    sold = one_way(small.plan, cell(small, "Sold"), [True, "no"], [cell(small, "Sold")])
    assert [row[0] for row in sold.results] == [True, False] and sold.texts == ("Yes", "No")


def test_errors_stand_in_the_table_as_what_they_are(small: OpenPlan) -> None:
    table = one_way(small.plan, cell(small, "A"), [4, 5], [cell(small, "Inverse")])
    assert str(table.results[0][0]) == "#DIV/0!" and table.results[1][0] == 1.0


def test_what_no_table_can_be_made_of_is_refused(small: OpenPlan) -> None:
    target = [Cell("Total_sum")]
    with pytest.raises(PlanError, match=r"^Sum of Ham is computed and cannot be given"):
        one_way(small.plan, cell(small, "Sum"), [1], target)
    with pytest.raises(PlanError, match=r"^Grade of Ham needs a score from 0 to 10; 11 is outside"):
        one_way(small.plan, cell(small, "Grade"), [11], target)
    with pytest.raises(PlanError, match=r"stands on both sides"):
        two_way(small.plan, cell(small, "A"), [1], cell(small, "A"), [2], target[0])
    with pytest.raises(PlanError, match=r"^A table takes from 1 to 10,000 cells, not 0"):
        one_way(small.plan, cell(small, "A"), [], target)
    best = Cell("Choices[Best]", small.plan.sheet("Choices").row_of("Here"))
    with pytest.raises(PlanError, match=r"does not take “Soap”: Items has no such row"):
        one_way(small.plan, best, ["Soap"], target)

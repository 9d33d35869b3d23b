"""Where a formula fails for a reason that its row does not show, the open point says what to do, and doing it helps."""

from __future__ import annotations

import re

import pytest

from strategy_studio.api import OpenPlan
from strategy_studio.model.columns import Column
from strategy_studio.processes import PROCESSES

pytest_plugins = ("tests.plans",)

REMEDIES = [
    (sheet.title, column)
    for process in PROCESSES
    for sheet in process.worksheets
    for column in sheet.columns
    if column.remedy
]


def weighed(formula: str) -> str:
    """The column by whose total a share divides."""
    return re.findall(r"/SUM(?:IFS)?\(\[([^\]]+)\]", formula)[-1]


@pytest.mark.parametrize(("title", "column"), REMEDIES, ids=[f"{title}: {column.title}" for title, column in REMEDIES])
def test_a_total_of_nothing_says_what_to_type(plan: OpenPlan, title: str, column: Column) -> None:
    formula, remedy, name = column.formula, column.remedy, column.title
    sheet, held = plan.worksheet(title), weighed(formula)
    assert not plan.errors()
    with plan.change("Nothing weighs"):
        for row in sheet.rows():
            sheet.set(row, held, 0)
    said = [found.sentence for found in plan.errors() if found.column == name]
    assert said and all(sentence.endswith(f"is #DIV/0!. {remedy}") for sentence in said)
    with plan.change("Something weighs"):
        for row in sheet.rows():
            sheet.set(row, held, 1)
    assert [found for found in plan.errors() if found.column == name] == []

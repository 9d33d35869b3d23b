"""Recalculation: how much an edit evaluates, where it stops, what evaluating everything counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import networkx as nx
import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.session import Notice
from strategy_studio.model.storage import Edit
from strategy_studio.processes import PROCESSES
from tests.model.walks import state_of

pytest_plugins = ("tests.plans",)

SHEETS = [sheet for process in PROCESSES for sheet in process.worksheets]
EVERYTHING = sum(len(sheet.figures) + sum(bool(column.formula) for column in sheet.columns) for sheet in SHEETS)


def evaluated(plan: OpenPlan, edits: list[Edit]) -> tuple[set[str], int]:
    """The nodes that edits change and the number of formulas evaluated for them; the plan is put back."""
    found = plan.plan.recalculate(plan.plan.absorb(edits))
    plan.plan.recalculate(plan.plan.absorb([edit.inverse for edit in reversed(edits)]))
    return found


def cell(plan: OpenPlan, title: str, row: int, column: str, value: object) -> Edit:
    """One cell's edit."""
    before = plan.worksheet(title).value(row, column)
    return Edit("row", row, {"cells": {column: before}}, {"cells": {column: value}})


def readers(plan: OpenPlan, changed: Iterable[str]) -> set[str]:
    """Formulas that read any of these nodes in this round."""
    return {b for a in changed for _, b, edge in plan.graph.out_edges(a, data=True)
            if not edge["feedback"] and plan.plan.formula(b) is not None}  # fmt: skip


def downstream(plan: OpenPlan, node: str) -> set[str]:
    """All computed nodes below a node."""
    live = nx.subgraph_view(plan.graph, filter_edge=lambda a, b: not plan.graph.edges[a, b]["feedback"])
    return {found for found in nx.descendants(live, node) if plan.plan.formula(found) is not None}


def test_everything_is_every_computed_column_and_figure(plan: OpenPlan) -> None:
    before = state_of(plan.plan)
    assert plan.recalculate() == EVERYTHING
    assert state_of(plan.plan) == before


def test_an_empty_plan_counts_the_same_and_its_columns_have_no_rows(tmp_path: Path) -> None:
    with studio.create(tmp_path / "empty.strategy") as empty:
        assert empty.recalculate() == EVERYTHING
        assert empty.plan.values("Segment_CLV[CLV]").numbers.shape == (1, 0)


def test_own_formulas_count_too(small: OpenPlan) -> None:
    count = small.recalculate()
    assert count == 6
    small.worksheet("Groups").add_column("Own", formula="[@Heads]*2")
    small.worksheet("Groups").add_column("Typed")
    small.add_figure("Own_sum", "SUM(Groups[Own])")
    assert small.recalculate() == count + 2


@pytest.mark.parametrize(
    ("title", "column", "value"),
    [
        ("Segments", "Customers", 1001.0),
        ("Segments", "Revenue", 1.0),
        ("Segment CLV", "Retention spend", 11.0),
        ("Channels", "Resource cost", 31000.0),
        ("Segments", "Description", "Other words"),
        ("KPIs", "Weight", 9.0),
    ],
)
def test_an_edit_evaluates_exactly_the_readers_of_what_changed(
    plan: OpenPlan, title: str, column: str, value: object
) -> None:
    node = f"{title.replace(' ', '_')}[{column}]"
    row = plan.worksheet(title).rows()[0]
    changed, count = evaluated(plan, [cell(plan, title, row, column, value)])
    assert node in changed
    assert changed - {node} <= downstream(plan, node)
    assert count == len(readers(plan, changed))
    assert count <= len(downstream(plan, node)) < EVERYTHING


def test_a_column_nobody_reads_costs_nothing(plan: OpenPlan) -> None:
    row = plan.worksheet("Segments").rows()[0]
    assert evaluated(plan, [cell(plan, "Segments", row, "Owner", "Zoe")]) == ({"Segments[Owner]"}, 0)


def test_it_stops_where_a_value_came_out_equal(small: OpenPlan) -> None:
    row = small.worksheet("Groups").row("Homes")
    changed, _ = evaluated(small, [cell(small, "Groups", row, "Heads", 41.0)])
    assert {"All_heads", "Groups[Spend each]"} <= changed and "Many_heads" not in changed
    firms = small.worksheet("Groups").row("Firms")
    swapped = [cell(small, "Groups", row, "Heads", 41.0), cell(small, "Groups", firms, "Heads", 9.0)]
    small.add_figure("Three_below", "Many_heads&All_heads")
    changed, count = evaluated(small, swapped)
    assert not {"All_heads", "Many_heads", "Three_below"} & changed
    assert count == 3  # Spend each, Per head and All_heads, which came out equal


def test_a_cell_that_already_holds_the_value_changes_nothing(small: OpenPlan) -> None:
    notices: list[Notice] = []
    small.session.subscribe(notices.append)
    steps = len(small.history())
    groups = small.worksheet("Groups")
    groups.set(groups.row("Homes"), "Heads", 40)
    groups.set(groups.row("Homes"), "Size", "SMALL")
    assert notices == [] and len(small.history()) == steps


def test_the_notice_says_what_changed(small: OpenPlan) -> None:
    notices: list[Notice] = []
    end = small.session.subscribe(notices.append)
    groups = small.worksheet("Groups")
    groups.set(groups.row("Homes"), "Heads", 50)
    assert notices[-1].label == "Edit Heads" and not notices[-1].structure
    assert notices[-1].nodes == {"Groups[Heads]", "Groups[Spend each]", "All_heads"}  # no visits: 0 / 50 is 0 still
    assert notices[-1].rows == frozenset()
    assert notices[-1].cells == 2 + 1 and notices[-1].seconds >= 0
    groups.insert({"Group": "Clubs"})
    assert notices[-1].rows == {"Groups", "Visits"}
    groups.add_column("Own")
    assert notices[-1].structure
    small.undo()
    assert notices[-1].label == "Undo Add column Own" and notices[-1].structure
    end()
    small.redo()
    assert notices[-1].label == "Undo Add column Own"


def test_the_notice_of_a_change_tells_also_what_was_read_in_between(small: OpenPlan) -> None:
    notices: list[Notice] = []
    small.session.subscribe(notices.append)
    groups = small.worksheet("Groups")
    with small.change("Both"):
        groups.set(groups.row("Homes"), "Spend", 400)
        assert groups.value(groups.row("Homes"), "Spend each") == 10.0
        groups.set(groups.row("Homes"), "Heads", 41)
        assert small.value("All_heads") == 51.0
    assert len(notices) == 1
    assert notices[0].nodes >= {"Groups[Spend]", "Groups[Heads]", "Groups[Spend each]", "All_heads"}


def test_incremental_values_are_those_from_scratch(plan: OpenPlan) -> None:
    segments = plan.worksheet("Segments")
    segments.set(segments.row("Homes"), "Customers", 0)
    segments.set(segments.row("Shops"), "Revenue", None)
    plan.worksheet("Channels").remove(plan.worksheet("Channels").row("Portal"))
    plan.set("Discount_rate", "-5 %")
    segments.insert({"Segment": "Clubs", "Customers": 10})
    incremental = state_of(plan.plan)
    plan.recalculate()
    assert state_of(plan.plan) == incremental

"""The dependency graph as scripts see it: nodes, edges and what they carry, precedents and dependents."""

from __future__ import annotations

import networkx as nx
import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.model.columns import Number, Text
from strategy_studio.model.worksheet import Worksheet
from strategy_studio.processes import PARAMETERS, PROCESSES
from tests.model import tiny

pytest_plugins = ("tests.plans",)


def this_round(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph without what comes from the last round."""
    return nx.subgraph_view(graph, filter_edge=lambda a, b: not graph.edges[a, b]["feedback"])


def test_nodes_are_columns_and_names(plan: OpenPlan) -> None:
    sheets = [sheet for process in PROCESSES for sheet in process.worksheets]
    assert set(plan.graph) == {
        *(f"{sheet.title.replace(' ', '_')}[{column.title}]" for sheet in sheets for column in sheet.columns),
        *(figure.name for sheet in sheets for figure in sheet.figures),
        *(parameter.name for parameter in PARAMETERS),
    }


def test_every_edge_says_via_what_and_whether_from_the_last_round(plan: OpenPlan) -> None:
    for _, _, edge in plan.graph.edges(data=True):
        assert edge.keys() >= {"via", "feedback", "prior"}
        assert edge["via"] in ("formula", "reference", "rows")
        assert edge["prior"] or not edge["feedback"]
    kinds = {edge["via"] for _, _, edge in plan.graph.edges(data=True)}
    assert kinds == {"formula", "reference", "rows"}


def test_without_feedback_it_is_acyclic_and_with_it_it_is_not(plan: OpenPlan) -> None:
    assert nx.is_directed_acyclic_graph(this_round(plan.graph))
    assert not nx.is_directed_acyclic_graph(plan.graph)


def test_edges_of_the_tiny_plan(small: OpenPlan) -> None:
    edges = {(a, b): (edge["via"], edge["feedback"], edge["prior"]) for a, b, edge in small.graph.edges(data=True)}
    assert edges == {
        ("Groups[Spend]", "Groups[Spend each]"): ("formula", False, False),
        ("Groups[Heads]", "Groups[Spend each]"): ("formula", False, False),
        ("Groups[Spend]", "Groups[Spend before]"): ("formula", True, True),
        ("Groups[Group]", "Groups[Spend before]"): ("formula", False, True),
        ("Groups[Heads]", "All_heads"): ("formula", False, False),
        ("All_heads", "Many_heads"): ("formula", False, False),
        ("Groups[Group]", "Shops[Best group]"): ("reference", False, False),
        ("Groups[Group]", "Visits[Group]"): ("rows", False, False),
        ("Shops[Shop]", "Visits[Shop]"): ("rows", False, False),
        ("Visits[Count]", "Visits[Per head]"): ("formula", False, False),
        ("Visits[Group]", "Visits[Per head]"): ("formula", False, False),
        ("Groups[Group]", "Visits[Per head]"): ("formula", False, False),
        ("Groups[Heads]", "Visits[Per head]"): ("formula", False, False),
        ("Grades[Points]", "Grades[Result]"): ("formula", False, False),
        ("Grades[Weight]", "Grades[Result]"): ("formula", False, False),
        ("Base_rate", "Grades[Result]"): ("formula", False, False),
        ("Groups[Group]", "Notes[About]"): ("reference", False, False),
    }


def test_precedents_and_dependents_are_direct_live_and_in_canonical_spelling(plan: OpenPlan) -> None:
    assert set(plan.precedents("segment_clv[clv NET]")) == {"Segment_CLV[CLV]", "Segment_CLV[Acquisition cost]"}
    assert "Segment_CLV[Customers]" in plan.dependents("Segments[Customers]")
    assert plan.precedents("Discount_rate") == []
    assert "Segment_CLV[Rate used]" in plan.dependents("Discount_rate")


@pytest.mark.parametrize("node", ["Segments[Customers]", "Discount_rate", "Channels[Resource cost]", "Scorecard_total"])
def test_deep_follows_on_to_the_end(plan: OpenPlan, node: str) -> None:
    live = this_round(plan.graph)
    found = plan.dependents(node, deep=True)
    assert len(found) == len(set(found)) and set(found) == nx.descendants(live, node)
    assert set(plan.precedents(node, deep=True)) == nx.ancestors(live, node)


def test_feedback_adds_what_comes_from_the_last_round(plan: OpenPlan) -> None:
    cost = "Cost_to_serve[Cost per customer]"
    assert "Segment_CLV[Cost to serve last round]" not in plan.dependents(cost)
    assert "Segment_CLV[Cost to serve last round]" in plan.dependents(cost, feedback=True)
    assert cost in plan.precedents("Segment_CLV[Cost to serve last round]", feedback=True)
    deep = plan.dependents("Segments[Customers]", deep=True, feedback=True)
    assert set(deep) - {"Segments[Customers]"} == nx.descendants(plan.graph, "Segments[Customers]")


def test_the_scorecard_closes_the_loop_into_strategy(plan: OpenPlan) -> None:
    assert "Strategy_objectives[Weight]" in nx.ancestors(this_round(plan.graph), "Scorecard_total")
    later = plan.dependents("KPIs[Typed actual]", deep=True, feedback=True)
    assert {"Strategy_objectives[Suggested weight]", "Strategy_objectives[Reopen]"} <= set(later)


def test_own_formulas_join_the_graph_and_leave_it(plan: OpenPlan) -> None:
    plan.worksheet("Segments").add_column("Own per head", "Money", "[@Revenue]/[@Customers]")
    plan.add_figure("Best_per_head", "MAX(Segments[Own per head])")
    assert plan.dependents("Segments[Own per head]") == ["Best_per_head"]
    assert "Segments[Revenue]" in plan.precedents("Best_per_head", deep=True)
    plan.undo()
    assert "Best_per_head" not in plan.graph and plan.dependents("Segments[Own per head]") == []


@pytest.mark.parametrize("node", ["Segments", "Segments[Custmers]", "Nothing_there", ""])
def test_an_unknown_node_is_refused(plan: OpenPlan, node: str) -> None:
    for call in (plan.precedents, plan.dependents):
        with pytest.raises(studio.PlanError, match=r"Sheet_name\[Column\]"):
            call(node)


def test_a_declared_cycle_is_refused_when_the_plan_is_opened(tmp_path) -> None:
    circle = Worksheet("Ring", "All", "?", (Text("Key", key=True), Number("A", formula="SUM(Ring[B])"),
                       Number("B", formula="[@C]+1"), Number("C", formula="[@A]")))  # fmt: skip
    with pytest.raises(studio.PlanError) as refusal:
        tiny.opened(tmp_path / "ring.strategy", tiny.process(circle))
    assert all(f"Ring[{column}]" in str(refusal.value) for column in "ABC")


def test_cycles_are_judged_by_whole_columns_even_without_rows(small: OpenPlan) -> None:
    with pytest.raises(studio.PlanError, match="feed itself"):
        small.add_worksheet("Empty", "Selling", [("A", "Number", "SUM(Empty[B])"), ("B", "Number", "[@A]")])

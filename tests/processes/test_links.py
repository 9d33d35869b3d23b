"""The formulas link the worksheets into one graph: all references exist, nothing runs in circles, feedback is known."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest

from strategy_studio.formula.nodes import Cell, Name
from strategy_studio.formula.parser import parse
from strategy_studio.formula.references import RawReference, raw_references
from strategy_studio.processes import PARAMETERS, PROCESSES

from .added import ADDED_COLUMNS, ADDED_NAMES, NEEDED, REROUTED

WORKSHEETS = [sheet for process in PROCESSES for sheet in process.worksheets]
NODES = {
    *(f"{sheet.name}[{column.title}]" for sheet in WORKSHEETS for column in sheet.columns),
    *(figure.name for sheet in WORKSHEETS for figure in sheet.figures),
    *(parameter.name for parameter in PARAMETERS),
}

ADDED_NODES = {
    *(f"{title.replace(' ', '_')}[{column}]" for title, columns in ADDED_COLUMNS.items() for column in columns),
    *ADDED_NAMES,
}

FEEDBACK = {
    ("Assumptions[Confidence]", "Assumptions[Confidence last round]"),
    ("Cost_to_serve[Cost per customer]", "Segment_CLV[Cost to serve last round]"),
    ("Information_coverage", "CRM_position[Information last round]"),
    ("KPIs[Actual]", "KPIs[Earlier actual]"),
    ("Objective_scores[Off target rounds]", "Objective_scores[Off target before]"),
    ("Objective_scores[Off target rounds]", "Strategy_objectives[Off target run]"),
    ("Objective_scores[Performance]", "Objective_scores[Performance last round]"),
    ("Objective_scores[Performance]", "Strategy_objectives[Attainment last round]"),
    ("Satisfaction_survey[Score of ten]", "Value_attributes[Survey last round]"),
    ("Scorecard_total", "Scorecard_change"),
    ("Segment_CLV[CLV]", "Segment_granularity[CLV last round]"),
    ("Segment_CLV[Value ratio]", "Segments[Value ratio last round]"),
    ("Strategy_objectives[Weight]", "Strategy_objectives[Weight last round]"),
    ("Strategy_review[Carried over]", "Assumptions[Decision last round]"),
    ("Strategy_review[Carried over]", "Strategy_objectives[Review calls]"),
    ("Strategy_review[Decision]", "Assumptions[Decision last round]"),
    ("Strategy_review[Decision]", "Strategy_objectives[Review calls]"),
    ("Strategy_review[Decision]", "Strategy_review[Carried over]"),
    ("Strategy_review[Due]", "Strategy_review[Carried over]"),
    ("Strategy_review[Line]", "Assumptions[Decision last round]"),
}
"""What the next round reads of a closed one, beside the keys that find the rows."""

FEEDBACK_KEYS = {
    "Assumptions[Assumption]",
    "Cost_to_serve[Segment]",
    "KPIs[KPI]",
    "Objective_scores[Objective]",
    "Satisfaction_survey[Question]",
    "Segment_CLV[Segment]",
    "Strategy_objectives[Objective]",
    "Strategy_review[Assumption]",
    "Strategy_review[Finding]",
    "Strategy_review[Objective]",
}

BETWEEN_PROCESSES = [
    ("Segments[Customers]", "Segment_CLV[Customers]"),
    ("Segments[Customers]", "Retention_economics[Value created]"),
    ("Segments[Customers]", "Cost_to_serve[Cost per customer]"),
    ("Segments[Segment]", "Channel_mix[Segment]"),
    ("Segments[Segment]", "Experience_matrix[Segment]"),
    ("Segment_CLV[Margin before service]", "Cost_to_serve[Affordable cost]"),
    ("Strategy_objectives[Weight]", "Objective_scores[Weight]"),
    ("Strategy_objectives[Reopen]", "Initiatives[Objective reopened]"),
    ("Assumptions[Assumption]", "Strategy_review[Assumption]"),
    ("Experience_matrix[Weight share]", "Information_needs[Importance of source]"),
    ("Channels[Cost per contact]", "Cost_reduction[Unit saving]"),
    ("Value_attributes[Importance]", "Service_standards[Customer importance]"),
    ("Customer_equity_total", "Shareholder_results[Evidence]"),
    ("Customer_equity_total", "Figure_catalogue[Value]"),
    ("Employee_engagement", "Shareholder_results[Evidence]"),
    ("Customer_management_score", "Figure_catalogue[Value]"),
    ("Readiness_profile[Maturity]", "Process_coverage[Readiness]"),
    ("Readiness_profile[Maturity]", "Gartner_comparison[Process readiness]"),
]


def written(reference: RawReference, worksheet: str) -> str:
    """The node a formula of `worksheet` means."""
    node = reference.node
    if isinstance(node, Name):
        return node.name
    home = worksheet if isinstance(node, Cell) else node.worksheet or worksheet
    return f"{home}[{node.column}]"


def links() -> Iterator[tuple[str, str, bool]]:
    """(precedent, dependent, last round) of every reference in every formula and of every Reference column."""
    for sheet in WORKSHEETS:
        formulas = {f"{sheet.name}[{column.title}]": column.formula for column in sheet.columns if column.formula}
        formulas |= {figure.name: figure.formula for figure in sheet.figures}
        for node, formula in formulas.items():
            for reference in raw_references(parse(formula)):
                yield written(reference, sheet.name), node, reference.prior
        for column in sheet.columns:
            if column.kind.target:
                yield column.kind.target, f"{sheet.name}[{column.title}]", False


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(NODES)
    for source, target, prior in set(links()):
        graph.add_edge(source, target, prior=prior)
    return graph


def this_round(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    return nx.DiGraph([(source, target) for source, target, prior in graph.edges(data="prior") if not prior])


def test_every_formula_reads_what_is_declared(graph: nx.MultiDiGraph[str]) -> None:
    assert set(graph) - NODES == set()


def test_nothing_depends_on_itself_within_a_round(graph: nx.MultiDiGraph[str]) -> None:
    assert nx.is_directed_acyclic_graph(this_round(graph))


def test_the_links_are_as_many_as_specified(graph: nx.MultiDiGraph[str]) -> None:
    specified = graph.subgraph(NODES - ADDED_NODES)
    prior = [edge for edge in specified.edges(data="prior") if edge[2]]
    direct = {(source, target) for source, target, last_round in specified.edges(data="prior") if not last_round}
    assert direct & REROUTED == set()
    assert direct >= NEEDED
    assert (len(direct - NEEDED | REROUTED), len(prior)) == (1490, 24)


@pytest.mark.parametrize("link", sorted(REROUTED))
def test_what_no_longer_runs_directly_runs_through_added_columns(
    graph: nx.MultiDiGraph[str], link: tuple[str, str]
) -> None:
    assert nx.has_path(this_round(graph).subgraph({*link, *ADDED_NODES}), *link)


def test_feedback_runs_where_the_method_wants_it(graph: nx.MultiDiGraph[str]) -> None:
    prior = {(source, target) for source, target, last_round in graph.edges(data="prior") if last_round}
    assert {edge for edge in prior if edge[0] not in FEEDBACK_KEYS} == FEEDBACK
    assert {source for source, _ in prior if source in FEEDBACK_KEYS} == FEEDBACK_KEYS


def test_processes_are_linked_live(graph: nx.MultiDiGraph[str]) -> None:
    live = this_round(graph)
    assert [link for link in BETWEEN_PROCESSES if not live.has_edge(*link)] == []


def test_every_process_is_upstream_of_the_scorecard(graph: nx.MultiDiGraph[str]) -> None:
    upstream = nx.ancestors(this_round(graph), "Scorecard_total")
    for process in PROCESSES:
        assert any(node.startswith(tuple(f"{sheet.name}[" for sheet in process.worksheets)) for node in upstream)

"""Figure catalogue is generated: a Figure that declares its title there can be linked, with no second entry."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from strategy_studio.model.structure import Additions, build_structure
from strategy_studio.model.worksheet import Figure, Worksheet
from strategy_studio.processes import PARAMETERS, PROCESSES
from strategy_studio.processes.performance import PERFORMANCE
from strategy_studio.processes.performance.catalogue import with_catalogue
from strategy_studio.processes.strategy import STRATEGY


def catalogue_of(worksheets: tuple[Worksheet, ...]) -> Worksheet:
    return next(sheet for sheet in worksheets if sheet.title == "Figure catalogue")


def test_it_lists_every_linkable_figure_once_beginning_with_customer_equity() -> None:
    sheets = [sheet for process in PROCESSES for sheet in process.worksheets]
    linkable = [figure.catalogue for sheet in sheets for figure in sheet.figures if figure.catalogue]
    rows = catalogue_of(PROCESSES[4].worksheets).rows.keys
    assert len(rows) == 33
    assert sorted(rows) == sorted(linkable)
    assert rows[:3] == ("Customer equity", "Current customer value", "Average CLV")
    assert rows[-2:] == ("Initiative progress", "Customer management score")


def test_no_figure_in_it_depends_on_kpis() -> None:
    graph = build_structure(PROCESSES, PARAMETERS, Additions()).graph
    live = nx.DiGraph([(a, b) for a, b, feedback in graph.edges(data="feedback") if not feedback])
    assert [node for node in nx.ancestors(live, "Figure_catalogue[Value]") if node.startswith("KPIs[")] == []


def test_a_new_figure_appears_behind_the_others() -> None:
    objectives = STRATEGY.worksheets[0]
    own = replace(objectives, figures=(Figure("Own_figure", "1+1", catalogue="Own title"), *objectives.figures))
    strategy = replace(STRATEGY, worksheets=(own, *STRATEGY.worksheets[1:]))
    catalogue = catalogue_of(with_catalogue((strategy, PERFORMANCE))[1].worksheets)
    assert catalogue.rows.keys[-1] == "Own title"
    assert catalogue.column("Value").formula.endswith(',"Own title",Own_figure)')


def test_it_can_be_filled_only_from_what_is_there() -> None:
    catalogue = catalogue_of(with_catalogue((PERFORMANCE,))[0].worksheets)
    assert catalogue.rows.keys == (
        "Economic value",
        "Net marketing contribution",
        "Cost reduction",
        "Standards kept",
        "Satisfaction index",
        "Net promoter score",
    )

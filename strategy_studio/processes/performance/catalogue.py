"""Figure catalogue: the Figures a KPI may take as its actual or target, gathered from their own declarations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...model.columns import Number, Text
from ...model.worksheet import Done, Figure, Process, Worksheet, fixed
from .scorecard import RESULTS

FIGURE_CATALOGUE = Worksheet(
    "Figure catalogue",
    component=RESULTS.title,
    question="Which figures of the plan can be a KPI's actual or target?",
    help="Nothing to type; pick these names on the KPI page.",
    rows=fixed(),
    done=Done("always"),
    picture="tile list",
    columns=(
        Text("Figure name", key=True),
        Number("Value", format="0.00", help="none that depends on KPIs"),
    ),
)
"""The worksheet without its rows and formula, which `with_catalogue` supplies."""

READING_ORDER = (
    "Customer equity",
    "Current customer value",
    "Average CLV",
    "Average retention",
    "Total customers",
    "Total revenue",
    "Acquisition spend",
    "Acquisition cost",
    "Retention value",
    "Customer value index",
    "Average satisfaction",
    "Cost to serve",
    "Segments too dear",
    "Channel migration saving",
    "Unused capacity",
    "Experience score",
    "Experience consistency",
    "Moment of truth risk",
    "Information coverage",
    "Data quality index",
    "Integration ratio",
    "IT readiness",
    "Privacy actions",
    "Economic value",
    "Net marketing contribution",
    "Cost reduction",
    "Standards kept",
    "Satisfaction index",
    "Net promoter score",
    "Employee engagement",
    "Readiness",
    "Initiative progress",
    "Customer management score",
)
"""The order a KPI owner reads them in, value first; a Figure not named here follows in the order of its declaration."""


def with_catalogue(processes: tuple[Process, ...]) -> tuple[Process, ...]:
    """The processes with Figure catalogue listing every Figure that declares a `catalogue` title."""
    catalogue = filled(FIGURE_CATALOGUE, linkable(processes))
    return tuple(
        replace(
            process, worksheets=tuple(catalogue if sheet is FIGURE_CATALOGUE else sheet for sheet in process.worksheets)
        )
        for process in processes
    )


def linkable(processes: Iterable[Process]) -> tuple[Figure, ...]:
    """The Figures with a `catalogue` title, in reading order."""
    places = {title: place for place, title in enumerate(READING_ORDER)}
    figures = [
        figure for process in processes for sheet in process.worksheets for figure in sheet.figures if figure.catalogue
    ]
    return tuple(sorted(figures, key=lambda figure: places.get(figure.catalogue, len(places))))


def filled(catalogue: Worksheet, figures: tuple[Figure, ...]) -> Worksheet:
    """The worksheet with one fixed row per Figure and the formula that finds its value."""
    pairs = ",".join(f'"{figure.catalogue}",{figure.name}' for figure in figures)
    name, value = catalogue.columns
    return replace(
        catalogue,
        rows=fixed(*(figure.catalogue for figure in figures)),
        columns=(name, replace(value, formula=f"SWITCH([@Figure name],{pairs})")),
    )

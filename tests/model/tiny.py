"""A plan of five small worksheets, one for each way rows come about, to test the model without the real content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from strategy_studio.api import OpenPlan
from strategy_studio.model.columns import Choice, Kind, Money, Number, Reference, Text, YesNo
from strategy_studio.model.session import Session
from strategy_studio.model.worksheet import (
    Component,
    Figure,
    Parameter,
    Process,
    Worksheet,
    fixed,
    free,
    one_row_per,
)
from strategy_studio.store import create, open_plan

GROUPS = Worksheet(
    "Groups",
    "All",
    "Who buys?",
    (
        Text("Group", key=True),
        Number("Heads", required=True, default=1),
        Choice("Size", "Small", "Large", default="Small"),
        Money("Spend"),
        Money("Spend each", formula="[@Spend]/[@Heads]"),
        Number("Spend before", formula="SUMIFS(PRIOR(Groups[Spend]),PRIOR(Groups[Group]),[@Group])"),
    ),
    figures=(Figure("All_heads", "SUM([Heads])"), Figure("Many_heads", 'IF(All_heads>100,"Yes","No")', Kind("Text"))),
)
SHOPS = Worksheet("Shops", "All", "Where?", (Text("Shop", key=True), Reference("Best group", "Groups[Group]")))
VISITS = Worksheet(
    "Visits",
    "All",
    "How often?",
    (
        Reference("Group", "Groups[Group]", key=True),
        Reference("Shop", "Shops[Shop]", key=True),
        Number("Count", default=0),
        Number("Per head", formula="[@Count]/XLOOKUP([@Group],Groups[Group],Groups[Heads])"),
    ),
    rows=one_row_per("Groups[Group]", "Shops[Shop]"),
)
GRADES = Worksheet(
    "Grades",
    "All",
    "How good?",
    (
        Text("Grade", key=True),
        Number("Points", presets=(3, 2, 1)),
        Number("Weight", default=5),
        Number("Result", formula="[@Points]*[@Weight]*Base_rate"),
    ),
    rows=fixed("Good", "Fair", "Poor"),
)
NOTES = Worksheet(
    "Notes",
    "All",
    "What else?",
    (Text("Note"), YesNo("Open", default=True), Reference("About", "Groups[Group]")),
    rows=free({"Note": "Begin here"}),
)
PARAMETERS = (Parameter("Base_rate", Kind("Percent"), 0.5), Parameter("Base_note", Kind("Text"), None))


def process(*worksheets: Worksheet) -> tuple[Process, ...]:
    """One process with these worksheets."""
    return (Process("Selling", "Sell", "column1", ("Who?", "Why?"), (Component("All"),), worksheets, number=1),)


TINY = process(GROUPS, SHOPS, VISITS, GRADES, NOTES)


def opened(path: Path, processes: tuple[Process, ...] = TINY, parameters: Any = PARAMETERS) -> OpenPlan:
    """The plan file of this path, made when it is not there, read with these declarations."""
    storage = open_plan(path) if path.exists() else create(path)
    try:
        return OpenPlan(Session(storage, processes, parameters, "Ann"))
    except BaseException:
        storage.close()
        raise

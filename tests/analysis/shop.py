"""A small plan whose figures have closed forms, for the tests of sensitivity."""

from __future__ import annotations

from pathlib import Path

from strategy_studio.api import OpenPlan
from strategy_studio.model.changes import SetCells, SetParameters
from strategy_studio.model.columns import Kind, Money, Number, Percent, Reference, Score, Text, WholeNumber, YesNo
from strategy_studio.model.inputs import Cell, held, python_value
from strategy_studio.model.worksheet import Figure, Parameter, Worksheet
from tests.model import tiny

ITEMS = Worksheet(
    "Items",
    "All",
    "What is sold?",
    (
        Text("Item", key=True),
        Number("A"),
        Number("B"),
        WholeNumber("Staff"),
        Score("Grade", 0, 10),
        Percent("Share"),
        YesNo("Sold", default=True),
        Number("Sum", formula="3*[@A]+2*[@B]+Base_rate"),
        Number("Square", formula="[@A]^2"),
        Number("Step", formula="IF([@A]>=4,10,0)"),
        Number("Inverse", formula="1/([@A]-4)"),
        Number("Root", formula="SQRT([@A]-1)"),
        Money("Pay", formula="[@Staff]*7"),
        Number("Points", formula="[@Grade]*2"),
        Money("Kept", formula="[@Share]*1000"),
    ),
    figures=(Figure("Total_sum", "SUM([Sum])"), Figure("Total_kept", "SUM([Kept])", Kind("Money"))),
)
CHOICES = Worksheet("Choices", "All", "Which?", (Text("Place", key=True), Reference("Best", "Items[Item]"),
                    Number("Best sum", formula="XLOOKUP([@Best],Items[Item],Items[Sum])")))  # fmt: skip
PARAMETERS = (Parameter("Base_rate", Kind("Number"), 2.0),)


def opened(folder: Path) -> OpenPlan:
    """The plan with two items and a choice between them."""
    plan = tiny.opened(folder / "shop.strategy", tiny.process(ITEMS, CHOICES), PARAMETERS)
    plan.worksheet("Items").insert_many(
        [
            {"Item": "Ham", "A": 3.0, "B": 5.0, "Staff": 4, "Grade": 9.5, "Share": 0.8},
            {"Item": "Jam", "A": 2.0, "B": -1.0, "Staff": 10, "Grade": 5.0, "Share": 0.96},
        ]
    )
    plan.worksheet("Choices").insert({"Place": "Here", "Best": "Ham"})
    return plan


def cell(plan: OpenPlan, column: str, item: str = "Ham") -> Cell:
    """A cell of the items."""
    return Cell(f"Items[{column}]", plan.plan.sheet("Items").row_of(item))


def really_set(plan: OpenPlan, at: Cell, number: float, target: Cell) -> float | None:
    """What a target becomes when the cell is edited; the edit is undone."""
    place = plan.plan.structure.places[at.node]
    is_edit = held(plan.plan, at) != number  # setting a cell to what it holds is no step that could be undone
    if is_edit and (place.column is None or at.row is None):
        plan.session.apply(SetParameters({at.node: number}))
    elif is_edit:
        assert place.column is not None and at.row is not None
        plan.session.apply(SetCells(place.worksheet, {(at.row, place.column.title): number}))
    found = python_value(plan.plan, target)
    if is_edit:
        plan.undo()
    return found if isinstance(found, float) else None

"""Which empty computed cells wait for an input, and for which: by hand, and by filling in what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from strategy_studio.api import OpenPlan
from strategy_studio.model.columns import Kind, Money, Number, Reference, Text
from strategy_studio.model.worksheet import Figure, Parameter, Worksheet, one_row_per
from tests.model import tiny

OFFERS = Worksheet(
    "Offers",
    "All",
    "What for whom?",
    (
        Text("Offer", key=True),
        Reference("Group", "Groups[Group]"),
        Money("Price"),
        Money("Cost"),
        Number("Share"),
        Money("Margin", formula="[@Price]-[@Cost]"),
        Number("Ratio", formula="ROUND([@Margin]/[@Price],2)"),
        Number("Share used", formula="IF(ISBLANK([@Share]),[@Share seen],[@Share])"),
        Number("Share seen", formula='IF(COUNTIFS(Offers[Offer],[@Offer])=1,"",1)'),
        Money("Heads cost", formula="[@Cost]*XLOOKUP([@Group],Groups[Group],Groups[Heads])"),
        Money("Best", formula="MAX([@Price],[@Cost])+Start_price"),
        Text("Warning", formula='IF([@Price]<[@Cost],"Too cheap","")'),
        Text("Free text", formula='IF(ISBLANK([@Price]),"","Priced")'),
        Number("On purpose", formula='IF([@Cost]>0,"",1)'),
        Number("Switched", formula='SWITCH([@Offer],"A",[@Margin],"B",[@Cost],1)'),
        Number("Chosen", formula="IFERROR(CHOOSE(2,[@Margin],[@Cost]),0)"),
        Number("Before", formula="SUMIFS(PRIOR(Offers[Price]),PRIOR(Offers[Offer]),[@Offer])+PRIOR(All_margin)"),
    ),
    figures=(
        Figure("All_margin", "SUM([Margin])", Kind("Money")),
        Figure("First_price", "INDEX([Price],1)*2", Kind("Money")),
    ),
)
PER_OFFER = Worksheet(
    "Per offer",
    "All",
    "Each?",
    (
        Reference("Offer", "Offers[Offer]", key=True),
        Number("Note", default=1),
        Money("Margin", formula="XLOOKUP([@Offer],Offers[Offer],Offers[Margin])"),
    ),
    rows=one_row_per("Offers[Offer]"),
)
PARAMETERS = (*tiny.PARAMETERS, Parameter("Start_price", Kind("Money"), None))


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[OpenPlan]:
    """Offer A without a cost, offer B without a price and of a group without heads."""
    processes = tiny.process(tiny.GROUPS, tiny.GRADES, OFFERS, PER_OFFER)
    with tiny.opened(tmp_path / "offers.strategy", processes, PARAMETERS) as plan:
        plan.set("Start_price", 1)
        plan.worksheet("Groups").insert_many([{"Group": "Homes", "Heads": 4}, {"Group": "Firms", "Heads": None}])
        plan.worksheet("Offers").insert_many(
            [{"Offer": "A", "Group": "Homes", "Price": 10}, {"Offer": "B", "Group": "Firms", "Cost": 6, "Share": 0.5}]
        )
        plan.worksheet("Per offer").set(plan.worksheet("Per offer").rows()[0], "Note", 2)
        yield plan


def needs(plan: OpenPlan) -> dict[tuple[str, str, str], set[str]]:
    """By worksheet, row and column the inputs a cell waits for, as texts."""
    labels = {
        (sheet.name, row): label
        for sheet in plan.plan.sheets.values()
        for row, label in zip(sheet.ids, sheet.key_labels(), strict=True)
    }
    return {
        (found.worksheet, labels.get((found.worksheet, found.row), ""), found.column): {
            f"{need.column} of {labels[need.worksheet, need.row]}" if need.row else need.column for need in found.needs
        }
        for found in plan.waiting()
    }


def test_each_waiting_cell_names_the_empty_inputs(plan: OpenPlan) -> None:
    assert needs(plan) == {
        ("Offers", "A", "Margin"): {"Cost of A"},
        ("Offers", "A", "Ratio"): {"Cost of A"},
        ("Offers", "A", "Switched"): {"Cost of A"},
        ("Offers", "A", "Chosen"): {"Cost of A"},
        ("Offers", "A", "Heads cost"): {"Cost of A"},
        ("Offers", "A", "Share used"): {"Share of A"},
        ("Offers", "A", "Warning"): {"Cost of A"},
        ("Offers", "A", "On purpose"): {"Cost of A"},
        ("Offers", "B", "Margin"): {"Price of B"},
        ("Offers", "B", "Ratio"): {"Price of B"},
        ("Offers", "B", "Heads cost"): {"Heads of Firms"},
        ("Offers", "B", "Warning"): {"Price of B"},
        ("Per_offer", "A", "Margin"): {"Cost of A"},
        ("Per_offer", "B", "Margin"): {"Price of B"},
        ("Groups", "Homes", "Spend each"): {"Spend of Homes"},
        ("Groups", "Firms", "Spend each"): {"Spend of Firms", "Heads of Firms"},
    }


def test_sentences_name_the_input_where_it_stands(plan: OpenPlan) -> None:
    said = [found.sentence for found in plan.waiting()]
    assert "Margin of A waits for its Cost." in said
    assert "Heads cost of B waits for Heads of Firms in Groups." in said
    assert "Spend each of Firms waits for its Spend and its Heads." in said


def test_names_wait_and_are_waited_for(plan: OpenPlan) -> None:
    plan.set("Start_price", None)
    offers = plan.worksheet("Offers")
    offers.set(offers.rows()[0], "Price", None)
    found = needs(plan)
    assert found["Offers", "", "First_price"] == {"Price of A"}
    assert found["Offers", "B", "Best"] == {"Start_price"}
    assert "First price waits for Price of A." in [waits.sentence for waits in plan.waiting()]
    assert "Best of B waits for the Parameter Start_price." in [waits.sentence for waits in plan.waiting()]


def test_what_is_filled_no_longer_waits(plan: OpenPlan) -> None:
    """Filling all that is said to be missing leaves nothing waiting, and every cell named before is filled."""
    before = plan.waiting()
    with plan.change("Fill"):
        for need in {need for found in before for need in found.needs}:
            plan.worksheet(need.worksheet).set(need.row, need.column, 3)
    assert plan.waiting() == []
    for found in before:
        if found.column not in ("Warning", "On purpose"):
            assert plan.worksheet(found.worksheet).value(found.row, found.column) is not None, found.sentence


def test_a_worksheet_in_which_nothing_was_typed_does_not_wait(plan: OpenPlan) -> None:
    plan.worksheet("Per offer").set(plan.worksheet("Per offer").rows()[0], "Note", 1)
    assert {found.worksheet for found in plan.waiting()} == {"Offers", "Groups"}


def test_a_broken_formula_does_not_wait(tmp_path: Path) -> None:
    path = tmp_path / "older.strategy"
    with tiny.opened(path) as plan:
        plan.worksheet("Groups").insert({"Group": "Homes"})
        plan.worksheet("Groups").add_column("Gain", kind="Money", formula="[@Spend]*2")
        assert {found.column for found in plan.waiting()} == {"Spend each", "Gain"}
    thinner = replace(tiny.GROUPS, columns=tuple(c for c in tiny.GROUPS.columns if "Spend" not in c.title))
    processes = tiny.process(thinner, tiny.SHOPS, tiny.VISITS, tiny.GRADES, tiny.NOTES)
    with tiny.opened(path, processes) as plan:
        assert plan.waiting() == []

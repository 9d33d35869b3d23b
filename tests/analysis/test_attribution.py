"""Why a figure differs, against setting the cells by hand in every order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from strategy_studio.analysis.attribution import Attribution, attribute
from strategy_studio.analysis.reasons import attribution_table, explain_difference, table_lines
from strategy_studio.api import OpenPlan
from strategy_studio.formula.errors import PlanError
from strategy_studio.model.columns import Choice, Date, Kind, Number, Reference, Text, YesNo
from strategy_studio.model.inputs import Cell, Layer, layered
from strategy_studio.model.worksheet import Figure, Parameter, Worksheet, fixed, free
from tests.effort import effort
from tests.model import tiny

TOWNS = Worksheet(
    "Towns", "All", "Where?", (Text("Town", key=True), Number("People", presets=(30, 7))), rows=fixed("Ayr", "Bath")
)
INPUTS = Worksheet(
    "Inputs",
    "All",
    "What goes in?",
    (
        Text("Item", key=True),
        Number("Value", presets=(3, 5, -2, 0.5)),
        Choice("Mode", "Plain", "Double", default="Plain"),
        YesNo("Counts", default=True),
        Reference("Town", "Towns[Town]"),
        Date("Day"),
        Number("Result", formula='IF([@Counts],IF([@Mode]="Double",2,1)*[@Value],0)'),
        Number("People there", formula="XLOOKUP([@Town],Towns[Town],Towns[People])"),
        Number("Year", formula="YEAR([@Day])"),
        Number("Quotient", formula="[@Value]/([@Result]-3)"),
        Text("Verdict", formula='IF([@Value]>0,"good","bad")'),
    ),
    rows=fixed("a", "b", "c", "d"),
    figures=(Figure("All_results", "SUM([Result])"), Figure("Grown_results", "All_results*(1+Base_rate)")),
)
MANY = Worksheet(
    "Many",
    "All",
    "How many?",
    (Number("One"), Number("Two"), Number("Product", formula="[@One]*[@Two]")),
    rows=free(),
    figures=(Figure("All_products", "SUM([Product])"), Figure("Highest_one", "MAX([One])")),
)
DECLARED = tiny.process(TOWNS, INPUTS, MANY)
PARAMETERS = (Parameter("Base_rate", Kind("Percent"), 0.5), Parameter("Way", Kind("Choice", choices=("A", "B")), "A"))


@pytest.fixture(scope="module")
def open_small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPlan]:
    with tiny.opened(tmp_path_factory.mktemp("small") / "small.strategy", DECLARED, PARAMETERS) as small:
        yield small


@pytest.fixture
def small(tmp_path: Path) -> Iterator[OpenPlan]:
    """Four inputs with a choice, a flag, a town and a day each."""
    with tiny.opened(tmp_path / "small.strategy", DECLARED, PARAMETERS) as small:
        yield small


def cell(opened: OpenPlan, column: str, key: str, worksheet: str = "Inputs") -> Cell:
    """The cell of a column in the row of a key."""
    return Cell(f"{worksheet}[{column}]", opened.worksheet(worksheet).row(key))


def effects_of(found: Attribution) -> dict[Cell, float]:
    return {share.cell: share.effect for share in found.shares}


def adds_up(found: Attribution) -> bool:
    """Whether the shares add up to the difference, relative to it or to the rounding of the largest."""
    largest = max([abs(share.effect) for share in found.shares] + [abs(found.before), abs(found.after)])
    apart = abs(math.fsum(share.effect for share in found.shares) - found.difference)
    return apart <= max(1e-9 * abs(found.difference), 2e-16 * largest)


# against every order, set by hand

ATOMS = (
    *(f'XLOOKUP("{item}",Inputs[Item],Inputs[{column}])' for item in "abcd" for column in ("Value", "Result")),
    "SUM(Inputs[Result])", "MAX(Inputs[Value])", "AVERAGE(Inputs[Value])", "Base_rate", "Grown_results", "2",
    'IF(Way="A",1,3)', 'SUMIFS(Inputs[Value],Inputs[Mode],"Double")', "COUNTIFS(Inputs[Counts],TRUE)",
)  # fmt: skip


def formulas(depth: int = 2) -> st.SearchStrategy[str]:
    """Formulas over the inputs, with steps, products and quotients."""
    atoms = st.sampled_from(ATOMS)
    if depth == 0:
        return atoms
    inner = formulas(depth - 1)
    binary = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda part: f"({part[0]}{part[1]}{part[2]})")
    chosen = st.tuples(inner, inner, inner).map(lambda part: f"IF({part[0]}>{part[1]},{part[2]},{part[1]})")
    return st.one_of(atoms, binary, chosen, st.tuples(inner, inner).map(lambda part: f"MIN({part[0]},{part[1]})"))


CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "Value": st.sampled_from((-4.0, 0.0, 1.0, 2.5, 9.0, None)),
    "Mode": st.sampled_from(("Plain", "Double")),
    "Counts": st.booleans(),
}


@st.composite
def layers(draw: st.DrawFn) -> dict[tuple[str, str], Any]:
    """Up to four changed inputs by column and key, a Parameter under an empty key."""
    found: dict[tuple[str, str], Any] = {}
    for _ in range(draw(st.integers(1, 4))):
        column = draw(st.sampled_from((*CHANGES, "Base_rate", "Way")))
        if column in CHANGES:
            found[column, draw(st.sampled_from("abcd"))] = draw(CHANGES[column])
        else:
            found[column, ""] = draw(st.sampled_from((0.1, 0.9) if column == "Base_rate" else ("A", "B")))
    return found


def worth_by_hand(opened: OpenPlan, figure: str, changes: dict[tuple[str, str], Any]) -> Any:
    """The figure after really setting some cells, which are then put back."""
    with opened.change("Try"):
        for (column, key), value in changes.items():
            if key:
                sheet = opened.worksheet("Inputs")
                sheet.set(sheet.row(key), column, value)
            else:
                opened.set(column, value)
        opened.set("Base_rate", opened.value("Base_rate"))  # so that there is a change to undo
    worth = opened.value(figure)
    opened.undo()
    return worth


@given(formulas(), formulas(), layers())
@settings(max_examples=40)
def test_shares_are_the_means_over_all_orders_of_setting_the_cells(
    open_small: OpenPlan, first: str, second: str, changes: dict[tuple[str, str], Any]
) -> None:
    small = open_small
    with small.change("Add figures"):
        small.add_figure("First_step", first)
        small.add_figure("Last_step", f"First_step+{second}")
    try:
        layer = {cell(small, *at) if at[1] else Cell(at[0]): value for at, value in changes.items()}
        worths: dict[frozenset[tuple[str, str]], Any] = {}
        for code in range(1 << len(changes)):
            some = [at for place, at in enumerate(changes) if code >> place & 1]
            worths[frozenset(some)] = worth_by_hand(small, "Last_step", {at: changes[at] for at in some})
        assume(all(isinstance(worth, float) for worth in worths.values()))
        expected = dict.fromkeys(changes, 0.0)
        orders = list(permutations(changes))
        for order in orders:
            for place, at in enumerate(order):
                added = worths[frozenset(order[: place + 1])] - worths[frozenset(order[:place])]
                expected[at] += added / len(orders)
        found = attribute(small.plan, Cell("Last_step"), layer)
        largest = max(abs(worth) for worth in worths.values())
        effects = effects_of(found)
        for effect, where in zip(expected.values(), layer, strict=True):
            assert effects.get(where, 0.0) == pytest.approx(effect, rel=1e-9, abs=1e-11 * largest)
        assert found.exact and adds_up(found)
    finally:
        small.undo()


# inputs of every kind


def test_inputs_of_every_kind_have_shares(small: OpenPlan) -> None:
    towns = small.worksheet("Towns")
    small.worksheet("Inputs").set(small.worksheet("Inputs").row("a"), "Town", "Ayr")
    small.worksheet("Inputs").set(small.worksheet("Inputs").row("a"), "Day", date(2026, 5, 1))
    small.add_figure("Of_every_kind", 'XLOOKUP("a",Inputs[Item],Inputs[People there])+Grown_results+'
                     'XLOOKUP("a",Inputs[Item],Inputs[Year])')  # fmt: skip
    layer: Layer = {
        cell(small, "Value", "b"): 6.0,
        cell(small, "Mode", "a"): "Double",
        cell(small, "Counts", "c"): False,
        cell(small, "Town", "a"): float(towns.row("Bath")),
        cell(small, "Day", "a"): 47000.0,
        Cell("Base_rate"): 1.0,
    }
    found = attribute(small.plan, Cell("Of_every_kind"), layer)
    shares = {share.label: share for share in found.shares}
    assert shares["Town of a"].effect == pytest.approx(7 - 30)
    assert (shares["Town of a"].before, shares["Town of a"].after) == ("Ayr", "Bath")
    assert shares["Day of a"].effect == pytest.approx(2)  # 47000 is a day of 2028
    assert shares["Day of a"].after == date(2028, 9, 4)
    assert shares["Counts of c"].before is True and shares["Counts of c"].after is False
    assert len(found.shares) == 6 and adds_up(found)
    # results 6.5 at 1.5 become 12.5 at 2: each of +3, +1, +2 at the mean rate, and the rate at the mean sum
    assert shares["Base rate"].effect == pytest.approx(0.5 * (6.5 + 12.5) / 2)
    assert shares["Mode of a"].effect == pytest.approx(3 * 1.75)


def test_inputs_that_do_not_feed_the_target_are_no_players(small: OpenPlan) -> None:
    layer: Layer = {cell(small, "Value", "a"): 4.0, Cell("Way"): "B", cell(small, "People", "Ayr", "Towns"): 99.0}
    found = attribute(small.plan, Cell("All_results"), layer)
    assert [share.cell for share in found.shares] == [cell(small, "Value", "a")] and found.changed == 1
    assert found.shares[0].path == ("Inputs[Value]", "Inputs[Result]", "All_results")


def test_names_of_rows_are_no_inputs(small: OpenPlan) -> None:
    found = attribute(small.plan, Cell("Inputs[People there]", small.worksheet("Inputs").row("a")), {
        cell(small, "Town", "a"): float(small.worksheet("Towns").row("Bath")),
        cell(small, "Town", "Ayr", "Towns"): "Aberdeen",
    }, {cell(small, "Town", "a"): float(small.worksheet("Towns").row("Ayr"))})  # fmt: skip
    assert [share.label for share in found.shares] == ["Town of a"]
    assert found.difference == -23


def test_two_layers_are_compared_with_each_other(small: OpenPlan) -> None:
    base: Layer = {cell(small, "Value", "a"): 10.0, cell(small, "Value", "b"): 1.0}
    layer: Layer = {cell(small, "Value", "a"): 10.0, cell(small, "Value", "c"): 0.0}
    found = attribute(small.plan, Cell("All_results"), layer, base)
    assert (found.before, found.after) == (9.5, 15.5)
    assert effects_of(found) == {cell(small, "Value", "b"): 4.0, cell(small, "Value", "c"): 2.0}


def test_nothing_differs(small: OpenPlan) -> None:
    found = attribute(small.plan, Cell("All_results"), {cell(small, "Value", "a"): 3.0})
    assert found.shares == () and found.difference == 0.0
    assert explain_difference(found, small.plan) == [
        "Nothing upstream of All results differs: it is 6.5 before and after."
    ]


def test_what_cancels_is_told(small: OpenPlan) -> None:
    layer: Layer = {cell(small, "Value", "a"): 4e15, cell(small, "Value", "b"): -4e15 + 8}
    found = attribute(small.plan, Cell("All_results"), layer)
    assert found.difference == 0.0 and adds_up(found)
    lines = explain_difference(found, small.plan)
    assert lines[0] == "All results is 6.5 before and after, though inputs upstream differ."
    assert not any("(" in line for line in lines[1:])


# figures without a value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "Quotient of b is empty after the changes, so nothing can be compared. Value of b makes it so"),
        (3.0, "Quotient of b is #DIV/0! (Something is divided by zero, or an average is taken of nothing) after"),
    ],
)
def test_a_target_without_a_value_is_refused_with_the_input(small: OpenPlan, value: Any, sentence: str) -> None:
    target = Cell("Inputs[Quotient]", small.worksheet("Inputs").row("b"))
    layer: Layer = {cell(small, "Value", "b"): value, Cell("Base_rate"): 0.2}
    with pytest.raises(PlanError) as refused:
        attribute(small.plan, target, layer)
    assert sentence in str(refused.value)
    with pytest.raises(PlanError, match=r"before the changes.*Value of b makes it so"):
        attribute(small.plan, target, {}, layer)


def test_a_target_that_waits_is_refused_with_what_it_waits_for(small: OpenPlan) -> None:
    target = Cell("Inputs[Year]", small.worksheet("Inputs").row("a"))
    with pytest.raises(PlanError, match=r"Year of a is empty before the changes.*Day of a is empty there"):
        attribute(small.plan, target, {cell(small, "Value", "a"): 1.0})


def test_a_word_is_refused(small: OpenPlan) -> None:
    target = Cell("Inputs[Verdict]", small.worksheet("Inputs").row("a"))
    with pytest.raises(PlanError, match="Verdict of a is no number"):
        attribute(small.plan, target, {cell(small, "Value", "a"): -1.0})


def test_inputs_that_only_together_give_a_value_count_together(small: OpenPlan) -> None:
    """b: 5/(5-3) becomes 3/(6-3); with the value alone it is 3/0."""
    layer: Layer = {cell(small, "Value", "b"): 3.0, cell(small, "Mode", "b"): "Double"}
    found = attribute(small.plan, Cell("Inputs[Quotient]", small.worksheet("Inputs").row("b")), layer)
    assert [share.label for share in found.shares] == ["Mode of b and Value of b"] or [
        share.label for share in found.shares
    ] == ["Value of b and Mode of b"]
    assert found.shares[0].effect == pytest.approx(3 / 3 - 5 / 2)
    assert set(found.shares[0].cells) == set(layer)
    assert explain_difference(found, small.plan)[1].startswith(f"{found.shares[0].label} explain −1.5 (")
    assert "count together" in found.notes[0] and "has no value when only some of them change" in found.notes[0]


# many inputs


def fill(small: OpenPlan, rows: int) -> list[int]:
    """Rows of two ones."""
    return small.worksheet("Many").insert_many([{"One": 1, "Two": 1}] * rows)


def test_thirteen_inputs_are_sampled_with_an_error(small: OpenPlan) -> None:
    rows = fill(small, 7)
    layer: Layer = {Cell(f"Many[{column}]", row): 2.0 + at for at, row in enumerate(rows) for column in ("One", "Two")}
    found = attribute(small.plan, Cell("All_products"), layer)
    assert not found.exact and found.changed == 14 and adds_up(found)
    for at, row in enumerate(rows):  # each row is a product apart: both factors have half of what it grew
        for column in ("One", "Two"):
            share = next(share for share in found.shares if share.cell == Cell(f"Many[{column}]", row))
            assert abs(share.effect - ((2 + at) ** 2 - 1) / 2) <= 4 * share.error + 1e-9
    assert any("standard error" in line for line in explain_difference(found, small.plan))
    assert found == attribute(small.plan, Cell("All_products"), layer)


def test_inputs_that_move_nothing_are_left_out_before_sampling(small: OpenPlan) -> None:
    rows = fill(small, 30)
    layer: Layer = {Cell(f"Many[{column}]", row): value for row in rows for column, value in (("One", 2), ("Two", 3.0))}
    found = attribute(small.plan, Cell("Many[Product]", rows[3]), layer)
    assert effects_of(found) == pytest.approx({Cell("Many[Two]", rows[3]): 3.0, Cell("Many[One]", rows[3]): 2.0})
    assert found.exact and found.changed == 60
    assert found.notes == ("58 of the 60 inputs that differ moved nothing in any trial and are left out.",)


def test_thousands_of_inputs_count_by_column(small: OpenPlan) -> None:
    rows = fill(small, 1500)
    layer: Layer = {Cell(f"Many[{column}]", row): value for row in rows for column, value in (("One", 2), ("Two", 3.0))}
    layer = {**layer, Cell("Base_rate"): 0.9}
    found = attribute(small.plan, Cell("All_products"), layer)
    assert [share.label for share in found.shares] == ["Two in 1,500 rows of Many", "One in 1,500 rows of Many"]
    assert [share.effect for share in found.shares] == pytest.approx([4500, 3000])  # 1x1 to 2x3, twice the mean
    assert len(found.shares[0].cells) == 1500 and found.shares[0].before is None
    assert "3,000 inputs differ" in found.notes[0]
    assert "Two in 1,500 rows of Many explains +4500 (60" in explain_difference(found, small.plan)[1]


def test_asking_can_be_stopped(small: OpenPlan) -> None:
    with pytest.raises(PlanError, match="stopped"):
        attribute(small.plan, Cell("All_results"), {cell(small, "Value", "a"): 9.0}, progress=lambda fraction: False)


# as a table


def test_the_table_has_every_share_and_the_sum(small: OpenPlan) -> None:
    layer: Layer = {cell(small, "Value", "a"): 13.0, cell(small, "Value", "b"): 0.0, Cell("Base_rate"): 0.5}
    rows = attribution_table(attribute(small.plan, Cell("All_results"), layer), small.plan)
    assert rows[1][:5] == ("Value of a", "3", "13", "+10", "200\u202f%")
    assert rows[2][:5] == ("Value of b", "5", "0", "−5", "−100\u202f%")
    assert rows[3][:5] == ("All results", "6.5", "11.5", "+5", "100\u202f%")
    lines = table_lines(rows, words_last=True)
    assert len(lines) == 4 and lines[1].index("13") + 2 == lines[2].index(" 0 ") + 2


def test_all_coalitions_are_one_pass(small: OpenPlan) -> None:
    """4,096 coalitions cost far less than as many single evaluations."""
    rows = fill(small, 6)
    layer: Layer = {Cell(f"Many[{column}]", row): 4.0 for row in rows for column in ("One", "Two")}

    found = attribute(small.plan, Cell("All_products"), layer)
    assert found.exact and found.passes == 4096
    one = effort(lambda: small.plan.calculation.cases(layered(small.plan, [layer]), ["All_products"]))
    assert effort(lambda: attribute(small.plan, Cell("All_products"), layer)) < 4096 / 5 * one

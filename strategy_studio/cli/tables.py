"""The command that lists figures for values of one input, or of two."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..formula.errors import PlanError
from .questions import A_CELL, chart_option
from .words import Commands, opened, save_chart, table, target

if TYPE_CHECKING:
    from ..analysis.tables import OneWay, TwoWay
    from ..api import OpenPlan
    from ..model.inputs import Cell


def add_commands(commands: Commands) -> None:
    """Declare the command and its arguments."""
    asking = commands.add("table", list_values, "List figures for values of one input, or of two.", "plan")
    asking.add_argument("figures", nargs="+", metavar="FIGURE", help=f"{A_CELL}; with two inputs one figure")
    asking.add_argument(
        "--input", nargs="+", action="append", dest="inputs", required=True, metavar=("INPUT", "VALUE"),
        help="an input and the values it takes, as they are typed into its cell; once more for a second input",
    )  # fmt: skip
    chart_option(asking)


def list_values(words: argparse.Namespace) -> None:
    """Print figures for each value of an input, or one figure for each pair of values of two."""
    refuse_inputs(words.inputs, words.figures)
    figures = [target(text) for text in words.figures]
    (name, *values), *second = words.inputs
    with opened(words.plan) as plan:
        if second:
            other, *other_values = second[0]
            _two_inputs(plan, plan.two_way_table(target(name), values, target(other), other_values, figures[0]), words)
        else:
            _one_input(plan, plan.table(target(name), values, figures), words)


def refuse_inputs(inputs: Sequence[Sequence[str]], figures: Sequence[str]) -> None:
    """PlanError when no table can be made of so many inputs, values and figures."""
    if len(inputs) > 2:
        raise PlanError(f"A table has one input or two, not {len(inputs)}. Leave out what matters least.")
    for name, *values in inputs:
        if not values:
            raise PlanError(f"{name} has no values to take. Write --input INPUT VALUE VALUE.")
    if len(inputs) == 2 and len(figures) > 1:
        raise PlanError(f"A table of two inputs shows one figure, not {len(figures)}. Ask for one after the other.")


def _one_input(plan: OpenPlan, found: OneWay, words: argparse.Namespace) -> None:
    rows: list[tuple[str, ...]] = [(found.label, *found.target_labels)]
    for text, results in zip(marked(found.texts, found.held), found.results, strict=True):
        cells = zip(found.targets, results, strict=True)
        rows.append((text, *(_shown(plan, cell, value) for cell, value in cells)))
    print("\n".join(table(rows)))
    if words.chart:
        from ..drawing.table_chart import draw_one_way

        save_chart(draw_one_way(plan.plan, found), words.chart)


def _two_inputs(plan: OpenPlan, found: TwoWay, words: argparse.Namespace) -> None:
    print(f"{found.target_label} by {found.label} (down) and {found.other_label} (across)\n")
    rows: list[tuple[str, ...]] = [("", *marked(found.other_texts, found.other_held))]
    for text, results in zip(marked(found.texts, found.held), found.results, strict=True):
        rows.append((text, *(_shown(plan, found.target, value) for value in results)))
    print("\n".join(table(rows)))
    if words.chart:
        from ..drawing.table_chart import draw_two_way

        save_chart(draw_two_way(plan.plan, found), words.chart)


def marked(texts: Sequence[str], held: int | None) -> list[str]:
    """The values as texts, the one the plan holds marked."""
    return [f"{text} (now)" if place == held else text for place, text in enumerate(texts)]


def _shown(plan: OpenPlan, cell: Cell, value: Any) -> str:
    from ..model.explain import shown

    return shown(plan.plan, plan.plan.structure.places[cell.node], value)

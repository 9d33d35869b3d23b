"""The commands that ask a plan: why, compare, sensitivity, simulate, seek."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..formula.errors import PlanError
from .words import Commands, chart_path, number, opened, save_chart, scenario_name, table, target

if TYPE_CHECKING:
    from ..analysis.comparison import Comparison
    from ..analysis.flips import Flip
    from ..api import OpenPlan

A_CELL = "a Figure or Parameter, the name of a KPI or objective, or Sheet_name[Column]:ROW"


def add_commands(commands: Commands) -> None:
    """Declare the commands and their arguments."""
    asking = commands.add("why", why, "Say why a figure is not what was planned, input by input.", "plan", "figure")
    asking.add_argument(
        "--scenario", type=scenario_name, default="Actual", help="what is compared with the plan (Actual)"
    )
    asking.add_argument("--since", default="", metavar="ROUND", help="compare with a closed round instead of the plan")
    chart_option(asking)
    asking = commands.add("compare", compare, "Show scenarios, or closed rounds, beside the plan.", "plan")
    asking.add_argument("names", nargs="*", metavar="NAME", help="scenarios or rounds; all when none is named")
    asking.add_argument("--rounds", action="store_true", help="the names are rounds")
    asking.add_argument("--figure", action="append", dest="figures", help=f"{A_CELL}; those that differ when none")
    chart_option(asking)
    asking = commands.add("sensitivity", sensitivity, "Rank the inputs by what they move.", "plan", "figure")
    asking.add_argument("--input", action="append", dest="inputs", help=f"{A_CELL}; all inputs when none")
    asking.add_argument("--percent", type=float, default=10.0, help="how far each input goes down and up (10)")
    asking.add_argument("--days", type=number, default=30.0, help="how far each date named goes back and on (30)")
    asking.add_argument("--against", metavar="FIGURE|NUMBER", help="also say where the figure crosses this one")
    chart_option(asking)
    asking = commands.add("simulate", simulate, "Draw uncertain inputs and show the spread of figures.", "plan")
    asking.add_argument("figures", nargs="+", metavar="FIGURE", help=A_CELL)
    asking.add_argument(
        "--input", action="append", dest="inputs", required=True, metavar="INPUT=LOW,[LIKELY,]HIGH",
        help="a range, or normal:MEAN,SD, pert:LOW,LIKELY,HIGH, uniform:LOW,HIGH",
    )  # fmt: skip
    asking.add_argument("--correlate", action="append", default=[], metavar="INPUT~INPUT=RANK CORRELATION")
    asking.add_argument("--draws", type=int, default=10_000)
    asking.add_argument("--seed", type=int, default=1)
    asking.add_argument("--pseudo", action="store_true", help="pseudo-random draws instead of a Sobol sequence")
    chart_option(asking)
    asking = commands.add("seek", seek, "Find the input that makes a figure what is wanted.", "plan", "figure")
    asking.add_argument("wanted", type=number, help="a number as it is typed: 1200, 0.82, 82 %% or 12k")
    asking.add_argument("input", help=A_CELL)
    asking.add_argument("--low", type=number)
    asking.add_argument("--high", type=number)
    asking.add_argument("--apply", action="store_true", help="write it into the plan as one step")


def chart_option(command: argparse.ArgumentParser) -> None:
    """Give a command the option --chart FILE."""
    command.add_argument("--chart", type=chart_path, metavar="FILE", help="also draw it, as .png, .svg or .pdf")


def why(words: argparse.Namespace) -> None:
    """Print the difference of a figure in sentences and as a table."""
    from ..analysis.reasons import attribution_table, explain_difference

    with opened(words.plan) as plan:
        found = plan.attribute(target(words.figure), words.scenario, words.since)
        shares = table(attribution_table(found, plan.plan), words_last=True)
        print("\n".join([*explain_difference(found, plan.plan), "", *shares]))
        if words.chart:
            from ..analysis.direction import lower_is_better
            from ..drawing.waterfall import draw_waterfall

            better = lower_is_better(plan.plan, found.target)
            save_chart(draw_waterfall(found, plan.plan, lower_is_better=better, ends=_ends(plan, words)), words.chart)


def _ends(plan: OpenPlan, words: argparse.Namespace) -> tuple[str, str]:
    """What `why` compares, as a chart writes it."""
    from ..model.rounds import PLAN

    if words.since:
        return plan.round(words.since).name, "Now"
    return PLAN, plan.scenario(words.scenario).name


def compare(words: argparse.Namespace) -> None:
    """Print figures under scenarios or rounds, side by side."""
    with opened(words.plan) as plan:
        found = _compared(plan, words)
        print("\n".join(table(_side_by_side(plan, found))))
        if words.chart:
            from ..drawing.comparison_chart import draw_comparison

            save_chart(draw_comparison(found, plan.plan), words.chart)


def _compared(plan: OpenPlan, words: argparse.Namespace) -> Comparison:
    from ..analysis.comparison import compare, compare_rounds

    names = words.names or (plan.rounds if words.rounds else plan.scenarios)
    if not names:
        raise PlanError("There is nothing to compare: no round is closed." if words.rounds else NO_SCENARIO)
    cells = plan.cells([target(text) for text in words.figures or plan.plan.figures])
    found = compare_rounds(plan.plan, [*names, ""], cells) if words.rounds else compare(plan.plan, names, cells)
    if words.figures:
        return found
    moved = [cell for cell, values in zip(found.targets, found.values, strict=True) if len(set(map(str, values))) > 1]
    if not moved:
        raise PlanError("No Figure differs. Name one with --figure to see it all the same.")
    return compare_rounds(plan.plan, [*names, ""], moved) if words.rounds else compare(plan.plan, names, moved)


NO_RANGE = "{} is no range. Write INPUT=LOW,HIGH or INPUT=LOW,LIKELY,HIGH or INPUT=normal:MEAN,SD."
NO_SCENARIO = "There is no scenario. Make one with `strategy-studio set PLAN ... --scenario NAME`."


def _side_by_side(plan: OpenPlan, found: Comparison) -> list[tuple[str, ...]]:
    from ..model.explain import shown

    rows: list[tuple[str, ...]] = [("", *found.titles)]
    for cell, label, values in zip(found.targets, found.labels, found.values, strict=True):
        place = plan.plan.structure.places[cell.node]
        rows.append((label, *(shown(plan.plan, place, value) for value in values)))
    return rows


def sensitivity(words: argparse.Namespace) -> None:
    """Print the swings of a figure, and where it crosses another."""
    with opened(words.plan) as plan:
        inputs = [target(text) for text in words.inputs] if words.inputs else None
        found = plan.sensitivity(target(words.figure), inputs, words.percent / 100, days=words.days)
        turns = _turns(plan, words, inputs)
        place = plan.plan.structure.places[found.target.node]
        print("\n".join([*table(_swings(plan, found, place)), *turns]))
        if words.chart:
            from ..drawing.tornado import draw_tornado

            save_chart(draw_tornado(plan.plan, found), words.chart)


def _turns(plan: OpenPlan, words: argparse.Namespace, inputs: list[Any] | None) -> list[str]:
    """What is said of `--against`; nothing without it."""
    if words.against is None:
        return []
    return _flips(plan.flips(target(words.figure), _number_or_target(words.against), inputs))


def _swings(plan: OpenPlan, found: Any, place: Any) -> list[tuple[str, ...]]:
    from ..model.explain import shown

    rows: list[tuple[str, ...]] = [("Input", "Low", "High", f"{found.label} at low", "at high")]
    rows += [
        (swing.label, swing.low_text, swing.high_text,
         shown(plan.plan, place, swing.low), shown(plan.plan, place, swing.high))
        for swing in found.swings
    ]  # fmt: skip
    return rows


def _flips(found: Sequence[Flip]) -> list[str]:
    """The inputs that turn the order, and how many never do; each of those in words when they are all there is."""
    turning = [flip.sentence for flip in found if flip.at is not None]
    idle = len(found) - len(turning)
    if not turning:
        return [flip.sentence for flip in found]
    more = "1 more input turns" if idle == 1 else f"{idle} more inputs turn"
    return [*turning, f"{more} it at no value tried."] if idle else turning


def _number_or_target(text: str) -> Any:
    try:
        return number(text)
    except PlanError:
        return target(text)


def simulate(words: argparse.Namespace) -> None:
    """Print mean, spread and percentiles of figures over random draws."""
    with opened(words.plan) as plan:
        inputs = _once(words.inputs, _uncertain)
        pairs = _once(words.correlate, _correlated)
        figures = [target(text) for text in words.figures]
        found = plan.simulate(inputs, figures, words.draws, words.seed, not words.pseudo, pairs)
        print("\n".join(table(_spread(plan, found))))
        kind = "Sobol sequence" if found.quasi else "pseudo-random"
        print(f"{found.draws:,} draws, {kind}, seed {found.seed}.")
        for line in (*found.notes, *(outcome.sentence for outcome in found.outcomes if outcome.sentence)):
            print(line)
        if words.chart:
            from ..drawing.histogram import draw_histogram

            save_chart(draw_histogram(plan.plan, found, found.outcomes[0]), words.chart)


def _spread(plan: OpenPlan, found: Any) -> list[tuple[str, ...]]:
    from ..analysis.simulation import PERCENTILES
    from ..model.explain import shown

    rows: list[tuple[str, ...]] = [("", "Plan", "Mean", "Std dev", *(f"{percent} %" for percent in PERCENTILES))]
    for outcome in found.outcomes:
        place = plan.plan.structure.places[outcome.cell.node]
        numbers = (outcome.base, outcome.mean, outcome.sd, *outcome.percentiles.values())
        texts = [shown(plan.plan, place, None if n != n else n) for n in numbers]
        if getattr(place.column or place.name, "format", "") == "whole":  # the mean of counts is none
            texts[1:3] = ["empty" if n != n else f"{n:,.2f}" for n in numbers[1:3]]
        rows.append((outcome.label, *texts))
    return rows


def _once(texts: Sequence[str], read: Callable[[str], tuple[Any, Any]]) -> dict[Any, Any]:
    """What is given, by what it is given for; PlanError when something is given twice."""
    found: dict[Any, Any] = {}
    for text in texts:
        name, value = read(text)
        if name in found:
            raise PlanError(f"{text.rpartition('=')[0]} is given twice. Give it once.")
        found[name] = value
    return found


def _uncertain(text: str) -> tuple[Any, Any]:
    from ..analysis.distributions import Normal, Pert, Triangular, Uniform

    name, _, given = text.rpartition("=")
    if not name:
        raise PlanError(NO_RANGE.format(text))
    family, _, numbers = given.rpartition(":")
    parts = [number(part) for part in numbers.split(",")]
    made = {"uniform": Uniform, "triangular": Triangular, "normal": Normal, "pert": Pert}
    family = family.casefold() or ("uniform" if len(parts) == 2 else "triangular")
    wanted = 2 if family in ("uniform", "normal") else 3
    if family not in made or len(parts) != wanted:
        raise PlanError(NO_RANGE.format(text))
    return target(name), made[family](*parts)


def _correlated(text: str) -> tuple[tuple[Any, Any], float]:
    pair, _, size = text.rpartition("=")
    one, _, other = pair.partition("~")
    if not one or not other:
        raise PlanError(f"{text} is no correlation. Write INPUT~INPUT=0.5.")
    return (target(one), target(other)), number(size)


def seek(words: argparse.Namespace) -> None:
    """Print the input that makes a figure what is wanted, and write it when asked to."""
    with opened(words.plan) as plan:
        found = plan.seek(target(words.figure), words.wanted, target(words.input), words.low, words.high)
        if words.apply:
            plan.take(found)
        print(found.sentence)

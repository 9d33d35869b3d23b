"""Why a figure differs: the difference between two sets of inputs split over the inputs that differ upstream of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ..formula.errors import FormulaError, PlanError
from ..formula.values import Floats
from ..model.columns import StoredValue
from ..model.inputs import Cell, Layer, cell_label, layered, python_value
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from .coalitions import Coalitions, Masks, coalitions
from .paths import carrying_paths
from .players import MOST_PLAYERS, Group, grouped, idle_cells, label_of
from .shapley import MOST_EXACT, Split, shapley
from .waiting import cause_of_gap

NO_CHANGES: Mapping[Cell, StoredValue] = MappingProxyType({})
SAMPLES = 256


@dataclass(frozen=True, slots=True)
class Share:
    """What one input (or several that change together) adds to a difference, in the unit of the target.

    `before` and `after` are its Python values, None for several. `error` is the standard error of a sampled effect,
    0.0 when exact. `path` runs from the input to the target. A share that no input explains has no `cells`.
    """

    cell: Cell
    label: str
    before: Any
    after: Any
    effect: float
    error: float
    path: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A difference and its shares, largest first; effects add up to the difference.

    `passes` counts the coalitions evaluated, `changed` the input cells upstream that differ. `notes` are sentences on
    how it was worked out, where that is not input by input.
    """

    target: Cell
    label: str
    before: float
    after: float
    shares: tuple[Share, ...]
    exact: bool
    passes: int
    seed: int
    changed: int
    notes: tuple[str, ...]

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before


def attribute(
    plan: Plan,
    target: Cell,
    layer: Layer,
    base: Layer = NO_CHANGES,
    *,
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Progress = unwatched,
) -> Attribution:
    """The target under `layer` less the target under `base`, split by Shapley values (Shapley 1953).

    Players are the changed cells upstream of the target: exact up to 12, beyond from `samples` random orders with a
    standard error; beyond 40 they change together by column. Inputs without which the target has no value change
    together too. PlanError when the target is no number before or after, and when `progress` gives False.
    """
    if seed < 0:
        raise PlanError(f"A seed is a whole number from 0, not {seed}. Give another one.")
    game = coalitions(plan, target, base, layer)
    before, after = _end(game, "before"), _end(game, "after")
    changed = len(game.cells())
    idle = idle_cells(game) if changed > MOST_EXACT else frozenset()
    game = game.without(idle)
    cells = game.cells()
    groups = grouped(plan, cells)
    place = {cell: player for player, group in enumerate(groups) for cell in group}
    player_of = [place[cell] for cell in cells]
    passes = 0

    def worth(masks: Masks) -> Floats:
        nonlocal passes
        passes += len(masks)
        return game.worth(masks, player_of, progress)

    split = shapley(worth, len(groups), samples, seed) if groups else Split((), (), (), True)
    shares = _shares(game, base, layer, groups, split)
    notes = (*_idling(idle, changed), *_grouping(groups), *_joining(plan, target, groups, split))
    return Attribution(
        target, cell_label(plan, target), before, after, shares, split.exact, passes, seed, changed, notes
    )


def _end(game: Coalitions, when: str) -> float:
    """The target with all inputs as before, or all as after; PlanError when it is no number then."""
    plan, target = game.plan, game.target
    masks = np.full((1, 1), when == "after")
    found = game.evaluate(masks, [0] * len(game.cells()), [target.node])[target.node]
    value = python_value(plan, target, found)
    if isinstance(value, float) and plan.structure.places[target.node].kind.name != "Date":
        return value
    label = cell_label(plan, target)
    if value is None or isinstance(value, FormulaError):
        gap = "empty" if value is None else f"{value} ({value.reason.rstrip('.')})"
        cause = cause_of_gap(game, after=when == "after")
        raise PlanError(f"{label} is {gap} {when} the changes, so nothing can be compared. {cause}")
    raise PlanError(f"{label} is no number. Ask about one of the numbers it is made from.")


def _shares(game: Coalitions, base: Layer, layer: Layer, groups: Sequence[Group], split: Split) -> tuple[Share, ...]:
    merged = [tuple(cell for player in players for cell in groups[player]) for players in split.groups]
    owner = {cell: place for place, cells in enumerate(merged) for cell in cells}
    paths = carrying_paths(game, [owner[cell] for cell in game.cells()], len(merged))
    found = []
    for place, (cells, players) in enumerate(zip(merged, split.groups, strict=True)):
        label = " and ".join(label_of(game.plan, groups[player]) for player in players)
        before, after = _values_of(game.plan, cells[0], base, layer) if len(cells) == 1 else (None, None)
        effect, error = split.effects[place], split.errors[place]
        found.append(Share(cells[0], label, before, after, effect, error, paths[place], cells))
    return tuple(sorted(found, key=lambda share: -abs(share.effect)))


def _values_of(plan: Plan, cell: Cell, base: Layer, layer: Layer) -> tuple[Any, Any]:
    ends = [{cell: side[cell]} if cell in side else {} for side in (base, layer)]
    values = layered(plan, ends)[cell.node]
    return python_value(plan, cell, values, 0), python_value(plan, cell, values, 1)


def _idling(idle: Collection[Cell], changed: int) -> list[str]:
    if not idle:
        return []
    return [f"{len(idle):,} of the {changed:,} inputs that differ moved nothing in any trial and are left out."]


def _grouping(groups: Sequence[Group]) -> list[str]:
    cells = sum(len(group) for group in groups)
    if cells == len(groups):
        return []
    return [
        f"{cells:,} inputs differ, more than the {MOST_PLAYERS} that are told apart: those of one column, worksheet or "
        f"process count together, which makes {len(groups)}."
    ]


def _joining(plan: Plan, target: Cell, groups: Sequence[Group], split: Split) -> list[str]:
    joined = [players for players in split.groups if len(players) > 1]
    return [
        f"{' and '.join(label_of(plan, groups[player]) for player in players)} count together, because "
        f"{cell_label(plan, target)} has no value when only some of them change."
        for players in joined
    ]

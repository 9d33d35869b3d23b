"""Changed inputs as players: without those that move nothing, one by one while few, else together by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..model.inputs import Cell, cell_label
from ..model.plan import Plan
from .coalitions import Coalitions

Group = tuple[Cell, ...]

TRIALS = 6
"""Coalitions of other inputs on which a column or cell is tried: none, all, and four random halves."""

MOST_TRIED = 400
"""Cells up to which each is tried by itself."""

MOST_PLAYERS = 40
"""Players up to which a sample of some hundred orders still has a small error."""


def grouped(plan: Plan, cells: Sequence[Cell]) -> list[Group]:
    """The cells in at most about `MOST_PLAYERS` groups, in their order.

    As long as there are too many, the column with the most cells becomes one group, then the next; when columns are
    still too many, worksheets do, then processes.
    """
    groups: list[Group] = [(cell,) for cell in cells]
    for home in (_column, _worksheet, _process):
        if len(groups) > MOST_PLAYERS:
            groups = _by_home(groups, lambda group, home=home: home(plan, group[0]))  # type: ignore[misc]
    return groups


def idle_cells(game: Coalitions) -> frozenset[Cell]:
    """Changed cells that move the target in none of a few trials; none when leaving all of them out would move it.

    A trial changes cells on top of no others, of all others, and of random halves: first column by column, then the
    cells of the columns that move it, one by one while they are not too many.
    """
    cells = game.cells()
    columns = list(dict.fromkeys(cell.node for cell in cells))
    moving = set(_moving(game, [columns.index(cell.node) for cell in cells], len(columns)))
    left = [at for at, cell in enumerate(cells) if columns.index(cell.node) in moving]
    if len(left) <= MOST_TRIED:
        single = {at: place for place, at in enumerate(left)}
        found = _moving(game, [single.get(at, len(left)) for at in range(len(cells))], len(left))
        left = [left[place] for place in found]
    kept = {cells[at] for at in left}
    idle = frozenset(cell for cell in cells if cell not in kept)
    ends = game.worth(np.array([[False, False], [True, False], [True, True]]), [cell not in kept for cell in cells])
    return idle if ends[1] == ends[2] else frozenset()


def _moving(game: Coalitions, player_of: Sequence[int], players: int) -> list[int]:
    """The players with which the target changes in any trial; a last player holds what is not tried."""
    rng = np.random.default_rng(0)
    others = rng.random((TRIALS, players + 1)) < 0.5
    others[0], others[1] = False, True
    tried = np.eye(players, players + 1, dtype=bool)
    masks = np.concatenate([np.concatenate((row & ~tried, row | tried)) for row in others])
    worths = game.worth(masks, player_of).reshape(TRIALS, 2, players)
    apart = ~((worths[:, 0] == worths[:, 1]) | (np.isnan(worths[:, 0]) & np.isnan(worths[:, 1])))
    return np.flatnonzero(apart.any(axis=0)).tolist()


def _by_home(groups: list[Group], home: Callable[[Group], str]) -> list[Group]:
    buckets: dict[str, list[Group]] = {}
    for group in groups:
        buckets.setdefault(home(group), []).append(group)
    left, joined = len(groups), set()
    for name in sorted(buckets, key=lambda name: -len(buckets[name])):
        if left > MOST_PLAYERS:
            left -= len(buckets[name]) - 1
            joined.add(name)
    found: list[Group] = []
    for name, members in buckets.items():
        found += [tuple(cell for group in members for cell in group)] if name in joined else members
    return found


def _column(plan: Plan, cell: Cell) -> str:
    return cell.node if cell.row is not None else ""


def _worksheet(plan: Plan, cell: Cell) -> str:
    return plan.structure.places[cell.node].worksheet


def _process(plan: Plan, cell: Cell) -> str:
    worksheet = _worksheet(plan, cell)
    return plan.sheet(worksheet).process.title if worksheet else ""


def label_of(plan: Plan, group: Group) -> str:
    """What people call a group: its one cell, or what its cells have in common and how many they are."""
    if len(group) == 1:
        return cell_label(plan, group[0])
    places = [plan.structure.places[cell.node] for cell in group]
    if not any(place.worksheet for place in places):
        return f"{len(group):,} Parameters"
    column, first = places[0].column, places[0].node
    if column is not None and all(place.node == first for place in places):
        return f"{column.title} in {len(group):,} rows of {plan.sheet(places[0].worksheet).title}"
    homes = dict.fromkeys(_worksheet(plan, cell) for cell in group)
    if len(homes) == 1:
        return f"{len(group):,} cells of {plan.sheet(places[0].worksheet).title}"
    return f"{len(group):,} cells of {_process(plan, group[0])}"

"""The way a changed input takes through the graph to a figure: step by step the precedent that carries most of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..formula.states import states_of
from ..formula.values import NUMBER, Values
from ..model.cells import block_of_cases
from ..model.inputs import place_of
from ..model.passes import Overlay
from ..model.plan import Plan
from .coalitions import Coalitions

Places = npt.NDArray[np.intp]
Pair = tuple[int, int]

MOST_CELLS = 4_000_000
"""Cells of all columns between inputs and target in one pass; with more, ways are the shortest in the graph."""

MOST_ROWS = 256
"""Changed rows of a column that are tried one by one for those that reach the next column."""


def carrying_paths(game: Coalitions, player_of: Sequence[int], players: int) -> list[tuple[str, ...]]:
    """For each player the nodes from one of its inputs to the target.

    Followed back from the target: of the precedents that change with the player alone, the one whose change moves the
    next node most, in the rows that reach the target. Where the player alone moves nothing, all others are taken as
    changed; where it never does, the way is the shortest in the graph.
    """
    origins: list[dict[str, None]] = [{} for _ in range(players)]
    for cell, player in zip(game.cells(), player_of, strict=True):
        origins[player][cell.node] = None
    inputs = [side.node for side in game.sides]
    between = [*inputs, *_between(game.plan, set(inputs), game.target.node)]
    cells = sum(game.plan.values(node).numbers.shape[1] for node in between)
    several = MOST_CELLS // (2 * max(1, cells)) - 1
    found: list[tuple[str, ...]] = []
    for start in range(0, players if several > 0 else 0, max(1, several)):
        part = np.arange(start, min(start + several, players))
        alone = part[:, None] == np.arange(players)
        masks = np.concatenate((np.zeros((1, players), dtype=bool), np.ones((1, players), dtype=bool), alone, ~alone))
        values = game.evaluate(masks, player_of, between)
        for place in range(2, 2 + len(part)):
            pairs = ((0, place), (place + len(part), 1))
            found.append(next((way for pair in pairs if (way := _followed_back(game, values, pair))), ()))
    found += [()] * (players - len(found))
    shortest = zip(found, origins, strict=True)
    return [way or _shortest(game.plan, list(starts), game.target.node, set(between)) for way, starts in shortest]


def _between(plan: Plan, inputs: set[str], target: str) -> list[str]:
    """Computed nodes downstream of the inputs and upstream of the target, in the order of calculation."""
    upstream: set[str] = set()
    pending = [target]
    while pending:
        node = pending.pop()
        if node not in upstream:
            upstream.add(node)
            pending.extend(read.node for read in plan.structure.reads[node] if not read.prior)
    reached = set(inputs)
    for node in plan.structure.order:
        if node in upstream and any(read.node in reached for read in plan.structure.reads[node] if not read.prior):
            reached.add(node)
    return [node for node in plan.structure.order if node in reached - inputs]


def _followed_back(game: Coalitions, values: Mapping[str, Values], pair: Pair) -> tuple[str, ...]:
    """The way by which the second case comes to differ from the first; empty when the target does not."""
    plan, node = game.plan, game.target.node
    rows = np.array([place_of(plan, game.target)], dtype=np.intp)
    if node not in values or not _moves(values[node], *pair)[rows].any():
        return ()
    way = [node]
    while node in plan.structure.checked:
        reads = dict.fromkeys(read.node for read in plan.structure.reads[node] if not read.prior)
        changed = [read for read in reads if read in values and _moves(values[read], *pair).any()]
        reached = {read: _reach(game, values, pair, node, rows, read, one_by_one=False)[0] for read in changed}
        nearest = max(changed, key=lambda read: reached[read])
        rows = _rows_that_reach(game, values, pair, node, rows, nearest)
        node = nearest
        way.append(node)
    return tuple(reversed(way))


def _rows_that_reach(
    game: Coalitions, values: Mapping[str, Values], pair: Pair, node: str, rows: Places, read: str
) -> Places:
    """The changed rows of a precedent that move the node; all that changed when none does by itself."""
    changed = np.flatnonzero(_moves(values[read], *pair))
    if not 1 < len(changed) <= MOST_ROWS:
        return changed
    moving = changed[_reach(game, values, pair, node, rows, read, one_by_one=True) > 0]
    return moving if len(moving) else changed


def _reach(
    game: Coalitions, values: Mapping[str, Values], pair: Pair, node: str, rows: Places, read: str, one_by_one: bool
) -> npt.NDArray[np.float64]:
    """How far the node moves in these rows when one precedent alone changes: as a whole, or in each changed row."""
    before, after = pair
    held = {
        name: block_of_cases(found, before, 1)
        for name in dict.fromkeys(other.node for other in game.plan.structure.reads[node] if not other.prior)
        if (found := values.get(name)) is not None
    }
    changed = np.flatnonzero(_moves(values[read], *pair))
    turned = np.eye(len(changed), dtype=bool) if one_by_one else np.ones((1, len(changed)), dtype=bool)
    steps = np.concatenate((np.zeros((1, len(changed)), dtype=bool), turned))
    held[read] = _stepped(values[read], before, after, changed, steps)
    found = game.plan.calculation.evaluate(node, Overlay(held))
    if found.numbers.shape[0] == 1:
        return np.zeros(len(steps) - 1)
    return np.array([_moves(found, 0, case)[rows].sum() for case in range(1, len(steps))])


def _stepped(values: Values, before: int, after: int, changed: Places, steps: npt.NDArray[np.bool_]) -> Values:
    """A column as before in all cases, but as after in the changed rows that each step turns."""
    states = np.broadcast_to(states_of(values), values.numbers.shape)
    numbers = np.repeat(values.numbers[before : before + 1], len(steps), axis=0)
    held = np.repeat(states[before : before + 1], len(steps), axis=0)
    numbers[:, changed] = np.where(steps, values.numbers[after, changed], values.numbers[before, changed])
    held[:, changed] = np.where(steps, states[after, changed], states[before, changed])
    return Values(numbers, held if held.any() else None)


def _moves(values: Values, one: int, other: int) -> npt.NDArray[np.float64]:
    """How far each row lies apart in two cases; 1 where something else than a number comes or goes."""
    states = np.broadcast_to(states_of(values), values.numbers.shape)
    apart = np.abs(values.numbers[one] - values.numbers[other])
    numeric = (states[one] == NUMBER) & (states[other] == NUMBER)
    found: npt.NDArray[np.float64] = np.where(numeric, apart, (apart != 0) | (states[one] != states[other]))
    return found


def _shortest(plan: Plan, starts: Sequence[str], target: str, allowed: set[str]) -> tuple[str, ...]:
    """The shortest way through allowed nodes, found breadth first."""
    came_from: dict[str, str] = dict.fromkeys(starts, "")
    pending = list(starts)
    for node in pending:
        if node == target:
            way = [node]
            while came_from[way[-1]]:
                way.append(came_from[way[-1]])
            return tuple(reversed(way))
        for reader, read in plan.structure.readers(node):
            if not read.prior and reader in allowed and reader not in came_from:
                came_from[reader] = node
                pending.append(reader)
    return ()

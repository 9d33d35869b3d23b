"""A figure under coalitions of changed inputs: some hold what the layer says, the others what the base says."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..formula.errors import PlanError
from ..formula.states import compacted, states_of
from ..formula.values import NUMBER, Floats, States, Values
from ..model.inputs import Cell, Layer, layered, place_of, upstream_inputs
from ..model.plan import Plan
from ..model.progress import Progress, unwatched

Masks = npt.NDArray[np.bool_]

MOST_CELLS = 1_000_000
"""Changed columns times rows times coalitions in one pass, so that a block of coalitions takes a few MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """An input before and after, `numbers` and `states` of shape (2, rows), and the rows where they differ."""

    node: str
    numbers: Floats
    states: States
    differing: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Coalitions:
    """What changed upstream of a target; a player is a group of cells that change together."""

    plan: Plan
    target: Cell
    sides: tuple[Sides, ...]

    def cells(self) -> list[Cell]:
        """The changed cells upstream of the target, in declared order."""
        return [cell for side in self.sides for cell in cells_of(self.plan, side)]

    def evaluate(self, masks: Masks, player_of: Sequence[int], nodes: Iterable[str]) -> dict[str, Values]:
        """Nodes under coalitions, shape (coalitions, rows); `player_of` gives the player of each of `cells()`."""
        owners = iter(np.split(np.asarray(player_of, dtype=np.intp), self._ends()))
        inputs = {side.node: _mixed(side, masks, next(owners)) for side in self.sides}
        return self.plan.calculation.cases(inputs, nodes)

    def worth(self, masks: Masks, player_of: Sequence[int], progress: Progress = unwatched) -> Floats:
        """The target under coalitions, shape (coalitions,); NaN where it is empty, an error or no number."""
        size = max(1, sum(side.numbers.shape[1] for side in self.sides))
        block = max(16, MOST_CELLS // max(size, self._rows()))
        place = place_of(self.plan, self.target)
        found = np.empty(len(masks))
        for start in range(0, len(masks), block):
            part = masks[start : start + block]
            values = self.evaluate(part, player_of, [self.target.node])[self.target.node]
            states = np.broadcast_to(states_of(values), values.numbers.shape)[:, place]
            found[start : start + block] = np.where(states == NUMBER, values.numbers[:, place], np.nan)
            if not progress(min(1.0, (start + block) / len(masks))):
                raise PlanError("The explanation was stopped before it was whole. Ask again to have it.")
        return found

    def without(self, cells: Collection[Cell]) -> Coalitions:
        """The same with some cells left as they were before."""
        sides = []
        for side in self.sides:
            stays = [cell not in cells for cell in cells_of(self.plan, side)]
            sides.append(replace(side, differing=side.differing[np.array(stays, dtype=bool)]))
        return replace(self, sides=tuple(sides))

    def _ends(self) -> list[int]:
        return list(itertools.accumulate(len(side.differing) for side in self.sides[:-1]))

    def _rows(self) -> int:
        worksheet = self.plan.structure.places[self.target.node].worksheet
        return 1 if self.target.row is None else len(self.plan.rows[worksheet])


def coalitions(plan: Plan, target: Cell, base: Layer, layer: Layer) -> Coalitions:
    """What differs between two layers upstream of a target.

    Names of rows that References follow are not laid over: a row called otherwise is the same row.
    """
    upstream = set(upstream_inputs(plan, [target]))
    wanted = [
        {cell: held for cell, held in side.items() if cell.node in upstream and not _is_followed(plan, cell.node)}
        for side in (base, layer)
    ]
    found = layered(plan, wanted)
    ordered = [node for node in plan.structure.places if node in found]
    return Coalitions(plan, target, tuple(_sides(node, found[node]) for node in ordered))


def cells_of(plan: Plan, side: Sides) -> list[Cell]:
    """The cells that differ in one column, or the Parameter."""
    place = plan.structure.places[side.node]
    if place.column is None:
        return [Cell(side.node) for _ in side.differing]
    return [Cell(side.node, int(row)) for row in plan.rows[place.worksheet].ids[side.differing]]


def _is_followed(plan: Plan, node: str) -> bool:
    return any(read.via != "formula" for _, read in plan.structure.readers(node))


def _sides(node: str, values: Values) -> Sides:
    states = np.broadcast_to(states_of(values), values.numbers.shape)
    differing = (values.numbers[0] != values.numbers[1]) | (states[0] != states[1])
    return Sides(node, values.numbers, states, np.flatnonzero(differing))


def _mixed(side: Sides, masks: Masks, owners: npt.NDArray[np.intp]) -> Values:
    """The column in each coalition; what does not differ stands once for all."""
    if not len(side.differing):
        return compacted(Values(side.numbers[:1], side.states[:1]))
    changed = masks[:, owners]
    numbers = np.repeat(side.numbers[:1], len(masks), axis=0)
    states = np.repeat(side.states[:1], len(masks), axis=0)
    at = side.differing
    numbers[:, at] = np.where(changed, side.numbers[1, at], side.numbers[0, at])
    states[:, at] = np.where(changed, side.states[1, at], side.states[0, at])
    return compacted(Values(numbers, states))

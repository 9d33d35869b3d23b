"""Why a figure has no value before or after changes: the changed input that takes it away, else what is empty."""

from __future__ import annotations

import numpy as np

from ..formula.states import states_of
from ..model.inputs import Cell, cell_label, is_input, place_of
from .coalitions import Coalitions, Masks

MOST_TRIED = 400
"""Changed inputs up to which each is tried by itself."""


def cause_of_gap(game: Coalitions, after: bool) -> str:
    """A sentence that says which input to look at when the target has no value before or after the changes."""
    culprit = _culprit(game, after)
    if culprit is not None:
        return f"{cell_label(game.plan, culprit)} makes it so; give it another value."
    found = _nearest_gap(game, np.full((1, 1), after))
    if found is None:
        return "Look at what its formula reads."
    label = cell_label(game.plan, found)
    return f"{label} is empty there; type a value." if is_input(game.plan, found) else f"{label} has no value there."


def _culprit(game: Coalitions, after: bool) -> Cell | None:
    """The first changed input that alone takes the value away, all others being as at the end that has one."""
    cells = game.cells()
    if not 0 < len(cells) <= MOST_TRIED:
        return None
    alone = np.eye(len(cells), dtype=bool)
    whole = np.full((1, len(cells)), not after)
    worths = game.worth(np.concatenate((whole, alone if after else ~alone)), range(len(cells)))
    gone = np.flatnonzero(np.isnan(worths[1:]))
    return None if np.isnan(worths[0]) or not len(gone) else cells[gone[0]]


def _nearest_gap(game: Coalitions, masks: Masks) -> Cell | None:
    """Where the gap comes from: from computed cell to computed cell upstream, then the one typed cell that has it.

    Only cells of the same row and Names are looked at; where several typed cells are empty, some may be free to be,
    and the computed cell that reads them is named.
    """
    plan, cell, seen = game.plan, game.target, {game.target.node}
    state = _state(game, masks, cell)
    while True:
        same = [found for found in _read_beside(game, cell) if found.node not in seen]
        gaps = [found for found in same if _state(game, masks, found) == state]
        seen.update(found.node for found in gaps)
        computed = [found for found in gaps if not is_input(plan, found)]
        if not computed:
            return gaps[0] if len(gaps) == 1 else None if cell == game.target else cell
        cell = computed[0]


def _read_beside(game: Coalitions, cell: Cell) -> list[Cell]:
    """The cells of the same row and the Names that a cell reads."""
    places = game.plan.structure.places
    reads = [read.node for read in game.plan.structure.reads[cell.node] if read.via == "formula" and not read.prior]
    return [
        Cell(node, None if places[node].column is None else cell.row)
        for node in dict.fromkeys(reads)
        if places[node].column is None or (places[node].worksheet == places[cell.node].worksheet and cell.row)
    ]


def _state(game: Coalitions, masks: Masks, cell: Cell) -> int:
    """The state of a cell: empty, an error, or something else."""
    values = game.evaluate(masks, [0] * len(game.cells()), [cell.node])[cell.node]
    states = np.broadcast_to(states_of(values), values.numbers.shape)
    return int(states[0, place_of(game.plan, cell)])

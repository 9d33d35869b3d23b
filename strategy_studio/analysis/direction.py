"""Which way is better: whether a measure, its score, or the Figure it reads, should rise or fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows import cells, review_roles, rule_cells

if TYPE_CHECKING:
    from ..model.inputs import Cell
    from ..model.plan import Plan


def better_when(plan: Plan, cell: Cell) -> int:
    """1 where more is better, -1 where less is, 0 where neither is said.

    Known of scores, of the actual value of a measure, and of a Figure when the measures that read it agree.
    """
    roles = review_roles(plan)
    if roles is None:
        return 0
    if cell.node in roles.scores:
        return 1
    measures = roles.measures
    sides = [side if isinstance(side, float) else 0.0 for side in rule_cells(plan, measures.better, measures.key)]
    if cell.node == measures.actual:
        ids = plan.sheet(measures.key.partition("[")[0]).ids
        return int(sides[ids.index(cell.row)]) if cell.row in ids else 0
    figure = plan.figures.get(cell.node)
    if figure is None or not figure.catalogue:
        return 0
    reading = zip(cells(plan, measures.figure), rule_cells(plan, measures.modelled, measures.key), sides, strict=True)
    found = {side for title, modelled, side in reading if modelled is True and title == figure.catalogue}
    return int(found.pop()) if len(found) == 1 else 0


def lower_is_better(plan: Plan, cell: Cell) -> bool | None:
    """Whether a fall is good news; None where nobody said which way is better."""
    return {1: False, -1: True}.get(better_when(plan, cell))

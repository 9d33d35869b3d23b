"""What changed since a closed round: its inputs as a layer over the plan, and a figure's change explained by them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..formula.errors import PlanError
from ..formula.states import states_of
from ..formula.values import Scalar, Values, scalar
from ..model.columns import StoredValue
from ..model.inputs import Cell, Layer, cell_label, held
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from ..model.rounds import ClosedRound
from ..model.structure import Place, column_node, key_target
from .attribution import NO_CHANGES, SAMPLES, Attribution, Share, attribute
from .shapley import balanced

Places = npt.NDArray[np.intp]

ROUNDING = 1e-9
"""Of the largest number: what a change may leave unexplained without a word."""


def layer_of_round(plan: Plan, closed: ClosedRound, measured: bool = False) -> Layer:
    """The inputs of a closed round, as planned or as measured then, that differ from the plan now, rows matched by id.

    Rows that came or went since, and inputs that did not exist then, are left out; so are References to rows that are
    gone.
    """
    return {
        cell: stored
        for node, place in plan.structure.places.items()
        if not place.formula and node not in plan.figures and node in closed.cells
        for cell, stored in _differing(plan, closed, place, measured)
    }


def _differing(plan: Plan, closed: ClosedRound, place: Place, measured: bool) -> Iterator[tuple[Cell, StoredValue]]:
    then = _values_of(closed, place.node, place.column is None, measured)
    now = plan.values(place.node)
    if place.column is None:
        if any(_differ(then, now, np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp))):
            yield Cell(place.node), _stored(scalar(then, plan.texts))
        return
    at_then = {row: at for at, row in enumerate(closed.ids.get(place.worksheet, ()))}
    rows = [(at_then[row], at, row) for at, row in enumerate(plan.sheet(place.worksheet).ids) if row in at_then]
    old, new, ids = (np.array(part, dtype=np.intp) for part in (zip(*rows, strict=True) if rows else ([], [], [])))
    by_key = _ids_by_key(plan, closed, place)
    for found in np.flatnonzero(_differ(then, now, old, new)).tolist():
        cell = scalar(then, plan.texts, int(old[found]))
        if by_key is None or cell is None:
            yield Cell(place.node, int(ids[found])), _stored(cell)
        elif isinstance(cell, str) and cell in by_key:
            reference = Cell(place.node, int(ids[found]))
            if held(plan, reference) != by_key[cell]:  # else the row it names is called otherwise now
                yield reference, float(by_key[cell])


def _values_of(closed: ClosedRound, node: str, is_name: bool, measured: bool) -> Values:
    return closed.values(node, is_name) if measured else closed.planned(node, is_name)


def _differ(then: Values, now: Values, old: Places, new: Places) -> npt.NDArray[np.bool_]:
    states = [np.broadcast_to(states_of(values), values.numbers.shape)[0] for values in (then, now)]
    found: npt.NDArray[np.bool_] = (then.numbers[0][old] != now.numbers[0][new]) | (states[0][old] != states[1][new])
    return found


def _stored(cell: Scalar) -> StoredValue:
    return cell if cell is None or isinstance(cell, float | str | bool) else None


def _ids_by_key(plan: Plan, closed: ClosedRound, place: Place) -> dict[str, int] | None:
    """For a Reference, the rows that are still there by the key they had then; None for other kinds."""
    if place.column is None or place.column.kind.name != "Reference":
        return None
    sheet, key = key_target(plan.structure, place.column.kind.target)
    keys = closed.cells.get(column_node(sheet, key.title), [])
    pairs = zip(keys, closed.ids.get(sheet, ()), strict=False)
    return {text: row for text, row in pairs if isinstance(text, str) and plan.rows[sheet].has(row)}


def attribute_since(
    plan: Plan,
    target: Cell,
    closed: ClosedRound,
    until: ClosedRound | None = None,
    *,
    measured: bool = False,
    now: Layer = NO_CHANGES,
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Progress = unwatched,
) -> Attribution:
    """A figure now (or in the later round `until`) less what it was in a closed round, split over changed inputs.

    Rounds count as planned, or with `measured` as measured; `now` is a layer over the plan of today, such as what is
    measured so far.
    What the inputs of rows that exist in both do not explain (rows that came or went, values of still earlier rounds,
    formulas that changed) is one more share without cells, so that the shares still add up.
    """
    before = _frozen(plan, target, closed, measured)
    base = layer_of_round(plan, closed, measured)
    layer = now if until is None else layer_of_round(plan, until, measured)
    inner = attribute(plan, target, layer, base, samples=samples, seed=seed, progress=progress)
    after = inner.after if until is None else _frozen(plan, target, until, measured)
    rest = math.fsum([after, -inner.after, inner.before, -before])
    whole = replace(inner, before=before, after=after)
    largest = max(abs(before), abs(after), *(abs(share.effect) for share in inner.shares), 0.0)
    if abs(rest) <= ROUNDING * largest:
        return replace(whole, shares=_balanced(inner.shares, whole.difference))
    label = _reason(plan, target, closed, until)
    other = Share(target, label, None, None, rest, 0.0, (target.node,), ())
    shares = sorted((*inner.shares, other), key=lambda share: -abs(share.effect))
    return replace(whole, shares=_balanced(tuple(shares), whole.difference))


def _balanced(shares: tuple[Share, ...], difference: float) -> tuple[Share, ...]:
    effects = balanced([share.effect for share in shares], difference)
    return tuple(replace(share, effect=effect) for share, effect in zip(shares, effects, strict=True))


def _frozen(plan: Plan, target: Cell, closed: ClosedRound, measured: bool) -> float:
    """The target as a round holds it; PlanError when it was no number then."""
    values = _values_of(closed, target.node, target.row is None, measured)
    worksheet = plan.structure.places[target.node].worksheet
    ids: list[int | None] = [None] if target.row is None else [*closed.ids.get(worksheet, ())]
    label = cell_label(plan, target)
    if target.row not in ids or values.numbers.shape[1] < len(ids):
        raise PlanError(f"{label} did not exist in round {closed.name}. Choose a later round.")
    found = scalar(values, plan.texts, ids.index(target.row))
    if not isinstance(found, float):
        raise PlanError(f"{label} had no number in round {closed.name}. Choose another round or figure.")
    return found


def _reason(plan: Plan, target: Cell, closed: ClosedRound, until: ClosedRound | None) -> str:
    """What stands behind the part of a change that no input explains."""
    upstream = _upstream(plan, target.node)
    sheets = dict.fromkeys(place.worksheet for node in upstream if (place := plan.structure.places[node]).column)
    moved = [
        plan.sheet(name).title
        for name in sheets
        if set(closed.ids.get(name, ())) != set(plan.sheet(name).ids if until is None else until.ids.get(name, ()))
    ]
    if moved:
        named = ", ".join(moved[:3]) + (" and others" if len(moved) > 3 else "")
        return f"Rows added to or removed from {named}"
    if any(read.prior for node in upstream for read in plan.structure.reads[node]):
        return "Values read from the round before"
    return "Changed formulas or names"


def _upstream(plan: Plan, target: str) -> list[str]:
    seen = {target: None}
    pending = [target]
    for node in pending:
        for read in plan.structure.reads[node]:
            if not read.prior and read.node not in seen:
                seen[read.node] = None
                pending.append(read.node)
    return pending

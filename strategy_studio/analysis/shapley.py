"""Shapley values of a cooperative game: exact for few players, sampled with a standard error for many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Masks = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

Worth = Callable[[Masks], Floats]
"""What coalitions are worth: (coalitions, players) booleans -> (coalitions,), NaN where a coalition has no worth."""

MOST_EXACT = 12
"""Players up to which all coalitions are valued: 4,096 of them."""

ROTATIONS = 8
"""Rotations of each random order; with the reverse of each, 16 orders make one block of the sample."""

ROUNDING = 1e-13
"""Of the largest worth: a spread that is rounding and no error of the sample."""

FEWEST_BLOCKS = 8
"""Blocks below which their spread says little about the error of their mean."""


@dataclass(frozen=True, slots=True)
class Split:
    """A worth split over groups of players: effects add up to it; errors are standard errors, 0.0 when exact."""

    groups: tuple[tuple[int, ...], ...]
    effects: tuple[float, ...]
    errors: tuple[float, ...]
    exact: bool


def shapley(worth: Worth, players: int, samples: int, seed: int) -> Split:
    """The worth of all players less that of none, split by Shapley values (Shapley 1953).

    Exact up to `MOST_EXACT` players, beyond that from about `samples` random orders. The empty and the full
    coalition must have a worth. Where another has none, players are joined until every coalition has one (in a sample:
    every coalition that was met), and the groups share the worth: they have no effect apart from each other.
    """
    groups: tuple[tuple[int, ...], ...] = tuple((player,) for player in range(players))
    while len(groups) > MOST_EXACT:
        orders = _orders(len(groups), samples, np.random.default_rng(seed))
        worths = _along(worth, _members(groups, players), orders)
        if not np.isnan(worths).any():
            return _sampled(groups, orders, worths)
        groups = _joined(groups, _torn_apart(orders, np.isnan(worths)))
    return _exact(worth, groups, players)


def balanced(effects: Sequence[float], difference: float) -> tuple[float, ...]:
    """The effects with the rounding of their sum taken out, so that they add up to the difference.

    The largest takes it first, as far as its digits reach, then the next; what has no effect keeps none.
    """
    found = list(effects)
    for place in sorted((at for at, effect in enumerate(found) if effect), key=lambda at: -abs(found[at])):
        rest = math.fsum([difference, *(-effect for effect in found)])
        if rest == 0.0:
            break
        found[place] += rest
    return tuple(found)


def _members(groups: Sequence[Sequence[int]], players: int) -> Masks:
    """Which players each group holds, shape (groups, players)."""
    found = np.zeros((len(groups), players), dtype=bool)
    for place, group in enumerate(groups):
        found[place, list(group)] = True
    return found


def _joined(groups: Sequence[tuple[int, ...]], pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """The groups with those of each pair made one, in the order of their first players."""
    home = list(range(len(groups)))
    for one, other in pairs:
        low, high = sorted((home[one], home[other]))
        home = [low if place == high else place for place in home]
    together: dict[int, list[int]] = {}
    for place, group in zip(home, groups, strict=True):
        together.setdefault(place, []).extend(group)
    return tuple(tuple(sorted(players)) for players in together.values())


# all coalitions


def _exact(worth: Worth, groups: tuple[tuple[int, ...], ...], players: int) -> Split:
    size = len(groups)
    bits = (np.arange(1 << size)[:, None] >> np.arange(size)) & 1
    table = worth((bits @ _members(groups, players)).astype(bool))
    codes = [1 << place for place in range(size)]
    while np.isnan(quotient := table[_coalitions(codes)]).any():
        one, other = _least_torn(table, codes)
        groups = _joined(groups, [(one, other)])
        codes = [*codes[:one], codes[one] | codes[other], *codes[one + 1 : other], *codes[other + 1 :]]
    effects = balanced(_values(quotient, len(groups)), _difference(quotient[-1], quotient[0]))
    return Split(groups, effects, (0.0,) * len(groups), True)


def _coalitions(codes: Sequence[int]) -> Places:
    """The place in a table of all coalitions of each union of these groups, in binary order."""
    found = np.zeros(1, dtype=np.int64)
    for code in codes:
        found = np.concatenate((found, found | code))
    return found


def _least_torn(table: Floats, codes: Sequence[int]) -> tuple[int, int]:
    """The two groups whose joining leaves the fewest coalitions without a worth; the first of several."""
    missing = np.isnan(table)

    def left(one: int, other: int) -> int:
        rest = [code for place, code in enumerate(codes) if place not in (one, other)]
        return int(np.count_nonzero(missing[_coalitions([*rest, codes[one] | codes[other]])]))

    pairs = [(one, other) for other in range(len(codes)) for one in range(other)]
    return min(pairs, key=lambda pair: left(*pair))


def _values(table: Floats, players: int) -> list[float]:
    """The mean of what a player adds, each size of the coalition it joins counting the same."""
    codes = np.arange(len(table))
    sizes = np.array([code.bit_count() for code in range(len(table))])
    weights = np.array([1.0 / (players * math.comb(players - 1, size)) for size in range(players)])
    effects = []
    for player in range(players):
        without = codes[(codes >> player) & 1 == 0]
        added = table[without | (1 << player)] - table[without]
        effects.append(math.fsum((weights[sizes[without]] * added).tolist()))
    return effects


# samples


def _orders(players: int, samples: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Orders of the players in blocks, shape (blocks, orders of a block, players).

    A block is a random order turned so that each player stands early, in the middle and late, and the reverse of each:
    what a player adds early and late varies most, and so its mean over a block varies little.
    """
    blocks = max(FEWEST_BLOCKS, round(samples / (2 * ROTATIONS)))
    drawn = rng.permuted(np.tile(np.arange(players), (blocks, 1)), axis=1)
    turns = (np.arange(ROTATIONS) * players) // ROTATIONS
    turned = np.stack([np.roll(drawn, -int(turn), axis=1) for turn in turns], axis=1)
    return np.concatenate((turned, turned[:, :, ::-1]), axis=1)


def _along(worth: Worth, members: Masks, orders: npt.NDArray[np.int64]) -> Floats:
    """What the players before each place of each order are worth, shape (orders, places + 1)."""
    flat = orders.reshape(-1, orders.shape[-1])
    count, size = flat.shape
    ranks = np.argsort(flat, axis=1)
    before = ranks[:, None, :] < np.arange(size + 1)[None, :, None]
    distinct, inverse = _distinct(before.reshape(-1, size))
    worths = worth((distinct.astype(np.int64) @ members).astype(bool))
    return worths[inverse].reshape(count, size + 1)


def _distinct(masks: Masks) -> tuple[Masks, npt.NDArray[np.intp]]:
    """The coalitions, each once, and the place of every one among them."""
    packed = np.ascontiguousarray(np.packbits(masks, axis=1))
    rows = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    return masks[first], inverse.reshape(-1)


def _torn_apart(orders: npt.NDArray[np.int64], missing: Masks) -> set[tuple[int, int]]:
    """Pairs of players of which one takes the worth away and the other gives it back, as closely as was met."""
    flat = orders.reshape(-1, orders.shape[-1])
    found: dict[int, set[tuple[int, int]]] = {}
    for order, gone in zip(flat[missing.any(axis=1)], missing[missing.any(axis=1)], strict=True):
        edges = np.flatnonzero(np.diff(gone.astype(np.int8)))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            found.setdefault(end - start, set()).add((int(order[start]), int(order[end])))
    return found[min(found)]


def _sampled(groups: tuple[tuple[int, ...], ...], orders: npt.NDArray[np.int64], worths: Floats) -> Split:
    blocks, per_block, size = orders.shape
    added = np.empty((blocks * per_block, size))
    np.put_along_axis(added, orders.reshape(-1, size), np.diff(worths, axis=1), axis=1)
    means = added.reshape(blocks, per_block, size).mean(axis=1)
    effects = [math.fsum(column) / blocks for column in means.T.tolist()]
    errors = means.std(axis=0, ddof=1) / math.sqrt(blocks)
    errors[errors < ROUNDING * np.abs(worths).max()] = 0.0
    difference = _difference(worths[0, -1], worths[0, 0])
    return Split(groups, balanced(effects, difference), tuple(errors.tolist()), False)


def _difference(after: np.float64, before: np.float64) -> float:
    return float(after) - float(before)

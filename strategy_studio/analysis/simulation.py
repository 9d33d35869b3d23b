"""Monte-Carlo: figures under many draws of uncertain inputs, as percentiles, a histogram and chances."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..formula.errors import PlanError
from ..formula.values import Floats, States, Values
from ..model.inputs import Cell, cell_label, place_of
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from .correlation import Measure, normal_correlations, root_of
from .distributions import Distribution, Truncated
from .single_cells import (
    CellCases,
    base_numbers,
    kind_of,
    measurable,
    missing_counts,
    numeric,
    shown,
    stacked,
    varied_cells,
    with_cells,
    within_limits,
)
from .tornado import or_none

PERCENTILES = (5, 25, 50, 75, 95)
MOST_QUASI = 21_201
"""Inputs that a Sobol sequence has dimensions for."""
MOST_DRAWS = 10_000_000
BETWEEN_CALLS = 400_000
"""Draws times columns that are computed before progress is told and Cancel is heard again."""
DRAWN_CELLS = 6_000_000
"""Numbers drawn at a time, about 50 MB: what is done for each input by itself is then done seldom."""
TURNED_ROWS = 512
Correlations = Mapping[tuple[Cell, Cell], float]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One target over all draws: its numbers sorted, and how many draws gave none (empty or text, error)."""

    cell: Cell
    label: str
    base: float | None
    values: Floats
    empty: int
    errors: int

    @property
    def mean(self) -> float:
        """The mean of the numbers; NaN without any."""
        return float(self.values.mean()) if len(self.values) else math.nan

    @property
    def sd(self) -> float:
        """The standard deviation of a sample; NaN with fewer than two numbers."""
        return float(self.values.std(ddof=1)) if len(self.values) > 1 else math.nan

    def percentile(self, percent: float) -> float:
        """The number below which so many per cent lie, as PERCENTILE.INC; NaN without numbers."""
        return float(np.percentile(self.values, percent)) if len(self.values) else math.nan

    @property
    def percentiles(self) -> dict[int, float]:
        """The usual percentiles."""
        return {percent: self.percentile(percent) for percent in PERCENTILES}

    def chance_of_at_least(self, number: float) -> float:
        """The share of the draws with a number that reach this one; NaN without any."""
        count = len(self.values)
        return (count - int(np.searchsorted(self.values, number))) / count if count else math.nan

    def histogram(self, bins: int = 40) -> tuple[npt.NDArray[np.intp], Floats]:
        """How many draws fall between each two of the edges, shapes (bins,) and (bins + 1,)."""
        counts, edges = np.histogram(self.values, bins)
        return counts, edges

    @property
    def sentence(self) -> str:
        """How many draws gave no number; empty when all did."""
        counts = ((self.empty, "empty"), (self.errors, "with an error"))
        missing = " and ".join(f"{count:,} {what}" for count, what in counts if count)
        draws = len(self.values) + self.empty + self.errors
        return f"Of {draws:,} draws {missing} gave no number." if missing else ""


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """What came of it: `draws` were done of those `asked` for, repeatable by seed and sampler; notes say the rest."""

    seed: int
    quasi: bool
    asked: int
    draws: int
    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """False when it was cancelled."""
        return self.draws == self.asked

    def outcome(self, cell: Cell) -> Outcome:
        """The outcome of a target."""
        return next(found for found in self.outcomes if found.cell == cell)


@dataclass(frozen=True)
class Sampler:
    """Draws of uncertain inputs, in blocks that together are the same whatever their size."""

    plan: Plan
    inputs: tuple[Cell, ...]
    distributions: tuple[Distribution, ...]
    seed: int
    quasi: bool
    root: Floats | None
    notes: tuple[str, ...] = field(default=())

    def blocks(self, draws: int, size: int) -> Iterator[Floats]:
        """The draws, shape (at most size, inputs) each; `size` is a power of 2."""
        following = _shares(len(self.inputs), self.seed, self.quasi)
        for start in range(0, draws, size):
            shares = following(min(size, 1 << (draws - start - 1).bit_length()))
            yield self._inputs(np.clip(shares[: draws - start], 2.0**-40, 1 - 2.0**-40))

    def _inputs(self, shares: Floats) -> Floats:
        columns = _turned(shares if self.root is None else self._correlated(shares))
        for at, (cell, distribution) in enumerate(zip(self.inputs, self.distributions, strict=True)):
            drawn = distribution.inverse(columns[:, at])
            columns[:, at] = np.round(drawn) if kind_of(self.plan, cell).name == "Whole number" else drawn
        return columns

    def _correlated(self, shares: Floats) -> Floats:
        from scipy.special import ndtr, ndtri

        mixed: Floats = ndtr(ndtri(shares) @ np.asarray(self.root).T)
        return np.clip(mixed, 2.0**-50, 1 - 2.0**-50)


def _turned(shares: Floats) -> Floats:
    """The same numbers with those of an input side by side, copied in pieces that the memory's page tables follow."""
    columns = np.empty(shares.shape, order="F")
    for start in range(0, len(shares), TURNED_ROWS):
        columns[start : start + TURNED_ROWS] = shares[start : start + TURNED_ROWS]
    return columns


def _shares(inputs: int, seed: int, quasi: bool) -> Callable[[int], Floats]:
    """What gives the next so many points of the unit cube, shape (points, inputs)."""
    if not quasi:
        random = np.random.default_rng(seed)
        return lambda size: random.random((size, inputs))
    from scipy.stats import qmc

    sequence = qmc.Sobol(inputs, scramble=True, seed=seed)
    return lambda size: np.asarray(sequence.random(size), dtype=np.float64)


def sampler(
    plan: Plan,
    inputs: Mapping[Cell, Distribution],
    seed: int,
    quasi: bool,
    correlations: Correlations,
    measure: Measure,
    repair: bool,
    truncate: bool,
) -> Sampler:
    """The checked way to draw the inputs; PlanError as `simulate` says."""
    cells = varied_cells(plan, [], list(inputs))
    if not cells:
        raise PlanError("Nothing is uncertain yet. Give at least one input a distribution.")
    if quasi and len(cells) > MOST_QUASI:
        raise PlanError(f"Quasi-random draws take at most {MOST_QUASI:,} inputs, not {len(cells):,}. Use random ones.")
    distributions = [_limited(plan, cell, inputs[cell]) if truncate else inputs[cell] for cell in cells]
    root: Floats | None = None
    notes = tuple(_cut_note(plan, cell, found) for cell, found in zip(cells, distributions, strict=True)
                  if found is not inputs[cell])  # fmt: skip
    if correlations:
        place = {cell: at for at, cell in enumerate(cells)}
        for cell in (cell for pair in correlations for cell in pair):
            if cell not in place:
                raise PlanError(f"{cell_label(plan, cell)} is correlated but certain. Give it a distribution too.")
        pairs = {(place[one], place[other]): number for (one, other), number in correlations.items()}
        labels = [cell_label(plan, cell) for cell in cells]
        root, note = root_of(normal_correlations(pairs, distributions, measure, labels), repair)
        notes += (note,) if note else ()
    return Sampler(plan, tuple(cells), tuple(distributions), seed, quasi, root, notes)


def _limited(plan: Plan, cell: Cell, distribution: Distribution) -> Distribution:
    """The distribution cut to what the kind of its cell takes."""
    kind = kind_of(plan, cell)
    if kind.low is None or kind.high is None:
        return distribution
    below, above = distribution.cumulative(np.array([kind.low, kind.high]))
    return distribution if below <= 0 and above >= 1 else Truncated(distribution, kind.low, kind.high)


def _cut_note(plan: Plan, cell: Cell, cut: Distribution) -> str:
    """What is said of a distribution that `_limited` has cut, with how much of it lay outside."""
    assert isinstance(cut, Truncated)
    below, above = cut.whole.cumulative(np.array([cut.low, cut.high]))
    outside = 100 * (1 - (above - below))
    much = f"{outside:.1f}\u202f%" if outside >= 0.05 else "Less than 0.1\u202f%"
    ends = " to ".join(shown(plan, cell, end) for end in (cut.low, cut.high))
    return f"{cell_label(plan, cell)} is drawn from {ends} only. {much} of its distribution lies outside and is cut."


def simulate(
    plan: Plan,
    inputs: Mapping[Cell, Distribution],
    targets: Sequence[Cell],
    draws: int = 10_000,
    seed: int = 1,
    quasi: bool = True,
    correlations: Correlations | None = None,
    measure: Measure = "rank",
    repair: bool = False,
    truncate: bool = True,
    progress: Progress = unwatched,
) -> Simulation:
    """Targets under draws of the inputs: scrambled Sobol points, or pseudo-random ones, through each distribution.

    `correlations` are of ranks or linear (`measure`); contradicting ones are refused, or with `repair` replaced by
    the nearest possible, which a note says. `truncate` cuts distributions to the range of a score, and a note says how
    much that is; whole numbers are rounded. `progress` stops the work by giving False: what was drawn till then is
    given. PlanError for inputs that cannot be varied, targets that are texts, no draws, impossible correlations.
    """
    _check(plan, targets, draws, seed)
    source = sampler(plan, inputs, seed, quasi, correlations or {}, measure, repair, truncate)
    cases = CellCases(plan, source.inputs, tuple(targets))
    parts, done = [], 0
    size = max(64, min(cases.at_once, BETWEEN_CALLS // (len(cases.path) + 1)))
    for block in _cut(source.blocks(draws, _power_of_two(DRAWN_CELLS // len(source.inputs))), size):
        parts.append(cases.evaluate(block))
        done += len(block)
        if not progress(done / draws):
            break
    found = stacked(parts, len(targets))
    base = base_numbers(plan, targets)
    numbers = numeric(found)
    assert found.states is not None
    outcomes = tuple(
        _outcome(plan, cell, base[at], numbers[:, at], found.states[:, at]) for at, cell in enumerate(targets)
    )
    return Simulation(seed, quasi, draws, done, outcomes, source.notes)


def _cut(blocks: Iterator[Floats], size: int) -> Iterator[Floats]:
    """The blocks in pieces of nearly the same length, none longer than this."""
    for block in blocks:
        length = math.ceil(len(block) / math.ceil(len(block) / size))
        yield from (block[start : start + length] for start in range(0, len(block), length))


def _check(plan: Plan, targets: Sequence[Cell], draws: int, seed: int) -> None:
    measurable(plan, targets)
    if not 1 <= draws <= MOST_DRAWS:
        raise PlanError(f"A simulation takes from 1 to {MOST_DRAWS:,} draws, not {draws:,}. Give another number.")
    if seed < 0:
        raise PlanError(f"A seed is a whole number from 0, not {seed}. Give another one.")


def _power_of_two(size: int) -> int:
    """The largest power of 2 that is not above a block's size: Sobol points come in such numbers."""
    return 1 << max(6, size.bit_length() - 1)


def _outcome(plan: Plan, cell: Cell, base: float, numbers: Floats, states: States) -> Outcome:
    empty, errors = missing_counts(states)
    return Outcome(cell, cell_label(plan, cell), or_none(base), np.sort(numbers[~np.isnan(numbers)]), empty, errors)


class LiveSimulation:
    """The band of a slider: draws made once and what they lead to kept, so that moving an input re-evaluates little.

    It shows the plan as it was when it was made; make another one after an edit.
    """

    def __init__(
        self,
        plan: Plan,
        inputs: Mapping[Cell, Distribution],
        targets: Sequence[Cell],
        draws: int = 1000,
        seed: int = 1,
        quasi: bool = True,
        correlations: Correlations | None = None,
    ) -> None:
        _check(plan, targets, draws, seed)
        source = sampler(plan, inputs, seed, quasi, correlations or {}, "rank", False, True)
        self.plan, self.targets = plan, tuple(targets)
        cases = CellCases(plan, source.inputs, self.targets)
        self._cases, self._paths = cases, dict[tuple[str, ...], list[str]]()
        self._kept = [
            (plan.calculation.under(cases.path, cases.given(block)), len(block))
            for block in source.blocks(draws, _power_of_two(cases.at_once))
        ]

    def at(self, cells: Mapping[Cell, float]) -> dict[Cell, dict[int, float]]:
        """The percentiles of each target with these inputs fixed at these numbers (also ones that are uncertain).

        Empty where no draw gives a number. PlanError for cells that cannot be varied.
        """
        varied_cells(self.plan, [], list(cells))
        nodes = tuple(dict.fromkeys(cell.node for cell in cells))
        if nodes not in self._paths:
            self._paths[nodes] = self.plan.calculation.between(nodes, [cell.node for cell in self.targets])
        parts = []
        for kept, count in self._kept:
            given = {**kept, **self._fixed(kept, cells)}
            parts.append(self._cases.cells(self.plan.calculation.under(self._paths[nodes], given), count))
        numbers = numeric(stacked(parts, len(self.targets)))
        return {cell: _percentiles(numbers[:, at]) for at, cell in enumerate(self.targets)}

    def _fixed(self, kept: Mapping[str, Values], cells: Mapping[Cell, float]) -> dict[str, Values]:
        """The columns of the cells with the numbers in place of what they hold or draw."""
        changed: dict[str, Values] = {}
        for cell, number in cells.items():
            before = changed.get(cell.node, kept.get(cell.node, self.plan.values(cell.node)))
            inside = within_limits(kind_of(self.plan, cell), np.array([[number]], dtype=np.float64))
            changed[cell.node] = with_cells(before, [place_of(self.plan, cell)], inside)
        return changed


def _percentiles(numbers: Floats) -> dict[int, float]:
    valued = numbers[~np.isnan(numbers)]
    if not len(valued):
        return {}
    return dict(zip(PERCENTILES, np.percentile(valued, PERCENTILES).tolist(), strict=True))

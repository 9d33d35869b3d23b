"""What can be asked of an open plan: why a figure differs, what it depends on, what would have to be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from ..model.inputs import Cell, cell_label, find_cell
from ..model.plan import Plan
from ..model.progress import Progress, unwatched
from ..model.rounds import round_named
from ..model.scenarios import ACTUAL
from ..model.session import Session
from .arguments import takes_what_it_says

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ..analysis.attribution import Attribution
    from ..analysis.claims import ClaimTest
    from ..analysis.comparison import Comparison, RoundDifference
    from ..analysis.distributions import Distribution
    from ..analysis.flips import Flip
    from ..analysis.journal_review import ReviewChange
    from ..analysis.review import Proposal
    from ..analysis.seeking import Sought
    from ..analysis.simulation import LiveSimulation, Simulation
    from ..analysis.suggestions import Suggestion
    from ..analysis.tables import OneWay, TwoWay
    from ..analysis.tornado import Tornado

Target = str | tuple[str, int | str]
"""A Name, the key of a KPI or an objective, or (`Sheet_name[Column]`, row id or key)."""
Ends = Mapping[Target, tuple[float, float]]
"""The low and high value of inputs; two days for a date."""
Uncertain = Mapping[Target, "Distribution | tuple[float, ...]"]
"""What inputs are drawn from: a distribution, (low, high) for a range, or (low, most likely, high)."""
Correlated = Mapping[tuple[Target, Target], float]
"""Rank correlations of pairs of inputs."""


@takes_what_it_says
class Questions:
    """Questions to an open plan; asking changes nothing."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def plan(self) -> Plan:
        """The plan in memory, for reading."""
        return self.session.settled()

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios, oldest first; *Actual* only while it holds a value."""
        found = self.session.plan.scenarios
        return [name for name in found if name != ACTUAL or found[name].layer]

    def cell(self, target: Target) -> Cell:
        """The cell a target names; PlanError proposes the nearest."""
        return find_cell(self.plan, *((target,) if isinstance(target, str) else target))

    def cells(self, targets: Sequence[Target]) -> list[Cell]:
        """The cells that targets name."""
        return [self.cell(target) for target in targets]

    def attribute(
        self, figure: Target, scenario: str = ACTUAL, since: str = "", seed: int = 0, progress: Progress = unwatched
    ) -> Attribution:
        """Why a figure under a scenario is not what the plan says, split over the inputs that differ (Shapley).

        `since` names a closed round: why the figure under the scenario is not what it was then, as measured.
        PlanError where either has no number.
        """
        from ..analysis.attribution import attribute
        from ..analysis.since import attribute_since

        plan, target, layer = self.plan, self.cell(figure), self.plan.scenarios.layer(scenario)
        if not since:
            return attribute(plan, target, layer, seed=seed, progress=progress)
        closed = round_named(plan.closed, since)
        return attribute_since(plan, target, closed, now=layer, measured=True, seed=seed, progress=progress)

    def why(self, figure: Target, scenario: str = ACTUAL, since: str = "") -> list[str]:
        """`attribute` in sentences, the most important first."""
        from ..analysis.reasons import explain_difference

        return explain_difference(self.attribute(figure, scenario, since), self.plan)

    def sensitivity(
        self,
        figure: Target,
        inputs: Sequence[Target] | None = None,
        percent: float = 0.10,
        ranges: Ends | None = None,
        progress: Progress = unwatched,
        days: float = 30,
    ) -> Tornado:
        """A figure with each input (None: all it rests on) lower and higher by a share, or at the ends of its range.

        A date counts where it is named: it is moved by `days` to both sides, or to the two dates of its range.
        """
        from ..analysis.tornado import tornado

        cells = None if inputs is None else self.cells(inputs)
        return tornado(self.plan, self.cell(figure), cells, percent, self._by_cell(ranges), progress, days)

    def flips(
        self,
        first: Target,
        second: Target | float,
        inputs: Sequence[Target] | None = None,
        ranges: Ends | None = None,
        progress: Progress = unwatched,
    ) -> tuple[Flip, ...]:
        """For each input, the nearest value at which `first` and `second` (a figure or a number) change order."""
        from ..analysis.flips import flip_points

        other = float(second) if isinstance(second, (int, float)) else self.cell(second)
        cells = None if inputs is None else self.cells(inputs)
        return flip_points(self.plan, self.cell(first), other, cells, self._by_cell(ranges), progress)

    def seek(
        self, figure: Target, wanted: float, input: Target, low: float | None = None, high: float | None = None
    ) -> Sought:
        """The value of an input, the nearest to what it holds, that makes a figure what is wanted; or why none does."""
        from ..analysis.seeking import seek

        return seek(self.plan, self.cell(figure), wanted, self.cell(input), low, high)

    def table(self, input: Target, values: Sequence[object], figures: Sequence[Target]) -> OneWay:
        """Figures for each value of one input."""
        from ..analysis.tables import one_way

        return one_way(self.plan, self.cell(input), values, self.cells(figures))

    def two_way_table(
        self, input: Target, values: Sequence[object], other: Target, other_values: Sequence[object], figure: Target
    ) -> TwoWay:
        """A figure for each pair of values of two inputs."""
        from ..analysis.tables import two_way

        return two_way(self.plan, self.cell(input), values, self.cell(other), other_values, self.cell(figure))

    def simulate(
        self,
        inputs: Uncertain,
        figures: Sequence[Target],
        draws: int = 10_000,
        seed: int = 1,
        quasi: bool = True,
        correlations: Correlated | None = None,
        progress: Progress = unwatched,
    ) -> Simulation:
        """Figures over random draws of uncertain inputs; the same seed gives the same draws.

        Draws come from a scrambled Sobol sequence, or pseudo-random ones when `quasi` is off.
        """
        from ..analysis.simulation import simulate

        pairs = self._pairs(correlations or {})
        return simulate(
            self.plan, self._drawn(inputs), self.cells(figures), draws, seed, quasi, pairs, progress=progress
        )

    def live(
        self, inputs: Uncertain, figures: Sequence[Target], draws: int = 1000, seed: int = 1
    ) -> LiveSimulation:  # fmt: skip
        """A simulation whose draws are made once, so that one input can be moved and the bands follow at once."""
        from ..analysis.simulation import LiveSimulation

        return LiveSimulation(self.plan, self._drawn(inputs), self.cells(figures), draws, seed)

    def compare(self, figures: Sequence[Target], scenarios: Sequence[str] | None = None) -> Comparison:
        """The plan beside scenarios (None: all), on Names, keys of KPIs or objectives, or (column, row id or key)."""
        from ..analysis.comparison import compare

        return compare(self.plan, self.scenarios if scenarios is None else scenarios, self.cells(figures))

    def compare_rounds(self, first: str, second: str = "", figures: Sequence[Target] | None = None) -> Comparison:
        """Two rounds side by side ("" is the open one), on all Figures or on those asked for as in `compare`."""
        from ..analysis.comparison import compare_rounds

        wanted = list(self.plan.figures) if figures is None else figures
        return compare_rounds(self.plan, (first, second), self.cells(wanted))

    def round_differences(self, first: str, second: str = "") -> tuple[RoundDifference, ...]:
        """Every cell and Name that two rounds hold differently, rows matched by their ids."""
        from ..analysis.comparison import round_differences

        return round_differences(self.plan, first, second)

    def evaluate(
        self, inputs: Mapping[str, npt.ArrayLike], figures: Sequence[str]
    ) -> dict[str, npt.NDArray[np.float64]]:
        """Columns and Names under many cases of numeric inputs, in one pass; the plan stays as it is.

        `inputs` gives arrays (cases, rows) for columns, (cases,) for Names, NaN for an empty cell; results have the
        same shapes, NaN where there is no number.
        """
        from ..analysis.cases import evaluate_cases

        return evaluate_cases(self.plan, inputs, figures)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The inputs for which the plan suggests another value, such as the weights after a closed round."""
        from ..analysis.suggestions import suggestions

        return suggestions(self.plan)

    def claims(self) -> tuple[ClaimTest, ...]:
        """Every claim of the strategy map, tested against the measurements at its lag."""
        from ..analysis.claims import test_claims

        return test_claims(self.plan)

    def proposals(self) -> tuple[Proposal, ...]:
        """Findings proposed for the review, the most pressing first; none that was written or left this round."""
        from ..analysis.review import proposals

        return proposals(self.plan)

    def changed_since_review(self) -> list[ReviewChange]:
        """What has changed since the last round was closed, read from the journal."""
        from ..analysis.journal_review import changes_since_review

        return changes_since_review(self.session)

    def _by_cell(self, ranges: Ends | None) -> dict[Cell, tuple[float, float]]:
        return {self.cell(target): ends for target, ends in (ranges or {}).items()}

    def _pairs(self, given: Correlated) -> dict[tuple[Cell, Cell], float]:
        """Correlations by cells; a pair may stand there twice only with the same number."""
        pairs: dict[tuple[Cell, Cell], float] = {}
        for (one, other), number in given.items():
            pair = self.cell(one), self.cell(other)
            if pairs.get(pair, pairs.get(pair[::-1], number)) != number:
                names = " and ".join(cell_label(self.plan, cell) for cell in pair)
                raise PlanError(f"{names} are given two correlations. Give them one.")
            pairs[pair] = number
        return pairs

    def _drawn(self, inputs: Uncertain) -> dict[Cell, Distribution]:
        from ..analysis.distributions import as_distribution

        drawn: dict[Cell, Distribution] = {}
        for target, given in inputs.items():
            cell = self.cell(target)
            if cell in drawn:
                raise PlanError(f"{cell_label(self.plan, cell)} is given two distributions. Give it one.")
            drawn[cell] = as_distribution(given)
        return drawn

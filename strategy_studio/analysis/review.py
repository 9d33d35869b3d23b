"""What a strategy review should talk about: findings proposed from statuses, claims, gaps in the data and actuals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..formula.errors import PlanError
from ..model.explain import shown
from ..model.inputs import Cell
from ..model.plan import Plan
from ..model.review import ReviewRoles
from ..model.review_changes import LeaveFinding, TakeFindings, decided, written_by_people
from ..model.scenarios import ACTUAL
from .attribution import Attribution, Share, attribute
from .claims import FEWEST, ClaimTest, test_claims
from .drivers import named_drivers
from .gaps import Gap, largest_gaps
from .measures import Measure, measures
from .reasons import part
from .rows import cells, review_roles
from .since import attribute_since

Kind = Literal["Off target", "Contradicted claim", "Measurement missing", "Measurement overdue", "Far from plan"]
ROUNDS = 2
"""Rounds off target in a row that call for a finding."""
MOST_SHARES, MOST_GAPS = 3, 5
LARGE = 10_000.0
Explained = Callable[[Plan, Cell], Attribution]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding proposed for the review.

    `key` tells it from all others of the round; `measure` is the KPI it is tied to, `subject` what it is about (that
    KPI, the claim or the input), `sentence` what was seen, `why` what explains it - shares of the attribution, or who
    drives what is only measured; "" without a value to explain -, `belief` the upstream assumption ("" for none).
    `cells` is the row it becomes, {column title: value}.
    """

    kind: Kind
    key: str
    measure: str
    subject: str
    sentence: str
    why: str
    belief: str
    worksheet: str
    cells: Mapping[str, object]


def difference_explained(plan: Plan, target: Cell) -> Attribution:
    """What was measured less what was planned, split over inputs; the change since the last round before any actual.

    PlanError when there is neither, or no number to compare.
    """
    layer = plan.scenarios.layer(ACTUAL)
    if layer:
        return attribute(plan, target, layer)
    if not plan.closed:
        raise PlanError("Nothing was measured and no round is closed, so there is nothing to compare with.")
    return attribute_since(plan, target, plan.closed[-1], measured=True)


def proposals(plan: Plan, attribution: Explained | None = difference_explained) -> tuple[Proposal, ...]:
    """Findings worth a line in the review, the most pressing kind first; none that is there or was left this round.

    Off target in two rounds running, contradicted claims, missing and overdue measurements, and the inputs measured
    farthest from the plan. `attribution` explains a KPI's actual; None leaves Why to people.
    """
    roles = review_roles(plan)
    if roles is None:
        return ()
    read = measures(plan, roles.measures)
    draft = Drafting(plan, roles, attribution, beliefs_by_objective(plan, roles))
    listed = [
        *(draft.failing(measure) for measure in read if measure.run >= ROUNDS),
        *(draft.contradicted(test, effect) for test, effect in contradicted(plan, roles, read)),
        *(draft.without_value(measure) for measure in read if measure.missing),
        *(draft.overdue(measure) for measure in read if measure.overdue),
        *(draft.far_from_plan(gap, read) for gap in largest_gaps(plan, roles.measures.actual, MOST_GAPS)),
    ]
    done, covered = decided(plan), written_by_people(plan, roles.findings)
    return tuple(found for found in listed if found.key not in done and not is_covered(found, covered))


def is_covered(found: Proposal, written: frozenset[tuple[str, str]]) -> bool:
    """Whether people wrote about it already: about the same measure and, for an input, the same belief."""
    if found.kind == "Far from plan":
        return bool(found.belief) and (found.measure, found.belief) in written
    return any(measure == found.measure for measure, _ in written)


def beliefs_by_objective(plan: Plan, roles: ReviewRoles) -> dict[str, str]:
    """The belief of each objective on which most hangs."""
    beliefs = roles.beliefs
    riskiest: dict[str, tuple[float, str]] = {}
    rows = zip(*(cells(plan, node) for node in (beliefs.key, beliefs.objective, beliefs.risk)), strict=True)
    for belief, objective, risk in rows:
        weight = risk if isinstance(risk, float) else 0.0
        if belief and objective and (objective not in riskiest or weight > riskiest[objective][0]):
            riskiest[objective] = (weight, belief)
    return {objective: belief for objective, (_, belief) in riskiest.items()}


def contradicted(plan: Plan, roles: ReviewRoles, read: Sequence[Measure]) -> list[tuple[ClaimTest, Measure]]:
    """Claims that the measurements contradict, or the last two rounds while there are too few, with a measure."""
    against = [word == roles.claims.against for word in cells(plan, roles.claims.verdict)]
    found = []
    for test, last_round in zip(test_claims(plan), against, strict=True):
        if test.verdict == "Contradicted" or (test.verdict == "Too few" and last_round):
            effects = [measure for measure in read if measure.objective == test.effect]
            effects.sort(key=lambda measure: measure.value is None)
            found += [(test, measure) for measure in effects[:1]]
    return found


@dataclass(frozen=True, slots=True)
class Drafting:
    """Writes proposals in words."""

    plan: Plan
    roles: ReviewRoles
    attribution: Explained | None
    beliefs: Mapping[str, str]

    def failing(self, measure: Measure) -> Proposal:
        """Off target in several rounds running."""
        path = [f"{self._value(value)} in {name}" for name, value in measure.history if value is not None]
        if measure.value is not None:
            path.append(f"{self._value(measure.value)} {measure.unit}".rstrip() + " now")
        values = f"{', '.join(path[:-1])}{' and ' if path[1:] else ''}{path[-1]}" if path else "no value"
        aim = f", target {self._value(measure.target)}" if measure.target is not None else ""
        seen = f"{measure.name} is off target for {measure.run} rounds running: {values}{aim}."
        why = self._why(measure)
        return self._proposal("Off target", f"{measure.row}", measure, f"{measure.name}: off target again", seen, why)

    def contradicted(self, test: ClaimTest, effect: Measure) -> Proposal:
        """A claim against which the measurements, or the last two rounds, speak."""
        if test.verdict == "Contradicted":
            seen = f"“{test.claim}” does not hold so far. {test.sentence}"
        else:
            moved = "apart" if test.sign > 0 else "together"
            seen = (
                f"“{test.claim}”: {test.cause} and {test.effect} moved {moved} since the last round, against the "
                f"claim. It is no test yet: {len(test.points)} of {FEWEST} changes are measured."
            )
        title = f"{test.label}: claim contradicted"
        belief = self.beliefs.get(test.effect) or self.beliefs.get(test.cause, "")
        why = self._why(effect)
        return self._proposal("Contradicted claim", f"{test.row}", effect, title, seen, why, test.label, belief)

    def without_value(self, measure: Measure) -> Proposal:
        """A measure that was never measured though it is due."""
        seen = f"{measure.name} has no value yet, though one is due every {months(measure.interval)}."
        title = f"{measure.name}: no measurement"
        return self._proposal("Measurement missing", f"{measure.row}", measure, title, seen)

    def overdue(self, measure: Measure) -> Proposal:
        """A measure whose last value is older than its interval."""
        seen = (
            f"{measure.name} was last measured on {measure.value_date} and is due every {months(measure.interval)}; "
            f"the review is of {self.plan.value(self.roles.today)}."
        )
        title = f"{measure.name}: measurement overdue"
        return self._proposal("Measurement overdue", f"{measure.row}", measure, title, seen)

    def far_from_plan(self, gap: Gap, read: Sequence[Measure]) -> Proposal:
        """An input measured far from the plan, with the measure it moves most."""
        measure = next(measure for measure in read if measure.row == gap.row)
        place = self.plan.structure.places[gap.cell.node]
        actual, planned = (shown(self.plan, place, value) for value in (gap.actual, gap.planned))
        size = f"{abs(gap.relative) * 100:.0f}\u202f% {'above' if gap.relative > 0 else 'below'}"
        moved = f"{measure.name} by {gap.moved * 100:+.1f}\u202f%".replace("-", "−")
        seen = f"{gap.label} is {actual} instead of {planned}, {size} plan; alone it moves {moved}."
        key = f"{gap.cell.node}/{gap.cell.row}"
        title, why = f"{gap.label}: far from plan", self._why(measure)
        return self._proposal("Far from plan", key, measure, title, seen, why, gap.label)

    def _proposal(
        self, kind: Kind, key: str, measure: Measure, title: str, seen: str, why: str = "", subject: str = "",
        belief: str | None = None,
    ) -> Proposal:  # fmt: skip
        roles = self.roles.findings
        found = self.beliefs.get(measure.objective, "") if belief is None else belief
        columns = {roles.key: title, roles.measure: measure.name, roles.seen: seen}
        columns |= {node: text for node, text in ((roles.belief, found), (roles.why, why)) if text}
        row = {node.partition("[")[2].removesuffix("]"): text for node, text in columns.items()}
        worksheet = roles.key.partition("[")[0]
        return Proposal(kind, f"{kind.lower()}/{key}", measure.name, subject or measure.name, seen, why, found,
                        worksheet, row)  # fmt: skip

    def _value(self, value: float | None) -> str:
        """A measure's value; without decimals and in groups of three digits where it is large."""
        if value is not None and abs(value) >= LARGE:
            return f"{value:,.0f}".replace("-", "−")
        return shown(self.plan, self.plan.structure.places[self.roles.measures.actual], value)

    def _why(self, measure: Measure) -> str:
        """The largest shares of what moved a measure that follows from the model; who drives it for all others."""
        if self.attribution is None:
            return ""
        if not measure.modelled:
            return named_drivers(self.plan, self.roles, measure.objective)
        try:
            found = self.attribution(self.plan, Cell(self.roles.measures.actual, measure.row))
        except PlanError as refusal:
            return f"Its difference cannot be split: {refusal}"
        shares = [share for share in found.shares if share.effect and self._is_cause(share)][:MOST_SHARES]
        if not shares:
            return "It follows from the plan, and no input it rests on has moved it."
        parts = [f"{share.label} {self._signed(share.effect)} ({part(found, share)})" for share in shares]
        before, after = self._value(found.before), self._value(found.after)
        return f"{after} instead of {before}, largest shares: {'; '.join(parts)}."

    def _signed(self, change: float) -> str:
        return ("+" if change > 0 else "−") + self._value(abs(change))

    def _is_cause(self, share: Share) -> bool:
        """Whether a share is of the model, and not of a measure's own readings, settings and dates."""
        own = {self.roles.measures.key.partition("[")[0], self.roles.readings.measure.partition("[")[0]}
        places = [self.plan.structure.places[cell.node] for cell in share.cells]
        return bool(places) and all(
            place.worksheet not in own and (place.column is not None or place.kind.name != "Date") for place in places
        )


def months(interval: float | None) -> str:
    """A number of months in words."""
    return "month" if interval == 1 else f"{interval or 0:.0f} months"


def take(chosen: tuple[Proposal, ...] | list[Proposal]) -> TakeFindings:
    """The change that writes proposals into the review worksheet, as one undo step; PlanError when there are none."""
    if not chosen:
        raise PlanError("There is no finding to take. Choose one that is proposed.")
    return TakeFindings(tuple((proposal.key, proposal.worksheet, proposal.cells) for proposal in chosen))


def leave(proposal: Proposal) -> LeaveFinding:
    """The change that keeps a proposal from being made again this round."""
    return LeaveFinding(proposal.key, f"{proposal.measure}: {proposal.kind.lower()}")

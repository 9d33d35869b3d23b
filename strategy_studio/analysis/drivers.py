"""What drives a measure that no formula computes: the objectives that the strategy map names as causes of its own."""

from __future__ import annotations

from ..formula.states import states_of
from ..formula.values import NUMBER
from ..model.explain import shown
from ..model.plan import Plan
from ..model.review import ReviewRoles
from .rows import cells

MOST_DRIVERS = 3


def named_drivers(plan: Plan, roles: ReviewRoles, objective: str) -> str:
    """A sentence that names the causes of an objective with status and score, those with the lowest score first.

    Where no claim leads to the objective the sentence says so: then nothing in the plan can explain its measures.
    """
    claims = zip(cells(plan, roles.claims.cause), cells(plan, roles.claims.effect), strict=True)
    causes = list(dict.fromkeys(cause for cause, effect in claims if cause and effect == objective))
    if not causes:
        return f"Measured, not computed, and no claim of the strategy map leads to {objective or 'its objective'}."
    states = objective_states(plan, roles)
    causes.sort(key=lambda cause: states.get(cause, ("", None))[1] or 0.0)
    told = [_told(plan, roles, cause, *states.get(cause, ("", None))) for cause in causes[:MOST_DRIVERS]]
    rest = f" and {len(causes) - MOST_DRIVERS} more" if len(causes) > MOST_DRIVERS else ""
    drivers = "driver" if len(causes) == 1 else "drivers"
    return f"Measured, not computed; the strategy map names as its {drivers}: {', '.join(told)}{rest}."


def objective_states(plan: Plan, roles: ReviewRoles) -> dict[str, tuple[str, float | None]]:
    """Status word and score of every objective, None where it has no score."""
    scores = plan.values(roles.objectives.score)
    numbers = [
        float(number) if state == NUMBER else None
        for number, state in zip(scores.numbers[0], states_of(scores)[0], strict=True)
    ]
    rows = zip(cells(plan, roles.objectives.scored), cells(plan, roles.objectives.status), numbers, strict=True)
    return {objective: (str(status or ""), score) for objective, status, score in rows if objective}


def _told(plan: Plan, roles: ReviewRoles, cause: str, status: str, score: float | None) -> str:
    place = plan.structure.places[roles.objectives.score]
    told = [word for word in (status, "" if score is None else shown(plan, place, score)) if word]
    return f"{cause} ({', '.join(told)})" if told else cause

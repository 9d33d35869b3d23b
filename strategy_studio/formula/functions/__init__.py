"""Every function of the language by its name, joined from one tuple per family."""

from __future__ import annotations

from ..steps import Argument, Function, Step
from .aggregates import AGGREGATES
from .conditional import CONDITIONAL
from .dates import DATES
from .finance import FINANCE
from .logical import LOGICAL
from .lookups import LOOKUPS
from .mathematics import MATHEMATICS
from .ranking import RANKING
from .rounding import ROUNDING
from .statistics import STATISTICS
from .text import TEXTS


def last_round(arguments: tuple[Argument, ...]) -> Step:
    """PRIOR: its argument is read from the round closed last."""
    return arguments[0].step


ROUNDS = (Function("PRIOR", "The column or Name as stored when the last round was closed.", last_round),)

FAMILIES: dict[str, tuple[Function, ...]] = {
    "Logic": LOGICAL,
    "Arithmetic": MATHEMATICS + ROUNDING,
    "Aggregates": AGGREGATES + STATISTICS,
    "Criteria": CONDITIONAL,
    "Lookups": LOOKUPS,
    "Ranks": RANKING,
    "Texts": TEXTS,
    "Dates": DATES,
    "Money": FINANCE,
    "Rounds": ROUNDS,
}

FUNCTIONS: dict[str, Function] = {function.name: function for family in FAMILIES.values() for function in family}

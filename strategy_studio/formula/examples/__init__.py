"""Worked examples of every function, operator and rule: they test the studio and Excel, and stand in the help."""

from __future__ import annotations

from .aggregates import AGGREGATES
from .arithmetic import ARITHMETIC
from .comparison import COMPARISON
from .criteria import CRITERIA
from .dates import DATES
from .example import Example
from .logic import LOGIC
from .lookups import LOOKUPS
from .money import MONEY
from .numbers import NUMBERS
from .texts import TEXTS

EXAMPLES: tuple[Example, ...] = (
    ARITHMETIC + COMPARISON + LOGIC + AGGREGATES + CRITERIA + LOOKUPS + TEXTS + NUMBERS + DATES + MONEY
)

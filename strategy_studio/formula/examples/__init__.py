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

FAMILIES: dict[str, tuple[Example, ...]] = {
    "arithmetic": ARITHMETIC,
    "comparison": COMPARISON,
    "logic": LOGIC,
    "aggregates": AGGREGATES,
    "criteria": CRITERIA,
    "lookups": LOOKUPS,
    "texts": TEXTS,
    "numbers": NUMBERS,
    "dates": DATES,
    "money": MONEY,
}

EXAMPLES: tuple[Example, ...] = tuple(example for family in FAMILIES.values() for example in family)

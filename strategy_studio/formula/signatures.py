"""The functions of the language: how many arguments each takes and what may stand in each place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from .limits import MOST_ARGUMENTS

Slot = Literal["value", "column", "numeric column", "any", "numeric", "criterion", "prior"]
"""What an argument may be: one value; a whole column (numeric: not Yes/No); any or numeric: either of the two;
criterion: one value to match; prior: a column or a Name, what PRIOR reads. A column may be read with PRIOR too."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One function: `arguments` are (title, slot) in order, of which the last `repeat` may come again and again.

    `aligned` says that all columns among the arguments must be of one worksheet and one round, `otherwise` that
    one value may follow the repeated arguments (SWITCH's default).
    """

    name: str
    fewest: int
    most: int
    arguments: tuple[tuple[str, Slot], ...]
    repeat: int = 0
    aligned: bool = False
    otherwise: bool = False

    @property
    def counts(self) -> str:
        """How many arguments it takes, in words: "2 arguments", "3 to 4 arguments", "at least 1 argument"."""
        span = f"{self.fewest} to {self.most}" if self.most > self.fewest else f"{self.fewest}"
        text = f"at least {self.fewest}" if self.repeat else span
        return f"{text} argument" if text.endswith("1") else f"{text} arguments"

    def takes(self, count: int) -> bool:
        """Whether so many arguments are right, pairs being complete."""
        if not self.fewest <= count <= self.most:
            return False
        left = (count - len(self.arguments)) % self.repeat if self.repeat else 0
        return not left or self.otherwise

    def slot(self, index: int) -> Slot:
        """What may stand in the argument, counted from 0."""
        return self.arguments[self._declared(index)][1]

    def title(self, index: int) -> str:
        """What the argument is called, counted from 0."""
        return self.arguments[self._declared(index)][0]

    def _declared(self, index: int) -> int:
        count = len(self.arguments)
        return index if index < count else count - self.repeat + (index - count) % max(self.repeat, 1)

    def __str__(self) -> str:
        titles = [title if index < self.fewest else f"[{title}]" for index, (title, _) in enumerate(self.arguments)]
        return f"{self.name}({', '.join(titles + ['…'] * bool(self.repeat))})"


def _values(name: str, *titles: str, optional: int = 0) -> Signature:
    return Signature(name, len(titles) - optional, len(titles), tuple((title, "value") for title in titles))


def _many(name: str, slot: Slot, title: str = "value") -> Signature:
    return Signature(name, 1, MOST_ARGUMENTS, ((title, slot),), repeat=1)


def _ifs(name: str, result: tuple[tuple[str, Slot], ...] = (("column", "numeric column"),)) -> Signature:
    pair: tuple[tuple[str, Slot], ...] = (("where column", "column"), ("criterion", "criterion"))
    most = MOST_ARGUMENTS - (MOST_ARGUMENTS - len(result)) % 2
    return Signature(name, len(result) + 2, most, result + pair, repeat=2, aligned=True)


_LOGIC = (
    _values("IF", "condition", "if true", "if false", optional=1),
    Signature("IFS", 2, MOST_ARGUMENTS - 1, (("condition", "value"), ("result", "value")), repeat=2),
    _many("AND", "any", "condition"),
    _many("OR", "any", "condition"),
    _values("NOT", "condition"),
    _values("IFERROR", "value", "if error"),
    _values("ISBLANK", "value"),
    Signature("CHOOSE", 2, MOST_ARGUMENTS, (("index", "value"), ("choice", "value")), repeat=1),
    Signature(
        "SWITCH", 3, MOST_ARGUMENTS, (("value", "value"), ("match", "value"), ("result", "value")), 2, otherwise=True
    ),
)
_ARITHMETIC = (
    _values("ABS", "number"),
    _values("SIGN", "number"),
    _values("INT", "number"),
    _values("ROUND", "number", "digits"),
    _values("ROUNDUP", "number", "digits"),
    _values("ROUNDDOWN", "number", "digits"),
    _values("MOD", "number", "divisor"),
    _values("SQRT", "number"),
    _values("EXP", "number"),
    _values("LN", "number"),
    _values("LOG10", "number"),
    _values("POWER", "number", "power"),
    _values("GAMMALN", "number"),
    _values("NORM.S.DIST", "z", "cumulative"),
)
_AGGREGATES = (
    *(_many(name, "numeric", "numbers") for name in ("SUM", "AVERAGE", "MEDIAN", "MIN", "MAX")),
    *(_many(name, "numeric", "numbers") for name in ("STDEV.P", "STDEV.S", "VAR.P")),
    _many("COUNT", "any"),
    _many("COUNTA", "any"),
    Signature("COUNTBLANK", 1, 1, (("column", "column"),)),
    Signature("SUMPRODUCT", 1, MOST_ARGUMENTS, (("column", "numeric column"),), repeat=1, aligned=True),
    *(_ifs(name) for name in ("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS")),
    _ifs("COUNTIFS", ()),
)
_RANKS_AND_LOOKUPS = (
    Signature("RANK.EQ", 2, 3, (("value", "value"), ("column", "numeric column"), ("order", "value"))),
    Signature("LARGE", 2, 2, (("column", "numeric column"), ("k", "value"))),
    Signature("SMALL", 2, 2, (("column", "numeric column"), ("k", "value"))),
    Signature("PERCENTILE.INC", 2, 2, (("column", "numeric column"), ("share", "value"))),
    Signature("INDEX", 2, 2, (("column", "column"), ("row", "value"))),
    Signature("MATCH", 3, 3, (("value", "value"), ("column", "column"), ("0 or 1", "value"))),
    Signature(
        "XLOOKUP",
        3,
        4,
        (("key", "value"), ("key column", "column"), ("result column", "column"), ("if none", "value")),
        aligned=True,
    ),
    Signature("PRIOR", 1, 1, (("column or Name", "prior"),)),
)
_TEXTS = (
    _many("CONCAT", "value", "text"),
    _values("TEXT", "value", "format"),
    _values("LEFT", "text", "characters", optional=1),
    _values("RIGHT", "text", "characters", optional=1),
    *(_values(name, "text") for name in ("LEN", "LOWER", "UPPER", "TRIM")),
)
_DATES_AND_MONEY = (
    _values("DATE", "year", "month", "day"),
    *(_values(name, "date") for name in ("YEAR", "MONTH", "DAY")),
    _values("EDATE", "date", "months"),
    Signature("NPV", 2, MOST_ARGUMENTS, (("rate", "value"), ("payments", "numeric")), repeat=1),
    _values("PV", "rate", "periods", "payment", "future value", "at the beginning", optional=2),
    _values("FV", "rate", "periods", "payment", "present value", "at the beginning", optional=2),
    _values("PMT", "rate", "periods", "present value", "future value", "at the beginning", optional=2),
)


@cache
def signatures() -> dict[str, Signature]:
    """Every function by its name in capitals."""
    families = (_LOGIC, _ARITHMETIC, _AGGREGATES, _RANKS_AND_LOOKUPS, _TEXTS, _DATES_AND_MONEY)
    return {signature.name: signature for family in families for signature in family}

"""Declaring a column: its kind, unit, formula and help, in one line that reads like the worksheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

StoredValue = float | str | bool | None
"""What a cell stores: numbers and dates (as Excel serial) float, Yes/No bool, a Reference the id of a row as
float, texts str, empty None."""

KindName = Literal[
    "Text", "Long text", "Number", "Whole number", "Percent", "Money", "Score", "Choice", "Reference", "Date",
    "Yes/No", "Link",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds; Score has a range, Choice its words, Reference the key column it names."""

    name: KindName
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    target: str = ""

    def __str__(self) -> str:
        if self.name == "Score":
            return f"Score({self.low:.15g}..{self.high:.15g})"
        if self.name == "Choice":
            return f"Choice({', '.join(self.choices)})"
        return f"Reference({self.target})" if self.name == "Reference" else self.name


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a worksheet; it is computed when it has a formula.

    `unit` is shown beneath the title ("per period"); `format` is how numbers look (0, 0.00, 0.0%, whole, money,
    date, text), empty for the kind's own; `presets` are the values supplied with fixed rows, in their order;
    `key` marks the columns that identify a row together; `identity` is what the plan file calls the column and
    stays when a user renames it (empty: the title). A computed column that `suggests` proposes, row by row, a value
    for the input column of its worksheet named so. `remedy` is the sentence that says what to do where the formula
    gives an error that a look at the row does not explain.
    """

    title: str
    kind: Kind
    formula: str = ""
    key: bool = False
    required: bool = False
    unit: str = ""
    format: str = ""
    default: StoredValue = None
    presets: tuple[StoredValue, ...] = ()
    help: str = ""
    source: str = ""
    short: str = field(default="")
    identity: str = ""
    suggests: str = ""
    remedy: str = ""

    @property
    def stored_as(self) -> str:
        """The name of the column inside the plan file."""
        return self.identity or self.title


def _plain(name: KindName, title: str, options: dict[str, object]) -> Column:
    return Column(title, Kind(name), **options)  # type: ignore[arg-type]


def Text(title: str, **options: object) -> Column:
    """A short text."""
    return _plain("Text", title, options)


def LongText(title: str, **options: object) -> Column:
    """A text of several lines."""
    return _plain("Long text", title, options)


def Number(title: str, **options: object) -> Column:
    """Any number."""
    return _plain("Number", title, options)


def WholeNumber(title: str, **options: object) -> Column:
    """A number without a fraction."""
    return _plain("Whole number", title, options)


def Percent(title: str, **options: object) -> Column:
    """A share; 1 is 100 %."""
    return _plain("Percent", title, options)


def Money(title: str, **options: object) -> Column:
    """An amount in Plan_currency."""
    return _plain("Money", title, options)


def Date(title: str, **options: object) -> Column:
    """A day."""
    return _plain("Date", title, options)


def YesNo(title: str, **options: object) -> Column:
    """Yes or no."""
    return _plain("Yes/No", title, options)


def Link(title: str, **options: object) -> Column:
    """An address of a document or page."""
    return _plain("Link", title, options)


def Score(title: str, low: float, high: float, **options: object) -> Column:
    """A score from `low` to `high`, decimals allowed."""
    return Column(title, Kind("Score", low=low, high=high), **options)  # type: ignore[arg-type]


def Choice(title: str, *choices: str, **options: object) -> Column:
    """One of the listed words."""
    return Column(title, Kind("Choice", choices=choices), **options)  # type: ignore[arg-type]


def Reference(title: str, target: str, **options: object) -> Column:
    """The key of a row of another worksheet, `Sheet_name[Key]`."""
    return Column(title, Kind("Reference", target=target), **options)  # type: ignore[arg-type]

"""What each kind of column takes, stores and gives back, with the sentence a user reads when it refuses."""

from __future__ import annotations

import math
import numbers
import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np

from ..formula.errors import PlanError
from .columns import Kind, KindName, StoredValue
from .formats import excel_number_format, number_as_text, show
from .numerals import (
    ENGLISH,
    FIRST_DATE,
    LAST_DATE,
    Signs,
    number_serial,
    serial_date,
    typed_date,
    typed_number,
    without_currency,
    worked_out,
)

__all__ = [
    "excel_number_format",
    "from_words",
    "number_serial",
    "read",
    "read_typed",
    "serial_date",
    "show",
    "tidy",
    "to_python",
]

LONGEST_TEXT = 32_767
_PLAIN: tuple[KindName, ...] = (
    "Text", "Long text", "Number", "Whole number", "Percent", "Money", "Date", "Yes/No", "Link",
)  # fmt: skip
_NEEDS = {
    "Number": "needs a number, such as 12",
    "Whole number": "needs a whole number, such as 12",
    "Percent": "needs a number or a percentage, such as 86 %",
    "Money": "needs an amount, such as 1{group}200",
    "Score": "needs a score from {low:g} to {high:g}",
}
_YES, _NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})


def read(kind: Kind, value: object, where: str) -> StoredValue:
    """The value as a cell of this kind stores it; PlanError, beginning with `where`, when it cannot.

    Takes None, bool, numbers (int, float, Decimal, numpy), dates and texts as typed in English; None and "" empty
    the cell. A number for a Date is an Excel serial. A Reference gives the key's text, still to be resolved to a row.
    """
    return _read(kind, value, where, ENGLISH)


def read_typed(kind: Kind, text: str, decimal: str, group: str, where: str) -> StoredValue:
    """A text as typed in the window, with the signs of the user's locale; otherwise as `read`.

    A plain number above 1 typed for a Percent counts as percent, as in Excel: 82 is 82 %, 0.82 too.
    """
    stored = _read(kind, text, where, Signs(decimal, group))
    if (
        kind.name == "Percent"
        and isinstance(stored, float)
        and abs(stored) > 1
        and "%" not in text
        and text.strip()[0] != "="
    ):
        return float(Decimal(repr(stored)) / 100)
    return stored


def to_python(kind: Kind, stored: StoredValue) -> float | str | bool | date | None:
    """A cell's value as the API gives it: dates as dates, other numbers float, a Reference its key's text."""
    if stored is None or isinstance(stored, bool | str):
        return stored
    if kind.name == "Date" and 0 <= stored < number_serial(LAST_DATE) + 1:
        return serial_date(stored)
    return float(stored)


def from_words(text: str) -> Kind:
    """The kind that words name: "Percent", "Score(0..5)", "Choice(High, Low)", "Reference(Segments[Segment])"."""
    name, _, inside = unicodedata.normalize("NFC", text).strip().partition("(")
    wanted = " ".join(name.split()).casefold()
    if inside.endswith(")"):
        if wanted == "score":
            return _score(inside[:-1])
        if wanted == "choice":
            return _choice(inside[:-1])
        if wanted == "reference":
            return _reference(inside[:-1])
    for plain in _PLAIN:
        if plain.casefold() == wanted and not inside:
            return Kind(plain)
    kinds = (*_PLAIN, "Score(0..5)", "Choice(High, Low)", "Reference(Sheet_name[Key])")
    raise PlanError(f"There is no kind {text.strip() or 'without a name'}. Write one of {', '.join(kinds)}.")


def _score(inside: str) -> Kind:
    low, dots, high = inside.partition("..")
    ends = [typed_number(end) for end in (low, high)]
    if not dots or ends[0] is None or ends[1] is None or ends[0].value >= ends[1].value:
        raise PlanError(f"Score({inside}) needs two numbers, the lower first. Write it as Score(0..5).")
    return Kind("Score", low=ends[0].value, high=ends[1].value)


def _choice(inside: str) -> Kind:
    choices = tuple(tidy(choice) for choice in inside.split(","))
    if "" in choices or len({choice.casefold() for choice in choices}) < len(choices):
        raise PlanError(f"Choice({inside}) needs different words between commas. Write it as Choice(High, Low).")
    return Kind("Choice", choices=choices)


def _reference(inside: str) -> Kind:
    found = re.fullmatch(r"\s*([^\[\]]*\w)\s*\[\s*([^\[\]]*\S)\s*\]\s*", inside)
    if not found:
        raise PlanError(f"Reference({inside}) needs a key column. Write it as Reference(Sheet_name[Key]).")
    return Kind("Reference", target=f"{found[1].replace(' ', '_')}[{found[2]}]")


def _read(kind: Kind, value: object, where: str, signs: Signs) -> StoredValue:
    if value is None or (isinstance(value, str) and not tidy(value)):
        return None
    match kind.name:
        case "Text" | "Long text" | "Link" | "Reference":
            return _read_text(value, where, lines=kind.name == "Long text")
        case "Choice":
            return _read_choice(kind, value, where)
        case "Date":
            return _read_date(value, where)
        case "Yes/No":
            return _read_yes_no(value, where)
    return _read_number(kind, value, where, signs)


def tidy(text: str, lines: bool = False) -> str:
    """NFC, without control characters, ends trimmed; breaks stay in texts of several lines, else become spaces."""
    if text.isascii() and text.isprintable():  # most texts of a long paste; nothing of the below applies to them
        return text.strip()
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029\v\f]", "\n", unicodedata.normalize("NFC", text))
    if not lines:
        text = re.sub(r"[\n\t]+", " ", text)
    return "".join(
        sign
        for sign in text
        if sign in "\n\t" or not (unicodedata.category(sign) in ("Cc", "Cs") or sign in "\ufffe\uffff")
    ).strip()


def _read_text(value: object, where: str, lines: bool) -> str:
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    number = _plain_number(value)
    if number is not None:
        if not math.isfinite(number):
            raise PlanError(f"{where} needs a text, and {value} is not a number either. Leave it empty instead.")
        return str(value) if isinstance(value, int) else number_as_text(number)
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) and value.time() == time() else value).isoformat()
    if not isinstance(value, str):
        raise PlanError(f"{where} needs a text, not {type(value).__name__}. Give it as text.")
    text = tidy(value, lines)
    if len(text) > LONGEST_TEXT:
        raise PlanError(f"{where} takes at most {LONGEST_TEXT:,} characters, this has {len(text):,}. Shorten it.")
    return text


def _read_choice(kind: Kind, value: object, where: str) -> str:
    import difflib

    text = _read_text(value, where, lines=False)
    spelled = {choice.casefold(): choice for choice in kind.choices}
    if text.casefold() in spelled:
        return spelled[text.casefold()]
    close = difflib.get_close_matches(text.casefold()[:200], spelled, n=1)
    shown = text if len(text) <= 40 else text[:39] + "…"
    hint = f"Did you mean {spelled[close[0]]}?" if close else f"Choose {' or '.join(_few(kind.choices))}."
    raise PlanError(f"{where} does not take “{shown}”. {hint}")


def _few(choices: tuple[str, ...]) -> list[str]:
    head = choices if len(choices) <= 6 else (*choices[:5], "another of its list")
    return [", ".join(head[:-1]), head[-1]] if len(head) > 1 else list(head)


def _read_yes_no(value: object, where: str) -> bool:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in _YES | _NO:
        raise PlanError(f"{where} needs yes or no.")
    return word in _YES


def _plain_number(value: object) -> float | None:
    """The float of a number of any type but bool; None when it is not a number, infinity when it is too large."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real | Decimal):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.inf


def _read_number(kind: Kind, value: object, where: str, signs: Signs) -> float:
    number = _plain_number(value)
    if isinstance(value, str):
        number = _number_in(kind, value, where, signs)
    if number is None or not math.isfinite(number) or (kind.name == "Whole number" and not number.is_integer()):
        raise _needs(kind, where, signs)
    if kind.low is not None and kind.high is not None and not kind.low <= number <= kind.high:
        raise PlanError(f"{where} needs a score from {kind.low:g} to {kind.high:g}; {number:g} is outside.")
    return number + 0.0


def _number_in(kind: Kind, text: str, where: str, signs: Signs) -> float | None:
    text = tidy(text)
    if text.startswith("="):
        return worked_out(text, where, signs)
    typed = typed_number(without_currency(text) if kind.name == "Money" else text, signs)
    return typed.value if typed else None


def _needs(kind: Kind, where: str, signs: Signs) -> PlanError:
    group = signs.group if signs.group.strip() else " "
    return PlanError(f"{where} {_NEEDS[kind.name].format(low=kind.low, high=kind.high, group=group)}.")


def _read_date(value: object, where: str) -> float:
    day = _day_of(value)
    if day is None:
        raise PlanError(f"{where} needs a date, such as 2027-06-30.")
    if not FIRST_DATE <= day <= LAST_DATE:
        raise PlanError(f"{where} needs a date from {FIRST_DATE} to {LAST_DATE}; {day} is outside.")
    return number_serial(day)


def _day_of(value: object) -> date | None:
    """The day of a date, a datetime at midnight, a text or a whole serial; None when it is none of them."""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else None
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return typed_date(tidy(value))
    number = _plain_number(value)
    if number is None or not math.isfinite(number) or not number.is_integer():
        return None
    return serial_date(number) if 0 < number <= number_serial(LAST_DATE) else None

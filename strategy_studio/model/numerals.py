"""Numbers and dates as people type them: 12k, 1,200.50, 82 %, =12*1.05, 30 June 2027."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, DecimalException

from ..formula.errors import FormulaProblem, PlanError
from ..formula.nodes import Binary, Node, Number, Unary
from ..formula.parser import parse
from ..formula.trees import fold

EPOCH = date(1899, 12, 30)
FIRST_DATE, LAST_DATE = date(1900, 3, 1), date(9999, 12, 31)
_SCALES = {"": 0, "k": 3, "m": 6, "mn": 6, "bn": 9}
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SPACES = re.compile(r"\s+")
_PARTS = re.compile(
    r"(?P<digits>[0-9 .,'’]*[0-9][0-9 .,'’]*(?:e[+-]?[0-9]{1,4})?) ?(?P<scale>k|mn?|bn)? ?(?P<percent>%?)"
)
_SIMPLE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Signs:
    """The decimal sign and the group sign of a locale; spaces may group in every locale."""

    decimal: str = "."
    group: str = ","


ENGLISH = Signs()


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that was typed, and whether it was typed as a percentage (then it is divided by 100 already)."""

    value: float
    percent: bool = False


def typed_number(text: str, signs: Signs = ENGLISH) -> Typed | None:
    """The number a text stands for, None when it stands for none.

    A group sign must stand before three digits; `k`, `m`, `bn` scale; brackets around it make it negative.
    """
    if signs.decimal == "." and _SIMPLE.fullmatch(text):  # what a long paste holds most of
        return Typed(float(text) + 0.0)
    text = _SPACES.sub(" ", text.strip().casefold().replace("−", "-"))
    if len(text) > _LONGEST:
        return None
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1].strip()
    negative = text.startswith("-")
    parts = _PARTS.fullmatch(text[1:].lstrip() if text[:1] in ("-", "+") else text)
    plain = _plain(parts["digits"].strip(), signs) if parts else None
    if parts is None or plain is None:
        return None
    try:
        value = Decimal(plain).scaleb(_SCALES[parts["scale"] or ""] - 2 * len(parts["percent"]))
    except DecimalException:
        return None
    number = float(-value if negative else value)
    return Typed(number + 0.0, bool(parts["percent"])) if math.isfinite(number) else None


def _plain(digits: str, signs: Signs) -> str | None:
    """The digits with a decimal point and without groups; None when groups or signs stand wrongly."""
    whole, decimal, rest = digits.partition(signs.decimal)
    group = re.escape(signs.group) if signs.group.strip() else " "
    apostrophes = "['’]" if signs.group in ("'", "’") else group
    for sign in (apostrophes, " "):
        if re.fullmatch(rf"[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+", whole):
            whole = re.sub(r"[^0-9]", "", whole)
    if not re.fullmatch(r"[0-9]*(?:e[+-]?[0-9]+)?", whole) or not re.fullmatch(r"[0-9]*(?:e[+-]?[0-9]+)?", rest):
        return None
    return whole + "." + rest if decimal else whole


def without_currency(text: str) -> str:
    """A typed amount without the currency sign, or code of three capitals, at one of its ends."""
    text = re.sub(r"^(-|−)?\s*[A-Z]{3}(?=[\s0-9])|(?<=[\s0-9])[A-Z]{3}$", r"\1", text.strip())
    return "".join(sign for sign in text if unicodedata.category(sign) != "Sc").strip()


def worked_out(text: str, where: str, signs: Signs = ENGLISH) -> float:
    """The result of plain arithmetic such as `=12*1.05`; PlanError when it is anything else."""
    if signs.decimal != ".":
        text = re.sub(r"[0-9][0-9.,]*", lambda found: _plain(found[0], signs) or found[0], text)
    try:
        value = fold(parse(text), _computed)
    except FormulaProblem as problem:
        raise PlanError(f"{where}: {problem}") from None
    except (ArithmeticError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise PlanError(f"{where}: {text} does not give a number. Check its numbers.")
    return value + 0.0


def _computed(node: Node, below: tuple[float, ...]) -> float:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Unary):
        return -below[0]
    if not isinstance(node, Binary) or node.operator not in "+-*/^":
        raise FormulaProblem("cells hold values; add a column to compute with others.")
    left, right = below
    match node.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    return math.pow(left, right)


def typed_date(text: str) -> date | None:
    """The day a text stands for: 2027-06-30, 30 June 2027, Jun 30, 2027, 30.06.2027; None when none or unclear.

    A date with slashes counts only when it can be read in one way: 30/6/2027 can, 3/6/2027 cannot.
    """
    text = _SPACES.sub(" ", text.strip().casefold())
    for pattern, order in _DATES:
        found = pattern.fullmatch(text)
        if found:
            parts = dict(zip(order, found.groups(), strict=True))
            return _day(parts["year"], parts["month"], parts["day"])
    found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    if not found:
        return None
    one, two, year = found.groups()
    if int(one) > 12 or one == two:
        return _day(year, two, one)
    return _day(year, one, two) if int(two) > 12 else None


_DATES = tuple(
    (re.compile(pattern), order.split())
    for pattern, order in (
        (r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", "year month day"),
        (r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", "day month year"),
        (r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4})", "day month year"),
        (r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", "month day year"),
    )
)


def _day(year: str, month: str, day: str) -> date | None:
    if month.isalpha():
        months = [
            number for number, name in enumerate(_MONTHS, 1) if name.startswith("sep" if month == "sept" else month)
        ]
        if len(months) != 1:
            return None
        month = str(months[0])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def number_serial(day: date) -> float:
    """The Excel serial of a day from 1900-03-01 on."""
    return float((day - EPOCH).days)


def serial_date(serial: float) -> date:
    """The day of an Excel serial, its time of day cut off; OverflowError outside the calendar."""
    return EPOCH + timedelta(days=math.floor(serial))

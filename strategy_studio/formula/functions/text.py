"""Texts: joining, cutting, letter case, and numbers written in a format."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from ..errors import FormulaError
from ..nodes import Text
from ..rounding import EXACT, fifteen_digits, floor_of
from ..scope import Context
from ..steps import Argument, Build, Function, Step
from ..values import FIRST_ERROR, FORMULA_ERRORS, NUM, Scalar, Values
from ..wording import VALUE_ERROR, Worder, as_text, worded

EPOCH = date(1899, 12, 30)
LAST_SERIAL = 2_958_465
NUMBER_FORMAT = re.compile(r"(#,##)?0(?:\.(0+))?(%|E\+00)?")


def written(word: Worder, skip_empty: bool = True) -> Build:
    """A function that `word` computes from the cells of a row as Python values."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        steps = tuple(argument.step for argument in arguments)

        def run(context: Context) -> Values:
            return worded(word, [step(context) for step in steps], context.texts, skip_empty)

        return run

    return build


def join(*cells: Scalar) -> str:
    """The cells one after the other, an empty as nothing (rules 4.6)."""
    return "".join(as_text(cell) for cell in cells)


def characters(count: Scalar) -> int | FormulaError:
    """A count of characters, cut to whole; #VALUE! for a text or a negative number."""
    if isinstance(count, str | FormulaError) or count is None or count < 0:
        return VALUE_ERROR
    return int(min(floor_of(float(count)), 2.0**31))


def left(text: Scalar, count: Scalar = 1.0) -> Scalar:
    """The first characters."""
    length = characters(count)
    return length if isinstance(length, FormulaError) else as_text(text)[:length]


def right(text: Scalar, count: Scalar = 1.0) -> Scalar:
    """The last characters."""
    length = characters(count)
    if isinstance(length, FormulaError):
        return length
    return as_text(text)[-length:] if length else ""


def length(text: Scalar) -> Scalar:
    """How many characters, counted as Unicode code points."""
    return float(len(as_text(text)))


def lower(text: Scalar) -> Scalar:
    """The text in small letters."""
    return as_text(text).lower()


def upper(text: Scalar) -> Scalar:
    """The text in capitals."""
    return as_text(text).upper()


def trim(text: Scalar) -> Scalar:
    """The text without spaces at its ends and with single spaces inside."""
    return " ".join(part for part in as_text(text).split(" ") if part)


def date_text(number: float) -> Scalar:
    """The day of a serial as yyyy-mm-dd; #NUM! outside the calendar."""
    serial = floor_of(number)
    if not 0 <= serial <= LAST_SERIAL:
        return FORMULA_ERRORS[NUM - FIRST_ERROR]
    return (EPOCH + timedelta(days=int(serial))).isoformat()


def decimal_text(exact: Decimal, places: int, grouped: bool) -> str:
    """A decimal number with fixed decimals, halves away from zero."""
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def scientific_text(number: float, places: int) -> str:
    """The number with one digit before the point and a power of ten."""
    exact = fifteen_digits(number)
    exponent = exact.adjusted() if exact else 0
    digits = exact.scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if abs(digits) >= 10:
        exponent, digits = exponent + 1, digits.scaleb(-1).quantize(Decimal(1).scaleb(-places))
    return f"{digits:f}E{exponent:+03d}"


def format_number(number: float, pattern: str) -> Scalar:
    """A number written in one of the formats of rules 4.12."""
    if pattern == "yyyy-mm-dd":
        return date_text(number)
    match = NUMBER_FORMAT.fullmatch(pattern)
    if match is None:
        return VALUE_ERROR
    grouped, decimals, suffix = match.groups()
    places = len(decimals or "")
    if suffix == "E+00":
        text = scientific_text(number, places)
    else:
        scaled = fifteen_digits(number).scaleb(2 if suffix else 0)
        text = decimal_text(scaled, places, bool(grouped)) + (suffix or "")
    return text.removeprefix("-") if not text.strip("-0.,%E+") else text


def format_cell(pattern: str, cell: Scalar) -> Scalar:
    """A number in the format; texts and booleans as they are."""
    if isinstance(cell, float) and not isinstance(cell, bool):
        return format_number(cell, pattern)
    return as_text(cell)


def formatted(arguments: tuple[Argument, ...]) -> Step:
    """TEXT: the value in the format that the formula writes out."""
    value, pattern = arguments
    step = value.step
    word = partial(format_cell, pattern.node.value if isinstance(pattern.node, Text) else "")
    return lambda context: worded(word, [step(context)], context.texts)


TEXTS = (
    Function(
        "CONCAT", "The values written one after the other; empties are left out.", written(join, skip_empty=False)
    ),
    Function("TEXT", 'A number written in a format, such as TEXT(0.825,"0.0%").', formatted),
    Function("LEFT", "The first characters of a text.", written(left)),
    Function("RIGHT", "The last characters of a text.", written(right)),
    Function("LEN", "How many characters a text has.", written(length)),
    Function("LOWER", "The text in small letters.", written(lower)),
    Function("UPPER", "The text in capital letters.", written(upper)),
    Function("TRIM", "The text without spaces at its ends and with single spaces inside.", written(trim)),
)

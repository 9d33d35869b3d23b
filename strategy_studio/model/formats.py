"""How values look: as English text on screen and as number formats in Excel."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ..formula.rounding import fifteen_digits
from .columns import Kind
from .numerals import LAST_DATE, number_serial, serial_date

_OF_KIND = {"Percent": "percent", "Money": "money", "Whole number": "whole", "Date": "date"}
_DECIMALS = re.compile(r"0(?:\.(0+))?(%?)")
_NARROW_SPACE = "\u202f"
_MINUS = "−"


def show(kind: Kind, format: str, value: object, currency: str = "") -> str:
    """A value as people read it in English; empty for None, an error as Excel's code.

    `format` is the column's, empty for the kind's own; a value of another type than the kind is shown as what it is.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, int | float):
        return str(value)
    style = format or _OF_KIND.get(kind.name, "")
    if style == "date" and 0 <= value <= number_serial(LAST_DATE):
        return serial_date(value).isoformat()
    shown = _number(float(value), style)
    return f"{currency}\u00a0{shown}" if currency and style == "money" else shown


def excel_number_format(kind: Kind, format: str) -> str:
    """The number format of a column's cells in Excel; input columns of text are marked as text (`@`)."""
    style = format or _OF_KIND.get(kind.name, "")
    if _DECIMALS.fullmatch(style):
        return style
    if not style and kind.name in ("Text", "Long text", "Choice", "Reference", "Link"):
        return "@"
    named = {"percent": "0.0%", "money": "#,##0.00", "whole": "#,##0", "date": "yyyy-mm-dd"}
    return named.get(style, "General")


def number_as_text(value: float) -> str:
    """A number as a text cell holds it: 2027.0 is 2027, 0.1 is 0.1."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def _number(value: float, style: str) -> str:
    found = _DECIMALS.fullmatch(style)
    if found:
        places = len(found[1] or "")
        return _percent(_fixed(value, places, 100, "")) if found[2] else _fixed(value, places)
    if style == "percent":
        text = _fixed(value, 2, 100, "")
        return _percent(text.rstrip("0").rstrip("."))
    if style == "money":
        return _fixed(value, 2, group=",")
    if style == "whole":
        return _fixed(value, 0, group=",")
    return f"{value:.10g}".replace("-", _MINUS) if value else "0"


def _fixed(value: float, places: int, factor: int = 1, group: str = "") -> str:
    """Rounded half away from zero on the number taken to 15 digits, as Excel does."""
    exact = fifteen_digits(value) * factor
    if abs(exact) >= Decimal(10) ** 20:
        return f"{float(exact):.6E}".replace("-", _MINUS)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):{group}f}".replace("-", _MINUS)


def _percent(number: str) -> str:
    return f"{number}{_NARROW_SPACE}%"

"""Cells as people read and type them: numbers, dates and words in the user's locale."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from ..formula.errors import FormulaError
from ..formula.rounding import round_one

if TYPE_CHECKING:
    from ..formula.values import Values
    from ..model.columns import Kind

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
_LARGE = 100_000
"""From here on amounts of money are read without cents."""
_DECIMALS = {"Percent": (0, 1), "Number": (0, 3), "Score": (0, 2), "Whole number": (0, 0), "Money": (2, 2)}
TEXTS = frozenset(("Text", "Long text", "Choice", "Reference", "Link"))


def is_figure(kind: Kind, format_: str = "") -> bool:
    """Whether values stand at the right: numbers and dates do, words do not."""
    return format_ not in ("text",) and kind.name not in TEXTS and kind.name != "Yes/No"


def is_percent(kind: Kind, format_: str) -> bool:
    """Whether values are shown in per cent."""
    return format_.endswith("%") or (not format_ and kind.name == "Percent")


def decimals(kind: Kind, format_: str, values: Values | None) -> int:
    """How many decimals a whole column is shown with: as its format says, or as many as its values need."""
    written = re.fullmatch(r"[#,]*0(?:\.(0+))?%?", format_)
    if written:
        return len(written.group(1) or "")
    if format_ == "whole":
        return 0
    low, high = _DECIMALS.get("Money" if format_ == "money" else kind.name, (0, 3))
    if values is None or values.numbers.size == 0:
        return low
    numbers = values.numbers * (100.0 if is_percent(kind, format_) else 1.0)
    if low == high == 2:
        return 0 if abs(numbers).max() >= _LARGE else 2
    for places in range(low, high):
        if (abs(numbers - numbers.round(places)) < 1e-9).all():
            return places
    return high


def user_locale() -> QLocale:
    """The user's locale; where the system names none, English, so that digits are grouped."""
    found = QLocale()
    if found.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return found


class CellText:
    """Writes values in one locale."""

    def __init__(self, locale: QLocale | None = None) -> None:
        self.locale = locale or user_locale()

    @property
    def decimal_and_group(self) -> tuple[str, str]:
        """The signs that numbers are typed with."""
        return self.locale.decimalPoint(), self.locale.groupSeparator()

    def shown(self, kind: Kind, format_: str, value: Any, places: int) -> str:
        """A value as a cell shows it; empty for None. Errors show their code."""
        if value is None:
            return ""
        if isinstance(value, FormulaError):
            return value.code
        if isinstance(value, bool):
            return self._yes_no(value)
        if isinstance(value, datetime.date):
            return self.locale.toString(QDate(value.year, value.month, value.day), "d MMM yyyy")
        if isinstance(value, str):
            return value
        if is_percent(kind, format_):
            return f"{self.number(value * 100, places)}{NARROW_SPACE}%"
        return self.number(value, places)

    def typed(self, kind: Kind, format_: str, value: Any) -> str:
        """A value as somebody would type it, with all its digits; also what is copied."""
        if isinstance(value, float):
            if is_percent(kind, format_):
                return f"{self._exact(value * 100)}%"
            return self._exact(value)
        if isinstance(value, datetime.date):
            return value.isoformat()
        return self.shown(kind, format_, value, 0)

    def number(self, value: float, places: int) -> str:
        """A number with grouped digits and a real minus, rounded as ROUND and Excel do (rules 4.10)."""
        text = self.locale.toString(round_one(abs(value), places), "f", places)
        zero = not any(digit in text for digit in "123456789")
        return text if value >= 0 or zero else MINUS + text

    def _exact(self, value: float) -> str:
        return format(value, ".15g").replace(".", self.locale.decimalPoint())

    def _yes_no(self, value: bool) -> str:
        translate = QCoreApplication.translate
        return translate("CellText", "Yes") if value else translate("CellText", "No")

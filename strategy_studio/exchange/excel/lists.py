"""The sheet Lists with the words that may be chosen, and the validation of input cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...model.columns import Column, Kind
from ...model.structure import key_target
from .cells import set_for_print
from .styles import Styles

if TYPE_CHECKING:
    from ...model.plan import Plan
    from ...model.sheets import Sheet

_MOST = 9.99e307
_PLAIN = {"Number": "decimal", "Percent": "decimal", "Money": "decimal", "Whole number": "integer"}


class Lists:
    """The words of every Choice, each list once, and where the keys stand that References name."""

    def __init__(self, plan: Plan, titles: dict[str, str], first_row: int) -> None:
        self._plan = plan
        self._titles = titles
        self._first_row = first_row
        self._columns: dict[tuple[str, ...], int] = {}
        kinds = [column.kind for sheet in plan.sheets.values() for column in sheet.columns]
        kinds += [parameter.kind for parameter in plan.parameters.values()]
        for kind in kinds:
            if kind.name == "Choice":
                self._columns.setdefault(kind.choices, len(self._columns) + 1)

    def source(self, kind: Kind) -> str:
        """Where the words for a kind stand, as a reference; empty when there are none yet."""
        if kind.name == "Yes/No":
            return "='Lists'!$A$2:$A$3"
        if kind.name == "Reference":
            return self._keys(kind)
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(self._columns[kind.choices])
        return f"='Lists'!${letter}$2:${letter}${1 + len(kind.choices)}"

    def _keys(self, kind: Kind) -> str:
        from xlsxwriter.utility import xl_col_to_name

        name, key = key_target(self._plan.structure, kind.target)
        sheet = self._plan.sheet(name)
        if not len(sheet):
            return ""
        letter = xl_col_to_name([column.title for column in sheet.columns].index(key.title) + 1)
        title = self._titles[name].replace("'", "''")
        return f"='{title}'!${letter}${self._first_row + 1}:${letter}${self._first_row + len(sheet)}"

    def write(self, page: Any, styles: Styles) -> None:
        """Fill the sheet."""
        page.write_string(0, 0, "Yes/No", styles.header())
        for row, truth in enumerate((True, False), 1):
            page.write_boolean(row, 0, truth, styles.note())
        for choices, place in self._columns.items():
            page.write_string(0, place, f"List {place}", styles.header())
            for row, word in enumerate(choices, 1):
                page.write_string(row, place, word, styles.note())
        page.set_column(0, len(self._columns), 22)
        set_for_print(page, "Lists", 0, across=1 + len(self._columns) // 8)


def validate(page: Any, lists: Lists, sheet: Sheet, column: Column, area: tuple[int, int, int, int]) -> None:
    """Say in Excel what the column takes; keys of fixed and generated rows are not to be typed."""
    rule = rule_for(lists, column.kind)
    if column.key and sheet.declaration.rows.mode != "free":
        rule = {}
    if rule:
        about = f"{column.title[:32]}"
        page.data_validation(*area, {**rule, "error_title": about, "error_type": _severity(column.kind)})


def rule_for(lists: Lists, kind: Kind) -> dict[str, Any]:
    """The validation of a kind; empty for texts."""
    if kind.name in ("Choice", "Reference", "Yes/No"):
        source = lists.source(kind)
        return {"validate": "list", "source": source} if source else {}
    if kind.name == "Score":
        words = f"A score from {kind.low:g} to {kind.high:g}."
        return {"validate": "decimal", "criteria": "between", "minimum": kind.low, "maximum": kind.high,
                "error_message": words}  # fmt: skip
    if kind.name == "Date":
        return {"validate": "decimal", "criteria": ">=", "value": 61, "error_message": "A date, such as 2027-06-30."}
    if kind.name in _PLAIN:
        limits = (-_MOST, _MOST) if _PLAIN[kind.name] == "decimal" else (-(2**53), 2**53)
        return {"validate": _PLAIN[kind.name], "criteria": "between", "minimum": limits[0], "maximum": limits[1],
                "error_message": "A number is needed here."}  # fmt: skip
    return {}


def _severity(kind: Kind) -> str:
    return "warning" if kind.name == "Reference" else "stop"

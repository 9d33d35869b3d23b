"""Numbers of CSV files that a spreadsheet saved with decimal commas, rewritten the way the API reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ..formula.errors import PlanError
from .csv_text import Table

IsNumber = Callable[[Mapping[str, str], str], bool]
"""Whether a cell is to hold a number, from its row and its title."""
_COMMA = re.compile(r"[0-9](?:[\d.\s'’]*[0-9])?,(?![0-9]{3}(?:[^0-9]|$))[0-9]+|[0-9]\.[0-9]{3},[0-9]+")
_POINT = re.compile(r"[0-9](?:[\d,\s'’]*[0-9])?\.(?![0-9]{3}(?:[^0-9]|$))[0-9]+|[0-9],[0-9]{3}\.[0-9]+")
_EITHER = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
_SWAPPED = str.maketrans(",.", ".,")


def in_english(table: Table, is_number: IsNumber) -> Table:
    """The table with decimal points in the cells that are to hold numbers.

    Only where no comma stands between the cells a comma can be a decimal sign: those files come from programs whose
    country writes it so. PlanError where a file has both signs, or where only numbers such as 1,234 could tell.
    """
    if table.separator == ",":
        return table
    found = list(_numbers(table, is_number))
    comma = any(_COMMA.search(text) for _, _, text in found)
    point = any(_POINT.search(text) for _, _, text in found)
    if comma and point:
        raise PlanError(f"{table.name} has decimal commas and decimal points. Write all its numbers alike.")
    if not comma:
        unclear = next(((line, text) for line, _, text in found if _EITHER.search(text)), None)
        if unclear and not point:
            line, text = unclear
            raise PlanError(f"{table.name}, line {line}: {text} can be read in two ways. Write it without the comma.")
        return table
    return replace(table, rows=tuple((line, _swapped(row, is_number)) for line, row in table.rows))


def _numbers(table: Table, is_number: IsNumber) -> Iterator[tuple[int, str, str]]:
    """Line, title and text of every cell that is to be a number."""
    for line, row in table.rows:
        for title, text in row.items():
            if text and is_number(row, title):
                yield line, title, text


def _swapped(row: Mapping[str, str], is_number: IsNumber) -> dict[str, str]:
    return {title: text.translate(_SWAPPED) if is_number(row, title) else text for title, text in row.items()}

"""The sheet Left over: inputs the plan keeps although their column, worksheet or Parameter is not there any more."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...model.numerals import number_serial
from .cells import set_for_print, write_value
from .styles import Styles

if TYPE_CHECKING:
    from ...model.left_over import LeftOver

HEADER_ROW = 3
_MOST = 1_000_000


def write_left_over(page: Any, cells: Sequence[LeftOver], styles: Styles, title: str) -> None:
    """One line for each input: the worksheet, column and row it stood in, and what it was."""
    page.set_row(0, 26)
    page.write_string(0, 0, "Left over", styles.title())
    said = "Inputs of columns and worksheets that this version of the studio does not have. The plan keeps them."
    page.write_string(1, 0, said, styles.question())
    for place, word in enumerate(("Worksheet", "Column", "Row", "Value")):
        page.write_string(HEADER_ROW, place, word, styles.header())
    text, dates = styles.computed("@", left=True), styles.computed("yyyy-mm-dd", left=True)
    for row, cell in enumerate(cells[:_MOST], HEADER_ROW + 1):
        for place, words in enumerate((cell.worksheet, cell.column, cell.label)):
            page.write_string(row, place, words, text)
        dated = isinstance(cell.value, datetime.date)
        value = number_serial(cell.value) if isinstance(cell.value, datetime.date) else cell.value
        write_value(page, row, 3, value, dates if dated else text)
    for place, width in enumerate((28, 28, 28, 40)):
        page.set_column(place, place, width)
    page.freeze_panes(HEADER_ROW + 1, 0)
    set_for_print(page, title, HEADER_ROW)

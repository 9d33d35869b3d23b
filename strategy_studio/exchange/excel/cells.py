"""Writing single cells: what people typed stays what it is, whatever it looks like."""

from __future__ import annotations

from typing import Any

from ...formula.errors import FormulaError
from ...formula.values import Scalar
from .formulas import stored
from .limits import cut, within


def write_value(page: Any, row: int, column: int, cell: Scalar, look: Any) -> None:
    """A value without a formula; a text that begins with = + - @ stays a text."""
    if cell is None:
        page.write_blank(row, column, None, look)
    elif isinstance(cell, str):
        page.write_string(row, column, cut(cell), look)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, look)
    elif isinstance(cell, FormulaError):
        page.write_formula(row, column, f"={cell.code}", look, cell.code)
    else:
        page.write_number(row, column, within(cell), look)


def write_formula(page: Any, row: int, column: int, text: str, cell: Scalar, look: Any) -> None:
    """A formula (without `=`) with the studio's result stored beside it."""
    page.write_formula(row, column, "=" + text, look, stored(cell))


def set_for_print(
    page: Any, title: str, header_row: int | None = None, across: int = 1, down: int = 0, portrait: bool = False
) -> None:
    """Landscape or portrait, so many pages across and down (0: as needed), titles repeated, page x of y."""
    if portrait:
        page.set_portrait()
    else:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(across, down)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L&8{title.replace('&', '&&')}&C&8&A&R&8&P / &N")
    page.hide_gridlines(2)
    if header_row is not None:
        page.repeat_rows(header_row)

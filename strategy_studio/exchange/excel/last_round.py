"""The sheet Last round: what PRIOR reads, as values of the last closed round that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formula.excel import ROW_ID
from ...formula.excel_pieces import PRIOR_PREFIX, table_name
from ...formula.values import Scalar, python_cells, scalar
from ...model.formats import excel_number_format
from ...model.structure import column_node
from .cells import set_for_print, write_value
from .styles import Styles
from .tables import is_text

if TYPE_CHECKING:
    from ...model.plan import Plan

TITLE = "Last round"
_FIRST = 3


def read_by_prior(plan: Plan) -> tuple[dict[str, list[str]], list[str]]:
    """The columns of each worksheet and the Names that formulas read with PRIOR, in the order they come up."""
    columns: dict[str, list[str]] = {}
    names: list[str] = []
    for node in plan.structure.places:
        checked = plan.formula(node)
        for reference in checked.references if checked else ():
            found = columns.setdefault(reference.worksheet, []) if reference.worksheet else names
            if reference.prior and reference.column not in found:
                found.append(reference.column)
    return {worksheet: found for worksheet, found in columns.items() if found}, names


def write_last_round(book: Any, page: Any, plan: Plan, styles: Styles, title: str) -> None:
    """A table Prior_Sheet_name per worksheet and a cell Prior_Some_name per Name."""
    closed = plan.rounds[-1] if plan.rounds else None
    sentence = f"As round {closed.name} was closed." if closed else "No round has been closed yet."
    page.set_row(0, 26)
    page.write_string(0, 1, TITLE, styles.title())
    page.write_string(1, 1, f"{sentence} These values are kept; they are never calculated anew.", styles.question())
    columns, names = read_by_prior(plan)
    row = _write_names(book, page, plan, names, styles)
    for worksheet, titles in columns.items():
        row = _write_columns(page, plan, worksheet, titles, row, styles)
    page.set_column(0, 0, 8, None, {"hidden": True})
    page.set_column(1, 1, 40)
    page.set_column(2, 8, 28)
    set_for_print(page, title)


def _write_names(book: Any, page: Any, plan: Plan, names: list[str], styles: Styles) -> int:
    for row, name in enumerate(names, _FIRST):
        kind = plan.structure.places[name].kind
        cell = scalar(plan.rounds[-1].values(name, is_name=True), plan.texts) if plan.rounds else None
        page.write_string(row, 1, name, styles.computed("@", key=True))
        write_value(page, row, 2, cell, styles.computed(excel_number_format(kind, "")))
        book.define_name(PRIOR_PREFIX + name, f"='{TITLE}'!$C${row + 1}")
    return _FIRST + len(names) + 1


def _write_columns(page: Any, plan: Plan, worksheet: str, titles: list[str], row: int, styles: Styles) -> int:
    cells = {title: _cells(plan, worksheet, title) for title in titles}
    rows = max(map(len, cells.values()))
    page.write_string(row, 1, plan.structure.worksheets[worksheet].title, styles.question())
    columns = [plan.structure.worksheets[worksheet].column(title) for title in titles]
    header = [{"header": ROW_ID, "header_format": styles.header()}]
    header += [{"header": column.title, "header_format": styles.header(not is_text(column))} for column in columns]
    options = {"name": PRIOR_PREFIX + table_name(worksheet), "columns": header, "style": None}
    page.add_table(row + 1, 0, row + 1 + max(rows, 1), len(titles), options)
    for number in range(1, rows + 1):
        page.write_number(row + 1 + number, 0, number)
    for place, column in enumerate(columns, 1):
        look = styles.computed(excel_number_format(column.kind, column.format), wrap=True, left=is_text(column))
        for at, cell in enumerate(cells[column.title], row + 2):
            write_value(page, at, place, cell, look)
    return row + max(rows, 1) + 3


def _cells(plan: Plan, worksheet: str, title: str) -> list[Scalar]:
    """The column as it stood; none before the first round, or where it did not exist then."""
    if not plan.rounds:
        return []
    values = plan.rounds[-1].values(column_node(worksheet, title))
    return python_cells(values, values.numbers.shape[1], plan.texts)

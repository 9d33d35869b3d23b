"""The sheets Parameters and Figures: every Name of the plan in a cell of its own, with a workbook name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formula.values import Scalar, scalar
from ...model.formats import excel_number_format
from .cells import set_for_print, write_formula, write_value
from .formulas import Formulas, part_cells, stored
from .lists import Lists, rule_for
from .styles import Styles, mark_statuses
from .tables import lines_of

if TYPE_CHECKING:
    from ...model.plan import Plan

HEADER_ROW = 2
_VALUE = 1
_WIDE = 60


def value_of(plan: Plan, name: str) -> Scalar:
    """The value of a Name as a cell holds it."""
    return scalar(plan.values(name), plan.texts)


def write_parameters(book: Any, page: Any, plan: Plan, lists: Lists, styles: Styles, title: str) -> None:
    """The typed Names with their unit and meaning."""
    _head(page, styles, "Parameters", "What the whole plan assumes; change a value and everything follows.")
    _table(page, "Parameters", ("Name", "Value", "Unit", "Meaning"), len(plan.parameters), styles)
    for row, (name, parameter) in enumerate(plan.parameters.items(), HEADER_ROW + 1):
        look = styles.typed(excel_number_format(parameter.kind, ""))
        page.write_string(row, 0, name, styles.computed("@", key=True, left=True))
        write_value(page, row, _VALUE, value_of(plan, name), look)
        page.write_string(row, 2, parameter.unit, styles.note())
        page.write_string(row, 3, parameter.help, styles.note())
        lines = max(lines_of(parameter.help, _WIDE), lines_of(parameter.unit, 16))
        page.set_row(row, 13.5 * lines + 2)
        rule = rule_for(lists, parameter.kind)
        if rule:
            page.data_validation(row, _VALUE, row, _VALUE, {**rule, "error_title": name[:32]})
        _define(book, name, "Parameters", row)
    _finish(page, (28, 16, 18, _WIDE), len(plan.parameters), title)


def write_figures(book: Any, page: Any, plan: Plan, formulas: Formulas, styles: Styles, title: str) -> None:
    """The computed Names with live formulas, and after them the hidden parts of long formulas."""
    _head(page, styles, "Figures", "What the plan comes to.")
    _table(page, "Figures", ("Figure", "Value", "Worksheet", "Meaning"), len(plan.figures), styles)
    for row, (name, figure) in enumerate(plan.figures.items(), HEADER_ROW + 1):
        home = plan.structure.home.get(name, "")
        page.write_string(row, 0, name, styles.computed("@", key=True, left=True))
        look = styles.computed(excel_number_format(figure.kind, figure.format))
        _write_figure(page, row, formulas.text(name), value_of(plan, name), look)
        page.write_string(row, 2, plan.structure.worksheets[home].title if home else "", styles.note())
        page.write_string(row, 3, figure.help, styles.note())
        _define(book, name, "Figures", row)
    first = HEADER_ROW + 1
    mark_statuses(page, styles, (first, _VALUE, first + max(len(plan.figures), 1), _VALUE))
    _write_parts(book, page, plan, formulas)
    _finish(page, (34, 18, 28, _WIDE), len(plan.figures), title)


def _write_figure(page: Any, row: int, text: str, cell: Scalar, look: Any) -> None:
    if text:
        write_formula(page, row, _VALUE, text, cell, look)
    else:
        write_value(page, row, _VALUE, cell, look)


def _write_parts(book: Any, page: Any, plan: Plan, formulas: Formulas) -> None:
    parts = [(name, part) for name in plan.figures for part in formulas.hidden_parts(name)]
    for row, (name, part) in enumerate(parts, HEADER_ROW + len(plan.figures) + 3):
        page.write_string(row, 0, part.title)
        page.write_formula(row, _VALUE, "=" + part.text, None, stored(part_cells(plan, name, part)[0]))
        page.set_row(row, None, None, {"hidden": True})
        _define(book, part.title, "Figures", row)


def _define(book: Any, name: str, sheet: str, row: int) -> None:
    book.define_name(name, f"='{sheet}'!$B${row + 1}")


def _head(page: Any, styles: Styles, title: str, sentence: str) -> None:
    page.set_row(0, 26)
    page.write_string(0, 0, title, styles.title())
    page.write_string(1, 0, sentence, styles.question())


def _table(page: Any, name: str, titles: tuple[str, ...], rows: int, styles: Styles) -> None:
    columns = [{"header": title, "header_format": styles.header(title == "Value")} for title in titles]
    options = {"name": name, "columns": columns, "style": None}
    page.add_table(HEADER_ROW, 0, HEADER_ROW + max(rows, 1), len(titles) - 1, options)


def _finish(page: Any, widths: tuple[int, ...], rows: int, title: str) -> None:
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.freeze_panes(HEADER_ROW + 1, 1)
    page.print_area(0, 0, HEADER_ROW + max(rows, 1), len(widths) - 1)
    set_for_print(page, title, HEADER_ROW)

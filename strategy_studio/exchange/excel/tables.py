"""One worksheet of the plan as a sheet with a real Excel table, live formulas and hidden row ids."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...formula.excel import ROW_ID
from ...formula.excel_pieces import table_name
from ...formula.values import Scalar, python_cells
from ...model.columns import Column
from ...model.formats import excel_number_format, show
from ...model.structure import column_node
from .cells import set_for_print, write_formula, write_value
from .formulas import Formulas, part_cells, stored
from .limits import LONGEST_TEXT, is_cut
from .lists import Lists, validate
from .styles import STATUS_LOOKS, Styles, mark_statuses

if TYPE_CHECKING:
    from ...model.plan import Plan
    from ...model.sheets import Sheet

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
"""Tables begin below title, question and the band that says who fills which column; rows count from 0."""
_TEXTS = frozenset({"Text", "Long text", "Choice", "Reference", "Link"})
_WIDTHS = {"Long text": 36.0, "Text": 18.0, "Reference": 18.0, "Choice": 14.0, "Link": 20.0}
_SAMPLE = 200
_LONGEST_NUMBER = 30.0
_MOST_HEIGHTS = 5_000
_PAGE_WIDTH = 240.0
"""Characters that can still be read on one landscape page; wider tables go over several, the key on each."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the table: its title, formula (empty for inputs), cells and look."""

    title: str
    formula: str
    cells: list[Scalar]
    look: Any
    column: Column | None = None

    @property
    def hidden(self) -> bool:
        """True for row ids and parts of long formulas."""
        return self.column is None


def fields_of(plan: Plan, sheet: Sheet, formulas: Formulas, styles: Styles) -> list[Field]:
    """The row ids, all columns in order, then the parts of long formulas."""
    rows = len(sheet)
    found = [Field(ROW_ID, "", [float(row) for row in sheet.ids], styles.computed("0"))]
    parts: list[Field] = []
    for column in sheet.columns:
        node = column_node(sheet.name, column.title)
        cells = python_cells(plan.values(node), rows, plan.texts)
        found.append(Field(column.title, formulas.text(node), cells, _look(sheet, column, styles), column))
        parts += [
            Field(part.title, part.text, part_cells(plan, node, part), styles.computed("General"))
            for part in formulas.hidden_parts(node)
        ]
    return found + parts


def _look(sheet: Sheet, column: Column, styles: Styles) -> Any:
    follows = column.key and sheet.declaration.rows.mode != "free"
    make = styles.computed if column.formula or follows else styles.typed
    number_format = excel_number_format(column.kind, column.format)
    return make(number_format, column.kind.name == "Long text", column.key, left=is_text(column))


def write_table(
    page: Any, name: str, fields: list[Field], styles: Styles, rows: int, written: Callable[[int], None]
) -> None:
    """The table with its column formulas and every cell; without rows it has one row with nothing in it.

    `written` is told the cells of each column as they are done; what it raises ends the work.
    """
    at, last = HEADER_ROW, HEADER_ROW + max(rows, 1)
    columns = [{"header": field.title, "header_format": styles.header(_right(field))} for field in fields]
    options = {"name": name, "columns": columns, "style": None, "autofilter": True}
    if page.add_table(at, 0, last, len(fields) - 1, options) != 0:
        raise ValueError(f"the table {name} was refused")
    for place, field in enumerate(fields):
        if field.formula:
            page.tables[-1]["columns"][place]["formula"] = field.formula
        _write_field(page, at + 1, place, field, rows)
        written(rows)


def _write_field(page: Any, row: int, place: int, field: Field, rows: int) -> None:
    if not rows:
        page.write_blank(row, place, None, field.look)
    elif field.formula:
        _write_formulas(page, row, place, field)
    else:
        for cell in field.cells:
            write_value(page, row, place, cell, field.look)
            row += 1


def _write_formulas(page: Any, first: int, place: int, field: Field) -> None:
    """The same formula in every row; XlsxWriter prepares its text for the first and last, the others copy it."""
    last = first + len(field.cells) - 1
    for row in (first, last):
        write_formula(page, row, place, field.formula, field.cells[row - first], field.look)
    made = page.table[first][place]
    make = type(made)
    for row, cell in enumerate(field.cells[1:-1], first + 1):
        page.table[row][place] = make(made.formula, made.format, stored(cell))


def is_text(column: Column) -> bool:
    """True for columns whose cells stand on the left."""
    return column.kind.name in _TEXTS or column.format == "text"


def _right(field: Field) -> bool:
    return field.column is not None and not is_text(field.column) and field.column.kind.name != "Yes/No"


def write_worksheet(
    page: Any, sheet: Sheet, fields: list[Field], styles: Styles, lists: Lists, as_values: list[str],
    plan_title: str, written: Callable[[int], None],
) -> None:  # fmt: skip
    """The whole sheet: head, table, widths, validation, marks and print set-up."""
    rows = len(sheet)
    _write_head(page, sheet, fields, styles, as_values)
    write_table(page, table_name(sheet.name), fields, styles, rows, written)
    last = HEADER_ROW + max(rows, 1)
    _set_heights(page, fields, rows)
    for place, field in enumerate(fields):
        page.set_column(place, place, width_of(field), None, {"hidden": True} if field.hidden else {})
        if field.column is not None and not field.column.formula:
            validate(page, lists, sheet, field.column, (FIRST_ROW, place, last, place))
        elif any(cell in STATUS_LOOKS for cell in field.cells[:_SAMPLE] if isinstance(cell, str)):
            mark_statuses(page, styles, (FIRST_ROW, place, last, place))
    if sheet.process.hue:
        page.set_tab_color(styles.colour(sheet.process.hue))
    page.freeze_panes(FIRST_ROW, 2 if sheet.declaration.keys and sheet.columns[0].key else 0)
    page.print_area(0, 0, last, sum(not field.hidden for field in fields))
    widths = [width_of(field) for field in fields if not field.hidden]
    across = 1
    if sum(widths) > _PAGE_WIDTH:
        page.repeat_columns(0, 1)
        across = math.ceil((sum(widths) - widths[0]) / (_PAGE_WIDTH - widths[0]))
    set_for_print(page, plan_title, HEADER_ROW, across=across)


def _write_head(page: Any, sheet: Sheet, fields: list[Field], styles: Styles, as_values: list[str]) -> None:
    page.set_row(0, 26)
    page.set_row(1, 20)
    page.set_row(HEADER_ROW, 44)
    page.write_string(0, 1, sheet.title, styles.title())
    page.write_string(1, 1, sheet.declaration.question, styles.question())
    before = ""
    for place, field in enumerate(fields):
        if field.column is None:
            continue
        words = "You type" if not field.column.formula else "Computed"
        if field.title in as_values:
            words = "Values only"
        shown = [words] if words != before else []
        before = words
        shown += [field.column.unit] if field.column.unit else []
        page.write_string(HEADER_ROW - 1, place, " · ".join(shown), styles.zone())


def _set_heights(page: Any, fields: list[Field], rows: int) -> None:
    """Room for texts of several lines, because not every program makes it by itself."""
    wrapped = [field for field in fields if field.column is not None and field.column.kind.name == "Long text"]
    for row in range(rows if wrapped and rows <= _MOST_HEIGHTS else 0):
        lines = max(lines_of(field.cells[row], width_of(field)) for field in wrapped)
        if lines > 1:
            page.set_row(FIRST_ROW + row, 13.5 * min(lines, 12) + 3)


def cut_texts(sheet: Sheet, fields: list[Field]) -> list[str]:
    """A sentence for each text that its cell does not hold whole."""
    return [
        f"{sheet.title}: {field.title} in row {row:,} ends after {LONGEST_TEXT:,} characters, as Excel takes no more."
        for field in fields
        for row, cell in enumerate(field.cells, 1)
        if isinstance(cell, str) and is_cut(cell)
    ]


def lines_of(cell: Scalar, width: float) -> int:
    """How many lines a text takes in a column of so many characters."""
    if not isinstance(cell, str):
        return 1
    return sum(1 + int(len(line) / (width * 0.9)) for line in cell.split("\n"))


def width_of(field: Field) -> float:
    """A width in characters that shows the title in three lines and most cells whole."""
    kind = field.column.kind.name if field.column else "Text"
    least = _WIDTHS.get(kind, 11.0)
    words = max((len(word) for word in field.title.replace("-", "- ").split()), default=0)
    texts = max((len(cell) for cell in field.cells[:_SAMPLE] if isinstance(cell, str)), default=0)
    most = 36.0 if kind == "Long text" else 44.0
    shown = max(min(texts + 2.0, most), _width_of_numbers(field))
    return min(max(least, words + 3.0, len(field.title) / 2.2 + 3.0, shown), 60.0)


def _width_of_numbers(field: Field) -> float:
    """Room for the largest and smallest number of all rows: one that is cut would be shown as ###."""
    column = field.column
    if column is None or excel_number_format(column.kind, column.format) in ("General", "@"):
        return 0.0
    numbers = [cell for cell in field.cells if isinstance(cell, float)]
    ends = (max(numbers), min(numbers)) if numbers else ()
    return min(max((len(show(column.kind, column.format, end)) + 2.0 for end in ends), default=0.0), _LONGEST_NUMBER)

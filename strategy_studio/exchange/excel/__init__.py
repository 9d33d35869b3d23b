"""The plan as an Excel workbook with live formulas, written beside the target and put in its place when it is whole."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...formula.errors import PlanError
from ...model.progress import Progress, unwatched
from ..placing import placed
from .formulas import Formulas, formulas_of
from .limits import cut
from .tables import FIRST_ROW, cut_texts, fields_of, write_worksheet

if TYPE_CHECKING:
    from ...model.plan import Plan

SHEETS = ("Balanced scorecard", "Parameters", "Figures", "Last round", "Checks", "Lists", "Read me")
"""Titles of the sheets that are not worksheets of the plan."""
LEFT_OVER = "Left over"
"""The sheet of inputs without a place; it is there only when there are any."""
_MOST_ROWS = 1_048_576 - FIRST_ROW
_MOST_COLUMNS = 16_384
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_WRITTEN = 0.6
"""The share of the work that is done before the file itself is packed."""


def export_excel(plan: Plan, path: Path, progress: Progress = unwatched, title: str = "Plan") -> None:
    """Write the plan as a workbook; an existing file is replaced only by a whole one that could be read back.

    `progress` is told the fraction done and answers False to stop; then nothing is written. PlanError when the
    plan is too large for Excel, or the file cannot be put in place.
    """
    _refuse_too_large(plan)
    try:
        with placed(path) as part:
            _write(plan, part, progress, title)
            _read_back(plan, part)
    except Stopped:
        return
    progress(1.0)


def sheet_titles(plan: Plan) -> dict[str, str]:
    """The title of the sheet of each worksheet: at most 31 characters, none twice, none of the signs Excel refuses."""
    taken = {title.casefold() for title in (*SHEETS, LEFT_OVER, "History")}
    titles: dict[str, str] = {}
    for name, sheet in plan.sheets.items():
        wanted = cut(sheet.title.translate(_NOT_IN_TITLES).strip("'"), _LONGEST_TITLE)
        title, number = wanted, 2
        while title.casefold() in taken:
            ending = f" {number}"
            title, number = cut(wanted, _LONGEST_TITLE - len(ending)) + ending, number + 1
        taken.add(title.casefold())
        titles[name] = title
    return titles


def _refuse_too_large(plan: Plan) -> None:
    for sheet in plan.sheets.values():
        if len(sheet) > _MOST_ROWS or len(sheet.columns) >= _MOST_COLUMNS:
            size = f"{len(sheet):,} rows and {len(sheet.columns):,} columns"
            raise PlanError(f"{sheet.title} has {size}, more than Excel takes. Export the plan as CSV instead.")


def _write(plan: Plan, path: Path, progress: Progress, title: str) -> None:
    """Write the workbook; raises Stopped when the user asks to stop."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "in_memory": False})
    book.set_calc_mode("auto")
    book.set_properties({"title": title, "comments": "Written by Strategy Studio"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            _fill(book, plan, progress, title)
            book.close()
        except UserWarning as refusal:  # a name of an older plan, longer than it may be today
            raise PlanError(f"Excel does not take this plan: {refusal}. Rename it and export again.") from None


def _fill(book: Any, plan: Plan, progress: Progress, title: str) -> None:
    from .checks import write_checks, write_read_me
    from .last_round import write_last_round
    from .left_over import write_left_over
    from .lists import Lists
    from .names import write_figures, write_parameters
    from .scorecard import write_scorecard
    from .styles import Styles

    styles, formulas, titles = Styles(book), formulas_of(plan), sheet_titles(plan)
    lists = Lists(plan, titles, FIRST_ROW)
    said = _written(plan)
    pages = {name: book.add_worksheet(name) for name in SHEETS[:1]}
    sheets = {name: book.add_worksheet(found) for name, found in titles.items()}
    pages |= {name: book.add_worksheet(name) for name in SHEETS[1:]}
    left_over = plan.left_over_cells()
    if left_over:
        write_left_over(book.add_worksheet(LEFT_OVER), left_over, styles, title)
    shortened = _fill_worksheets(sheets, plan, formulas, styles, lists, progress, title)
    write_scorecard(pages["Balanced scorecard"], plan, styles, title, said)
    write_parameters(book, pages["Parameters"], plan, lists, styles, title)
    write_figures(book, pages["Figures"], plan, formulas, styles, title)
    write_last_round(book, pages["Last round"], plan, styles, title)
    write_checks(pages["Checks"], plan, formulas, shortened, styles, title)
    lists.write(pages["Lists"], styles)
    write_read_me(pages["Read me"], styles, title, said)
    if not progress(_WRITTEN):
        raise Stopped


class Stopped(Exception):
    """The user asked to stop."""


def _fill_worksheets(
    pages: dict[str, Any], plan: Plan, formulas: Formulas, styles: Any, lists: Any,
    progress: Progress, title: str,
) -> list[str]:  # fmt: skip
    """Every worksheet on its page; gives a sentence for each text that a cell does not hold whole."""
    cells = 1 + sum(len(sheet) * (len(sheet.columns) + 1) for sheet in plan.sheets.values())
    done, shortened = 0, []

    def written(rows: int) -> None:
        nonlocal done
        done = min(done + rows, cells)
        if not progress(_WRITTEN * done / cells):
            raise Stopped

    for name, sheet in plan.sheets.items():
        fields = fields_of(plan, sheet, formulas, styles)
        as_values = [column.title for column in sheet.columns if f"{name}[{column.title}]" in formulas.as_values]
        write_worksheet(pages[name], sheet, fields, styles, lists, as_values, title, written)
        shortened += cut_texts(sheet, fields)
    return shortened


def _written(plan: Plan) -> str:
    last = f", after round {plan.rounds[-1].name}" if plan.rounds else ""
    now = datetime.datetime.now().astimezone()
    return f"Written by Strategy Studio on {now:%Y-%m-%d %H:%M}{last}."


def _read_back(plan: Plan, path: Path) -> None:
    """PlanError when the file just written does not hold every sheet with all its rows."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        for name, title in sheet_titles(plan).items():
            page = book[title]
            rows = page.max_row or 0
            if rows < FIRST_ROW + len(plan.sheet(name)):
                raise PlanError(f"The sheet {title} was not written whole. Free some disk space and export again.")
    finally:
        book.close()

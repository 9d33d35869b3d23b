"""LibreOffice as a second calculator: workbooks it recalculates from scratch, and single formulas."""

from __future__ import annotations

import datetime
import math
import os
import signal
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet as Page

from strategy_studio.exchange.excel import sheet_titles
from strategy_studio.exchange.excel.tables import FIRST_ROW
from strategy_studio.formula.check import check
from strategy_studio.formula.errors import FormulaError
from strategy_studio.formula.excel import ROW_ID, to_excel
from strategy_studio.formula.parser import parse
from strategy_studio.formula.scope import Fact, Reference, Type
from strategy_studio.model.plan import Plan

PROGRAM = "soffice"
"""Tests that need it carry `@pytest.mark.needs(PROGRAM)`; where it is missing the summary says how many did not run."""

Cell = float | str | bool | datetime.date | FormulaError | None
Cells = dict[tuple[int, int], Cell]
"""Cells of a sheet by (row, column), both from 0; blanks left out, dates as Excel serials."""

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def convert(paths: Sequence[Path], folder: Path, to: str = "xlsx", seconds: float = 240) -> list[Path]:
    """The files as LibreOffice saves them after calculating every formula anew; `folder` must be the test's own."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    target = folder / "recalculated"
    command = [PROGRAM, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", to]
    said = _run([*command, "--outdir", str(target), *map(str, paths)], seconds)
    results = [target / f"{path.stem}.{to}" for path in paths]
    for path, result in zip(paths, results, strict=True):
        if not result.exists():
            raise RuntimeError(f"LibreOffice made nothing of {path.name}: {said}")
    return results


def _run(command: Sequence[str], seconds: float) -> str:
    """What a program says; one that does not end is ended with all it started, which would hold its output open."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True
    ) as process:
        try:
            return process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired as late:
            raise RuntimeError(f"LibreOffice did not end within {seconds:.0f} s: {' '.join(command)}") from late
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)


def recalculated(path: Path, folder: Path) -> dict[str, Cells]:
    """Every sheet of a workbook after LibreOffice calculated it from scratch."""
    return read_cells(convert([path], folder)[0])


def read_cells(path: Path) -> dict[str, Cells]:
    """The values stored in a workbook, read from its XML so that nothing is converted on the way."""
    with zipfile.ZipFile(path) as archive:
        shared = _shared_texts(archive)
        targets = {
            found.get("Id"): found.get("Target", "")
            for found in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        return {
            sheet.get("name", ""): _sheet_cells(
                archive, "xl/" + targets[sheet.get(_RELATION)].removeprefix("/xl/"), shared
            )
            for sheet in sheets
        }


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _sheet_cells(archive: zipfile.ZipFile, member: str, shared: Sequence[str]) -> Cells:
    cells: Cells = {}
    for cell in ElementTree.fromstring(archive.read(member)).iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if value is not None and value.text is not None:
            cells[_place(cell.get("r", ""))] = _typed(cell.get("t", "n"), value.text, shared)
    return cells


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def _typed(kind: str, text: str, shared: Sequence[str]) -> Cell:
    if kind == "s":
        return shared[int(text)]
    if kind == "b":
        return text == "1"
    if kind == "e":
        return FormulaError(text)
    return text if kind in ("str", "inlineStr") else float(text)


def same(expected: Cell, found: Cell) -> bool:
    """Equal by rules.md 5.9: numbers within 1e-9, texts and errors equal, empty the same as no text."""
    if isinstance(expected, FormulaError) or isinstance(found, FormulaError):
        return expected == found
    if expected in (None, "") or found in (None, ""):
        return (expected in (None, "")) and (found in (None, ""))
    if isinstance(expected, str) or isinstance(found, str):
        return expected == found
    return math.isclose(_number(expected), _number(found), rel_tol=1e-9, abs_tol=1e-9)


def _number(cell: object) -> float:
    if isinstance(cell, datetime.date):
        return float((cell - datetime.date(1899, 12, 30)).days)
    assert isinstance(cell, (bool, int, float))
    return float(cell)  # LibreOffice has no boolean type: TRUE is 1


@dataclass(frozen=True)
class Case:
    """A formula with all it can see: columns of a worksheet *Data*, Names, and both as of the last round.

    A column's formula is calculated in every row, a Figure's (`rowwise` False) once. Facts are read from the cells
    unless `careful`: then everything may be empty or an error.
    """

    formula: str
    columns: Mapping[str, Sequence[Cell]]
    names: Mapping[str, Cell] = field(default_factory=dict)
    prior: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    rowwise: bool = True
    careful: bool = False

    @property
    def rows(self) -> int:
        return max((len(cells) for cells in self.columns.values()), default=0)


class CaseScope:
    """What the formula of a case may name; its worksheet and Names carry a number, so that cases share a workbook."""

    def __init__(self, case: Case, number: int) -> None:
        self.case = case
        self.number = number
        self.rowwise = case.rowwise
        self.worksheet = f"Data_{number}"

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        for title, cells in self.case.columns.items():
            if title.casefold() == column.casefold() and worksheet in ("Data", self.worksheet):
                return Reference(self.worksheet, title), _fact(cells, self.case.careful)
        return None

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        for known, cell in self.case.names.items():
            if name.casefold() in (known.casefold(), f"{known}_{self.number}".casefold()):
                return Reference("", f"{known}_{self.number}"), _fact([cell], self.case.careful)
        return None

    def worksheets(self) -> Iterable[str]:
        return [self.worksheet]

    def columns(self, worksheet: str) -> Iterable[str]:
        return list(self.case.columns)

    def names(self) -> Iterable[str]:
        return list(self.case.names)


def _fact(cells: Iterable[Cell], careful: bool) -> Fact:
    filled = [cell for cell in cells if cell is not None and not isinstance(cell, FormulaError)]
    kinds = {_kind(cell) for cell in filled}
    kind: Type = kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "number"
    cells = list(cells)
    empty = careful or not cells or None in cells
    return Fact(kind, empty, careful or any(isinstance(cell, FormulaError) for cell in cells))


def _kind(cell: Cell) -> Type:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, str):
        return "text"
    return "date" if isinstance(cell, datetime.date) else "number"


def excel_text(case: Case, number: int = 0) -> str:
    """What `to_excel` makes of the formula of a case."""
    scope = CaseScope(case, number)
    return to_excel(check(parse(case.formula), scope), scope)


def calculate(cases: Sequence[Case], folder: Path) -> list[list[Cell]]:
    """What LibreOffice makes of every case, row by row, all in one workbook without a single stored result."""
    path = folder / "cases.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Cases")
    places = []
    row = 0
    for number, case in enumerate(cases):
        places.append(_write_case(book, page, case, number, row))
        row += max(case.rows, *(len(cells) for cells in case.prior.values()), 1) + 2
    book.close()
    found = recalculated(path, folder)["Cases"]
    return [[found.get((row, column)) for row in rows] for rows, column in places]


def _write_case(book: xlsxwriter.Workbook, page: Page, case: Case, number: int, top: int) -> tuple[range, int]:
    result = "=" + excel_text(case, number)
    width = _write_table(page, top, 0, f"Data_{number}", case.columns, case.rows, case.rowwise)
    rows = range(top + 1, top + 1 + case.rows) if case.rowwise else range(top + 1, top + 2)
    for row in rows:
        page.write_formula(row, width, result, None, "")
    at = width + 2
    prior = {title: case.prior.get(title, ()) for title in case.columns}
    at += _write_table(page, top, at, f"Prior_Data_{number}", prior, max(map(len, prior.values()), default=0)) + 1
    for name, cell in case.names.items():
        old = case.prior.get(name, (None,))[0]
        for prefix, value in (("", cell), ("Prior_", old)):
            _write_cell(page, top, at, value)
            reference = xl_rowcol_to_cell(top, at, row_abs=True, col_abs=True)
            book.define_name(f"{prefix}{name}_{number}", f"='Cases'!{reference}")
            at += 1
    return rows, width


def _write_table(
    page: Page, top: int, at: int, name: str, columns: Mapping[str, Sequence[Cell]], rows: int, result: bool = False
) -> int:
    """Write a table with its row ids; gives its width without the column of results."""
    titles = [ROW_ID, *columns, *(["Result of the case"] if result else [])]
    options = {"name": name, "columns": [{"header": title} for title in titles]}
    assert page.add_table(top, at, top + max(rows, 1), at + len(titles) - 1, options) == 0
    for row in range(1, rows + 1):
        page.write_number(top + row, at, row)
    for column, cells in enumerate(columns.values(), at + 1):
        for row, cell in enumerate(cells, top + 1):
            _write_cell(page, row, column, cell)
    return 1 + len(columns)


def _write_cell(page: Page, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, FormulaError):
        page.write_formula(row, column, f"={cell.code}", None, "")
    elif isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif cell is None:
        if row % 2:  # an empty cell is blank, or a formula that gives no text; both must do
            page.write_formula(row, column, '=""', None, "")
    else:
        page.write_number(row, column, _number(cell))


def differences(paths: Sequence[Path], folder: Path) -> list[str]:
    """Every cell of exported workbooks whose stored value is not what LibreOffice calculates from scratch.

    The stored values are the studio's own (`unfaithful` says whether they are), so nothing found means parity.
    """
    found = []
    for path, result in zip(paths, convert(paths, folder), strict=True):
        stored, calculated = read_cells(path), read_cells(result)
        found += [
            f"{path.stem}, {sheet} {xl_rowcol_to_cell(*place)}: {cells.get(place)!r} is stored, "
            f"{calculated[sheet].get(place)!r} calculated"
            for sheet, cells in stored.items()
            for place in sorted(cells.keys() | calculated[sheet].keys())
            if not same(cells.get(place), calculated[sheet].get(place))
        ]
    return found


def unfaithful(plan: Plan, path: Path) -> list[str]:
    """Every cell of the plan's worksheets and every Name that the workbook stores with another value than the plan."""
    book, titles, found = read_cells(path), sheet_titles(plan), []
    for name, sheet in plan.sheets.items():
        cells = book[titles[name]]
        for at, column in enumerate(sheet.columns, 1):
            for row, value in enumerate(sheet.column(column.title), FIRST_ROW):
                if not same(value, cells.get((row, at))):
                    found.append(f"{name}[{column.title}] row {row}: {value!r} is {cells.get((row, at))!r}")
    for page, names in (("Parameters", plan.parameters), ("Figures", plan.figures)):
        for row, name in enumerate(names, 3):
            if not same(plan.value(name), book[page].get((row, 1))):
                found.append(f"{name}: {plan.value(name)!r} is {book[page].get((row, 1))!r}")
    return found

"""LibreOffice as a second calculator: workbooks it recalculates from scratch, and formulas beside their expectations."""

from __future__ import annotations

import datetime
import math
import os
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import xlsxwriter
from xlsxwriter.worksheet import Worksheet as Page

from strategy_studio.formula.check import check
from strategy_studio.formula.errors import FormulaError
from strategy_studio.formula.excel import ROW_ID, to_excel
from strategy_studio.formula.parser import parse
from strategy_studio.formula.scope import Fact, Reference

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


def convert(path: Path, folder: Path, to: str = "xlsx", seconds: float = 240) -> Path:
    """The workbook as LibreOffice saves it after calculating every formula anew; `folder` must be the test's own."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    target = folder / "recalculated"
    command = [PROGRAM, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", to]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*command, "--outdir", str(target), str(path)],
        capture_output=True, timeout=seconds, check=False, text=True, env=environment,
    )  # fmt: skip
    result = target / f"{path.stem}.{to}"
    if not result.exists():
        raise RuntimeError(f"LibreOffice made nothing of {path.name}: {done.stdout} {done.stderr}")
    return result


def recalculated(path: Path, folder: Path) -> dict[str, Cells]:
    """Every sheet of a workbook after LibreOffice calculated it from scratch."""
    return read_cells(convert(path, folder))


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
            sheet.get("name", ""): _sheet_cells(archive, "xl/" + targets[sheet.get(_RELATION)].removeprefix("/xl/"), shared)
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
class Sheet:
    """A table for a test: its columns of cells, and what is known of them.

    Facts left out are read from the cells: their type, and empty or an error where a cell is.
    """

    columns: Mapping[str, Sequence[Cell]]
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def fact(self, column: str) -> Fact:
        return self.facts.get(column) or _fact_of_cells(self.columns[column])


def _fact_of_cells(cells: Iterable[Cell]) -> Fact:
    cells = list(cells)
    kinds = {_kind(cell) for cell in cells if cell not in (None, "") and not isinstance(cell, FormulaError)}
    empty = not cells or any(cell is None or cell == "" for cell in cells)
    kind = kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "number"
    return Fact(kind, empty, any(isinstance(cell, FormulaError) for cell in cells))  # type: ignore[arg-type]


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, str):
        return "text"
    return "date" if isinstance(cell, datetime.date) else "number"


@dataclass(frozen=True)
class Case:
    """One formula in the row `row` of the sheet `home` (None: a Figure), with all it can see.

    `prior` are columns `Sheet[Column]` and Names of the last round. Names and sheets are spelled as formulas do.
    """

    formula: str
    sheets: Mapping[str, Sheet]
    names: Mapping[str, Cell] = field(default_factory=dict)
    home: str = ""
    rowwise: bool = True
    row: int = 0
    prior_sheets: Mapping[str, Sheet] = field(default_factory=dict)
    prior_names: Mapping[str, Cell] = field(default_factory=dict)
    name_facts: Mapping[str, Fact] = field(default_factory=dict)


class CaseScope:
    """What the formula of a case may name; worksheets and Names get a number, so that cases share one workbook."""

    def __init__(self, case: Case, number: int | None = None) -> None:
        self.case = case
        self.suffix = "" if number is None else f"_{number}"
        self.rowwise = case.rowwise

    @property
    def worksheet(self) -> str:
        return self.case.home + self.suffix if self.case.home else ""

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        wanted = worksheet.removesuffix(self.suffix) if self.suffix else worksheet
        for name, sheet in self.case.sheets.items():
            for title in sheet.columns:
                if (name.casefold(), title.casefold()) == (wanted.casefold(), column.casefold()):
                    return Reference(name + self.suffix, title), sheet.fact(title)
        return None

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        for known, cell in self.case.names.items():
            if name.casefold() in (known.casefold(), (known + self.suffix).casefold()):
                return Reference("", known + self.suffix), self.case.name_facts.get(known) or _fact_of_cells([cell])
        return None

    def worksheets(self) -> Iterable[str]:
        return list(self.case.sheets)

    def columns(self, worksheet: str) -> Iterable[str]:
        return list(self.case.sheets[worksheet].columns)

    def names(self) -> Iterable[str]:
        return list(self.case.names)


def excel_text(case: Case, number: int | None = None) -> str:
    """What `to_excel` makes of the formula of a case."""
    scope = CaseScope(case, number)
    return to_excel(check(parse(case.formula), scope), scope)


def calculate(cases: Sequence[Case], folder: Path) -> list[Cell]:
    """What LibreOffice makes of every case, all in one workbook without a single stored result."""
    path = folder / "cases.xlsx"
    book = xlsxwriter.Workbook(str(path))
    parameters = book.add_worksheet("Parameters")
    parameters.add_table(0, 0, 1, 1, {"name": "Parameters", "columns": [{"header": "Name"}, {"header": "Value"}]})
    results = [_write_case(book, case, number) for number, case in enumerate(cases)]
    book.close()
    sheets = recalculated(path, folder)
    return [sheets[sheet].get(place) for sheet, place in results]


def _write_case(book: xlsxwriter.Workbook, case: Case, number: int) -> tuple[str, tuple[int, int]]:
    name = f"Case {number}"
    page = book.add_worksheet(name)
    result = ("Result", case.row, "=" + excel_text(case, number))
    at = 0
    if not (case.home and case.rowwise):
        page.write_formula(0, 0, result[2], None, "")
        at = 2
    place = (0, 0)
    for prefix, sheets in (("", case.sheets), ("Prior_", case.prior_sheets)):
        for title, sheet in sheets.items():
            home = not prefix and case.rowwise and title == case.home
            width = _write_table(page, at, f"{prefix}{title}_{number}", sheet, result if home else None)
            place = (1 + case.row, at + width - 1) if home else place
            at += width + 1
    for prefix, names in (("", case.names), ("Prior_", case.prior_names)):
        for known, cell in names.items():
            _write_cell(page, 0, at, cell)
            book.define_name(f"{prefix}{known}_{number}", f"='{name}'!{xlsxwriter.utility.xl_rowcol_to_cell(0, at, True, True)}")
            at += 1
    return name, place


def _write_table(page: Page, at: int, name: str, sheet: Sheet, result: tuple[str, int, str] | None) -> int:
    rows = max((len(cells) for cells in sheet.columns.values()), default=0)
    titles = [ROW_ID, *sheet.columns, *([result[0]] if result else [])]
    columns = [{"header": title} for title in titles]
    assert page.add_table(0, at, max(rows, 1), at + len(titles) - 1, {"name": name, "columns": columns}) == 0
    for row in range(rows):
        page.write_number(row + 1, at, row + 1)
    for index, cells in enumerate(sheet.columns.values(), at + 1):
        for row, cell in enumerate(cells, 1):
            _write_cell(page, row, index, cell)
    if result:
        page.write_formula(result[1] + 1, at + len(titles) - 1, result[2], None, "")
    return len(titles)


def _write_cell(page: Page, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, FormulaError):
        page.write_formula(row, column, f"={cell.code}", None, "")
    elif isinstance(cell, str) and not cell:
        page.write_formula(row, column, '=""', None, "")
    elif isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    else:
        page.write_number(row, column, _number(cell))

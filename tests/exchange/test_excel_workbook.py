"""What an exported workbook holds: real tables, live formulas, workbook names, lists, and nothing that is not so."""

from __future__ import annotations

import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.exchange.excel import SHEETS, export_excel, sheet_titles
from strategy_studio.exchange.excel.tables import FIRST_ROW
from tests import worked_examples
from tests.libreoffice import read_cells


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPlan]:
    """The worked examples, their round closed, and a worksheet of one's own with hostile texts and odd titles."""
    with studio.create(tmp_path_factory.mktemp("plan") / "small.strategy") as plan:
        worked_examples.build(plan)
        plan.close_round("2027")
        columns = [("Item", "Text"), ("Price", "Money"), ("Net (%)", "Percent"), ("Twice", "Money", "[@Price]*2")]
        plan.add_worksheet("Own model", process="Value creation", columns=columns)
        own = plan.worksheet("Own model")
        own.insert_many([{"Item": text} for text in HOSTILE])
        yield plan


HOSTILE = ["=1+1", "+2", "-3", "@SUM(1)", "#N/A", "TRUE", "1e3", "_x0041_", "'quoted", "𝔘nicode €", "x" * 32_767]


@pytest.fixture(scope="module")
def path(plan: OpenPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    export_excel(plan.plan, path, title="Small plan")
    return path


def load(path: Path, **options: bool) -> Any:
    """The workbook as openpyxl reads it; what it cannot read (data bars) it says in warnings."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported", module="openpyxl")
        return openpyxl.load_workbook(path, **options)


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return load(path)


def test_every_worksheet_is_a_table_with_its_columns_and_hidden_row_ids(plan: OpenPlan, book: Any) -> None:
    for name, title in sheet_titles(plan.plan).items():
        sheet, page = plan.plan.sheet(name), book[title]
        table = page.tables[name]
        assert [column.name for column in table.tableColumns] == ["Row id", *(column.title for column in sheet.columns)]
        assert page.column_dimensions["A"].hidden
        ids = [page.cell(FIRST_ROW + 1 + at, 1).value for at in range(len(sheet))]
        assert ids == sheet.ids
        assert table.ref.endswith(str(FIRST_ROW + max(len(sheet), 1)))


def test_every_computed_cell_holds_its_columns_formula(plan: OpenPlan, book: Any) -> None:
    for name, title in sheet_titles(plan.plan).items():
        sheet, page = plan.plan.sheet(name), book[title]
        for at, column in enumerate(sheet.columns, 1):
            declared = page.tables[name].tableColumns[at].calculatedColumnFormula
            assert (declared is not None) == bool(column.formula)
            cells = [page.cell(FIRST_ROW + 1 + row, at + 1).value for row in range(max(len(sheet), 1))]
            if column.formula and len(sheet):
                assert set(cells) == {"=" + declared.attr_text}
            elif not len(sheet):
                assert cells == [None]
            else:
                assert not any(isinstance(cell, str) and cell.startswith("=") for cell in cells if name != "Own_model")


def test_texts_stay_texts_whatever_they_look_like(plan: OpenPlan, path: Path, book: Any) -> None:
    page = book["Own model"]
    cells = read_cells(path)["Own model"]
    for at, text in enumerate(HOSTILE):
        assert page.cell(FIRST_ROW + 1 + at, 2).data_type == "s"
        assert str(cells[FIRST_ROW + at, 1]).replace("_x005F_", "_") == text


def test_names_point_at_their_cells(plan: OpenPlan, path: Path, book: Any) -> None:
    cells = read_cells(path)
    for name in (*plan.plan.parameters, *plan.plan.figures):
        sheet, cell = book.defined_names[name].attr_text.replace("'", "").replace("$", "").split("!")
        assert cells[sheet][int(cell[1:]) - 1, 0] == name
    assert {"Prior_Scorecard_total", "Prior_Information_coverage"} <= set(book.defined_names)


def test_the_last_round_is_kept_as_values(plan: OpenPlan, book: Any) -> None:
    page = book["Last round"]
    assert not any(
        isinstance(cell.value, str) and cell.value.startswith("=") for row in page.iter_rows() for cell in row
    )
    scores = page.tables["Prior_Objective_scores"]
    rows = [[cell.value for cell in row] for row in page[scores.ref]]
    assert rows[0] == ["Row id", "Objective", "Performance", "Off target rounds"]
    assert rows[1][1] == "Grow shop value"
    assert rows[1][2] == pytest.approx(0.738113, rel=1e-5)


def test_the_scorecard_shows_perspectives_objectives_and_measures(path: Path, book: Any) -> None:
    page = load(path, data_only=True)["Balanced scorecard"]
    lines = {row[1]: row for row in page.iter_rows(min_row=8, values_only=True) if row[1]}
    assert list(lines)[:3] == ["Financial", "Grow shop value", "Shop revenue"]
    header = [cell.value for cell in page[7]]
    shown = dict(zip(header, lines["Cost per visit"], strict=False))
    assert (shown["Actual"], shown["Target"], shown["Status"], shown["Trend"]) == (38, 30, "Off target", "Improving")
    assert lines["Learning and growth"][header.index("Status")] == "No data"
    tiles = {page.cell(4, at + 1).value: page.cell(5, at + 1).value for at in (1, 2, 5, 7)}
    assert tiles["Scorecard status"] == "Off target" and None not in tiles.values() and "" not in tiles.values()
    formula = book["Balanced scorecard"].cell(10, header.index("Actual") + 1).value
    assert "KPIs[Actual]" in formula


def test_inputs_carry_the_validation_of_their_kind(book: Any) -> None:
    rules = {str(rule.sqref): rule for rule in book["KPIs"].data_validations.dataValidation}
    objective = next(rule for area, rule in rules.items() if area.startswith("C5"))
    assert objective.type == "list"
    assert "Strategy objectives" in objective.formula1
    kinds = {rule.type for rule in rules.values()}
    assert {"list", "decimal", "whole"} <= kinds


def test_checks_compare_every_figure(plan: OpenPlan, path: Path, book: Any) -> None:
    page = load(path, data_only=True)["Checks"]
    rows = [[cell.value for cell in row] for row in page[book["Checks"].tables["Checks"].ref]]
    assert [row[0] for row in rows[1:]] == list(plan.plan.figures)
    assert {row[3] for row in rows[1:]} == {"Agrees"}


def test_titles_are_what_excel_takes(plan: OpenPlan, book: Any) -> None:
    titles = book.sheetnames
    assert set(SHEETS) <= set(titles)
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(len(title) <= 31 and not re.search(r"[\[\]:*?/\\]", title) for title in titles)


def test_no_formula_passes_excels_length_or_uses_screen_notation(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/sheet"):
                for formula in re.findall(r"<f>(.*?)</f>", archive.read(member).decode()):
                    assert len(formula) < 12_000
                    assert "[@" not in formula


def test_a_stopped_export_leaves_what_was_there(plan: OpenPlan, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"what was there")
    told: list[float] = []

    def stop(fraction: float) -> bool:
        told.append(fraction)
        return len(told) < 5

    export_excel(plan.plan, path, stop)
    assert path.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [path] or {found.name for found in tmp_path.iterdir()} == {
        "old.xlsx",
        "user-data",
    }
    assert told == sorted(told)
    assert len(told) == 5


def test_a_folder_that_is_not_there_is_refused_with_a_sentence(plan: OpenPlan, tmp_path: Path) -> None:
    with pytest.raises(studio.PlanError, match=r"There is no folder .*nowhere"):
        export_excel(plan.plan, tmp_path / "nowhere" / "plan.xlsx")


def test_progress_ends_at_one(plan: OpenPlan, tmp_path: Path) -> None:
    told: list[float] = []
    export_excel(plan.plan, tmp_path / "plan.xlsx", lambda fraction: told.append(fraction) or True)  # type: ignore[func-returns-value]
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_a_formula_too_long_for_excel_is_split_into_hidden_columns(tmp_path: Path) -> None:
    with studio.create(tmp_path / "long.strategy") as plan:
        plan.add_worksheet("Long model", process="Value creation", columns=[("Item", "Text"), ("Price", "Money")])
        total = "+".join(f"IF([@Price]>{n},[@Price]/{n + 1},[@Price]^{n % 5})" for n in range(150))
        sheet = plan.worksheet("Long model")
        sheet.add_column("Total", "Number", total)
        sheet.insert({"Item": "a", "Price": 3})
        export_excel(plan.plan, tmp_path / "long.xlsx")
    page = load(tmp_path / "long.xlsx")["Long model"]
    titles = [column.name for column in page.tables["Long_model"].tableColumns]
    assert titles[:4] == ["Row id", "Item", "Price", "Total"]
    assert titles[4:] == [f"Total part {number}" for number in range(1, len(titles) - 3)]
    assert len(titles) > 4
    assert page.column_dimensions["E"].hidden


def test_titles_that_look_like_cells_make_legal_tables(tmp_path: Path) -> None:
    with studio.create(tmp_path / "cells.strategy") as plan:
        for title in ("Q1", "FY27", "R1C1"):
            plan.add_worksheet(title, process="Value creation", columns=[("Item", "Text"), ("Price", "Money")])
        plan.add_figure("Price_sum", "SUM(Q1[Price])", kind="Money")
        export_excel(plan.plan, tmp_path / "cells.xlsx")
    book = load(tmp_path / "cells.xlsx")
    assert list(book["Q1"].tables) == ["_Q1"]
    assert "=SUM(_Q1[Price])" in {cell.value for row in book["Figures"].iter_rows() for cell in row}


def test_table_and_workbook_names_are_never_the_same(tmp_path: Path) -> None:
    """Excel keeps tables and Names in one list without case; what the export makes up no user can choose."""
    with studio.create(tmp_path / "names.strategy") as plan:
        for title in ("Q1", "Q1 table", "True", "r1c1"):
            sheet = plan.add_worksheet(title, process="Value creation", columns=[("Item", "Text"), ("Price", "Money")])
            sheet.insert({"Item": "a", "Price": 3})
        plan.add_figure("R1C1_table", "SUM(Q1[Price])+SUM(True[Price])")
        long = "+".join(f"IF(Tax_rate>{n},{n}/Cost_of_capital,{n}^Tax_rate)" for n in range(140))
        plan.add_figure("Long_total", long)
        plan.add_figure("Long_total_part_1", "1")
        export_excel(plan.plan, tmp_path / "names.xlsx")
    book = load(tmp_path / "names.xlsx")
    names = [*book.defined_names, *(table for page in book for table in page.tables)]
    assert len({name.casefold() for name in names}) == len(names)
    assert {"_Q1", "_True", "_r1c1", "Q1_table", "_Long_total_part_1"} <= set(names)


def test_the_longest_names_still_make_a_workbook(tmp_path: Path) -> None:
    long = "+".join(f"IF(Tax_rate>{n},{n}/Cost_of_capital,{n}^Tax_rate)" for n in range(140))
    with studio.create(tmp_path / "long.strategy") as plan:
        plan.add_worksheet("𝔘" * 31, process="Value creation", columns=[("X" * 240, "Number"), ("Y", "Number", long)])
        plan.add_figure("X_" + "y" * 238, long)
        for name in ("X_" + "y" * 239, "X_" + "𝔘" * 120):
            with pytest.raises(studio.PlanError, match="cannot be a Name"):
                plan.add_figure(name, "1")
        with pytest.raises(studio.PlanError, match="cannot be a column's title"):
            plan.worksheet("Segments").add_column("X" * 241)
        with pytest.raises(studio.PlanError, match="Choose another title"):
            plan.worksheet("Segments").add_column("Total PART 1")
        export_excel(plan.plan, tmp_path / "long.xlsx")
    book = load(tmp_path / "long.xlsx")
    assert all(len(name) <= 255 for name in book.defined_names)
    assert all(len(title.encode("utf-16-le")) <= 62 for title in book.sheetnames)


def test_what_a_cell_cannot_hold_is_cut_and_said(tmp_path: Path) -> None:
    """Signs outside the basic plane count twice in Excel; the largest float has more digits than are written."""
    largest = sys.float_info.max
    with studio.create(tmp_path / "limits.strategy") as plan:
        columns = [
            ("Item", "Text"),
            ("Price", "Money"),
            ("Again", "Text", '[@Item]&""'),
            ("Same", "Money", "[@Price]*1"),
        ]
        own = plan.add_worksheet("Own model", process="Value creation", columns=columns)
        own.insert_many([{"Item": "😀" * 20_000, "Price": largest}, {"Item": "x" * 32_767, "Price": -largest}])
        export_excel(plan.plan, tmp_path / "limits.xlsx")
    cells = read_cells(tmp_path / "limits.xlsx")
    own_cells = cells["Own model"]
    for column in (1, 3):
        assert own_cells[FIRST_ROW, column] == "😀" * 16_383
        assert own_cells[FIRST_ROW + 1, column] == "x" * 32_767
    for column in (2, 4):
        assert own_cells[FIRST_ROW, column] == pytest.approx(largest, rel=1e-9)
        assert own_cells[FIRST_ROW + 1, column] == pytest.approx(-largest, rel=1e-9)
    said = [cell for cell in cells["Checks"].values() if isinstance(cell, str) and "32,767" in cell]
    assert said == [
        f"Own model: {title} in row 1 ends after 32,767 characters, as Excel takes no more."
        for title in ("Item", "Again")
    ]


def test_amounts_find_room_in_their_columns(tmp_path: Path) -> None:
    """A number wider than its column is shown as ###."""
    with studio.create(tmp_path / "wide.strategy") as plan:
        columns = [("Price", "Money"), ("Share", "Percent"), ("Twice", "Money", "[@Price]*2")]
        own = plan.add_worksheet("Own model", process="Value creation", columns=columns)
        own.insert_many([{"Price": 1}] * 300 + [{"Price": -12_345_678_901.5, "Share": 0.5}])
        export_excel(plan.plan, tmp_path / "wide.xlsx")
    page = load(tmp_path / "wide.xlsx")["Own model"]
    for letter in ("B", "D"):
        assert page.column_dimensions[letter].width >= len("-24,691,357,803.00")
    assert page.column_dimensions["C"].width < 13

"""A plan as a CSV folder, and its inputs back: matched by row id, else by key, as one change."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.exchange.csv_folder import export_csv, import_csv, preview_csv, read_csv_folder
from strategy_studio.exchange.csv_text import cell_text, plain_text
from tests.model.walks import state_of

pytest_plugins = ("tests.plans",)


@pytest.fixture
def plan(tmp_path: Path, example_file: Path) -> Iterator[OpenPlan]:
    with studio.open(copyfile(example_file, tmp_path / "small.strategy")) as plan:
        yield plan


@pytest.fixture
def small(tmp_path: Path) -> Iterator[OpenPlan]:
    with studio.create(tmp_path / "own.strategy") as plan:
        segments = plan.worksheet("Segments")
        segments.insert_many([{"Segment": "Homes", "Customers": 10}, {"Segment": "Shops", "Customers": 20}])
        yield plan


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_one_file_per_worksheet_with_bom_row_ids_and_titles(plan: OpenPlan, tmp_path: Path) -> None:
    folder = tmp_path / "plan.csv"
    export_csv(plan.plan, folder)
    assert {path.stem for path in folder.iterdir()} == {*plan.plan.sheets, "Parameters"}
    assert (folder / "Segments.csv").read_bytes().startswith(b"\xef\xbb\xbfRow id,Segment,")
    rows = read(folder / "Segments.csv")
    assert [int(row["Row id"]) for row in rows] == plan.plan.sheet("Segments").ids
    assert float(rows[0]["Customer share"]) == plan.worksheet("Segments").column("Customer share")[0]
    parameters = {row["Name"]: row["Value"] for row in read(folder / "Parameters.csv")}
    assert parameters["Discount_rate"] == "0.1"
    assert parameters["Period_start"] == "2027-01-01"


def test_what_was_written_changes_nothing_when_it_comes_back(plan: OpenPlan, tmp_path: Path) -> None:
    export_csv(plan.plan, tmp_path / "plan.csv")
    before = state_of(plan.plan)
    assert preview_csv(plan.session, tmp_path / "plan.csv") == []
    import_csv(plan.session, tmp_path / "plan.csv")
    assert state_of(plan.plan) == before


def test_an_empty_plan_gets_all_inputs_of_another(plan: OpenPlan, tmp_path: Path) -> None:
    folder = tmp_path / "plan.csv"
    export_csv(plan.plan, folder)
    for path in folder.iterdir():  # another plan: rows are found by key
        rows = read(path)
        with path.open("w", encoding="utf-8", newline="") as lines:
            titles = [title for title in (rows[0] if rows else []) if title != "Row id"]
            writer = csv.DictWriter(lines, titles, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        if not rows:
            path.unlink()
    with studio.create(tmp_path / "other.strategy") as other:
        for name, sheet in other.plan.sheets.items():
            if sheet.declaration.rows.starters:
                other.worksheet(name).remove(*sheet.ids)
        import_csv(other.session, folder)
        for name in ("Segment_CLV", "KPIs", "Scorecard", "Objective_scores"):
            for column in plan.plan.sheet(name).columns:
                assert other.worksheet(name).column(column.title) == plan.worksheet(name).column(column.title)
        assert other.value("Scorecard_total") == plan.value("Scorecard_total")


def test_an_import_is_one_change_and_one_undo(small: OpenPlan, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "Segments", "Segment,Customers\nhomes,11\nFarms,5\n")
    before = state_of(small.plan)
    assert preview_csv(small.session, folder) == [
        "Segments: Customers of Homes: 10 becomes 11.",
        "Segments: new row Farms.",
    ]
    assert state_of(small.plan) == before
    import_csv(small.session, folder)
    assert small.worksheet("Segments").column("Customers") == [11, 20, 5]
    small.undo()
    assert state_of(small.plan) == before


def test_rows_are_found_by_id_before_key(small: OpenPlan, tmp_path: Path) -> None:
    row = small.worksheet("Segments").rows()[1]
    write(tmp_path / "in", "Segments", f"Row id;Segment;Customers\n{row};Stores;7\n")
    import_csv(small.session, tmp_path / "in")
    assert small.worksheet("Segments").column("Segment") == ["Homes", "Stores"]
    assert small.worksheet("Segments").value(row, "Customers") == 7


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("Nowhere", "A\n1\n", "no worksheet Nowhere"),
        ("Segments", "Segment,Custmers\nHomes,1\n", "has no column Custmers"),
        ("Segments", "Segment,Customers\nHomes,many\n", "needs a"),
        ("Segments", "Segment,Segment\nHomes,x\n", "two columns Segment"),
        ("Segments", 'Segment,Customers\n"Homes,1\n', "quotation marks"),
        ("Segments", "Segment,Customers\nHomes,1,2\n", "line 2"),
        ("Scorecard", "Perspective,Weight\nWeather,1\n", "none of them"),
        ("Parameters", "Name,Value\nScorecard_total,1\n", "is computed"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    small: OpenPlan, tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    write(tmp_path / "in", "Channels", "Channel\nPost\n")
    write(tmp_path / "in", name, text)
    before = state_of(small.plan)
    with pytest.raises(studio.PlanError, match=sentence):
        import_csv(small.session, tmp_path / "in")
    assert state_of(small.plan) == before


def test_a_foreign_file_is_refused_with_the_format_there_is(small: OpenPlan, tmp_path: Path) -> None:
    (tmp_path / "theirs.xlsx").write_bytes(b"PK")
    with pytest.raises(studio.PlanError, match=r"theirs\.xlsx cannot be taken in\. .*\.csv"):
        import_csv(small.session, tmp_path / "theirs.xlsx")


def test_other_encodings_are_named(small: OpenPlan, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Segments.csv").write_bytes("Segment\nCafé\n".encode("cp1252"))
    with pytest.raises(studio.PlanError, match="not UTF-8"):
        read_csv_folder(tmp_path / "in")


def test_parameters_come_back(small: OpenPlan, tmp_path: Path) -> None:
    write(tmp_path / "in", "Parameters", "Name,Value\nDiscount_rate,0.2\nPeriod_start,2028-01-01\nTax_rate,0.25\n")
    assert len(preview_csv(small.session, tmp_path / "in")) == 2
    import_csv(small.session, tmp_path / "in")
    assert small.value("Discount_rate") == 0.2


@given(st.text())
def test_texts_led_by_an_apostrophe_come_back_as_they_were(text: str) -> None:
    written = cell_text(text)
    assert plain_text(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))

"""A plan as a CSV folder, and its inputs back: matched by row id, else by key, as one change."""

from __future__ import annotations

import cProfile
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


@pytest.mark.parametrize(
    ("cells", "price", "share"),
    [
        ("12,5;0,82", 12.5, 0.82),
        ("1.234,50;82 %", 1234.5, 0.82),
        ("1,234;0,5", 1.234, 0.5),
        ("1.234;0,5", 1234.0, 0.5),
        ("1234.5;0.82", 1234.5, 0.82),
        ("1,234.5;0.82", 1234.5, 0.82),
        ("1,234;0.82", 1234.0, 0.82),
        ("12;", 12.0, None),
    ],
)
def test_a_file_with_semicolons_may_have_decimal_commas(
    small: OpenPlan, tmp_path: Path, cells: str, price: float, share: float | None
) -> None:
    """As LibreOffice and Excel save CSV where people write 0,82; the text beside them stays as it is."""
    own = small.add_worksheet(
        "Own model", "Value creation", [("Item", "Text"), ("Price", "Money"), ("Share", "Percent")]
    )
    write(tmp_path / "in", "Own model", f"\ufeffItem;Price;Share\r\n1,5 litres.;{cells}\r\n")
    import_csv(small.session, tmp_path / "in")
    assert [own.column(title) for title in own.columns] == [["1,5 litres."], [price], [share]]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("1,234;1", "Own model, line 2: 1,234 can be read in two ways"),
        ("12,5;0.5", "Own model has decimal commas and decimal points"),
    ],
)
def test_numbers_that_could_be_two_are_refused(small: OpenPlan, tmp_path: Path, cells: str, sentence: str) -> None:
    small.add_worksheet("Own model", "Value creation", [("Item", "Text"), ("Price", "Money"), ("Share", "Percent")])
    write(tmp_path / "in", "Own model", f"Item;Price;Share\r\na;{cells}\r\n")
    with pytest.raises(studio.PlanError, match=sentence):
        import_csv(small.session, tmp_path / "in")
    assert small.worksheet("Own model").rows() == []


def test_parameters_and_scenarios_may_have_decimal_commas_too(small: OpenPlan, tmp_path: Path) -> None:
    write(tmp_path / "in", "Parameters", "Name;Value\r\nDiscount_rate;0,2\r\nPlan_currency;a,b\r\n")
    write(
        tmp_path / "in",
        "Scenario cells",
        "Scenario;Worksheet;Row;Column;Value\r\nDownturn;;;Tax_rate;0,31\r\nDownturn;Segments;Homes;Customers;7,0\r\n",
    )
    import_csv(small.session, tmp_path / "in")
    assert (small.value("Discount_rate"), small.value("Plan_currency")) == (0.2, "a,b")
    downturn = small.scenario("Downturn")
    assert downturn.value("Tax_rate") == 0.31
    assert downturn.worksheet("Segments").column("Customers") == [7, 20]


def test_a_cell_of_a_new_row_that_is_refused_is_named_with_file_and_line(small: OpenPlan, tmp_path: Path) -> None:
    write(tmp_path / "in", "Segments", "Segment,Customers\nFarms,5\nShips,many\n")
    with pytest.raises(studio.PlanError, match="Segments, line 3: Customers needs a"):
        import_csv(small.session, tmp_path / "in")


def test_scenario_cells_of_rows_without_keys_find_the_rows_they_came_with(tmp_path: Path) -> None:
    columns = [("Item", "Text"), ("Price", "Money")]
    rows = [{"Item": "a", "Price": 1}, {"Item": "a", "Price": 2}]
    with studio.create(tmp_path / "one.strategy") as one:
        own = one.add_worksheet("Own model", "Value creation", columns)
        second = own.insert_many(rows)[1]
        one.scenario("Downturn").worksheet("Own model").set(second, "Price", 9)
        folder = one.export(tmp_path / "plan.csv")
    with studio.create(tmp_path / "other.strategy") as other:
        own = other.add_worksheet("Own model", "Value creation", columns)
        other.worksheet("Segments").insert_many([{}] * 5)  # so that the ids mean no row of this worksheet
        own.insert_many([{"Item": "older", "Price": 5}] * 3)
        for name in folder.iterdir():
            if name.stem not in ("Own_model", "Scenario cells"):
                name.unlink()
        other.import_csv(folder)
        changed = other.scenario("Downturn").worksheet("Own model").column("Price")
        assert changed == [5, 5, 5, 1, 9]


def test_reading_differences_costs_the_same_for_every_row(tmp_path: Path) -> None:
    """Ten times the rows, ten times the calls: what a row is called is not worked out for each cell anew."""
    calls = []
    for count in (100, 1000):
        with studio.create(tmp_path / f"{count}.strategy") as plan:
            columns = [("Item", "Text"), ("Price", "Money")]
            own = plan.add_worksheet("Own model", "Value creation", columns, key="Item")
            own.insert_many([{"Item": f"row {at}", "Price": at} for at in range(count)])
            write(tmp_path / f"{count}", "Own model", "Item,Price\n" + "".join(f"row {at},7\n" for at in range(count)))
            profile = cProfile.Profile()
            profile.runcall(preview_csv, plan.session, tmp_path / f"{count}")
            calls.append(sum(found.callcount for found in profile.getstats()))
    assert calls[1] < 14 * calls[0]

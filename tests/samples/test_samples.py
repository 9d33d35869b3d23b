"""The sample plans: their text fits the declarations, their numbers fit each other, what they compute makes sense."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import strategy_studio as studio
from strategy_studio.formula.values import FIRST_ERROR
from strategy_studio.model import kinds
from strategy_studio.model.columns import Column
from strategy_studio.model.worksheet import Worksheet
from strategy_studio.processes import PARAMETERS, PROCESSES
from strategy_studio.resources import resource

SAMPLES = ("fenmoor", "teaching")
SHEETS: dict[str, Worksheet] = {sheet.name: sheet for process in PROCESSES for sheet in process.worksheets}
Row = dict[str, str]
Table = dict[tuple[str, ...], Row]


@cache
def described(sample: str) -> dict[str, Any]:
    return tomllib.loads((resource("samples") / sample / "plan.toml").read_text(encoding="utf-8"))


def files(sample: str) -> list[Path]:
    """Every CSV file of a worksheet, rounds in order."""
    return [path for round_ in described(sample)["rounds"] for path in files_of(sample, round_["folder"])]


def files_of(sample: str, folder: str) -> list[Path]:
    """The CSV files of the worksheets of one round."""
    found = (resource("samples") / sample / folder).glob("*.csv")
    return sorted(path for path in found if path.stem != "Scenario cells")


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def inputs(sheet: Worksheet) -> dict[str, Column]:
    return {column.title: column for column in sheet.columns if not column.formula}


def key_of(sheet: Worksheet, row: Row) -> tuple[str, ...]:
    return tuple(row[column.title].casefold() for column in sheet.keys)


def merged(sample: str) -> Iterator[dict[str, Table]]:
    """The rows of every worksheet at the end of each round, as the files say; rows without a key are numbered."""
    tables: dict[str, Table] = defaultdict(dict)
    for round_ in described(sample)["rounds"]:
        for path in files_of(sample, round_["folder"]):
            sheet = SHEETS[path.stem]
            table = tables[sheet.name]
            for row in rows_of(path):
                key = key_of(sheet, row) if sheet.keys else (str(len(table)),)
                if row.pop("Remove", "") == "TRUE":
                    del table[key]
                else:
                    table.setdefault(key, {}).update(row)
        yield {name: {key: dict(row) for key, row in table.items()} for name, table in tables.items()}


@cache
def final(sample: str) -> dict[str, Table]:
    return list(merged(sample))[-1]


def share(text: str) -> float:
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)


@pytest.mark.parametrize("sample", SAMPLES)
def test_plan_toml_says_what_a_plan_needs(sample: str) -> None:
    told = described(sample)
    assert told["title"]
    assert told["organisation"]
    assert len(told["description"]) > 80
    assert told["sources"]
    kinds_of = {parameter.name: parameter.kind for parameter in PARAMETERS}
    starts: list[date] = []
    for round_ in told["rounds"]:
        for name, value in round_["parameters"].items():
            kinds.read(kinds_of[name], value, name)
        starts.append(round_["parameters"]["Period_start"])
        assert starts[-1] < round_["parameters"]["Review_date"]
    assert starts == sorted(set(starts))
    folders = {path.name for path in (resource("samples") / sample).iterdir() if path.is_dir()}
    assert folders == {round_["folder"] for round_ in told["rounds"]}


@pytest.mark.parametrize("sample", SAMPLES)
def test_headers_are_input_columns_and_every_key(sample: str) -> None:
    for path in files(sample):
        sheet = SHEETS[path.stem]
        with path.open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines))
        assert len(header) == len(set(header)), path
        assert set(header) <= {*inputs(sheet), "Remove"}, path
        assert {column.title for column in sheet.keys} <= set(header), path


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_cell_is_read_by_the_kind_of_its_column(sample: str) -> None:
    for path in files(sample):
        columns = inputs(SHEETS[path.stem])
        for row in rows_of(path):
            assert None not in row, (path, row)
            removed = row.pop("Remove", "")
            assert removed in ("", "TRUE", "FALSE"), (path, row)
            for title, text in row.items():
                check_cell(columns[title], text, f"{path.parent.name}, {path.stem}, {title}")


def check_cell(column: Column, text: str, where: str) -> None:
    assert text == text.strip(), where
    if column.kind.name == "Choice":
        assert text in ("", *column.kind.choices), (where, text)
    elif column.kind.name != "Reference":
        kinds.read(column.kind, text, where)


@pytest.mark.parametrize("sample", SAMPLES)
def test_keys_stand_once_in_a_file(sample: str) -> None:
    for path in files(sample):
        sheet = SHEETS[path.stem]
        if sheet.keys:
            counted = Counter(key_of(sheet, row) for row in rows_of(path))
            assert max(counted.values()) == 1, (path, counted.most_common(1))


@pytest.mark.parametrize("sample", SAMPLES)
def test_references_name_rows_that_are_there_in_every_round(sample: str) -> None:
    for tables in merged(sample):
        for name, table in tables.items():
            for title, column in inputs(SHEETS[name]).items():
                if column.kind.name != "Reference":
                    continue
                target, key = column.kind.target.rstrip("]").split("[")
                there = {row[key].casefold() for row in tables.get(target, {}).values() if key in row}
                there |= {fixed.casefold() for fixed in SHEETS[target].rows.keys}
                named = {row[title].casefold() for row in table.values() if row.get(title)}
                assert named <= there, (name, title, named - there)


@pytest.mark.parametrize("sample", SAMPLES)
def test_fixed_and_generated_rows_are_those_of_the_worksheet(sample: str) -> None:
    for tables in merged(sample):
        for name, table in tables.items():
            rows = SHEETS[name].rows
            if rows.mode == "fixed":
                assert {key[0] for key in table} <= {key.casefold() for key in rows.keys}, name
            if rows.mode == "generated":
                for place, source in enumerate(rows.sources):
                    target, title = source.rstrip("]").split("[")
                    assert {key[place] for key in table} <= {r[title].casefold() for r in tables[target].values()}, name


def test_fenmoor_fills_every_worksheet_of_the_five_processes_and_the_groups() -> None:
    filled = final("fenmoor")
    typed = [sheet for sheet in SHEETS.values() if any(not column.key for column in inputs(sheet).values())]
    assert {sheet.name for sheet in typed} - set(filled) == set()
    for sheet in typed:
        values = [value for row in filled[sheet.name].values() for title, value in row.items() if value]
        assert values, sheet.name


def test_fenmoor_fills_generated_worksheets_completely() -> None:
    filled = final("fenmoor")
    for sheet in SHEETS.values():
        if sheet.rows.mode == "generated" and sheet.name in filled:
            expected = 1
            for source in sheet.rows.sources:
                expected *= len(filled[source.split("[")[0]])
            assert len(filled[sheet.name]) == expected, sheet.name


@pytest.mark.parametrize("sample", SAMPLES)
def test_fixed_worksheets_that_are_used_have_every_row(sample: str) -> None:
    for name, table in final(sample).items():
        rows = SHEETS[name].rows
        if rows.mode == "fixed" and not (sample == "teaching" and name == "Process_coverage"):
            assert len(table) == len(rows.keys), name


@pytest.mark.parametrize(
    ("worksheet", "column", "by"),
    [
        ("Channel_mix", "Share now", "Segment"),
        ("Channel_mix", "Share target", "Segment"),
        ("Channel_activities", "Effort share", "Channel"),
        ("Satisfaction_survey", "Weight", ""),
    ],
)
@pytest.mark.parametrize("sample", SAMPLES)
def test_shares_add_up_to_one_in_every_round(sample: str, worksheet: str, column: str, by: str) -> None:
    for tables in merged(sample):
        sums: dict[str, float] = defaultdict(float)
        for row in tables[worksheet].values():
            sums[row.get(by, "")] += share(row[column])
        assert sums
        assert all(total == pytest.approx(1) for total in sums.values()), sums


@pytest.mark.parametrize("sample", SAMPLES)
def test_segment_scores_keep_to_the_scale(sample: str) -> None:
    scale = {parameter.name: parameter.default for parameter in PARAMETERS if parameter.name.startswith("Scale_")}
    low, high = scale["Scale_low"], scale["Scale_high"]
    assert isinstance(low, float | int)
    assert isinstance(high, float | int)
    for tables in merged(sample):
        assert all(low <= float(row["Score"]) <= high for row in tables["Segment_scores"].values())


@pytest.mark.parametrize("sample", SAMPLES)
def test_revenue_hangs_together(sample: str) -> None:
    for tables in merged(sample):
        per_customer = {r["Segment"]: float(r["Revenue per customer"]) for r in tables["Segment_CLV"].values()}
        by_channel: dict[str, float] = defaultdict(float)
        for row in tables["Channel_mix"].values():
            by_channel[row["Segment"]] += float(row["Revenue"])
        for row in tables["Segments"].values():
            revenue = float(row["Revenue"])
            assert revenue == pytest.approx(float(row["Customers"]) * per_customer[row["Segment"]], rel=0.001)
            assert revenue == pytest.approx(by_channel[row["Segment"]], rel=0.001)


def test_fenmoor_measures_eight_quarters_and_none_after_the_review() -> None:
    last = described("fenmoor")["rounds"][-1]["parameters"]["Review_date"]
    days = {date.fromisoformat(row["Date"]) for row in final("fenmoor")["Measurements"].values()}
    assert len(days) == 8
    assert max(days) == last


def test_fenmoor_uses_every_kind_form_and_source_of_a_kpi() -> None:
    kpis = list(final("fenmoor")["KPIs"].values())
    columns = inputs(SHEETS["KPIs"])
    for title in ("Kind", "Form", "Actual source", "Indicator"):
        assert {row[title] for row in kpis} == set(columns[title].kind.choices), title
    assert 20 <= len(kpis) <= 30


def pairs(plan: studio.OpenPlan, worksheet: str, column: str) -> dict[str, Any]:
    """A column by the key of its rows."""
    sheet = plan.worksheet(worksheet)
    return dict(
        zip(sheet.column(SHEETS[sheet.title.replace(" ", "_")].keys[0].title), sheet.column(column), strict=True)
    )


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_computes_to_an_error_in_any_round(sample: str, request: pytest.FixtureRequest) -> None:
    plan = request.getfixturevalue(sample)
    assert [finding.sentence for finding in plan.errors()] == []
    for closed in plan.plan.rounds:
        for node in plan.graph:
            values = closed.values(node)
            assert values.states is None or values.states.max(initial=0) < FIRST_ERROR, node


def test_fenmoor_misses_only_what_it_is_meant_to_miss(fenmoor: studio.OpenPlan, teaching: studio.OpenPlan) -> None:
    assert {(finding.worksheet, finding.column) for finding in fenmoor.missing()} == {
        ("REAP_targets", "Retention base")
    }
    assert teaching.missing() == []


def test_segment_values_are_those_of_the_design(fenmoor: studio.OpenPlan) -> None:
    expected = {
        "Young starters": (37.96, 92.53),
        "Digital families": (151.12, 604.48),
        "Affluent professionals": (661.20, 3166.80),
        "Established savers": (130.52, 714.02),
        "Retired households": (54.36, 319.36),
        "Self-employed": (289.32, None),
        "Small firms": (912.20, 3865.99),
    }
    margin, value = pairs(fenmoor, "Segment CLV", "Margin"), pairs(fenmoor, "Segment CLV", "CLV")
    for segment, (per_year, lifetime) in expected.items():
        assert margin[segment] == pytest.approx(per_year, abs=0.006)
        assert value[segment] == (None if lifetime is None else pytest.approx(lifetime, abs=0.006))
    assert pairs(fenmoor, "Segment CLV", "Segment value")["Affluent professionals"] == pytest.approx(41_168_400)
    assert fenmoor.value("Current_customer_value") == pytest.approx(133_304_995, abs=1)


def test_young_starters_show_how_value_returns_to_strategy(fenmoor: studio.OpenPlan) -> None:
    assert pairs(fenmoor, "Segment CLV", "Cost to serve estimate")["Young starters"] is None
    assert pairs(fenmoor, "Segment CLV", "Cost to serve used")["Young starters"] == pytest.approx(41.00, abs=0.005)
    assert pairs(fenmoor, "Segment CLV", "Acquisition cost")["Young starters"] == pytest.approx(140)
    assert pairs(fenmoor, "Segment CLV", "Value ratio")["Young starters"] == pytest.approx(92.53 / 140, abs=0.001)
    reopened = {segment for segment, answer in pairs(fenmoor, "Segments", "Reopen choice").items() if answer == "Yes"}
    assert reopened == {"Young starters"}


def test_cost_to_serve_is_contacts_times_minutes_times_rate(fenmoor: studio.OpenPlan) -> None:
    tables = final("fenmoor")
    rate = {
        row["Channel"]: float(row["Resource cost"]) / float(row["Practical capacity"])
        for row in tables["Channels"].values()
    }
    unit = {
        row["Activity"]: float(row["Minutes each"]) * rate[row["Channel"]]
        for row in tables["Channel_activities"].values()
    }
    total = sum(float(row["Contacts"]) * unit[row["Activity"]] for row in tables["Segment_contacts"].values())
    customers = sum(float(row["Customers"]) for row in tables["Segments"].values())
    assert fenmoor.value("Cost_to_serve_total") == pytest.approx(total)
    measured = pairs(fenmoor, "KPIs", "Actual")["Cost to serve per customer"]
    assert total / customers == pytest.approx(measured, abs=0.1)
    assert all(0.55 <= used <= 0.95 for used in pairs(fenmoor, "Channels", "Utilisation").values())


def test_scorecard_is_on_watch_near_ninety_per_cent_and_better_than_before(fenmoor: studio.OpenPlan) -> None:
    financial, customer, inside, growth = 0.912, 0.861, 0.881, 0.974
    assert fenmoor.value("Scorecard_total") == pytest.approx(
        (2 * financial + customer + inside + growth) / 5, abs=0.001
    )
    assert fenmoor.value("Scorecard_status") == "Watch"
    assert 0.005 < fenmoor.value("Scorecard_change") < 0.03
    words = Counter(pairs(fenmoor, "KPIs", "Status").values())
    assert set(words) == {"On target", "Watch", "Off target", "No data"}
    assert min(words.values()) >= 2


def test_what_is_not_due_yet_is_told_apart_from_what_is_missing(fenmoor: studio.OpenPlan) -> None:
    states, overdue = pairs(fenmoor, "KPIs", "State"), pairs(fenmoor, "KPIs", "Overdue")
    assert (states["Video advice certificates"], overdue["Video advice certificates"]) == ("Not due", "No")
    assert (states["Training days per adviser"], overdue["Training days per adviser"]) == ("No data", "Yes")
    assert fenmoor.value("KPIs_no_data") == 2


def test_scoring_of_fenmoor_uses_pace_windows_dates_and_rules(fenmoor: studio.OpenPlan) -> None:
    pace = pairs(fenmoor, "KPIs", "Pace")
    assert pace["Customer equity"] > 1 > pace["Mean reply time"] > 0 > pace["Cost to serve per customer"]
    assert pairs(fenmoor, "KPIs", "Actual")["Net new customers in target segments"] == 720 + 680 + 610 + 690
    assert pairs(fenmoor, "KPIs", "Weight used")["Branch visits per customer"] == 2
    assert pairs(fenmoor, "KPIs", "Basis used")["Complaints per 1,000 customers"] == "Rules"
    assert fenmoor.worksheet("Dated weights and limits").column("In force") == ["Yes", "Later"]
    assert set(pairs(fenmoor, "KPIs", "Warning").values()) == {None}


def test_reviews_and_failing_objectives_reopen(fenmoor: studio.OpenPlan) -> None:
    runs = pairs(fenmoor, "Strategy objectives", "Off target run")
    assert runs["Answer within the hour"] == 2
    reopened = {name for name, word in pairs(fenmoor, "Strategy objectives", "Reopen").items() if word == "Yes"}
    assert reopened == {"Answer within the hour", "Grow customer equity"}
    verdicts = pairs(fenmoor, "Strategy map links", "Verdict")
    assert {name for name, word in verdicts.items() if word == "Contradicted"} == {"Fast answers win promoters"}
    assert "Supported so far" in verdicts.values()
    decisions = {row["Decision"] for row in final("fenmoor")["Strategy_review"].values()}
    assert decisions == {"Keep", "Adapt", "Drop"}
    assert fenmoor.value("Decisions_late") == 1
    assert pairs(fenmoor, "Privacy register", "Status")["Life-event prompts from payments"] == "Act now"


def test_newest_measurement_of_a_linked_kpi_repeats_its_figure(fenmoor: studio.OpenPlan) -> None:
    linked = {row["KPI"] for row in final("fenmoor")["KPIs"].values() if row["Actual source"] == "Figure"}
    actual = pairs(fenmoor, "KPIs", "Actual")
    rows = [row for row in final("fenmoor")["Measurements"].values() if row["KPI"] in linked]
    newest = {row["KPI"]: float(row["Actual"]) for row in rows if row["Date"] == "2027-06-30"}
    assert len(newest) >= 6
    for kpi, measured in newest.items():
        assert measured == pytest.approx(actual[kpi], rel=0.002), kpi

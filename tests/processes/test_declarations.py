"""The declarations hold together: names, rows, keys, done-when rules and their place on the map."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from strategy_studio.formula.check import check
from strategy_studio.formula.parser import parse
from strategy_studio.model.columns import Column
from strategy_studio.model.structure import RESERVED_TITLES, Additions, PlanScope, Structure, build_structure
from strategy_studio.model.worksheet import Process, Worksheet
from strategy_studio.processes import PARAMETERS, PROCESSES
from strategy_studio.processes.vocabulary import all_used, status_of

from .added import ADDED_COLUMNS, ADDED_NAMES, ADDED_WORKSHEETS

WORKSHEETS = [sheet for process in PROCESSES for sheet in process.worksheets]
COLUMNS = [(sheet, column) for sheet in WORKSHEETS for column in sheet.columns]
FIGURES = [figure for sheet in WORKSHEETS for figure in sheet.figures]
NAMES = [*(figure.name for figure in FIGURES), *(parameter.name for parameter in PARAMETERS)]
BY_NAME = {sheet.name: sheet for sheet in WORKSHEETS}
BY_TITLE = {sheet.title: sheet for sheet in WORKSHEETS}
PLAIN_FORMAT = re.compile(r"0(\.0+)?%?|whole")


def titles(columns: list[tuple[Worksheet, Column]]) -> list[str]:
    return [f"{sheet.title}[{column.title}]" for sheet, column in columns]


def doubled(names: list[str]) -> list[str]:
    return [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]


@pytest.fixture(scope="module")
def structure() -> Structure:
    return build_structure(PROCESSES, PARAMETERS, Additions())


def test_nothing_was_lost() -> None:
    worksheets = [sheet for sheet in WORKSHEETS if sheet.title not in ADDED_WORKSHEETS]
    specified = [(s, column) for s, column in COLUMNS if column.title not in ADDED_COLUMNS.get(s.title, ())]
    computed = [column for _, column in specified if column.formula]
    figures = [figure for figure in FIGURES if figure.name not in ADDED_NAMES]
    parameters = [parameter for parameter in PARAMETERS if parameter.name not in ADDED_NAMES]
    assert (len(worksheets), len(specified), len(computed), len(figures), len(parameters)) == (93, 1000, 434, 94, 46)
    assert len([sheet for process in PROCESSES[:5] for sheet in process.worksheets if sheet in worksheets]) == 76


def test_what_scoring_adds_is_there() -> None:
    assert set(ADDED_COLUMNS) <= set(BY_TITLE)
    for title, columns in ADDED_COLUMNS.items():
        assert set(columns) <= {column.title for column in BY_TITLE[title].columns}
    assert set(ADDED_NAMES) <= set(NAMES)
    assert len(COLUMNS) == 1000 + sum(len(columns) for columns in ADDED_COLUMNS.values())
    assert len(NAMES) == 94 + 46 + len(ADDED_NAMES)


def test_five_numbered_processes_stand_before_two_supporting_groups() -> None:
    assert [(process.number, process.title, process.short, process.place, process.hue) for process in PROCESSES] == [
        (1, "Strategy development", "Strategy", "column1", "p1"),
        (2, "Value creation", "Value", "column2", "p2"),
        (3, "Multichannel integration", "Channels", "column3", "p3"),
        (4, "Information management", "Information", "band", "p4"),
        (5, "Performance assessment", "Performance", "column4", "p5"),
        (0, "Capability assessment", "Assessment", "strip", ""),
        (0, "Implementation", "Implementation", "strip", ""),
    ]


def test_worksheet_titles_and_names_are_unique_together() -> None:
    names = [sheet.name for sheet in WORKSHEETS] + NAMES
    assert doubled(names) == []
    assert [sheet.title for sheet in WORKSHEETS if sheet.title.casefold() in RESERVED_TITLES] == []


def test_titles_fit_an_excel_sheet_name() -> None:
    assert [sheet.title for sheet in WORKSHEETS if not re.fullmatch(r"[A-Za-z][A-Za-z ]{1,30}", sheet.title)] == []


def test_names_have_an_underscore_and_never_look_like_the_last_round() -> None:
    assert [name for name in NAMES if not re.fullmatch(r"(?!Prior_)[A-Za-z]+(_[A-Za-z]+)+", name)] == []


def test_column_titles_can_be_written_in_a_formula() -> None:
    assert [title for title in titles(COLUMNS) if not re.fullmatch(r".*\[[\w][\w %()/-]*\]", title)] == []
    assert [sheet.title for sheet in WORKSHEETS if doubled([column.title for column in sheet.columns])] == []


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.short)
def test_every_worksheet_asks_a_question_in_a_component_of_its_process(process: Process) -> None:
    components = {component.title for component in process.components}
    for sheet in process.worksheets:
        assert sheet.component in components
        assert sheet.question.endswith("?")
        assert sheet.help.endswith(".")
    assert all(question.endswith("?") for question in process.questions)


def test_only_back_office_applications_have_no_worksheet_of_their_own() -> None:
    used = {(process.title, sheet.component) for process in PROCESSES for sheet in process.worksheets}
    declared = {(process.title, part.title) for process in PROCESSES for part in process.components}
    assert declared - used == {("Information management", "Back-office applications")}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.short)
def test_tables_of_a_worksheet_stand_right_behind_it(process: Process) -> None:
    main = ""
    for sheet in process.worksheets:
        main = main if sheet.helper_of else sheet.title
        assert sheet.helper_of in ("", main)
        assert not (sheet.helper_of and sheet.core)


def test_the_guided_path_has_28_pages() -> None:
    assert [len([sheet for sheet in process.worksheets if sheet.core]) for process in PROCESSES] == [
        8,
        6,
        4,
        5,
        5,
        0,
        0,
    ]


def test_references_name_the_single_plain_text_key_of_a_worksheet() -> None:
    for sheet, column in COLUMNS:
        if column.kind.name == "Reference":
            name, key = column.kind.target.removesuffix("]").split("[")
            assert [found.title for found in BY_NAME[name].keys] == [key], f"{sheet.title}[{column.title}]"
            assert BY_NAME[name].column(key).kind.name == "Text"


def test_rows_are_declared_with_their_keys_and_presets() -> None:
    for sheet in WORKSHEETS:
        keys = sheet.keys
        if sheet.rows.mode == "fixed":
            assert len(keys) == 1
            assert doubled(list(sheet.rows.keys)) == []
            assert all(len(column.presets) in (0, len(sheet.rows.keys)) for column in sheet.columns)
        elif sheet.rows.mode == "generated":
            assert [column.kind.target for column in keys] == list(sheet.rows.sources)
            assert list(sheet.columns[: len(keys)]) == list(keys)
        else:
            assert not any(column.presets for column in sheet.columns)


def test_computed_columns_take_no_input() -> None:
    computed = [(sheet, column) for sheet, column in COLUMNS if column.formula]
    typed = [(s, c) for s, c in computed if c.key or c.required or c.presets or c.default is not None]
    assert titles(typed) == []


def test_formats_are_those_of_their_kind() -> None:
    shown = [*((c.format, c.kind.name) for _, c in COLUMNS if c.formula), *((f.format, f.kind.name) for f in FIGURES)]
    for format_, kind in set(shown):
        if kind in ("Number", "Percent"):
            assert PLAIN_FORMAT.fullmatch(format_)
            assert format_.endswith("%") == (kind == "Percent")
        else:
            assert format_ == ""


def test_defaults_belong_to_their_kind() -> None:
    declared = [*((c.default, c.kind) for _, c in COLUMNS), *((p.default, p.kind) for p in PARAMETERS)]
    for default, kind in declared:
        if default is None:
            continue
        if kind.name == "Choice":
            assert default in kind.choices
        elif kind.name == "Yes/No":
            assert isinstance(default, bool)
        elif kind.name == "Text":
            assert isinstance(default, str)
        else:
            assert isinstance(default, int | float)
            assert not isinstance(default, bool)


def test_every_parameter_has_a_default_and_dates_are_excel_serials() -> None:
    defaults = {parameter.name: parameter.default for parameter in PARAMETERS}
    assert None not in defaults.values()
    assert defaults["Period_start"] == 46388  # 2027-01-01 in Excel
    assert defaults["Review_date"] == 46752
    assert (defaults["Discount_rate"], defaults["Period_name"], defaults["Score_cap"]) == (0.1, "Year", 1)


def test_starter_rows_fit_their_worksheet() -> None:
    counts = {}
    for sheet in WORKSHEETS:
        starters = sheet.rows.starters
        if not starters:
            continue
        counts[sheet.title] = len(starters)
        assert doubled([str(row[sheet.keys[0].title]) for row in starters]) == []
        for title, value in (cell for row in starters for cell in row.items()):
            kind = sheet.column(title).kind
            if kind.name == "Choice":
                assert value in kind.choices
            elif kind.name == "Reference":
                assert value in BY_NAME[kind.target.split("[")[0]].rows.keys
    assert counts == {
        "QCi activities": 75,
        "QCi questions": 18,
        "Readiness statements": 12,
        "Engagement drivers": 7,
    }


def test_every_qci_element_starts_with_two_questions() -> None:
    elements = Counter(row["Element"] for row in BY_TITLE["QCi questions"].rows.starters)
    assert elements == dict.fromkeys(BY_TITLE["QCi elements"].rows.keys, 2)


def test_done_when_conditions_can_be_true_or_false(structure: Structure) -> None:
    for sheet in WORKSHEETS:
        if sheet.done.formula:
            fact = check(parse(sheet.done.formula), PlanScope(structure, sheet.name, False)).fact
            assert fact.type == "boolean", sheet.title
        if sheet.done.where:
            named = sheet.column(sheet.done.per).kind.target.split("[")[0]
            assert check(parse(sheet.done.where), PlanScope(structure, named, True)).fact.type == "boolean", sheet.title


def test_done_when_asks_for_rows_that_can_be_there() -> None:
    for sheet in WORKSHEETS:
        if sheet.done.per:
            assert sheet.column(sheet.done.per).kind.name == "Reference"
        if sheet.rows.mode == "fixed" and isinstance(sheet.done.rows, int):
            assert sheet.done.rows == len(sheet.rows.keys)
        if sheet.rows.mode == "generated":
            assert sheet.done.rows == "all" or sheet.done.per


def test_a_status_is_worded_the_same_everywhere() -> None:
    assert status_of("[@Pace]") == (
        'IF(ISBLANK([@Pace]),"No data",IF([@Pace]>=Status_on_target,"On target",'
        'IF([@Pace]>=Status_watch,"Watch","Off target")))'
    )
    statuses = [
        column.formula
        for sheet, column in COLUMNS
        if column.title == "Status" and "No data" in column.formula and sheet.title != "KPIs"
    ]
    assert len(statuses) == 4
    assert all(formula == status_of(re.findall(r"\[@[^\]]+\]", formula)[0]) for formula in statuses)


def test_all_used_asks_for_each_word() -> None:
    assert all_used("Side", ("Business", "Customer")) == (
        'AND(COUNTIFS([Side],"Business")>0,COUNTIFS([Side],"Customer")>0)'
    )

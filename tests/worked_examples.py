"""The worked examples of every worksheet: read from their data file, typed into a plan, compared with its results."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path

from strategy_studio.api import OpenPlan
from strategy_studio.model.columns import Column
from strategy_studio.model.worksheet import Worksheet

DATA = Path(__file__).parent / "data" / "worked_examples.txt"
SCORING = DATA.with_name("scoring_examples.txt")
SECOND_ROUND = "\n[Second round]\n"
CASE = "\n[Case] "
RELATIVE = 1e-5
"""The examples are written with six significant digits."""

Row = dict[str, str]
NUMBERS = frozenset(("Number", "Whole number", "Percent", "Money", "Score"))


@dataclass
class Example:
    """The rows typed into one worksheet and what they must give; cells as written, empty when there is nothing."""

    worksheet: str
    inputs: list[Row] = field(default_factory=list)
    expected: list[Row] = field(default_factory=list)
    figures: Row = field(default_factory=dict)


def load() -> list[Example]:
    """The examples of the first round, one per worksheet."""
    first = DATA.read_text(encoding="utf-8").split(SECOND_ROUND)[0]
    return [*examples_in(first), *examples_in(SCORING.read_text(encoding="utf-8").split(CASE)[0])]


def second_round() -> list[Example]:
    """What the same plan shows after its round was closed: `inputs` hold the keys that find the rows.

    The last one has no worksheet, only figures.
    """
    return list(examples_in(DATA.read_text(encoding="utf-8").split(SECOND_ROUND)[1]))


def examples_in(text: str) -> Iterator[Example]:
    """The blocks of a data file, or of a part of it."""
    columns: list[list[str]] = []
    example: Example | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            if example is not None:
                yield example
            example, columns = Example(line.strip("[]")), []
        elif line.startswith("Figures: "):
            assert example is not None
            pairs = (pair.split("=", 1) for pair in line.removeprefix("Figures: ").split(";"))
            example.figures = {name.strip(): value.strip() for name, value in pairs}
        elif not columns:
            columns = [part.split(";") for part in line.split(" > ")]
        else:
            assert example is not None
            _read_row(example, columns, line)
    if example is not None:
        yield example


def _read_row(example: Example, columns: list[list[str]], line: str) -> None:
    parts = line.split(" >", 1)
    assert len(parts) == len(columns), line
    rows = [dict(zip(names, part.strip().split(";"), strict=True)) for names, part in zip(columns, parts, strict=True)]
    example.inputs.append(rows[0])
    example.expected.append(rows[1] if len(rows) == 2 else {})


def build(plan: OpenPlan, examples: list[Example] | None = None) -> None:
    """Type examples, or all there are, into a new plan, whose starter rows are removed first."""
    declared = {sheet.title: sheet for process in plan.processes for sheet in process.worksheets}
    for sheet in declared.values():
        if sheet.rows.starters:
            worksheet = plan.worksheet(sheet.title)
            worksheet.remove(*worksheet.rows())
    typed_into = {example.worksheet: example for example in (load() if examples is None else examples)}
    for title in _in_order_of_reference(declared):
        if title in typed_into:
            _fill(plan, declared[title], typed_into[title])


def _in_order_of_reference(declared: dict[str, Worksheet]) -> Iterable[str]:
    titles = {sheet.name: title for title, sheet in declared.items()}
    targets = {
        title: {titles[column.kind.target.split("[")[0]] for column in sheet.columns if column.kind.target}
        for title, sheet in declared.items()
    }
    return TopologicalSorter(targets).static_order()


def _fill(plan: OpenPlan, sheet: Worksheet, example: Example) -> None:
    worksheet = plan.worksheet(sheet.title)
    rows = [{title: typed(sheet.column(title), text) for title, text in row.items()} for row in example.inputs]
    if sheet.rows.mode == "free":
        worksheet.insert_many(rows)
        return
    keys = {column.title for column in sheet.keys}
    cells = {
        (found, title): value
        for texts, values in zip(example.inputs, rows, strict=True)
        for found in [find(plan, sheet.title, texts)]
        for title, value in values.items()
        if title not in keys
    }
    if cells:
        worksheet.set_many(cells)


def typed(column: Column, text: str) -> object:
    """The value of an input cell as a script would give it."""
    if not text:
        return None
    if column.kind.name in NUMBERS:
        return float(text)
    if column.kind.name == "Yes/No":
        return text == "TRUE"
    return date.fromisoformat(text) if column.kind.name == "Date" else text


def find(plan: OpenPlan, title: str, texts: Row) -> int:
    """The row whose key cells are those of the example, of all its texts where the worksheet has no key."""
    worksheet = plan.worksheet(title)
    sheet = next(sheet for process in plan.processes for sheet in process.worksheets if sheet.title == title)
    keys = {column.title for column in sheet.keys} or set(texts)
    wanted = {column: text for column, text in texts.items() if column in keys}
    found = [row for row in worksheet.rows() if all(agrees(worksheet.value(row, c), t) for c, t in wanted.items())]
    assert len(found) == 1, f"{title}: {len(found)} rows are {wanted}"
    return found[0]


def agrees(value: object, text: str) -> bool:
    """Whether a value of the plan is what an example says: numbers to six digits, all else to the letter."""
    if value is None or not text:
        return value is None and not text
    if isinstance(value, bool):
        return text == str(value).upper()
    if isinstance(value, float):
        return math.isclose(value, _number(text), rel_tol=RELATIVE, abs_tol=1e-9)
    return str(value) == text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def differences(plan: OpenPlan, examples: list[Example]) -> list[str]:
    """Every cell and figure of the plan that is not what the examples say, in words."""
    found = []
    for example in examples:
        for texts, expected in zip(example.inputs, example.expected, strict=True):
            row = find(plan, example.worksheet, texts)
            values = {column: plan.worksheet(example.worksheet).value(row, column) for column in expected}
            found += [
                f"{example.worksheet}[{column}] of {next(iter(texts.values()))}: {values[column]!r}, expected {text!r}"
                for column, text in expected.items()
                if not agrees(values[column], text)
            ]
        values = {name: plan.value(name) for name in example.figures}
        found += [
            f"{name}: {values[name]!r}, expected {text!r}"
            for name, text in example.figures.items()
            if not agrees(values[name], text)
        ]
    return found

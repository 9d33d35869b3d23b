"""What is wrong, missing or done in a plan: the status line, the Checks sheet and the command line read the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..formula.errors import FormulaError
from ..formula.values import EMPTY, FIRST_ERROR, Values, scalar
from .columns import Column
from .done_words import rule_sentence
from .keys import RowLabels
from .structure import column_node, key_target

if TYPE_CHECKING:
    from .plan import Plan
    from .worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Finding:
    """One open point: where it is and the sentence that says it; `row` 0 and `column` empty for a whole worksheet."""

    worksheet: str
    row: int
    column: str
    sentence: str


def states_of(values: Values) -> npt.NDArray[np.uint8]:
    """The state of each row of a plan's column."""
    rows = values.numbers.shape[1]
    if values.states is None:
        return np.zeros(rows, dtype=np.uint8)
    found: npt.NDArray[np.uint8] = np.broadcast_to(values.states, values.numbers.shape)[0]
    return found


def errors(plan: Plan) -> list[Finding]:
    """Every cell and Name whose value is an error; a formula that says nothing any more is one finding, row 0."""
    found = []
    labels = RowLabels(plan)
    for node in plan.structure.order:
        place = plan.structure.places[node]
        if node in plan.structure.broken:
            title = place.column.title if place.column else node
            sentence = f"{title} is #NAME?. {plan.structure.broken[node]}"
            found.append(Finding(place.worksheet, 0, title, sentence))
            continue
        values = plan.values(node)
        if values.states is None:
            continue
        for at in np.flatnonzero(states_of(values) >= FIRST_ERROR).tolist():
            error = scalar(values, plan.texts, at)
            assert isinstance(error, FormulaError)
            if place.column is None:
                found.append(Finding(place.worksheet, 0, node, f"{node} is {error}. {error.reason}"))
                continue
            row = int(plan.rows[place.worksheet].ids[at])
            why = place.column.remedy or error.reason
            sentence = f"{place.column.title} of {labels.told(place.worksheet, at)} is {error}. {why}"
            found.append(Finding(place.worksheet, row, place.column.title, sentence))
    return found


def missing(plan: Plan) -> list[Finding]:
    """Every required input that is empty in a worksheet that has rows."""
    found = []
    labels = RowLabels(plan)
    for name, sheet in plan.structure.worksheets.items():
        if not in_use(plan, name):
            continue
        for column in sheet.columns:
            if column.formula or not (column.required or column.key):
                continue
            empty = states_of(plan.values(column_node(name, column.title))) == EMPTY
            for at in np.flatnonzero(empty).tolist():
                row = int(plan.rows[name].ids[at])
                sentence = f"{column.title} of {labels.told(name, at)} is missing."
                found.append(Finding(name, row, column.title, sentence))
    return found


def in_use(plan: Plan, worksheet: str) -> bool:
    """Whether anything was typed into a worksheet beyond keys, presets and defaults."""
    sheet = plan.declaration(worksheet)
    rows = plan.rows[worksheet]
    if not len(rows):
        return False
    if sheet.rows.mode == "free":
        return True
    return any(_typed(plan, worksheet, column) for column in sheet.columns)


def _typed(plan: Plan, worksheet: str, column: Column) -> bool:
    if column.formula or column.key or column.presets:
        return False
    cells = plan.rows[worksheet].cells.get(column.stored_as)
    if cells is None:
        return False
    filled = cells.states != EMPTY
    if column.default is None:
        return bool(filled.any())
    if isinstance(column.default, str):
        default = float(plan.texts.code(column.default))
    else:
        default = float(column.default)
    return bool((filled & (cells.numbers != default)).any() or not filled.all())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worksheet is: rows complete, rows asked for, whether it counts as done, and each rule in words."""

    worksheet: str
    complete: int
    wanted: int
    done: bool
    started: bool
    rules: tuple[tuple[str, bool], ...]


def progress(plan: Plan, worksheet: str) -> Progress:
    """The done-when rule of a worksheet, judged."""
    sheet = plan.declaration(worksheet)
    started = in_use(plan, worksheet)
    if sheet.done.rows in ("optional", "always"):
        return Progress(worksheet, 0, 0, started or sheet.done.rows == "always", started, ())
    full = complete_rows(plan, worksheet)
    rules = [_rows_rule(plan, sheet, full)] if sheet.done.rows else []
    if sheet.done.formula:
        rules.append((_formula_rule(plan, sheet), condition(plan, worksheet, sheet.done.formula)))
    broken = any(plan_errors(plan, worksheet))
    if broken:
        rules.append(("No error in the worksheet", False))
    wanted = len(full) if sheet.done.rows == "all" or sheet.done.per else int(sheet.done.rows)
    done = started and all(kept for _, kept in rules)
    return Progress(worksheet, int(full.sum()), wanted, done, started, tuple(rules))


def _formula_rule(plan: Plan, sheet: Worksheet) -> str:
    """The further condition in words, with what cannot be computed behind it."""
    sentence = rule_sentence(plan, sheet.name, sheet.done.formula)
    return f"{sentence}. {sheet.done.note}" if sheet.done.note else sentence


def complete_rows(plan: Plan, worksheet: str) -> npt.NDArray[np.bool_]:
    """For each row, whether every required input is filled."""
    full = np.ones(len(plan.rows[worksheet]), dtype=bool)
    for column in plan.declaration(worksheet).columns:
        if (column.required or column.key) and not column.formula:
            full &= states_of(plan.values(column_node(worksheet, column.title))) != EMPTY
    return full


def plan_errors(plan: Plan, worksheet: str) -> Iterator[str]:
    """Columns and Figures of a worksheet that hold an error."""
    for node, place in plan.structure.places.items():
        if place.worksheet == worksheet:
            states = plan.values(node).states
            if states is not None and (states >= FIRST_ERROR).any():
                yield node


def _rows_rule(plan: Plan, sheet: Worksheet, full: npt.NDArray[np.bool_]) -> tuple[str, bool]:
    done = sheet.done
    if done.per:
        return _per_rule(plan, sheet, full)
    if done.rows == "all":
        wanted = np.ones(len(full), dtype=bool) if not done.where else where_rows(plan, sheet.name, done.where)
        filled, asked = int((full & wanted).sum()), int(wanted.sum())
        return f"Required inputs filled in every row: {filled} of {asked}", filled == asked
    rows = "row" if done.rows == 1 else "rows"
    return f"At least {done.rows} {rows} with all required inputs: {int(full.sum())}", int(full.sum()) >= int(done.rows)


def _per_rule(plan: Plan, sheet: Worksheet, full: npt.NDArray[np.bool_]) -> tuple[str, bool]:
    column = sheet.column(sheet.done.per)
    target, _ = key_target(plan.structure, column.kind.target)
    cells = plan.rows[sheet.name].cells.get(column.stored_as)
    named = np.zeros(0) if cells is None else cells.numbers[full & (cells.states != EMPTY)]
    ids = plan.rows[target].ids
    counted = where_rows(plan, target, sheet.done.where) if sheet.done.where else np.ones(len(ids), dtype=bool)
    each = 1 if sheet.done.rows == "all" else int(sheet.done.rows)
    enough = sum(int((named == row).sum()) >= each for row in ids[counted].tolist())
    title = plan.declaration(target).title
    if sheet.done.where:
        title += f" whose {rule_sentence(plan, target, sheet.done.where)}"
    return f"{each} for each row of {title}: {enough} of {int(counted.sum())}", enough == int(counted.sum())


def where_rows(plan: Plan, worksheet: str, formula: str) -> npt.NDArray[np.bool_]:
    """For each row of a worksheet, whether a formula in that row is TRUE."""
    rows = len(plan.rows[worksheet])
    values = plan.rule(formula, worksheet, rowwise=True)
    true: npt.NDArray[np.bool_] = np.broadcast_to(values.numbers != 0, (1, rows))[0]
    if values.states is not None:
        true = true & (np.broadcast_to(values.states, (1, rows))[0] < EMPTY)
    return true


def condition(plan: Plan, worksheet: str, formula: str) -> bool:
    """Whether a formula, written as a Figure of the worksheet, is TRUE."""
    return scalar(plan.rule(formula, worksheet, rowwise=False), plan.texts) is True

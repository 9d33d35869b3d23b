"""Why a cell or row cannot be changed, as the sentences users read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from .columns import Column
from .keys import in_a_sentence, key_text, key_texts
from .structure import nearest
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .plan import Plan


def input_column(sheet: Worksheet, title: str) -> Column:
    """The input column of this title, in any case; PlanError when it is computed or unknown."""
    for column in sheet.columns:
        if column.title.casefold() == title.strip().casefold():
            if column.formula:
                raise PlanError(f"{column.title} in {sheet.title} is computed. Change one of its inputs.")
            return column
    near = nearest(title, [column.title for column in sheet.columns])
    raise PlanError(f"{sheet.title} has no column {title}{near}.")


def refuse_locked(plan: Plan, worksheet: str, row: int, column: Column) -> None:
    """PlanError when the cell cannot be set: an unknown row, or the key of a fixed or generated row."""
    refuse_unknown_row(plan, worksheet, row)
    sheet = plan.declaration(worksheet)
    if column.key and sheet.rows.mode != "free":
        raise PlanError(locked_key_sentence(plan, sheet, column))


def locked_key_sentence(plan: Plan, sheet: Worksheet, column: Column) -> str:
    """Why the key of a fixed or generated row cannot be set."""
    if sheet.rows.mode == "fixed":
        return f"The rows of {sheet.title} are fixed, so {column.title} cannot be changed."
    source = plan.structure.sheet_or_refuse(column.kind.target.split("[")[0])
    title = plan.declaration(source).title
    return f"{column.title} in {sheet.title} follows {title}. Change it there."


def fixed_key_sentence(sheet: Worksheet, column: Column) -> str:
    """Why a key cannot be changed under a scenario: rows and what they are called belong to the plan."""
    return f"{column.title} in {sheet.title} names its row, which is the same in all scenarios. Change it in the plan."


def refuse_unknown_row(plan: Plan, worksheet: str, row: int) -> None:
    """PlanError when the worksheet has no such row."""
    if not plan.rows[worksheet].has(row):
        title = plan.declaration(worksheet).title
        raise PlanError(f"{title} has no row {row}. It may have been removed.")


def refuse_not_free(sheet: Worksheet, verb: str) -> None:
    """PlanError when rows of the worksheet cannot be added, moved or removed by hand."""
    if sheet.rows.mode == "fixed":
        raise PlanError(f"The rows of {sheet.title} are fixed and cannot be {verb}.")
    if sheet.rows.mode == "generated":
        sources = dict.fromkeys(source.split("[")[0].replace("_", " ") for source in sheet.rows.sources)
        titles = " and ".join(sources)
        raise PlanError(f"{sheet.title} has one row for each row of {titles}, so rows are {verb} there.")


def refuse_equal_keys(plan: Plan, worksheet: str) -> None:
    """PlanError when two rows have the same key."""
    sheet = plan.declaration(worksheet)
    if not sheet.keys:
        return
    seen: set[tuple[str, ...]] = set()
    columns = [key_texts(plan, worksheet, column) for column in sheet.keys]
    for parts in zip(*columns, strict=True):
        folded = tuple(part.casefold() for part in parts)
        if all(parts) and folded in seen:
            raise PlanError(
                f"{sheet.title} would have two rows {in_a_sentence(' / '.join(parts))}. "
                "Name one differently; other worksheets look rows up by name."
            )
        seen.add(folded)


def row_label(plan: Plan, worksheet: str, row: int) -> str:
    """What a row is called in messages: its keys, else its number on screen."""
    sheet = plan.declaration(worksheet)
    texts = [key_text(plan, worksheet, column, row) for column in sheet.keys]
    label = " / ".join(text for text in texts if text)
    return in_a_sentence(label) if label else f"row {plan.rows[worksheet].index(row) + 1} of {sheet.title}"

"""Checks that changes to a user's own worksheets, columns and Figures share, and the rewriting of formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ..formula.errors import FormulaProblem, PlanError
from ..formula.nodes import Node
from ..formula.parser import parse
from ..formula.printing import to_text
from .additions import column_image
from .columns import Column
from .draft import Draft
from .kinds import tidy
from .own_titles import settled
from .storage import Edit
from .structure import RESERVED_TITLES, key_target
from .worksheet import Worksheet

MOST_COLUMNS = 1_000
LONGEST_NAME = 240
"""Excel takes 255 characters; “Prior_” before a Name and “part 12” behind a title take some of them."""
ROW_ID = "row id"
_TITLE = re.compile(r"[^\W_][\w %()/\-]*")
_EXCELS_OWN = frozenset({"print_area", "print_titles", "sheet_title", "consolidate_area", "auto_open", "auto_close"})
_NAME = re.compile(r"[^\W\d_]\w*")


def settle_titles(draft: Draft) -> None:
    """Record what titles and formulas the user's additions are read with, where the studio has taken a title since.

    Every change of additions begins so: formulas written from here on may name what the studio declares.
    """
    edits = []
    plan = draft.plan
    for (table, key), after in settled(plan.records, plan.declared, plan.parameters.values()).items():
        before = plan.records[table, key]
        fields = [field for field in after or () if after and before.get(field) != after[field]]
        if after and fields:
            edits.append(
                Edit(table, key, {f: before.get(f) for f in fields}, {f: after[f] for f in fields})  # type: ignore[arg-type]
            )
    draft.do(edits)


@contextmanager
def sound(draft: Draft, edited: str = "") -> Iterator[None]:
    """PlanError when a change leaves a formula that says nothing: the edited node's, or one that did before."""
    before = draft.plan.structure.broken.keys() - {edited}
    yield
    for node, problem in draft.plan.structure.broken.items():
        if node not in before:
            raise FormulaProblem(f"{node}: {problem}", problem.position)


def tidied(column: Column) -> Column:
    """The column with its title and formula as texts are kept: NFC, trimmed, without control characters."""
    return replace(column, title=tidy(column.title), formula=tidy(column.formula, lines=True))


def add_column(draft: Draft, sheet: Worksheet, column: Column) -> None:
    """Check a column's title and kind and record it."""
    settle_titles(draft)
    column = tidied(column)
    refuse_title(column.title, [found.title for found in sheet.columns], f"{sheet.title} has a column")
    refuse_lost_targets(draft, (column,))
    image = column_image(sheet.stored_as, column, next_place(draft, 1))
    with sound(draft):
        draft.record("column", f"#{draft.new_id()}", image)


def refuse_lost_targets(draft: Draft, columns: Sequence[Column]) -> None:
    """PlanError when a Reference column names no key column."""
    for column in columns:
        if column.kind.name == "Reference":
            key_target(draft.plan.structure, column.kind.target)


def refuse_key(sheet: Worksheet) -> None:
    """PlanError when a worksheet has no column, or a key that is not plain text."""
    if not sheet.columns:
        raise PlanError(f"{sheet.title} needs at least one column.")
    for column in sheet.keys:
        if column.kind.name != "Text" or column.formula:
            raise PlanError(f"{column.title} cannot be the key of {sheet.title}: a key is a typed column of kind Text.")


def next_place(draft: Draft, count: int) -> int:
    """The order number of the next added column; PlanError when `count` more would be too many."""
    places = [image["place"] for (table, _), image in draft.plan.records.items() if table == "column"]
    if len(places) + count > MOST_COLUMNS:
        raise PlanError(f"The plan has {len(places):,} columns of its own; {MOST_COLUMNS:,} are the most there can be.")
    return max(places, default=0) + 1


def _units(text: str) -> int:
    """The length as Excel counts it: signs outside the basic plane count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def refuse_title(title: str, taken: Sequence[str], sentence: str) -> None:
    """PlanError when a column title has wrong characters or is taken."""
    if not _TITLE.fullmatch(title) or title != title.strip() or _units(title) > LONGEST_NAME:
        raise PlanError(
            f"“{_shown(title)}” cannot be a column's title. Use up to {LONGEST_NAME} letters, digits, spaces, %, "
            "brackets ( ), hyphens and slashes."
        )
    if title.casefold() == "row id":
        raise PlanError("Row id stands for the number of a row in exported tables. Choose another title.")
    if title.casefold() == ROW_ID or re.fullmatch(r".* part \d+", title, re.IGNORECASE):
        raise PlanError(f"{title} is a column of the exported workbook. Choose another title.")
    if title.casefold() in (found.casefold() for found in taken):
        raise PlanError(f"{sentence} {title} already. Choose another title.")


def refuse_sheet_title(draft: Draft, title: str) -> None:
    """PlanError when a worksheet title has wrong characters, is reserved or taken."""
    if not re.fullmatch(r"[^\W\d_][\w ]*", title) or title != title.strip() or len(title) > 31:
        raise PlanError(f"“{title}” cannot be a worksheet's title. Use up to 31 letters, digits and spaces.")
    spaced = title.replace("_", " ").casefold()
    if spaced.startswith("prior "):
        raise PlanError(f"{title} cannot begin with Prior, which stands for the last round. Choose another title.")
    if spaced in RESERVED_TITLES:
        raise PlanError(f"{title} is a sheet of the exported workbook. Choose another title.")
    _refuse_excels_own(title, "title")
    if draft.plan.structure.is_taken(title):
        raise PlanError(f"{title} is taken already. Choose another title.")


def _refuse_excels_own(name: str, called: str) -> None:
    if name.replace(" ", "_").casefold() in _EXCELS_OWN:
        raise PlanError(f"{name} means something to Excel itself. Choose another {called}.")


def refuse_name(draft: Draft, name: str) -> None:
    """PlanError when a Name has wrong characters or is taken."""
    if not _NAME.fullmatch(name) or "_" not in name or _units(name) > LONGEST_NAME:
        what = f"up to {LONGEST_NAME} letters, digits and an underscore, as in Top_revenue"
        raise PlanError(f"“{_shown(name)}” cannot be a Name. Use {what}.")
    _refuse_excels_own(name, "Name")
    if name.casefold().startswith("prior_"):
        raise PlanError(f"{name} cannot begin with Prior_, which stands for the last round. Choose another Name.")
    if draft.plan.structure.is_taken(name):
        raise PlanError(f"{name} is taken already. Choose another Name.")


def own_column(draft: Draft, worksheet: str, title: str) -> tuple[str, Column]:
    """A user's own column and its worksheet; PlanError for declared ones."""
    settle_titles(draft)
    name = draft.plan.structure.sheet_or_refuse(worksheet)
    sheet = draft.plan.declaration(name)
    for column in sheet.columns:
        if column.title.casefold() == title.casefold():
            if not column.identity:
                raise PlanError(f"{column.title} belongs to {sheet.title} and stays as it is. Add one of your own.")
            return name, column
    raise PlanError(f"{sheet.title} has no column {title}.")


def own_worksheet(draft: Draft, title: str) -> Worksheet:
    """A user's own worksheet; PlanError for declared ones."""
    settle_titles(draft)
    sheet = draft.plan.declaration(draft.plan.structure.sheet_or_refuse(title))
    if not sheet.identity:
        raise PlanError(f"{sheet.title} belongs to the studio and stays as it is.")
    return sheet


def own_figure(draft: Draft, name: str) -> str:
    """The record of a user's own Figure; PlanError for declared ones."""
    settle_titles(draft)
    for (table, key), image in draft.plan.records.items():
        if table == "figure" and image["name"].casefold() == name.casefold():
            return key
    draft.plan.name_or_refuse(name)
    raise PlanError(f"{name} belongs to the studio and stays as it is. Add a Figure of your own.")


def refuse_used(draft: Draft, nodes: Sequence[str], title: str) -> None:
    """PlanError that lists what reads any of the nodes from outside."""
    own = set(nodes)
    users = [
        node for node, found in draft.plan.structure.reads.items()
        if node not in own and any(read.node in own for read in found)
    ]  # fmt: skip
    if users:
        more = f" and {len(users) - 5} more" if len(users) > 5 else ""
        raise PlanError(f"{title} is used by {', '.join(users[:5])}{more}. Change these first.")


def renamed_targets(draft: Draft, old: str, new: str) -> dict[tuple[str, str], dict[str, object]]:
    """Records of Reference columns that name a worksheet, or one key column of it, with the new name.

    `old` and `new` are the beginning of the target: “Sheet_name[” or “Sheet_name[Column]”.
    """
    begin = f"Reference({old}".casefold()
    return {
        ("column", key): {**image, "kind": f"Reference({new}{image['kind'][len(begin) :]}"}
        for (table, key), image in draft.plan.records.items()
        if table == "column" and image["kind"].casefold().startswith(begin)
    }


def _rewritten(text: str, change: Callable[[Node, str], Node], own: str) -> str:
    """The formula changed; empty when it stays as it is, or when it cannot be read (it is broken then)."""
    try:
        tree = parse(text)
    except FormulaProblem:
        return ""
    changed = change(tree, own)
    return "" if changed == tree else to_text(changed, short_for=own)


def rewrite(
    draft: Draft, change: Callable[[Node, str], Node], images: dict[tuple[str, str], dict[str, object]]
) -> None:
    """Rewrite the formulas of all additions by `change(tree, own worksheet)`, and record the images, as one."""
    records = draft.plan.records
    wanted = dict(images)
    names = {sheet.stored_as: name for name, sheet in draft.plan.structure.worksheets.items()}
    for (table, key), image in records.items():
        text = image.get("formula") if table in ("column", "figure") else None
        if text:
            own = names.get(image.get("worksheet", ""), "")
            rewritten = _rewritten(text, change, own)
            if rewritten:
                wanted[table, key] = {**wanted.get((table, key), image), "formula": rewritten}
    edits = []
    for (table, key), after in wanted.items():
        before = records[table, key]
        changed = [field for field in after if before.get(field) != after[field]]
        if changed:
            edits.append(
                Edit(table, key, {f: before.get(f) for f in changed}, {f: after[f] for f in changed})  # type: ignore[arg-type]
            )
    draft.do(edits)

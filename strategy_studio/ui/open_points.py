"""Open points of a worksheet: missing inputs, cells that wait for an input, errors, each with the cell to go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from ..model.findings import Finding
from ..model.keys import in_a_sentence
from .explanation import Spot

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..model.waiting import Need, Waiting

_NAMED = 2
"""So many waiting columns are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One line: what kind, the sentence, and where to go; no spot for what concerns the whole worksheet."""

    kind: Literal["missing", "waits", "error"]
    sentence: str
    spot: Spot | None


def _text(words: str) -> str:
    return QCoreApplication.translate("OpenPoints", words)


def open_points(
    plan: Plan, worksheet: str, missing: Sequence[Finding], waiting: Sequence[Waiting], errors: Sequence[Finding]
) -> list[OpenPoint]:
    """The points of one worksheet: what is missing here, what waits here (told once for each input), what is wrong."""
    groups: dict[tuple[Need, ...], list[Waiting]] = {}
    for each in waiting:
        groups.setdefault(each.needs, []).append(each)
    found = [_missing(each, groups) for each in missing if each.worksheet == worksheet]
    told = {(each.worksheet, each.row, each.column) for each in missing if each.worksheet == worksheet}
    for needs, cells in groups.items():
        here = [cell for cell in cells if cell.worksheet == worksheet]
        untold = [need for need in needs if (need.worksheet, need.row, need.column) not in told]
        if here and untold:
            spot = Spot(untold[0].worksheet, untold[0].row, untold[0].column)
            found.append(OpenPoint("waits", waiting_sentence(plan, here), spot))
    for wrong in errors:
        if wrong.worksheet == worksheet:
            where = Spot(worksheet, wrong.row, wrong.column) if wrong.column else None
            found.append(OpenPoint("error", wrong.sentence, where))
    return found


def _missing(found: Finding, groups: dict[tuple[Need, ...], list[Waiting]]) -> OpenPoint:
    """A missing input with the number of cells that wait for it."""
    place = (found.worksheet, found.row, found.column)
    waits = sum(
        len(cells) for needs, cells in groups.items() if place in {(n.worksheet, n.row, n.column) for n in needs}
    )
    words = {0: "", 1: _text("1 cell waits for it.")}.get(waits, _text("{0} cells wait for it.").format(waits))
    return OpenPoint("missing", f"{found.sentence} {words}".strip(), Spot(*place))


def waiting_sentence(plan: Plan, cells: Sequence[Waiting]) -> str:
    """What waits for the same inputs, in one sentence."""
    first = cells[0]
    if len(cells) == 1:
        return first.sentence
    what = first.sentence.partition(" waits for ")[2]
    rows = {cell.row for cell in cells if cell.row}
    if len(rows) > 1:
        sentences = [cell.sentence.partition(" waits for ")[2] for cell in cells]
        what = next((words for words in sentences if not words.startswith("its ")), what)
        return _text("{0} cells wait for {1}").format(len(cells), what)
    named = [cell.column.replace("_", " ") if not cell.row else cell.column for cell in cells]
    rest = len(named) - _NAMED
    titles = ", ".join(named[:_NAMED]) if rest > 0 else _text(" and ").join(named)
    if rest > 0:
        titles = _text("{0} and {1} more").format(titles, rest)
    if not rows:
        return _text("{0} wait for {1}").format(titles, what)
    row = in_a_sentence(plan.sheet(first.worksheet).key_text(rows.pop()))
    return _text("{0} of {1} wait for {2}").format(titles, row, what)

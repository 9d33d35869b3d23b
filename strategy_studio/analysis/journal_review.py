"""What changed since the last review, read from the journal: by worksheet and step, each cell with first and last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..formula.errors import PlanError
from ..model import kinds
from ..model.columns import Column, StoredValue
from ..model.explain import shown
from ..model.plan import Plan
from ..model.review_changes import PREFIX
from ..model.scenarios import parts
from ..model.session import Session
from ..model.sheets import Sheet
from ..model.storage import Edit, Entry, Image
from ..model.structure import column_node, key_target
from .rows import review_roles

PAGE = 64
"""Steps read of the journal at first; twice as many each time they do not reach back to the last review."""
PARAMETERS, STRUCTURE = "Parameters", "Own worksheets, columns and figures"
MOST_NAMED = 3
AS_PLANNED = "as planned"
"""What an input is under a scenario that does not change it."""

Place = tuple[str, str, str]
"""Table, key of the record (a row id for a cell) and stored column, "" for the record as a whole."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell, row, Parameter or record: what it held at the last review and holds now, in words; "" where it was not.

    `author` and `at` (UTC, ISO 8601) are of the last step that touched it, `steps` how many did.
    """

    label: str
    first: str
    last: str
    author: str
    at: str
    steps: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """What one kind of step did to one worksheet; `worksheet` is its title, `label` that of the last step."""

    worksheet: str
    label: str
    changes: tuple[CellChange, ...]
    sentence: str


@dataclass(slots=True)
class _Track:
    """A place while the journal is read backwards: the last step that touched it, and what stood before the first."""

    entry: Entry
    last: Any
    first: Any = None
    steps: int = 0
    worksheet: str = ""
    images: list[Image] = field(default_factory=list)


def changes_since_review(session: Session) -> list[ReviewChange]:
    """Every lasting change since the last round was closed, by worksheet in declared order, the newest step first.

    Before the first closing it is since the last step that wrote in the review worksheet, or since the beginning.
    Undone steps, and cells that hold again what they held, are left out.
    """
    reading = _Reading(session.plan)
    for entry in steps_since_review(session):
        for edit in reversed(entry.edits):
            reading.take(entry, edit)
    return reading.told()


def steps_since_review(session: Session) -> list[Entry]:
    """The steps that count, newest first, read from the journal in growing pieces."""
    size = PAGE
    while True:
        entries = session.history(size)
        found = _back_to(entries, _closes_a_round)
        if found is not None or len(entries) < size:
            break
        size *= 2
    if found is None:
        found = _back_to(entries, _Reviewing(session.plan))
    return [entry for entry in (entries if found is None else entries[:found]) if not entry.undone]


def _back_to(entries: list[Entry], ends: Any) -> int | None:
    return next((at for at, entry in enumerate(entries) if not entry.undone and ends(entry)), None)


def _closes_a_round(entry: Entry) -> bool:
    return any(edit.table == "round" and edit.after is not None for edit in entry.edits)


class _Reviewing:
    """Whether a step wrote in the worksheet of findings."""

    def __init__(self, plan: Plan) -> None:
        roles = review_roles(plan)
        name = roles.findings.key.partition("[")[0] if roles else ""
        self._stored = plan.stored_name(name) if name else ""
        self._ids = set(plan.sheet(name).ids) if name else set()

    def __call__(self, entry: Entry) -> bool:
        return any(edit.table == "row" and self._is_finding(edit) for edit in entry.edits)

    def _is_finding(self, edit: Edit) -> bool:
        stored = (edit.after or edit.before or {}).get("worksheet")
        return stored == self._stored if stored else int(edit.key) in self._ids


class _Reading:
    """Gathers the edits of the journal, newest first."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._tracks: dict[Place, _Track] = {}
        self._home = {int(row): name for name, rows in plan.rows.items() for row in rows.ids}
        self._titles = {sheet.stored_as: name for name, sheet in plan.structure.worksheets.items()}
        self._labels: dict[str, dict[int, str]] = {}

    def take(self, entry: Entry, edit: Edit) -> None:
        """Note one edit; the first seen of a place is the last that was made."""
        if edit.table == "setting" and str(edit.key).startswith(f"{PREFIX}/"):
            return
        if edit.table == "row" and edit.before is not None and edit.after is not None:
            before, after = edit.before.get("cells", {}), edit.after.get("cells", {})
            for column in after:
                self._note(entry, ("row", str(edit.key), column), before.get(column), after[column])
            return
        self._note(entry, (edit.table, str(edit.key), ""), edit.before, edit.after)

    def _note(self, entry: Entry, place: Place, before: Any, after: Any) -> None:
        track = self._tracks.setdefault(place, _Track(entry, after))
        track.first = before
        track.steps += 1
        image = after or before
        if place[2] == "" and place[0] == "row" and isinstance(image, Mapping):
            self._home.setdefault(int(place[1]), self._titles.get(str(image.get("worksheet")), ""))
            track.images.append(dict(image))

    def told(self) -> list[ReviewChange]:
        """All that lasts, grouped."""
        whole = {place[1] for place, track in self._tracks.items() if place[0] == "row" and not place[2]}
        groups: dict[tuple[str, str], list[CellChange]] = {}
        for place, track in self._tracks.items():
            if track.first == track.last or (place[0] == "row" and place[2] and place[1] in whole):
                continue
            for title, change in self._changes(place, track):
                groups.setdefault((title, track.entry.label), []).append(change)
        order = {sheet.title: at for at, sheet in enumerate(self._plan.structure.worksheets.values())}
        listed = sorted(groups.items(), key=lambda group: order.get(group[0][0], len(order)))
        return [
            ReviewChange(title, label, tuple(found), _group_sentence(title, label, found))
            for (title, label), found in listed
        ]

    def _changes(self, place: Place, track: _Track) -> Iterator[tuple[str, CellChange]]:
        table, key, column = place
        if table == "row" and column:
            found = self._cell(int(key), column)
            if found is not None:
                title, label, declared, node = found
                first, last = (self._shown(node, declared, value) for value in (track.first, track.last))
                yield title, _change(label, first, last, track)
        elif table == "row":
            name = self._home.get(int(key), "")
            if name and self._plan.structure.worksheets[name].rows.mode != "generated":
                label = self._row_label(name, int(key), track)
                yield self._plan.sheet(name).title, _change(label, *_came_or_went(track), track)
        else:
            yield self._record(table, key, track)

    def _record(self, table: str, key: str, track: _Track) -> tuple[str, CellChange]:
        plan = self._plan
        if table == "parameter" and key in plan.parameters:
            default = plan.parameters[key].default
            values = [default if image is None else image.get("value") for image in (track.first, track.last)]
            first, last = (self._shown(key, None, value) for value in values)
            return PARAMETERS, _change(key.replace("_", " "), first, last, track)
        if table == "scenario" and "/" in key:
            head, row, column = parts(key)
            name = plan.records.get(("scenario", head), {}).get("name", "that is gone")
            found = self._cell(row, column) if row is not None else None
            label = found[1] if found is not None else column.replace("_", " ")
            node, declared = (found[3], found[2]) if found is not None else (column, None)
            first, last = (
                AS_PLANNED if image is None else self._shown(node, declared, image.get("value"))
                for image in (track.first, track.last)
            )
            return f"Scenario {name}", _change(label, first, last, track)
        images = [image for image in (track.last, track.first) if isinstance(image, Mapping)]
        label = next((str(image[field]) for image in images for field in ("name", "title") if image.get(field)), key)
        title = {"scenario": "Scenarios", "round": "Rounds"}.get(table, STRUCTURE)
        return title, _change(label, *_came_or_went(track), track)

    def _cell(self, row: int, stored_as: str) -> tuple[str, str, Column, str] | None:
        """Worksheet title, label, column and node of a cell; None when its column is not declared any more."""
        name = self._home.get(row, "")
        if not name:
            return None
        sheet = self._plan.structure.worksheets[name]
        column = next((column for column in sheet.columns if column.stored_as == stored_as), None)
        if column is None:
            return None
        label = f"{column.title} of {self._row_label(name, row)}"
        return sheet.title, label, column, column_node(name, column.title)

    def _row_label(self, name: str, row: int, track: _Track | None = None) -> str:
        labels = self._labels.get(name)
        if labels is None:
            sheet = self._plan.sheet(name)
            labels = self._labels[name] = dict(zip(sheet.ids, row_labels(sheet), strict=True))
        if row in labels:
            return labels[row]
        keys = [column.stored_as for column in self._plan.structure.worksheets[name].keys]
        images = track.images if track is not None else []
        texts = (image.get("cells", {}).get(key) for image in images for key in keys)
        return next((text for text in texts if isinstance(text, str)), "a row that is gone")

    def _shown(self, node: str, column: Column | None, stored: StoredValue) -> str:
        """A stored value as the worksheet shows it."""
        place = self._plan.structure.places.get(node)
        if stored is None or place is None:
            return "" if stored is None else str(stored)
        if column is not None and column.kind.name == "Reference":
            return self._reference(column, stored)
        return shown(self._plan, place, kinds.to_python(place.kind, stored))

    def _reference(self, column: Column, stored: StoredValue) -> str:
        try:
            target, _ = key_target(self._plan.structure, column.kind.target)
            return self._row_label(target, int(stored or 0))
        except (PlanError, ValueError):
            return str(stored)


def row_labels(sheet: Sheet) -> list[str]:
    """What rows are called: their keys, or what stands in the first two required columns where there are none."""
    told = [column for column in sheet.columns if column.required and not column.formula][:2]
    if sheet.declaration.keys or not told:
        return sheet.key_labels()
    pairs = zip(sheet.key_labels(), *(sheet.column(column.title) for column in told), strict=True)
    return [", ".join(str(value) for value in values if value is not None) or label for label, *values in pairs]


def _came_or_went(track: _Track) -> tuple[str, str]:
    """Whether a row or record is new, gone or different; moved rows count as different."""
    return ("" if track.first is None else "there", "" if track.last is None else "there")


def _change(label: str, first: str, last: str, track: _Track) -> CellChange:
    entry = track.entry
    if "there" in (first, last):
        what = "added" if not first else "removed" if not last else "changed"
        said = f"{label} was {what}"
    elif first in ("", AS_PLANNED) or last in ("", AS_PLANNED):
        said = f"{label} is {last or 'empty'}, was {first or 'empty'}"
    else:
        said = f"{label} is {last} instead of {first}"
    times = f", changed in {track.steps} steps" if track.steps > 1 else ""
    sentence = f"{said} ({entry.author}, {entry.at[:10]}{times})."
    return CellChange(label, first, last, entry.author, entry.at, track.steps, sentence)


def _group_sentence(title: str, label: str, found: list[CellChange]) -> str:
    if len(found) == 1:
        return f"{title}: {found[0].sentence}"
    authors = list(dict.fromkeys(change.author for change in found))
    who = ", ".join(authors[:MOST_NAMED]) + (" and others" if len(authors) > MOST_NAMED else "")
    day = max(change.at for change in found)[:10]
    return f"{title}: {label}, {len(found)} changes by {who}, last on {day}."

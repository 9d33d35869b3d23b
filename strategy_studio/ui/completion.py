"""How far a plan is between two changes: open points and progress, each found when it is first asked for."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..model.findings import Finding, Progress, in_use, progress
from ..model.seen import differing
from .open_points import OpenPoint, open_points

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..model.session import Notice
    from ..model.waiting import Waiting
    from ..model.worksheet import Process, Worksheet


class Completion:
    """What is missing, wrong and done in a plan; made anew after every change."""

    def __init__(self, plan: Plan, known: Mapping[str, Progress] | None = None) -> None:
        self._plan = plan
        self._progress: dict[str, Progress] = dict(known or {})

    def after(self, notice: Notice, plan: Plan) -> Completion:
        """The completion after a change; worksheets that it cannot have touched keep their progress."""
        return Completion(plan) if notice.structure else self._now(plan, notice.nodes, notice.rows)

    def under(self, plan: Plan) -> Completion:
        """The completion of the same plan as it reads under another scenario."""
        return self._now(plan, frozenset(), frozenset())

    def _now(self, plan: Plan, nodes: frozenset[str], rows: frozenset[str]) -> Completion:
        places = plan.structure.places
        changed = nodes | differing(self._plan, plan)
        touched = {places[node].worksheet for node in changed if node in places} | rows
        kept = {
            name: progress
            for name, progress in self._progress.items()
            if name not in touched and _judged_alone(plan.structure.worksheets[name])
        }
        return Completion(plan, kept)

    @cached_property
    def missing(self) -> list[Finding]:
        """Needed inputs that are empty."""
        return list(self._plan.missing())

    @cached_property
    def errors(self) -> list[Finding]:
        """Cells and Names whose value is an error."""
        return list(self._plan.errors())

    def missing_cells(self, worksheet: str) -> set[tuple[int, str]]:
        """The (row, column) of every missing input of a worksheet."""
        return {(found.row, found.column) for found in self.missing if found.worksheet == worksheet}

    def why_missing(self, worksheet: str, row: int, column: str) -> str:
        """The sentence about one missing input; empty when it is not missing."""
        for found in self.missing:
            if (found.worksheet, found.row, found.column) == (worksheet, row, column):
                return found.sentence
        return ""

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Computed cells that are empty because an input they need is empty."""
        return list(self._plan.waiting())

    @cached_property
    def _waits(self) -> dict[tuple[str, int, str], str]:
        return {(found.worksheet, found.row, found.column): found.sentence for found in self.waiting}

    @cached_property
    def _unused(self) -> set[str]:
        return {name for name in self._plan.structure.worksheets if not in_use(self._plan, name)}

    def waits(self, worksheet: str, row: int, column: str) -> bool:
        """Whether an empty computed cell (a Figure: row 0) waits for an input, and is not empty on purpose."""
        return (worksheet, row, column) in self._waits or worksheet in self._unused

    def why_waiting(self, worksheet: str, row: int, column: str) -> str:
        """The sentence that names what a computed cell waits for; empty when it is not told or waits for nothing."""
        return self._waits.get((worksheet, row, column), "")

    def open_points(self, worksheet: str) -> list[OpenPoint]:
        """What is missing, waits and is wrong in one worksheet."""
        if self._is_complete(worksheet):
            return []
        return open_points(self._plan, worksheet, self.missing, self.waiting, self.errors)

    def _is_complete(self, worksheet: str) -> bool:
        """Whether no input is missing and every formula gives numbers only; the whole plan is not looked through."""
        if any(found.worksheet == worksheet for found in self.missing):
            return False
        structure = self._plan.structure
        nodes = [node for node, place in structure.places.items() if place.formula and place.worksheet == worksheet]
        return all(node not in structure.broken and self._plan.values(node).states is None for node in nodes)

    def progress(self, worksheet: str) -> Progress:
        """How far a worksheet is."""
        found = self._progress.get(worksheet)
        if found is None:
            found = self._progress[worksheet] = progress(self._plan, worksheet)
        return found

    def judge(self, seconds: float) -> bool:
        """Find out how far the core worksheets are, for so many seconds and one more; -> whether all are judged."""
        end = time.perf_counter() + seconds
        for process in self._plan.processes:
            for sheet in self.core(process):
                if sheet.name not in self._progress:
                    self.progress(sheet.name)
                    if time.perf_counter() >= end:
                        return False
        return True

    def is_shown(self, sheet: Worksheet) -> bool:
        """Whether a worksheet stands on the guided path: the core ones, and others once they hold data."""
        return sheet.core or in_use(self._plan, sheet.name)

    def core(self, process: Process) -> list[Worksheet]:
        """The main worksheets of a process on the guided path; all of them where none is core."""
        main = main_worksheets(process)
        return [sheet for sheet in main if sheet.core] or main

    def done(self, process: Process) -> tuple[int, int]:
        """How many worksheets of the core path of a process are done, of how many."""
        core = self.core(process)
        return sum(self.progress(sheet.name).done for sheet in core), len(core)


def _judged_alone(sheet: Worksheet) -> bool:
    """Whether done-when looks at nothing but the worksheet's own cells."""
    return not (sheet.done.formula or sheet.done.where or sheet.done.per)


def main_worksheets(process: Process) -> list[Worksheet]:
    """Worksheets with a page of their own."""
    return [sheet for sheet in process.worksheets if not sheet.helper_of]


def page_of(process: Process, sheet: Worksheet) -> list[Worksheet]:
    """The worksheets that share a page, the main one first."""
    main = sheet.helper_of or sheet.title
    ours = [other for other in process.worksheets if other.title == main]
    return ours + [other for other in process.worksheets if other.helper_of == main]

"""Worksheets of an open plan, as scripts read and edit them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..formula.errors import PlanError
from ..model import changes, kinds, own_changes
from ..model.columns import Column
from ..model.inputs import Cell
from ..model.scenario_changes import ResetScenarioCells, SetScenarioCells
from ..model.session import Session
from ..model.sheets import Sheet
from ..model.structure import nearest
from .arguments import takes_what_it_says

PythonValue = Any
"""float, str, bool, datetime.date, None when empty, or a FormulaError."""


@takes_what_it_says
class WorksheetReading:
    """One worksheet of an open plan for reading, as the plan has it or under a scenario."""

    def __init__(self, session: Session, name: str, scenario: str = "") -> None:
        self._session = session
        self._name = name
        self._scenario = scenario

    @property
    def _sheet(self) -> Sheet:
        return self._session.settled().sheet(self._name, self._scenario)

    @property
    def _held(self) -> Sheet:
        """The worksheet for reading what needs no calculation: quick inside `plan.change`."""
        return self._session.plan.sheet(self._name)

    @property
    def title(self) -> str:
        """The title shown to users."""
        return self._sheet.title

    @property
    def columns(self) -> list[str]:
        """Column titles in order."""
        return [column.title for column in self._sheet.columns]

    def rows(self) -> list[int]:
        """Row ids in the order on screen."""
        return self._held.ids

    def row(self, key: str | int) -> int:
        """The row id of a key (several keys joined by “ / ”) or of an id; PlanError when there is none."""
        sheet = self._held
        if isinstance(key, int):
            found = key if key in sheet.ids else None
        else:
            found = sheet.row_of(key)
        if found is None:
            raise PlanError(f"{sheet.title} has no row {key}{nearest(str(key), sheet.key_labels())}.")
        return found

    def value(self, row: int, column: str) -> PythonValue:
        """A cell's value."""
        return self._sheet.value(row, column)

    def column(self, title: str) -> list[PythonValue]:
        """A column's values in row order."""
        return self._sheet.column(title)


@takes_what_it_says
class Worksheet(WorksheetReading):
    """One worksheet of an open plan."""

    def insert(self, cells: Mapping[str, object] | None = None, before: int | None = None) -> int:
        """Insert a row, {column title: value}, at the end or before a row; gives its id."""
        return self.insert_many([cells or {}], before)[0]

    def insert_many(self, rows: Sequence[Mapping[str, object]], before: int | None = None) -> list[int]:
        """Insert rows as one change, all or none; gives their ids in order."""
        known = set(self.rows())
        self._session.apply(changes.InsertRows(self._name, rows, before))
        return [row for row in self.rows() if row not in known]

    def remove(self, row: int, *more: int) -> None:
        """Remove rows, what is generated from them, and empty References to them."""
        self._session.apply(changes.RemoveRows(self._name, (row, *more)))

    def move(self, row: int, before: int | None = None) -> None:
        """Move a row before another, or to the end."""
        self._session.apply(changes.MoveRows(self._name, (row,), before))

    def duplicate(self, row: int) -> int:
        """Copy a row below itself; gives the copy's id."""
        known = set(self.rows())
        self._session.apply(changes.DuplicateRows(self._name, (row,)))
        return next(found for found in self.rows() if found not in known)

    def set(self, row: int, column: str, value: object) -> None:
        """Set one input cell; None or "" empties it."""
        self._session.apply(changes.SetCells(self._name, {(row, column): value}))

    def set_many(self, cells: Mapping[tuple[int, str], object]) -> None:
        """Set input cells, {(row id, column title): value}, as one change."""
        self._session.apply(changes.SetCells(self._name, cells))

    def uses(self, row: int) -> str:
        """What removing a row would touch, in one sentence; empty when nothing."""
        return self._sheet.uses(row)

    def add_column(self, title: str, kind: str = "Number", formula: str = "", unit: str = "", help: str = "") -> None:
        """Add a column of one's own, computed when it has a formula; kinds as in "Score(1..5)"."""
        column = Column(title, kinds.from_words(kind), formula=formula.strip(), unit=unit, help=help)
        self._session.apply(own_changes.AddColumn(self._name, column))

    def edit_column(self, title: str, formula: str) -> None:
        """Give a column of one's own another formula."""
        self._session.apply(own_changes.EditColumn(self._name, title, formula=formula))

    def rename_column(self, title: str, new_title: str) -> None:
        """Rename a column of one's own; formulas follow."""
        self._session.apply(own_changes.RenameColumn(self._name, title, new_title))

    def remove_column(self, title: str) -> None:
        """Remove a column of one's own that no formula names."""
        self._session.apply(own_changes.RemoveColumn(self._name, title))


@takes_what_it_says
class ScenarioWorksheet(WorksheetReading):
    """One worksheet under a scenario: its cells may be changed there, its rows are those of the plan."""

    def set(self, row: int, column: str, value: object) -> None:
        """Set one input cell under the scenario; None or "" empties it, the plan's own value takes it out."""
        self.set_many({(row, column): value})

    def set_many(self, cells: Mapping[tuple[int, str], object]) -> None:
        """Set input cells under the scenario, {(row id, column title): value}, as one change."""
        self._session.apply(SetScenarioCells(self._scenario, self._name, cells))

    def reset(self, row: int, column: str) -> None:
        """Let one cell follow the plan again."""
        self._session.apply(ResetScenarioCells(self._scenario, [Cell(self._held.node(column), row)]))

    def changed(self) -> list[tuple[int, str]]:
        """(row id, column title) of every cell that the scenario changes, in the order on screen."""
        scenario = self._session.plan.scenarios.get(self._scenario)
        layer = scenario.layer if scenario is not None else {}
        titles = [column.title for column in self._held.columns]
        return [(row, title) for row in self.rows() for title in titles if Cell(self._held.node(title), row) in layer]

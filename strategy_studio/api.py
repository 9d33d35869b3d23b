"""The headless API: everything the window can do to a plan, without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .formula.errors import FormulaError, PlanError
from .model import changes, kinds, own_changes
from .model.columns import Column
from .model.findings import Finding
from .model.plan import Plan
from .model.session import Session
from .model.sheets import Sheet
from .model.storage import Entry
from .model.worksheet import Figure, Process
from .model.worksheet import Worksheet as Declaration

if TYPE_CHECKING:
    import networkx
    import numpy as np
    import numpy.typing as npt

AnyPath = str | os.PathLike[str]
PythonValue = Any
"""float, str, bool, datetime.date, None when empty, or a FormulaError."""


class Worksheet:
    """One worksheet of an open plan."""

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._name = name

    @property
    def _sheet(self) -> Sheet:
        return self._session.settled().sheet(self._name)

    @property
    def title(self) -> str:
        """The title shown to users."""
        return self._sheet.title

    @property
    def columns(self) -> list[str]:
        """Column titles in order."""
        return [column.title for column in self._sheet.columns]

    @property
    def _held(self) -> Sheet:
        """The worksheet for reading what needs no calculation: quick inside `plan.change`."""
        return self._session.plan.sheet(self._name)

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
            raise PlanError(f"{sheet.title} has no row {key}.")
        return found

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

    def value(self, row: int, column: str) -> PythonValue:
        """A cell's value."""
        return self._sheet.value(row, column)

    def column(self, title: str) -> list[PythonValue]:
        """A column's values in row order."""
        return self._sheet.column(title)

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


class OpenPlan:
    """An open plan; use it in a `with` block or close it."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __enter__(self) -> OpenPlan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the plan file; every change is in it already."""
        self.session.close()

    @property
    def plan(self) -> Plan:
        """The plan in memory, for reading."""
        return self.session.settled()

    @property
    def title(self) -> str:
        """The name of the plan."""
        return self.session.storage.title

    @property
    def processes(self) -> tuple[Process, ...]:
        """The processes with all worksheets."""
        return self.plan.processes

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The dependency graph of columns and Names; edges carry via, feedback and prior."""
        return self.plan.graph

    @property
    def rounds(self) -> list[str]:
        """Names of the closed rounds, oldest first."""
        return [closed.name for closed in self.plan.rounds]

    def worksheets(self) -> list[str]:
        """Titles of all worksheets in declared order."""
        return [sheet.title for sheet in self.plan.structure.worksheets.values()]

    def worksheet(self, title: str) -> Worksheet:
        """A worksheet by title or underscored form."""
        return Worksheet(self.session, self.plan.sheet(title).name)

    def set(self, name: str, value: object) -> None:
        """Set a Parameter; None restores its default."""
        self.session.apply(changes.SetParameters({name: value}))

    def value(self, name: str) -> PythonValue:
        """The value of a Parameter or Figure."""
        return self.plan.value(name)

    def add_worksheet(
        self,
        title: str,
        process: str,
        columns: Sequence[tuple[str, ...]],
        key: str = "",
        question: str = "",
    ) -> Worksheet:
        """Add a worksheet of one's own; columns are (title, kind) or (title, kind, formula)."""
        declared = tuple(_own_column(column, key) for column in columns)
        if key and not any(column.key for column in declared):
            raise PlanError(f"{title} has no column {key} that could be its key.")
        sheet = Declaration(title, "", question, declared)
        self.session.apply(own_changes.AddWorksheet(process, sheet))
        return self.worksheet(title)

    def rename_worksheet(self, title: str, new_title: str) -> None:
        """Rename a worksheet of one's own; formulas follow."""
        self.session.apply(own_changes.RenameWorksheet(title, new_title))

    def remove_worksheet(self, title: str) -> None:
        """Remove a worksheet of one's own that nothing else names."""
        self.session.apply(own_changes.RemoveWorksheet(title))

    def add_figure(self, name: str, formula: str, kind: str = "Number", help: str = "") -> None:
        """Add a Figure of one's own."""
        figure = Figure(name, formula.strip(), kinds.from_words(kind), help=help)
        self.session.apply(own_changes.AddFigure(figure))

    def edit_figure(self, name: str, formula: str) -> None:
        """Give a Figure of one's own another formula."""
        self.session.apply(own_changes.EditFigure(name, formula))

    def rename_figure(self, name: str, new_name: str) -> None:
        """Rename a Figure of one's own; formulas follow."""
        self.session.apply(own_changes.RenameFigure(name, new_name))

    def remove_figure(self, name: str) -> None:
        """Remove a Figure of one's own that no formula names."""
        self.session.apply(own_changes.RemoveFigure(name))

    @contextmanager
    def change(self, label: str) -> Iterator[None]:
        """Make one change, and one undo step, of all edits inside."""
        with self.session.together(label):
            yield

    def recalculate(self) -> int:
        """Everything from scratch; gives the number of computed columns and Figures."""
        return self.session.recalculate()

    def undo(self) -> str:
        """Take back the last change; gives its label, empty when there is none."""
        return self.session.undo()

    def redo(self) -> str:
        """Put back what was taken back; gives its label, empty when there is none."""
        return self.session.redo()

    def history(self, newest: int = 200) -> list[Entry]:
        """The newest changes, newest first."""
        return self.session.history(newest)

    def close_round(self, name: str) -> None:
        """Freeze all inputs and results under a name; PRIOR() reads them from now on."""
        self.session.apply(own_changes.CloseRound(name))

    def errors(self) -> list[Finding]:
        """Every cell and Name whose value is an error."""
        return self.plan.errors()

    def missing(self) -> list[Finding]:
        """Every required input that is empty in a worksheet in use."""
        return self.plan.missing()

    def precedents(self, node: str, deep: bool = False, feedback: bool = False) -> list[str]:
        """What a column or Name reads: directly, or all the way up; `feedback` adds what comes from the last round."""
        return self._neighbours(node, deep, feedback, up=True)

    def dependents(self, node: str, deep: bool = False, feedback: bool = False) -> list[str]:
        """What reads a column or Name: directly, or all the way down; `feedback` adds the next round."""
        return self._neighbours(node, deep, feedback, up=False)

    def _neighbours(self, text: str, deep: bool, feedback: bool, up: bool) -> list[str]:
        node = self.plan.structure.node_name(text)
        if node is None or node not in self.graph:
            raise PlanError(f"There is no column or Name {text}. Write a column as Sheet_name[Column].")
        found: dict[str, None] = {}
        pending = [node]
        while pending:
            current = pending.pop(0)
            edges = self.graph.in_edges(current, data=True) if up else self.graph.out_edges(current, data=True)
            for source, target, edge in edges:
                other = source if up else target
                if (feedback or not edge["feedback"]) and other not in found:
                    found[other] = None
                    if deep:
                        pending.append(other)
        return list(found)

    def evaluate(
        self, inputs: Mapping[str, npt.ArrayLike], figures: Sequence[str]
    ) -> dict[str, npt.NDArray[np.float64]]:
        """Columns and Names under many cases of numeric inputs, in one pass; the plan stays as it is.

        `inputs` gives arrays (cases, rows) for columns, (cases,) for Names, NaN for an empty cell; results have the
        same shapes, NaN where there is no number.
        """
        from .analysis.cases import evaluate_cases

        return evaluate_cases(self.plan, inputs, figures)

    def export(self, path: AnyPath) -> Path:
        """Write the plan in the format of the suffix: xlsx, csv (a folder), svg, png, pdf; gives the path."""
        from .exchange import export

        return export(self.session, Path(path))

    def import_csv(self, folder: AnyPath) -> None:
        """Take the inputs of a CSV folder that the studio wrote, as one change."""
        from .exchange.csv_folder import import_csv

        import_csv(self.session, Path(folder))


def _own_column(words: tuple[str, ...], key: str) -> Column:
    if len(words) not in (2, 3):
        raise PlanError(f"A column is (title, kind) or (title, kind, formula), not {words!r}.")
    title, kind, formula = (*words, "")[:3]
    is_key = title.casefold() == key.casefold()
    return Column(title, kinds.from_words(kind), formula=formula.strip(), key=is_key, required=is_key)


def create(path: AnyPath, author: str = "") -> OpenPlan:
    """Make a new, empty plan file and open it; PlanError when the file exists."""
    from .store import create as create_file

    return _opened(create_file(Path(path)), author)


def open_plan(path: AnyPath, author: str = "") -> OpenPlan:
    """Open a plan file; PlanError says what is wrong with a file that cannot be opened."""
    from .store import open_plan as open_file

    return _opened(open_file(Path(path)), author)


def sample(path: AnyPath | None = None, name: str = "fenmoor", author: str = "") -> OpenPlan:
    """Build a sample plan (fenmoor, teaching) at a path, or as an unnamed copy."""
    from .exchange.samples import build_sample, sample_title
    from .store import create as create_file
    from .store import unnamed

    storage = unnamed(sample_title(name)) if path is None else create_file(Path(path))
    plan = _opened(storage, author)
    try:
        build_sample(plan.session, name)
    except BaseException:
        plan.close()
        raise
    return plan


def _opened(storage: Any, author: str) -> OpenPlan:
    from .model.kept_trees import KeptTrees
    from .processes import PARAMETERS, PROCESSES
    from .store.folders import data_folder

    trees = KeptTrees(data_folder() / "formulas.json")
    try:
        session = Session(storage, PROCESSES, PARAMETERS, author, trees)
    except BaseException:
        storage.close()
        raise
    for sheet in session.plan.structure.worksheets.values():
        for rule in filter(None, (sheet.done.formula, sheet.done.where)):
            trees(rule)  # parsed when a window shows what is done; kept with the others for the next start
    trees.keep()
    return OpenPlan(session)


__all__ = ["FormulaError", "OpenPlan", "PlanError", "Worksheet", "create", "open_plan", "sample"]

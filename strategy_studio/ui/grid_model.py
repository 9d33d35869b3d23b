"""One worksheet as a Qt table: no cell is kept here, every one is read from the plan when it is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from ..formula.errors import FormulaError
from . import explanation, scenario_texts
from .cell_text import CellText, decimals, is_figure
from .document import Document

if TYPE_CHECKING:
    from ..model.columns import Column
    from ..model.session import Notice

Index = QModelIndex | QPersistentModelIndex
Zone = Literal["key", "input", "computed"]
NOWHERE = QModelIndex()
_JUDGE_MS = 40
"""What waits is found out once the edit is painted, so that typing never waits for it."""


class Role(IntEnum):
    """What the painter asks beyond Qt's own roles."""

    STATE = Qt.ItemDataRole.UserRole + 1
    ZONE = Qt.ItemDataRole.UserRole + 2
    COLUMN = Qt.ItemDataRole.UserRole + 3
    UNIT = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class CellState:
    """How a cell is painted: its zone, what it holds, and whether it feeds or is fed by the current cell.

    `scenario` says that the scenario on view changes it, or that it follows from such a change.
    """

    zone: Zone
    content: Literal["value", "missing", "waits", "error", "empty", "new"]
    trace: Literal["", "prec", "dep"] = ""
    scenario: Literal["", "changed", "follows"] = ""


class WorksheetModel(QAbstractTableModel):
    """Keys first, then typed, then computed columns; a free worksheet ends with an empty row to type into."""

    def __init__(self, document: Document, worksheet: str, texts: CellText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.worksheet = worksheet
        self.texts = texts
        self.trace: dict[str, Literal["prec", "dep"]] = {}
        self._traced: int | None = None  # the id, so that the tint goes where its row goes
        self._decimals: dict[str, int] = {}
        self._missing: set[tuple[int, str]] | None = None
        self._judged = document.completion
        self._judge_soon = QTimer(self, singleShot=True, interval=_JUDGE_MS)
        self._judge_soon.timeout.connect(self._judge_again)
        self._read()
        document.changed.connect(self._refresh)
        document.scenario_changing.connect(self._show_scenario)

    # what the plan holds

    def _read(self) -> None:
        self.sheet = self.document.plan.sheet(self.worksheet, self.document.scenario)
        declared = self.sheet.declaration
        keys = [column for column in declared.columns if column.key]
        rest = [column for column in declared.columns if not column.key]
        self.columns = [*keys, *(c for c in rest if not c.formula), *(c for c in rest if c.formula)]
        self.frozen = len(keys) or 1
        self.free = declared.rows.mode == "free" and not self.document.scenario
        self.ids: list[int] = list(self.sheet.ids)

    def row_id(self, row: int) -> int | None:
        """The id of the row on screen; None for the empty row at the end."""
        return self.ids[row] if 0 <= row < len(self.ids) else None

    def node(self, column: int) -> str:
        """The graph's name of a column."""
        return f"{self.sheet.name}[{self.columns[column].title}]"

    def place(self, row_id: int | None, title: str) -> QModelIndex:
        """The index of a cell by row id and column title; invalid when it is not here."""
        names = [column.title for column in self.columns]
        if row_id not in self.ids or title not in names:
            return QModelIndex()
        return self.index(self.ids.index(row_id), names.index(title))

    def value(self, row: int, column: int) -> Any:
        """The Python value of a cell; None in the empty row."""
        row_id = self.row_id(row)
        return None if row_id is None else self.sheet.value(row_id, self.columns[column].title)

    def locked(self, row: int, column: int) -> str:
        """Why a cell cannot be typed into, as a sentence; empty when it can."""
        row_id = self.row_id(row)
        if row_id is not None:
            return self.sheet.editable(row_id, self.columns[column].title)
        if self.columns[column].formula:
            return self.tr("{0} is computed. Type into the columns it is fed by.").format(self.columns[column].title)
        return ""

    def first_typed(self) -> int:
        """The first column that can be typed into, so that a newcomer can begin; the key where there is none."""
        return next((at for at in range(len(self.columns)) if not self.locked(0, at)), 0)

    def typed(self, row: int, column: int) -> str:
        """A cell as somebody would type it."""
        declared = self.columns[column]
        return self.texts.typed(declared.kind, declared.format, self.value(row, column))

    def places_of(self, column: int) -> int:
        """Decimals of a column, the same in all its cells."""
        node = self.node(column)
        if node not in self._decimals:
            declared = self.columns[column]
            numeric = is_figure(declared.kind, declared.format)
            values = self.document.plan.values(node, self.sheet.scenario) if numeric else None
            self._decimals[node] = decimals(declared.kind, declared.format, values)
        return self._decimals[node]

    # Qt's questions

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids) + self.free

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not self.locked(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            declared = self.columns[column]
            value = self.value(row, column)
            return self.texts.shown(declared.kind, declared.format, value, self.places_of(column))
        if role == Role.STATE:
            return self._state(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.typed(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            return str(section + 1) if section < len(self.ids) else "+"
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Role.UNIT:
            return self._unit(column)
        if role == Role.ZONE:
            return self._zone(column)
        if role == Role.COLUMN:
            return column
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return explanation.column_help(column)
        return None

    # states

    def _zone(self, column: Column) -> Zone:
        if column.key:
            return "key"
        return "computed" if column.formula else "input"

    def _unit(self, column: Column) -> str:
        money = column.kind.name == "Money" or column.format == "money"
        currency = str(self.document.plan.value("Plan_currency") or "") if money else ""
        return " ".join(part for part in (currency, column.unit) if part)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        declared = self.columns[column]
        right = is_figure(declared.kind, declared.format)
        return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)

    def _state(self, row: int, column: int) -> CellState:
        state = self._state_of_value(row, column)
        mark = scenario_texts.mark(self.sheet, self.row_id(row), self.columns[column]) if self.sheet.scenario else ""
        return replace(state, scenario=mark) if mark else state

    def _state_of_value(self, row: int, column: int) -> CellState:
        declared = self.columns[column]
        zone = self._zone(declared)
        if zone == "key" and not self.locked(row, column):
            zone = "input"
        row_id = self.row_id(row)
        if row_id is None:
            return CellState(zone, "new")
        trace: Literal["", "prec", "dep"] = self.trace.get(declared.title, "") if row_id == self._traced else ""
        value = self.value(row, column)
        if isinstance(value, FormulaError):
            return CellState(zone, "error", trace)
        if value is not None:
            return CellState(zone, "value", trace)
        if declared.formula:
            waits = self._judged.waits(self.sheet.name, row_id, declared.title)
            return CellState(zone, "waits" if waits else "empty", trace)
        missing = (row_id, declared.title) in self._missing_cells()
        return CellState(zone, "missing" if missing else "empty", trace)

    def _missing_cells(self) -> set[tuple[int, str]]:
        if self._missing is None:
            self._missing = self.document.completion.missing_cells(self.sheet.name)
        return self._missing

    def _tip(self, row: int, column: int) -> str:
        row_id = self.row_id(row)
        state = self._state(row, column)
        if row_id is None:
            return ""
        title = self.columns[column].title
        instead = ""
        if state.scenario:
            instead = scenario_texts.instead_of(self.sheet, row_id, self.columns[column], self.texts)
        return "\n".join(line for line in (self._reason(row_id, title, state), instead) if line)

    def _reason(self, row_id: int, title: str, state: CellState) -> str:
        """Why a cell is empty, missing or an error."""
        if state.content in ("waits", "empty") and self.sheet.column_named(title).formula:
            return explanation.why_empty(self.document.completion, self.sheet, row_id, title)
        if state.content == "error":
            value = self.sheet.value(row_id, title)
            return f"{title}: {value.code}. {value.reason}"
        if state.content == "missing":
            return self.document.completion.why_missing(self.sheet.name, row_id, title)
        return ""

    def _spoken(self, row: int, column: int) -> str:
        shown = self.data(self.index(row, column)) or self._state(row, column).content
        row_id = self.row_id(row)
        key = self.sheet.key_text(row_id) if row_id is not None else self.tr("new row")
        return f"{self.columns[column].title}, {key}: {shown}"

    # changes of the plan

    def _show_scenario(self) -> None:
        if self.worksheet in self.document.plan.sheets:
            self._decimals.clear()
            self._missing, self._judged = None, self.document.completion
            self.beginResetModel()
            self._read()
            self.endResetModel()

    def set_trace(self, row: int, trace: dict[str, Literal["prec", "dep"]]) -> None:
        """Tint what feeds and is fed by the current cell, in its row."""
        old = self.ids.index(self._traced) if self._traced in self.ids else -1
        self.trace, self._traced = trace, self.row_id(row)
        for changed in {old, row} - {-1}:
            if changed < self.rowCount():
                self.dataChanged.emit(self.index(changed, 0), self.index(changed, self.columnCount() - 1))

    def _judge_again(self) -> None:
        """Show which empty cells wait as the plan is now."""
        self._judged = self.document.completion
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _refresh(self, notice: Notice) -> None:
        self._decimals.clear()
        self._missing = None
        self._judge_soon.start()
        if self.worksheet not in self.document.plan.sheets:
            return
        if notice.structure:
            self.beginResetModel()
            self._read()
            self.endResetModel()
            return
        if self.sheet.name in notice.rows:
            self._take_rows()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _take_rows(self) -> None:
        """Show the new order of rows; rows added or removed in one place keep selection and scroll."""
        new = list(self.sheet.ids)
        old = self.ids
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        gone, come = len(old) - start - end, len(new) - start - end
        if gone and come:
            self.beginResetModel()
            self.ids = new
            self.endResetModel()
        elif come:
            self.beginInsertRows(QModelIndex(), start, start + come - 1)
            self.ids = new
            self.endInsertRows()
        elif gone:
            self.beginRemoveRows(QModelIndex(), start, start + gone - 1)
            self.ids = new
            self.endRemoveRows()

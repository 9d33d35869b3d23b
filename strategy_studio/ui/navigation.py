"""The navigation: map, processes with their progress, worksheets of the open process, further worksheets, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ..model.worksheet import Process, Worksheet
from .appearance import Appearance
from .completion import Completion, main_worksheets
from .document import Document
from .grid_model import NOWHERE, Index
from .navigation_painter import NavigationPainter
from .page_head import state_of

PLACE_ROLE = Qt.ItemDataRole.UserRole + 1
_RESULTS = ("Scorecard", "Strategy review")
_ICONS = {"Scorecard": "gauge", "Strategy review": "list-checks"}


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the navigation: where it leads, how it is drawn, how far it is."""

    kind: Literal["map", "heading", "process", "worksheet", "further", "page"]
    title: str
    target: str = ""
    icon: str = ""
    hue: str = ""
    number: int = 0
    done: int = 0
    wanted: int = 0
    note: str = ""
    opened: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        progress = f", {self.done} of {self.wanted} done" if self.wanted else ""
        return f"{self.title}{progress}{', ' + self.note if self.note else ''}"


class Places(QAbstractListModel):
    """The lines of the navigation as a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: list[Place] = []

    def show_places(self, places: list[Place]) -> None:
        """Show other lines; lines that only changed their progress keep their place."""
        if [(place.kind, place.target) for place in places] == [(place.kind, place.target) for place in self.places]:
            self.places = places
            if places:
                self.dataChanged.emit(self.index(0), self.index(len(places) - 1))
            return
        self.beginResetModel()
        self.places = places
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.places[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return place.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return place.spoken
        return place if role == PLACE_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.places[index.row()].kind == "heading":
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class Navigation(QListView):
    """The list at the left; `chosen(kind, target)` names a map, process or worksheet."""

    chosen = Signal(str, str)

    def __init__(self, document: Document, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places")
        self.setAccessibleName(self.tr("Processes and worksheets"))
        self._document, self._look = document, appearance
        self._open, self._current, self._further = "", "", False
        self._list = Places(self)
        self.setModel(self._list)
        self.setItemDelegate(NavigationPainter(appearance, PLACE_ROLE, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        appearance.changed.connect(self.doItemsLayout)

    def refresh(self) -> None:
        """Read titles and progress from the plan; how far it is only once that has been judged."""
        self._list.show_places(self._lines())
        self._select()

    def show_current(self, process: str, target: str) -> None:
        """Open a process and mark a worksheet (or `map`) as the current place."""
        self._open, self._current = process, target
        self.refresh()

    def _select(self) -> None:
        for row, place in enumerate(self._list.places):
            if place.kind in ("worksheet", "page", "map") and place.target == self._current:
                index = self._list.index(row)
                if self.currentIndex() != index:
                    self.setCurrentIndex(index)
                return
        self.clearSelection()

    def _choose(self, index: QModelIndex) -> None:
        place: Place = index.data(PLACE_ROLE)
        if place.kind == "further":
            self._further = not self._further
            self.refresh()
        elif place.kind != "heading":
            self.chosen.emit("worksheet" if place.kind == "page" else place.kind, place.target)

    def _lines(self) -> list[Place]:
        completion, processes = self._document.completion, self._document.plan.processes
        lines = [Place("map", self.tr("Map"), "map", "map"), Place("heading", self.tr("Processes"))]
        for process in processes:
            if process.number:
                lines += self._process(process, completion)
        lines += self._results()
        lines.append(Place("heading", self.tr("Support")))
        for process in processes:
            if not process.number:
                lines += self._process(process, completion)
        return lines

    def _process(self, process: Process, completion: Completion) -> list[Place]:
        done, wanted = completion.done(process) if self._document.is_judged else (0, 0)
        opened = process.title == self._open
        icon = "" if process.number else "clipboard-check" if "assess" in process.title.lower() else "flag"
        lines = [
            Place("process", process.short or process.title, process.title, icon, process.hue, process.number,
                  done, wanted, opened=opened)
        ]  # fmt: skip
        if not opened:
            return lines
        main = main_worksheets(process)
        shown = [sheet for sheet in main if completion.is_shown(sheet) or sheet.name == self._current]
        shown = shown if any(sheet.core for sheet in main) else main
        lines += [self._worksheet(sheet, completion) for sheet in shown]
        rest = [sheet for sheet in main if sheet not in shown]
        if rest:
            lines.append(
                Place("further", self.tr("Further worksheets"), f"further {process.title}", note=str(len(rest)),
                      opened=self._further)
            )  # fmt: skip
            if self._further:
                lines += [self._worksheet(sheet, completion) for sheet in rest]
        return lines

    def _worksheet(self, sheet: Worksheet, completion: Completion) -> Place:
        icons = {"done": "check", "open": "circle-dashed", "empty": "circle"}
        icon = icons[state_of(completion, sheet)] if self._document.is_judged else ""
        missing = len(completion.missing_cells(sheet.name))
        words = self.tr("1 input missing") if missing == 1 else self.tr("{0} inputs missing").format(missing)
        note = words if missing else ""
        return Place("worksheet", sheet.title, sheet.name, icon, note=note)

    def _results(self) -> list[Place]:
        plan = self._document.plan
        found = {sheet.title: name for name, sheet in plan.structure.worksheets.items() if sheet.title in _RESULTS}
        lines = [Place("page", title, found[title], _ICONS[title]) for title in _RESULTS if title in found]
        return [Place("heading", self.tr("Results")), *lines] if lines else []

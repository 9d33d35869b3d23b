"""The page of a worksheet: head, tabs of its process, formula bar, grid, and the notes beneath it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ..model.inputs import Cell
from ..model.session import Notice
from ..model.sheets import Sheet
from ..model.worksheet import Process, Worksheet
from . import suggested
from .appearance import Appearance
from .cell_text import CellText
from .completion import main_worksheets, page_of
from .document import Document
from .formula_bar import FormulaBar
from .grid_model import WorksheetModel
from .grid_view import WorksheetGrid
from .no_rows import NoRows
from .offers import Offers
from .page_head import PageHead, state_of
from .page_tabs import PageTabs
from .worksheet_notes import WorksheetNotes

_GRID_SHARE = 0.68
_ROOM_FOR_NOTES = 330
"""Below this height, at 100 %, the grid takes all; the notes come back by the divider."""
_TAB_ICONS = {"done": ("check", "on"), "open": ("circle-dashed", "missingline"), "empty": ("circle", "muted")}


def _room_for_icon(size: QSize) -> QIcon:
    """An icon of which nothing is seen: titles of tabs keep their place when the right one comes."""
    clear = QPixmap(size)
    clear.fill(Qt.GlobalColor.transparent)
    return QIcon(clear)


class _Split(QSplitter):
    """Tells when it has another height to share."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class WorksheetPage(QWidget):
    """One page at a time; grids are kept, so that their selection and widths stay."""

    asked_for = Signal(str)
    picked = Signal(object, int, str)
    explain_name = Signal(str)
    wanted = Signal(object)
    stepped = Signal(int)
    refused = Signal(str)
    why_wanted = Signal()
    propose = Signal()

    def __init__(
        self, document: Document, appearance: Appearance, texts: CellText, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document, self._look, self._texts = document, appearance, texts
        self._grids: dict[str, WorksheetGrid] = {}
        self.name = ""
        self.head = PageHead(appearance)
        self.tabs = PageTabs(appearance, "", self.tr("Worksheets of this process"))
        self.helpers = PageTabs(appearance, "helpers", self.tr("Tables on this page"))
        self.bar = FormulaBar(document, appearance, texts)
        self.offers, self.no_rows = Offers(document, appearance), NoRows(document, appearance)
        self._stack = QStackedWidget()
        self.notes = WorksheetNotes(document, appearance, texts)
        self._split = split = _Split(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.addWidget(self._stack)
        split.addWidget(self.notes)
        split.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.head, self.tabs, self.helpers, self.offers, self.no_rows, self.bar):
            layout.addWidget(part)
        layout.addWidget(split, 1)
        self._divided = False
        self._connect()

    def _connect(self) -> None:
        self._split.splitterMoved.connect(self._keep_division)
        self._split.resized.connect(self._share_height)
        self.head.back.connect(lambda: self.stepped.emit(-1))
        self.head.forward.connect(lambda: self.stepped.emit(1))
        self.tabs.currentChanged.connect(lambda at: self._tab_chosen(self.tabs, at))
        self.helpers.currentChanged.connect(lambda at: self._tab_chosen(self.helpers, at))
        self.bar.refused.connect(self.refused)
        self.offers.propose.connect(self.propose)
        self.offers.accept_all.connect(self._accept_all)
        self.no_rows.wanted.connect(self.asked_for)
        self.no_rows.add_row.connect(lambda: self.grid.insert_row())
        self.bar.entered.connect(self._focus_grid)
        self.notes.go_to.connect(self.wanted)
        self.notes.explain_name.connect(self.explain_name)
        self._document.settled.connect(self._changed)
        self._document.judged.connect(self._show_progress)
        self._look.changed.connect(self._mark_tabs)

    # showing

    @property
    def grid(self) -> WorksheetGrid:
        """The grid on view."""
        return self._grids[self.name]

    @property
    def sheet(self) -> Sheet:
        """The worksheet on view."""
        return self._document.plan.sheet(self.name)

    def show_worksheet(self, name: str) -> None:
        """Show a worksheet, with the tabs of its process and page."""
        self.name = name
        sheet, process = self.sheet, self.sheet.process
        page = page_of(process, sheet.declaration)
        self.head.show_worksheet(process, sheet.declaration)
        self._fill_tabs(process, page[0] if page else sheet.declaration)
        self._show_progress()
        self.helpers.show_tabs([(each.title, each.name) for each in page] or [(sheet.title, name)], name)
        self.helpers.setVisible(len(page) > 1)
        grid = self._grid(name)
        self._stack.setCurrentWidget(grid)
        self.notes.show_worksheet(sheet)
        self.offers.show_worksheet(name)
        self.no_rows.show_worksheet(name)
        self._share_height()
        self._pick(grid.currentIndex())
        if not grid.worksheet().rowCount():
            self.bar.show_cell(QModelIndex())
            self.picked.emit(sheet, 0, "")

    def _keep_division(self) -> None:
        self._divided = True

    def _share_height(self) -> None:
        """Give the grid the height of its rows, up to most of the page, until somebody moves the divider."""
        grid = self._grids.get(self.name)
        if self._divided or grid is None:
            return
        height = self._split.height()
        wanted = height
        if height >= self._look.px(_ROOM_FOR_NOTES):
            wanted = min(grid.wanted_height(), round(height * _GRID_SHARE))
        self._split.setSizes([wanted, height - wanted])

    def _fill_tabs(self, process: Process, current: Worksheet) -> None:
        completion = self._document.completion
        shown = [sheet for sheet in main_worksheets(process) if completion.is_shown(sheet) or sheet == current]
        self.tabs.show_tabs([(sheet.title, sheet.name) for sheet in shown], current.name)

    def _show_progress(self) -> None:
        """Show how far the process and each worksheet of it is, once that is known."""
        if self._document.is_judged:
            self.head.show_progress(self.sheet.process, self._document.completion)
        self._mark_tabs()

    def _mark_tabs(self) -> None:
        sheets, completion = self._document.plan.structure.worksheets, self._document.completion
        room = None if self._document.is_judged else _room_for_icon(self.tabs.iconSize())
        for place in range(self.tabs.count()):
            sheet = sheets.get(str(self.tabs.tabData(place)))
            if sheet is not None:
                mark = room if room else self._look.icon(*_TAB_ICONS[state_of(completion, sheet)])
                self.tabs.setTabIcon(place, mark)
                self.tabs.setTabToolTip(place, sheet.question)
        self.tabs.fit()

    def _tab_chosen(self, bar: QTabBar, at: int) -> None:
        if at >= 0:
            self.asked_for.emit(str(bar.tabData(at)))

    def _grid(self, name: str) -> WorksheetGrid:
        found = self._grids.get(name)
        if found is None:
            model = WorksheetModel(self._document, name, self._texts, self)
            found = self._grids[name] = WorksheetGrid(model, self._look, self)
            found.picked.connect(self._pick)
            found.formula_wanted.connect(self.bar.edit)
            found.why_wanted.connect(self.why_wanted)
            self._stack.addWidget(found)
        return found

    # the current cell

    def _pick(self, index: QModelIndex) -> None:
        model = index.model()
        if not isinstance(model, WorksheetModel) or model.worksheet != self.name:
            return
        self.bar.show_cell(index)
        row_id = model.row_id(index.row())
        if row_id is None:
            model.set_trace(-1, {})
            self.picked.emit(model.sheet, 0, "")
            return
        title = model.columns[index.column()].title
        model.set_trace(index.row(), self._trace(model, index.column()))
        self.picked.emit(model.sheet, row_id, title)

    def _trace(self, model: WorksheetModel, column: int) -> dict[str, Literal["prec", "dep"]]:
        """Which columns of the same row feed the current one, and which it feeds."""
        plan, node, found = self._document.plan, model.node(column), {}
        places, here = plan.structure.places, model.sheet.name
        for read in plan.structure.reads.get(node, ()):
            place = places[read.node]
            if place.column is not None and place.worksheet == here and not read.prior:
                found[place.column.title] = "prec"
        for dependent in plan.calculation.dependents(node):
            place = places[dependent]
            if place.column is not None and place.worksheet == here:
                found[place.column.title] = "dep"
        return found  # type: ignore[return-value]

    def go_to(self, row_id: int, column: str) -> None:
        """Make a cell of this worksheet the current one."""
        self.grid.go_to(row_id, column)

    def show_name(self, name: str) -> None:
        """Show a Figure or Parameter in the formula bar."""
        self.bar.show_name(name)

    def current_cell(self) -> Cell | None:
        """The Name or cell that the formula bar shows; None when there is none."""
        if self.bar.name:
            return Cell(self.bar.name)
        model, index = self.grid.worksheet(), self.grid.currentIndex()
        row_id = model.row_id(index.row()) if index.isValid() else None
        return Cell(model.node(index.column()), row_id) if row_id is not None else None

    def _accept_all(self) -> None:
        model = self.grid.worksheet()
        here = suggested.on_worksheet(self._document, self.name)
        self.grid.make(lambda: suggested.accept(model, here))
        self.grid.setFocus()  # the button goes

    def show_again(self) -> None:
        """Show what is current once more, after another scenario came on view."""
        self.offers.refresh()
        self.no_rows.refresh()
        if self.bar.name:
            self.bar.show_name(self.bar.name)
        else:
            self._pick(self.grid.currentIndex())

    def _focus_grid(self) -> None:
        self.grid.setFocus()

    # changes of the plan

    def _changed(self, notice: Notice) -> None:
        names = self._document.plan.structure.worksheets
        for gone in [name for name in self._grids if name not in names]:
            self._stack.removeWidget(self._grids[gone])
            self._grids.pop(gone).deleteLater()
        if self.name not in names:
            return
        shown = self.bar.name
        if notice.structure:
            self.show_worksheet(self.name)
        elif self.sheet.name in notice.rows:
            self._share_height()
        if shown in self._document.plan.structure.places:
            self.bar.show_name(shown)
            return
        self.bar.show_cell(self.grid.currentIndex())

    def refresh(self) -> None:
        """Show progress, figures and open points as they are now."""
        self._show_progress()
        self.notes.refresh()
        self.offers.refresh()
        self.no_rows.refresh()

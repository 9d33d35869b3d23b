"""An open plan on screen: navigation, map or worksheet page, inspector, and the ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QStackedWidget, QWidget

from ..model.sheets import Sheet
from . import focus_walk, scenario_texts
from .appearance import Appearance
from .band import Band
from .cell_text import CellText
from .completion import main_worksheets
from .document import Document
from .explanation import Spot
from .inspector import Inspector
from .navigation import Navigation
from .parts import boxed, column
from .round_news import RoundNews
from .worksheet_page import WorksheetPage

if TYPE_CHECKING:
    from ..model.inputs import Cell
    from .map_view import MapView
    from .why_dock import WhyDock

_REST_MS = 60
_PAGE_WIDTH = 620
"""What a page needs at 100 % before the inspector may stand beside it."""


class Workspace(QMainWindow):
    """Everything of one plan; `refused` carries sentences, `moved` says that another page is on view.

    `propose` asks for findings of the strategy review. It is a window within the window, for docks beside the pages.
    """

    refused = Signal(str)
    moved = Signal()
    propose = Signal()

    def __init__(
        self, document: Document, appearance: Appearance, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)  # a part of its parent; the constructor would make it a window
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAnimated(False)
        self.document, self._look, self._settings = document, appearance, settings
        texts = CellText()
        # From the outside in: Qt styles a part anew, with all that is in it, whenever it is put into another.
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setHandleWidth(1)
        self.setCentralWidget(self.split)
        self.navigation = Navigation(document, appearance)
        self._map: MapView | None = None
        self._why: WhyDock | None = None
        self._stack = QStackedWidget()
        self.band = Band(appearance, "git-compare", "scenarioline", "scenario")
        self.band.add(self.tr("Back to the plan"), lambda: document.show_scenario(""))
        self.news = RoundNews(document, appearance)
        self._side = boxed(column(self.navigation, margins=(0, 8, 1, 8)), "navigation")
        self.split.addWidget(self._side)
        self.split.addWidget(boxed(column(self.news, self.band, self._stack, gap=0)))
        self.page = WorksheetPage(document, appearance, texts, self._stack)
        self._stack.addWidget(self.page)
        self.inspector = Inspector(document, appearance, texts)
        self.inspector.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.split.addWidget(self.inspector)
        self.split.setStretchFactor(1, 1)
        self._inspects: bool | None = None
        self._to_explain: tuple[Sheet, int, str] | None = None
        self._explain_soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._refresh_soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._connect()
        self._resize()
        self.open_worksheet(self._path()[0])

    def _connect(self) -> None:
        self.navigation.chosen.connect(self._chosen)
        self.page.asked_for.connect(self.open_worksheet)
        self.page.stepped.connect(self.step)
        self.page.picked.connect(self._picked)
        self.page.explain_name.connect(self._explain_name)
        self.page.wanted.connect(self.go_to)
        self.page.why_wanted.connect(self.ask_why)
        self.page.propose.connect(self.propose)
        self.news.go_to.connect(self.go_to)
        self.inspector.why.connect(self.ask_why)
        for band in (self.band, self.news, self.page.offers, self.page.no_rows):
            band.left.connect(self.focus_middle)
        self.document.scenario_shown.connect(self._show_scenario)
        self.page.refused.connect(self.refused)
        self.inspector.go_to.connect(self.go_to)
        self.document.refused.connect(self.refused)
        self.document.settled.connect(self._changed)
        self.document.judged.connect(self.navigation.refresh)
        self._look.changed.connect(self._resize)
        self._explain_soon.timeout.connect(self._explain)
        self._refresh_soon.timeout.connect(self._refresh)

    def _resize(self) -> None:
        side, panel = self._look.size("navigation"), self._look.size("inspector")
        self._side.setMinimumWidth(side)
        self.inspector.setMinimumWidth(panel)
        self.inspector.setMaximumWidth(panel + self._look.px(56))
        self._make_room()
        beside = self._why_width() + (0 if self.inspector.isHidden() else panel)
        self.split.setSizes([side, max(400, self.width() - side - beside), panel])
        self.inspector.refresh()
        self.page.notes.refresh()

    @property
    def map(self) -> MapView:
        """The map, made when it is first looked at."""
        if self._map is None:
            from .map_view import MapView

            self._map = MapView(self.document, self._look, self.document.session.storage.title)
            self._map.opened.connect(self._open_node)
            self._stack.addWidget(self._map)
        return self._map

    @property
    def why(self) -> WhyDock:
        """The dock that explains differences, made when it is first asked for."""
        if self._why is None:
            from .why_dock import WhyDock

            self._why = WhyDock(self.document, self._look, self._settings, self)
            self._why.panel.go_to.connect(self.go_to)
            self._why.closed.connect(self._leave_why)
            self._why.topLevelChanged.connect(self._why_turned)
            self._why.dockLocationChanged.connect(lambda _: self._make_room())
        return self._why

    def ask_why(self, cell: Cell | None = None) -> None:
        """Ask why a cell or Name differs; without one, the Name or cell on view."""
        cell = cell or self.page.current_cell()
        if cell is None:
            self.refused.emit(self.tr("Choose a computed number first, then ask why it differs."))
            return
        dock = self.why
        if self.shows_grid:
            self._show_inspector(dock.ask_for_width())
        self._show_navigation(not dock.crowds())
        self.split.refresh()  # the window need not grow for a panel that has just gone
        dock.come()
        dock.panel.ask(cell)

    def _leave_why(self) -> None:
        self._make_room()
        self.window().activateWindow()
        self.focus_middle()

    def focus_middle(self) -> None:
        """Give the keyboard to the grid, or to the map."""
        (self.page.grid if self.shows_grid else self.map).setFocus()

    def _why_turned(self, floating: bool) -> None:
        self._make_room()
        if floating:
            self.focus_middle()  # what had the keyboard may have left the window

    def _why_width(self) -> int:
        """What the dock takes of the width; 0 while it is hidden, at the foot or a window of its own."""
        return 0 if self._why is None or self._why.isHidden() else self._why.ask_for_width()

    def _make_room(self) -> None:
        if self.shows_grid:
            self._show_inspector(self._why_width())
        dock = None if self._why is None or self._why.isHidden() else self._why
        self._show_navigation(dock is None or not dock.crowds())
        if dock is not None:
            dock.fit()

    def _show_navigation(self, wanted: bool) -> None:
        """On a small screen it steps aside for the explanation, and is back when that is closed."""
        had = not wanted and self.navigation.isAncestorOf(QApplication.focusWidget() or self)
        self._side.setVisible(wanted)
        if had:
            self.focus_middle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing else wanted closes the explanation, then the news of a closed round."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._why is not None and not self._why.isHidden():
            self._why.close()
        elif not self.news.isHidden():
            self.news.leave()

    def next_part(self, by: int) -> None:
        """Give the keyboard to the next part of the page, or to the one before."""
        page = self.page
        middle: list[QWidget] = [page.head, page.tabs, page.helpers, page.offers, page.no_rows, page.bar, page.grid,
                                 page.notes]  # fmt: skip
        if not self.shows_grid:
            middle = [self.map]
        parts = [self.navigation, self.news, self.band, *middle, self.inspector]
        focus_walk.step(parts if self._why is None else [*parts, self._why], by)
        if self._why is not None and self._why.isFloating():
            focus = QApplication.focusWidget()
            (self._why if focus is not None and self._why.isAncestorOf(focus) else self.window()).activateWindow()

    def rest(self) -> None:
        """Begin nothing any more: the plan is about to be closed. What is being typed is taken first."""
        if self.shows_grid and self.page.grid.isAncestorOf(QApplication.focusWidget() or self):
            self.page.grid.setFocus()
        if self._why is not None:
            self._why.rest()
            self._why.hide()
        for timer in (self._explain_soon, self._refresh_soon):
            timer.stop()

    # going places

    def open_worksheet(self, name: str) -> None:
        """Show a worksheet by its underscored title."""
        self.page.show_worksheet(name)
        self._stack.setCurrentWidget(self.page)
        self._show_inspector(self._why_width())
        self.inspector.chart.show_worksheet(name)
        sheet = self.page.sheet
        self.navigation.show_current(sheet.process.title, name)
        path = self._path()
        self.page.head.back_button.setEnabled(name not in path[:1])
        self.page.head.next_button.setEnabled(name not in path[-1:])
        self.moved.emit()

    def open_map(self) -> None:
        """Show the map."""
        self._stack.setCurrentWidget(self.map)
        self.inspector.hide()
        self.map.setFocus()
        self.navigation.show_current("", "map")
        self.moved.emit()

    def toggle_inspector(self) -> None:
        """Show or hide the panel at the right, on this and the following pages."""
        self._inspects = self.inspector.isHidden()
        self._show_inspector(self._why_width())

    def _show_inspector(self, asks: int = 0) -> None:
        """As the user said; before that, where the page keeps enough room; `asks` is what a dock takes beside it."""
        look = self._look
        room = self.width() - look.size("navigation") - asks - look.size("inspector") >= look.px(_PAGE_WIDTH)
        self.inspector.setVisible(room and self._inspects is not False if asks else
                                  room if self._inspects is None else self._inspects)  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @property
    def shows_grid(self) -> bool:
        """Whether a worksheet is on view, not the map."""
        return self._stack.currentWidget() is self.page

    def go_to(self, spot: Spot) -> None:
        """Show a cell, a column or a Figure where it stands."""
        plan = self.document.plan
        if spot.worksheet:
            self.open_worksheet(spot.worksheet)
        if spot.column in plan.structure.places:
            self._explain_name(spot.column)
            return
        ids = self.page.sheet.ids
        row_id = spot.row if spot.row in ids else ids[0] if ids else 0
        self.page.go_to(row_id, spot.column)

    def go_to_first_missing(self) -> None:
        """Show the first missing input: of this worksheet, else of the plan."""
        missing = self.document.completion.missing
        here = [found for found in missing if found.worksheet == self.page.name]
        for found in (here or missing)[:1]:
            self.go_to(Spot(found.worksheet, found.row, found.column))

    def step(self, by: int) -> None:
        """Walk the guided path: the core worksheets of all processes in order."""
        path = self._path()
        main = self.page.sheet.declaration.helper_of.replace(" ", "_") or self.page.name
        place = path.index(main) + by if main in path else self._nearest(path, main)
        if 0 <= place < len(path):
            self.open_worksheet(path[place])

    def _path(self) -> list[str]:
        completion, processes = self.document.completion, self.document.plan.processes
        return [sheet.name for process in processes for sheet in completion.core(process)]

    def _nearest(self, path: list[str], name: str) -> int:
        """Where the path goes on from a worksheet that is not on it: the next core one of the plan's order."""
        order = list(self.document.plan.structure.worksheets)
        later = [at for at, other in enumerate(path) if order.index(other) > order.index(name)]
        return later[0] if later else len(path) - 1

    def _chosen(self, kind: str, target: str) -> None:
        if kind == "map":
            self.open_map()
        elif kind == "process":
            self._open_node(target)
        else:
            self.open_worksheet(target)
        if self.shows_grid:
            self.page.grid.setFocus()  # as in Excel: who picks a worksheet goes on typing in it

    def _open_node(self, node: str) -> None:
        """Open what a box of the map or a line of the navigation stands for."""
        plan = self.document.plan
        if node in plan.structure.worksheets:
            self.open_worksheet(node)
            return
        if node in plan.structure.places:
            place = plan.structure.places[node]
            self.go_to(Spot(place.worksheet, 0, place.column.title if place.column else node))
            return
        for process in plan.processes:
            sheets = self.document.completion.core(process)
            inside = [sheet for sheet in main_worksheets(process) if sheet.component == node]
            found = sheets if process.title == node else inside
            if found:
                self.open_worksheet(found[0].name)
                return

    def _picked(self, sheet: Sheet, row_id: int, column: str) -> None:
        """Explain the cell once the hands rest, so that keys are never held up."""
        self._to_explain = (sheet, row_id, column)
        self._explain_soon.start()

    def _explain_name(self, name: str) -> None:
        self._to_explain = None
        self.inspector.show_name(name)
        self.page.show_name(name)

    def _explain(self) -> None:
        if self._to_explain is not None:
            sheet, row_id, column = self._to_explain
            self._to_explain = None
            if row_id in sheet.ids:
                self.inspector.show_cell(sheet, row_id, column)
            else:
                self.inspector.show_nothing()

    def _changed(self) -> None:
        if self.page.name not in self.document.plan.structure.worksheets:
            self.open_worksheet(self._path()[0])
        self._refresh_soon.start()

    def _show_scenario(self) -> None:
        scenario = self.document.scenario
        self.band.tell(scenario_texts.band_sentence(self.document.plan, scenario) if scenario else "")
        self.page.show_again()
        self._refresh_soon.start()

    def _refresh(self) -> None:
        self.navigation.refresh()
        self.page.refresh()
        if self._to_explain is None:
            self.inspector.refresh()

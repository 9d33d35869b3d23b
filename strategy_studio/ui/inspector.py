"""Explain this number: the value, its formula, what feeds it, what it feeds, and who changed it last."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..model.inputs import Cell
from ..model.sheets import Sheet
from ..model.storage import Entry
from . import explanation, own_formulas, scenario_texts
from .appearance import Appearance
from .cell_text import CellText, user_locale
from .chart_panel import ChartPanel
from .document import Document
from .explanation import Explanation, Link
from .parts import boxed, button, clear, column, label, line, picture, row, scrolling

_LINKS = 6
"""So many lines of *Fed by* and of *Feeds* are shown at once; the others are a click away."""
_MARGIN = 14
_MIDDLE = Qt.TextElideMode.ElideMiddle


class Inspector(QWidget):
    """The panel at the right; `go_to(Spot)` follows a line of *Fed by* or *Feeds*, `why(Cell)` asks about a number."""

    go_to = Signal(object)
    why = Signal(object)

    def __init__(self, document: Document, appearance: Appearance, texts: CellText) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self._document, self._look, self._texts = document, appearance, texts
        self._shown: tuple[Sheet | None, int, str] | None = None
        self._body = QVBoxLayout()
        self._body.setContentsMargins(_MARGIN, 10, _MARGIN, 14)
        self._body.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        head = boxed(row(label(self.tr("Explain this number"), "section"), 1, margins=(_MARGIN, 10, _MARGIN, 10)))
        whole.addWidget(head)
        whole.addWidget(line())
        self.chart = ChartPanel(document, appearance)
        both = QVBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(boxed(self._body))
        both.addWidget(boxed(row(self.chart, margins=(_MARGIN, 0, _MARGIN, 14))))
        both.addStretch(1)
        whole.addWidget(scrolling(boxed(both)), 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what belongs here."""
        self._shown = None
        clear(self._body)
        self._body.addWidget(
            label(self.tr("Pick a cell or a Figure to see where it comes from."), ink="muted", wrap=True)
        )
        self._body.addStretch(1)

    def show_cell(self, sheet: Sheet, row_id: int, title: str) -> None:
        """Explain one cell."""
        self._shown = (sheet, row_id, title)
        column = sheet.column_named(title)
        planned = ""
        if scenario_texts.mark(sheet, row_id, column):
            planned = scenario_texts.instead_of(sheet, row_id, column, self._texts)
        cell = Cell(sheet.node(title), row_id) if column.formula else None
        document = self._document
        shown = explanation.explain_cell(document.plan, document.completion, sheet, row_id, title, self._texts)
        self._show(shown, cell, planned)
        heading = self.tr("Last change in the plan") if planned else self.tr("Last change")
        self._last_change(heading, self._document.session.storage.last_change(row_id, column.stored_as))
        self._body.addStretch(1)

    def show_name(self, name: str) -> None:
        """Explain a Figure or Parameter."""
        self._shown = (None, 0, name)
        plan, scenario = self._document.plan, self._document.scenario
        value, planned = plan.value(name), ""
        if plan.value(name, scenario) != value:
            planned = scenario_texts.plan_says(explanation.value_text(plan, name, value, self._texts))
        cell = Cell(name) if name in plan.figures else None
        shown = explanation.explain_name(plan, self._document.completion, name, self._texts, scenario)
        self._show(shown, cell, planned)
        if name in own_formulas.own_figures(self._document.plan):
            from ..model.own_changes import RemoveFigure

            remove = button(self.tr("Remove this Figure"), lambda: self._document.apply(RemoveFigure(name)))
            self._body.addWidget(boxed(row(remove, 1)))
        self._body.addStretch(1)

    def refresh(self) -> None:
        """Explain the same thing again after a change of the plan."""
        if self._shown is None:
            return
        sheet, row_id, title = self._shown
        plan = self._document.plan
        if sheet is None:
            self.show_name(title) if title in plan.structure.places else self.show_nothing()
        elif sheet.name in plan.sheets and row_id in sheet.ids and title in [one.title for one in sheet.columns]:
            self.show_cell(plan.sheet(sheet.name, self._document.scenario), row_id, title)
        else:
            self.show_nothing()

    def _show(self, shown: Explanation, cell: Cell | None, planned: str) -> None:
        self.setUpdatesEnabled(False)
        clear(self._body)
        self._body.addWidget(label(shown.title, "small", "muted", wrap=True))
        words = not shown.number
        value = label(shown.value, "section" if words else "figure", wrap=words)
        value.setAccessibleName(f"{shown.title}: {shown.value} {shown.unit}")
        self._body.addWidget(boxed(row(value, label(shown.unit, "small", "muted"), 1, gap=6)))
        if planned:
            self._body.addWidget(boxed(row(label(planned, "small", "scenario"), 1)))
        if cell is not None and shown.number:
            ask = button(self.tr("Why?"), lambda: self.why.emit(cell), flat=True)
            ask.setToolTip(self.tr("What explains the difference to the plan, a scenario or a round (Alt+W)"))
            self._body.addWidget(ask)
        if shown.formula:
            self._body.addWidget(self._formula(shown.formula))
        if shown.note:
            self._body.addWidget(label(shown.note, "small", "muted", wrap=True))
        self._links(self.tr("Fed by"), "arrow-right-to-line", "prec", shown.fed_by)
        self._links(self.tr("Feeds"), "arrow-right-from-line", "dep", shown.feeds)
        self.setUpdatesEnabled(True)

    def _formula(self, formula: str) -> QLabel:
        """The formula, breakable after its operators so that it stays inside the panel."""
        broken = formula
        for sign in "*+-/,&(":
            broken = broken.replace(sign, f"{sign}\u200b")
        shown = label(broken, "small", wrap=True)
        shown.setAccessibleName(formula)
        return shown

    def _section(self, title: str, icon: str, role: str) -> None:
        self._body.addSpacing(6)
        self._body.addWidget(line())
        self._body.addSpacing(2)
        self._body.addWidget(boxed(row(picture(self._look, icon, role), label(title, "heading"), 1)))

    def _links(self, title: str, icon: str, role: str, links: tuple[Link, ...]) -> None:
        if not links:
            return
        self._section(title, icon, f"{role}line")
        shown = len(links) if len(links) == _LINKS + 1 else _LINKS
        for link in links[:shown]:
            self._body.addWidget(self._link(link, role))
        if links[shown:]:
            rest = boxed(column(*(self._link(link, role) for link in links[shown:]), gap=6))
            rest.hide()
            more = button(self.tr("Show {0} more").format(len(links) - shown), rest.show, flat=True)
            more.clicked.connect(more.hide)
            self._body.addWidget(more)
            self._body.addWidget(rest)

    def _link(self, link: Link, role: str) -> QPushButton:
        value = self.tr("last round") if link.last_round else link.value
        made = QPushButton()
        made.setProperty("link", role)
        made.setAccessibleName(f"{link.title} {value}")
        made.setToolTip(link.title)
        inner = QHBoxLayout(made)
        inner.setContentsMargins(11, 0, 2, 0)
        shown = label(value, "small" if link.last_round else "body", "muted" if link.last_round else "")
        room = self._look.size("inspector") - 2 * _MARGIN - 40 - shown.sizeHint().width()
        title = label(self._fitted(link.title, room))
        inner.addWidget(title)
        inner.addStretch(1)
        inner.addWidget(shown)
        made.clicked.connect(lambda _=False, spot=link.spot: self.go_to.emit(spot))
        return made

    def _fitted(self, title: str, room: int) -> str:
        """A title in the room there is: of “Worksheet: Column” the worksheet gives way first."""
        metrics = self.fontMetrics()
        worksheet, colon, column = title.rpartition(": ")
        left = room - metrics.horizontalAdvance(colon + column)
        if colon and left >= metrics.horizontalAdvance("MMM"):
            return metrics.elidedText(worksheet, Qt.TextElideMode.ElideRight, left) + colon + column
        return metrics.elidedText(title, _MIDDLE, room)

    def _last_change(self, heading: str, entry: Entry | None) -> None:
        if entry is None:
            return
        self._section(heading, "history", "text")
        self._body.addWidget(label(entry.label, "small", wrap=True))
        self._body.addWidget(label(f"{entry.author}, {local_time(entry.at)}", "small", "muted", wrap=True))


def local_time(utc: str) -> str:
    """A time of the journal on this computer's clock, in the user's locale."""
    try:
        when = datetime.fromisoformat(utc.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return utc
    return user_locale().toString(QDateTime.fromSecsSinceEpoch(int(when.timestamp())), QLocale.FormatType.ShortFormat)

"""On a worksheet without rows: where its rows come from, and the button that leads there."""

from __future__ import annotations

from PySide6.QtCore import Signal

from .appearance import Appearance
from .band import Band
from .document import Document


class NoRows(Band):
    """A band over the grid, hidden where there is a row; `wanted` names the worksheet to go to."""

    wanted = Signal(str)
    add_row = Signal()

    def __init__(self, document: Document, appearance: Appearance) -> None:
        super().__init__(appearance, "plus", "accent")
        self._document = document
        self._worksheet = self._source = ""
        self.add_button = self.add(self.tr("Add row"), self.add_row.emit)
        self.go_button = self.add("", lambda: self.wanted.emit(self._source))

    def show_worksheet(self, name: str) -> None:
        """Show what to do on a worksheet, if it has no rows."""
        self._worksheet = name
        self.refresh()

    def refresh(self) -> None:
        """Look anew whether there is a row."""
        sheet = self._document.plan.sheets.get(self._worksheet)
        if sheet is None or len(sheet) or sheet.declaration.rows.mode == "fixed":
            self.tell("")
            return
        free, scenario = sheet.declaration.rows.mode == "free", self._document.scenario
        self.add_button.setVisible(free and not scenario)
        self.go_button.setVisible(not free)
        if free:
            self.tell(
                self.tr("No row yet. Rows are added in the plan, not under a scenario.")
                if scenario
                else self.tr("No row yet. Type into the row marked +, or paste cells from Excel.")
            )
            return
        titles = [
            self._document.plan.sheet(source.partition("[")[0]).title for source in sheet.declaration.rows.sources
        ]
        self._source = self._first_empty(sheet.declaration.rows.sources)
        self.go_button.setText(self.tr("Go to {0}").format(self._document.plan.sheet(self._source).title))
        words = self.tr("No row yet: there is one for each row of {0}, and it comes by itself.")
        if len(titles) > 1:
            words = self.tr("No row yet: there is one for each pair of rows of {0}, and it comes by itself.")
        self.tell(words.format(self.tr(" and ").join(titles)))

    def _first_empty(self, sources: tuple[str, ...]) -> str:
        """The worksheet whose rows are wanted first, by its underscored title."""
        names = [self._document.plan.sheet(source.partition("[")[0]).name for source in sources]
        return next((name for name in names if not len(self._document.plan.sheet(name))), names[0])

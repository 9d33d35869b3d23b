"""Asking for a column or Figure of the user's own: a form that stays open, with the sentence, until it is taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from ..formula.errors import PlanError
from ..model.changes import Change
from ..model.columns import Column
from ..model.kinds import from_words
from ..model.own_changes import AddColumn, AddFigure, RemoveColumn, RenameColumn
from ..model.worksheet import Figure
from .document import Document
from .own_formulas import placed, stripped
from .parts import Choices, button, label, row

_KINDS = (
    "Number", "Whole number", "Percent", "Money", "Text", "Long text", "Date", "Yes/No", "Link", "Score(0..5)",
    "Choice(High, Low)",
)  # fmt: skip
_FIGURE_KINDS = ("Number", "Percent", "Money", "Text", "Date")


def _text(words: str) -> str:
    return QCoreApplication.translate("OwnDialog", words)


class OwnDialog(QDialog):
    """A form whose primary button applies one Change; `taken` says that it was done, `changed` whether it mattered."""

    taken = Signal()

    def __init__(self, document: Document, title: str, verb: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(500)
        self._document = document
        self._make: Callable[[], Change] | None = None
        self.changed = False
        self.formula: QLineEdit | None = None
        self.node: Callable[[], str] = str
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.sentence = label(ink="off", wrap=True)
        self.sentence.hide()
        self.take = button(verb, self._take, primary=True)
        self.take.setDefault(True)
        self._box = layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(self.sentence)

    def line(self, words: str, hint: str = "", value: str = "") -> QLineEdit:
        """Add a field for a text."""
        made = QLineEdit(value)
        made.setPlaceholderText(hint)
        made.setAccessibleName(words)
        self._form.addRow(words, made)
        return made

    def choice(self, words: str, choices: tuple[str, ...]) -> QComboBox:
        """Add a field for one of the words, or another of the same form."""
        made = Choices()
        made.addItems(choices)
        made.setEditable(True)
        made.setAccessibleName(words)
        self._form.addRow(words, made)
        return made

    def say(self, words: QWidget) -> None:
        """Add a line of words beneath the fields."""
        self._form.addRow(words)

    def ask(self, make: Callable[[], Change]) -> None:
        """Show the form; the Change is made from its fields when the button is pressed."""
        self._make = make
        buttons = row(1, button(_text("Cancel"), self.reject), self.take)  # placed last: the keyboard begins above
        self._box.addLayout(buttons)
        self.open()

    def _take(self) -> None:
        assert self._make is not None
        try:
            self.changed = self._document.carry_out(self._make())
        except PlanError as refusal:
            formula = self.formula.text() if self.formula is not None else ""
            self.sentence.setText(placed(refusal, formula, self.node()).sentence)
            self.sentence.show()
            return
        self.accept()
        self.taken.emit()


def ask_column(document: Document, worksheet: str, parent: QWidget, done: Callable[[str], object]) -> OwnDialog:
    """Ask for a new column of a worksheet; `done` is told its title once it is there."""
    dialog = OwnDialog(document, _text("Add a column"), _text("Add column"), parent)
    title = dialog.line(_text("Title"), _text("such as Revenue per head"))
    kind = dialog.choice(_text("Kind"), _KINDS)
    unit = dialog.line(_text("Unit"), _text("may stay empty"))
    formula = dialog.line(_text("Formula"), _text("such as = [@Revenue]/[@Customers]; empty: you type"))

    def make() -> Change:
        column = Column(
            title.text().strip(), from_words(kind.currentText()), formula=stripped(formula.text()),
            unit=unit.text().strip(),
        )  # fmt: skip
        return AddColumn(worksheet, column)

    dialog.formula, dialog.node = formula, lambda: f"{worksheet}[{title.text().strip()}]"
    dialog.taken.connect(lambda: done(title.text().strip()))
    dialog.ask(make)
    return dialog


def ask_new_title(document: Document, worksheet: str, column: Column, parent: QWidget) -> OwnDialog:
    """Ask for another title of a user's own column; formulas that name it follow."""
    dialog = OwnDialog(document, _text("Rename a column"), _text("Rename column"), parent)
    title = dialog.line(_text("Title"), value=column.title)
    title.selectAll()
    dialog.ask(lambda: RenameColumn(worksheet, column.title, title.text().strip()))
    return dialog


def ask_figure(document: Document, parent: QWidget, done: Callable[[str], object]) -> OwnDialog:
    """Ask for a new Figure; `done` is told its Name once it is there."""
    dialog = OwnDialog(document, _text("Add a Figure"), _text("Add Figure"), parent)
    name = dialog.line(_text("Name"), _text("such as Top_revenue"))
    kind = dialog.choice(_text("Kind"), _FIGURE_KINDS)
    formula = dialog.line(_text("Formula"), _text("such as = MAX(Segments[Revenue])"))

    def make() -> Change:
        return AddFigure(Figure(name.text().strip(), stripped(formula.text()), from_words(kind.currentText())))

    dialog.formula, dialog.node = formula, lambda: name.text().strip()
    dialog.taken.connect(lambda: done(name.text().strip()))
    dialog.ask(make)
    return dialog


def remove_column(document: Document, worksheet: str, column: Column, parent: QWidget) -> None:
    """Remove a user's own column; asks first when something typed would go with it."""
    held = [] if column.formula else document.plan.sheet(worksheet).column(column.title)
    filled = sum(value is not None for value in held)
    if filled:
        words = _text("{0} holds {1} typed cells; they go with it. Undo brings them back.")
        question = QMessageBox(
            QMessageBox.Icon.NoIcon, _text("Remove column"), words.format(column.title, filled), parent=parent
        )
        remove = question.addButton(_text("Remove column"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(_text("Keep it"), QMessageBox.ButtonRole.RejectRole)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.exec()
        if question.clickedButton() is not remove:
            return
    document.apply(RemoveColumn(worksheet, column.title))

"""Closing a round: its name, what will be frozen, and what is still open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from ..model.own_changes import CloseRound
from ..model.scenarios import ACTUAL
from .document import Document
from .own_dialog import OwnDialog
from .parts import label

if TYPE_CHECKING:
    from ..model.plan import Plan

_PARTS = {"H": 2, "Q": 4}
"""How many halves and quarters a year has."""


def _text(words: str) -> str:
    return QCoreApplication.translate("RoundDialog", words)


def next_name(last: str) -> str:
    """The name that follows that of the last round: 2026 H2, 2027 H1; the last number counts on otherwise."""
    part = re.fullmatch(r"(.*?)(\d{4})(\W*)([HQ])([1-4])", last.strip(), re.IGNORECASE)
    if part and int(part[5]) <= _PARTS[part[4].upper()]:
        year, number = int(part[2]), int(part[5]) + 1
        if number > _PARTS[part[4].upper()]:
            year, number = year + 1, 1
        return f"{part[1]}{year:04d}{part[3]}{part[4]}{number}"
    counted = re.fullmatch(r"(.*?)(\d+)(\D*)", last.strip())
    if counted is None:
        return ""
    return f"{counted[1]}{int(counted[2]) + 1:0{len(counted[2])}d}{counted[3]}"


def frozen_words(plan: Plan) -> str:
    """What closing a round keeps, with counts."""
    cells = sum(plan.values(node).numbers.size for node in plan.structure.places)
    measured = len(plan.scenarios.layer(ACTUAL))
    words = _text("{0:,} values of the plan are kept as they stand.").format(cells)
    if measured == 1:
        return words + " " + _text("1 measured value under Actual is kept with them, and Actual begins empty.")
    if measured:
        return (
            words
            + " "
            + _text("{0:,} measured values under Actual are kept with them, and Actual begins empty.").format(measured)
        )
    return words + " " + _text("Nothing was measured under Actual, so the next round reads the plan's values.")


def open_words(document: Document) -> str:
    """What is still open in the plan, whatever scenario is on view, with counts."""
    missing, errors = len(document.plan.missing()), len(document.plan.errors())
    if not missing and not errors:
        return _text("No input is missing and no cell shows an error.")
    return _text(
        "Still open: inputs missing {0:,}, cells with an error {1:,}. The round keeps them as they are."
    ).format(missing, errors)


def ask_close(document: Document, parent: QWidget, done: Callable[[CloseRound], object]) -> OwnDialog:
    """Ask for the name of the round and close it; `done` is told when that happened."""
    dialog = OwnDialog(document, _text("Close the round"), _text("Close round"), parent)
    closed = document.plan.rounds
    name = dialog.line(
        _text("Name of the round"), _text("such as 2027 H1"), next_name(closed[-1].name) if closed else ""
    )
    name.selectAll()
    undo = _text("Closed rounds never change. Undo takes the closing back while it is the last step.")
    for words in (frozen_words(document.plan), open_words(document), undo):
        dialog.say(_note(words))
    dialog.taken.connect(lambda: done(CloseRound(name.text().strip())))
    dialog.ask(lambda: CloseRound(name.text().strip()))
    return dialog


def _note(words: str) -> QLabel:
    return label(words, "small", "muted", wrap=True)

"""Choosing the scenario on view, and what can be done with one: add, rename, copy, discard, merge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ..model.changes import Change
from ..model.scenario_changes import AddScenario, DuplicateScenario, MergeScenario, RemoveScenario, RenameScenario
from ..model.scenarios import ACTUAL
from .document import Document
from .own_dialog import OwnDialog


def _text(words: str) -> str:
    return QCoreApplication.translate("ScenarioMenu", words)


def fill(menu: QMenu, document: Document, parent: QWidget, tell: Callable[[str], object]) -> None:
    """Fill a menu with the scenarios of the plan, the one on view checked; `tell` says what was done."""
    menu.clear()
    menu.setToolTipsVisible(True)
    _choice(menu, document, "", _text("Plan"))
    actual = _choice(menu, document, ACTUAL, _text("Actual: measured values of this round"))
    actual.setToolTip(_text("Type what was measured; closing the round freezes it."))
    for scenario in document.plan.scenarios.values():
        if scenario.name != ACTUAL:
            _choice(menu, document, scenario.name, scenario.name).setToolTip(scenario.note)
    menu.addSeparator()
    menu.addAction(_text("New scenario..."), lambda: ask_new(document, parent))
    name = document.scenario
    known, own = name in document.plan.scenarios, bool(name) and name != ACTUAL
    for words, act, usable in (
        (_text("Rename..."), lambda: ask_rename(document, parent), known and own),
        (_text("Duplicate..."), lambda: ask_duplicate(document, parent), known),
        (_text("Merge into the plan"), lambda: merge(document, tell), known),
        (_text("Discard"), lambda: discard(document, tell), known),
    ):
        made = menu.addAction(words, act)
        made.setEnabled(usable)
        if not usable:
            made.setToolTip(_text("Choose a scenario with changes first."))


def _choice(menu: QMenu, document: Document, name: str, words: str) -> QAction:
    made = menu.addAction(words, lambda: document.show_scenario(name))
    made.setCheckable(True)
    made.setChecked(document.scenario == name)
    if made.isChecked():
        menu.setActiveAction(made)  # the arrow keys begin there
    return made


def _ask(document: Document, parent: QWidget, title: str, verb: str, value: str, make: Callable[[str], Change]) -> None:
    """Ask for the name of a scenario; once the change is done, a scenario of that name is on view."""
    dialog = OwnDialog(document, title, verb, parent)
    name = dialog.line(_text("Name"), _text("such as Downturn"), value)
    name.selectAll()
    dialog.taken.connect(lambda: document.show_scenario(name.text().strip()))
    dialog.ask(lambda: make(name.text().strip()))


def ask_new(document: Document, parent: QWidget) -> None:
    """Ask for the name of a new scenario, and show it."""
    _ask(document, parent, _text("New scenario"), _text("Add scenario"), "", AddScenario)


def ask_rename(document: Document, parent: QWidget) -> None:
    """Ask for another name of the scenario on view."""
    old = document.scenario
    _ask(document, parent, _text("Rename the scenario"), _text("Rename"), old, lambda name: RenameScenario(old, name))


def ask_duplicate(document: Document, parent: QWidget) -> None:
    """Ask for the name of a copy of the scenario on view, and show the copy."""
    old = document.scenario
    proposed = _text("{0} (2)").format(old)
    _ask(document, parent, _text("Duplicate the scenario"), _text("Duplicate"), proposed,
         lambda name: DuplicateScenario(old, name))  # fmt: skip


def merge(document: Document, tell: Callable[[str], object]) -> None:
    """Write what the scenario on view changes into the plan, and go back to the plan."""
    name = document.scenario
    if document.apply(MergeScenario(name)):
        document.show_scenario("")
        tell(_text("{0} is merged into the plan. Undo brings it back.").format(name))


def discard(document: Document, tell: Callable[[str], object]) -> None:
    """Discard the scenario on view, and go back to the plan."""
    name = document.scenario
    if document.apply(RemoveScenario(name)):
        document.show_scenario("")
        tell(_text("{0} is discarded; the plan stays as it is. Undo brings it back.").format(name))

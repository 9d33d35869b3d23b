"""Choosing how a plan is scored: the presets that its processes declare, each with what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ..model.presets import ApplyPreset
from .document import Document
from .own_dialog import OwnDialog
from .parts import boxed, column, label

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..model.worksheet import Preset


def _text(words: str) -> str:
    return QCoreApplication.translate("PresetDialog", words)


def presets_of(plan: Plan) -> list[Preset]:
    """All presets of the plan's processes."""
    return [preset for process in plan.processes for preset in process.presets]


def is_in_force(plan: Plan, preset: Preset) -> bool:
    """Whether every Parameter of a preset stands as it would set it."""
    wanted = {
        name: plan.parameters[name].default if value is None else value for name, value in preset.parameters
    }  # fmt: skip
    return bool(wanted) and all(plan.value(name) == value for name, value in wanted.items())


def ask_preset(document: Document, parent: QWidget, done: Callable[[str, bool], object]) -> OwnDialog:
    """Ask which preset to apply; `done` is told its title and whether that changed anything, as one step."""
    dialog = OwnDialog(document, _text("Scoring"), _text("Apply"), parent)
    presets, group = presets_of(document.plan), QButtonGroup(dialog)
    for place, preset in enumerate(presets):
        choice = QRadioButton(preset.title)
        choice.setAccessibleDescription(preset.help)
        group.addButton(choice, place)
        told = [_text("In force."), preset.help] if is_in_force(document.plan, preset) else [preset.help]
        words = label(" ".join(told), "small", "muted", wrap=True)
        words.setContentsMargins(24, 0, 0, 6)
        dialog.say(boxed(column(choice, words, gap=2)))
    first = next((at for at, preset in enumerate(presets) if is_in_force(document.plan, preset)), 0)
    group.button(first).setChecked(True)
    note = _text("What somebody chose for a single row stays. Undo takes all of it back in one step.")
    dialog.say(label(note, "small", "muted", wrap=True))
    dialog.taken.connect(lambda: done(presets[group.checkedId()].title, dialog.changed))
    dialog.ask(lambda: ApplyPreset(presets[group.checkedId()]))
    group.button(first).setFocus()
    return dialog

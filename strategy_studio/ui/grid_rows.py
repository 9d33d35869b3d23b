"""Asking before rows are removed that others need."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

_SHOWN = 3


def _text(words: str) -> str:
    return QCoreApplication.translate("WorksheetGrid", words)


def confirmed(parent: QWidget, sentences: list[str]) -> bool:
    """Whether rows are to be removed although the sentences say what goes with them."""
    from PySide6.QtWidgets import QMessageBox

    rest = len(sentences) - _SHOWN
    shown = sentences[:_SHOWN] + ([_text("and {0} more rows").format(rest)] if rest > 0 else [])
    question = QMessageBox(QMessageBox.Icon.NoIcon, _text("Remove rows"), "\n".join(shown), parent=parent)
    remove = question.addButton(_text("Remove rows"), QMessageBox.ButtonRole.AcceptRole)
    question.addButton(_text("Keep them"), QMessageBox.ButtonRole.RejectRole)
    question.exec()
    return question.clickedButton() is remove

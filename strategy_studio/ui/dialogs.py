"""Questions the window asks: where a file is, what a thing is called; and its two pages of help."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QInputDialog, QVBoxLayout, QWidget

from .. import __version__
from .commands import COMMANDS
from .parts import boxed, button, label, row, scrolling

SUFFIX = ".strategy"


def _text(words: str) -> str:
    return QCoreApplication.translate("Dialogs", words)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def ask_plan(parent: QWidget) -> Path | None:
    """Which plan file to open; None when the question is left."""
    kinds = f"{_text('Plans')} (*{SUFFIX});;{_text('All files')} (*)"
    chosen, _ = QFileDialog.getOpenFileName(parent, _text("Open a plan"), _documents(), kinds)
    return Path(chosen) if chosen else None


def ask_new_plan(parent: QWidget, title: str) -> Path | None:
    """Where to put a plan file; its ending is added when it is left out."""
    place = str(Path(_documents()) / f"{_text('Customer strategy')}{SUFFIX}")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, place, f"{_text('Plans')} (*{SUFFIX})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(SUFFIX)


def ask_export(parent: QWidget, title: str, formats: Sequence[tuple[str, str]]) -> Path | None:
    """Where to write an export; the format chosen gives the ending when it is left out."""
    filters = {f"{words} (*{suffix})": suffix for words, suffix in formats}
    place = str(Path(_documents()) / f"{title}{formats[0][1]}")
    chosen, kind = QFileDialog.getSaveFileName(parent, _text("Export"), place, ";;".join(filters))
    if not chosen:
        return None
    path, known = Path(chosen), [suffix for _, suffix in formats]
    return path if path.suffix in known else path.with_name(path.name + filters.get(kind, known[0]))


def ask_words(parent: QWidget, title: str, question: str) -> str:
    """A name for something; empty when the question is left."""
    words, taken = QInputDialog.getText(parent, title, question)
    return words.strip() if taken else ""


def show_keys(parent: QWidget) -> None:
    """The keys of the grid and of every action."""
    grid = [
        (_text("Type over the cell"), _text("any letter or digit")), (_text("Edit the cell"), "F2"),
        (_text("Take the text and go down, up"), "Enter, Shift+Enter"),
        (_text("Take the text and go right, left"), "Tab, Shift+Tab"), (_text("Leave the cell as it was"), "Esc"),
        (_text("Fill the neighbours of the selected cells"), _text("drag the small square")),
        (_text("Add, rename or remove a column of your own"), _text("right click on a header")),
        (_text("Map: what feeds a box, and what it feeds"), _text("click; Esc")),
        (_text("To the end of the filled cells"), _text("Ctrl+arrow")), (_text("Select"), _text("Shift+arrow")),
        (_text("First and last column, first and last row"), "Home, End, Ctrl+Home, Ctrl+End"),
    ]  # fmt: skip
    commands = [(each.words.rstrip("."), each.shortcut or each.shown) for each in COMMANDS]
    lines = grid + [(words, keys) for words, keys in commands if keys]
    table = QGridLayout()
    table.setHorizontalSpacing(32)
    for place, (words, keys) in enumerate(lines):
        table.addWidget(label(words), place, 0)
        table.addWidget(label(keys, "key"), place, 1)
    table.setContentsMargins(8, 4, 20, 4)
    _show(parent, _text("Keys and mouse"), boxed(table), 560)


def show_about(parent: QWidget) -> None:
    """What this is, and under which licences its parts come."""
    words = _text(
        "Strategy Studio {0}. A team develops its customer strategy through the five processes of Payne and Frow. "
        "Qt and PySide6 are used under the LGPL 3, Inter under the Open Font License, Lucide icons under ISC."
    )
    page = QVBoxLayout()
    page.addWidget(label(words.format(__version__), wrap=True))
    _show(parent, _text("About Strategy Studio"), boxed(page), 180)


def _show(parent: QWidget, title: str, content: QWidget, height: int) -> None:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.resize(max(540, content.sizeHint().width() + 40), height)
    layout = QVBoxLayout(dialog)
    layout.addWidget(scrolling(content), 1)
    layout.addLayout(row(1, button(_text("Close"), dialog.accept, primary=True)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()

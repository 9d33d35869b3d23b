"""The start page: a new plan, a plan from disk, the samples, and the plans opened last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QFileInfo, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from .appearance import Appearance
from .cell_text import user_locale
from .library import Sample
from .parts import boxed, clear, column, label, line, picture, row, scrolling


class StartPage(QWidget):
    """Where a session begins; everything here can be reached with Tab and Enter."""

    new_plan = Signal()
    open_plan = Signal()
    open_sample = Signal(str)
    open_path = Signal(str)

    def __init__(self, appearance: Appearance, samples: Sequence[Sample]) -> None:
        super().__init__()
        self.setObjectName("start")
        self._look, self._samples = appearance, samples
        self._recent: list[str] = []
        self._side, self._main = QVBoxLayout(), QVBoxLayout()
        side = boxed(self._side, "start_side")
        side.setFixedWidth(appearance.px(320))
        self._side_panel = side
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addWidget(scrolling(boxed(self._main)), 1)
        appearance.changed.connect(self._fill)
        self._fill()

    def show_recent(self, paths: Sequence[str]) -> None:
        """Show the plans opened last, newest first."""
        self._recent = list(paths)
        self._fill()

    def _fill(self) -> None:
        clear(self._side)
        clear(self._main)
        self._side_panel.setFixedWidth(self._look.px(320))
        self._fill_side()
        self._main.setContentsMargins(40, 40, 40, 24)
        self._main.setSpacing(12)
        self._main.addWidget(
            boxed(row(label(self.tr("Samples"), "section"), 1,
                      label(self.tr("A sample opens as your own copy"), "small", "muted")))
        )  # fmt: skip
        self._main.addWidget(self._cards())
        self._main.addSpacing(16)
        self._main.addWidget(label(self.tr("Recent plans"), "section"))
        self._main.addWidget(line())
        for path in self._recent:
            self._main.addWidget(self._recent_line(path))
        if not self._recent:
            self._main.addWidget(label(self.tr("Plans that you open stand here the next time."), ink="muted"))
        self._main.addStretch(1)

    def _fill_side(self) -> None:
        self._side.setContentsMargins(28, 40, 28, 24)
        self._side.setSpacing(10)
        title = label(self.tr("Strategy Studio"), "question")
        words = column(title, label(self.tr("Customer strategy in five processes"), "small", "muted"), gap=2)
        mark = picture(self._look, "strategy-studio", "text", 40)
        head = row(mark, gap=12)
        head.addLayout(words, 1)
        self._side.addLayout(head)
        self._side.addSpacing(24)
        self.new_button = self._choice(
            "plus", self.tr("New plan"), self.tr("Guided, question by question"), primary=True
        )
        self.new_button.clicked.connect(self.new_plan)
        open_button = self._choice("folder-open", self.tr("Open a plan"), self.tr("Any plan file on this computer"))
        open_button.clicked.connect(self.open_plan)
        self._side.addWidget(self.new_button)
        self._side.addWidget(open_button)
        self._side.addStretch(1)
        self._side.addWidget(label(self.tr("Works without a network. Every edit is saved at once."), "small", "muted",
                                   wrap=True))  # fmt: skip

    def _choice(self, icon: str, title: str, about: str, primary: bool = False) -> QPushButton:
        made = _card(f"{title}. {about}", primary)
        ink = "onaccent" if primary else "text"
        layout = QHBoxLayout(made)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(14)
        layout.addWidget(picture(self._look, icon, ink, 18))
        words = column(1, gap=1)
        for text, role in ((title, "section"), (about, "small")):
            shown = label(text, role)
            shown.setStyleSheet(f"color: {self._look.color(ink).name()}")
            words.addWidget(shown)
        words.addStretch(1)
        layout.addLayout(words, 1)
        made.setFixedHeight(self._look.px(58))
        return made

    def _cards(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        for place, sample in enumerate(self._samples):
            grid.addWidget(self._sample_card(sample), place // 3, place % 3)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        return boxed(grid)

    def _sample_card(self, sample: Sample) -> QPushButton:
        made = _card(f"{sample.title}. {sample.about}")
        layout = QVBoxLayout(made)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(6)
        layout.addWidget(picture(self._look, "strategy-studio", "muted", 40))
        layout.addWidget(label(sample.title, "section", wrap=True))
        layout.addWidget(label(sample.about, "small", "muted", wrap=True), 1, Qt.AlignmentFlag.AlignTop)
        made.setMinimumSize(QSize(self._look.px(200), self._look.px(210)))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        made.clicked.connect(lambda _=False, name=sample.name: self.open_sample.emit(name))
        return made

    def _recent_line(self, path: str) -> QPushButton:
        place, there = Path(path), QFileInfo(path).exists()
        made = _card(f"{place.stem}, {place.parent}")
        made.setProperty("flat", True)
        layout = QHBoxLayout(made)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(12)
        layout.addWidget(picture(self._look, "building-2", "muted"))
        about = str(place.parent) if there else self.tr("Not found on this computer")
        words = column(label(place.stem), label(about, "small", "muted"), gap=0)
        layout.addLayout(words, 1)
        when = QFileInfo(path).lastModified() if there else QDateTime()
        layout.addWidget(label(user_locale().toString(when, QLocale.FormatType.ShortFormat), "small", "muted"))
        made.setEnabled(there)
        made.setFixedHeight(self._look.px(52))
        made.clicked.connect(lambda _=False: self.open_path.emit(path))
        return made


def _card(spoken: str, primary: bool = False) -> QPushButton:
    made = QPushButton()
    made.setAccessibleName(spoken)
    made.setProperty("card", True)
    made.setProperty("primary", primary)
    return made

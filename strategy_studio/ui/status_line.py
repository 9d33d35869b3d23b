"""The line at the foot of the window: saved, round, scenario, missing inputs, the cost of the last edit, messages."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from .appearance import Appearance
from .parts import Shortened, button, label, line, picture

_MESSAGE_SECONDS = 12
_BEATS, _BEAT_MS = 8, 250
"""A bar that moves now and then: the one that Qt moves by itself slows down the very work it tells of."""
_MESSAGE_STRETCH = 1000
"""A message takes the room that the fixed parts leave."""


class StatusLine(QWidget):
    """Shows where the plan stands; a refusal or message stands before everything else for some seconds."""

    missing_clicked = Signal()
    scenario_clicked = Signal()
    cancelled = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = appearance
        self._icon = picture(appearance, "check", "on", 14)
        self.saved = label(type="small")
        self.round = label(type="small", ink="muted")
        self.scenario = button("", self.scenario_clicked.emit, flat=True)
        self.scenario.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # its arrow stands behind the name
        self.missing = button("", self.missing_clicked.emit, flat=True)
        self.missing.setProperty("ink", "missing")
        self.cost, self.look = label(type="small", ink="muted"), label(type="small", ink="muted")
        self.message = Shortened("small", "off")
        self._message_icon = picture(appearance, "circle-alert", "off", 14)
        self._bar = QProgressBar()
        self._bar.setRange(0, _BEATS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(90)
        self._cancel = button(self.tr("Cancel"), self.cancelled.emit, flat=True)
        self._plan_parts: list[QWidget] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 0)
        self._layout.setSpacing(8)
        self._place()
        self._timer = QTimer(self, singleShot=True, interval=_MESSAGE_SECONDS * 1000)
        self._timer.timeout.connect(lambda: self.tell(""))
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(lambda: self._bar.setValue((self._bar.value() + 1) % (_BEATS + 1)))
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_no_plan()
        self.tell("")
        self.end_busy()

    def _place(self) -> None:
        for part in (self._message_icon, self.message, self._bar, self._cancel):
            self._layout.addWidget(part, _MESSAGE_STRETCH if part is self.message else 0)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self.saved)
        for shown in (self.round, self.scenario, self.missing, self.cost):
            mark = line(upright=True)
            mark.setFixedHeight(12)
            self._layout.addWidget(mark)
            self._layout.addWidget(shown)
            self._plan_parts += [mark, shown]
        self._plan_parts += [self._icon, self.saved]
        self._layout.addStretch(1)
        self._layout.addWidget(self.look)

    def _restyle(self) -> None:
        self.setFixedHeight(self._look.size("status"))
        self._icon.setPixmap(self._look.pixmap("check", "on", 14))
        self._message_icon.setPixmap(self._look.pixmap("circle-alert", "off", 14))
        self.missing.setIcon(self._look.icon("circle-dashed", "missingline"))
        self.scenario.setIcon(self._look.icon("chevron-down", "muted"))
        self.look.setText(f"{round(self._look.scale * 100)}\u202f%")

    def show_no_plan(self) -> None:
        """Hide what is said of a plan."""
        self.tell("")
        for part in self._plan_parts:
            part.hide()

    def show_plan(self, saved: str, round_name: str, scenario: str, missing: int) -> None:
        """Show how the plan stands; `scenario` is the name of the one on view, "" for the plan."""
        for part in self._plan_parts:
            part.show()
        self.saved.setText(saved)
        self.round.setText(round_name)
        self.scenario.setText(self.tr("Scenario: {0}").format(scenario or self.tr("Plan")))
        self.scenario.setProperty("ink", "scenario" if scenario else "muted")
        self.scenario.style().unpolish(self.scenario)
        self.scenario.style().polish(self.scenario)
        self.missing.setText(
            self.tr("{0} inputs missing").format(missing) if missing != 1 else self.tr("1 input missing")
        )
        self._show_part(self.missing, missing > 0)
        self._show_part(self.cost, bool(self.cost.text()))

    def _show_part(self, part: QWidget, shown: bool) -> None:
        """Show or hide a part together with the line before it."""
        at = self._plan_parts.index(part)
        for each in self._plan_parts[at - 1 : at + 1]:
            each.setVisible(shown)

    def show_cost(self, cells: int, seconds: float) -> None:
        """Say what the last edit cost."""
        words = self.tr("1 cell in {1} ms") if cells == 1 else self.tr("{0} cells in {1} ms")
        self.cost.setText(words.format(cells, f"{seconds * 1000:.1f}") if cells else "")

    def tell(self, sentence: str, refused: bool = True) -> None:
        """Show a sentence for some seconds; empty takes it away."""
        self.message.setText(sentence)
        self.message.setToolTip(sentence)
        self.message.setProperty("ink", "off" if refused else "")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setVisible(bool(sentence))
        self._make_room(self.message.fontMetrics().horizontalAdvance(sentence) > self.width() / 3)
        self._message_icon.setVisible(bool(sentence) and refused)
        if sentence:
            self._timer.start()

    def _make_room(self, long: bool) -> None:
        """Round, scenario and cost stand back while a long message is told."""
        if self.saved.isHidden():
            return
        for part in (self.round, self.scenario, self.cost):
            self._show_part(part, not long and bool(part.text()))

    def show_busy(self, what: str, cancel: bool = False) -> None:
        """Show that work is going on, and Cancel where it can be stopped."""
        self._bar.setVisible(True)
        self._beat.start()
        self._bar.setAccessibleName(what)
        self._cancel.setVisible(cancel)
        self.tell(what, refused=False)
        self._timer.stop()

    def end_busy(self) -> None:
        """Show that the work is over; a message about it stays."""
        self._bar.hide()
        self._beat.stop()
        self._cancel.hide()
        if self.message.text() == self._bar.accessibleName():
            self.tell("")

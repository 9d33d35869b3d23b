"""Tabs that are never cut: as many as fit around the current one, and a button that names the others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QTabBar

from .appearance import Appearance
from .parts import button

_SLACK = 6
"""The current tab is wider by its weight than Qt foresees."""


class PageTabs(QTabBar):
    """A tab for each worksheet by title and name; those without room wait in the menu of `more`."""

    def __init__(self, appearance: Appearance, name: str, spoken: str) -> None:
        super().__init__()
        self._look = appearance
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.more = button("", self.show_more)
        self.more.setParent(self)
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.more.setToolTip(self.tr("More worksheets of this process"))
        self.more.hide()
        self.currentChanged.connect(lambda _: self.fit())
        appearance.changed.connect(self.fit)

    def show_tabs(self, tabs: list[tuple[str, str]], current: str) -> None:
        """Show these tabs (title, name), without telling anybody."""
        self.blockSignals(True)
        if [self.tabData(place) for place in range(self.count())] != [name for _, name in tabs]:
            while self.count():
                self.removeTab(0)
            for title, name in tabs:
                self.setTabData(self.addTab(title), name)
        place = [name for _, name in tabs].index(current)
        self._see(place, True)
        self.setCurrentIndex(place)
        self.blockSignals(False)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """Tabs that have no room wait in the menu, so little is needed."""
        return QSize(self.more.sizeHint().width() * 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "more"):
            self.fit()

    def fit(self) -> None:
        """Show the current tab and as many neighbours as there is room for."""
        widths = [self.tabSizeHint(place).width() + _SLACK for place in range(self.count())]
        if sum(widths) <= self.width() or not widths:
            first, last = 0, self.count() - 1
        else:
            self._restyle(str(self.count()))
            first, last = around(widths, self.currentIndex(), self.width() - self.more.sizeHint().width() - 2 * _SLACK)
        for place in range(self.count()):
            self._see(place, first <= place <= last)
        self.setElideMode(Qt.TextElideMode.ElideNone)  # lays out anew: while all tabs were there, Qt had scrolled
        hidden = self.count() - 1 - (last - first)
        self.more.setVisible(hidden > 0)
        if hidden:
            self._restyle(str(hidden))

    def _restyle(self, count: str) -> None:
        self.more.setText(self.tr("{0} more").format(count))
        self.more.setIcon(self._look.icon("chevron-down"))
        self.more.ensurePolished()
        size = self.more.sizeHint()
        self.more.setGeometry(
            self.width() - size.width() - _SLACK, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        self.more.raise_()

    def show_more(self) -> None:
        """Open the menu of the tabs without room."""
        menu = QMenu(self)
        for place in range(self.count()):
            if not self.isTabVisible(place):
                action = menu.addAction(self.tabIcon(place), self.tabText(place))
                action.triggered.connect(lambda _=False, place=place: self._choose(place))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows also reach the tabs that have no room."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by and 0 <= self.currentIndex() + by < self.count():
            self._choose(self.currentIndex() + by)
        elif not by:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        self._see(place, True)
        self.setCurrentIndex(place)

    def _see(self, place: int, wanted: bool) -> None:
        """Show or hide a tab; told what is so already, Qt would forget to lay out new tabs."""
        if self.isTabVisible(place) != wanted:
            self.setTabVisible(place, wanted)


def around(widths: list[int], current: int, room: int) -> tuple[int, int]:
    """First and last place of a run that holds the current one and fits; later neighbours come before earlier ones."""
    first = last = max(0, current)
    rest = room - widths[first]
    while last + 1 < len(widths) and widths[last + 1] <= rest and last - first < 1:
        last += 1
        rest -= widths[last]
    while first > 0 and widths[first - 1] <= rest:
        first -= 1
        rest -= widths[first]
    while last + 1 < len(widths) and widths[last + 1] <= rest:
        last += 1
        rest -= widths[last]
    return first, last

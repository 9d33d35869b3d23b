"""The row at the top of the window: the menus, and buttons for what is used most."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QToolButton, QWidget

from .appearance import Appearance
from .commands import COMMANDS, MENUS, VIEW, Command
from .parts import line
from .theme import THEMES

_BUTTONS = ("undo", "redo", "", "insert_row", "fill_down", "first_missing", "", "show_map", "export")
_AT_THE_END = ("go_anywhere", "toggle_inspector")


class _MenuBar(QMenuBar):
    """Tells when a key was pressed in it."""

    pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self.pressed.emit()


class ToolRow(QWidget):
    """Makes every action of the table; the window connects them by name.

    `left` says that the menus were left and the keyboard has to go back to the page.
    """

    left = Signal()

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tools")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = appearance
        self.actions_by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._bar = _MenuBar()
        self._bar.pressed.connect(self._leave_bar)
        self._bar.setNativeMenuBar(False)
        self._fill_menus(window)
        self._themes = self._theme_menu()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 1)
        layout.setSpacing(4)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self._add_buttons(layout)
        layout.addStretch(1)
        for name in _AT_THE_END:
            layout.addWidget(self._button(name))
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _fill_menus(self, window: QWidget) -> None:
        for title in MENUS:
            menu = self.menus[title] = QMenu(f"&{self.tr(title)}", self._bar)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(self._draw_icons_of, title))
            menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._leave_bar))
            self._bar.addMenu(menu)
            for command in COMMANDS:
                if command.menu == title:
                    if command.gap:
                        menu.addSeparator()
                    menu.addAction(self._action(command, window))

    def _leave_bar(self) -> None:
        """Qt leaves the keyboard with the bar when a menu is opened by its letter twice, the first time left by Esc."""
        if self.window().focusWidget() is self._bar and self._bar.activeAction() is None:
            self.left.emit()

    def _action(self, command: Command, window: QWidget) -> QAction:
        made = QAction(command.words, window)
        made.setObjectName(command.name)
        if command.shortcut:
            made.setShortcut(command.shortcut)
        if command.shown:
            made.setText(f"{command.words}\t{command.shown}")
        keys = command.shortcut or command.shown
        made.setToolTip(f"{command.words.rstrip('.')} ({keys})" if keys else command.words.rstrip("."))
        self.actions_by_name[command.name] = made
        window.addAction(made)
        return made

    def _theme_menu(self) -> QActionGroup:
        menu = self.menus[VIEW].addMenu(self.tr("Theme"))
        group = QActionGroup(self)
        for theme in THEMES:
            made = menu.addAction(self.tr(theme.name))
            made.setCheckable(True)
            made.setObjectName(f"theme {theme.name}")
            made.setToolTip(self.tr("{0} theme").format(self.tr(theme.name)))
            self.actions_by_name[made.objectName()] = made
            made.triggered.connect(lambda _=False, name=theme.name: self._look.switch(name))
            group.addAction(made)
        return group

    def _add_buttons(self, layout: QHBoxLayout) -> None:
        for name in ("", *_BUTTONS):
            if name:
                layout.addWidget(self._button(name))
            else:
                mark = line(upright=True)
                mark.setFixedHeight(18)
                layout.addSpacing(4)
                layout.addWidget(mark)
                layout.addSpacing(4)

    def _button(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(self.actions_by_name[name])
        made.setAccessibleName(self.actions_by_name[name].toolTip())
        return made

    def _restyle(self) -> None:
        self.setFixedHeight(self._look.size("tools"))
        for command in COMMANDS:
            self.actions_by_name[command.name].setIcon(QIcon())
            if command.name in (*_BUTTONS, *_AT_THE_END):
                self._draw_icon(command)
        for made in self._themes.actions():
            made.setChecked(made.objectName() == f"theme {self._look.theme.name}")

    def _draw_icon(self, command: Command) -> None:
        action = self.actions_by_name[command.name]
        if command.icon and action.icon().isNull():
            action.setIcon(self._look.icon(command.icon))

    def _draw_icons_of(self, title: str) -> None:
        """Draw the icons of a menu that is about to be seen: a start draws those of the buttons alone."""
        for command in COMMANDS:
            if command.menu == title:
                self._draw_icon(command)

    def set_usable(self, plan: bool, grid: bool) -> None:
        """Switch actions on and off by what is on view."""
        for command in COMMANDS:
            usable = {"": True, "plan": plan, "grid": plan and grid}[command.needs]
            self.actions_by_name[command.name].setEnabled(usable)

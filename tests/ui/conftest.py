"""A real window on a copy of a sample plan, and the hands that use it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import strategy_studio as studio
from strategy_studio.app import make_application, make_window
from strategy_studio.ui.grid_view import WorksheetGrid
from strategy_studio.ui.main_window import MainWindow

Opened = Callable[[str], WorksheetGrid]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as the product makes it."""
    return make_application()


@pytest.fixture(scope="session")
def teaching_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sample as a file, built once."""
    path = tmp_path_factory.mktemp("sample") / "teaching.strategy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATEGY_STUDIO_DATA", str(path.parent / "data"))
        studio.sample(path, "teaching").close()
    return path


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> QSettings:
    """Settings of this test alone; a parameter is the theme that was chosen last."""
    made = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    theme = getattr(request, "param", "")
    if theme:
        made.setValue("look/theme", theme)
    return made


@pytest.fixture
def empty_window(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> Iterator[MainWindow]:
    """A window on its start page."""
    window = make_window(qapp, settings)
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot: QtBot, empty_window: MainWindow, teaching_file: Path, tmp_path: Path) -> MainWindow:
    """A window with a copy of the small sample open."""
    path = tmp_path / "plan.strategy"
    shutil.copy(teaching_file, path)
    with qtbot.waitSignal(empty_window.opened, timeout=30_000):
        empty_window.open_path(path)
    assert empty_window.workspace is not None
    return empty_window


@pytest.fixture
def grid_of(window: MainWindow) -> Opened:
    """Opens a worksheet by its underscored title and gives its grid the keyboard."""

    def opened(name: str) -> WorksheetGrid:
        assert window.workspace is not None
        window.workspace.open_worksheet(name)
        grid = window.workspace.page.grid
        window.activateWindow()
        grid.setFocus()
        return grid

    return opened

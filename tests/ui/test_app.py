"""The start: the window first, everything slow afterwards; trouble is told and the window stays."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from strategy_studio.app import install_hooks, start_log
from strategy_studio.drawing.palette import colours
from strategy_studio.ui.main_window import MainWindow

SLOW = ("numpy", "sqlalchemy", "networkx", "lark", "matplotlib", "scipy", "openpyxl", "xlsxwriter")


def run(code: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, timeout=90
    )


def test_first_paint_needs_nothing_slow(tmp_path: Path) -> None:
    code = (
        "import sys; from strategy_studio.app import main; status = main(['--exit-after', 'first-paint']); "
        f"found = [name for name in {SLOW!r} if name in sys.modules]; print(status, found)"
    )
    done = run(code, home=tmp_path)
    assert done.stdout.strip() == "0 []", done.stderr


def test_a_plan_is_opened_without_what_only_writing_needs(tmp_path: Path, teaching_file: Path) -> None:
    plan = tmp_path / "plan.strategy"
    shutil.copy(teaching_file, plan)
    code = (
        "import builtins, sys; from strategy_studio.app import main; status = main(sys.argv[1:]); "
        "print(status, 'sqlalchemy' in sys.modules, 'numpy' in sys.modules, type(builtins.__import__).__name__)"
    )
    done = run(code, str(plan), "--exit-after", "ready", home=tmp_path)
    assert done.stdout.strip() == "0 False True builtin_function_or_method", done.stderr


def test_what_cannot_be_opened_is_not_called_ready(tmp_path: Path) -> None:
    plan = tmp_path / "plan.strategy"
    plan.write_text("no plan at all", encoding="utf-8")
    code = "import sys; from strategy_studio.app import main; sys.exit(main(sys.argv[1:]))"
    assert run(code, str(plan), "--exit-after", "ready", home=tmp_path).returncode == 1


def test_an_empty_window_shows_the_places_of_its_parts(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> None:
    settings.setValue("look/theme", "Dark")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted, timeout=20_000):
        window.show()
    image = window.grab().toImage()
    assert image.pixelColor(300, 10).name().upper() == colours("dark")["surface"]
    assert image.pixelColor(300, image.height() - 5).name().upper() == colours("dark")["header"]


def test_a_named_plan_is_open_when_ready(tmp_path: Path, teaching_file: Path) -> None:
    plan = tmp_path / "plan.strategy"
    shutil.copy(teaching_file, plan)
    code = "import sys; from strategy_studio.app import main; sys.exit(main(sys.argv[1:]))"
    done = run(code, str(plan), "--exit-after", "ready", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_trouble_in_an_action_is_one_sentence(
    empty_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from PySide6.QtCore import qInstallMessageHandler

    hook, unraisable, in_thread = sys.excepthook, sys.unraisablehook, threading.excepthook
    try:
        install_hooks(empty_window)
        sys.excepthook(ValueError, ValueError("unforeseen"), None)
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = hook, unraisable, in_thread
        qInstallMessageHandler(None)
    assert empty_window.status.message.text().startswith("Something went wrong; the plan keeps every edit")
    assert empty_window.isVisible()
    assert "unforeseen" in caplog.text


@pytest.mark.parametrize(("length", "old"), [(10, "kept"), (1_000_001, "put aside")])
def test_the_log_goes_to_a_file(tmp_path: Path, length: int, old: str) -> None:
    logger = logging.getLogger("strategy_studio")
    before = list(logger.handlers)
    file = tmp_path / "log" / "strategy-studio.log"
    file.parent.mkdir()
    file.write_text("x" * length, encoding="utf-8")
    start_log(file.parent)
    try:
        logger.info("A line")
        text = file.read_text(encoding="utf-8")
        assert "A line" in text
        assert ("xxx" in text) == (old == "kept")
        assert file.with_suffix(".1.log").exists() == (old == "put aside")
    finally:
        for handler in [each for each in logger.handlers if each not in before]:
            logger.removeHandler(handler)
            handler.close()

"""From the start of the process to the first painted window, and until one can type into the sample."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .report import Measured, medians

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

application = QApplication(sys.argv)
window = Window()
window.resize(1280, 720)
window.show()
application.exec()
"""
ROUNDS = 15


def measure(folder: Path) -> Iterator[Measured]:
    """The rows on starting; offscreen where there is no display."""
    environment = {
        **os.environ,
        "STRATEGY_STUDIO_DATA": str(folder),
        "XDG_CONFIG_HOME": str(folder / "settings"),  # no recent plan: the sample is what opens
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode, for both that are compared
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"

    def start(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True, timeout=120)

    def studio(until: str) -> None:
        start("-m", "strategy_studio", "--exit-after", until)

    start("-c", BARE_WINDOW)
    studio("ready")  # the first start makes the sample and fills the caches, as the first start at a desk does
    bare, painted, ready = medians(
        ROUNDS, lambda: start("-c", BARE_WINDOW), lambda: studio("first-paint"), lambda: studio("ready")
    )
    note = "whole process, against a bare PySide6 window that quits when it is painted"
    yield Measured("start to the first painted window", painted, 1.3, bare, note)
    yield Measured("start to the sample ready for typing", ready, 5.0, bare, note)

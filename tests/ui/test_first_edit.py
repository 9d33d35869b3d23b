"""The first edit may come before what writes is loaded: it is taken, and the window lives meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

_FIRST_EDIT = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer, Qt
from strategy_studio.app import make_application, make_window
from strategy_studio.model.changes import SetCells

application = make_application()
window = make_window(application, QSettings(sys.argv[2], QSettings.Format.IniFormat))
window.resize(1000, 700)
window.show()
told = {}
beats = []


class SlowDrive:
    # Stands for a slow drive: the package that writes comes late, whatever the machine; nothing else is changed.

    def find_spec(self, name, path=None, target=None):
        if name == "sqlalchemy":
            time.sleep(1.0)


sys.meta_path.insert(0, SlowDrive())
pulse = QTimer(window, interval=5)
pulse.timeout.connect(lambda: beats.append(True))


def edit():
    document = window.workspace.document
    told["loaded before"] = "sqlalchemy" in sys.modules
    row = document.plan.sheet("Segments").ids[0]
    pulse.start()
    window.close_soon = QTimer.singleShot(10, window, window.close)  # nobody may close the plan under the edit
    told["done"] = document.apply(SetCells("Segments", {(row, "Customers"): 4321.0}))
    told["beats"] = len(beats)
    told["value"] = document.plan.sheet("Segments").value(row, "Customers")
    print(json.dumps(told), flush=True)


window.opened.connect(lambda: QTimer.singleShot(0, window, edit), Qt.ConnectionType.SingleShotConnection)
window.open_path(Path(sys.argv[1]))
application.exec()
"""


def test_the_window_lives_while_the_first_edit_waits(teaching_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.strategy"
    path.write_bytes(teaching_file.read_bytes())
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "STRATEGY_STUDIO_DATA": str(tmp_path / "data")}
    made = subprocess.run(
        [sys.executable, "-c", _FIRST_EDIT, str(path), str(tmp_path / "settings.ini")],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout.splitlines()[-1])
    assert told["loaded before"] is False
    assert told["done"] is True
    assert told["value"] == 4321.0
    assert told["beats"] >= 3  # the window's clock went on

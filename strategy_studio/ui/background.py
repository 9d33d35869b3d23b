"""Long work beside the window: a thread, its progress, and Cancel."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from ..formula.errors import PlanError
from ..model.progress import Progress

_LOG = logging.getLogger(__name__)
Work = Callable[[Progress], object]


class Task(QThread):
    """Runs work that is told the fraction done and stops when it is answered False; `result` is what it gave."""

    done = Signal()
    failed = Signal(str)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stopped = False
        self.result: Any = None

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stopped = True

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stopped

    def run(self) -> None:
        try:
            self.result = self._work(lambda fraction: not self._stopped)
        except (PlanError, OSError) as refusal:
            self.failed.emit("" if self._stopped else str(refusal))
        except Exception:
            _LOG.exception("A task failed")
            self.failed.emit(self.tr("This did not work; the log says why. The plan is as it was."))
        else:
            self.done.emit()

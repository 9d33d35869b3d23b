"""What work costs, compared with other work of the same run, so that no verdict hangs on the speed of a machine."""

from __future__ import annotations

import time
from collections.abc import Callable


def effort(act: Callable[[], object], runs: int = 3) -> float:
    """CPU seconds of the quickest of some runs: other programs can only make a run dearer."""
    return min(_seconds(act, time.process_time) for _ in range(runs))


def is_quick(
    act: Callable[[], object], seconds: float, tries: int = 5, clock: Callable[[], float] = time.process_time
) -> bool:
    """Whether the work took less than that at least once; what is slow by itself is slow each time."""
    return any(_seconds(act, clock) < seconds for _ in range(tries))


def _seconds(act: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    act()
    return clock() - start

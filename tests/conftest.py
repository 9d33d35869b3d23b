"""What holds for every test: its own data folder, strict ears, no garbage collection under Qt's feet."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MEMORY, ROOM = Path("/dev/shm"), 4 << 30
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    # Tens of thousands of flushes: what they show does not hang on how long a drive takes for each.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

IN_CI = bool(os.environ.get("CI"))
settings.register_profile(
    "studio",
    deadline=None,
    derandomize=IN_CI,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("studio")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--slow", action="store_true", default=IN_CI, help="run the slow tests too (always when CI is set)"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests out unless they are asked for (pytest counts them as deselected); the long ones begin."""
    if not config.getoption("--slow"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = long_ones_first(items, workers)


def long_ones_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """The tests in as many runs of like length as there are workers, each beginning with long ones.

    Workers get one run each and steal from the ends of the others' when they are done with theirs. The long ones of a
    file stay together, for what they share.
    """
    long = [item for item in items if item.get_closest_marker("slow") or item.get_closest_marker("long")]
    files = [list(group) for _, group in groupby(long, lambda item: item.path)]
    chosen = set(long)
    rest = [item for item in items if item not in chosen]
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        ordered += [item for file in files[worker::workers] for item in file]
        more = max(len(items) * (worker + 1) // workers - len(ordered), 0)
        ordered += rest[:more]
        del rest[:more]
    return ordered


def pytest_collection_finish() -> None:
    """What was imported so far stays to the end: looking for garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.needs("strace")` skips a test where the program is missing."""
    for marker in item.iter_markers("needs"):
        missing = [program for program in marker.args if shutil.which(program) is None]
        if missing:
            pytest.skip(f"needs {', '.join(missing)}, not installed here")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Collect garbage between tests only: collecting while Qt dispatches events can free live widgets.

    What a test made and left is young; looking at everything there is waits for the end of a file.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect(2 if nextitem is None or nextitem.path != item.path else 1)
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud how many tests did not run and why, so that a green run cannot hide them."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped"))
    if reasons:
        terminalreporter.section(f"{reasons.total()} TESTS DID NOT RUN", sep="!", yellow=True, bold=True)
        for reason, count in reasons.most_common():
            terminalreporter.line(f"{count:5}  {reason}")


KEPT = ("formulas.json", "checked.json")


@pytest.fixture(scope="session")
def kept_formulas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the declared formulas stay parsed and checked, as where the studio ran before; made by the first plan."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, kept_formulas: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's data folder of this test: recents, versions and unnamed plans never meet the real ones."""
    folder = tmp_path / "user-data"
    monkeypatch.setenv("STRATEGY_STUDIO_DATA", str(folder))
    # Linked and not copied: the studio never writes into these files, it puts others in their place.
    for name in KEPT:
        if (kept_formulas / name).exists():
            folder.mkdir(exist_ok=True)
            os.link(kept_formulas / name, folder / name)
    yield folder
    for name in KEPT:
        if (folder / name).exists() and not (kept_formulas / name).exists():
            os.link(folder / name, kept_formulas / name)


class _Ears(logging.Handler):
    """Keeps every record that reaches the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_warnings_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test; one that takes `caplog` looks at the log itself."""
    ears = _Ears()
    logging.getLogger().addHandler(ears)
    yield
    logging.getLogger().removeHandler(ears)
    if ears.heard and "caplog" not in request.fixturenames:
        pytest.fail("unexpected in the log:\n" + "\n".join(ears.heard))

"""The composition root of the window: log, exception hooks, Qt, main window first, everything slow afterwards."""

from __future__ import annotations

import builtins
import gc
import logging
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from .resources import resource

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QSettings, QtMsgType
    from PySide6.QtWidgets import QApplication

    from .model.session import Session
    from .store import PlanFile
    from .ui.library import Sample
    from .ui.main_window import MainWindow

_LOG = logging.getLogger("strategy_studio")
_QT_MISSING = (
    "Qt could not be loaded: {0}. On Debian and Ubuntu install its libraries with: apt install libegl1 libgl1 "
    "libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxcb-shape0 libbrotli1"
)
_COLLECT_MS = 1000
_FULL = 1_000_000
"""Bytes of a log that is put aside."""


class PlanLibrary:
    """Makes and opens plans for the window; imports what is slow when it is first asked."""

    def samples(self) -> Sequence[Sample]:
        """The samples that came with the studio."""
        import tomllib

        from .ui.library import Sample

        found = _sample_files()
        described = [(path.parent.name, tomllib.loads(path.read_text(encoding="utf-8"))) for path in found]
        return [Sample(name, str(about["title"]), _first_sentences(str(about.get("description", ""))))
                for name, about in described]  # fmt: skip

    def first_sample(self) -> str:
        """The sample that a first start shows."""
        return "".join(path.parent.name for path in _sample_files()[:1])

    def create(self, path: Path) -> Session:
        """A new plan in a new file."""
        from .opening import session_of
        from .store import create

        return session_of(create(path), at_once=False)

    def open(self, path: Path) -> Session:
        """The plan of a file."""
        from .opening import session_of
        from .store import open_plan

        return session_of(open_plan(path), at_once=False)

    def sample(self, name: str) -> Session:
        """A sample as an unnamed copy."""
        from .kept_samples import open_sample

        return open_sample(name, at_once=False)

    def version(self, session: Session, name: str, at: str) -> Session:
        """A version of a plan as an unnamed copy."""
        from .opening import session_of
        from .store import open_version

        return session_of(open_version(_plan_file(session), name, at), at_once=False)

    def place(self, session: Session) -> Path:
        """The file of the plan, also of one without a name."""
        return _plan_file(session).path

    def leave(self, session: Session, edited: bool) -> None:
        """Close a plan; a copy without a name that nobody edited is not kept."""
        file = _plan_file(session)
        if file.unnamed and not edited:
            file.discard()
        session.close()

    def save_copy(self, session: Session, path: Path) -> None:
        """Write the plan to another file."""
        from .store import copy_of

        copy_of(_plan_file(session), path)


def _sample_files() -> list[Path]:
    try:
        return sorted(resource("samples").glob("*/plan.toml"))
    except FileNotFoundError:
        return []


def _plan_file(session: Session) -> PlanFile:
    """The storage of a session that this library opened."""
    from .store import PlanFile

    assert isinstance(session.storage, PlanFile)
    return session.storage


def _first_sentences(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 170 else words[: words.rfind(" ", 0, 168)] + " …"


def start_log(folder: Path) -> None:
    """Write the log to a file; one that is full at the start is put aside, and replaces the one before it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "strategy-studio.log"
    with suppress(OSError):
        if path.stat().st_size > _FULL:
            os.replace(path, path.with_suffix(".1.log"))
    file = logging.FileHandler(path, encoding="utf-8", delay=True)
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _LOG.addHandler(file)
    _LOG.setLevel(logging.INFO)


def install_hooks(window: MainWindow) -> None:
    """Whatever goes wrong unforeseen is logged and told in one sentence; the window stays."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    def show() -> None:
        words = window.tr("Something went wrong; the plan keeps every edit that was saved. The log has the details.")
        window.trouble.emit(words)

    def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.error("Unforeseen", exc_info=(kind, error, trace))
        show()

    def qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        serious = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        _LOG.log(logging.ERROR if serious else logging.WARNING, "Qt: %s", text)

    sys.excepthook = unforeseen
    threading.excepthook = lambda args: unforeseen(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    sys.unraisablehook = lambda args: _LOG.error(
        "Unraisable in %r", args.object, exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    )
    qInstallMessageHandler(qt_message)


def collect_in_window_thread(application: QApplication) -> None:
    """Free Qt objects in the window's thread only: the collector runs from a timer, never inside another thread.

    What a start has made is left out, until everything is looked through: the first look would hold up whoever types.
    """
    from PySide6.QtCore import QTimer

    def collect() -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                if generation == 2:
                    gc.unfreeze()
                gc.collect(generation)
                return

    def begin() -> None:
        gc.freeze()
        timer.start()

    gc.disable()
    timer = QTimer(application, interval=_COLLECT_MS)
    timer.timeout.connect(collect)
    QTimer.singleShot(_COLLECT_MS, application, begin)


def make_application() -> QApplication:
    """Qt with the product's name; one for the whole process."""
    from PySide6.QtWidgets import QApplication

    import_without_switches()
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Strategy Studio")
    application.setOrganizationName("Strategy Studio")
    application.setDesktopFileName("strategy-studio")
    return application


def import_without_switches() -> None:
    """Give Python its own import back.

    PySide replaces it by one that reads the source of every module imported later, in search of `__feature__`, its
    switch for other spellings of Qt's names; the studio does not use it, and imports cost twice as much with it.
    """
    own = getattr(builtins, "__orig_import__", None)
    if own is not None:
        builtins.__import__ = own


def furnish(application: QApplication, window: MainWindow, settings: QSettings) -> None:
    """Give the window its look and its parts, in the user's language; nothing of a plan is loaded yet."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    from .ui.appearance import Appearance
    from .ui.fonts import load_fonts

    translator = QTranslator(application)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    load_fonts()
    appearance = Appearance(settings, application)
    application.setStyle("Fusion")
    appearance.apply()
    window.furnish(PlanLibrary(), appearance)


def make_window(application: QApplication, settings: QSettings) -> MainWindow:
    """The whole window in the look that was chosen last."""
    from .ui.main_window import MainWindow

    window = MainWindow(settings)
    furnish(application, window, settings)
    complete(application, window)
    return window


def complete(application: QApplication, window: MainWindow) -> None:
    """What a window in use needs and can do without until its first plan is there."""
    from .ui.style import FocusRing

    FocusRing(application, window, window.look)
    collect_in_window_thread(application)


def settings_file() -> QSettings:
    """Where the window remembers look and recent plans."""
    from PySide6.QtCore import QSettings

    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Strategy Studio", "strategy-studio")


def log_folder() -> Path:
    """The user's folder for logs."""
    from PySide6.QtCore import QStandardPaths

    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "log"


def main(arguments: Sequence[str] = ()) -> int:
    """Open the window, with a plan when one is named; gives the exit status.

    `--exit-after first-paint` or `ready` leaves when the window is seen, or when the plan is open (1: it is not).
    """
    words = list(arguments)
    leave = ""
    if "--exit-after" in words:
        at = words.index("--exit-after")
        leave = "".join(words[at + 1 : at + 2])
        del words[at : at + 2]
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start a thread per core for what is never asked
    try:
        application = make_application()
    except ImportError as problem:
        sys.stderr.write(_QT_MISSING.format(problem) + "\n")
        return 2
    from .ui.main_window import MainWindow

    settings = settings_file()
    window = MainWindow(settings)
    _go_on_after_first_paint(application, window, settings, words, leave)
    window.show()
    status = application.exec()
    gc.freeze()  # the end of the process need not look once more at everything there is
    return status


def _go_on_after_first_paint(
    application: QApplication, window: MainWindow, settings: QSettings, words: list[str], leave: str
) -> None:
    from PySide6.QtCore import QTimer  # not Qt as well: its hundred enums would be made before anything is painted

    def opened() -> None:
        from PySide6.QtCore import Qt

        if leave == "ready":
            application.sendPostedEvents()  # layouts among them
            window.repaint()  # the plan is on the screen when this returns
            status = 0 if window.workspace is not None else 1
            window.close()
            application.exit(status)
        else:
            QTimer.singleShot(0, window, lambda: complete(application, window))
            if window.workspace is None:
                _load_writing_beside()
            else:  # a thread that loads would hold up what follows the first page
                window.workspace.document.judged.connect(_load_writing_beside, Qt.ConnectionType.SingleShotConnection)

    def go_on() -> None:
        from PySide6.QtCore import Qt

        start_log(log_folder())
        install_hooks(window)
        furnish(application, window, settings)
        window.opened.connect(opened, Qt.ConnectionType.SingleShotConnection)
        if words:
            window.open_path(Path(words[0]))
        else:
            window.open_last()

    def seen() -> None:
        QTimer.singleShot(0, window, application.quit if leave == "first-paint" else go_on)

    window.painted.connect(seen)


def _load_writing_beside() -> None:
    """Load what writes in a thread, before the first edit asks for it."""

    def load() -> None:
        from .store import load_writing

        load_writing()

    threading.Thread(target=load, name="load", daemon=True).start()

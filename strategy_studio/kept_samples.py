"""Samples built once from their text and kept as plan files of the user's; each opening gives a copy of its own."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .formula.errors import PlanError
from .resources import resource

if TYPE_CHECKING:
    from .model.session import Session

_log = logging.getLogger(__name__)


def open_sample(name: str, at_once: bool = True) -> Session:
    """A sample as an unnamed copy: of the file that was kept, else built from its text and kept for the next time."""
    from .opening import session_of
    from .store import open_copy

    kept = kept_file(name)
    if kept.is_file():
        with suppress(PlanError, OSError, ValueError):
            written, title = _title_file(kept).read_text(encoding="utf-8").split("\n", 1)
            if written == _sum(kept):
                return session_of(open_copy(kept, title, sound=True), at_once=at_once)
    from .api import sample

    session = sample(name=name).session
    _keep(session, name, kept)
    return session


def kept_file(name: str) -> Path:
    """Where a sample is kept; the path is another one as soon as its text, or any code of the studio, is changed."""
    from .store.folders import data_folder

    stamp = hashlib.blake2b(__version__.encode(), digest_size=12)
    for folder in (Path(__file__).parent, resource("samples") / name):
        for line in _stamps(folder):
            stamp.update(line.encode())
    return data_folder() / "samples" / f"{name}-{stamp.hexdigest()}.strategy"


def _title_file(kept: Path) -> Path:
    """Where a sum of a kept sample and its title are written: a plan file that is copied gets another title."""
    return kept.with_suffix(".title")


def _sum(kept: Path) -> str:
    """A sum of the whole file; one that is as it was written need not be examined as a plan from elsewhere is."""
    return hashlib.blake2b(kept.read_bytes(), digest_size=16).hexdigest()


def _stamps(folder: Path) -> Iterator[str]:
    """One line for each file of a folder that is read: path, size and time of its last change."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(Path(entry.path))
        else:
            about = entry.stat()
            yield f"{entry.path} {about.st_size} {about.st_mtime_ns}\n"


def _keep(session: Session, name: str, kept: Path) -> None:
    """Keep a sample just built; a folder that cannot be written only costs time at the next start."""
    from .store import PlanFile, copy_of

    storage = session.storage
    assert isinstance(storage, PlanFile)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        copy_of(storage, kept)
        _title_file(kept).write_text(f"{_sum(kept)}\n{storage.title}", encoding="utf-8")
        for older in kept.parent.glob(f"{name}-*"):
            if older.stem != kept.stem:
                older.unlink()
    except (PlanError, OSError) as problem:
        _log.info("The sample %s was not kept: %s", name, problem)

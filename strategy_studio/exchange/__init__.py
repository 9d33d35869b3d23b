"""Formats a plan is written to, each in one entry of FORMATS: menu, file filter and command line read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from ..model.progress import Progress, unwatched
from .placing import require_folder, require_place

if TYPE_CHECKING:
    from ..model.session import Session


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its suffix, what users call it, how it is written, and what refuses a place it cannot go to."""

    suffix: str
    title: str
    write: Callable[[Session, Path, Progress], None]
    require: Callable[[Path], None] = require_place


def _excel(session: Session, path: Path, progress: Progress) -> None:
    from .excel import export_excel

    export_excel(session.plan, path, progress, title=session.storage.title)


def _csv(session: Session, path: Path, progress: Progress) -> None:
    from .csv_folder import export_csv

    export_csv(session.plan, path, progress)


def _map(session: Session, path: Path, progress: Progress) -> None:
    from .pictures import export_map

    export_map(session.plan, path, title=session.storage.title)


FORMATS = (
    Format(".xlsx", "Excel workbook", _excel),
    Format(".csv", "CSV folder", _csv, require_folder),
    Format(".svg", "Process map as SVG", _map),
    Format(".png", "Process map as PNG", _map),
    Format(".pdf", "Process map as PDF", _map),
)


def format_of(path: Path) -> Format:
    """The format of a path's suffix; PlanError names the formats there are."""
    for found in FORMATS:
        if path.suffix.casefold() == found.suffix:
            return found
    known = ", ".join(found.suffix for found in FORMATS)
    raise PlanError(f"A plan cannot be written as “{path.suffix or path.name}”. The formats are {known}.")


def export(session: Session, path: Path, progress: Progress = unwatched) -> Path:
    """Write a plan in the format of the path's suffix; gives the path."""
    require_writable(path)
    format_of(path).write(session, path, progress)
    return path


def require_writable(path: Path) -> None:
    """Refuse a path that a plan cannot be written to, before a plan is opened or anything computed for it."""
    format_of(path).require(path)

"""How far the studio has seen a document, so that a plan that comes back older is noticed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .folders import marks_folder


def mark_path(document: str) -> Path:
    """Where the mark of a document is kept."""
    return marks_folder() / document


def seen(document: str) -> int | None:
    """The newest revision of a document that this computer has seen; None for a document never seen."""
    try:
        return int(mark_path(document).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def note(mark: Path, revision: int) -> None:
    """Remember a revision as the newest; a mark that cannot be written is no reason to refuse an edit."""
    with suppress(OSError):
        handle = os.open(mark, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{revision:020d}".encode())
        finally:
            os.close(handle)

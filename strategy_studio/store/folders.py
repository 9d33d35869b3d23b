"""Where the studio keeps what belongs to the user and not into the folder of a plan."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "STRATEGY_STUDIO_DATA"
"""Environment variable that names another folder in place of the user's data folder."""


def data_folder() -> Path:
    """The user's data folder for the studio, made when it is not there."""
    given = os.environ.get(VARIABLE)
    return _made(Path(given) if given else user_data_path("Strategy Studio", appauthor=False))


def unnamed_folder() -> Path:
    """Where plans live that have no name yet: samples, plans from elsewhere, opened versions."""
    return _made(data_folder() / "unnamed")


def versions_folder(document: str) -> Path:
    """Where versions and snapshots of one document are kept; the folder need not be there."""
    return data_folder() / "versions" / document


def documents_kept() -> list[Path]:
    """The folders of all documents of which versions or snapshots are kept."""
    folder = data_folder() / "versions"
    return sorted(found for found in folder.iterdir() if found.is_dir()) if folder.is_dir() else []


def marks_folder() -> Path:
    """Where the studio notes how far it has seen each document."""
    return _made(data_folder() / "seen")


def trial_folder() -> Path:
    """Where a file that cannot be judged in place is examined as a copy."""
    return _made(data_folder() / "trial")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder

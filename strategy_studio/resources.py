"""Finds the files that come with the studio: icons, fonts, sample plans, guidance."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    """The folder of the resources: inside the installed package, or at the top of a checkout."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource(path: str) -> Path:
    """The file or folder of that name, such as `icons/map.svg`.

    Raises FileNotFoundError when the studio came without it.
    """
    found = _root() / path
    if not found.exists():
        raise FileNotFoundError(f"Strategy Studio is incomplete: {path} is missing. Install it again.")
    return found

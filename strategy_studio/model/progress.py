"""How long work tells how far it has come, and hears whether to go on."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], bool]
"""Called with the fraction done, from 0 to 1; giving False stops the work."""


def unwatched(fraction: float) -> bool:
    """The progress of work that nobody watches: it goes on to its end."""
    return True

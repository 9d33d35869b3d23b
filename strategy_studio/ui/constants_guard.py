"""A guard for one PySide6 version that gives None, True and False away too often and would end the process."""

from __future__ import annotations

import ctypes
import sys

import PySide6

_BROKEN = ("6.12.0",)
_PLENTY = 1 << 40


def keep_constants() -> None:
    """Give None, True and False more references than a broken PySide6 can take; does nothing elsewhere.

    PySide6 6.12.0 takes one reference of None with every call that returns nothing. From Python 3.12 on these are
    immortal; before, the process ends with `none_dealloc` after some ten thousand calls.
    """
    if PySide6.__version__ not in _BROKEN or sys.version_info >= (3, 12):
        return
    for constant in (None, True, False, NotImplemented, Ellipsis):
        if sys.getrefcount(constant) < _PLENTY // 2:
            ctypes.c_ssize_t.from_address(id(constant)).value += _PLENTY

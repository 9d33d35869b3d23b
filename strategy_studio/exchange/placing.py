"""Writing a file beside its place and putting it there when it is whole: an older file is never damaged."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..formula.errors import PlanError


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """A new, empty file in the folder of `path` to write to; it takes that place when nothing is raised.

    The file has the permissions new files of the user have, or those of the file it replaces. PlanError when the
    folder or the file cannot be written, or another program has it open.
    """
    target = _target(path)
    part = _part(target)
    try:
        _make(part, target)
        try:
            yield part
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            os.replace(part, target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except PermissionError:
        raise PlanError(f"{path.name} is open in another program. Close it there and export again.") from None
    except OSError as error:
        raise PlanError(f"{path.name} cannot be written: {error.strerror}. Choose another name or folder.") from None


def require_place(path: Path) -> None:
    """Refuse a path that `placed` would refuse, before any work is done for it; nothing is left there."""
    target = _target(path)
    part = _part(target)
    _make(part, target)
    with suppress(OSError):
        part.unlink()


def require_folder(folder: Path) -> None:
    """Refuse a folder of files that could not be made, or not be written to, before any work is done for it."""
    try:
        stands = folder.is_dir()
        if folder.exists() and not stands:
            raise PlanError(f"{folder.name} is a file, and a folder is wanted. Choose another name.")
    except OSError as error:
        raise _closed(folder, error) from None
    require_place((folder if stands else folder.parent) / folder.name)


def _target(path: Path) -> Path:
    """Where a file goes: behind a link what it leads to. PlanError when it cannot stand there."""
    try:
        target = path.resolve() if path.is_symlink() else path
        _refuse_kept(target)
    except OSError as error:  # a folder that may not even be looked into
        raise _closed(path, error) from None
    return target


def _closed(path: Path, error: OSError) -> PlanError:
    return PlanError(f"The folder {path.parent} cannot be opened: {error.strerror}. Choose another.")


def _part(target: Path) -> Path:
    return target.with_name(f".{target.stem}-{secrets.token_hex(4)}{target.suffix}")


def _make(part: Path, target: Path) -> None:
    try:
        # Made here and not by tempfile, so that the system gives it the permissions of any new file.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise PlanError(f"The folder {target.parent} cannot be written to: {error.strerror}. Choose another.") from None
    if target.exists():
        with suppress(OSError):
            shutil.copymode(target, part)


def _refuse_kept(target: Path) -> None:
    """PlanError when the folder is missing, or the file a folder, write-protected, or open in an office program."""
    if not target.parent.is_dir():
        raise PlanError(f"There is no folder {target.parent}. Make it first, or choose another.")
    if target.is_dir():
        raise PlanError(f"{target.name} is a folder. Choose another name.")
    if target.exists() and not os.access(target, os.W_OK):
        raise PlanError(f"{target.name} is write-protected. Choose another name, or allow writing to it.")
    lock = target.with_name(f".~lock.{target.name}#")
    if lock.exists():
        otherwise = f"if it is not open anywhere, remove {lock.name}"
        raise PlanError(f"{target.name} is open in another program. Close it there and export again; {otherwise}.")

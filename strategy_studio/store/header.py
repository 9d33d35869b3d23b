"""What the first bytes of a file say, read without SQLite: whether it is a plan at all, and of which format."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ..model.errors import PlanError
from .failures import PlanDamaged, file_trouble
from .layout import APPLICATION_ID, FORMAT

_MAGIC = b"SQLite format 3\0"
_SIZE = 100
_HEAD = 4096
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
)
_OFFICE = (("word/", "a Word document"), ("ppt/", "a PowerPoint presentation"), ("xl/", "an Excel workbook"))


@dataclass(frozen=True, slots=True)
class Header:
    """The format number of a plan, and whether another tool has put it into WAL mode."""

    format: int
    wal: bool


def read_header(path: Path, interrupted: bool = False) -> Header:
    """The header of a plan; PlanError says what else the file is.

    `interrupted` is true when a journal lies beside the file: its length may then differ from what it says.
    """
    size, head = _start(path)
    if size == 0:
        raise PlanDamaged(f"{path.name} is empty. Open a version of it, or another copy.")
    if not any(head):
        raise PlanDamaged(
            f"{path.name} contains no data, probably after a power failure. Open a version of it, or another copy."
        )
    if not head.startswith(_MAGIC[: len(head)]) or (size < _SIZE and len(head) < len(_MAGIC)):
        raise _foreign(path, head)
    expected = _expected_size(head)
    if size < _SIZE or (size < expected and not interrupted):
        said = f"{size:,} of {expected:,} bytes" if expected else f"{size:,} bytes"
        raise PlanDamaged(f"{path.name} is cut off ({said}). Open a version of it, or what can be read.")
    if _number(head, 68, 4) != APPLICATION_ID:
        raise PlanError(f"{path.name} is a database of another program. Choose a Strategy Studio plan.")
    return Header(_format(path, head), head[18] == 2 or head[19] == 2)


def _start(path: Path) -> tuple[int, bytes]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise PlanError(f"{path.name} is a folder. Choose a file.")
        if not stat.S_ISREG(status.st_mode):
            raise PlanError(f"{path.name} is not a file. Choose a file.")
        with path.open("rb") as file:
            return status.st_size, file.read(_HEAD)
    except FileNotFoundError as error:
        raise PlanError(f"There is no file {path.name} in {path.parent}. Choose another.") from error
    except ValueError as error:
        raise PlanError("This name cannot be used for a file. Choose another.") from error
    except OSError as error:
        raise file_trouble(f"{path.name} cannot be read", error) from error


def _format(path: Path, head: bytes) -> int:
    number = int.from_bytes(head[60:64], "big", signed=True)
    if number > FORMAT:
        raise PlanError(
            f"{path.name} was made with a newer Strategy Studio (format {number}; this one reads up to {FORMAT}). "
            "Please update."
        )
    if number < 1:
        raise PlanError(f"{path.name} has an unknown format ({number}). Open another copy of it.")
    return number


def _expected_size(head: bytes) -> int:
    """The length the header states, 0 when it states none that counts."""
    if len(head) < _SIZE or _number(head, 24, 4) != _number(head, 92, 4):
        return 0
    page = _number(head, 16, 2)
    return (65_536 if page == 1 else page) * _number(head, 28, 4)


def _number(head: bytes, start: int, length: int) -> int:
    return int.from_bytes(head[start : start + length], "big")


def _foreign(path: Path, head: bytes) -> PlanError:
    kind = next((name for magic, name in _KINDS if head.startswith(magic)), "")
    if head.startswith(b"PK\x03\x04"):
        kind = _zip_kind(path)
    if kind == "an Excel workbook":
        return PlanError(f"{path.name} is an Excel workbook and not a Strategy Studio plan. Import it instead.")
    if not kind and _is_text(head):
        kind = "a text file"
    if kind:
        return PlanError(f"{path.name} is not a Strategy Studio plan (it is {kind}). Choose another file.")
    return PlanError(f"{path.name} is not a Strategy Studio plan, or it is encrypted. Choose another file.")


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return "a zip archive"
    return next((kind for start, kind in _OFFICE if any(name.startswith(start) for name in names)), "a zip archive")


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        # The last character may be cut in half by the end of what was read.
        head[:-3].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

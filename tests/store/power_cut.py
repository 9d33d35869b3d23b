"""A disk whose power fails: replays recorded system calls; chance decides what stays of the unflushed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"
_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) = (\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Event:
    """One thing a program did: create, write, truncate, sync, unlink, sync folder - or said: acknowledge."""

    what: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def flush(self) -> None:
        for event in self.pending:
            _take(self.durable, event)
        self.pending.clear()

    def after_power_cut(self, chance: random.Random) -> bytes:
        """Unflushed writes are kept or lost sector by sector, in any combination."""
        content = bytearray(self.durable)
        share = chance.random()
        for event in self.pending:
            for piece in _sectors(event):
                if chance.random() < share:
                    _take(content, piece)
        return bytes(content)


class Disk:
    """One folder: names and contents that are safe, and those that are not yet."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._names = {name: File(bytearray(content)) for name, content in files.items()}
        self._now = dict(self._names)
        self._pending: list[tuple[str, File | None]] = []

    def take(self, event: Event) -> None:
        match event.what:
            case "create":
                if event.name not in self._now:
                    self._rename(event.name, File())
            case "unlink":
                self._rename(event.name, None)
            case "sync folder":
                self._names = dict(self._now)
                self._pending.clear()
            case "sync":
                self._now[event.name].flush()
            case "write" | "truncate":
                self._now[event.name].pending.append(event)

    def after_power_cut(self, chance: random.Random) -> dict[str, bytes]:
        """What is in the folder when the power comes back."""
        names: dict[str, File | None] = dict(self._names)
        names.update(self._pending[: chance.randint(0, len(self._pending))])
        return {name: file.after_power_cut(chance) for name, file in names.items() if file}

    def _rename(self, name: str, file: File | None) -> None:
        self._pending.append((name, file))
        if file:
            self._now[name] = file
        else:
            self._now.pop(name, None)


def events(log: Path, folder: Path, names: set[str]) -> Iterator[Event]:
    """What strace recorded (-f -y -xx) about the named files of a folder, and every number printed."""
    for line in log.read_text().splitlines():
        call = _CALL.match(line)
        if not call:
            continue
        name, arguments, result = call.groups()
        texts = [_bytes(text) for text in _TEXT.findall(arguments)]
        opened = _FILE.match(arguments)
        path = Path(_bytes(opened.group(1)).decode()) if opened else Path(texts[0].decode()) if texts else Path()
        if name == "write" and arguments.startswith("1<"):
            if texts[0].strip():
                yield Event("acknowledge", data=texts[0].strip())
        elif name in ("fsync", "fdatasync") and path == folder:
            yield Event("sync folder")
        elif path.parent == folder and path.name in names:
            yield from _file_event(name, path.name, arguments, texts, int(result))


def _file_event(call: str, name: str, arguments: str, texts: list[bytes], result: int) -> Iterator[Event]:
    numbers = [int(number) for number in re.findall(r", (\d+)", arguments)]
    match call:
        case "openat" if "O_CREAT" in arguments:
            yield Event("create", name)
        case "pwrite64":
            yield Event("write", name, numbers[-1], texts[0][:result])
        case "ftruncate":
            yield Event("truncate", name, numbers[-1])
        case "fsync" | "fdatasync":
            yield Event("sync", name)
        case "unlink":
            yield Event("unlink", name)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _sectors(event: Event) -> Iterator[Event]:
    if event.what == "truncate":
        yield event
    start, end = event.offset, event.offset + len(event.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Event("write", event.name, start, event.data[start - event.offset : stop - event.offset])
        start = stop


def _take(content: bytearray, event: Event) -> None:
    end = event.offset + len(event.data)
    content.extend(bytes(max(0, end - len(content))))
    if event.what == "truncate":
        del content[event.offset :]
    else:
        content[event.offset : end] = event.data

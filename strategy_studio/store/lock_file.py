"""The small file beside an open plan that names who has it open; SQLite's own lock is what keeps others out."""

from __future__ import annotations

import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

_PROCESS = uuid4().hex
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a plan open, where, since when (UTC, ISO 8601)."""

    user: str
    host: str
    pid: int
    at: str
    process: str

    @property
    def here(self) -> bool:
        """Whether it is this very process."""
        return self.process == _PROCESS and self.pid == os.getpid()

    @property
    def elsewhere(self) -> bool:
        """Whether it is another computer, of which nobody here can tell whether it still runs."""
        return self.host != platform.node()

    @property
    def gone(self) -> bool:
        """Whether it is a process of this computer that has ended."""
        return not self.elsewhere and not _alive(self.pid)

    @property
    def sentence(self) -> str:
        """Says who has the plan open, and what to do."""
        if self.here:
            return "This plan is already open in this program. Go on there, or close it first."
        since = datetime.fromisoformat(self.at).astimezone()
        day = "" if since.date() == datetime.now().astimezone().date() else f"{since:%Y-%m-%d} "
        return (
            f"This plan is open in Strategy Studio by {self.user} on {self.host} since {day}{since:%H:%M}. "
            "Close it there, or open a copy."
        )


def lock_path(plan: Path) -> Path:
    """Where the lock file of a plan stands."""
    return plan.with_name(f"{plan.name}.lock")


def owner_of(plan: Path) -> Owner | None:
    """Who the lock file names; None when there is none, or none that can be read."""
    try:
        with lock_path(plan).open(encoding="utf-8") as file:
            found = json.loads(file.read(_LONGEST))
        user, host, at, process = (str(found[name])[:100] for name in ("user", "host", "at", "process"))
        owner = Owner(user, host, int(found["pid"]), at, process)
        datetime.fromisoformat(owner.at)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return owner


def claim(plan: Path) -> Owner:
    """Write the lock file of a plan that this process has just opened for writing."""
    owner = Owner(user_name(), platform.node(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"), _PROCESS)
    with suppress(OSError):
        lock_path(plan).write_text(json.dumps(asdict(owner)), encoding="utf-8")
    return owner


def release(plan: Path, owner: Owner) -> None:
    """Remove the lock file, unless somebody else has written it since."""
    if owner_of(plan) == owner:
        with suppress(OSError):
            lock_path(plan).unlink()


def user_name() -> str:
    """The operating system's name of the user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def _alive(pid: int) -> bool:
    if pid <= 0:
        return False
    if os.name == "nt":
        # os.kill would end the process there; SQLite's lock tells whether it still holds the plan.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True

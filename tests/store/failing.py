"""Edits a plan again and again while strace lets one call fail; run it as a program under strace.

python -m tests.store.failing PLAN CALL WHEN NUMBER...    one editing session for each NUMBER

strace counts the calls of each process by itself and fails the one it was told, WHEN. So each session is a child that
begins with as many calls that do nothing as bring its own call of that NUMBER there: only one Python has to start.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import traceback
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import mkdtemp

from strategy_studio.store import create, load_writing, open_plan
from tests.store.editing import check, edit

LAST = 12


def do_nothing(place: Path, call: str, times: int) -> None:
    """Make a call on the plan that many times, to no effect."""
    opened = os.open(place, os.O_RDWR)
    for _ in range(times):
        if call == "pwrite64":
            os.pwrite(opened, b"", 0)
        elif call == "fdatasync":
            os.fdatasync(opened)
        elif call == "unlink":
            Path(f"{place}-journal").unlink(missing_ok=True)
    os.close(opened)


def session(place: Path, call: str, before: int) -> None:
    """Edit a plan; what was refused was tried once more, so everything is acknowledged and there in the end."""
    do_nothing(place, call, before)
    said, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        edit(str(place), LAST)
    acknowledged = [int(line) for line in said.getvalue().split() if line != "closed"]
    assert acknowledged == list(range(1, LAST + 1)), complained.getvalue()
    with closing(open_plan(taken_along(place))) as plan:
        check(plan, LAST)


def taken_along(place: Path) -> Path:
    """A copy of all that was left, in a folder where no call is counted or fails."""
    folder = Path(mkdtemp(dir=place.parent))
    for left in place.parent.glob(f"{place.name}*"):
        shutil.copyfile(left, folder / left.name)
    return folder / place.name


def in_a_child(place: Path, call: str, before: int) -> bool:
    """Whether the session went well."""
    child = os.fork()
    if not child:
        failed = 1
        try:
            session(place, call, before)
            failed = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(failed)
    return os.waitpid(child, 0)[1] == 0


def main(place: Path, call: str, when: int, numbers: list[int]) -> int:
    """Every session begins with the same new plan, in a data folder that never saw it."""
    load_writing()
    create(place).close()
    new, journal, left = place.read_bytes(), Path(f"{place}-journal"), place.with_name("left")
    for number in numbers:
        os.environ["STRATEGY_STUDIO_DATA"] = str(place.with_name(f"data {number}"))
        place.write_bytes(new)
        if journal.exists():
            journal.rename(left)  # unlink is counted
        if not in_a_child(place, call, when - number):
            sys.stderr.write(f"{call} number {number}\n")
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), [int(number) for number in sys.argv[4:]]))

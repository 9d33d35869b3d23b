"""Kills an editing program at random moments and checks the plan each time; run it as a program.

python -m tests.store.killing PLAN KILLS SEED    prints the last revision, and how many kills left a journal
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import closing

from strategy_studio.store import load_writing, open_plan
from tests.store.editing import REACH, Course, check


def edit_until_killed(path: str, report: int) -> None:
    """What the child does: edit and say so, for ever."""
    plan = open_plan(path, reach=REACH)
    course = Course().go_to(plan.revision)
    while True:
        course.advance(plan)
        os.write(report, f"{plan.revision}\n".encode())


def killed_after(path: str, seconds: float) -> int:
    """The last revision that a child acknowledged before it was killed; 0 when it came to none."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            edit_until_killed(path, writer)
        finally:
            os._exit(1)
    os.close(writer)
    with open(reader, "rb") as pipe:
        lines = [pipe.readline()]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += pipe.readlines()
    return int(lines[-1] or b"0")


def main(path: str, kills: int, seed: int) -> None:
    load_writing()  # here once and not in every child
    chance = random.Random(seed)
    revision = interrupted = 0
    for _ in range(kills):
        acknowledged = killed_after(path, chance.uniform(0, 0.08))
        assert acknowledged > revision, "the child did not edit"
        interrupted += os.path.exists(f"{path}-journal") and os.path.getsize(f"{path}-journal") > 0
        with closing(open_plan(path)) as plan:
            assert not plan.unnamed
            check(plan, acknowledged)
            revision = plan.revision
    sys.stdout.write(f"{revision} {interrupted}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""Kills a program that walks a plan through random changes, scenarios among them; run it as a program.

python -m tests.model.killing FOLDER KILLS SEED    prints how many changes were acknowledged in all
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from strategy_studio.api import OpenPlan
from strategy_studio.formula.errors import PlanError
from strategy_studio.model.scenario_changes import ResetScenarioCells
from strategy_studio.store import load_writing
from tests.model import tiny
from tests.model.walks import state_of


def change(plan: OpenPlan, chance: random.Random, step: int) -> None:
    """One change: of cells, rows, Parameters, of scenarios and whole scenarios, of rounds."""
    groups, name = plan.worksheet("Groups"), chance.choice(("Low", "High", "Actual"))
    scenario, row = plan.scenario(name), chance.choice(groups.rows() or [0])
    known = list(plan.plan.scenarios[name].layer) if name in plan.plan.scenarios else []
    actions = (
        lambda: groups.insert({"Group": f"Group {step}", "Heads": step}),
        lambda: groups.remove(row),
        lambda: groups.set(row, "Spend", float(step)),
        lambda: scenario.worksheet("Groups").set_many({(row, "Spend"): step, (row, "Heads"): chance.choice((None, 3))}),
        lambda: scenario.set("Base_rate", step / 1000),
        lambda: plan.session.apply(ResetScenarioCells(name, known[:1])),
        lambda: scenario.copy(f"Copy {step}"),
        scenario.merge,
        scenario.discard,
        plan.undo,
        plan.redo,
        lambda: plan.close_round(f"Round {step}"),
    )
    chance.choices(actions, (6, 1, 4, 8, 3, 2, 1, 1, 1, 3, 2, 1))[0]()


def walk_until_killed(path: Path, seed: int, report: int) -> None:
    """What the child does: change and say so, for ever."""
    chance = random.Random(seed)
    with tiny.opened(path) as plan:
        for step in range(1_000_000):
            try:
                change(plan, chance, step)
            except PlanError:
                continue
            os.write(report, f"{plan.session.storage.revision}\n".encode())  # type: ignore[attr-defined]


def killed_after(path: Path, seed: int, seconds: float) -> int:
    """The last revision that a child acknowledged before it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            walk_until_killed(path, seed, writer)
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


def check(path: Path, acknowledged: int) -> None:
    """Nothing acknowledged is lost, and undoing everything and putting it back gives the same."""
    with tiny.opened(path) as plan:
        assert acknowledged <= plan.session.storage.revision <= acknowledged + 1  # type: ignore[attr-defined]
        found = state_of(plan.plan)
        plan.recalculate()
        assert state_of(plan.plan) == found
        undone = 0
        while plan.undo():
            undone += 1
        assert not plan.plan.scenarios and not plan.rounds and plan.worksheet("Groups").rows() == []
        for _ in range(undone):
            plan.redo()
        assert state_of(plan.plan) == found


def main(folder: str, kills: int, seed: int) -> None:
    """One fresh plan for each kill."""
    load_writing()  # here once and not in every child
    chance, total = random.Random(seed), 0
    for number in range(kills):
        path = Path(folder) / f"killed {number}.strategy"
        tiny.opened(path).close()
        acknowledged = killed_after(path, seed + number, chance.uniform(0, 0.3))
        check(path, acknowledged)
        total += acknowledged
    sys.stdout.write(f"{total}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""The commands that close the loop: add a row, close a round, review, suggestions, presets, undo and history."""

from __future__ import annotations

import argparse

from ..formula.errors import PlanError
from .words import Commands, opened, said


def add_commands(commands: Commands) -> None:
    """Declare the commands and their arguments."""
    adding = commands.add("add", add, "Add a row to a worksheet and print its id.", "plan", "worksheet")
    adding.add_argument("cells", nargs="*", metavar="COLUMN=VALUE")
    commands.add("close", close, "Close the round under a name; the next one reads it.", "plan", "round")
    reviewing = commands.add("review", review, "Say what the review has to look at.", "plan")
    reviewing.add_argument("--take", action="store_true", help="write the findings into the review worksheet")
    suggesting = commands.add("suggest", suggest, "List the values that the plan suggests after a round.", "plan")
    suggesting.add_argument("--accept", action="store_true", help="take what is listed as one step")
    suggesting.add_argument("--only", metavar="WORKSHEET", help="of this worksheet only")
    commands.add("preset", preset, "List the ways of scoring, or score by one of them.", "plan", "[title]")
    commands.add("undo", undo, "Take back the last change.", "plan")
    listing = commands.add("history", history, "List who changed what and when, newest first.", "plan")
    listing.add_argument("--newest", type=int, default=20, metavar="COUNT", help="so many changes (20)")


def add(words: argparse.Namespace) -> None:
    """Add a row and print its id."""
    pairs = [text.partition("=") for text in words.cells]
    for column, mark, _ in pairs:
        if not mark:
            raise PlanError(f"{column} has no value. Write COLUMN=VALUE.")
    with opened(words.plan) as plan:
        print(plan.worksheet(words.worksheet).insert({column.strip(): value for column, _, value in pairs}))


def close(words: argparse.Namespace) -> None:
    """Close the round and say what waits for the next one."""
    with opened(words.plan) as plan:
        plan.close_round(words.round)
        print(f"{words.round} is closed. {_counted(len(plan.suggestions()), 'suggestion')} for the next round.")


def review(words: argparse.Namespace) -> None:
    """Print proposed findings, tested claims and what has changed; write the findings when asked to."""
    with opened(words.plan) as plan:
        proposed, claims, changed = plan.proposals(), plan.claims(), plan.changed_since_review()
        sections = (
            ("Findings", [line for found in proposed for line in (found.sentence, *filter(None, [found.why]))]),
            ("Claims", [f"{test.label}. {test.sentence}" for test in claims]),
            ("Changed since the last review", [found.sentence for found in changed]),
        )
        for heading, lines in sections:
            print("\n".join([heading, *(f"  {line}" for line in lines or ["none"])]))
        if words.take and proposed:
            plan.take_findings(proposed)
            print(f"{_counted(len(proposed), 'finding')} written into the review. Decide on each and name an owner.")


def suggest(words: argparse.Namespace) -> None:
    """Print suggested values, and take them when asked to."""
    with opened(words.plan) as plan:
        only = plan.plan.sheet(words.only).name if words.only else ""
        found = [one for one in plan.suggestions() if not only or one.cell.node.startswith(f"{only}[")]
        if not found:
            print("Nothing is suggested.")
            return
        for one in found:
            print(one.reason)
        if words.accept:
            plan.accept(found)
            print(f"{_counted(len(found), 'suggestion')} accepted.")


def preset(words: argparse.Namespace) -> None:
    """Print the ways of scoring there are, or take one of them."""
    with opened(words.plan) as plan:
        if words.title is None:
            for declared in (found for process in plan.processes for found in process.presets):
                print(f"{declared.title}: {declared.help}")
            return
        plan.apply_preset(words.title)
        print(f"The scorecard now scores as {words.title}.")


def undo(words: argparse.Namespace) -> None:
    """Take back the last change and say which."""
    with opened(words.plan) as plan:
        label = plan.undo()
        print(f"Taken back: {label}." if label else "There is nothing to take back.")


def history(words: argparse.Namespace) -> None:
    """Print the newest changes as tab-separated text; those taken back say so from that moment on."""
    if words.newest < 1:
        raise PlanError("--newest counts changes. Write 1 or more.")
    with opened(words.plan) as plan:
        print("\t".join(("When (UTC)", "Who", "What", "Undone")))
        for found in plan.history(words.newest):
            at = found.at.removesuffix("+00:00").replace("T", " ")
            print("\t".join((at, said(found.author), said(found.label), "undone" if found.undone else "")))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"

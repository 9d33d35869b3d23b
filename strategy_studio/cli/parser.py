"""The commands and what they take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from ..formula.errors import PlanError
from . import loop, plans, questions, tables
from .words import Commands


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words."""
        sentence = message[:1].upper() + message[1:]
        raise PlanError(f"{sentence.rstrip('.')}. `{self.prog} --help` says what it takes.")


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    return _declared()[0]


def read(words: Sequence[str]) -> argparse.Namespace:
    """The words of a command; options may stand before, between and after the others, except where values follow `--`.

    PlanError when they are not what the command takes, SystemExit when they ask for help.
    """
    command, rest = _declared()[1].named(words[0]), list(words[1:])
    return command.parse_args(rest) if "--" in rest else command.parse_intermixed_args(rest)


def _declared() -> tuple[Parser, Commands]:
    top = Parser(
        prog="strategy-studio", description="Opens the studio on PLAN; or runs one of the commands without a window."
    )
    commands = Commands(top.add_subparsers(dest="command", metavar="PLAN | COMMAND"))
    for group in (plans, questions, tables, loop):
        group.add_commands(commands)
    return top, commands

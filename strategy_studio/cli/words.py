"""What the commands share: reading targets, opening plans, printing tables and saving charts."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..formula.errors import PlanError

if TYPE_CHECKING:
    from ..api import OpenPlan
    from ..api.worksheets import WorksheetReading

Run = Callable[[argparse.Namespace], None]


class Commands:
    """The commands of one parser."""

    def __init__(self, parsers: Any) -> None:
        self._parsers = parsers

    def add(self, name: str, run: Run, help: str, *names: str) -> argparse.ArgumentParser:
        """A command with its plain arguments; those in brackets may be left out."""
        found: argparse.ArgumentParser = self._parsers.add_parser(name, help=help, description=help)
        for argument in names:
            optional = argument.startswith("[")
            plain = argument.strip("[]")
            found.add_argument(plain, nargs="?" if optional else None, metavar=plain.upper())
        found.set_defaults(run=run)
        return found

    def named(self, name: str) -> argparse.ArgumentParser:
        """The arguments of a command that was added."""
        found: argparse.ArgumentParser = self._parsers.choices[name]
        return found


def opened(path: str) -> OpenPlan:
    """The plan of a path."""
    from ..api import open_plan

    return open_plan(path)


def target(text: str) -> str | tuple[str, int | str]:
    """A Name or key as it is; `Sheet_name[Column]:ROW` as the column and its row, by key or id."""
    column, mark, row = text.partition("]:")
    if not mark:
        return text
    return f"{column}]", int(row) if row.isdigit() else row


def scenario_name(text: str) -> str:
    """The name given to `--scenario`; PlanError for an empty one, which would mean the plan itself."""
    if not text.strip():
        raise PlanError("--scenario needs the name of a scenario. Write one, or leave the option out for the plan.")
    return text


def number(text: str) -> float:
    """A number as people type it: 0.82, 82 %, 12k; PlanError for other texts."""
    from ..model.numerals import typed_number

    found = typed_number(text)
    if found is None:
        raise PlanError(f"{text.strip() or 'An empty text'} is no number. Write it as 1200, 0.82, 82 % or 12k.")
    return found.value


def counted(number: int, noun: str) -> str:
    """A number of things in words: 1 row, 2 rows."""
    return f"{number} {noun}{'s' * (number != 1)}"


def said(value: object) -> str:
    """A value as the command line prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).replace("\t", " ").replace("\n", " ")


def table(rows: Sequence[Sequence[str]], words_last: bool = False) -> list[str]:
    """Lines of a table: its first column to the left, numbers to the right; `words_last` if it ends in words."""
    from ..analysis.reasons import table_lines

    return table_lines(rows, words_last)


def chart_path(text: str) -> Path:
    """Where a chart is to go; PlanError, before anything is computed, when it cannot be written there."""
    from ..exchange.pictures import require_chart

    require_chart(Path(text))
    return Path(text)


def export_path(text: str) -> Path:
    """Where a plan is to be exported to; PlanError, before it is opened, when it cannot be written there."""
    from ..exchange import require_writable

    require_writable(Path(text))
    return Path(text)


def save_chart(figure: Any, path: Path) -> None:
    """Write a chart in the format of the suffix and say where."""
    from ..exchange.pictures import save_figure

    print(save_figure(figure, path))


def row_of(sheet: WorksheetReading, text: str) -> int:
    """A row by its key, else by its id."""
    try:
        return sheet.row(text)
    except PlanError:
        if text.isdigit():
            return sheet.row(int(text))
        raise

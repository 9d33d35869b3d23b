"""The command line: open the window, or show, set, check, explain, export and import a plan without one."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from .formula.errors import PlanError

if TYPE_CHECKING:
    from .api import OpenPlan, Worksheet

COMMANDS = ("demo", "new", "show", "set", "export", "import", "check", "explain")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or 2 with one sentence on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in COMMANDS:
            return run_command(words)
        return open_window(words)
    except PlanError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as problem:
        print(f"{problem.filename or 'The file'}: {problem.strerror}. Choose another place.", file=sys.stderr)
        return 2


def open_window(words: list[str]) -> int:
    """Show the window; on a machine without a display, say so and name `demo`."""
    if words in (["-h"], ["--help"]):
        parser().print_help()
        return 0
    if not has_display():
        raise PlanError("There is no display here. Run `strategy-studio demo` for the sample's workbook and map.")
    from .app import main as show_window

    return show_window(words)


def has_display() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words."""
        sentence = message[:1].upper() + message[1:]
        raise PlanError(f"{sentence.rstrip('.')}. `{self.prog} --help` says what it takes.")


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = Parser(
        prog="strategy-studio", description="Opens the studio on PLAN; or runs one of the commands without a window."
    )
    commands = top.add_subparsers(dest="command", metavar="PLAN | COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], None], help: str, *names: str) -> Any:
        found = commands.add_parser(name, help=help, description=help)
        for argument in names:
            optional = argument.startswith("[")
            found.add_argument(argument.strip("[]"), nargs="?" if optional else None)
        found.set_defaults(run=run)
        return found

    command("demo", demo, "Write the recalculated sample, its workbook, map and charts to FOLDER.", "[folder]")
    command("new", new, "Make an empty plan.", "plan")
    command("show", show, "Print a plan, a worksheet or a Name.", "plan", "[what]")
    setting = command("set", set_value, "Set a Parameter, or a cell: PLAN WORKSHEET ROW COLUMN VALUE.", "plan")
    setting.add_argument("words", nargs="+", metavar="NAME VALUE | WORKSHEET ROW COLUMN VALUE")
    command("export", export, "Write a plan as .xlsx, .svg, .png, .pdf, or a .csv folder.", "plan", "file")
    importing = command("import", import_, "Show what a CSV folder would change, or take it.", "plan", "file")
    importing.add_argument("--apply", action="store_true", help="take the changes as one step")
    command("check", check, "List errors and missing inputs.", "plan")
    command("explain", explain, "Say how a Name or Sheet[Column] is made.", "plan", "name")
    return top


def run_command(words: list[str]) -> int:
    """Run a command that needs no window."""
    if words[0] == "set" and not {"-h", "--help"} & set(words):
        words = ["set", "--", *words[1:]]  # a value may begin with a minus sign
    try:
        found = parser().parse_args(words)
    except SystemExit as end:
        return 0 if end.code in (0, None) else 2
    found.run(found)
    return 0


def opened(path: str) -> OpenPlan:
    """The plan of a path."""
    from .api import open_plan

    return open_plan(path)


def demo(words: argparse.Namespace) -> None:
    """Write everything the studio makes of the sample plan to a folder."""
    from .demo import write_demo

    for path in write_demo(Path(words.folder or "demo")):
        print(path)


def new(words: argparse.Namespace) -> None:
    """Make an empty plan."""
    from .api import create

    create(words.plan).close()
    print(f"{words.plan} is ready.")


def show(words: argparse.Namespace) -> None:
    """Print a plan's worksheets, one worksheet, or one Name."""
    with opened(words.plan) as plan:
        if words.what is None:
            show_plan(plan)
        elif plan.plan.structure.worksheet_name(words.what):
            show_worksheet(plan.worksheet(words.what))
        else:
            print(said(plan.value(words.what)))


def show_plan(plan: OpenPlan) -> None:
    """Print worksheets with their rows, and all Figures."""
    for process in plan.processes:
        print(process.title)
        for sheet in process.worksheets:
            print(f"  {sheet.title}: {len(plan.worksheet(sheet.title).rows())} rows")
    print("Figures")
    for name in plan.plan.figures:
        print(f"  {name} = {said(plan.value(name))}")
    left_over = plan.left_over()
    if left_over:
        print("Left over")
    for cell in left_over:
        print(f"  {cell.worksheet}, {cell.column} of {cell.label}: {said(cell.value)}")


def show_worksheet(sheet: Worksheet) -> None:
    """Print a worksheet as tab-separated text, row ids first."""
    print("\t".join(["Row id", *sheet.columns]))
    for row in sheet.rows():
        print("\t".join([str(row), *(said(sheet.value(row, column)) for column in sheet.columns)]))


def said(value: object) -> str:
    """A value as the command line prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).replace("\t", " ").replace("\n", " ")


def set_value(words: argparse.Namespace) -> None:
    """Set a Parameter or a cell."""
    with opened(words.plan) as plan:
        if len(words.words) == 2:
            plan.set(*words.words)
        elif len(words.words) == 4:
            title, row, column, value = words.words
            sheet = plan.worksheet(title)
            sheet.set(row_of(sheet, row), column, value)
        else:
            raise PlanError("Write PLAN NAME VALUE, or PLAN WORKSHEET ROW COLUMN VALUE.")


def row_of(sheet: Worksheet, text: str) -> int:
    """A row by its key, else by its id."""
    try:
        return sheet.row(text)
    except PlanError:
        if text.isdigit():
            return sheet.row(int(text))
        raise


def export(words: argparse.Namespace) -> None:
    """Write a plan in the format of the suffix."""
    with opened(words.plan) as plan:
        print(plan.export(words.file))


def import_(words: argparse.Namespace) -> None:
    """List what a CSV folder would change, or take it."""
    from .exchange.csv_folder import import_csv, preview_csv

    with opened(words.plan) as plan:
        lines = preview_csv(plan.session, Path(words.file))
        print("\n".join(lines) if lines else "Nothing differs.")
        if words.apply and lines:
            import_csv(plan.session, Path(words.file))


def check(words: argparse.Namespace) -> None:
    """List errors and missing inputs."""
    with opened(words.plan) as plan:
        errors, missing = plan.errors(), plan.missing()
        for finding in (*errors, *missing):
            print(f"{finding.worksheet.replace('_', ' ')}: {finding.sentence}")
        left_over = plan.left_over()
        for cell in left_over:
            print(f"Left over: {cell.sentence}")
        more = f", {len(left_over)} left over" if left_over else ""
        print(f"{len(errors)} errors, {len(missing)} inputs missing{more}.")


def explain(words: argparse.Namespace) -> None:
    """Print the formula of a Name or column and what it reads, with values."""
    from .model.explain import explain as sentences

    with opened(words.plan) as plan:
        for line in sentences(plan.plan, words.name):
            print(line)

"""The commands that make, show, edit, export, import, check and explain a plan."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from .words import Commands, counted, export_path, opened, row_of, said, scenario_name

if TYPE_CHECKING:
    from ..api import OpenPlan
    from ..api.scenarios import Scenario
    from ..api.worksheets import WorksheetReading

UNDER = "as it is, or would be, under this scenario (Actual holds what was measured)"


def add_commands(commands: Commands) -> None:
    """Declare the commands and their arguments."""
    commands.add("demo", demo, "Write the recalculated sample, its workbook, map and charts to FOLDER.", "[folder]")
    commands.add("new", new, "Make an empty plan.", "plan")
    showing = commands.add("show", show, "Print a plan, a worksheet or a Name.", "plan", "[what]")
    showing.add_argument("--scenario", type=scenario_name, metavar="NAME", help=UNDER)
    setting = commands.add("set", set_value, "Set a Parameter, or a cell: PLAN WORKSHEET ROW COLUMN VALUE.", "plan")
    setting.add_argument("words", nargs="+", metavar="NAME VALUE | WORKSHEET ROW COLUMN VALUE")
    setting.add_argument("--scenario", type=scenario_name, metavar="NAME", help="set it there, not in the plan")
    exporting = commands.add("export", export, "Write a plan as .xlsx, .svg, .png, .pdf, or a .csv folder.", "plan")
    exporting.add_argument("file", type=export_path)
    importing = commands.add("import", import_, "Show what a CSV folder would change, or take it.", "plan", "file")
    importing.add_argument("--apply", action="store_true", help="take the changes as one step")
    commands.add("check", check, "List errors and missing inputs.", "plan")
    commands.add("explain", explain, "Say how a Name or Sheet[Column] is made.", "plan", "name")


def demo(words: argparse.Namespace) -> None:
    """Write everything the studio makes of the sample plan to a folder."""
    from ..demo import write_demo

    for path in write_demo(Path(words.folder or "demo")):
        print(path, flush=True)


def new(words: argparse.Namespace) -> None:
    """Make an empty plan."""
    from ..api import create

    create(words.plan).close()
    print(f"{words.plan} is ready.")


def show(words: argparse.Namespace) -> None:
    """Print a plan's worksheets, one worksheet, or one Name."""
    with opened(words.plan) as plan:
        if words.scenario:
            plan.plan.scenarios.layer(words.scenario)  # refuses one that does not exist
        seen = plan.scenario(words.scenario) if words.scenario else plan
        if words.what is None:
            show_plan(plan, seen)
        elif plan.plan.structure.worksheet_name(words.what):
            show_worksheet(seen.worksheet(words.what))
        else:
            print(said(seen.value(_name(plan, words.what))))


def _name(plan: OpenPlan, text: str) -> str:
    """A Name as it was asked for; PlanError proposes the nearest of what can be shown."""
    from ..model.structure import nearest

    found = [*plan.plan.parameters, *plan.plan.figures]
    if text.strip().casefold() not in (name.casefold() for name in found):
        near = nearest(text, [*plan.worksheets(), *found])
        raise PlanError(f"There is no worksheet, Parameter or Figure {text}{near}.")
    return text


def show_plan(plan: OpenPlan, seen: OpenPlan | Scenario) -> None:
    """Print worksheets with their rows, and all Figures, as they are or under a scenario."""
    for process in plan.processes:
        print(process.title)
        for sheet in process.worksheets:
            print(f"  {sheet.title}: {counted(len(plan.worksheet(sheet.title).rows()), 'row')}")
    print("Figures")
    for name in plan.plan.figures:
        print(f"  {name} = {said(seen.value(name))}")
    left_over = plan.left_over()
    if left_over:
        print("Left over")
    for cell in left_over:
        print(f"  {cell.worksheet}, {cell.column} of {cell.label}: {said(cell.value)}")


def show_worksheet(sheet: WorksheetReading) -> None:
    """Print a worksheet as tab-separated text, row ids first."""
    print("\t".join(["Row id", *sheet.columns]))
    for row in sheet.rows():
        print("\t".join([str(row), *(said(sheet.value(row, column)) for column in sheet.columns)]))


def set_value(words: argparse.Namespace) -> None:
    """Set a Parameter or a cell."""
    with opened(words.plan) as plan:
        edited = plan.scenario(words.scenario) if words.scenario else plan
        if len(words.words) == 2 and not plan.plan.structure.worksheet_name(words.words[0]):
            edited.set(*words.words)
        elif len(words.words) == 4:
            title, row, column, value = words.words
            sheet = edited.worksheet(title)
            sheet.set(row_of(sheet, row), column, value)
        else:
            raise PlanError("Write PLAN NAME VALUE, or PLAN WORKSHEET ROW COLUMN VALUE.")


def export(words: argparse.Namespace) -> None:
    """Write a plan in the format of the suffix."""
    with opened(words.plan) as plan:
        print(plan.export(words.file))


def import_(words: argparse.Namespace) -> None:
    """List what a CSV folder would change, or take it."""
    from ..exchange.csv_folder import import_csv, preview_csv

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
        print(f"{counted(len(errors), 'error')}, {counted(len(missing), 'input')} missing{more}.")


def explain(words: argparse.Namespace) -> None:
    """Print the formula of a Name or column and what it reads, with values."""
    from ..model.explain import explain as sentences

    with opened(words.plan) as plan:
        for line in sentences(plan.plan, words.name):
            print(line)

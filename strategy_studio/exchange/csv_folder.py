"""A plan as a folder of CSV files, one per worksheet, and its inputs back from there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from ..model.draft import Draft
from ..model.progress import Progress, unwatched
from .csv_import import TakeTables, take
from .csv_scenarios import SCENARIO_CELLS, TITLES, scenario_rows
from .csv_text import LEFT_OVER, PARAMETERS, ROW_ID, Table, read_table, write_table

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..model.session import Session


def export_csv(plan: Plan, folder: Path, progress: Progress = unwatched) -> None:
    """Write one file per worksheet (inputs and results, first the row id) and Parameters.csv into a folder.

    `progress` is told the fraction done and answers False to stop. PlanError when a file cannot be written.
    """
    try:
        folder.mkdir(exist_ok=True)
        names = list(plan.parameters)
        write_table(folder / f"{PARAMETERS}.csv", ("Name", "Value"), ((name, plan.value(name)) for name in names))
        for done, (name, sheet) in enumerate(plan.sheets.items(), 1):
            titles = [column.title for column in sheet.columns]
            columns = [sheet.ids, *(sheet.column(title) for title in titles)]
            write_table(folder / f"{name}.csv", (ROW_ID, *titles), zip(*columns, strict=True))
            if not progress(done / len(plan.sheets)):
                return
        _write_left_over(plan, folder / f"{LEFT_OVER}.csv")
        _write_scenarios(plan, folder / f"{SCENARIO_CELLS}.csv")
    except FileExistsError:
        raise PlanError(f"{folder.name} is a file; CSV is written to a folder. Choose another name.") from None
    except OSError as error:
        raise PlanError(f"The folder {folder.name} cannot be written to: {error.strerror}. Choose another.") from None


def _write_left_over(plan: Plan, path: Path) -> None:
    """Inputs whose column or worksheet is gone; without any, the file of an earlier export goes."""
    cells = plan.left_over_cells()
    if not cells:
        path.unlink(missing_ok=True)
        return
    titles = (ROW_ID, "Worksheet", "Column", "Row", "Value")
    write_table(path, titles, ((cell.row, cell.worksheet, cell.column, cell.label, cell.value) for cell in cells))


def _write_scenarios(plan: Plan, path: Path) -> None:
    """The changed cells of all scenarios; without any, the file of an earlier export goes."""
    rows = list(scenario_rows(plan))
    if not rows:
        path.unlink(missing_ok=True)
        return
    write_table(path, TITLES, rows)


def read_csv_folder(folder: Path) -> list[Table]:
    """Every CSV file of a folder as it stands there; columns and the row id may be missing."""
    if folder.is_file():
        raise PlanError(f"{folder.name} cannot be taken in. The one format that can is .csv, a folder of CSV files.")
    if not folder.is_dir():
        raise PlanError(f"There is no folder {folder.name}. Choose the folder that holds the CSV files.")
    paths = sorted(path for path in folder.glob("*.csv") if not path.name.startswith(".") and path.stem != LEFT_OVER)
    if not paths:
        raise PlanError(f"The folder {folder.name} holds no CSV files. Choose another.")
    return [read_table(path) for path in paths]


def preview_csv(session: Session, folder: Path) -> list[str]:
    """What `import_csv` would change, one sentence each; nothing is changed."""
    draft, first_id = Draft(session.plan), session.plan.next_id
    try:
        return take(draft, read_csv_folder(folder))
    finally:
        draft.take_back()
        session.plan.next_id = first_id
        session.plan.recalculate(draft.touched)


def import_csv(session: Session, folder: Path) -> None:
    """Take the inputs of a CSV folder as one change; PlanError when a cell is refused, nothing changed then."""
    session.apply(TakeTables(f"Import {folder.name}", read_csv_folder(folder)))

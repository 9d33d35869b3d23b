"""Building a sample plan from its readable text: one folder of CSV files per planning round."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..formula.errors import PlanError
from ..model.changes import InsertRows, RemoveRows, SetCells, SetParameters
from ..model.keys import key_index
from ..model.own_changes import CloseRound
from ..model.session import Session
from ..model.sheets import Sheet
from ..model.structure import key_target
from ..resources import resource
from .csv_scenarios import SCENARIO_CELLS, scenario_changes
from .csv_text import read_table

REMOVE = "Remove"


def sample_names() -> list[str]:
    """The samples there are, by folder name."""
    return sorted(path.parent.name for path in resource("samples").glob("*/plan.toml"))


def described(name: str) -> dict[str, Any]:
    """What plan.toml of a sample says; PlanError names the samples there are."""
    path = resource("samples") / name / "plan.toml"
    if name not in sample_names():
        raise PlanError(f"There is no sample {name}. Choose one of {', '.join(sample_names())}.")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sample_title(name: str) -> str:
    """The title of a sample."""
    return str(described(name)["title"])


def build_sample(session: Session, name: str, progress: Callable[[float], None] = lambda fraction: None) -> None:
    """Fill an empty plan with a sample, round after round; every round but the last is closed.

    The history tells the rounds, but undo takes none of it back: what a sample shows is not an edit of its reader's.
    """
    rounds = described(name)["rounds"]
    for number, round_ in enumerate(rounds):
        with session.together(f"Sample {round_['name']}"):
            fill_round(session, resource("samples") / name / round_["folder"], round_.get("parameters", {}))
        if number < len(rounds) - 1:
            session.apply(CloseRound(round_["name"]))
        progress((number + 1) / len(rounds))
    session.storage.start_here()


def fill_round(session: Session, folder: Path, parameters: Mapping[str, object]) -> None:
    """Set Parameters and take the rows of every CSV file of a folder, References after what they name."""
    if parameters:
        session.apply(SetParameters(dict(parameters)))
    files = {path.stem.casefold(): path for path in sorted(folder.glob("*.csv"))}
    layers = files.pop(SCENARIO_CELLS.casefold(), None)
    for name in reference_order(session):
        path = files.pop(name.casefold(), None)
        if path is not None:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                take_rows(session, session.plan.sheet(name), list(csv.DictReader(lines)))
    if files:
        raise PlanError(f"{', '.join(path.name for path in files.values())} in {folder.name}: no such worksheet.")
    if layers is not None:
        for change in scenario_changes(session.plan, read_table(layers))[0]:
            session.apply(change)


def reference_order(session: Session) -> list[str]:
    """Worksheets so that each comes after those its References name."""
    structure = session.plan.structure
    order: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        for column in structure.worksheets[name].columns:
            if column.kind.name == "Reference" and not column.formula:
                target = key_target(structure, column.kind.target)[0]
                if target not in order and target not in above:
                    visit(target, (*above, name))
        order.setdefault(name)

    for name in structure.worksheets:
        visit(name, (name,))
    return list(order)


def take_rows(session: Session, sheet: Sheet, rows: list[dict[str, str]]) -> None:
    """Update the rows whose keys exist by the cells given, remove those marked, insert the others."""
    keys = [column.title for column in sheet.declaration.keys]
    known = key_index(session.plan, sheet.name)
    new: list[dict[str, object]] = []
    cells: dict[tuple[int, str], object] = {}
    gone: list[int] = []
    for row in rows:
        key = _folded(tuple(row[title] for title in keys)) if keys else None
        found = known.get(key) if key is not None else None
        if row.pop(REMOVE, "").strip().upper() == "TRUE":
            gone.extend([] if found is None else [found])
        elif found is None:
            new.append(_given(row))
        else:
            cells.update({(found, title): value for title, value in row.items() if title not in keys})
    if gone:
        session.apply(RemoveRows(sheet.name, gone))
    if cells:
        session.apply(SetCells(sheet.name, cells))
    if new:
        session.apply(InsertRows(sheet.name, new))


def _given(row: Mapping[str, str]) -> dict[str, object]:
    """Cells of a new row; what is left empty takes the column's default."""
    return {title: value for title, value in row.items() if value != ""}


def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.strip().casefold() for text in texts)

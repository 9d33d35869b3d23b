"""Small edits on made-up worksheets, and what a plan file holds, for the tests of the store."""

from __future__ import annotations

from typing import Any

from strategy_studio.model.storage import Contents, Edit
from strategy_studio.store import PlanFile

State = tuple[dict[int, Any], dict[tuple[str, str], Any]]


def insert(row: int, worksheet: str = "Segments", **cells: object) -> Edit:
    return Edit("row", row, None, {"worksheet": worksheet, "position": float(row), "sources": None, "cells": cells})


def remove(row: int, worksheet: str = "Segments", **cells: object) -> Edit:
    return insert(row, worksheet, **cells).inverse


def set_cell(row: int, column: str, before: object, after: object) -> Edit:
    return Edit("row", row, {"cells": {column: before}}, {"cells": {column: after}})


def parameter(name: str, before: object, after: object) -> Edit:
    return Edit("parameter", name, _image(before), _image(after))


def scenario_cell(row: int, column: str, before: object, after: object) -> Edit:
    """A cell changed under the scenario #0, as a record of its own."""
    return Edit("scenario", f"#0/{row}/{column}", _image(before), _image(after))


def state(plan: PlanFile) -> State:
    return state_of(plan.load())


def state_of(contents: Contents) -> State:
    return dict(contents.rows), {(kind, key): image for kind, key, image in contents.records}


def cells(plan: PlanFile, row: int) -> dict[str, Any]:
    return dict(plan.load().rows)[row]["cells"]  # type: ignore[no-any-return]


def _image(value: object) -> dict[str, object] | None:
    return None if value is None else {"value": value}

"""The plan file: SQLite, written through SQLAlchemy, which is loaded when the first edit is written."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .documents import (
        copy_of,
        create,
        open_copy,
        open_newest,
        open_plan,
        open_safely,
        open_version,
        save_as,
        unnamed,
        unnamed_plans,
    )
    from .failures import InUse, PlanDamaged
    from .plan_file import PlanFile

_HOME = {
    "InUse": "failures",
    "PlanDamaged": "failures",
    "PlanFile": "plan_file",
    "copy_of": "documents",
    "create": "documents",
    "open_copy": "documents",
    "open_newest": "documents",
    "open_plan": "documents",
    "open_safely": "documents",
    "open_version": "documents",
    "save_as": "documents",
    "unnamed": "documents",
    "unnamed_plans": "documents",
}
__all__ = [
    "InUse",
    "PlanDamaged",
    "PlanFile",
    "copy_of",
    "create",
    "load_writing",
    "open_copy",
    "open_newest",
    "open_plan",
    "open_safely",
    "open_version",
    "save_as",
    "unnamed",
    "unnamed_plans",
]


def load_writing() -> None:
    """Load what the first edit will need, SQLAlchemy above all; for an idle moment after a plan was opened."""
    for name in (f"{__name__}.writing", "sqlalchemy.dialects.sqlite"):
        import_module(name)


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The plan file: SQLite through SQLAlchemy, which is loaded when the first plan is opened and not before."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .documents import copy_of, create, open_plan, open_safely, open_version, save_as, unnamed, unnamed_plans
    from .failures import InUse, PlanDamaged
    from .plan_file import PlanFile

_HOME = {
    "InUse": "failures",
    "PlanDamaged": "failures",
    "PlanFile": "plan_file",
    "copy_of": "documents",
    "create": "documents",
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
    "open_plan",
    "open_safely",
    "open_version",
    "save_as",
    "unnamed",
    "unnamed_plans",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The headless API: everything the window can do to a plan, without a window."""

from __future__ import annotations

from pathlib import Path

from ..formula.errors import FormulaError, PlanError
from ..model.storage import Storage
from .arguments import careful
from .plan import AnyPath, OpenPlan
from .worksheets import Worksheet

__all__ = ["FormulaError", "OpenPlan", "PlanError", "Worksheet", "create", "open_plan", "opened", "sample"]


@careful
def create(path: AnyPath, author: str = "") -> OpenPlan:
    """Make a new, empty plan file and open it; PlanError when the file exists."""
    from ..store import create as create_file

    return opened(create_file(Path(path)), author)


@careful
def open_plan(path: AnyPath, author: str = "") -> OpenPlan:
    """Open a plan file; PlanError says what is wrong with a file that cannot be opened."""
    from ..store import open_plan as open_file

    return opened(open_file(Path(path)), author)


@careful
def sample(path: AnyPath | None = None, name: str = "fenmoor", author: str = "") -> OpenPlan:
    """Build a sample plan (fenmoor, teaching) at a path, or as an unnamed copy."""
    from ..exchange.samples import build_sample, sample_title
    from ..store import create as create_file
    from ..store import unnamed

    storage = unnamed(sample_title(name)) if path is None else create_file(Path(path))
    plan = opened(storage, author)
    try:
        build_sample(plan.session, name)
    except BaseException:
        plan.close()
        raise
    return plan


def opened(storage: Storage, author: str = "") -> OpenPlan:
    """The plan in a plan file that the store has opened; the file is closed when it cannot be read."""
    from ..opening import session_of

    return OpenPlan(session_of(storage, author))

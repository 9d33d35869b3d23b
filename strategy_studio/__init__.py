"""Strategy Studio: customer strategy in five processes, one dependency graph and a scorecard that closes the loop.

    import strategy_studio as studio

    with studio.create("acme.strategy") as plan:
        segments = plan.worksheet("Segments")
        row = segments.insert({"Segment": "Affluent", "Customers": 12_000})

Importing the package loads no third-party module; the first use of a name does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import FormulaError, OpenPlan, PlanError, Worksheet, create, sample
    from .api import open_plan as open

__version__ = "0.1.0"
__all__ = ["FormulaError", "OpenPlan", "PlanError", "Worksheet", "create", "open", "sample"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import api

    return getattr(api, "open_plan" if name == "open" else name)

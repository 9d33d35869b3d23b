"""Columns and row formulas of a plan as Python values, and the declaration of what a review reads."""

from __future__ import annotations

from typing import Any

from ..formula.values import scalar
from ..model.plan import Plan
from ..model.review import ReviewRoles


def review_roles(plan: Plan) -> ReviewRoles | None:
    """The declaration of what a review reads; None when no process has one."""
    return next((process.review for process in plan.processes if process.review is not None), None)


def cells(plan: Plan, node: str) -> list[Any]:
    """A column as Python values."""
    worksheet, _, title = node.partition("[")
    return plan.sheet(worksheet).column(title.removesuffix("]"))


def rule_cells(plan: Plan, formula: str, node: str) -> list[Any]:
    """The values of a formula in each row of the worksheet of a node."""
    worksheet = node.partition("[")[0]
    values = plan.rule(formula, worksheet, rowwise=True)
    return [scalar(values, plan.texts, at) for at in range(len(plan.rows[worksheet]))]

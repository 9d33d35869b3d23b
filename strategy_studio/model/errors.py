"""Errors of the formula language as the layers above the model know them."""

from ..formula.errors import FormulaError, PlanError

__all__ = ["FormulaError", "PlanError"]

"""Explaining a number: its formula, what it reads with the values, and where its inputs are."""

from __future__ import annotations

import re
from typing import Any

from ..formula.errors import FormulaError, PlanError
from ..formula.printing import to_text
from . import kinds
from .plan import Plan
from .structure import Place, nearest

_LONG = re.compile(r"-?\d{5,}(\.\d+)?")
"""A number without a format of its own that nobody reads at a glance."""


def explain(plan: Plan, text: str, row: int | None = None) -> list[str]:
    """Lines that say how a Name or column is made; with a row id, the values of that row."""
    node = plan.structure.node_name(text)
    if node is None or node not in plan.structure.places:
        raise PlanError(f"There is no column or Name {text}{nearest(text, plan.structure.places)}.")
    place = plan.structure.places[node]
    lines = [f"{node}{_equals(plan, place, row)}"]
    checked = plan.formula(node)
    if node in plan.structure.broken:
        lines += [f"= {place.formula}", str(plan.structure.broken[node])]
    elif checked is None:
        lines.append("Typed by hand." if place.column is not None or place.name is not None else "")
    else:
        lines.append(f"= {to_text(checked.node, short_for=place.worksheet)}")
    declared: Any = place.column or place.name
    lines += [words for words in (declared.help, getattr(declared, "source", "")) if words]
    for read in plan.structure.reads[node]:
        other = plan.structure.places[read.node]
        when = " (last round)" if read.prior else ""
        lines.append(f"  reads {read.node}{'' if read.prior else _equals(plan, other, row)}{when}")
    readers = [name for name, found in plan.structure.reads.items() if any(read.node == node for read in found)]
    lines += [f"  feeds {name}" for name in readers]
    return lines


def _equals(plan: Plan, place: Place, row: int | None) -> str:
    if place.column is None:
        return f" = {shown(plan, place, plan.value(place.node))}"
    if row is not None and plan.rows[place.worksheet].has(row):
        return f" = {shown(plan, place, plan.sheet(place.worksheet).value(row, place.column.title))}"
    count = len(plan.rows[place.worksheet])
    return f" ({count} row{'s' * (count != 1)})"


def shown(plan: Plan, place: Place, value: Any) -> str:
    """A value as text, by the kind and format of its place; “empty” and errors in words."""
    if value is None:
        return "empty"
    if isinstance(value, FormulaError):
        return f"{value} ({value.reason})"
    declared: Any = place.column or place.name
    text = kinds.show(place.kind, getattr(declared, "format", ""), value, currency_of(plan))
    if not isinstance(value, float) or not _LONG.fullmatch(text):
        return text
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}"


def currency_of(plan: Plan) -> str:
    """What amounts of money are in; empty when the plan does not say."""
    return str(plan.value("Plan_currency") or "") if "Plan_currency" in plan.parameters else ""

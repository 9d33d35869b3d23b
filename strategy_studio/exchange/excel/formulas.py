"""Every formula of a plan in Excel's spelling, or the sentence why it is exported as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...formula.check import check
from ...formula.errors import FormulaError
from ...formula.excel import NotInExcel, Part, split
from ...formula.values import Scalar, python_cells
from ...model.structure import PlanScope
from .limits import cut, within

if TYPE_CHECKING:
    from ...model.plan import Plan


@dataclass(frozen=True, slots=True)
class Formulas:
    """By node: the parts of its formula, the last the node itself; and nodes that stay values, with the reason."""

    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    as_values: dict[str, str] = field(default_factory=dict)

    def text(self, node: str) -> str:
        """The node's own formula without `=`; empty when it has none or stays a value."""
        found = self.parts.get(node)
        return found[-1].text if found else ""

    def hidden_parts(self, node: str) -> tuple[Part, ...]:
        """The hidden parts of the node's formula."""
        return self.parts.get(node, ())[:-1]


def formulas_of(plan: Plan) -> Formulas:
    """Translate all computed columns and Figures of a plan."""
    found = Formulas()
    for node, place in plan.structure.places.items():
        checked = plan.formula(node)
        if node in plan.structure.broken:
            found.as_values[node] = str(plan.structure.broken[node])
        if checked is None:
            continue
        title = place.column.title if place.column else node
        try:
            found.parts[node] = split(checked, PlanScope(plan.structure, checked.worksheet, checked.rowwise), title)
        except NotInExcel as refusal:
            found.as_values[node] = str(refusal)
    return found


def part_cells(plan: Plan, node: str, part: Part) -> list[Scalar]:
    """The values of a hidden part of a node's formula: one in each row of its worksheet, or the one of a Name."""
    whole = plan.formula(node)
    assert whole is not None
    checked = check(part.node, PlanScope(plan.structure, whole.worksheet, whole.rowwise))
    rows = len(plan.rows[whole.worksheet].ids) if whole.rowwise else 1
    return python_cells(plan.calculation.result(checked), rows, plan.texts)


def stored(cell: Scalar) -> float | str | bool:
    """The result stored beside a formula: errors as their code, empty as no text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return within(cell)
    return cell.code if isinstance(cell, FormulaError) else cut(cell)

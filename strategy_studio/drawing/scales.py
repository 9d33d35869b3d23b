"""How the numbers of one target are written on its charts: in thousands or millions, with the digits that tell."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .waterfall import Scale, magnitude

if TYPE_CHECKING:
    from ..model.inputs import Cell
    from ..model.plan import Plan


LEAST = 1e-6
"""Distance below which six decimals show nothing."""


def scale_for(plan: Plan, cell: Cell, numbers: Iterable[float]) -> Scale:
    """The scale for numbers of a cell: three digits and more of the distance between the least and the greatest."""
    place = plan.structure.places[cell.node]
    style = str(getattr(place.column or place.name, "format", ""))
    listed = [number for number in numbers if math.isfinite(number)] or [0.0]
    largest = max(map(abs, listed))
    points = style.endswith("%") or (place.kind.name == "Percent" and not style)
    divisor, word = (0.01, "") if points else (1.0, "")
    if not points:
        divisor, word = magnitude(largest)
    step = (max(listed) - min(listed) or largest) / divisor
    whole = divisor == 1 and (style == "whole" or (place.kind.name == "Whole number" and not style))
    decimals = 0 if whole or step < LEAST else min(6, max(0, 2 - math.floor(math.log10(step))))
    money = style == "money" or (place.kind.name == "Money" and not style)
    currency = str(plan.value("Plan_currency") or "") if money and "Plan_currency" in plan.parameters else ""
    return Scale(divisor, decimals, currency, word, points)


def between(scale: Scale, low: float, high: float, joint: str) -> str:
    """Two numbers with one unit: “EUR 112.5 to 156.4 million”."""
    parts = (scale.currency, scale.level(low), joint, scale.level(high), "" if scale.points else scale.word)
    return " ".join(filter(None, parts))


def counts(scale: Scale) -> bool:
    """Whether an axis has whole numbers only."""
    return not scale.decimals and scale.divisor == 1


def tick(scale: Scale, number: float) -> str:
    """A number along an axis, without zeros that say nothing."""
    text = scale.level(number)
    return text if "." not in text or scale.points else text.rstrip("0").rstrip(".")


def unit_of(scale: Scale) -> str:
    """The unit of a scale, for the line beneath the title."""
    return "percent" if scale.points else scale.unit

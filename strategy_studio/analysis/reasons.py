"""An attribution in words and as a table, with numbers in the plan's formats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..model.explain import shown
from ..model.plan import Plan
from ..model.structure import Place
from .attribution import Attribution, Share

MOST_NAMED = 12
_MINUS, _PERCENT = "−", "\u202f%"


def explain_difference(attribution: Attribution, plan: Plan) -> list[str]:
    """Sentences that say how the target differs and what explains it, the most important first."""
    place = plan.structure.places[attribution.target.node]
    after, before = (shown(plan, place, value) for value in (attribution.after, attribution.before))
    acting = [share for share in attribution.shares if share.effect]
    if not attribution.shares:
        return [f"Nothing upstream of {attribution.label} differs: it is {after} before and after."]
    if attribution.difference:
        change = signed(plan, place, attribution.difference)
        lines = [f"{attribution.label} is {after} instead of {before}: {change}."]
    else:
        lines = [f"{attribution.label} is {after} before and after, though inputs upstream differ."]
    lines += [_sentence(plan, attribution, share) for share in acting[:MOST_NAMED]]
    if rest := acting[MOST_NAMED:]:
        together = signed(plan, place, sum(share.effect for share in rest))
        lines.append(f"{len(rest)} more together explain {together}.")
    idle = [share.label for share in attribution.shares if not share.effect]
    if idle:
        named = ", ".join(idle[:3]) + (f" and {len(idle) - 3} more" if len(idle) > 3 else "")
        lines.append(f"Without effect: {named}.")
    return [*lines, *attribution.notes, *_how(attribution)]


def attribution_table(attribution: Attribution, plan: Plan) -> list[tuple[str, ...]]:
    """A heading and one row per share: input, before, after, effect, part of the difference, standard error, way."""
    place = plan.structure.places[attribution.target.node]
    rows = [("Input", "Before", "After", "Effect", "Part", "Error", "Through")]
    for share in attribution.shares:
        before, after = (_value(plan, share, value) for value in (share.before, share.after))
        error = plus_minus(plan, place, share.error) if share.error else ""
        effect = signed(plan, place, share.effect)
        rows.append((share.label, before, after, effect, part(attribution, share), error, _way(plan, share)))
    ends = (shown(plan, place, attribution.before), shown(plan, place, attribution.after))
    change = signed(plan, place, attribution.difference)
    return [*rows, (attribution.label, *ends, change, f"100{_PERCENT}" if attribution.difference else "", "", "")]


def table_lines(rows: Sequence[Sequence[str]], words_last: bool = False) -> list[str]:
    """A table as lines of text: words to the left, then numbers to the right; `words_last` where it ends in words."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    left = (0, len(widths) - 1) if words_last else (0,)
    return [
        "  ".join(
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def signed(plan: Plan, place: Place, change: float) -> str:
    """A change in the unit of a place, always with its sign; changes of percentages are points."""
    sign = "+" if change > 0 else _MINUS if change < 0 else ""
    return sign + unsigned(plan, place, change)


def unsigned(plan: Plan, place: Place, change: float) -> str:
    """The size of a change; three digits where the place's own format would show nothing of it."""
    text = shown(plan, place, abs(change))
    percent = text.endswith("%")
    if change and not any(digit in "123456789" for digit in text):
        digits = Decimal(f"{abs(change) * (100 if percent else 1):.3g}")
        text = f"{digits:f}" + (_PERCENT if percent else "")
    return f"{text[:-1].rstrip()} points" if percent else text


def plus_minus(plan: Plan, place: Place, error: float) -> str:
    """A standard error with its sign, to two digits."""
    digits = max(0, 1 - math.floor(math.log10(error)))
    return f"± {unsigned(plan, place, round(error, digits))}"


def part(attribution: Attribution, share: Share) -> str:
    """A share in percent of the difference; empty where there is none."""
    if not attribution.difference:
        return ""
    hundredths = 100.0 * (share.effect / attribution.difference)
    text = f"{hundredths:.0f}" if abs(hundredths) >= 1 or not share.effect else f"{hundredths:.1g}"
    return text.replace("-", _MINUS) + _PERCENT


def _sentence(plan: Plan, attribution: Attribution, share: Share) -> str:
    place = plan.structure.places[attribution.target.node]
    effect = signed(plan, place, share.effect)
    if share.error:
        effect += f" {plus_minus(plan, place, share.error)}"
    of_all = part(attribution, share)
    if not share.cells:
        return f"{share.label} {explains(share)} {effect}{f' ({of_all})' if of_all else ''}."
    values = ""
    if len(share.cells) == 1:
        values = f", {_value(plan, share, share.after)} instead of {_value(plan, share, share.before)},"
    way = f", through {_way(plan, share)}" if len(share.path) > 2 else ""
    return f"{share.label}{values} {explains(share)} {effect}{f' ({of_all})' if of_all else ''}{way}."


def explains(share: Share) -> str:
    """The verb behind a share's label: several cells explain, one cell or one column of them explains."""
    one = len(share.cells) == 1 or f" in {len(share.cells):,} rows of " in share.label
    return "explains" if one else "explain"


def _value(plan: Plan, share: Share, value: Any) -> str:
    return shown(plan, plan.structure.places[share.cell.node], value) if len(share.cells) == 1 else ""


def _way(plan: Plan, share: Share) -> str:
    """The columns between input and target, worksheet by worksheet."""
    stations: list[tuple[str, list[str]]] = []
    for node in share.path[1:-1]:
        place = plan.structure.places[node]
        title = plan.sheet(place.worksheet).title if place.column else ""
        name = place.column.title if place.column else node.replace("_", " ")
        if not stations or not title or stations[-1][0] != title:
            stations.append((title, []))
        stations[-1][1].append(name)
    return " → ".join(f"{title}: {', '.join(names)}" if title else names[0] for title, names in stations)


def _how(attribution: Attribution) -> list[str]:
    if attribution.exact:
        return []
    drawn = f"{attribution.passes:,} combinations of inputs (seed {attribution.seed})"
    return [f"Estimated from {drawn}; ± is one standard error."]

"""Taking proposed findings into the review worksheet, and leaving them, as changes that remember it for the round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from .changes import InsertRows, free_key
from .draft import Draft
from .keys import key_texts
from .review import FindingRoles

if TYPE_CHECKING:
    from .plan import Plan

PREFIX = "review"


@dataclass(frozen=True, slots=True)
class TakeFindings:
    """Insert findings, (key of the proposal, worksheet, {column: value}), and note which proposals they were."""

    findings: Sequence[tuple[str, str, Mapping[str, object]]]

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return "Take finding" if len(self.findings) == 1 else f"Take {len(self.findings)} findings"

    def carry_out(self, draft: Draft) -> None:
        """Insert each row, under a free key, and record its id; PlanError when one was taken already."""
        for key, worksheet, cells in self.findings:
            name = draft.plan.structure.sheet_or_refuse(worksheet)
            if is_taken(draft.plan, draft.plan.records.get(("setting", setting_key(draft.plan, key)), {})):
                title = draft.plan.structure.worksheets[name].title
                raise PlanError(f"{title} has this finding already. Ask for the proposals again, and take others.")
            InsertRows(name, [with_free_key(draft.plan, name, cells)]).carry_out(draft)
            draft.record("setting", setting_key(draft.plan, key), {"row": int(draft.plan.rows[name].ids[-1])})


@dataclass(frozen=True, slots=True)
class LeaveFinding:
    """Note that a proposal is not wanted in this round; `about` says in words which."""

    key: str
    about: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Leave finding {self.about}"

    def carry_out(self, draft: Draft) -> None:
        """Record it for the open round."""
        draft.record("setting", setting_key(draft.plan, self.key), {"left": True})


def setting_key(plan: Plan, key: str) -> str:
    """The record of what was decided about a proposal in the open round."""
    return f"{PREFIX}/{plan.open_round}/{key}"


def with_free_key(plan: Plan, worksheet: str, cells: Mapping[str, object]) -> Mapping[str, object]:
    """The cells, their key followed by a number where a row is called so already."""
    key = plan.declaration(worksheet).keys[0]
    taken = {text.casefold() for text in key_texts(plan, worksheet, key)}
    wanted = cells.get(key.title)
    if not isinstance(wanted, str) or wanted.casefold() not in taken:
        return cells
    return {**cells, key.title: free_key(wanted, taken)}


def decided(plan: Plan) -> frozenset[str]:
    """Keys of the proposals left in the open round, or taken and still in the worksheet."""
    start = setting_key(plan, "")
    return frozenset(
        key.removeprefix(start)
        for (table, key), image in plan.records.items()
        if table == "setting" and key.startswith(start)
        if image.get("left") or is_taken(plan, image)
    )


def is_taken(plan: Plan, image: Mapping[str, object]) -> bool:
    """Whether the record of a proposal names a row that is still there."""
    row = image.get("row")
    return isinstance(row, int) and plan.sheet_of_row(row) is not None


def written_by_people(plan: Plan, roles: FindingRoles) -> frozenset[tuple[str, str]]:
    """(measure, belief) of every finding written in the open round that was not a proposal; "" where there is none."""
    name, _, measure = roles.measure.partition("[")
    sheet = plan.sheet(name)
    taken = {image.get("row") for (table, key), image in plan.records.items() if key.startswith(f"{PREFIX}/")}
    before = set(plan.closed[-1].ids.get(sheet.name, ())) if plan.closed else set()
    belief = roles.belief.partition("[")[2].removesuffix("]")
    return frozenset(
        (sheet.value(row, measure.removesuffix("]")) or "", sheet.value(row, belief) or "")
        for row in sheet.ids
        if row not in taken and row not in before
    )

"""Computed cells that are empty because an input they need is empty, found column by column from the formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..formula.compiler import compile_argument, faults_raised, reference_of
from ..formula.nodes import Binary, Call, Cell, Name, Node, Number, Text, Unary, walk
from ..formula.signatures import signatures
from ..formula.values import EMPTY, Values
from .findings import in_use, states_of
from .keys import RowLabels
from .passes import Pass
from .structure import Place, declared_type

if TYPE_CHECKING:
    from .plan import Plan

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
"""For each row of the formula the place of the empty input's row, -1 where it is not waited for."""


@dataclass(frozen=True, slots=True)
class Need:
    """An empty input: its worksheet, row id and column; for a Parameter worksheet and row are empty and 0."""

    worksheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A computed cell, or a Figure (`row` 0), that is empty, the inputs it waits for, and both in one sentence."""

    worksheet: str
    row: int
    column: str
    needs: tuple[Need, ...]
    sentence: str


@dataclass(slots=True)
class _Causes:
    """What is known so far: for each computed node the inputs it waits for."""

    plan: Plan
    empty: dict[str, Mask] = field(default_factory=dict)
    of: dict[str, dict[str, Places]] = field(default_factory=dict)

    def is_empty(self, node: str) -> Mask:
        """Which cells of a node are empty."""
        found = self.empty.get(node)
        if found is None:
            found = self.empty[node] = states_of(self.plan.values(node)) == EMPTY
        return found


def waiting(plan: Plan) -> list[Waiting]:
    """Every empty computed cell that would not be empty if inputs it needs were filled, in the plan's order.

    A cell does not wait that is empty on purpose (its formula gives "" for what is filled in), because the last
    round holds nothing, or without consequence (others of its row read it, and all of them can do without).
    Worksheets in which nothing was typed are left out.
    """
    causes = _Causes(plan)
    with faults_raised():
        for node in plan.structure.order:
            checked = plan.structure.checked.get(node)
            if checked is not None and causes.is_empty(node).any():
                found = _Search(causes, plan.structure.places[node])
                found.visit(checked.node, causes.is_empty(node))
                causes.of[node] = found.found
    _drop_harmless(causes)
    return list(_told(plan, causes))


def _drop_harmless(causes: _Causes) -> None:
    """Take out what only cells of the same row read that are there nevertheless."""
    structure = causes.plan.structure
    readers: dict[str, list[str]] = {}
    for node in causes.of:
        for reference in structure.checked[node].references:
            if reference.worksheet and not reference.whole:
                readers.setdefault(reference.node, []).append(node)
    for node in reversed([node for node in structure.order if causes.of.get(node)]):
        place = structure.places[node]
        if place.column is None or not _read_in_row(causes.plan, place):
            continue
        needed = np.zeros(len(causes.is_empty(node)), dtype=bool)
        for reader in readers.get(node, ()):
            for places in causes.of[reader].values():
                needed |= places >= 0
        causes.of[node] = {name: np.where(needed, places, -1) for name, places in causes.of[node].items()}


def _read_in_row(plan: Plan, place: Place) -> bool:
    """Whether a formula of the same worksheet reads the column in its own row."""
    for reader, _ in plan.structure.readers(place.node):
        checked = plan.structure.checked.get(reader)
        found = checked.references if checked is not None and checked.worksheet == place.worksheet else ()
        if any(reference.node == place.node and not reference.whole for reference in found):
            return True
    return False


def _told(plan: Plan, causes: _Causes) -> Iterator[Waiting]:
    labels = RowLabels(plan)
    used = {name: in_use(plan, name) for name in plan.structure.worksheets}
    for node, place in plan.structure.places.items():
        found = causes.of.get(node)
        if not found or not used.get(place.worksheet, True):
            continue
        waits = np.any([places >= 0 for places in found.values()], axis=0)
        for at in np.flatnonzero(waits).tolist():
            inputs = [(plan.structure.places[name], int(places[at])) for name, places in found.items()]
            missing = [(other, row) for other, row in inputs if row >= 0 and used.get(other.worksheet, True)]
            if missing:
                yield _waiting(plan, labels, place, at, missing)


def _waiting(plan: Plan, labels: RowLabels, place: Place, at: int, missing: list[tuple[Place, int]]) -> Waiting:
    needs = tuple(
        Need(other.worksheet, int(plan.rows[other.worksheet].ids[row]), other.column.title)
        if other.column is not None
        else Need("", 0, other.node)
        for other, row in missing
    )
    words = [_named(plan, labels, place, at, other, row) for other, row in missing]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    if place.column is None:
        return Waiting(place.worksheet, 0, place.node, needs, f"{place.node.replace('_', ' ')} waits for {listed}.")
    row = int(plan.rows[place.worksheet].ids[at])
    sentence = f"{place.column.title} of {labels.told(place.worksheet, at)} waits for {listed}."
    return Waiting(place.worksheet, row, place.column.title, needs, sentence)


def _named(plan: Plan, labels: RowLabels, place: Place, at: int, other: Place, row: int) -> str:
    """An empty input as the sentence names it: “its Margin” in the same row, else with row and worksheet."""
    if other.column is None:
        return f"the Parameter {other.node}"
    if other.worksheet == place.worksheet and place.column is not None and row == at:
        return f"its {other.column.title}"
    title = plan.declaration(other.worksheet).title
    where = "" if other.worksheet == place.worksheet else f" in {title}"
    return f"{other.column.title} of {labels.told(other.worksheet, row)}{where}"


class _Search:
    """Follows one formula to the empty inputs that leave its cells empty."""

    def __init__(self, causes: _Causes, place: Place) -> None:
        self._causes = causes
        self._plan = causes.plan
        self._worksheet = place.worksheet
        self._rows = len(causes.plan.rows[place.worksheet]) if place.column is not None else 1
        self._text = declared_type(place.kind) == "text"
        self._pass = Pass(causes.plan.calculation, self._rows, None)
        self._kept: dict[Node, Values] = {}
        self.found: dict[str, Places] = {}

    def visit(self, node: Node, mask: Mask) -> None:
        """What leaves a part of the formula empty in the rows of the mask."""
        if not mask.any():
            return
        if isinstance(node, Cell | Name):
            self._read(node, mask)
        elif isinstance(node, Unary):
            self.visit(node.operand, mask)
        elif isinstance(node, Binary):
            if node.operator != "&" and Text("") not in (node.left, node.right):
                self.visit(node.left, mask)
                self.visit(node.right, mask)
        elif isinstance(node, Call):
            self._called(node, mask)

    def _read(self, node: Node, mask: Mask) -> None:
        reference = reference_of(node, self._worksheet)
        if reference is not None and not reference.prior:
            rows = np.arange(self._rows) if isinstance(node, Cell) else np.zeros(self._rows, dtype=np.int64)
            self._add(reference.node, np.where(mask, rows, -1))

    def _add(self, node: str, places: Places) -> None:
        """Take over an empty cell of a node where there is one: the input itself, or what a computed cell waits for."""
        empty = self._causes.is_empty(node)
        if not len(empty):
            return
        places = np.where((places >= 0) & empty[places], places, -1)
        if node in self._plan.structure.checked:
            for name, further in self._causes.of.get(node, {}).items():
                self._take(name, np.where(places >= 0, further[places], -1))
        elif node not in self._plan.structure.broken:
            self._take(node, places)

    def _take(self, node: str, places: Places) -> None:
        if (places >= 0).any():
            held = self.found.get(node)
            self.found[node] = places if held is None else np.where(held >= 0, held, places)

    def _called(self, call: Call, mask: Mask) -> None:
        branch = {"IF": self._if, "IFS": self._ifs, "SWITCH": self._switch, "CHOOSE": self._choose}.get(call.function)
        if branch is not None:
            branch(call, mask)
        elif call.function == "XLOOKUP":
            key, keys, target = call.arguments[:3]
            self.visit(key, mask)
            self._looked_up(target, Call("MATCH", (key, keys, Number(0.0))), mask)
        elif call.function == "INDEX":
            self.visit(call.arguments[1], mask)
            self._looked_up(call.arguments[0], call.arguments[1], mask)
        elif call.function == "IFERROR":
            self.visit(call.arguments[0], mask)
        elif call.function not in ("CONCAT", "ISBLANK", "PRIOR"):
            signature = signatures()[call.function]
            for index, argument in enumerate(call.arguments):
                if signature.slot(index) == "value" or call.function in ("AND", "OR"):
                    self.visit(argument, mask)

    def _if(self, call: Call, mask: Mask) -> None:
        test = call.arguments[0]
        self._branch(test, test, call.arguments[1], mask)
        if len(call.arguments) > 2:
            self._taken(test, call.arguments[2], mask & self._is(test, False))

    def _branch(self, test: Node, asked: Node, result: Node, mask: Mask) -> None:
        """A test that may be empty, and its result where it is TRUE; `asked` is what the test asks about."""
        self.visit(asked, mask)
        self._taken(asked, result, mask & self._is(test, True))

    def _taken(self, asked: Node, result: Node, mask: Mask) -> None:
        """A branch in the rows that take it; where it has no cause, what is empty in the test that led there is one."""
        if not mask.any():
            return
        self.visit(result, mask)
        if self._text:
            return  # a text that says nothing, such as a warning, is empty on purpose
        for places in self.found.values():
            mask = mask & (places < 0)
        for part in walk(asked):
            if isinstance(part, Cell | Name):
                self._read(part, mask)

    def _ifs(self, call: Call, mask: Mask) -> None:
        for test, result in zip(call.arguments[::2], call.arguments[1::2], strict=True):
            self._branch(test, test, result, mask)
            mask = mask & self._is(test, False)

    def _switch(self, call: Call, mask: Mask) -> None:
        value, rest = call.arguments[0], call.arguments[1:]
        self.visit(value, mask)
        for match, result in zip(rest[:-1:2], rest[1::2], strict=False):
            test = Binary("=", value, match)
            self._taken(value, result, mask & self._is(test, True))
            mask = mask & ~self._is(test, True)
        if len(rest) % 2:
            self._taken(value, rest[-1], mask & ~(states_of(self._values(value)) == EMPTY))

    def _choose(self, call: Call, mask: Mask) -> None:
        self.visit(call.arguments[0], mask)
        chosen = self._values(call.arguments[0])
        for number, result in enumerate(call.arguments[1:], start=1):
            self._taken(call.arguments[0], result, mask & (np.floor(chosen.numbers[0]) == number))

    def _looked_up(self, target: Node, place: Node, mask: Mask) -> None:
        """The cell of a column at a place that is computed, counted from 1."""
        reference = reference_of(target, self._worksheet)
        if reference is None or reference.prior or not mask.any():
            return
        found = self._values(place)
        known = mask & (states_of(found) == 0) & (found.numbers[0] >= 1)
        known &= found.numbers[0] <= len(self._causes.is_empty(reference.node))
        self._add(reference.node, np.where(known, found.numbers[0].astype(np.int64) - 1, -1))

    def _is(self, test: Node, truth: bool) -> Mask:
        values = self._values(test)
        states = states_of(values)
        found: Mask = (states < EMPTY) & ((values.numbers[0] != 0) == truth)
        return found

    def _values(self, node: Node) -> Values:
        """The values of a part of the formula in every row."""
        kept = self._kept.get(node)
        if kept is None:
            values = compile_argument(node, self._worksheet).step(self._pass)
            kept = self._kept[node] = Values(np.broadcast_to(values.numbers, (1, self._rows)), values.states)
        return kept

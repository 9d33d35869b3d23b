"""A checked formula in the spelling Excel stores: the same values in every spreadsheet, blanks and errors included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .check import Checked
from .excel_criteria import CRITERIA, split_operator
from .excel_guards import Translation, written
from .excel_pieces import ROW_ID, NotInExcel, is_reference
from .facts import fact_of
from .limits import MOST_ARGUMENTS, MOST_CHARACTERS, MOST_LEVELS
from .nodes import Boolean, Call, Cell, Name, Node, Number, Text, children
from .scope import Fact, Reference, Scope
from .trees import fold, rebuild

__all__ = ["ROW_ID", "NotInExcel", "Part", "split", "to_excel"]

_LONGEST_CHAIN = 24
_MOST_PARTS = 50
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\[(?:\[[^\]]*\]|[^\[\]])*\]|[(),]')
_TAKES_ANY_CELL = frozenset({"SUM", "AVERAGE", "MEDIAN", "MIN", "MAX", "COUNT", "AND", "OR"}) | {
    "STDEV.P", "STDEV.S", "VAR.P", "NPV", "TEXT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A formula of the workbook: the title of its column or its Name, and its text without the leading `=`.

    `node` is what it stands for, written out without other parts.
    """

    title: str
    text: str
    node: Node


def to_excel(checked: Checked, scope: Scope) -> str:
    """The formula's text for the workbook, without the leading `=`.

    Columns are `Table[Column]` of tables named as the worksheets, PRIOR reads tables and Names that begin with
    `Prior_`. NotInExcel when it cannot be spelled or passes Excel's limits; `split` may still spell it.
    """
    text = _spelled(checked.node, scope)
    if not fits(text):
        raise NotInExcel("This formula is too long for Excel. Move a part of it into a column of its own.")
    return text


def split(checked: Checked, scope: Scope, title: str) -> tuple[Part, ...]:
    """The formula as one or more parts, the last of them called `title`; earlier ones are hidden.

    Parts of a column are columns of the same table, those of a Figure are Names. NotInExcel when even parts
    are too long.
    """
    node = checked.node
    text = _spelled(node, scope)
    if fits(text):
        return (Part(title, text, node),)
    node = _shorter_chains(node)
    parts: list[Part] = []
    stands_for: dict[Node, Node] = {}
    widened = _WithParts(scope)
    while not fits(text := _spelled(node, widened)):
        taken = _largest(node, widened)
        if taken is None or len(parts) == _MOST_PARTS:
            raise NotInExcel("This formula is too long for Excel, even in parts. Move parts of it into own columns.")
        part, reads = _reading(title, len(parts) + 1, scope.rowwise)
        stands_for[reads] = _written_out(taken, stands_for)
        parts.append(Part(part, _spelled(taken, widened), stands_for[reads]))
        widened.parts[part] = fact_of(taken, widened)
        node = _replaced(node, taken, reads)
    return (*parts, Part(title, text, checked.node))


def fits(text: str) -> bool:
    """Whether Excel takes a formula: characters, levels of brackets and arguments of one function."""
    if len(text) >= MOST_CHARACTERS:
        return False
    commas: list[int] = []
    for found in _TOKEN.finditer(text):
        if found[0] == "(":
            commas.append(1)
        elif found[0] == ")":
            commas.pop()
        elif found[0] == "," and commas:
            commas[-1] += 1
        if len(commas) > MOST_LEVELS or (commas and commas[-1] > MOST_ARGUMENTS):
            return False
    return True


def _spelled(node: Node, scope: Scope) -> str:
    try:
        return written(node, scope)
    except RecursionError:
        raise NotInExcel("This formula is nested too deep for Excel. Move parts of it into own columns.") from None


@dataclass(slots=True)
class _WithParts:
    """A scope that also knows the parts made so far."""

    scope: Scope
    parts: dict[str, Fact] = field(default_factory=dict)

    @property
    def worksheet(self) -> str:
        return self.scope.worksheet

    @property
    def rowwise(self) -> bool:
        return self.scope.rowwise

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        if column in self.parts and worksheet.casefold() == self.worksheet.casefold():
            return Reference(self.worksheet, column, whole=False), self.parts[column]
        return self.scope.column(worksheet, column)

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        return (Reference("", name), self.parts[name]) if name in self.parts else self.scope.name(name)

    def worksheets(self) -> Iterable[str]:
        return self.scope.worksheets()

    def columns(self, worksheet: str) -> Iterable[str]:
        return self.scope.columns(worksheet)

    def names(self) -> Iterable[str]:
        return self.scope.names()


def _reading(title: str, number: int, rowwise: bool) -> tuple[str, Node]:
    """What a part is called, and the node that reads it."""
    if rowwise:
        name = f"{title} part {number}"
        return name, Cell(name)
    name = f"_{title}_part_{number}"  # with an underscore before it, as no Name of a plan has one
    return name, Name(name)


def _largest(root: Node, scope: Scope) -> Node | None:
    """The part of a formula with the longest text that Excel still takes and that a cell can hold as well."""
    translation = Translation(scope)
    best: tuple[int, Node | None] = (0, None)
    pending = list(_candidates(root))
    while pending:
        node = pending.pop()
        text = translation.value(node)
        if not fits(text):
            pending.extend(_candidates(node))
        elif len(text) > best[0]:
            best = (len(text), node)
    return best[1]


def _candidates(parent: Node) -> Iterable[Node]:
    """What stands directly in a node and would mean the same from a cell of its own."""
    if isinstance(parent, Call) and parent.function == "PRIOR":
        return
    for place, node in enumerate(children(parent)):
        if is_reference(node) or isinstance(node, (Number, Text, Boolean)):
            continue
        called = parent.function if isinstance(parent, Call) else ""
        written_criterion = called in CRITERIA and place and split_operator(node)[0]
        if called in _TAKES_ANY_CELL or written_criterion:
            yield from _candidates(node)
        else:
            yield node


def _replaced(root: Node, old: Node, new: Node) -> Node:
    def visit(node: Node, below: tuple[Node, ...]) -> Node:
        return new if node == old else rebuild(node, below)

    return fold(root, visit)


def _written_out(root: Node, stands_for: Mapping[Node, Node]) -> Node:
    def visit(node: Node, below: tuple[Node, ...]) -> Node:
        return stands_for.get(node, node) if isinstance(node, (Cell, Name)) else rebuild(node, below)

    return fold(root, visit)


def _shorter_chains(root: Node) -> Node:
    """The same formula with long SWITCH and IFS cut into several, one as the default of the other."""

    def visit(node: Node, below: tuple[Node, ...]) -> Node:
        found = rebuild(node, below)
        return _cut(found) if isinstance(found, Call) and found.function in ("SWITCH", "IFS") else found

    return fold(root, visit)


def _cut(call: Call) -> Call:
    subject = call.arguments[:1] if call.function == "SWITCH" else ()
    rest = call.arguments[len(subject) :]
    if len(rest) <= 2 * _LONGEST_CHAIN + 1:
        return call
    kept, moved = rest[: 2 * _LONGEST_CHAIN], rest[2 * _LONGEST_CHAIN :]
    later = _cut(Call(call.function, subject + moved))
    always = () if call.function == "SWITCH" else (Boolean(True),)
    return Call(call.function, subject + kept + always + (later,))

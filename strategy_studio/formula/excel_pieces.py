"""The pieces a formula in Excel's spelling is put together from, and how columns and Names are spelled there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from .errors import PlanError
from .nodes import Call, Cell, Name, Node, WholeColumn
from .printing import strength
from .scope import Fact, Reference, Scope

ROW_ID = "Row id"
"""The hidden first column of every table of the workbook."""
PRIOR_PREFIX = "Prior_"
TIGHTEST = 7
_SIGN = 6
_SPECIAL = re.compile(r"[^\w ]")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d+|[RC]\d*|R\d*C\d*|TRUE|FALSE", re.IGNORECASE)
_LONGEST_TEXT = 255
_PASSING_ON = frozenset({"IF", "IFS", "SWITCH", "CHOOSE", "IFERROR", "XLOOKUP", "INDEX"})


class NotInExcel(PlanError):
    """A formula, or part of one, that has no spelling in Excel; the export then writes its value."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula and how tightly it holds together (see `printing.strength`; 6 a sign, 7 closed)."""

    text: str
    strength: int = TIGHTEST

    def within(self, least: int) -> str:
        """The text, in brackets where it is looser than its place asks for."""
        return self.text if self.strength >= least else f"({self.text})"

    @property
    def closed(self) -> str:
        """The text as an operand of any operator."""
        return self.within(TIGHTEST)


Factors = tuple[str, ...]
"""Numbers whose product is 0 where a value is empty, an error where it is one; none: it is never empty."""


class Writer(Protocol):
    """One translation: every node can be asked for three texts.

    `value` is right always, `bare` only where the node is not empty, `factors` say whether it is; `certain` are
    factors that also show every error of the node.
    """

    scope: Scope

    def fact(self, node: Node) -> Fact: ...

    def value(self, node: Node) -> str: ...

    def bare(self, node: Node) -> Piece: ...

    def factors(self, node: Node) -> Factors: ...

    def certain(self, node: Node) -> Factors: ...

    def joint(self, nodes: tuple[Node, ...]) -> Factors: ...


def operation(left: Piece, operator: str, right: Piece) -> Piece:
    """Two operands joined, bracketed as far as needed."""
    own = strength(operator)
    return Piece(left.within(own) + operator + right.within(own + 1), own)


def negative(operand: Piece) -> Piece:
    """The operand with a minus sign."""
    return Piece("-" + operand.within(_SIGN), _SIGN)


def product(factors: Factors) -> str:
    """One expression for all factors; "1" for none."""
    return "*".join(dict.fromkeys(factors)) or "1"


def guarded(factors: Factors, text: str, empty: str = '""') -> str:
    """The text, or what stands for it where one of the factors is 0."""
    return f"IF({product(factors)}=0,{empty},{text})" if factors else text


def unlike(left: str, right: str) -> bool:
    """True for two types of which no value equals one of the other; what may be of several types is never unlike."""
    known = ("boolean", "text", "number")
    left, right = ("number" if kind == "date" else kind for kind in (left, right))
    return left in known and right in known and left != right


def quoted_text(text: str) -> str:
    """A text in double quotes; Excel takes no more than 255 characters in one, so long ones are joined."""
    parts = [text[start : start + _LONGEST_TEXT] for start in range(0, len(text), _LONGEST_TEXT)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


def is_column(node: Node) -> bool:
    """True for a whole column, of this round or the last."""
    return isinstance(node, WholeColumn) or (is_prior(node) and isinstance(_inside(node), WholeColumn))


def is_reference(node: Node) -> bool:
    """True for what Excel itself reads as a reference: a cell, a column, a Name, of this round or the last."""
    return isinstance(node, (Cell, WholeColumn, Name)) or is_prior(node)


def passes_on(node: Node) -> bool:
    """True for what aggregates, AND and OR take like a reference: they skip the texts and truth values in it."""
    return is_reference(node) or (isinstance(node, Call) and node.function in _PASSING_ON)


def is_prior(node: Node) -> bool:
    """True for `PRIOR(..)`."""
    return isinstance(node, Call) and node.function == "PRIOR"


def _inside(node: Node) -> Node:
    return node.arguments[0] if isinstance(node, Call) else node


def found_column(scope: Scope, node: Node) -> tuple[Reference, Fact]:
    """The column a reference names, canonical; PlanError when there is none."""
    inner = _inside(node)
    worksheet = inner.worksheet if isinstance(inner, WholeColumn) else ""
    title = inner.column if isinstance(inner, (WholeColumn, Cell)) else ""
    found = scope.column(worksheet or scope.worksheet, title)
    if found is None:
        raise PlanError(f"There is no column {worksheet}[{title}]. Check the formula before it is exported.")
    return found


def spelled(scope: Scope, node: Node) -> str:
    """How Excel spells a reference."""
    inner, prefix = _inside(node), PRIOR_PREFIX if is_prior(node) else ""
    if isinstance(inner, Name):
        found = scope.name(inner.name)
        return prefix + (inner.name if found is None else found[0].column)
    reference, _ = found_column(scope, inner)
    if isinstance(inner, Cell):
        return f"{table_name(reference.worksheet)}[[#This Row],[{escaped_title(reference.column)}]]"
    return whole_column(prefix + table_name(reference.worksheet), reference.column)


def table_name(worksheet: str) -> str:
    """What the table of a worksheet (underscored title) is called: its name, unless Excel takes that for a cell.

    It then begins with an underscore, as no title and no Name of a plan does: nothing else can be called the same.
    """
    return f"_{worksheet}" if _LIKE_A_CELL.fullmatch(worksheet) else worksheet


def whole_column(table: str, title: str) -> str:
    """A whole column of a table; titles with other signs than letters, digits and spaces take two brackets."""
    escaped = escaped_title(title)
    return f"{table}[[{escaped}]]" if _SPECIAL.search(title) else f"{table}[{escaped}]"


def row_ids(scope: Scope, node: Node) -> str:
    """The row-id column of the table a column stands in; it is filled for exactly the rows that exist."""
    reference, _ = found_column(scope, node)
    return whole_column((PRIOR_PREFIX if is_prior(node) else "") + table_name(reference.worksheet), ROW_ID)


def escaped_title(title: str) -> str:
    """A column title with an apostrophe before the signs that mean something between brackets."""
    return re.sub(r"(['\[\]#])", r"'\1", title)

"""Writing a tree as the formula's canonical text: no spaces, no bracket more than needed."""

from __future__ import annotations

from .nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from .trees import fold

_SIGN, _TIGHTEST = 6, 7
_STRENGTH = {"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_COMPARISON = 1


def strength(operator: str) -> int:
    """How tightly a binary operator holds its operands: comparisons 1, `&` 2, `+ -` 3, `* /` 4, `^` 5."""
    return _STRENGTH.get(operator, _COMPARISON)


def to_text(node: Node, short_for: str = "") -> str:
    """The formula without a leading `=`; parsing it gives the same tree.

    Columns of the worksheet `short_for` (underscored) are written short, `[Column]`.
    """
    here = short_for.casefold()

    def write(node: Node, below: tuple[tuple[str, int], ...]) -> tuple[str, int]:
        if isinstance(node, Binary):
            own = strength(node.operator)
            return _within(below[0], own) + node.operator + _within(below[1], own + 1), own
        if isinstance(node, Unary):
            return node.operator + _within(below[0], _SIGN), _SIGN
        if isinstance(node, Call):
            return f"{node.function}({','.join(text for text, _ in below)})", _TIGHTEST
        if isinstance(node, WholeColumn):
            worksheet = "" if node.worksheet.casefold() == here else node.worksheet
            return f"{worksheet}[{node.column}]", _TIGHTEST
        return _leaf(node), _SIGN if isinstance(node, Number) and node.value < 0 else _TIGHTEST

    return fold(node, write)[0]


def number_text(value: float) -> str:
    """A number as formulas write it: whole numbers without a point, all digits that make it the same float64."""
    whole = value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else repr(value).upper()


def quoted(text: str) -> str:
    """A text between double quotes, the quotes in it doubled."""
    return '"' + text.replace('"', '""') + '"'


def _within(written: tuple[str, int], least: int) -> str:
    text, own = written
    return text if own >= least else f"({text})"


def _leaf(node: Number | Text | Boolean | Cell | Name) -> str:
    if isinstance(node, Number):
        return number_text(node.value)
    if isinstance(node, Text):
        return quoted(node.value)
    if isinstance(node, Boolean):
        return "TRUE" if node.value else "FALSE"
    return f"[@{node.column}]" if isinstance(node, Cell) else node.name

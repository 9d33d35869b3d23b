"""Saying a done-when rule in words: the sentence is made from the formula, so that the two cannot disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..formula.nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, WholeColumn
from ..formula.printing import to_text
from . import kinds
from .structure import column_node

if TYPE_CHECKING:
    from .plan import Plan

_COUNTS = frozenset({"COUNT", "COUNTA", "COUNTIFS"})
_IS = {
    "=": "is {}",
    "<>": "is not {}",
    ">=": "is at least {}",
    ">": "is above {}",
    "<=": "is at most {}",
    "<": "is below {}",
}
_SIGNS = ("<>", "<=", ">=", "<", ">", "=")


def rule_sentence(plan: Plan, worksheet: str, formula: str) -> str:
    """A rule, written as a Figure or a row's formula of the worksheet, as words that begin with a capital."""
    words = _Words(plan, worksheet).of(plan.tree(formula))
    return words[:1].upper() + words[1:]


class _Words:
    """The words of rules of one worksheet."""

    def __init__(self, plan: Plan, worksheet: str) -> None:
        self._plan = plan
        self._worksheet = worksheet

    def of(self, node: Node) -> str:
        """A condition in words; the formula itself where it is of a form that has none."""
        if isinstance(node, Call) and node.function in ("AND", "OR"):
            return self._joined(node)
        if isinstance(node, Binary) and node.operator in _IS:
            counted = self._counted(node)
            return counted or f"{self._operand(node.left)} {self._is(node.operator, node.left, node.right)}"
        return f"the rule {to_text(node)} holds"

    def _joined(self, call: Call) -> str:
        used = self._all_used(call) if call.function == "AND" else ""
        return used or (" and " if call.function == "AND" else ", or ").join(self.of(part) for part in call.arguments)

    def _all_used(self, call: Call) -> str:
        """AND of one COUNTIFS(column, word)>0 for each word: the column takes every word."""
        pairs = [
            (part.left.arguments[0], part.left.arguments[1])
            for part in call.arguments
            if isinstance(part, Binary) and part.operator == ">" and part.right == Number(0.0)
            if isinstance(part.left, Call) and part.left.function == "COUNTIFS" and len(part.left.arguments) == 2
        ]
        columns = {column for column, _ in pairs}
        if len(columns) != 1 or len(pairs) < max(2, len(call.arguments)):
            return ""
        words = [word.value if isinstance(word, Text) else to_text(word) for _, word in pairs]
        listed = f"{', '.join(words[:-1])} and {words[-1]}"
        return f"{_title(columns.pop())} takes {listed}, each at least once"

    def _counted(self, node: Binary) -> str:
        """A count held against a number or another count; "" where neither is one."""
        count = node.left
        if not isinstance(count, Call) or count.function not in _COUNTS:
            return ""
        if isinstance(node.right, Call) and node.right.function == "COUNTA" and node.operator == "=":
            return f"every row with {_title(node.right.arguments[0])} has {self._what(count)}"
        if not isinstance(node.right, Number):
            return ""
        where = self._elsewhere(count)
        verb, many = _how_many(node.operator, int(node.right.value))
        return f"{many}{where} {verb} {self._what(count)}" if many else ""

    def _elsewhere(self, count: Call) -> str:
        column = count.arguments[0]
        if isinstance(column, WholeColumn) and column.worksheet and column.worksheet != self._worksheet:
            return f" of {column.worksheet.replace('_', ' ')}"
        return ""

    def _what(self, count: Call) -> str:
        """What the rows counted have: a filled column, or columns that meet criteria."""
        if count.function != "COUNTIFS":
            return _title(count.arguments[0])
        pairs = zip(count.arguments[::2], count.arguments[1::2], strict=True)
        return " and ".join(self._criterion(column, wanted) for column, wanted in pairs)

    def _criterion(self, column: Node, wanted: Node) -> str:
        title = _title(column)
        if wanted == Boolean(True):
            return title
        if isinstance(wanted, Text):
            sign = next((sign for sign in _SIGNS if wanted.value.startswith(sign)), "")
            rest = wanted.value[len(sign) :]
            said = {"<": f"below {rest}", ">": f"above {rest}", "<=": f"of {rest} at most", ">=": f"of {rest} at least"}
            if rest and sign in said:
                return f"{title} {said[sign]}"
            if sign == "<>":
                return f"a {title} other than {rest}" if rest else title
            return f"{title} “{rest}”"
        return f"{title} {self._shown(column, wanted)}"

    def _operand(self, node: Node) -> str:
        if isinstance(node, Cell | WholeColumn):
            return _title(node)
        return node.name.replace("_", " ") if isinstance(node, Name) else to_text(node)

    def _is(self, operator: str, left: Node, right: Node) -> str:
        if right == Text("") and operator in ("=", "<>"):
            return "is empty" if operator == "=" else "is filled"
        shown = f"“{right.value}”" if isinstance(right, Text) else self._shown(left, right)
        if isinstance(right, Name):
            shown = f"{self._operand(right)} ({self._shown_value(right.name, self._plan.value(right.name))})"
        return _IS[operator].format(shown)

    def _shown(self, like: Node, number: Node) -> str:
        """A number as the column or Name beside it shows numbers."""
        if not isinstance(number, Number):
            return to_text(number)
        if isinstance(like, Name):
            return self._shown_value(like.name, number.value)
        if isinstance(like, WholeColumn | Cell):
            worksheet = getattr(like, "worksheet", "") or self._worksheet
            return self._shown_value(column_node(worksheet, like.column), number.value)
        return to_text(number)

    def _shown_value(self, text: str, value: object) -> str:
        node = self._plan.structure.node_name(text)
        if node is None:
            return str(value)
        place = self._plan.structure.places[node]
        declared: Any = place.column or place.name
        return kinds.show(place.kind, getattr(declared, "format", ""), value) or "empty"


def _how_many(operator: str, number: int) -> tuple[str, str]:
    """The verb and the rows a count asks for; no rows where the count says nothing of the kind."""
    least = number + 1 if operator == ">" else number
    if operator in (">=", ">"):
        return ("has", "at least one row") if least == 1 else ("have", f"at least {least} rows")
    if operator == "=":
        return ("has", ("no row", "exactly one row")[number]) if number < 2 else ("have", f"exactly {number} rows")
    most = number - 1 if operator == "<" else number
    return ("have", f"at most {most} rows") if operator in ("<", "<=") else ("", "")


def _title(node: Node) -> str:
    return node.column if isinstance(node, WholeColumn | Cell) else to_text(node)

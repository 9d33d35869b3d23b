"""Where a formula may be empty in Excel, which has no empty result: guards around operations and branches."""

from __future__ import annotations

from collections.abc import Callable

from . import excel_aggregates as aggregates
from . import excel_branches as branches
from . import excel_scalars as scalars
from .excel_criteria import CRITERIA, criteria_call
from .excel_pieces import (
    Factors,
    Piece,
    Writer,
    guarded,
    is_reference,
    negative,
    operation,
    quoted_text,
    spelled,
)
from .facts import combined
from .nodes import Binary, Boolean, Call, Node, Number, Text, Unary, children
from .printing import number_text
from .scope import Fact, Scope
from .trees import fold

_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_AS_THEIR_ARGUMENTS = frozenset({"NOT", "ABS", "SIGN"})
_CALLS: dict[str, Callable[[Writer, Call], Piece]] = {
    **dict.fromkeys(scalars.SCALARS, scalars.scalar_call),
    **dict.fromkeys(aggregates.AGGREGATES, aggregates.aggregate),
    **dict.fromkeys(aggregates.COUNTS, aggregates.count),
    **dict.fromkeys(CRITERIA, criteria_call),
    **dict.fromkeys(branches.CHAINS, branches.chain_bare),
    "AND": branches.all_or_any,
    "OR": branches.all_or_any,
    "NOT": branches.negation,
    "CHOOSE": branches.choose_bare,
    "CONCAT": scalars.concat,
    "IFERROR": branches.iferror_bare,
    "INDEX": aggregates.index,
    "ISBLANK": branches.emptiness,
    "LARGE": aggregates.ordered,
    "MATCH": aggregates.match,
    "PERCENTILE.INC": aggregates.ordered,
    "RANK.EQ": aggregates.rank,
    "SMALL": aggregates.ordered,
    "SUMPRODUCT": aggregates.sumproduct,
    "XLOOKUP": aggregates.lookup_bare,
}
_VALUES: dict[str, Callable[[Writer, Call], str]] = {
    **dict.fromkeys(branches.CHAINS, branches.chain_value),
    "CHOOSE": branches.choose_value,
    "IFERROR": branches.iferror_value,
    "XLOOKUP": aggregates.lookup_value,
}
_FACTORS: dict[str, Callable[[Writer, Call], Factors]] = {
    **dict.fromkeys(branches.CHAINS, branches.chain_factors),
    "AND": branches.all_or_any_factors,
    "OR": branches.all_or_any_factors,
    "CHOOSE": branches.choose_factors,
    "IFERROR": branches.iferror_factors,
    "XLOOKUP": aggregates.lookup_factors,
}
_STRICT_IN: dict[str, slice] = {
    "NPV": slice(0, 1),
    "RANK.EQ": slice(0, None, 2),
    "LARGE": slice(1, 2),
    "SMALL": slice(1, 2),
    "PERCENTILE.INC": slice(1, 2),
    "INDEX": slice(1, 2),
    "MATCH": slice(0, None, 2),
}
"""The arguments that make these functions empty when they are."""
_WATCHES_ITS_COLUMN = {"RANK.EQ": 1, "LARGE": 0, "SMALL": 0, "PERCENTILE.INC": 0}


class Translation:
    """One formula on its way to Excel; every part is translated once (see `Writer`)."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._facts: dict[int, tuple[Node, Fact]] = {}
        self._texts: dict[tuple[str, int], object] = {}

    def fact(self, node: Node) -> Fact:
        """What is known of a node before anything runs."""
        if id(node) not in self._facts:
            fold(node, self._note)
        return self._facts[id(node)][1]

    def _note(self, node: Node, below: tuple[Fact, ...]) -> Fact:
        found = combined(node, below, self.scope)
        self._facts[id(node)] = (node, found)
        return found

    def value(self, node: Node) -> str:
        """The node as a result: "" where it is empty."""
        if isinstance(node, Call) and node.function in _VALUES:
            return _VALUES[node.function](self, node)
        joined = isinstance(node, Binary) and node.operator == "&"
        empties_itself = joined or isinstance(node, Text) or (isinstance(node, Call) and node.function == "CONCAT")
        return self.bare(node).text if empties_itself else guarded(self.factors(node), self.bare(node).text)

    def bare(self, node: Node) -> Piece:
        """The node where it is known not to be empty."""
        self.fact(node)
        found = self._texts.get(("bare", id(node)))
        if not isinstance(found, Piece):
            found = self._texts["bare", id(node)] = self._bare(node)
        return found

    def factors(self, node: Node) -> Factors:
        """Numbers of which one is 0 where the node is empty."""
        if not self.fact(node).may_be_empty:
            return ()
        found = self._texts.get(("factors", id(node)))
        if not isinstance(found, tuple):
            found = self._texts["factors", id(node)] = self._factors(node)
        return found

    def certain(self, node: Node) -> Factors:
        """Factors that are an error wherever the node is one."""
        if not self.fact(node).may_be_error:
            return self.factors(node)
        if is_reference(node):
            return (f"LEN({self.bare(node).text})",)
        if self._makes_errors(node):
            return (guarded(self.factors(node), f"LEN({self.bare(node).text})", empty="0"),)
        return tuple(factor for child in self._operands(node) for factor in self.certain(child))

    def joint(self, nodes: tuple[Node, ...]) -> Factors:
        """Factors of an operation on several operands: an error among them wins over an empty one."""
        empty = [bool(self.factors(node)) for node in nodes]
        watched = [any(empty[:at] + empty[at + 1 :]) and self.fact(node).may_be_error for at, node in enumerate(nodes)]
        last = max((at for at, one in enumerate(watched) if one), default=-1)  # errors to its left come first
        factors = (self.certain(node) if at <= last else self.factors(node) for at, node in enumerate(nodes))
        return tuple(dict.fromkeys(factor for found in factors for factor in found))

    def _makes_errors(self, node: Node) -> bool:
        """Whether the node or an operation in it can be an error, or be filled, where none of its references is."""
        return not is_reference(node) and any(
            self._makes_own_errors(part) for part in (node, *self._operands(node)) if not is_reference(part)
        )

    def _makes_own_errors(self, node: Node) -> bool:
        if isinstance(node, Call):
            return node.function not in _AS_THEIR_ARGUMENTS or any(map(self._makes_errors, node.arguments))
        if not isinstance(node, Binary):
            return isinstance(node, Unary) and self.fact(node.operand).type in ("text", "mixed")
        return node.operator in "/^&" or self._meets_text(node) or branches.tests_emptiness(node) is not None

    def _meets_text(self, node: Binary) -> bool:
        return node.operator in "+-*" and any(self.fact(child).type in ("text", "mixed") for child in children(node))

    def _bare(self, node: Node) -> Piece:
        if is_reference(node):
            return Piece(spelled(self.scope, node))
        if isinstance(node, Number):
            return Piece(number_text(node.value))
        if isinstance(node, Text):
            return Piece(quoted_text(node.value), 7 if len(node.value) <= 255 else 2)
        if isinstance(node, Boolean):
            return Piece("TRUE" if node.value else "FALSE")
        if isinstance(node, Unary):
            return negative(scalars.number(self, node.operand))
        return self._binary(node) if isinstance(node, Binary) else _CALLS[_call(node).function](self, _call(node))

    def _binary(self, node: Binary) -> Piece:
        if node.operator in _COMPARISONS:
            return branches.comparison(self, node)
        if node.operator == "&":
            return scalars.joined(self, scalars.chained(node))
        left, right = scalars.number(self, node.left), scalars.number(self, node.right)
        if node.operator == "^" and not _plain_power(node):
            return scalars.power(left, right)
        return operation(left, node.operator, right)

    def _factors(self, node: Node) -> Factors:
        if is_reference(node):
            return (f"LEN({self.bare(node).text})",)
        if isinstance(node, Text):
            return ("0",) if not node.value else ()
        if isinstance(node, Call):
            return self._factors_of_call(node)
        if isinstance(node, Binary) and node.operator == "&":
            return (f"LEN({self.bare(node).text})",)
        return self.joint(self._operands(node))

    def _operands(self, node: Node) -> tuple[Node, ...]:
        """The operands of a whole tree of operations that make no errors of their own, left to right."""
        found: list[Node] = []
        pending = list(reversed(children(node)))
        while pending:
            operand = pending.pop()
            if isinstance(operand, (Unary, Binary)) and not self._makes_own_errors(operand):
                pending.extend(reversed(children(operand)))
            else:
                found.append(operand)
        return tuple(found)

    def _errors_of_column(self, call: Call) -> Factors:
        """An error in the column of a rank wins over an empty value."""
        column = call.arguments[_WATCHES_ITS_COLUMN[call.function]]
        return (f"LEN(SUM({spelled(self.scope, column)}))",) if self.fact(column).may_be_error else ()

    def _factors_of_call(self, call: Call) -> Factors:
        if call.function in _FACTORS:
            return _FACTORS[call.function](self, call)
        arguments = call.arguments[_STRICT_IN.get(call.function, slice(None))]
        strict = call.function in scalars.SCALARS or call.function in _STRICT_IN or call.function == "NOT"
        factors = self.joint(arguments) if strict else ()
        if factors and call.function in _WATCHES_ITS_COLUMN:
            factors += self._errors_of_column(call)
        own = call.function in scalars.CAN_RESULT_IN_NOTHING or call.function in ("CONCAT", "INDEX")
        return (guarded(factors, f"LEN({self.bare(call).text})", empty="0"),) if own else factors


def _call(node: Node) -> Call:
    assert isinstance(node, Call)
    return node


def _plain_power(node: Binary) -> bool:
    """True for x^n with a written whole n above 0, which has no error of its own but overflow."""
    exponent = node.right
    return isinstance(exponent, Number) and exponent.value > 0 and exponent.value.is_integer()


def written(node: Node, scope: Scope) -> str:
    """The text of one formula, without the leading `=` and without regard to Excel's limits."""
    return Translation(scope).value(node)

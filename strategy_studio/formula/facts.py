"""What is known of a formula's values before it runs: their type, and whether they may be empty or an error.

Where nothing is certain the answer is the careful one: it may be empty, it may be an error.
"""

from __future__ import annotations

from collections.abc import Iterable

from .nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from .scope import Fact, Scope, Type
from .trees import fold

_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_NEVER_EMPTY = frozenset({"SUM", "AVERAGE", "MEDIAN", "MIN", "MAX", "STDEV.P", "STDEV.S", "VAR.P", "SUMPRODUCT"}) | {
    "SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS", "COUNTIFS", "COUNT", "COUNTA", "COUNTBLANK", "ISBLANK",
}  # fmt: skip
_ERROR_FROM_ARGUMENTS = frozenset({"ABS", "SIGN", "INT", "NOT"})
_NEVER_ERROR = frozenset({"COUNT", "COUNTA", "COUNTBLANK"})
_TEXTS = frozenset({"TEXT", "LEFT", "RIGHT", "LOWER", "UPPER", "TRIM"})
_BOOLEANS = frozenset({"NOT", "ISBLANK"})
_DATES = frozenset({"DATE", "EDATE"})
_AS_THEIR_COLUMNS = frozenset({"MIN", "MAX", "MAXIFS", "MINIFS", "LARGE", "SMALL"})


def fact_of(node: Node, scope: Scope) -> Fact:
    """What is known of a resolved node (one that `check` gave); of a whole column, what is known of its cells."""

    def visit(node: Node, below: tuple[Fact, ...]) -> Fact:
        return combined(node, below, scope)

    return fold(node, visit)


def combined(node: Node, below: tuple[Fact, ...], scope: Scope) -> Fact:
    """What is known of a resolved node from what is known of its children."""
    match node:
        case Number():
            return Fact("number", False, False)
        case Text(value):
            return Fact("text", value == "", False)
        case Boolean():
            return Fact("boolean", False, False)
        case Cell(column):
            return _known(scope.column(scope.worksheet, column))
        case WholeColumn(worksheet, column):
            return _known(scope.column(worksheet, column))
        case Name(name):
            return _known(scope.name(name))
        case Unary():
            return Fact("number", below[0].may_be_empty, _not_numeric(below))
        case Binary():
            return _of_operator(node, below)
        case Call():
            return _of_call(node, below)


def _known(found: tuple[object, Fact] | None) -> Fact:
    return found[1] if found else Fact("mixed")


def _of_operator(node: Binary, below: tuple[Fact, ...]) -> Fact:
    if node.operator == "&":
        return Fact("text", all(fact.may_be_empty for fact in below), _any_error(below))
    if node.operator in _COMPARISONS:
        tests_emptiness = node.operator in ("=", "<>") and (_is_empty(node.left) or _is_empty(node.right))
        return Fact("boolean", not tests_emptiness and _any_empty(below), _any_error(below))
    return Fact("number", _any_empty(below), True)


def _of_call(node: Call, below: tuple[Fact, ...]) -> Fact:
    name = node.function
    match name:
        case "PRIOR":
            return Fact(below[0].type, True, True)
        case "IF" | "IFS" | "SWITCH" | "CHOOSE":
            return _of_branches(node, below)
        case "IFERROR":
            return Fact(_merged(zip(node.arguments, below, strict=True)), _any_empty(below), below[1].may_be_error)
        case "AND" | "OR":
            empty = all(
                fact.may_be_empty or _is_column(part) or fact.type in ("text", "mixed")
                for part, fact in zip(node.arguments, below, strict=True)
            )
            return Fact("boolean", empty, _not_numeric(below))
        case "CONCAT":
            return Fact("text", all(fact.may_be_empty for fact in below), _any_error(below))
        case "INDEX":
            return Fact(below[0].type, True, True)
        case "XLOOKUP":
            return Fact(_merged(zip(node.arguments[2:], below[2:], strict=True)), True, True)
    return Fact(_type_of(name, below), _may_be_empty(node, below), _may_be_error(name, below))


def _type_of(name: str, below: tuple[Fact, ...]) -> Type:
    if name in _TEXTS:
        return "text"
    if name in _BOOLEANS:
        return "boolean"
    if name in _DATES:
        return "date"
    if name in _AS_THEIR_COLUMNS:
        columns = below if name in ("MIN", "MAX") else below[:1]
        return "date" if all(fact.type == "date" for fact in columns) else "number"
    return "number"


def _may_be_empty(node: Call, below: tuple[Fact, ...]) -> bool:
    if node.function in _NEVER_EMPTY:
        return False
    if node.function in ("LEFT", "RIGHT", "TRIM"):
        return True
    if node.function == "NPV":
        return below[0].may_be_empty
    return any(fact.may_be_empty for part, fact in zip(node.arguments, below, strict=True) if not _is_column(part))


def _may_be_error(name: str, below: tuple[Fact, ...]) -> bool:
    if name in _NEVER_ERROR:
        return False
    if name in ("ISBLANK", "COUNTIFS", "LEN", "LOWER", "UPPER", "TRIM"):
        return _any_error(below)
    return _not_numeric(below) if name in _ERROR_FROM_ARGUMENTS else True


def _of_branches(node: Call, below: tuple[Fact, ...]) -> Fact:
    """IF, IFS, SWITCH and CHOOSE: one of the branches, or empty where a condition is."""
    pairs = list(zip(node.arguments, below, strict=True))
    if node.function == "IF":
        conditions, branches = pairs[:1], pairs[1:]
        if len(branches) == 1:
            branches.append((Boolean(False), Fact("boolean", False, False)))
    elif node.function == "IFS":
        conditions, branches = pairs[::2], pairs[1::2]
    elif node.function == "SWITCH":
        conditions, branches = [pairs[0], *pairs[1:-1:2]], pairs[2::2]
        if len(pairs) % 2 == 0:
            branches.append(pairs[-1])
    else:
        conditions, branches = pairs[:1], pairs[1:]
    asked, given = [fact for _, fact in conditions], [fact for _, fact in branches]
    certain = node.function == "IF" and not _not_numeric(asked)
    return Fact(_merged(branches), _any_empty(asked) or _any_empty(given), not certain or _any_error(given))


def _merged(branches: Iterable[tuple[Node, Fact]]) -> Type:
    """The type of one of several values; a branch that is always empty says nothing."""
    types = {fact.type for node, fact in branches if not _is_empty(node)}
    if not types:
        return "text"
    if len(types) == 1:
        return types.pop()
    return "number" if types == {"number", "date"} else "mixed"


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.value == ""


def _is_column(node: Node) -> bool:
    inner = node.arguments[0] if isinstance(node, Call) and node.function == "PRIOR" and node.arguments else node
    return isinstance(inner, WholeColumn)


def _any_empty(facts: Iterable[Fact]) -> bool:
    return any(fact.may_be_empty for fact in facts)


def _any_error(facts: Iterable[Fact]) -> bool:
    return any(fact.may_be_error for fact in facts)


def _not_numeric(facts: Iterable[Fact]) -> bool:
    return any(fact.may_be_error or fact.type in ("text", "mixed") for fact in facts)

"""Branches and conditions in Excel's spelling: IF, IFS, SWITCH, CHOOSE, IFERROR, AND, OR, comparisons."""

from __future__ import annotations

from dataclasses import dataclass

from .excel_pieces import Factors, Piece, Writer, guarded, is_column, operation, passes_on, product, spelled
from .excel_scalars import in_order, number
from .nodes import Binary, Boolean, Call, Node, Text

CHAINS = frozenset({"IF", "IFS", "SWITCH"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain of branches: when it is empty, its condition, its result."""

    guard: Factors
    condition: str
    result: Node


def steps(writer: Writer, call: Call) -> tuple[list[Step], Node | None]:
    """The branches of IF, IFS or SWITCH in order, and what stands when none is taken (None: #N/A)."""
    if call.function == "SWITCH":
        return _switch_steps(writer, call)
    nodes = call.arguments
    if call.function == "IF":
        otherwise = nodes[2] if len(nodes) > 2 else Boolean(False)
        return [Step(writer.factors(nodes[0]), condition(writer, nodes[0]), nodes[1])], otherwise
    pairs = zip(nodes[::2], nodes[1::2], strict=True)
    return [Step(writer.factors(test), condition(writer, test), result) for test, result in pairs], None


def _switch_steps(writer: Writer, call: Call) -> tuple[list[Step], Node | None]:
    subject, *rest = call.arguments
    default = rest.pop() if len(rest) % 2 else None
    guard = writer.factors(subject)
    found: list[Step] = []
    for match, result in zip(rest[::2], rest[1::2], strict=True):
        if isinstance(match, Text) and not match.value:
            continue  # an empty word is never met: an empty value was caught before
        equal = guarded(writer.factors(match), comparison(writer, Binary("=", subject, match)).text, empty="FALSE")
        found.append(Step(guard if not found else (), equal, result))
    return found or [Step(guard, "FALSE", subject)], default


def condition(writer: Writer, node: Node) -> str:
    """A condition that is not empty; a text is #VALUE!."""
    return number(writer, node).text


def chain_value(writer: Writer, call: Call) -> str:
    """IF, IFS or SWITCH as nested IFs, each condition guarded where it is met."""
    found, otherwise = steps(writer, call)
    text = "#N/A" if otherwise is None else writer.value(otherwise)
    for step in reversed(found):
        text = guarded(step.guard, f"IF({step.condition},{writer.value(step.result)},{text})")
    return text


def chain_bare(writer: Writer, call: Call) -> Piece:
    """The same where the whole is known not to be empty."""
    found, otherwise = steps(writer, call)
    text = "#N/A" if otherwise is None else writer.bare(otherwise).text
    for step in reversed(found):
        text = f"IF({step.condition},{writer.bare(step.result).text},{text})"
    return Piece(text)


def chain_factors(writer: Writer, call: Call) -> Factors:
    """When the condition or the branch taken is empty."""
    found, otherwise = steps(writer, call)
    text = "1" if otherwise is None else product(writer.factors(otherwise))
    for step in reversed(found):
        taken = product(writer.factors(step.result))
        text = "1" if taken == text == "1" else f"IF({step.condition},{taken},{text})"
        if text == "1":
            text = product(step.guard)
        else:
            text = guarded(step.guard, text, empty="0")
    return () if text == "1" else (text,)


def choose_bare(writer: Writer, call: Call) -> Piece:
    """CHOOSE where the whole is not empty; #VALUE! outside its choices."""
    return Piece(_chosen(writer, call, [writer.bare(node).text for node in call.arguments[1:]]))


def choose_value(writer: Writer, call: Call) -> str:
    """CHOOSE as a result."""
    text = _chosen(writer, call, [writer.value(node) for node in call.arguments[1:]])
    return guarded(writer.factors(call.arguments[0]), text)


def choose_factors(writer: Writer, call: Call) -> Factors:
    """When the index or the choice is empty."""
    choices = [product(writer.factors(node)) for node in call.arguments[1:]]
    guard = writer.factors(call.arguments[0])
    return guard if set(choices) == {"1"} else (guarded(guard, _chosen(writer, call, choices), empty="0"),)


def _chosen(writer: Writer, call: Call, choices: list[str]) -> str:
    n = number(writer, call.arguments[0])
    inside = f"AND({n.closed}>=1,{n.closed}<{len(choices) + 1})"
    return f"IF({inside},CHOOSE({n.text},{','.join(choices)}),#VALUE!)"


def iferror_value(writer: Writer, call: Call) -> str:
    """IFERROR as a result; an empty passes through."""
    return f"IFERROR({writer.value(call.arguments[0])},{writer.value(call.arguments[1])})"


def iferror_bare(writer: Writer, call: Call) -> Piece:
    """IFERROR where the whole is not empty."""
    return Piece(f"IFERROR({writer.bare(call.arguments[0]).text},{writer.bare(call.arguments[1]).text})")


def iferror_factors(writer: Writer, call: Call) -> Factors:
    """When the value is empty, or is an error and what replaces it is empty."""
    tried, instead = (product(writer.factors(node)) for node in call.arguments)
    if tried == instead == "1":
        return ()
    return (f"IF(ISERROR({writer.value(call.arguments[0])}),{instead},{tried})",)


def comparison(writer: Writer, node: Binary) -> Piece:
    """A comparison of two values that are not empty, or a test of emptiness."""
    tested = tests_emptiness(node)
    if tested is not None:
        empty = f"{product(writer.certain(tested))}=0"
        return Piece(empty if node.operator == "=" else empty.removesuffix("=0") + "<>0", 1)
    left, right = writer.bare(node.left), writer.bare(node.right)
    kinds = {writer.fact(node.left).type, writer.fact(node.right).type}
    if "boolean" in kinds and kinds & {"number", "date", "text"}:
        holds = node.operator[0] == ("<" if writer.fact(node.right).type == "boolean" else ">") or node.operator == "<>"
        return Piece(f"(LEN({left.text})*LEN({right.text})<0)={'FALSE' if holds else 'TRUE'}", 1)
    return operation(left, node.operator, right)


def tests_emptiness(node: Binary) -> Node | None:
    """What `x=""` and `x<>""` test, None for any other operation."""
    if node.operator not in ("=", "<>"):
        return None
    sides = (node.left, node.right)
    for side, other in (sides, sides[::-1]):
        if isinstance(other, Text) and not other.value:
            return side
    return None


def emptiness(writer: Writer, call: Call) -> Piece:
    """ISBLANK(x)."""
    return Piece(f"{product(writer.certain(call.arguments[0]))}=0", 1)


def negation(writer: Writer, call: Call) -> Piece:
    """NOT(x) of a value that is not empty."""
    return Piece(f"NOT({condition(writer, call.arguments[0])})")


def all_or_any(writer: Writer, call: Call) -> Piece:
    """AND or OR where at least one argument is not empty; empties count for nothing."""
    neutral = "TRUE" if call.function == "AND" else "FALSE"
    found = Piece(f"{call.function}({','.join(_considered(writer, node, neutral) for node in call.arguments)})")
    single = tuple(node for node in call.arguments if not is_column(node))
    return found if all_or_any_factors(writer, call) else in_order(writer, single, found)


def _considered(writer: Writer, node: Node, neutral: str) -> str:
    if is_column(node):
        return spelled(writer.scope, node)
    if _may_hold_text(writer, node):
        text = writer.value(node)
        return f"IF(ISTEXT({text}),{neutral},{text})"
    return guarded(writer.factors(node), writer.bare(node).text, empty=neutral)


def all_or_any_factors(writer: Writer, call: Call) -> Factors:
    """AND and OR are empty when all of their arguments are."""
    filled = [_filled(writer, node) for node in call.arguments]
    return () if "1" in filled else (f"({'+'.join(filled)})",)


def _may_hold_text(writer: Writer, node: Node) -> bool:
    """Whether a text may stand there that AND and OR pass over."""
    return passes_on(node) and writer.fact(node).type in ("text", "mixed")


def _filled(writer: Writer, node: Node) -> str:
    texts = _may_hold_text(writer, node)
    if is_column(node):
        column = spelled(writer.scope, node)
        filled = f"SUMPRODUCT((1-ISTEXT({column}))*(1-ISBLANK({column})))"
        return filled if texts else f"ROWS({column})-COUNTBLANK({column})"
    if texts:
        text = writer.value(node)
        return f"IF(ISTEXT({text}),0,LEN({text}))"
    return product(writer.certain(node)) if writer.factors(node) else "1"

"""SUMIFS and its like in Excel's spelling: criteria that mean what the language means by them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .excel_aggregates import literally
from .excel_pieces import Factors, NotInExcel, Piece, Writer, guarded, product, quoted_text, row_ids, spelled
from .excel_scalars import words_or_nothing
from .nodes import Binary, Boolean, Call, Node, Number, Text
from .printing import strength

CRITERIA = frozenset({"SUMIFS", "COUNTIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"})
_SPELLED = {"MAXIFS": "_xlfn.MAXIFS", "MINIFS": "_xlfn.MINIFS"}
_OPERATOR = re.compile(r"(<>|<=|>=|=|<|>)(.*)", re.DOTALL)
_OPERAND = strength("&") + 1
_WILDCARD = re.compile(r"[~*?]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_ANY_TEXT = '"?*"'
_EVERY_NUMBER = '">=-9.99999999999999E+307"'


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its text, when it matches nothing at all, and whether it also matches empty cells.

    `watched` are factors that show its errors; `of_text` keeps cells without text out of an order of texts;
    `never` matches nothing. `filled` are factors that are 0 where it asks for filled cells of a column of numbers
    and texts, for which there is no text: None nowhere, no factors everywhere.
    """

    text: str
    empty_when: Factors = ()
    takes_empties: bool = False
    watched: Factors = ()
    of_text: bool = False
    never: bool = False
    filled: Factors | None = None


_EMPTY = Criterion('""', takes_empties=True)


def criteria_call(writer: Writer, call: Call) -> Piece:
    """A whole SUMIFS, COUNTIFS, AVERAGEIFS, MAXIFS or MINIFS."""
    first = len(call.arguments) % 2
    pairs = list(zip(call.arguments[first::2], call.arguments[first + 1 :: 2], strict=True))
    found = [criterion(writer, column, value) for column, value in pairs]
    none = "#DIV/0!" if call.function == "AVERAGEIFS" else "0"
    guards = tuple(factor for one in found for factor in one.empty_when)
    if any(one.never for one in found):
        return Piece(guarded(guards, none, none))
    text = _matched(writer, call, list(zip((column for column, _ in pairs), found, strict=True)))
    watched = tuple(factor for one in found for factor in one.watched)
    return Piece(guarded(guards, f"IF({product(watched)}<0,0,{text})" if watched else text, none))


def _matched(writer: Writer, call: Call, pairs: list[tuple[Node, Criterion]]) -> str:
    """The call for columns and their criteria; filled cells are counted as all that match the rest, less the empty."""
    for place, (column, one) in enumerate(pairs):
        if one.filled is None:
            continue
        if call.function != "COUNTIFS":
            raise NotInExcel(f'{call.function} with "<>" on a column of numbers and texts has no spelling in Excel.')
        others, rest = pairs[:place], pairs[place + 1 :]
        every = _matched(writer, call, [*others, (column, Criterion("")), *rest])
        empty = _matched(writer, call, [*others, (column, _EMPTY), *rest])
        if not one.filled:
            return f"({every}-{empty})"
        compared = _matched(writer, call, [*others, (column, replace(one, filled=None)), *rest])
        return f"IF({product(one.filled)}=0,{every}-{empty},{compared})"
    return _called(writer, call, pairs)


def _called(writer: Writer, call: Call, pairs: list[tuple[Node, Criterion]]) -> str:
    """The call itself; a criterion without text is left out."""
    arguments = [spelled(writer.scope, node) for node in call.arguments[: len(call.arguments) % 2]]
    if any(one.takes_empties or not one.text for _, one in pairs):  # LibreOffice cuts all columns to the first one
        arguments += [row_ids(writer.scope, pairs[0][0]), '">0"']
    for column, one in pairs:
        arguments += [spelled(writer.scope, column), one.text] if one.text else []
        if one.of_text:
            arguments += [spelled(writer.scope, column), _ANY_TEXT]
    return f"{_SPELLED.get(call.function, call.function)}({','.join(arguments)})"


def criterion(writer: Writer, column: Node, node: Node) -> Criterion:
    """What a criterion looks for in a column."""
    operator, rest = split_operator(node)
    if not operator:
        return _equal(writer, column, node)
    if rest is None or (isinstance(rest, Text) and not rest.value and operator == "<>"):
        return _alone(writer, column, operator)
    rest = _as_meant(rest)
    if operator == "=":
        return _equal(writer, column, rest)
    return _compared(writer, column, operator, rest)


def _as_meant(rest: Node) -> Node:
    """What is written behind an operator: a number or truth value where it looks like one."""
    if not isinstance(rest, Text):
        return rest
    if rest.value.upper() in ("TRUE", "FALSE"):
        return Boolean(rest.value.upper() == "TRUE", rest.at)
    return Number(float(rest.value), rest.at) if _NUMBER.fullmatch(rest.value) else rest


def split_operator(node: Node) -> tuple[str, Node | None]:
    """The operator that a criterion is written with and what follows it; "" when it is a plain value."""
    if isinstance(node, Text):
        found = _OPERATOR.fullmatch(node.value)
        if found is None:
            return "", None
        return found[1], Text(found[2], node.at) if found[2] else None
    if not (isinstance(node, Binary) and node.operator == "&"):
        return "", None
    operator, rest = split_operator(node.left)
    if not operator:
        return "", None
    return operator, node.right if rest is None else Binary("&", rest, node.right, node.at)


def _alone(writer: Writer, column: Node, operator: str) -> Criterion:
    if operator == "=":
        return _EMPTY
    if operator != "<>":
        return Criterion("", never=True)
    kind = writer.fact(column).type
    if kind == "mixed":
        return Criterion("", filled=())
    return Criterion(_ANY_TEXT if kind == "text" else '"<>"' if kind == "boolean" else _EVERY_NUMBER)


def _numeric(kind: str) -> bool:
    return kind in ("number", "date")


def _mismatch(writer: Writer, column: Node, kind: str) -> bool:
    there = writer.fact(column).type
    return (_numeric(kind) and there == "text") or (kind == "text" and _numeric(there))


def _equal(writer: Writer, column: Node, node: Node) -> Criterion:
    fact = writer.fact(node)
    empty_when = writer.certain(node)
    if isinstance(node, Text):
        return _written(writer, column, node)
    if _mismatch(writer, column, fact.type):
        return Criterion("", empty_when, never=True)
    text = writer.bare(node).text
    if fact.type == "mixed":
        return Criterion(f'IF(ISTEXT({text}),"="&{literally(text)},{text})', empty_when)
    return Criterion(f'"="&{literally(text)}' if fact.type == "text" else text, empty_when)


def _written(writer: Writer, column: Node, node: Text) -> Criterion:
    if not node.value or _mismatch(writer, column, "text"):
        return Criterion("", never=True)
    plain = not _WILDCARD.search(node.value) and not _OPERATOR.fullmatch(node.value)
    return Criterion(quoted_text(node.value if plain else "=" + _escaped(node.value)))


def _escaped(text: str) -> str:
    return _WILDCARD.sub(lambda found: "~" + found[0], text)


def _compared(writer: Writer, column: Node, operator: str, rest: Node) -> Criterion:
    different = operator == "<>"
    if isinstance(rest, Text) and not rest.value:
        return Criterion("", never=True)
    if isinstance(rest, Text):
        tail = _escaped(rest.value) if different else rest.value
        return Criterion(quoted_text(operator + tail), takes_empties=different, of_text=not different)
    kind = writer.fact(rest).type
    if different and kind in ("text", "mixed"):
        text = literally(writer.bare(rest).text)
    elif kind == "boolean":
        text = writer.bare(rest).within(_OPERAND)
    else:
        text = words_or_nothing(writer, rest).within(_OPERAND)
    compared = f'"{operator}"&{text}'
    if not different:
        return Criterion(compared, writer.certain(rest), of_text=kind == "text")
    watched = writer.certain(rest) if writer.fact(rest).may_be_error else ()
    factors = writer.factors(rest)
    if not factors:
        return Criterion(compared, takes_empties=True, watched=watched)
    alone = _alone(writer, column, operator)  # which an empty value leaves behind
    if alone.filled is not None:
        return Criterion(compared, takes_empties=True, watched=watched, filled=factors)
    return Criterion(guarded(factors, compared, alone.text), takes_empties=True, watched=watched)

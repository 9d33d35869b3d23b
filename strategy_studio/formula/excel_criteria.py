"""SUMIFS and its like in Excel's spelling: criteria that mean what the language means by them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from .excel_aggregates import literally
from .excel_pieces import Factors, NotInExcel, Piece, Writer, guarded, product, quoted_text, row_ids, spelled, unlike
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
_UNHEARD_OF = "CHAR(1)"
"""A text that no cell holds: a truth value is different from every number, for LibreOffice too."""
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
_EVERY = Criterion("")
_FILLED = (Criterion(_ANY_TEXT), Criterion(_EVERY_NUMBER))
Pairs = list[tuple[Node, Criterion]]
"""Columns with their criteria."""


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


def _matched(writer: Writer, call: Call, pairs: Pairs) -> str:
    """The call for columns and their criteria."""
    for place, (column, one) in enumerate(pairs):
        if one.filled is None:
            continue

        def matched(text: Criterion, place: int = place, column: Node = column) -> Pairs:
            return [*pairs[:place], (column, text), *pairs[place + 1 :]]

        filled = _of_filled(writer, call, column, matched)
        if not one.filled:
            return filled
        return f"IF({product(one.filled)}=0,{filled},{_matched(writer, call, matched(replace(one, filled=None)))})"
    return _called(writer, call, pairs)


def _of_filled(writer: Writer, call: Call, column: Node, matched: Callable[[Criterion], Pairs]) -> str:
    """The call for the filled cells of a column of numbers and texts, `matched` being its criteria with one for it.

    No criterion finds both, so texts and numbers are asked for one after the other. Errors, which are neither, are
    what all rows have beyond those and the empty ones; the largest of them cannot be found so.
    """
    if call.function == "COUNTIFS":
        every, empty = (_matched(writer, call, matched(one)) for one in (_EVERY, _EMPTY))
        return f"({every}-{empty})"
    extreme = call.function in _SPELLED
    if writer.fact(column).may_be_error and (extreme or writer.fact(call.arguments[0]).may_be_error):
        raise NotInExcel(f'{call.function} with "<>" on a column of texts, numbers and errors has no spelling.')
    if extreme:
        return _extreme_of_filled(writer, call, matched)
    total = _total_of_filled(writer, replace(call, function="SUMIFS"), column, matched)
    return f"({total}/{_counted(writer, call, matched)})" if call.function == "AVERAGEIFS" else total


def _total_of_filled(writer: Writer, call: Call, column: Node, matched: Callable[[Criterion], Pairs]) -> str:
    """A sum as texts and numbers, less what is both: to LibreOffice a number fits a criterion for texts too."""
    any_text, number = _FILLED

    def found(call: Call) -> tuple[str, ...]:
        both = _matched(writer, call, [*matched(any_text), (column, number)])
        return (*(_matched(writer, call, matched(one)) for one in (_EVERY, _EMPTY, *_FILLED)), both)

    every, empty, texts, numbers, both = found(call)
    if not writer.fact(column).may_be_error:
        return f"({texts}+{numbers}-{both})"
    counts = "{}-{}-{}-{}+{}".format(*found(replace(call, function="COUNTIFS", arguments=call.arguments[1:])))
    return f"IF({counts}=0,{texts}+{numbers}-{both},{every}-{empty})"


def _counted(writer: Writer, call: Call, matched: Callable[[Criterion], Pairs]) -> str:
    """How many numbers the first column of a call has in the rows that `_of_filled` looks at."""
    counting = replace(call, function="COUNTIFS", arguments=call.arguments[1:])
    found = (call.arguments[0], Criterion(_EVERY_NUMBER))
    every, empty = (_matched(writer, counting, [*matched(one), found]) for one in (_EVERY, _EMPTY))
    return f"({every}-{empty})"


def _extreme_of_filled(writer: Writer, call: Call, matched: Callable[[Criterion], Pairs]) -> str:
    """The larger (smaller) of two, where the one of no rows, which is 0, does not count but shows its errors."""
    counting = replace(call, function="COUNTIFS", arguments=call.arguments[1:])
    found = (call.arguments[0], Criterion(_EVERY_NUMBER))
    texts, numbers = (_matched(writer, call, matched(one)) for one in _FILLED)
    of_texts, of_numbers = (_matched(writer, counting, [*matched(one), found]) for one in _FILLED)
    both = f"{call.function.removesuffix('IFS')}({texts},{numbers})"
    return f"IF({of_texts}=0,{numbers}+0*{texts},IF({of_numbers}=0,{texts}+0*{numbers},{both}))"


def _called(writer: Writer, call: Call, pairs: Pairs) -> str:
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


def _mismatch(writer: Writer, column: Node, kind: str) -> bool:
    return unlike(kind, writer.fact(column).type)


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
    if _mismatch(writer, column, kind) and not different:
        return Criterion("", writer.certain(rest), never=True)
    if _mismatch(writer, column, kind) and "boolean" in (kind, writer.fact(column).type):
        text = _UNHEARD_OF
    elif different and kind in ("text", "mixed"):
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

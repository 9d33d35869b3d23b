"""Reading a formula's text into a tree, or saying in one sentence where it goes wrong."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from .errors import FormulaProblem
from .limits import Piece, scan
from .nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from .trees import fold

if TYPE_CHECKING:
    from lark import Lark, Token

_INSTEAD = {
    ";": "Write a comma between arguments, not a semicolon",
    ":": "Ranges such as A1:B2 are not known here; write a column such as [Customers]",
    "%": "Write a percentage as a number, such as 0.05 for 5 %",
    "$": "Cell addresses are not known here; write a column such as [@Customers]",
    "!": "Write a column of another worksheet as Sheet_name[Column]",
    "{": "Lists in braces are not known here; write a column such as [Customers]",
    "'": 'Write texts between double quotes, such as "Shops"',
}


def parse(text: str) -> Node:
    """The tree of a formula, with or without its leading `=`; FormulaProblem with a position when it is none.

    Takes any text at all; positions count characters of the text as given, from 1.
    """
    body = _without_equals(text)
    pieces = scan(body)
    if not pieces:
        raise FormulaProblem("The formula is empty. Type a value, a column such as [@Customers], or a function.", 1)
    from lark import UnexpectedCharacters, UnexpectedToken

    try:
        tree: Any = _grammar().parse(body)
    except UnexpectedCharacters as problem:
        raise _refusal(body, pieces, problem.pos_in_stream or 0) from None
    except UnexpectedToken as problem:
        end = problem.token.type == "$END"
        raise _refusal(body, pieces, len(body.rstrip()) if end else problem.token.start_pos or 0) from None
    node: Node = tree
    return node


def _without_equals(text: str) -> str:
    start = len(text) - len(text.lstrip())
    return text[:start] + " " + text[start + 1 :] if text[start : start + 1] == "=" else text


@cache
def _grammar() -> Lark:
    """The LALR parser; lark is loaded here because the window must be there first."""
    from lark import Lark, Transformer

    builder = type("Builder", (Transformer,), {name: staticmethod(make) for name, make in _MAKERS.items()})
    grammar = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", transformer=builder())


def _number(parts: list[Token]) -> Node:
    value = float(parts[0])
    if not math.isfinite(value):
        at = _at(parts[0])
        raise FormulaProblem(f"The number at character {at} is too large. Write a smaller one.", at)
    return Number(value, _at(parts[0]))


def _text(parts: list[Token]) -> Node:
    return Text(_nfc(parts[0][1:-1].replace('""', '"')), _at(parts[0]))


def _boolean(parts: list[Token]) -> Node:
    return Boolean(parts[0].upper() == "TRUE", _at(parts[0]))


def _cell(parts: list[Token]) -> Node:
    return Cell(_nfc(parts[0][1:-1].strip()[1:].strip()), _at(parts[0]))


def _column(parts: list[Token]) -> Node:
    worksheet, _, column = parts[0][:-1].partition("[")
    if column.strip().startswith("@"):
        at = _at(parts[0])
        sentence = f"{worksheet[:40]}[@..] at character {at} names a worksheet. "
        raise FormulaProblem(sentence + "Write [@Column] for the same row, or look the row up with XLOOKUP.", at)
    return WholeColumn(_nfc(worksheet), _nfc(column.strip()), _at(parts[0]))


def _name(parts: list[Token]) -> Node:
    return Name(_nfc(parts[0]), _at(parts[0]))


def _call(parts: list[Any]) -> Node:
    return Call(_nfc(parts[0]).upper(), tuple(parts[1]) if len(parts) > 1 else (), _at(parts[0]))


def _unary(parts: list[Any]) -> Node:
    return Unary("-", parts[1], _at(parts[0]))


def _binary(parts: list[Any]) -> Node:
    return Binary(str(parts[1]), parts[0], parts[2], _at(parts[1]))


def _at(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _nfc(text: str) -> str:
    return str(unicodedata.normalize("NFC", text))


def save_tree(node: Node) -> list[list[Any]]:
    """The tree as nested lists for JSON, children before their parents; `load_tree` reads it back."""
    saved: list[list[Any]] = []

    def save(node: Node, _: tuple[None, ...]) -> None:
        match node:
            case Number(value, at) | Text(value, at) | Boolean(value, at):
                saved.append([type(node).__name__, value, at])
            case Cell(name, at) | Name(name, at):
                saved.append([type(node).__name__, name, at])
            case WholeColumn(worksheet, column, at):
                saved.append(["WholeColumn", worksheet, column, at])
            case Unary(operator, _, at) | Binary(operator, _, _, at):
                saved.append([type(node).__name__, operator, at])
            case Call(function, arguments, at):
                saved.append(["Call", function, len(arguments), at])

    fold(node, save)
    return saved


def load_tree(data: list[list[Any]]) -> Node:
    """The tree that `save_tree` saved; FormulaProblem when the lists are not such a tree."""
    stack: list[Node] = []
    try:
        for kind, *fields in data:
            if kind == "Call":
                function, count, at = fields
                first = len(stack) - count
                stack[first:] = [Call(function, tuple(stack[first:]), at)]
            elif kind == "Binary":
                right = stack.pop()
                stack[-1] = Binary(fields[0], stack[-1], right, fields[1])
            elif kind == "Unary":
                stack[-1] = Unary(fields[0], stack[-1], fields[1])
            else:
                stack.append(_LEAVES[kind](*fields))
        (node,) = stack
    except (ValueError, TypeError, KeyError, IndexError):
        raise FormulaProblem("A kept formula cannot be read. It is parsed anew from its text.") from None
    return node


_LEAVES: dict[str, Any] = {
    "Number": Number,
    "Text": Text,
    "Boolean": Boolean,
    "Cell": Cell,
    "Name": Name,
    "WholeColumn": WholeColumn,
}

_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "number": _number,
    "text": _text,
    "boolean": _boolean,
    "cell": _cell,
    "column": _column,
    "name": _name,
    "call": _call,
    "unary": _unary,
    "binary": _binary,
    "arguments": list,
}


def _refusal(text: str, pieces: list[Piece], position: int) -> FormulaProblem:
    """The sentence for a place (counted from 0) where the grammar cannot go on."""
    before = next((piece for piece in reversed(pieces) if piece.start < position), None)
    found = text[position : position + 1]
    place = f"at character {position + 1}"
    if found in _INSTEAD:
        return FormulaProblem(f"{_INSTEAD[found]}, {place}.", position + 1)
    if before is None or before.asks_for_a_value:
        sign = "the comma" if before and before.text == "," else before.text if before else ""
        after = f"after {sign}" if before else "at the beginning"
        return FormulaProblem(f"I expected a value {after}, {place}.", position + 1)
    if found == ",":
        return FormulaProblem(f"A comma stands only between the arguments of a function, not {place}.", position + 1)
    last = text[before.start : position].strip()
    shown = last if len(last) <= 30 else last[:29] + "…"
    return FormulaProblem(f"I expected an operator such as + after {shown}, {place}.", position + 1)

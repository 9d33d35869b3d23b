"""The limits of a formula's text and its brackets, checked in one linear pass before the grammar sees it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .errors import FormulaProblem

MOST_CHARACTERS = 8192
MOST_LEVELS = 64
MOST_ARGUMENTS = 255
COLUMN_SIGNS = " %()-/_"

_PIECE = re.compile(
    r'"[^"]*+(?:""[^"]*+)*+"'  # a text, its quotes doubled inside
    r"|\[[^\[\]]*\]"  # a column
    r'|<>|<=|>=|[-+*/^&=<>()\[\],;:"]'
    r'|[^\s\[\]()\-+*/^&=<>,;:"]+'
)
OPERATORS = frozenset({"+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="})
_BEFORE_A_VALUE = OPERATORS | {"(", ","}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula's text and the character it begins at, counted from 0."""

    text: str
    start: int

    @property
    def asks_for_a_value(self) -> bool:
        """True for an operator, an opening bracket or a comma: a value has to follow."""
        return self.text in _BEFORE_A_VALUE


@dataclass(slots=True)
class _Open:
    """The brackets open at one place of the text, with the levels and commas inside each."""

    brackets: list[Piece] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    signs: int = 0

    def take(self, piece: Piece, before: Piece | None) -> None:
        if piece.text == "(":
            self.brackets.append(piece)
            self.levels.append(self.signs + 1)
            self.commas.append(0)
            self.signs = 0
        elif piece.text == ")":
            self._close(piece)
        elif piece.text == "," and self.commas:
            self._count(piece)
        elif piece.text == "-" and (before is None or before.asks_for_a_value):
            self.signs += 1
        elif piece.text in OPERATORS:
            self.signs = 0
        if sum(self.levels) + self.signs > MOST_LEVELS:
            sentence = f"This formula is nested more than {MOST_LEVELS} levels deep at character {piece.start + 1}. "
            raise FormulaProblem(sentence + "Move a part of it into a column of its own.", piece.start + 1)

    def _close(self, piece: Piece) -> None:
        if not self.brackets:
            at = piece.start + 1
            raise FormulaProblem(f"This closing bracket has no opening one: ) at character {at}. Remove it.", at)
        self.brackets.pop()
        self.levels.pop()
        self.commas.pop()
        self.signs = 0

    def _count(self, piece: Piece) -> None:
        self.signs = 0
        self.commas[-1] += 1
        if self.commas[-1] >= MOST_ARGUMENTS:
            sentence = (
                f"A function takes {MOST_ARGUMENTS} arguments at most, one more begins at character {piece.start + 1}. "
            )
            raise FormulaProblem(sentence + "Give it a whole column, or work in parts.", piece.start + 1)


def scan(text: str) -> list[Piece]:
    """The pieces of a formula in order; FormulaProblem when a limit is passed or a bracket or quote is left open."""
    if len(text) > MOST_CHARACTERS:
        sentence = f"This formula has {len(text):,} characters, {MOST_CHARACTERS:,} is the most. "
        raise FormulaProblem(sentence + "Move a part of it into a column of its own.", MOST_CHARACTERS + 1)
    pieces = [Piece(found.group(), found.start()) for found in _PIECE.finditer(text)]
    still_open = _Open()
    before = None
    for piece in pieces:
        _check_piece(piece)
        still_open.take(piece, before)
        before = piece
    if still_open.brackets:
        at = still_open.brackets[-1].start + 1
        raise FormulaProblem(f"This bracket is never closed: ( at character {at}. Add ) where it ends.", at)
    return pieces


def is_column_title(title: str) -> bool:
    """True when formulas can name a column so: letters of any language, digits, spaces and % ( ) - / _."""
    return bool(title.strip()) and all(unicodedata.category(sign)[0] in "LMN" or sign in COLUMN_SIGNS for sign in title)


def _check_piece(piece: Piece) -> None:
    text, at = piece.text, piece.start + 1
    if text == '"':
        raise FormulaProblem(f'This text is never closed: " at character {at}. Add " where it ends.', at)
    if text == "[":
        raise FormulaProblem(f"This column is never closed: [ at character {at}. Add ] after its name.", at)
    if text == "]":
        raise FormulaProblem(f"This closing bracket has no opening one: ] at character {at}. Remove it.", at)
    if text[0] == "[":
        _check_column(text[1:-1].strip().removeprefix("@"), at)
    else:
        _check_signs(piece)


def _check_column(title: str, at: int) -> None:
    if not title.strip():
        raise FormulaProblem(f"The column has no name at character {at}. Write its title between the brackets.", at)
    if not is_column_title(title):
        wrong = next(sign for sign in title if not is_column_title("x" + sign))
        name = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        sentence = f"{name} cannot stand in the column at character {at}. "
        raise FormulaProblem(sentence + "Titles are made of letters, digits, spaces and % ( ) - /.", at)


def _check_signs(piece: Piece) -> None:
    for offset, sign in enumerate(piece.text):
        kind = unicodedata.category(sign)
        strange = (kind in ("Cc", "Cs") and sign not in "\t\n\r") or sign in "\ufffe\uffff"
        if strange or (sign > "\x7f" and kind[0] not in "LMN" and piece.text[0] != '"'):
            at = piece.start + offset + 1
            name = f"U+{ord(sign):04X}" if strange else sign
            raise FormulaProblem(f"{name} cannot be used at character {at}. Remove it or type it anew.", at)

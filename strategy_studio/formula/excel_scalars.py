"""Functions of single values in Excel's spelling: arithmetic, text, dates, money."""

from __future__ import annotations

from .excel_pieces import NotInExcel, Piece, Writer, guarded, operation, product, quoted_text
from .nodes import Binary, Call, Cell, Name, Node, Text
from .printing import strength

TEMPLATES: dict[str, str] = {
    "ABS": "ABS({0})",
    "SIGN": "SIGN({0})",
    "INT": "INT(ROUND({0},9))",
    "ROUND": "ROUND({0},{1})",
    "ROUNDUP": "ROUNDUP(ROUND({0},9+{p1}),{1})",
    "ROUNDDOWN": "ROUNDDOWN(ROUND({0},9+{p1}),{1})",
    "MOD": "({p0}-{p1}*INT(ROUND({p0}/{p1},9)))",
    "SQRT": "IF({p0}>=0,SQRT({0}),#NUM!)",
    "EXP": "EXP({0})",
    "LN": "IF({p0}>0,LN({0}),#NUM!)",
    "LOG10": "IF({p0}>0,LOG10({0}),#NUM!)",
    "GAMMALN": "IF({p0}>0,GAMMALN({0}),#NUM!)",
    "NORM.S.DIST": "_xlfn.NORM.S.DIST({0},{1})",
    "DATE": "IF(AND({p0}>=1900,{p0}<10000),IF(ABS({day}-1479233.5)<1479232,{day},#NUM!),#NUM!)",
    "YEAR": "IF(AND({p0}>=0,{p0}<2958466),YEAR({0}),#NUM!)",
    "MONTH": "IF(AND({p0}>=0,{p0}<2958466),MONTH({0}),#NUM!)",
    "DAY": "IF(AND({p0}>=0,{p0}<2958466),DAY({0}),#NUM!)",
    "EDATE": "IF(ABS(EDATE({0},{1})-1479233.5)<1479232,EDATE({0},{1}),#NUM!)",
}
"""{0} stands inside a function, {p0} beside an operator. Dates run from serial 2 to 2958465."""
_MONEY = frozenset({"PV", "FV", "PMT"})
_OF_TEXT = frozenset({"LEFT", "RIGHT", "LEN", "LOWER", "UPPER", "TRIM"})
SCALARS = frozenset(TEMPLATES) | _MONEY | _OF_TEXT | {"POWER", "TEXT"}
"""Functions that are empty when one of their arguments is."""
CAN_RESULT_IN_NOTHING = frozenset({"LEFT", "RIGHT", "LOWER", "UPPER", "TRIM"})
"""Functions whose result may be an empty text though no argument is empty."""


def number(writer: Writer, node: Node) -> Piece:
    """An operand of arithmetic: a text in it is #VALUE!, even one that looks like a number."""
    piece = writer.bare(node)
    if writer.fact(node).type in ("text", "mixed"):
        return Piece(f"IF(ISTEXT({piece.text}),#VALUE!,{piece.text})")
    return piece


def words(writer: Writer, node: Node) -> Piece:
    """An operand of `&` or of a text function, not empty."""
    piece = writer.bare(node)
    return Piece(f'IF({piece.text},"TRUE","FALSE")') if writer.fact(node).type == "boolean" else piece


def words_or_nothing(writer: Writer, node: Node) -> Piece:
    """An operand of `&`: an empty one is no text."""
    if writer.fact(node).type == "boolean":
        return Piece(guarded(writer.factors(node), words(writer, node).text))
    chain = isinstance(node, Binary) and node.operator == "&"
    plain = chain or isinstance(node, (Cell, Name)) or not writer.factors(node)
    return writer.bare(node) if plain else Piece(writer.value(node))


def power(base: Piece, exponent: Piece) -> Piece:
    """base^exponent with the errors of the language where Excel and LibreOffice differ."""
    raised = operation(base, "^", exponent).text
    b, e = base.closed, exponent.closed
    whole = f"IF({e}=INT({e}),{raised},#NUM!)"
    zero = f"IF({e}>0,0,IF({e}=0,#NUM!,#DIV/0!))"
    return Piece(f"IF({b}>0,{raised},IF({b}=0,{zero},{whole}))")


def scalar_call(writer: Writer, call: Call) -> Piece:
    """A function of single values, none of them empty."""
    if call.function == "TEXT":
        return formatted(writer, call)
    if call.function in _OF_TEXT:
        first = words(writer, call.arguments[0]).text
        others = [number(writer, node).text for node in call.arguments[1:]]
        return Piece(f"{call.function}({','.join([first, *others])})")
    pieces = [number(writer, node) for node in call.arguments]
    if call.function == "POWER":
        return power(pieces[0], pieces[1])
    if call.function in _MONEY:
        return Piece(f"{call.function}({','.join(piece.text for piece in pieces)})")
    beside = {f"p{index}": piece.within(strength("+") + 2) for index, piece in enumerate(pieces)}
    if call.function == "DATE":
        beside["day"] = _day(*pieces)
    return Piece(TEMPLATES[call.function].format(*(piece.text for piece in pieces), **beside))


def _day(year: Piece, month: Piece, day: Piece) -> str:
    """The serial of a day; LibreOffice itself knows no days of a month beyond 32,767 and cuts fractions otherwise."""
    months, days = (one.text if one.text.isdigit() else f"INT(ROUND({one.text},9))" for one in (month, day))
    return f"DATE({year.text},{months},1)+{days}-1"


def formatted(writer: Writer, call: Call) -> Piece:
    """TEXT(x, format); a text stays what it is, days are put together from their parts so that no locale matters."""
    value, pattern = call.arguments
    if not isinstance(pattern, Text):
        raise NotInExcel("TEXT takes its format as a written text. Write the format between quotes.")
    kind, x = writer.fact(value).type, writer.bare(value).text
    if kind in ("text", "boolean"):
        return words(writer, value)
    shown = f"TEXT({x},{quoted_text(pattern.value)})"
    if pattern.value.casefold() == "yyyy-mm-dd":
        shown = f'TEXT(YEAR({x}),"0000")&"-"&TEXT(MONTH({x}),"00")&"-"&TEXT(DAY({x}),"00")'
        shown = f"IF(AND({x}>=0,{x}<2958466),{shown},#NUM!)"
    return Piece(f"IF(ISTEXT({x}),{x},{shown})" if kind == "mixed" else shown)


def concat(writer: Writer, call: Call) -> Piece:
    """CONCAT as a chain of `&`."""
    if len(call.arguments) == 1:
        return operation(words_or_nothing(writer, call.arguments[0]), "&", Piece('""'))
    return joined(writer, call.arguments)


def joined(writer: Writer, nodes: tuple[Node, ...]) -> Piece:
    """Values joined by `&`; of several errors the leftmost is the result in every spreadsheet."""
    chain = words_or_nothing(writer, nodes[0])
    for node in nodes[1:]:
        chain = operation(chain, "&", words_or_nothing(writer, node))
    return in_order(writer, nodes, chain)


def in_order(writer: Writer, nodes: tuple[Node, ...], piece: Piece) -> Piece:
    """The piece after a look at its operands from left to right, where more than one of them may be an error."""
    watched = [node for node in nodes if writer.fact(node).may_be_error]
    if len(watched) < 2:
        return piece
    looks = "+".join(product(writer.certain(node)) for node in watched)
    return Piece(f"IF({looks}<0,0,{piece.text})")


def chained(node: Node) -> tuple[Node, ...]:
    """The operands of a chain of `&`, left to right."""
    operands: list[Node] = []
    while isinstance(node, Binary) and node.operator == "&":
        operands.append(node.right)
        node = node.left
    return (node, *reversed(operands))

"""Aggregates, ranks and lookups in Excel's spelling: what they skip and where they end in an error."""

from __future__ import annotations

from .excel_pieces import (
    ROW_ID,
    Factors,
    Piece,
    Writer,
    guarded,
    is_column,
    is_reference,
    passes_on,
    product,
    row_ids,
    spelled,
    table_name,
    unlike,
)
from .excel_scalars import number
from .nodes import Call, Node, Number

_SPELLED = {"STDEV.P": "_xlfn.STDEV.P", "STDEV.S": "_xlfn.STDEV.S", "VAR.P": "_xlfn.VAR.P"}
AGGREGATES = frozenset({"SUM", "AVERAGE", "MEDIAN", "MIN", "MAX", "NPV", *_SPELLED})
COUNTS = frozenset({"COUNT", "COUNTA", "COUNTBLANK"})


def absent(writer: Writer, node: Node) -> str:
    """The condition under which an aggregate skips a computed argument; "" when it never does."""
    kind = writer.fact(node).type
    if kind in ("number", "date") or not passes_on(node):
        factors = writer.factors(node)
        return f"{product(factors)}=0" if factors else ""
    if kind == "boolean":
        return f"LEN({writer.value(node)})>=0"
    return f"ISTEXT({writer.value(node)})"


def _present(writer: Writer, node: Node) -> str:
    return writer.bare(node).text if passes_on(node) else number(writer, node).text


def skipping(writer: Writer, node: Node, nothing: str) -> str:
    """An argument of an aggregate, with `nothing` in its place where it is skipped."""
    if is_reference(node) and (is_column(node) or writer.fact(node).type != "boolean"):
        return spelled(writer.scope, node)
    condition, text = absent(writer, node), _present(writer, node)
    return f"IF({condition},{nothing},{text})" if condition else text


def blank_reference(writer: Writer) -> str:
    """A reference to a text, which every aggregate passes over."""
    table = writer.scope.worksheet
    return f"{table_name(table)}[[#Headers],[{ROW_ID}]]" if table else "Parameters[[#Headers],[Name]]"


def aggregate(writer: Writer, call: Call) -> Piece:
    """SUM and its like over any mix of columns, cells and computed values."""
    nodes = call.arguments[1:] if call.function == "NPV" else call.arguments
    nothing = _nothing(writer, call)
    arguments = ",".join(skipping(writer, node, nothing) for node in nodes)
    name = _SPELLED.get(call.function, call.function)
    if call.function == "NPV":
        rate = number(writer, call.arguments[0])
        return Piece(f"IF({rate.closed}=-1,#DIV/0!,{looked_at(writer, nodes, f'NPV({rate.text},{arguments})')})")
    if call.function == "MEDIAN":
        return Piece(f"IF(COUNT({arguments})+0*SUM({arguments})=0,#NUM!,MEDIAN({arguments}))")
    return Piece(f"{name}({arguments})")


def looked_at(writer: Writer, nodes: tuple[Node, ...], text: str) -> str:
    """The text behind a look at its computed values, whose errors LibreOffice would turn into #VALUE! in it."""
    watched = [node for node in nodes if not is_reference(node) and writer.fact(node).may_be_error]
    return f"IF({'+'.join(product(writer.certain(node)) for node in watched)}<0,0,{text})" if watched else text


def _nothing(writer: Writer, call: Call) -> str:
    """What stands for a skipped argument: 0 in a sum, a number written beside it in MIN and MAX, else a text cell."""
    if call.function == "SUM":
        return "0"
    written = [node for node in call.arguments if isinstance(node, Number)]
    if call.function in ("MIN", "MAX") and written:
        return writer.bare(written[0]).text
    return blank_reference(writer)


def count(writer: Writer, call: Call) -> Piece:
    """COUNT, COUNTA and COUNTBLANK."""
    if call.function == "COUNTBLANK":
        column = spelled(writer.scope, call.arguments[0])
        rows = row_ids(writer.scope, call.arguments[0])
        return Piece(f"(COUNT({rows})-ROWS({column})+COUNTBLANK({column}))")
    if call.function == "COUNTA":
        return Piece("(" + "+".join(_filled(writer, node) for node in call.arguments) + ")")
    numeric = [node for node in call.arguments if writer.fact(node).type not in ("boolean", "text")]
    references = [spelled(writer.scope, node) for node in numeric if is_reference(node)]
    parts = [f"COUNT({','.join(references)})"] if references else ["0"]
    parts += [f"ISNUMBER({writer.value(node)})" for node in numeric if not is_reference(node)]
    return Piece(parts[0]) if len(parts) == 1 else Piece("(" + "+".join(parts) + ")")


def _filled(writer: Writer, node: Node) -> str:
    if is_column(node):
        column = spelled(writer.scope, node)
        return f"ROWS({column})-COUNTBLANK({column})"
    factors = writer.certain(node)
    return f"IFERROR(SIGN({product(factors)}),1)" if factors else "1"


def sumproduct(writer: Writer, call: Call) -> Piece:
    """SUMPRODUCT of whole columns; an error beside a text counts too."""
    columns = [spelled(writer.scope, node) for node in call.arguments]
    found = f"SUMPRODUCT({','.join(columns)})"
    if len(columns) > 1 and any(writer.fact(node).may_be_error for node in call.arguments):
        return Piece(f"({found}+0*SUM({','.join(dict.fromkeys(columns))}))")
    return Piece(found)


def rank(writer: Writer, call: Call) -> Piece:
    """RANK.EQ by counting, so that numbers equal but for rounding share a rank in every spreadsheet."""
    value = number(writer, call.arguments[0]).closed
    column = spelled(writer.scope, call.arguments[1])
    numbers = f"ISNUMBER({column})"
    before = f"1+SUMPRODUCT({numbers}*({column}>{value}))"
    if len(call.arguments) > 2:
        after = f"1+SUMPRODUCT({numbers}*({column}<{value}))"
        before = f"IF({number(writer, call.arguments[2]).closed}=0,{before},{after})"
    found = f"IF(SUMPRODUCT({numbers}*({column}={value}))=0,#N/A,{before})"
    if all(writer.fact(node).may_be_error for node in call.arguments[:2]):  # the error further left is the result
        found = f"IF({product(writer.certain(call.arguments[0]))}<0,0,{found})"
    return Piece(found)


def ordered(writer: Writer, call: Call) -> Piece:
    """LARGE, SMALL and PERCENTILE.INC with #NUM! outside their range."""
    column, k = spelled(writer.scope, call.arguments[0]), number(writer, call.arguments[1])
    found = f"COUNT({column})+0*SUM({column})"
    if call.function == "PERCENTILE.INC":
        inside = f"AND({k.closed}>=0,{k.closed}<=1,{found}>0)"
        return Piece(f"IF({inside},_xlfn.PERCENTILE.INC({column},{k.text}),#NUM!)")
    return Piece(f"IF(AND({k.closed}>=1,{k.closed}<{found}+1),{call.function}({column},{k.text}),#NUM!)")


def index(writer: Writer, call: Call) -> Piece:
    """INDEX(column, n) of the rows that exist."""
    column, n = spelled(writer.scope, call.arguments[0]), number(writer, call.arguments[1])
    rows = row_ids(writer.scope, call.arguments[0])
    return Piece(f"IF(AND({n.closed}>=1,{n.closed}<COUNT({rows})+1),INDEX({column},{n.text}),#REF!)")


def literally(text: str) -> str:
    """A text expression with the wildcards of lookups and criteria escaped."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"~","~~"),"*","~*"),"?","~?")'


def key(writer: Writer, node: Node) -> str:
    """A value to look up, not empty, without wildcards."""
    kind, text = writer.fact(node).type, writer.bare(node).text
    if kind == "mixed":
        return f"IF(ISTEXT({text}),{literally(text)},{text})"
    return literally(text) if kind == "text" else text


def match(writer: Writer, call: Call) -> Piece:
    """MATCH(value, column, 0 or 1)."""
    value, column, mode = call.arguments
    if _never_met(writer, value, column) or (isinstance(mode, Number) and mode.value == 0):
        return Piece(_place(writer, call))
    found = f"MATCH({writer.bare(value).text},{spelled(writer.scope, column)},{writer.bare(mode).text})"
    return Piece(looked_at(writer, (value,), found))


def _place(writer: Writer, call: Call) -> str:
    sought, column = call.arguments[:2]
    found = f"MATCH({key(writer, sought)},{spelled(writer.scope, column)},0)"
    return looked_at(writer, (sought,), "#N/A" if _never_met(writer, sought, column) else found)


def _never_met(writer: Writer, value: Node, column: Node) -> bool:
    """True for a truth value among numbers or a number among truth values: LibreOffice does not tell them apart."""
    kinds = writer.fact(value).type, writer.fact(column).type
    return "boolean" in kinds and unlike(*kinds)


def _found(writer: Writer, call: Call) -> str:
    return f"INDEX({spelled(writer.scope, call.arguments[2])},{_place(writer, call)})"


def _key_factors(writer: Writer, call: Call) -> Factors:
    return writer.certain(call.arguments[0]) if len(call.arguments) > 3 else writer.factors(call.arguments[0])


def lookup_bare(writer: Writer, call: Call) -> Piece:
    """XLOOKUP where neither key nor result is empty."""
    if len(call.arguments) == 3:
        return Piece(_found(writer, call))
    key_errors = product(writer.certain(call.arguments[0]))
    none = f"IF(ISERROR({key_errors}),{key_errors},{writer.bare(call.arguments[3]).text})"
    return Piece(f"IF(ISNA({_place(writer, call)}),{none},{_found(writer, call)})")


def lookup_value(writer: Writer, call: Call) -> str:
    """XLOOKUP with an empty key, an empty result and no match told apart."""
    found = _found(writer, call)
    text = guarded((f"LEN({found})",), found) if writer.fact(call.arguments[2]).may_be_empty else found
    if len(call.arguments) > 3:
        text = f"IF(ISNA({_place(writer, call)}),{writer.value(call.arguments[3])},{text})"
    return guarded(_key_factors(writer, call), text)


def lookup_factors(writer: Writer, call: Call) -> Factors:
    """When XLOOKUP is empty."""
    keys = _key_factors(writer, call)
    inner = f"LEN({_found(writer, call)})" if writer.fact(call.arguments[2]).may_be_empty else "1"
    if len(call.arguments) > 3:
        none = product(writer.factors(call.arguments[3]))
        if inner != "1" or none != "1":
            inner = f"IF(ISNA({_place(writer, call)}),{none},{inner})"
    if inner == "1":
        return keys
    return (guarded(keys, inner, empty="0"),)

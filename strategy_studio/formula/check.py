"""Checking a parsed formula against the place it stands in: every name known, every argument of the right sort."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .errors import FormulaProblem
from .facts import combined
from .nodes import Binary, Call, Cell, Name, Node, Number, Text, WholeColumn, children, walk
from .printing import to_text
from .references import raw_references
from .scope import Fact, Reference, Scope
from .signatures import Signature, signatures
from .trees import fold, rebuild

TEXT_FORMATS = re.compile(r"0(\.0{1,15})?%?|#,##0(\.0{1,15})?|0\.00E\+00|yyyy-mm-dd")


@dataclass(frozen=True)
class Checked:
    """A formula that may be computed: `node` is resolved (canonical spellings, every column with its worksheet).

    `worksheet` and `rowwise` say where it stands, `references` what it reads, each once, in order; `fact` what is
    known of its values.
    """

    node: Node
    worksheet: str
    rowwise: bool
    references: tuple[Reference, ...]
    fact: Fact


def check(node: Node, scope: Scope) -> Checked:
    """The formula resolved for its place; FormulaProblem with a position and the nearest name when it is refused."""
    resolved = _resolved(node, scope)
    _check_value(resolved, scope)
    for part in walk(resolved):
        if isinstance(part, Call):
            _check_call(part, scope)
        else:
            for operand in children(part):
                _check_value(operand, scope)
    fact = _checked_fact(resolved, scope)
    references = dict.fromkeys(_reference(read.node, read.prior, scope) for read in raw_references(resolved))
    return Checked(resolved, scope.worksheet, scope.rowwise, tuple(references), fact)


def is_column(node: Node) -> bool:
    """True for a whole column, of this round or read with PRIOR."""
    if isinstance(node, Call) and node.function == "PRIOR" and node.arguments:
        return isinstance(node.arguments[0], WholeColumn)
    return isinstance(node, WholeColumn)


def nearest(wanted: str, known: Iterable[str]) -> str:
    """The known name most like the one wanted, without regard to case; empty when none is like it."""
    import difflib

    spelled = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(wanted.casefold(), spelled, n=1)
    return spelled[close[0]] if close else ""


def _reference(read: Cell | WholeColumn | Name, prior: bool, scope: Scope) -> Reference:
    if isinstance(read, Name):
        return Reference("", read.name, prior=prior)
    if isinstance(read, Cell):
        return Reference(scope.worksheet, read.column, whole=False, prior=prior)
    return Reference(read.worksheet, read.column, prior=prior)


def _resolved(root: Node, scope: Scope) -> Node:
    """The tree with canonical spellings; refuses names the plan does not have."""

    def visit(node: Node, below: tuple[Node, ...]) -> Node:
        if isinstance(node, Cell):
            return _resolved_cell(node, scope)
        if isinstance(node, WholeColumn):
            return _resolved_column(node, scope)
        if isinstance(node, Name):
            found = scope.name(node.name)
            if found is None:
                raise _unknown_name(node, scope)
            return replace(node, name=found[0].column)
        return rebuild(node, below)

    return fold(root, visit)


def _resolved_cell(node: Cell, scope: Scope) -> Node:
    if not scope.rowwise:
        sentence = f"[@{_brief(node.column)}] at character {node.at} asks for a row, and a Figure has none. "
        raise FormulaProblem(sentence + f"Write an aggregate such as SUM([{_brief(node.column)}]).", node.at)
    found = scope.column(scope.worksheet, node.column)
    if found is None:
        raise _unknown_column(scope.worksheet, node.column, node.at, scope)
    return replace(node, column=found[0].column)


def _resolved_column(node: WholeColumn, scope: Scope) -> Node:
    worksheet = node.worksheet or scope.worksheet
    if not worksheet:
        sentence = f"[{_brief(node.column)}] at character {node.at} needs its worksheet. "
        raise FormulaProblem(sentence + f"Write it as Sheet_name[{_brief(node.column)}].", node.at)
    found = scope.column(worksheet, node.column)
    if found is None:
        raise _unknown_column(worksheet, node.column, node.at, scope)
    return replace(node, worksheet=found[0].worksheet, column=found[0].column)


def _unknown_column(worksheet: str, column: str, at: int, scope: Scope) -> FormulaProblem:
    if worksheet.casefold() not in {name.casefold() for name in scope.worksheets()}:
        what, close = f"worksheet {_brief(worksheet)}", nearest(worksheet, scope.worksheets())
    else:
        what, close = f"column {_brief(column)} in {_brief(worksheet)}", nearest(column, scope.columns(worksheet))
    return _unknown(what, at, close)


def _unknown_name(node: Name, scope: Scope) -> FormulaProblem:
    if node.name.upper() in signatures():
        example = signatures()[node.name.upper()]
        return FormulaProblem(f"{node.name.upper()} at character {node.at} needs its arguments: {example}.", node.at)
    if node.name.casefold() in {name.casefold() for name in scope.worksheets()}:
        sentence = f"{node.name} at character {node.at} is a worksheet. "
        return FormulaProblem(sentence + f"Write one of its columns, such as {_example(node.name, scope)}.", node.at)
    return _unknown(f"Name {_brief(node.name)}", node.at, nearest(node.name, scope.names()))


def _example(worksheet: str, scope: Scope) -> str:
    return f"{worksheet}[{next(iter(scope.columns(worksheet)), 'Column')}]"


def _unknown(what: str, at: int, close: str, else_say: str = "Check its spelling, or add it first.") -> FormulaProblem:
    hint = f"Did you mean {close}?" if close else else_say
    return FormulaProblem(f"There is no {what}, at character {at}. {hint}", at)


def _check_call(call: Call, scope: Scope) -> None:
    signature = signatures().get(call.function)
    if signature is None:
        close = nearest(call.function, signatures())
        raise _unknown(f"function {_brief(call.function)}", call.at, close, "Check its spelling.")
    if not signature.takes(len(call.arguments)):
        raise _miscounted(signature, call)
    for index, argument in enumerate(call.arguments):
        _check_argument(signature, index, argument, scope)
    if signature.aligned:
        _check_aligned(signature, call)
    if call.function == "TEXT":
        _check_format(call.arguments[1])
    if call.function == "MATCH" and call.arguments[2] not in (Number(0.0), Number(1.0)):
        sentence = f"MATCH needs 0 (exact) or 1 (sorted) as its last argument, at character {call.at}."
        raise FormulaProblem(sentence, call.at)


def _miscounted(signature: Signature, call: Call) -> FormulaProblem:
    count = len(call.arguments)
    pairs = " in complete pairs" if signature.repeat == 2 else ""
    sentence = f"{signature.name} takes {signature.counts}{pairs}, not {count}, at character {call.at}. "
    return FormulaProblem(f"{sentence}Write {signature}.", call.at)


def _check_argument(signature: Signature, index: int, argument: Node, scope: Scope) -> None:
    slot = signature.slot(index)
    if slot == "prior":
        _check_prior(argument)
    elif slot in ("value", "criterion"):
        _check_value(argument, scope)
    elif slot in ("column", "numeric column") and not is_column(argument):
        shown, at = _shown(argument), argument.at
        sentence = f"{signature.name} needs a column as its {signature.title(index)}, not {shown}, at character {at}. "
        raise FormulaProblem(sentence + "Write it as [Column] or Sheet_name[Column].", at)


def _check_value(node: Node, scope: Scope) -> None:
    if is_column(node):
        own_row = scope.rowwise and isinstance(node, WholeColumn) and node.worksheet == scope.worksheet
        instead = f"Write [@{_brief(node.column)}], or an" if own_row and isinstance(node, WholeColumn) else "Write an"
        sentence = f"{_shown(node)} at character {node.at} is a whole column where one value is needed. "
        raise FormulaProblem(f"{sentence}{instead} aggregate such as SUM({_shown(node)}).", node.at)


def _check_prior(argument: Node) -> None:
    if isinstance(argument, Cell):
        sentence = f"PRIOR reads whole columns, not [@{_brief(argument.column)}], at character {argument.at}. "
        raise FormulaProblem(sentence + "Look the row up with XLOOKUP in columns read with PRIOR.", argument.at)
    if not isinstance(argument, WholeColumn | Name):
        sentence = f"PRIOR reads a column or a Name of the last round, at character {argument.at}. "
        raise FormulaProblem(sentence + "Write PRIOR around each column or Name by itself.", argument.at)


def _check_aligned(signature: Signature, call: Call) -> None:
    places: dict[tuple[str, bool], str] = {}
    for argument in call.arguments:
        if is_column(argument):
            prior = isinstance(argument, Call)
            column = next(part for part in walk(argument) if isinstance(part, WholeColumn))
            places.setdefault((column.worksheet.casefold(), prior), _shown(argument))
    if len(places) > 1:
        one, other = list(places.values())[:2]
        sentence = f"The columns of {signature.name} at character {call.at} must be of one worksheet and one round, "
        raise FormulaProblem(sentence + f"and {one} and {other} are not. Bring them together first.", call.at)


def _check_format(node: Node) -> None:
    if not (isinstance(node, Text) and TEXT_FORMATS.fullmatch(node.value)):
        sentence = f"TEXT does not know the format {_shown(node)}, at character {node.at}. "
        raise FormulaProblem(sentence + 'Write "0", "0.00", "#,##0", "#,##0.00", "0%" or "yyyy-mm-dd".', node.at)


def _checked_fact(root: Node, scope: Scope) -> Fact:
    """What is known of the formula's values; refuses numbers mixed with Yes or No."""

    def visit(node: Node, below: tuple[Fact, ...]) -> Fact:
        if isinstance(node, Call):
            _check_numeric(node, below)
        if isinstance(node, Binary) and node.operator in ("<", "<=", ">", ">="):
            types = {fact.type for fact in below}
            if "boolean" in types and types & {"number", "date"}:
                sentence = f"{node.operator} at character {node.at} compares a number with Yes or No. "
                raise FormulaProblem(sentence + "Test Yes or No with =TRUE; count them with COUNTIFS.", node.at)
        return combined(node, below, scope)

    return fold(root, visit)


def _check_numeric(call: Call, below: tuple[Fact, ...]) -> None:
    signature = signatures()[call.function]
    for index, (argument, fact) in enumerate(zip(call.arguments, below, strict=True)):
        if fact.type == "boolean" and is_column(argument) and signature.slot(index) in ("numeric", "numeric column"):
            column = _shown(argument)
            sentence = f"{call.function} needs numbers, and {column} at character {argument.at} holds Yes or No. "
            raise FormulaProblem(sentence + f"Count them with COUNTIFS({column},TRUE).", argument.at)


def _shown(node: Node) -> str:
    return _brief(to_text(node))


def _brief(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

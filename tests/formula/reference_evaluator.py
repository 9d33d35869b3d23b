"""The formula language once more, cell by cell in plain Python, to hold the compiled formulas against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from strategy_studio.formula.errors import FormulaError
from strategy_studio.formula.nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from strategy_studio.formula.values import Scalar
from tests.formula.data_worksheet import Data, cell
from tests.formula.reference_cells import (
    DIV0,
    NA,
    NUM,
    REF,
    SCALARS,
    VALUE,
    Stop,
    arithmetic,
    finite,
    limited,
    near,
    numbers,
    ordered,
    refuse,
    sign,
    sort_key,
    whole,
    worded,
)

HANDS_ON = {"PRIOR", "XLOOKUP", "INDEX", "IF", "IFS", "SWITCH", "CHOOSE", "IFERROR"}


@dataclass(frozen=True)
class Place:
    """Where a formula is evaluated: the worksheet, the row, the case."""

    data: Data
    row: int
    case: int = 0


def column_of(node: Node, place: Place) -> list[Scalar]:
    """The cells of a whole column, or of a Name as a list of one."""
    data = place.data
    if isinstance(node, Call):
        inner = node.arguments[0]
        assert isinstance(inner, WholeColumn | Name)
        nothing: Sequence[Any] = () if isinstance(inner, WholeColumn) else (None,)
        title = inner.column if isinstance(inner, WholeColumn) else inner.name
        return [cell(value) for value in data.prior.get(title, nothing)]
    title = node.name if isinstance(node, Name) else getattr(node, "column", "")
    if title in data.cases:
        return [cell(value) for value in data.cases[title][place.case]]
    if isinstance(node, Name):
        return [cell(data.names_given[title])]
    return [cell(value) for value in data.sheets["Data"][title]]


def evaluate(node: Node, place: Place) -> Scalar:
    """The result of a formula in one row of one case."""
    try:
        result = compute(node, place)
    except Stop as stop:
        result = stop.result
    if result == "" and isinstance(result, str):
        return None
    return result


def compute(node: Node, place: Place) -> Scalar:
    if isinstance(node, Number | Text | Boolean):
        return node.value
    if isinstance(node, Cell):
        return column_of(node, place)[place.row]
    if isinstance(node, Name):
        return column_of(node, place)[0]
    if isinstance(node, Unary):
        return finite(-numbers(evaluate(node.operand, place))[0])
    if isinstance(node, Binary):
        return binary(node, place)
    assert isinstance(node, Call)
    if node.function == "PRIOR":
        return column_of(node, place)[0]
    if node.function in FORMS:
        return FORMS[node.function](node.arguments, place)
    return SCALARS[node.function](*numbers(*(evaluate(argument, place) for argument in node.arguments)))


def binary(node: Binary, place: Place) -> Scalar:
    left, right = evaluate(node.left, place), evaluate(node.right, place)
    if node.operator == "&":
        for value in (left, right):
            if isinstance(value, FormulaError):
                return value
        return limited(worded(left) + worded(right))
    if node.operator in ("+", "-", "*", "/", "^"):
        return arithmetic(node.operator, *numbers(left, right))
    if node.operator in ("=", "<>") and Text("") in (node.left, node.right):
        other = right if node.left == Text("") else left
        if isinstance(other, FormulaError):
            return other
        return (other is None) == (node.operator == "=")
    refuse(left, right)
    return ordered(node.operator, left, right)


def truth(value: Scalar) -> bool:
    return numbers(value)[0] != 0


def if_(arguments: Sequence[Node], place: Place) -> Scalar:
    taken = truth(evaluate(arguments[0], place))
    if not taken and len(arguments) == 2:
        return False
    return evaluate(arguments[1 if taken else 2], place)


def ifs(arguments: Sequence[Node], place: Place) -> Scalar:
    for condition, result in zip(arguments[::2], arguments[1::2], strict=True):
        if truth(evaluate(condition, place)):
            return evaluate(result, place)
    return NA


def switch(arguments: Sequence[Node], place: Place) -> Scalar:
    value, rest = evaluate(arguments[0], place), list(arguments[1:])
    refuse(value)
    while len(rest) >= 2:
        match = evaluate(rest[0], place)
        if isinstance(match, FormulaError):
            return match
        if match is not None and sign(value, match) == 0:
            return evaluate(rest[1], place)
        rest = rest[2:]
    return evaluate(rest[0], place) if rest else NA


def choose(arguments: Sequence[Node], place: Place) -> Scalar:
    index = whole(numbers(evaluate(arguments[0], place))[0])
    return evaluate(arguments[int(index)], place) if 1 <= index < len(arguments) else VALUE


def if_error(arguments: Sequence[Node], place: Place) -> Scalar:
    value = evaluate(arguments[0], place)
    return evaluate(arguments[1], place) if isinstance(value, FormulaError) else value


def is_blank(arguments: Sequence[Node], place: Place) -> Scalar:
    value = evaluate(arguments[0], place)
    return value if isinstance(value, FormulaError) else value is None


def is_column(node: Node) -> bool:
    inner = node.arguments[0] if isinstance(node, Call) and node.function == "PRIOR" else node
    return isinstance(inner, WholeColumn)


def cells_of(arguments: Sequence[Node], place: Place) -> list[tuple[Scalar, bool]]:
    """All cells of the arguments, each with whether it was made by an operator or written out."""
    found: list[tuple[Scalar, bool]] = []
    for node in arguments:
        made = not (
            isinstance(node, Cell | WholeColumn | Name) or (isinstance(node, Call) and node.function in HANDS_ON)
        )
        values = column_of(node, place) if is_column(node) else [evaluate(node, place)]
        found.extend((value, made) for value in values)
    return found


def pool(arguments: Sequence[Node], place: Place) -> list[float]:
    """The numbers an aggregate takes; stops at an error, or at a text that was made."""
    cells = cells_of(arguments, place)
    for value, _ in cells:
        if isinstance(value, FormulaError):
            raise Stop(value)
    if any(isinstance(value, str) and made for value, made in cells):
        raise Stop(VALUE)
    return [float(value) for value, made in cells  # type: ignore[arg-type]
            if isinstance(value, float) or (isinstance(value, bool) and made)]  # fmt: skip


def aggregate(compute_all: Callable[[list[float]], Scalar]) -> Callable[[Sequence[Node], Place], Scalar]:
    return lambda arguments, place: compute_all(pool(arguments, place))


def total(values: list[float]) -> Scalar:
    return finite(float(sum(values)))


def mean(values: list[float]) -> Scalar:
    return finite(sum(values) / len(values)) if values else DIV0


def middle(values: list[float]) -> Scalar:
    values = sorted(values)
    half = len(values) // 2
    return NUM if not values else values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def count(arguments: Sequence[Node], place: Place) -> Scalar:
    return float(sum(isinstance(value, float) for value, _ in cells_of(arguments, place)))


def count_filled(arguments: Sequence[Node], place: Place) -> Scalar:
    return float(sum(value is not None for value, _ in cells_of(arguments, place)))


def combine(every: bool) -> Callable[[Sequence[Node], Place], Scalar]:
    def compute_all(arguments: Sequence[Node], place: Place) -> Scalar:
        cells = cells_of(arguments, place)
        for value, _ in cells:
            if isinstance(value, FormulaError):
                return value
        if any(isinstance(value, str) and made for value, made in cells):
            return VALUE
        truths = [value != 0 for value, _ in cells if isinstance(value, float | bool)]
        return None if not truths else (all(truths) if every else any(truths))

    return compute_all


def negation(arguments: Sequence[Node], place: Place) -> Scalar:
    return not truth(evaluate(arguments[0], place))


def criterion(node: Node, place: Place) -> Callable[[Scalar], bool]:
    """The test that a criterion makes; only the forms that random formulas use."""
    operator, node = ("=", node) if not isinstance(node, Binary) else (node.left.value, node.right)  # type: ignore[union-attr]
    value = evaluate(node, place)
    if isinstance(value, FormulaError):
        raise Stop(value)
    if value is None:
        return lambda found: found is not None if operator == "<>" else False

    def test(found: Scalar) -> bool:
        comparable = found is not None and not isinstance(found, FormulaError) and sort_key(found) == sort_key(value)
        if operator == "<>":
            return not (comparable and sign(found, value) == 0)
        return comparable and ordered(operator, found, value)

    return test


def selected(arguments: Sequence[Node], place: Place) -> list[int]:
    """The rows that fulfil all criteria."""
    error: FormulaError | None = None
    tests: list[tuple[list[Scalar], Callable[[Scalar], bool]]] = []
    for column, wanted in zip(arguments[::2], arguments[1::2], strict=True):
        try:
            tests.append((column_of(column, place), criterion(wanted, place)))
        except Stop as stop:
            error = error or stop.result  # type: ignore[assignment]
    if error is not None:
        raise Stop(error)
    return [row for row in range(len(tests[0][0])) if all(test(cells[row]) for cells, test in tests)]


def conditional(compute_all: Callable[[list[float]], Scalar]) -> Callable[[Sequence[Node], Place], Scalar]:
    def run(arguments: Sequence[Node], place: Place) -> Scalar:
        cells = column_of(arguments[0], place)
        chosen = [cells[row] for row in selected(arguments[1:], place)]
        for value in chosen:
            if isinstance(value, FormulaError):
                return value
        return compute_all([value for value in chosen if isinstance(value, float)])

    return run


def found_row(value: Scalar, cells: Sequence[Scalar]) -> int | None:
    refuse(value)
    for row, candidate in enumerate(cells):
        usable = candidate is not None and not isinstance(candidate, FormulaError)
        if usable and sort_key(candidate) == sort_key(value) and sign(candidate, value) == 0:
            return row
    return None


def look_up(arguments: Sequence[Node], place: Place) -> Scalar:
    row = found_row(evaluate(arguments[0], place), column_of(arguments[1], place))
    if row is not None:
        return column_of(arguments[2], place)[row]
    return evaluate(arguments[3], place) if len(arguments) > 3 else NA


def match(arguments: Sequence[Node], place: Place) -> Scalar:
    row = found_row(evaluate(arguments[0], place), column_of(arguments[1], place))
    return NA if row is None else float(row + 1)


def index(arguments: Sequence[Node], place: Place) -> Scalar:
    cells, row = column_of(arguments[0], place), whole(numbers(evaluate(arguments[1], place))[0])
    return cells[int(row) - 1] if 1 <= row <= len(cells) else REF


def rank(arguments: Sequence[Node], place: Place) -> Scalar:
    value, cells = evaluate(arguments[0], place), column_of(arguments[1], place)
    for candidate in (value, *cells):
        if isinstance(candidate, FormulaError):
            return candidate
    number = numbers(value)[0]
    ranked = [candidate for candidate in cells if isinstance(candidate, float)]
    if not any(near(number, candidate) for candidate in ranked):
        return NA
    ascending = len(arguments) > 2 and numbers(evaluate(arguments[2], place))[0] != 0
    before = [c for c in ranked if not near(number, c) and (c < number if ascending else c > number)]
    return float(len(before) + 1)


def in_order(largest: bool) -> Callable[[Sequence[Node], Place], Scalar]:
    def run(arguments: Sequence[Node], place: Place) -> Scalar:
        values = sorted(pool(arguments[:1], place), reverse=largest)
        position = whole(numbers(evaluate(arguments[1], place))[0])
        return values[int(position) - 1] if 1 <= position <= len(values) else NUM

    return run


FORMS: dict[str, Callable[[Sequence[Node], Place], Scalar]] = {
    "IF": if_, "IFS": ifs, "SWITCH": switch, "CHOOSE": choose, "IFERROR": if_error, "ISBLANK": is_blank,
    "AND": combine(True), "OR": combine(False), "NOT": negation,
    "SUM": aggregate(total), "AVERAGE": aggregate(mean), "MEDIAN": aggregate(middle),
    "MIN": aggregate(lambda values: min(values, default=0.0)),
    "MAX": aggregate(lambda values: max(values, default=0.0)),
    "COUNT": count, "COUNTA": count_filled,
    "SUMIFS": conditional(total), "AVERAGEIFS": conditional(mean),
    "MAXIFS": conditional(lambda values: max(values, default=0.0)),
    "MINIFS": conditional(lambda values: min(values, default=0.0)),
    "COUNTIFS": lambda arguments, place: float(len(selected(arguments, place))),
    "XLOOKUP": look_up, "MATCH": match, "INDEX": index, "RANK.EQ": rank,
    "LARGE": in_order(True), "SMALL": in_order(False),
}  # fmt: skip

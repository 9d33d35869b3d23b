"""Cells in plain Python: numbers, texts, comparisons and rounding by the rules, for the reference evaluator."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from strategy_studio.formula.errors import FormulaError
from strategy_studio.formula.values import Scalar

DIV0, VALUE, NA, NUM, REF = (FormulaError(code) for code in ("#DIV/0!", "#VALUE!", "#N/A", "#NUM!", "#REF!"))


class Stop(Exception):
    """A cell that has an error or is empty, which ends the evaluation of what contains it."""

    def __init__(self, result: Scalar) -> None:
        self.result = result


def refuse(*cells: Scalar) -> None:
    """Stops at the leftmost error, else at an empty."""
    for value in cells:
        if isinstance(value, FormulaError):
            raise Stop(value)
    if any(value is None for value in cells):
        raise Stop(None)


def numbers(*cells: Scalar) -> list[float]:
    refuse(*cells)
    if any(isinstance(value, str) for value in cells):
        raise Stop(VALUE)
    return [float(value) for value in cells]  # type: ignore[arg-type]


def finite(number: float) -> Scalar:
    return number if math.isfinite(number) else NUM


def arithmetic(operator: str, left: float, right: float) -> Scalar:
    if operator == "/":
        return DIV0 if right == 0 else finite(left / right)
    if operator != "^":
        return finite({"+": left + right, "-": left - right, "*": left * right}[operator])
    if left == 0 and right <= 0:
        return NUM if right == 0 else DIV0
    try:
        result = left**right
    except OverflowError:
        return NUM
    return NUM if isinstance(result, complex) else finite(result)


def sort_key(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else int(isinstance(value, str))


def near(left: float, right: float) -> bool:
    return left == right or abs(left - right) < 2.0**-48 * max(abs(left), abs(right))


def sign(left: Scalar, right: Scalar) -> int:
    """Negative, zero or positive as the left cell comes before, with or after the right one."""
    if sort_key(left) != sort_key(right):
        return sort_key(left) - sort_key(right)
    if isinstance(left, str) and isinstance(right, str):
        return (left.casefold() > right.casefold()) - (left.casefold() < right.casefold())
    first, second = float(left), float(right)  # type: ignore[arg-type]
    return 0 if near(first, second) else (1 if first > second else -1)


def ordered(operator: str, left: Scalar, right: Scalar) -> bool:
    found = sign(left, right)
    return {"=": found == 0, "<>": found != 0, "<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0}[
        operator
    ]


def worded(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        text = format(value if value else 0.0, ".15g")
        head, mark, power = text.partition("e")
        return f"{head}E{power[0]}{int(power[1:]):02d}" if mark else text
    return str(value)


def limited(text: str) -> Scalar:
    return VALUE if len(text) > 32767 else text


def fifteen(number: float) -> Decimal:
    return Decimal(f"{number:.14e}")


def round_to(number: float, digits: float) -> float:
    exact, places = fifteen(number), math.trunc(digits)
    step = Decimal(f"1e{-places}") if abs(places) < 300 else Decimal(0)
    if exact == 0 or places > 14 - exact.adjusted():
        return float(exact)
    return float((exact / step).to_integral_value(ROUND_HALF_UP) * step) if step else 0.0


def whole(number: float) -> float:
    return float(math.floor(round_to(number, 9)))


def modulo(number: float, divisor: float) -> Scalar:
    return DIV0 if divisor == 0 else finite(number - divisor * whole(number / divisor))


def root(number: float) -> Scalar:
    return NUM if number < 0 else math.sqrt(number)


def logarithm(number: float) -> Scalar:
    return NUM if number <= 0 else math.log(number)


SCALARS: dict[str, Callable[..., Scalar]] = {
    "ABS": abs,
    "SIGN": lambda number: float((number > 0) - (number < 0)),
    "INT": whole,
    "ROUND": round_to,
    "MOD": modulo,
    "SQRT": root,
    "LN": logarithm,
}

"""Rounding to decimal places, to whole numbers, and the remainder."""

from __future__ import annotations

from functools import partial

import numpy as np

from ..operators import by_zero
from ..rounding import directed_rounding, floored, rounded
from ..steps import Function, elementwise
from ..values import Floats


def remainder(number: Floats, divisor: Floats) -> Floats:
    """MOD: number - divisor * INT(number / divisor); not finite when the divisor is 0."""
    result: Floats = number - divisor * floored(np.divide(number, divisor))
    return result


ROUNDING = (
    Function(
        "ROUND", "The number rounded to so many decimals, halves away from zero.", elementwise(rounded, watch=True)
    ),
    Function(
        "ROUNDUP",
        "The number rounded away from zero to so many decimals.",
        elementwise(partial(directed_rounding, upward=True), watch=True),
    ),
    Function(
        "ROUNDDOWN",
        "The number rounded towards zero to so many decimals.",
        elementwise(partial(directed_rounding, upward=False), watch=True),
    ),
    Function("INT", "The number rounded down to a whole number.", elementwise(floored)),
    Function("MOD", "What remains after division, with the sign of the divisor.", elementwise(remainder, by_zero)),
)

"""Elementary functions of one number, and the power."""

from __future__ import annotations

import math

import numpy as np

from ..layout import side_by_side
from ..operators import power, power_fault
from ..steps import Function, elementwise
from ..values import Floats

HIGHEST = 1e300
"""Below it the logarithm of gamma is a number."""


def log_gamma_of(number: float) -> float:
    """The logarithm of gamma; NaN where it is not defined, infinite beyond the largest number."""
    if number <= 0:
        return math.nan
    try:
        return math.lgamma(number)
    except OverflowError:
        return math.inf


def log_gamma(numbers: Floats) -> Floats:
    """The logarithm of the gamma function of positive numbers; NaN elsewhere."""
    turned = numbers.T if side_by_side(numbers) else numbers
    single = math.lgamma if numbers.min(initial=1.0) > 0 and numbers.max(initial=1.0) < HIGHEST else log_gamma_of
    values = np.fromiter(map(single, turned.ravel().tolist()), np.float64, numbers.size).reshape(turned.shape)
    return values if turned is numbers else values.T


MATHEMATICS = (
    Function("ABS", "The number without its sign.", elementwise(np.abs)),
    Function("SIGN", "1 for a positive number, 0 for 0, -1 for a negative one.", elementwise(np.sign)),
    Function("SQRT", "The square root; of a negative number #NUM!.", elementwise(np.sqrt)),
    Function("EXP", "e raised to the number.", elementwise(np.exp)),
    Function("LN", "The natural logarithm; of 0 and below #NUM!.", elementwise(np.log)),
    Function("LOG10", "The logarithm to the base 10; of 0 and below #NUM!.", elementwise(np.log10)),
    Function("POWER", "The number raised to a power, as ^ does it.", elementwise(power, power_fault)),
    Function("GAMMALN", "The logarithm of the gamma function.", elementwise(log_gamma, watch=True)),
)

"""Rounding as people expect it: halves away from zero, on numbers taken to 15 significant digits (rules 4.10)."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from .states import Flags, anywhere
from .values import Floats

NEAR = 1e-14
"""A share of a number larger than what taking it to 15 digits can change."""
MOST_EXACT = 1e14
"""Whole numbers below it have no more than 14 digits and are what they are rounded to."""
MOST_PLACES = 330
EXACT = Context(prec=2 * MOST_PLACES)


def fifteen_digits(number: float) -> Decimal:
    """The number to 15 significant digits, exactly."""
    return Decimal(f"{number:.14e}")


def round_one(number: float, places: float) -> float:
    """One number rounded half away from zero at so many decimal places (negative: tens, hundreds)."""
    exact = fifteen_digits(number)
    if number == 0 or places >= 14 - exact.adjusted():
        return float(exact)
    step = Decimal(1).scaleb(-int(places), EXACT)
    return float(exact.quantize(step, ROUND_HALF_UP, EXACT)) if places > -MOST_PLACES else 0.0


def floor_of(number: float) -> float:
    """INT of one number: the floor of it rounded at 9 places."""
    return float(math.floor(round_one(number, 9)))


def one_by_one(function: Callable[..., float], chosen: Flags, result: Floats, *numbers: Floats) -> Floats:
    """The result, where `chosen` replaced by `function` of the numbers of that cell; for the few unclear cells."""
    if anywhere(chosen):
        cells = [np.broadcast_to(array, chosen.shape)[chosen].tolist() for array in numbers]
        result[chosen] = [function(*cell) for cell in zip(*cells, strict=True)]
    return result


def rounded(numbers: Floats, digits: Floats) -> Floats:
    """ROUND: half away from zero at so many places, digits cut to whole; same shape as the broadcast operands."""
    places = np.clip(np.trunc(digits), -MOST_PLACES, MOST_PLACES)
    near = np.clip(places, -22, 22)
    factor = 10.0 ** np.abs(near)
    with np.errstate(all="ignore"):
        scaled = np.where(near < 0, np.abs(numbers) / factor, np.abs(numbers) * factor)
        whole = np.floor(scaled + 0.5)
        gap = np.abs(scaled - np.floor(scaled) - 0.5)
        result = np.copysign(np.where(near < 0, whole * factor, whole / factor), numbers)
    unclear = ~(gap > scaled * NEAR) | (scaled > 1e14) | (near != places)
    return one_by_one(round_one, unclear, result, numbers, places)


def floored(numbers: Floats) -> Floats:
    """INT: the floor of numbers rounded at 9 places."""
    result: Floats = np.floor(numbers)
    if np.array_equal(result, numbers) and np.count_nonzero(np.abs(numbers) < MOST_EXACT) == numbers.size:
        return result
    gap = 1.0 - (numbers - result)
    unclear = gap <= np.maximum(6e-10, np.abs(numbers) * NEAR)
    return one_by_one(floor_of, unclear, result, numbers)


def up_one(number: float, places: float) -> float:
    """One number rounded away from zero, what is beyond nine further places not counting."""
    return directed(number, places, math.ceil)


def down_one(number: float, places: float) -> float:
    """One number rounded towards zero, what is within nine further places of the next counting as there."""
    return directed(number, places, math.floor)


def directed(number: float, places: float, direction: Callable[[Decimal], int]) -> float:
    """One number whose size is rounded by `direction` after it was rounded at nine further places."""
    exact = fifteen_digits(number)
    if number == 0 or places >= 14 - exact.adjusted():
        return float(exact)
    steady = abs(fifteen_digits(round_one(number, places + 9)))
    limited = int(max(places, -MOST_PLACES))
    size = direction(steady.scaleb(limited, EXACT))
    return math.copysign(as_float(Decimal(size).scaleb(-limited, EXACT)), number)


def as_float(exact: Decimal) -> float:
    """The nearest float; infinite when the number is too large."""
    try:
        return float(exact)
    except OverflowError:
        return math.inf


def directed_rounding(numbers: Floats, digits: Floats, upward: bool) -> Floats:
    """ROUNDUP or ROUNDDOWN; same shape as the broadcast operands."""
    places = np.clip(np.trunc(digits), -MOST_PLACES, MOST_PLACES)
    near = np.clip(places, -22, 22)
    factor = 10.0 ** np.abs(near)
    with np.errstate(all="ignore"):
        scaled = np.where(near < 0, np.abs(numbers) / factor, np.abs(numbers) * factor)
        whole = np.ceil(scaled) if upward else np.floor(scaled)
        gap = np.abs(scaled - np.round(scaled))
        result = np.copysign(np.where(near < 0, whole * factor, whole / factor), numbers)
    unclear = ~(gap > np.maximum(6e-10, scaled * NEAR)) | (scaled > 1e14) | (near != places)
    return one_by_one(up_one if upward else down_one, unclear, result, numbers, places)

"""Statistics of cells and whole columns: median, deviations, and the normal distribution."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..scope import Context
from ..states import failed, refused_texts, settled
from ..steps import Argument, Build, Function, Step, elementwise
from ..values import DIV0, NUM, Floats, Values
from .pooling import Pool, parts_of, pools


def variance(pool: Pool, lost: int) -> Floats:
    """The sum of squared deviations over the count less `lost`; not finite when nothing is left."""
    count = pool.counted.sum(axis=2).astype(np.float64)
    mean = pool.numbers.sum(axis=2) / count
    deviations = np.where(pool.counted, pool.numbers - mean[:, :, None], 0.0)
    result: Floats = np.square(deviations).sum(axis=2) / np.where(count > lost, count - lost, 0.0)
    return result


def median(pool: Pool) -> Floats:
    """The middle number, or the mean of the two in the middle; NaN of nothing."""
    count = pool.counted.sum(axis=2, keepdims=True)
    if not pool.counted.shape[2]:
        return np.full(pool.counted.shape[:2], np.nan)
    ordered = np.sort(np.where(pool.counted, pool.numbers, np.inf), axis=2)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0), axis=2)
    high = np.take_along_axis(ordered, np.minimum(count // 2, ordered.shape[2] - 1), axis=2)
    result: Floats = np.where(count > 0, low / 2 + high / 2, np.nan)[:, :, 0]
    return result


def of_pool(compute: Callable[[Pool], Floats], error: int) -> Build:
    """A statistic of all cells; `error` where it does not exist."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        def run(context: Context) -> Values:
            parts, decisive = parts_of(arguments, context)
            with np.errstate(all="ignore"):
                result = np.concatenate([compute(pool) for _, pool in pools(parts)], axis=1)
            states = failed(result, refused_texts(decisive), np.where(np.isnan(result), error, NUM))
            return settled(result, states)

        return run

    return build


def cumulative_normal(number: float) -> float:
    """The share of a standard normal distribution below the number."""
    return math.erfc(-number / math.sqrt(2.0)) / 2.0


def normal(numbers: Floats, cumulative: Floats) -> Floats:
    """NORM.S.DIST: the distribution where `cumulative` is not 0, else the density."""
    below = np.fromiter(map(cumulative_normal, numbers.ravel().tolist()), np.float64, numbers.size)
    density = np.exp(np.square(numbers) / -2.0) / math.sqrt(2.0 * math.pi)
    return np.where(cumulative != 0, below.reshape(numbers.shape), density)


STATISTICS = (
    Function("MEDIAN", "The middle of the numbers; of nothing #NUM!.", of_pool(median, NUM)),
    Function(
        "STDEV.P", "The standard deviation of all numbers.", of_pool(lambda pool: np.sqrt(variance(pool, 0)), DIV0)
    ),
    Function("STDEV.S", "The standard deviation of a sample.", of_pool(lambda pool: np.sqrt(variance(pool, 1)), DIV0)),
    Function("VAR.P", "The variance of all numbers.", of_pool(lambda pool: variance(pool, 0), DIV0)),
    Function("NORM.S.DIST", "The standard normal distribution, or its density for FALSE.", elementwise(normal)),
)

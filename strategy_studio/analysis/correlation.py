"""Inputs that move together: a Gaussian copula with stated rank or linear correlations."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from ..formula.errors import PlanError
from ..formula.values import Floats
from .distributions import Distribution

Measure = Literal["rank", "linear"]
NODES = 48
"""Points of the Gauss-Hermite rule for the linear correlation of two transformed normals."""
SMALLEST = 1e-8
"""A correlation matrix whose least eigenvalue is below this has no square root to draw with."""
MOST_REPAIRS = 200


def normal_correlations(
    pairs: Mapping[tuple[int, int], float],
    distributions: Sequence[Distribution],
    measure: Measure,
    labels: Sequence[str],
) -> Floats:
    """The correlation matrix of the normals behind the inputs that gives the stated correlations.

    Rank: 2 sin(pi r / 6), exact for a Gaussian copula (Pearson 1907). Linear: found for each pair. PlanError for a
    correlation outside -1 to 1, of an input with itself, or out of reach of the two distributions.
    """
    matrix = np.eye(len(distributions))
    for (one, other), wanted in pairs.items():
        if one == other or not -1 <= wanted <= 1:
            raise PlanError(f"{labels[one]} and {labels[other]} cannot have the correlation {wanted:g}. "
                            "Give two different inputs a number from -1 to 1.")  # fmt: skip
        if measure == "rank":
            found = 2 * math.sin(math.pi * wanted / 6)
        else:
            found = _behind(wanted, distributions[one], distributions[other], f"{labels[one]} and {labels[other]}")
        matrix[one, other] = matrix[other, one] = found
    return matrix


def _behind(wanted: float, one: Distribution, other: Distribution, names: str) -> float:
    """The correlation of two normals whose transforms have the linear correlation that is wanted."""
    from scipy.optimize import brentq

    def excess(correlation: float) -> float:
        return transformed_correlation(correlation, one, other) - wanted

    low, high = excess(-1.0), excess(1.0)
    if low > 1e-9 or high < -1e-9:
        reach = f"{low + wanted:.3f} to {high + wanted:.3f}"
        raise PlanError(f"{names} cannot have the linear correlation {wanted:g}; their distributions allow {reach}. "
                        "Give one inside, or a rank correlation.")  # fmt: skip
    if low >= 0 or high <= 0:
        return -1.0 if low >= 0 else 1.0
    return float(brentq(excess, -1.0, 1.0, xtol=1e-9))


def transformed_correlation(correlation: float, one: Distribution, other: Distribution) -> float:
    """The linear correlation of two distributions drawn through normals of this correlation."""
    from scipy.special import ndtr

    points, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    beside = correlation * points[:, None] + math.sqrt(max(0.0, 1 - correlation**2)) * points[None, :]
    first = one.inverse(_inside(ndtr(points)))
    second = other.inverse(_inside(ndtr(beside)))
    alone = other.inverse(_inside(ndtr(points)))
    product = float(weights @ ((first[:, None] * second) @ weights))
    means = float(weights @ first), float(weights @ alone)
    spreads = [float(weights @ (x - mean) ** 2) for x, mean in zip((first, alone), means, strict=True)]
    return (product - means[0] * means[1]) / math.sqrt(spreads[0] * spreads[1])


def _inside(shares: Floats) -> Floats:
    """Shares kept off 0 and 1, where a normal's inverse is infinite."""
    return np.clip(shares, 1e-15, 1 - 1e-15)


def root_of(matrix: Floats, repair: bool) -> tuple[Floats, str]:
    """The lower triangular root of a correlation matrix, and what was repaired (empty: nothing).

    Inputs may move in step (a correlation of 1 or -1). A matrix that is none of correlations, because an eigenvalue
    is below 0, is refused, or with `repair` replaced by the nearest positive definite one.
    """
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest >= SMALLEST:
        return _lower(matrix), ""
    if smallest > -SMALLEST:
        return _lower_of_singular(matrix), ""
    if not repair:
        raise PlanError("These correlations contradict one another: no inputs can have all of them at once. "
                        "Weaken some of them, or let the nearest possible ones be taken.")  # fmt: skip
    mended = nearest_correlations(matrix)
    moved = float(np.abs(mended - matrix).max())
    note = (
        f"The correlations contradicted one another; the nearest possible ones were taken (moved by up to {moved:.3f})."
    )
    return _lower(mended), note


def _lower(matrix: Floats) -> Floats:
    root: Floats = np.asarray(np.linalg.cholesky(matrix), dtype=np.float64)
    return root


def _lower_of_singular(matrix: Floats) -> Floats:
    """The triangular root where Cholesky's method divides by 0: from the eigenvectors, turned by a QR step."""
    values, vectors = np.linalg.eigh(matrix)
    upper = np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0.0))).T)[1]
    signs = np.where(np.diag(upper) < 0, -1.0, 1.0)
    root: Floats = np.asarray((upper * signs[:, None]).T, dtype=np.float64)
    return root


def nearest_correlations(matrix: Floats) -> Floats:
    """The nearest positive definite correlation matrix, by alternating projections (Higham 2002)."""
    found: Floats = matrix.copy()
    correction: Floats = np.zeros(matrix.shape)
    for _ in range(MOST_REPAIRS):
        start = found - correction
        values, vectors = np.linalg.eigh(start)
        clipped = (vectors * np.maximum(values, 10 * SMALLEST)) @ vectors.T
        correction = np.asarray(clipped - start, dtype=np.float64)
        before = found
        found = np.asarray(clipped, dtype=np.float64).copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - before).max() < 1e-10:
            break
    values, vectors = np.linalg.eigh(found)
    found = np.asarray((vectors * np.maximum(values, 10 * SMALLEST)) @ vectors.T, dtype=np.float64)
    size = np.sqrt(np.diag(found))
    mended: Floats = found / np.outer(size, size)
    return mended

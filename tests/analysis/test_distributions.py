"""Distributions against scipy's own, and the refusal of numbers that make none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from strategy_studio.analysis.correlation import nearest_correlations, root_of, transformed_correlation
from strategy_studio.analysis.distributions import Distribution, Normal, Pert, Triangular, Truncated, Uniform
from strategy_studio.model.errors import PlanError

PAIRS = [
    (Uniform(-2, 5), stats.uniform(-2, 7)),
    (Normal(3, 2), stats.norm(3, 2)),
    (Triangular(1, 2, 6), stats.triang(0.2, 1, 5)),
    (Triangular(1, 1, 6), stats.triang(0, 1, 5)),
    (Triangular(1, 6, 6), stats.triang(1, 1, 5)),
    (Pert(10, 12, 20), stats.beta(1.8, 4.2, 10, 10)),
    (Truncated(Normal(0, 1), -1, 2), stats.truncnorm(-1, 2)),
]
SHARES = (np.arange(200_000) + 0.5) / 200_000


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=lambda found: str(found)[:40])
def test_moments_and_shares_equal_scipys(ours: Distribution, theirs: stats.rv_continuous) -> None:
    values = ours.inverse(SHARES)
    assert values.mean() == pytest.approx(theirs.mean(), rel=1e-4, abs=1e-4)
    assert values.std() == pytest.approx(theirs.std(), rel=1e-3)
    some = np.array([0.001, 0.05, 0.3, 0.5, 0.77, 0.999])
    np.testing.assert_allclose(ours.inverse(some), theirs.ppf(some), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.cumulative(theirs.ppf(some)), some, rtol=1e-9)


def test_a_pert_mean_weighs_the_mode_four_times() -> None:
    assert Pert(10, 12, 20).inverse(SHARES).mean() == pytest.approx((10 + 4 * 12 + 20) / 6, rel=1e-6)


FINITE = st.floats(-1e6, 1e6)


@example(low=0.0, width=1.0, place=2.2250738585e-313, shares=[0.5, 0.5])
@example(low=0.0, width=0.001, place=0.0, shares=[0.001, 0.0010000000000000002])
@given(FINITE, st.floats(1e-3, 1e6), st.floats(0, 1), st.lists(st.floats(0.001, 0.999), min_size=2))
def test_inverse_and_cumulative_undo_each_other(low: float, width: float, place: float, shares: list[float]) -> None:
    high = low + width
    mode = min(max(low + place * width, low), high)
    given_shares = np.array(sorted(shares))
    for distribution in (Uniform(low, high), Triangular(low, mode, high), Pert(low, mode, high)):
        values = distribution.inverse(given_shares)
        assert (np.diff(values) >= -1e-12 * width).all()  # shares side by side may change places in the last digit
        assert (values >= low - 1e-9 * abs(low)).all() and (values <= high + 1e-9 * abs(high)).all()
        np.testing.assert_allclose(distribution.cumulative(values), given_shares, atol=1e-4)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Uniform(3, 3), "Uniform needs a lowest value below the highest, not 3 and 3"),
        (lambda: Triangular(1, 9, 5), "Triangular needs its most likely value from 1 to 5, not 9"),
        (lambda: Pert(5, 3, 1), "PERT needs a lowest value below the highest"),
        (lambda: Normal(0, 0), "Normal needs a standard deviation above 0"),
        (lambda: Normal(math.nan, 1), "Normal needs finite numbers"),
        (lambda: Truncated(Normal(0, 1), 50, 60), "has nothing from 50 to 60"),
    ],
)
def test_numbers_that_make_no_distribution_are_refused(make: object, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        make()  # type: ignore[operator]


def test_the_linear_correlation_of_normals_is_theirs() -> None:
    for correlation in (-0.9, 0.0, 0.4):
        found = transformed_correlation(correlation, Normal(5, 2), Normal(-1, 7))
        assert found == pytest.approx(correlation, abs=1e-9)


def test_the_linear_correlation_of_uniforms_is_the_rank_correlation() -> None:
    # Of a Gaussian copula: 6 / pi * asin(r / 2).
    found = transformed_correlation(0.6, Uniform(0, 1), Uniform(5, 9))
    assert found == pytest.approx(6 / math.pi * math.asin(0.3), abs=1e-5)


def test_contradicting_correlations_are_refused_or_mended() -> None:
    wrong = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, -0.9], [0.9, -0.9, 1.0]])
    with pytest.raises(PlanError, match=r"^These correlations contradict one another"):
        root_of(wrong, repair=False)
    root, note = root_of(wrong, repair=True)
    mended = root @ root.T
    np.testing.assert_allclose(np.diag(mended), 1)
    assert np.linalg.eigvalsh(mended)[0] > 0 and "moved by up to" in note
    # Symmetry leaves one unknown: the least move keeps all three equal in size, at 1/2.
    np.testing.assert_allclose(np.abs(mended[np.triu_indices(3, 1)]), 0.5, atol=1e-3)
    assert root_of(np.eye(3), repair=True)[1] == ""


@pytest.mark.parametrize("signs", [(1, 1, 1), (1, -1, 1), (-1, -1, 1)])
def test_inputs_that_move_in_step_have_a_root(signs: tuple[int, ...]) -> None:
    matrix = np.outer(signs, signs).astype(np.float64)
    root, note = root_of(matrix, repair=False)
    np.testing.assert_allclose(root @ root.T, matrix, atol=1e-7)
    assert note == "" and np.allclose(root, np.tril(root))


def test_the_nearest_matrix_is_highams_example() -> None:
    # Higham (2002), section 4: the nearest correlation matrix to this one.
    given_matrix = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    expected = np.array([[1.0, 0.7607, 0.1573], [0.7607, 1.0, 0.7607], [0.1573, 0.7607, 1.0]])
    np.testing.assert_allclose(nearest_correlations(given_matrix), expected, atol=1e-4)

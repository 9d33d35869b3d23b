"""What an uncertain input may be: distributions given by a planner's own numbers, as inverse cumulative functions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..formula.errors import PlanError
from ..formula.values import Floats

LIKELIEST = 4.0
"""Weight of the most likely value in a PERT mean (Malcolm et al. 1959): (low + 4 mode + high) / 6."""


class Distribution(Protocol):
    """A distribution of one number."""

    def inverse(self, shares: Floats) -> Floats:
        """The values below which these shares (above 0, below 1) lie."""
        ...

    def cumulative(self, numbers: Floats) -> Floats:
        """The shares that lie below these values."""
        ...


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every value from low to high is as likely."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _refuse_order("Uniform", self.low, self.high)

    def inverse(self, shares: Floats) -> Floats:
        """See Distribution."""
        return self.low + (self.high - self.low) * shares

    def cumulative(self, numbers: Floats) -> Floats:
        """See Distribution."""
        return np.clip((numbers - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Triangular:
    """From low to high, most likely the mode, falling in straight lines to both ends."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _refuse_mode("Triangular", self.low, self.mode, self.high)

    def inverse(self, shares: Floats) -> Floats:
        """See Distribution."""
        width, rise = self.high - self.low, self.mode - self.low
        left = self.low + np.sqrt(shares * width * rise)
        right = self.high - np.sqrt((1 - shares) * width * (self.high - self.mode))
        return np.where(shares * width < rise, left, right)

    def cumulative(self, numbers: Floats) -> Floats:
        """See Distribution."""
        width, inside = self.high - self.low, np.clip(numbers, self.low, self.high)
        rise, fall = self.mode - self.low, self.high - self.mode
        above, below = np.minimum(inside, self.mode) - self.low, self.high - np.maximum(inside, self.mode)
        left = above / width * (above / (rise or 1.0))
        right = 1 - below / width * (below / (fall or 1.0))
        return np.where(inside < self.mode, left, right)


@dataclass(frozen=True, slots=True)
class Normal:
    """The bell curve of a mean and a standard deviation."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _refuse_infinite("Normal", self.mean, self.sd)
        if self.sd <= 0:
            raise PlanError(f"Normal needs a standard deviation above 0, not {self.sd:g}. Give a larger one.")

    def inverse(self, shares: Floats) -> Floats:
        """See Distribution."""
        from scipy.special import ndtri

        return self.mean + self.sd * ndtri(shares)

    def cumulative(self, numbers: Floats) -> Floats:
        """See Distribution."""
        from scipy.special import ndtr

        shares: Floats = ndtr((numbers - self.mean) / self.sd)
        return shares


@dataclass(frozen=True, slots=True)
class Pert:
    """From low to high with a smooth peak at the mode: a beta distribution whose mean is (low + 4 mode + high) / 6."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _refuse_mode("PERT", self.low, self.mode, self.high)

    @property
    def _shape(self) -> tuple[float, float]:
        width = self.high - self.low
        return (
            1 + LIKELIEST * (self.mode - self.low) / width,
            1 + LIKELIEST * (self.high - self.mode) / width,
        )  # fmt: skip

    def inverse(self, shares: Floats) -> Floats:
        """See Distribution."""
        from scipy.special import betaincinv

        return self.low + (self.high - self.low) * betaincinv(*self._shape, shares)

    def cumulative(self, numbers: Floats) -> Floats:
        """See Distribution."""
        from scipy.special import betainc

        inside = np.clip((numbers - self.low) / (self.high - self.low), 0.0, 1.0)
        shares: Floats = betainc(*self._shape, inside)
        return shares


@dataclass(frozen=True, slots=True)
class Truncated:
    """A distribution of which only what lies from low to high can happen, in the same proportions."""

    whole: Distribution
    low: float
    high: float

    def __post_init__(self) -> None:
        _refuse_order("Truncated", self.low, self.high)
        below, above = self._ends()
        if not above - below > 1e-9:
            raise PlanError(
                f"{self.whole} has nothing from {self.low:g} to {self.high:g}. Move the limits or the values."
            )

    def _ends(self) -> tuple[float, float]:
        below, above = self.whole.cumulative(np.array([self.low, self.high]))
        return float(below), float(above)

    def inverse(self, shares: Floats) -> Floats:
        """See Distribution."""
        below, above = self._ends()
        return np.clip(self.whole.inverse(below + (above - below) * shares), self.low, self.high)

    def cumulative(self, numbers: Floats) -> Floats:
        """See Distribution."""
        below, above = self._ends()
        return np.clip((self.whole.cumulative(numbers) - below) / (above - below), 0.0, 1.0)


def _refuse_infinite(name: str, *numbers: float) -> None:
    if not all(math.isfinite(number) for number in numbers):
        raise PlanError(f"{name} needs finite numbers, not {', '.join(f'{number:g}' for number in numbers)}.")


def _refuse_order(name: str, low: float, high: float) -> None:
    _refuse_infinite(name, low, high)
    if not low < high:
        raise PlanError(f"{name} needs a lowest value below the highest, not {low:g} and {high:g}. Swap or widen them.")


def _refuse_mode(name: str, low: float, mode: float, high: float) -> None:
    _refuse_infinite(name, low, mode, high)
    _refuse_order(name, low, high)
    if not low <= mode <= high:
        raise PlanError(f"{name} needs its most likely value from {low:g} to {high:g}, not {mode:g}. Move it inside.")


def as_distribution(given: Distribution | tuple[float, ...]) -> Distribution:
    """What a planner gives for an input: (low, high) is a range, (low, most likely, high) a triangle."""
    if not isinstance(given, tuple):
        if not hasattr(given, "inverse"):
            raise PlanError(f"{given!r} is no distribution. Give (low, high), (low, most likely, high) or Normal(..).")
        return given
    if len(given) not in (2, 3):
        raise PlanError(f"A range has two or three numbers, not {len(given)}. Give (low, high) or (low, likely, high).")
    return Uniform(*given) if len(given) == 2 else Triangular(*given)

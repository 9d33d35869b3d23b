"""Present and future values of payments; source of the formulas: Excel's documentation of PV, FV, PMT, NPV."""

from __future__ import annotations

import numpy as np

from ..operators import by_zero
from ..scope import Context
from ..states import failed, joined, merged, refused_texts, settled
from ..steps import Argument, Function, Step, elementwise
from ..values import Floats, Values
from .pooling import Pool, parts_of, pools

NOTHING = np.zeros((1, 1))


def growth(rate: Floats, periods: Floats, beginning: Floats) -> tuple[Floats, Floats]:
    """(1 + rate)^periods, and the value at the end of a payment of 1 each period (at its beginning if not 0)."""
    factor = np.power(1.0 + rate, periods)
    safe = np.where(rate == 0, 1.0, rate)
    annuity = np.where(rate == 0, periods, (factor - 1.0) / safe * (1.0 + rate * (beginning != 0)))
    return factor, annuity


def present_value(rate: Floats, periods: Floats, payment: Floats, future: Floats = NOTHING,
                  beginning: Floats = NOTHING) -> Floats:  # fmt: skip
    """PV: what a loan or investment is worth today, with the sign turned."""
    discount = np.power(1.0 + rate, -periods)
    safe = np.where(rate == 0, 1.0, rate)
    annuity = np.where(rate == 0, periods, (1.0 - discount) / safe * (1.0 + rate * (beginning != 0)))
    result: Floats = -(future * discount + payment * annuity)
    return result


def future_value(rate: Floats, periods: Floats, payment: Floats, present: Floats = NOTHING,
                 beginning: Floats = NOTHING) -> Floats:  # fmt: skip
    """FV: what payments and a present amount grow to, with the sign turned."""
    factor, annuity = growth(rate, periods, beginning)
    result: Floats = -(present * factor + payment * annuity)
    return result


def payment(rate: Floats, periods: Floats, present: Floats, future: Floats = NOTHING,
            beginning: Floats = NOTHING) -> Floats:  # fmt: skip
    """PMT: the equal payment each period, with the sign turned."""
    factor, annuity = growth(rate, periods, beginning)
    result: Floats = -(present * factor + future) / annuity
    return result


def present_sum(rate: Floats, pool: Pool) -> Floats:
    """The payments of a pool discounted at a rate, each number one period after the one before."""
    periods = pool.counted.cumsum(axis=2)
    factors = (1.0 + rate[:, :, None]) ** periods
    total: Floats = np.where(pool.counted, pool.numbers / factors, 0.0).sum(axis=2)
    return total


def net_present_value(arguments: tuple[Argument, ...]) -> Step:
    """NPV: payments at the ends of periods 1, 2, ..., cells that are no numbers taking no period."""
    rate_step, payments = arguments[0].step, arguments[1:]

    def run(context: Context) -> Values:
        rate = rate_step(context)
        parts, decisive = parts_of(payments, context)
        length = rate.numbers.shape[1]
        with np.errstate(all="ignore"):
            discounted = [
                present_sum(rate.numbers[:, rows] if length > 1 else rate.numbers, pool)
                for rows, pool in pools(parts, length)
            ]
        total = np.concatenate(discounted, axis=1)
        states = refused_texts(joined(merged([rate]), decisive))
        return settled(total, failed(total, states, by_zero(total, 1.0 + rate.numbers)))

    return run


FINANCE = (
    Function("NPV", "Today's value of payments at the ends of the coming periods.", net_present_value),
    Function("PV", "Today's value of equal payments and a future amount.", elementwise(present_value)),
    Function("FV", "The future value of equal payments and an amount paid today.", elementwise(future_value)),
    Function("PMT", "The equal payment that repays an amount.", elementwise(payment)),
)

"""Dates as serial numbers: days since 30 December 1899, as in Excel from March 1900 on (rules 4.11)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..rounding import floored
from ..steps import Function, elementwise
from ..values import Floats

UNIX_EPOCH = 25_569
"""The serial of 1 January 1970."""
FIRST_YEAR, LAST_YEAR = 1900, 9999
LAST_SERIAL = 2_958_465
MOST_MONTHS = 200_000.0

Days = npt.NDArray[np.datetime64]


def month_starts(months: Floats) -> Floats:
    """The serial of the first day of months counted from January 1970."""
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.float64)
    return days + UNIX_EPOCH


def in_calendar(serials: Floats) -> Floats:
    """Serials of the years 1900 to 9999, NaN elsewhere."""
    first = month_starts(np.array((FIRST_YEAR - 1970) * 12.0))
    return np.where((serials >= first) & (serials <= LAST_SERIAL), serials, np.nan)


def serial(years: Floats, months: Floats, days: Floats) -> Floats:
    """DATE: months and days beyond their ends run on; NaN outside the years 1900 to 9999."""
    year, month, day = floored(years), floored(months), floored(days)
    known = (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    count = np.clip((np.where(known, year, FIRST_YEAR) - 1970) * 12 + month - 1, -MOST_MONTHS, MOST_MONTHS)
    return np.where(known, in_calendar(month_starts(count) + day - 1), np.nan)


def calendar_days(serials: Floats) -> tuple[Days, npt.NDArray[np.bool_]]:
    """The days, and where a serial is none (then 1970 stands)."""
    whole = floored(serials)
    outside = (whole < 0) | (whole > LAST_SERIAL)
    days = np.where(outside, 0.0, whole - UNIX_EPOCH).astype("datetime64[D]")
    return days, outside


def years_of(serials: Floats) -> Floats:
    """YEAR."""
    days, outside = calendar_days(serials)
    return np.where(outside, np.nan, days.astype("datetime64[Y]").astype(np.float64) + 1970)


def months_of(serials: Floats) -> Floats:
    """MONTH, from 1."""
    days, outside = calendar_days(serials)
    return np.where(outside, np.nan, days.astype("datetime64[M]").astype(np.float64) % 12 + 1)


def days_of(serials: Floats) -> Floats:
    """DAY of the month, from 1."""
    days, outside = calendar_days(serials)
    since = (days - days.astype("datetime64[M]")).astype(np.float64)
    return np.where(outside, np.nan, since + 1)


def later_by_months(serials: Floats, months: Floats) -> Floats:
    """EDATE: the same day some months later, in a shorter month its last day; months cut to whole."""
    days, outside = calendar_days(serials)
    month = days.astype("datetime64[M]")
    day = (days - month).astype(np.float64)
    target = np.clip(month.astype(np.float64) + np.trunc(months), -MOST_MONTHS, MOST_MONTHS)
    start = month_starts(target)
    length = month_starts(target + 1) - start
    return np.where(outside, np.nan, in_calendar(start + np.minimum(day, length - 1)))


DATES = (
    Function("DATE", "The date of a year, month and day.", elementwise(serial, watch=True)),
    Function("YEAR", "The year of a date.", elementwise(years_of, watch=True)),
    Function("MONTH", "The month of a date, 1 to 12.", elementwise(months_of, watch=True)),
    Function("DAY", "The day of the month of a date.", elementwise(days_of, watch=True)),
    Function("EDATE", "The same day so many months later.", elementwise(later_by_months, watch=True)),
)

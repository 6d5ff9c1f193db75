"""Dates of the Islamic and the Persian calendar on the common one: ``12 Ramadan 1444``, ``21 Bahman``, ``1444 AH``.

Islamic days are those of the Umm al-Qura calendar, from the tables of hijridate (1343 to 1500 AH, 1924 to 2077); a
country that sights the moon itself may be a day off. Persian years begin on the day of the spring equinox in Tehran.
The rule of 33 years gives the same days as the astronomical calendar from 1277 to 1500 (1898 to 2121; compared with
convertdate's), and no others are answered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dragoman.records import Granularity, Interval

__all__ = ["CALENDARS", "month_or_day", "whole_year", "years_near"]

_HIJRI_YEARS = (1343, 1500)
_PERSIAN_YEARS = (1277, 1500)
_PERSIAN_EPOCH = (1399, date(2020, 3, 20))
"""A year, and the day on which it began."""
_GREGORIAN = 1700
"""A year from this on beside such a month is one of the common calendar (``Ramadan 2023``)."""

Days = Callable[[int, int, int], tuple[date, date] | None]


def _hijri(year: int, month: int, day: int) -> tuple[date, date] | None:
    """First and last day of a month (``day`` 0) or that day twice; None if the calendar has no such."""
    from hijridate import Hijri

    if not (_HIJRI_YEARS[0] <= year <= _HIJRI_YEARS[1] and 1 <= month <= 12):
        return None
    first = Hijri(year, month, 1)
    length = first.month_length()
    begun = date(*first.to_gregorian().datetuple())
    return _within(begun, length, day)


def _persian(year: int, month: int, day: int) -> tuple[date, date] | None:
    """As ``_hijri``: six months of 31 days, five of 30, and one of 29, or 30 in a leap year."""
    if not (_PERSIAN_YEARS[0] <= year <= _PERSIAN_YEARS[1] and 1 <= month <= 12):
        return None
    length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    return _within(_nowruz(year) + timedelta(31 * min(month - 1, 6) + 30 * max(month - 7, 0)), length, day)


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8


def _nowruz(year: int) -> date:
    known, day = _PERSIAN_EPOCH
    passed = range(known, year) if year >= known else range(year, known)
    days = 365 * len(passed) + sum(map(_is_leap, passed))
    return day + timedelta(days if year >= known else -days)


def _within(begun: date, length: int, day: int) -> tuple[date, date] | None:
    if not 0 <= day <= length:
        return None
    first = begun + timedelta(max(day - 1, 0))
    return first, first if day else begun + timedelta(length - 1)


CALENDARS: dict[str, Days] = {"hijri": _hijri, "persian": _persian}
"""Name -> the days of (year, month, day)."""


def years_near(calendar: str, first: int, last: int) -> range:
    """The years of a calendar that overlap those from ``first`` to ``last`` of the common one."""
    if calendar == "persian":
        return range(first - 622, last - 620)
    return range(int((first - 622) * 33 / 32), int((last - 620) * 33 / 32) + 2)


def month_or_day(calendar: str, year: int | None, month: int, day: int, near: tuple[int, int]) -> list[Interval]:
    """Every such day or month (``day`` 0): of that year, a common one included, else of the common years ``near``."""
    common = year is not None and year >= _GREGORIAN
    span = (year, year) if year is not None and common else near
    years = [year] if year is not None and not common else list(years_near(calendar, *span))
    found = []
    for y in years:
        days = CALENDARS[calendar](y, month, day)
        if days is not None and (not common or days[0].year == year):
            found.append(Interval(*days, Granularity.DAY if day else Granularity.MONTH))
    return found


def whole_year(calendar: str, year: int) -> Interval | None:
    """A year of the calendar; None beyond what is known of it."""
    first, last = CALENDARS[calendar](year, 1, 1), CALENDARS[calendar](year, 12, 0)
    return Interval(first[0], last[1], Granularity.YEAR) if first and last else None

"""Calendar arithmetic: units as intervals, shifting by units, TIMEX3 values. No text, no anchor: dates only.

Units are those of TIMEX3: D, W (ISO week, Monday first), WE (weekend), MO, Q, Y, E (decade), C (century).
"""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta

from dragoman.records import Granularity, Interval

__all__ = ["GRANULARITY", "SEASONS", "make_day", "nth_weekday", "piece", "season", "shift", "span", "value_of"]

GRANULARITY = {
    "D": Granularity.DAY,
    "W": Granularity.WEEK,
    "WE": Granularity.WEEK,
    "MO": Granularity.MONTH,
    "Q": Granularity.QUARTER,
    "H": Granularity.SEASON,
    "Y": Granularity.YEAR,
    "E": Granularity.DECADE,
    "C": Granularity.CENTURY,
}

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season of three months (meteorological, northern hemisphere, where most news counts)."""

_MONTHS = {"MO": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}
_HOURS = {"H": 24, "M": 24 * 60, "S": 24 * 60 * 60}
_DAYS = {"D": 1, "W": 7, "WE": 7, "FT": 14}


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, None if the calendar has no such day (``February 30``)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def span(day: date, unit: str) -> tuple[date, date]:  # noqa: PLR0911 - one answer for each case
    """First and last day of the unit that holds ``day``. A unit finer than a day gives the day."""
    if unit == "W":
        first = day - timedelta(day.weekday())
        return first, first + timedelta(6)
    if unit == "WE":
        saturday = day + timedelta(5 - day.weekday())
        return saturday, saturday + timedelta(1)
    if unit == "MO":
        return day.replace(day=1), _month_end(day.year, day.month)
    if unit == "Q":
        month = (day.month - 1) // 3 * 3 + 1
        return date(day.year, month, 1), _month_end(day.year, month + 2)
    if unit == "Y":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if unit in ("E", "C"):
        size = 10 if unit == "E" else 100
        year = day.year // size * size
        return date(max(year, 1), 1, 1), date(min(year + size - 1, 9999), 12, 31)
    return day, day


def shift(day: date, amount: float, unit: str) -> date | None:
    """``day`` moved by ``amount`` units; None beyond the calendar. The 31st falls back to the last day of a month."""
    try:
        if unit in _MONTHS:
            months = day.year * 12 + day.month - 1 + round(amount * _MONTHS[unit])
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        if unit in _HOURS:  # half a day and more is a day: `the past 24 hours`, `within 48 hours`
            return day + timedelta(days=math.copysign(math.floor(abs(amount) / _HOURS[unit] + 0.5), amount))
        return day + timedelta(days=round(amount * _DAYS.get(unit, 0)))
    except (ValueError, OverflowError):
        return None


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit that holds ``day``: ``2022-W05``, ``2022-02``, ``202`` for a decade."""
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    forms = {
        "MO": f"{day.year:04}-{day.month:02}",
        "Q": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "Y": f"{day.year:04}",
        "E": f"{day.year // 10:03}",
        "C": f"{day.year // 100:02}",
    }
    return forms.get(unit, day.isoformat())


def season(year: int, code: str) -> Interval:
    """The season that begins in ``year``; winter runs into the next one."""
    month = SEASONS[code]
    last = _month_end(year + 1, 2) if code == "WI" else _month_end(year, month + 2)
    return Interval(date(year, month, 1), last, Granularity.SEASON)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The ``which``-th (-1: last) ISO ``weekday`` of a month, None if the month has none."""
    days = [
        date(year, month, d)
        for d in range(1, calendar.monthrange(year, month)[1] + 1)
        if date(year, month, d).isoweekday() == weekday
    ]
    try:
        return days[which - 1 if which > 0 else which]
    except IndexError:
        return None


def piece(first: date, last: date, mod: str, unit: str) -> Interval:
    """The early, middle or late third of a period (of a month: days 1-10, 11-20, 21-end); ``start`` and ``end`` of a
    year are its first and last quarter; ``early``, ``mid`` and ``late`` of a decade its first four years, the next
    three and the last three."""
    if unit == "MO" and first.day == 1 and first.month == last.month:
        days = {"early": (1, 10), "start": (1, 10), "mid": (11, 20)}.get(mod, (21, last.day))
        return Interval(first.replace(day=days[0]), first.replace(day=days[1]), Granularity.THIRD_OF_MONTH)
    if unit == "Y":
        months = {"early": (1, 4), "start": (1, 3), "mid": (5, 8), "late": (9, 12)}.get(mod, (10, 12))
        grain = Granularity.QUARTER if mod in ("start", "end") else Granularity.SEASON
        return Interval(date(first.year, months[0], 1), _month_end(first.year, months[1]), grain)
    if unit == "E":
        years = {"early": (0, 3), "start": (0, 2), "mid": (4, 6), "end": (8, 9)}.get(mod, (7, 9))
        return Interval(date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31), Granularity.YEAR)
    length = (last - first).days + 1
    third = max(length // 3, 1)
    if mod in ("early", "start"):
        cut = (first, first + timedelta(third - 1))
    elif mod == "mid":
        cut = (first + timedelta(third), last - timedelta(third))
    else:
        cut = (last - timedelta(third - 1), last)
    grain = GRANULARITY.get(unit, Granularity.SEASON)
    return Interval(cut[0], cut[1], grain if cut[0] <= cut[1] else Granularity.DAY)

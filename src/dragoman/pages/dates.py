"""Dates as pages print them: full dates in text, lines that are only a date, dates in addresses.

A date that can be read in two ways (``03/04/2022``) is not read at all: nothing here guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from dragoman.knowledge.residue import PageLexicon
from dragoman.records import Granularity, Interval

__all__ = ["DateReader", "FoundDate", "date_reader", "day", "one_day", "url_date"]

_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_URL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:[/_-](?P<m>\d{1,2})[/_-](?P<d>\d{1,2})(?!\d)|(?P<cm>\d\d)(?P<cd>\d\d)(?!\d))"
)
_URL_NAMED = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<mon>[a-z]{3,9})/(?P<d>\d{1,2})(?=[/?#-]|$)", re.IGNORECASE)
_CLOCK = (
    r"T?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?\b\.?|Z\b|h\b)?"
    r"|[+-]\d{2}:?\d{2}\b|\d{1,2}\s*[ap]\.?m\b\.?"
)
_REST = re.compile(
    rf"(?:{_CLOCK}|\b[A-Z]{{2,5}}\b|\b(?:at|on|local|time|hrs?|hours)\b|[\s,|/•·:;()\[\]@–—-])*", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
"""Nothing that stands beside the dates of a date line is so long."""
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A full date at characters ``[start, end)``; ``weekday`` is 1 (Monday) to 7 if one is written with it."""

    day: date
    start: int
    end: int
    weekday: int | None


def day(year: int, month: int, number: int) -> date | None:
    """The day, None where the calendar has no such day or the year is none of a news page."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


class DateReader:
    """Finds dates; compiled once from the names of months and weekdays."""

    def __init__(self, months: dict[str, int], weekdays: dict[str, int]) -> None:
        self._months = months
        self.weekdays = weekdays
        month = "|".join(sorted(map(re.escape, months), key=lambda m: (-len(m), m)))
        named_day = "|".join(sorted(map(re.escape, weekdays), key=lambda w: (-len(w), w)))
        ordinal = r"(?:st|nd|rd|th)?"
        self._date = re.compile(
            rf"(?:\b(?P<w>{named_day})\b\.?,?\s+(?:the\s+)?)?"
            rf"(?:(?<![\d/.-])(?P<y1>\d{{4}})(?P<sep>[-/.])(?P<m1>\d{{1,2}})(?P=sep)(?P<d1>\d{{1,2}})(?!\d)"
            rf"|\b(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}}){ordinal},?\s+(?P<y2>\d{{4}})(?!\d)"
            rf"|(?<![\d/.-])(?P<d3>\d{{1,2}}){ordinal}(?:\s+of\s+|[\s/-]+)(?P<m3>{month})\b\.?,?[\s/-]+(?P<y3>\d{{4}})(?!\d)"
            rf"|(?<![\d/.-])(?P<a>\d{{1,2}})(?P<sep4>[-/.])(?P<b>\d{{1,2}})(?P=sep4)(?P<y4>\d{{4}})(?!\d))",
            re.IGNORECASE,
        )
        self._month_day = re.compile(
            rf"\b(?:(?P<m1>{month})\b\.?\s+(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\s+(?P<m2>{month})\b)(?:,?\s+(?P<y>\d{{4}}))?",
            re.IGNORECASE,
        )
        self._on_weekday = re.compile(rf"\b(?:on|late|early|earlier)\s+(?P<w>{named_day})\b", re.IGNORECASE)
        self._long = frozenset(_LONG_WORD.findall(" ".join([*months, *weekdays])))
        self._month_only = re.compile(
            rf"(?P<y1>\d{{4}})-(?P<m1>\d{{2}})|(?P<m2>{month})\.?\s+(?P<y2>\d{{4}})", re.IGNORECASE
        )

    @staticmethod
    def may_hold(text: str) -> bool:
        """False if there is no full date in ``text``: every one has a year, which begins with 1 or 2."""
        return ("1" in text or "2" in text or not text.isascii()) and _YEAR.search(text) is not None

    def find(self, text: str) -> list[FoundDate]:
        """Every full, unambiguous date of ``text``, in order."""
        if not self.may_hold(text):
            return []
        found = []
        for m in self._date.finditer(text):
            the_day = self._day_of(m)
            if the_day:
                found.append(FoundDate(the_day, m.start(), m.end(), self.weekdays.get((m["w"] or "").casefold())))
        return found

    def _day_of(self, m: re.Match[str]) -> date | None:
        if m["y1"]:
            return day(int(m["y1"]), int(m["m1"]), int(m["d1"]))
        if m["y2"]:
            return day(int(m["y2"]), self._months[m["m2"].casefold()], int(m["d2"]))
        if m["y3"]:
            return day(int(m["y3"]), self._months[m["m3"].casefold()], int(m["d3"]))
        first, second, year = int(m["a"]), int(m["b"]), int(m["y4"])
        if first > 12 or first == second:
            return day(year, second, first)
        return day(year, first, second) if second > 12 else None

    def line(self, text: str) -> list[FoundDate]:
        """The dates of a line that holds nothing but dates, clock times and zones; else nothing."""
        if len(text) > 120 or not self.may_hold(text) or not self._is_calendar(text.casefold()):
            return []
        found = self.find(text)
        if not found:
            return []
        rest, at = [], 0
        for one in found:
            rest.append(text[at : one.start])
            at = one.end
        rest.append(text[at:])
        return found if all(_REST.fullmatch(part) for part in rest) else []

    def _is_calendar(self, folded: str) -> bool:
        """True if no long word but months and weekdays stands in a case folded text."""
        return all(m.group() in self._long for m in _LONG_WORD.finditer(folded))

    def month_day(self, text: str) -> tuple[int, int, int | None] | None:
        """The first (month, day, year or None) of ``text``, as datelines write it (``Nov 25``)."""
        m = self._month_day.search(text)
        if m is None:
            return None
        month = self._months[(m["m1"] or m["m2"]).casefold()]
        number = int(m["d1"] or m["d2"])
        if day(2000, month, number) is None:
            return None
        return month, number, int(m["y"]) if m["y"] else None

    def stated_weekdays(self, text: str) -> list[int]:
        """The weekdays that ``text`` names as days of its news (``on Monday``, ``late Monday``), in order."""
        return [self.weekdays[m["w"].casefold()] for m in self._on_weekday.finditer(text)]

    def given(self, text: str) -> Interval | None:
        """The interval that a caller's date says: ISO 8601, RFC 2822, ``9 February 2022``, epoch seconds, a month.

        None if it cannot be read in exactly one way.
        """
        text = text.strip()
        if _EPOCH.fullmatch(text):
            return one_day(datetime.fromtimestamp(int(text[:10]), UTC).date())
        found = self.find(text)
        if found:
            return one_day(found[0].day)
        compact = re.match(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$", text)
        if compact:
            the_day = day(*(int(part) for part in compact.groups()))
            return one_day(the_day) if the_day else None
        return self._month(text)

    def _month(self, text: str) -> Interval | None:
        m = self._month_only.fullmatch(text)
        if m is None:
            return None
        year = int(m["y1"] or m["y2"])
        month = int(m["m1"]) if m["m1"] else self._months[m["m2"].casefold()]
        first = day(year, month, 1)
        if first is None:
            return None
        after = date(year + month // 12, month % 12 + 1, 1)
        return Interval(first, date.fromordinal(after.toordinal() - 1), Granularity.MONTH)

    def url(self, url: str) -> date | None:
        """The day in an address (``/2024/11/25/``, ``/2024/nov/25/``, ``-20241125``); None if none or several."""
        found = set(url_date(url))
        for m in _URL_NAMED.finditer(url):
            month = self._months.get(m["mon"].casefold())
            the_day = day(int(m["y"]), month, int(m["d"])) if month else None
            if the_day:
                found.add(the_day)
        return next(iter(found)) if len(found) == 1 else None


def url_date(url: str) -> Iterable[date]:
    """Every day that stands in an address as numbers."""
    for m in _URL.finditer(url):
        the_day = day(int(m["y"]), int(m["m"] or m["cm"]), int(m["d"] or m["cd"]))
        if the_day:
            yield the_day


def one_day(the_day: date) -> Interval:
    """The interval of one day."""
    return Interval(the_day, the_day, Granularity.DAY)


@cache
def date_reader(lexicon: PageLexicon) -> DateReader:
    """The reader for the calendar of ``lexicon``."""
    return DateReader(lexicon.months, lexicon.weekdays)

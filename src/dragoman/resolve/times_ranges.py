"""Ranges: ``from Monday to Friday``, ``between January and March 2021``: two expressions that tell one stretch of time.

Each stays an expression of its own; both get the whole stretch as their interval, and what the second leaves out or the
first lacks is taken from the other (the year of ``March 2021``, the order of weekdays).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from dragoman.records import Granularity, Interval, TimeKind, TimeMention

__all__ = ["joined_ranges"]

_FROM = re.compile(r"\bfrom (?:the )?$", re.I)
_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.I)
_TO = re.compile(r" ?(?:to|until|till|through|[-–]) ?(?:the )?")
_AND = re.compile(r" and (?:the )?")
_LOOK_BACK = 14
_WEEK = timedelta(7)
_FINE = frozenset(
    {Granularity.DAY, Granularity.PART_OF_DAY, Granularity.MONTH, Granularity.THIRD_OF_MONTH, Granularity.OPEN}
)
"""OPEN, for `from January` alone is open."""


def joined_ranges(text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
    """The mentions with the intervals of those that stand as a range in ``text`` joined."""
    found = list(mentions)
    for k, (left, right) in enumerate(pairwise(mentions)):
        if _is_range(text, left, right):
            stretch = _stretch(left, right)
            if stretch is not None:
                found[k], found[k + 1] = _retold(left, stretch.start, stretch), _retold(right, stretch.end, stretch)
    return found


def _retold(mention: TimeMention, day: date | None, stretch: Interval) -> TimeMention:
    """The mention with the stretch; its value too where the other one moved it (the Friday after that Monday)."""
    own = mention.interval
    if own is None or day is None or day in (own.start, own.end):
        return replace(mention, interval=stretch)
    return replace(mention, interval=stretch, value=day.isoformat()[: len(mention.value)])


def _is_range(text: str, left: TimeMention, right: TimeMention) -> bool:
    before = text[max(left.evidence.start - _LOOK_BACK, 0) : left.evidence.start]
    gap = text[left.evidence.end : right.evidence.start]
    return bool((_FROM.search(before) and _TO.fullmatch(gap)) or (_BETWEEN.search(before) and _AND.fullmatch(gap)))


def _stretch(left: TimeMention, right: TimeMention) -> Interval | None:
    a, b = left.interval, right.interval
    if a is None or b is None or TimeKind.DURATION in (left.kind, right.kind):
        return None
    # `from Monday` alone would open the interval: only its first day counts here.
    start, end = a.start, b.end
    if start is None or end is None:
        return None
    if end < start and left.rule == right.rule == "weekday":
        end += _WEEK
    if end < start and left.reading != "absolute" and right.reading == "absolute" and a.granularity in _FINE:
        start = _in_year(start, end.year)
    return Interval(start, end, b.granularity) if start is not None and start <= end else None


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None

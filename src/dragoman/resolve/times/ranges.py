"""Pairs: two expressions of which one tells what the other means.

*Ranges*, ``from Monday to Friday``, ``between January and March 2021``: each stays an expression of its own; both get
the whole stretch as their interval, and what the second leaves out or the first lacks is taken from the other (the year
of ``March 2021``, the order of weekdays). ``for three days from Tuesday`` is such a stretch too.

*Amounts counted from an event*, ``two days after the vote``: where the event has a time of its own in the sentence
(``two days after the vote on 12 May``), the amount is counted from it. Else the amount tells when that event was, from
the time told before in the sentence (``began on Monday, four months after they shook hands``); with neither it stays
open, and says what it waits for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from dragoman.records import Granularity, Interval, TimeKind, TimeMention
from dragoman.resolve.times import calendar as cal

__all__ = ["counted_from_events", "joined_ranges"]

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


_AFTER = re.compile(r" (after|before) (?!that\b|then\b)")
_STARTING = re.compile(r" (?:from|starting(?: on)?|beginning(?: on)?|as of) ")
_CLAUSE_ENDS = re.compile(r"[.;:?!]")
_AMOUNT = re.compile(r"P(T?)(\d+|X)([SMHDWY])")
_FINER = ("S", "M", "H")


def counted_from_events(text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
    """The mentions of one article with the amounts before ``after`` and ``before`` counted, as far as can be."""
    found = list(mentions)
    for k, mention in enumerate(found):
        amount = _AMOUNT.fullmatch(mention.value)
        if mention.kind is not TimeKind.DURATION or mention.interval is not None or amount is None:
            continue
        before = found[k - 1] if k else None
        after = found[k + 1] if k + 1 < len(found) else None
        if after is not None and _STARTING.fullmatch(text[mention.evidence.end : after.evidence.start]):
            found[k] = _stretched(mention, after, amount)
            continue
        side = _AFTER.match(text, mention.evidence.end)
        if side is None:
            continue
        sign = 1 if side[1] == "after" else -1
        if after is not None and _is_day(after) and not _CLAUSE_ENDS.search(text, side.end(), after.evidence.start):
            found[k] = _shifted(mention, after, amount, sign)
        elif before is not None and _is_day(before) and _same_sentence(text, before, mention):
            found[k] = _shifted(mention, before, amount, -sign)
        if found[k].interval is None:
            waits = " ".join(text[side.end() :].split()[:4]).rstrip(".,;")
            found[k] = replace(found[k], unresolved=f"counted from what has no day here: {side[1]} {waits}")
    return found


def _is_day(mention: TimeMention) -> bool:
    interval = mention.interval
    return interval is not None and None not in (interval.start, interval.end) and mention.kind is not TimeKind.DURATION


def _same_sentence(text: str, left: TimeMention, right: TimeMention) -> bool:
    return not re.search(r"[.?!;]\s|\n", text[left.evidence.end : right.evidence.start])


def _shifted(mention: TimeMention, other: TimeMention, amount: re.Match[str], sign: int) -> TimeMention:
    """The mention as so much after (before) the other. Hours and minutes, and an open number of them, are that day."""
    base = other.interval
    unit = {"M": "MO"}.get(amount[3], amount[3]) if not amount[1] else {"M": "M"}.get(amount[3], amount[3])
    if base is None or base.start is None or (amount[2] == "X" and unit not in _FINER):
        return mention
    number = 0.0 if amount[2] == "X" else float(amount[2])
    first = cal.shift(base.start, sign * number, unit)
    if first is None:
        return mention
    coarse = unit not in ("D", *_FINER)
    days = cal.span(first, unit) if coarse else (first, first + (base.end - base.start if base.end else timedelta(0)))
    grain = cal.GRANULARITY.get(unit, base.granularity) if coarse else base.granularity
    return replace(mention, interval=Interval(*days, grain), unresolved=None, anchor=other.anchor)


def _stretched(mention: TimeMention, other: TimeMention, amount: re.Match[str]) -> TimeMention:
    """``for three days from Tuesday``: Tuesday and the two days after it."""
    start = other.interval.start if other.interval else None
    unit = "MO" if amount[3] == "M" and not amount[1] else amount[3]
    if start is None or amount[2] == "X" or unit in _FINER or amount[1]:
        return mention
    end = cal.shift(start, float(amount[2]), unit)
    end = cal.shift(end, -1, "D") if end else None
    if end is None or end < start:
        return mention
    return replace(mention, interval=Interval(start, end, Granularity.DAY), unresolved=None, anchor=other.anchor)

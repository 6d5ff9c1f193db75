"""Which of the days, months or feasts that bear a name is meant: by step word, by tense, else the nearest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dragoman.records import Granularity, Interval, TimeKind
from dragoman.resolve.times import calendar as cal
from dragoman.resolve.times.fields import Fields
from dragoman.resolve.times.meaning import NO_ANCHOR, Frame, Meaning, of_unit

__all__ = ["choose", "nth_of_month"]

_DOUBT = 3
"""Where nothing tells past from future, the past is taken unless the day ahead is this many times nearer."""
_FAR, _SOON = 270, 95
"""Days: a bare date further back than the one is doubted where one nearer than the other lies ahead."""


def choose(candidates: list[Interval], frame: Frame, step: int | None) -> tuple[Interval, str] | None:  # noqa: PLR0911 - one answer for each case
    """The candidate that the step word or the tense picks; the nearest where nothing tells."""
    anchor = frame.anchor
    if anchor is None or not candidates:
        return None
    ahead = [c for c in candidates if c.end is not None and c.end >= anchor]
    behind = [c for c in candidates if c.start is not None and c.start <= anchor]

    def distance(c: Interval) -> int:
        assert c.start is not None
        assert c.end is not None
        return max((c.start - anchor).days, (anchor - c.end).days, 0)

    if step == -1:
        past = [c for c in behind if c.end is not None and c.end < anchor]
        return (past[-1], "past") if past else None
    if step == 1:
        coming = [c for c in ahead if c.start is not None and c.start > anchor]
        return (coming[0], "future") if coming else None
    if step == 0:
        return min(candidates, key=distance), "present"
    told = frame.direction()
    if told == "future" and ahead:
        # Nor is a day meant that is nearly a year ahead, where one has just been (`will pay for the Aug. 7 fire`).
        one = ahead[0].start == ahead[0].end
        if not (one and behind and distance(ahead[0]) > _FAR and distance(behind[-1]) < _SOON):
            return ahead[0], "future"
    if told == "plainly past" and behind:
        return behind[-1], "past"
    if told == "past" and behind:  # noqa: SIM102 - the comment belongs to the inner question
        # A past verb beside a day soon to come is a past plan (`ordered his return by 14 January`): news seldom leaves
        # out the year of a day that far back.
        if not (ahead and distance(behind[-1]) > _FAR and distance(ahead[0]) < _SOON):
            return behind[-1], "past"
    if told != "nearest" and behind and ahead and distance(ahead[0]) * _DOUBT >= distance(behind[-1]):
        return behind[-1], "past"
    nearest = min(candidates, key=distance)
    return nearest, "future" if nearest.start and nearest.start > anchor else "past"


def nth_of_month(fields: Fields, frame: Frame, year: int | None) -> Meaning:
    """``the first Tuesday of March``, ``the last Sunday of the month``, ``the last night of August``."""
    if year is None and frame.anchor is None:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved=NO_ANCHOR)
    months = [date(y, fields.month, 1) for y in _years(frame, year) if fields.month and 1 <= fields.month <= 12]
    if fields.month_step and frame.anchor:
        step = {"last": -1, "next": 1}.get(fields.month_step, 0)
        moved = cal.shift(frame.anchor.replace(day=1), step, "MO")
        months = [moved] if moved else []
    days = [d for d in (_nth(m, fields) for m in months) if d is not None]
    candidates = [Interval(d, d, Granularity.DAY) for d in days]
    told = year is not None or fields.month_step is not None
    chosen = ((candidates[0], "absolute") if candidates else None) if told else choose(candidates, frame, None)
    if chosen is None or chosen[0].start is None:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="no such day")
    return replace(of_unit(chosen[0].start, "D"), reading=chosen[1], anchored=year is None)


def _years(frame: Frame, year: int | None) -> list[int]:
    if year is not None:
        return [year]
    return [frame.anchor.year + k for k in (-1, 0, 1)] if frame.anchor else []


def _nth(month: date, fields: Fields) -> date | None:
    which = fields.nth or 1
    if fields.weekday:
        return cal.nth_weekday(month.year, month.month, fields.weekday, which)
    return month if which > 0 else cal.span(month, "MO")[1]

"""Amounts of time: durations, repeated times, ``two days ago``, ``recently``."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Granularity, Interval, TimeKind
from dragoman.resolve.times import calendar as cal
from dragoman.resolve.times.fields import OPEN_AMOUNT, Fields
from dragoman.resolve.times.meaning import NO_ANCHOR, NO_CALENDAR, NO_REFERENCE, NO_START, Frame, Meaning, of_unit

__all__ = ["amount_of", "edged", "reference", "repeated", "shifted"]


def reference(ref: str, frame: Frame) -> Meaning:
    """``recently``, ``now``, ``soon``: only a bound from the anchor."""
    if ref == "PRESENT_REF" or frame.anchor is None:
        why = NO_CALENDAR if ref == "PRESENT_REF" else NO_ANCHOR
        reading = {"PAST_REF": "past", "FUTURE_REF": "future"}.get(ref, "present")
        return Meaning(TimeKind.DATE, ref, reading=reading, unresolved=why)
    if ref == "PAST_REF":
        return Meaning(TimeKind.DATE, ref, Interval(None, frame.anchor, Granularity.OPEN), "past", anchored=True)
    return Meaning(TimeKind.DATE, ref, Interval(frame.anchor, None, Granularity.OPEN), "future", anchored=True)


_ISO = {"S": ("T", "S"), "M": ("T", "M"), "H": ("T", "H"), "MO": ("", "M"), "WE": ("", "D"), "FT": ("", "W")}


def _period(number: float, unit: str) -> str:
    """An ISO 8601 duration: ``P60D``, ``PT24H``, ``P2Y6M``; X for an open amount."""
    if number == OPEN_AMOUNT:
        time, letter = _ISO.get(unit, ("", unit))
        return f"P{time}X{letter}"
    factor = {"FT": 2, "WE": 2, "E": 10, "C": 100, "Q": 3}.get(unit, 1)
    time, letter = {"E": ("", "Y"), "C": ("", "Y"), "Q": ("", "M")}.get(unit) or _ISO.get(unit, ("", unit))
    whole, rest = divmod(number * factor, 1)
    smaller = {"Y": ("M", 12), "H": ("M", 60), "M": ("S", 60) if time else ("D", 30), "D": ("TH", 24), "W": ("D", 7)}
    amount = f"{whole:.0f}{letter}" if whole or not rest else ""
    if not rest:
        return f"P{time}{amount}"
    if letter not in smaller:
        return f"P{time}{number * factor:g}{letter}"
    name, size = smaller[letter]
    return f"P{time}{amount}" + (f"T{rest * size:.0f}H" if name == "TH" else f"{rest * size:.0f}{name}")


def repeated(fields: Fields) -> Meaning:
    """``every Friday``, ``daily``."""
    if fields.weekday:
        value = f"XXXX-WXX-{fields.weekday}" + (f"T{fields.part}" if fields.part else "")
    elif fields.month:
        value = f"XXXX-{fields.month:02}"
    elif fields.season:
        value = f"XXXX-{fields.season}"
    else:
        value = _period(fields.number or 1, fields.unit or "D")
    return Meaning(TimeKind.SET, value, unresolved="a repeated time")


def amount_of(fields: Fields, frame: Frame) -> Meaning:
    """Durations: free ones wait for their start; ``the past three years`` ends at the anchor."""
    number = float(fields.nth or 0) or fields.number or 0.0
    if fields.half_more and number != OPEN_AMOUNT:
        number += 0.5
    unit = fields.unit or "D"
    value = _period(number, unit)
    if fields.sense == "nth":
        return _serial(int(fields.nth or 1), unit, value, frame)
    backward, forward = (
        ("past", "last", "previous", "recent"),
        ("next", "coming", "following", "ahead", "to come"),
    )
    if fields.sense not in (*backward, *forward):
        return Meaning(TimeKind.DURATION, value, unresolved=NO_START)
    reading = "past" if fields.sense in backward else "future"
    if frame.anchor is None:
        return Meaning(TimeKind.DURATION, value, reading=reading, unresolved=NO_ANCHOR)
    if number == OPEN_AMOUNT:
        open_end = reference("PAST_REF" if reading == "past" else "FUTURE_REF", frame)
        return replace(open_end, kind=TimeKind.DURATION, value=value)
    other = cal.shift(frame.anchor, -number if reading == "past" else number, unit)
    if other is None:
        return Meaning(TimeKind.DURATION, value, reading=reading, unresolved="beyond the calendar")
    grain = cal.GRANULARITY.get(unit, Granularity.DAY)
    interval = Interval(min(other, frame.anchor), max(other, frame.anchor), grain)
    return Meaning(TimeKind.DURATION, value, interval, reading, anchored=True)


def edged(meaning: Meaning, fields: Fields) -> Meaning:
    """One day or some of a feast or month: ``the third day of Eid``, ``the last ten days of Ramadan``."""
    interval = meaning.interval
    if interval is None or interval.start is None or interval.end is None or not (fields.nth or fields.edge):
        return meaning
    if fields.nth:
        first = cal.shift(interval.start, fields.nth - 1, fields.unit or "D")
        last = cal.shift(first, 6, "D") if first and fields.unit == "W" else first
    else:
        amount, unit = fields.number or 1, fields.unit or "D"
        inner = cal.shift(interval.start if fields.edge == "first" else interval.end, 0, "D")
        other = cal.shift(inner, amount if fields.edge == "first" else -amount, unit) if inner else None
        other = cal.shift(other, -1 if fields.edge == "first" else 1, "D") if other else None
        first, last = (interval.start, other) if fields.edge == "first" else (other, interval.end)
    if first is None or last is None or not interval.start <= first <= last <= interval.end:
        return replace(meaning, interval=None, unresolved="more days than it has")
    return replace(
        meaning,
        value=str(Interval(first, last, Granularity.DAY)),
        interval=Interval(first, last, Granularity.DAY),
        point=(first, "D"),
    )


_SERIES_DAYS = 7
"""A day told before is the last of a series (``for a third day``) if it lies no further from the day of publication."""


def _serial(which: int, unit: str, value: str, frame: Frame) -> Meaning:
    """``for a third day``: from the first of the series to the day it is told of."""
    last = frame.anchor
    if last is None:
        return Meaning(TimeKind.DURATION, value, reading="past", unresolved=NO_ANCHOR)
    told = frame.reference
    if unit == "D" and told is not None and told[1] == "D" and 0 <= (last - told[0]).days <= _SERIES_DAYS:
        last = told[0]
    first = cal.shift(last, 1 - which, unit)
    if first is None:
        return Meaning(TimeKind.DURATION, value, reading="past", unresolved="beyond the calendar")
    start = cal.span(first, unit)[0]
    interval = Interval(start, last, cal.GRANULARITY.get(unit, Granularity.DAY))
    return Meaning(TimeKind.DURATION, value, interval, "past", anchored=True)


def shifted(fields: Fields, frame: Frame) -> Meaning:
    """``two days ago`` from the anchor; ``two days later``, ``a year earlier`` from the last time told."""
    future = fields.sense in ("later", "after", "from_now")
    reading = "future" if future else "past"
    unit, number = fields.unit or "D", fields.number or 0.0
    absolute = fields.sense in ("ago", "from_now")
    base = (frame.anchor, "D") if absolute and frame.anchor else frame.reference
    if absolute and frame.anchor is None:
        base = None
    elif base is None and frame.anchor is not None:
        base = (frame.anchor, "D")
    if number == OPEN_AMOUNT:
        vague = reference("FUTURE_REF" if future else "PAST_REF", frame)
        return vague if absolute else replace(vague, interval=None, unresolved="an open amount of time")
    why = NO_ANCHOR if absolute else NO_REFERENCE
    if base is None or base[0] is None:
        return Meaning(TimeKind.DATE, _period(number, unit), reading=reading, unresolved=why)
    if unit in ("S", "M", "H"):
        return Meaning(TimeKind.TIME, _period(number, unit), reading=reading, unresolved="finer than a day")
    if number == 1 and unit == "Y" and frame.reference and frame.reference[1] in ("Q", "MO"):
        base = frame.reference  # `a year earlier` beside a quarter or a month is that quarter or month
    day = cal.shift(base[0], number if future else -number, unit)
    if day is None:
        return Meaning(TimeKind.DATE, "XXXX", reading=reading, unresolved="beyond the calendar")
    grain = {"FT": "W", "WE": "W", "E": "Y", "C": "Y"}.get(unit, unit)
    if base[1] in ("Q", "MO") and unit == "Y":
        grain = base[1]
    return replace(of_unit(day, grain), reading=reading, anchored=absolute)

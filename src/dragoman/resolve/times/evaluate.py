"""Fields to meanings: puts what an expression says on the calendar, or says why it cannot be put there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from dragoman.knowledge.timerules import TimeRules
from dragoman.records import Granularity, Interval, TimeKind
from dragoman.resolve.times import calendar as cal
from dragoman.resolve.times.amounts import amount_of, edged, reference, repeated, shifted
from dragoman.resolve.times.choose import choose, nth_of_month
from dragoman.resolve.times.fields import Fields
from dragoman.resolve.times.hijri import month_or_day, whole_year
from dragoman.resolve.times.meaning import NO_ANCHOR, NO_DAY, NO_REFERENCE, Frame, Meaning, of_unit

__all__ = ["evaluate"]


def evaluate(fields: Fields, frame: Frame, rules: TimeRules) -> Meaning:  # noqa: PLR0911 - one answer for each case
    """The meaning of ``fields`` in ``frame``."""
    shape = fields.shape
    if fields.vague:
        kind, part = (TimeKind.TIME, f"T{fields.part}") if fields.part else (TimeKind.DATE, "")
        return Meaning(kind, f"XXXX-XX-XX{part}", unresolved=fields.vague)
    if shape == "ref":
        return reference(str(fields.ref), frame)
    if shape == "set":
        return repeated(fields)
    if shape == "duration":
        return amount_of(fields, frame)
    if shape == "shift":
        return shifted(fields, frame)
    if fields.mod == "overnight" and frame.direction() == "future":
        return Meaning(TimeKind.TIME, f"XXXX-XX-XXT{fields.part}", unresolved=NO_DAY)
    meaning = _calendar(fields, frame, rules)
    return _with_clock(_with_mod(meaning, fields, frame), fields)


# ---------------------------------------------------------------------------------------------------- calendar


def _calendar(fields: Fields, frame: Frame, rules: TimeRules) -> Meaning:  # noqa: PLR0911 - one answer for each case
    if fields.first is not None:
        return _numeric(fields, frame)
    if fields.anaphor:
        return _anaphor(fields, frame, rules)
    if fields.feast:
        return edged(_feast(fields, frame, rules), fields)
    if fields.calendar:
        return edged(_other_calendar(fields, frame), fields)
    if fields.season:
        return _season(fields, frame)
    if fields.quarter or fields.half:
        return _quarter(fields, frame)
    if fields.decade is not None or fields.century:
        return _long(fields, frame)
    if fields.nth and (fields.weekday or (fields.month and fields.unit == "D")):
        return nth_of_month(fields, frame, _year(fields, frame))
    if fields.month:
        return edged(_month(fields, frame), fields)
    if fields.weekday:
        return _weekday(fields, frame)
    if fields.day is not None:
        return _day_of_month(fields, frame)
    if _year(fields, frame) is not None or fields.era:
        return _bare_year(fields, frame)
    return _relative(fields, frame)


def _year(fields: Fields, frame: Frame) -> int | None:
    """The year that the words give: written, in words, or ``last year`` beside a month."""
    if fields.year is not None:
        return fields.year if fields.year >= 100 or fields.era else None
    if fields.year_words:
        return fields.year_words
    if fields.short_year is not None:
        return _short_year(fields.short_year, frame)
    if fields.step is not None and fields.unit == "Y" and frame.anchor:
        return frame.anchor.year + fields.step
    return None


def _short_year(short: int, frame: Frame) -> int | None:
    """The year within 50 of the anchor that ends in these two digits; None without an anchor."""
    if frame.anchor is None:
        return None
    return min((c + short for c in (1800, 1900, 2000, 2100)), key=lambda y: abs(y - frame.anchor.year))  # type: ignore[union-attr]


def _numeric(fields: Fields, frame: Frame) -> Meaning:
    """``25/12/2021``: the reading that the calendar allows; both readings possible is told, not guessed."""
    first, second = int(fields.first or 0), int(fields.second or 0)
    year = fields.year or 0
    if year < 100:
        guessed = _short_year(year, frame)
        if guessed is None:
            return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="a two-digit year and no date to count from")
        year = guessed
    days = {d for d in (cal.make_day(year, second, first), cal.make_day(year, first, second)) if d}
    if len(days) == 1:
        return of_unit(days.pop(), "D")
    why = "day and month may be swapped" if days else "no such day"
    return Meaning(TimeKind.DATE, f"{year:04}-XX-XX", unresolved=why)


_LOOK = {
    "that": 0,
    "the same": 0,
    "that same": 0,
    "this": 0,
    "quarter": 0,
    "the following": 1,
    "the next": 1,
    "the previous": -1,
}


def _anaphor(fields: Fields, frame: Frame, rules: TimeRules) -> Meaning:  # noqa: PLR0911 - one answer for each case
    if fields.anaphor == "weekend":
        told = frame.anchor is not None and (frame.anchor.weekday() >= 5 or frame.direction() == "future")
        return _relative(replace(fields, anaphor=None, step=0 if told else -1), frame)
    step = _LOOK.get(str(fields.anaphor), 0)
    unit = fields.unit or "Y"
    if unit == "Q" and (frame.reference is None or frame.reference[1] != "Q"):
        base = (cal.shift(frame.anchor, -1, "Q"), "Q") if frame.anchor else None
    else:
        base = frame.reference
    if base is None or base[0] is None:
        return Meaning(TimeKind.DATE, "XXXX", unresolved=NO_REFERENCE)
    if unit == "D" and base[1] != "D":
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="the time told before is no day")
    if unit in ("MONTH", "WEEKDAY"):
        inner = replace(fields, anaphor=None, unit=None, step=step or None)
        return evaluate(inner, replace(frame, anchor=base[0]), rules)
    if fields.month:
        return _month(replace(fields, anaphor=None, year=base[0].year + step), frame)
    if unit in ("S", "M", "H"):
        return Meaning(TimeKind.TIME, "XXXX-XX-XXTXX", unresolved="finer than a day")
    day = cal.shift(base[0], step, unit)
    if day is None:
        return Meaning(TimeKind.DATE, "XXXX", unresolved="beyond the calendar")
    return of_unit(day, unit if unit != "FT" else "W")


def _feast(fields: Fields, frame: Frame, rules: TimeRules) -> Meaning:
    name = str(fields.feast)
    year = _year(fields, frame)
    pivot = year or (frame.anchor.year if frame.anchor else None)
    if pivot is None:
        fixed = re.fullmatch(r"(\d\d)-(\d\d)", name)
        return Meaning(TimeKind.DATE, f"XXXX-{name}" if fixed else "XXXX-XX-XX", unresolved=NO_ANCHOR)
    years = [year] if year else [pivot - 1, pivot, pivot + 1]
    candidates = [i for y in years for i in _feast_days(name, y, rules)]
    if year:
        chosen: tuple[Interval, str] | None = (candidates[0], "absolute") if candidates else None
    else:
        chosen = choose(candidates, frame, fields.step)
    if chosen is None:
        return Meaning(TimeKind.DATE, f"{pivot:04}-XX-XX", unresolved="our tables have no such feast in that year")
    interval, reading = chosen
    first = interval.start
    assert first is not None
    return Meaning(TimeKind.DATE, str(interval), interval, reading, anchored=not year, point=(first, "D"))


def _feast_days(name: str, year: int, rules: TimeRules) -> list[Interval]:
    fixed = re.fullmatch(r"(\d\d)-(\d\d)", name)
    counted = re.fullmatch(r"(\d+)/(\d+)/(-?\d+)", name)
    simple = re.fullmatch(r"(\d+)/(\d+)", name)
    day: date | None = None
    if fixed or simple:
        month, number = (fixed or simple).groups()  # type: ignore[union-attr]
        day = cal.make_day(year, int(month), int(number))
    elif counted:
        day = cal.nth_weekday(year, int(counted[1]), int(counted[2]), int(counted[3]))
    if day:
        return [Interval(day, day, Granularity.DAY)]
    moved = re.fullmatch(r"(.+?)([+-]\d+)?", name)
    assert moved is not None
    offset = timedelta(int(moved[2] or 0))
    return [
        Interval(a + offset, b + offset, Granularity.DAY)
        for a, b in rules.movable.get(moved[1], ())
        if (a + offset).year == year
    ]


def _other_calendar(fields: Fields, frame: Frame) -> Meaning:
    """A date of the Islamic or the Persian calendar; one without a year is that which step or tense picks."""
    name, year = str(fields.calendar), fields.year
    if not fields.month:
        whole = whole_year(name, year) if year else None
        if whole is None or whole.start is None:
            return Meaning(TimeKind.DATE, "XXXX", unresolved=f"beyond what is known of the {name} calendar")
        return Meaning(TimeKind.DATE, str(whole), whole, point=(whole.start, "Y"))
    if year is None and frame.anchor is None:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved=NO_ANCHOR)
    near = (frame.anchor.year - 1, frame.anchor.year + 1) if frame.anchor else (0, 0)
    found = month_or_day(name, year, fields.month, fields.day or 0, near)
    chosen = ((found[0], "absolute") if found else None) if year else choose(found, frame, fields.step)
    if chosen is None or chosen[0].start is None:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved=f"the {name} calendar has no such day, as far as known")
    interval, reading = chosen
    start = chosen[0].start
    return Meaning(TimeKind.DATE, str(interval), interval, reading, anchored=not year, point=(start, "D"))


def _season(fields: Fields, frame: Frame) -> Meaning:
    code = str(fields.season)
    year = _year(fields, frame)
    if year:
        interval = cal.season(year, code)
        return Meaning(TimeKind.DATE, f"{year:04}-{code}", interval, point=(date(year, cal.SEASONS[code], 1), "Q"))
    if frame.anchor is None:
        return Meaning(TimeKind.DATE, f"XXXX-{code}", unresolved=NO_ANCHOR)
    chosen = choose([cal.season(frame.anchor.year + k, code) for k in (-2, -1, 0, 1)], frame, fields.step)
    assert chosen is not None
    assert chosen[0].start is not None
    interval, reading = chosen
    start = chosen[0].start
    return Meaning(TimeKind.DATE, f"{start.year:04}-{code}", interval, reading, anchored=True, point=(start, "Q"))


def _quarter(fields: Fields, frame: Frame) -> Meaning:
    size, letter, number = (3, "Q", fields.quarter) if fields.quarter else (6, "H", fields.half)
    assert number is not None
    code = f"{letter}{number}"
    year = _year(fields, frame)
    reading, anchored = "absolute", False
    if year is None:
        if frame.anchor is None:
            return Meaning(TimeKind.DATE, f"XXXX-{code}", unresolved=NO_ANCHOR)
        years = [y + frame.anchor.year for y in (-1, 0, 1)]
        ends = {y: date(y, number * size, 28) for y in years}
        year = min(years, key=lambda y: abs((ends[y] - frame.anchor).days))  # type: ignore[operator]
        told = frame.direction() if fields.step is None else None
        if told == "plainly past" and date(year, number * size - size + 1, 1) > frame.anchor:
            year -= 1  # `fell in the first quarter` of a year that is not yet
        year += fields.step or 0
        reading, anchored = "past" if date(year, number * size, 28) <= frame.anchor else "future", True
    first = date(year, (number - 1) * size + 1, 1)
    last = cal.span(date(year, number * size, 1), "MO")[1]
    interval = Interval(first, last, Granularity.QUARTER if letter == "Q" else Granularity.SEASON)
    return Meaning(TimeKind.DATE, f"{year:04}-{code}", interval, reading, anchored=anchored, point=(first, "Q"))


def _long(fields: Fields, frame: Frame) -> Meaning:
    if fields.century:
        first = date((fields.century - 1) * 100 or 1, 1, 1)
        return of_unit(first, "C")
    decade = fields.decade or 0
    if decade < 100:
        near = frame.anchor.year if frame.anchor else 1990
        decade += 1900 if 1900 + decade <= near else 1800
    first, last = date(decade, 1, 1), date(decade + 9, 12, 31)
    interval = Interval(first, last, Granularity.DECADE)
    if fields.fuzz:
        interval = cal.piece(first, last, fields.fuzz, "E")
    return Meaning(TimeKind.DATE, f"{decade // 10:03}", interval, point=(first, "E"))


def _month(fields: Fields, frame: Frame) -> Meaning:  # noqa: PLR0911 - one answer for each case
    month, day = int(fields.month or 1), fields.day
    if not 1 <= month <= 12:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="no such month")
    year = _year(fields, frame)
    if fields.era and year is not None:
        return Meaning(TimeKind.DATE, f"BC{year:04}-{month:02}", unresolved="before the calendar of this record")
    if day is not None and cal.make_day(year or 2000, month, day) is None:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="no such day")
    if year is None and fields.step == 0 and frame.anchor is not None:
        year = frame.anchor.year
    if year is not None:
        built = cal.make_day(year, month, day or 1)
        if built is None:
            return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="no such day")
        return _to_day(of_unit(built, "D" if day else "MO"), fields)
    if frame.anchor is None:
        tail = f"-{day:02}" if day else ""
        return Meaning(TimeKind.DATE, f"XXXX-{month:02}{tail}", unresolved=NO_ANCHOR)
    candidates = []
    wide = (month, day) == (2, 29) or (day and fields.weekday)  # `Saturday, April 25`: in which years is it one?
    for y in (-4, -3, -2, -1, 0, 1, 2, 3, 4) if wide else (-1, 0, 1):
        built = cal.make_day(frame.anchor.year + y, month, day or 1)
        if built and not (day and fields.weekday and built.isoweekday() != fields.weekday):
            first, last = cal.span(built, "D" if day else "MO")
            candidates.append(Interval(first, last, Granularity.DAY))
    chosen = choose(candidates, frame, fields.step)
    if chosen is None or chosen[0].start is None:
        return Meaning(TimeKind.DATE, f"XXXX-{month:02}", unresolved="no such day near the anchor")
    meaning = replace(of_unit(chosen[0].start, "D" if day else "MO"), reading=chosen[1], anchored=True)
    return _to_day(meaning, fields)


def _to_day(meaning: Meaning, fields: Fields) -> Meaning:
    """``3-5 February``: the interval to its last day."""
    first = meaning.interval.start if meaning.interval else None
    if fields.day_end is None or first is None:
        return meaning
    last = cal.make_day(first.year, first.month, fields.day_end)
    if last is None or last < first:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="a range of days that the calendar does not have")
    return replace(meaning, value=f"{first}/{last}", interval=Interval(first, last, Granularity.DAY))


def _day_of_month(fields: Fields, frame: Frame) -> Meaning:
    """``on the 15th``, ``the 3rd of last month``."""
    day = int(fields.day or 1)
    if frame.anchor is None:
        return Meaning(TimeKind.DATE, f"XXXX-XX-{day:02}", unresolved=NO_ANCHOR)
    steps = {"last": (-1,), "this": (0,), "next": (1,)}.get(fields.month_step or "", (-2, -1, 0, 1, 2))
    first = frame.anchor.replace(day=1)
    months = [m for m in (cal.shift(first, k, "MO") for k in steps) if m is not None]
    days = [d for d in (cal.make_day(m.year, m.month, day) for m in months) if d is not None]
    if not days:
        return Meaning(TimeKind.DATE, "XXXX-XX-XX", unresolved="no such day")
    candidates = [Interval(d, d, Granularity.DAY) for d in days]
    chosen = choose(candidates, frame, 0 if fields.month_step else None)
    assert chosen is not None
    assert chosen[0].start is not None
    return replace(of_unit(chosen[0].start, "D"), reading=chosen[1], anchored=True)


def _weekday(fields: Fields, frame: Frame) -> Meaning:  # noqa: PLR0911 - one answer for each case
    number = int(fields.weekday or 1)
    if frame.anchor is None:
        return Meaning(TimeKind.DATE, f"XXXX-WXX-{number}", unresolved=NO_ANCHOR)
    anchor = frame.anchor
    if fields.shift:  # `Tuesday week`: the coming one and seven days
        ahead = (number - anchor.isoweekday()) % 7 or 7
        return replace(of_unit(anchor + timedelta(ahead + fields.shift), "D"), reading="future", anchored=True)
    if fields.unit == "W" or fields.step == 0:
        monday = anchor - timedelta(anchor.weekday()) + timedelta(7 * (fields.step or 0))
        day = monday + timedelta(number - 1)
        reading = "past" if day < anchor else "future" if day > anchor else "present"
        return replace(of_unit(day, "D"), reading=reading, anchored=True)
    back = (anchor.isoweekday() - number) % 7
    if fields.step == -1:
        return replace(of_unit(anchor - timedelta(back or 7), "D"), reading="past", anchored=True)
    if fields.step == 1:
        return replace(of_unit(anchor + timedelta((7 - back) or 7), "D"), reading="future", anchored=True)
    if back == 0:
        return replace(of_unit(anchor, "D"), reading="present", anchored=True)
    last = anchor - timedelta(back)
    # `said on Tuesday that they would stop on Thursday`, told on Friday: Thursday was ahead on Tuesday.
    seen = frame.seen_from is not None and frame.seen_from < last
    if frame.direction() == "future" and not seen:
        return replace(of_unit(anchor + timedelta(7 - back), "D"), reading="future", anchored=True)
    return replace(of_unit(last, "D"), reading="past", anchored=True)


def _bare_year(fields: Fields, frame: Frame) -> Meaning:
    year = _year(fields, frame)
    if fields.era and year is not None:
        return Meaning(TimeKind.DATE, f"BC{year:04}", unresolved="before the calendar of this record")
    if year is None or not 1 <= year <= 9998:
        return Meaning(TimeKind.DATE, "XXXX", unresolved="a two-digit year and no date to count from")
    meaning = of_unit(date(year, 1, 1), "Y")
    if fields.year_end:
        text = fields.year_end
        last = int(text) if len(text) == 4 else year // 100 * 100 + int(text)
        if not year < last <= 9998:
            return Meaning(TimeKind.DATE, f"{year:04}", unresolved="a span of years that runs backwards")
        meaning = replace(meaning, interval=Interval(date(year, 1, 1), date(last, 12, 31), Granularity.YEAR))
    if fields.step is not None:
        meaning = replace(meaning, reading=_direction_of_step(fields.step), anchored=True)
    return meaning


def _direction_of_step(step: int) -> str:
    return "past" if step < 0 else "future" if step > 0 else "present"


def _relative(fields: Fields, frame: Frame) -> Meaning:
    """``last week``, ``yesterday``, ``tonight``, and a bare clock or part of the day: counted from the anchor."""
    unit = fields.unit or "D"
    step = fields.shift if fields.shift is not None else fields.step or 0
    reading = _direction_of_step(step)
    if frame.anchor is None:
        forms = {
            "W": "XXXX-WXX",
            "WE": "XXXX-WXX-WE",
            "MO": "XXXX-XX",
            "Y": "XXXX",
            "Q": "XXXX-QX",
            "E": "XXX",
            "C": "XX",
        }
        return Meaning(TimeKind.DATE, forms.get(unit, "XXXX-XX-XX"), reading=reading, unresolved=NO_ANCHOR)
    if unit == "FT":
        unit, step = "W", step * 2
    base = frame.anchor
    clock = fields.shift is None and fields.step is None
    if clock and frame.reference and frame.reference[1] == "D" and abs((frame.reference[0] - base).days) <= 7:
        base = frame.reference[0]
    day = cal.shift(base, step, unit)
    if day is None:
        return Meaning(TimeKind.DATE, "XXXX", reading=reading, unresolved="beyond the calendar")
    return replace(of_unit(day, unit), reading=reading, anchored=True)


# ---------------------------------------------------------------------------------------------------- refinements


def _with_mod(meaning: Meaning, fields: Fields, frame: Frame) -> Meaning:  # noqa: PLR0911 - one answer for each case
    """``early``, ``late``, ``the end of``, ``earlier this``, ``later this`` cut the period down."""
    interval, mod = meaning.interval, fields.mod
    if mod is None or mod == "approx" or interval is None or interval.start is None or interval.end is None:
        return meaning
    unit = meaning.point[1] if meaning.point else "D"
    if mod == "eve" and interval.start > date.min:
        eve = interval.start - timedelta(1)
        return replace(meaning, value=eve.isoformat(), interval=Interval(eve, eve, Granularity.DAY), point=(eve, "D"))
    if mod == "week_of":
        return of_unit(interval.start, "W")
    if mod == "overnight" and interval.end < date.max:
        return replace(meaning, interval=Interval(interval.start, interval.end + timedelta(1), Granularity.PART_OF_DAY))
    if unit == "D" and interval.start == interval.end:
        return replace(meaning, interval=replace(interval, granularity=Granularity.PART_OF_DAY))
    anchor = frame.anchor
    if mod in ("earlier", "later"):
        if anchor is None or not interval.start <= anchor <= interval.end:
            return meaning
        cut = (interval.start, anchor) if mod == "earlier" else (anchor, interval.end)
        return replace(meaning, interval=Interval(cut[0], cut[1], interval.granularity))
    return replace(meaning, interval=cal.piece(interval.start, interval.end, mod, unit))


def _with_clock(meaning: Meaning, fields: Fields) -> Meaning:
    """Adds hour and part of the day to a day."""
    suffix = _clock(fields)
    if not suffix:
        return meaning
    value = meaning.value
    if not re.fullmatch(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|WXX-\d)", value):
        return meaning
    interval = meaning.interval
    if interval is not None:
        interval = replace(interval, granularity=Granularity.PART_OF_DAY)
    return replace(meaning, kind=TimeKind.TIME, value=value + suffix, interval=interval)


def _clock(fields: Fields) -> str:
    if fields.hour is not None and fields.hour <= 24:
        hour = fields.hour
        late = fields.part in ("AF", "EV", "NI")
        if (fields.ampm or "").startswith("p") or (late and fields.ampm is None and hour < 12):
            hour = hour % 12 + 12
        elif fields.ampm:
            hour %= 12
        return f"T{hour:02}:{fields.minute or 0:02}{_zone(fields)}"
    if fields.instant:
        return f"T{fields.instant}"
    return f"T{fields.part}" if fields.part else ""


def _zone(fields: Fields) -> str:
    if fields.offset:
        return fields.offset.upper()
    if fields.zone is None:
        return ""
    if fields.zone == 0:
        return "Z"
    hours, minutes = divmod(abs(fields.zone), 60)
    return f"{'-' if fields.zone < 0 else '+'}{hours:02}:{minutes:02}"

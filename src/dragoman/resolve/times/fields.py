"""What the words of a time expression say, before the calendar comes in."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from dragoman.knowledge.timerules import TimeRule, TimeRules, parse_number

__all__ = ["Fields", "merge", "read_fields"]

OPEN_AMOUNT = -1.0
"""The number of ``several``, ``a few``: an amount that the text leaves open."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that rules fill (``knowledge/data/times/rules.yaml``); None where the words say nothing."""

    year: int | None = None
    short_year: int | None = None
    year_end: str | None = None
    year_words: int | None = None
    era: str | None = None
    month: int | None = None
    day: int | None = None
    day_end: int | None = None
    """The last day of a range: ``3-5 February``."""
    month_step: str | None = None
    """``this``, ``last``, ``next``: the month of a day without one."""
    first: int | None = None
    """``first`` and ``second`` number of ``03/04/22``: day and month in the order of one country or another."""
    second: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    ampm: str | None = None
    zone: int | None = None
    """Minutes east of Greenwich."""
    offset: str | None = None
    instant: str | None = None
    part: str | None = None
    """Part of the day: MO, AF, EV, NI, DT."""
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    feast: str | None = None
    calendar: str | None = None
    """``hijri`` or ``persian``: the calendar of year, month and day; None for the common one."""
    edge: str | None = None
    """``first`` or ``last``: which ``number`` of ``unit`` of a feast or a month (``the last ten days of Ramadan``)."""
    decade: int | None = None
    century: int | None = None
    fuzz: str | None = None
    step: int | None = None
    """-1 last, 0 this, +1 next."""
    shift: int | None = None
    """Units from the anchor: ``yesterday`` is -1 day."""
    unit: str | None = None
    unit2: str | None = None
    number: float | None = None
    """An amount of units; -1 where the text leaves it open (``several``)."""
    upper: float | None = None
    half_more: int | None = None
    sense: str | None = None
    """What an amount of units means: duration, ago, earlier, past, next, nth ..."""
    each: str | None = None
    ref: str | None = None
    anaphor: str | None = None
    """``that``, ``the same``, ``the following``: counted from the last time told."""
    mod: str | None = None
    nth: int | None = None
    vague: str | None = None
    bare: int | None = None

    @property
    def shape(self) -> str:  # noqa: PLR0911 - one answer for each shape
        """What kind of expression this is, as joins and prefixes name it."""
        if self.ref:
            return "ref"
        if self.each:
            return "set"
        if self.sense in ("ago", "later", "earlier", "before", "after", "from_now"):
            return "shift"
        if self.sense:
            return "duration"
        if self.calendar:
            return "day" if self.day else "month" if self.month else "year"
        if self.day or self.first or self.shift is not None:
            return "day"
        for name in ("feast", "weekday", "month", "season", "quarter", "half", "decade", "century"):
            if getattr(self, name):
                return "day" if name == "feast" else name
        if self.hour is not None or self.instant:
            return "clock"
        if self.year or self.year_words or self.short_year or (self.step is not None and self.unit == "Y"):
            return "year"
        if self.part:
            return "part"
        return {"W": "week", "WE": "week", "MO": "month", "Q": "quarter", "E": "decade"}.get(self.unit or "", "other")


_NAMES = frozenset(f.name for f in fields(Fields))
_NUMBERS = ("number", "upper")
_INTEGERS = frozenset(
    {"year", "short_year", "month", "day", "day_end", "first", "second", "hour", "minute"}
    | {"decade", "century", "quarter", "half"}
)
_ADVERB_UNITS = {
    "daily": "D",
    "nightly": "D",
    "weekly": "W",
    "monthly": "MO",
    "quarterly": "Q",
    "yearly": "Y",
    "annually": "Y",
    "hourly": "H",
}


def read_fields(rule: TimeRule, match: re.Match[str], rules: TimeRules) -> Fields:
    """The fields that ``rule`` fills from ``match``."""
    found: dict[str, object] = {k: OPEN_AMOUNT if v == "X" else v for k, v in rule.constants.items() if k in _NAMES}
    for name, text in match.groupdict().items():
        if text is None or name not in _NAMES:
            continue
        found[name] = _value(name, text, rule.sources.get(name, ()), rules)
    if found.get("sense") == "duration" and found.get("unit2"):
        found["unit"] = found["unit2"]
    return Fields(**found)  # type: ignore[arg-type]


def _value(name: str, text: str, tables: tuple[str, ...], rules: TimeRules) -> object:  # noqa: PLR0911 - one answer for each case
    value = rules.value(tables, text) if tables else None
    if name in _NUMBERS:
        if value is None:
            number = parse_number(text, rules.tables["number"])
            return OPEN_AMOUNT if number is None else number
        return OPEN_AMOUNT if value == "X" else float(value)
    if value is not None:
        return value
    if name == "year_words":
        return _spoken_year(text, rules)
    if name == "weekday":
        return rules.value(("weekdays", "weekday", "weekday_short"), text)
    if name == "part":
        return rules.value(("part",), text)
    if name == "unit":
        return _ADVERB_UNITS.get(text.lower(), text)
    if name in ("month",) and not text.isdigit():
        return rules.value(("month",), text)
    if name in _INTEGERS:
        digits = re.sub(r"\D", "", text)
        return int(digits) if digits else None
    return text.lower()


def _spoken_year(text: str, rules: TimeRules) -> int:
    """``nineteen ninety-six`` -> 1996."""
    words = re.sub(r"\boh\b", " ", text.lower().replace("-", " ")).split()
    if words[-1] == "thousand":
        return 2000
    numbers = rules.tables["number"]
    century = parse_number(words[0], numbers) or 0
    return int(century * 100 + (parse_number(" ".join(words[1:]), numbers) or 0))


_CLOCK = ("minute", "ampm", "zone", "offset")


def merge(left: Fields, right: Fields) -> Fields:
    """The fields of both; where both speak, the left one keeps its word."""
    twice = left.hour is not None and right.hour is not None  # `8 p.m. (1700 GMT)`: the first tells it
    lacking = [f.name for f in fields(Fields) if getattr(left, f.name) is None and not (twice and f.name in _CLOCK)]
    return replace(left, **{name: getattr(right, name) for name in lacking})

"""What an expression is counted from, and what it comes to mean: the records between the stages of ``times``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dragoman.records import Granularity, Interval, TimeKind
from dragoman.resolve.times import calendar as cal

__all__ = ["NO_ANCHOR", "NO_CALENDAR", "NO_DAY", "NO_REFERENCE", "NO_START", "Frame", "Meaning", "of_unit"]

NO_ANCHOR = "the day of publication is unknown"
NO_REFERENCE = "no earlier time in the text to count from"
NO_START = "a duration without a known start"
NO_DAY = "a part of a day, and not of which day"
NO_CALENDAR = "names no calendar time"


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is counted from. ``anchor`` is None where the day of publication is unknown; ``reference``
    is the last time told before (first day, unit); ``direction`` gives past, future, nearest
    (the text is a chronicle) or None. ``seen_from``: the day of the clause above (``said on Tuesday that ...``)."""

    anchor: date | None
    reference: tuple[date, str] | None
    direction: Callable[[], str | None]
    seen_from: date | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means. ``point`` is (first day, unit) for later expressions to count from."""

    kind: TimeKind
    value: str
    interval: Interval | None = None
    reading: str = "absolute"
    unresolved: str | None = None
    anchored: bool = False
    point: tuple[date, str] | None = None


def of_unit(day: date, unit: str) -> Meaning:
    """The meaning of the whole unit that holds ``day``."""
    first, last = cal.span(day, unit)
    interval = Interval(first, last, cal.GRANULARITY.get(unit, Granularity.DAY))
    return Meaning(TimeKind.DATE, cal.value_of(day, unit), interval, point=(first, unit))

"""Times: intervals with granularity, never a day that the text does not give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.records.spans import Evidence

__all__ = ["Anchor", "AnchorBasis", "Granularity", "Interval", "TimeKind", "TimeMention"]


class Granularity(StrEnum):
    """How fine the text is about a time; an interval is never finer than this."""

    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    THIRD_OF_MONTH = "third_of_month"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    OPEN = "open"
    """Only a bound is known (``since January``, or ``not after publication``)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both included; ``None`` is an open end.

    Both ``None`` is not an interval: an unknown time is ``None`` in the record that would hold it.
    """

    start: date | None
    end: date | None
    granularity: Granularity

    def __str__(self) -> str:
        """EDTF-like: ``2022-02-08``, ``2022-01-21/2022-01-31``, ``../2022-02-09``."""
        if self.start == self.end and self.start is not None:
            return self.start.isoformat()
        first = self.start.isoformat() if self.start else ".."
        last = self.end.isoformat() if self.end else ".."
        return f"{first}/{last}"


class AnchorBasis(StrEnum):
    """What an article's frame of time rests on, best first."""

    GIVEN = "given"
    """The caller said so (a JSONL ``date`` field, a feed entry)."""
    JSON_LD = "json_ld"
    """The page's own data in JSON-LD."""
    META = "meta"
    """Its meta tags and time elements, as htmldate reads them."""
    DATELINE = "dateline"
    TEXT = "text"
    """A full date printed on the page near the title."""
    CAPTION = "caption"
    """A photo's date: a lower bound, or the same day when the body agrees."""
    URL = "url"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date from which relative expressions are counted, and why we believe it.

    ``interval`` is one day when the publication day is known; a bound only (``2022-01-09/..``) otherwise.
    ``confidence`` is in [0, 1].
    """

    interval: Interval
    basis: AnchorBasis
    confidence: float


class TimeKind(StrEnum):
    """TIMEX3 types."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression.

    ``value`` is the TIMEX3 value (``2024-11-26TMO``, ``P60D``, ``XXXX-WXX-2`` for a weekday that cannot be
    anchored); ``interval`` is None when no calendar interval follows; then ``unresolved`` says why.
    ``anchor`` is the date it was counted from, None for absolute expressions.
    """

    id: str
    evidence: Evidence
    kind: TimeKind
    value: str
    interval: Interval | None
    anchor: Anchor | None
    reading: str
    """``past``, ``future``, ``present`` or ``absolute``: the direction in which it was resolved."""
    rule: str
    """The id of the rule in ``knowledge/data/times`` that read it."""
    unresolved: str | None
    token_start: int
    token_end: int
    """Tokens ``[token_start, token_end)`` of the Analysis."""

"""Drawings that the server makes: numbers in, the geometry of an SVG out. Pure; the templates write it down.

Drawn on the server they are there at first paint, print, work without scripts, and each bar is a link.
"""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

__all__ = [
    "QUADS",
    "Bar",
    "CalendarYear",
    "Cell",
    "Chart",
    "Days",
    "Part",
    "calendar",
    "middle",
    "over_time",
    "share",
    "span_unit",
    "stacked",
]

QUADS = ("Q2", "Q1", None, "Q3", "Q4")
"""From the bottom of a bar to its top: material and verbal cooperation, acts without a class, verbal and material
conflict."""


Days: TypeAlias = Sequence[tuple[date | None, str | None, int]]
"""How many events on each day, by quad class; None for a day that is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """One coloured part of a bar."""

    quad: str | None
    events: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit of time."""

    start: date
    end: date
    label: str
    events: int
    x: float
    width: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart over time: x and widths are per cent of whatever width there is, y and heights pixels of ``height``.

    ``ticks`` are (x, label) below it, ``top`` the events at its full height; ``outside`` events lie before or
    after it, or are of a time longer than a unit.
    """

    height: float
    unit: str
    top: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a calendar; ``level`` 0 to 4 by how many events it has, ``quad`` their most frequent class."""

    day: date
    events: int
    level: int
    quad: str | None
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year as weeks by weekdays, Monday first; ``months`` are (x, label)."""

    year: int
    events: int
    cells: tuple[Cell, ...]
    months: tuple[tuple[int, str], ...]


_UNITS = (("day", 92), ("week", 740), ("month", 4_400))
"""The finest unit that keeps a chart under about 145 bars, by days spanned."""
_APART = 13.0
"""Per cent between two labels: 45 pixels where the page is narrowest."""
_LONGEST = 240
"""Bars at most; a desk with one article of 1950 and thousands of this month is drawn from its busiest end."""


_STRAYS = 0.005
"""Of all events on either end of time: one wrong year must not squeeze a chart."""


def middle(days: Days) -> tuple[date, date] | None:
    """The first and the last day of all events but the strays; None if no day is known."""
    known = sorted((day, n) for day, _, n in days if day is not None)
    total, so_far, low = sum(n for _, n in known), 0, None
    for day, n in known:
        so_far += n
        if low is None and so_far >= _STRAYS * total:
            low = day
        if low is not None and so_far >= (1 - _STRAYS) * total:
            return low, day
    return None


def over_time(days: Days, height: float = 64) -> Chart | None:
    """Events by day as bars in the unit that suits the time they span; strays far off are counted apart."""
    span = middle(days)
    if span is None:
        return None
    unit = span_unit(*span)
    known = [(day, quad, n) for day, quad, n in days if day is not None]
    inside = [(day, quad, n) for day, quad, n in known if span[0] <= day <= span[1]]
    rows = [{"start": _start(day, unit), "quad": quad, "events": n} for day, quad, n in inside]
    return stacked(rows, unit, height, sum(n for *_, n in known) - sum(n for *_, n in inside))


def span_unit(first: date, last: date) -> str:
    """The unit of time in which a period is best drawn."""
    days = (last - first).days
    return next((unit for unit, most in _UNITS if days <= most), "year")


def stacked(rows: Iterable[Mapping[str, Any]], unit: str, height: float = 96, outside: int = 0) -> Chart | None:
    """Rows (start, quad, events) as bars of one width, a unit of time each, empty ones left free. None without rows.

    What has no start, since its time is longer than the unit, is counted with those outside.
    """
    by_start: dict[date, dict[str | None, int]] = {}
    for row in rows:
        if row["start"] is None:
            outside += int(row["events"])
            continue
        counts = by_start.setdefault(row["start"], {})
        quad = row["quad"] if row["quad"] in QUADS else None
        counts[quad] = counts.get(quad, 0) + int(row["events"])
    if not by_start:
        return None
    starts = _units(min(by_start), max(by_start), unit)[-_LONGEST:]
    top = max((sum(by_start.get(s, {}).values()) for s in starts), default=0) or 1
    step = 100 / max(len(starts), 12)
    bars = []
    for i, start in enumerate(starts):
        counts = by_start.get(start, {})
        events = sum(counts.values())
        if events:
            parts = tuple(_parts(counts, top, height))
            end = _next(start, unit) - timedelta(days=1)
            wide = step - min(step * 0.15, 0.2)
            bars.append(Bar(start, end, label(start, unit), events, round(i * step, 3), round(wide, 3), parts))
    return Chart(height, unit, top, tuple(bars), tuple(_ticks(starts, unit, step)), outside)


def label(start: date, unit: str) -> str:
    """A unit of time in words: ``5 March 2025``, ``week of 3 March 2025``, ``March 2025``, ``2025``."""
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return f"{start:%B %Y}"
    day = f"{start.day} {start:%B %Y}"
    return f"week of {day}" if unit == "week" else day


def calendar(days: Days, years: int = 3) -> tuple[CalendarYear, ...]:
    """Events by day as the latest ``years`` that have any, the latest first; without strays."""
    span = middle(days)
    by_day: dict[date, dict[str | None, int]] = {}
    for day, quad, n in days:
        if day is not None and span is not None and span[0] <= day <= span[1]:
            by_day.setdefault(day, {})[quad] = n
    chosen = sorted({day.year for day in by_day}, reverse=True)[:years]
    totals = sorted(sum(c.values()) for day, c in by_day.items() if day.year in chosen)
    steps = [totals[min(len(totals) - 1, len(totals) * n // 4)] for n in range(1, 4)] if totals else []
    return tuple(_year(year, by_day, steps) for year in chosen)


def share(row: Mapping[str, Any], width: float = 100) -> tuple[tuple[str, float, float], ...]:
    """Counts ``q1`` to ``q4`` of a row as the parts (quad, x, width) of one bar."""
    counts = [(quad, int(row.get(quad.lower()) or 0)) for quad in ("Q2", "Q1", "Q3", "Q4")]
    total = sum(n for _, n in counts) or 1
    parts, x = [], 0.0
    for quad, n in counts:
        if n:
            parts.append((quad, round(x, 2), round(n / total * width, 2)))
            x += n / total * width
    return tuple(parts)


def _parts(counts: Mapping[str | None, int], top: int, height: float) -> Iterable[Part]:
    y = height
    for quad in QUADS:
        if n := counts.get(quad, 0):
            tall = n / top * height
            y -= tall
            yield Part(quad, n, round(y, 2), round(tall, 2))


def _units(first: date, last: date, unit: str) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append(_next(found[-1], unit))
    return found


def _start(day: date, unit: str) -> date:
    """The first day of the unit of time that a day is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1) if unit == "year" else day


def _next(start: date, unit: str) -> date:
    if unit == "day":
        return start + timedelta(days=1)
    if unit == "week":
        return start + timedelta(days=7)
    if unit == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date(start.year + 1, 1, 1)


def _ticks(starts: list[date], unit: str, step: float) -> Iterable[tuple[float, str]]:
    """Labels where a month or year begins, far enough apart for a telephone."""
    last = float("-inf")
    for i, start in enumerate(starts):
        x = i * step
        if unit == "year":
            text = str(start.year)
        elif unit == "month":
            text = str(start.year) if start.month == 1 or i == 0 else ""
        elif unit == "week":
            text = f"{month_abbr[start.month]} {start.year}" if start.day <= 7 or i == 0 else ""
        else:
            text = f"{start.day} {month_abbr[start.month]}" if start.weekday() == 0 or i == 0 else ""
        if text and x - last >= _APART:
            last = x
            yield round(x, 2), text


def _year(year: int, by_day: Mapping[date, Mapping[str | None, int]], steps: list[int]) -> CalendarYear:
    first = date(year, 1, 1)
    offset = first.weekday()
    cells, months, total = [], [], 0
    for number in range((date(year + 1, 1, 1) - first).days):
        day = first + timedelta(days=number)
        column, row = divmod(number + offset, 7)
        if day.day == 1:
            months.append((column, month_abbr[day.month]))
        counts = by_day.get(day, {})
        events = sum(counts.values())
        total += events
        level = 0 if not events else 1 + sum(events > step for step in steps)
        quad = max(counts, key=lambda q: (counts[q], q or "")) if counts else None
        cells.append(Cell(day, events, level, quad, column, row))
    return CalendarYear(year, total, tuple(cells), tuple(months))

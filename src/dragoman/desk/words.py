"""Dates, counts and names of a desk's rows as a person reads them, in the terminal and on the page. Pure."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

__all__ = [
    "count",
    "say_certainty",
    "say_day",
    "say_days",
    "say_edtf",
    "say_list",
    "say_period",
    "say_published",
    "say_title",
]

_MONTHS = tuple(month_name)[1:]


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 article``, ``12,000 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def say_day(day: date) -> str:
    """``9 February 2022``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_days(first: date | None, last: date | None, granularity: str | None = None, basis: str | None = None) -> str:
    """An interval in words: ``9 February 2022``, ``2020``, ``21-31 January 2022``, ``by 9 February 2022``.

    A bound that comes from the article's date, not from the text, is put in brackets.
    """
    said = _interval(first, last, granularity)
    return f"({said})" if said and basis == "frame" else said


def _interval(first: date | None, last: date | None, granularity: str | None) -> str:
    if first is None:
        return f"by {say_day(last)}" if last else ""
    if last is None:
        return f"from {say_day(first)}"
    if first == last:
        return say_day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        month = f"{_MONTHS[first.month - 1]} {first.year}"
        return month if granularity == "month" else f"{first.day}-{last.day} {month}"
    begin = f"{first.day} {_MONTHS[first.month - 1]}" if first.year == last.year else say_day(first)
    return f"{begin} - {say_day(last)}"


def say_edtf(written: str) -> str:
    """Days as the calendar writes them (EDTF) in words: ``2022-02``, ``2022-02-08/..``, ``../2022-02-09``."""
    first, _, last = written.partition("/")
    begin, end = _ends(first), _ends(last or first)
    whole = "month" if not last and len(first) == len("2022-02") else None
    return say_days(begin[0] if begin else None, end[1] if end else None, whole)


def _ends(written: str) -> tuple[date, date] | None:
    """The first and the last day of a day, a month or a year; None for an open end (``..``)."""
    if written == "..":
        return None
    year, month, day = (*(int(part) for part in written.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])


def say_period(start: tuple[date, date] | None, end: tuple[date, date] | None) -> str:
    """How long something held, each end as finely as it is known by its first and last day: ``2003-2008``, ``since May
    2015``, ``until 29 May 2019``.
    """
    if start is None or end is None:
        known = start or end
        return f"{'since' if start else 'until'} {_interval(*known, 'month')}" if known else ""
    first, last = _interval(*start, "month"), _interval(*end, "month")
    dash = "-" if " " not in first + last else " - "
    return first if first == last else f"{first}{dash}{last}"


def say_published(first: date | None, last: date | None, basis: str | None) -> str:
    """The day of publication and what it rests on: ``25 November 2024 (metadata)``, ``no date found``."""
    if first is None and last is None:
        return "no date found"
    if last is None and first is not None:
        return f"not before {say_day(first)} ({basis})"
    return f"{say_days(first, last)} ({basis})"


def say_certainty(row: dict[str, Any]) -> str:
    """Whose word an event is: ``the article itself``, ``says Informed sources (unnamed)``, ``denied by the army``."""
    certainty, who = str(row.get("certainty")), row.get("said_by")
    if certainty == "own_voice":
        return "the article itself"
    if certainty == "denied":
        return f"denied by {who}" if who else "denied"
    if not who:
        return "nobody named says so"
    return f"according to {who}{' (unnamed)' if certainty in ('described', 'generic') else ''}"


def say_title(row: Mapping[str, Any]) -> str:
    """The title of an article; the name of its file (or the end of its address) where it has none."""
    title, origin = row.get("title"), str(row.get("origin") or "")
    name = re.split(r"[/\\]", origin.rstrip("/\\"))[-1]
    return str(title) if title else f"({name})" if name else "(no title)"


def say_list(values: Sequence[Any] | None) -> str:
    """``a, b``; empty for nothing."""
    return ", ".join(str(v) for v in values or () if v not in (None, ""))

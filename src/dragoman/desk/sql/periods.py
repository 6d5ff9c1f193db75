"""Periods of the calendar that events are counted by: days, weeks, months, years; and times that are coarser. Pure.

An event of which the text says `in 2024` is of no month: counted on the first day of its time it would make a peak of
every January. Such times have rows of their own, named by the finest period that holds them whole.
"""

from __future__ import annotations

__all__ = ["COARSE", "PERIODS", "label", "level", "start", "within"]

PERIODS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
"""By what events are counted in time, and how it is written; a week is named by its Monday."""

COARSE = frozenset({"season", "quarter", "year", "decade", "century"})
"""Granularities of a time that names no month."""

_COARSER = {"day": ("month", "year"), "week": ("month", "year"), "month": ("year",), "year": ()}
_UNKNOWN = 9
"""Level of a time that no period holds: it runs over the end of a year, or one of its ends is open."""


def within(unit: str) -> str:
    """SQL: whether the time between the columns ``day`` and ``bound`` lies in one such period."""
    return f"date_trunc('{unit}', day) = date_trunc('{unit}', bound)"


def level(unit: str) -> str:
    """SQL: 0 for a time that lies in one such period, more the coarser it is; null for none at all."""
    cases = " ".join(f"WHEN {within(u)} THEN {n}" for n, u in enumerate((unit, *_COARSER[unit])))
    return f"CASE WHEN day IS NULL THEN NULL {cases} ELSE {_UNKNOWN} END"


def start(unit: str) -> str:
    """SQL: the first day of the finest period that holds the time whole; null if there is none."""
    cases = " ".join(f"WHEN {within(u)} THEN date_trunc('{u}', day)" for u in (unit, *_COARSER[unit]))
    return f"CASE {cases} END"


def label(unit: str, begins: str, coarse: str) -> str:
    """SQL: how a period is written, of its start and its level: `2024-03`, `2024 (no month)`, `(no month)`."""
    cases = " ".join(
        f"WHEN {coarse} = {n} THEN strftime({begins}, '{PERIODS[u]}') || ' (no {unit})'"
        for n, u in enumerate(_COARSER[unit], start=1)
    )
    return (
        f"CASE WHEN {coarse} = 0 THEN strftime({begins}, '{PERIODS[unit]}') {cases} "
        f"WHEN {coarse} = {_UNKNOWN} THEN '(no {unit})' END"
    )

"""The questions people ask of a desk, as SQL with named conditions. Pure: conditions in, query and values out."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.errors import UsageError

__all__ = ["ORDERED", "Filters", "actors_query", "claims_query", "day_of", "events_query", "select"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on events and claims; None means any. Names match anywhere, without regard to case.

    ``since`` and ``until`` are days (``2022-01-31``), months or years; they compare with the time of the event
    where the text gives one, else with the day of publication.
    """

    actor: str | None = None
    source: str | None = None
    target: str | None = None
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    country: str | None = None
    place: str | None = None
    outlet: str | None = None
    article: str | None = None
    since: str | None = None
    until: str | None = None
    anonymous: bool = False


ORDERED = {
    "events": "coalesce(published_end, published_start), article, sentence_start, trigger_start",
    "claims": "coalesce(published_end, published_start), article, sentence_start, coalesce(cue_start, 0)",
    "articles": 'coalesce(published_end, published_start), origin, "index"',
    "mentions": "article, start",
    "times": "article, start",
    "places": "article, start",
    "sightings": "article, likeness <> 'first', origin",
    "blocks": "article, start",
    "participants": "event, side, position",
    "residue": "page, start",
    "skipped": "item",
    "pages": "origin",
    "stories": "last_day DESC NULLS LAST, articles DESC, story",
    "story_articles": "story, article",
    "merged_events": "coalesce(from_day, to_day, first_reported), story, merged_event",
    "event_reports": "merged_event, article, event",
    "event_figures": "merged_event, kind, published, article, start",
    "event_links": "merged_event, later",
}

_DAY = "coalesce(CASE WHEN time_basis = 'stated' THEN coalesce(from_day, to_day) END, published_end, published_start)"


def events_query(filters: Filters) -> tuple[str, list[Any]]:
    """The events that fit. Raises UsageError on a date that is none."""
    where = _Conditions()
    values: list[Any] = []
    where.like(("source", "target"), filters.actor, values, _ACTS_IN)
    where.like(("source",), filters.source, values, _ACTS_AS.format(side="source"))
    where.like(("target",), filters.target, values, _ACTS_AS.format(side="target"))
    where.equal("type", filters.type.upper() if filters.type else None, values)
    where.equal("mode", filters.mode, values)
    where.equal("status", filters.status, values)
    where.equal("article", filters.article, values)
    where.like(("place_name",), filters.place, values)
    where.like(("events.outlet",), filters.outlet, values)
    if filters.country:
        where.add("(list_contains(source_countries, ?) OR list_contains(target_countries, ?))")
        values += [filters.country.upper()] * 2
    where.between(_DAY, filters, values)
    if filters.anonymous:
        where.add("certainty IN ('described', 'generic', 'implicit')")
    return select("events", where.text), values


def claims_query(filters: Filters) -> tuple[str, list[Any]]:
    """The claims that fit. Raises UsageError on a date that is none."""
    where = _Conditions()
    values: list[Any] = []
    where.like(("source", "actor_name"), filters.source or filters.actor, values)
    where.equal("article", filters.article, values)
    where.like(("outlet_of_article",), filters.outlet, values)
    where.between("coalesce(published_end, published_start)", filters, values)
    if filters.anonymous:
        where.add("anonymity IN ('described', 'generic', 'implicit')")
    return select("claims", where.text), values


def actors_query(name: str | None) -> tuple[str, list[Any]]:
    """Actors with how often they are mentioned, act and are acted on; ``name`` is any name they were seen under."""
    condition = ""
    values: list[Any] = []
    if name:
        condition = (
            "WHERE actor IN (SELECT actor FROM mentions WHERE actor_name ILIKE ? OR (text ILIKE ? AND form = 'name'))"
        )
        values = [f"%{name}%", f"%{name}%"]
    return (
        f"""
        WITH acts AS (
            SELECT actor, count(*) FILTER (side = 'source') AS acting, count(*) FILTER (side = 'target') AS suffering
            FROM participants GROUP BY actor)
        SELECT any_value(actor_name) AS name, any_value(actor_kind) AS kind, any_value(country) AS country,
            any_value(sectors) AS sectors, count(*) AS mentions, count(DISTINCT article) AS articles,
            coalesce(any_value(acting), 0) AS as_source, coalesce(any_value(suffering), 0) AS as_target,
            list_sort(list_distinct(list(text) FILTER (form IN ('name', 'role'))))[:8] AS seen_as,
            max(role) AS role, bool_or(known) AS known, actor
        FROM mentions LEFT JOIN acts USING (actor) {condition}
        GROUP BY actor HAVING actor IS NOT NULL
        ORDER BY any_value(acting + suffering) DESC NULLS LAST, mentions DESC, name, actor
        """,  # noqa: S608 - the condition is one of two constants
        values,
    )


def select(table: str, where: str = "") -> str:
    """All rows of one view in a stable order. Raises UsageError for an unknown table."""
    if table not in ORDERED:
        raise UsageError(f"there is no table {table!r}; there are {', '.join(ORDERED)}")
    return f"SELECT * FROM {table} {where} ORDER BY {ORDERED[table]}"  # noqa: S608 - names are our own


_ACTS_IN = """EXISTS (SELECT 1 FROM participants p WHERE p.event = events.event AND p.actor IN
    (SELECT actor FROM mentions WHERE actor_name ILIKE ? OR (text ILIKE ? AND form = 'name')))"""
_ACTS_AS = """EXISTS (SELECT 1 FROM participants p WHERE p.event = events.event AND p.side = '{side}' AND p.actor IN
    (SELECT actor FROM mentions WHERE actor_name ILIKE ? OR (text ILIKE ? AND form = 'name')))"""


class _Conditions:
    """Collects conditions; values go to the caller's list in the order of the question marks."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "WHERE " + " AND ".join(self._parts) if self._parts else ""

    def add(self, condition: str) -> None:
        self._parts.append(condition)

    def equal(self, column: str, value: str | None, values: list[Any]) -> None:
        if value is not None:
            self.add(f"{column} = ?")
            values.append(value)

    def like(self, columns: tuple[str, ...], value: str | None, values: list[Any], also: str | None = None) -> None:
        if value is None:
            return
        parts = [f"{column} ILIKE ?" for column in columns]
        values += [f"%{value}%"] * len(columns)
        if also:
            parts.append(also)
            values += [f"%{value}%"] * 2
        self.add(f"({' OR '.join(parts)})")

    def between(self, day: str, filters: Filters, values: list[Any]) -> None:
        if filters.since:
            self.add(f"{day} >= CAST(? AS DATE)")
            values.append(day_of(filters.since, last=False))
        if filters.until:
            self.add(f"{day} <= CAST(? AS DATE)")
            values.append(day_of(filters.until, last=True))


def day_of(given: str, *, last: bool) -> str:
    """``2022``, ``2022-03`` or ``2022-03-09`` as its first or last day. Raises UsageError otherwise."""
    parts = given.split("-")
    wrong = UsageError(f"{given!r} is not a date; write 2022-03-09, 2022-03 or 2022")
    if len(parts) > 3:
        raise wrong
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else (12 if last else 1)
        day = int(parts[2]) if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise wrong from error

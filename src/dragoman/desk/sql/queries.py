"""Conditions on a desk's rows, and the plain tables, as SQL. Pure: conditions in, query and values out.

What goes beyond choosing rows (counts, timelines, networks) stands in ``desk.sql.questions``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from dragoman.desk.storage.placed import events_among, events_at
from dragoman.errors import UsageError

__all__ = [
    "BY_DAY",
    "MOSTLY",
    "ORDERED",
    "Conditions",
    "Filters",
    "Query",
    "actors_query",
    "acts_where",
    "any_name",
    "claims_query",
    "claims_where",
    "day_of",
    "events_count",
    "events_query",
    "events_where",
    "is_id",
    "no_date",
    "page_of_events",
    "paged",
    "select",
    "upper_case",
]  # fmt: skip

Query: TypeAlias = tuple[str, list[Any]]
"""A query with question marks, and the values for them in their order."""
Several: TypeAlias = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on events and claims, all of which must hold; None means any.

    Names match anywhere in a name, without regard to case; an actor's id (``person:...``) matches that actor alone.
    ``type``, ``mode``, ``status``, ``quad`` and ``certainty`` take one value or several, any of which fits. ``country``
    is that of a participant. ``since`` and ``until`` are days (``2022-01-31``), months or years, both included; they
    compare with the column ``day``: the time of the event where the text gives one, else the day of publication.
    ``text`` is looked for in the sentence; ``story`` is the id of a story (``dragoman stories``), or how it begins.
    ``newest`` turns the order of time round; ``limit`` and ``offset`` give a page of the rows.
    """

    actor: str | None = None
    source: str | None = None
    target: str | None = None
    type: Several = None
    mode: Several = None
    status: Several = None
    quad: Several = None
    country: str | None = None
    place: str | None = None
    outlet: str | None = None
    article: str | None = None
    story: str | None = None
    since: str | None = None
    until: str | None = None
    anonymous: bool = False
    certainty: Several = None
    confidence: float | None = None
    text: str | None = None
    newest: bool = False
    limit: int | None = None
    offset: int = 0


BY_DAY = "day NULLS LAST, article, trigger_start, event"
ORDERED = {
    "events": "coalesce(published_end, published_start), article, trigger_start, event",
    "claims": "coalesce(published_end, published_start), article, sentence_start, coalesce(cue_start, 0), claim",
    "disputes": "coalesce(published_end, published_start), article, denial, claim, event, other",
    "articles": 'coalesce(published_end, published_start), origin, "index", article',
    "mentions": "article, start, mention",
    "asserted_roles": "article, start, asserted_role",
    "times": 'article, start, "time"',
    "places": "article, start, place_mention",
    "sightings": "article, likeness <> 'first', origin, page, url, outlet, title, fetched",
    "blocks": 'article, start, "end", kind',
    "participants": 'event, side, position, start, "end", name',
    "residue": "page, start, reason, text",
    "skipped": "item, cause, detail",
    "pages": "origin, page",
    "stories": "last_day DESC NULLS LAST, articles DESC, story",
    "story_articles": "story, article",
    "merged_events": "coalesce(from_day, to_day, first_reported), story, merged_event",
    "event_reports": "merged_event, article, event",
    "event_figures": "merged_event, kind, published, article, start, text, event, low, high",
    "event_disputes": "merged_event, denial, told",
    "event_links": "merged_event, later, relation",
}
_NEWEST = {
    "events": "coalesce(published_end, published_start) DESC NULLS LAST, article, trigger_start, event",
    "claims": "coalesce(published_end, published_start) DESC NULLS LAST, article, sentence_start, "
    "coalesce(cue_start, 0), claim",
}
_UNNAMED = ("described", "generic", "implicit")


def events_query(filters: Filters) -> Query:
    """The events that fit. Raises UsageError on a date that is none."""
    order = (_NEWEST if filters.newest else ORDERED)["events"]
    if filters.article is not None:
        return _events_of_article(filters, order)
    if filters.limit is None:
        where = events_where(filters)
        return paged(f"SELECT * FROM events {where.text} ORDER BY {order}", where.values, filters)  # noqa: S608
    return page_of_events(acts_where(filters), order, filters)


def events_count(filters: Filters) -> Query:
    """How many events fit, as ``n``. Raises UsageError on a date that is none."""
    where = acts_where(filters)
    where.add("first")
    return f"SELECT count(*) AS n FROM placed_acts {where.text}", where.values  # noqa: S608 - our own names


def _events_of_article(filters: Filters, order: str) -> Query:
    """The article is asked for on both sides of the view's join: DuckDB carries no condition over to the right one."""
    where, here = events_where(replace(filters, article=None)), Conditions()
    here.among("article", filters.article)
    rows = events_among(here.text)
    return paged(
        f"SELECT * FROM ({rows}) {where.text} ORDER BY {order}",  # noqa: S608 - our own names
        [*here.values, *here.values, *where.values],
        filters,
    )


def page_of_events(where: Conditions, order: str, filters: Filters, rows: int = 1) -> Query:
    """A page of events whose ``placed_acts`` fit: first they are looked for, then read. To sort all columns of a
    million events for the sake of fifty would cost a second.

    ``rows``: how many of the acts that fit one event may have; 1: its ``first`` counts.
    """
    by = order.replace("coalesce(published_end, published_start)", "published").replace("trigger_start", "position")
    if rows == 1:
        where.add("first")
        acts = f"SELECT {_PLACE} FROM placed_acts {where.text} ORDER BY {by}"  # noqa: S608 - our own names
    else:
        some = f"SELECT {_PLACE}, published, day, position, event FROM placed_acts {where.text}"  # noqa: S608
        if filters.limit is not None and rows * (filters.limit + filters.offset) <= _SORTED_FIRST:
            some += f" ORDER BY {by} LIMIT {rows * (filters.limit + filters.offset)}"
        acts = f"SELECT {_PLACE} FROM (SELECT DISTINCT * FROM ({some})) ORDER BY {by}"  # noqa: S608
    acts, values = paged(acts, where.values, filters)
    return f"WITH wanted AS MATERIALIZED ({acts}) SELECT * FROM ({events_at('wanted')}) ORDER BY {order}", values  # noqa: S608


_SORTED_FIRST = 20_000
"""Rows up to which the first of an order are picked out while acts are read; kept acts lie in order of time, so that
most of them are passed over. Beyond, all are read and sorted."""
_PLACE = "article, address, row_number, article_row"


def claims_query(filters: Filters) -> Query:
    """The claims that fit; ``source`` or ``actor`` is who speaks. Raises UsageError on a date that is none."""
    where = claims_where(filters)
    order = (_NEWEST if filters.newest else ORDERED)["claims"]
    return paged(f"SELECT * FROM claims {where.text} ORDER BY {order}", where.values, filters)  # noqa: S608


def actors_query(filters: Filters) -> Query:
    """Actors with how often they are mentioned, act and are acted on; ``actor`` is any name they were seen under.

    What its mentions differ in (office and sectors on their days) is told as most of them have it; of several that are
    equally frequent, the first by the alphabet.
    """
    where, values = Conditions(), Conditions()
    if filters.actor:
        inside, names = any_name(filters.actor)
        where.add(f"actor IN ({inside})", *names)
    if filters.article is not None:
        where.add("actor IN (SELECT actor FROM mentions WHERE article = ?)", filters.article)
    values.among("country", upper_case(filters.country))
    query = f"""
        WITH acts AS (
            SELECT actor, count(*) FILTER (side = 'source') AS acting, count(*) FILTER (side = 'target') AS suffering
            FROM participants GROUP BY actor),
        who AS (
            SELECT min(actor_name) AS name, min(actor_kind) AS kind, min(country) AS country,
                {MOSTLY.format("sectors")} AS sectors, count(*) AS mentions,
                count(DISTINCT article) AS articles, coalesce(min(acting), 0) AS as_source,
                coalesce(min(suffering), 0) AS as_target,
                list_sort(list_distinct(list(text) FILTER (form IN ('name', 'role'))))[:8] AS seen_as,
                {MOSTLY.format("role")} AS role, bool_or(known) AS known, actor
            FROM mentions LEFT JOIN acts USING (actor) {where.text}
            GROUP BY actor HAVING actor IS NOT NULL)
        SELECT * FROM who {values.text} ORDER BY as_source + as_target DESC, mentions DESC, name, actor
        """  # noqa: S608 - our own names and conditions
    return paged(query, [*where.values, *values.values], filters)


MOSTLY = "mode({0} ORDER BY {0}) FILTER ({0} IS NOT NULL)"
"""The value that most rows have; of several the first in order, so that every run tells the same."""


def any_name(name: str) -> Query:
    """A subquery of the ids of the actors that ``name`` may mean: their id, or part of a name they were seen by."""
    like = _anywhere(name)
    query = (
        "SELECT actor FROM names WHERE actor = ? OR name ILIKE ? ESCAPE '\\' "
        "OR (form = 'name' AND text ILIKE ? ESCAPE '\\')"
    )
    return query, [name, like, like]


def select(table: str, condition: str = "") -> str:
    """The rows of one view in a stable order, all or those of a condition. Raises UsageError for an unknown table."""
    if table not in ORDERED:
        raise UsageError(f"there is no table {table!r}; there are {', '.join(ORDERED)}")
    where = f"WHERE {condition}" if condition else ""
    return f"SELECT * FROM {table} {where} ORDER BY {ORDERED[table]}"  # noqa: S608 - names are our own


def paged(query: str, values: list[Any], filters: Filters) -> Query:
    """The query with its page of rows."""
    if filters.limit is not None:
        query, values = f"{query} LIMIT ?", [*values, filters.limit]
    if filters.offset:
        query, values = f"{query} OFFSET ?", [*values, filters.offset]
    return query, values


_ID = re.compile(r"[a-z_]+:\S+")
"""An actor's id: `person:amina-yusuf`, `state:IRQ`, `new:3f0c...`."""


def is_id(name: str) -> bool:
    """Whether a name is the id of an actor."""
    return _ID.fullmatch(name) is not None


class Conditions:
    """Conditions joined by AND, with their values in the order of the question marks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[Any] = []

    @property
    def text(self) -> str:
        """The WHERE clause; empty if there is no condition."""
        return "WHERE " + " AND ".join(self._parts) if self._parts else ""

    def add(self, condition: str, *values: Any) -> None:
        """A condition as it stands."""
        self._parts.append(condition)
        self.values += values

    def among(self, column: str, given: Several) -> None:
        """The column is the value given, or one of them."""
        if given is None:
            return
        several = [given] if isinstance(given, str) else list(given)
        self.add(f"{column} IN ({', '.join('?' * len(several)) or 'NULL'})", *several)

    def like(self, column: str, given: str | None) -> None:
        """The column holds the value given, without regard to case."""
        if given is not None:
            self.add(f"{column} ILIKE ? ESCAPE '\\'", _anywhere(given))

    def acts(self, sides: tuple[str, ...], name: str | None) -> None:
        """Somebody of that name stands on one of these sides of the event: as a known actor, or in so many words."""
        if name is None:
            return
        parts: list[str] = []
        if is_id(name):  # an id means one actor: no name has to be looked for
            for side in sides:
                parts.append(f"list_contains({side}_actors, ?)")
                self.values.append(name)
            self._parts.append(f"({' OR '.join(parts)})")
            return
        inside, values = any_name(name)
        for side in sides:
            parts.append(f"list_has_any({side}_actors, (SELECT list(DISTINCT actor) FROM ({inside})))")  # noqa: S608
            self.values += values
            if ":" not in name:
                parts.append(f"{side} ILIKE ? ESCAPE '\\'")
                self.values.append(_anywhere(name))
        self._parts.append(f"({' OR '.join(parts)})")

    def told(self, story: str | None) -> None:
        """The article is in a story whose id begins so."""
        if story is not None:
            self.add("article IN (SELECT article FROM story_articles WHERE starts_with(story, ?))", story)

    def between(self, day: str, filters: Filters) -> None:
        """The day lies in the period. Raises UsageError on a date that is none."""
        if filters.since:
            self.add(f"{day} >= CAST(? AS DATE)", day_of(filters.since, last=False))
        if filters.until:
            self.add(f"{day} <= CAST(? AS DATE)", day_of(filters.until, last=True))


def events_where(filters: Filters) -> Conditions:
    """The conditions as they read on the view ``events``. Raises UsageError on a date that is none."""
    where = Conditions()
    where.acts(("source", "target"), filters.actor)
    where.acts(("source",), filters.source)
    where.acts(("target",), filters.target)
    where.among("type", upper_case(filters.type))
    where.among("mode", filters.mode)
    where.among("status", filters.status)
    where.among("quad", upper_case(filters.quad))
    where.among("certainty", filters.certainty)
    where.among("article", filters.article)
    where.told(filters.story)
    where.like("place_name", filters.place)
    where.like("outlet", filters.outlet)
    where.like("sentence", filters.text)
    if filters.country:
        country = filters.country.upper()
        where.add("(list_contains(source_countries, ?) OR list_contains(target_countries, ?))", country, country)
    where.between("day", filters)
    if filters.anonymous:
        where.among("certainty", _UNNAMED)
    if filters.confidence is not None:
        where.add("confidence >= ?", filters.confidence)
    return where


_NARROW = ("type", "quad", "status", "article")


def acts_where(filters: Filters) -> Conditions:
    """The conditions as they read on ``acts``; those that it has no column for are put to ``events``."""
    where = Conditions()
    for column in _NARROW:
        value = getattr(filters, column)
        where.among(column, upper_case(value) if column in ("type", "quad") else value)
    where.like("outlet", filters.outlet)
    where.between("day", filters)
    rest = events_where(
        replace(filters, type=None, quad=None, status=None, article=None, outlet=None, since=None, until=None)
    )
    if rest.text:
        where.add(f"event IN (SELECT event FROM events {rest.text})", *rest.values)  # noqa: S608
    return where


def claims_where(filters: Filters) -> Conditions:
    """The conditions that claims know, as on the view ``claims``. Raises UsageError on a date that is none."""
    where = Conditions()
    for name in (filters.source, filters.actor):
        if name is not None:
            inside, values = any_name(name)
            said = [] if ":" in name else [_anywhere(name)]
            where.add(f"(actor IN ({inside}){' OR source ILIKE ? ESCAPE ' + _ESCAPE if said else ''})", *values, *said)
    if filters.country:
        where.add("actor IN (SELECT actor FROM names WHERE country = ?)", filters.country.upper())
    where.among("CASE WHEN polarity = 'denied' THEN 'denied' ELSE anonymity END", filters.certainty)
    where.among("article", filters.article)
    where.told(filters.story)
    where.like("outlet_of_article", filters.outlet)
    where.like("sentence", filters.text)
    where.between("coalesce(published_end, published_start)", filters)
    if filters.anonymous:
        where.among("anonymity", _UNNAMED)
    if filters.confidence is not None:
        where.add("confidence >= ?", filters.confidence)
    return where


_ESCAPE = "'\\'"


def _anywhere(given: str) -> str:
    """A pattern of LIKE that finds the text anywhere; its own ``%`` and ``_`` mean themselves."""
    for sign in ("\\", "%", "_"):
        given = given.replace(sign, "\\" + sign)
    return f"%{given}%"


def upper_case(given: Several) -> Several:
    """Codes as the desk writes them."""
    if given is None or isinstance(given, str):
        return given.upper() if given else None
    return [value.upper() for value in given]


def no_date(given: str) -> UsageError:
    """What is said of a date that is none."""
    return UsageError(f"{given!r} is not a date; write 2022-03-09, 2022-03 or 2022")


def day_of(given: str, *, last: bool) -> str:
    """``2022``, ``2022-03`` or ``2022-03-09`` as its first or last day. Raises UsageError otherwise."""
    parts = given.split("-")
    if len(parts) > 3:
        raise no_date(given)
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else (12 if last else 1)
        day = int(parts[2]) if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise no_date(given) from error

"""What a page that shows a desk asks of it: the newest, the busiest, facets, volume, one article with all its records.

Pure: conditions in, query and values out. Questions that people also ask on the command line stand in
``desk.sql.questions``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dragoman.desk.sql.periods import within
from dragoman.desk.sql.queries import MOSTLY, Filters, Query, events_query, events_where
from dragoman.desk.storage.placed import BOUND

__all__ = [
    "BROWSED",
    "FACETS",
    "actor_articles",
    "actor_by_id",
    "actor_claims",
    "actor_places",
    "articles_page",
    "between",
    "busiest_actors",
    "claim_by_id",
    "days",
    "event_by_id",
    "event_total",
    "events_page",
    "events_shown",
    "facets",
    "outlets",
    "overview",
    "place_counts",
    "seen",
    "since_part",
    "speakers_about",
    "suggest_actors",
    "suggest_articles",
    "suggest_places",
    "volume",
    "volume_between",
]

BROWSED = (
    "event, article, type, mode, act, status, quad, certainty, said_by, confidence, day, from_day, to_day, "
    "granularity, time_basis, published_start, published_end, source, target, source_actors, target_actors, "
    "source_countries, target_countries, place, place_name, place_country, latitude, longitude, outlet, "
    "sentence, sentence_start, trigger_start"
)
"""The columns of events that lists of them show and filter by: a window keeps these in memory as ``browsed``."""

FACETS = ("quad", "type", "status", "certainty", "outlet", "place_country")
"""By what the events that fit are counted beside the table."""

_DAY = "coalesce(published_end, published_start)"
_IN_FACET = 20
_COUNTED = " UNION ALL ".join(
    f"(SELECT '{facet}' AS facet, {facet}::VARCHAR AS value, count(*) AS events FROM fit GROUP BY {facet} "  # noqa: S608
    f"ORDER BY events DESC, value NULLS LAST LIMIT {_IN_FACET})"
    for facet in FACETS
)
"""The most frequent values of each facet among the rows of ``fit``."""
_NAMELESS = 5
"""Candidates for each actor wanted: on the samples two thirds of the busiest of a month were nameless."""


def overview() -> Query:
    """What the desk holds: counts of articles, events, claims and skipped, the first and last day of publication."""
    return (
        "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM events) AS events, "  # noqa: S608
        "(SELECT count(*) FROM claims) AS claims, (SELECT count(*) FROM skipped) AS skipped, "
        f"(SELECT min(published_start) FROM articles) AS first, (SELECT max({_DAY}) FROM articles) AS last",
        [],
    )


def articles_page(
    *,
    outlet: str | None = None,
    text: str | None = None,
    after: str | None = None,
    notes: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Query:
    """Articles, the newest first, with how many events and claims each has. ``after``: only of parts after that one."""
    parts, values = [], []
    for condition, value in (
        ("outlet = ?", outlet),
        ("title ILIKE '%' || ? || '%'", text),
        ("part > ?", after),
        ("list_contains(notes, ?)", notes),
    ):
        if value is not None:
            parts.append(condition)
            values.append(value)
    where = f"WHERE {' AND '.join(parts)}" if parts else ""
    return (
        f"""
        WITH page AS (
            SELECT article, title, outlet, published_start, published_end, published_basis, words, notes, language,
                part
            FROM stored_articles {where}
            ORDER BY {_DAY} DESC NULLS LAST, part DESC, article LIMIT ? OFFSET ?),
        e AS (SELECT article, count(*) AS events, mode(quad ORDER BY quad) AS quad FROM events
            SEMI JOIN page USING (article) GROUP BY article),
        c AS (SELECT article, count(*) AS claims FROM claims SEMI JOIN page USING (article) GROUP BY article)
        SELECT page.*, coalesce(events, 0) AS events, coalesce(claims, 0) AS claims, quad
        FROM page LEFT JOIN e USING (article) LEFT JOIN c USING (article)
        ORDER BY {_DAY} DESC NULLS LAST, part DESC, article
        """,  # noqa: S608 - the conditions are constants
        [*values, limit, offset],
    )


def since_part(part: str) -> Query:
    """How many articles, events and claims came in after a part."""
    return (
        "SELECT (SELECT count(*) FROM stored_articles WHERE part > ?) AS articles, "
        "(SELECT count(*) FROM stored_events "
        "WHERE article IN (SELECT article FROM stored_articles WHERE part > ?)) AS events, "
        "(SELECT count(*) FROM stored_claims "
        "WHERE article IN (SELECT article FROM stored_articles WHERE part > ?)) AS claims",
        [part, part, part],
    )


def event_by_id(event: str) -> Query:
    """One event mention; as it was read, if it was called wrong."""
    return (
        "SELECT * EXCLUDE (nth) FROM (SELECT *, 1 AS nth FROM events WHERE event = $1 UNION ALL BY NAME "
        "SELECT * EXCLUDE (file), 2 AS nth FROM stored_events WHERE event = $1) ORDER BY nth LIMIT 1",
        [event],
    )


def claim_by_id(claim: str) -> Query:
    """One claim, even if it was called wrong."""
    return "SELECT * FROM stored_claims WHERE claim = ? LIMIT 1", [claim]


def event_total(filters: Filters) -> Query:
    """How many events fit, and in how many articles."""
    where = events_where(filters)
    return f"SELECT count(*) AS events, count(DISTINCT article) AS articles FROM browsed {where.text}", where.values  # noqa: S608


def days(filters: Filters) -> Query:
    """How many of the events that fit happened on each day, by quad class: rows (day, quad, events), in order of time,
    those without a day last."""
    where = events_where(filters)
    return (
        f"SELECT day, quad, count(*) AS events FROM browsed {where.text} "  # noqa: S608 - our own conditions
        "GROUP BY ALL ORDER BY day NULLS LAST, quad NULLS LAST",
        where.values,
    )


def seen(filters: Filters) -> Query:
    """All that is said of the events that fit beside their table, found in one pass over them.

    Rows (kind, value, quad, events): ``articles`` with the number of their articles; ``day`` with each day and quad
    class; and each of ``FACETS`` with its most frequent values.
    """
    where = events_where(filters)
    return (
        f"""
        WITH fit AS MATERIALIZED (SELECT article, day, {", ".join(FACETS)} FROM browsed {where.text})
        SELECT 'articles' AS kind, NULL AS value, NULL AS quad, count(DISTINCT article) AS events FROM fit
        UNION ALL (SELECT 'day', day::VARCHAR, quad::VARCHAR, count(*) FROM fit GROUP BY day, quad)
        UNION ALL SELECT facet, value, NULL, events FROM ({_COUNTED})
        """,  # noqa: S608 - our own names
        where.values,
    )


def events_page(filters: Filters, limit: int, offset: int = 0) -> Query:
    """A page of the events that fit, with all columns, in the order that the filters ask for."""
    return events_query(replace(filters, limit=limit, offset=offset))


def events_shown(filters: Filters, limit: int, offset: int = 0) -> Query:
    """The same page with the columns of ``BROWSED``, which is what a list of events shows."""
    where = events_where(filters)
    order = f"{_DAY} DESC NULLS LAST" if filters.newest else f"{_DAY} NULLS LAST"
    return (
        f"SELECT * FROM browsed {where.text} ORDER BY {order}, article, trigger_start, event LIMIT ? OFFSET ?",  # noqa: S608
        [*where.values, limit, offset],
    )


def facets(filters: Filters) -> Query:
    """How many of the events that fit have each value of ``FACETS``: rows (facet, value, events), the most first."""
    where = events_where(filters)
    return (
        f"WITH fit AS MATERIALIZED (SELECT {', '.join(FACETS)} FROM browsed {where.text}) "  # noqa: S608
        f"SELECT * FROM ({_COUNTED}) ORDER BY facet, events DESC, value NULLS LAST",
        where.values,
    )


def volume(filters: Filters, unit: str = "day", within: tuple[date, date] | None = None) -> Query:
    """Events that fit by day, week, month or year and quad class: rows (start, quad, events), in order of time; what
    is known less finely than that has no ``start`` and comes last.

    ``within``: only those of the first to the last of these days.
    """
    assert unit in ("day", "week", "month", "year")
    where = events_where(filters)
    where.add("day IS NOT NULL")
    if within is not None:
        where.add("day BETWEEN ? AND ?", *within)
    return (
        f"SELECT {_in_one(unit)} AS start, quad, count(*) AS events "  # noqa: S608
        f"FROM (SELECT *, {BOUND} AS bound FROM browsed) {where.text} "
        "GROUP BY ALL ORDER BY start NULLS LAST, quad NULLS LAST",
        where.values,
    )


def _in_one(unit: str) -> str:
    """SQL: the first day of the period that holds a time whole; null where it is longer."""
    return f"CASE WHEN {within(unit)} THEN CAST(date_trunc('{unit}', day) AS DATE) END"


def place_counts(filters: Filters, limit: int = 2_000) -> Query:
    """Where the events that fit took place: a row a place with its coordinates and its events by quad class."""
    where = events_where(filters)
    where.add("latitude IS NOT NULL AND longitude IS NOT NULL")
    quads = ", ".join(f"count(*) FILTER (quad = 'Q{n}') AS q{n}" for n in range(1, 5))
    return (
        f"""
        SELECT place, min(place_name) AS name, min(place_country) AS country,
            min(latitude) AS latitude, min(longitude) AS longitude, count(*) AS events, {quads}
        FROM browsed {where.text} GROUP BY place ORDER BY events DESC, place LIMIT ?
        """,  # noqa: S608
        [*where.values, limit],
    )


def busiest_actors(filters: Filters, limit: int = 12) -> Query:
    """The actors with the most events that fit, by quad class. Those that nothing ever names (`his office`) are left
    out: who they are differs from article to article."""
    where = events_where(filters)
    quads = ", ".join(f"count(*) FILTER (quad = 'Q{n}') AS q{n}" for n in range(1, 5))
    return (
        f"""
        WITH acts AS (
            SELECT unnest(list_distinct(list_concat(source_actors, target_actors))) AS actor, quad
            FROM browsed {where.text}),
        top AS (SELECT actor, count(*) AS events, {quads} FROM acts GROUP BY actor
            ORDER BY events DESC, actor LIMIT {_NAMELESS} * ?)
        SELECT top.*, name, kind, country FROM top JOIN (
            SELECT actor, min(actor_name) AS name, min(actor_kind) AS kind, min(country) AS country
            FROM mentions SEMI JOIN top USING (actor) GROUP BY actor HAVING bool_or(known OR form = 'name'))
            USING (actor)
        ORDER BY events DESC, actor LIMIT ?
        """,  # noqa: S608
        [*where.values, limit, limit],
    )


def outlets() -> Query:
    """Outlets with how many articles each has, the most first."""
    return (
        f"SELECT outlet, count(*) AS articles, max({_DAY}) AS last FROM articles GROUP BY outlet "  # noqa: S608
        "ORDER BY articles DESC, outlet",
        [],
    )


def actor_by_id(actor: str) -> Query:
    """Who an actor is, by what its mentions were judged to be; no row if it is not mentioned."""
    return (
        f"""
        SELECT min(actor) AS actor, min(actor_name) AS name, min(actor_kind) AS kind,
            min(country) AS country, {MOSTLY.format("sectors")} AS sectors, bool_or(known) AS known,
            count(*) AS mentions, count(DISTINCT article) AS articles
        FROM mentions WHERE actor = ? HAVING count(*) > 0
        """,  # noqa: S608 - a constant
        [actor],
    )


def speakers_about(actor: str, limit: int = 12) -> Query:
    """Who speaks about an actor: sources of claims under which its events stand, the most frequent first."""
    return (
        """
        WITH said AS (
            SELECT unnest(claims) AS claim FROM events
            WHERE list_contains(source_actors, $1) OR list_contains(target_actors, $1))
        SELECT coalesce(min(actor_name), min(source), 'nobody named') AS name, min(actor) AS actor,
            count(DISTINCT claim) AS claims, count(DISTINCT article) AS articles,
            mode(anonymity ORDER BY anonymity) AS anonymity
        FROM (SELECT *, coalesce(actor, lower(source)) AS who FROM claims SEMI JOIN said USING (claim)
            WHERE actor IS DISTINCT FROM $1)
        GROUP BY who ORDER BY claims DESC, name, who LIMIT $2
        """,
        [actor, limit],
    )


_BETWEEN = """
    ((list_contains(source_actors, $1) AND (list_contains(target_actors, $2) OR list_contains(source_actors, $2)))
     OR (list_contains(source_actors, $2) AND list_contains(target_actors, $1)))"""


def between(one: str, other: str, limit: int) -> Query:
    """The events in which one actor acts on the other or both act together, the newest first."""
    return (
        f"SELECT * FROM browsed WHERE {_BETWEEN} "  # noqa: S608 - a constant
        "ORDER BY day DESC NULLS LAST, article, trigger_start, event LIMIT $3",
        [one, other, limit],
    )


def volume_between(one: str, other: str) -> Query:
    """Those events by month and quad class: rows (start, quad, events); without a start what is of no one month."""
    return (
        f"SELECT {_in_one('month')} AS start, quad, count(*) AS events "  # noqa: S608
        f"FROM (SELECT *, {BOUND} AS bound FROM browsed) WHERE day IS NOT NULL AND {_BETWEEN} "
        "GROUP BY ALL ORDER BY start NULLS LAST, quad NULLS LAST",
        [one, other],
    )


def actor_claims(actor: str, limit: int = 20) -> Query:
    """What an actor is quoted as saying, the newest first."""
    return (
        f"SELECT * FROM claims WHERE actor = ? ORDER BY {_DAY} DESC NULLS LAST, article, sentence_start, claim LIMIT ?",  # noqa: S608
        [actor, limit],
    )


def actor_articles(actor: str, limit: int = 20) -> Query:
    """The articles that mention an actor, the newest first."""
    return (
        f"""
        SELECT article, title, outlet, published_start, published_end, mentions
        FROM articles JOIN (SELECT article, count(*) AS mentions FROM mentions WHERE actor = ? GROUP BY article)
            USING (article)
        ORDER BY {_DAY} DESC NULLS LAST, article LIMIT ?
        """,  # noqa: S608
        [actor, limit],
    )


def actor_places(actor: str, limit: int = 15) -> Query:
    """Where an actor's events took place, the most frequent first."""
    return (
        """
        SELECT place, min(place_name) AS name, min(place_country) AS country, count(*) AS events
        FROM browsed WHERE place IS NOT NULL AND
            (list_contains(source_actors, $1) OR list_contains(target_actors, $1))
        GROUP BY place ORDER BY events DESC, place LIMIT $2
        """,
        [actor, limit],
    )


def suggest_actors(text: str, limit: int = 8) -> Query:
    """Actors with a name like ``text``, those that begin with it first, then by how often they are mentioned."""
    return (
        """
        SELECT actor, min(actor_name) AS name, min(actor_kind) AS kind, min(country) AS country,
            count(*) AS mentions
        FROM mentions WHERE actor IS NOT NULL AND
            (contains(lower(actor_name), lower($1)) OR (form = 'name' AND contains(lower(text), lower($1))))
        GROUP BY actor ORDER BY starts_with(lower(name), lower($1)) DESC, mentions DESC, actor LIMIT $2
        """,
        [text, limit],
    )


def suggest_places(text: str, limit: int = 5) -> Query:
    """Places of events with a name like ``text``, the most frequent first."""
    return (
        """
        SELECT place, min(place_name) AS name, min(place_country) AS country, count(*) AS events
        FROM browsed WHERE place IS NOT NULL AND contains(lower(place_name), lower($1))
        GROUP BY place ORDER BY events DESC, name, place LIMIT $2
        """,
        [text, limit],
    )


def suggest_articles(text: str, limit: int = 6) -> Query:
    """Articles with such a title, the newest first."""
    return (
        f"""
        SELECT article, title, outlet, published_start, published_end FROM articles
        WHERE contains(lower(title), lower(?)) ORDER BY {_DAY} DESC NULLS LAST, article LIMIT ?
        """,  # noqa: S608
        [text, limit],
    )

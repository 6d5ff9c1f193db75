"""The questions people ask of a desk beyond choosing rows: counts, timelines, dyads, networks, sources, what is new.

Pure: conditions in, query and values out. Where what happened is weighed (dyads, networks), events count whose status
is ``actual``, unless the conditions name another: a demand or a denial is no deed. The scale of intensity, from -10
(the worst conflict) to 10 (the best cooperation), is that of the ontology (``knowledge/data/ontology/*.yaml``, after
Goldstein 1992, *A conflict-cooperation scale for WEIS events data*, Journal of Conflict Resolution 36(2)): each event
type has one value, so it is coarser than Goldstein's own, which weighs finer acts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dragoman.desk.sql.periods import PERIODS, label, level, start
from dragoman.desk.sql.queries import (
    BY_DAY,
    Conditions,
    Filters,
    Query,
    actors_query,
    acts_where,
    any_name,
    claims_where,
    events_where,
    is_id,
    page_of_events,
    paged,
)  # fmt: skip
from dragoman.desk.sql.tables import articles_where
from dragoman.errors import UsageError
from dragoman.records import Status

__all__ = [
    "AHEAD",
    "BY",
    "OVERVIEW",
    "actor_asserted_query",
    "actor_choice",
    "actor_names_query",
    "actor_partners_query",
    "actor_roles_query",
    "article_query",
    "calendar_query",
    "counts_query",
    "dyad_query",
    "edges_query",
    "new_query",
    "nodes_query",
    "sources_query",
    "timeline_query",
]  # fmt: skip

BY = (
    *PERIODS, "type", "mode", "quad", "status", "certainty", "actor", "outlet", "country",
    "place",
)  # fmt: skip
"""What events can be counted by."""

_KEYS = {
    "type": "coalesce(type, '(' || act || ')')",
    "country": "unnest(list_distinct(list_concat(source_countries, target_countries)))",
    "actor": "unnest(list_distinct(list_concat(source_actors, target_actors)))",
    "place": "place_name",
}
_NAMES = "SELECT actor, min(name) AS name FROM names GROUP BY actor"


def counts_query(by: str, filters: Filters) -> Query:
    """How many events fit, in all and of each status, by one of ``BY``; time runs on, all else begins with the most.

    A week is named by its Monday; what is known less finely than the period has rows of its own (`2024 (no month)`,
    ahead of the months of 2024). An event counts once for each of its actors or countries; one without any is left
    out there. ``newest`` turns time round. Raises UsageError for an unknown ``by``, for ``newest`` where no time runs
    on, and on a date that is none.
    """
    if by not in BY:
        raise UsageError(f"events cannot be counted by {by!r}, but by {', '.join(BY)}")
    if filters.newest and by not in PERIODS:
        raise UsageError(f"counts by {by} begin with the most: newest first are those by {', '.join(PERIODS)}")
    narrow = by in (*PERIODS, "quad", "status", "outlet")
    where = acts_where(filters) if narrow else events_where(filters)
    source = "(FROM acts WHERE first)" if narrow else "events"
    statuses = ", ".join(f"coalesce(sum(n) FILTER (status = '{s.value}'), 0)::BIGINT AS \"{s.value}\"" for s in Status)
    timed = by in PERIODS
    # Only periods of the answer are written: to write those of a million costs a third of all.
    key, coarse = (start(by), level(by)) if timed else (_KEYS.get(by, by), "0")
    # Statuses are told apart among the counts, not among the events; articles by hashes of 64 bits, as pairs are below.
    counted = f"""
        WITH seen AS MATERIALIZED (
            SELECT {key} AS key, {coarse} AS coarse, status, article FROM {source} {where.text}),
        counts AS (SELECT key, coarse, sum(n)::BIGINT AS events, {statuses}
            FROM (SELECT key, coarse, status, count(*) AS n FROM seen GROUP BY ALL) GROUP BY key, coarse),
        pages AS (SELECT key, coarse, count(DISTINCT hash(article)) AS articles FROM seen GROUP BY key, coarse)
        SELECT counts.*, articles FROM counts JOIN pages
            ON counts.key IS NOT DISTINCT FROM pages.key AND counts.coarse IS NOT DISTINCT FROM pages.coarse
        """  # noqa: S608 - our own names
    turned = "DESC " if filters.newest else ""
    order = f"key {turned}NULLS LAST, coarse DESC" if timed else "events DESC, key"
    if by == "actor":
        query = (
            f"SELECT name AS actor, counted.* EXCLUDE (key, coarse), key AS id FROM ({counted}) counted "  # noqa: S608
            f"LEFT JOIN ({_NAMES}) names ON names.actor = key ORDER BY {order}"
        )
    else:
        named = label(by, "key", "coarse") if timed else "key"
        query = f'SELECT {named} AS "{by}", * EXCLUDE (key, coarse) FROM ({counted}) ORDER BY {order}'  # noqa: S608
    return paged(query, where.values, filters)


def actor_choice(name: str) -> Query:
    """The actors that ``name`` means, as (actor, name, mentions): those who bear exactly that name if there are any."""
    inside, values = any_name(name)
    if is_id(name):  # it means one actor, and no name has to be looked for
        inside, values = "?", [name]
    query = f"""
        SELECT actor, min(name) AS name, sum(mentions)::BIGINT AS mentions,
            bool_or(actor = ? OR lower(name) = lower(?) OR (form = 'name' AND lower(text) = lower(?))) AS exact
        FROM names WHERE actor IN ({inside}) GROUP BY actor
        QUALIFY exact OR NOT bool_or(exact) OVER ()
        ORDER BY mentions DESC, actor
        """  # noqa: S608 - our own names
    return query, [name, name, name, *values]


def timeline_query(actors: Sequence[str], filters: Filters) -> Query:
    """The events in which one of these actors (ids) stands on either side, in order of time, those without one last."""
    where = acts_where(filters)
    ids = _ids(actors)
    # One row for each actor on either side of an event: twice so many rows as actors hold every event that is wanted.
    where.add(f"((first_target AND source IN {ids}) OR (first_source AND target IN {ids}))")
    order = BY_DAY.replace("day NULLS LAST", "day DESC NULLS LAST") if filters.newest else BY_DAY
    return page_of_events(where, order, filters, rows=2 * len(actors))


AHEAD = ("planned", "demanded", "threatened", "conditional")
"""Statuses of what is due, if it comes at all."""


def _edtf(first: str, last: str) -> str:
    """SQL for two days as one EDTF string (Library of Congress, level 1): ``2022-02-08``, ``2022-02`` for a whole
    month, ``2022`` for a whole year, else ``first/last`` with ``..`` for an open end."""
    whole = f"{first} = date_trunc('{{0}}', {first}) AND {last} = last_day({first} + INTERVAL {{1}} MONTH)"
    return f"""CASE WHEN {first} IS NULL AND {last} IS NULL THEN NULL
        WHEN {first} = {last} THEN CAST({first} AS VARCHAR)
        WHEN {whole.format("month", 0)} THEN strftime({first}, '%Y-%m')
        WHEN {whole.format("year", 11)} THEN strftime({first}, '%Y')
        ELSE coalesce(CAST({first} AS VARCHAR), '..') || '/' || coalesce(CAST({last} AS VARCHAR), '..') END"""


def calendar_query(filters: Filters) -> Query:
    """When each event happened, when it is due, when it was reported: a row an event mention, days as EDTF.

    ``happened`` is for what the text says took place, ``due`` for what is planned, demanded, threatened or conditional,
    ``told_of`` for the days of what is denied, did not take place or is uncertain. What the text gives no day for has
    the bound of the article's date (``../2022-02-09``), which ``basis`` calls ``frame``; ``time_text`` are the words.
    Raises UsageError on a date that is none.
    """
    where = events_where(filters)
    ahead = ", ".join(f"'{status}'" for status in AHEAD)
    order = "on_calendar DESC NULLS LAST" if filters.newest else "on_calendar NULLS LAST"
    query = f"""
        SELECT CASE WHEN status = 'actual' THEN days END AS happened,
            CASE WHEN status IN ({ahead}) THEN days END AS due,
            CASE WHEN status NOT IN ('actual', {ahead}) THEN days END AS told_of,
            reported, status, type, act, source, target, place_name, time_text, time_basis AS basis, said_by, outlet,
            sentence, article, event
        FROM (SELECT *, {_edtf("from_day", "to_day")} AS days,
                {_edtf("published_start", "published_end")} AS reported,
                coalesce(CASE WHEN time_basis = 'stated' THEN coalesce(from_day, to_day) END, published_end,
                    published_start) AS on_calendar
            FROM events {where.text})
        ORDER BY {order}, article, trigger_start, event
        """  # noqa: S608 - our own names
    return paged(query, where.values, filters)


def dyad_query(ones: Sequence[str], others: Sequence[str], filters: Filters, scale: Mapping[str, float]) -> Query:
    """What passed between two actors, each given by the ids that its name may mean: a row a month, with rows of
    their own for what is of no one month (`2024 (no month)`, ahead of those of 2024).

    ``verbal_cooperation`` to ``material_conflict`` count events of the four quad classes that happened (or have the
    status asked for), ``not_actual`` the others; ``one_to_other``, ``other_to_one`` and ``jointly`` (both on one side)
    count all. ``intensity`` is the mean of the scale over what happened, ``balance`` its sum.
    """
    where = acts_where(filters)
    where.add("(forth OR back OR joint)")
    counted = _counted(filters)
    quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    classes = ", ".join(
        f"count(*) FILTER (quad = 'Q{n}' AND {counted}) AS {name}" for n, name in enumerate(quads, start=1)
    )
    a, b, pair = _ids(ones), _ids(others), _ids([*ones, *others])
    # Ids that stand in the query, and one condition a column: then the scan itself passes over what does not fit.
    query = f"""
        WITH scale AS ({_scale(scale)}),
        near AS (
            SELECT * REPLACE (NULL::VARCHAR[] AS joint) FROM placed_acts WHERE source IN {pair} AND target IN {pair}
            UNION ALL SELECT * FROM placed_acts WHERE source IN {pair} AND joint IS NOT NULL),
        sides AS (
            SELECT min(event) AS event, min(article) AS article, min(outlet) AS outlet,
                min(day) AS day, min(bound) AS bound, min(type) AS type,
                min(quad) AS quad, min(status) AS status,
                bool_or(source IN {a} AND target IN {b}) AS forth, bool_or(source IN {b} AND target IN {a}) AS back,
                bool_or(coalesce(list_has_any(joint, [{a[1:-1]}]), false)
                    AND list_has_any(joint, [{b[1:-1]}])) AS joint
            FROM near GROUP BY address, row_number)
        SELECT {label("month", start("month"), level("month"))} AS month, count(*) AS events, {classes},
            count(*) FILTER (NOT {counted}) AS not_actual, count(*) FILTER (forth) AS one_to_other,
            count(*) FILTER (back) AS other_to_one, count(*) FILTER (joint AND NOT forth AND NOT back) AS jointly,
            round(avg(intensity) FILTER ({counted}), 2) AS intensity,
            round(sum(intensity) FILTER ({counted}), 2)::DOUBLE AS balance
        FROM sides LEFT JOIN scale USING (type) {where.text} GROUP BY month
        ORDER BY starts_with(month, '('), month {"DESC " if filters.newest else ""}NULLS LAST
        """  # noqa: S608 - our own names and the ontology's
    return paged(query, [*_scale_values(scale), *where.values], filters)


def edges_query(filters: Filters, scale: Mapping[str, float]) -> Query:
    """Who acted on whom: a row for each ordered pair of actors, the busiest first.

    Pairs are told apart by hashes of 64 bits for either side, which two of a desk's pairs do not share: grouping a
    million acts by the ids themselves takes 97 ms, by the hashes 55.

    ``weight`` is the sum of the scale over its events (negative: conflict), ``intensity`` its mean; ``cooperation`` and
    ``conflict`` count events of either kind. Events without a type count in ``events`` only.
    """
    of_all_time = replace(filters, limit=None, offset=0, newest=False, status=None) == Filters()
    if of_all_time and filters.status in (None, "actual"):
        edges, values = _ALL_EDGES, []
    else:
        where = _weighed(filters)
        edges, values = _edges(where.text, scale), [*where.values, *_scale_values(scale)]
    some, values = paged(f"{edges} ORDER BY events DESC, source, target", values, filters)
    query = f"""
        WITH edges AS MATERIALIZED ({some}),
        names AS (SELECT actor, min(name) AS name FROM names
            WHERE actor IN (SELECT source FROM edges UNION ALL SELECT target FROM edges) GROUP BY actor)
        SELECT s.name AS source, t.name AS target, edges.* EXCLUDE (source, target),
            edges.source AS source_actor, edges.target AS target_actor
        FROM edges LEFT JOIN names s ON s.actor = edges.source LEFT JOIN names t ON t.actor = edges.target
        ORDER BY events DESC, source_actor, target_actor
        """  # noqa: S608
    return query, values


def _edges(where: str, scale: Mapping[str, float]) -> str:
    return f"""
        SELECT any_value(source) AS source, any_value(target) AS target, count(*) AS events,
            count(*) FILTER (quad IN ('Q1', 'Q2')) AS cooperation,
            count(*) FILTER (quad IN ('Q3', 'Q4')) AS conflict, round(sum(intensity), 2)::DOUBLE AS weight,
            round(avg(intensity), 2) AS intensity, min(day) AS first, max(day) AS last
        FROM (SELECT source, target, quad, type, day FROM acts {where})
            LEFT JOIN ({_scale(scale)}) USING (type)
        WHERE source <> target GROUP BY hash(source), hash(target)"""  # noqa: S608


_EXACT = "weight::DECIMAL(18, 3)"
"""Sums of binary fractions depend on the order in which they are added; those of decimals do not."""
_ALL_EDGES = f"""
    SELECT any_value(source) AS source, any_value(target) AS target, sum(events)::BIGINT AS events,
        sum(cooperation)::BIGINT AS cooperation, sum(conflict)::BIGINT AS conflict,
        round(sum({_EXACT}), 2)::DOUBLE AS weight, round(sum({_EXACT})::DOUBLE / sum(typed), 2) AS intensity,
        min(first) AS first, max(last) AS last
    FROM pairs GROUP BY hash(source), hash(target)"""  # noqa: S608 - a constant
"""The network of all time, from what the parts keep of it: a third of the rows."""


def nodes_query(actors: Sequence[str]) -> Query:
    """Who the actors of a network are: name, kind, country, sectors, and whether the knowledge base knows them."""
    query = """
        WITH told AS (
            SELECT actor, sectors, min(name) AS name, min(kind) AS kind, min(country) AS country,
                bool_or(known) AS known, sum(mentions)::BIGINT AS mentions
            FROM names WHERE actor IN (SELECT unnest(?)) GROUP BY actor, sectors)
        SELECT min(name) AS name, min(kind) AS kind, min(country) AS country,
            arg_min(sectors, (-mentions, sectors)) FILTER (sectors IS NOT NULL) AS sectors, bool_or(known) AS known,
            sum(mentions)::BIGINT AS mentions, actor
        FROM told GROUP BY actor ORDER BY name, actor
        """
    return query, [list(actors)]


def sources_query(filters: Filters) -> Query:
    """Who is heard: a row a source of claims, how often, in how many articles, and in what way it is named."""
    where = claims_where(filters)
    ways = ("named", "role_only", "described", "generic", "implicit")
    named = ", ".join(f"count(*) FILTER (anonymity = '{way}') AS {way}" for way in ways)
    query = f"""
        SELECT coalesce(min(actor_name), mode(source ORDER BY source), '(nobody named)') AS source, count(*) AS claims,
            count(DISTINCT article) AS articles, count(DISTINCT outlet_of_article) AS outlets, {named},
            count(*) FILTER (polarity = 'denied') AS denials, count(*) FILTER (speech = 'direct') AS quoted,
            min(published_start) AS first, max(published_end) AS last, min(actor) AS actor
        FROM claims {where.text} GROUP BY coalesce(actor, lower(source)) ORDER BY claims DESC, source, actor
        """  # noqa: S608
    return paged(query, where.values, filters)


def new_query(parts: Sequence[str], filters: Filters) -> Query:
    """The articles that came with one of these parts, latest first, with what was read in each."""
    where = articles_where(filters)
    where.add("part IN (SELECT unnest(?))", list(parts))
    query = f"""
        WITH acts AS (SELECT article, count(*) AS events FROM events GROUP BY article),
        said AS (SELECT article, count(*) AS claims FROM claims GROUP BY article)
        SELECT published_start, published_end, outlet, title, coalesce(events, 0) AS events,
            coalesce(claims, 0) AS claims, words, url, origin, part, article
        FROM articles LEFT JOIN acts USING (article) LEFT JOIN said USING (article) {where.text}
        ORDER BY coalesce(published_end, published_start) DESC NULLS LAST, part, article
        """  # noqa: S608
    return paged(query, where.values, filters)


_AROUND = 120
"""Characters of the text shown at most on either side of a mention, whose sentence the desk does not keep."""
_BEFORE = f"substring(a.text, greatest(m.start - {_AROUND}, 0) + 1, least(m.start, {_AROUND}))"
_AFTER = f'substring(a.text, m."end" + 1, {_AROUND})'
_WINDOW = rf"""
    CASE WHEN regexp_matches({_BEFORE}, '\n') OR m.start <= {_AROUND} THEN regexp_extract({_BEFORE}, '[^\n]*$')
        ELSE regexp_replace({_BEFORE}, '^\S*\s+', '') END
    || substring(a.text, m.start + 1, m."end" - m.start)
    || CASE WHEN regexp_matches({_AFTER}, '\n') OR length(a.text) <= m."end" + {_AROUND}
        THEN regexp_extract({_AFTER}, '^[^\n]*') ELSE regexp_replace({_AFTER}, '\s+\S*$', '') END
    """
"""The paragraph around a mention, whole words of it: a verbatim slice of the text."""


def actor_names_query(actors: Sequence[str]) -> Query:
    """The words that actors were seen under, each with how often and one place where it stands."""
    query = f"""
        SELECT m.form, m.text, count(*) AS times, count(DISTINCT m.article) AS articles,
            arg_min(struct_pack(article := m.article, start := m.start, "end" := m."end",
                evidence := {_WINDOW}), (m.article, m.start, m."end")) AS at
        FROM mentions m JOIN articles a USING (article)
        WHERE m.actor IN (SELECT unnest(?)) AND m.form <> 'pronoun'
        GROUP BY m.form, m.text ORDER BY m.form <> 'name', times DESC, m.text
        """  # noqa: S608 - a constant
    return query, [list(actors)]


def actor_roles_query(actors: Sequence[str]) -> Query:
    """The offices that actors were given where they were mentioned, with the time of the articles."""
    query = f"""
        SELECT m.role, min(a.published_start) AS since, max(coalesce(a.published_end, a.published_start)) AS until,
            count(*) AS times, arg_min(struct_pack(article := m.article, start := m.start, "end" := m."end",
                evidence := {_WINDOW}), (m.article, m.start, m."end")) AS at
        FROM mentions m JOIN articles a USING (article)
        WHERE m.actor IN (SELECT unnest(?)) AND m.role IS NOT NULL GROUP BY m.role ORDER BY times DESC, m.role
        """  # noqa: S608 - a constant
    return query, [list(actors)]


def actor_asserted_query(actors: Sequence[str]) -> Query:
    """What articles assert of actors' offices and memberships, and of each whether the knowledge base agrees."""
    query = """
        SELECT r.role, r.former, r.of, r.agrees, min(r.known_roles) AS known_roles,
            min(a.published_start) AS since, max(coalesce(a.published_end, a.published_start)) AS until,
            count(*) AS times, arg_min(struct_pack(article := r.article, start := r.start, "end" := r."end",
                evidence := r.text), (r.article, r.start, r."end")) AS at
        FROM asserted_roles r JOIN articles a USING (article)
        WHERE r.actor IN (SELECT unnest(?)) GROUP BY r.role, r.former, r.of, r.agrees
        ORDER BY r.agrees NULLS LAST, times DESC, r.role, r.of, r.former
        """
    return query, [list(actors)]


def actor_partners_query(actors: Sequence[str], scale: Mapping[str, float]) -> Query:
    """With whom actors act, and who acts on them: how often, how (mean of the scale), and the latest sentence."""
    query = f"""
        WITH scale AS ({_scale(scale)}),
        acts AS (SELECT *, list_has_any(source_actors, ?) AS acting FROM events
            WHERE list_has_any(source_actors, ?) OR list_has_any(target_actors, ?)),
        meetings AS (
            SELECT unnest(list_distinct(list_concat(source_actors, target_actors))) AS partner, event, type, status,
                acting, day, article, sentence, sentence_start, sentence_end FROM acts)
        SELECT partner, coalesce(min(name), partner) AS name, count(*) AS times,
            count(*) FILTER (acting) AS acting, round(avg(intensity) FILTER (status = 'actual'), 2) AS intensity,
            min(day) AS since, max(day) AS until, arg_max(struct_pack(article := article, start := sentence_start,
                "end" := sentence_end, evidence := sentence), (coalesce(day, DATE '0001-01-01'), event)) AS at
        FROM meetings LEFT JOIN ({_NAMES}) names ON names.actor = partner LEFT JOIN scale USING (type)
        WHERE NOT list_contains(?, partner) GROUP BY partner ORDER BY times DESC, partner
        """  # noqa: S608
    them = list(actors)
    return query, [*_scale_values(scale), them, them, them, them]


def article_query(name: str) -> Query:
    """The article whose id begins so, whose title holds these words, or whose file is named so; of several the first
    that fits in this order, then by the order of their ids."""
    like = Conditions()
    like.like("title", name)
    (pattern,) = like.values
    query = f"""
        SELECT * FROM articles
        WHERE starts_with(article, $1) OR title ILIKE $2 ESCAPE '\\' OR {_FILE} ILIKE $2 ESCAPE '\\'
        ORDER BY NOT starts_with(article, $1), title ILIKE $2 ESCAPE '\\' IS NOT TRUE, article LIMIT 1
        """  # noqa: S608 - a constant
    return query, [name, pattern]


_FILE = r"regexp_extract(origin, '[^/\\]*$')"
"""The last part of where an article came from: a file, a line of one (`wire.jsonl:3`), the end of an address."""


OVERVIEW: Mapping[str, str] = {
    "totals": """
        SELECT (SELECT count(*) FROM pages WHERE articles > 0) AS pages, (SELECT count(*) FROM articles) AS articles,
            (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM claims) AS claims,
            (SELECT count(*) FROM skipped) AS skipped, (SELECT min(published_start) FROM articles) AS first,
            (SELECT max(coalesce(published_end, published_start)) FROM articles) AS last
        """,
    "types": """
        SELECT coalesce(type, '(' || act || ')') AS event, count(*) AS all,
            count(*) FILTER (status = 'actual') AS actual, count(*) FILTER (status = 'planned') AS planned,
            count(*) FILTER (status IN ('demanded', 'threatened')) AS demanded_or_threatened,
            count(*) FILTER (status IN ('not_done', 'denied')) AS not_done_or_denied,
            count(*) FILTER (status IN ('conditional', 'uncertain')) AS open
        FROM events GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
        """,
    "actors": actors_query(Filters())[0] + " LIMIT 15",
    "sources": """
        SELECT coalesce(actor_name, source, '(nobody named)') AS who_is_heard, count(*) AS claims,
            count(DISTINCT article) AS articles, mode(anonymity ORDER BY anonymity) AS named
        FROM claims GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
        """,
}
"""The queries of the first look at a desk."""


def _ids(actors: Sequence[str]) -> str:
    """Ids of actors as a list in brackets, as SQL writes text."""
    return "(" + (", ".join("'" + actor.replace("'", "''") + "'" for actor in actors) or "NULL") + ")"


def _weighed(filters: Filters) -> Conditions:
    where = acts_where(filters)
    if filters.status is None:
        where.add("status = 'actual'")
    return where


def _counted(filters: Filters) -> str:
    return "status = 'actual'" if filters.status is None else "true"


def _scale(scale: Mapping[str, float]) -> str:
    """The scale as a relation, in decimals: see ``_EXACT``."""
    return (
        f"SELECT * FROM (VALUES {', '.join(['(?, CAST(? AS DECIMAL(9, 3)))'] * len(scale))}) AS scale(type, intensity)"  # noqa: S608
    )


def _scale_values(scale: Mapping[str, float]) -> list[Any]:
    return [value for pair in sorted(scale.items()) for value in pair]

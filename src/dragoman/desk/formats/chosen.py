"""The events that an export is about: chosen once, then streamed in batches, each with its participants and place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from dragoman.desk.answers.stories import merged_query
from dragoman.desk.sql.queries import Filters, events_query
from dragoman.errors import UsageError
from dragoman.records import Analysis, Article

if TYPE_CHECKING:
    import duckdb

__all__ = ["Analyse", "Chosen", "Event", "Person"]

Analyse = Callable[[Sequence[Article]], list[Analysis]]
"""Reads articles again, for formats that want words: ``Language.load().analyse_many``."""

_AT_ONCE = 2_000
"""Rows in memory at a time."""

_KEPT = (
    "event, article, type, quad, time_basis, from_day, to_day, published_start, published_end, sentence_start, "
    "trigger_start"
)

_EVENTS = """
    WITH seen AS (
        SELECT article, actor, max(role) AS role, min(actor_kind) AS kind FROM mentions
        WHERE actor IS NOT NULL AND article IN (SELECT article FROM chosen) GROUP BY article, actor),
    called AS (SELECT actor, bool_or(form = 'name') AS named FROM names GROUP BY actor),
    people AS (
        SELECT p.event, list(struct_pack(side := p.side, start := p.start, "end" := p."end", text := p.text,
            name := p.name, actor := p.actor, country := p.country, sectors := p.sectors, role := seen.role,
            kind := seen.kind, named := coalesce(called.named, true))
            ORDER BY p.side, p.position, p.start, p."end", p.name) AS people
        FROM participants p LEFT JOIN seen ON seen.article = p.article AND seen.actor = p.actor
            LEFT JOIN called ON called.actor = p.actor
        WHERE p.event IN (SELECT event FROM chosen) GROUP BY p.event),
    spots AS (
        SELECT article, place, arg_min(text, (start, place_mention)) AS place_text, min(admin1) AS place_admin1,
            min(kind) AS place_kind FROM places
        WHERE place IS NOT NULL AND article IN (SELECT article FROM chosen) GROUP BY article, place),
    pages AS (
        SELECT article, min(language) AS language FROM articles
        WHERE article IN (SELECT article FROM chosen) GROUP BY article)
    SELECT {event}, people.people, spots.place_text, spots.place_admin1, spots.place_kind, pages.language
    FROM chosen c JOIN events e ON e.event = c.event {merged} LEFT JOIN people ON people.event = c.event
        LEFT JOIN spots ON spots.article = e.article AND spots.place = e.place
        LEFT JOIN pages ON pages.article = c.article
    ORDER BY {order}
"""

_MENTION = "e.*, 1 AS reports, 1 AS reporting_articles, 1 AS reporting_outlets"

_MERGED = """
    e.* REPLACE (m.merged_event AS event, m.type AS type, m.mode AS mode, m.act AS act, c.quad AS quad,
        m.status AS status, c.time_basis AS time_basis, m.from_day AS from_day, m.to_day AS to_day,
        m.granularity AS granularity, coalesce(m.place, e.place) AS place,
        coalesce(m.place_name, e.place_name) AS place_name, coalesce(m.place_country, e.place_country) AS place_country,
        coalesce(m.latitude, e.latitude) AS latitude, coalesce(m.longitude, e.longitude) AS longitude,
        c.published_start AS published_start, c.published_end AS published_end),
    m.mentions AS reports, m.articles AS reporting_articles, m.outlets AS reporting_outlets
"""
"""A merged event as an event: what its reports come to, and all else (who takes part, the sentence, the article) from
its most telling mention. It counts as published when it was first reported."""

_CHOOSE_MERGED = """
    WITH stated AS (
        SELECT merged_event, bool_or(time_basis = 'stated') AS stated
        FROM event_reports JOIN events USING (event) GROUP BY merged_event),
    quads AS (SELECT type, min(quad) AS quad FROM events GROUP BY type)
    SELECT m.central AS event, e.article, m.type, q.quad,
        CASE WHEN stated THEN 'stated' ELSE 'frame' END AS time_basis, m.from_day, m.to_day,
        coalesce(m.first_reported, e.published_start) AS published_start,
        coalesce(m.first_reported, e.published_end) AS published_end, e.sentence_start, e.trigger_start, m.number,
        m.merged_event
    FROM fitting m JOIN events e ON e.event = m.central LEFT JOIN stated USING (merged_event)
        LEFT JOIN quads q ON q.type = m.type
"""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of an event: as written, and whom it was judged to be."""

    side: str
    start: int
    end: int
    text: str
    name: str
    actor: str | None
    country: str | None
    sectors: tuple[str, ...]
    role: str | None
    kind: str | None
    named: bool

    @property
    def key(self) -> str:
        """What tells this participant from others: the actor, or the name of one that the knowledge does not know.
        Whom no article names (`a group`) is the actor of its article: as many are called so as there are articles."""
        known = self.actor is not None and (not self.actor.startswith("new:") or not self.named)
        return str(self.actor) if known else f"name:{self.name.casefold()}"


@dataclass(frozen=True, slots=True)
class Event:
    """One event mention, or a merged event in the shape of one: the ``row`` of the view ``events`` with how many
    ``reports``, ``reporting_articles`` and ``reporting_outlets`` it has, its participants, what is known of its place.
    """

    row: dict[str, Any]
    people: tuple[Person, ...]

    def __getitem__(self, column: str) -> Any:
        return self.row[column]

    @property
    def sources(self) -> tuple[Person, ...]:
        """Who acts."""
        return tuple(p for p in self.people if p.side == "source")

    @property
    def targets(self) -> tuple[Person, ...]:
        """On whom."""
        return tuple(p for p in self.people if p.side == "target")

    @property
    def dyads(self) -> list[tuple[Person | None, Person | None]]:
        """Each source with each target; None for a side that nobody is on."""
        return [(s, t) for s in self.sources or (None,) for t in self.targets or (None,)]

    @property
    def stated(self) -> tuple[date | None, date | None]:
        """First and last day of the time that the text states; None, None where it states none."""
        return (self["from_day"], self["to_day"]) if self["time_basis"] == "stated" else (None, None)

    @property
    def published(self) -> date | None:
        """The day of publication, or the last day it can be."""
        day: date | None = self["published_end"] or self["published_start"]
        return day

    @property
    def day(self) -> date | None:
        """For formats of one day: the first day of a stated time, else its last, else the day of publication."""
        first, last = self.stated
        return first or last or self.published


class Chosen:
    """The chosen events of one session: event mentions, or ``merged`` ones, each as one event.

    ``counts``: of all that fit the conditions, how many of each status.
    """

    def __init__(
        self,
        session: duckdb.DuckDBPyConnection,
        filters: Filters,
        statuses: tuple[str, ...] | None,
        analyse: Analyse | None = None,
        *,
        merged: bool = False,
    ) -> None:
        """``statuses``: those that are given; None for all. Raises UsageError on a date that is none."""
        self._session = session
        self._analyse = analyse
        self.whole = replace(filters, newest=False) == Filters()
        """Whether no condition was given."""
        self.merged = merged
        query, values = merged_query(filters) if merged else events_query(filters)
        kept = "" if statuses is None else f"WHERE status IN ({', '.join('?' for _ in statuses)})"
        if merged:
            numbered = f"SELECT *, row_number() OVER () AS number FROM ({query})"  # noqa: S608 - built of our own
            session.execute(f"CREATE TABLE fitting AS {numbered}", values)
            query, values = "FROM fitting", []
        counted = session.execute(f"SELECT status, count(*) FROM ({query}) GROUP BY status", values)  # noqa: S608
        self.counts: dict[str, int] = {str(status): int(number) for status, number in counted.fetchall() or ()}
        # A table, not a view: the choice is made once, and cursors of the session share it. It holds what counts need,
        # some 100 bytes an event; texts stay in the desk's parts until they are written.
        if merged:
            kept = kept.replace("status", "m.status")
            session.execute(f"CREATE TABLE chosen AS {_CHOOSE_MERGED} {kept}", [*(statuses or ())])
        else:
            session.execute(
                f"CREATE TABLE chosen AS SELECT {_KEPT}, row_number() OVER () AS number FROM ({query}) {kept}",  # noqa: S608
                [*values, *(statuses or ())],
            )

    def events(self, *, by_article: bool = False) -> Iterator[Event]:
        """The events, in the order of the desk, or article by article in the order of their ids."""
        order = "c.article, c.sentence_start, c.trigger_start, c.number" if by_article else "c.number"
        event, joined = (
            (_MERGED, "JOIN fitting m ON m.merged_event = c.merged_event") if self.merged else (_MENTION, "")
        )
        for row in self.rows(_EVENTS.format(order=order, event=event, merged=joined)):
            listed = row.pop("people") or []
            people = tuple(Person(**{**p, "sectors": tuple(p["sectors"] or ())}) for p in listed)
            yield Event(row, people)

    @property
    def changed(self) -> datetime:
        """When the newest article came in: the date of files that must have one, which then are the same every time."""
        with self._session.cursor() as cursor:
            row = cursor.execute("SELECT max(part) FROM stored_articles").fetchone()
        stamp = str(row[0])[:15] if row and row[0] else "19700101T000000"  # parts begin with their time
        return datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)

    def analyse(self, articles: Sequence[Article]) -> list[Analysis]:
        """The articles, read again. Raises UsageError where the caller gave nothing to read them with."""
        if self._analyse is None:
            raise UsageError("this format reads articles again: give analyse=Language.load().analyse_many")
        return self._analyse(articles)

    def rows(self, query: str, values: list[Any] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of a query over the desk's views and the table ``chosen``."""
        batches = self.batches(query, values)
        next(batches)
        for batch in batches:
            yield from batch.to_pylist()

    def batches(self, query: str, values: list[Any] | None = None) -> Iterator[Any]:
        """The Arrow schema of a query's answer, and then its record batches."""
        with self._session.cursor() as cursor:
            reader: Any = cursor.sql(query, params=values or None).to_arrow_reader(_AT_ONCE)
            yield reader.schema
            yield from reader

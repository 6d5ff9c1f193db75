"""Narrow tables that most questions are answered from: ``acts`` (who did something to whom, on which day), ``names``
(under which words whom was seen) and ``pairs`` (what happened between whom, of all time).

They say nothing that ``events`` and ``mentions`` do not say; reading them costs a tenth. For large parts they are kept
under ``derived/``, one file a part, made when they are first wanted; small parts are summarised at each question. What
users' judgements and corrections touch takes the place of what is kept (``desk.database.touched``). Where pages are
repeated, everything is summarised from the views.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from dragoman.desk.schema import Column, Table
from dragoman.desk.storage.placed import BOUND, DAY, PLACED, PLACED_IN_FILE
from dragoman.desk.storage.store import Commit, Store
from dragoman.errors import DeskError
from dragoman.knowledge import default_knowledge

if TYPE_CHECKING:
    import duckdb

__all__ = ["SUMMARIES", "acts_of", "names_of", "pairs_of", "prepare", "summary_view"]

SUMMARIES = (
    Table(
        "acts",
        "Who did what to whom: one row for every pair of a source and a target of an event mention.",
        tuple(
            Column(*column)
            for column in (
                ("event", "text", "id of the event mention"),
                ("article", "text", "id of the article"),
                ("outlet", "text", "outlet of the article"),
                ("day", "date", "day of the event where the text states one, else of publication"),
                ("bound", "date", "the other end of the time that day is one end of; null where it is open"),
                ("published", "date", "last day of publication; the first where that is open"),
                ("position", "int", "first character of the trigger in the article's text"),
                ("type", "text", "PLOVER root type"),
                ("quad", "text", "quad class"),
                ("status", "text", "status"),
                ("source", "text", "id of the actor that acts; null if none"),
                ("target", "text", "id of the actor acted on; null if none"),
                ("joint", "texts", "ids of all sources, where there are several"),
                ("first", "bool", "whether this is the first row of its event: count these to count events"),
            )
        ),
    ),
    Table(
        "names",
        "Under which words actors were seen: one row for each actor, its sectors, words, form and office in each part.",
        tuple(
            Column(*column)
            for column in (
                ("actor", "text", "id of the actor"),
                ("name", "text", "its name"),
                ("kind", "text", "person, state, ..."),
                ("country", "text", "its country"),
                ("sectors", "texts", "its sectors on the days of these mentions"),
                ("known", "bool", "whether the knowledge base has it"),
                ("form", "text", "name, role, pronoun, demonym, metonym or phrase"),
                ("text", "text", "the words"),
                ("role", "text", "office given"),
                ("mentions", "int", "how often"),
            )
        ),
    ),
    Table(
        "pairs",
        "What happened (status `actual`) between whom: one row for each ordered pair of two actors in each part.",
        tuple(
            Column(*column)
            for column in (
                ("source", "text", "id of the actor that acts"),
                ("target", "text", "id of the actor acted on"),
                ("events", "int", "how often; an event counts for each pair of its sources and targets"),
                ("typed", "int", "how many of them have a type"),
                ("cooperation", "int", "how many are of quad class Q1 or Q2"),
                ("conflict", "int", "how many are of Q3 or Q4"),
                (
                    "weight",
                    "number",
                    "sum of the scale of intensity over them, -10 to 10 each; null if none has a type",
                ),
                ("first", "date", "first of their days"),
                ("last", "date", "last of their days"),
            )
        ),
    ),
)
_FOLDER, _FORMER = "summaries-5", "summaries-4"
"""Under ``derived/``; the number changes with the columns above and how they are written: no others are read."""
_ROW_GROUP = 20_000
"""Rows a group: a question about some days, or for the first of some hundreds, reads the groups of these days. The
first events of a busy actor of a million cost 46 ms so, 63 with groups of 50,000; with 10,000 counts of all cost more.
"""
_OFTEN_ALIKE = (
    "article", "outlet", "day", "bound", "published", "type", "quad", "status", "source", "target",
    "joint.list.element", "actor", "name", "kind", "country", "sectors.list.element", "form", "role",
)  # fmt: skip
"""Columns that get a dictionary; of the others (ids, numbers of rows, words) it would be unpacked for nothing. With LZ4
in place of Zstandard and no such dictionaries the acts of two actors of a million cost 44 ms in place of 74, for 41 MB
in place of 27."""
_LARGE = 20_000
"""Events of a part from which on its summaries are kept: to summarise 20,000 takes some 30 ms."""


def acts_of(events: str, articles: str) -> str:
    """The query for ``acts`` over relations that have the columns of the tables ``events`` and ``articles``; that of
    both have those of ``PLACED`` too, and so has the answer, that of the events, with ``article_row``, the row of the
    article in its file, and ``first_source`` and ``first_target``: whether it is the row of the event's first source,
    of its first target."""
    placed = ", ".join(PLACED)
    one = "CASE WHEN coalesce(len({0}), 0) = 0 THEN [NULL] ELSE {0} END"
    return f"""
        SELECT event, article, outlet, day, bound, published, position, type, quad, status, source, target, joint,
            s = 1 AND t = 1 AS first, s = 1 AS first_source, t = 1 AS first_target, {placed}, article_row
        FROM (
            SELECT * EXCLUDE (target_actors), unnest(target_actors) AS target,
                generate_subscripts(target_actors, 1) AS t
            FROM (
                SELECT e.event, e.article, {placed}, a.article_row, a.outlet, {DAY} AS day, {BOUND} AS bound,
                    coalesce(a.published_end, a.published_start) AS published, e.trigger_start AS position,
                    e.type, e.quad, e.status,
                    unnest({one.format("e.source_actors")}) AS source,
                    generate_subscripts({one.format("e.source_actors")}, 1) AS s,
                    CASE WHEN len(e.source_actors) > 1 THEN e.source_actors END AS joint,
                    {one.format("e.target_actors")} AS target_actors
                FROM (
                    SELECT event, article, type, quad, status, source_actors, target_actors, time_basis, from_day,
                        to_day, trigger_start, {placed}
                    FROM {events}) e
                LEFT JOIN (SELECT article, outlet, published_start, published_end, row_number AS article_row
                    FROM {articles}) a USING (article)))
        """  # noqa: S608 - our own names


def names_of(mentions: str) -> str:
    """The query for ``names`` over a relation that has the columns of the table ``mentions``."""
    return f"""
        SELECT actor, min(actor_name) AS name, min(actor_kind) AS kind, min(country) AS country,
            sectors, bool_or(known) AS known, form, text, role, count(*)::INTEGER AS mentions
        FROM {mentions} WHERE actor IS NOT NULL GROUP BY actor, sectors, form, text, role
        """  # noqa: S608 - our own names


def pairs_of(acts: str) -> str:
    """The query for ``pairs`` over a relation that has the columns of ``acts``."""
    scale = " ".join(f"WHEN '{name}' THEN {value}::DECIMAL(9, 3)" for name, value in _scale())
    return f"""
        SELECT source, target, count(*)::INTEGER AS events, count(intensity)::INTEGER AS typed,
            (count(*) FILTER (quad IN ('Q1', 'Q2')))::INTEGER AS cooperation,
            (count(*) FILTER (quad IN ('Q3', 'Q4')))::INTEGER AS conflict, sum(intensity)::DOUBLE AS weight,
            min(day) AS first, max(day) AS last
        FROM (SELECT *, CASE type {scale} END AS intensity FROM {acts} WHERE status = 'actual' AND source <> target)
        GROUP BY source, target
        """  # noqa: S608 - our own names and the ontology's


def _scale() -> list[tuple[str, float]]:
    return sorted((name, kind.intensity) for name, kind in default_knowledge().ontology.types.items())


def _folder(name: str) -> str:
    """Where the kept files of a summary lie; pairs were weighed by a scale, and of another one they are others."""
    sign = f"-{sha256(repr(_scale()).encode()).hexdigest()[:8]}" if name == "pairs" else ""
    return f"{_FOLDER}/{name}{sign}"


def prepare(store: Store, commits: Sequence[Commit], session: duckdb.DuckDBPyConnection) -> frozenset[tuple[str, str]]:
    """Makes the summaries of large parts that lack them; which (table, part) there are now. A desk that cannot be
    written has those that were there."""
    there = {
        (t.name, f.removesuffix(".parquet")) for t in SUMMARIES for f in store.files.names(f"derived/{_folder(t.name)}")
    }
    made = False
    try:
        for commit in commits:
            if (file := commit.tables.get("events")) is None or file.rows < _LARGE:
                continue
            for table in SUMMARIES:
                if (table.name, commit.part) not in there and _make(store, commit, table.name, session):
                    there.add((table.name, commit.part))
                    made = True
        for name, part in sorted(there - {(t.name, c.part) for t in SUMMARIES for c in store.all_commits()}):
            store.files.remove(f"derived/{_folder(name)}/{part}.parquet")
            there.discard((name, part))
        for name in (
            (_folder(t.name).partition("/")[2] for t in SUMMARIES) if made else ()
        ):  # what an older Dragoman kept
            for old in store.files.names(f"derived/{_FORMER}/{name}"):
                store.files.remove(f"derived/{_FORMER}/{name}/{old}")
    except (DeskError, OSError):
        pass  # a disk that is full or not ours to write: questions are answered all the same, only later
    return frozenset(there)


_NEEDED = {"acts": ("events", "articles"), "names": ("mentions",), "pairs": ("events", "articles")}
"""The tables that a part must have for its summary to be kept."""
_ORDER = {
    "acts": "day, article, position, event, source, target",
    "names": "actor, form, text, role, sectors",
    "pairs": "source, target",
}


def _make(store: Store, commit: Commit, name: str, session: duckdb.DuckDBPyConnection) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not all(table in commit.tables for table in _NEEDED[name]):
        return False
    query = _of_files(store, name, [commit])
    rows = f"SELECT * EXCLUDE (address) FROM ({query})" if name == "acts" else query  # noqa: S608 - desks are moved
    table = session.sql(f"{rows} ORDER BY {_ORDER[name]}").to_arrow_table()
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="lz4", row_group_size=_ROW_GROUP, use_dictionary=list(_OFTEN_ALIKE))
    store.derive(f"{_folder(name)}/{commit.part}.parquet", sink.getvalue().to_pybytes())
    return True


def _of_files(store: Store, name: str, commits: Sequence[Commit]) -> str:
    """The query over the files of some parts."""

    def read(table: str) -> str:
        urls = [store.files.url(f"{table}/{c.part}.parquet") for c in commits if table in c.tables]
        listed = ", ".join("'" + url.replace("'", "''") + "'" for url in urls)
        if not urls:
            return f"stored_{table}"
        if table in ("events", "articles"):
            placed = f"read_parquet([{listed}], filename = true, file_row_number = true)"
            return f"(SELECT *, {PLACED_IN_FILE} FROM {placed})"  # noqa: S608 - our own paths
        return f"read_parquet([{listed}])"

    if name == "names":
        return names_of(read("mentions"))
    acts = acts_of(read("events"), read("articles"))
    return acts if name == "acts" else pairs_of(f"({acts})")


def summary_view(store: Store, name: str, commits: Sequence[Commit], kept: frozenset[tuple[str, str]] | None) -> str:
    """The query of the view: the kept summaries and those of the other parts; ``kept`` None: over the views."""
    if kept is None:
        views = {"acts": acts_of("placed_events", "placed_articles"), "names": names_of("mentions")}
        return views.get(name) or pairs_of("acts")
    having = [c for c in commits if _NEEDED[name][0] in c.tables]
    large = [store.files.url(f"derived/{_folder(name)}/{c.part}.parquet") for c in having if (name, c.part) in kept]
    small = [c for c in having if (name, c.part) not in kept]
    queries = []
    if large:
        listed = ", ".join("'" + url.replace("'", "''") + "'" for url in large)
        columns = ", ".join(f'"{c.name}"' for c in {t.name: t for t in SUMMARIES}[name].columns)
        # The file of a summary is called as its part: that is what says where its events stand.
        placed = ", first_source, first_target, filename AS address, row_number, article_row" if name == "acts" else ""
        queries.append(f"SELECT {columns}{placed} FROM read_parquet([{listed}], filename = true)")  # noqa: S608 - ours
    if small or not large:
        queries.append(_of_files(store, name, small) if small else f"{summary_view(store, name, (), None)} LIMIT 0")
    return " UNION ALL ".join(f"({query})" for query in queries)

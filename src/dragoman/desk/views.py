"""The desk as SQL: DuckDB views over the committed Parquet parts. All SQL of the project is in this room."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.desk.amended import amend_views, settle
from dragoman.desk.corrections import load_corrections
from dragoman.desk.derived import DERIVED, DerivedSet
from dragoman.desk.identities import judge_views
from dragoman.desk.judgements import fold, load
from dragoman.desk.result import Result
from dragoman.desk.schema import TABLES, Table
from dragoman.desk.store import Commit, Store
from dragoman.desk.summaries import DAY, SUMMARIES, prepare, summary_view
from dragoman.errors import UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["ADDED", "COMPUTED", "Sessions", "connect", "make_views", "new_session", "run", "stored_rows"]

_SQL_TYPES = {
    "text": "VARCHAR",
    "texts": "VARCHAR[]",
    "int": "INTEGER",
    "ints": "INTEGER[]",
    "float": "FLOAT",
    "number": "DOUBLE",
    "date": "DATE",
    "bool": "BOOLEAN",
}

_ARTICLE = ("title", "url", "published_start", "published_end", "page")
ADDED = {
    "events": ("outlet", *_ARTICLE),
    "claims": ("outlet_of_article", *_ARTICLE),
    "disputes": ("outlet", *_ARTICLE),
}
"""Columns of the article that the views of these tables add, so that everyday questions need no join."""

COMPUTED = {
    "events": (
        "day",
        DAY,
        "first day of its time where the text states one, else the last of publication: what periods compare with",
    ),
}
"""A column that the view of a table computes: name, expression, meaning."""


class Sessions:
    """DuckDB sessions over one desk, for any number of threads; one is kept as long as the desk stays as it is.

    Each question looks first whether parts, judgements or stories came: a reader always sees what is committed. What
    went while it read (files of merged parts) makes it look anew.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._state: object = None
        self._session: duckdb.DuckDBPyConnection | None = None

    def ask(self, query: str, values: list[Any] | None = None) -> Result:
        """The answer to one query. Raises UsageError with DuckDB's own words if the query is wrong."""
        import duckdb

        for attempt in range(_ATTEMPTS):
            try:
                return run(self._cursor(), query, values)
            except UsageError as error:
                gone = isinstance(error.__cause__, duckdb.IOException | duckdb.HTTPException)
                if not gone or attempt == _ATTEMPTS - 1:
                    raise
            with self._lock:
                self._session = None
        raise AssertionError("the last attempt answers or raises")

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            commits = self._store.commits()
            made = DerivedSet(self._store.path, "stories").notes() or {}
            judged = tuple(n for folder in ("judgements", "corrections") for n in self._store.files.names(folder))
            state = (tuple(c.part for c in commits), judged, made.get("generation"))
            if self._session is None or state != self._state:
                self._session, self._state = _connect(self._store, commits), state
            return self._session.cursor()


_ATTEMPTS = 3


def connect(store: Store) -> duckdb.DuckDBPyConnection:
    """A DuckDB session with one view a table. It sees the parts that are committed now; later ones need a new one."""
    return _connect(store, store.commits())


def new_session(store: Store) -> duckdb.DuckDBPyConnection:
    """A DuckDB session that can read the desk's files; it has no views yet."""
    import duckdb

    session = duckdb.connect()
    session.execute("SET enable_progress_bar = false")
    session.execute("SET parquet_metadata_cache = true")
    store.files.serve(session)
    return session


def _connect(store: Store, commits: Sequence[Commit]) -> duckdb.DuckDBPyConnection:
    session = new_session(store)
    make_views(session, store, commits)
    return session


def make_views(session: duckdb.DuckDBPyConnection, store: Store, commits: Sequence[Commit]) -> None:
    """Makes the views of these parts, in the schema that the session uses."""
    for table in TABLES:
        session.execute(f"CREATE VIEW stored_{table.name} AS {stored_rows(session, table, store, commits)}")
    repeated = _repeated_pages(session)
    judged = judge_views(session, fold(load(store)))
    judged = amend_views(session, settle(load_corrections(store)), judged)
    for table in TABLES:
        stored = judged.get(f"stored_{table.name}", f"stored_{table.name}")
        session.execute(f"CREATE VIEW {table.name} AS {_view(table, stored, repeated)}")
    kept = None if repeated or judged else prepare(store, commits, session)
    for table in SUMMARIES:
        session.execute(f"CREATE VIEW {table.name} AS {summary_view(store, table.name, commits, kept)}")
    made = DerivedSet(store.path, "stories").files()
    for table in DERIVED:
        session.execute(f"CREATE VIEW {table.name} AS {_derived(table, made.get(table.name))}")


def run(session: duckdb.DuckDBPyConnection, query: str, values: list[Any] | None = None) -> Result:
    """The answer to one query. Raises UsageError with DuckDB's own words if the query is wrong."""
    import duckdb

    try:
        answer = session.sql(query, params=values or None)
        table = answer.to_arrow_table() if answer is not None else None
    except duckdb.Error as error:
        raise UsageError(f"the query failed: {error}") from error
    if table is None:
        raise UsageError("the query is no question: it gives no rows")
    return Result(table)


def stored_rows(session: duckdb.DuckDBPyConnection, table: Table, store: Store, commits: Sequence[Commit]) -> str:
    """The rows of a table in all parts. Parts that older layouts or versions wrote may lack columns: to find out which
    opens every file, which those of today are spared."""
    queries = []
    for current in (False, True):
        urls = [
            store.files.url(f"{table.name}/{c.part}.parquet")
            for c in commits
            if table.name in c.tables and c.current is current
        ]
        listed = ", ".join("'" + url.replace("'", "''") + "'" for url in urls)
        columns = [f'"{c.name}"' for c in table.columns]
        read = f"read_parquet([{listed}], filename = true)"
        if urls and not current:
            read = f"read_parquet([{listed}], union_by_name = true, filename = true)"
            there = {row[0] for row in session.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}  # noqa: S608
            columns = [
                f'"{c.name}"' if c.name in there
                else 'parse_filename(filename, true) AS "part"' if c.name == "part"
                else f'NULL::{_SQL_TYPES[c.type]} AS "{c.name}"'
                for c in table.columns
            ]  # fmt: skip
        if urls:
            file = "parse_filename(filename, true) AS file"
            queries.append(f"SELECT {', '.join(columns)}, {file} FROM {read}")  # noqa: S608 - our own names
    if not queries:
        empty = ", ".join(f'NULL::{_SQL_TYPES[c.type]} AS "{c.name}"' for c in table.columns)
        return f"SELECT {empty}, NULL::VARCHAR AS file WHERE false"
    return " UNION ALL ".join(queries)


def _derived(table: Table, file: Path | None) -> str:
    if file is None:
        empty = ", ".join(f'NULL::{_SQL_TYPES[c.type]} AS "{c.name}"' for c in table.columns)
        return f"SELECT {empty} WHERE false"
    quoted = str(file).replace("'", "''")
    return f"SELECT * FROM read_parquet('{quoted}')"  # noqa: S608 - our own path


def _repeated_pages(session: duckdb.DuckDBPyConnection) -> bool:
    """Whether two writers that ran at once stored the same page: only then do views pay for removing repeats."""
    counted = session.execute("SELECT count(*) - count(DISTINCT page) FROM stored_pages").fetchone()
    return bool(counted and counted[0])


def _view(table: Table, stored: str, repeated: bool) -> str:
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    if table.name == "skipped":
        return f"SELECT DISTINCT {columns} FROM stored_skipped"  # noqa: S608
    if table.name == "articles":
        once = "DISTINCT ON (article) " if repeated else ""
        return f"SELECT {once}{columns} FROM {stored}{' ORDER BY part' if repeated else ''}"  # noqa: S608
    # Records are hashes of content, so a page read twice gives the same rows: keep each once.
    rows = f"SELECT {'DISTINCT ' if repeated else ''}{columns} FROM {stored}"  # noqa: S608
    if table.name in ADDED:
        added = ", ".join(f"a.{c.removesuffix('_of_article')} AS {c}" for c in ADDED[table.name])
        rows = f"SELECT r.*, {added} FROM ({rows}) r LEFT JOIN articles a USING (article)"  # noqa: S608
    if table.name in COMPUTED:
        name, expression, _ = COMPUTED[table.name]
        rows = f"SELECT *, {expression} AS {name} FROM ({rows})"  # noqa: S608
    return rows

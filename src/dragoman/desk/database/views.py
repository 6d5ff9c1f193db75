"""The desk as SQL: DuckDB views over the committed Parquet parts. All SQL of the project is in this room."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.desk.amendments.amended import amend_views, settle
from dragoman.desk.amendments.corrections import load_corrections
from dragoman.desk.amendments.identities import judge_views
from dragoman.desk.amendments.judgements import fold, load
from dragoman.desk.database.summaries import SUMMARIES, prepare, summary_view
from dragoman.desk.database.touched import Touched
from dragoman.desk.result import Result
from dragoman.desk.schema import TABLES, Table
from dragoman.desk.storage.derived import DERIVED, DerivedSet
from dragoman.desk.storage.placed import PLACED, PLACED_IN_FILE, whole
from dragoman.desk.storage.store import Commit, Store
from dragoman.errors import DeskError, UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["Sessions", "connect", "make_views", "new_session", "run", "stored_rows"]

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
        """The answer to one query. Raises UsageError with DuckDB's own words if the query is wrong, DeskError if a file
        of the desk cannot be read."""
        import duckdb

        for attempt in range(_ATTEMPTS):
            try:
                return run(self._cursor(), query, values)
            except (UsageError, DeskError) as error:
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
    """A DuckDB session with one view a table. It sees the parts that are committed now; later ones need a new one.

    Raises DeskError if a file of the desk cannot be read.
    """
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
    import duckdb

    session = new_session(store)
    try:
        make_views(session, store, commits)
    except duckdb.Error as error:
        session.close()
        raise DeskError(
            f"{store.files}: a file of the desk cannot be read: {str(error).splitlines()[0]}; "
            f"`dragoman desk verify {store.files}` names all that are broken"
        ) from error
    return session


def make_views(session: duckdb.DuckDBPyConnection, store: Store, commits: Sequence[Commit]) -> None:
    """Makes the views of these parts, in the schema that the session uses."""
    for table in TABLES:
        rows = stored_rows(session, table, store, commits, placed=table.name in _PLACED)
        session.execute(f"CREATE VIEW stored_{table.name} AS {rows}")
    repeated = _repeated_pages(session)
    identities, standing = fold(load(store)), settle(load_corrections(store))
    judged = amend_views(session, standing, judge_views(session, identities))
    for table in TABLES:
        stored = judged.get(f"stored_{table.name}", f"stored_{table.name}")
        if table.name in _PLACED:
            _place(session, store, table, stored, repeated)
        session.execute(f"CREATE VIEW {table.name} AS {_view(table, stored, repeated)}")
    touched = None if repeated else Touched(session, judged=bool(identities), amended=bool(standing))
    _summarise(session, store, commits, touched)
    made = DerivedSet(store.path, "stories").files()
    for table in DERIVED:
        session.execute(f"CREATE VIEW {table.name} AS {_derived(table, made.get(table.name))}")


def _summarise(
    session: duckdb.DuckDBPyConnection, store: Store, commits: Sequence[Commit], touched: Touched | None
) -> None:
    """Makes ``acts``, ``placed_acts``, ``names`` and ``pairs``; ``touched`` None: pages were repeated, and all is made
    from the views."""
    kept = prepare(store, commits, session) if touched else None
    acts, names, pairs = (summary_view(store, name, commits, kept) for name in ("acts", "names", "pairs"))
    session.execute(f"CREATE VIEW placed_acts AS {touched.acts(acts) if touched else acts}")
    columns = ", ".join(c.name for c in {t.name: t for t in SUMMARIES}["acts"].columns)
    session.execute(f"CREATE VIEW acts AS SELECT {columns} FROM placed_acts")  # noqa: S608 - our own names
    session.execute(f"CREATE VIEW names AS {touched.names(names) if touched else names}")
    session.execute(f"CREATE VIEW pairs AS {touched.pairs(pairs) if touched else pairs}")


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


def stored_rows(
    session: duckdb.DuckDBPyConnection, table: Table, store: Store, commits: Sequence[Commit], *, placed: bool = False
) -> str:
    """The rows of a table in all parts. Parts that older layouts or versions wrote may lack columns: to find out which
    opens every file, which those of today are spared. ``placed``: also where each row stands (``PLACED``)."""
    queries = []
    options = "filename = true, file_row_number = true" if placed else "filename = true"
    where = f", {PLACED_IN_FILE}" if placed else ""
    for current in (False, True):
        urls = [
            store.files.url(f"{table.name}/{c.part}.parquet")
            for c in commits
            if table.name in c.tables and c.current is current
        ]
        listed = ", ".join("'" + url.replace("'", "''") + "'" for url in urls)
        columns = [f'"{c.name}"' for c in table.columns]
        read = f"read_parquet([{listed}], {options})"
        if urls and not current:
            read = f"read_parquet([{listed}], union_by_name = true, {options})"
            there = {row[0] for row in session.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}  # noqa: S608
            columns = [
                f'"{c.name}"' if c.name in there
                else 'parse_filename(filename, true) AS "part"' if c.name == "part"
                else f'NULL::{_SQL_TYPES[c.type]} AS "{c.name}"'
                for c in table.columns
            ]  # fmt: skip
        if urls:
            file = "parse_filename(filename, true) AS file"
            queries.append(f"SELECT {', '.join(columns)}, {file}{where} FROM {read}")  # noqa: S608 - our own names
    if not queries:
        empty = ", ".join(f'NULL::{_SQL_TYPES[c.type]} AS "{c.name}"' for c in table.columns)
        nowhere = ", NULL::VARCHAR AS address, NULL::BIGINT AS row_number" if placed else ""
        return f"SELECT {empty}, NULL::VARCHAR AS file{nowhere} WHERE false"
    return " UNION ALL ".join(queries)


_FIRST = 'ORDER BY part, origin, "index"'
"""Which of the rows of an article that was stored twice is shown."""
_PLACED = ("events", "articles")
"""Tables whose rows are read by where they stand."""


def _place(session: duckdb.DuckDBPyConnection, store: Store, table: Table, stored: str, repeated: bool) -> None:
    """Makes ``placed_events`` or ``placed_articles``: the rows with where each stands, so that a page of them is read
    and not all.

    ``events_file`` gives the address of a part's file of events by the name of any file of that part, ``articles_file``
    that of its articles. Where pages were repeated, rows stand under their article and event, and all are read to find
    them.
    """
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    if repeated:
        session.execute(f"CREATE MACRO {table.name}_file(name) AS name")
        number = "event" if table.name == "events" else "0"
        once, order = ("DISTINCT", "") if table.name == "events" else ("DISTINCT ON (article)", _FIRST)
        rows = f"SELECT {once} {columns}, article AS address, {number} AS row_number FROM {stored} {order}"  # noqa: S608
    else:
        base = store.files.url(f"{table.name}/x.parquet").removesuffix("x.parquet")
        if "://" in base:  # DuckDB may write such an address in its own way
            row = session.execute(f"SELECT address FROM stored_{table.name} LIMIT 1").fetchone()  # noqa: S608
            base = str(row[0]).rpartition("/")[0] + "/" if row else base
        base = base.replace("'", "''")
        session.execute(f"CREATE MACRO {table.name}_file(name) AS '{base}' || parse_filename(name, true) || '.parquet'")
        rows = f"SELECT {columns}, {', '.join(PLACED)} FROM {stored}"  # noqa: S608
    session.execute(f"CREATE VIEW placed_{table.name} AS {rows}")


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
        return f"SELECT {once}{columns} FROM {stored}{f' {_FIRST}' if repeated else ''}"  # noqa: S608
    if table.name == "events":
        rows = f"SELECT * EXCLUDE ({', '.join(PLACED)}) FROM placed_events"  # noqa: S608
    else:
        # Records are hashes of content, so a page read twice gives the same rows: keep each once.
        rows = f"SELECT {'DISTINCT ' if repeated else ''}{columns} FROM {stored}"  # noqa: S608
    return whole(table.name, rows, "articles")

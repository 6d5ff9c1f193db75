"""The desk as SQL: DuckDB views over the committed Parquet parts. All SQL of the project is in this room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.desk.derived import DERIVED, DerivedSet
from dragoman.desk.identities import judge_views
from dragoman.desk.judgements import fold, load
from dragoman.desk.result import Result
from dragoman.desk.schema import TABLES, Table
from dragoman.desk.store import Store
from dragoman.errors import UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["ADDED", "COMPUTED", "connect", "run"]

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
        "coalesce(CASE WHEN time_basis = 'stated' THEN coalesce(from_day, to_day) END, published_end, published_start)",
        "first day of its time where the text states one, else the last of publication: what periods compare with",
    ),
    "articles": ("part", "part", "the part it came with"),
}
"""A column that the view of a table computes: name, expression, meaning."""


def connect(store: Store) -> duckdb.DuckDBPyConnection:
    """A DuckDB session with one view a table. It sees the parts that are committed now; later ones need a new one."""
    import duckdb

    session = duckdb.connect()
    session.execute("SET enable_progress_bar = false")
    for table in TABLES:
        session.execute(f"CREATE VIEW stored_{table.name} AS {_stored(table, store.files(table.name))}")
    repeated = _repeated_pages(session)
    judged = judge_views(session, fold(load(store)))
    for table in TABLES:
        stored = judged.get(f"stored_{table.name}", f"stored_{table.name}")
        session.execute(f"CREATE VIEW {table.name} AS {_view(table, stored, repeated)}")
    made = DerivedSet(store.path, "stories").files()
    for table in DERIVED:
        session.execute(f"CREATE VIEW {table.name} AS {_derived(table, made.get(table.name))}")
    return session


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


def _stored(table: Table, files: list[Path]) -> str:
    if not files:
        empty = ", ".join(f'NULL::{_SQL_TYPES[c.type]} AS "{c.name}"' for c in table.columns)
        return f"SELECT {empty}, NULL::VARCHAR AS part WHERE false"
    listed = ", ".join("'" + str(f).replace("'", "''") + "'" for f in files)
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    read = f"read_parquet([{listed}], union_by_name = true, filename = true)"
    return f"SELECT {columns}, parse_filename(filename, true) AS part FROM {read}"  # noqa: S608 - our own names


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
        return f"SELECT {once}{columns}, part FROM {stored}{' ORDER BY part' if repeated else ''}"  # noqa: S608
    # Records are hashes of content, so a page read twice gives the same rows: keep each once.
    rows = f"SELECT {'DISTINCT ' if repeated else ''}{columns} FROM {stored}"  # noqa: S608
    if table.name in ADDED:
        added = ", ".join(f"a.{c.removesuffix('_of_article')} AS {c}" for c in ADDED[table.name])
        rows = f"SELECT r.*, {added} FROM ({rows}) r LEFT JOIN articles a USING (article)"  # noqa: S608
    if table.name in COMPUTED:
        name, expression, _ = COMPUTED[table.name]
        rows = f"SELECT *, {expression} AS {name} FROM ({rows})"  # noqa: S608
    return rows

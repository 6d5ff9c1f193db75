"""Large parts once more by rows, for whoever asks for one article: ``derived/points-<columns>/<part>.duckdb``.

To read ten rows of forty columns out of a Parquet file costs 10 to 30 ms of processor time a table, however the file is
cut (measured: groups of 5,000 to 50,000 rows, pages of 2,000 to 20,000, with dictionaries and without); out of a DuckDB
file 1 to 4 ms, half of it where there is an index. A file is made when a window is first opened on a part of that size
(3 s for 100,000 events, a third larger than the part itself), beside the questions, and may be deleted at any time. A
DuckDB file that somebody writes shuts others out: it is written under another name, and from its appearance on only
read.
"""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.desk.database.lookup import RECORD_TABLES
from dragoman.desk.database.views import stored_rows
from dragoman.desk.schema import fingerprint, table
from dragoman.desk.storage.store import Commit, Store

if TYPE_CHECKING:
    import duckdb

__all__ = ["LARGE", "open_points"]

LARGE = 20_000
"""Events of a part from which on it is worth while: a part of 5,000 is read in 40 ms from its own files."""
_TABLES = ("articles", *RECORD_TABLES, "residue")


def open_points(
    cursor: duckdb.DuckDBPyConnection, store: Store, commits: Sequence[Commit], known: Container[str] = ()
) -> Iterator[tuple[str, str]]:
    """Parts with the name under which the session has their rows, one by one: those that are there, then those made
    now; without those ``known``. A desk that cannot be written has those that were there."""
    import duckdb

    folder = store.path / "derived" / f"points-{fingerprint()[:12]}"
    large = [c for c in commits if (file := c.tables.get("events")) is not None and file.rows >= LARGE]
    missing = []
    for commit in large:
        if commit.part in known:
            continue
        if _attached(cursor, folder, commit):
            yield commit.part, _name(commit)
        else:
            missing.append(commit)
    with suppress(OSError):
        _clear(folder, {c.part for c in commits})
    for commit in missing:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _make(cursor, store, commit, folder)
        except (OSError, duckdb.Error):
            return  # a disk that is full or not ours to write: articles are read all the same, only later
        if _attached(cursor, folder, commit):
            yield commit.part, _name(commit)


def _name(commit: Commit) -> str:
    return "points_" + "".join(c if c.isalnum() else "_" for c in commit.part)


def _attached(cursor: duckdb.DuckDBPyConnection, folder: Path, commit: Commit) -> bool:
    import duckdb

    path = folder / f"{commit.part}.duckdb"
    if not path.exists():
        return False
    try:
        cursor.execute(f"ATTACH {_quoted(path)} AS {_name(commit)} (READ_ONLY)")
    except duckdb.Error:  # a version of DuckDB that cannot read it, or a file that is broken: it is made anew
        with suppress(OSError):
            path.unlink()
        return False
    return True


def _make(cursor: duckdb.DuckDBPyConnection, store: Store, commit: Commit, folder: Path) -> None:
    hidden = folder / f".{commit.part}.{uuid.uuid4().hex[:8]}"
    making = f"making_{uuid.uuid4().hex[:8]}"
    try:
        cursor.execute(f"ATTACH {_quoted(hidden)} AS {making}")
        try:
            for name in _TABLES:
                if name in commit.tables:
                    columns = ", ".join(f'"{c.name}"' for c in table(name).columns)
                    rows = stored_rows(cursor, table(name), store, [commit])
                    cursor.execute(f"CREATE TABLE {making}.{name} AS SELECT {columns} FROM ({rows})")  # noqa: S608
                    cursor.execute(
                        f"CREATE INDEX of_{name} ON {making}.{name} ({'page' if name == 'residue' else 'article'})"
                    )
        finally:
            cursor.execute(f"DETACH {making}")
        hidden.rename(folder / f"{commit.part}.duckdb")
    finally:
        hidden.unlink(missing_ok=True)


def _clear(folder: Path, parts: set[str]) -> None:
    """Deletes the files of parts that count no more, and those of other columns."""
    for other in folder.parent.glob("points-*"):
        for path in other.glob("*.duckdb"):
            if other != folder or path.stem not in parts:
                path.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

"""The files of a desk: Parquet parts that appear whole, and commits that make them count.

::

    desk/
      desk.toml                      version of the layout, when and with what it was made
      events/<part>.parquet ...      one folder a table, one file a part; never rewritten
      commits/<part>.json            a part's files, their rows and digests; it appears last (``desk.storage.files``)
      derived/                       made from the parts, and may be deleted at any time (``desk.storage.seen``)

A reader looks at the parts that have a commit, so it never sees half of one; a writer that is killed leaves files
without a commit, which nobody reads. Writers share nothing but the folder: their parts have names that cannot collide.

``desk.storage.compact`` merges small parts: the commit of the merged part says which parts it ``holds``, and from its
appearance on they no longer count; their files go later, when nobody can be reading them any more.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman import __version__
from dragoman.desk.schema import TABLES, VERSION, arrow_rows, arrow_schema, fingerprint
from dragoman.desk.storage.files import Files, appear, files_at
from dragoman.errors import DeskError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Commit", "File", "Store", "appear", "standing"]

_ROWS_AT_ONCE = 1000
_ROW_GROUP, _TEXTS = 50_000, 5_000
"""Rows a group in Parquet, of articles fewer: a question about one day or article reads a group, not the part."""
_ROWS_A_PAGE = 2_048
"""What is unpacked to give one row: as many rows as DuckDB takes at once. Of a hundred events of a million, 40 ms of
processor time in place of 75 with pages of 20,000, for 1 % of the size."""
_UNLIKE = frozenset(
    {
        "event",
        "mention",
        "claim",
        "time",
        "place_mention",
        "sentence",
        "content",
        "title",
        "text",
        "url",
        "origin",
        "page",
    }
)
"""Columns that hardly have a value twice: a dictionary of them would be unpacked whole for one row."""
_WRITTEN = 2
"""How the Parquet files of a part are written, by number: as above is 2. It is no version of the layout: any Dragoman
reads either, this one only takes longer over 1 (an actor's first hundred events of a million: 216 ms of processor, 136
with 2)."""
_LOOKED_UP = "article"
"""A Bloom filter over this column says which groups of rows hold an article: one is read instead of all (of a million
events, in five parts, 20 ms instead of 50; of their articles 10 instead of 400). It adds 0.2 % to the size."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a part; ``size`` in bytes and ``digest`` (SHA-256, hex) are None where version 1 wrote it."""

    rows: int
    size: int | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """What makes a part count: its files by table, the version of its layout, and the parts that it holds.

    A part that a writer made holds itself; one that ``compact`` made holds those it was merged from, down to what
    writers made, so that it is known for ever what a reader has seen of it.
    """

    part: str
    tables: Mapping[str, File]
    version: int
    holds: frozenset[str]
    schema: str = ""
    """``schema.fingerprint`` of its columns."""
    written: int = 1
    """How its Parquet files are written, by number (``_WRITTEN``)."""

    @property
    def current(self) -> bool:
        """Whether its layout and columns are those of today."""
        return self.version == VERSION and self.schema == fingerprint()

    @property
    def slow(self) -> bool:
        """Whether its files are written as they were before, and read more slowly: ``compact`` renews them."""
        return self.written < _WRITTEN

    @property
    def merged(self) -> bool:
        """Whether it was made from other parts."""
        return self.holds != {self.part}


@dataclass(frozen=True)
class Store:
    """The files of one desk. Every question is asked of them anew; only commits, which never change, are kept."""

    files: Files

    @property
    def path(self) -> Path:
        """The desk's folder; for a desk behind a URL, the folder on this machine where its indexes are kept."""
        return self.files.local

    @cached_property
    def _commits(self) -> dict[str, Commit]:
        return {}

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Store:
        """An existing desk. Raises DeskError if there is none, or if a newer Dragoman made it."""
        store = cls(files_at(path))
        store.version()
        return store

    def version(self) -> int:
        """The version of the layout. Raises DeskError if there is no desk, or if it is newer than this Dragoman."""
        name = self.files
        try:
            about = tomllib.loads(self.files.read("desk.toml").decode("utf-8"))
        except FileNotFoundError as error:
            raise DeskError(f"{name}: no desk here; `dragoman read PAGES --to {name}` makes one") from error
        except NotADirectoryError as error:
            raise DeskError(f"{name}: this is a file, and a desk is a folder") from error
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise DeskError(f"{name}: desk.toml cannot be read: {error}") from error
        version = about.get("version")
        if not isinstance(version, int) or version > VERSION:
            raise DeskError(f"{name}: layout {version!r} is newer than this Dragoman ({VERSION}); update Dragoman")
        return version

    @classmethod
    def exists(cls, path: str | os.PathLike[str]) -> bool:
        """Whether there is a desk; False where that cannot be found out."""
        try:
            return "desk.toml" in files_at(path).names("")
        except OSError:
            return False

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Store:
        """A new desk, or the one that is there. Raises DeskError if ``path`` holds something else."""
        files = files_at(path)
        try:
            if "desk.toml" in files.names(""):
                return cls.open(path)
            if not files.empty():
                raise DeskError(f"{files}: holds other files; name a new or an empty folder for the desk")
            files.write("desk.toml", _about(datetime.now(UTC).isoformat(timespec="seconds")))
        except (FileExistsError, NotADirectoryError) as error:
            raise DeskError(f"{files}: this is a file or lies under one, and a desk is a folder") from error
        except OSError as error:
            raise DeskError(f"{files}: cannot be written: {error}") from error
        return cls(files)

    def commits(self) -> list[Commit]:
        """The commits of all parts that count, oldest first. Raises DeskError if one cannot be read."""
        return standing(self.all_commits())

    def all_commits(self) -> list[Commit]:
        """The commits that are there, those of parts that were merged into others too."""
        try:
            names = [name.removesuffix(".json") for name in self.files.names("commits") if name.endswith(".json")]
        except OSError as error:
            raise DeskError(f"{self.files}: the commits cannot be listed: {error}") from error
        found = []
        for part in names:
            commit = self._commits.get(part) or self._commit(part)
            if commit is not None:
                self._commits[part] = commit
                found.append(commit)
        for gone in set(self._commits) - set(names):
            self._commits.pop(gone, None)
        return found

    def parts(self) -> list[str]:
        """The names of all parts that count, oldest first."""
        return [commit.part for commit in self.commits()]

    def leaves(self) -> list[str]:
        """The names of the parts as writers made them, oldest first: they stay the same when parts are merged."""
        return sorted(leaf for commit in self.commits() for leaf in commit.holds)

    def rows(
        self, part: str, table: str, columns: Sequence[str], articles: Iterable[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Some columns of one committed part, row by row; nothing if the part has none of that table. ``articles``:
        only the rows of these; ``article`` is then among the columns."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        wanted = None if articles is None else pa.array(articles, pa.string())

        commit = self._commits.get(part) or self._commit(part)
        if commit is not None and table in commit.tables:
            with self.files.open(f"{table}/{part}.parquet") as raw, pq.ParquetFile(raw) as file:
                for batch in file.iter_batches(_ROWS_AT_ONCE, columns=list(columns)):
                    if wanted is None:
                        yield from batch.to_pylist()
                    else:
                        yield from batch.filter(pc.is_in(batch["article"], value_set=wanted)).to_pylist()

    def commit(self, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> str | None:
        """Writes one part of all tables and commits it; the name of the part, None if there is nothing.

        Raises DeskError if it cannot be written (a full disk, say): nothing of it counts then.
        """
        return self.commit_tables(
            {t.name: arrow_rows(rows[t.name], arrow_schema(t.name)) for t in TABLES if t.name in rows}
        )

    def commit_tables(self, tables: Mapping[str, pa.Table], holds: Iterable[str] = ()) -> str | None:
        """The same for whole tables, whose columns are those of ``schema.arrow_schema``; ``holds``: the parts that the
        new one was merged from."""
        filled = {name: table for name, table in tables.items() if table.num_rows}
        if not filled:
            return None
        # Time-ordered and random: parts sort by age, and two writers never choose the same name.
        part = f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}-{uuid.uuid4().hex[:12]}"
        try:
            self._upgrade()
            record: dict[str, Any] = {
                "version": VERSION,
                "schema": fingerprint(),
                "written": _WRITTEN,
                "dragoman": __version__,
                "tables": {},
            }
            if holds := sorted(holds):
                record["holds"] = holds
            for name, table in filled.items():
                content = _parquet(name, table if holds else _signed(name, table, part))
                self.files.write(f"{name}/{part}.parquet", content)
                digest = hashlib.sha256(content).hexdigest()
                record["tables"][name] = {"rows": table.num_rows, "size": len(content), "sha256": digest}
            self.files.write(f"commits/{part}.json", json.dumps(record).encode())
        except OSError as error:
            raise DeskError(f"{self.files}: part {part} could not be written: {error}") from error
        return part

    def derived(self, name: str) -> bytes | None:
        """The content of a file under ``derived/``; None if there is none. Raises DeskError if it cannot be read."""
        try:
            return self.files.read(f"derived/{name}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DeskError(f"{self.files}/derived/{name}: cannot be read: {error}") from error

    def derive(self, name: str, content: bytes) -> None:
        """Writes a file under ``derived/``, whole or not at all. Raises DeskError if it cannot be written."""
        try:
            self.files.write(f"derived/{name}", content)
        except OSError as error:
            raise DeskError(f"{self.files}/derived/{name}: cannot be written: {error}") from error

    def _commit(self, part: str) -> Commit | None:
        """One commit; None if it went while we looked (its part was merged into another, and cleared away)."""
        name = f"commits/{part}.json"
        try:
            return _parsed(part, json.loads(self.files.read(name)))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DeskError(f"{self.files}/{name}: this commit cannot be read: {error}") from error

    def _upgrade(self) -> None:
        """Says in desk.toml that the layout is this version's, before the first part of it: an older Dragoman then
        refuses the desk instead of misreading it. Parts of older versions stay as they are, and are read as such."""
        about = self.files.read("desk.toml").decode("utf-8")
        if tomllib.loads(about).get("version") != VERSION:
            made = str(tomllib.loads(about).get("made", ""))
            self.files.write("desk.toml", _about(made))


def standing(commits: Iterable[Commit]) -> list[Commit]:
    """The commits that count: of those that hold the same parts the larger, of equals the last, which was written anew.
    Oldest first.

    Compacting is done by one process at a time, so that merged parts hold one another or have nothing in common; if
    two ever overlapped all the same, the rule gives every reader the same answer, and no row twice.
    """
    covered: set[str] = set()
    chosen = []
    newest = sorted(commits, key=lambda c: c.part, reverse=True)
    for commit in sorted(newest, key=lambda c: (-len(c.holds), min(c.holds))):
        if covered.isdisjoint(commit.holds):
            chosen.append(commit)
            covered |= commit.holds
    return sorted(chosen, key=lambda c: c.part)


def _parsed(part: str, record: dict[str, Any]) -> Commit:
    """A commit from its file; version 1 noted the number of rows alone."""
    tables = {}
    for name, about in record["tables"].items():
        tables[name] = File(about) if isinstance(about, int) else File(about["rows"], about["size"], about["sha256"])
    holds = frozenset(record.get("holds") or (part,))
    version, written = int(record.get("version", 1)), int(record.get("written", 1))
    return Commit(part, tables, version, holds, str(record.get("schema", "")), written)


def _signed(name: str, table: pa.Table, part: str) -> pa.Table:
    """The table; of articles, with the part that they come with."""
    import pyarrow as pa

    if name != "articles":
        return table
    column = table.schema.get_field_index("part")
    return table.set_column(column, table.schema.field(column), pa.repeat(part, table.num_rows))


def _parquet(name: str, table: pa.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        row_group_size=_TEXTS if name == "articles" else _ROW_GROUP,
        max_rows_per_page=_ROWS_A_PAGE,
        use_dictionary=[path for path in _leaves(table.schema) if path not in _unlike(name)],
        bloom_filter_options={_LOOKED_UP: True} if _LOOKED_UP in table.column_names else None,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _unlike(name: str) -> frozenset[str]:
    """The columns of a table that get no dictionary; an id is unlike in its own table alone."""
    return _UNLIKE | {"article"} if name == "articles" else _UNLIKE


def _leaves(schema: pa.Schema) -> list[str]:
    """The names under which Parquet knows the columns: of a list, that of its elements."""
    import pyarrow as pa

    return [f"{f.name}.list.element" if pa.types.is_list(f.type) else f.name for f in schema]


def _about(made: str) -> bytes:
    return (
        "# A Dragoman desk: Parquet parts, queried with `dragoman sql`, DuckDB, pandas, polars or R.\n"
        f"version = {VERSION}\n"
        f'made = "{made}"\n'
        f'dragoman = "{__version__}"\n'
    ).encode()

"""Whether a desk is whole: every file, its digest and rows, and every span equal to its slice of the article's text.

Nothing is repaired here. What is wrong is listed with the file and the way out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.desk.schema import TABLES, arrow_schema
from dragoman.desk.storage.compact import orphans, plan
from dragoman.desk.storage.files import Files
from dragoman.desk.storage.store import Commit, Store, standing

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Fault", "Soundness", "info", "verify"]

_SPANS = {
    "mentions": (("start", "end", "text"),),
    "times": (("start", "end", "text"),),
    "places": (("start", "end", "text"),),
    "participants": (("start", "end", "text"),),
    "events": (("trigger_start", "trigger_end", "trigger"), ("sentence_start", "sentence_end", "sentence")),
    "claims": (
        ("source_start", "source_end", "source"), ("cue_start", "cue_end", "cue"),
        ("sentence_start", "sentence_end", "sentence"),
    ),
}  # fmt: skip
"""The columns that hold a span: first character, character after the last, and the string that stands there."""


_AT_ONCE = 50_000
"""Rows of small parts whose spans are compared together."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the file, and what, with the way out."""

    file: str
    what: str


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was looked at, and what is wrong. ``undigested`` files are of version 1: their content has no digest."""

    faults: tuple[Fault, ...]
    parts: int
    files: int
    rows: int
    spans: int
    undigested: int
    orphans: tuple[str, ...]


def verify(store: Store, progress: Callable[[int, int], None] = lambda *_: None) -> Soundness:
    """Looks at every file of every committed part. Raises DeskError only if the desk cannot be read at all."""
    commits = store.all_commits()
    faults: list[Fault] = []
    files = rows = spans = undigested = 0
    counted = {commit.part for commit in standing(commits)}
    waiting: dict[str, dict[str, pa.Table]] = {}
    held = 0

    def compare() -> None:
        nonlocal spans, held
        found, checked = _spans_of(waiting)
        faults.extend(found)
        spans += checked
        waiting.clear()
        held = 0

    for number, commit in enumerate(commits):
        progress(number, len(commits))
        if commit.part not in counted and not _there(store.files, commit):
            continue  # merged into another part, and being cleared away
        tables = {}
        for name, file in commit.tables.items():
            path = f"{name}/{commit.part}.parquet"
            files += 1
            undigested += file.digest is None
            table, wrong = _file(store.files, path, name, commit)
            faults += [Fault(path, what) for what in wrong]
            if table is not None:
                tables[name] = table
                rows += table.num_rows
                held += table.num_rows
        waiting[commit.part] = tables
        if held >= _AT_ONCE:
            compare()
    compare()
    progress(len(commits), len(commits))
    return Soundness(tuple(faults), len(counted), files, rows, spans, undigested, tuple(orphans(store)))


def info(store: Store) -> dict[str, Any]:
    """What a desk consists of: version, parts, rows and bytes by table, and what ``compact`` would do."""
    everything = store.all_commits()
    commits = standing(everything)
    tables: dict[str, dict[str, int]] = {}
    for commit in commits:
        for name, file in commit.tables.items():
            about = tables.setdefault(name, {"rows": 0, "bytes": 0})
            about["rows"] += file.rows
            about["bytes"] += (
                file.size if file.size is not None else _size(store.files, f"{name}/{commit.part}.parquet")
            )
    return {
        "desk": str(store.files),
        "version": store.version(),
        "parts": len(commits),
        "merged_parts": sum(c.merged for c in commits),
        "replaced_parts": len(everything) - len(commits),
        "parts_of_older_versions": sum(not c.current for c in commits),
        "orphans": len(orphans(store)),
        "to_merge": sum(map(len, plan(commits, renew=True))),
        "tables": {t.name: tables[t.name] for t in TABLES if t.name in tables},
    }


def _there(files: Files, commit: Commit) -> bool:
    return f"{commit.part}.json" in files.names("commits")


def _size(files: Files, name: str) -> int:
    try:
        return files.size(name)
    except FileNotFoundError:
        return 0


def _file(files: Files, path: str, name: str, commit: Commit) -> tuple[pa.Table | None, list[str]]:
    """The table in a file if it can be read, and what is wrong with it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    expected = commit.tables[name]
    try:
        content = files.read(path)
    except FileNotFoundError:
        return None, ["is missing; restore it from a copy, or read the pages again into a new desk"]
    except OSError as error:
        return None, [f"cannot be read: {error}"]
    wrong = []
    if expected.digest is not None and hashlib.sha256(content).hexdigest() != expected.digest:
        wrong.append("is not what was written: its digest differs; restore it from a copy")
    try:
        with pq.ParquetFile(pa.BufferReader(content)) as file:
            table = file.read()
    except (OSError, pa.ArrowException) as error:
        return None, [*wrong, f"is no sound Parquet file: {error}"]
    if table.num_rows != expected.rows:
        wrong.append(f"has {table.num_rows:,} rows, and its commit says {expected.rows:,}")
    wanted = arrow_schema(name).names if commit.current else ["article"] if name != "skipped" else []
    if name in ("pages", "residue") and not commit.current:
        wanted = ["page"]
    if missing := [c for c in wanted if c not in table.column_names]:
        wrong.append(f"lacks the columns {', '.join(missing)}")
        return None, wrong
    return table, wrong


def _spans_of(parts: Mapping[str, Mapping[str, pa.Table]]) -> tuple[list[Fault], int]:
    """What is wrong with the spans of some parts, and how many were compared. Small parts are compared together, which
    costs a tenth; where something is wrong, each alone, to name it."""
    faults, checked, sound = [], 0, True
    for what, some in _spans(parts):
        checked += some
        sound = sound and not what
    if not sound:
        faults = [
            Fault(f"part {part}", what) for part, tables in parts.items() for what, _ in _spans({part: tables}) if what
        ]
    return faults, checked


def _spans(parts: Mapping[str, Mapping[str, pa.Table]]) -> Iterator[tuple[str, int]]:
    """For every kind of span: what is wrong (empty if nothing), and how many were compared."""
    import duckdb

    for tables in parts.values():
        if "articles" not in tables:
            for name in sorted(_SPANS.keys() & tables.keys()):
                yield f"{name} of articles that are not in it", 0
    with duckdb.connect() as session:
        session.execute("SET enable_progress_bar = false")
        articles = _together(parts, "articles", ["article", "text"])
        if articles is None:
            return
        session.register("articles", articles)
        for name, kinds in _SPANS.items():
            columns = ["article", *dict.fromkeys(column for kind in kinds for column in kind)]
            spans = _together(parts, name, columns)
            if spans is None:
                continue
            session.register("spans", spans)
            for start, end, text in kinds:
                row = session.sql(
                    f"""
                    SELECT count(*), count(*) FILTER (a.article IS NULL),
                        count(*) FILTER (substring(a.text, s."{start}" + 1, s."{end}" - s."{start}") <> s."{text}"),
                        min(s.article) FILTER (
                            substring(a.text, s."{start}" + 1, s."{end}" - s."{start}") IS DISTINCT FROM s."{text}")
                    FROM spans s LEFT JOIN articles a USING (part, article) WHERE s."{text}" IS NOT NULL
                    """  # noqa: S608 - our own columns
                ).fetchall()[0]
                count, lost, differing, article = row
                wrong = ""
                if lost or differing:
                    wrong = (
                        f"{name}: {lost + differing:,} of {count:,} `{text}` are not the slice of the text they name"
                    )
                    wrong += f" (article {article}, first of them)"
                yield wrong, count
            session.unregister("spans")


def _together(parts: Mapping[str, Mapping[str, pa.Table]], name: str, columns: list[str]) -> pa.Table | None:
    """A table of several parts, each row with the number of its part; of parts that have their articles."""
    import pyarrow as pa

    found = []
    for number, tables in enumerate(parts.values()):
        if name in tables and "articles" in tables:
            table = tables[name].select(columns)
            found.append(table.append_column("part", pa.repeat(pa.scalar(number, pa.int32()), table.num_rows)))
    return pa.concat_tables(found, promote_options="permissive") if found else None

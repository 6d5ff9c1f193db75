"""Merging small parts into large ones, while others read and write.

A long run leaves a part each half minute; every question opens all of them. ``compact`` merges them: a merged part is
committed like any other, with the parts that it holds, and counts in their stead from that moment on. Nothing is
deleted before ``GRACE_S`` have passed, so that a reader which began earlier still finds its files. One process compacts
at a time (a lock in ``derived/``); writers and readers never wait for it.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from typing import TYPE_CHECKING

from dragoman.desk.schema import TABLES, arrow_schema
from dragoman.desk.storage.store import Commit, Store
from dragoman.errors import DeskError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FEW", "GRACE_S", "LARGE", "Account", "clear", "compact", "crowded", "orphans", "plan", "written"]

LARGE = 2_000_000
"""Rows of all tables together from which on a part is left alone: 100,000 articles are a dozen parts, and merging takes
some hundred MB of memory."""
FEW = 16
"""A writer that leaves so many small parts behind merges them at its end: opening a part costs each question about a
millisecond a table."""
GRACE_S = 900.0
"""Seconds for which the files of merged parts stay: longer than any question takes."""
_ORPHANED_S = 86_400.0
"""A file without a commit that is so old belongs to a writer that was killed, not to one that is still writing."""
_LEASE_S = 3600.0
"""A lock that is so old was left by a machine that died."""
_LOCK = "derived/compact.lock"
_KEYS = {
    "articles": ("article",), "mentions": ("mention",), "times": ("time",), "places": ("place_mention",),
    "events": ("event",), "participants": ("event", "side", "position"), "claims": ("claim",),
}  # fmt: skip
"""What identifies a row; rows of other tables are the same if all their columns are."""


@dataclass(frozen=True, slots=True)
class Account:
    """What compacting did: parts ``merged`` into how many (``made``), rows that stood twice, files deleted; ``renewed``
    of the merged ones were written anew because an older Dragoman wrote them, with columns or in a way of its own."""

    merged: int = 0
    made: int = 0
    repeats: int = 0
    deleted: int = 0
    renewed: int = 0


def plan(commits: Sequence[Commit], large: int = LARGE, least: int = 2, *, renew: bool = False) -> list[list[Commit]]:
    """Which parts to merge with one another: small ones and those of an older layout, oldest first. Pure.

    No group has more than ``large`` rows (unless one part has), nor fewer than ``least`` parts; a part of an older
    layout is written anew even if it is alone; with ``renew`` one whose files are ``slow``, too.
    """

    def fit(commit: Commit) -> bool:
        return commit.current and not (renew and commit.slow)

    groups: list[list[Commit]] = []
    size = 0
    for commit in commits:
        rows = _rows(commit)
        if rows >= large and fit(commit):
            continue
        if not groups or size + rows > large:
            groups.append([])
            size = 0
        groups[-1].append(commit)
        size += rows
    return [g for g in groups if len(g) >= least or not all(map(fit, g))]


def compact(
    store: Store,
    *,
    large: int = LARGE,
    least: int = 2,
    grace: float = GRACE_S,
    renew: bool = False,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Account | None:
    """Merges and clears away; None if another process is at it. Raises DeskError if the desk cannot be written.

    ``renew``: also large parts whose files are ``slow`` are written anew, which takes about ten seconds for each
    million rows. Writers that tidy up behind themselves leave that to whoever asks for it.
    """
    try:
        with _locked(store) as held:
            if not held:
                return None
            groups = plan(store.commits(), large, least, renew=renew)
            repeats = 0
            for number, group in enumerate(groups):
                progress(number, len(groups))
                repeats += _merge(store, group)
            progress(len(groups), len(groups))
            deleted = clear(store, grace)
    except OSError as error:
        raise DeskError(f"{store.files}: compacting stopped, the desk is as whole as it was: {error}") from error
    renewed = sum(not c.current or c.slow for group in groups for c in group)
    return Account(sum(map(len, groups)), len(groups), repeats, deleted, renewed)


def crowded(store: Store) -> bool:
    """Whether so many small parts lie there that merging them is due."""
    return sum(map(len, plan(store.commits()))) >= FEW


def clear(store: Store, grace: float = GRACE_S) -> int:
    """Deletes the files of parts that were merged more than ``grace`` seconds ago, and what killed writers left."""
    everything = store.all_commits()
    standing = {commit.part: commit for commit in store.commits()}
    deleted = 0
    for commit in everything:
        if commit.part in standing:
            continue
        holders = [c for c in standing.values() if commit.holds <= c.holds]
        if not holders or time() - max(written(c.part) for c in holders) < grace:
            continue
        # The commit goes first: whoever lists the commits from now on knows nothing of the files.
        for name in (f"commits/{commit.part}.json", *(f"{table}/{commit.part}.parquet" for table in commit.tables)):
            store.files.remove(name)
            deleted += 1
    for name in orphans(store):
        if time() - written(name.rsplit("/", 1)[-1]) > max(grace, _ORPHANED_S):
            store.files.remove(name)
            deleted += 1
    return deleted


def orphans(store: Store) -> list[str]:
    """Files of parts without a commit: of writers that were killed, or that are writing just now."""
    # first the files, then the commits: what is committed in between is no orphan
    found = [(t.name, name) for t in TABLES for name in store.files.names(t.name) if name.endswith(".parquet")]
    known = {commit.part for commit in store.all_commits()}
    return [f"{table}/{name}" for table, name in found if name.removesuffix(".parquet") not in known]


def written(part: str) -> float:
    """When a part was written, in seconds since 1970, by its name; 0 if that tells nothing."""
    try:
        return datetime.strptime(part[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _rows(commit: Commit) -> int:
    return sum(file.rows for file in commit.tables.values())


def _merge(store: Store, group: Sequence[Commit]) -> int:
    """Merges parts into one; how many rows stood in more than one of them."""
    import pyarrow as pa

    tables = {t.name: pa.concat_tables([_read(store, c, t.name) for c in group if t.name in c.tables] or
                                       [arrow_schema(t.name).empty_table()]) for t in TABLES}  # fmt: skip
    repeats = 0
    if _repeated(tables["pages"]):
        for name, table in tables.items():
            tables[name] = _once(name, table)
            repeats += table.num_rows - tables[name].num_rows
    store.commit_tables(_ordered(tables), frozenset().union(*(c.holds for c in group)))
    return repeats


def _read(store: Store, commit: Commit, name: str) -> pa.Table:
    """One table of one part, in the layout of today."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with store.files.open(f"{name}/{commit.part}.parquet") as raw:
        table = pq.read_table(raw)
    columns = []
    for field in arrow_schema(name):
        if field.name in table.column_names:
            columns.append(table[field.name].cast(field.type))
        elif field.name == "part":
            columns.append(pa.chunked_array([pa.repeat(commit.part, table.num_rows)]))
        else:
            columns.append(pa.chunked_array([pa.nulls(table.num_rows, field.type)]))
    return pa.table(columns, schema=arrow_schema(name))


def _ordered(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables by day of publication and article: the latest page, a month or one article are one group of rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    articles = tables["articles"]
    day = pc.coalesce(articles["published_end"], articles["published_start"])
    order = pc.sort_indices(
        pa.table({"day": day, "article": articles["article"]}), [("day", "ascending"), ("article", "ascending")]
    )
    ids = articles["article"].take(order)
    ordered = {"articles": articles.take(order)}
    for name, table in tables.items():
        if name != "articles" and "article" in table.column_names:
            rank = pc.index_in(table["article"], value_set=ids)
            rows = pa.table({"rank": rank, "row": pa.array(range(table.num_rows), pa.int64())})
            table = table.take(pc.sort_indices(rows, [("rank", "ascending"), ("row", "ascending")]))  # noqa: PLW2901
        ordered.setdefault(name, table)
    return ordered


def _repeated(pages: pa.Table) -> bool:
    import pyarrow.compute as pc

    return bool(pc.count_distinct(pages["page"]).as_py() < pages.num_rows)


def _once(name: str, table: pa.Table) -> pa.Table:
    """The table without the repeats that two writers leave who read the same page: the first of each row."""
    import pyarrow as pa

    numbered = table.append_column("row", pa.array(range(table.num_rows), pa.int64()))
    keys = list(_KEYS.get(name, table.column_names))
    for key in keys:
        if pa.types.is_list(table.schema.field(key).type):  # Arrow groups by no lists
            written = pa.array([None if v is None else json.dumps(v) for v in table[key].to_pylist()], pa.string())
            numbered = numbered.set_column(numbered.column_names.index(key), key, written)
    first = numbered.group_by(keys).aggregate([("row", "min")])["row_min"]
    return table.take(first.sort())


@contextmanager
def _locked(store: Store) -> Iterator[bool]:
    """Holds the lock, or says that another process does; one that was left behind is taken over."""
    mine = json.dumps({"host": socket.gethostname(), "pid": os.getpid(), "at": time()}).encode()
    held = store.files.claim(_LOCK, mine)
    if not held and _left(store):
        store.files.remove(_LOCK)
        held = store.files.claim(_LOCK, mine)
    try:
        yield held
    finally:
        if held:
            store.files.remove(_LOCK)


def _left(store: Store) -> bool:
    """Whether the process that took the lock is gone."""
    try:
        about = json.loads(store.files.read(_LOCK))
        host, pid, at = str(about["host"]), int(about["pid"]), float(about["at"])
    except FileNotFoundError:
        return True
    except (ValueError, KeyError, TypeError):
        return False  # it is being written just now, or was torn when its machine died: a person must look
    here = host == socket.gethostname() and pid != os.getpid()
    return time() - at > _LEASE_S or (here and not _runs(pid))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

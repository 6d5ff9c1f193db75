"""The desk beside SQLite and a plain DuckDB file: loading, size, everyday questions, readers beside writers, kill -9.

``python benchmarks/desk.py`` makes a desk of 1 million events by rule (``desk_made.py``) and measures everything in one
run; ``--articles`` makes it smaller, ``--only`` takes some of the stages, ``--keep`` leaves the folder for another run.
Times are wall time and processor time, medians of several turns in which the three take turns: on a shared machine the
first says little and the second what an idle core would need. Search has a benchmark of its own (``search.py``).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb
import pyarrow as pa

sys.path[:0] = [str(Path(__file__).parent), *(str(Path(__file__).parent.parent / p) for p in ("tests", "tests/desk"))]

from desk_made import tables  # noqa: E402
from desk_writer import store  # noqa: E402
from dragoman.desk import Desk  # noqa: E402
from dragoman.desk.storage.compact import compact  # noqa: E402
from dragoman.desk.storage.store import Store  # noqa: E402
from dragoman.desk.storage.verify import verify  # noqa: E402

STAGES = ("load", "questions", "readers", "kill")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--only", choices=STAGES, action="append")
    parser.add_argument("--keep", type=Path, help="folder for the files; a desk that is there already is used")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    stages = given.only or STAGES
    folder = given.keep or Path(tempfile.mkdtemp(prefix="desk-"))
    folder.mkdir(parents=True, exist_ok=True)
    if "load" in stages or not (folder / "desk").exists():
        load(folder, given.articles)
    if "questions" in stages:
        questions(folder, given.turns)
    if "readers" in stages:
        readers(folder)
    if "kill" in stages:
        kill(folder, given.kills)
    if not given.keep:
        shutil.rmtree(folder)


# ------------------------------------------------------------------------------------------------------- load
def load(folder: Path, articles: int) -> None:
    """The same tables into each, chunk by chunk in turn; then the desk is compacted."""
    desk = Desk(folder / "desk")
    plain = duckdb.connect(str(folder / "plain.duckdb"))
    lite = sqlite3.connect(folder / "lite.sqlite")
    lite.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    spent: dict[str, list[tuple[float, float]]] = {"desk": [], "duckdb": [], "sqlite": []}
    rows = 0
    for chunk in tables(articles):
        rows += sum(t.num_rows for t in chunk.values())
        spent["desk"].append(timed(lambda chunk=chunk: desk.store.commit_tables(chunk)))
        spent["duckdb"].append(timed(lambda chunk=chunk: _into_duckdb(plain, chunk)))
        spent["sqlite"].append(timed(lambda chunk=chunk: _into_sqlite(lite, chunk)))
    plain.close()
    lite.close()
    size = {
        "desk": _size(folder / "desk"),
        "duckdb": _size(folder / "plain.duckdb"),
        "sqlite": _size(folder / "lite.sqlite"),
    }
    print(f"{articles:,} articles, {10 * articles:,} events, {rows:,} rows of all tables")
    for name, turns in spent.items():
        wall, cpu = (sum(t[k] for t in turns) for k in (0, 1))
        print(f"load {name:7} {wall:7.1f} s wall, {cpu:6.1f} s processor; {size[name] / 1e6:7.1f} MB")
    ratio = statistics.median(a[0] / b[0] for a, b in zip(spent["desk"], spent["duckdb"], strict=True))
    busy = sum(t[1] for t in spent["desk"]) / sum(t[1] for t in spent["duckdb"])
    print(f"desk / duckdb: load {ratio:.2f} (median of chunks, wall), {busy:.2f} (processor)")
    print(f"size: desk / sqlite {size['desk'] / size['sqlite']:.3f}, desk / duckdb {size['desk'] / size['duckdb']:.3f}")
    merged: list[object] = []
    wall, cpu = timed(lambda: merged.append(compact(desk.store, grace=0)))
    print(f"compact: {merged[0]}, {wall:.1f} s wall, {cpu:.1f} s processor; {_size(folder / 'desk') / 1e6:.1f} MB")


def _into_duckdb(plain: duckdb.DuckDBPyConnection, chunk: dict[str, pa.Table]) -> None:
    plain.execute("BEGIN")
    for name, table in chunk.items():
        plain.register("incoming", table)
        plain.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM incoming LIMIT 0")
        plain.execute(f"INSERT INTO {name} SELECT * FROM incoming")
        plain.unregister("incoming")
    plain.execute("COMMIT")


def _into_sqlite(lite: sqlite3.Connection, chunk: dict[str, pa.Table]) -> None:
    with lite:
        for name, table in chunk.items():
            columns = ", ".join(f'"{c}"' for c in table.column_names)
            lite.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
            values = [_flat(table[c]) for c in table.column_names]
            marks = ", ".join("?" * len(values))
            lite.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*values, strict=True))


def _flat(column: pa.ChunkedArray) -> list[object]:
    """A column as SQLite can hold it: lists as JSON, days as text."""
    if pa.types.is_list(column.type):
        return [json.dumps(v) if v is not None else None for v in column.to_pylist()]
    return (column.cast(pa.string()) if pa.types.is_date(column.type) else column).to_pylist()


# -------------------------------------------------------------------------------------------------- questions
def questions(folder: Path, turns: int) -> None:
    """The desk's questions, and the same by plain SQL where the others can be asked it in one sentence."""
    desk = Desk(folder / "desk", create=False)
    first = timed(lambda: desk.sql("SELECT count(*) FROM acts"))
    print(f"first question of all, which makes the summaries: {first[0]:.2f} s wall, {first[1]:.2f} s processor")
    # the 20th and 40th of all actors: a head of state, not the one that is in a tenth of the news
    busiest = desk.sql(
        "SELECT source AS actor, count(*) AS n FROM acts GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 40"
    ).to_dicts()
    one, other = busiest[19]["actor"], busiest[39]["actor"]
    article = desk.sql("SELECT article FROM articles ORDER BY article LIMIT 1 OFFSET 777").to_dicts()[0]["article"]
    asked: dict[str, Callable[[], object]] = {
        "dyad by month": lambda: desk.dyad(one, other),
        f"actor timeline ({busiest[19]['n']} events as source), 100 rows": lambda: desk.timeline(one, limit=100),
        "network of half a year": lambda: desk.network(since="2023", until="2023-06", limit=200).edges,
        "network of all time": lambda: desk.network(limit=200).edges,
        "latest page, 50 rows": lambda: desk.events(newest=True, limit=50),
        "one article's events": lambda: desk.events(article=article),
        "events by month": lambda: desk.counts("month"),
    }
    report(asked, turns, "desk")
    for name, plain in (("duckdb", _duckdb(folder)), ("sqlite", _sqlite(folder))):
        if plain:
            report(
                {q: lambda plain=plain, sql=sql: plain(sql) for q, sql in _plain(one, other, article).items()},
                turns,
                name,
            )


def _plain(one: str, other: str, article: str) -> dict[str, str]:
    acts = "participants s JOIN participants t ON s.event = t.event AND s.side = 'source' AND t.side = 'target'"
    return {
        "dyad by month": f"""SELECT substr(CAST(e.to_day AS TEXT), 1, 7) AS month, e.quad, count(*) FROM {acts}
            JOIN events e ON e.event = s.event WHERE (s.actor = '{one}' AND t.actor = '{other}')
            OR (s.actor = '{other}' AND t.actor = '{one}') GROUP BY 1, 2 ORDER BY 1""",
        "actor timeline, 100 rows": f"""SELECT * FROM events WHERE event IN (SELECT event FROM participants
            WHERE actor = '{one}') ORDER BY to_day LIMIT 100""",
        "network of all time": f"SELECT s.actor, t.actor, count(*) FROM {acts} GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 200",
        "latest page, 50 rows": """SELECT e.*, a.title FROM events e JOIN articles a ON a.article = e.article
            ORDER BY a.published_end DESC LIMIT 50""",
        "one article's events": f"SELECT * FROM events WHERE article = '{article}'",
    }


def _duckdb(folder: Path) -> Callable[[str], object] | None:
    path = folder / "plain.duckdb"
    if not path.exists():
        return None
    session = duckdb.connect(str(path), read_only=True)
    return lambda sql: session.execute(sql).fetchall()


def _sqlite(folder: Path) -> Callable[[str], object] | None:
    path = folder / "lite.sqlite"
    if not path.exists():
        return None
    session = sqlite3.connect(path)
    # the indexes that anybody would give it
    for table, column in (
        ("events", "event"), ("events", "article"), ("participants", "actor"), ("participants", "event"),
        ("articles", "article"), ("articles", "published_end"),
    ):  # fmt: skip
        session.execute(f"CREATE INDEX IF NOT EXISTS {table}_{column} ON {table}({column})")
    return lambda sql: session.execute(sql).fetchall()


def report(asked: dict[str, Callable[[], object]], turns: int, who: str) -> None:
    for name, ask in asked.items():
        ask()
        spent = [timed(ask) for _ in range(turns)]
        wall, cpu = (1000 * statistics.median(t[k] for t in spent) for k in (0, 1))
        print(f"{who:7} {name}: {wall:.0f} ms wall, {cpu:.0f} ms processor", flush=True)


# ------------------------------------------------------------------------------------------- readers, writers
def _append(path: Path, first: int, parts: int) -> None:
    from readings import reading

    desk = Desk(path)
    with desk.writer() as writer:
        for number in range(first, first + parts):
            writer.add(reading(number))
            writer.commit()


def readers(folder: Path, writers: int = 4, parts: int = 40) -> None:
    """One reader polls while four writers append, and parts are merged meanwhile."""
    path = folder / "polled"
    shutil.rmtree(path, ignore_errors=True)
    desk = Desk(path)
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_append, args=(path, 1000 * n, parts)) for n in range(writers)]
    for process in running:
        process.start()
    counts, errors = [0], 0
    while any(p.is_alive() for p in running):
        try:
            counts.append(len(desk.sql("SELECT event FROM events")))
            if len(counts) % 5 == 0:
                compact(desk.store, grace=5)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            errors += 1
            print(f"reader: {error}")
    falls = sum(b < a for a, b in pairwise(counts))
    whole = len(desk.table("articles")) == writers * parts
    print(
        f"reader beside {writers} writers: {len(counts) - 1} polls, {errors} errors, {falls} falls; all there: {whole}"
    )
    print(f"    verify: {len(verify(desk.store).faults)} faults")


# --------------------------------------------------------------------------------------------------- kill -9
class Killed:
    """A desk whose writers are killed: what they acknowledged, and what is counted of it."""

    def __init__(self, path: Path) -> None:
        self.path, self.killed, self.faults, self.merged = path, 0, 0, 0
        self.acknowledged: set[int] = set()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["desk_writer"])
        self._started = 0

    def start(self) -> tuple[BaseProcess, Connection]:
        """A writer that stores one article after the other, and where it acknowledges them."""
        heard, said = self._context.Pipe(duplex=False)
        writer = self._context.Process(target=store, args=(self.path, 1000 * self._started, said))
        writer.start()
        said.close()
        self._started += 1
        return writer, heard

    def kill(self, writer: BaseProcess, heard: Connection, after: int, more: float) -> None:
        """Kills it so many acknowledgements and seconds later, and takes what it still had said."""
        for _ in range(after):
            self.acknowledged.add(heard.recv())
        time.sleep(more)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        with suppress(EOFError, OSError):
            while True:
                self.acknowledged.add(heard.recv())
        self.killed += 1

    def look(self) -> None:
        """Verifies the desk; now and then merges its parts, as writers do when many have come together."""
        self.faults += len(verify(Store.open(self.path)).faults)
        if self.killed % 5 == 0:
            print(
                f"{self.killed} killed, {self.faults} faults, {self.lost()} of {len(self.acknowledged)} lost",
                flush=True,
            )
            made = compact(Store.open(self.path), grace=0)  # nobody else reads it
            self.merged += made.merged if made else 0

    def lost(self) -> int:
        """Articles that were acknowledged and are not there."""
        stored = {row["origin"] for row in Desk(self.path).sql("SELECT DISTINCT origin FROM articles")}
        return sum(f"page{n}.html" not in stored for n in self.acknowledged)


def kill(folder: Path, times: int, at_once: int = 3) -> None:
    """Writers killed at random moments, the others going on; what they said was stored must be there, and the desk
    whole, each time. Losses are counted as it goes, and when it is stopped.

    They are forked from a process that has everything loaded: what is killed is writing, not starting.
    """
    path = folder / "killed"
    shutil.rmtree(path, ignore_errors=True)
    Desk(path)
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # the server does not take over the path of this process
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    desk, draw = Killed(path), random.Random(1)
    running = [desk.start() for _ in range(at_once)]
    try:
        for _ in range(times):
            writer, heard = running.pop(draw.randrange(len(running)))
            desk.kill(writer, heard, draw.randint(1, 8), draw.random() / 4)
            for other, _ in running:  # else they would write faster than the desk is looked at
                os.kill(other.pid or 0, signal.SIGSTOP)
            desk.look()
            for other, _ in running:
                os.kill(other.pid or 0, signal.SIGCONT)
            running.append(desk.start())
    finally:
        for writer, _ in running:
            writer.kill()
            writer.join()
        found = f"{desk.faults} faults, {desk.lost()} of {len(desk.acknowledged)} acknowledged articles lost"
        print(f"kill -9 of {desk.killed} writers: {found}; {desk.merged} parts merged meanwhile", flush=True)
        left = sum(1 for _ in path.rglob("*.parquet")) - sum(len(c.tables) for c in Store.open(path).all_commits())
        print(f"    files that the killed left unfinished or merging left behind, which nobody reads: {left}")


# ---------------------------------------------------------------------------------------------------- measure
def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


if __name__ == "__main__":
    main()

"""A window on a desk, for whoever asks often: one DuckDB session that many threads share, with limits on cost.

A desk is only ever added to, so an answer holds until the next part is committed: sessions and answers are kept by the
newest state of the folder, and made anew when it changed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from dragoman.desk.answers import Answers
from dragoman.desk.browse import ARTICLE_TABLES, BROWSED
from dragoman.desk.corrections import Correction, load_corrections
from dragoman.desk.result import Result
from dragoman.desk.views import connect
from dragoman.errors import CostError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from dragoman.desk.store import Store

__all__ = ["State", "Window"]

State: TypeAlias = tuple[int, str, str]
"""How many parts a desk has, the name of the newest (empty if there is none), and a sign for what is kept beside them:
judgements, corrections and derived tables."""

_LOOKS_EVERY_S = 0.5
"""How often the folder is asked for new parts at most: one listing of a folder."""
_KEPT_ANSWERS = 400
_KEPT_ROWS = 2_000
"""Answers with more rows are not kept: they are exports, and asked for once."""
_WORTH_KEEPING, _MOST_KEPT = 20_000, 4_000_000
"""Events of a desk whose browsed columns are kept in memory: fewer are read as fast from the files, more would take
over two gigabytes (measured: 0.5 GB a million)."""


class Window(Answers):
    """The questions of ``Answers`` over one desk, for many threads.

    ``seconds`` bounds one query, ``at_once`` how many run at the same time; both raise CostError when exceeded.
    """

    def __init__(self, store: Store, *, seconds: float = 10.0, at_once: int = 4) -> None:
        super().__init__(store)
        self._seconds = seconds
        self._slots = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._session: duckdb.DuckDBPyConnection | None = None
        self._state: State = (0, "", "")
        self._looked = float("-inf")
        self._answers: OrderedDict[tuple[State, str, str], Result] = OrderedDict()
        self._corrections: Mapping[str, list[Correction]] | None = None

    def state(self) -> State:
        """What the desk holds now; it differs from an earlier one when something was added."""
        with self._lock:
            return self._fresh()

    def sql(self, query: str, values: list[Any] | None = None) -> Result:
        """The answer to a query over the views; a short one is kept for whoever asks the same.

        Raises CostError if it takes too long or too many ask at once, UsageError if the query is wrong.
        """
        with self._lock:
            key = (self._fresh(), query, repr(values))
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        result = self._run(query, values or [])
        if len(result) <= _KEPT_ROWS:
            with self._lock:
                self._answers[key] = result
                while len(self._answers) > _KEPT_ANSWERS:
                    self._answers.popitem(last=False)
        return result

    def rows(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """The answer as dicts by column. Raises as ``sql``."""
        return self.sql(query, values).to_dicts()

    def one(self, query: str, values: list[Any] | None = None) -> dict[str, Any] | None:
        """The first row, None if there is none. Raises as ``sql``."""
        return next(iter(self.rows(query, values)), None)

    def corrections(self) -> Mapping[str, list[Correction]]:
        """What people said of events and claims, by record, oldest first. Raises DeskError on a broken file."""
        with self._lock:
            self._fresh()
            if self._corrections is None:
                found: dict[str, list[Correction]] = {}
                for correction in load_corrections(self.store):
                    found.setdefault(correction.record, []).append(correction)
                self._corrections = found
            return self._corrections

    def forget(self) -> None:
        """Makes the next question look at the folder again, however short ago it was looked at: something was added."""
        with self._lock:
            self._looked = float("-inf")

    def close(self) -> None:
        """Lets the session go; it ends when the last answer that is being made is done."""
        with self._lock:
            self._session = None

    def _run(self, query: str, values: list[Any]) -> Result:
        import duckdb

        with self._cursor() as cursor:
            try:
                return Result(cursor.sql(query, params=values or None).to_arrow_table())
            except duckdb.InterruptException as error:
                raise CostError(
                    f"the question took more than {self._seconds:g} s and was stopped; narrow it by time, type or actor"
                ) from error
            except duckdb.Error as error:
                raise UsageError(f"the query failed: {error}") from error

    def _fresh(self) -> State:
        """Looks at the folder if that is due, and opens a new session if it has changed. Called with the lock held."""
        if monotonic() - self._looked >= _LOOKS_EVERY_S or self._session is None:
            parts = self.store.parts()
            state = (len(parts), parts[-1] if parts else "", _beside(self.store.path))
            if state != self._state or self._session is None:
                # The old session is not closed here: threads may still be reading; it goes with its last cursor.
                self._session = connect(self.store)
                _seen_views(self._session)
                threading.Thread(target=_keep, args=(self._session.cursor(),), daemon=True).start()
                self._corrections = None
                self._state = state
                self._answers.clear()
            self._looked = monotonic()
        return self._state

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        if not self._slots.acquire(timeout=self._seconds):
            raise CostError("too many questions at once; try again in a moment")
        try:
            with self._lock:
                self._fresh()
                assert self._session is not None
                cursor = self._session.cursor()
            timer = threading.Timer(self._seconds, cursor.interrupt)
            timer.daemon = True
            timer.start()
            try:
                yield cursor
            finally:
                timer.cancel()
                cursor.close()
        finally:
            self._slots.release()


def _beside(desk: Path) -> str:
    """A sign that changes when judgements or corrections are added, or derived tables made anew."""
    signs = []
    for folder in (desk / "judgements", desk / "corrections"):
        signs.append(str(sum(1 for _ in folder.glob("*.jsonl"))) if folder.is_dir() else "0")
    for made in sorted((desk / "derived").glob("*/current.json")):
        with suppress(OSError):
            signs.append(str(made.stat().st_mtime_ns))
    return ".".join(signs)


def _seen_views(session: duckdb.DuckDBPyConnection) -> None:
    """The stored tables as judged by users, with the file that each row stands in (``browse.records_of_article``)."""
    there = {row[0] for row in session.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    for table in ARTICLE_TABLES:
        seen = f"judged_{table}" if f"judged_{table}" in there else f"stored_{table}"
        session.execute(f"CREATE VIEW seen_{table} AS SELECT * FROM {seen}")  # noqa: S608 - our own names
    session.execute(f"CREATE VIEW browsed AS SELECT {BROWSED} FROM events")  # noqa: S608 - our own names


def _keep(cursor: duckdb.DuckDBPyConnection) -> None:
    """Takes the columns that are browsed into memory, compressed, while the first questions are read from the files.

    From then on a question on a million events costs a fifth: text need not be unpacked anew for each.
    """
    import duckdb

    with suppress(duckdb.Error):  # without it all goes on, from the files
        row = cursor.execute("SELECT count(*) FROM stored_events").fetchone()
        if row is not None and _WORTH_KEEPING <= row[0] <= _MOST_KEPT:
            cursor.execute("ATTACH ':memory:' AS kept (COMPRESS)")
            cursor.execute(f"CREATE TABLE kept.browsed AS SELECT {BROWSED} FROM events")  # noqa: S608 - our own names
            cursor.execute("CREATE OR REPLACE VIEW browsed AS SELECT * FROM kept.browsed")
    cursor.close()

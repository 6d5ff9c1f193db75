"""A window on a desk, for whoever asks often: one DuckDB that many threads share, with limits on cost.

A desk is only ever added to, so an answer holds until the next part is committed: answers are kept by the newest state
of the folder, and views made anew when it changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from dragoman.desk.amendments.amended import Standing, settle
from dragoman.desk.amendments.corrections import Correction, load_corrections
from dragoman.desk.amendments.identities import JUDGED
from dragoman.desk.answers.plain import Answers
from dragoman.desk.database.lookup import RECORD_TABLES, all_sightings, needed_for, rows_of
from dragoman.desk.database.points import open_points
from dragoman.desk.database.views import make_views, new_session, stored_rows
from dragoman.desk.result import Result
from dragoman.desk.schema import table
from dragoman.desk.windows.beside import Beside
from dragoman.desk.windows.kept import Kept, first_views
from dragoman.desk.windows.shelf import Shelf
from dragoman.errors import CostError, DragomanError, UsageError

if TYPE_CHECKING:
    import duckdb

    from dragoman.desk.storage.store import Commit, Store

__all__ = ["State", "Window"]

State: TypeAlias = tuple[int, str, str]
"""How many parts a desk has, the name of the newest (empty if there is none), and a sign for what is kept beside them:
judgements, corrections and derived tables."""
_Rows: TypeAlias = tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]

_LOOKS_EVERY_S = 0.5
"""How often the folder is asked for new parts at most: one listing of a folder."""
_KEEP_AFTER_S = 2.0
"""The first page goes before what makes later ones cheap: both would want all processors."""
_PATIENCE = 3
"""How many times the longest answer one waits for one's turn: on a busy machine a late page is better than none."""
_KEPT_CELLS = 2_000_000
"""Values of all answers that are kept: some 150 MB where they are texts, less where they are the same ones."""
_CLOSING = "the desk is being closed; ask again when it is open"
_LONGEST_KEPT = 100_000
"""An answer with more values is not kept: it is an export, and asked for once."""


class Window(Answers):
    """The questions of ``Answers`` over one desk, for many threads.

    ``seconds`` bounds one query, ``at_once`` how many run at the same time; both raise CostError when exceeded.
    """

    def __init__(self, store: Store, *, seconds: float = 10.0, at_once: int = 4) -> None:
        super().__init__(store)
        self._seconds = seconds
        self._slots = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._session: _Session | None = None
        self._state: State = (0, "", "")
        self._looked = float("-inf")
        self._told = self._renewing = False
        self._answers: Shelf[tuple[State, str, str], Any] = Shelf(_KEPT_CELLS, _LONGEST_KEPT)
        self._corrections: Mapping[str, list[Correction]] | None = None
        self._made_instance: _Instance | None = None
        self._beside = Beside()
        self._watch = _Watch(self._beside)

    def open(self) -> None:
        """Lets questions in again after ``close``."""
        if self._beside.stopping.is_set():
            self._beside = Beside()
            self._watch = _Watch(self._beside)

    def state(self) -> State:
        """What the desk holds now; it differs from an earlier one when something was added."""
        with self._lock:
            return self._fresh()

    def glance(self) -> State | None:
        """The state without looking at the folder; None if it is time to look (``state``)."""
        return self._state if monotonic() - self._looked < _LOOKS_EVERY_S else None

    def sql(self, query: str, values: list[Any] | None = None) -> Result:
        """The answer to a query over the views; a short one is kept for whoever asks the same.

        Raises CostError if it takes too long or too many ask at once, UsageError if the query is wrong.
        """

        def ask(_: _Session, cursor: duckdb.DuckDBPyConnection) -> Result:
            return Result(cursor.sql(query, params=values or None).to_arrow_table())

        found: Result = self._known("sql", query, values, ask, lambda r: len(r) * len(r.columns))
        return found

    def rows(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """The answer as dicts by column, the caller's own. Raises as ``sql``."""
        names, rows = self.tuples(query, values)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def tuples(self, query: str, values: list[Any] | None = None) -> _Rows:
        """The answer as names of columns and rows, which are shared: look, do not touch. Raises as ``sql``."""

        def ask(_: _Session, cursor: duckdb.DuckDBPyConnection) -> _Rows:
            answer = cursor.execute(query, values or None)
            return tuple(column[0] for column in answer.description), answer.fetchall()

        found: _Rows = self._known("rows", query, values, ask, lambda r: len(r[0]) * len(r[1]))
        return found

    def one(self, query: str, values: list[Any] | None = None) -> dict[str, Any] | None:
        """The first row, None if there is none. Raises as ``sql``."""
        return next(iter(self.rows(query, values)), None)

    def records(self, article: str) -> dict[str, Any] | None:
        """An article (``article``), its rows of the tables of ``RECORD_TABLES``, and the ``residue`` of its page; None
        if there is no such article. All of it is shared: look, do not touch. Raises as ``sql``."""
        found: dict[str, Any] | None = self._known(
            "records",
            article,
            None,
            lambda session, cursor: self._read(session, cursor, article),
            lambda r: _cells(r) if r else 1,
        )
        return found

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

    def standing(self) -> Standing:
        """The corrections that hold."""
        with self._lock:
            self._fresh()
            assert self._session is not None
            return self._session.standing

    def forget(self) -> None:
        """Makes the next question look at the folder again, and wait for what is there: the caller added something."""
        with self._lock:
            self._told = True

    def close(self) -> None:
        """Ends what is being answered (CostError), and what is done beside the questions; lets the session go. Later
        questions raise CostError until ``open``."""
        self._beside.take(self._lock)
        self._session = self._made_instance = None
        self._lock.release()
        self._beside.stop()

    def _known(self, kind: str, query: str, values: list[Any] | None, ask: Any, size: Any) -> Any:
        """What was answered to the same question while the desk was the same, or the answer that ``ask`` makes."""
        import duckdb

        with self._lock:
            key = (self._fresh(), kind + query, repr(values))
            if key in self._answers:
                return self._answers[key]
        with self._cursor() as (session, cursor):
            try:
                answer = ask(session, cursor)
            except duckdb.InterruptException as error:
                if self._beside.stopping.is_set():
                    raise CostError(_CLOSING) from error
                raise CostError(
                    f"the question took more than {self._seconds:g} s and was stopped; narrow it by time, type or actor"
                ) from error
            except duckdb.Error as error:
                raise UsageError(f"the query failed: {error}") from error
        with self._lock:
            self._answers.put(key, answer, size(answer))
        return answer

    def _read(self, session: _Session, cursor: duckdb.DuckDBPyConnection, article: str) -> dict[str, Any] | None:
        stands = cursor.execute(
            "SELECT file, copied FROM stands WHERE article = ? ORDER BY file LIMIT 1", [article]
        ).fetchone()
        if stands is None:
            return None
        whole = session.rows(cursor, "articles", stands[0], "article", article)[0]
        found: dict[str, Any] = {"article": whole}
        for name in RECORD_TABLES:
            if name == "sightings" and stands[1]:
                found[name] = _dicts(cursor.execute(all_sightings(), [article]))
            else:
                found[name] = session.rows(cursor, name, stands[0], "article", article)
        found["residue"] = session.rows(cursor, "residue", stands[0], "page", whole["page"])
        return found

    def _fresh(self) -> State:
        """Looks at the folder if that is due. Called with the lock held.

        A first session, and one that shows what the caller has just written, is made at once. For what others added,
        one is made ready beside the questions, which the last one answers meanwhile: nobody waits for a loader.
        """
        if self._beside.stopping.is_set():
            raise CostError(_CLOSING)
        if self._session is None or self._told:
            commits, state = self._look()
            self._told = False
            if state != self._state or self._session is None:
                self._take(_Session(self.store, commits, self._instance), state)
        elif monotonic() - self._looked >= _LOOKS_EVERY_S and not self._renewing:
            commits, state = self._look()
            if state != self._state:
                self._renewing = True
                self._beside.start(lambda: self._renew(commits, state))
        return self._state

    def _look(self) -> tuple[list[Commit], State]:
        commits = self.store.commits()
        self._looked = monotonic()
        return commits, (len(commits), commits[-1].part if commits else "", _beside(self.store))

    def _renew(self, commits: Sequence[Commit], state: State) -> None:
        """Makes the next session, with all that it keeps, and puts it in the place of the last."""
        session = None
        try:
            with suppress(DragomanError):  # a file that is half there, or broken: the next look meets it again
                session = _Session(self.store, commits, self._instance)
                session.keep()
        finally:
            with self._lock:
                self._renewing = False
                if session is not None and not self._told:
                    self._take(session, state)

    def _take(self, session: _Session, state: State) -> None:
        """The session from now on. Called with the lock held."""
        self._session, self._state = session, state
        self._corrections = None
        self._answers.clear()
        if session.kept:
            return
        if session.grown():
            session.keep()
        else:
            self._beside.start(session.keep, _KEEP_AFTER_S)

    @property
    def _instance(self) -> _Instance:
        if self._made_instance is None:
            self._made_instance = _Instance(self.store, self._beside)
        return self._made_instance

    @contextmanager
    def _cursor(self) -> Iterator[tuple[_Session, duckdb.DuckDBPyConnection]]:
        if not self._slots.acquire(timeout=_PATIENCE * self._seconds):
            raise CostError("too many questions at once; try again in a moment")
        try:
            with self._lock:
                self._fresh()
                assert self._session is not None
                session = self._session
            with session.cursor() as cursor, self._watch.over(cursor, self._seconds):
                yield session, cursor
        finally:
            self._slots.release()


class _Instance:
    """One DuckDB for all sessions of a window, so that what is kept in memory outlives them."""

    def __init__(self, store: Store, beside: Beside) -> None:
        self.duckdb = new_session(store)
        self.kept = Kept()
        self.points: dict[str, str] = {}
        self.keeping = threading.Lock()
        self.numbers = count(1)
        self.beside = beside


class _Session:
    """The views of a desk as it is now, in a schema of their own, with cursors that are used again: to open one costs a
    millisecond."""

    def __init__(self, store: Store, commits: Sequence[Commit], instance: _Instance) -> None:
        import duckdb

        self._store, self._instance = store, instance
        self._commits = {commit.part: commit for commit in commits}
        self._free: list[duckdb.DuckDBPyConnection] = []
        self._schema = f"desk_{next(instance.numbers)}"
        self.kept = False
        self._sign = tuple(store.files.names("judgements"))
        self.standing = settle(load_corrections(store))
        instance.duckdb.cursor().execute(f"CREATE SCHEMA {self._schema}")
        with self.cursor() as cursor, instance.beside.working(cursor):
            try:
                make_views(cursor, store, commits)
                first_views(cursor)
                there = cursor.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = ?", [self._schema])
                views = {row[0] for row in there.fetchall()}
            except duckdb.InterruptException as error:
                raise CostError(_CLOSING) from error
        self._judged = {name: query for name, query in JUDGED.items() if f"judged_{name}" in views}

    def grown(self) -> bool:
        """Whether what was kept for the session before is nearly all that this one shows."""
        return self._instance.kept.serves(frozenset(self._commits), self._sign)

    def keep(self) -> None:
        """What makes later questions cheap, beside the first ones, which are answered from the files."""
        import duckdb

        self.kept = True
        with (
            self._instance.keeping,
            suppress(duckdb.Error),
            self.cursor() as cursor,
            self._instance.beside.working(cursor) as stopping,
        ):
            if stopping.is_set():
                return
            self._instance.kept.keep(cursor, frozenset(self._commits), self._sign, self.standing.events)
            known = frozenset(self._instance.points)
            for part, name in open_points(cursor, self._store, list(self._commits.values()), known):
                self._instance.points[part] = name
                if stopping.is_set():
                    return

    def rows(
        self, cursor: duckdb.DuckDBPyConnection, name: str, part: str, column: str, value: str
    ) -> list[dict[str, Any]]:
        """The rows of one table in one part whose ``column`` is ``value``, from where they are read most cheaply."""
        commit = self._commits[part]
        if name not in commit.tables:
            return []
        judged = self._judged if name in RECORD_TABLES else {}
        stored = {t: self._stored(cursor, t, commit) for t in needed_for(name, judged)}
        amended = bool(self.standing) and name in ("events", "participants")
        return _dicts(cursor.execute(rows_of(name, stored, judged, column, amended=amended), [value]))

    def _stored(self, cursor: duckdb.DuckDBPyConnection, name: str, commit: Commit) -> str:
        if name in commit.tables and commit.part in self._instance.points:
            return f"SELECT * FROM {self._instance.points[commit.part]}.{name}"  # noqa: S608 - our own names
        return stored_rows(cursor, table(name), self._store, [commit])

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One for the caller alone; it is closed, and not used again, where the caller failed."""
        try:
            cursor = self._free.pop()
        except IndexError:
            cursor = self._instance.duckdb.cursor()
            cursor.execute(f"USE {self._schema}")
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self._free.append(cursor)


class _Watch:
    """One thread that interrupts whatever takes longer than it may; it runs while something is watched."""

    _EVERY_S = 0.1

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._lock = threading.Lock()
        self._ends: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._running = False

    @contextmanager
    def over(self, cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
        """Interrupts what ``cursor`` does after so many seconds, or when all is to end."""
        with self._lock:
            self._ends[id(cursor)] = (monotonic() + seconds, cursor)
            if not self._running:
                self._running = True
                self._beside.start(self._run)
        try:
            with self._beside.working(cursor):
                yield
        finally:
            with self._lock:
                del self._ends[id(cursor)]

    def _run(self) -> None:
        idle = 0
        while not self._beside.stopping.wait(self._EVERY_S):
            with self._lock:
                now = monotonic()
                for end, cursor in self._ends.values():
                    if now > end:
                        cursor.interrupt()
                idle = 0 if self._ends else idle + 1
                if idle > 100:
                    self._running = False
                    return


def _dicts(answer: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _cells(records: Mapping[str, Any]) -> int:
    return sum(len(row) for rows in records.values() for row in (rows if isinstance(rows, list) else [rows]))


def _beside(store: Store) -> str:
    """A sign that changes when judgements or corrections are added, or derived tables made anew."""
    signs = [str(len(store.files.names(folder))) for folder in ("judgements", "corrections")]
    for made in sorted((store.path / "derived").glob("*/current.json")):
        with suppress(OSError):
            signs.append(str(made.stat().st_mtime_ns))
    return ".".join(signs)

"""What a desk has seen, as an index on disk: pages, where they lay, and the traces of articles.

It is derived from the committed parts of the desk and kept in ``derived/seen.sqlite``, which may be deleted at any
time; a run brings it up to date when it begins. What the run itself meets goes into a file of its own that ends with
it: nothing counts as stored that is not, and memory does not grow with the desk or the run.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dragoman.desk.storage.likeness import VERSION, Trace, address_key, key, trace
from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError
from dragoman.records import Article, Block, BlockKind

__all__ = ["Candidate", "Seen"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about(version INTEGER);
CREATE TABLE IF NOT EXISTS parts(part TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(page INTEGER, origin INTEGER, PRIMARY KEY(page, origin)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS holds(page INTEGER, article TEXT, PRIMARY KEY(page, article)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles(
    id INTEGER PRIMARY KEY, article TEXT UNIQUE, text INTEGER, url INTEGER, runs BLOB, particulars BLOB);
CREATE INDEX IF NOT EXISTS by_text ON articles(text);
CREATE INDEX IF NOT EXISTS by_url ON articles(url);
CREATE TABLE IF NOT EXISTS bands(band INTEGER, id INTEGER, PRIMARY KEY(band, id)) WITHOUT ROWID;
"""
_CACHE_KB = 32_768
_COMPARED = 20
"""Articles that are compared at most, those with the most bands in common first."""
_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article seen before that may be the same."""

    article: str
    same_address: bool
    trace: Trace


class Seen:
    """The index of one desk (or of none), and of what this run has met. Used by one thread.

    Its methods raise DeskError if a file cannot be written.
    """

    def __init__(self, store: Store | None = None) -> None:
        """Opens the desk's index and loads the parts it lacks; a damaged one is made anew."""
        self._fresh = _Index("")
        self._stored = _opened(store) if store is not None else None

    def page(self, page: str, origin: str) -> bool | None:
        """None if the page was never seen; else whether it was seen at this very origin."""
        with _said():
            found = [there for index in self._indexes() if (there := index.page(page, origin)) is not None]
        return any(found) if found else None

    def articles_of(self, page: str) -> list[str]:
        """The articles that were found on a page."""
        with _said():
            return list(dict.fromkeys(a for index in self._indexes() for a in index.articles_of(page)))

    def candidates(self, what: Trace, url: str | None) -> list[Candidate]:
        """The articles that may be the same, by text, address or resemblance."""
        address = address_key(url) if url else None
        with _said():
            return [c for index in self._indexes() for c in index.candidates(what, address)]

    def note_page(self, page: str, origin: str, articles: Iterable[str]) -> None:
        """Notes a page that this run met, and its articles."""
        with _said():
            self._fresh.add_page(page, origin)
            for article in articles:
                self._fresh.add_holding(page, article)

    def note_article(self, article: str, url: str | None, what: Trace) -> None:
        """Notes an article that this run reads."""
        with _said():
            self._fresh.add_article(article, url, what)

    def forget(self, article: str) -> None:
        """Takes back an article that could not be read after all, so that a copy of it is tried."""
        with _said():
            self._fresh.forget(article)

    def close(self) -> None:
        """Closes the files; what this run met is gone from the index, and comes back from the desk's parts."""
        for index in self._indexes():
            index.close()

    def _indexes(self) -> Iterator[_Index]:
        yield self._fresh
        if self._stored is not None:
            yield self._stored


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """A fault of the file becomes a DeskError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise DeskError(f"the index of what was seen cannot be used ({error}); is the disk full?") from error


def _opened(store: Store) -> _Index:
    path = store.path / "derived" / "seen.sqlite"
    for attempt in (path, path, None):
        try:
            if attempt is not None:
                attempt.parent.mkdir(exist_ok=True)
            index = _Index(str(attempt) if attempt is not None else "")
            index.load(store)
        except (sqlite3.Error, OSError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)  # damaged: it is derived, and made anew
        else:
            return index
    raise AssertionError("an index in a file of its own can always be made")


class _Index:
    """One SQLite file; an empty path is a file of its own that vanishes when it is closed."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
        self._db.executescript(f"PRAGMA cache_size = -{_CACHE_KB}; PRAGMA synchronous = OFF;" + _SCHEMA)
        version = self._db.execute("SELECT version FROM about").fetchone()
        if version is None:
            self._db.execute("INSERT INTO about VALUES (?)", [VERSION])
        elif version[0] != VERSION:
            self._db.close()
            raise sqlite3.DatabaseError("the index is of another version")

    def page(self, page: str, origin: str) -> bool | None:
        row = self._db.execute("SELECT max(origin = ?) FROM pages WHERE page = ?", [key(origin), key(page)]).fetchone()
        return None if row[0] is None else bool(row[0])

    def articles_of(self, page: str) -> list[str]:
        rows = self._db.execute("SELECT article FROM holds WHERE page = ?", [key(page)])
        return [row[0] for row in rows]

    def candidates(self, what: Trace, url: int | None) -> Iterator[Candidate]:
        alike = ",".join("?" * len(what.bands))
        query = f"""
            SELECT article, url IS NOT NULL AND url IS ?, text, runs, particulars FROM articles WHERE id IN (
                SELECT id FROM (SELECT id FROM articles WHERE text = ? LIMIT 1)
                UNION SELECT id FROM (SELECT id FROM articles WHERE url = ? ORDER BY id DESC LIMIT {_COMPARED})
                UNION SELECT id FROM (SELECT id FROM bands WHERE band IN ({alike})
                    GROUP BY id ORDER BY count(*) DESC, id LIMIT {_COMPARED}))
            """  # noqa: S608 - question marks and a constant
        rows = self._db.execute(query, [url, what.text, url, *what.bands])
        for article, same, text, runs, particulars in rows:
            yield Candidate(article, bool(same), Trace(text, runs, particulars=particulars))

    def add_page(self, page: str, origin: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO pages VALUES (?, ?)", [key(page), key(origin)])

    def add_holding(self, page: str, article: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO holds VALUES (?, ?)", [key(page), article])

    def add_article(self, article: str, url: str | None, what: Trace) -> None:
        added = self._db.execute(
            "INSERT OR IGNORE INTO articles VALUES (NULL, ?, ?, ?, ?, ?)",
            [article, what.text, address_key(url) if url else None, what.runs, what.particulars],
        )
        if added.rowcount:
            rows = [(band, added.lastrowid) for band in what.bands]
            self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)

    def forget(self, article: str) -> None:
        row = self._db.execute("SELECT id FROM articles WHERE article = ?", [article]).fetchone()
        if row:
            # its bands may stay: they lead to no article
            self._db.execute("DELETE FROM articles WHERE id = ?", row)
            self._db.execute("DELETE FROM holds WHERE article = ?", [article])

    def load(self, store: Store) -> None:
        """Adds the committed parts that are not in the index yet; each counts only when it is whole in it."""
        there = {row[0] for row in self._db.execute("SELECT part FROM parts")}
        for commit in store.commits():
            if commit.part in there:
                continue
            part = commit.part
            if commit.merged and commit.holds <= there:
                # merged from parts that are in the index: nothing new is in it
                self._db.execute("INSERT OR IGNORE INTO parts VALUES (?)", [part])
                continue
            self._db.execute("BEGIN IMMEDIATE")
            try:
                if not self._db.execute("SELECT 1 FROM parts WHERE part = ?", [part]).fetchone():
                    self._load_part(store, part)
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _load_part(self, store: Store, part: str) -> None:
        for row in store.rows(part, "pages", ("page", "origin")):
            self.add_page(row["page"], row["origin"])
        for row in store.rows(part, "sightings", ("page", "origin", "article")):
            self.add_page(row["page"], row["origin"])
            self.add_holding(row["page"], row["article"])
        blocks = {
            article: [Block(BlockKind(b["kind"]), b["start"], b["end"]) for b in rows]
            for article, rows in groupby(
                store.rows(part, "blocks", ("article", "kind", "start", "end")), lambda row: row["article"]
            )
        }
        for row in store.rows(part, "articles", ("article", "page", "origin", "index", "text", "url", "language")):
            article = _article(row, blocks.get(row["article"], []))
            self.add_holding(article.page, article.id)
            self.add_article(article.id, article.url, trace(article))
        self._db.execute("INSERT INTO parts VALUES (?)", [part])

    def close(self) -> None:
        self._db.close()


def _article(row: dict[str, Any], blocks: list[Block]) -> Article:
    return Article(
        row["article"], row["page"], row["origin"], row["index"], row["text"], tuple(blocks), row["language"],
        url=row["url"],
    )  # fmt: skip

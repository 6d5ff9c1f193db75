"""Full-text search over a desk's articles: BM25, phrases, fields, dates, near spellings, with the passage that fits.

::

    found = desk.search('"national unity" actor:Sadr date:2022', sort="date")
    print(found.total)
    for hit in found:
        print(hit.article, hit.title, hit.passage.text, hit.passage.marks)

What can be asked stands in ``dragoman.desk.search.query``; the index in ``dragoman.desk.search.index``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import TYPE_CHECKING, Any, Literal

from dragoman.desk.search.compile import asked_words, compiled, wanted
from dragoman.desk.search.index import Opened, Progress, SearchIndex
from dragoman.desk.search.passages import Marker, Passage
from dragoman.desk.search.query import And, Dates, Node, Words, parse
from dragoman.desk.search.words import fold, stem
from dragoman.desk.sql.queries import day_of
from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError, UsageError

if TYPE_CHECKING:
    import tantivy

__all__ = ["COLUMNS", "ORDERS", "Asked", "Found", "Hit", "Passage", "Search"]

Order = Literal["relevance", "date", "oldest"]
ORDERS: tuple[Order, ...] = ("relevance", "date", "oldest")
"""Best first; newest first; oldest first. Articles without a date come last by date, whichever way."""

_LISTED = 60
"""Types and languages named where one is asked for that no article has."""

COLUMNS = ("article", "score", "published_start", "published_end", "outlet", "title", "url", "passage", "start", "end")
"""The columns of ``Found.rows``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the query, and conditions that spare writing fields into it. None means any.

    ``since`` and ``until``: days, months or years (``2022-03``), compared with the day of publication; an article
    without one is then left out. ``limit`` hits from the ``offset``-th on.
    """

    query: str
    sort: Order = "relevance"
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    actor: str | None = None
    type: str | None = None
    place: str | None = None
    language: str | None = None
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that fits. ``score``: BM25, comparable within one answer; None if sorted by date.

    ``title_marks``: what was found in the title. ``passage``: the place in the text that fits best, None without text.
    """

    article: str
    score: float | None
    title: str | None
    outlet: str | None
    url: str | None
    published_start: date | None
    published_end: date | None
    title_marks: tuple[tuple[int, int], ...]
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: ``total`` articles fit, ``hits`` are those asked for; ``notes`` say what the user should know."""

    total: int
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def rows(self) -> list[dict[str, Any]]:
        """The hits as rows of ``COLUMNS``; ``start`` and ``end`` are those of the passage in the article's text."""
        rows = []
        for hit in self.hits:
            shown = hit.passage
            row: dict[str, Any] = {name: getattr(hit, name, None) for name in COLUMNS}
            row |= {"passage": shown.text if shown else None}
            row |= {"start": shown.start if shown else None, "end": shown.end if shown else None}
            rows.append(row)
        return rows


class Search:
    """The search of one desk; keep it, for opening the index costs some milliseconds. Used by one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._index = SearchIndex(store)

    def update(self, progress: Progress | None = None) -> list[str]:
        """Brings the index up to date; notes for the user. Raises DeskError if it cannot be written."""
        return self._index.update(progress)

    def rebuild(self, progress: Progress | None = None) -> list[str]:
        """Makes the index anew. Raises DeskError if it cannot be written."""
        return self._index.rebuild(progress)

    def ask(self, asked: Asked, progress: Progress | None = None) -> Found:
        """The articles that fit. The index is brought up to date first; ``progress`` is told how far that is.

        Raises UsageError if the query is wrong, naming the place; DeskError if there is no index and none can be made.
        """
        tree = _tree(asked)
        try:
            return _answer(asked, tree, self._index.opened(progress))
        except (ValueError, OSError) as error:
            notes = self._index.rebuild(progress, f"the search index was damaged ({error})")
            opened = self._index.opened(progress)
            try:
                found = _answer(asked, tree, opened)
            except (ValueError, OSError) as again:
                raise DeskError(f"the search failed: {again}") from again
            return Found(found.total, found.hits, (*notes, *found.notes))


def _tree(asked: Asked) -> Node:
    if asked.sort not in ORDERS:
        raise UsageError(f"there is no order {asked.sort!r}; there are {', '.join(ORDERS)}")
    if asked.limit < 1 or asked.offset < 0:
        raise UsageError("the limit must be at least 1 and the offset at least 0")
    parts: list[Node] = [parse(asked.query)]
    if asked.since or asked.until:
        first = date.fromisoformat(day_of(asked.since, last=False)) if asked.since else None
        last = date.fromisoformat(day_of(asked.until, last=True)) if asked.until else None
        parts.append(Dates(first, last))
    for name in ("outlet", "actor", "type", "place", "language"):
        value = getattr(asked, name)
        if value:
            parts.append(Words(name, value, phrase=True))
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def _answer(asked: Asked, tree: Node, opened: Opened) -> Found:
    import tantivy

    searcher = opened.searcher
    query = compiled(tree, opened.index.schema)
    by_score = asked.sort == "relevance"
    if by_score:
        result = searcher.search(query, asked.limit, offset=asked.offset)
    else:
        order = tantivy.Order.Asc if asked.sort == "oldest" else tantivy.Order.Desc
        result = searcher.search(query, asked.limit, offset=asked.offset, order_by_field="day", order=order)
    marker = Marker(wanted(tree), _Weights(searcher))
    hits = tuple(_hit(searcher.doc(address), score if by_score else None, marker) for score, address in result.hits)
    # tantivy's stubs lack `count`
    total = int(getattr(result, "count"))  # noqa: B009
    return Found(total, hits, (*opened.notes, *(() if total else _why_nothing(tree, opened))))


def _why_nothing(tree: Node, opened: Opened) -> Iterator[str]:
    """Which parts of a query no article has at all, and what is near."""
    searcher, schema = opened.searcher, opened.index.schema
    for words in asked_words(tree):
        folded = fold(words.text)
        if words.field in ("type", "language"):
            if searcher.doc_freq(words.field, words.text.strip().lower()) == 0:
                known = ", ".join(sorted(t for t, _ in searcher.terms_with_prefix(words.field, "", limit=_LISTED)))
                yield f"no article has the {words.field} {words.text!r}; there are {known or 'none'}"
        elif words.field is None and len(folded) == 1 and not (words.phrase or words.prefix or words.edits):
            word = folded[0]
            if any(searcher.doc_freq(field, stem(word)) for field in ("title", "body")):
                continue
            near = compiled(replace(words, edits=1), schema)
            having = int(getattr(searcher.search(near, 1), "count"))  # noqa: B009
            like = f"; {having:,} have one like it: {words.text}~1" if having else ""
            yield f"no article has the word {words.text!r}{like}"


class _Weights:
    """How much a word tells: the logarithm of how rare it is (BM25's own idf, Robertson and Zaragoza 2009)."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._known: dict[str, float] = {}

    def __call__(self, word: str) -> float:
        cut = stem(word)
        if cut not in self._known:
            having = self._searcher.doc_freq("body", cut)
            self._known[cut] = 1.0 + log(1.0 + (self._searcher.num_docs - having + 0.5) / (having + 0.5))
        return self._known[cut]


def _hit(document: tantivy.Document, score: float | None, marker: Marker) -> Hit:
    def first(name: str) -> Any:
        return document.get_first(name)

    def day(name: str) -> date | None:
        number = first(name)
        return None if number is None else date.fromordinal(number)

    title, body = first("title_words") or None, first("body_words") or ""
    return Hit(
        article=first("article"),
        score=None if score is None else round(float(score), 4),
        title=title,
        outlet=first("outlet"),
        url=first("url"),
        published_start=day("published_start"),
        published_end=day("published_end"),
        title_marks=marker.marks_in(title) if title else (),
        passage=marker.passage(body, first("body_start") or 0),
    )

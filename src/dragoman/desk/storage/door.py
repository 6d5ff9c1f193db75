"""The door of a desk: an article seen before is not read again, but counted as one more appearance of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import TracebackType

from dragoman.desk.storage.likeness import Trace, resemblance, says_nothing_new, trace
from dragoman.desk.storage.seen import Candidate, Seen
from dragoman.desk.storage.store import Store
from dragoman.records import Anchor, Article, Likeness, Page, PageResult, Reading, Sighting

__all__ = ["Door"]

_NEAR = 0.8
"""Of a near copy so much must stand in the article kept: with no sentence of its own, the rest are edits of words."""
_SAME_ADDRESS = 0.6
"""The same for a page that was fetched again from its address: what was reworded there is the same story."""


class Door:
    """Compares what comes in with what the desk holds and with what came in before. Used by one thread."""

    def __init__(self, store: Store | None = None) -> None:
        self._seen = Seen(store)

    def known(
        self, page: Page, published: Callable[[Page], Anchor | None] | None = None
    ) -> tuple[Sighting, ...] | None:
        """None for a page that is new. For one that is held already: its appearances here, none at an old place.

        ``published`` reads the day of publication that the page was given.
        """
        there = self._seen.page(page.id, page.origin)
        if there is None:
            return None
        if there:
            return ()
        articles = self._seen.articles_of(page.id)
        self._seen.note_page(page.id, page.origin, articles)
        return tuple(
            Sighting(
                article,
                page.id,
                page.origin,
                Likeness.SAME_PAGE,
                1.0,
                page.url,
                page.outlet,
                page.title,
                published(page) if published else None,
                page.fetched,
                page.record,
            )
            for article in articles
        )

    def sift(self, result: PageResult, origin: str, fetched: str | None = None) -> PageResult:
        """The result with the articles that are new, and the sightings of all; they count as seen from now on."""
        kept: list[Article] = []
        sightings: list[Sighting] = []
        for article in result.articles:
            what = trace(article)
            sighting = self._sighting(article, what, origin, fetched)
            sightings.append(sighting)
            if sighting.likeness is Likeness.FIRST:
                kept.append(article)
                self._seen.note_article(article.id, article.url, what)
        self._seen.note_page(result.page, origin, [s.article for s in sightings])
        return replace(result, articles=tuple(kept), sightings=tuple(sightings))

    def sift_reading(self, reading: Reading) -> Reading:
        """The same for a page that was read already."""
        result = self.sift(PageResult(reading.page, reading.articles, (), ()), reading.origin)
        kept = {article.id for article in result.articles}
        readings = tuple(r for r in reading.readings if r.article.id in kept)
        return replace(reading, readings=readings, sightings=result.sightings)

    def lost(self, reading: Reading) -> None:
        """Takes back the articles of a page that were new and could not be read, so that copies of them are tried."""
        read = {article.id for article in reading.articles}
        for sighting in reading.sightings:
            if sighting.likeness is Likeness.FIRST and sighting.article not in read:
                self._seen.forget(sighting.article)

    def _sighting(self, article: Article, what: Trace, origin: str, fetched: str | None) -> Sighting:
        found = _best(what, self._seen.candidates(what, article.url))
        kept, likeness, share = found or (article.id, Likeness.FIRST, 1.0)
        return Sighting(
            kept, article.page, origin, likeness, round(share, 3), article.url, article.outlet, article.title,
            article.published, fetched, article.record,
        )  # fmt: skip

    def __enter__(self) -> Door:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seen.close()


def _best(what: Trace, candidates: Iterable[Candidate]) -> tuple[str, Likeness, float] | None:
    """The article that this one is an appearance of, how, and how like; None if it is new."""
    best: tuple[str, Likeness, float] | None = None
    for candidate in candidates:
        share = resemblance(what, candidate.trace)
        least = _SAME_ADDRESS if candidate.same_address else _NEAR
        if what.text == candidate.trace.text:
            likeness = Likeness.SAME_TEXT
        elif share >= least and says_nothing_new(what, candidate.trace):
            likeness = Likeness.SAME_ADDRESS if candidate.same_address else Likeness.NEAR_COPY
        else:
            continue
        if best is None or share > best[2]:
            best = candidate.article, likeness, share
    return best

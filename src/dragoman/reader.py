"""The reader: the one place that knows all stages, from a page to a Reading.

::

    Page -> pages -> Article -> language -> Analysis -> resolve -> events, claims -> ArticleReading
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from dragoman.claims import (
    attach,
    dropped_attribution,
    find_claims,
    find_disputes,
    name_speakers,
    with_disputes,
)
from dragoman.errors import ItemError, RunError
from dragoman.events import explain_article, find_events, judge_pair
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.language import Language
from dragoman.pages import read_pages, together
from dragoman.records import (
    Anchor,
    AnchorBasis,
    Article,
    ArticleReading,
    Block,
    BlockKind,
    Note,
    PageKind,
    PageResult,
    PairJudgement,
    Reading,
    Skipped,
    content_id,
)
from dragoman.resolve import resolve

if TYPE_CHECKING:
    from dragoman.events.explain import Explanation
    from dragoman.records import Analysis, Claim, EventMention, Page

__all__ = ["Reader", "undisturbed"]

PAGES_AT_ONCE = 16
"""Pages whose sentences share the encoder's batches. Sentences of like length are batched together; beyond some 16
pages there are enough of each length, and a user waits longer for the first result (benchmarks/speed.py)."""
SENTENCES_AT_ONCE = 128
"""Single sentences that share them: about as many as sixteen pages hold."""


_DOUBTFUL = 0.8
"""Confidence in a body below which a user is told: of such pages of public sets a third and more are bad."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python's search for cycles of garbage waits until the work in hand is done.

    A batch of sixteen articles leaves 383 objects in cycles and makes millions that are in none; looking through those
    took a twentieth of the time of a reading, a tenth of that of the rooms behind the encoder. What is no cycle is
    freed at once as ever. Where a user has switched the search off it stays off.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Reader:
    """Reads pages. Holds the encoder and the knowledge; each call is a pure function of the page."""

    def __init__(self, language: Language | None = None, knowledge: Knowledge | None = None) -> None:
        """Loads the shipped encoder and knowledge unless others are given. Raises LanguageError, KnowledgeError."""
        self.knowledge = knowledge if knowledge is not None else default_knowledge()
        self.language = language if language is not None else Language.load()

    def read(self, page: Page) -> Reading:
        """All that can be read from one page. A page that cannot be read comes back with ``skipped`` filled."""
        return next(self.read_many([page]))

    def read_many(self, pages: Iterable[Page]) -> Iterator[Reading]:
        """A Reading for every page, in order; some pages are taken ahead so that they share the encoder's batches."""
        return self.read_results(self._pages_stage(pages))

    def read_results(self, results: Iterable[tuple[str, PageResult]]) -> Iterator[Reading]:
        """A Reading for each (origin, articles of a page), in order, where the pages stage was done elsewhere."""
        source = iter(results)
        while batch := list(islice(source, PAGES_AT_ONCE)):
            yield from self._read_batch(batch)

    def read_article(self, article: Article, analysis: Analysis | None = None) -> ArticleReading:
        """What one article says. ``analysis`` is made here unless it is given."""
        with undisturbed():
            return self._read_article(article, self.language.analyse(article) if analysis is None else analysis)

    def _read_article(self, article: Article, analysis: Analysis) -> ArticleReading:
        resolution = resolve(article, analysis, self.knowledge)
        claims = find_claims(article, analysis, resolution, self.knowledge)
        resolution = name_speakers(analysis, resolution, claims)
        events = attach(find_events(article, analysis, resolution, self.knowledge), claims)
        disputes = find_disputes(article, events, claims, self.knowledge.speech)
        events = with_disputes(events, disputes, claims)
        dropped = dropped_attribution(article, analysis, events, claims)
        notes = _notes(article, events, dropped)
        return ArticleReading(article, resolution, events, claims, notes, analysis.words(), disputes)

    def _read_batch(self, results: Sequence[tuple[str, PageResult]]) -> Iterator[Reading]:
        articles = [article for _, result in results for article in result.articles]
        analyses = self._analyse(articles)
        for origin, result in results:
            readings: list[ArticleReading] = []
            skipped = list(result.skipped)
            for article in result.articles:
                outcome = self._guarded(article, analyses.get(article.id))
                if isinstance(outcome, Skipped):
                    skipped.append(outcome)
                else:
                    readings.append(outcome)
            read, left = tuple(readings), tuple(skipped)
            yield Reading(
                result.page, origin, read, result.residue, left, result.sightings, result.kind, result.kind_reason
            )

    def judge_pairs(self, pairs: Iterable[tuple[str, str, str]], *, own_types: bool = False) -> Iterator[PairJudgement]:
        """For each (sentence, source, target), in order, what the sentence says that the source does to the target.

        Types are those that published sets of records count an act as; ``own_types``: those of readings (``classify``).
        """
        source = iter(pairs)
        while batch := list(islice(source, SENTENCES_AT_ONCE)):
            articles = [_sentence_article(sentence) for sentence, _, _ in batch]
            for (_, who, whom), article, analysis in zip(
                batch, articles, self.language.analyse_many(articles), strict=True
            ):
                resolution = resolve(article, analysis, self.knowledge)
                yield judge_pair(article, analysis, resolution, self.knowledge, (who, whom), own_types=own_types)

    def explain(self, sentence: str) -> Explanation:
        """Why a sentence is read as it is."""
        article = _sentence_article(sentence)
        analysis = self.language.analyse(article)
        resolution = resolve(article, analysis, self.knowledge)
        return explain_article(article, analysis, resolution, self.knowledge)

    def _pages_stage(self, pages: Iterable[Page]) -> Iterator[tuple[str, PageResult]]:
        """The origin of each page, and its articles."""
        for some in together(pages):
            with undisturbed():
                results = _articles_of(some)
            yield from zip([page.origin for page in some], results, strict=True)

    def _analyse(self, articles: Sequence[Article]) -> dict[str, Analysis]:
        """Analyses by article id; nothing for a batch that fails: its articles are then tried one by one."""
        try:
            with undisturbed():
                analyses = self.language.analyse_many(articles)
            return {a.id: made for a, made in zip(articles, analyses, strict=True)}
        except (ItemError, ValueError, IndexError, MemoryError):
            return {}

    def _guarded(self, article: Article, analysis: Analysis | None) -> ArticleReading | Skipped:
        """One article; a fault of ours costs this article, never the run of a hundred thousand."""
        try:
            return self.read_article(article, analysis)
        except RunError:
            raise
        except ItemError as error:
            return Skipped(article.origin, error.cause, error.detail)
        except Exception as error:  # noqa: BLE001 - the one broad except of the project: see the docstring
            detail = f"a fault in Dragoman while reading this article: {type(error).__name__}: {error}"
            return Skipped(article.origin, "internal_fault", detail)


def _articles_of(pages: Sequence[Page]) -> list[PageResult]:
    """The articles of pages; one that cannot be read costs itself alone."""
    try:
        return read_pages(pages)
    except ItemError as error:
        if len(pages) > 1:
            return [result for page in pages for result in _articles_of([page])]
        (page,) = pages
        return [PageResult(page.id, (), (), (Skipped(page.origin, error.cause, error.detail),))]


def _sentence_article(sentence: str) -> Article:
    """A bare sentence as an article of one paragraph."""
    name = content_id("a", sentence)
    return Article(
        name, name, "<sentence>", 0, sentence, (Block(BlockKind.PARAGRAPH, 0, len(sentence)),) if sentence else (), "en"
    )


def _doubted(published: Anchor) -> str | None:
    """What is wrong with the day that a page states of itself; None where nothing is."""
    first, last = published.interval.start, published.interval.end
    if published.basis not in (AnchorBasis.JSON_LD, AnchorBasis.META) or first == last:
        return None
    until = f"up to {last}, the day of its last change" if last else "later, it is not told until when"
    return f"the page states {first}, but its text tells of later years as past: it was written then or {until}"


def _notes(article: Article, events: Sequence[EventMention], dropped: Claim | None) -> tuple[Note, ...]:
    """What a user should know of an article that was read: nothing stays silently empty.

    ``dropped``: the claim of the body that the headline tells as a fact.
    """
    notes: list[Note] = []
    if article.published is None:
        notes.append(
            Note(article.id, "no_date", "no publication date found; weekdays and 'last month' stay unresolved")
        )
    elif (bound := _doubted(article.published)) is not None:
        notes.append(Note(article.id, "doubtful_date", bound))
    doubt = article.body_confidence
    if doubt is not None and doubt < _DOUBTFUL:
        why = "two extractors read the page differently, or it is longer than one story"
        detail = f"{why}; the text is the story with probability {doubt:.2f}"
        notes.append(Note(article.id, "doubtful_body", detail))
    if article.page_kind is PageKind.PAYWALL:
        notes.append(Note(article.id, "stub", "the story goes on behind a paywall"))
    if not events:
        notes.append(Note(article.id, "no_event", "no sentence of this article expresses an event of the codebook"))
    if dropped is not None:
        who = dropped.source.text if dropped.source else "nobody named"
        detail = (
            f"the headline tells as a fact what the body attributes: {who}, {dropped.cue.text if dropped.cue else ''}"
        )
        notes.append(Note(article.id, "headline_drops_attribution", detail))
    return tuple(notes)

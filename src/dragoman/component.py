"""Dragoman as a spaCy component.

::

    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman")
    doc = nlp("Rebels said on Monday that they had shelled the town.")
    doc._.events, doc._.claims, doc.spans["claims"]

The component makes its own analysis, so a blank pipeline is enough. In a pipeline with Universal Dependencies labels
``add_pipe("dragoman", config={"analysis": "doc"})`` uses that pipeline's. What was read is kept in the Doc as JSON, so
Docs with it can be stored, sent between processes and read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from spacy.language import Language as SpacyPipeline
from spacy.tokens import Doc

from dragoman.errors import UsageError
from dragoman.records import (
    Anchor,
    AnchorBasis,
    Article,
    ArticleReading,
    Block,
    BlockKind,
    Claim,
    EventMention,
    Evidence,
    Granularity,
    Interval,
    content_id,
    from_json,
    to_json,
)

if TYPE_CHECKING:
    from spacy.tokens import Span

    from dragoman.reader import Reader
    from dragoman.records import Analysis

__all__ = ["Component", "article_of", "make_component"]

KEY = "dragoman"
DOCS_AT_ONCE = 16


@SpacyPipeline.factory(
    "dragoman",
    default_config={"analysis": "encoder", "knowledge": []},
    assigns=["doc._.events", "doc._.claims", "doc.spans"],
)
def make_component(nlp: SpacyPipeline, name: str, analysis: str, knowledge: list[str]) -> Component:
    """The component ``dragoman``.

    ``analysis``: ``encoder`` (ours) or ``doc`` (the labels that earlier components of this pipeline gave).
    ``knowledge``: folders of the user's own knowledge. Raises UsageError on another ``analysis``.
    """
    if analysis not in ("encoder", "doc"):
        raise UsageError(f"analysis = {analysis!r}: 'encoder' or 'doc' is known")
    return Component(name, "doc" if analysis == "doc" else "encoder", tuple(map(Path, knowledge)))


class Component:
    """Reads a Doc as one article; its paragraphs are the lines of the text.

    Set ``doc._.published`` (a ``datetime.date`` or ISO string) before it runs to anchor words like ``Tuesday``; on text
    that goes straight into ``nlp(...)`` the day is unknown, and they stay unresolved.
    """

    def __init__(self, name: str, analysis: Literal["encoder", "doc"], knowledge: tuple[Path, ...] = ()) -> None:
        self.name = name
        self._analysis = analysis
        self._knowledge = knowledge
        self._reader: Reader | None = None
        _add_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` with what was read from it."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = DOCS_AT_ONCE) -> Iterator[Doc]:
        """The Docs in order, some at once so that their sentences share the encoder's batches."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            articles = [article_of(doc) for doc in batch]
            for doc, article, analysis in zip(batch, articles, self._analyses(batch, articles), strict=True):
                _annotate(doc, self.reader.read_article(article, analysis))
                yield doc

    @property
    def reader(self) -> Reader:
        """The Reader, made on first use: loading a pipeline from disk stays fast."""
        if self._reader is None:
            from dragoman.knowledge import Knowledge
            from dragoman.reader import Reader

            self._reader = Reader(knowledge=Knowledge(self._knowledge))
        return self._reader

    def _analyses(self, docs: list[Doc], articles: list[Article]) -> list[Analysis]:
        if self._analysis == "encoder":
            return self.reader.language.analyse_many(articles)
        from dragoman.language import analysis_from_doc

        return [analysis_from_doc(doc, article) for doc, article in zip(docs, articles, strict=True)]

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: the settings are in the pipeline's own configuration."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Component:
        """The component as the configuration made it."""
        return self

    def to_disk(self, path: Path, **_: Any) -> None:
        """Writes nothing: the settings are in the pipeline's own configuration."""

    def from_disk(self, path: Path, **_: Any) -> Component:
        """The component as the configuration made it."""
        return self


def article_of(doc: Doc) -> Article:
    """The Article that a Doc's text is: each line that is not blank is a paragraph.

    Raises UsageError if ``doc._.published`` is no date.
    """
    text = doc.text
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    identity = content_id("a", text)
    return Article(identity, identity, "<doc>", 0, text, tuple(blocks), "en", published=_anchor(doc._.published))


def _anchor(published: date | str | None) -> Anchor | None:
    if published is None:
        return None
    try:
        day = date.fromisoformat(published) if isinstance(published, str) else published
    except ValueError as error:
        raise UsageError(f"doc._.published = {published!r}: write a date as 2024-11-25") from error
    return Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0)


def _annotate(doc: Doc, reading: ArticleReading) -> None:
    doc.user_data[KEY] = to_json(reading)
    doc.spans["claims"] = [_span(doc, part, claim.speech.value) for claim in reading.claims for part in claim.content]
    doc.spans["events"] = [_span(doc, event.trigger, event.type or event.act) for event in reading.events]


def _span(doc: Doc, evidence: Evidence, label: str) -> Span:
    """The tokens that hold the evidence: spaCy's tokens may be coarser than ours."""
    span = doc.char_span(evidence.start, evidence.end, label=label, alignment_mode="expand")
    assert span is not None  # evidence is never empty and never outside the text
    return span


@lru_cache(maxsize=256)
def _decode(data: bytes) -> ArticleReading:
    return from_json(data, ArticleReading)


def _reading(doc: Doc) -> ArticleReading | None:
    data = doc.user_data.get(KEY)
    return None if data is None else _decode(data)


def _events(doc: Doc) -> tuple[EventMention, ...]:
    reading = _reading(doc)
    return reading.events if reading else ()


def _claims(doc: Doc) -> tuple[Claim, ...]:
    reading = _reading(doc)
    return reading.claims if reading else ()


def _add_extensions() -> None:
    """Registers ``doc._.events``, ``doc._.claims``, ``doc._.reading`` and ``doc._.published``."""
    Doc.set_extension("events", getter=_events, force=True)
    Doc.set_extension("claims", getter=_claims, force=True)
    Doc.set_extension("reading", getter=_reading, force=True)
    Doc.set_extension("published", default=None, force=True)

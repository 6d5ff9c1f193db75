"""Language: articles to analyses, with the encoder that ships or with a user's own spaCy pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dragoman.language.adapter import analysis_from_docs
from dragoman.language.analyses import analysis_from_parsed
from dragoman.language.discourse import one_sense
from dragoman.language.docs import TokenisedSentence, build_doc, encodable
from dragoman.language.encoder import WEIGHTS, Encoder, ParsedSentence
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.pieces import MOST_PIECES, PIECES_A_WORD
from dragoman.language.sentences import MOST_WORDS, cut_long, split
from dragoman.language.tokens import tokenise
from dragoman.records import Analysis, Article

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["Language", "Pipeline"]

ARTICLES_AT_ONCE = 16
"""Sentences of this many articles are sorted by length and batched together: bounds memory, and more gains nothing."""

LEXEMES_KEPT = 500_000
"""spaCy remembers every word it met; beyond this many we begin anew, so that a process may read for days."""


_SURELY_SHORT = MOST_PIECES // PIECES_A_WORD
"""So few words cannot have too many pieces, which need not be counted then."""


class Pipeline(Protocol):
    """What we ask of a user's pipeline: spaCy's ``Language`` has it."""

    def pipe(self, texts: Any, /) -> Iterator[Doc]:
        """A Doc for each text."""


class Language:
    """Reads articles. Make one with ``Language.load()`` and keep it: loading costs half a second."""

    def __init__(self, read: Callable[[Sequence[Article]], list[Analysis]]) -> None:
        self._read = read

    @classmethod
    def load(cls, *, pipeline: Pipeline | None = None, weights: Path = WEIGHTS, threads: int = 1) -> Language:
        """The encoder that ships, or the user's own ``pipeline``.

        ``pipeline`` is a loaded spaCy pipeline that gives UD relations, tags, lemmas and sentences. ``weights`` is a
        folder laid out like ours. ``threads`` is for one process; with several processes leave it at 1. Raises
        LanguageError if the weights cannot be used.
        """
        if pipeline is not None:
            return cls(_PipelineReader(pipeline))
        return cls(EncoderReader(Encoder(weights, threads), Lemmatiser.load(weights / "lemmas.tsv")))

    def analyse(self, article: Article) -> Analysis:
        """The analysis of one article: block by block; text between blocks is not read.

        Raises LanguageError if a user's pipeline gives labels that are not Universal Dependencies.
        """
        return self.analyse_many([article])[0]

    def analyse_many(self, articles: Sequence[Article]) -> list[Analysis]:
        """The analyses of several articles: the same as one by one, and faster."""
        found: list[Analysis] = []
        for i in range(0, len(articles), ARTICLES_AT_ONCE):
            found += self._read(articles[i : i + ARTICLES_AT_ONCE])
        return found


class EncoderReader:
    """Reads with the encoder; ``docs`` gives its spaCy Docs for use outside Dragoman."""

    def __init__(self, encoder: Encoder, lemmatiser: Lemmatiser) -> None:
        self._encoder = encoder
        self._lemmatiser = lemmatiser
        self._vocab: Vocab | None = None

    def __call__(self, articles: Sequence[Article]) -> list[Analysis]:
        """An analysis for each article, with the signals of the encoder's further heads."""
        labels = self._encoder.labels
        return [
            analysis_from_parsed(article, sentences, parsed, self._lemmatiser, labels.signals, labels.parts)
            for article, (sentences, parsed) in zip(articles, self._parsed(articles), strict=True)
        ]

    def docs(self, articles: Sequence[Article]) -> list[Doc]:
        """A Doc over the whole text of each article, all sentences parsed in common batches."""
        from spacy.vocab import Vocab

        if self._vocab is None or len(self._vocab) > LEXEMES_KEPT:
            self._vocab = Vocab()
        return [
            build_doc(self._vocab, article.text, sentences, parsed, self._lemmatiser)
            for article, (sentences, parsed) in zip(articles, self._parsed(articles), strict=True)
        ]

    def _parsed(self, articles: Sequence[Article]) -> list[tuple[list[TokenisedSentence], list[ParsedSentence]]]:
        """The sentences of each article and what the encoder says of them, names with one sense throughout."""
        sentences = [list(self._sentences(article)) for article in articles]
        parsed = iter(self._encoder.parse([s.words for of_article in sentences for s in of_article]))
        return [(of_article, _agreed(of_article, [next(parsed) for _ in of_article])) for of_article in sentences]

    def _sentences(self, article: Article) -> Iterator[TokenisedSentence]:
        text, count = article.text, self._encoder.pieces.count
        plain = encodable(text)  # character by character as long as the text
        for block in article.blocks:
            for spans in split(text, tokenise(text, block.start, block.end)):
                words = [plain[start:end] for start, end in spans]
                if len(words) <= _SURELY_SHORT or (len(words) <= MOST_WORDS and sum(map(count, words)) <= MOST_PIECES):
                    yield TokenisedSentence(spans, words)
                    continue
                first = 0
                for part in cut_long(words, spans, MOST_PIECES, count):
                    yield TokenisedSentence(part, words[first : first + len(part)])
                    first += len(part)


def _agreed(sentences: Sequence[TokenisedSentence], parsed: Sequence[ParsedSentence]) -> list[ParsedSentence]:
    entities = one_sense([s.words for s in sentences], [p.entities for p in parsed])
    return [p if p.entities == found else replace(p, entities=found) for p, found in zip(parsed, entities, strict=True)]


class _PipelineReader:
    """Reads with a user's pipeline, each block by itself."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def __call__(self, articles: Sequence[Article]) -> list[Analysis]:
        return [self._analysis(article) for article in articles]

    def _analysis(self, article: Article) -> Analysis:
        docs = self._pipeline.pipe([encodable(article.text[b.start : b.end]) for b in article.blocks])
        return analysis_from_docs(zip(docs, (b.start for b in article.blocks), strict=True), article)

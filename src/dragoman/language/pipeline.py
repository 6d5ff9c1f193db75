"""Language: articles to analyses, with the encoder that ships or with a user's own spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import LanguageError
from dragoman.language.adapter import analysis_from_doc, analysis_from_docs
from dragoman.language.encoder import WEIGHTS, Encoder, ParsedSentence
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.morphology import features
from dragoman.language.sentences import split
from dragoman.language.tokens import Span, tokenise
from dragoman.records import Analysis, Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Language"]


class Language:
    """Reads articles. Make one with ``Language.load()`` and keep it: loading costs half a second."""

    def __init__(self, encoder: Encoder | None, lemmatiser: Lemmatiser | None, pipeline: Any = None) -> None:
        from spacy.vocab import Vocab

        self._encoder = encoder
        self._lemmatiser = lemmatiser
        self._pipeline = pipeline
        self._vocab = Vocab()

    @classmethod
    def load(cls, *, pipeline: Any = None, weights: Path = WEIGHTS, threads: int = 1) -> Language:
        """The encoder that ships, or ``pipeline``: a loaded spaCy pipeline that gives UD labels and sentences."""
        if pipeline is not None:
            return cls(None, None, pipeline)
        return cls(Encoder(weights, threads), Lemmatiser.load(weights / "lemmas.tsv"))

    def analyse(self, article: Article) -> Analysis:
        """The analysis of one article: its blocks, each by itself; text between blocks is not read."""
        return self.analyse_many([article])[0]

    def analyse_many(self, articles: Sequence[Article]) -> list[Analysis]:
        """The analyses of several articles; the same as one by one, and faster."""
        if self._pipeline is not None:
            return [self._with_pipeline(article) for article in articles]
        return [analysis_from_doc(doc, article) for doc, article in zip(self.docs(articles), articles, strict=True)]

    def docs(self, articles: Sequence[Article]) -> list[Doc]:
        """spaCy Docs over the whole text of each article, with the encoder's labels."""
        if self._encoder is None or self._lemmatiser is None:
            raise LanguageError("this Language stands on a spaCy pipeline: call that pipeline for its Docs")
        spans = [[s for b in a.blocks for s in split(a.text, tokenise(a.text, b.start, b.end))] for a in articles]
        words = [
            [_encodable(a.text[start:end]) for start, end in sentence]
            for a, sentences in zip(articles, spans, strict=True)
            for sentence in sentences
        ]
        parsed = self._encoder.parse(words)
        docs: list[Doc] = []
        position = 0
        for article, sentences in zip(articles, spans, strict=True):
            n = len(sentences)
            docs.append(self._doc(article, sentences, words[position : position + n], parsed[position : position + n]))
            position += n
        return docs

    def _with_pipeline(self, article: Article) -> Analysis:
        texts = [article.text[b.start : b.end] for b in article.blocks]
        docs = list(self._pipeline.pipe(texts))
        return analysis_from_docs([(d, b.start) for d, b in zip(docs, article.blocks, strict=True)], article)

    def _doc(
        self, article: Article, spans: list[list[Span]], words: list[list[str]], parsed: list[ParsedSentence]
    ) -> Doc:
        from spacy.tokens import Doc

        assert self._lemmatiser is not None
        text = article.text
        columns: dict[str, list[Any]] = {
            k: []
            for k in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps", "sent_starts", "ents")
        }

        def gap(end: int, position: int) -> None:
            if end > position:
                self._gap(columns, text[position:end])

        position = 0
        for sent_spans, sent_words, p in zip(spans, words, parsed, strict=True):
            morphs = features(sent_words, p.upos, p.xpos, p.heads, p.relations)
            gap(sent_spans[0][0], position)
            ents = ["O"] * len(sent_words)
            for first, last, label in p.entities:
                ents[first:last] = ["B-" + label] + ["I-" + label] * (last - first - 1)
            index: list[int] = []
            for k, (start, end) in enumerate(sent_spans):
                if k:
                    gap(start, position)
                index.append(len(columns["words"]))
                columns["words"].append(sent_words[k])
                columns["spaces"].append(text[end : end + 1] == " ")
                columns["tags"].append(p.xpos[k])
                columns["pos"].append(p.upos[k])
                columns["morphs"].append(morphs[k])
                columns["lemmas"].append(self._lemmatiser.lemma(sent_words[k], p.xpos[k]))
                columns["heads"].append(-1)
                columns["deps"].append(p.relations[k])
                columns["sent_starts"].append(k == 0)
                columns["ents"].append(ents[k])
                position = end + columns["spaces"][-1]
            for k, h in enumerate(p.heads):
                columns["heads"][index[k]] = index[h - 1] if h else index[k]
        gap(len(text), position)
        return Doc(self._vocab, **columns)

    @staticmethod
    def _gap(columns: dict[str, list[Any]], text: str) -> None:
        i = len(columns["words"])
        columns["words"].append(_encodable(text))
        columns["spaces"].append(False)
        for name in ("tags", "morphs", "lemmas", "deps"):
            columns[name].append("_SP" if name == "tags" else "")
        columns["pos"].append("SPACE")
        columns["heads"].append(i - 1 if i else 0)
        columns["sent_starts"].append(False)
        columns["ents"].append("O")


def _encodable(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text

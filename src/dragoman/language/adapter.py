"""spaCy's Doc and our Analysis: the one place where they meet.

Any spaCy pipeline with Universal Dependencies labels can give the Doc; what does not fit is named in a LanguageError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dragoman.errors import LanguageError
from dragoman.language.morphology import features
from dragoman.records import Analysis, Article, Entity, Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ENTITY_LABELS", "analysis_from_doc", "analysis_from_docs"]

ENTITY_LABELS = {
    "PER": "PER",
    "PERSON": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
}
"""Labels of entity recognisers and ours; other labels (DATE, MONEY ...) are left out."""

# fmt: off
UD_RELATIONS = frozenset({
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop", "csubj",
    "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod",
    "nsubj", "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
})
"""The 37 relations of UD 2, without subtypes."""

UD_TAGS = frozenset({
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
})
# fmt: on

WAY_OUT = (
    "give a pipeline trained on Universal Dependencies 2 (English EWT or GUM), with sentences, tags and lemmas, "
    "or none, to use the encoder that ships"
)


def analysis_from_doc(doc: Doc, article: Article) -> Analysis:
    """The Analysis of an article from a Doc over its whole text.

    White space and tokens tagged SPACE are left out. A sentence that runs over the end of a block stays whole; give
    each block its own Doc (``analysis_from_docs``) where that matters. Raises LanguageError if the Doc is over another
    text or its labels are not UD's.
    """
    return analysis_from_docs([(doc, 0)], article)


def analysis_from_docs(docs: Iterable[tuple[Doc, int]], article: Article) -> Analysis:
    """The same from several Docs in order, each with its offset in the article's text."""
    builder = _Builder(article)
    for doc, offset in docs:
        builder.add(doc, offset)
    return builder.analysis()


@dataclass(frozen=True, slots=True)
class _Columns:
    """A Doc's tokens without white space, one list an attribute. ``heads`` are indices into these lists."""

    kept: list[int]
    starts: list[int]
    ends: list[int]
    lemmas: list[str]
    upos: list[str]
    xpos: list[str]
    morphs: list[str]
    heads: list[int]
    deps: list[str]
    sentence_starts: list[bool]


def _columns(doc: Doc) -> _Columns:
    """One pass over the Doc's own arrays: asking token by token costs ten times as much."""
    strings = doc.vocab.strings
    names: list[int | str] = ["LENGTH", "SPACY", "LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD", "SENT_START"]
    array = doc.to_array(names).astype(np.uint64).reshape(len(doc), len(names))
    length, space = array[:, 0].astype(np.int64), array[:, 1].astype(np.int64)
    ends = np.cumsum(length + space) - space
    texts = {int(key): strings[int(key)] for key in np.unique(array[:, 2:7])}
    upos = [texts[key] for key in array[:, 3].tolist()]
    kept = [i for i, (tag, token) in enumerate(zip(upos, doc, strict=True)) if tag != "SPACE" and not token.is_space]
    place = {i: k for k, i in enumerate(kept)}
    heads = np.arange(len(doc)) + array[:, 7].astype(np.int64)

    def column(k: int) -> list[str]:
        keys = array[:, k].tolist()
        return [texts[keys[i]] for i in kept]

    return _Columns(
        kept,
        (ends - length)[kept].tolist(),
        ends[kept].tolist(),
        column(2),
        column(3),
        column(4),
        ["" if morph == "_" else morph for morph in column(5)],
        [place.get(h, place[i]) for i, h in zip(kept, heads[kept].tolist(), strict=True)],
        [dep.lower() for dep in column(6)],
        _sentence_starts(array[:, 8].astype(np.int64).tolist(), kept),
    )


def _sentence_starts(flags: list[int], kept: list[int]) -> list[bool]:
    """True where a sentence begins; a mark on white space counts for the token behind it."""
    starts: list[bool] = []
    previous = -1
    for i in kept:
        starts.append(any(flag == 1 for flag in flags[previous + 1 : i + 1]) or not starts)
        previous = i
    return starts


def _check(doc: Doc, columns: _Columns) -> None:
    """Raises LanguageError naming what is missing or is no label of UD."""
    for annotation in ("POS", "LEMMA", "DEP", "SENT_START"):
        if columns.kept and not doc.has_annotation(annotation):
            raise LanguageError(f"the pipeline gives no {annotation}: {WAY_OUT}")
    relations = sorted({dep for dep in set(columns.deps) if dep.partition(":")[0] not in UD_RELATIONS})
    tags = sorted(set(columns.upos) - UD_TAGS)
    if relations or tags:
        named = ", ".join(repr(label) for label in (*relations, *tags))
        raise LanguageError(f"labels that are not Universal Dependencies: {named}; {WAY_OUT}")


class _Builder:
    """Gathers the tokens, sentences and entities of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._tokens: list[Token] = []
        self._sentences: list[Sentence] = []
        self._entities: list[Entity] = []
        self._block = 0

    def analysis(self) -> Analysis:
        """What was gathered."""
        return Analysis.build(
            self._article.id, self._article.text, tuple(self._tokens), tuple(self._sentences), tuple(self._entities)
        )

    def add(self, doc: Doc, offset: int) -> None:
        """The tokens, sentences and entities of one more Doc."""
        if len(doc) and doc[-1].idx + len(doc[-1]) + offset > len(self._article.text):
            raise LanguageError(f"the Doc is longer than the text of article {self._article.id}")
        columns = _columns(doc)
        _check(doc, columns)
        first_token = len(self._tokens)
        starts = [k for k, begins in enumerate(columns.sentence_starts) if begins]
        for first, last in pairwise([*starts, len(columns.kept)]):
            self._add_sentence(doc, columns, offset, (first, last), first_token)
        place = {i: k for k, i in enumerate(columns.kept)}
        for entity in doc.ents:
            label = ENTITY_LABELS.get(entity.label_)
            members = [place[i] for i in range(entity.start, entity.end) if i in place]
            if label and members:
                first, last = first_token + members[0], first_token + members[-1] + 1
                start, end = self._tokens[first].start, self._tokens[last - 1].end
                self._entities.append(Entity(first, last, start, end, label))

    def _add_sentence(self, doc: Doc, columns: _Columns, offset: int, span: tuple[int, int], first_token: int) -> None:
        first, last = span
        text = self._article.text
        heads, deps, root = _one_tree(columns.heads[first:last], columns.deps[first:last], first)
        morphs = columns.morphs[first:last]
        if not doc.has_annotation("MORPH"):
            words = [text[offset + columns.starts[k] : offset + columns.ends[k]] for k in range(first, last)]
            ud_heads = [0 if k == root else head + 1 for k, head in enumerate(heads)]
            morphs = features(words, columns.upos[first:last], columns.xpos[first:last], ud_heads, deps)
        number, base = len(self._sentences), first_token + first
        for k in range(first, last):
            start, end = offset + columns.starts[k], offset + columns.ends[k]
            self._tokens.append(
                Token(
                    first_token + k,
                    start,
                    end,
                    text[start:end],
                    columns.lemmas[k],
                    columns.upos[k],
                    columns.xpos[k],
                    morphs[k - first],
                    base + heads[k - first],
                    deps[k - first],
                    number,
                    text[end : end + 1].isspace(),
                )
            )
        start, end = self._tokens[base].start, self._tokens[-1].end
        block = self._block_of(start)
        self._sentences.append(Sentence(number, base, base + last - first, start, end, base + root, block))

    def _block_of(self, start: int) -> int:
        blocks = self._article.blocks
        while self._block + 1 < len(blocks) and blocks[self._block].end <= start:
            self._block += 1
        return self._block


def _one_tree(heads: Sequence[int], deps: Sequence[str], first: int) -> tuple[list[int], list[str], int]:
    """Heads within the sentence, their relations, and the one root.

    Pipelines that find sentences apart from trees may leave several roots, or heads outside: the first root stays, the
    others hang on it as ``parataxis``.
    """
    inside = [head - first if first <= head < first + len(heads) else k for k, head in enumerate(heads)]
    roots = [k for k, head in enumerate(inside) if head == k]
    root = next((k for k in roots if deps[k] == "root"), roots[0] if roots else 0)
    relations = ["dep" if dep == "root" and k not in roots else dep for k, dep in enumerate(deps)]
    for k in roots:
        inside[k], relations[k] = root, "root" if k == root else "parataxis"
    return inside, relations, root

"""spaCy's Doc and our Analysis: the one place where they meet.

Any spaCy pipeline with Universal Dependencies labels can give the Doc; what does not fit is named in a LanguageError.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.errors import LanguageError
from dragoman.records import Analysis, Article, Entity, Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["analysis_from_doc"]

ENTITY_LABELS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "NORP": "NORP"}
"""Labels of entity recognisers and ours; other labels (DATE, MONEY ...) are left out."""

UD_RELATIONS = frozenset(
    ["acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp"]
)


def analysis_from_doc(doc: Doc, article: Article) -> Analysis:
    """The Analysis of an article from a Doc over its whole text. Raises LanguageError if the labels are not UD's."""
    if doc.text != article.text and len(doc.text) != len(article.text):
        raise LanguageError("the Doc's text is not the article's text")
    return analysis_from_docs([(doc, 0)], article)


def analysis_from_docs(docs: Iterable[tuple[Doc, int]], article: Article) -> Analysis:
    """The same from several Docs and the offset of each in the article's text."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    for doc, offset in docs:
        _check(doc)
        _add(doc, offset, article, tokens, sentences, entities)
    return Analysis.build(article.id, article.text, tuple(tokens), tuple(sentences), tuple(entities))


def _check(doc: Doc) -> None:
    wrong = sorted({t.dep_ for t in doc if t.pos_ != "SPACE" and t.dep_.lower().partition(":")[0] not in UD_RELATIONS})
    if wrong:
        raise LanguageError(f"not Universal Dependencies: {', '.join(map(repr, wrong))}")


def _add(
    doc: Doc,
    offset: int,
    article: Article,
    tokens: list[Token],
    sentences: list[Sentence],
    entities: list[Entity],
) -> None:
    text = article.text
    index: dict[int, int] = {}
    kept = [t for t in doc if t.pos_ != "SPACE"]
    for t in kept:
        index[t.i] = len(tokens) + len(index)
    block = 0
    for sent in doc.sents:
        members = [t for t in sent if t.i in index]
        if not members:
            continue
        first = index[members[0].i]
        root = first
        for t in members:
            start = offset + t.idx
            end = start + len(t)
            head = index[t.i] if t.dep_.lower() == "root" else index[t.head.i]
            if head == index[t.i]:
                root = head
            tokens.append(
                Token(
                    index[t.i],
                    start,
                    end,
                    text[start:end],
                    t.lemma_,
                    t.pos_,
                    t.tag_,
                    str(t.morph),
                    head,
                    t.dep_.lower(),
                    len(sentences),
                    text[end : end + 1].isspace(),
                )
            )
        start, end = tokens[first].start, tokens[-1].end
        while block + 1 < len(article.blocks) and article.blocks[block].end <= start:
            block += 1
        sentences.append(Sentence(len(sentences), first, len(tokens), start, end, root, block))
    for ent in doc.ents:
        label = ENTITY_LABELS.get(ent.label_)
        members = [index[t.i] for t in ent if t.i in index]
        if label and members:
            first, last = members[0], members[-1] + 1
            entities.append(Entity(first, last, tokens[first].start, tokens[last - 1].end, label))

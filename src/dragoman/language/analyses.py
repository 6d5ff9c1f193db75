"""What the encoder says, as an Analysis: the way of every article that is read with the weights that ship.

It gives what ``docs.build_doc`` and ``adapter.analysis_from_doc`` give together (tested), without spaCy, whose import
alone takes most of a second.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dragoman.language.docs import TokenisedSentence, lemmas_of, morphs_of, possible
from dragoman.language.encoder import ParsedSentence
from dragoman.language.lemmas import Lemmatiser
from dragoman.records import Analysis, Article, Entity, Sentence, Signals, Token

__all__ = ["analysis_from_parsed"]


def analysis_from_parsed(
    article: Article,
    sentences: Sequence[TokenisedSentence],
    parsed: Sequence[ParsedSentence],
    lemmatiser: Lemmatiser,
    labels: dict[str, tuple[str, ...]],
    parts: tuple[str, ...] = (),
) -> Analysis:
    """The Analysis of an article from its sentences and what the encoder says of each.

    ``labels`` and ``parts`` are those of the encoder's signals; without any labels, ``Analysis.signals`` is None.
    """
    text = article.text
    tokens: list[Token] = []
    found: list[Sentence] = []
    entities: list[Entity] = []
    block = 0
    for number, (sentence, given) in enumerate(zip(sentences, parsed, strict=True)):
        base = len(tokens)
        words, before = sentence.words, base - 1
        parse = possible(words, given)
        lemmas, morphs = lemmas_of(words, parse, lemmatiser), morphs_of(words, parse)
        columns = zip(sentence.spans, lemmas, parse.upos, parse.xpos, morphs, parse.heads, parse.relations, strict=True)
        tokens += [
            Token(
                *(i, start, end, text[start:end], lemma, upos, xpos, morph),
                *(before + head if head else i, relation, number, text[end : end + 1].isspace()),
            )
            for i, ((start, end), lemma, upos, xpos, morph, head, relation) in enumerate(columns, base)
        ]
        entities += [
            Entity(base + first, base + last, sentence.spans[first][0], sentence.spans[last - 1][1], label)
            for first, last, label in parse.entities
        ]
        start, end = sentence.spans[0][0], sentence.spans[-1][1]
        while block + 1 < len(article.blocks) and article.blocks[block].end <= start:
            block += 1
        root = base + parse.heads.index(0)
        found.append(Sentence(number, base, len(tokens), start, end, root, block))
    signals = None
    if labels and tokens:
        pointed = tuple(p.parts for p in parsed if p.parts is not None)
        signals = Signals(labels, {h: np.concatenate([p.signals[h] for p in parsed]) for h in labels}, parts, pointed)
    return Analysis.build(article.id, text, tuple(tokens), tuple(found), tuple(entities), signals)

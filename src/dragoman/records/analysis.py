"""Analysis: an article as sentences and tokens with Universal Dependencies and entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dragoman.records.spans import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Analysis", "Entity", "Sentence", "Signals", "Token"]


class _Asked(dict[str, bool]):
    """Whether a relation is one of those that are asked for, or a subtype of one; there are some fifty of them, met
    with every question about a tree."""

    def __init__(self, deps: tuple[str, ...]) -> None:
        super().__init__()
        self._deps = deps

    def __missing__(self, dep: str) -> bool:
        found = self[dep] = dep in self._deps or dep.partition(":")[0] in self._deps
        return found


_asked = cache(_Asked)


@cache
def _features(morph: str) -> dict[str, str]:
    """A feature string taken apart; the first of two values of one feature counts."""
    found: dict[str, str] = {}
    for pair in morph.split("|"):
        key, _, value = pair.partition("=")
        found.setdefault(key, value)
    return found


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``start`` and ``end`` are characters of the article's text.

    ``head`` is the index (in ``Analysis.tokens``) of the governor; the root of a sentence is its own head, as in spaCy.
    ``dep`` is a UD relation with its subtype (``nsubj:pass``), ``root`` for the root. ``morph`` is a UD feature string
    (``Mood=Ind|Tense=Past|VerbForm=Fin``), empty where nothing is known. ``space`` is True if white space follows.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    morph: str
    head: int
    dep: str
    sentence: int
    space: bool

    def feature(self, name: str) -> str | None:
        """The value of one UD feature (``feature("Tense") == "Past"``), None if it is not given."""
        return _features(self.morph).get(name)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``[first, last)``, characters ``[start, end)``; ``block`` is an index into ``Article.blocks``."""

    i: int
    first: int
    last: int
    start: int
    end: int
    root: int
    block: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity: tokens ``[first, last)``, characters ``[start, end)``, label PER, ORG, LOC or NORP."""

    first: int
    last: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Signals:
    """What further heads of the encoder make of each token: evidence for the rooms of events and claims to weigh.

    ``labels``: those of each head. ``event`` (``O``, ``NONE`` or a PLOVER type) and ``status`` are of words that
    express an event; ``source``, ``cue`` and ``content`` of the parts of claims (``O``, ``B``, ``I``), ``topic``
    (``other``, ``politics``) of the whole sentence. ``scores``: the probabilities, an array of shape (tokens, labels) a
    head.
    """

    labels: Mapping[str, tuple[str, ...]]
    scores: Mapping[str, NDArray[np.float32]]
    parts: tuple[str, ...] = ()
    """What a word may be to the trigger of an event (``source``, ``target``, ``time``, ``place``) or to the cue of a
    claim (``speaker``, and ``begin`` and ``end``, the first and the last word of its content)."""
    pointed: tuple[NDArray[np.float32], ...] = ()
    """For each sentence an array of shape (parts, words, 1 + words): how probably each word is that to each trigger or
    cue. Column 0: nobody in the sentence. Of several words of one phrase any may have its share."""

    def probability(self, head: str, i: int, label: str) -> float:
        """Of one label for token ``i``. Raises ValueError for a label that the head does not have."""
        return float(self.scores[head][i, self.labels[head].index(label)])


@dataclass(frozen=True, slots=True)
class Analysis:
    """All of an article that the language room knows. ``text`` is the article's text, unchanged.

    ``signals`` is None where the pipeline that made the analysis has no such heads.
    """

    article: str
    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    children_of: tuple[tuple[int, ...], ...] = field(repr=False)
    """For each token the indices of its dependents, left to right."""
    signals: Signals | None = field(default=None, repr=False, compare=False)

    @classmethod
    def build(
        cls,
        article: str,
        text: str,
        tokens: tuple[Token, ...],
        sentences: tuple[Sentence, ...],
        entities: tuple[Entity, ...],
        signals: Signals | None = None,
    ) -> Analysis:
        """An Analysis whose table of dependents is derived from the heads."""
        children: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        return cls(article, text, tokens, sentences, entities, tuple(tuple(c) for c in children), signals)

    def children(self, i: int, *deps: str) -> Iterator[Token]:
        """Dependents of token ``i``; with ``deps``, those whose relation is one of them (subtypes count: ``nsubj``
        asks for ``nsubj`` and ``nsubj:pass``)."""
        below, tokens = self.children_of[i], self.tokens
        if not deps or not below:
            return map(tokens.__getitem__, below)
        asked = _asked(deps)
        return iter([t for c in below if asked[(t := tokens[c]).dep]])

    def child(self, i: int, *deps: str) -> Token | None:
        """The first dependent of token ``i`` with one of these relations, None if there is none."""
        below, tokens = self.children_of[i], self.tokens
        if not below:
            return None
        if not deps:
            return tokens[below[0]]
        asked = _asked(deps)
        for c in below:
            token = tokens[c]
            if asked[token.dep]:
                return token
        return None

    def subtree(self, i: int) -> tuple[int, int]:
        """The tokens ``[first, last)`` from the leftmost to the rightmost descendant of token ``i``."""
        first = last = i
        stack = list(self.children_of[i])
        while stack:
            j = stack.pop()
            if j < first:
                first = j
            elif j > last:
                last = j
            stack.extend(self.children_of[j])
        return first, last + 1

    def ancestors(self, i: int) -> Iterator[Token]:
        """The governors of token ``i``, nearest first, up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def evidence(self, first: int, last: int) -> Evidence:
        """The verbatim text of tokens ``[first, last)``. Raises IndexError on an empty or outside range."""
        if not 0 <= first < last <= len(self.tokens):
            raise IndexError(f"tokens [{first}, {last}) of {len(self.tokens)}")
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Evidence(self.article, start, end, self.text[start:end])

    def sentence_evidence(self, i: int) -> Evidence:
        """The verbatim text of the sentence that holds token ``i``."""
        s = self.sentences[self.tokens[i].sentence]
        return Evidence(self.article, s.start, s.end, self.text[s.start : s.end])

    def words(self) -> int:
        """Tokens that hold a letter or a digit."""
        return sum(any(c.isalnum() for c in t.text) for t in self.tokens)

"""Whom the encoder's head of parts takes for the source, target, time or place of an event, or for who speaks.

The head points from each word of a trigger or of a cue at words of its sentence (``Signals.pointed``). It was trained
to hit any word of a phrase, so a phrase has the sum of its words' shares.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.records.analysis import Analysis

__all__ = ["Pointed", "Pointing", "phrase_head", "pointed_at", "pointed_by", "pooled", "taken_by", "triggers_of"]

FLOOR = 0.01
"""The least share that counts: what the head never saw it may be wrong of."""


_LOG_FLOOR = math.log(FLOOR)
_TRIGGER = 0.5
"""The probability of no act under which a word is taken for a trigger's."""
_INSIDE = frozenset({"det", "nummod", "amod", "flat", "compound", "det:predet"})
"""How a word hangs on the head of the phrase that it is part of."""


def pooled(share: float, weight: float) -> float:
    """What a share adds to the log odds of another judgement: the two are pooled as products (Genest and Zidek 1986).

    The head is surer of texts that it was trained on than of others, so no weight can be fitted on them; one number
    for each part, chosen on the split ``dev``, says how far it is heard.
    """
    return weight * (math.log(share) if share > FLOOR else _LOG_FLOOR)


def pointed_at(analysis: Analysis, parts: Sequence[str], least: float) -> tuple[frozenset[int], ...]:
    """For each of ``parts`` the heads of phrases at which the trigger of some event points as that with at least this
    share.

    A word is of a trigger where an act is likelier than none.
    """
    return tuple(frozenset(triggers) for triggers in pointed_by(analysis, parts, least))


def pointed_by(analysis: Analysis, parts: Sequence[str], least: float) -> tuple[dict[int, list[int]], ...]:
    """The same with the words of the triggers that point at each."""
    signals = analysis.signals
    found: tuple[dict[int, list[int]], ...] = tuple({} for _ in parts)
    if signals is None or not set(parts) <= set(signals.parts):
        return found
    columns = [signals.parts.index(part) for part in parts]
    for i in triggers_of(analysis):
        sentence = analysis.sentences[analysis.tokens[i].sentence]
        shares = signals.pointed[sentence.i]
        for column, heads in zip(columns, found, strict=True):
            row = shares[column, i - sentence.first]
            if float(row[0]) <= 1 - least:  # else nobody has more than is left
                for head in _heads(analysis, row.tolist(), sentence.first, least):
                    heads.setdefault(head, []).append(i)
    return found


def triggers_of(analysis: Analysis) -> list[int]:
    """The tokens of which an act is likelier than none, in order; none without the encoder's signals."""
    signals = analysis.signals
    if signals is None:
        return []
    found: list[int] = np.flatnonzero(
        signals.scores["event"][:, signals.labels["event"].index("O")] < _TRIGGER
    ).tolist()
    return found


def _heads(analysis: Analysis, row: Sequence[float], first: int, least: float) -> Iterator[int]:
    """The heads of the phrases that have at least this share of one trigger's row."""
    of_heads: dict[int, float] = {}
    for k, share in [(k, share) for k, share in enumerate(row, first - 1) if share > FLOOR]:
        if k >= first:
            head = phrase_head(analysis, k)
            of_heads[head] = of_heads.get(head, 0.0) + share
    return (head for head, share in of_heads.items() if share >= least)


def phrase_head(analysis: Analysis, i: int) -> int:
    """The head of the phrase whose part a word is: of ``six`` in ``six novices``."""
    while analysis.tokens[i].dep in _INSIDE and analysis.tokens[i].head != i:
        i = analysis.tokens[i].head
    return i


def taken_by(analysis: Analysis, part: str, tokens: Sequence[int] | None) -> NDArray[np.float32]:
    """For each token of the article how probably these tokens, or with None nobody in its sentence, are that part of
    what it triggers: shape (tokens,). Zeros where the analysis has no such head."""
    signals = analysis.signals
    found = np.zeros(len(analysis.tokens), dtype=np.float32)
    if signals is None or part not in signals.parts:
        return found
    row = signals.parts.index(part)
    for sentence, shares in zip(analysis.sentences, signals.pointed, strict=True):
        first, last = sentence.first, sentence.last
        columns = [0] if tokens is None else [1 + i - first for i in tokens if first <= i < last]
        found[first:last] = shares[row][:, columns].sum(1)
    return found


class Pointed:
    """What one event or claim points at, as one of its parts."""

    __slots__ = ("_first", "_shares")

    def __init__(self, shares: NDArray[np.float32], first: int) -> None:
        """``shares``: (1 + words) of the sentence whose first token is ``first``, column 0 nobody's."""
        self._shares: list[float] = shares.tolist()
        self._first = first

    @property
    def nobody(self) -> float:
        """How probably nothing in the sentence is that part."""
        return self._shares[0]

    @property
    def best(self) -> int:
        """The likeliest token, -1 for nobody."""
        k = max(range(len(self._shares)), key=self._shares.__getitem__)
        return k - 1 + self._first if k else -1

    def each(self, phrases: Iterable[Iterable[int]]) -> list[float]:
        """``at`` for each of several phrases of the sentence that was asked."""
        shares, before = self._shares, self._first - 1
        return [sum([shares[i - before] for i in phrase]) for phrase in phrases]

    def at(self, tokens: Iterable[int]) -> float:
        """How probably one of the tokens is; those of other sentences are not."""
        shares, before = self._shares, self._first - 1
        return float(sum([shares[i - before] for i in tokens if 0 < i - before < len(shares)]))


class Pointing:
    """The pointing of one article's events (``head``: ``event``) or claims (``cue``)."""

    def __init__(self, analysis: Analysis, head: str) -> None:
        signals = analysis.signals
        self._analysis = analysis
        self._pointed = signals.pointed if signals is not None else ()
        self._parts = signals.parts if signals is not None else ()
        self._known: dict[tuple[str, tuple[int, ...], str | None], Pointed] = {}
        self._weighed: dict[tuple[tuple[int, ...], str | None], tuple[NDArray[np.float32], np.float32]] = {}
        self._scores = signals.scores[head] if signals is not None and self._pointed else None
        self._labels = signals.labels[head] if signals is not None else ()

    def of(self, part: str, words: Sequence[int], label: str | None = None) -> Pointed | None:
        """What ``words``, those of the first one's sentence, point at: the mean of their rows, by how probably each is
        of a trigger or a cue, with ``label`` of one of that type (of ``begged them to leave`` not ``leave``). None
        where the analysis has no such head."""
        if self._scores is None or part not in self._parts or not words:
            return None
        key = (part, tuple(words), label)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._asked(*key)
        return found

    def _weights(self, words: tuple[int, ...], label: str | None) -> tuple[NDArray[np.float32], np.float32]:
        """How probably each of the words is of a trigger or cue, or of one with that label; and the sum of it. All
        parts ask for the same."""
        found = self._weighed.get((words, label))
        if found is None:
            assert self._scores is not None
            told = label in self._labels
            sure = self._scores[list(words), self._labels.index(label if label is not None and told else "O")]
            weights = (sure if told else 1 - sure) + np.float32(1e-3)
            found = self._weighed[words, label] = weights, weights.sum()
        return found

    def _asked(self, part: str, words: tuple[int, ...], label: str | None) -> Pointed:
        sentence = self._analysis.sentences[self._analysis.tokens[words[0]].sentence]
        shares, row, first = self._pointed[sentence.i], self._parts.index(part), sentence.first
        own = words
        if len(own) > 1:
            own = tuple([i for i in words if first <= i < sentence.last])
        if len(own) == 1:
            return Pointed(shares[row, own[0] - first], first)
        weights, whole = self._weights(own, label)
        return Pointed(weights @ shares[row, [i - first for i in own]] / whole, first)

"""What the encoder's event head finds: the words that express an event, as candidates for the matcher to seat.

The head labels each word with a type; words of one type that hang together are one candidate, headed by the topmost, or
by the event noun where the verb above only lends itself (``launched an attack``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.wording import SCORED, features, noted, pooled_scores, shipped
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Signals, Status

__all__ = ["FUNCTION_WORDS", "Candidate", "EventSignals", "Opinions"]

LEAST = 0.3
"""Probability of a type from which a word counts as part of a trigger: words beside the surest may be less sure."""
_TOGETHER = frozenset(
    {"obj", "compound", "compound:prt", "xcomp", "obl", "nmod", "advmod", "amod", "nsubj:pass", "fixed", "case", "mark"}
    | {"obl:agent", "iobj", "advcl", "ccomp", "acl", "flat", "det"}
)
"""Relations in which a labelled word belongs to the labelled word above it."""
_NEAR = 6
"""Words between two parts of one trigger; the corpus's triggers are shorter."""
_EXPRESSES = 0.5
"""The probability of no act under which a word is taken to express one itself."""
FUNCTION_WORDS = frozenset({"ADP", "PART", "DET", "PUNCT", "SYM", "SCONJ", "CCONJ", "AUX", "PRON"})
"""Tags of words that express no act by themselves: they head no candidate and begin no trigger."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that the encoder takes for the trigger of one event. ``probability`` is that of its type."""

    head: int
    words: frozenset[int]
    """The labelled words, the head among them."""
    type: str
    probability: float


@dataclass(frozen=True, slots=True)
class Opinions:
    """What is thought of a word: labels with their probabilities, the likeliest first; ``O`` is no act. ``because``:
    what speaks most for the likeliest label of ``wording``, as its features. All but ``together`` are empty where only
    the encoder was asked, or its head has labels of its own."""

    together: tuple[tuple[str, float], ...]
    encoder: tuple[tuple[str, float], ...] = ()
    wording: tuple[tuple[str, float], ...] = ()
    because: tuple[str, ...] = ()


class EventSignals:
    """The event and status heads of one article's analysis."""

    def __init__(self, signals: Signals, syntax: Syntax, matches: Sequence[Match] = ()) -> None:
        """``matches``: what the codebook finds, of which the wording's judgement makes something too."""
        self.syntax = syntax
        labels = signals.labels["event"]
        self._heard = signals.scores["event"]
        self._known = noted(matches)
        self._scores = pooled_scores(signals, syntax, self._known)
        self._column = {label: k for k, label in enumerate(labels)}
        coded = [k for k, label in enumerate(labels) if label not in ("O", "NONE")]
        scores = self._scores[:, coded]
        self._names = [labels[k] for k in coded]
        self._best, self._sure = scores.argmax(1), scores.max(1)
        """The likeliest coded type of each word, by its place among the names, and its probability."""
        self._status_scores = signals.scores["status"]
        self._outside: list[float] = self._scores[:, self._column["O"]].tolist()
        self._codable: list[float] = scores.sum(1).tolist()
        self._statuses = tuple(Status(label) for label in signals.labels["status"])

    def outside(self, words: Iterable[int]) -> float:
        """The probability that none of the words expresses an act: that of the surest of them."""
        return min([self._outside[i] for i in words])

    def codable(self, words: Iterable[int]) -> float:
        """The probability that one of the words expresses an act of some type: that of the surest of them."""
        return max([self._codable[i] for i in words])

    def type_of(self, words: Iterable[int], kind: str) -> float:
        """The probability of one type: the highest among the words."""
        column = self._column[kind]
        return max([float(self._scores[i, column]) for i in words])

    def opinions(self, words: Iterable[int], least: float = 0.0) -> Opinions:
        """What is thought of the surest of the words; labels under ``least`` are left out."""
        surest = min(words, key=self._outside.__getitem__)

        def told(row: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
            found = [(label, float(row[k])) for label, k in self._column.items() if row[k] >= least]
            return tuple(sorted(found, key=lambda lp: -lp[1]))

        model, together = shipped(), told(self._scores[surest])
        if model.labels != tuple(self._column) or self.syntax.tokens[surest].upos not in SCORED:
            return Opinions(together)
        given = features(surest, self.syntax, self._known)
        worded = told(np.exp(model.log_probabilities([given])[0]))
        because = model.reasons(given, worded[0][0]) if worded else ()
        return Opinions(together, told(self._heard[surest]), worded, because)

    def worded(self, word: int, beside: str | None = None) -> tuple[str, float]:
        """The likeliest coded type of a word but ``beside``, by the wording alone, with its probability; what the head
        says where its labels are others."""
        model = shipped()
        if model.labels != tuple(self._column):
            return self.coded(word)
        row = np.exp(model.log_probabilities([features(word, self.syntax, self._known)])[0])
        best = max([n for n in self._names if n != beside], key=lambda label: float(row[self._column[label]]))
        return best, float(row[self._column[best]])

    def is_other(self, word: int, kind: str | None, least: float) -> bool:
        """Whether a word expresses an act of another coded type with at least this probability."""
        best, probability = self.coded(word)
        return probability >= least and best != kind

    def coded(self, word: int) -> tuple[str, float]:
        """The likeliest coded type of a word, with its probability."""
        return self._names[self._best[word]], float(self._sure[word])

    def status(self, head: int, words: Iterable[int]) -> tuple[Status, float]:
        """The likeliest status of an event with these words, and its probability: as its head has it, or its surest
        word where the head only lends itself (``refused`` is done, though ``meet`` in ``refused to meet`` is not).
        """
        surest = head if self._outside[head] < _EXPRESSES else min(words, key=self._outside.__getitem__)
        best = int(self._status_scores[surest].argmax())
        return self._statuses[best], float(self._status_scores[surest, best])

    def candidates(self) -> list[Candidate]:
        """All candidates, in the order of their heads."""
        flagged = {
            i: self._names[self._best[i]]
            for i in np.flatnonzero(self._sure >= LEAST).tolist()
            if self._money(self._sign(i))
            or self.syntax.tokens[i].upos not in ("PUNCT", "DET", "NUM", "SYM")  # `-` in `voted 89-52`
        }
        groups: dict[int, set[int]] = {}
        for i, label in flagged.items():
            sign = self._sign(i)
            if flagged.get(sign) == label:
                groups.setdefault(self._top(self._last_of_compound(sign, flagged), flagged), set()).add(i)
        found: dict[int, Candidate] = {}
        for top, words in sorted(groups.items()):
            if all(self._serves(i) for i in words):
                continue  # `on` in `called on the residents`
            candidate = self._candidate(top, words, flagged[top])
            other = found.get(candidate.head)  # `and` before `tear gas` is headed by `gas` too
            if other is None or candidate.probability > other.probability:
                found[candidate.head] = candidate
        return sorted(found.values(), key=lambda c: c.head)

    def _last_of_compound(self, i: int, flagged: dict[int, str]) -> int:
        """The last of the nouns that stand side by side for one act, however the parser hung them (``a sit-in``)."""
        tokens = self.syntax.tokens
        while tokens[i].upos == "NOUN":
            after = i + 2 if i + 2 < len(tokens) and tokens[i + 1].xpos == "HYPH" else i + 1
            if flagged.get(after) != flagged[i]:
                break
            if tokens[after].upos != "NOUN" or tokens[after].head != tokens[i].head:
                break
            i = after
        return i

    def _top(self, i: int, flagged: dict[int, str]) -> int:
        """The labelled word above all that hang together with token ``i``."""
        while True:
            token = self.syntax.tokens[i]
            above = token.head
            near = above != i and flagged.get(above) == flagged[i] and abs(above - i) <= _NEAR
            together = token.dep in _TOGETHER or (token.dep == "nsubj" and self._happens(above))
            if not near or not together:
                return i
            i = above

    def _happens(self, verb: int) -> bool:
        """Whether a verb only tells that what its subject names happens: ``peace talks resumed``."""
        return self.syntax.is_verb(verb) and self.syntax.lemmas[verb] in self.syntax.grammar.occurrence

    def _candidate(self, top: int, words: set[int], kind: str) -> Candidate:
        head = top
        if self.syntax.is_verb(top) and self.syntax.lends(top):
            nouns = [i for i in words if self.syntax.tokens[i].head == top and self.syntax.tokens[i].upos == "NOUN"]
            head = next((i for i in nouns if not self._receives(i)), top)
        if self._serves(head):
            head = self.syntax.tokens[head].head
        return Candidate(head, frozenset(words | {head}), kind, self.type_of(words, kind))

    def _sign(self, i: int) -> int:
        """The sign of the sum of money that a word is a figure of; the word itself if it is of none."""
        tokens, above = self.syntax.tokens, i
        while tokens[above].upos == "NUM" and tokens[above].dep in ("nummod", "compound"):
            above = tokens[above].head
        return above if self._money(above) else i

    def _money(self, i: int) -> bool:
        """Whether a word is a sign of money, which stands for its name: ``pledged $40 million`` is a promise, and the
        sum the help that is promised."""
        token = self.syntax.tokens[i]
        return token.upos == "SYM" and not token.text.isalpha() and self.syntax.lemmas[i].isalpha()

    def _serves(self, i: int) -> bool:
        """Whether a word expresses no act by itself."""
        return self.syntax.tokens[i].upos in FUNCTION_WORDS and not self._money(i)

    def _receives(self, i: int) -> bool:
        """``gave the government until December``: who is given something is no act."""
        return self.syntax.tokens[i].dep == "iobj" or self.syntax.lemmas[i] in self.syntax.grammar.people

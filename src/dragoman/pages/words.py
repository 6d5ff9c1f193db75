"""The words of a page's lines as numbers: each token is looked at once, whatever it is asked for.

Cohesion asks for its stem, leads for the sign that it is, names whether it may be part of one. All of it is kept by the
number of the token, so that a page is read with a few operations on arrays.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from math import log
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.residue import PageLexicon
from dragoman.knowledge.weights import read_weights

__all__ = [
    "CAPITAL",
    "ENDS",
    "HONOUR",
    "LEANS",
    "LENGTHS",
    "NAME",
    "OPENS",
    "WEIGHTS",
    "Bools",
    "Floats",
    "Ints",
    "Tokens",
    "Vocabulary",
    "bare",
    "distinct",
    "fresh",
    "lead_sign",
    "spread",
    "vocabulary",
    "with_last",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Shorts: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]

WEIGHTS = Path(__file__).parent / "data" / "boundaries.csv"
_TELLING = 37.0
"""Percent of passages from which a word tells nothing; it tells all from e**-5 of that."""
_STEPS = 5.0
_EDGES = ".,;:!?…\"'“”‘’«»()[]{}—–-*/|"
_OPENERS = "\"'“‘«([{"
_STOPS = '.,;:!?…"”’»)]}—–'
_SHORTENED = 5
"""Letters up to which a word with a full stop behind it may be an initial or an abbreviation within a name."""
_POSSESSIVES = ("’s", "'s")
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_LAST = frozenset(ending[-1] for ending in (*_POSSESSIVES, *_ENDINGS))
_CACHED = 1 << 17


def _stem(word: str) -> str:
    """A word without its most common endings: forms of one word are to meet, no more."""
    if word[-1:] not in _LAST:  # as most words
        return word
    if word.endswith(_POSSESSIVES):
        for possessive in _POSSESSIVES:
            word = word.removesuffix(possessive)
    if len(word) > 5 and word.endswith(_ENDINGS):
        for ending in _ENDINGS:
            if word.endswith(ending):
                return word[: -len(ending)]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def bare(token: str) -> str:
    """A token without the punctuation around it."""
    return token.strip(_EDGES)


def lead_sign(word: str, first: bool, days: Mapping[str, int]) -> str:
    """The sign of a word among a paragraph's first (``leads.py``): ``#day`` for weekdays, nothing for names."""
    folded = word.casefold()
    if folded in days:
        return "#day"
    return "" if not first and word[:1].isupper() and word != "I" else folded


NAME, HONOUR, ENDS, OPENS, LEANS, CAPITAL = (1 << bit for bit in range(6))
"""What a token is: it may be part of a name; it stands before names; no name goes on behind it; no name goes on into
it; no story begins with it; it begins with a capital."""
_UNKNOWN = (0, 0, NAME, False)
"""Of words of which nothing is known, as of most: no signs, and a name where they have a capital."""
LENGTHS = 5
"""Steps of a paragraph's length that leads are told by."""


class Vocabulary(dict[str, int]):
    """Token, as it stands between two blanks -> its number, by which the arrays are indexed.

    ``stem``: number of its stem, -1 if it tells nothing; ``rare``: how much the coming again of a stem tells, 0 to 1,
    by the stem's number. ``lead``, ``first``, ``caret``: numbers of the signs that it is anywhere, as a first word, and
    by being the first word (0: no weight). ``flags``: what it is (``NAME`` to ``CAPITAL``).
    """

    def __init__(self, lexicon: PageLexicon, leads: Mapping[str, float]) -> None:
        super().__init__()
        self._percents: dict[str, float] = {}
        for word, percent in lexicon.rarity.items():
            stem, weight = _stem(word), min(1.0, max(0.0, log(_TELLING / percent) / _STEPS))
            self._percents[stem] = min(weight, self._percents.get(stem, 1.0))
        self.signs = {sign: number for number, sign in enumerate(leads, 1)}
        self.sign_weights = np.array([0.0, *leads.values()])
        self.of_length = np.array([self.weight_of(f"#length {n}") for n in range(LENGTHS + 1)])
        self._leaning = lexicon.leaning
        self._special = self._signs_of(lexicon)
        self._stems: dict[str, int] = {}
        self._words: dict[str, tuple[int, int, int, int, bool]] = {}
        self._fresh: list[tuple[int, int, int, int, int]] = []
        self._begin(_CACHED)

    def _begin(self, room: int) -> None:
        self.clear()
        self._stems.clear()
        self._words.clear()
        self._fresh.clear()
        self.rare = np.ones(room + 1)
        self.stem, self.lead, self.first, self.caret, self.flags = np.zeros((5, room + 1), np.int32)

    def _signs_of(self, lexicon: PageLexicon) -> dict[str, tuple[int, int, int, bool]]:
        """Of the words of which anything is known: signs, what they are, and whether they are weekdays."""
        plain = lexicon.common | lexicon.leaning | lexicon.english
        told = {sign.removeprefix("^") for sign in self.signs if not sign.startswith("#")}
        found: dict[str, tuple[int, int, int, bool]] = {}
        for word in plain | lexicon.honours | told | frozenset(lexicon.weekdays):
            day = word in lexicon.weekdays
            flags = 0 if word in plain else NAME
            flags |= HONOUR if word in lexicon.honours else 0
            flags |= LEANS if word in lexicon.leaning else 0
            found[word] = self.signs.get("#day" if day else word, 0), self.signs.get(f"^{word}", 0), flags, day
        return found

    def __missing__(self, token: str) -> int:
        number = len(self)
        word = token.strip(_EDGES)
        folded = word.casefold()
        known = self._words.get(folded)
        if known is None:
            known = self._words[folded] = self._look_up(folded)
        stem, first, caret, flags, day = known
        last = token[-1]
        lead = first
        if word[:1].isupper():
            flags |= CAPITAL
            if flags & NAME and len(word) < 2 and last != ".":
                flags ^= NAME
            if last in _STOPS and not (last == "." and len(word) < _SHORTENED):
                flags |= ENDS
            if first and not (day or word == "I"):
                lead = 0
        else:
            flags &= ~NAME
            if last in _STOPS:
                flags |= ENDS
        if token[0] in _OPENERS:
            flags |= OPENS
        self._fresh.append((stem, lead, first, caret, flags))
        self[token] = number
        return number

    def _look_up(self, folded: str) -> tuple[int, int, int, int, bool]:
        """Of a bare word: its stem, its signs, what it is but for what the token says, and whether it is a weekday."""
        first, caret, flags, day = self._special.get(folded, _UNKNOWN)
        if not folded.isalnum() and folded.partition("’")[0].partition("'")[0] in self._leaning:
            flags |= LEANS
        return self._stem_of(folded), first, caret, flags, day

    def settle(self) -> None:
        """Writes what was worked out since the last time into the arrays: once a page is quicker than once a token."""
        if self._fresh:
            fresh = slice(len(self) - len(self._fresh), len(self))
            rows = np.array(self._fresh, np.int32).T
            for column, row in zip((self.stem, self.lead, self.first, self.caret, self.flags), rows, strict=True):
                column[fresh] = row
            self._fresh.clear()

    def weight_of(self, sign: str) -> float:
        """The weight of a sign of leads, 0 if it has none."""
        return float(self.sign_weights[self.signs.get(sign, 0)])

    def _stem_of(self, word: str) -> int:
        if not (len(word) > 2 or (len(word) == 2 and word.isdigit())):
            return -1
        stem = _stem(word)
        weight = self._percents.get(stem, 1.0)
        if weight <= 0:
            return -1
        number = self._stems.setdefault(stem, len(self._stems))
        if weight < 1.0:
            self.rare[number] = weight
        return number

    def make_room(self, count: int) -> None:
        """Forgets what was worked out if ``count`` more tokens may not fit: numbers hold for one page."""
        if len(self) + count > _CACHED:
            self._begin(max(_CACHED, count))


class _Kept(threading.local):
    """Each thread's vocabularies: reading writes into them."""

    def __init__(self) -> None:
        self.found: dict[PageLexicon, Vocabulary] = {}


_KEPT = _Kept()


def vocabulary(lexicon: PageLexicon) -> Vocabulary:
    """The vocabulary of a lexicon, with the weights of leads that ship."""
    if lexicon not in _KEPT.found:
        _KEPT.found[lexicon] = Vocabulary(lexicon, read_weights(WEIGHTS)["lead"])
    return _KEPT.found[lexicon]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of lines, one after the other: ``code`` by the vocabulary, ``line`` of each, the numbers of their
    ``stem`` and their ``flags``; ``starts``: where each line's tokens begin, and the end of all."""

    count: int
    words: Vocabulary
    code: Ints
    line: Ints
    starts: Ints
    stem: Shorts
    flags: Shorts

    @classmethod
    def read(cls, split: list[list[str]], words: Vocabulary) -> Tokens:
        """The tokens of these lines."""
        flat = list(chain.from_iterable(split))
        words.make_room(len(flat))
        code = np.fromiter(map(words.__getitem__, flat), np.int64, len(flat))
        words.settle()
        starts = np.zeros(len(split) + 1, np.int64)
        lengths = np.array([len(tokens) for tokens in split], np.int64)
        np.cumsum(lengths, out=starts[1:])
        line = np.repeat(np.arange(len(split)), lengths)
        return cls(len(split), words, code, line, starts, words.stem[code], words.flags[code])


def fresh(keys: Ints) -> Bools:
    """Which keys differ from the one before; the first does."""
    found = np.empty(len(keys), bool)
    found[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=found[1:])
    return found


def distinct(keys: Ints) -> Ints:
    """The keys, sorted, each once: quicker than ``np.unique`` on the few thousand of a page."""
    keys.sort()
    found: Ints = keys[fresh(keys)]
    return found


def with_last(values: Any, last: float) -> Any:
    """The values and one more: quicker than ``np.append``."""
    found = np.empty(len(values) + 1, values.dtype)
    found[:-1] = values
    found[-1] = last
    return found


def spread(first: Any, last: Any, value: Any, count: int) -> Floats:
    """For each place up to ``count``, the sum of the values whose range ``[first, last]`` holds it."""
    steps: Floats = np.bincount(first, value, count + 2).astype(np.float64, copy=False)
    steps -= np.bincount(np.minimum(last, count) + 1, value, count + 2)
    found: Floats = np.cumsum(steps)[: count + 1]
    return found

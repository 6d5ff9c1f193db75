"""The words of a page's lines as numbers: each token is looked at once, whatever it is asked for.

Cohesion asks for its stem, leads for the sign that it is, names whether it may be part of one. What is known of words
is found by the hash of their letters (``spelling.py``), so that a page is read with a few operations on arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.residue import PageLexicon
from dragoman.knowledge.weights import read_weights
from dragoman.pages.spelling import EDGES, OPENER, STOP, UPPER, Hashes, Table, hashes, spell

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
Flags: TypeAlias = npt.NDArray[np.int8]
Bools: TypeAlias = npt.NDArray[np.bool_]
Numbers = TypeVar("Numbers", Ints, Hashes)

WEIGHTS = Path(__file__).parent / "data" / "boundaries.csv"
_TELLING = 37.0
"""Percent of passages from which a word tells nothing; it tells all from e**-5 of that."""
_STEPS = 5.0
_SHORTENED = 5
"""Letters up to which a word with a full stop behind it may be an initial or an abbreviation within a name."""


def bare(token: str) -> str:
    """A token without the punctuation around it."""
    return token.strip(EDGES)


def lead_sign(word: str, first: bool, days: Mapping[str, int]) -> str:
    """The sign of a word among a paragraph's first (``leads.py``): ``#day`` for weekdays, nothing for names."""
    folded = word.casefold()
    if folded in days:
        return "#day"
    return "" if not first and word[:1].isupper() and word != "I" else folded


NAME, HONOUR, ENDS, OPENS, LEANS, CAPITAL = (1 << bit for bit in range(6))
"""What a token is: it may be part of a name; it stands before names; no name goes on behind it; no name goes on into
it; no story begins with it; it begins with a capital."""
LENGTHS = 5
"""Steps of a paragraph's length that leads are told by."""


class Vocabulary:
    """What is known of words, by their hashes.

    ``signs``: sign of leads -> its number, from 1 on; ``sign_weights`` by these numbers. Of each row that ``rows``
    finds (the last is that of all words of which nothing is known): ``flags``, what the word is (``NAME`` to
    ``LEANS``), and the numbers of the signs that it is anywhere (``lead``; that it keeps with a capital: ``kept``) and
    by being the first word (``caret``; 0: no weight).
    """

    def __init__(self, lexicon: PageLexicon, leads: Mapping[str, float]) -> None:
        self.signs = {sign: number for number, sign in enumerate(leads, 1)}
        self.sign_weights = np.array([0.0, *leads.values()])
        self.of_length = np.array([self.weight_of(f"#length {n}") for n in range(LENGTHS + 1)])
        self.leaning = lexicon.leaning
        self._know(lexicon)
        percents = [(word, min(1.0, max(0.0, log(_TELLING / p) / _STEPS))) for word, p in lexicon.rarity.items()]
        stems = spell([word for word, _ in percents]).stem if percents else hashes([])
        least: dict[int, float] = {}
        for stem, (_, weight) in zip(stems.tolist(), percents, strict=True):
            least[stem] = min(weight, least.get(stem, 1.0))
        self._stems = np.array(sorted(least), np.uint64)
        self._rare = np.array([least[stem] for stem in sorted(least)])
        self._plain = Table(self._stems[self._rare <= 0])

    def _know(self, lexicon: PageLexicon) -> None:
        plain = lexicon.common | lexicon.leaning | lexicon.english
        told = {sign.removeprefix("^") for sign in self.signs if not sign.startswith("#")}
        words = sorted(plain | lexicon.honours | told | lexicon.weekdays.keys())
        self._words = Table(hashes(words))
        rows = []
        for word in words:
            day = word in lexicon.weekdays
            flags = 0 if word in plain else NAME
            flags |= HONOUR if word in lexicon.honours else 0
            flags |= LEANS if word in lexicon.leaning else 0
            lead = self.signs.get("#day" if day else word, 0)
            rows.append((flags, lead, lead if day or word == "i" else 0, self.signs.get(f"^{word}", 0)))
        flags, self.lead, self.kept, self.caret = np.array([*rows, (NAME, 0, 0, 0)], np.int32).T.copy()
        self.flags = flags.astype(np.int8)

    def rows(self, words: Hashes) -> Any:
        """The row of each word."""
        return self._words.rows(words)

    def weight_of(self, sign: str) -> float:
        """The weight of a sign of leads, 0 if it has none."""
        return float(self.sign_weights[self.signs.get(sign, 0)])

    def is_plain(self, stems: Hashes) -> Bools:
        """The stems of words that stand in so many passages that they tell nothing."""
        return self._plain.holds(stems)

    def rare(self, stems: Hashes, bits: np.uint64) -> Floats:
        """How much the coming again of each stem tells, 0 to 1. The lowest bits of the stems are not looked at."""
        known = self._stems >> bits
        at = known.searchsorted(stems)
        near = known.take(at, mode="clip") if len(known) else stems
        return np.where(near == stems, self._rare.take(at, mode="clip"), 1.0) if len(known) else np.ones(len(stems))


@cache
def vocabulary(lexicon: PageLexicon) -> Vocabulary:
    """The vocabulary of a lexicon, with the weights of leads that ship."""
    return Vocabulary(lexicon, read_weights(WEIGHTS)["lead"])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of lines, one after the other: ``line`` of each, its ``row`` in the vocabulary, the hash of its
    ``stem``, whether this is ``told`` (it tells anything), and its ``flags``; ``starts``: where each line's tokens
    begin, and the end of all."""

    count: int
    words: Vocabulary
    row: Any
    line: Ints
    starts: Ints
    stem: Hashes
    told: Bools
    flags: Flags

    @classmethod
    def read(cls, lines: Sequence[str], words: Vocabulary) -> Tokens:
        """The tokens of these lines."""
        spelt = spell(lines)
        row = words.rows(spelt.word)
        capital = (spelt.first & UPPER) > 0
        named = capital & ((spelt.length > 1) | spelt.stop)
        shortened = spelt.stop & capital & (spelt.length < _SHORTENED)
        flags = words.flags.take(row) & ~_bit(~named, NAME)
        flags |= _bit(capital, CAPITAL)
        flags |= _bit((spelt.closes & STOP > 0) & ~shortened, ENDS)
        flags |= _bit(spelt.opens & OPENER > 0, OPENS)
        told = (spelt.length > 2) | ((spelt.length == 2) & spelt.digits)
        told &= ~words.is_plain(spelt.stem)
        line = np.arange(len(lines)).repeat(spelt.starts[1:] - spelt.starts[:-1])
        return cls(len(lines), words, row, line, spelt.starts, spelt.stem, told, flags)

    def of_lines(self, at: Ints) -> tuple[Hashes, np.uint64]:
        """The stems of these tokens, each as a number that sorts by stem, then by line; and its bits for the line."""
        bits = np.uint64(self.count.bit_length())
        return (self.stem.take(at) >> bits << bits) | self.line.take(at).view(np.uint64), bits


def _bit(mask: Bools, bit: int) -> Flags:
    """The bit where the mask holds."""
    return mask.view(np.int8) * np.int8(bit)


def fresh(keys: Numbers) -> Bools:
    """Which keys differ from the one before; the first does."""
    found = np.empty(len(keys), bool)
    found[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=found[1:])
    return found


def distinct(keys: Numbers) -> Numbers:
    """The keys, sorted, each once: quicker than ``np.unique`` on the few thousand of a page."""
    keys.sort()
    return keys[fresh(keys)]


def with_last(values: Any, last: float) -> Any:
    """The values and one more: quicker than ``np.append``."""
    found = np.empty(len(values) + 1, values.dtype)
    found[:-1] = values
    found[-1] = last
    return found


def spread(first: Any, last: Any, value: Any, count: int) -> Floats:
    """For each place up to ``count``, the sum of the values whose range ``[first, last]`` holds it."""
    begun = np.bincount(first, value, count + 2)
    ended = np.bincount(np.minimum(last, count) + 1, value, count + 2)
    found: Floats = (begun - ended)[: count + 1].cumsum(dtype=np.float64)
    return found

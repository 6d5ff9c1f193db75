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
from dragoman.pages.spelling import DOT, EDGES, OPENER, STOP, UPPER, Hashes, Kinds, Table, hashes, spell

__all__ = [
    "CAPITAL",
    "ENDS",
    "HONOUR",
    "LEANS",
    "LENGTHS",
    "NAME",
    "OPENS",
    "ROOM",
    "SIGN",
    "WEIGHTS",
    "Bools",
    "Floats",
    "Ints",
    "Places",
    "Tokens",
    "Vocabulary",
    "bare",
    "distinct",
    "exact",
    "fresh",
    "lead_sign",
    "spread",
    "vocabulary",
    "with_last",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
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


ENDS, OPENS, CAPITAL = STOP, OPENER, UPPER
"""What a token is by its signs: no name goes on behind it; no name goes on into it; it begins with a capital."""
NAME, HONOUR, LEANS, SIGN = (1 << bit for bit in range(8, 12))
"""What is known of its word: it may be part of a name; it stands before names; no story begins with it; it is a sign of
leads."""
ROOM = 32
"""Empty places between two pages that are read at once: more than lines are looked through on either side of any."""
_COARSE = 1.5 * 2**16
"""Leaves steps of 2**-36, of which sums below 100,000 are exact in 53 bits: no page of news comes near."""
LENGTHS = 5
"""Steps of a paragraph's length that leads are told by."""


class Vocabulary:
    """What is known of words, by their hashes.

    ``signs``: sign of leads -> its number, from 1 on; ``sign_weights`` by these numbers. Of each row that ``rows``
    finds (the first is that of all words of which nothing is known): ``flags``, what the word is (``NAME`` to
    ``SIGN``), and the numbers of the signs that it is anywhere (``lead``; that it keeps with a capital: ``kept``) and
    by being the first word (``caret``; 0: no weight). ``rare``: by the numbers of ``rarity``, how much the coming again
    of a stem tells, 0 to 1; the first tells nothing, the last are stems of which nothing is known.
    """

    def __init__(self, lexicon: PageLexicon, leads: Mapping[str, float]) -> None:
        self.signs = {sign: number for number, sign in enumerate(leads, 1)}
        self.sign_weights = np.array([0.0, *leads.values()])
        self.of_length = np.array([self.weight_of(f"#length {n}") for n in range(LENGTHS + 1)])
        self.leaning = lexicon.leaning
        self._know(lexicon)
        percents = [(word, min(1.0, max(0.0, log(_TELLING / p) / _STEPS))) for word, p in lexicon.rarity.items()]
        stems = spell([word for word, _ in percents]).stem
        least: dict[int, float] = {}
        for stem, (_, weight) in zip(stems.tolist(), percents, strict=True):
            least[stem] = min(weight, least.get(stem, 1.0))
        weights = sorted({0.0, 1.0, *least.values()})
        self.rare = np.array([1.0, *weights])
        self.rare_bits = np.uint64(len(weights).bit_length())
        numbers = np.array([weights.index(weight) + 1 for weight in least.values()], np.int16)
        self._rare = Table(np.array(list(least), np.uint64), numbers)

    def _know(self, lexicon: PageLexicon) -> None:
        plain = lexicon.common | lexicon.leaning | lexicon.english
        told = {sign.removeprefix("^") for sign in self.signs if not sign.startswith("#")}
        words = sorted(plain | lexicon.honours | told | lexicon.weekdays.keys())
        words = [word for word in words if word == bare(word) and len(word.split()) == 1]  # none else is a token
        self._words = Table(hashes(words), np.arange(1, len(words) + 1, dtype=np.int16))
        rows = [(NAME, 0, 0, 0)]
        for word in words:
            day = word in lexicon.weekdays
            lead = self.signs.get("#day" if day else word, 0)
            flags = 0 if word in plain else NAME
            flags |= HONOUR if word in lexicon.honours else 0
            flags |= LEANS if word in lexicon.leaning else 0
            flags |= SIGN if lead else 0
            rows.append((flags, lead, lead if day or word == "i" else 0, self.signs.get(f"^{word}", 0)))
        flags, self.lead, self.kept, self.caret = np.array(rows, np.int32).T.copy()
        self.flags: Kinds = flags.astype(np.uint16)

    def rows(self, words: Hashes) -> npt.NDArray[np.int16]:
        """The row of each word."""
        return self._words.look(words)

    def rarity(self, stems: Hashes) -> npt.NDArray[np.int16]:
        """The number of each stem in ``rare``: 1 for those that tell nothing, 0 for those of which nothing is known."""
        return self._rare.look(stems)

    def weight_of(self, sign: str) -> float:
        """The weight of a sign of leads, 0 if it has none."""
        return float(self.sign_weights[self.signs.get(sign, 0)])


@cache
def vocabulary(lexicon: PageLexicon) -> Vocabulary:
    """The vocabulary of a lexicon, with the weights of leads that ship."""
    return Vocabulary(lexicon, read_weights(WEIGHTS)["lead"])


class Places:
    """Where the lines of pages that are read at once stand: one page after the other, with ``ROOM`` empty places before
    each page and behind the last, so that nothing reaches from one page to the next.

    ``counts``: lines of each page; ``firsts``: the place of each page's first line; ``page`` and ``place`` of each
    line; ``total``: all places. A place is also what stands before its line: behind a page's last line is one more.
    """

    def __init__(self, counts: Sequence[int]) -> None:
        self.counts: Ints = np.array(counts, np.int64)
        ends = self.counts.cumsum()
        self.firsts: Ints = ends - self.counts + np.arange(ROOM, ROOM * len(counts) + 1, ROOM)
        self.page: Ints = np.arange(len(counts)).repeat(self.counts)
        self.place: Ints = np.arange(ROOM, ROOM + len(self.page)) + self.page * ROOM
        self.total = len(self.page) + ROOM * (len(counts) + 1)

    def by_place(self, values: Any) -> Floats:
        """What is known of each line, by place; 0 for empty ones."""
        found = np.zeros(self.total)
        found[self.place] = values
        return found

    def inner(self) -> tuple[Ints, Ints, Ints]:
        """The places between two lines of one page; of each, the lines above it, and those below it but the next."""
        above = self.place - self.firsts.take(self.page)
        between = above.nonzero()[0]
        above = above.take(between)
        return self.place.take(between), above, self.counts.take(self.page.take(between)) - 1 - above


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of the lines of one page or several, one after the other.

    ``line`` of each (its number among all, without the empty places), its ``row`` in the vocabulary and its ``flags``;
    ``told``: those whose stems tell anything; ``named``: those that may be part of a name; ``starts``: where each
    line's tokens begin, and the end of all. ``key``: a number that sorts by page, then by stem, then by the line's
    place; ``bits`` of it tell the place, the first ``page_bits`` the page.
    """

    places: Places
    words: Vocabulary
    line: Ints
    row: npt.NDArray[np.int16]
    starts: Ints
    key: Hashes
    bits: np.uint64
    page_bits: np.uint64
    told: Bools
    named: Ints
    flags: Kinds

    @classmethod
    def read(cls, lines: Sequence[str], words: Vocabulary, counts: Sequence[int] = ()) -> Tokens:
        """The tokens of these lines, which are those of one page, or so many of each page."""
        places = Places(counts or [len(lines)])
        spelt = spell(lines)
        row, rarity = words.rows(spelt.word), words.rarity(spelt.stem)
        flags: Any = words.flags.take(row) | (spelt.first & CAPITAL) | (spelt.opens & OPENS)
        flags |= spelt.closes & (ENDS | DOT)
        told = spelt.telling & (rarity != 1)
        named = ((flags & (NAME | CAPITAL)) == NAME | CAPITAL).nonzero()[0]
        length, dotted = spelt.length.take(named), (flags.take(named) & DOT) > 0
        flags[named[dotted & (length < _SHORTENED)]] &= ~np.uint16(ENDS)
        named = named[dotted | (length > 1)]
        bits, page_bits = (np.uint64(n.bit_length()) for n in (places.total, len(places.counts) - 1))
        of_place = bits + words.rare_bits
        line = np.arange(len(lines)).repeat(spelt.starts[1:] - spelt.starts[:-1])
        stands = places.page.view(np.uint64) << (np.uint64(64) - page_bits)
        stands |= places.place.view(np.uint64) << words.rare_bits
        key = spelt.stem >> (of_place + page_bits)
        key <<= of_place
        key |= stands.take(line)
        key |= rarity.astype(np.uint64)
        return cls(places, words, line, row, spelt.starts, key, bits, page_bits, told, named, flags)

    def at(self, key: Hashes) -> Ints:
        """The places of tokens, by their keys."""
        found: Ints = ((key >> self.words.rare_bits) & ((np.uint64(1) << self.bits) - np.uint64(1))).view(np.int64)
        return found

    def pages(self, key: Hashes) -> Ints:
        """The pages of tokens, by their keys."""
        return (key >> (np.uint64(64) - self.page_bits)).view(np.int64)

    def stems(self, key: Hashes) -> Hashes:
        """The stems of tokens, by their keys: numbers that tell them apart, and are no other page's."""
        return key >> (self.bits + self.words.rare_bits)

    def rare(self, key: Hashes) -> Floats:
        """How much the coming again of tokens tells, by their keys."""
        return self.words.rare.take((key & ((np.uint64(1) << self.words.rare_bits) - np.uint64(1))).view(np.int64))


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


def exact(values: Floats) -> Floats:
    """The values in steps of which sums are exact: they are the same in any order, and whatever page stands beside."""
    found: Floats = values + _COARSE  # beside so large a number no smaller step is left
    found -= _COARSE
    return found


def spread(first: Any, last: Any, value: Any, count: int) -> Floats:
    """For each of ``count`` places, the sum of the values whose range ``[first, last]``, within them, holds it."""
    begun = np.bincount(first, value, count)
    begun[1:] -= np.bincount(last, value, count)[: count - 1]
    found: Floats = np.add.accumulate(begun, dtype=float)
    return found

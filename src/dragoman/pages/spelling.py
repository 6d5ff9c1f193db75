"""The words of many lines at once, on arrays: where each stands, and a number for how it is spelt.

A page has some two thousand words. To look each up in a dictionary costs more than all that is then done with them, so
that words are told apart by a hash of 64 bits of their case folded letters: a polynomial over numbers drawn for the
letters (Rabin and Karp 1987), whose sums up to each letter give the hash of any part of the text with one subtraction.
That two of a page's words have the same one by chance happens on one page of some ten billion; of their stems, which
give up bits to the places of their lines (``words.Tokens``), on one of some fifty million where many pages are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["EDGES", "OPENER", "STOP", "UPPER", "Hashes", "Kinds", "Spelt", "Table", "hashes", "spell"]

Ints: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]
Kinds: TypeAlias = npt.NDArray[np.uint16]
Bools: TypeAlias = npt.NDArray[np.bool_]

SPACE, EDGE, STOP, OPENER, UPPER, DOT = (1 << bit for bit in range(6))
"""What a character is: between words; punctuation that is no part of the word that it stands beside; ends what may be
a name; begins a quotation or an aside; a capital; a full stop. The bits above number the letters of endings."""
_EDGE_BIT, _BESIDE = 1, 6
EDGES = ".,;:!?…\"'“”‘’«»()[]{}—–-*/|"
_STOPS = '.,;:!?…"”’»)]}—–'
_OPENERS = "\"'“‘«([{"
_KNOWN = 0x3001
"""Characters beyond are letters without case: the last blank of Unicode is the one before."""
_CHUNK = 1 << 14
"""Characters that are read at once: their arrays stay in the processor's cache, memory is bounded, and no power is
needed beyond. Of 2**16 words took a fifth more time."""
_BASE = 0x9E3779B97F4A7C15
_MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_WORD = 1 << 64
_TRIES, _SLOTS = 24, 15
"""Seeds tried for a layer of a table, and the bits of its slots."""
_TO_SLOT = np.uint64(64 - _SLOTS)
_LONG, _SHORT = 5, 3
"""Letters of which a word has more before any ending, or an ``s``, is taken off."""
_LENGTHS = (0, 2, 3, _SHORT + 1, _LONG + 1)
"""Letters from which a word is of another length."""
_ENDINGS = ("", "s", "e", "d", "i", "n", "g", "l", "y", "'", "’", "0123456789")
"""The letters of endings, as the bits above ``_BESIDE`` number them, and the digits."""
_APOSTROPHE_S = 2
"""Characters of ``'s``."""
_OWNED = 4
"""Is more than the length of an ending: added where it is ``'s``."""
_SIGNS_AT_ONCE = 3
"""Signs that are taken off the ends of all words at once; the few words with more are looked at one by one."""


def _mixed(numbers: Any) -> Hashes:
    """Numbers that look drawn by chance, one for each (Steele and others 2014, splitmix64)."""
    with np.errstate(over="ignore"):
        found: Hashes = (np.asarray(numbers).astype(np.uint64) + np.uint64(1)) * np.uint64(_BASE)
        for factor, shift in zip(_MIX, (30, 27), strict=True):
            found ^= found >> np.uint64(shift)
            found *= np.uint64(factor)
        found ^= found >> np.uint64(31)
    return found


@dataclass(frozen=True, slots=True)
class _Letters:
    """For each character up to ``_KNOWN``: what it is, the number drawn for it in lower case; and powers."""

    kind: Kinds
    drawn: Hashes
    power: Hashes
    inverse: Hashes


@cache
def _letters() -> _Letters:
    characters = [chr(code) for code in range(_KNOWN + 1)]
    kind = np.zeros(_KNOWN + 1, np.uint16)
    kind[[c.isspace() for c in characters]] |= SPACE
    kind[[c.isupper() for c in characters]] |= UPPER
    for bit, several in ((EDGE, EDGES), (STOP, _STOPS), (OPENER, _OPENERS), (DOT, ".")):
        kind[[ord(c) for c in several]] |= bit
    folds = [c.casefold() for c in characters]
    folded = np.array([ord(f) if len(f) == 1 else code for code, f in enumerate(folds)], np.uint32)
    for number, several in enumerate(_ENDINGS[:-1]):
        kind[np.isin(folded, [*map(ord, several)])] |= number << _BESIDE
    kind[[c.isdigit() for c in characters]] |= (len(_ENDINGS) - 1) << _BESIDE
    powers = [np.ones(_CHUNK + 1, np.uint64) for _ in range(2)]
    for power, base in zip(powers, (_BASE, pow(_BASE, -1, _WORD)), strict=True):
        power[1:] = base
        np.multiply.accumulate(power, out=power)
    return _Letters(kind, _mixed(folded), *powers)


class Spelt(NamedTuple):
    """The words of lines, in order. ``starts``: the first of each line, and the number of all. Of each word, without
    the punctuation around it: its hash, that of its stem, and its length (0 if it is nothing else); ``first``: what its
    first character is; ``opens`` and ``closes``: what the first and last are with the punctuation; ``telling``: it is
    long enough to tell anything, or two digits.
    """

    starts: Ints
    word: Hashes
    stem: Hashes
    length: Ints
    first: Kinds
    opens: Kinds
    closes: Kinds
    telling: Bools


def spell(lines: Sequence[str]) -> Spelt:
    """The words of these lines, none of which holds a line break."""
    text = "\n".join(lines)
    found = [_spell(chunk, at) for at, chunk in _chunks(text or " ")]
    at, *columns = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
    begin = [0, *accumulate([len(line) + 1 for line in lines])]
    return Spelt(at.searchsorted(begin), *columns)


def hashes(words: Sequence[str]) -> Hashes:
    """The hash of each of these words, in lower case; none holds a blank or has punctuation around it."""
    return spell(words).word


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces that are short enough, cut before blanks, and where each begins.

    A word that is longer than a piece is cut at the same letters wherever it stands, as if a blank stood before all.
    """
    at = -1
    while len(text) - at > _CHUNK:
        cut = max(text.rfind(" ", at + 1, at + _CHUNK), text.rfind("\n", at + 1, at + _CHUNK))
        cut = cut if cut > 0 else at + _CHUNK
        yield max(at, 0), text[max(at, 0) : cut]
        at = cut
    yield max(at, 0), text[at:] if at > 0 else text


def _codes(text: str) -> Ints:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def _sums(codes: Ints) -> Hashes:
    """For each place, the sum of what is before it: of the numbers drawn for the characters, each times its power."""
    letters, count = _letters(), len(codes)
    drawn = letters.drawn.take(codes, mode="clip")
    if count and codes.max() > _KNOWN:
        far = codes > _KNOWN
        drawn[far] = _mixed(codes[far])
    drawn *= letters.power[:count]
    found = np.empty(count + 1, np.uint64)
    found[0] = 0
    drawn.cumsum(out=found[1:])
    return found


def _spell(text: str, at: int) -> tuple[Any, ...]:
    """Where the words of a text begin on the page, of which it begins at ``at``; and the columns of ``Spelt``."""
    letters, codes = _letters(), _codes(text)
    kind = np.empty(len(codes) + 1, np.uint16)  # that of each character stands one further on
    kind[0] = SPACE
    letters.kind.take(codes, out=kind[1:], mode="clip")
    inner = np.zeros(len(codes) + 2, bool)
    np.equal(kind[1:] & SPACE, 0, out=inner[1:-1])
    turns: Ints = (inner[1:] != inner[:-1]).nonzero()[0]
    starts, ends = turns[::2], turns[1::2]
    opens, closes = kind[1:].take(starts), kind.take(ends)
    first, last = _cores(text, kind, starts, ends)
    length: Ints = last - first
    letter: Kinds = kind >> np.uint16(_BESIDE)
    letter[2:] |= (letter[1:-1] << 4) | (letter[:-2] << 8)
    ending: Kinds = letter.take(last) | _lengths().take(length, mode="clip")
    sums = _sums(codes)
    before, least = sums.take(first), letters.inverse.take(first)
    stem = (sums.take(last - _cut(letter, ending, last, length)) - before) * least
    word = (sums.take(last) - before) * least
    return starts + at, word, stem, length, kind[1:].take(first), opens, closes, _telling().take(ending)


def _cores(text: str, kind: Kinds, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Where words begin and end without the punctuation around them: at their starts, where they are nothing else."""
    one = (kind >> np.uint16(_EDGE_BIT)) & np.uint16(1)
    two = one[1:] & one[:-1]
    three = two[1:] & two[:-1]
    back, on = one.copy(), one  # how many signs stand in a row up to each character, and from it on; or more
    back[1:] += two
    back[2:] += three
    on[:-1] += two
    on[:-2] += three
    behind, ahead = back.take(ends), on[1:].take(starts)
    first, last = starts + ahead, ends - behind
    none = (first > last).nonzero()[0]
    first[none] = last[none] = starts[none]
    for i in (np.maximum(behind, ahead) == _SIGNS_AT_ONCE).nonzero()[0].tolist():
        token = text[starts[i] : ends[i]]
        last[i] = starts[i] + len(token.rstrip(EDGES))
        first[i] = min(starts[i] + len(token) - len(token.lstrip(EDGES)), last[i]) if last[i] > starts[i] else starts[i]
    return first, last


@cache
def _cuts() -> Ints:
    """How many letters an ending has, by the word's length (as ``_lengths`` tells it) and the last three letters."""
    found = np.zeros((len(_LENGTHS), 16, 16, 16), np.int64)
    s, e, d, i, n, g, el, y = (_ENDINGS.index(letter) for letter in "sedingly")
    found[_LENGTHS.index(_SHORT + 1) :, :, :, s] = 1
    found[-1, :, e, [d, s]] = 2
    found[-1, :, el, y] = 2
    found[-1, i, n, g] = 3
    found[:, :, [_ENDINGS.index("'"), _ENDINGS.index("’")], s] += _OWNED
    return found.ravel()


@cache
def _telling() -> Bools:
    """Whether a word tells anything, by the same: it has more than two letters, or is two digits."""
    found = np.zeros((len(_LENGTHS), 16, 16, 16), bool)
    number = len(_ENDINGS) - 1
    found[_LENGTHS.index(2), :, number, number] = True
    found[_LENGTHS.index(3) :] = True
    return found.ravel()


@cache
def _lengths() -> Kinds:
    """By a word's length, what is added to the number of its last three letters; the last is that of longer ones."""
    steps = [sum(length >= least for least in _LENGTHS) - 1 for length in range(_LENGTHS[-1] + 1)]
    return np.array(steps, np.uint16) << np.uint16(12)


def _cut(letter: Kinds, ending: Kinds, last: Ints, length: Ints) -> Ints:
    """How many letters each word's most common ending has: forms of one word are to meet, no more."""
    found = _cuts().take(ending)
    owned = (found >= _OWNED).nonzero()[0]
    if len(owned):
        left = length.take(owned) - _APOSTROPHE_S
        inner = letter.take(last.take(owned) - _APOSTROPHE_S, mode="clip") | _lengths().take(left, mode="clip")
        more = _cuts().take(inner) % _OWNED
        found[owned] = np.where(left < 0, 0, _APOSTROPHE_S + more)  # a lone ``s`` behind an apostrophe owns nothing
    return found


class Table:
    """Finds numbers (1 and more) by the hashes of words: 0 for other words.

    Each word has a slot of its own, found with one look; a word whose slot another one has stands in a second layer.
    """

    def __init__(self, keys: Hashes, values: npt.NDArray[np.int16]) -> None:
        self._layers: list[tuple[np.uint64, Hashes, npt.NDArray[np.int16]]] = []
        seeds = [np.uint64(seed) for seed in (_mixed(np.arange(_TRIES)) | np.uint64(1)).tolist()]
        while len(keys):
            firsts = [np.unique(self._slots(keys, seed), return_index=True) for seed in seeds]
            seed, (slots, own) = max(zip(seeds, firsts, strict=True), key=lambda pair: len(pair[1][0]))
            held, found = np.zeros(1 << _SLOTS, np.uint64), np.zeros(1 << _SLOTS, np.int16)
            held[slots], found[slots] = keys[own], values[own]
            self._layers.append((seed, held, found))
            keys, values = np.delete(keys, own), np.delete(values, own)

    @staticmethod
    def _slots(keys: Hashes, seed: np.uint64) -> Ints:
        return ((keys * seed) >> _TO_SLOT).view(np.int64)

    def look(self, words: Hashes) -> npt.NDArray[np.int16]:
        """The number of each of these words, by their hashes."""
        total = None
        for seed, held, found in self._layers:
            at = self._slots(words, seed)
            here = found.take(at)
            here *= held.take(at) == words
            total = here if total is None else total + here
        return np.zeros(len(words), np.int16) if total is None else total

"""The words of many lines at once, on arrays: where each stands, and a number for how it is spelt.

A page has some two thousand words. To look each up in a dictionary costs more than all that is then done with them, so
that words are told apart by a hash of 64 bits of their case folded letters: a polynomial over numbers drawn for the
letters (Rabin and Karp 1987), whose sums up to each letter give the hash of any part of the text with one subtraction.
That two of a page's words have the same one by chance happens on one page of some ten billion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["EDGES", "OPENER", "STOP", "UPPER", "Hashes", "Spelt", "Table", "hashes", "spell"]

Ints: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]

SPACE, EDGE, STOP, OPENER, UPPER, DIGIT = (1 << bit for bit in range(6))
"""What a character is: between words; punctuation that is no part of the word that it stands beside; ends what may be
a name; begins a quotation or an aside; a capital; a digit."""
EDGES = ".,;:!?…\"'“”‘’«»()[]{}—–-*/|"
_STOPS = '.,;:!?…"”’»)]}—–'
_OPENERS = "\"'“‘«([{"
_KNOWN = 0x3001
"""Characters beyond are letters without case: the last blank of Unicode is the one before."""
_CHUNK = 1 << 16
"""Characters that are read at once: memory stays bounded, and no power is needed beyond."""
_BASE = 0x9E3779B97F4A7C15
_MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_WORD = 1 << 64
_AT_ONCE = 512
"""Words of knowledge that are hashed at once: together they are shorter than a chunk."""
_TRIES = 24
_LONG, _SHORT = 5, 3
"""Letters of which a word has more before any ending, or an ``s``, is taken off."""
_BREAK, _FULL_STOP, _QUOTE, _CURLED = map(ord, "\n.'’")
_S, _E, _D, _I, _N, _G, _L, _Y = map(ord, "sedingly")


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
    """For each character up to ``_KNOWN``: what it is, itself case folded, the number drawn for that; and powers."""

    kind: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint32]
    drawn: Hashes
    power: Hashes
    inverse: Hashes


@cache
def _letters() -> _Letters:
    characters = [chr(code) for code in range(_KNOWN + 1)]
    kind = np.zeros(_KNOWN + 1, np.uint8)
    for bit, holds in ((SPACE, str.isspace), (UPPER, str.isupper), (DIGIT, str.isdigit)):
        kind[[holds(c) for c in characters]] |= bit
    for bit, several in ((EDGE, EDGES), (STOP, _STOPS), (OPENER, _OPENERS)):
        kind[[ord(c) for c in several]] |= bit
    folds = [c.casefold() for c in characters]
    folded = np.array([ord(f) if len(f) == 1 else code for code, f in enumerate(folds)], np.uint32)
    powers = [np.ones(_CHUNK + 1, np.uint64) for _ in range(2)]
    for power, base in zip(powers, (_BASE, pow(_BASE, -1, _WORD)), strict=True):
        power[1:] = base
        np.multiply.accumulate(power, out=power)
    return _Letters(kind, folded, _mixed(folded), *powers)


@dataclass(frozen=True, slots=True)
class Spelt:
    """The words of lines, in order. ``starts``: the first of each line, and the number of all. Of each word, without
    the punctuation around it: its hash, that of its stem, and its length (0 if it is nothing else); ``first``: what its
    first character is; ``opens`` and ``closes``: what the first and last are with the punctuation; ``stop``: that this
    last one is a full stop; ``digits``: its two last characters are digits.
    """

    starts: Ints
    word: Hashes
    stem: Hashes
    length: Ints
    first: npt.NDArray[np.uint8]
    opens: npt.NDArray[np.uint8]
    closes: npt.NDArray[np.uint8]
    stop: npt.NDArray[np.bool_]
    digits: npt.NDArray[np.bool_]


def spell(lines: Sequence[str]) -> Spelt:
    """The words of these lines, none of which holds a line break."""
    found = [_spell(chunk) for chunk in _chunks("\n".join(lines) or " ")]
    starts = np.zeros(max(2, len(lines) + 1), np.int64)
    if len(found) == 1:
        ((begun, words),) = found
    else:
        before = np.cumsum([0, *(len(words[0]) for _, words in found)])
        begun = np.concatenate([begun + at for (begun, _), at in zip(found, before.tolist(), strict=False)])
        words = tuple(map(np.concatenate, zip(*(words for _, words in found), strict=True)))
    starts[1:-1] = begun
    starts[-1] = len(words[0])
    return Spelt(starts[: len(lines) + 1], *words)


def hashes(words: Sequence[str]) -> Hashes:
    """The hash of each of these words, whole as they are given, in lower case."""
    found = [np.zeros(0, np.uint64)]
    for at in range(0, len(words), _AT_ONCE):
        some = words[at : at + _AT_ONCE]
        ends = np.cumsum([len(word) + 1 for word in some]) - 1
        starts = ends - [len(word) for word in some]
        sums = _sums(_codes("\n".join(some)))
        found.append((sums[ends] - sums[starts]) * _letters().inverse[starts])
    return np.concatenate(found)


def _chunks(text: str) -> Iterator[str]:
    """A text in pieces that are short enough, cut before blanks."""
    at = 0
    while len(text) - at > _CHUNK:
        cut = max(text.rfind(" ", at + 1, at + _CHUNK), text.rfind("\n", at + 1, at + _CHUNK))
        cut = cut if cut > 0 else at + _CHUNK
        yield text[at:cut]
        at = cut
    yield text[at:] if at else text


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
    found = np.zeros(count + 1, np.uint64)
    np.cumsum(drawn, out=found[1:])
    return found


def _spell(text: str) -> tuple[Ints, tuple[Any, ...]]:
    """For each line break of the text the words before it, and the columns of ``Spelt`` but for ``starts``."""
    letters, codes = _letters(), _codes(text)
    kind = letters.kind.take(codes, mode="clip")
    solid = np.zeros(len(codes) + 2, bool)
    np.equal(kind & SPACE, 0, out=solid[1:-1])
    turns = np.flatnonzero(solid[1:] != solid[:-1])
    starts, ends = turns[::2], turns[1::2]
    begun = np.searchsorted(starts, np.flatnonzero(codes == _BREAK))
    core = (kind & (SPACE | EDGE)) == 0
    before = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(core, out=before[1:])
    places = np.append(np.flatnonzero(core), 0)
    low, high = before[starts], before[ends]
    first, last = places[low], places[high - 1]
    length = np.where(low < high, last - first + 1, 0)
    first = np.where(low < high, first, starts)
    last = first + length
    sums = _sums(codes)
    before, least = sums[first], letters.inverse[first]
    word = (sums[last] - before) * least
    stem = (sums[last - _ending(letters.folded, codes, last, length)] - before) * least
    opens, closes = kind[starts], kind[ends - 1]
    digits = (kind.take(last - 1, mode="wrap") & kind.take(last - 2, mode="wrap") & DIGIT) > 0
    return begun, (word, stem, length, kind[first], opens, closes, codes[ends - 1] == _FULL_STOP, digits)


def _ending(folded: npt.NDArray[np.uint32], codes: Ints, last: Ints, length: Ints) -> Ints:
    """How many letters each word's most common ending has: forms of one word are to meet, no more."""
    one, two, three = (_near(folded, codes, last - back) for back in (1, 2, 3))
    s = one == _S
    owned = s & ((two == _QUOTE) | (two == _CURLED)) & (length > 1)
    cut = np.where(owned, 2, 0)
    if owned.any():
        at = np.flatnonzero(owned)
        end = last[at] - 2
        one[at], two[at], three[at] = (_near(folded, codes, end - back) for back in (1, 2, 3))
        s = one == _S
        length = length - cut
    long = length > _LONG
    ending = ((one == _D) | s) & (two == _E) | (one == _Y) & (two == _L)
    found = np.where(long & ending, 2, (s & (length > _SHORT)).astype(np.int64))
    found[long & (one == _G) & (two == _N) & (three == _I)] = 3
    return cut + found


def _near(folded: npt.NDArray[np.uint32], codes: Ints, at: Ints) -> npt.NDArray[np.uint32]:
    return folded.take(codes.take(at, mode="wrap"), mode="clip")


class Table:
    """Finds the rows of words by their hashes, each with one look: the slots are tried until no two words share one."""

    def __init__(self, keys: Hashes) -> None:
        self._none = len(keys)
        self._keys = np.append(keys, np.uint64(0))
        bits = max(8, (4 * len(keys)).bit_length())
        while True:
            for seed in range(_TRIES):
                self._seed = _mixed(seed) | np.uint64(1)
                self._shift = np.uint64(64 - bits)
                at = self._slots_of(keys)
                if len(np.unique(at)) == len(keys):
                    self._slots = np.full(1 << bits, self._none, np.int32)
                    self._slots[at] = np.arange(len(keys))
                    return
            bits += 1

    def __len__(self) -> int:
        return self._none

    def _slots_of(self, found: Hashes) -> Hashes:
        at: Hashes = (found * self._seed) >> self._shift
        return at

    def rows(self, found: Hashes) -> npt.NDArray[np.int32]:
        """The row of each hash among the keys; their number where it is none of them."""
        rows: npt.NDArray[np.int32] = self._slots[self._slots_of(found)]
        return np.where(self._keys[rows] == found, rows, self._none)

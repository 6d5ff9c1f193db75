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
Kinds: TypeAlias = npt.NDArray[np.uint16]
Bools: TypeAlias = npt.NDArray[np.bool_]

SPACE, EDGE, STOP, OPENER, UPPER, DIGIT = (1 << bit for bit in range(6))
"""What a character is: between words; punctuation that is no part of the word that it stands beside; ends what may be
a name; begins a quotation or an aside; a capital; a digit. The bits above tell letters of endings apart."""
_BESIDE = 6
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
_BREAK, _FULL_STOP = map(ord, "\n.")
_ENDINGS = ("", "s", "e", "d", "i", "n", "g", "l", "y", "'’")
"""The letters of endings, as the bits above ``_BESIDE`` number them; the last are apostrophes."""
_APOSTROPHE_S = 2
"""Characters of ``'s``."""
_OWNED = 4
"""Is more than the length of an ending: added where it is ``'s``."""


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
    for bit, holds in ((SPACE, str.isspace), (UPPER, str.isupper), (DIGIT, str.isdigit)):
        kind[[holds(c) for c in characters]] |= bit
    for bit, several in ((EDGE, EDGES), (STOP, _STOPS), (OPENER, _OPENERS)):
        kind[[ord(c) for c in several]] |= bit
    folds = [c.casefold() for c in characters]
    folded = np.array([ord(f) if len(f) == 1 else code for code, f in enumerate(folds)], np.uint32)
    for number, several in enumerate(_ENDINGS):
        kind[np.isin(folded, [*map(ord, several)])] |= number << _BESIDE
    powers = [np.ones(_CHUNK + 1, np.uint64) for _ in range(2)]
    for power, base in zip(powers, (_BASE, pow(_BASE, -1, _WORD)), strict=True):
        power[1:] = base
        np.multiply.accumulate(power, out=power)
    return _Letters(kind, _mixed(folded), *powers)


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
    first: Kinds
    opens: Kinds
    closes: Kinds
    stop: Bools
    digits: Bools


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
    found = np.empty(count + 1, np.uint64)
    found[0] = 0
    drawn.cumsum(out=found[1:])
    return found


def _turns(mask: Bools) -> Ints:
    """The places at which a mask with False at both ends turns, beginnings and ends by turns."""
    found: Ints = (mask[1:] != mask[:-1]).nonzero()[0]
    return found


def _spell(text: str) -> tuple[Ints, tuple[Any, ...]]:
    """For each line break of the text the words before it, and the columns of ``Spelt`` but for ``starts``."""
    letters, codes = _letters(), _codes(text)
    kind = letters.kind.take(codes, mode="clip")
    mask = np.zeros(len(codes) + 2, bool)
    np.equal(kind & SPACE, 0, out=mask[1:-1])
    turns = _turns(mask)
    starts, ends = turns[::2], turns[1::2]
    begun = starts.searchsorted((codes == _BREAK).nonzero()[0])
    opens, closes = kind.take(starts), kind.take(ends - 1)
    np.equal(kind & (SPACE | EDGE), 0, out=mask[1:-1])
    first, last = _cores(_turns(mask), starts, ends, opens, closes)
    length = last - first
    ends_in = _three(kind, last)
    digits = (ends_in[0] & ends_in[1] & DIGIT) > 0
    sums = _sums(codes)
    before, least = sums.take(first), letters.inverse.take(first)
    word = (sums.take(last) - before) * least
    cut = _ending(kind, last, length, ends_in)
    stem = (sums.take(last - cut) - before) * least
    return begun, (word, stem, length, kind.take(first), opens, closes, codes.take(ends - 1) == _FULL_STOP, digits)


def _cores(turns: Ints, starts: Ints, ends: Ints, opens: Kinds, closes: Kinds) -> tuple[Ints, Ints]:
    """Where words begin and end without the punctuation around them: at their starts, where they are nothing else.

    ``turns``: where what is neither blank nor such punctuation begins and ends.
    """
    first, last = starts.copy(), ends.copy()
    begin, end = np.concatenate((turns[::2], ends[-1:])), np.concatenate(([0], turns[1::2]))
    at = (closes & EDGE).nonzero()[0]
    last[at] = np.maximum(end[end.searchsorted(ends[at], "right") - 1], starts[at])
    at = (opens & EDGE).nonzero()[0]
    first[at] = np.minimum(begin[begin.searchsorted(starts[at])], last[at])
    return first, last


def _three(kind: Kinds, last: Ints) -> tuple[Kinds, ...]:
    """What the last three characters before each place are, the last first."""
    return tuple(kind.take(last - back, mode="wrap") for back in (1, 2, 3))


@cache
def _cuts() -> npt.NDArray[np.int8]:
    """How many letters an ending has, by the last three (a number of four bits each) and the word's length."""
    found = np.zeros((3, 16, 16, 16), np.int8)
    s, e, d, i, n, g, _l, y = (_ENDINGS.index(letter) for letter in "sedingly")
    found[1:, s] = 1
    found[2, [d, s], e] = found[2, y, _ENDINGS.index("l")] = 2
    found[2, g, n, i] = 3
    found[:, s, len(_ENDINGS) - 1] += _OWNED
    return found.ravel()


def _endings(last: tuple[Kinds, ...], length: Ints) -> npt.NDArray[np.int8]:
    """How many letters the endings of words with these last letters have, and ``_OWNED`` more where they are ``'s``."""
    one, two, three = (letter >> _BESIDE for letter in last)
    letters = (one << 8) | (two << 4) | three
    long = (length > _SHORT).view(np.int8) + (length > _LONG).view(np.int8)
    return _cuts().take(letters + long.astype(np.uint16) * np.uint16(16**3))


def _ending(kind: Kinds, last: Ints, length: Ints, letters: tuple[Kinds, ...]) -> Ints:
    """How many letters each word's most common ending has: forms of one word are to meet, no more."""
    found = _endings(letters, length)
    owned = (found >= _OWNED).nonzero()[0]
    if len(owned):
        end, left = last[owned] - _APOSTROPHE_S, length[owned] - _APOSTROPHE_S
        more = _endings(_three(kind, end), left)
        # A lone ``s`` behind an apostrophe owns nothing.
        found[owned] = np.where(left < 0, 0, _APOSTROPHE_S + more % _OWNED)
    return found.astype(np.int64)


class Table:
    """Finds the rows of words by their hashes, each with one look: the slots are tried until no two words share one."""

    def __init__(self, keys: Hashes) -> None:
        self._none = len(keys)
        bits = max(8, (4 * len(keys)).bit_length())
        while True:
            for seed in range(_TRIES):
                self._seed = _mixed(seed) | np.uint64(1)
                self._shift = np.uint64(64 - bits)
                at = self._slots_of(keys)
                if len(np.unique(at)) == len(keys):
                    self._slots = np.full(1 << bits, self._none, np.int32)
                    self._slots[at] = np.arange(len(keys))
                    self._keys = np.full(1 << bits, self._seed, np.uint64)  # a free slot holds what no word is
                    self._keys[at] = keys
                    return
            bits += 1

    def _slots_of(self, found: Hashes) -> Ints:
        return ((found * self._seed) >> self._shift).view(np.int64)

    def rows(self, found: Hashes) -> npt.NDArray[np.int32]:
        """The row of each hash among the keys; their number where it is none of them."""
        at = self._slots_of(found)
        return np.where(self._keys.take(at) == found, self._slots.take(at), self._none)

    def holds(self, found: Hashes) -> Bools:
        """Whether each hash is one of the keys."""
        held: Bools = self._keys.take(self._slots_of(found)) == found
        return held

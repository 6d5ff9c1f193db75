"""How strongly the lines of a page hang together: which telling words come again, and across which places.

Three readings of the same repetitions, all weighted by how rare a word is in general (``knowledge/data/pages/
rarity.csv``) and on the page:

- lexical chains (Morris and Hirst 1991): a word that recurs within a dozen lines ties the lines between; the depth
  score of TextTiling (Hearst 1997) tells where few ties cross;
- TextTiling's own blocks: the cosine of six lines before a place and six after it, against that of the places around;
- line by line: what a line takes up from the lines before, and what of it is taken up later.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import log
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.residue import PageLexicon

__all__ = ["Cohesion", "measure"]

_Floats: TypeAlias = npt.NDArray[np.float64]
_Ints: TypeAlias = npt.NDArray[np.int64]

_REACH = 12
"""Lines over which a recurring word still ties: beyond, it is chance."""
_PEAKS = 5
"""Lines on either side in which the peaks of ties are sought."""
_BLOCK = 6
"""Lines of a block whose words are compared with those of the next block."""
_AROUND = 4
"""Places on either side whose cosine tells what is usual there."""
_SINGLE = 10
"""Lines within which a line's words are sought."""
_OWN = 7
"""Lines within which a story's first and last words come again in the story itself."""
_FEW_LINES = 6
"""Pages with fewer lines are too short for repetitions to tell anything."""
_TELLING = 37.0
"""Percent of passages from which a word tells nothing; it tells all from e**-5 of that."""
_STEPS = 5.0
_NEVER = 1 << 30
_EDGES = ".,;:!?…\"'“”‘’«»()[]{}—–-*/|"
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_CACHED = 1 << 16


@dataclass(frozen=True, slots=True)
class Cohesion:
    """For each place before a line (and one after the last), all 0 to 1.

    ``dips``: how far the ties that cross fall below those around. ``falls``: how far the cosine of the blocks falls
    below that around (down to -.5 where it is higher). ``least``: 1 where no place around has a lower one.
    ``taken_up``: the share of the next line's words that stood shortly before; ``given_on``: that of the last line's
    words that come again shortly after. ``goes_on``: that of the next line's words that come again behind it;
    ``went_on``: that of the last line's words that stood before it.
    """

    dips: list[float]
    falls: list[float]
    least: list[float]
    taken_up: list[float]
    given_on: list[float]
    goes_on: list[float]
    went_on: list[float]


class _Words(dict[str, int]):
    """Token, as it stands between two blanks -> number of its stem, -1 if it tells nothing; worked out once for each.

    ``rare``: how much the coming again of a stem tells, 0 to 1, by its number.
    """

    def __init__(self, percents: dict[str, float]) -> None:
        super().__init__()
        self.rare = np.ones(_CACHED)
        self._stems: dict[str, int] = {}
        self._weights: dict[str, float] = {}
        for word, percent in percents.items():
            stem, weight = _stem(word), min(1.0, max(0.0, log(_TELLING / percent) / _STEPS))
            self._weights[stem] = min(weight, self._weights.get(stem, 1.0))

    def __missing__(self, token: str) -> int:
        word = token.strip(_EDGES).casefold()
        found = self._number(_stem(word)) if len(word) > 2 or (len(word) == 2 and word.isdigit()) else -1
        self[token] = found
        return found

    def _number(self, stem: str) -> int:
        weight = self._weights.get(stem, 1.0)
        if weight <= 0:
            return -1
        number = self._stems.setdefault(stem, len(self._stems))
        if number >= len(self.rare):
            self.rare = np.concatenate((self.rare, np.ones(len(self.rare))))
        self.rare[number] = weight
        return number

    def begin(self) -> None:
        """Forgets what was worked out, if it has become much: numbers hold for one page."""
        if len(self) >= _CACHED:
            self.clear()
            self._stems.clear()
            self.rare = np.ones(_CACHED)


def _stem(word: str) -> str:
    """A word without its most common endings: forms of one word are to meet, no more."""
    for possessive in ("’s", "'s"):
        word = word.removesuffix(possessive)
    if len(word) > 5:
        for ending in _ENDINGS:
            if word.endswith(ending):
                return word[: -len(ending)]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


@cache
def _words(lexicon: PageLexicon) -> _Words:
    return _Words(lexicon.rarity)


def measure(texts: list[str], lexicon: PageLexicon) -> Cohesion:
    """The cohesion of a page of these lines; nothing but zeros for pages too short to tell."""
    count = len(texts)
    if count < _FEW_LINES:
        return Cohesion(*([0.0] * (count + 1) for _ in range(7)))
    tokens = _Tokens.read(texts, _words(lexicon))
    dips = _dips(_ties(tokens), count)
    falls, least = _falls(_cosines(tokens), count)
    total = np.bincount(tokens.line, tokens.weight, count + 1) + 1.0

    def share(mask: Any) -> _Floats:
        found: _Floats = np.bincount(tokens.line[mask], tokens.weight[mask], count + 1) / total
        return found

    def of_last(shares: _Floats) -> list[float]:
        return [0.0, *shares[:-1].tolist()]

    back, on = share(tokens.before <= _SINGLE), share(tokens.after <= _SINGLE)
    own, went = share(tokens.after <= _OWN), share(tokens.before <= _OWN)
    return Cohesion(dips, falls, least, back.tolist(), of_last(on), own.tolist(), of_last(went))


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Each stem of each line once, sorted by stem, then by line.

    ``before`` and ``after``: lines to the same stem's last and next coming. ``weight``: how much the stem tells.
    """

    count: int
    stem: _Ints
    line: _Ints
    weight: _Floats
    before: _Ints
    after: _Ints

    @classmethod
    def read(cls, texts: list[str], words: _Words) -> _Tokens:
        count = len(texts)
        words.begin()
        split = [text.split() for text in texts]
        flat = list(chain.from_iterable(split))
        numbers = np.fromiter(map(words.__getitem__, flat), np.int64, len(flat))
        lines = np.repeat(np.arange(count), np.fromiter(map(len, split), np.int64, count))
        keys = np.unique((numbers * count + lines)[numbers >= 0])
        stem, line = keys // count, keys % count
        firsts = np.flatnonzero(np.concatenate(([True], stem[1:] != stem[:-1]))[: len(stem)])
        often = np.diff(np.append(firsts, len(stem)))
        weight = np.repeat(np.log((count + 1) / np.maximum(often, 1)) * words.rare[stem[firsts]], often)
        before = np.full(len(line), _NEVER, np.int64)
        after = before.copy()
        again = stem[1:] == stem[:-1]
        apart = line[1:] - line[:-1]
        before[1:][again] = apart[again]
        after[:-1][again] = apart[again]
        return cls(count, stem, line, weight, before, after)


def _spread(first: _Ints, last: _Ints, value: _Floats, count: int) -> _Floats:
    """For each place up to ``count``, the sum of the values whose range ``[first, last]`` holds it."""
    steps = np.bincount(first, value, count + 2) - np.bincount(np.minimum(last, count) + 1, value, count + 2)
    found: _Floats = np.cumsum(steps)[: count + 1]
    return found


def _ties(tokens: _Tokens) -> _Floats:
    """For each place between lines, the weight of the words that recur across it; the farther apart, the less."""
    tied = tokens.before <= _REACH
    line, apart = tokens.line[tied], tokens.before[tied]
    return _spread(line - apart + 1, line, tokens.weight[tied] / apart, tokens.count)


def _windows(values: _Floats, width: int, pad: float) -> tuple[Any, Any]:
    """For each place, the ``width`` values before it and those after it; ``pad`` where there are none."""
    edge = np.full(width, pad)
    padded = np.lib.stride_tricks.sliding_window_view(np.concatenate((edge, values, edge)), width)
    return padded[: len(values)], padded[width + 1 :]


def _dips(ties: _Floats, count: int) -> list[float]:
    inner = ties[1:count]  # the first place and the one behind the last line are crossed by nothing
    left, right = _windows(inner, _PEAKS, 0.0)
    peak = np.minimum(left.max(1), right.max(1))
    depth = np.where(peak > 0, 1.0 - inner / np.where(peak > 0, peak, 1.0), 0.0)
    return [0.0, *np.maximum(depth, 0.0).tolist(), 0.0]


def _cosines(tokens: _Tokens) -> _Floats:
    """For each place, the cosine of the blocks before and after it."""
    count, k = tokens.count, _BLOCK
    firsts, lasts, products = [tokens.line], [tokens.line], [tokens.weight**2]
    for lag in range(1, 2 * k):
        near = (tokens.stem[lag:] == tokens.stem[:-lag]) & (tokens.line[lag:] - tokens.line[:-lag] < 2 * k)
        if not near.any():
            break
        firsts.append(tokens.line[:-lag][near])
        lasts.append(tokens.line[lag:][near])
        products.append(tokens.weight[lag:][near] ** 2)
    first, last, product = np.concatenate(firsts), np.concatenate(lasts), np.concatenate(products)
    pairs = slice(len(tokens.line), None)
    start, end = np.maximum(first + 1, last - k + 1)[pairs], np.minimum(last, first + k)[pairs]
    dot = _spread(start, end, product[pairs], count)
    close = last - first < k
    doubled = np.where(first == last, product, 2 * product)[close]
    # Of the block that ends before a place: each word with itself and with its other comings in the block.
    ending = _spread(last[close] + 1, first[close] + k, doubled, count + k)
    norms = ending[: count + 1] * ending[k : count + k + 1]
    found: _Floats = np.maximum(dot, 0.0) / np.sqrt(np.maximum(norms, 1e-9))
    return found


def _falls(cosines: _Floats, count: int) -> tuple[list[float], list[float]]:
    inner = cosines[1:count]
    left, right = _windows(inner, _AROUND, 0.0)
    places = np.minimum(np.arange(count - 1), _AROUND) + np.minimum(np.arange(count - 1)[::-1], _AROUND)
    usual = (left.sum(1) + right.sum(1)) / np.maximum(places, 1)
    falls = 1.0 - np.minimum(1.5, inner / (usual + 0.02))
    left, right = _windows(inner, _AROUND, np.inf)
    least = inner <= np.minimum(left.min(1), right.min(1))
    return [0.0, *falls.tolist(), 0.0], [0.0, *least.astype(float).tolist(), 0.0]

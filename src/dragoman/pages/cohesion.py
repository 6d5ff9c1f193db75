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
from typing import NamedTuple

import numpy as np

from dragoman.pages.words import Floats, Ints, Places, Tokens, distinct, exact, fresh, spread, with_last

__all__ = ["Cohesion", "measure"]

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
_NEVER = 1 << 30
_STEPS = np.array([2] * (_OWN + 1) + [1] * (_SINGLE - _OWN) + [0])
"""How near a word's other coming is, by the lines to it: 2 if a story's own last words may be meant, 1 if it is sought
at all."""
_WHICH = np.array([[n // 3 >= 1, n % 3 >= 2, n % 3 >= 1, n // 3 >= 2] for n in range(9)]).T.astype(float)
"""Which of the sums by these steps, of the coming before (thrice) and the one after, make which share."""
_DIGITS = 9
"""Cosines are rounded: what is equal but for the way it was worked out is to be equal."""


class Cohesion(NamedTuple):
    """For each place (``words.Places``), all 0 to 1; nothing but zeros on pages that are too short to tell.

    ``dips``: how far the ties that cross fall below those around. ``falls``: how far the cosine of the blocks falls
    below that around (down to -.5 where it is higher). ``least``: 1 where no place around has a lower one.
    ``taken_up``: the share of the next line's words that stood shortly before; ``given_on``: that of the last line's
    words that come again shortly after. ``goes_on``: that of the next line's words that come again behind it;
    ``went_on``: that of the last line's words that stood before it.
    """

    dips: Floats
    falls: Floats
    least: Floats
    taken_up: Floats
    goes_on: Floats
    given_on: Floats
    went_on: Floats


def measure(tokens: Tokens) -> Cohesion:
    """The cohesion of the pages of these lines."""
    places = tokens.places
    long = places.counts >= _FEW_LINES
    if not long.any():
        return Cohesion(*np.zeros((7, places.total)))
    stems = _Stems.read(tokens)
    found = Cohesion(_dips(_ties(stems)), *_falls(_cosines(stems), places), *_shares(stems))
    for page in (~long).nonzero()[0]:
        first = places.firsts[page]
        for values in found:
            values[first : first + _FEW_LINES] = 0.0
    return found


def _shares(stems: _Stems) -> Floats:
    """``taken_up``, ``goes_on``, ``given_on`` and ``went_on``, from one sum over how far off each stem stands."""
    count = stems.count
    far = _STEPS.take(stems.before, mode="clip") * 3 + _STEPS.take(stems.after, mode="clip")
    weight = np.bincount(far * count + stems.line, stems.weight, 9 * count).reshape(9, count)
    found: Floats = _WHICH @ weight
    found /= weight.sum(0) + 1.0
    found[2:, 1:] = found[2:, :-1]  # of the last line
    found[2:, 0] = 0.0
    return found


@dataclass(frozen=True, slots=True)
class _Stems:
    """Each stem of each line once, sorted by page, stem and line; ``count``: of all places; ``line``: by its place.

    ``before`` and ``after``: lines to the same stem's last and next coming. ``weight``: how much the stem tells.
    """

    count: int
    stem: Ints
    line: Ints
    weight: Floats
    before: Ints
    after: Ints

    @classmethod
    def read(cls, tokens: Tokens) -> _Stems:
        keys = distinct(tokens.key.take(tokens.told.nonzero()[0]))
        line = tokens.at(keys)
        firsts = fresh(tokens.stems(keys)).nonzero()[0]
        often = with_last(firsts, len(keys))[1:] - firsts
        begun = keys.take(firsts)
        lines = tokens.places.counts.take(tokens.pages(begun))
        weight = exact(np.log((lines + 1) / often) * tokens.rare(begun)).repeat(often)
        apart = np.empty(len(line) + 1, np.int64)
        np.subtract(line[1:], line[:-1], out=apart[1:-1])
        apart[firsts] = apart[-1] = _NEVER
        return cls(tokens.places.total, np.arange(len(firsts)).repeat(often), line, weight, apart[:-1], apart[1:])


def _ties(tokens: _Stems) -> Floats:
    """For each place, the weight of the words that recur across it; the farther apart, the less."""
    tied = (tokens.before <= _REACH).nonzero()[0]
    line, apart = tokens.line.take(tied), tokens.before.take(tied)
    return spread(line - apart + 1, line, exact(tokens.weight.take(tied) / apart), tokens.count)


def _padded(values: Floats, width: int, pad: float) -> Floats:
    found = np.empty(len(values) + 2 * width)
    found[:width] = found[len(values) + width :] = pad
    found[width : width + len(values)] = values
    return found


def _dips(ties: Floats) -> Floats:
    count = len(ties)  # what stands before a page's first line and behind its last is crossed by nothing
    around = _padded(ties, _PEAKS, 0.0)
    highest = around[: -_PEAKS + 1].copy()  # of the so many values from each on
    for step in range(1, _PEAKS):
        np.maximum(highest, around[step : step + len(highest)], out=highest)
    peak = np.minimum(highest[:count], highest[_PEAKS + 1 : _PEAKS + 1 + count])
    found = np.zeros(count)
    np.divide(ties, peak, out=found, where=peak > 0)
    np.subtract(1.0, found, out=found, where=peak > 0)
    np.maximum(found, 0.0, out=found)
    return found


def _cosines(tokens: _Stems) -> Floats:
    """For each place, the cosine of the blocks before and after it."""
    count, k = tokens.count, _BLOCK
    square = exact(tokens.weight * tokens.weight)
    again = (np.minimum(tokens.before, tokens.after) < 2 * k).nonzero()[0]  # others are in no pair
    line, weight = tokens.line.take(again), square.take(again)
    keys = tokens.stem.take(again) * (count + 2 * k) + line
    places = np.arange(1, len(keys) + 1)
    pairs_of = keys.searchsorted(keys + 2 * k) - places  # comings of the same stem that are near enough
    first, product = line.repeat(pairs_of), weight.repeat(pairs_of)
    before = (places - pairs_of.cumsum() + pairs_of).repeat(pairs_of)
    last = line.take(before + np.arange(len(before)))
    dot = spread(np.maximum(first, last - k) + 1, np.minimum(last, first + k), product, count)
    close = (last - first < k).nonzero()[0]
    first, last = first.take(close), last.take(close)
    # Of the block that ends before a place: each word with itself and with its other comings in the block.
    ending = spread(
        np.concatenate((tokens.line, last)) + 1,
        np.concatenate((tokens.line, first)) + k,
        np.concatenate((square, 2 * product.take(close))),
        count + k,
    )
    norms = ending[:count] * ending[k:]
    found: Floats = np.maximum(dot, 0.0) / np.sqrt(np.maximum(norms, 1e-9))
    return found.round(_DIGITS)


def _falls(cosines: Floats, places: Places) -> tuple[Floats, Floats]:
    inner, above, below = places.inner()
    count, value = places.total, cosines.take(inner)
    around, bound = _padded(cosines, _AROUND, 0.0), np.full(count + 2 * _AROUND, np.inf)
    bound[inner + _AROUND] = value
    total, lowest = around[: -_AROUND + 1].copy(), bound[: -_AROUND + 1].copy()
    for step in range(1, _AROUND):
        total += around[step : step + len(total)]
        np.minimum(lowest, bound[step : step + len(lowest)], out=lowest)
    behind = inner + _AROUND + 1
    of_so_many = np.minimum(above - 1, _AROUND) + np.minimum(below, _AROUND)
    usual = (total.take(inner) + total.take(behind)) / np.maximum(of_so_many, 1)
    falls, least = np.zeros(count), np.zeros(count)
    falls[inner] = 1.0 - np.minimum(1.5, value / (usual + 0.02))
    least[inner] = value <= np.minimum(lowest.take(inner), lowest.take(behind))
    return falls, least

"""Who is named in full and who by half, and whose names come again: that tells which paragraphs are of one story.

News gives a person's or a body's name in full first (``Ada Brandt``, ``the Venn Port Authority``) and by its last word
afterwards (``Brandt``, ``the Authority``; Nenkova and McKeown 2003 count on the same habit). A half name whose whole
one stands above ties the two; and most who are named before a place within a story are named behind it as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.pages.spelling import Hashes
from dragoman.pages.words import ENDS, HONOUR, OPENS, Floats, Ints, Tokens, distinct, exact, fresh, spread

__all__ = ["Names", "read_names"]

_REACH = 40
"""Lines beyond which a name is another story's."""
_AROUND = 30
"""Lines on either side of a place whose names are compared. Of the places at which articles of PolNeAR's training part
were wrongly cut in two 4 in 5 had more than a tenth of their names on both sides; of true beginnings of made pages one
in ten."""
_SMOOTH = 1.0
_FADES = 10.0
"""Lines over which a tie loses half its weight."""


@dataclass(frozen=True, slots=True)
class Names:
    """For each place (``words.Places``), 0 to 1.

    ``leant``: names given by half behind it and in full before it. ``shared``: the share of the names of the lines
    before it that stand in the lines behind it as well, or the other way round if these have fewer.
    """

    leant: Floats
    shared: Floats


def read_names(tokens: Tokens) -> Names:
    """The names of the pages of these tokens."""
    count, found = tokens.places.total, tokens.named  # all below is by the tokens that may be part of a name
    if len(tokens.row) < 2 or not len(found):
        return Names(np.zeros(count), np.zeros(count))
    flags, told, keys = tokens.flags.take(found), tokens.told.take(found), tokens.key.take(found)
    line = tokens.at(keys)
    joined = np.zeros(len(found) + 1, bool)  # with the token before
    joined[1:-1] = found[1:] - found[:-1] == 1
    joined[1:-1] &= line[1:] == line[:-1]
    joined[1:-1] &= ((flags[:-1] & ENDS) | (flags[1:] & OPENS)) == 0
    own = joined[:-1].copy()  # a name with a word before its last that is no form of address
    honour = flags & HONOUR
    if honour.any():
        plain = honour == 0
        own[1:] &= plain[:-1] | (joined[:-2] & np.concatenate(([False], plain[:-2])))
        told &= plain
    at = (told & ~joined[1:]).nonzero()[0]
    at = at.take(keys.take(at).argsort(kind="stable"))
    key, whole, where = tokens.stems(keys.take(at)), own.take(at), line.take(at)
    named = distinct(keys[told])
    same = ~fresh(key)
    apart = np.zeros(len(key), np.int64)
    np.subtract(where[1:], where[:-1], out=apart[1:])
    tied = same & (apart > 0) & (apart <= _REACH)
    # From the second coming on, a half name leans on what was said before, be it whole or half.
    places = np.arange(len(key))
    # The last whole coming so far: of the same name if it is not before the name's first.
    last_whole = np.maximum.accumulate(np.where(whole, places, -1))
    first = np.maximum.accumulate(np.where(same, 0, places))
    half = (tied & ~whole & (last_whole >= first)).nonzero()[0]
    where, apart = where.take(half), apart.take(half)
    weight = exact(1.0 / (1.0 + apart / _FADES))
    shared = _shared(tokens.stems(named), tokens.at(named), count)
    return Names(_bounded(spread(where - apart + 1, where, weight, count)), shared)


def _shared(stem: Hashes, line: Ints, count: int) -> Floats:
    """See ``Names.shared``, of the ``_AROUND`` lines on either side of each place."""
    far = 2 * _AROUND + count
    # Lines since the stem's last coming, and to the next.
    apart = np.full(len(stem) + 1, far)
    apart[1:-1] = np.where(stem[1:] == stem[:-1], line[1:] - line[:-1], far)
    back, on = apart[:-1], apart[1:]
    # A name stands before the places that follow it, until it comes again; behind those above it, likewise.
    before = spread(line + 1, line + np.minimum(_AROUND, on), None, count)
    behind = spread(line - np.minimum(_AROUND, back) + 1, line, None, count)
    both = (back < 2 * _AROUND).nonzero()[0]
    line, back = line.take(both), back.take(both)
    first, last = line - np.minimum(back, _AROUND) + 1, line - np.maximum(back - _AROUND, 0)
    found: Floats = spread(first, last, None, count) / (np.minimum(before, behind) + _SMOOTH)
    return np.maximum(found, 0.0)


def _bounded(values: Floats) -> Floats:
    found: Floats = values / (1.0 + values)
    return found

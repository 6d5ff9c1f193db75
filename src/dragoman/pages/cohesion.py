"""How strongly the lines of a page hang together: lexical chains, and names that go on or are new.

Lexical chains are those of Morris and Hirst (1991), the depth score TextTiling's (Hearst 1997): a word that recurs
within a dozen lines ties the lines between; where few ties cross, the subject changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log

from dragoman.knowledge.residue import PageLexicon

__all__ = ["Cohesion", "measure"]

_REACH = 12
"""Lines over which a recurring word still ties: beyond, it is chance."""
_WINDOW = 8
"""Lines on either side in which the peaks of cohesion are sought."""
_AHEAD, _BEHIND = 4, 14
"""Lines after and before a place whose names are compared."""
_FEW_NAMES = 3
_NAMELESS = 0.75
"""How fresh a line without a name may count: the first lines of news name somebody."""
_FEW_LINES = 6
"""Pages with fewer lines are too short for chains to tell anything."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_NAME_WEIGHT = 2.0
_ROOTS = tuple(1.0 / (k or 1) ** 0.5 for k in range(_REACH + 1))


@dataclass(frozen=True, slots=True)
class Cohesion:
    """For each place before a line (and one after the last), both 0 to 1.

    ``dips``: how far the ties that cross fall below those around. ``fresh``: the share of the names in the lines that
    follow which did not stand in the lines before; 0 where too few names follow to tell.
    """

    dips: tuple[float, ...]
    fresh: tuple[float, ...]


def measure(texts: list[str], lexicon: PageLexicon) -> Cohesion:
    """The cohesion of a page of these lines; nothing but zeros for pages too short to tell."""
    count = len(texts)
    if count < _FEW_LINES:
        return Cohesion((0.0,) * (count + 1), (0.0,) * (count + 1))
    found = [set(_WORD.findall(text)) for text in texts]
    every = set().union(*found)
    # Capitals at the start of a sentence tell nothing: a name is never written small on the page.
    small = {word for word in every if word[0].islower()}
    folded = {word: word.casefold() for word in every}
    names = {word for word in every - small if folded[word] not in small and folded[word] not in lexicon.common}
    telling = {word for word in every if folded[word] not in lexicon.common}
    seen: dict[str, list[int]] = {}
    for position, words in enumerate(found):
        for word in words & telling:
            seen.setdefault(folded[word], []).append(position)
    known = {folded[name] for name in names}
    return Cohesion(tuple(_dips(_ties(seen, known, count), count)), tuple(_fresh([words & names for words in found])))


def _ties(seen: dict[str, list[int]], names: set[str], count: int) -> list[float]:
    """For each place between lines, the weight of the words that recur across it."""
    steps = [0.0] * (count + 1)
    for word, positions in seen.items():
        if len(positions) < 2:
            continue
        weight = log(count / len(positions)) * (_NAME_WEIGHT if word in names else 1.0)
        for a, b in pairwise(positions):
            if 0 < b - a <= _REACH:
                tie = weight * _ROOTS[b - a]
                steps[a + 1] += tie
                steps[b + 1 if b < count else count] -= tie
    return list(accumulate(steps))


def _dips(ties: list[float], count: int) -> list[float]:
    depth = [0.0] * (count + 1)
    for g in range(1, count):
        left = max(ties[max(1, g - _WINDOW) : g], default=0.0)
        right = max(ties[g + 1 : min(count, g + 1 + _WINDOW)], default=0.0)
        peak = min(left, right) if 1 < g < count - 1 else 0.0
        depth[g] = max(0.0, 1.0 - ties[g] / peak) if peak > 0 else 0.0
    return depth


def _fresh(names: list[set[str]]) -> list[float]:
    found = [0.0]
    for g in range(1, len(names)):
        after = set().union(*names[g : g + _AHEAD])
        before = set().union(*names[max(0, g - _BEHIND) : g])
        fresh = len(after - before) / len(after) if len(after) >= _FEW_NAMES else 0.0
        own = len(names[g] - before) / len(names[g]) if names[g] else _NAMELESS
        found.append(min(fresh, own))
    return [*found, 0.0]

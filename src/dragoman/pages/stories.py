"""Where the stories of a text page begin: a search over the scores of ``boundaries.FEATURES``.

Each line that may open a story is scored; a sum at or above the threshold opens one. Then the page is read again: what
most stories found share in their layout is asked of each (``boundaries.SECOND``).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise

import numpy as np

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.boundaries import FEATURES, SAME_NAMES, SECOND, table, weights
from dragoman.pages.masks import unpacked
from dragoman.pages.sheet import Sheet
from dragoman.pages.view import FEW_BODIES, Laid, View
from dragoman.pages.words import Floats, vocabulary

__all__ = ["Sizes", "find_stories", "scored", "search"]

_FRAGMENT = 200
"""Characters below which what has no title is no story of its own."""
_LONE, _LONE_STRANGER = 1.0, 0.8
"""How much more a page's only second story needs where nothing but its words sets it off; the second where the two have
hardly a name in common. Without it 49 of 806 articles of PolNeAR's training part had such a place; at 42 of these names
were in common, at 4 of 11 true lone beginnings in made pages, at none of 5 in the measuring set."""
_STRANGERS = 0.05
"""Share of names in common up to which two texts are strangers."""

_LINES_AT_ONCE = 4096
"""Lines whose features are summed at once: a page of a million needs no second table of them."""


def find_stories(pages: Sequence[Laid], lexicon: PageLexicon) -> list[list[int]]:
    """Of each page, the indices of the lines at which stories begin; the first is always 0."""
    sheet = Sheet(pages, lexicon, vocabulary(lexicon))
    first, second, threshold = _weights()
    scores = scored(table(sheet), first) - threshold
    found = zip(sheet.views, pairwise(sheet.at), strict=True)
    return [search(view, scores[begun:end], second) for view, (begun, end) in found]


def scored(features: Floats, weight: Floats) -> Floats:
    """The sum of the features of each line, times their weights: in the same order for any number of lines."""
    found: Floats = np.empty(features.shape[1])
    for at in range(0, len(found), _LINES_AT_ONCE):
        some = slice(at, at + _LINES_AT_ONCE)
        found[some] = np.add.accumulate(features[:, some] * weight[:, None])[-1]
    return found


@cache
def _weights() -> tuple[Floats, list[float], float]:
    """The weights of the features of both readings, in their order, and the threshold."""
    weight = weights()
    first = np.array([weight[feature.name] for feature in FEATURES])
    return first, [weight[found.name] for found in SECOND], weight["threshold"]


def search(view: View, scores: Floats, second: list[float]) -> list[int]:
    """The lines at which stories begin: ``scores`` of the first reading less the threshold, weights of the second."""
    sizes = Sizes(view)
    starts = sizes.chosen(scores)
    if len(starts) > 1:
        scores = scores + sum(weight * found.values(view, starts) for weight, found in zip(second, SECOND, strict=True))
        starts = sizes.chosen(scores)
    return _without_lone(view, starts, scores)


def _without_lone(view: View, starts: list[int], scores: Floats) -> list[int]:
    """One beginning alone that words alone set apart must be plain: most texts are one story, whose subject shifts."""
    if len(starts) != 2 or not view.untitled >> starts[1] & 1:
        return starts
    shared = view.shared[view.opening[starts[1]]]
    if shared >= SAME_NAMES:
        return starts[:1]
    needed = _LONE_STRANGER if shared <= _STRANGERS else _LONE
    return starts if scores[starts[1]] >= needed or not view.nothing_apart >> starts[1] & 1 else starts[:1]


class Sizes:
    """How much of what may be a story's text stands before each line."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._may = unpacked([view.candidate], view.count)[0].view(bool)

    @cached_property
    def _text(self) -> list[int]:
        """Characters of kept lines before each line, and in all."""
        sizes = [0] * self.view.count
        for i in self.view.kept:
            sizes[i] = len(self.view.texts[i])
        return [0, *accumulate(sizes)]

    def chosen(self, scores: Floats) -> list[int]:
        """The lines that open stories, in order; those that may and score 0 or more.

        The best line wins first, and keeps weaker ones away from its own first paragraphs: related headlines often
        stand above a title, headings below it.
        """
        starts = [0]
        may = (self._may & (scores >= 0)).nonzero()[0]
        for i in may[(-scores[may]).argsort(kind="stable")].tolist():
            at = bisect(starts, i)
            if self._fits(i, starts[at - 1], starts[at] if at < len(starts) else None):
                starts.insert(at, i)
        return starts

    def _fits(self, i: int, previous: int, following: int | None) -> bool:
        """True if a story between two others leaves enough of them, and is enough itself."""
        before = self.view.before
        last = len(self.view.lines) if following is None else following
        own = following is None or before[last] - before[i] >= FEW_BODIES
        enough = self.view.looks[i] or self._text[last] - self._text[i] >= _FRAGMENT
        return bool(own and enough and before[i] - before[previous] >= FEW_BODIES)

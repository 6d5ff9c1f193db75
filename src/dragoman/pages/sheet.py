"""Several text pages as the features of story boundaries see them: what is known of their words, worked out at once.

An operation on an array of fifty lines costs its call, and a page asks for some two hundred; on the lines of a dozen
pages they cost a third a page. Nothing that is known of a page hangs on which others stand beside it: their lines are
kept apart by empty places (``words.Places``), and sums are exact (``words.exact``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.cohesion import Cohesion, measure
from dragoman.pages.leads import leaning, likeness
from dragoman.pages.masks import Mask, unpacked
from dragoman.pages.names import Names, read_names
from dragoman.pages.view import Laid, View
from dragoman.pages.words import Floats, Ints, Tokens, Vocabulary

__all__ = ["Sheet"]


class Sheet:
    """Pages that are read at once, each with a line at least. Arrays are by line, page after page.

    ``views``: the pages one by one; ``at``: where the lines of each begin, and the number of all. By place
    (``words.Places``): ``cohesion`` and ``names``; of each line ``leads``, how much it reads like a story's first, and
    ``leans``, 1 if it leans on what stands before.
    """

    def __init__(self, pages: Sequence[Laid], lexicon: PageLexicon, words: Vocabulary) -> None:
        self.views = views = [View(laid, lexicon) for laid in pages]
        self.counts = [view.count for view in views]
        self.at: list[int] = [0, *accumulate(self.counts)]
        self.count = self.at[-1]
        texts = [view.texts[i] for view in views for i in view.kept]
        self.tokens = tokens = Tokens.read(texts, words, [len(view.kept) for view in views])
        self.cohesion: Cohesion = measure(tokens)
        self.names: Names = read_names(tokens)
        self.leads: Floats = tokens.places.by_place(likeness(texts, tokens))
        self.leans: Floats = tokens.places.by_place(leaning(texts, tokens))
        leans = self.leans.tolist()
        for view, first in zip(views, tokens.places.firsts.tolist(), strict=True):
            last = first + len(view.kept)
            view.leans, view.shared = leans[first:last], self.names.shared[first : last + 1]

    def lines(self, values: Callable[[View], Sequence[int] | Sequence[float]]) -> Any:
        """What each page says of its lines, as one array."""
        return np.array([*chain.from_iterable([values(view) for view in self.views])])

    def unpacked(self, holds: Callable[[View], Sequence[Mask]], count: int) -> Any:
        """Masks x lines, for so many masks of each page: 1 where the mask holds."""
        found = np.empty((count, self.count), np.uint8)
        for view, (first, last) in zip(self.views, pairwise(self.at), strict=True):
            found[:, first:last] = unpacked(holds(view), view.count)
        return found

    @property
    def title(self) -> Floats:
        """How much each line looks like a title."""
        found: Floats = self.lines(lambda view: view.titles)
        return found

    @cached_property
    def _first(self) -> Ints:
        """For each line, the place of its page's first line."""
        return self.tokens.places.firsts.repeat(self.counts)

    @cached_property
    def place(self) -> Ints:
        """For each line, its place (of the next kept line for residue)."""
        found: Ints = self.lines(lambda view: view.place[:-1]) + self._first
        return found

    @cached_property
    def opening(self) -> Ints:
        """The place at which a story would begin that has the line for its first: captions right above it are its."""
        if not any(view.caption for view in self.views):
            return self.place
        found: Ints = self.lines(lambda view: view.opening) + self._first
        return found

    @cached_property
    def body(self) -> Ints:
        """For each line, the place of the first paragraph from it on; ``view.NONE`` and more where there is none."""
        found: Ints = self.lines(lambda view: view.body_place) + self._first
        return found

    @cached_property
    def to_body(self) -> Ints:
        """How many kept lines stand between each line and that paragraph; many if there is none."""
        return self.body - self.place

    def of_body(self, values: Floats) -> Floats:
        """For each line what is known, by place, of the first paragraph from it on; 0 if there is none."""
        found: Floats = values.take(self.body, mode="clip")
        return found

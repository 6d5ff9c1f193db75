"""Several text pages as the features of story boundaries see them: what is known of their words, worked out at once.

An operation on an array of fifty lines costs its call, and a page asks for some two hundred; on the lines of a dozen
pages they cost a third a page. Nothing that is known of a page hangs on which others stand beside it: their lines are
kept apart by empty places (``words.Places``), and sums are exact (``words.exact``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise, repeat
from typing import Any

import numpy as np

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.cohesion import Cohesion, measure
from dragoman.pages.leads import leaning, likeness
from dragoman.pages.masks import Mask, unpacked
from dragoman.pages.names import Names, read_names
from dragoman.pages.view import Laid, View
from dragoman.pages.words import ROOM, Bools, Floats, Ints, Tokens, Vocabulary

__all__ = ["Sheet"]

_NONE = 1 << 40
"""Stands for the first paragraph from a line on where there is none: more than there are lines."""


class Sheet:
    """Pages that are read at once, each with a line at least. Arrays are by line, page after page.

    ``views``: the pages one by one; ``at``: where the lines of each begin, and the number of all; ``cohesion`` and
    ``names``: by place; ``leads`` and ``leans``: of each kept line, and one more of which nothing is said.
    """

    def __init__(self, pages: Sequence[Laid], lexicon: PageLexicon, words: Vocabulary) -> None:
        self.views = views = [View(laid, lexicon) for laid in pages]
        self.at: list[int] = [0, *accumulate([view.count for view in views])]
        self.count = self.at[-1]
        texts = [view.texts[i] for view in views for i in view.kept]
        kept = [len(view.kept) for view in views]
        self._begun: list[int] = [0, *accumulate(kept)]
        tokens = Tokens.read(texts, words, kept)
        self.cohesion: Cohesion = measure(tokens)
        self.names: Names = read_names(tokens)
        self.leads: Floats = likeness(texts, tokens)
        self.leans: Bools = leaning(texts, tokens)
        leans = self.leans.tolist()
        for view, (first, last), place in zip(views, pairwise(self._begun), tokens.places.firsts.tolist(), strict=True):
            view.leans, view.shared = leans[first:last], self.names.shared[place : place + last - first + 1]

    def lines(self, values: Callable[[View], Sequence[int] | Sequence[float]]) -> Any:
        """What each page says of its lines, as one array."""
        return np.array([*chain.from_iterable([values(view) for view in self.views])])

    def by_page(self, numbers: Sequence[int] | Sequence[float]) -> Any:
        """For each line, the number of its page."""
        return np.array(numbers).repeat([view.count for view in self.views])

    def mask(self, holds: Callable[[View], Mask]) -> Mask:
        """The lines of all pages of which something holds."""
        return self.mask_of([holds(view) for view in self.views])

    def mask_of(self, masks: Sequence[Mask]) -> Mask:
        """The masks of the pages as one."""
        found: Mask = 0
        for mask, at in zip(masks, self.at, strict=False):
            found |= mask << at
        return found

    def unpacked(self, masks: Sequence[Mask]) -> Any:
        """Masks x lines: 1 where the mask holds."""
        return unpacked(masks, self.count)

    @property
    def title(self) -> Floats:
        """How much each line looks like a title."""
        found: Floats = self.lines(lambda view: view.titles)
        return found

    @cached_property
    def _number(self) -> Ints:
        """For each line, the number of the kept line that it is, or of the next one on its page."""
        found: Ints = self.lines(lambda view: view.place[:-1]) + self.by_page(self._begun[:-1])
        return found

    @cached_property
    def _rooms(self) -> Ints:
        """For each line, the empty places up to those of its page, and the kept lines before its page."""
        rooms = range(ROOM, ROOM * len(self.views) + 1, ROOM)
        found: Ints = self.by_page([room + begun for room, begun in zip(rooms, self._begun, strict=False)])
        return found

    @cached_property
    def place(self) -> Ints:
        """For each line, its place (of the next kept line for residue)."""
        found: Ints = self.lines(lambda view: view.place[:-1]) + self._rooms
        return found

    @cached_property
    def opening(self) -> Ints:
        """The place at which a story would begin that has the line for its first: captions right above it are its."""
        if not any(view.caption for view in self.views):
            return self.place
        found: Ints = self.lines(lambda view: view.opening) + self._rooms
        return found

    @cached_property
    def first_body(self) -> Ints:
        """For each line, the number among all kept lines of the first paragraph from it on; ``_NONE`` for none."""
        found: list[int] = []
        for view, begun in zip(self.views, self._begun, strict=False):
            above = -1
            for i in view.bodies:
                found += repeat(begun + view.place[i], i - above)
                above = i
            found += repeat(_NONE, view.count - 1 - above)
        return np.array(found)

    @cached_property
    def to_body(self) -> Ints:
        """How many kept lines stand between each line and that paragraph; many if there is none."""
        return self.first_body - self._number

    def of_first_body(self, values: Floats) -> Floats:
        """For each line what is known of the first paragraph from it on, by kept lines; 0 if there is none."""
        found = np.zeros(len(values) + 1)
        found[:-1] = values
        said: Floats = found.take(self.first_body, mode="clip")
        return said

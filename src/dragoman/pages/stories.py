"""Where the stories of a text page begin: a search over the scores of ``boundaries.FEATURES``.

Each line that may open a story is scored; a sum at or above the threshold opens one. Then the page is read again: what
most stories found share in their layout is asked of each.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import numpy as np

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.boundaries import FEATURES, View, apart, frame, layout, nothing_apart, titled, weights
from dragoman.pages.cohesion import measure
from dragoman.pages.lines import Line
from dragoman.pages.roles import Mark, Role

__all__ = ["Sizes", "find_stories", "look", "may_open", "shared_layout", "without_lone"]

_HEAD = 14
"""Lines after a title within which crawlers repeat it."""
_FEW_BODIES = 2
_RARE = 5
"""A gap is rare, and so means something, where it is at most one in so many."""
_MOST = 0.6
"""Share of a page's stories from which what they have in common is its layout."""
_LEAD_WORDS = 8
"""Shorter lines are no first paragraph."""
_FRAGMENT = 200
"""Characters below which what has no title is no story of its own."""
_LONE = 1.0
"""How much more a page's only second story needs where nothing but its words sets it off. Of 300 articles of PolNeAR's
training part 33 that are no live pages were cut in two without it, 15 with it; boundary F1 of pages without titles fell
from 85.0 to 80.3 (most of them have more than two stories), of all layouts from 93.7 to 93.1."""
_LIVE_WORDS = 30
_OUT_OF_LINE = next(feature for feature in FEATURES if feature.name == "out of line")
_COHESION = [feature for feature in FEATURES if feature.column]
_OTHERS = [feature for feature in FEATURES if not feature.column and feature is not _OUT_OF_LINE]


def find_stories(lines: list[Line], marks: list[Mark], datelined: list[bool], lexicon: PageLexicon) -> list[int]:
    """The indices of the lines at which stories begin; the first is always 0. Empty for no lines."""
    if not lines:
        return []
    view = look(lines, marks, datelined, lexicon)
    sizes = Sizes(view)
    scored = _scored(view, sizes.before)
    starts = sizes.chosen(scored)
    view.shared = shared_layout(view, starts)
    if view.shared:
        weight = weights()[_OUT_OF_LINE.name]
        scored = [(score + weight * _OUT_OF_LINE.value(view, i), i) for score, i in scored]
        starts = sizes.chosen(scored)
    return without_lone(view, starts, {i: score for score, i in scored})


def without_lone(view: View, starts: list[int], scores: dict[int, float]) -> list[int]:
    """One beginning alone that words alone set apart must be plain: most texts are one story, whose subject shifts."""
    lone = len(starts) == 2 and nothing_apart(view, starts[1])
    return starts[:1] if lone and scores[starts[1]] < _LONE else starts


def shared_layout(view: View, starts: list[int]) -> frozenset[str]:
    """What most of these stories have in common in their frames; above the first there is nothing to be seen."""
    frames = [frame(view, i) for i in starts[1:]]
    counts = Counter(name for frame in frames for name in frame)
    counts.update(view.first - {"title"})
    return frozenset(
        name
        for name, count in counts.items()
        if count >= 2 and count >= _MOST * (len(frames) + (name not in ("gap", "residue")))
    )


class Sizes:
    """How much of what may be a story's text stands before each line."""

    def __init__(self, view: View) -> None:
        self.view = view
        pairs = list(zip(view.lines, view.marks, strict=True))
        self.before = [0, *accumulate(mark.role is Role.BODY for _, mark in pairs)]
        self._text = [0, *accumulate(len(line.text) if mark.kept else 0 for line, mark in pairs)]

    def chosen(self, scored: list[tuple[float, int]]) -> list[int]:
        """The lines that open stories, in order; scores are above the threshold, and no line below it opens one.

        The best line wins first, and keeps weaker ones away from its own first paragraphs: related headlines often
        stand above a title, headings below it.
        """
        starts = [0]
        for score, i in sorted(scored, key=lambda found: (-found[0], found[1])):
            if score < 0:
                break
            at = bisect(starts, i)
            if self._fits(i, starts[at - 1], starts[at] if at < len(starts) else None):
                starts.insert(at, i)
        return starts

    def _fits(self, i: int, previous: int, following: int | None) -> bool:
        """True if a story between two others leaves enough of them, and is enough itself."""
        before = self.before
        last = len(self.view.lines) if following is None else following
        own = following is None or before[last] - before[i] >= _FEW_BODIES
        enough = titled(self.view, i) or self._text[last] - self._text[i] >= _FRAGMENT
        return own and enough and before[i] - before[previous] >= _FEW_BODIES


def may_open(view: View, before: list[int]) -> Iterator[int]:
    """The lines that may open a story, each behind enough paragraphs."""
    for i, mark in enumerate(view.marks):
        if before[i] < _FEW_BODIES:
            continue
        if mark.role is Role.BODY:
            if view.lines[i].words >= _LEAD_WORDS:
                yield i
        elif mark.role is Role.SHORT or mark.field == "title":
            yield i


def _scored(view: View, before: list[int]) -> list[tuple[float, int]]:
    """The lines that open a story by their scores at the first reading (the second only takes from them):
    the weighted sum less the threshold.
    """
    weight = weights()
    threshold = weight["threshold"]
    # What a paragraph that nothing sets off can gain beside its words.
    plain = sum(max(0.0, weight[name]) for name in ("head lines", "caption", "lead"))
    ties = sum(weight[f.name] * np.array(getattr(view.cohesion, f.column)) for f in _COHESION).tolist()  # type: ignore[union-attr]
    found: list[tuple[float, int]] = []
    for i in may_open(view, before):
        tied = ties[view.place[i]]
        if view.marks[i].role is Role.BODY and tied + plain < threshold and not apart(view, i):
            continue  # most paragraphs are settled here: nothing sets them off from the one before
        score = tied - threshold + sum(weight[feature.name] * feature.value(view, i) for feature in _OTHERS)
        if score >= 0:
            found.append((score, i))
    return found


def look(lines: list[Line], marks: list[Mark], datelined: list[bool], lexicon: PageLexicon) -> View:
    """What the features see of a page."""
    gaps = Counter(line.gap for line in lines[1:])
    common = min(gaps, key=lambda g: (-gaps[g], g)) if gaps else 0
    wider = sum(count for gap, count in gaps.items() if gap > common)
    tighter = sum(count for gap, count in gaps.items() if gap < common)
    kept = [i for i, mark in enumerate(marks) if mark.kept]
    place, at = [0] * len(lines), 0
    for i in range(len(lines)):
        place[i] = at
        at += marks[i].kept
    view = View(
        lines=lines,
        marks=marks,
        datelined=datelined,
        common_gap=common,
        wide=wider * _RARE < len(lines),
        tight=tighter * _RARE < len(lines),
        cohesion=measure([lines[i].text for i in kept], lexicon),
        leaning=lexicon.leaning,
        days=lexicon.weekdays,
        later=_later(lines),
        kept=kept,
        place=place,
        first=frozenset(),
        live=_live_lines(lines, lexicon),
        shared=frozenset(),
    )
    if kept:
        view.first = layout(view, kept[0])
    return view


def _live_lines(lines: list[Line], lexicon: PageLexicon) -> list[int]:
    """The lines that say that what follows is a live page: titles and introductions."""
    phrases = [gate.phrase for gate in lexicon.gates if gate.cause == "live_blog" and gate.where == "title"]
    return [
        i
        for i, line in enumerate(lines)
        if line.words <= _LIVE_WORDS and any(phrase in line.key for phrase in phrases) and _says_live(line.key, phrases)
    ]


def _says_live(key: str, phrases: list[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", key) for phrase in phrases)


def _later(lines: list[Line]) -> dict[int, int]:
    found: dict[int, int] = {}
    last: dict[str, int] = {}
    for i in range(len(lines) - 1, -1, -1):
        key = lines[i].key
        if key in last and last[key] - i <= _HEAD:
            found[i] = last[key]
        last[key] = i
    return found
